// SHOW, DESCRIBE, EXPLAIN, USE.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::show_statement() {
  auto* show = statement<ShowStatement>(at(), StatementKind::Show);
  advance();
  const std::uint32_t words = at();
  while (true) {
    if (is(Keyword::Full) && !show->full) {
      show->full = true;
    } else if (is(Keyword::Extended) && !show->extended) {
      show->extended = true;
    } else if (is_any(Keyword::Global, Keyword::Session, Keyword::Local)) {
      show->scope = scope_word();
    } else if (is(Keyword::Storage)) {
      show->storage = true;
    } else {
      break;
    }
    advance();
  }
  show->show_kind = show_kind(show);
  show->words = range_from(words);
  show_object(show);
  show_filter(show);
  return finish(show);
}

// The words that name what is shown; leaves the cursor behind them.
ShowKind ParserRun::show_kind(ShowStatement* show) {
  const Keyword word = current_->keyword;
  const Keyword next = peek().keyword;
  const auto one = [this](ShowKind kind) {
    advance();
    return kind;
  };
  const auto two = [this](ShowKind kind) {
    skip(2);
    return kind;
  };
  switch (word) {
    case Keyword::Databases:
    case Keyword::Schemas:
      return one(ShowKind::Databases);
    case Keyword::Tables:
      return one(ShowKind::Tables);
    case Keyword::Table:
      if (next == Keyword::Status) return two(ShowKind::TableStatus);
      break;
    case Keyword::Open:
      if (next == Keyword::Tables) return two(ShowKind::OpenTables);
      break;
    case Keyword::Columns:
    case Keyword::Fields:
      return one(ShowKind::Columns);
    case Keyword::Index:
    case Keyword::Indexes:
    case Keyword::Keys:
      return one(ShowKind::Indexes);
    case Keyword::Triggers:
      return one(ShowKind::Triggers);
    case Keyword::Events:
      return one(ShowKind::Events);
    case Keyword::Create:
      advance();
      return show_create(show);
    case Keyword::Variables:
      return one(ShowKind::Variables);
    case Keyword::Status:
      return one(ShowKind::Status);
    case Keyword::Character:
    case Keyword::Char:
      if (next == Keyword::Set) return two(ShowKind::CharacterSets);
      break;
    case Keyword::Charset:
      return one(ShowKind::CharacterSets);
    case Keyword::Collation:
      return one(ShowKind::Collations);
    case Keyword::Engines:
      return one(ShowKind::Engines);
    case Keyword::Engine:
      advance();
      return show_engine(show);
    case Keyword::Warnings:
      return one(ShowKind::Warnings);
    case Keyword::Errors:
      return one(ShowKind::Errors);
    case Keyword::Count:
      return show_count();
    case Keyword::Processlist:
      return one(ShowKind::ProcessList);
    case Keyword::Privileges:
      return one(ShowKind::Privileges);
    case Keyword::Plugins:
      return one(ShowKind::Plugins);
    case Keyword::Grants:
      return one(ShowKind::Grants);
    case Keyword::Procedure:
      if (next == Keyword::Status) return two(ShowKind::ProcedureStatus);
      if (next == Keyword::Code) return two(ShowKind::ProcedureCode);
      break;
    case Keyword::Function:
      if (next == Keyword::Status) return two(ShowKind::FunctionStatus);
      if (next == Keyword::Code) return two(ShowKind::FunctionCode);
      break;
    case Keyword::Package:
      advance();
      accept(Keyword::Body);
      expect(Keyword::Status);
      return ShowKind::PackageStatus;
    case Keyword::Profile:
      return one(ShowKind::Profile);
    case Keyword::Profiles:
      return one(ShowKind::Profiles);
    default:
      return show_replication(next);
  }
  fail();
  return ShowKind::Other;
}

ShowKind ParserRun::show_replication(Keyword next) {
  const auto take = [this](std::uint32_t words, ShowKind kind) {
    skip(words);
    return kind;
  };
  switch (current_->keyword) {
    case Keyword::Binary:
      if (next == Keyword::Logs) return take(2, ShowKind::BinaryLogs);
      if (next == Keyword::Log && peek(2).keyword == Keyword::Status)
        return take(3, ShowKind::BinaryLogStatus);
      break;
    case Keyword::Master:
      if (next == Keyword::Logs) return take(2, ShowKind::BinaryLogs);
      if (next == Keyword::Status) return take(2, ShowKind::BinaryLogStatus);
      break;
    case Keyword::Binlog:
      if (next == Keyword::Events) return take(2, ShowKind::BinlogEvents);
      if (next == Keyword::Status) return take(2, ShowKind::BinaryLogStatus);
      break;
    case Keyword::Relaylog:
      if (next == Keyword::Events) return take(2, ShowKind::RelaylogEvents);
      break;
    case Keyword::Slave:
    case Keyword::Replica:
      if (next == Keyword::Status) return take(2, ShowKind::ReplicaStatus);
      if (next == Keyword::Hosts) return take(2, ShowKind::Replicas);
      if (is_name(peek()) || peek().kind == TokenKind::String) return take(1, ShowKind::ReplicaStatus);
      break;
    case Keyword::All:
      if (next == Keyword::Slaves || next == Keyword::Replicas) return take(2, ShowKind::ReplicaStatus);
      break;
    case Keyword::Replicas:
      return take(1, ShowKind::Replicas);
    case Keyword::Explain:
    case Keyword::Analyze:
      if (mariadb()) return take(1, ShowKind::Explain);
      break;
    default:
      // MariaDB: plugins add their own (LOCALES, QUERY_CACHE_INFO, ...).
      if (mariadb() && at_name()) return take(1, ShowKind::Other);
      break;
  }
  fail();
  return ShowKind::Other;
}

// COUNT(*) WARNINGS | ERRORS
ShowKind ParserRun::show_count() {
  advance();
  expect(TokenKind::LeftParen);
  expect(TokenKind::Star);
  expect(TokenKind::RightParen);
  if (accept(Keyword::Warnings)) return ShowKind::CountWarnings;
  expect(Keyword::Errors);
  return ShowKind::CountErrors;
}

// After CREATE.
ShowKind ParserRun::show_create(ShowStatement* show) {
  const Keyword word = current_->keyword;
  advance();
  switch (word) {
    case Keyword::Table:
      return ShowKind::CreateTable;
    case Keyword::View:
      return ShowKind::CreateView;
    case Keyword::Database:
    case Keyword::Schema:
      show->if_not_exists = if_not_exists();
      return ShowKind::CreateDatabase;
    case Keyword::Procedure:
      return ShowKind::CreateProcedure;
    case Keyword::Function:
      return ShowKind::CreateFunction;
    case Keyword::Trigger:
      return ShowKind::CreateTrigger;
    case Keyword::Event:
      return ShowKind::CreateEvent;
    case Keyword::User:
      return ShowKind::CreateUser;
    case Keyword::Sequence:
      return ShowKind::CreateSequence;
    case Keyword::Package:
      accept(Keyword::Body);
      return ShowKind::CreatePackage;
    default:
      fail_at(before());
      return ShowKind::Other;
  }
}

// After ENGINE: name STATUS | LOGS | MUTEX
ShowKind ParserRun::show_engine(ShowStatement* show) {
  show->object = is(Keyword::All) ? any_word() : name_or_string();
  if (accept(Keyword::Status)) return ShowKind::EngineStatus;
  if (accept(Keyword::Mutex)) return ShowKind::EngineMutex;
  expect(Keyword::Logs);
  return ShowKind::EngineLogs;
}

// The object or the rest, by kind.
void ParserRun::show_object(ShowStatement* show) {
  switch (show->show_kind) {
    case ShowKind::CreateTable:
    case ShowKind::CreateView:
    case ShowKind::CreateSequence:
      show->table = table_name();
      return;
    case ShowKind::Columns:
    case ShowKind::Indexes:
      if (!accept(Keyword::From)) expect(Keyword::In);
      show->table = table_name();
      if (show->table != nullptr && (accept(Keyword::From) || accept(Keyword::In))) {
        show->table->database = name();
        finish(show->table);
      }
      return;
    case ShowKind::CreateDatabase:
      show->object = name();
      return;
    case ShowKind::CreateProcedure:
    case ShowKind::CreateFunction:
    case ShowKind::CreateTrigger:
    case ShowKind::CreateEvent:
    case ShowKind::CreatePackage:
    case ShowKind::ProcedureCode:
    case ShowKind::FunctionCode:
      show->object = name();
      if (accept(TokenKind::Dot)) {
        show->schema = show->object;
        show->object = name();
      }
      return;
    case ShowKind::Tables:
    case ShowKind::TableStatus:
    case ShowKind::OpenTables:
    case ShowKind::Triggers:
    case ShowKind::Events:
      if (accept(Keyword::From) || accept(Keyword::In)) show->database = name();
      return;
    case ShowKind::CreateUser:
    case ShowKind::Grants:
    case ShowKind::Profile:
    case ShowKind::BinlogEvents:
    case ShowKind::RelaylogEvents:
    case ShowKind::ReplicaStatus:
    case ShowKind::Explain:
    case ShowKind::BinaryLogStatus:
    case ShowKind::BinaryLogs:
    case ShowKind::Replicas:
      show->rest = rest_of_statement();
      return;
    default:
      return;
  }
}

// LIKE 'pattern', WHERE condition, LIMIT
void ParserRun::show_filter(ShowStatement* show) {
  if (accept(Keyword::Like)) {
    if (!is(TokenKind::String)) fail();
    show->like = literal();
  } else if (accept(Keyword::Where)) {
    show->where = expression();
  } else if (is(Keyword::Limit)) {
    const bool counts = show->show_kind == ShowKind::Warnings || show->show_kind == ShowKind::Errors;
    if (!counts) fail();
    show->limit = limit_clause();
  }
}

Statement* ParserRun::use_statement() {
  auto* made = statement<UseStatement>(at(), StatementKind::Use);
  advance();
  made->database = name();
  return finish(made);
}

// At DESCRIBE, DESC or EXPLAIN (and at ANALYZE before a statement).
Statement* ParserRun::describe_statement() {
  const std::uint32_t first = at();
  advance();
  if (starts_explained() || !at_name() || explain_option_here())
    return explain_after(first, StatementKind::Explain);
  auto* made = statement<DescribeStatement>(first, StatementKind::Describe);
  made->table = table_name();
  const std::uint32_t column = at();
  if (is(TokenKind::String)) {
    advance();
  } else if (at_name()) {
    name();
  }
  made->column = range_from(column);
  return finish(made);
}

// EXPLAIN EXTENDED SELECT, EXPLAIN FORMAT = JSON ...; `EXPLAIN format` names a table.
bool ParserRun::explain_option_here() const {
  switch (current_->keyword) {
    case Keyword::Format:
      return next_is(TokenKind::Equal);
    case Keyword::Extended:
    case Keyword::Partitions:
      return peek().kind == TokenKind::Word && reserved(peek());
    default:
      return false;
  }
}

bool ParserRun::starts_explained() const {
  return is(TokenKind::LeftParen) || starts_query_here() ||
         is_any(Keyword::Insert, Keyword::Replace, Keyword::Update, Keyword::Delete, Keyword::Values) ||
         (mariadb() && is(Keyword::Set)) || (mysql() && is(Keyword::Table));
}

Statement* ParserRun::explain_after(std::uint32_t first, StatementKind kind) {
  auto* made = statement<ExplainStatement>(first, kind);
  made->analyze = kind == StatementKind::Analyze;
  const std::uint32_t options = at();
  while (!starts_explained() && !is(Keyword::For) && !at_end()) {
    if (accept(Keyword::Analyze)) {
      if (mariadb()) fail();
      made->analyze = true;
    } else if (accept(Keyword::Extended) || accept(Keyword::Partitions)) {
    } else if (accept(Keyword::Format)) {
      expect(TokenKind::Equal);
      name_or_string();
    } else if (mysql() && accept(Keyword::Into)) {
      plain_user_variable();
    } else {
      fail();
    }
  }
  if (mysql() && is(Keyword::For) && (next_is(Keyword::Database) || next_is(Keyword::Schema))) {
    skip(2);
    name();
  }
  made->options = range_from(options);
  if (accept(Keyword::For)) {
    expect(Keyword::Connection);
    made->connection = expression();
  } else {
    if (!starts_explained()) fail();
    made->body = any_statement();
  }
  return finish(made);
}

}  // namespace mallshard::sqlparse
