// From the first words of a statement to its production.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::any_statement() {
  const Depth depth(*this);
  if (is(TokenKind::LeftParen)) return query_statement();
  if (is(TokenKind::Word)) return keyword_statement(at());
  if (at() > 0) return static_cast<Statement*>(fail());
  // `;` is no statement: the servers cut it off first.
  while (accept(TokenKind::Semicolon)) {
  }
  return static_cast<Statement*>(is(TokenKind::End) ? fail() : fail_at(0));
}

Statement* ParserRun::keyword_statement(std::uint32_t first) {
  switch (current_->keyword) {
    case Keyword::Select:
      return query_statement();
    case Keyword::Values:
      return starts_query_here() || mariadb() ? query_statement() : static_cast<Statement*>(fail());
    case Keyword::Table:
      return query_statement();
    case Keyword::With:
      return with_statement();
    case Keyword::Insert:
    case Keyword::Replace:
      return insert_statement();
    case Keyword::Update:
      return update_statement(nullptr, first);
    case Keyword::Delete:
      return delete_statement(nullptr, first);
    case Keyword::Load:
      return load_statement();
    case Keyword::Do:
      return do_statement();
    case Keyword::Call:
      return call_statement();
    case Keyword::Handler:
      return handler_statement();
    case Keyword::Create:
      return create_statement();
    case Keyword::Alter:
      return alter_statement();
    case Keyword::Drop:
      return drop_statement();
    case Keyword::Truncate:
      return truncate_statement();
    case Keyword::Rename:
      return rename_statement();
    case Keyword::Begin:
      return begin_statement();
    case Keyword::Start:
      return start_statement();
    case Keyword::Commit:
      return commit_statement();
    case Keyword::Rollback:
      return rollback_statement();
    case Keyword::Savepoint:
      return savepoint_statement();
    case Keyword::Release:
      return release_statement();
    case Keyword::Xa:
      return xa_statement();
    case Keyword::Set:
      return set_statement();
    case Keyword::Use:
      return use_statement();
    case Keyword::Show:
      return show_statement();
    case Keyword::Describe:
    case Keyword::Desc:
    case Keyword::Explain:
      return describe_statement();
    case Keyword::Prepare:
      return prepare_statement();
    case Keyword::Execute:
      return execute_statement();
    case Keyword::Deallocate:
      return deallocate_statement(first);
    case Keyword::Kill:
      return kill_statement();
    case Keyword::Lock:
      return lock_statement();
    case Keyword::Unlock:
      return unlock_statement();
    case Keyword::Analyze:
    case Keyword::Check:
    case Keyword::Checksum:
    case Keyword::Optimize:
    case Keyword::Repair:
      return maintenance_statement();
    case Keyword::Flush:
      return flush_statement();
    default:
      return administrative_statement();
  }
}

// Statements on the server, and MariaDB's compound statements outside of programs.
Statement* ParserRun::administrative_statement() {
  switch (current_->keyword) {
    case Keyword::Grant:
      return grant_statement();
    case Keyword::Revoke:
      return revoke_statement();
    case Keyword::Reset:
      return reset_statement();
    case Keyword::Change:
      return change_statement();
    case Keyword::Stop:
      return stop_replica();
    case Keyword::Purge:
      return purge_statement();
    case Keyword::Binlog:
      return binlog_statement();
    case Keyword::Clone:
      return mysql() ? clone_statement() : static_cast<Statement*>(fail());
    case Keyword::Install:
      return install_statement();
    case Keyword::Uninstall:
      return uninstall_statement();
    case Keyword::Shutdown:
      return shutdown_statement();
    case Keyword::Restart:
      return mysql() ? restart_statement() : static_cast<Statement*>(fail());
    case Keyword::Help:
      return help_statement();
    case Keyword::Get:
      return get_diagnostics_statement();
    case Keyword::Signal:
    case Keyword::Resignal:
      return signal_statement();
    case Keyword::If:
    case Keyword::Case:
    case Keyword::Loop:
    case Keyword::While:
    case Keyword::Repeat:
    case Keyword::For:
      return mariadb() ? control_statement(at(), Name{}) : static_cast<Statement*>(fail());
    case Keyword::Cache:
      advance();
      return key_cache_statement(before(), StatementKind::CacheIndex);
    case Keyword::Backup:
      return mariadb() ? backup_statement() : static_cast<Statement*>(fail());
    case Keyword::Import:
      return mysql() ? import_table_statement() : static_cast<Statement*>(fail());
    default:
      return static_cast<Statement*>(fail());
  }
}

Statement* ParserRun::query_statement() {
  auto* made = statement<SelectStatement>(at(), StatementKind::Select);
  into_place_ = IntoPlace::End;
  made->query = query_expression();
  into_place_ = IntoPlace::None;
  if (made->query != nullptr && made->query->into == nullptr)
    made->query->into = early_into(made->query->body);
  made->statement_kind = query_kind(made->query);
  return finish(made);
}

// By the first query block, whatever parentheses are around it.
StatementKind ParserRun::query_kind(const QueryBody* body) {
  while (body != nullptr) {
    if (const auto* query = as<Query>(body)) {
      if (query->with != nullptr) break;
      body = query->body;
    } else if (const auto* operation = as<SetOperation>(body)) {
      body = operation->left;
    } else if (sqlparse::is<ValuesQuery>(body)) {
      return StatementKind::Values;
    } else {
      return sqlparse::is<TableQuery>(body) ? StatementKind::Table : StatementKind::Select;
    }
  }
  return StatementKind::Select;
}

// WITH ... SELECT, UPDATE or DELETE
Statement* ParserRun::with_statement() {
  const std::uint32_t first = at();
  With* with = with_clause();
  if (mysql() && is(Keyword::Update)) return update_statement(with, first);
  if (mysql() && is(Keyword::Delete)) return delete_statement(with, first);
  auto* made = statement<SelectStatement>(first, StatementKind::Select);
  auto* query = node<Query>(first);
  query->with = with;
  into_place_ = IntoPlace::End;
  query_after_with(query);
  into_place_ = IntoPlace::None;
  made->query = finish(query);
  return finish(made);
}

Statement* ParserRun::do_statement() {
  auto* made = statement<DoStatement>(at(), StatementKind::Do);
  advance();
  made->items = mysql() ? select_items() : unnamed_items();
  return finish(made);
}

Statement* ParserRun::call_statement() {
  auto* made = statement<CallStatement>(at(), StatementKind::Call);
  advance();
  if (at_function_word()) fail();
  made->name = name();
  if (accept(TokenKind::Dot)) {
    made->schema = made->name;
    made->name = name_behind_dot();
  }
  if (mariadb() && made->schema && accept(TokenKind::Dot)) {
    made->database = made->schema;
    made->schema = made->name;
    made->name = name();
  }
  if (accept(TokenKind::LeftParen)) {
    made->has_arguments = true;
    if (!is(TokenKind::RightParen)) made->arguments = expression_list();
    expect(TokenKind::RightParen);
  }
  return finish(made);
}

}  // namespace mallshard::sqlparse
