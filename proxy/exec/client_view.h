// What one client is shown: its capabilities, its view of the transaction, and
// the packets of the reply under way.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/error.h"
#include "exec/cursor.h"
#include "exec/effects.h"
#include "wire/capabilities.h"
#include "wire/column_definition.h"
#include "wire/local_result.h"
#include "wire/ok_packet.h"

namespace mallshard::exec {

// The client's view of its session, never a pooled server's: status flags are
// made from it alone.
struct ClientView {
  wire::Capabilities capabilities = 0;
  bool autocommit = true;
  bool in_transaction = false;
  bool read_only_transaction = false;
  bool no_backslash_escapes = false;
  bool ansi_quotes = false;  // told by MariaDB alone
  // What column definitions say of text in utf8mb4 while character_set_results
  // is that of the login: its collation. 0: what the servers say.
  std::uint16_t results_collation = 0;
  std::string tls_cipher, tls_version;             // of the connection; empty without TLS
  bool more_results = false;                       // another statement of this packet follows
  std::uint8_t sequence = 1;                       // of the next packet
  wire::RowFormat format = wire::RowFormat::Text;  // of the command under way
  Cursor* cursor = nullptr;                        // collects the result under way; null: it is sent

  [[nodiscard]] std::uint16_t status() const;
};

// Writes packets into Effects::client_output(), numbered on from the view.
class ClientWriter {
 public:
  ClientWriter(Effects& effects, ClientView& view) : effects_(effects), view_(view) {}

  // `ok.status` gives the bits that belong to the answer itself (index hints,
  // out parameters, more results); the rest comes from the view.
  void ok(const wire::OkPacket& ok);
  void error(const Error& error);
  void column_count(std::size_t count);
  void column(const wire::ColumnDefinition& definition);
  // EOF unless DEPRECATE_EOF; also between the groups of a prepare's answer.
  void columns_end(std::uint16_t answer_status = 0);
  void row(ByteView payload);
  // Frames that carry the right numbers already; `next_sequence` follows them.
  void frames(ByteView run, std::uint8_t next_sequence);
  void result_end(std::uint16_t warnings, std::uint16_t answer_status = 0);
  void payload(ByteView bytes);
  // COM_STMT_FETCH: so many of the cursor's next rows, which it is closed behind
  // when there are no more.
  void fetched(Cursor& cursor, std::uint32_t count);
  // The whole answer made by the proxy. An error if a value does not fit.
  Result<void> local(const wire::LocalResult& result, std::uint16_t answer_status = 0);

 private:
  [[nodiscard]] ByteBuffer& output();
  void end_result(std::uint16_t warnings, std::uint16_t status);
  // The cursor's result has grown too large: sent as it comes from now on.
  void send_collected();

  Effects& effects_;
  ClientView& view_;
};

}  // namespace mallshard::exec
