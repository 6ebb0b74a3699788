#include "embedded/session.h"

#include <algorithm>
#include <chrono>

#include "base/bytes.h"
#include "embedded/charset_conversion.h"
#include "embedded/decimal.h"
#include "embedded/row_encoder.h"
#include "embedded/temporal.h"
#include "sqlparse/lexer.h"
#include "sqlparse/split.h"
#include "wire/collation.h"
#include "wire/ok_packet.h"
#include "wire/status.h"

namespace mallshard::embedded {

using sqlparse::StatementKind;

namespace {

std::int64_t now_microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Keeps the warnings of the statement before it.
bool reads_diagnostics(const sqlparse::Statement& statement) {
  const auto* show = sqlparse::as<sqlparse::ShowStatement>(&statement);
  if (show == nullptr) return false;
  switch (show->show_kind) {
    case sqlparse::ShowKind::Warnings:
    case sqlparse::ShowKind::Errors:
    case sqlparse::ShowKind::CountWarnings:
    case sqlparse::ShowKind::CountErrors:
      return true;
    default:
      return false;
  }
}

}  // namespace

Session::Session(SessionSetup setup) : setup_(std::move(setup)), variables_(setup_.server_variables) {}

Session::~Session() {
  if (database_ != nullptr && database_->in_transaction()) (void)database_->execute("ROLLBACK");
}

Result<std::unique_ptr<Session>> Session::open(SessionSetup setup) {
  std::unique_ptr<Session> session(new Session(std::move(setup)));
  const auto mode = session->setup_.read_only ? Database::Mode::ReadOnly : Database::Mode::ReadWrite;
  Result<std::unique_ptr<Database>> database =
      Database::open(session->setup_.path, mode, session->evaluation_);
  if (!database) return database.error();
  session->database_ = std::move(*database);
  session->catalog_ = std::make_unique<Catalog>(*session->database_);
  session->system_tables_ =
      std::make_unique<SystemTables>(*session->database_, *session->catalog_, session->setup_.database);
  return session;
}

Result<void> Session::login(std::string_view user, std::string_view database, wire::Capabilities capabilities,
                            std::uint16_t collation) {
  user_ = std::string(user) + "@127.0.0.1";
  capabilities_ = capabilities;
  multi_statements_ = wire::has(capabilities, wire::capability::kMultiStatements);
  variables_.set_login_collation(collation);
  variables_.put("pseudo_thread_id", std::to_string(setup_.connection_id));
  if (database.empty()) return {};
  Result<Outcome> used = use(database);
  schema_changed_ = false;
  if (!used) return used.error();
  return {};
}

std::uint16_t Session::status() const {
  std::uint32_t out = 0;
  if (in_transaction()) out |= wire::status::kInTransaction;
  if (in_transaction() && transaction_read_only_) out |= wire::status::kInTransactionReadOnly;
  if (variables_.autocommit()) out |= wire::status::kAutocommit;
  if (variables_.lex_options().no_backslash_escapes) out |= wire::status::kNoBackslashEscapes;
  return static_cast<std::uint16_t>(out);
}

std::string Session::decode_sql(std::string_view sql) const {
  return to_utf8(sql, variables_.client_charset());
}

ByteBuffer Session::session_track() {
  ByteBuffer block;
  for (const auto& [name, value] : variables_.take_changes())
    wire::append_session_variable(name, value, block);
  if (schema_changed_ && variables_.tracks_schema()) wire::append_session_schema(current_database_, block);
  schema_changed_ = false;
  return block;
}

TranslationContext Session::context(const Job& job) {
  TranslationContext context;
  context.catalog = catalog_.get();
  context.evaluation = &evaluation_;
  context.tokens = job.tokens;
  context.database = setup_.database;
  context.current_database = current_database_;
  context.user = user_;
  context.connection_id = setup_.connection_id;
  context.last_insert_id = last_insert_id_;
  context.row_count = row_count_;
  context.found_rows = found_rows_;
  context.now_utc_microseconds = now_microseconds();
  context.connection_collation = &variables_.connection_collation();
  context.only_full_group_by = variables_.sql_mode().only_full_group_by;
  context.parameters = job.parameters;
  context.user_variables = &user_variables_;
  context.system_tables = system_tables_.get();
  context.variables = &variables_;
  return context;
}

void Session::begin_evaluation(const Job& job) {
  const SqlMode mode = variables_.sql_mode();
  database_->begin_statement();
  evaluation_.failure.reset();
  evaluation_.warnings.clear();
  evaluation_.warning_count = 0;
  evaluation_.slots.clear();
  evaluation_.row = 1;
  evaluation_.division_errors = mode.division_errors;
  evaluation_.zone_seconds =
      zone_offset_seconds(variables_.text("time_zone"), now_microseconds() / 1'000'000).value_or(0);
  const StatementKind kind = job.statement->statement_kind;
  const bool changes = kind == StatementKind::Insert || kind == StatementKind::Replace ||
                       kind == StatementKind::Update || kind == StatementKind::Delete;
  evaluation_.strict_change = changes && mode.strict;
  database_->set_lock_wait(std::chrono::seconds(variables_.number("innodb_lock_wait_timeout")));
}

void Session::query(std::string_view sql, Reply& reply) {
  const std::string text = decode_sql(sql);
  std::vector<sqlparse::StatementRange> ranges;
  sqlparse::TokenBuffer tokens;
  sqlparse::lex(text, variables_.lex_options(), tokens);
  if (multi_statements_) ranges = sqlparse::split(tokens);
  if (ranges.size() <= 1) {
    run(text, reply, false);
    return;
  }
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const std::string_view part =
        std::string_view(text).substr(ranges[i].begin, ranges[i].end - ranges[i].begin);
    if (!run(part, reply, i + 1 < ranges.size())) return;
  }
}

bool Session::run(std::string_view sql, Reply& reply, bool more_results) {
  arena_.reset();
  const sqlparse::ParseOutput parsed = sqlparse::parse(sql, variables_.lex_options(), arena_);
  if (!parsed.ok()) {
    row_count_ = -1;
    reply.error({parsed.error.code, "42000", parsed.error.message});
    return false;
  }
  if (parsed.parameter_count > 0) {
    reply.error(Error::syntax("A parameter stands in a statement that is not prepared: '?'"));
    return false;
  }
  Job job;
  job.statement = parsed.statement;
  job.tokens = parsed.tokens;
  job.reply = &reply;
  job.more_results = more_results;
  return answer(job);
}

bool Session::answer(Job& job) {
  begin_evaluation(job);
  Result<Outcome> outcome = dispatch(job);
  if (!reads_diagnostics(*job.statement)) {
    warnings_ = std::move(evaluation_.warnings);
    warning_count_ = evaluation_.warning_count;
    evaluation_.warnings.clear();
  }
  if (!outcome) {
    row_count_ = -1;
    warnings_.push_back({WarningLevel::Error, outcome.error()});
    ++warning_count_;
    variables_.put("warning_count", std::to_string(warning_count_));
    variables_.put("error_count", "1");
    job.reply->error(outcome.error());
    return false;
  }
  variables_.put("warning_count", std::to_string(warning_count_));
  variables_.put("error_count", "0");
  write_outcome(job, *outcome);
  return true;
}

void Session::write_outcome(Job& job, Outcome& outcome) {
  std::uint16_t flags = status();
  if (job.more_results) flags = static_cast<std::uint16_t>(flags | wire::status::kMoreResults);
  const auto warnings = static_cast<std::uint16_t>(std::min<std::uint64_t>(warning_count_, 0xFFFF));
  const ByteBuffer track = session_track();
  switch (outcome.kind) {
    case Outcome::Kind::Ok: {
      row_count_ = static_cast<std::int64_t>(outcome.affected);
      wire::OkPacket ok;
      ok.affected_rows = outcome.affected;
      ok.last_insert_id = outcome.insert_id;
      ok.status = flags;
      ok.warnings = warnings;
      ok.info = outcome.info;
      ok.session_track = track;
      job.reply->ok(ok);
      return;
    }
    case Outcome::Kind::Rows: {
      row_count_ = -1;
      outcome.rows.warnings = reads_diagnostics(*job.statement) ? 0 : warnings;
      Result<void> written = wire::write_local_result(outcome.rows, job.format, job.reply->capabilities(),
                                                      flags, job.reply->writer());
      if (!written) job.reply->error(written.error());
      return;
    }
    case Outcome::Kind::Streamed:
      row_count_ = -1;
      job.reply->result_end({warnings, flags}, track);
      return;
  }
}

Result<Session::Outcome> Session::dispatch(Job& job) {
  using sqlparse::NodeKind;
  const sqlparse::Statement& statement = *job.statement;
  switch (statement.kind) {
    case NodeKind::SelectStatement:
      return select(sqlparse::cast<sqlparse::SelectStatement>(statement), job);
    case NodeKind::InsertStatement:
      return insert(sqlparse::cast<sqlparse::InsertStatement>(statement), job);
    case NodeKind::UpdateStatement:
      return update(sqlparse::cast<sqlparse::UpdateStatement>(statement), job);
    case NodeKind::DeleteStatement:
      return remove(sqlparse::cast<sqlparse::DeleteStatement>(statement), job);
    case NodeKind::SetStatement:
      return set(sqlparse::cast<sqlparse::SetStatement>(statement), job);
    case NodeKind::SetTransactionStatement:
      return set_transaction(sqlparse::cast<sqlparse::SetTransactionStatement>(statement));
    case NodeKind::TransactionStatement:
      return transaction(sqlparse::cast<sqlparse::TransactionStatement>(statement));
    case NodeKind::UseStatement:
      return use(sqlparse::cast<sqlparse::UseStatement>(statement).database.text);
    case NodeKind::ShowStatement:
      return show(sqlparse::cast<sqlparse::ShowStatement>(statement), job);
    case NodeKind::DescribeStatement:
      return describe(sqlparse::cast<sqlparse::DescribeStatement>(statement), job);
    case NodeKind::CreateTableStatement:
    case NodeKind::DropTableStatement:
    case NodeKind::TruncateStatement:
    case NodeKind::AlterTableStatement:
    case NodeKind::RenameTableStatement:
    case NodeKind::CreateIndexStatement:
    case NodeKind::DropIndexStatement:
    case NodeKind::DatabaseStatement:
      return ddl(job);
    case NodeKind::TableMaintenanceStatement:
      return maintain(sqlparse::cast<sqlparse::TableMaintenanceStatement>(statement));
    case NodeKind::KillStatement:
      return kill(sqlparse::cast<sqlparse::KillStatement>(statement), job);
    case NodeKind::DoStatement:
      return not_supported_here("DO");
    default:
      if (statement.statement_kind == StatementKind::UnlockTables) return Outcome();
      return not_supported_here(sqlparse::statement_kind_name(statement.statement_kind));
  }
}

std::vector<wire::ColumnDefinition> Session::definitions(const std::vector<ResultColumn>& columns) const {
  const std::string_view charset = variables_.results_charset();
  std::uint16_t collation = wire::default_collation_id(charset);
  if (charset == variables_.text("character_set_connection")) {
    const wire::Collation* found = wire::find_collation(variables_.text("collation_connection"));
    if (found != nullptr) collation = found->id;
  }
  return define_columns(columns, charset, collation);
}

Result<Session::Outcome> Session::select(const sqlparse::SelectStatement& statement, Job& job) {
  TranslationContext translation = context(job);
  Translator translator(translation);
  const TranslatedQuery query = translator.query(*statement.query);
  if (translator.error()) return *translator.error();
  if (query.locking) {
    if (Result<void> writable = check_writable(); !writable) return writable.error();
  }
  if (Result<void> entered = enter(query.locking ? Access::Write : Access::Read); !entered)
    return entered.error();
  Result<Outcome> outcome = stream(query, job);
  Result<void> left = leave(outcome.has_value(), outcome ? nullptr : &outcome.error());
  if (outcome && !left) return left.error();
  return outcome;
}

Result<Session::Outcome> Session::stream(const TranslatedQuery& query, Job& job) {
  Result<Statement> statement = database_->prepare(query.sql);
  if (!statement) return statement.error();
  const std::uint64_t limit = variables_.number("sql_select_limit");
  std::uint64_t count = 0;
  // The first row before the head: what fails at once is an error, not a result.
  Result<bool> row = limit == 0 ? Result<bool>(false) : statement->step();
  if (!row) return row.error();
  job.reply->result_head(definitions(query.columns), status());
  RowEncoder encoder(query.columns, std::string(variables_.results_charset()), job.format);
  ByteBuffer payload;
  while (*row) {
    payload.clear();
    if (Result<void> done = encoder.encode(*statement, payload); !done) return done.error();
    job.reply->row(payload);
    if (++count == limit || job.reply->is_lost()) break;
    row = statement->step();
    if (!row) return row.error();
  }
  found_rows_ = count;
  Outcome outcome;
  outcome.kind = Outcome::Kind::Streamed;
  return outcome;
}

Result<Value> Session::evaluate(const sqlparse::Expression& expression, Job& job) {
  TranslationContext translation = context(job);
  Translator translator(translation);
  Scope scope;
  const Typed value = translator.expression(expression, scope);
  if (translator.error()) return *translator.error();
  Result<Statement> statement = database_->prepare("SELECT " + value.sql);
  if (!statement) return statement.error();
  Result<bool> row = statement->step();
  if (!row) return row.error();
  return typed_value(*statement, 0, value.type);
}

Value Session::typed_value(const Statement& statement, int column, const Type& type) {
  Value out = statement.value(column);
  if (out.kind == Value::Kind::Null) return out;
  switch (type.kind) {
    case Kind::Decimal:
      out.kind = Value::Kind::Decimal;
      if (out.text.empty()) out.text = std::to_string(out.integer);
      return out;
    case Kind::Int:
      if (out.kind == Value::Kind::Text) {
        const std::optional<Decimal> exact = Decimal::parse(out.text);
        return Value::of_unsigned(exact ? exact->to_uint64().value_or(0) : 0);
      }
      return out;
    case Kind::Time:
      return Value::temporal(format_time(out.integer, type.decimals));
    case Kind::Date:
    case Kind::DateTime:
      out.kind = Value::Kind::Temporal;
      return out;
    default:
      return out;
  }
}

Result<Session::Outcome> Session::use(std::string_view database) {
  if (equals_ignore_case(database, "information_schema")) {
    current_database_ = "information_schema";
  } else if (database == setup_.database) {
    current_database_ = setup_.database;
  } else {
    return Error::unknown_database(database);
  }
  schema_changed_ = true;
  return Outcome();
}

void Session::init_db(std::string_view database, Reply& reply) {
  Result<Outcome> used = use(decode_sql(database));
  if (!used) return reply.error(used.error());
  const ByteBuffer track = session_track();
  wire::OkPacket ok;
  ok.status = status();
  ok.session_track = track;
  reply.ok(ok);
}

void Session::ping(Reply& reply) {
  wire::OkPacket ok;
  ok.status = status();
  reply.ok(ok);
}

void Session::reset(Reply& reply) {
  rollback();
  variables_.reset();
  user_variables_.clear();
  prepared_.clear();
  warnings_.clear();
  warning_count_ = 0;
  last_insert_id_ = 0;
  row_count_ = -1;
  next_read_only_.reset();
  next_isolation_.reset();
  multi_statements_ = wire::has(capabilities_, wire::capability::kMultiStatements);
  ping(reply);
}

Result<Session::Outcome> Session::kill(const sqlparse::KillStatement& statement, Job& job) {
  using sqlparse::KillWhat;
  if (statement.id == nullptr ||
      (statement.what != KillWhat::Connection && statement.what != KillWhat::Query)) {
    return not_supported_here("this KILL");
  }
  Result<Value> id = evaluate(*statement.id, job);
  if (!id) return id.error();
  if (!setup_.kill(id->as_unsigned(), statement.what == KillWhat::Query)) {
    return Error(1094, "HY000", "Unknown thread id: " + std::to_string(id->as_unsigned()));
  }
  return Outcome();
}

void Session::kill(std::uint64_t id, bool query_only, Reply& reply) {
  if (!setup_.kill(id, query_only))
    return reply.error({1094, "HY000", "Unknown thread id: " + std::to_string(id)});
  ping(reply);
}

void Session::statistics(Reply& reply) {
  reply.writer().write(as_bytes(
      "Uptime: 1  Threads: 1  Questions: 1  Slow queries: 0  Opens: 0  Flush tables: 0  Open tables: 0"));
}

void Session::set_option(std::uint16_t option, Reply& reply) {
  if (option > 1) return reply.error({1047, "08S01", "Unknown command"});
  multi_statements_ = option == 0;
  reply.result_end({0, status()}, {});
}

}  // namespace mallshard::embedded
