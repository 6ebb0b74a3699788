// Several shards may refuse rows of one INSERT, and each names only its own;
// one server stops at the first of them. Where the answers do not tell which
// that is, the rows are tried again, one by one (see Replay).
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "exec/executor.h"
#include "exec/gathering.h"
#include "exec/message_row.h"
#include "exec/replay.h"

namespace mallshard::exec {
namespace {

// Servers, locks, time-outs and transactions, whatever the rows are: 1105 is the
// proxy's own (a lost connection).
constexpr std::array<std::uint16_t, 10> kOfNoRow = {1028, 1053, 1105, 1205, 1290,
                                                    1792, 1836, 1969, 3024, 3572};

// The row that was refused, 0 if the answer does not tell.
std::uint32_t refused_row(const plan::Target& target, const Error& error) {
  if (target.rows.size() == 1) return target.rows.front();
  return row_in(error.message).row;
}

}  // namespace

// MySQL has HY000 for many a row's error: 1364, 1366, 3819.
bool is_of_a_row(const Error& error) {
  const std::string_view state = error.sqlstate;
  if (state.starts_with("08") || state.starts_with("40") || state.starts_with("70")) return false;
  return std::find(kOfNoRow.begin(), kOfNoRow.end(), error.code) == kOfNoRow.end();
}

bool Executor::has_answered(std::size_t target) const {
  const Leg& leg = legs_[leg_of_target_[target]];
  const auto position = std::find(leg.targets.begin(), leg.targets.end(), target) - leg.targets.begin();
  return leg.connection != nullptr && static_cast<std::size_t>(position) < leg.current;
}

bool Executor::is_strict(const Leg& leg) const {
  const auto& variables = settings.wanted->variables();
  const auto set = variables.find("sql_mode");
  const std::string_view mode =
      set != variables.end() ? std::string_view(set->second) : leg.connection->baseline("sql_mode");
  return mode.find("STRICT_") != std::string_view::npos;
}

// Whether the client's transaction goes on after the statement.
bool Executor::inside_transaction() const {
  return transaction_.open && !(gathering_ && gathering_->own_transaction);
}

// Makes the error of the first row that was refused the job's. Where the
// answers do not tell, the first row that a shard was given stands for the one
// that it refused, until a replay knows better.
void Executor::choose_row_error() {
  if (!failure_ || !is_of_a_row(*failure_) || answers_.size() != dispatch().targets.size()) return;
  std::uint32_t first = UINT32_MAX;        // as far as is known or guessed
  std::uint32_t first_known = UINT32_MAX;  // the answers tell
  auto replay = std::make_unique<Replay>();
  for (std::size_t t = 0; t < answers_.size(); ++t) {
    const plan::Target& target = dispatch().targets[t];
    const std::optional<Error>& error = answers_[t].error;
    if (!error || target.rows.empty()) continue;
    if (!is_of_a_row(*error)) return;
    const std::uint32_t known = refused_row(target, *error);
    if (known != 0 && known < first_known) {
      first_known = known;
      replay->known = error;
    }
    const std::uint32_t row = known != 0 ? known : target.rows.front();
    if (row >= first) continue;
    first = row;
    failure_ = error;
  }
  if (collect_replay(*replay, first_known)) replay_ = std::move(replay);
}

// False: the answers tell, or nothing can. Not tried with IGNORE, where a row
// alone would be treated otherwise than among others (see refuse_lonely_row()).
bool Executor::collect_replay(Replay& replay, std::uint32_t before) {
  if (dispatch().insert_ignore || killed_ || transaction_.lost) return false;
  replay.prepared = job_.prepared;
  std::size_t in_question = 0;
  for (std::size_t t = 0; t < answers_.size(); ++t) {
    const plan::Target& target = dispatch().targets[t];
    if (target.rows.empty() || target.rows.front() >= before) continue;
    const std::optional<Error>& error = answers_[t].error;
    const bool told = error ? refused_row(target, *error) != 0 : has_answered(t);
    if (told) continue;
    const Leg& leg = legs_[leg_of_target_[t]];
    if (target.row_parts.empty() || leg.connection == nullptr || leg.broken || !leg.begun) return false;
    replay.strict = replay.strict && is_strict(leg);
    for (std::size_t at = 0; at < target.rows.size() && target.rows[at] < before; ++at)
      replay.rows.push_back({target.rows[at], leg.connection, target.with_row(at)});
    ++in_question;
  }
  if (in_question == 0 || (in_question == 1 && !replay.known)) return false;
  std::sort(replay.rows.begin(), replay.rows.end(),
            [](const Replay::Row& a, const Replay::Row& b) { return a.row < b.row; });
  return true;
}

// One statement on each connection that the replay uses.
void Executor::start_replay_round(After after, std::string_view sql) {
  Round round;
  for (const Replay::Row& row : replay_->rows) {
    const bool there = std::any_of(round.steps.begin(), round.steps.end(), [&](const Round::Step& step) {
      return step.connection == row.connection;
    });
    if (row.connection == nullptr || there) continue;
    round.steps.emplace_back().connection = row.connection;
    round.steps.back().sql = sql;
  }
  start_round(after, std::move(round));
}

// After the round that undid the statement. Where that has warned, tables
// without transactions keep their rows, and would get them twice.
bool Executor::begin_replay() {
  if (!replay_) return false;
  const bool undone = std::all_of(round_.steps.begin(), round_.steps.end(),
                                  [](const Round::Step& step) { return !step.error && step.warnings == 0; });
  if (!undone) return false;
  start_replay_round(After::ReplayBegin, inside_transaction() ? "SAVEPOINT mallshard_statement" : "BEGIN");
  return true;
}

void Executor::replay_next() {
  Replay& replay = *replay_;
  for (const Round::Step& step : round_.steps) {
    if (step.error && !replay.broke) replay.broke = step.error;
  }
  if (replay.found || replay.broke || replay.next == replay.rows.size()) {
    return start_replay_round(
        After::ReplayEnd, inside_transaction() ? "ROLLBACK TO SAVEPOINT mallshard_statement" : "ROLLBACK");
  }
  const Replay::Row& row = replay.rows[replay.next];
  phase_ = Phase::Round;
  after_ = After::ReplayedRow;
  round_ = {};
  round_.steps.emplace_back().connection = row.connection;
  if (row.connection == nullptr) {
    round_.steps.back().error = Error::unknown("lost connection to a data source");
    return replay_next();
  }
  const backend::CommandOptions options{{}, wire::RowMode::Rows};
  if (replay.prepared) {
    send_execute(*row.connection, row.target, options);
  } else {
    row.connection->start_query(row.target.sql, options);
  }
  effects_.wake(*row.connection);
}

void Executor::after_replayed_row() {
  Replay& replay = *replay_;
  Round::Step& step = round_.steps.front();
  // Taken among others, with a warning.
  constexpr std::uint16_t kBadNull = 1048;
  if (step.error && step.error->code == kBadNull && !replay.strict) step.error.reset();
  if (step.error && is_of_a_row(*step.error)) {
    replay.found = std::exchange(step.error, std::nullopt);
    const MessageRow named = row_in(replay.found->message);
    if (named.row != 0) {
      replay.found->message.replace(named.digits, std::string::npos,
                                    std::to_string(replay.rows[replay.next].row));
    }
  }
  ++replay.next;
  replay_next();
}

void Executor::after_replay() {
  Replay& replay = *replay_;
  const Ending end = ending();
  if (replay.found) {
    failure_ = replay.found;
  } else if (!replay.broke && replay.known) {
    failure_ = replay.known;
  }
  if (end.error && inside_transaction() && !transaction_.lost) {
    // What broke the replay may have ended the branch: a deadlock, for one.
    transaction_.lost = *end.error;
    failure_ = replay.broke ? *replay.broke : *end.error;
  }
  replay_.reset();
  conclude();
}

}  // namespace mallshard::exec
