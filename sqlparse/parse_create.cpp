// CREATE, other than the body of CREATE TABLE.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

StatementKind create_kind(Keyword keyword) {
  switch (keyword) {
    case Keyword::Sequence:
      return StatementKind::CreateSequence;
    case Keyword::Server:
      return StatementKind::CreateServer;
    case Keyword::Tablespace:
    case Keyword::Undo:
    case Keyword::Logfile:
      return StatementKind::CreateTablespace;
    default:
      return StatementKind::Other;
  }
}

}  // namespace

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
      expect(TokenKind::Integer);
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
  switch (current_->keyword) {
    case Keyword::Table:
    case Keyword::Temporary:
      return create_table(first, or_replace);
    case Keyword::External:
      return next_is(Keyword::Table) ? create_table(first, or_replace) : static_cast<Statement*>(fail());
    case Keyword::Database:
    case Keyword::Schema:
      return database_statement(first, StatementKind::CreateDatabase, or_replace);
    case Keyword::Unique:
    case Keyword::Fulltext:
    case Keyword::Spatial:
      if (is(Keyword::Spatial) && next_is(Keyword::Reference)) {
        return opaque_from(first, StatementKind::CreateSpatialReference);
      }
      return create_index(first, or_replace);
    case Keyword::Index:
    case Keyword::Online:
    case Keyword::Vector:
      return create_index(first, or_replace);
    case Keyword::Resource:
      return opaque_from(first, StatementKind::CreateResourceGroup);
    case Keyword::View:
    case Keyword::Algorithm:
    case Keyword::Definer:
    case Keyword::Sql:
      return create_with_attributes(first, or_replace);
    case Keyword::User:
      return create_user(first, or_replace);
    case Keyword::Role:
      return create_role(first, or_replace);
    default: {
      if (at_program()) return create_program(first, or_replace, at());
      const StatementKind kind = create_kind(current_->keyword);
      return kind == StatementKind::Other ? static_cast<Statement*>(fail()) : opaque_from(first, kind);
    }
  }
}

// [ALGORITHM = x] [DEFINER = y] [SQL SECURITY z] {VIEW | PROCEDURE | ...}
Statement* ParserRun::create_with_attributes(std::uint32_t first, bool or_replace) {
  const std::uint32_t attributes = at();
  view_attributes();
  if (is(Keyword::View)) return create_view(first, StatementKind::CreateView, or_replace, attributes);
  if (at_program()) return create_program(first, or_replace, attributes);
  const StatementKind kind = create_kind(current_->keyword);
  return kind == StatementKind::Other ? static_cast<Statement*>(fail()) : opaque_from(first, kind);
}

void ParserRun::view_attributes() {
  if (accept(Keyword::Algorithm)) {
    expect(TokenKind::Equal);
    any_word();
  }
  definer_clause();
  if (accept(Keyword::Sql)) {
    expect(Keyword::Security);
    any_word();
  }
}

// At VIEW; the attributes before it begin at token `attributes`.
Statement* ParserRun::create_view(std::uint32_t first, StatementKind kind, bool or_replace,
                                  std::uint32_t attributes) {
  auto* made = statement<CreateViewStatement>(first, kind);
  made->or_replace = or_replace;
  made->attributes = range_from(attributes);
  expect(Keyword::View);
  made->if_not_exists = if_not_exists();
  made->view = table_name();
  if (is(TokenKind::LeftParen)) made->columns = names_in_parentheses();
  expect(Keyword::As);
  made->query = query_expression();
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
  made->online = accept(Keyword::Online);
  auto* index = node<IndexDefinition>(at());
  if (accept(Keyword::Unique)) {
    index->index_kind = IndexKind::Unique;
  } else if (accept(Keyword::Fulltext)) {
    index->index_kind = IndexKind::Fulltext;
  } else if (accept(Keyword::Spatial)) {
    index->index_kind = IndexKind::Spatial;
  } else if (accept(Keyword::Vector)) {
    index->index_kind = IndexKind::Vector;
  }
  expect(Keyword::Index);
  index->if_not_exists = if_not_exists();
  index->name = name();
  index->using_type = index_type();
  expect(Keyword::On);
  made->table = table_name();
  index->parts = key_parts();
  index->options = index_options();
  made->index = finish(index);
  const std::uint32_t tail = at();
  wait_clause();
  algorithm_and_lock();
  made->tail = range_from(tail);
  return finish(made);
}

// ALGORITHM [=] x, LOCK [=] y in any order
void ParserRun::algorithm_and_lock() {
  while (is_any(Keyword::Algorithm, Keyword::Lock)) {
    advance();
    accept(TokenKind::Equal);
    any_word();
  }
}

Statement* ParserRun::database_statement(std::uint32_t first, StatementKind kind, bool or_replace) {
  auto* made = statement<DatabaseStatement>(first, kind);
  made->or_replace = or_replace;
  advance();
  if (kind == StatementKind::CreateDatabase) made->if_not_exists = if_not_exists();
  if (kind == StatementKind::DropDatabase) made->if_exists = if_exists();
  if (kind != StatementKind::AlterDatabase || (at_name() && !at_database_option())) made->name = name();
  const std::uint32_t options = at();
  while (!at_end() && kind != StatementKind::DropDatabase) {
    if (!at_database_option()) {
      fail();
      break;
    }
    accept(Keyword::Default);
    if (accept(Keyword::Character) || accept(Keyword::Char)) {
      expect(Keyword::Set);
    } else if (accept(Keyword::Read)) {
      expect(Keyword::Only);
    } else if (accept(Keyword::Upgrade)) {
      rest_of_statement();
      break;
    } else {
      advance();
    }
    accept(TokenKind::Equal);
    if (!is(TokenKind::Word) && !is(TokenKind::String) && !is(TokenKind::QuotedName) &&
        !is(TokenKind::Integer))
      fail();
    advance();
  }
  made->options = range_from(options);
  if (kind == StatementKind::AlterDatabase && !made->options.present()) fail();
  return finish(made);
}

bool ParserRun::at_database_option() const {
  switch (current_->keyword) {
    case Keyword::Default:
    case Keyword::Character:
    case Keyword::Charset:
    case Keyword::Char:
    case Keyword::Collate:
      return true;
    case Keyword::Encryption:
      return mysql();
    case Keyword::Read:
      return mysql();
    case Keyword::Comment:
      return mariadb();
    case Keyword::Upgrade:
      return true;
    default:
      return false;
  }
}

}  // namespace mallshard::sqlparse
