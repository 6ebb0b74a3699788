// CREATE and ALTER EVENT.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// At EVENT.
Statement* ParserRun::create_event(std::uint32_t first, bool or_replace, Account* owner) {
  auto* made = statement<EventStatement>(first, StatementKind::CreateEvent);
  made->or_replace = or_replace;
  made->definer = owner;
  advance();
  made->if_not_exists = if_not_exists();
  program_name(made->schema, made->name);
  expect(Keyword::On);
  expect(Keyword::Schedule);
  event_schedule(made);
  const auto mark = stack_.mark();
  event_completion();
  event_status_and_comment();
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  expect(Keyword::Do);
  made->body = program_statement();
  return finish(made);
}

// At [DEFINER = x] EVENT.
Statement* ParserRun::alter_event(std::uint32_t first) {
  auto* made = statement<EventStatement>(first, StatementKind::AlterEvent);
  made->definer = definer();
  expect(Keyword::Event);
  program_name(made->schema, made->name);
  const std::uint32_t changes = at();
  if (is_pair(Keyword::On, Keyword::Schedule)) {
    skip(2);
    event_schedule(made);
  }
  const auto mark = stack_.mark();
  event_completion();
  const std::uint32_t rename = at();
  if (accept(Keyword::Rename)) {
    expect(Keyword::To);
    clause(rename, [this] {
      Name schema;
      Name program;
      program_name(schema, program);
    });
  }
  event_status_and_comment();
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  if (accept(Keyword::Do)) made->body = program_statement();
  if (changes == at()) fail();  // nothing is changed
  return finish(made);
}

// EVERY n unit [STARTS t] [ENDS t], AT t
void ParserRun::event_schedule(EventStatement* made) {
  const auto mark = stack_.mark();
  if (accept(Keyword::Every)) {
    auto* every = node<Interval>(at());
    every->amount = expression();
    every->unit = interval_unit();
    stack_.push(finish(every));
    if (accept(Keyword::Starts)) stack_.push(expression());
    if (accept(Keyword::Ends)) stack_.push(expression());
  } else {
    expect(Keyword::At);
    stack_.push(expression());
  }
  made->schedule = stack_.take<Expression>(mark, arena_);
}

// [ON COMPLETION [NOT] PRESERVE]
void ParserRun::event_completion() {
  const std::uint32_t first = at();
  if (!accept(Keyword::On)) return;
  expect(Keyword::Completion);
  if (mariadb()) {
    accept(Keyword::Not);
  } else {
    accept_plain_not();
  }
  expect(Keyword::Preserve);
  clause(first, [] {});
}

// [ENABLE | DISABLE [ON {SLAVE | REPLICA}]] [COMMENT 'x']
void ParserRun::event_status_and_comment() {
  const std::uint32_t status = at();
  if (accept(Keyword::Enable)) {
    clause(status, [] {});
  } else if (accept(Keyword::Disable)) {
    clause(status, [this] {
      if (accept(Keyword::On) && !accept(Keyword::Slave)) expect(Keyword::Replica);
    });
  }
  const std::uint32_t comment = at();
  if (accept(Keyword::Comment)) clause(comment, [this] { expect(TokenKind::String); });
}

}  // namespace mallshard::sqlparse
