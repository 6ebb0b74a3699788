// A database server without a socket or a database, for tests of what talks to
// one: it speaks the whole protocol (login, text and prepared statements,
// transactions' status bits, session trackers of SET) and answers each statement
// with what the test told it, else with OK.
//
//   ScriptedServer server;
//   server.answer("SELECT 1", Reply::result({"1"}, {{"1"}}));
//   server.answer_once("COMMIT", Reply::error(1213, "40001", "Deadlock found"));
//   exchange(connection, server);     // until neither side has anything to say
//   EXPECT_EQ(server.statements(), ...);
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backend/connection.h"
#include "wire/auth_exchange.h"
#include "wire/frame_reader.h"
#include "wire/local_result.h"
#include "wire/ok_packet.h"

namespace mallshard::backend {

struct Reply {
  enum class Kind : std::uint8_t { Ok, Error, Result, Nothing, File };
  Kind kind = Kind::Ok;
  std::uint64_t affected_rows = 0;
  std::uint64_t last_insert_id = 0;
  std::uint16_t warnings = 0;
  std::string info;
  Error error;
  wire::LocalResult rows;
  bool error_after_rows = false;  // `error` in place of the rows' end
  ByteBuffer track;               // more session changes than the server's own

  static Reply ok(std::uint64_t affected_rows = 0, std::uint64_t last_insert_id = 0);
  static Reply fail(std::uint16_t code, std::string_view state, std::string message);
  // All columns are VARCHAR; a column named "#n" is BIGINT and called n.
  static Reply result(const std::vector<std::string>& columns, std::vector<wire::LocalRow> rows);
  static Reply result_then_error(const std::vector<std::string>& columns, std::vector<wire::LocalRow> rows,
                                 Error error);
  // Asks for a file first, called any; statements() then has "FILE " and its bytes.
  static Reply ask_file(std::uint64_t affected_rows = 0, std::string info = {});
  // Never answers: a statement that runs until it is killed.
  static Reply nothing();
};

class ScriptedServer {
 public:
  struct Options {
    std::string version = "5.5.5-10.11.19-MariaDB";
    std::string user = "root";
    std::string password = "root";
    std::string_view plugin = wire::kNativePlugin;
    bool deprecate_eof = true;
    std::uint32_t thread_id = 42;
  };

  ScriptedServer() : ScriptedServer(Options()) {}
  explicit ScriptedServer(Options options);

  // The answer to a statement of exactly this text; the latest rule wins.
  void answer(std::string sql, Reply reply) { rules_.push_back({std::move(sql), std::move(reply), false}); }
  // The same for the next time only.
  void answer_once(std::string sql, Reply reply) {
    rules_.push_back({std::move(sql), std::move(reply), true});
  }

  // KILL QUERY: a statement that runs (Reply::nothing()) ends with 1317.
  void interrupt();
  void receive(ByteView bytes);
  // Bytes for the client; the caller takes them.
  ByteBuffer& output() { return output_; }

  // Every statement since login, in order: SQL text, "PREPARE sql", "EXECUTE
  // sql", "CLOSE sql", "PING", "FIELD LIST table".
  [[nodiscard]] const std::vector<std::string>& statements() const { return statements_; }
  std::vector<std::string> take_statements() { return std::exchange(statements_, {}); }
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }
  [[nodiscard]] bool has_temporary_tables() const { return temporary_tables_; }
  [[nodiscard]] bool quit() const { return quit_; }
  // Session variables that SET has changed since login, with their literals.
  [[nodiscard]] const std::map<std::string, std::string>& variables() const { return variables_; }
  [[nodiscard]] std::size_t open_statements() const { return prepared_.size(); }

 private:
  struct Rule {
    std::string sql;
    Reply reply;
    bool once;
  };

  void on_message(ByteView payload);
  void on_login(ByteView payload);
  void on_command(ByteView payload);
  void prepare(std::string_view sql);
  void run(std::string_view sql, wire::RowFormat format);
  Reply reply_to(std::string_view sql);
  void follow_transaction(std::string_view sql);
  void follow_set(std::string_view sql, ByteBuffer& track);
  void send(const Reply& reply, wire::RowFormat format);
  [[nodiscard]] std::uint16_t status() const;

  Options options_;
  wire::FrameReader reader_{std::size_t{64} << 20};
  ByteBuffer output_;
  wire::FrameWriter writer_{output_};
  wire::Capabilities capabilities_ = 0;
  wire::Credential credential_;
  std::optional<wire::ServerAuth> auth_;
  bool responded_ = false;
  bool logged_in_ = false;
  bool quit_ = false;
  bool in_transaction_ = false;
  bool temporary_tables_ = false;
  bool running_ = false;
  std::optional<Reply> after_file_;  // a file is being received
  std::string file_;
  std::vector<Rule> rules_;
  std::vector<std::string> statements_;
  std::map<std::string, std::string> variables_;
  std::map<std::uint32_t, std::string> prepared_;
  std::uint32_t next_statement_ = 1;
};

// Moves bytes both ways until nothing moves. `limit`: at most so many bytes of
// the server reach the connection; answers how many did.
std::size_t exchange(Connection& connection, ScriptedServer& server, std::size_t limit = ~std::size_t{0});

}  // namespace mallshard::backend
