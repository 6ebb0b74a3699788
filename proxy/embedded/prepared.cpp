// Prepared statements: kept as AST, translated anew with each execution's values.
#include "embedded/charset_conversion.h"
#include "embedded/session.h"
#include "wire/stmt_prepare.h"

namespace mallshard::embedded {

namespace {

constexpr std::size_t kMaxPrepared = 16382;  // max_prepared_stmt_count

Error unknown_statement(std::uint32_t id, const char* command) {
  return {1243, "HY000",
          "Unknown prepared statement handler (" + std::to_string(id) + ") given to " + command};
}

}  // namespace

void Session::prepare(std::string_view sql, Reply& reply) {
  if (prepared_.size() >= kMaxPrepared) {
    return reply.error({1461, "42000",
                        "Can't create more than max_prepared_stmt_count statements (current value: " +
                            std::to_string(kMaxPrepared) + ")"});
  }
  auto prepared = std::make_unique<Prepared>();
  prepared->sql = decode_sql(sql);
  prepared->parsed = sqlparse::parse(prepared->sql, variables_.lex_options(), prepared->arena);
  if (!prepared->parsed.ok())
    return reply.error({prepared->parsed.error.code, "42000", prepared->parsed.error.message});

  Job job;
  job.statement = prepared->parsed.statement;
  job.tokens = prepared->parsed.tokens;
  std::vector<ResultColumn> columns;
  std::vector<wire::LocalColumn> local;
  if (const auto* select_statement = sqlparse::as<sqlparse::SelectStatement>(job.statement)) {
    begin_evaluation(job);
    TranslationContext translation = context(job);
    translation.preparing = true;
    Translator translator(translation);
    columns = translator.query(*select_statement->query).columns;
    if (translator.error()) return reply.error(*translator.error());
  } else if (const auto* show_statement = sqlparse::as<sqlparse::ShowStatement>(job.statement)) {
    Result<Outcome> shown = show(*show_statement, job);
    if (!shown) return reply.error(shown.error());
    local = std::move(shown->rows.columns);
  } else if (const auto* described = sqlparse::as<sqlparse::DescribeStatement>(job.statement)) {
    Result<Outcome> shown = describe(*described, job);
    if (!shown) return reply.error(shown.error());
    local = std::move(shown->rows.columns);
  }

  wire::PrepareOk ok;
  ok.statement_id = next_statement_++;
  ok.columns = static_cast<std::uint16_t>(columns.size() + local.size());
  ok.params = static_cast<std::uint16_t>(prepared->parsed.parameter_count);
  wire::encode_prepare_ok(ok, reply.writer().begin());
  reply.writer().finish();
  std::vector<wire::ColumnDefinition> params(ok.params);
  for (wire::ColumnDefinition& param : params) {
    param.name = "?";
    param.type = wire::ColumnType::VarString;
    param.flags = wire::column_flag::kBinary;
  }
  reply.definitions(params, status());
  if (!columns.empty()) reply.definitions(definitions(columns), status());
  if (!local.empty()) wire::write_local_columns(local, reply.capabilities(), status(), reply.writer());
  prepared->long_data.resize(ok.params);
  prepared_.emplace(ok.statement_id, std::move(prepared));
}

void Session::execute(ByteView payload, Reply& reply) {
  Result<wire::StmtExecute> head = wire::decode_stmt_execute_head(payload);
  if (!head) return reply.error(head.error());
  std::uint32_t id = head->statement_id;
  if (id == wire::StmtExecute::kLastPrepared && !prepared_.empty()) id = prepared_.rbegin()->first;
  const auto found = prepared_.find(id);
  if (found == prepared_.end()) return reply.error(unknown_statement(id, "mysqld_stmt_execute"));
  Prepared& prepared = *found->second;
  std::vector<wire::Param> params;
  Result<void> decoded = wire::decode_stmt_execute_params(payload, prepared.parsed.parameter_count,
                                                          prepared.types, prepared.long_data, params);
  if (!decoded) return reply.error(decoded.error());
  std::vector<Value> values;
  for (const wire::Param& param : params) {
    Value value = wire::to_value(param);
    if (value.kind == Value::Kind::Opaque) return reply.error(Error::malformed_packet());
    if (value.kind == Value::Kind::Text) value.text = decode_sql(value.text);
    values.push_back(std::move(value));
  }
  Job job;
  job.statement = prepared.parsed.statement;
  job.tokens = prepared.parsed.tokens;
  job.parameters = values;
  job.format = wire::RowFormat::Binary;
  job.reply = &reply;
  answer(job);
  for (auto& data : prepared.long_data) data.reset();
}

void Session::send_long_data(ByteView payload) {
  Result<wire::StmtLongData> data = wire::decode_stmt_long_data(payload);
  if (!data) return;  // never answered; a missing value shows at EXECUTE
  const auto found = prepared_.find(data->statement_id);
  if (found == prepared_.end() || data->param >= found->second->long_data.size()) return;
  std::optional<std::string>& value = found->second->long_data[data->param];
  if (!value) value.emplace();
  value->append(as_text(data->data));
}

void Session::reset_statement(std::uint32_t id, Reply& reply) {
  const auto found = prepared_.find(id);
  if (found == prepared_.end()) return reply.error(unknown_statement(id, "mysqld_stmt_reset"));
  for (auto& data : found->second->long_data) data.reset();
  ping(reply);
}

}  // namespace mallshard::embedded
