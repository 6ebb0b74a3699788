// The events of one connection's part of a job.
#include <algorithm>
#include <array>
#include <cassert>

#include "exec/executor.h"
#include "exec/file_load.h"
#include "exec/gathering.h"
#include "exec/message_row.h"
#include "exec/rename_message.h"
#include "exec/user_variable.h"
#include "wire/collation.h"
#include "wire/column_definition.h"
#include "wire/row_text.h"
#include "wire/status.h"

namespace mallshard::exec {
namespace {

using Kind = wire::ReplyEvent::Kind;

// What is read and thrown away after an early end before the connection is
// closed instead.
constexpr std::uint64_t kDiscardLimit = 1024 * 1024;

}  // namespace

Executor::Leg* Executor::leg_of(const backend::Connection& connection) {
  for (Leg& leg : legs_) {
    if (leg.connection == &connection) return &leg;
  }
  return nullptr;
}

void Executor::on_backend_progress(backend::Connection& connection) {
  if (phase_ == Phase::Round) return pump_round(connection);
  if (phase_ != Phase::Running) return;
  if (gathering_ && gathering_->loader == &connection) return pump_loader();
  if (Leg* leg = leg_of(connection)) pump(*leg);
}

void Executor::on_client_writable() {
  if (!paused_) return;
  paused_ = false;
  if (phase_ != Phase::Running) return;
  for (std::size_t i = 0; i < legs_.size() && phase_ == Phase::Running && !paused_; ++i) {
    if (legs_[i].connection != nullptr) pump(legs_[i]);
  }
}

void Executor::pump(Leg& leg) {
  const std::uint32_t made = legs_made_;  // `leg` is one of these
  while (made == legs_made_ && phase_ == Phase::Running && leg.stage != Leg::Stage::Done &&
         leg.stage != Leg::Stage::Waiting && leg.stage != Leg::Stage::Idle) {
    const bool merging = merger_ != nullptr && leg.stage == Leg::Stage::Answering && !merge_over_;
    if (merging) return pump_merge();
    if (loading()) {
      // Read on when the temporary tables have taken what is here.
      if (gathering_->rows.is_full() && !failure_ && !send_batch(false)) return;
    } else if (effects_.client_backlogged() && !failure_) {
      paused_ = true;
      return;
    }
    backend::Connection& connection = *leg.connection;
    std::optional<wire::ReplyEvent> event = connection.next();
    if (!event) {
      if (connection.failure()) return;  // on_backend_lost follows
      if (!connection.command_over()) return effects_.wake(connection);
      stage_over(leg);
      continue;
    }
    on_event(leg, *event);
  }
}

void Executor::on_event(Leg& leg, wire::ReplyEvent& event) {
  if (leg.stage == Leg::Stage::Settling) {
    if (event.kind == Kind::Err) {
      failure_ = *event.error;
      leg.broken = true;
    }
    return;
  }
  if (leg.stage != Leg::Stage::Answering) return collect_extra(leg, event);

  check_prelude(leg);
  if (gathering_ && gathering_->starts_over) return;
  if (event.kind == Kind::Err) return fail_target(leg, *event.error);
  if (event.kind == Kind::LocalInfile) return file_asked(leg);
  if (merge_over_ || failure_) {  // the rest of an answer that nobody wants
    leg.discarded += event.bytes.size();
    if (leg.discarded > kDiscardLimit && !leg.pinned) {
      leg.broken = true;
      effects_.kill_backend_query(*leg.connection);
      leg_done(leg);
    }
    return;
  }
  if (job_.sink == Sink::Gather) {
    if (event.kind == Kind::Row) gather_row(leg, event.bytes);
    return;
  }
  if (job_.sink == Sink::Prepare) return collect_prepare(leg, event);
  if (job_.sink == Sink::Client && dispatch().answer == plan::Answer::PassThrough &&
      dispatch().show == plan::Show::None && !write_back_pending()) {
    return pass_through(leg, event);
  }
  if (job_.sink == Sink::FieldList) return pass_through(leg, event);
  collect(leg, event);
}

void Executor::stage_over(Leg& leg) {
  switch (leg.stage) {
    case Leg::Stage::Settling:
      if (failure_ && leg.broken) {
        if (!failure_sent_) send_error(*failure_);
        leg.stage = Leg::Stage::Done;
        if (merger_ && !merge_over_) return end_merge();
        return leg_done(leg);
      }
      settings.accepted_sets->insert(set_hash(leg.server, leg.settle_sql));
      leg.connection->note_applied(state_for(leg));
      return send_target(leg, {});
    case Leg::Stage::Answering:
      return target_over(leg);
    case Leg::Stage::Warnings:
      leg.status_known = true;
      return next_target(leg);
    case Leg::Stage::ReadBack:
    case Leg::Stage::Charset:
      return next_target(leg);
    case Leg::Stage::Changes:
      return changes_over(leg);
    case Leg::Stage::Waiting:
    case Leg::Stage::Idle:
    case Leg::Stage::Done:
      return;
  }
}

// What should have stood before the statement did not: the connection's state
// is not the session's, and a transaction on it cannot be trusted. Known before
// the first event of the statement's own answer.
void Executor::check_prelude(Leg& leg) {
  if (leg.broken || !leg.connection->prelude_error()) return;
  leg.broken = true;
  const bool loads = finishing() && leg.connection->prelude_error_index() < gathering_->at_once.size();
  if (loads && !killed_) {
    gathering_->starts_over = true;
    return;
  }
  fail_target(leg, *leg.connection->prelude_error());
  if (leg.pinned && transaction_.open && !transaction_.lost) transaction_.lost = *failure_;
}

void Executor::target_over(Leg& leg) {
  backend::Connection& connection = *leg.connection;
  check_prelude(leg);
  if (gathering_ && gathering_->starts_over) return start_over();
  const TargetAnswer& answer = answers_[leg.targets[leg.current]];
  const bool shown = job_.sink == Sink::Client || job_.sink == Sink::Store || job_.sink == Sink::Capture;
  if ((answer.warnings > 0 || explains_error(leg)) && shown && !leg.broken) {
    // Asked for at once: the next statement on this connection clears them.
    leg.stage = Leg::Stage::Warnings;
    extra_columns_.clear();
    connection.start_query("SHOW WARNINGS", {{}, wire::RowMode::Rows});
    return effects_.wake(connection);
  }
  next_target(leg);
}

// An ERR does not tell what the statement warned of before it, or what stands
// behind a foreign key that is refused. The client has the ERR by then, and
// within a transaction this takes the place of the COM_PING that asks for its
// state. Of a statement over several shards only DDL says the same everywhere.
bool Executor::explains_error(const Leg& leg) const {
  if (!answers_[leg.targets[leg.current]].error || job_.sink != Sink::Client) return false;
  if (leg.connection->verdict() == backend::Verdict::Broken) return false;
  if (dispatch().implicit_commit) return true;
  return dispatch().targets.size() == 1 && !gathering_ && !merger_;
}

void Executor::next_target(Leg& leg) {
  if (in_parts()) return part_over(leg);
  if (leg.stage != Leg::Stage::ReadBack && leg.current + 1 == leg.targets.size() && reads_back(leg))
    return start_read_back(leg);
  ++leg.current;
  if (leg.current >= leg.targets.size() || failure_ || (merger_ && merge_over_)) return leg_done(leg);
  start_target(leg);
}

void Executor::start_read_back(Leg& leg) {
  leg.stage = Leg::Stage::ReadBack;
  // Column definitions tell the collation of the results, not of a variable.
  const std::size_t texts = job_.assigns.size();
  insert_id_asked_ = reads_insert_id(leg);
  if (insert_id_asked_) {
    job_.read_back.emplace_back("LAST_INSERT_ID()");
    insert_id_before_ = leg.connection->insert_id();
    leg.connection->note_insert_id(std::nullopt);
  }
  extra_columns_.clear();
  leg.connection->start_query(read_back_sql(job_.read_back, texts), {{}, wire::RowMode::Rows});
  effects_.wake(*leg.connection);
}

// A statement that fails (1172) may have assigned before.
bool Executor::reads_back(const Leg& leg) const {
  if (&leg != &legs_.front()) return false;
  if (reads_insert_id(leg)) return true;
  if (job_.read_back.empty()) return false;
  return !failure_ || (!job_.assigns.empty() && !leg.broken && answers_[leg.targets[leg.current]].error);
}

void Executor::leg_done(Leg& leg) {
  leg.stage = Leg::Stage::Done;
  if (dispatch().first_counts && &leg == &legs_.front()) return after_first();
  if (dispatch().one_by_one) start_next_leg();
  finish_if_done();
}

void Executor::start_next_leg() {
  if (killed_ && !failure_) failure_ = Error(1317, "70100", "Query execution was interrupted");
  if (!failure_) return start_legs();
  for (Leg& leg : legs_) {
    if (leg.stage == Leg::Stage::Waiting) leg.stage = Leg::Stage::Done;
  }
}

// The first source has numbered the rows: the others follow it. Without a
// number there was none to be made (IGNORE left all rows out), or all are given.
void Executor::after_first() {
  if (killed_ && !failure_) failure_ = Error(1317, "70100", "Query execution was interrupted");
  if (!failure_ && answers_.front().last_insert_id != 0) {
    start_legs();
    return finish_if_done();
  }
  if (!failure_ && answers_.front().affected_rows != 0) {
    failure_ = Error::unknown("a data source did not tell the AUTO_INCREMENT number that it gave");
  }
  for (std::size_t i = 1; i < legs_.size(); ++i) {
    if (legs_[i].stage == Leg::Stage::Waiting) legs_[i].stage = Leg::Stage::Done;
  }
  finish_if_done();
}

// The sources of a broadcast table must hold the same rows.
void Executor::check_counts() {
  const TargetAnswer& first = answers_.front();
  if (first.last_insert_id == 0) return;
  for (std::size_t t = 1; t < answers_.size(); ++t) {
    if (answers_[t].affected_rows == first.affected_rows &&
        answers_[t].last_insert_id == first.last_insert_id) {
      continue;
    }
    const auto shown = [&](std::size_t target) {
      return settings.snapshot->source(dispatch().targets[target].source).name + ": " +
             std::to_string(answers_[target].affected_rows) + " rows from number " +
             std::to_string(answers_[target].last_insert_id);
    };
    failure_ = Error::unknown("the data sources do not number the rows of a broadcast table alike (" +
                              shown(0) + ", " + shown(t) +
                              "); nothing was inserted: compare the table's rows and AUTO_INCREMENT on them");
    return;
  }
}

// A merge may still have rows to give after its last leg has ended.
void Executor::finish_if_done() {
  if (phase_ != Phase::Running || (merger_ && !merge_over_)) return;
  if (file_ && file_goes_on()) return;
  if (phase_ != Phase::Running) return;
  const bool all =
      std::all_of(legs_.begin(), legs_.end(), [](const Leg& each) { return each.stage == Leg::Stage::Done; });
  if (!all) return;
  if (loading()) return on_gathered();
  finish_legs();
}

void Executor::fail_target(Leg& leg, const Error& error) {
  TargetAnswer& answer = answers_[leg.targets[std::min(leg.current, leg.targets.size() - 1)]];
  answer.error = error;
  if (job_.sink != Sink::Gather) number_rows(leg, answer.error->message);
  if (leg.pinned && transaction_.open) probe_ = true;
  if (!failure_) failure_ = answer.error;
  const bool collected = dispatch().answer == plan::Answer::Sum || dispatch().answer == plan::Answer::Same ||
                         dispatch().answer == plan::Answer::Ddl;
  if (!collected && !failure_sent_) send_error(error);
}

// "... at row 2" of a shard's part of an INSERT is another one of the client's.
void Executor::number_rows(const Leg& leg, std::string& message) const {
  if (in_parts()) return number_part_rows(leg, message);
  const plan::Target& target = dispatch().targets[leg.targets[std::min(leg.current, leg.targets.size() - 1)]];
  if (target.rows.empty()) return;
  const MessageRow named = row_in(message);
  if (named.row == 0 || named.row > target.rows.size()) return;
  message.replace(named.digits, std::string::npos, std::to_string(target.rows[named.row - 1]));
}

Error Executor::logical(const Error& error) const {
  if (job_.dispatch == nullptr || dispatch().naming == nullptr) return error;
  Error shown = error;
  shown.message = rename_message(error.code, error.message, *dispatch().naming);
  tell_of_view(shown, *dispatch().naming, settings.mariadb);
  return shown;
}

void Executor::send_error(const Error& error) {
  failure_sent_ = true;
  outcome_.error = logical(error);
  if (!failure_) failure_ = error;
  if (job_.sink != Sink::Capture) writer().error(*outcome_.error);
}

void Executor::track(const backend::Connection& connection, ByteView block) {
  wire::SessionTrackReader changes(block);
  while (const auto change = changes.next()) {
    if (change->type != wire::SessionChange::Type::SystemVariable) continue;
    std::string name = wire::canonical_variable_name(change->name);
    const bool baseline = connection.baseline(name) == change->value;
    outcome_.tracked.push_back({std::move(name), std::string(change->value), baseline});
  }
}

void Executor::note_ok(const Leg& leg, TargetAnswer& answer, const wire::OkPacket& ok) {
  answer.affected_rows = ok.affected_rows;
  if (answer.last_insert_id == 0) answer.last_insert_id = ok.last_insert_id;
  note_insert_id(leg, ok);
  answer.warnings = ok.warnings;
  answer.info.assign(ok.info);
  if (!ok.session_track.empty()) track(*leg.connection, ok.session_track);
}

// Servers number text by how their connection came to its character set; the
// client is shown one number for all.
void Executor::show_collation(wire::ColumnDefinition& column) const {
  const std::uint16_t shown = settings.client->results_collation;
  if (shown == 0 || column.collation == shown || column.collation == wire::kBinaryCollation) return;
  const wire::Collation* collation = wire::find_collation(column.collation);
  if (collation != nullptr && collation->charset == "utf8mb4") column.collation = shown;
}

void Executor::rename(wire::ColumnDefinition& column) const {
  show_collation(column);
  const plan::Naming* naming = dispatch().naming.get();
  if (naming == nullptr) return;
  for (const plan::ViewColumns& view : naming->view_columns) {
    if (column.table != view.visible) continue;
    const bool is_field = !column.org_table.empty();
    if (is_field || !view.mergeable) column.schema = naming->logical_schema;
    if (is_field && !view.owns_columns) break;
    column.org_table = view.view;
    return;
  }
  if (column.org_table.empty()) return;
  // Columns of a derived table that was materialised have no schema; of a
  // HANDLER MySQL names none.
  const bool is_actual =
      !column.schema.empty() && column.schema != "information_schema" && column.schema != "*any*";
  if (!naming->logical_schema.empty() && is_actual) column.schema = naming->logical_schema;
  for (const plan::Rename& each : naming->tables) {
    if (column.org_table != each.actual_table) continue;
    if (column.table == each.actual_table) column.table = each.logical_table;
    column.org_table = each.logical_table;
    return;
  }
}

void Executor::write_column(ByteView payload) {
  Result<wire::ColumnDefinition> column = wire::decode_column_definition(payload);
  if (!column) return writer().payload(payload);
  rename(*column);
  writer().column(*column);
}

bool Executor::calls() const {
  return (dispatch().pins & plan::held::kPrograms) != 0;
}

bool Executor::may_see_results() const {
  // Servers ask for PS_MULTI_RESULTS not even of prepared statements.
  return wire::has(settings.client->capabilities, wire::capability::kMultiResults);
}

void Executor::pass_through(Leg& leg, wire::ReplyEvent& event) {
  TargetAnswer& answer = answers_[leg.targets[leg.current]];
  backend::Connection& connection = *leg.connection;
  switch (event.kind) {
    case Kind::Ok: {
      note_ok(leg, answer, *event.ok);
      outcome_.affected_rows = event.ok->affected_rows;
      outcome_.info.assign(event.ok->info);
      wire::OkPacket ok = *event.ok;
      ok.session_track = {};
      if (dispatch().has_generated_key) ok.last_insert_id = dispatch().first_generated_key;
      outcome_.last_insert_id = counted_insert_id(ok);
      writer().ok(ok);
      break;
    }
    case Kind::ResultHeader:
      if (calls() && !may_see_results()) {
        return fail_target(leg,
                           Error(1312, "0A000", "PROCEDURE can't return a result set in the given context"));
      }
      outcome_.had_rows = true;
      outcome_.rows = 0;
      writer().column_count(static_cast<std::size_t>(event.count));
      break;
    case Kind::ColumnDefinition:
      write_column(event.bytes);
      break;
    case Kind::ColumnsEnd:
      // The OK of the CALL itself follows its results.
      writer().columns_end(calls() ? wire::status::kMoreResults : std::uint16_t{0});
      connection.set_row_sequence(settings.client->sequence);
      break;
    case Kind::RowRun:
      outcome_.rows += event.count;
      writer().frames(event.bytes, connection.row_sequence());
      break;
    case Kind::Row:
      ++outcome_.rows;
      writer().row(event.bytes);
      break;
    case Kind::ResultEnd:
      answer.warnings = event.ok->warnings;
      if (dispatch().has_generated_key) outcome_.last_insert_id = dispatch().first_generated_key;
      if (!event.ok->session_track.empty()) track(connection, event.ok->session_track);
      writer().result_end(event.ok->warnings, event.ok->status);
      break;
    default:
      break;
  }
  bytes_sent_ = true;
}

void Executor::collect(Leg& leg, wire::ReplyEvent& event) {
  TargetAnswer& answer = answers_[leg.targets[leg.current]];
  switch (event.kind) {
    case Kind::Ok:
      note_ok(leg, answer, *event.ok);
      break;
    case Kind::ColumnDefinition:
      if (holds_rows()) {
        answer.columns.emplace_back(event.bytes.begin(), event.bytes.end());
        break;
      }
      if (leg.targets[leg.current] == 0) show_columns_.emplace_back(event.bytes.begin(), event.bytes.end());
      break;
    case Kind::Row:
      if (holds_rows()) {
        hold_row(answer, event.bytes);
        break;
      }
      if (may_hold("collected in the proxy", event.bytes.size()))
        show_rows_.emplace_back(event.bytes.begin(), event.bytes.end());
      break;
    case Kind::ResultEnd:
      if (job_.sink != Sink::Store) outcome_.had_rows = true;
      answer.warnings = event.ok->warnings;
      answer.index_hints = event.ok->status & (wire::status::kNoIndexUsed | wire::status::kNoGoodIndexUsed);
      break;
    default:
      break;
  }
}

void Executor::collect_prepare(Leg& leg, wire::ReplyEvent& event) {
  TargetAnswer& answer = answers_[leg.targets[leg.current]];
  if (event.kind == Kind::PrepareOk) {
    answer.warnings = event.prepare.warnings;
    outcome_.prepared.warnings = event.prepare.warnings;
  } else if (event.kind == Kind::ParamDefinition) {
    Result<wire::ColumnDefinition> parameter = wire::decode_column_definition(event.bytes);
    if (!parameter) return;
    show_collation(*parameter);
    ByteBuffer encoded;
    wire::encode_column_definition(*parameter, encoded);
    outcome_.prepared.params.emplace_back(as_text(encoded));
  } else if (event.kind == Kind::PreparedColumn) {
    Result<wire::ColumnDefinition> column = wire::decode_column_definition(event.bytes);
    if (!column) return;
    rename(*column);
    ByteBuffer encoded;
    wire::encode_column_definition(*column, encoded);
    outcome_.prepared.columns.emplace_back(as_text(encoded));
  }
}

// The rows of SHOW WARNINGS, or of the read-back of user variables.
void Executor::collect_extra(Leg& leg, wire::ReplyEvent& event) {
  if (event.kind == Kind::ColumnDefinition) {
    Result<wire::ColumnDefinition> column = wire::decode_column_definition(event.bytes);
    wire::LocalColumn kept;
    if (column) {
      kept.type = column->type;
      kept.collation = column->collation;
      kept.decimals = column->decimals;
      kept.flags = column->flags;
    }
    extra_columns_.push_back(std::move(kept));
    return;
  }
  if (event.kind == Kind::ResultHeader) extra_columns_.clear();
  if (event.kind == Kind::Err && leg.stage == Leg::Stage::Changes && !failure_) failure_ = *event.error;
  if (event.kind != Kind::Row) return;
  if (leg.stage == Leg::Stage::Changes) return change_row(event.bytes);
  wire::TextRowReader fields(event.bytes);
  if (leg.stage == Leg::Stage::Charset) {
    file_->ways[index_of(leg)].charset = fields.next().value_or("");
    return;
  }
  if (leg.stage == Leg::Stage::Warnings) {
    Diagnostic diagnostic;
    diagnostic.level = fields.next().value_or("");
    const std::string code(fields.next().value_or("0"));
    diagnostic.code = static_cast<std::uint16_t>(std::strtoul(code.c_str(), nullptr, 10));
    diagnostic.message = fields.next().value_or("");
    number_rows(leg, diagnostic.message);
    auto& list = answers_[leg.targets[leg.current]].diagnostics;
    if (fields.ok()) list.push_back(std::move(diagnostic));  // as many as its max_error_count
    return;
  }
  note_read_back(fields);
}

void Executor::note_read_back(wire::TextRowReader fields) {
  std::vector<wire::FieldView> values;
  while (fields.more()) values.push_back(fields.next());
  if (!fields.ok() || values.size() != extra_columns_.size()) return;
  const std::size_t asked = job_.read_back.size();
  for (std::size_t i = 0; i < asked && i < values.size(); ++i) {
    if (i >= job_.assigns.size()) {  // a function's
      outcome_.read_back.emplace_back(values[i].value_or("NULL"));
      continue;
    }
    const bool told = asked + i < values.size() && values[asked + i];
    outcome_.read_back.push_back(
        user_variable_literal(extra_columns_[i], values[i], told ? *values[asked + i] : std::string_view()));
  }
  take_insert_id();
}

}  // namespace mallshard::exec
