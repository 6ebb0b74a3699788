// Gathered statements (DESIGN decision 7): the base rows of several sources go
// into temporary tables on one, and the client's statement runs there.
//
// First the gathered tables' targets are legs like any read's, inside the
// client's transaction if there is one; beside them one more connection, the
// loader, makes the temporary tables and takes the rows as they come: no more
// than a few batches are held here. Then the loader becomes the only leg, in the
// session's own state, and answers the client. In the end it drops the tables;
// whatever goes wrong before closes it, and they go with it.
#include <algorithm>
#include <cassert>

#include "exec/executor.h"
#include "exec/gather_state.h"
#include "exec/gathering.h"

namespace mallshard::exec {

using Kind = wire::ReplyEvent::Kind;

bool Executor::loading() const {
  return gathering_ != nullptr && gathering_->step == Gathering::Step::Loading;
}

bool Executor::finishing() const {
  return gathering_ != nullptr && gathering_->step == Gathering::Step::Finishing;
}

const wire::SessionState& Executor::wanted_state() const {
  return gathering_ && !finishing() ? gathering_->wanted : *settings.wanted;
}

void Executor::start_gathering() {
  assert(dispatch().targets.size() == 1 && (dispatch().pins & ~plan::held::kTemporaryTables) == 0);
  const rule::Props& props = settings.snapshot->props;
  gathering_ = std::make_unique<Gathering>(std::exchange(job_, {}),
                                           GatherRows::Bounds{props.gather_max_rows, props.gather_max_bytes});
  Gathering& gathering = *gathering_;
  const plan::Dispatch& whole = *gathering.job.dispatch;
  gathering.writes = whole.write_back.get();
  plan::Dispatch& reads = gathering.dispatch;
  reads.access = plan::Access::Read;
  reads.returns_rows = true;
  reads.naming = whole.naming;
  for (std::size_t table = 0; table < whole.gathers.size(); ++table) {
    if (whole.gathers[table].access != plan::Access::Read) reads.access = plan::Access::PrimaryRead;
    for (const plan::Target& target : whole.gathers[table].targets) {
      reads.targets.push_back(target);
      gathering.table_of.push_back(static_cast<std::uint32_t>(table));
    }
  }
  gathering.source = whole.targets.front().source;
  const bool reads_there =
      std::any_of(reads.targets.begin(), reads.targets.end(),
                  [&](const plan::Target& target) { return target.source == gathering.source; });
  gathering.on_pin = whole.pins != 0 && gathering.job.sink != Sink::Prepare &&
                     (find_pin(gathering.source) != nullptr || (transaction_.open && reads_there));
  gathering.wanted = read_state(*settings.wanted);
  job_.dispatch = &reads;
  job_.sink = Sink::Gather;
  answers_.assign(reads.targets.size(), {});
  if (gathering.writes != nullptr && !begin_write_back()) return;
  make_legs();
  lease_legs();
}

// One write: the load session, then every table. A table behind one that
// failed is made in vain; the connection is closed then.
void Executor::create_tables() {
  backend::Connection& loader = *gathering_->loader;
  const wire::SessionState state = load_state(*settings.wanted);
  const std::string set = loader.set_text(state);
  std::vector<std::string_view> script;
  if (!set.empty()) script.emplace_back(set);
  for (const plan::GatherTable& table : gathering_->job.dispatch->gathers) script.emplace_back(table.create);
  const std::string_view last = script.back();
  script.pop_back();
  loader.start_query(last, {script, wire::RowMode::Rows});
  if (!set.empty()) loader.note_applied(state);
  effects_.wake(loader);
}

void Executor::pump_loader() {
  backend::Connection& loader = *gathering_->loader;
  std::optional<Error> error;
  while (auto event = loader.next()) {
    if (event->kind == Kind::Err) error = *event->error;
  }
  if (loader.failure()) return;  // on_backend_lost follows
  if (!loader.command_over()) return effects_.wake(loader);
  if (loader.prelude_error()) error = *loader.prelude_error();
  if (error && relax(*error)) return;
  if (error) {
    error->message =
        "data source " + loader.endpoint().source_name + " did not take gathered rows: " + error->message;
    return lose_loader(*error);
  }
  gathering_->sent.reset();
  if (!failure_) send_batch(false);
  // What waited for room is read on.
  for (std::size_t i = 0; i < legs_.size() && loading() && phase_ == Phase::Running; ++i) {
    if (legs_[i].connection != nullptr) pump(legs_[i]);
  }
  if (loading()) finish_if_done();
}

// False when the loader has something to do already, or there is no batch.
bool Executor::send_batch(bool last) {
  backend::Connection* loader = gathering_->loader;
  std::deque<GatherRows::Batch>& waiting = gathering_->waiting;
  if (loader == nullptr || !loader->command_over()) return false;
  std::optional<GatherRows::Batch>& batch = gathering_->sent;
  if (waiting.empty()) {
    batch = gathering_->rows.take(last);
  } else {
    batch = std::move(waiting.front());
    waiting.pop_front();
  }
  const auto& tables = gathering_->job.dispatch->gathers;
  std::size_t& filled = gathering_->filled;
  for (; last && !batch && filled < tables.size(); ++filled) {
    if (!tables[filled].fill.empty()) batch = GatherRows::Batch{filled, tables[filled].fill};
  }
  if (!batch) return false;
  gathering_->sends_batches = true;
  loader->start_query(batch->sql, {{}, wire::RowMode::Rows});
  effects_.wake(*loader);
  return true;
}

// Few rows need no answer of their own: they go in front of the statement, in
// one write. Should they not be taken (relax() knows why), the statement has run
// over too few rows: it must have done nothing but answer, and is done again,
// and from then on these tables wait for their rows. False: not to be tried.
bool Executor::load_at_once() {
  Gathering& gathering = *gathering_;
  // CREATE TABLE ... SELECT does not run twice.
  const bool repeats = gathering.writes == nullptr && gathering.job.read_back.empty() &&
                       gathering.job.dispatch->changes.empty();
  if (gathering.sends_batches || !repeats) return false;
  const std::string set = gathering.loader->set_text(*settings.wanted);
  if (!set.empty() && !settings.accepted_sets->contains(set_hash(gathering.source, set))) return false;
  const auto& tables = gathering.job.dispatch->gathers;
  for (const plan::GatherTable& table : tables) {
    if (settings.accepted_sets->contains(set_hash(gathering.source, table.relax + table.create)))
      return false;
  }
  while (auto batch = gathering.rows.take(true)) gathering.at_once.push_back(std::move(batch->sql));
  for (const plan::GatherTable& table : tables) {
    if (!table.fill.empty()) gathering.at_once.push_back(table.fill);
  }
  return true;
}

// From the beginning, with a new connection for the temporary tables.
void Executor::start_over() {
  const rule::SourceId source = gathering_->source;
  for (const plan::GatherTable& table : dispatch().gathers) {
    settings.accepted_sets->insert(set_hash(source, table.relax + table.create));
  }
  if (legs_.front().connection != nullptr) effects_.release(*legs_.front().connection, Return::Close);
  legs_.clear();
  ++legs_made_;
  gathering_.reset();
  start_gathering();
}

// What only a lenient table takes, and one server has in its own all the same.
// A key that one server would have kept unique, and the shards each for itself:
// all rows count. True when the batch has been sent again.
bool Executor::relax(const Error& error) {
  constexpr std::uint16_t kDuplicate = 1062;
  constexpr std::uint16_t kTruncated = 1265;
  Gathering& gathering = *gathering_;
  if (error.code == kTruncated && gathering.sent && !failure_ && !std::exchange(gathering.lenient, true)) {
    // An ENUM holds '', which is no value of its own; stored without a strict mode.
    const std::string set = lenient_mode();
    const std::string_view prelude = set;
    gathering.loader->start_query(gathering.sent->sql, {{&prelude, 1}, wire::RowMode::Rows});
    effects_.wake(*gathering.loader);
    return true;
  }
  if (error.code != kDuplicate || !gathering.sent || failure_) return false;
  const std::size_t table = gathering.sent->table;
  const std::string& refused = gathering.job.dispatch->gathers[table].no_relax;
  if (!refused.empty()) {
    lose_loader(Error::not_supported(refused));
    return true;
  }
  const std::string& alter = gathering.job.dispatch->gathers[table].relax;
  if (alter.empty() || gathering.relaxed[table]) return false;
  if (gathering.on_pin && transaction_.open) {  // ALTER TABLE commits
    lose_loader(Error::not_supported(
        "a TEMPORARY table made in a transaction from rows whose keys are unique per shard only"));
    return true;
  }
  gathering.relaxed[table] = true;
  const std::string_view prelude = alter;
  gathering.loader->start_query(gathering.sent->sql, {{&prelude, 1}, wire::RowMode::Rows});
  effects_.wake(*gathering.loader);
  return true;
}

void Executor::gather_row(Leg& leg, ByteView row) {
  const std::size_t table = gathering_->table_of[leg.targets[leg.current]];
  if (Result<void> added = gathering_->rows.add(table, row); !added) return send_error(added.error());
  if (!gathering_->on_pin) return;
  while (auto batch = gathering_->rows.take(false)) gathering_->waiting.push_back(std::move(*batch));
}

// All rows are here, and what they were read by is free.
void Executor::take_pin_as_loader() {
  const Pin* pin = find_pin(gathering_->source);
  if (pin == nullptr) {  // lost, which the transaction has been told
    send_error(Error::unknown("the session's connection is gone"));
    return finish_if_done();
  }
  gathering_->loader = pin->connection;
  create_tables();
}

// What it will have made is the session's.
void Executor::pin_loader() {
  Leg& leg = legs_.front();
  if (find_pin(leg.primary) == nullptr) pins_.push_back({leg.primary, leg.connection, false, pins()});
  leg.pinned = true;
}

// The last leg has ended; the loader may still have batches to take.
void Executor::on_gathered() {
  if (failure_ || killed_) {
    if (!failure_) send_error(Error(1317, "70100", "Query execution was interrupted"));
    give_up_loader(false);
    return finish_legs();
  }
  if (gathering_->loader == nullptr) return take_pin_as_loader();
  if (!gathering_->loader->command_over()) return;
  if (!load_at_once() && send_batch(true)) return;
  finish_gathered();
}

void Executor::finish_gathered() {
  release_legs();
  legs_.clear();
  ++legs_made_;
  gathering_->step = Gathering::Step::Finishing;
  job_ = std::move(gathering_->job);
  answers_.assign(1, {});
  leg_of_target_.assign(1, 0);
  Leg leg;
  leg.server = leg.primary = gathering_->source;
  leg.connection = std::exchange(gathering_->loader, nullptr);
  leg.targets = {0};
  legs_.push_back(std::move(leg));
  if (dispatch().pins != 0 && job_.sink != Sink::Prepare) pin_loader();
  start_legs();
}

// False when nothing is to be waited for: there is no connection left to drop
// them on, or so few rows that they may stay until its next command.
bool Executor::drop_gathered() {
  Leg& leg = legs_.front();
  if (leg.connection == nullptr || leg.broken) return false;
  leg.broken = true;  // until they are gone
  if (!leg.pinned && leg.connection->verdict() != backend::Verdict::Reusable) return false;
  if (job_.prepared || job_.sink == Sink::Prepare)
    leg.connection->forget_statement(dispatch().targets.front().sql);
  std::string sql;
  for (const plan::GatherTable& table : dispatch().gathers) {
    sql += sql.empty() ? "DROP TEMPORARY TABLE " : ",";
    sql += table.name;
  }
  if (!leg.pinned && gathering_->writes == nullptr && gathering_->rows.row_count() <= Gathering::kFewRows) {
    leg.connection->owe(std::move(sql));
    leg.broken = false;
    return false;
  }
  Round round;
  round.steps.push_back({leg.connection, std::move(sql), false, {}});
  start_round(After::Gathered, std::move(round));
  return true;
}

void Executor::after_dropped() {
  phase_ = Phase::Running;
  if (!round_.steps.front().error) legs_.front().broken = false;
  after_finished();
}

// The temporary tables are gone, or go with their connection.
void Executor::after_finished() {
  if (gathering_->writes != nullptr && !failure_) return start_storing();
  end_statement();
}

// The sources' answers are read to their ends, or cut off; then the job ends.
void Executor::fail_gathering(const Error& error) {
  if (!failure_) send_error(error);
  for (std::size_t i = 0; i < legs_.size() && loading() && phase_ == Phase::Running; ++i) {
    if (legs_[i].connection != nullptr) pump(legs_[i]);
  }
  if (loading()) finish_if_done();
}

void Executor::lose_loader(const Error& error) {
  give_up_loader(false);
  fail_gathering(error);
}

void Executor::give_up_loader(bool kill) {
  backend::Connection* loader = std::exchange(gathering_->loader, nullptr);
  if (loader == nullptr) return;
  for (Leg& leg : legs_) {
    if (leg.connection == loader) leg.connection = nullptr;
  }
  if (gathering_->on_pin) {
    Leg pinned;
    pinned.primary = gathering_->source;
    pinned.connection = loader;
    give_up_pin(pinned);
  }
  if (kill && !loader->command_over()) effects_.kill_backend_query(*loader);
  effects_.release(*loader, Return::Close);
}

}  // namespace mallshard::exec
