// Gathered writes: the client's statement has changed temporary tables on one
// connection, and what it changed goes back to the shards (plan/write_back.h).
//
// Loading and Finishing are those of gathered reads (executor_gather.cpp), but
// for the answer, which is held back. Then the finishing connection is asked
// what has changed, drops its tables and is given back; then stage after stage
// runs on the branches that gathered the rows and hold their locks. All of it is
// one transaction over the sources: the client's, which a savepoint on each
// branch brings back to before the statement if that fails, or one of the
// statement's own, begun with the first row read and ended here. The client has
// its answer after that.
#include <algorithm>
#include <array>
#include <cassert>

#include "exec/executor.h"
#include "exec/gather_state.h"
#include "exec/gathering.h"
#include "exec/update_info.h"
#include "wire/row_text.h"

namespace mallshard::exec {
namespace {

const Error kInterrupted(1317, "70100", "Query execution was interrupted");

}  // namespace

bool Executor::storing() const {
  return gathering_ != nullptr && gathering_->step == Gathering::Step::Storing;
}

bool Executor::write_back_pending() const {
  return finishing() && gathering_->writes != nullptr;
}

// False: the job has ended.
bool Executor::begin_write_back() {
  Gathering& gathering = *gathering_;
  if (transaction_.open ? transaction_.read_only : upcoming_characteristics().only_reads()) {
    failure_ = Error(1792, "25006",
                     settings.mariadb ? "Cannot execute statement in a READ ONLY transaction"
                                      : "Cannot execute statement in a READ ONLY transaction.");
    conclude_write_back();
    return false;
  }
  for (Pin& pin : pins_) pin.saved = false;
  if (!transaction_.open) {
    const bool in_gaps =
        !gathering.writes->checks_keys() || !dispatch().targets.empty() || !next_characteristics_.empty();
    open_transaction("BEGIN");
    if (!in_gaps) transaction_.characteristics.isolation = "'READ-COMMITTED'";
    gathering.own_transaction = true;
  }
  return true;
}

// ---- what has changed ----

// False when nothing is to be asked: no write, or one that has failed.
bool Executor::ask_changes() {
  if (!write_back_pending()) return false;
  Leg& leg = legs_.front();
  if (killed_ && !failure_) failure_ = kInterrupted;
  if (failure_ || leg.connection == nullptr || leg.broken) return false;
  Gathering& gathering = *gathering_;
  if (gathering.query >= gathering.writes->queries().size()) return false;
  leg.stage = Leg::Stage::Changes;
  ask_next_change(leg);
  return true;
}

void Executor::ask_next_change(Leg& leg) {
  backend::Connection& connection = *leg.connection;
  const wire::SessionState state = load_state(*settings.wanted);
  const std::string set = connection.set_text(state);
  const std::string_view prelude = set;
  const std::string& sql = gathering_->writes->queries()[gathering_->query];
  connection.start_query(sql, {{&prelude, set.empty() ? 0U : 1U}, wire::RowMode::Rows});
  if (!set.empty()) connection.note_applied(state);
  effects_.wake(connection);
}

void Executor::change_row(ByteView row) {
  Gathering& gathering = *gathering_;
  if (failure_) return;
  ++gathering.rows_back;
  gathering.bytes_back += row.size();
  const bool rows = gathering.rows_back > gathering.bounds.rows;
  if (rows || gathering.bytes_back > gathering.bounds.bytes) {
    failure_ = Error(1104, "42000",
                     "The statement changes more than " +
                         std::to_string(rows ? gathering.bounds.rows : gathering.bounds.bytes) +
                         (rows ? " rows" : " bytes") +
                         " that belong to several data sources: narrow it with conditions, or raise " +
                         (rows ? "gather.max.rows" : "gather.max.bytes") + " in server.yaml");
    return;
  }
  std::vector<std::optional<std::string_view>>& fields = gathering.fields;
  fields.clear();
  wire::TextRowReader reader(row);
  while (reader.more()) fields.push_back(reader.next());
  Result<void> added = reader.ok() ? gathering.writes->add(gathering.query, fields)
                                   : Result<void>(Error::unknown("a row that cannot be read"));
  if (!added) failure_ = added.error();
}

void Executor::changes_over(Leg& leg) {
  check_prelude(leg);
  if (!failure_ && ++gathering_->query < gathering_->writes->queries().size()) return ask_next_change(leg);
  leg.stage = Leg::Stage::Done;
  gathering_->query = gathering_->writes->queries().size();
  finish_legs();
}

// ---- on their way ----

void Executor::start_storing() {
  Gathering& gathering = *gathering_;
  gathering.held = std::move(answers_.front());
  release_legs();
  legs_.clear();
  ++legs_made_;
  gathering.step = Gathering::Step::Storing;
  gathering.job = std::exchange(job_, {});
  job_.sink = Sink::Store;
  job_.dispatch = &gathering.dispatch;
  gathering.dispatch.clear();
  answers_.clear();
  Result<plan::Written> written = gathering.writes->finish();
  if (!written) return fail_storing(written.error());
  gathering.written = std::move(*written);
  store_next();
}

void Executor::store_next() {
  Gathering& gathering = *gathering_;
  if (killed_) return fail_storing(kInterrupted);
  if (transaction_.lost) return fail_storing(*transaction_.lost);
  if (gathering.stage == gathering.written.stages.size()) return end_statement();

  plan::WriteStage& stage = gathering.written.stages[gathering.stage++];
  gathering.wanted = stage.state == plan::WriteStage::State::Client
                         ? *settings.wanted
                         : store_state(*settings.wanted, gathering.lenient);
  plan::Dispatch& dispatch = gathering.dispatch;
  dispatch.clear();
  dispatch.targets = std::move(stage.targets);
  dispatch.access = plan::Access::Write;
  dispatch.answer = plan::Answer::Sum;
  dispatch.returns_rows = stage.returns_rows;
  // Rows come as the client's statement would give them.
  job_.prepared = stage.returns_rows && !stage.must_be_empty && gathering.job.prepared;
  dispatch.naming = gathering.job.dispatch->naming;
  dispatch.insert_ignore = gathering.job.dispatch->insert_ignore;
  answers_.assign(dispatch.targets.size(), {});
  make_legs();
  lease_legs();
}

// Every target of the stage has answered OK.
void Executor::after_stage() {
  Gathering& gathering = *gathering_;
  const plan::WriteStage& stage = gathering.written.stages[gathering.stage - 1];
  assert(stage.expected.size() == answers_.size());
  for (std::size_t t = 0; t < answers_.size(); ++t) {
    const std::uint64_t expected = stage.expected[t];
    if (expected == plan::WriteStage::kAnyCount) continue;
    if (stage.may_skip) {
      note_skipped(answers_[t], expected);
      continue;
    }
    if (answers_[t].affected_rows == expected) continue;
    // The rows were locked as they were read: this must not happen, and is
    // never passed over.
    return fail_storing(Error(1020, "HY000",
                              "Record has changed since last read: data source " +
                                  settings.snapshot->source(dispatch().targets[t].source).name + " changed " +
                                  std::to_string(answers_[t].affected_rows) + " rows of " +
                                  std::to_string(expected) +
                                  (stage.otherwise.empty() ? "" : " (" + stage.otherwise + ")")));
  }
  if (found_duplicate()) return;
  if (stage.returns_rows && !stage.must_be_empty) {
    check_returned(answers_, dispatch().targets);
    if (failure_) return end_statement();
    gathering.stored_targets = dispatch().targets;
  }
  const auto& stages = gathering.written.stages;
  const bool is_last = gathering.stage == stages.size() || stages[gathering.stage].must_be_empty;
  if (is_last && !stage.must_be_empty) gathering.stored = std::move(answers_);
  if (job_.prepared) {
    for (const Leg& leg : legs_) {
      for (const std::uint32_t t : leg.targets) leg.connection->forget_statement(dispatch().targets[t].sql);
    }
  }
  release_legs();
  legs_.clear();
  answers_.clear();
  ++legs_made_;
  store_next();
}

// A row that another shard has already: that server is to say so.
bool Executor::found_duplicate() {
  Gathering& gathering = *gathering_;
  plan::WriteStage& stage = gathering.written.stages[gathering.stage - 1];
  if (gathering.provoking) {
    fail_storing(*gathering.duplicate);
    return true;
  }
  if (!stage.must_be_empty) return false;
  for (std::size_t t = 0; t < answers_.size(); ++t) {
    if (answers_[t].rows.empty()) continue;
    gathering.provoking = true;
    gathering.duplicate = stage.duplicate;
    plan::WriteStage again;
    again.targets.push_back(std::move(stage.provoke[t]));
    again.expected.push_back(plan::WriteStage::kAnyCount);
    gathering.written.stages.resize(gathering.stage);
    gathering.written.stages.push_back(std::move(again));
    release_legs();
    legs_.clear();
    answers_.clear();
    ++legs_made_;
    store_next();
    return true;
  }
  return false;
}

// Another transaction holds what was asked for, and may be waiting for this one.
bool Executor::gives_way() {
  const Gathering& gathering = *gathering_;
  if (!failure_ || transaction_.lost || gathering.stage == 0) return false;
  if (gathering.stage > gathering.written.stages.size()) return false;
  constexpr std::array<std::uint16_t, 2> kHeld = {1205, 3572};
  const bool held = std::find(kHeld.begin(), kHeld.end(), failure_->code) != kHeld.end();
  if (!held || !gathering.written.stages[gathering.stage - 1].no_wait) return false;
  failure_ = Error(1213, "40001", "Deadlock found when trying to get lock; try restarting transaction");
  return true;
}

// UPDATE IGNORE, DELETE IGNORE: what a constraint refused was in no copy of its table.
void Executor::note_skipped(TargetAnswer& answer, std::uint64_t expected) {
  Gathering& gathering = *gathering_;
  if (answer.affected_rows <= expected) gathering.skipped_affected += expected - answer.affected_rows;
  const std::optional<UpdateInfo> info = update_info(answer.info);
  if (info && info->matched <= expected) gathering.skipped_matched += expected - info->matched;
  if (info && info->changed <= expected) gathering.skipped_changed += expected - info->changed;
  if (answer.warnings > 0) gathering.refused.push_back(std::move(answer));
}

// What IGNORE would have passed over on one server.
void Executor::refuse_integrity() {
  const Gathering& gathering = *gathering_;
  if (!failure_ || gathering.stage == 0 || gathering.stage > gathering.written.stages.size()) return;
  const std::string& refusal = gathering.written.stages[gathering.stage - 1].refusal;
  constexpr std::array<std::uint16_t, 2> kChecks = {3819, 4025};
  const bool by_constraint = std::string_view(failure_->sqlstate).starts_with("23") ||
                             std::find(kChecks.begin(), kChecks.end(), failure_->code) != kChecks.end();
  if (!refusal.empty() && by_constraint) failure_ = Error::not_supported(refusal);
}

void Executor::fail_storing(Error error) {
  if (!failure_) failure_ = std::move(error);
  end_statement();
}

// ---- the end ----

void Executor::end_write_back() {
  Gathering& gathering = *gathering_;
  release_legs();  // may give up a branch whose state is in doubt
  legs_.clear();
  answers_.clear();
  ++legs_made_;
  if (!finishing()) job_ = std::exchange(gathering.job, {});
  if (transaction_.lost && !failure_) failure_ = transaction_.lost;
  if (!transaction_.lost) refuse_integrity();
  if (gathering.provoking && failure_ && failure_->code != 1062 && !transaction_.lost && !killed_)
    failure_ = gathering.duplicate;
  const bool is_victim = gives_way();

  Round round;
  if (gathering.own_transaction) {
    round = round_on_branches(failure_ ? "ROLLBACK" : "COMMIT");
  } else if (is_victim) {  // as of a deadlock on one server
    return start_round(After::Cleanup, round_on_branches("ROLLBACK"));
  } else if (failure_ && !transaction_.lost) {
    for (const Pin& pin : pins_) {
      if (pin.saved) {
        round.steps.push_back({pin.connection, "ROLLBACK TO SAVEPOINT mallshard_statement", false, {}});
      }
    }
  }
  start_round(After::WriteBackEnd, std::move(round));
}

void Executor::after_write_back_end() {
  phase_ = Phase::Running;
  const Ending end = ending();
  if (end.error && gathering_->own_transaction) {
    if (!failure_) failure_ = half_committed(end, "statement");
  } else if (end.error && !transaction_.lost) {
    transaction_.lost = end.error;
  }
  if (begin_replay()) return;
  conclude();
}

void Executor::conclude_write_back() {
  if (gathering_->job.dispatch != nullptr) job_ = std::exchange(gathering_->job, {});
  if (std::exchange(gathering_->own_transaction, false)) close_transaction();
  release_legs();
  legs_.clear();
  if (!failure_) {
    reply_write_back();
  } else if (!failure_sent_) {
    send_error(*failure_);
  }
  done();
}

void Executor::reply_write_back() {
  Gathering& gathering = *gathering_;
  const plan::Written& written = gathering.written;
  const bool sum = dispatch().answer == plan::Answer::Sum;
  std::uint64_t warnings = 0;
  warnings += tell(gathering.held);
  for (TargetAnswer& answer : gathering.refused) warnings += tell(answer);
  wire::OkPacket ok;
  std::string info = gathering.held.info;
  ok.affected_rows = gathering.held.affected_rows - gathering.skipped_affected;
  ok.last_insert_id = gathering.held.last_insert_id;
  if (sum && !gathering.stored.empty()) {
    ok.affected_rows = ok.last_insert_id = 0;  // what was held back counts copies
    for (TargetAnswer& answer : gathering.stored) {
      warnings += tell(answer);
      ok.affected_rows += answer.affected_rows;
      if (ok.last_insert_id == 0) ok.last_insert_id = answer.last_insert_id;
    }
  }
  outcome_.warnings = static_cast<std::uint16_t>(std::min<std::uint64_t>(warnings, 65535));
  if (std::optional<UpdateInfo> told = update_info(info); told && !gathering.refused.empty()) {
    told->matched -= gathering.skipped_matched;
    told->changed -= gathering.skipped_changed;
    told->warnings = outcome_.warnings;
    info = text_of(*told);
  }
  if (sum && written.counts_rows) info = insert_info(gathering.stored);
  if (written.has_generated_key) ok.last_insert_id = written.first_generated_key;
  ok.warnings = outcome_.warnings;
  ok.info = info;
  outcome_.affected_rows = ok.affected_rows;
  outcome_.last_insert_id = written.has_generated_key ? ok.last_insert_id : counted_insert_id(ok);
  outcome_.info = info;
  if (!gathering.held.columns.empty()) {
    const plan::Target all;
    return reply_returned({&gathering.held, 1}, {&all, 1});
  }
  if (!gathering.stored_targets.empty()) return reply_returned(gathering.stored, gathering.stored_targets);
  writer().ok(ok);
}

}  // namespace mallshard::exec
