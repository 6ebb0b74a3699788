// Reads the server's side of a connection: bytes in, the events of one
// command's reply out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/error.h"
#include "base/result.h"
#include "wire/capabilities.h"
#include "wire/eof_packet.h"
#include "wire/ok_packet.h"
#include "wire/read_buffer.h"
#include "wire/stmt_prepare.h"

namespace mallshard::wire {

// What the command that was sent is answered with.
enum class ReplyKind : std::uint8_t {
  Plain,      // OK, ERR or EOF: INIT_DB, PING, RESET_CONNECTION, STMT_RESET, SET_OPTION
  Query,      // also results: QUERY, STMT_EXECUTE
  Prepare,    // STMT_PREPARE
  FieldList,  // column definitions until EOF or OK
  Text,       // one bare string: STATISTICS
  Message,    // every payload as it is: the handshake
};

enum class RowMode : std::uint8_t {
  Runs,  // frames as they came, renumbered in place: to be forwarded
  Rows,  // one event per row, frames joined: to be looked at
};

// Views and pointers are valid until the next call of next(), space() or begin().
struct ReplyEvent {
  enum class Kind : std::uint8_t {
    Ok,                // `ok`; the reply is over unless its status says MORE_RESULTS
    Err,               // `error`; the reply is over
    ResultHeader,      // `count` columns follow
    ColumnDefinition,  // `bytes`: its payload
    ColumnsEnd,        // rows follow; choose the row mode and numbering now
    RowRun,            // `bytes`: whole frames or a piece of a huge one; `count`: rows that end in it
    Row,               // `bytes`: its payload
    ResultEnd,         // `ok`: status, warnings, session_track; over unless MORE_RESULTS
    PrepareOk,         // `prepare`; over if it counts neither parameters nor columns
    ParamDefinition,   // `bytes`
    PreparedColumn,    // `bytes`
    PrepareEnd,        // the reply is over
    LocalInfile,       // `bytes`: the file's name; see resume_after_local_infile()
    Text,              // `bytes`; the reply is over (ReplyKind::Text)
    Message,           // `bytes`, `count`: its sequence number (ReplyKind::Message)
  };

  Kind kind = Kind::Ok;
  MutableBytes bytes;
  std::uint64_t count = 0;
  const OkPacket* ok = nullptr;  // set for Ok and ResultEnd
  const Error* error = nullptr;  // set for Err
  PrepareOk prepare;
};

//   parser.begin(ReplyKind::Query);
//   loop: while (auto event = parser.next()) { ...; if (parser.is_idle()) done; }
//         fill parser.space(); parser.commit(n);
//
// A broken stream latches: failure() says why, and next() answers nothing more.
class ReplyParser {
 public:
  // A single message (a row in mode Rows, an OK) above `max_message_size` is a
  // failure; runs of rows have no limit.
  ReplyParser(std::size_t read_size, std::size_t max_message_size);

  void set_capabilities(Capabilities negotiated) { capabilities_ = negotiated; }

  MutableBytes space();
  void commit(std::size_t count) { buffer_.commit(count); }

  // The next reply in the stream answers a command of this kind. Only while
  // is_idle().
  void begin(ReplyKind kind);
  // nullopt: more bytes are needed, or the reply is over, or failure().
  std::optional<ReplyEvent> next();

  // No reply is being read.
  [[nodiscard]] bool is_idle() const { return state_ == State::Idle; }
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
  // Bytes that no event has consumed.
  [[nodiscard]] std::size_t pending() const { return buffer_.size() - consume_; }

  // May be changed between rows, but not inside a huge frame's pieces.
  void set_row_mode(RowMode mode) { row_mode_ = mode; }
  // In mode Runs: the number that the next row's frame gets, and after a run
  // the one that follows it.
  void set_row_sequence(std::uint8_t next) { row_sequence_ = next; }
  [[nodiscard]] std::uint8_t row_sequence() const { return row_sequence_; }

  // The last run ended inside a row: what follows it on a forwarded connection
  // can only be the rest of that row.
  [[nodiscard]] bool inside_row() const {
    return state_ == State::InsideHugeFrame || (state_ == State::Rows && message_continues_);
  }

  // The client's file has been sent on (with an empty frame at its end, which
  // also stands for a refusal): OK or ERR follows.
  void resume_after_local_infile();
  // Sequence number of the last frame read; the file's frames go on from it.
  [[nodiscard]] std::uint8_t last_sequence() const { return last_sequence_; }

  // Frees the buffer if nothing is pending.
  void release_if_empty();
  // Forgets everything for a new connection in the same object.
  void reset();

 private:
  enum class State : std::uint8_t {
    Idle,
    First,  // of a Query reply (or of a further result)
    PlainFirst,
    Columns,
    ColumnsEof,
    Rows,
    InsideHugeFrame,  // mode Runs: pieces of a frame that is longer than the buffer
    LocalInfile,
    PrepareFirst,
    Params,
    ParamsEof,
    PreparedColumns,
    PreparedColumnsEof,
    FieldList,
    TextReply,
    MessageReply,
  };

  std::optional<MutableBytes> next_message();
  std::optional<ReplyEvent> on_message(MutableBytes payload);
  ReplyEvent on_first(MutableBytes payload);
  ReplyEvent on_plain(MutableBytes payload);
  ReplyEvent on_prepare(MutableBytes payload);
  ReplyEvent on_row(MutableBytes payload);
  ReplyEvent on_field_list(MutableBytes payload);
  std::optional<ReplyEvent> next_run();
  ReplyEvent begin_huge_frame(std::size_t size);
  std::optional<ReplyEvent> next_piece();
  std::optional<ReplyEvent> skipped_eof();
  ReplyEvent on_ok(MutableBytes payload);
  ReplyEvent on_err(MutableBytes payload);
  ReplyEvent on_end(MutableBytes payload, ReplyEvent::Kind kind);
  void after_params();
  void finish(std::uint16_t status);
  [[nodiscard]] bool ends_rows(std::uint8_t first_byte, std::size_t size) const;
  [[nodiscard]] bool deprecates_eof() const { return has(capabilities_, capability::kDeprecateEof); }
  ReplyEvent fail(Error error);

  ReadBuffer buffer_;
  std::size_t read_size_;
  std::size_t max_message_size_;
  Capabilities capabilities_ = 0;
  State state_ = State::Idle;
  RowMode row_mode_ = RowMode::Runs;
  std::uint8_t row_sequence_ = 0;
  std::uint8_t last_sequence_ = 0;
  bool message_continues_ = false;  // mode Runs: the last frame was full, its row goes on
  std::size_t consume_ = 0;         // bytes of the last event, given back by the next call
  std::size_t wanted_ = 0;          // bytes that the next message is known to take
  std::uint64_t columns_left_ = 0;
  std::uint16_t prepared_columns_ = 0;
  std::size_t huge_left_ = 0;
  OkPacket ok_;  // what the last event points at
  Error error_;
  std::optional<Error> failure_;
};

}  // namespace mallshard::wire
