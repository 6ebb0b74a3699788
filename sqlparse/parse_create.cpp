// CREATE, other than the body of CREATE TABLE.
#include <cstdint>

#include "sqlparse/parser_run.h"
#include "sqlparse/schema_options.h"

namespace mallshard::sqlparse {

bool ParserRun::if_exists() {
  if (!is(Keyword::If)) return false;
  advance();
  expect(Keyword::Exists);
  return true;
}

bool ParserRun::if_not_exists() {
  if (!is(Keyword::If)) return false;
  advance();
  expect(Keyword::Not);
  expect(Keyword::Exists);
  return true;
}

// MariaDB: WAIT n, NOWAIT
TokenRange ParserRun::wait_clause() {
  const std::uint32_t first = at();
  if (mariadb()) {
    if (accept(Keyword::Wait)) {
      number(HexNumber::Allowed);
    } else {
      accept(Keyword::Nowait);
    }
  }
  return range_from(first);
}

Statement* ParserRun::create_statement() {
  const std::uint32_t first = at();
  advance();
  const bool or_replace = accept(Keyword::Or, Keyword::Replace);
  // MySQL replaces views and reference systems alone.
  if (or_replace && mysql() &&
      is_any(Keyword::User, Keyword::Role, Keyword::Table, Keyword::Temporary, Keyword::Index,
             Keyword::Unique, Keyword::Fulltext, Keyword::Database, Keyword::Schema, Keyword::Server,
             Keyword::Function, Keyword::Procedure, Keyword::Trigger, Keyword::Event)) {
    return static_cast<Statement*>(fail());
  }
  switch (current_->keyword) {
    case Keyword::Temporary:
      if (mysql() && next_is(Keyword::Sequence)) return static_cast<Statement*>(fail_behind());
      if (next_is(Keyword::Sequence))
        return sequence_statement(first, StatementKind::CreateSequence, or_replace);
      return create_table(first, or_replace);
    case Keyword::Table:
    case Keyword::External:
      return create_table(first, or_replace);
    case Keyword::Sequence:
      return sequence_statement(first, StatementKind::CreateSequence, or_replace);
    case Keyword::Server:
      return foreign_server_statement(first, StatementKind::CreateServer, or_replace);
    case Keyword::Database:
    case Keyword::Schema:
      return database_statement(first, StatementKind::CreateDatabase, or_replace);
    case Keyword::Unique:
    case Keyword::Fulltext:
    case Keyword::Spatial:
      if (mysql() && is_pair(Keyword::Spatial, Keyword::Reference)) {
        return spatial_reference_statement(first, StatementKind::CreateSpatialReference, or_replace);
      }
      return create_index(first, or_replace);
    case Keyword::Index:
    case Keyword::Vector:
      return create_index(first, or_replace);
    case Keyword::Tablespace:
    case Keyword::Undo:
    case Keyword::Logfile:
    case Keyword::Resource:
    case Keyword::Library:
    case Keyword::Masking:
      return create_mysql_object(first, or_replace);
    case Keyword::View:
    case Keyword::Algorithm:
    case Keyword::Definer:
    case Keyword::Sql:
    case Keyword::Materialized:
    case Keyword::Json:
      return create_with_attributes(first, or_replace);
    case Keyword::User:
      return create_user(first, or_replace);
    case Keyword::Role:
      return create_role(first, or_replace);
    default:
      return at_program() ? create_program(first, or_replace, at()) : static_cast<Statement*>(fail());
  }
}

// Of MySQL alone, never OR REPLACE.
Statement* ParserRun::create_mysql_object(std::uint32_t first, bool or_replace) {
  if (or_replace) return static_cast<Statement*>(fail());
  switch (current_->keyword) {
    case Keyword::Resource:
      return resource_group_statement(first, StatementKind::CreateResourceGroup);
    case Keyword::Library:
      return library_statement(first, StatementKind::CreateLibrary);
    case Keyword::Masking:
      return masking_policy_statement(first, StatementKind::CreateMaskingPolicy);
    default:
      return tablespace_statement(first, StatementKind::CreateTablespace);
  }
}

// [ALGORITHM = x] [MATERIALIZED] [DEFINER = y] [SQL SECURITY z] [JSON [RELATIONAL] DUALITY]
// VIEW; with DEFINER alone also TRIGGER, PROCEDURE, ...
Statement* ParserRun::create_with_attributes(std::uint32_t first, bool or_replace) {
  const std::uint32_t attributes = at();
  const bool definer_alone = is(Keyword::Definer);
  const bool view_alone = view_attributes();
  if (is(Keyword::View)) return create_view(first, StatementKind::CreateView, or_replace, attributes);
  if (definer_alone && !view_alone && at_program()) return create_program(first, or_replace, attributes);
  return static_cast<Statement*>(fail());
}

// True when more than a definer was there.
bool ParserRun::view_attributes() {
  bool more = false;
  if (accept(Keyword::Algorithm)) {
    more = true;
    expect(TokenKind::Equal);
    if (!accept(Keyword::Undefined) && !accept(Keyword::Merge)) expect(Keyword::Temptable);
  }
  if (mysql() && version_ >= 90000 && accept(Keyword::Materialized)) more = true;
  definer();
  if (is_pair(Keyword::Sql, Keyword::Security)) {
    more = true;
    skip(2);
    if (!accept(Keyword::Definer)) expect(Keyword::Invoker);
  }
  if (mysql() && version_ >= 90400 && accept(Keyword::Json)) {
    more = true;
    accept(Keyword::Relational);
    expect(Keyword::Duality);
  }
  return more;
}

// A query whose rows go into a table or a view: MariaDB's grammar has no INTO there.
Query* ParserRun::query_without_into() {
  Query* query = query_expression();
  if (mariadb() && query != nullptr && query->into != nullptr) fail_at(query->into->first_token);
  return query;
}

// At VIEW; the attributes before it begin at token `attributes`.
Statement* ParserRun::create_view(std::uint32_t first, StatementKind kind, bool or_replace,
                                  std::uint32_t attributes) {
  auto* made = statement<CreateViewStatement>(first, kind);
  made->or_replace = or_replace;
  made->attributes = range_from(attributes);
  expect(Keyword::View);
  const bool once = kind == StatementKind::CreateView && (mariadb() || !or_replace);
  if (once) made->if_not_exists = if_not_exists();
  made->view = table_name();
  if (is(TokenKind::LeftParen)) made->columns = names_in_parentheses();
  expect(Keyword::As);
  made->query = query_without_into();
  const std::uint32_t check = at();
  if (accept(Keyword::With)) {
    if (!accept(Keyword::Cascaded)) accept(Keyword::Local);
    expect(Keyword::Check);
    expect(Keyword::Option);
    made->check_option = range_from(check);
  }
  return finish(made);
}

// [ONLINE] [UNIQUE | FULLTEXT | SPATIAL | VECTOR] INDEX [IF NOT EXISTS] name [USING x] ON t (parts) ...
Statement* ParserRun::create_index(std::uint32_t first, bool or_replace) {
  auto* made = statement<CreateIndexStatement>(first, StatementKind::CreateIndex);
  made->or_replace = or_replace;
  if (or_replace && mysql()) return static_cast<Statement*>(fail());
  auto* index = node<IndexDefinition>(at());
  if (accept(Keyword::Unique)) {
    index->index_kind = IndexKind::Unique;
  } else if (accept(Keyword::Fulltext)) {
    index->index_kind = IndexKind::Fulltext;
  } else if (accept(Keyword::Spatial)) {
    index->index_kind = IndexKind::Spatial;
  } else if (has_vector_index() && accept(Keyword::Vector)) {
    index->index_kind = IndexKind::Vector;
  }
  expect(Keyword::Index);
  index->if_not_exists = mariadb() && if_not_exists();
  index->name = name();
  const bool typed = index->index_kind == IndexKind::Plain || index->index_kind == IndexKind::Unique;
  if (typed) index->using_type = index_type();
  expect(Keyword::On);
  made->table = table_name();
  index->parts = key_parts(index->index_kind);
  made->wait = wait_clause();
  index->options = index_options(index->index_kind);
  made->index = finish(index);
  made->tail = algorithm_and_lock();
  return finish(made);
}

// ALGORITHM [=] x, LOCK [=] y in any order
TokenRange ParserRun::algorithm_and_lock() {
  const std::uint32_t first = at();
  const Keyword word = current_->keyword;
  if (algorithm_or_lock() && !is(word)) algorithm_or_lock();
  return range_from(first);
}

Statement* ParserRun::database_statement(std::uint32_t first, StatementKind kind, bool or_replace) {
  auto* made = statement<DatabaseStatement>(first, kind);
  made->or_replace = or_replace;
  if (or_replace && mysql()) return static_cast<Statement*>(fail());
  advance();
  if (kind == StatementKind::CreateDatabase) made->if_not_exists = if_not_exists();
  if (kind == StatementKind::DropDatabase) made->if_exists = if_exists();
  // Without a name COMMENT is MariaDB's option, other names are names.
  const bool nameless =
      mariadb() && is(Keyword::Comment) &&
      (next_is(TokenKind::Equal) || next_is(TokenKind::Assign) || next_is(TokenKind::String));
  if (kind != StatementKind::AlterDatabase || (at_name() && !nameless)) made->name = name();
  if (kind == StatementKind::DropDatabase) return finish(made);
  const auto mark = stack_.mark();
  while (SchemaOption* option = database_option(kind)) stack_.push(option);
  made->options = stack_.take<SchemaOption>(mark, arena_);
  if (kind != StatementKind::AlterDatabase) return finish(made);
  if (made->options.empty() && mariadb() && made->name && is(Keyword::Upgrade)) {
    upgrade_directory_name(made);
  } else if (made->options.empty()) {
    fail();
  }
  return finish(made);
}

SchemaOption* ParserRun::database_option(StatementKind kind) {
  if (SchemaOption* charset = charset_option()) return charset;
  if (kind == StatementKind::AlterDatabase && mysql() && is_pair(Keyword::Read, Keyword::Only)) {
    auto* made = node<SchemaOption>(at());
    made->option = Keyword::Read;
    skip(2);
    made->words = range_from(made->first_token);
    made->equals = accept_equals();
    const std::uint32_t value = at();
    option_value(SchemaValue::Switch, made);
    made->value = range_from(value);
    return finish(made);
  }
  return schema_option(kDatabaseOptions, EngineOptions::No);
}

// MariaDB: UPGRADE DATA DIRECTORY NAME
void ParserRun::upgrade_directory_name(DatabaseStatement* database) {
  auto* option = node<SchemaOption>(at());
  option->option = Keyword::Upgrade;
  advance();
  expect(Keyword::Data);
  expect(Keyword::Directory);
  expect(Keyword::Name);
  option->words = range_from(option->first_token);
  stack_.push(finish(option));
  database->options = stack_.take<SchemaOption>(stack_.mark() - 1, arena_);
}

}  // namespace mallshard::sqlparse
