// LOAD DATA LOCAL: between the request for the file and its end the client's
// packets are not commands.
#include <chrono>
#include <utility>

#include "base/log.h"
#include "session/body.h"
#include "sqlparse/ast_load_data.h"

namespace mallshard::session {

// A client that has not said that it sends files is told so before the
// statement is looked at. Preparing needs no file.
std::optional<Error> Session::Body::refuse_local_file() const {
  const auto* load = sqlparse::as<sqlparse::LoadDataStatement>(parsed_.statement);
  if (load == nullptr || !load->local || protocol_ == Protocol::Prepare) return std::nullopt;
  if (wire::has(view_.capabilities, wire::capability::kLocalFiles)) return std::nullopt;
  if (env_.mariadb) {
    return Error(
        4166, "HY000",
        "The used command is not allowed because the MariaDB server or client has disabled the local "
        "infile capability");
  }
  return Error(3948, "42000",
               "Loading local data is disabled; this must be enabled on both the client and server sides");
}

// A client that sends nothing more keeps locks on every server.
void Session::Body::on_file_timer() {
  if (!awaits_file()) return;
  if (!executor_.wants_file() || std::exchange(file_moved_, false)) return start_file_timer();
  log::warn("session.closed",
            {{"id", std::to_string(id_)}, {"reason", "the file of LOAD DATA LOCAL stalled"}});
  on_client_closed();
  effects_.close_client();
}

void Session::Body::start_file_timer() {
  constexpr std::uint64_t kUsual = 30;  // net_read_timeout's default
  const std::uint64_t limit = seconds_of(state_, "net_read_timeout").value_or(kUsual);
  effects_.start_timer(exec::TimerKind::Idle, std::chrono::seconds(limit));
}

// The file goes to the executor in pieces as they come, whatever packets the
// client makes of it; a packet without a byte is its end.
void Session::Body::pump_file() {
  while (phase_ == Phase::Ready && executor_.wants_file()) {
    if (!std::exchange(file_begun_, true)) {
      reader_.expect_sequence(view_.sequence);
      file_message_empty_ = true;
      start_file_timer();
    }
    const Result<std::optional<wire::MessagePiece>> next = reader_.next_piece();
    if (!next) return on_broken_stream(next.error());
    if (!next->has_value()) return;
    const wire::MessagePiece& piece = **next;
    file_moved_ = true;
    view_.sequence = static_cast<std::uint8_t>(piece.sequence + 1);
    if (!piece.bytes.empty()) {
      file_message_empty_ = false;
      executor_.on_file(piece.bytes);
    }
    if (!piece.ends_message) continue;
    if (!std::exchange(file_message_empty_, true)) continue;
    file_begun_ = false;
    effects_.cancel_timer(exec::TimerKind::Idle);
    executor_.on_file_end();
    settle();
  }
}

}  // namespace mallshard::session
