// A MySQL client for tests: Connector/C underneath, so that the other side is
// spoken to by a library that is not ours.
//
//   Client client({"127.0.0.1", 3308, "root", "root", "sharding_db"});
//   Answer rows = client.query("SELECT 1");
//   Answer same = client.execute("SELECT ?", {Parameter::of(1)});
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/answer.h"

namespace mallshard::test {

struct Address {
  std::string host = "127.0.0.1";
  int port = 0;
  std::string user = "root";
  std::string password = "root";
  std::string database;
};

struct Parameter {
  enum class Kind { Null, Int, UInt, Double, Text };
  Kind kind = Kind::Null;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;

  static Parameter null() { return {}; }
  static Parameter of(std::int64_t value) { return {Kind::Int, value, 0, {}}; }
  static Parameter of_unsigned(std::uint64_t value) {
    return {Kind::UInt, static_cast<std::int64_t>(value), 0, {}};
  }
  static Parameter of_double(double value) { return {Kind::Double, 0, value, {}}; }
  static Parameter of_text(std::string value) { return {Kind::Text, 0, 0, std::move(value)}; }
};

struct ClientOptions {
  bool multi_statements = false;
  bool found_rows = false;
  unsigned timeout_seconds = 60;
  std::string plugin{};    // of authentication; empty: the server's
  bool compress = false;   // zlib
  std::string socket{};    // a Unix socket, instead of host and port
  bool tls = false;        // insists on it
  std::string ca{};        // PEM: with TLS, the server and its name are verified
  bool local_file = true;  // says that it sends files: see set_file()
};

// Errors of the library (2002, 2006, 2013 ...) come as answers too. One thread
// at a time, kill() excepted.
class Client {
 public:
  explicit Client(const Address& address, const ClientOptions& options = {});
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // Not an error when the connection was made.
  [[nodiscard]] const Answer& connected() const;

  // COM_QUERY. The first result; query_all gives every result of a
  // multi-statement or a CALL.
  Answer query(const std::string& sql);
  std::vector<Answer> query_all(const std::string& sql);

  // COM_STMT_PREPARE (kept, by text, as drivers do) and EXECUTE: binary rows.
  // Numbers are shown as the text protocol would show them, DOUBLE with all
  // its digits.
  Answer execute(const std::string& sql, const std::vector<Parameter>& parameters = {});
  void forget_statements();  // COM_STMT_CLOSE for all

  // What the server is sent that asks for a file, whatever its name is. Without
  // one the library fails as for a file that cannot be read.
  void set_file(std::optional<std::string> bytes);

  // SHOW WARNINGS into answer.warnings, when it counts any.
  void fetch_warnings(Answer& answer);

  Answer ping();
  Answer select_database(const std::string& name);  // COM_INIT_DB
  Answer reset();                                   // COM_RESET_CONNECTION
  Answer change_user(const std::string& user, const std::string& password, const std::string& database);

  // "TLSv1.3"; empty without TLS.
  [[nodiscard]] std::string tls_version() const;
  [[nodiscard]] unsigned long thread_id() const;
  [[nodiscard]] std::string server_version() const;
  // Closes the socket without COM_QUIT, as a client that dies.
  void drop();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace mallshard::test
