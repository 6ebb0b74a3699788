// DROP, TRUNCATE, RENAME.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

DropBehaviour ParserRun::drop_behaviour() {
  if (accept(Keyword::Restrict)) return DropBehaviour::Restrict;
  if (accept(Keyword::Cascade)) return DropBehaviour::Cascade;
  return DropBehaviour::Default;
}

Statement* ParserRun::drop_statement() {
  const std::uint32_t first = at();
  advance();
  switch (current_->keyword) {
    case Keyword::Table:
    case Keyword::Tables:
    case Keyword::Temporary:
      return drop_table(first);
    case Keyword::Sequence:
      return drop_sequence(first, false);
    case Keyword::Server:
      return foreign_server_statement(first, StatementKind::DropServer, false);
    case Keyword::Tablespace:
    case Keyword::Undo:
    case Keyword::Logfile:
      return tablespace_statement(first, StatementKind::DropTablespace);
    case Keyword::Spatial:
      return spatial_reference_statement(first, StatementKind::DropSpatialReference, false);
    case Keyword::Resource:
      return resource_group_statement(first, StatementKind::DropResourceGroup);
    case Keyword::Library:
      return library_statement(first, StatementKind::DropLibrary);
    case Keyword::Masking:
      return masking_policy_statement(first, StatementKind::DropMaskingPolicy);
    case Keyword::View: {
      auto* made = statement<DropViewStatement>(first, StatementKind::DropView);
      advance();
      made->if_exists = if_exists();
      made->views = table_names();
      made->behaviour = drop_behaviour();
      return finish(made);
    }
    case Keyword::Index: {
      auto* made = statement<DropIndexStatement>(first, StatementKind::DropIndex);
      advance();
      made->if_exists = mariadb() && if_exists();
      made->name = name();
      expect(Keyword::On);
      made->table = table_name();
      made->tail = mysql() ? algorithm_and_lock() : wait_clause();
      return finish(made);
    }
    case Keyword::Database:
    case Keyword::Schema:
      return database_statement(first, StatementKind::DropDatabase, false);
    case Keyword::Prepare:
      return deallocate_statement(first);
    case Keyword::User:
    case Keyword::Role:
      return drop_account(first);
    default:
      return at_program() ? drop_program(first) : static_cast<Statement*>(fail());
  }
}

// At TEMPORARY or TABLE; TEMPORARY SEQUENCE as well.
Statement* ParserRun::drop_table(std::uint32_t first) {
  auto* made = statement<DropTableStatement>(first, StatementKind::DropTable);
  made->temporary = accept(Keyword::Temporary);
  if (made->temporary && is(Keyword::Sequence)) return drop_sequence(first, true);
  if (!accept(Keyword::Tables)) expect(Keyword::Table);
  made->if_exists = if_exists();
  made->tables = table_names();
  made->wait = wait_clause();
  made->behaviour = drop_behaviour();
  return finish(made);
}

Statement* ParserRun::truncate_statement() {
  auto* made = statement<TruncateStatement>(at(), StatementKind::Truncate);
  advance();
  accept(Keyword::Table);
  made->table = table_name();
  made->wait = wait_clause();
  return finish(made);
}

// RENAME TABLE a TO b, c TO d
Statement* ParserRun::rename_statement() {
  const std::uint32_t first = at();
  advance();
  if (is(Keyword::User)) return rename_user(first);
  auto* made = statement<RenameTableStatement>(first, StatementKind::RenameTable);
  if (!accept(Keyword::Tables)) expect(Keyword::Table);
  made->if_exists = mariadb() && if_exists();
  const auto mark = stack_.mark();
  do {
    auto* pair = node<RenamePair>(at());
    pair->from = table_name();
    pair->wait = wait_clause();
    expect(Keyword::To);
    pair->to = table_name();
    stack_.push(finish(pair));
  } while (accept(TokenKind::Comma));
  made->pairs = stack_.take<RenamePair>(mark, arena_);
  return finish(made);
}

}  // namespace mallshard::sqlparse
