// The prepared-statement protocol. The client's ids are the session's own; the
// servers' statements belong to their connections (backend::Connection), found
// by the text that the plan made for each.
#include <algorithm>

#include "exec/show_transform.h"
#include "plan/views.h"
#include "rule/snapshot.h"
#include "session/body.h"
#include "session/substitute.h"
#include "sqlparse/ast_all.h"
#include "wire/column_definition.h"
#include "wire/packet.h"
#include "wire/stmt_prepare.h"

namespace mallshard::session {
namespace {

constexpr std::string_view kMySqlLooksUp = "mysql_stmt_precheck";

Error not_preparable() {
  return {1295, "HY000", "This command is not supported in the prepared statement protocol yet"};
}

}  // namespace

Error Session::Body::unknown_prepared(std::uint32_t id, std::string_view command) const {
  const std::string_view given_to = env_.mariadb ? command : kMySqlLooksUp;
  return {
      1243, "HY000",
      "Unknown prepared statement handler (" + std::to_string(id) + ") given to " + std::string(given_to)};
}

Error Session::Body::wrong_arguments(std::string_view command) const {
  return {1210, "HY000", "Incorrect arguments to " + std::string(env_.mariadb ? command : kMySqlLooksUp)};
}

// Of a statement that the session carries out itself, as servers define any `?`.
ByteBuffer Session::Body::parameter_definition() const {
  wire::ColumnDefinition definition;
  definition.name = "?";
  if (env_.mariadb) {
    definition.type = wire::ColumnType::Null;
    definition.flags = wire::column_flag::kBinary;
  } else {
    constexpr std::uint16_t kGeneralCi = 45;
    definition.collation = view_.results_collation != 0 ? view_.results_collation : kGeneralCi;
    definition.length = 65532;
    definition.decimals = 31;
  }
  ByteBuffer payload;
  wire::encode_column_definition(definition, payload);
  return payload;
}

void Session::Body::com_stmt_prepare(ByteView payload) {
  text_.assign(as_text(payload.subspan(1)));
  ++env_.questions;
  ranges_.clear();
  refresh_flavour();
  protocol_ = Protocol::Prepare;
  params_.clear();
  values_.clear();
  sql_ = text_;
  preview_ = Preview::None;
  tables_loads_ = 0;
  facts_known_ = false;
  if (prepared_.size() >= snapshot_->props.max_prepared_statements) {
    return fail(Error(1461, "42000",
                      "Can't create more than max_prepared_stmt_count statements (current value: " +
                          std::to_string(snapshot_->props.max_prepared_statements) + ")"));
  }
  sqlparse::lex(sql_, lex_, tokens_);
  sqlparse::build_plan_key(tokens_, key_);
  arena_.reset();
  parsed_ = sqlparse::parse(tokens_, arena_);
  if (!parsed_.ok()) {
    if (parsed_.error.code != 1065 || !is_comment(sql_) || !env_.mariadb) return fail(not_read(sql_));
    preparing_ = next_prepared_++;
    Prepared nothing;
    nothing.sql = text_;
    nothing.by_session = true;
    prepared_.insert_or_assign(preparing_, std::move(nothing));
    return answer_prepared({}, 0);
  }
  if (!may_be_prepared(*parsed_.statement)) return fail(not_preparable());
  if (parsed_.parameter_count > 65535) {
    return fail(Error(1390, "HY000", "Prepared statement contains too many placeholders"));
  }
  Prepared prepared;
  prepared.sql = text_;
  prepared.parameters = static_cast<std::uint16_t>(parsed_.parameter_count);
  prepared.by_session = by_session(*parsed_.statement);
  prepared.returns_rows = sqlparse::is<sqlparse::SelectStatement>(parsed_.statement) ||
                          sqlparse::is<sqlparse::ShowStatement>(parsed_.statement) ||
                          sqlparse::is<sqlparse::DescribeStatement>(parsed_.statement);
  preparing_ = next_prepared_++;
  const bool session_s = prepared.by_session;
  if (session_s && parsed_.statement->statement_kind == sqlparse::StatementKind::Explain)
    return fail(not_preparable());
  const std::size_t parameters = prepared.parameters;
  prepared_.insert_or_assign(preparing_, std::move(prepared));
  if (session_s) {
    exec::PreparedMetadata metadata;
    metadata.params.assign(parameters, std::string(as_text(parameter_definition())));
    return answer_prepared(metadata, 0);
  }
  values_.assign(parameters, Value::opaque());
  facts_ = sqlparse::statement_facts(parsed_);
  facts_known_ = true;
  plan_statement();
}

void Session::Body::on_prepared(exec::Outcome& outcome) {
  if (outcome.error) {
    prepared_.erase(preparing_);
    note_outcome(outcome);
    return command_over();
  }
  // The statement that was prepared may have parameters of the proxy's own,
  // and the client's in another order.
  exec::PreparedMetadata shown;
  shown.columns = std::move(outcome.prepared.columns);
  shown.warnings = outcome.prepared.warnings;
  shown.params.assign(prepared_.at(preparing_).parameters, std::string(as_text(parameter_definition())));
  const auto& sent = dispatch_.targets.front().parameters;
  for (std::size_t i = 0; i < sent.size() && i < outcome.prepared.params.size(); ++i) {
    if (sent[i].client_index < shown.params.size())
      shown.params[sent[i].client_index] = outcome.prepared.params[i];
  }
  if (dispatch_.show == plan::Show::TableNames) shown.columns = show_columns(shown.columns);
  const std::size_t hidden = dispatch_.merge ? dispatch_.merge->drop_last : 0;
  answer_prepared(shown, std::min(hidden, shown.columns.size()));
}

// Tables_in_<logical schema>
std::vector<std::string> Session::Body::show_columns(const std::vector<std::string>& columns) const {
  std::vector<ByteBuffer> payloads;
  std::vector<ByteBuffer> rows;
  for (const std::string& column : columns) payloads.emplace_back(column.begin(), column.end());
  const auto shown = exec::show_transform(dispatch_.show, dispatch_, payloads, rows, wire::RowFormat::Binary);
  if (!shown) return columns;
  std::vector<std::string> out;
  for (const ByteBuffer& payload : shown->columns) out.emplace_back(as_text(payload));
  return out;
}

void Session::Body::answer_prepared(const exec::PreparedMetadata& metadata, std::size_t hidden) {
  wire::PrepareOk head;
  head.statement_id = preparing_;
  head.columns = static_cast<std::uint16_t>(metadata.columns.size() - hidden);
  head.params = static_cast<std::uint16_t>(metadata.params.size());
  head.warnings = metadata.warnings;
  ByteBuffer payload;
  wire::encode_prepare_ok(head, payload);
  exec::ClientWriter out = writer();
  out.payload(payload);
  for (const std::string& definition : metadata.params) out.payload(as_bytes(definition));
  if (head.params > 0) out.columns_end();
  for (std::size_t i = 0; i < head.columns; ++i) out.payload(as_bytes(metadata.columns[i]));
  if (head.columns > 0) out.columns_end();
  command_over();
}

void Session::Body::com_stmt_execute(ByteView payload) {
  Result<wire::StmtExecute> head = wire::decode_stmt_execute_head(payload);
  if (!head) return fail(malformed());
  // MariaDB's clients mean the last one, whose number they do not wait for.
  const bool is_last = env_.mariadb && head->statement_id == wire::StmtExecute::kLastPrepared;
  const auto at = prepared_.find(is_last ? next_prepared_ - 1 : head->statement_id);
  if (at == prepared_.end()) return fail(unknown_prepared(head->statement_id, "mysqld_stmt_execute"));
  Prepared& prepared = at->second;
  prepared.cursor.reset();
  ++env_.questions;
  ranges_.clear();
  refresh_flavour();
  view_.format = wire::RowFormat::Binary;
  protocol_ = Protocol::Binary;

  // The parameters view these bytes until the statement is over.
  execute_payload_.assign(payload.begin(), payload.end());
  if (prepared.long_data_error) return fail(*prepared.long_data_error);  // until COM_STMT_RESET
  held_long_data_ = prepared.long_data.empty() ? std::vector<std::optional<std::string>>()
                                               : std::exchange(prepared.long_data, {});
  for (const std::optional<std::string>& value : held_long_data_) {
    if (value) long_data_bytes_ -= value->size();
  }
  Result<void> decoded = wire::decode_stmt_execute_params(execute_payload_, prepared.parameters,
                                                          prepared.types, held_long_data_, params_);
  if (!decoded) {
    const bool malformed_types = decoded.error().code == Error::malformed_packet().code;
    const std::size_t least = 10 + (prepared.parameters + 7U) / 8 + 1;
    if (env_.mariadb && (!malformed_types || payload.size() < least))
      return fail(wrong_arguments("mysqld_stmt_execute"));
    return fail(malformed_types || !held_long_data_.empty() ? malformed() : decoded.error());
  }
  values_.clear();
  for (const wire::Param& param : params_) values_.push_back(wire::to_value(param));

  text_.assign(prepared.sql);
  constexpr unsigned kReadOnlyCursor = 1;
  if (!prepared.by_session) {
    if ((head->flags & kReadOnlyCursor) != 0 && prepared.returns_rows) {
      const std::size_t most = exec::Cursor::kMostBytes - std::min(exec::Cursor::kMostBytes, cursor_bytes());
      prepared.cursor = std::make_unique<exec::Cursor>();
      prepared.cursor->most = most;
      view_.cursor = prepared.cursor.get();
    }
    return run_statement(text_);
  }
  // Answered like the text statement with its values in place.
  std::vector<std::string> literals;
  for (const Value& value : values_) literals.push_back(literal_of(value));
  std::optional<std::string> bound = substitute(text_, lex_, literals);
  if (!bound) return fail(Error(1210, "HY000", "Incorrect arguments to mysqld_stmt_execute"));
  params_.clear();
  values_.clear();
  run_rewritten(std::move(*bound));
}

std::size_t Session::Body::cursor_bytes() const {
  std::size_t sum = 0;
  for (const auto& [id, prepared] : prepared_) {
    if (prepared.cursor) sum += prepared.cursor->rows.size();
  }
  return sum;
}

void Session::Body::forget_long_data(Prepared& prepared) {
  for (const std::optional<std::string>& value : prepared.long_data) {
    if (value) long_data_bytes_ -= value->size();
  }
  prepared.long_data.clear();
}

// Servers bound each value alone, which bounds nothing: all that waits here for
// its execution counts.
std::optional<Error> Session::Body::refuse_long_data(std::size_t held, std::size_t more) const {
  const rule::Props& props = snapshot_->props;
  if (held + more > props.max_allowed_packet)
    return Error(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes");
  const std::size_t most = std::max(props.max_allowed_packet, props.gather_max_bytes);
  if (long_data_bytes_ + more <= most) return std::nullopt;
  return Error(1104, "42000",
               "The session's parameters that were sent in parts take more than " + std::to_string(most) +
                   " bytes of memory in the proxy: execute or reset their statements, or raise "
                   "gather.max.bytes in server.yaml");
}

void Session::Body::com_stmt_send_long_data(ByteView payload) {
  Result<wire::StmtLongData> data = wire::decode_stmt_long_data(payload);
  const auto at = data ? prepared_.find(data->statement_id) : prepared_.end();
  if (data && at != prepared_.end()) {
    Prepared& prepared = at->second;
    if (data->param >= prepared.parameters) {
      prepared.long_data_error = wrong_arguments("mysqld_stmt_send_long_data");
    } else {
      prepared.long_data.resize(prepared.parameters);
      std::optional<std::string>& value = prepared.long_data[data->param];
      if (!value) value.emplace();
      if (std::optional<Error> refused = refuse_long_data(value->size(), data->data.size())) {
        prepared.long_data_error = std::move(refused);
      } else {
        long_data_bytes_ += data->data.size();
        value->append(as_text(data->data));
      }
    }
  }
  command_over();  // never answered: errors wait for the execution
}

void Session::Body::com_stmt_close(ByteView payload) {
  wire::PacketReader in(payload);
  in.skip(1);
  if (const auto at = prepared_.find(in.u32()); at != prepared_.end()) {
    forget_long_data(at->second);
    prepared_.erase(at);
  }
  command_over();
}

void Session::Body::com_stmt_reset(ByteView payload) {
  wire::PacketReader in(payload);
  in.skip(1);
  const std::uint32_t id = in.u32();
  if (!in.ok()) return fail(malformed());
  const auto at = prepared_.find(id);
  if (at == prepared_.end()) return fail(unknown_prepared(id, "mysqld_stmt_reset"));
  forget_long_data(at->second);
  at->second.long_data_error.reset();
  at->second.cursor.reset();
  ok();
  command_over();
}

void Session::Body::com_stmt_fetch(ByteView payload) {
  wire::PacketReader in(payload);
  in.skip(1);
  const std::uint32_t id = in.u32();
  const std::uint32_t count = in.u32();
  if (!in.ok()) return fail(malformed());
  const auto at = prepared_.find(id);
  if (at == prepared_.end()) return fail(unknown_prepared(id, "mysqld_stmt_fetch"));
  exec::Cursor* cursor = at->second.cursor.get();
  if (cursor == nullptr || !cursor->open) {
    return fail(
        Error(1421, "HY000",
              "The statement (" + std::to_string(id) + ") has no open cursor" + (env_.mariadb ? "" : ".")));
  }
  writer().fetched(*cursor, count);
  command_over();
}

void Session::Body::com_field_list(ByteView payload) {
  wire::PacketReader in(payload);
  in.skip(1);
  const bool is_ended = std::find(payload.begin(), payload.end(), std::uint8_t{0}) != payload.end();
  if (!env_.mariadb && !is_ended) return fail(malformed());
  const std::string table(in.nul_text_or_rest());
  field_wildcard_ = as_text(in.rest());
  std::string quoted = "`";
  for (const char c : table) {
    if (c == '`') quoted += '`';
    quoted += c;
  }
  text_ = "SELECT * FROM " + quoted + "`";
  ranges_.clear();
  refresh_flavour();
  protocol_ = Protocol::Text;
  field_table_ = table;
  sql_ = text_;
  preview_ = Preview::None;
  tables_loads_ = 0;
  plan_field_list();
}

void Session::Body::plan_field_list() {
  sqlparse::lex(sql_, lex_, tokens_);
  arena_.reset();
  parsed_ = sqlparse::parse(tokens_, arena_);
  if (!parsed_.ok()) return fail(Error(parsed_.error.code, "42000", parsed_.error.message));
  plan::Outcome outcome = plan::make_plan(*parsed_.statement, tokens_, sql_, context());
  if (const Error* error = std::get_if<Error>(&outcome)) return fail(*error);
  if (const auto* need = std::get_if<plan::NeedTables>(&outcome)) {
    if (tables_loads_ >= kTablesLoads) return fail(Error::unknown("table metadata could not be loaded"));
    on_tables_ = &Body::on_tables_for_field_list;
    return effects_.need_tables(schema_ != nullptr ? *schema_ : snapshot_->schemas.front(), need->tables);
  }
  const plan::SessionValues values = session_values();
  plan::Execution execution;
  execution.sql = sql_;
  execution.tokens = &tokens_;
  execution.session = &values;
  const auto& made = std::get<std::shared_ptr<const plan::Plan>>(outcome);
  if (Result<void> done = made->representative(execution, dispatch_); !done) return fail(done.error());
  std::string actual = field_table_;
  if (dispatch_.naming) {
    for (const plan::Rename& each : dispatch_.naming->tables) {
      // One target: the last actual name that stands in its SQL is the table's.
      if (dispatch_.targets.front().sql.find(each.actual_table) != std::string::npos)
        actual = each.actual_table;
    }
  }
  dispatch_.targets.resize(1);
  dispatch_.gathers.clear();
  if (schema_ != nullptr) {
    const rule::TablePtr known = env_.metadata->find(schema_->name, field_table_);
    if (known != nullptr && plan::is_logical_view(*known, *schema_, context())) {
      actual = field_table_;
      dispatch_.targets.front().source = known->view->source;
    }
  }
  dispatch_.targets.front().sql = actual;
  dispatch_.answer = plan::Answer::PassThrough;
  dispatch_.merge.reset();
  prepare_executor();
  exec::Job job;
  job.dispatch = &dispatch_;
  job.sink = exec::Sink::FieldList;
  job.field_wildcard = field_wildcard_;
  executor_.run(std::move(job));
  await(&Body::on_field_list);
}

void Session::Body::on_tables_for_field_list() {
  ++tables_loads_;
  plan_field_list();
}

void Session::Body::on_field_list(exec::Outcome& outcome) {
  note_outcome(outcome);
  command_over();
}

}  // namespace mallshard::session
