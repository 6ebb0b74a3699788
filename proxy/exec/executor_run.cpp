// From a dispatch to connections with statements under way.
#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "base/log.h"
#include "exec/choose_source.h"
#include "exec/executor.h"
#include "exec/file_load.h"
#include "exec/gathering.h"
#include "exec/replay.h"

namespace mallshard::exec {
namespace {

constexpr std::string_view kStatementSavepoint = "SAVEPOINT mallshard_statement";

}  // namespace

std::uint64_t Executor::set_hash(rule::SourceId source, std::string_view sql) {
  return std::hash<std::string_view>{}(sql)*31 + source;
}

Executor::Executor(Effects& effects) : effects_(effects) {}
Executor::~Executor() = default;

std::optional<Outcome> Executor::take_outcome() {
  return std::exchange(ready_, std::nullopt);
}

void Executor::run(Job job) {
  assert(!busy() && job.dispatch != nullptr);
  job_ = std::move(job);
  outcome_ = {};
  failure_.reset();
  failure_sent_ = bytes_sent_ = paused_ = retried_ = killed_ = probe_ = false;
  merge_header_sent_ = merge_over_ = insert_id_asked_ = insert_id_read_ = false;
  held_rows_ = held_bytes_ = 0;
  show_columns_.clear();
  show_rows_.clear();
  legs_.clear();
  answers_.assign(dispatch().targets.size(), {});
  replay_.reset();
  phase_ = Phase::Running;

  if (dispatch().implicit_commit) {
    next_characteristics_ = {};
    transaction_.savepoints.clear();
  }
  if (dispatch().implicit_commit && transaction_.open && !transaction_.lost) {
    start_round(After::ImplicitCommit, round_on_branches("COMMIT"));
    return;
  }
  start();
}

void Executor::start() {
  phase_ = Phase::Running;
  if (transaction_.lost) {
    send_error(*transaction_.lost);
    return done();
  }
  if (is_outside_table_locks()) {
    send_error(Error(
        1100, "HY000",
        "Table '" + dispatch().naming->tables.front().logical_table + "' was not locked with LOCK TABLES"));
    return done();
  }
  const bool gathers = job_.sink == Sink::Client || job_.sink == Sink::Prepare || job_.sink == Sink::Capture;
  if (gathers && !dispatch().gathers.empty()) return start_gathering();
  begin_file();
  make_legs();
  if (file_) file_->ways.resize(legs_.size());
  if (dispatch().answer == plan::Answer::Merge && job_.sink != Sink::Prepare) start_merge();
  lease_legs();
}

Executor::Pin* Executor::find_pin(rule::SourceId source) {
  const auto at =
      std::find_if(pins_.begin(), pins_.end(), [&](const Pin& pin) { return pin.source == source; });
  return at == pins_.end() ? nullptr : &*at;
}

const Executor::Pin* Executor::find_pin(rule::SourceId source) const {
  return const_cast<Executor*>(this)->find_pin(source);
}

std::optional<std::uint64_t> Executor::write_mark(rule::SourceId primary) const {
  for (const WriteMark& written : write_marks_) {
    if (written.primary == primary) return written.mark;
  }
  return std::nullopt;
}

rule::SourceId Executor::server_for(const plan::Target& target) const {
  if (dispatch().access != plan::Access::Read || transaction_.open || !next_characteristics_.empty() ||
      find_pin(target.source) != nullptr) {
    return target.source;
  }
  return choose_read_source(*settings.schema, target.source, *settings.health, write_mark(target.source));
}

// Ordered merges read all their targets by turns, and one connection cannot
// interleave two result sets; elsewhere a connection takes one after the other.
std::size_t Executor::connections_for(std::size_t targets, rule::SourceId server) const {
  if (transaction_.open || dispatch().answer != plan::Answer::Merge || job_.sink == Sink::Prepare) return 1;
  if (find_pin(server) != nullptr) return 1;  // all of them on the session's own
  const auto limit = std::max<std::size_t>(1, settings.snapshot->source(server).pool.max_size);
  const bool interleaved = !dispatch().merge->order.empty();
  const std::size_t wanted = interleaved ? targets : settings.snapshot->props.max_connections_per_query;
  return std::clamp<std::size_t>(wanted, 1, std::min(limit, targets));
}

void Executor::make_legs() {
  struct Server {
    rule::SourceId id;
    std::size_t targets;
    std::size_t first_leg;
    std::size_t legs;
    std::size_t placed;
  };
  std::vector<Server> servers;
  std::vector<std::size_t> server_of(dispatch().targets.size());
  for (std::size_t t = 0; t < dispatch().targets.size(); ++t) {
    const plan::Target& target = dispatch().targets[t];
    // Targets of one source share one server, whatever the balancer says next.
    std::size_t s = t;
    if (t > 0 && dispatch().targets[t - 1].source == target.source) {
      s = server_of[t - 1];
    } else {
      const rule::SourceId id = server_for(target);
      for (s = 0; s < servers.size() && servers[s].id != id; ++s) {
      }
      if (s == servers.size()) servers.push_back({id, 0, 0, 0, 0});
    }
    server_of[t] = s;
    ++servers[s].targets;
  }
  for (Server& server : servers) {
    server.first_leg = legs_.size();
    server.legs = connections_for(server.targets, server.id);
    for (std::size_t i = 0; i < server.legs; ++i) {
      Leg leg;
      leg.server = server.id;
      legs_.push_back(std::move(leg));
    }
  }
  leg_of_target_.resize(server_of.size());
  for (std::size_t t = 0; t < server_of.size(); ++t) {
    Server& server = servers[server_of[t]];
    const std::size_t leg = server.first_leg + server.placed++ * server.legs / server.targets;
    legs_[leg].primary = dispatch().targets[t].source;
    legs_[leg].targets.push_back(static_cast<std::uint32_t>(t));
    leg_of_target_[t] = leg;
  }
}

void Executor::lease_legs() {
  leasing_.clear();
  std::vector<LeaseRequest> requests;
  for (std::size_t i = 0; i < legs_.size(); ++i) {
    Leg& leg = legs_[i];
    if (leg.connection != nullptr || leg.stage == Leg::Stage::Done) continue;
    if (const Pin* pin = find_pin(leg.primary)) {
      leg.connection = pin->connection;
      leg.pinned = true;
      continue;
    }
    leasing_.push_back(i);
  }
  if (loading() && gathering_->loader == nullptr && !gathering_->on_pin) leasing_.push_back(kLoader);
  if (leasing_.empty()) return start_legs();

  // In source order: two statements that want the same sources cannot wait for each other.
  const auto server = [this](std::size_t i) { return i == kLoader ? gathering_->source : legs_[i].server; };
  std::sort(leasing_.begin(), leasing_.end(),
            [&](std::size_t a, std::size_t b) { return server(a) < server(b); });
  for (const std::size_t i : leasing_) {
    requests.push_back({server(i), settings.found_rows, settings.wanted});
  }
  std::array<backend::Connection*, 16> few{};
  if (requests.size() <= few.size() && effects_.try_lease(requests, std::span(few.data(), requests.size()))) {
    return on_leased(std::span(few.data(), requests.size()));
  }
  phase_ = Phase::Leasing;
  effects_.lease(requests);
}

void Executor::on_leased(std::span<backend::Connection* const> connections) {
  assert(connections.size() == leasing_.size());
  phase_ = Phase::Running;
  for (std::size_t i = 0; i < connections.size(); ++i) {
    if (leasing_[i] == kLoader) {
      gathering_->loader = connections[i];
      connections[i]->note_insert_id(std::nullopt);
      continue;
    }
    Leg& leg = legs_[leasing_[i]];
    leg.connection = connections[i];
    if (transaction_.open || pins() != 0) {
      pins_.push_back({leg.primary, leg.connection, false, pins()});
      leg.pinned = true;
    }
  }
  start_legs();
}

void Executor::on_lease_failed(const Error& error) {
  phase_ = Phase::Running;
  if (!retried_ && !killed_) {  // a replica that cannot be reached: its primary answers
    for (Leg& leg : legs_) {
      if (leg.stage != Leg::Stage::Waiting || leg.server == leg.primary) continue;
      retried_ = true;
      settings.health->suspect(leg.server);
      leg.server = leg.primary;
    }
    if (retried_) return lease_legs();
  }
  failure_ = error;
  for (Leg& leg : legs_) {
    if (leg.stage == Leg::Stage::Waiting) leg.stage = Leg::Stage::Done;
  }
  if (!failure_sent_) send_error(error);
  finish_legs();
}

void Executor::start_legs() {
  for (const Leg& leg : legs_) {
    if (pins() == 0) break;
    if (Pin* pin = find_pin(leg.primary)) pin->held |= pins();
  }
  if (loading() && !gathering_->on_pin) create_tables();
  // Starting a target may end the job, and with it legs_.
  for (std::size_t i = 0; i < legs_.size() && phase_ == Phase::Running; ++i) {
    if (i > 0 && dispatch().first_counts && legs_.front().stage != Leg::Stage::Done) break;
    if (i > 0 && dispatch().one_by_one && (failure_ || legs_[i - 1].stage != Leg::Stage::Done)) break;
    if (legs_[i].stage == Leg::Stage::Waiting && legs_[i].connection != nullptr) start_target(legs_[i]);
  }
}

bool Executor::atomic() const {
  // One server would go on with a file whose client has gone, and commit.
  return (dispatch().targets.size() > 1 || file_ != nullptr) && dispatch().access == plan::Access::Write &&
         job_.sink != Sink::Prepare &&
         (dispatch().answer == plan::Answer::Sum || dispatch().answer == plan::Answer::Same);
}

// BEGIN releases what LOCK TABLES has locked. A transaction of the statement's
// own begins by autocommit=0 there, which ends with the next statement's state;
// so the server refuses tables that are not locked (1100), as one server does.
bool Executor::keeps_table_locks(const Leg& leg) const {
  if (!leg.pinned || job_.sink == Sink::Prepare) return false;
  const Pin* pin = find_pin(leg.primary);
  const bool own = gathering_ ? gathering_->own_transaction && !finishing() : atomic() && !transaction_.open;
  return own && pin != nullptr && (pin->held & plan::held::kTableLocks) != 0;
}

// A branch begins with the characteristics that its transaction has, not with
// those that the session may have by now. A statement with a transaction of its
// own has those of the next one: as the session's, since a server does not use
// up SET TRANSACTION in every statement, and would leave it to another client.
std::optional<Characteristics> Executor::characteristics_for(const Leg& leg) const {
  if (job_.sink == Sink::Prepare || job_.sink == Sink::FieldList) return std::nullopt;
  if (!transaction_.open) {
    if (next_characteristics_.empty() || dispatch().reads_no_table) return std::nullopt;
    return upcoming_characteristics();
  }
  const Pin* pin = leg.pinned ? find_pin(leg.primary) : nullptr;
  if (pin == nullptr || pin->begun) return std::nullopt;
  // What can be said as SET TRANSACTION is not seen in the session's variables.
  Characteristics session = session_characteristics();
  if (!transaction_.characteristics.isolation) session.isolation.reset();
  if (!transaction_.characteristics.read_only) session.read_only.reset();
  if (session == session_characteristics()) return std::nullopt;
  return session;
}

const wire::SessionState& Executor::state_for(const Leg& leg) {
  const std::optional<Characteristics> own = characteristics_for(leg);
  const bool keeps_locks = keeps_table_locks(leg);
  if (!own && !keeps_locks) return wanted_state();
  begin_state_ = wanted_state();
  if (keeps_locks) begin_state_.set_variable("autocommit", "0");
  if (own) {
    const auto put = [&](std::string_view name, const std::optional<std::string>& literal) {
      return literal ? begin_state_.set_variable(name, *literal) : begin_state_.erase_variable(name);
    };
    put("transaction_isolation", own->isolation);
    put("transaction_read_only", own->read_only);
  }
  return begin_state_;
}

void Executor::start_target(Leg& leg) {
  backend::Connection& connection = *leg.connection;
  const wire::SessionState& wanted = state_for(leg);
  if (connection.applied().same_variables(wanted)) return send_target(leg, {});

  std::string set = connection.set_text(wanted);
  if (set.empty()) return send_target(leg, {});
  if (settings.accepted_sets->contains(set_hash(leg.server, set))) return send_target(leg, set);
  // Unproven: if it failed, a statement sent behind it would run all the same.
  leg.settle_sql = std::move(set);
  leg.stage = Leg::Stage::Settling;
  connection.start_query(leg.settle_sql);
  effects_.wake(connection);
}

void Executor::send_target(Leg& leg, std::string_view set_sql) {
  backend::Connection& connection = *leg.connection;
  const plan::Target& target = dispatch().targets[leg.targets[leg.current]];
  const wire::SessionState& state = state_for(leg);  // as it is before the branch begins
  std::vector<std::string_view> prelude;
  if (finishing()) prelude.assign(gathering_->at_once.begin(), gathering_->at_once.end());
  if (!set_sql.empty()) prelude.push_back(set_sql);

  Pin* pin = leg.pinned ? find_pin(leg.primary) : nullptr;
  std::string characteristics;
  if (transaction_.open && pin != nullptr && !pin->begun && job_.sink != Sink::Prepare) {
    characteristics = transaction_.characteristics.set_text(session_characteristics());
    if (!characteristics.empty()) prelude.push_back(characteristics);
    if (!keeps_table_locks(leg)) prelude.push_back(transaction_.begin_sql);
    for (const auto& savepoint : transaction_.savepoints) prelude.push_back(savepoint.sql);
    pin->begun = true;
  }
  if (storing()) {
    leg.begun = true;
    if (!gathering_->own_transaction && !std::exchange(pin->saved, true))
      prelude.push_back(kStatementSavepoint);
  } else if (atomic() && !leg.begun) {
    if (!keeps_table_locks(leg))
      prelude.push_back(transaction_.open ? kStatementSavepoint : std::string_view("BEGIN"));
    leg.begun = true;
  }

  std::string counter;  // MariaDB and MySQL take it for the next INSERT alone
  if (dispatch().first_counts && &leg != &legs_.front()) {
    counter = "SET insert_id=" + std::to_string(answers_.front().last_insert_id);
    prelude.push_back(counter);
  }

  const std::string insert_id = settle_insert_id(leg);
  if (!insert_id.empty()) prelude.push_back(insert_id);

  backend::CommandOptions options;
  options.prelude = prelude;
  options.local_file = file_ != nullptr;
  const bool forwarded = job_.sink == Sink::Client && dispatch().answer == plan::Answer::PassThrough &&
                         dispatch().show == plan::Show::None && !write_back_pending();
  options.rows = forwarded ? wire::RowMode::Runs : wire::RowMode::Rows;
  leg.stage = Leg::Stage::Answering;
  if (settings.snapshot->props.sql_show && job_.sink != Sink::Capture && job_.sink != Sink::Prepare &&
      job_.sink != Sink::FieldList)
    show_sql(leg, target);
  send_main(leg, target, options);
  if (!set_sql.empty()) connection.note_applied(state);
  effects_.wake(connection);
}

void Executor::send_main(Leg& leg, const plan::Target& target, const backend::CommandOptions& options) {
  backend::Connection& connection = *leg.connection;
  if (job_.sink == Sink::Prepare) return connection.start_prepare(target.sql, options);
  if (job_.sink == Sink::FieldList)
    return connection.start_field_list(target.sql, job_.field_wildcard, options);
  send_execute(connection, target, options);
}

void Executor::send_execute(backend::Connection& connection, const plan::Target& target,
                            const backend::CommandOptions& options) {
  if (!job_.prepared) return connection.start_query(target.sql, options);
  params_.clear();
  for (const plan::Parameter& parameter : target.parameters) {
    params_.push_back(parameter.client_index == plan::Parameter::kOwn ? wire::to_param(parameter.value)
                                                                      : job_.params[parameter.client_index]);
  }
  // What another client has prepared here has the types of that client's.
  if (dispatch().has_user_variables && !settings.mariadb) connection.forget_statement(target.sql);
  connection.start_execute(target.sql, params_, options);
}

void Executor::show_sql(const Leg& leg, const plan::Target& target) const {
  const rule::DataSource& source = settings.snapshot->source(leg.server);
  if (settings.snapshot->props.sql_simple) {
    log::info("ShardingSphere-SQL", {{"actual_source", source.name}});
  } else {
    log::info("ShardingSphere-SQL", {{"actual_source", source.name}, {"actual_sql", target.sql}});
  }
}

// Only a read of which the client has seen nothing is asked again, once, of
// whichever server of the group is left (DESIGN decision 12).
bool Executor::retry(Leg& leg) {
  if (gathering_) return false;  // what the lost connection had is gone
  if (retried_ || bytes_sent_ || killed_ || legs_.size() != 1 || leg.pinned || transaction_.open ||
      dispatch().access != plan::Access::Read || job_.sink == Sink::Capture || leg.current != 0) {
    return false;
  }
  retried_ = true;
  settings.health->suspect(leg.server);
  leg.server = dispatch().targets[leg.targets[0]].source;
  leg.connection = nullptr;
  leg.stage = Leg::Stage::Waiting;
  leg.broken = false;
  for (const std::uint32_t target : leg.targets) answers_[target] = {};
  if (merger_) start_merge();
  lease_legs();
  return true;
}

}  // namespace mallshard::exec
