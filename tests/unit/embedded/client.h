// A blocking MySQL client made of the wire codecs, for the tests alone.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "embedded/socket.h"
#include "wire/capabilities.h"
#include "wire/column_definition.h"
#include "wire/frame_reader.h"
#include "wire/stmt_execute.h"

namespace mallshard::embedded {

struct TestColumn {
  std::string name;
  std::string table;
  wire::ColumnType type{};
  std::uint32_t length = 0;
  std::uint16_t flags = 0;
  std::uint8_t decimals = 0;
  std::uint16_t collation = 0;
};

// The answer to one statement.
struct TestReply {
  std::optional<Error> error;
  std::vector<TestColumn> columns;  // empty: an OK
  std::vector<std::vector<std::optional<std::string>>> rows;
  std::uint64_t affected = 0;
  std::uint64_t insert_id = 0;
  std::uint16_t status = 0;
  std::uint16_t warnings = 0;
  std::string info;
  std::vector<std::pair<std::string, std::string>> tracked;  // session variables that changed

  // "1,NULL;2,b": rows with ; between, fields with , between.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] int code() const { return error ? error->code : 0; }
};

class TestClient {
 public:
  // `capabilities` beside those that every client of today has.
  explicit TestClient(std::uint16_t port, std::string database = "d", std::string user = "root",
                      std::string password = "root", wire::Capabilities capabilities = 0);

  // What the login ended with.
  [[nodiscard]] const std::optional<Error>& login_error() const { return login_error_; }
  TestReply query(std::string_view sql);
  // The replies of a text of several statements.
  std::vector<TestReply> query_all(std::string_view sql);
  // Prepares, executes with these values (nullopt: NULL) as text, closes.
  TestReply execute(std::string_view sql, const std::vector<wire::Param>& params);
  // A command without a body, or with raw bytes behind it.
  TestReply command(std::uint8_t code, std::string_view rest = {});
  void send_raw(std::string_view bytes);
  // false: the server has closed.
  bool is_open();
  [[nodiscard]] std::uint32_t connection_id() const { return connection_id_; }

 private:
  std::optional<wire::Message> receive();
  void send(ByteView payload, std::uint8_t sequence);
  TestReply read_reply(bool binary);
  void log_in(const std::string& database, const std::string& user, const std::string& password);

  Socket socket_;
  wire::FrameReader reader_{64 << 20};
  wire::Capabilities capabilities_;
  std::optional<Error> login_error_;
  std::uint32_t connection_id_ = 0;
};

// A server over a fresh file, gone with the object.
class TestServer {
 public:
  TestServer();
  ~TestServer();
  [[nodiscard]] std::uint16_t primary() const { return primary_; }
  [[nodiscard]] std::uint16_t replica();
  [[nodiscard]] const std::string& path() const { return path_; }
  class Server& server() {
    return *server_;
  }

 private:
  std::string path_;
  std::unique_ptr<class Server> server_;
  std::uint16_t primary_ = 0;
};

}  // namespace mallshard::embedded
