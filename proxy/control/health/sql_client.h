// A blocking MySQL client with deadlines, for the control plane's own threads.
// The one door to libmysqlclient (MariaDB Connector/C); only the API that both
// libraries have is used.
//
//   SqlClient client({.host = "127.0.0.1", .port = 3306, .user = "root"});
//   Result<SqlRows> rows = client.query("SELECT @@server_id");   // connects when needed
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rule/tls.h"

namespace mallshard::control {

struct SqlAddress {
  std::string host;
  std::uint16_t port = 3306;
  std::string user;
  std::string password;  // never logged
  std::string database;  // may be empty
  // For connecting, and for each wait for the server. The library counts whole
  // seconds: rounded down, at least one.
  std::chrono::milliseconds timeout{1000};
  rule::ServerTls tls{};
};

using SqlRow = std::vector<std::optional<std::string>>;

struct SqlRows {
  std::vector<std::string> columns;
  std::vector<SqlRow> rows;

  // Null when there is no such column, or the value is NULL. Without case.
  [[nodiscard]] const std::string* find(std::size_t row, std::string_view column) const;
};

class SqlClient {
 public:
  explicit SqlClient(SqlAddress address);
  ~SqlClient();
  SqlClient(SqlClient&&) noexcept;
  SqlClient& operator=(SqlClient&&) noexcept;

  // Runs one statement; connects first when not connected. Errors carry the
  // server's errno, or the library's (2002, 2003, 2013, ...). After an error of
  // the connection the next call connects anew.
  Result<SqlRows> query(std::string_view sql);
  void disconnect();

  [[nodiscard]] bool connected() const;
  // Of the last connection; false and 0 before the first one.
  [[nodiscard]] bool mariadb() const;
  [[nodiscard]] std::uint32_t server_version() const;            // 80034, 101119
  [[nodiscard]] const std::string& server_version_text() const;  // "10.11.19-MariaDB"
  // 'text' as a literal, safe under every sql_mode this client can meet (it
  // sets its own at connect).
  [[nodiscard]] static std::string quote(std::string_view text);

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

// The connection, not the statement, is to blame: 2000 to 2062, 1053, 1927 ...
[[nodiscard]] bool is_connection_error(const Error& error);

}  // namespace mallshard::control
