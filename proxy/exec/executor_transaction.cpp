// The transaction over several sources, one branch each; rounds of one
// statement on several connections; the ways a job can be cut short.
#include <algorithm>
#include <cassert>

#include "base/bytes.h"
#include "exec/executor.h"
#include "exec/file_load.h"
#include "exec/gathering.h"
#include "exec/replay.h"

namespace mallshard::exec {

using Kind = wire::ReplyEvent::Kind;

// ---- rounds ----

void Executor::start_round(After after, Round round) {
  phase_ = Phase::Round;
  after_ = after;
  round_ = std::move(round);
  if (round_.steps.empty()) return round_over();
  for (Round::Step& step : round_.steps) {
    if (step.sql.empty()) {
      step.connection->start_ping();
    } else {
      step.connection->start_query(step.sql, {{}, wire::RowMode::Rows});
    }
  }
  for (Round::Step& step : round_.steps) effects_.wake(*step.connection);
}

Executor::Round Executor::round_on_branches(std::string_view sql) const {
  Round round;
  for (const Pin& pin : pins_) {
    if (pin.begun) round.steps.push_back({pin.connection, std::string(sql), false, {}});
  }
  return round;
}

void Executor::pump_round(backend::Connection& connection) {
  for (Round::Step& step : round_.steps) {
    if (step.connection != &connection || step.over) continue;
    std::optional<Error> error;
    while (auto event = connection.next()) {
      if (event->kind == Kind::Err) error = *event->error;
      if (event->kind == Kind::Ok) step.warnings = event->ok->warnings;
    }
    if (error) step.error = error;
    if (connection.failure() || !connection.command_over()) return effects_.wake(connection);
    return step_over(step, step.error);
  }
}

void Executor::step_over(Round::Step& step, std::optional<Error> error) {
  step.over = true;
  step.error = std::move(error);
  const bool all = std::all_of(round_.steps.begin(), round_.steps.end(),
                               [](const Round::Step& each) { return each.over; });
  if (all) round_over();
}

void Executor::round_over() {
  switch (after_) {
    case After::ImplicitCommit: {
      std::optional<Error> failed;
      for (const Round::Step& step : round_.steps) {
        if (step.error && !failed) failed = step.error;
      }
      close_transaction();
      phase_ = Phase::Running;
      if (!failed) return start();
      send_error(*failed);
      return done();
    }
    case After::Gathered:
      return after_dropped();
    case After::WriteBackEnd:
      return after_write_back_end();
    case After::StatementEnd:
      return after_statement_end();
    case After::ReplayBegin:
      return replay_next();
    case After::ReplayedRow:
      return after_replayed_row();
    case After::ReplayEnd:
      return after_replay();
    case After::Probe:
      return after_probe();
    case After::Cleanup:
      close_transaction();
      return conclude();
    case After::Transaction:
      return after_transaction();
    case After::Savepoint:
      return after_savepoint();
    case After::UnlockTables:
      return after_unlock_tables();
  }
}

// Of several errors the client is given the one that ended its transaction: it
// must not go on as if there were one.
void Executor::tell_of_the_end(const backend::Connection& connection) {
  const Leg* leg = leg_of(connection);
  if (leg == nullptr || failure_sent_) return;
  for (const std::uint32_t target : leg->targets) {
    if (answers_[target].error) failure_ = answers_[target].error;
  }
}

// A deadlock or (by configuration) a lock wait time-out ended the transaction
// on its server; one server would have ended the whole of it.
void Executor::after_probe() {
  bool ended = false;
  for (const Round::Step& step : round_.steps) {
    if (step.error || step.connection == nullptr) {
      if (!transaction_.lost) transaction_.lost = step.error;
      return end_statement();
    }
    if (step.connection->in_transaction()) continue;
    ended = true;
    tell_of_the_end(*step.connection);
  }
  if (!ended) return end_statement();
  Round round;
  for (const Pin& pin : pins_) {
    if (pin.begun && pin.connection->in_transaction()) {
      round.steps.push_back({pin.connection, "ROLLBACK", false, {}});
    }
  }
  start_round(After::Cleanup, std::move(round));
}

// ---- the transaction ----

Characteristics Executor::session_characteristics() const {
  const wire::SessionState::Values& set = settings.wanted->variables();
  Characteristics out;
  if (const auto at = set.find("transaction_isolation"); at != set.end()) out.isolation = at->second;
  if (const auto at = set.find("transaction_read_only"); at != set.end()) out.read_only = at->second;
  return out;
}

void Executor::set_next_characteristics(const Characteristics& added) {
  if (added.isolation) next_characteristics_.isolation = added.isolation;
  if (added.read_only) next_characteristics_.read_only = added.read_only;
}

std::optional<std::string> Executor::isolation() const {
  std::optional<std::string> literal =
      (transaction_.open ? transaction_.characteristics : upcoming_characteristics()).isolation;
  if (literal) std::erase(*literal, '\'');
  return literal;
}

Characteristics Executor::upcoming_characteristics() const {
  Characteristics out = session_characteristics();
  if (next_characteristics_.isolation) out.isolation = next_characteristics_.isolation;
  if (next_characteristics_.read_only) out.read_only = next_characteristics_.read_only;
  return out;
}

void Executor::open_transaction(std::string begin_sql, std::optional<bool> read_only) {
  Characteristics with = upcoming_characteristics();
  if (read_only) with.read_only = *read_only ? "1" : "0";
  next_characteristics_ = {};
  begin_transaction(std::move(begin_sql), std::move(with));
}

void Executor::undo_begin() {
  kept_savepoints_ = transaction_.savepoints;
  end_transaction(false);
}

void Executor::open_chained_transaction() {
  begin_transaction("BEGIN", std::exchange(ended_characteristics_, {}));
}

void Executor::begin_transaction(std::string begin_sql, Characteristics with) {
  transaction_.open = true;
  transaction_.begin_sql = std::move(begin_sql);
  transaction_.characteristics = std::move(with);
  transaction_.read_only = transaction_.characteristics.only_reads();
  settings.client->in_transaction = true;
  settings.client->read_only_transaction = transaction_.read_only;
}

// MariaDB begins when the tables are open, MySQL when names are resolved.
bool Executor::precedes_begin(const Error& error) const {
  constexpr std::uint16_t kReadOnlyTransaction = 1792, kNoSuchTable = 1146;
  if (error.code == kReadOnlyTransaction) return true;
  if (settings.mariadb) return error.code == kNoSuchTable;
  return std::string_view(error.sqlstate).starts_with("42");
}

// A transaction of a statement's own uses up what the next transaction was to be.
bool Executor::uses_up_characteristics() const {
  if (next_characteristics_.empty() || dispatch().reads_no_table) return false;
  const std::optional<Error>& error = outcome_.error ? outcome_.error : failure_;
  return !error || !precedes_begin(*error);
}

// The branches have ended on their servers: their connections go back, those
// that hold locks or temporary tables stay.
void Executor::close_transaction() {
  for (const Pin& pin : pins_) {
    if (pin.begun && !transaction_.read_only) note_write(pin.source);
  }
  drop_branches();
  ended_characteristics_ = transaction_.characteristics;
  transaction_ = {};
  settings.client->in_transaction = false;
  settings.client->read_only_transaction = false;
  transaction_.savepoints = std::exchange(kept_savepoints_, {});
}

void Executor::drop_branches() {
  for (Pin& pin : pins_) {
    pin.begun = false;
    if (pin.held != 0 && pin.connection->verdict() == backend::Verdict::Reusable) continue;
    pin.held = 0;
    const bool in_use = leg_of(*pin.connection) != nullptr;
    if (in_use) {
      leg_of(*pin.connection)->pinned = false;  // released with its leg
    } else {
      const bool reusable = pin.connection->verdict() == backend::Verdict::Reusable;
      effects_.release(*pin.connection, reusable ? Return::Reuse : Return::Close);
    }
  }
  std::erase_if(pins_, [](const Pin& pin) { return pin.held == 0; });
}

void Executor::end_transaction(bool commit) {
  assert(!busy());
  outcome_ = {};
  failure_.reset();
  committing_ = commit;
  if (!transaction_.open) {
    ended_characteristics_ = upcoming_characteristics();
    transaction_.savepoints.clear();
    phase_ = Phase::Idle;
    ready_ = std::move(outcome_);
    return;
  }
  const bool doomed = transaction_.lost.has_value();
  if (doomed && commit) outcome_.error = transaction_.lost;
  start_round(After::Transaction, round_on_branches(commit && !doomed ? "COMMIT" : "ROLLBACK"));
}

Executor::Ending Executor::ending() const {
  Ending out;
  for (const Round::Step& step : round_.steps) {
    const std::string name =
        step.connection == nullptr ? "a data source that was lost" : step.connection->endpoint().source_name;
    std::string& list = step.error ? out.failed : out.done;
    list += (list.empty() ? "" : ", ") + name;
    if (step.error && !out.error) out.error = step.error;
  }
  return out;
}

Error Executor::half_committed(const Ending& ending, std::string_view what) {
  Error error = *ending.error;
  if (ending.done.empty()) return error;
  error.message += " (MallShard: the " + std::string(what) + " was committed on " + ending.done +
                   " but not on " + ending.failed + ")";
  return error;
}

void Executor::after_transaction() {
  const Ending end = ending();
  if (end.error && committing_ && !outcome_.error) outcome_.error = half_committed(end, "transaction");
  close_transaction();
  phase_ = Phase::Idle;
  ready_ = std::move(outcome_);
  outcome_ = {};
}

bool Executor::known_savepoint(std::string_view name) const {
  return std::any_of(transaction_.savepoints.begin(), transaction_.savepoints.end(),
                     [&](const auto& each) { return equals_ignore_case(each.name, name); });
}

void Executor::savepoint(SavepointKind kind, std::string_view name, std::string_view sql) {
  assert(!busy());
  outcome_ = {};
  failure_.reset();
  savepoint_kind_ = kind;
  savepoint_name_ = name;
  savepoint_sql_ = sql;
  if (transaction_.lost) {
    outcome_.error = transaction_.lost;
    ready_ = std::move(outcome_);
    return;
  }
  start_round(After::Savepoint, round_on_branches(sql));
}

void Executor::after_savepoint() {
  for (const Round::Step& step : round_.steps) {
    if (step.error && !outcome_.error) outcome_.error = step.error;
  }
  auto& list = transaction_.savepoints;
  const auto at = std::find_if(list.begin(), list.end(), [&](const auto& each) {
    return equals_ignore_case(each.name, savepoint_name_);
  });
  if (!outcome_.error) {
    switch (savepoint_kind_) {
      case SavepointKind::Set:
        if (at != list.end()) list.erase(at);  // the same name again moves it
        list.push_back({savepoint_name_, savepoint_sql_});
        break;
      case SavepointKind::RollbackTo:
        if (at != list.end()) list.erase(at + 1, list.end());
        break;
      case SavepointKind::Release:
        if (at != list.end()) list.erase(at, list.end());
        break;
    }
  }
  phase_ = Phase::Idle;
  ready_ = std::move(outcome_);
  outcome_ = {};
}

// ---- what stays on connections ----

std::string Executor::pin_reason() const {
  plan::Held held = 0;
  for (const Pin& pin : pins_) held |= pin.held;
  std::string out = transaction_.open ? "transaction" : "";
  const auto add = [&](plan::Held kind, std::string_view name) {
    if ((held & kind) != 0) out.append(out.empty() ? "" : ", ").append(name);
  };
  add(plan::held::kUserLocks, "user locks");
  add(plan::held::kTemporaryTables, "temporary tables");
  add(plan::held::kTableLocks, "table locks");
  add(plan::held::kHandlers, "handlers");
  add(plan::held::kInstanceLock, "instance lock");
  add(plan::held::kPrograms, "stored procedures");
  return out;
}

std::vector<Executor::Kept> Executor::kept() const {
  std::vector<Kept> out;
  for (const Pin& pin : pins_) {
    out.push_back({pin.connection->endpoint().source_name, pin.connection->thread_id(), pin.source, pin.begun,
                   pin.held});
  }
  return out;
}

plan::Held Executor::pins() const {
  return job_.sink == Sink::Prepare ? plan::Held{0} : dispatch().pins;
}

bool Executor::is_holding(plan::Held kind) const {
  return std::any_of(pins_.begin(), pins_.end(), [&](const Pin& pin) { return (pin.held & kind) != 0; });
}

void Executor::keep(plan::Held kinds) {
  assert(!busy());
  for (Pin& pin : pins_) {
    pin.held &= kinds;
    if (pin.begun || pin.held != 0) continue;
    const bool reusable = pin.connection->verdict() == backend::Verdict::Reusable;
    effects_.release(*pin.connection, reusable ? Return::Reuse : Return::Close);
  }
  std::erase_if(pins_, [](const Pin& pin) { return !pin.begun && pin.held == 0; });
}

void Executor::unlock_tables() {
  assert(!busy());
  outcome_ = {};
  failure_.reset();
  Round round;
  for (const Pin& pin : pins_) {
    if ((pin.held & plan::held::kTableLocks) != 0)
      round.steps.push_back({pin.connection, "UNLOCK TABLES", false, {}});
  }
  start_round(After::UnlockTables, std::move(round));
}

void Executor::after_unlock_tables() {
  for (const Round::Step& step : round_.steps) {
    if (step.error && !outcome_.error) outcome_.error = step.error;
  }
  phase_ = Phase::Idle;
  keep(static_cast<plan::Held>(~plan::held::kTableLocks));
  ready_ = std::move(outcome_);
  outcome_ = {};
}

// Locked tables bind the whole session, and a source that has none of them
// would not say so.
bool Executor::is_outside_table_locks() const {
  if (!is_holding(plan::held::kTableLocks) || (dispatch().pins & plan::held::kTableLocks) != 0) return false;
  if (!dispatch().naming || dispatch().naming->tables.empty()) return false;
  return std::any_of(dispatch().targets.begin(), dispatch().targets.end(), [&](const plan::Target& target) {
    const Pin* pin = find_pin(target.source);
    return pin == nullptr || (pin->held & plan::held::kTableLocks) == 0;
  });
}

// ---- cut short ----

void Executor::abandon() {
  if (phase_ == Phase::Leasing) effects_.cancel_lease();
  const auto give_up = [&](backend::Connection* connection) {
    if (connection == nullptr) return;
    if (connection->verdict() == backend::Verdict::Busy) effects_.kill_backend_query(*connection);
    // Closing rolls back and drops locks and temporary tables with it.
    effects_.release(*connection, Return::Close);
  };
  for (Leg& leg : legs_) {
    if (!leg.pinned) give_up(leg.connection);
  }
  for (Pin& pin : pins_) give_up(pin.connection);
  if (gathering_ && gathering_->on_pin) gathering_->loader = nullptr;  // given up above
  if (gathering_) give_up_loader(true);
  legs_.clear();
  pins_.clear();
  answers_.clear();
  merger_.reset();
  round_ = {};
  transaction_ = {};
  kept_savepoints_.clear();
  next_characteristics_ = {};
  lost_held_ = false;
  job_ = {};
  gathering_.reset();
  file_.reset();
  ready_.reset();
  phase_ = Phase::Idle;
}

void Executor::kill() {
  killed_ = true;
  if (phase_ == Phase::Leasing) {
    effects_.cancel_lease();
    return on_lease_failed(Error(1317, "70100", "Query execution was interrupted"));
  }
  if (phase_ != Phase::Running) return;  // a COMMIT is not interrupted
  if (loading() && gathering_->loader != nullptr && !gathering_->loader->command_over())
    effects_.kill_backend_query(*gathering_->loader);
  for (const Leg& leg : legs_) {
    if (leg.connection != nullptr && leg.stage != Leg::Stage::Done && leg.stage != Leg::Stage::Waiting &&
        leg.stage != Leg::Stage::Idle)
      effects_.kill_backend_query(*leg.connection);
  }
  if (awaits_file()) fail_file(Error(1317, "70100", "Query execution was interrupted"));
}

void Executor::on_backend_lost(backend::Connection& connection, const Error& why) {
  const auto pin = std::find_if(pins_.begin(), pins_.end(),
                                [&](const Pin& each) { return each.connection == &connection; });
  const std::string name = connection.endpoint().source_name;
  Error error(1105, "HY000", "Lost connection to data source " + name + ": " + why.message);
  if (pin != pins_.end()) {
    if (transaction_.open && !transaction_.lost) {
      transaction_.lost = Error(1105, "HY000",
                                "The transaction was rolled back: lost connection to data source " + name +
                                    " (" + why.message + "). Issue ROLLBACK and start again.");
    }
    lost_held_ = lost_held_ || pin->held != 0;
    pins_.erase(pin);
  }
  settings.health->suspect(connection.endpoint().source);
  if (gathering_ && gathering_->loader == &connection) return lose_loader(error);
  if (replay_) replay_->lose(connection);

  Leg* leg = leg_of(connection);
  const Phase phase = phase_;
  const bool torn = connection.inside_row() && bytes_sent_;
  effects_.release(connection, Return::Close);
  if (leg != nullptr) leg->connection = nullptr;

  if (phase == Phase::Round) {
    for (Round::Step& step : round_.steps) {
      if (step.connection != &connection || step.over) continue;
      step.connection = nullptr;
      return step_over(step, error);
    }
    return;
  }
  if (leg == nullptr) return;
  if (phase == Phase::Leasing) {  // a pinned one, while others are awaited
    effects_.cancel_lease();
    return on_lease_failed(transaction_.lost ? *transaction_.lost : error);
  }
  if (phase != Phase::Running) return;
  if (leg->stage == Leg::Stage::Done) {
    // It has answered, but its branch went with it: the others must not commit.
    if (leg->begun && !failure_) failure_ = error;
    return;
  }
  if (torn) {  // an ERR would be read as the rest of the row
    outcome_.close_client = true;
    failure_sent_ = true;
  }
  const bool answered = leg->stage == Leg::Stage::Warnings || leg->stage == Leg::Stage::ReadBack;
  if (answered && !write_back_pending() && !storing()) {
    return leg_done(*leg);  // the answer itself has been given
  }
  if (retry(*leg)) return;
  if (dispatch().access == plan::Access::Write && !transaction_.open && leg->stage == Leg::Stage::Answering) {
    error.message += "; whether the statement was carried out there is unknown";
  }
  probe_ = false;
  const bool was_merging = merger_ != nullptr && !merge_over_;
  fail_target(*leg, error);
  leg->stage = Leg::Stage::Done;
  if (was_merging) return end_merge();
  finish_if_done();
}

}  // namespace mallshard::exec
