// What follows the last leg's answer: the statement's transaction, the reply
// that is made of several, the connections' return.
#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>

#include "exec/executor.h"
#include "exec/file_load.h"
#include "exec/gathering.h"
#include "exec/rename_message.h"
#include "exec/show_transform.h"
#include "wire/status.h"

namespace mallshard::exec {
namespace {

// Warnings that a parser gives: deprecated syntax, character sets, collations,
// integer widths.
constexpr std::array<std::uint16_t, 5> kOfTheText = {1287, 1681, 3719, 3720, 3778};
// What MySQL's INSERT says once of a column, however many rows there are (its
// server's enum_pushed_warnings): NULL for a NOT NULL column, no default; of a view's.
constexpr std::array<std::uint16_t, 3> kOfAColumn = {1048, 1364, 1423};

template <std::size_t kSize>
bool holds(const std::array<std::uint16_t, kSize>& codes, std::uint16_t code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Sums the numbers of "Records: 3  Duplicates: 0  Warnings: 0" and its like,
// position by position. Different words: the first text stands.
std::string add_info(const std::string& a, const std::string& b) {
  if (a.empty()) return b;
  std::string out;
  std::size_t i = 0;
  std::size_t j = 0;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto number = [&](const std::string& text, std::size_t& at) {
    std::uint64_t value = 0;
    while (at < text.size() && digit(text[at]))
      value = value * 10 + static_cast<std::uint64_t>(text[at++] - '0');
    return value;
  };
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      out += std::to_string(number(a, i) + number(b, j));
    } else if (a[i] == b[j]) {
      out += a[i];
      ++i;
      ++j;
    } else {
      return a;
    }
  }
  return i == a.size() && j == b.size() ? out : a;
}

}  // namespace

void Executor::finish_legs() {
  if (finishing()) {
    if (ask_changes() || drop_gathered()) return;
    return after_finished();
  }
  if (storing() && !failure_) return after_stage();
  const bool own = gathering_ && gathering_->own_transaction;  // rolled back in any case
  if (probe_ && own) probe_ = false;
  if (probe_ && transaction_.open && !transaction_.lost) {
    // ERR carries no status flags: has the server ended the transaction with it?
    Round round;
    for (const Leg& leg : legs_) {
      if (!leg.pinned || leg.connection == nullptr) continue;
      // What was only prepared there has begun no branch that could have ended.
      const bool begun = std::any_of(pins_.begin(), pins_.end(), [&](const Pin& pin) {
        return pin.connection == leg.connection && pin.begun;
      });
      if (begun) round.steps.push_back({leg.connection, {}, false, {}});
    }
    probe_ = false;
    // SHOW WARNINGS behind the error has told.
    const bool known = std::all_of(legs_.begin(), legs_.end(), [](const Leg& leg) {
      return !leg.pinned || leg.connection == nullptr || leg.status_known;
    });
    if (known && !round.steps.empty()) {
      round_ = std::move(round);
      return after_probe();
    }
    if (!round.steps.empty()) return start_round(After::Probe, std::move(round));
  }
  end_statement();
}

void Executor::end_statement() {
  if (failure_ && !failure_sent_) choose_row_error();
  if (gathering_ && gathering_->writes != nullptr) return end_write_back();
  if (!failure_ && in_parts()) sum_parts();
  if (!failure_ && dispatch().first_counts && job_.sink == Sink::Client) check_counts();
  if (holds_rows()) check_returned(answers_, dispatch().targets);
  // A statement's savepoint is not released: the next one of its name takes its
  // place, and the transaction's end takes the last.
  if (!atomic() || (transaction_.open && !failure_)) return conclude();
  Round round;
  for (const Leg& leg : legs_) {
    if (leg.connection == nullptr || !leg.begun || leg.broken) continue;
    if (transaction_.open && transaction_.lost) continue;
    std::string sql = failure_ ? "ROLLBACK" : "COMMIT";
    if (transaction_.open) sql += " TO SAVEPOINT mallshard_statement";
    round.steps.push_back({leg.connection, std::move(sql), false, {}});
  }
  if (round.steps.empty()) return conclude();
  start_round(After::StatementEnd, std::move(round));
}

void Executor::after_statement_end() {
  const Ending end = ending();
  if (end.error && !failure_) failure_ = transaction_.open ? *end.error : half_committed(end, "statement");
  if (end.error && transaction_.open && !transaction_.lost) {
    // Part of a statement that could not be taken back: only a full rollback is left.
    transaction_.lost = *end.error;
  }
  if (begin_replay()) return;
  conclude();
}

// One server's answer has what max_error_count lets it say.
std::size_t Executor::most_diagnostics() const {
  if (answers_.size() == 1 && !in_parts()) return SIZE_MAX;
  const wire::SessionState::Values& set = settings.wanted->variables();
  if (const auto at = set.find("max_error_count"); at != set.end())
    return std::strtoul(at->second.c_str(), nullptr, 10);
  return settings.mariadb ? 64 : 1024;
}

// Gives the client an answer's warnings; returns how many they are. What one
// server would say once each of the statement's servers says again.
std::uint64_t Executor::tell(TargetAnswer& answer) {
  std::uint64_t count = answer.warnings;
  // One server may say the same twice in one answer; what earlier targets have
  // said of the text or of a column is not said again.
  const auto earlier = static_cast<std::ptrdiff_t>(outcome_.diagnostics.size());
  const bool inserts = dispatch().counts_rows || (gathering_ && gathering_->written.counts_rows);
  for (Diagnostic& diagnostic : answer.diagnostics) {
    if (dispatch().naming) {
      Error shown(diagnostic.code, "HY000",
                  rename_message(diagnostic.code, diagnostic.message, *dispatch().naming));
      tell_of_view(shown, *dispatch().naming, settings.mariadb);
      diagnostic.code = shown.code;
      diagnostic.message = std::move(shown.message);
    }
    const auto same = [&](const Diagnostic& told) {
      return told.code == diagnostic.code && told.message == diagnostic.message;
    };
    const bool said_once = holds(kOfTheText, diagnostic.code) ||
                           (inserts && !settings.mariadb && holds(kOfAColumn, diagnostic.code));
    const auto begin = outcome_.diagnostics.begin();
    if (said_once && std::any_of(begin, begin + earlier, same)) {
      --count;
    } else if (outcome_.diagnostics.size() < most_diagnostics()) {
      outcome_.diagnostics.push_back(std::move(diagnostic));
    }
  }
  return count;
}

void Executor::conclude() {
  phase_ = Phase::Running;
  if (gathering_ && gathering_->writes != nullptr) return conclude_write_back();
  std::uint64_t warnings = 0;
  bool one_speaks = false;  // each actual table warns of the same
  for (TargetAnswer& answer : answers_) {
    if (failure_ && !answer.error) answer.diagnostics.clear();  // the error's own are told
    if (one_speaks) break;
    one_speaks = answer.error || (dispatch().answer == plan::Answer::Ddl && answer.warnings > 0);
    warnings += tell(answer);
    if (dispatch().answer == plan::Answer::Same) break;
  }
  outcome_.warnings = static_cast<std::uint16_t>(std::min<std::uint64_t>(warnings, 65535));
  if (!failure_ || dispatch().answer == plan::Answer::Ddl) mark_writes();
  reply();
  release_legs();
  done();
}

void Executor::reply() {
  switch (dispatch().answer) {
    case plan::Answer::Sum:
    case plan::Answer::Same:
      if (job_.sink != Sink::Prepare) return reply_sum();
      break;
    case plan::Answer::Ddl:
      if (job_.sink != Sink::Prepare) return reply_ddl();
      break;
    case plan::Answer::Show:
      if (job_.sink == Sink::Client && !failure_) return reply_show();
      break;
    case plan::Answer::PassThrough:
      if (job_.sink == Sink::Client && dispatch().show != plan::Show::None && !failure_) return reply_show();
      break;
    case plan::Answer::Merge:
      break;
  }
  if (failure_ && !failure_sent_) return send_error(*failure_);
  if (job_.sink == Sink::Capture && !failure_) {
    outcome_.captured = capture_result(show_columns_, show_rows_);
    for (const TargetAnswer& answer : answers_) outcome_.affected_rows += answer.affected_rows;
  }
}

// "Records: 5  Duplicates: 0  Warnings: 0". A shard that was given one row
// sends no text: its duplicates are read from its affected rows.
std::string Executor::insert_info(std::span<const TargetAnswer> answers) const {
  std::uint64_t records = 0;
  std::uint64_t duplicates = 0;
  for (const TargetAnswer& answer : answers) {
    // Rows that IGNORE left out for a CHECK are not counted. MySQL says so of a
    // row alone by its warning, MariaDB refuses that row (refuse_lonely_row()).
    constexpr std::string_view kRecords = "Records: ";
    constexpr std::uint16_t kCheckViolated = 3819;
    const bool told = answer.info.starts_with(kRecords);
    const bool left_out =
        !told && std::any_of(answer.diagnostics.begin(), answer.diagnostics.end(),
                             [](const Diagnostic& each) { return each.code == kCheckViolated; });
    if (left_out) continue;
    records += told ? std::strtoull(answer.info.c_str() + kRecords.size(), nullptr, 10) : 1;
    const std::size_t at = answer.info.find("Duplicates: ");
    if (at != std::string::npos) {
      duplicates += std::strtoull(answer.info.c_str() + at + 12, nullptr, 10);
    } else if (dispatch().insert_ignore) {
      duplicates += answer.affected_rows == 0 ? 1 : 0;
    } else if (answer.affected_rows > 1) {  // REPLACE may delete more than one row
      duplicates += answer.affected_rows - 1;
    }
  }
  return "Records: " + std::to_string(records) + "  Duplicates: " + std::to_string(duplicates) +
         "  Warnings: " + std::to_string(outcome_.warnings);
}

// A server is more lenient with a statement of several rows than with one of
// one row: it takes NULL for a NOT NULL column unless the mode is strict, and
// MariaDB's IGNORE leaves out rows that a CHECK refuses. A shard that was given
// one row of several cannot be asked for either.
void Executor::refuse_lonely_row() {
  constexpr std::uint16_t kBadNull = 1048;
  constexpr std::uint16_t kCheck = 4025;
  if (!failure_ || (failure_->code != kBadNull && failure_->code != kCheck)) return;
  for (std::size_t t = 0; t < answers_.size(); ++t) {
    const Leg& leg = legs_[leg_of_target_[t]];
    if (dispatch().targets[t].rows.size() != 1 || !answers_[t].error || leg.connection == nullptr) continue;
    if (answers_[t].error->code == kCheck && dispatch().insert_ignore) {
      failure_ = Error::not_supported(
          "INSERT IGNORE of several rows over several shards when a CHECK refuses the only row of a shard");
    }
    if (answers_[t].error->code != kBadNull) continue;
    if (is_strict(leg)) continue;
    failure_ = Error::not_supported(
        "NULL for a NOT NULL column in an INSERT of several rows over several shards without a strict "
        "sql_mode");
  }
}

void Executor::reply_sum() {
  if (failure_ && !failure_sent_) {
    refuse_lonely_row();
    return send_error(*failure_);
  }
  if (failure_) return;
  wire::OkPacket ok;
  std::string info;
  for (const TargetAnswer& answer : answers_) {
    ok.affected_rows += answer.affected_rows;
    if (ok.last_insert_id == 0) ok.last_insert_id = answer.last_insert_id;
    info = add_info(info, answer.info);
    if (dispatch().answer == plan::Answer::Same) break;
  }
  if (const std::size_t at = info.rfind("Warnings: "); at != std::string::npos && !file_) {
    info.replace(at + 10, std::string::npos, std::to_string(outcome_.warnings));
  }
  if (dispatch().counts_rows) info = insert_info(answers_);
  if (dispatch().has_generated_key) ok.last_insert_id = dispatch().first_generated_key;
  ok.warnings = outcome_.warnings;
  ok.info = info;
  outcome_.affected_rows = ok.affected_rows;
  if (dispatch().numbers == plan::Numbers::Given && dispatch().targets.size() > 1 && !file_)
    ok.last_insert_id = given_insert_id();
  outcome_.last_insert_id = counted_insert_id(ok);
  // LOAD DATA's OK does not tell it.
  if (file_ && file_->first_key) outcome_.last_insert_id = *file_->first_key;
  outcome_.info = info;
  if (holds_rows()) return reply_returned(answers_, dispatch().targets);
  if (job_.sink == Sink::Client) writer().ok(ok);
}

void Executor::reply_ddl() {
  if (!failure_ || failure_sent_) return reply_sum();
  std::string with;
  std::string without;
  bool some = false;
  for (std::size_t t = 0; t < answers_.size(); ++t) {
    const Leg& leg = legs_[leg_of_target_[t]];
    const bool applied = has_answered(t) && !answers_[t].error;
    some = some || applied;
    std::string& list = applied ? with : without;
    const std::string name = settings.snapshot->source(leg.primary).name;
    if (list.find(name) == std::string::npos) list += (list.empty() ? "" : ", ") + name;
  }
  Error error = logical(*failure_);
  if (some) {
    error.message += " (MallShard: done in part: on " + with + "; not, or not wholly, on " + without +
                     "; repeat the statement with IF [NOT] EXISTS or repair by hand)";
  }
  send_error(error);
}

void Executor::reply_show() {
  Result<ShownResult> shown =
      show_transform(dispatch().show, dispatch(), show_columns_, show_rows_, settings.client->format);
  if (shown && dispatch().show == plan::Show::Status)
    shown = show_client_tls(std::move(*shown), *settings.client, settings.client->format);
  if (!shown) return send_error(shown.error());
  ClientWriter out = writer();
  out.column_count(shown->columns.size());
  for (const ByteBuffer& column : shown->columns) write_column(column);
  out.columns_end();
  for (const ByteBuffer& row : shown->rows) out.row(row);
  out.result_end(outcome_.warnings, index_hints());
  outcome_.rows = shown->rows.size();
  bytes_sent_ = true;
}

// Reads of these sources stay on their primaries until a replica shows a
// heartbeat that began after this moment.
void Executor::mark_writes() {
  if (dispatch().access == plan::Access::Read || transaction_.open || job_.sink == Sink::Prepare) return;
  if (job_.sink == Sink::Capture) return;  // a SET writes no row
  if (dispatch().access == plan::Access::PrimaryRead && dispatch().returns_rows) return;
  for (const plan::Target& target : dispatch().targets) note_write(target.source);
}

void Executor::note_write(rule::SourceId primary) {
  const std::uint64_t mark = settings.health->heartbeat_begun(primary);
  for (WriteMark& written : write_marks_) {
    if (written.primary == primary) {
      written.mark = mark;
      return;
    }
  }
  write_marks_.push_back({primary, mark});
}

// What the statement left behind on its connection that no tracker reports:
// the next session's SET must undo it.
void Executor::note_untracked(backend::Connection& connection, bool read) {
  if (job_.assigns.empty() && !job_.collation) return;
  wire::SessionState now = connection.applied();
  for (std::size_t i = 0; i < job_.assigns.size(); ++i) {
    // After a failure the value is unknown: no literal, so different from all.
    now.set_user_variable(job_.assigns[i],
                          read && i < outcome_.read_back.size() ? outcome_.read_back[i] : "?");
  }
  if (job_.collation && !failure_) {
    if (job_.collation->empty()) {
      now.erase_variable("collation_connection");
    } else {
      now.set_variable("collation_connection", *job_.collation);
    }
  }
  connection.note_applied(now);
}

// Its connection's state is in doubt: closing it rolls its branch back.
void Executor::give_up_pin(const Leg& leg) {
  const Pin* pin = find_pin(leg.primary);
  if (pin != nullptr && pin->begun && transaction_.open && !transaction_.lost) {
    transaction_.lost = failure_ ? *failure_ : Error::unknown("a branch of the transaction was given up");
  }
  lost_held_ = lost_held_ || (pin != nullptr && pin->held != 0);
  std::erase_if(pins_, [&](const Pin& each) { return each.connection == leg.connection; });
}

void Executor::release_legs() {
  for (Leg& leg : legs_) {
    if (leg.connection == nullptr) continue;
    const bool first = &leg == &legs_.front();
    forget_insert_id(leg);
    if (first || file_) note_untracked(*leg.connection, first && !in_parts());
    if (leg.pinned && !leg.broken) continue;
    if (leg.pinned) give_up_pin(leg);
    const bool reusable = !leg.broken && leg.connection->verdict() == backend::Verdict::Reusable;
    effects_.release(*leg.connection, reusable ? Return::Reuse : Return::Close);
    leg.connection = nullptr;
  }
}

void Executor::done() {
  assert(!gathering_ || !gathering_->own_transaction);
  const bool executed = job_.sink != Sink::Prepare && job_.sink != Sink::FieldList;
  if (executed && uses_up_characteristics()) next_characteristics_ = {};
  if (failure_ && !outcome_.error) outcome_.error = logical(*failure_);
  legs_.clear();
  answers_.clear();
  merger_.reset();
  job_ = {};
  gathering_.reset();
  file_.reset();
  phase_ = Phase::Idle;
  ready_ = std::move(outcome_);
  outcome_ = {};
}

}  // namespace mallshard::exec
