// Prepared statements in SQL, KILL, table locks and maintenance.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// PREPARE name FROM 'text' | @variable; MariaDB: any expression
Statement* ParserRun::prepare_statement() {
  auto* made = statement<PrepareStatement>(at(), StatementKind::Prepare);
  advance();
  made->name = name();
  expect(Keyword::From);
  made->source = prepared_source();
  return finish(made);
}

Expression* ParserRun::prepared_source() {
  if (mariadb()) return expression();
  if (is(TokenKind::UserVariable)) return plain_user_variable();
  if (!is(TokenKind::String)) return fail();
  if (next_is(TokenKind::String)) return fail_behind();
  return literal();
}

// EXECUTE name [USING @a, @b]; MariaDB: EXECUTE IMMEDIATE 'text' [USING 1, @b]
Statement* ParserRun::execute_statement() {
  auto* made = statement<ExecuteStatement>(at(), StatementKind::Execute);
  advance();
  if (mariadb() && is(Keyword::Immediate) && !next_is(Keyword::Using) && peek().kind != TokenKind::End &&
      peek().kind != TokenKind::Semicolon) {
    made->statement_kind = StatementKind::ExecuteImmediate;
    advance();
    made->source = expression();
  } else {
    made->name = name();
  }
  if (accept(Keyword::Using)) {
    const auto mark = stack_.mark();
    do {
      if (mariadb() && is(Keyword::Ignore)) {
        auto* ignored = node<KeywordValue>(at());
        ignored->word = any_word();
        stack_.push(ignored);
      } else if (mariadb()) {
        stack_.push(value_or_default());
      } else {
        stack_.push(plain_user_variable());
      }
    } while (accept(TokenKind::Comma));
    made->arguments = stack_.take<Expression>(mark, arena_);
  }
  return finish(made);
}

// At DEALLOCATE, or at PREPARE after DROP.
Statement* ParserRun::deallocate_statement(std::uint32_t first) {
  auto* made = statement<DeallocateStatement>(first, StatementKind::Deallocate);
  accept(Keyword::Deallocate);
  expect(Keyword::Prepare);
  made->name = name();
  return finish(made);
}

// KILL [HARD | SOFT] [CONNECTION | QUERY [ID]] id, MariaDB also USER account
Statement* ParserRun::kill_statement() {
  auto* made = statement<KillStatement>(at(), StatementKind::Kill);
  advance();
  if (mariadb()) {
    made->soft = is(Keyword::Soft);
    if (!accept(Keyword::Soft)) accept(Keyword::Hard);
  }
  if (accept(Keyword::Query)) {
    made->what = mariadb() && is(Keyword::Id) ? KillWhat::QueryId : KillWhat::Query;
    if (made->what == KillWhat::QueryId) advance();
  } else {
    accept(Keyword::Connection);
  }
  if (mariadb() && is(Keyword::User) && peek().kind != TokenKind::LeftParen) {
    made->what = KillWhat::User;
    advance();
    made->user = account(AccountRule::User);
  } else {
    made->id = expression();
  }
  return finish(made);
}

Statement* ParserRun::lock_statement() {
  const std::uint32_t first = at();
  advance();
  if (mysql() && version_ >= 80000 && accept(Keyword::Instance)) {
    expect(Keyword::For);
    expect(Keyword::Backup);
    return server_statement(first, StatementKind::LockInstance);
  }
  if (!accept(Keyword::Tables)) expect(Keyword::Table);
  auto* made = statement<LockTablesStatement>(first, StatementKind::LockTables);
  const auto mark = stack_.mark();
  do {
    auto* item = node<LockItem>(at());
    item->table = table_name();
    if (item->table != nullptr && !is(Keyword::Read) && !is(Keyword::Write) && !is(Keyword::LowPriority)) {
      item->table->alias = table_alias();
      finish(item->table);
    }
    item->lock = table_lock();
    stack_.push(finish(item));
  } while (accept(TokenKind::Comma));
  made->items = stack_.take<LockItem>(mark, arena_);
  made->wait = wait_clause();
  return finish(made);
}

TableLock ParserRun::table_lock() {
  if (accept(Keyword::Read)) return accept(Keyword::Local) ? TableLock::ReadLocal : TableLock::Read;
  if ((mariadb() || version_ < 80000) && accept(Keyword::LowPriority)) {
    expect(Keyword::Write);
    return TableLock::LowPriorityWrite;
  }
  expect(Keyword::Write);
  return mariadb() && accept(Keyword::Concurrent) ? TableLock::WriteConcurrent : TableLock::Write;
}

Statement* ParserRun::unlock_statement() {
  const std::uint32_t first = at();
  advance();
  if (mysql() && version_ >= 80000 && accept(Keyword::Instance)) {
    return server_statement(first, StatementKind::UnlockInstance);
  }
  if (!accept(Keyword::Tables)) expect(Keyword::Table);
  return server_statement(first, StatementKind::UnlockTables);
}

}  // namespace mallshard::sqlparse
