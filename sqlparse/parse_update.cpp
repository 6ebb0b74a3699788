// UPDATE and DELETE.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {
// From here on DELETE reads its rows as SELECT does: index hints, ORDER BY and
// LIMIT of several tables.
constexpr std::uint32_t kMariaDbDeleteLikeSelect = 110800;
}  // namespace

Statement* ParserRun::update_statement(With* with, std::uint32_t first) {
  auto* made = statement<UpdateStatement>(first, StatementKind::Update);
  made->with = with;
  made->hints = hints(at());
  advance();
  made->low_priority = accept(Keyword::LowPriority);
  made->ignore = accept(Keyword::Ignore);
  takes_portion_ = mariadb();
  made->tables = table_references();
  takes_portion_ = false;
  expect(Keyword::Set);
  made->assignments = assignments();
  if (accept(Keyword::Where)) made->where = expression();
  if (is(Keyword::Order)) made->order_by = order_by_clause();
  if (is(Keyword::Limit)) made->limit = count_limit();
  return finish(made);
}

// MariaDB: FOR PORTION OF period FROM x TO y
void ParserRun::portion_of(TableName* table) {
  if (!mariadb() || !is_pair(Keyword::For, Keyword::Portion)) return;
  const std::uint32_t first = at();
  skip(2);
  const std::uint32_t of = at();
  expect(Keyword::Of);
  if (is(Keyword::SystemTime)) fail_at(of, Fault::Meaning);
  name();
  const auto mark = stack_.mark();
  expect(Keyword::From);
  stack_.push(bit_expression());
  expect(Keyword::To);
  stack_.push(bit_expression());
  table->moments = stack_.take<Expression>(mark, arena_);
  table->system_time = range_from(first);
}

Statement* ParserRun::delete_statement(With* with, std::uint32_t first) {
  auto* made = statement<DeleteStatement>(first, StatementKind::Delete);
  made->with = with;
  made->hints = hints(at());
  advance();
  const std::uint32_t options = at();
  while (true) {
    if (accept(Keyword::LowPriority)) {
      made->low_priority = true;
    } else if (accept(Keyword::Quick)) {
      made->quick = true;
    } else if (accept(Keyword::Ignore)) {
      made->ignore = true;
    } else {
      break;
    }
  }
  // MariaDB: behind an option HISTORY is a table's name.
  if (mariadb() && options == at() && is_pair(Keyword::History, Keyword::From)) {
    delete_history(made);
  } else if (accept(Keyword::From)) {
    delete_from(made);
  } else {
    made->form = DeleteForm::FromTargets;
    if (mariadb() && is(Keyword::History) && options == at()) refuse_history_as_name();
    made->targets = delete_targets();
    expect(Keyword::From);
    made->tables = table_references();
    delete_rows(made);
  }
  return finish(made);
}

// HISTORY is a table's name to MariaDB where it sees so at once: before an
// unquoted name behind a dot.
void ParserRun::refuse_history_as_name() {
  if (next_is(TokenKind::Comma) || (next_is(TokenKind::Dot) && peek(2).kind != TokenKind::Word))
    fail_at(at() + 1);
}

// MariaDB: HISTORY FROM t [PARTITION (p)] [BEFORE SYSTEM_TIME moment]
void ParserRun::delete_history(DeleteStatement* made) {
  skip(2);
  made->form = DeleteForm::History;
  TableName* table = table_name();
  if (accept(Keyword::Partition)) table->partitions = names_in_parentheses();
  stack_.push(finish(table));
  made->tables = stack_.take<TableReference>(stack_.mark() - 1, arena_);
  if (!is(Keyword::Before)) return;
  const std::uint32_t first = at();
  advance();
  expect(Keyword::SystemTime);
  stack_.push(history_point());
  table->moments = stack_.take<Expression>(stack_.mark() - 1, arena_);
  made->before = range_from(first);
}

// Of several tables: WHERE, and MariaDB's ORDER BY and LIMIT.
void ParserRun::delete_rows(DeleteStatement* made) {
  if (accept(Keyword::Where)) made->where = expression();
  if (!mariadb() || version_ < kMariaDbDeleteLikeSelect) return;
  if (is(Keyword::Order)) made->order_by = order_by_clause();
  if (is(Keyword::Limit)) {
    made->limit = limit_clause();
  } else if (is_any(Keyword::Offset, Keyword::Fetch)) {
    made->limit = fetch_clause();
  }
}

NodeList<TableName> ParserRun::delete_target_with_dot() {
  stack_.push(table_name());
  return stack_.take<TableName>(stack_.mark() - 1, arena_);
}

void ParserRun::delete_from(DeleteStatement* made) {
  const bool dot = mariadb() && is(TokenKind::Dot);  // `.t` is one table
  const NodeList<TableName> targets = dot ? delete_target_with_dot() : delete_targets();
  if (!dot && accept(Keyword::Using)) {
    made->form = DeleteForm::Using;
    made->targets = targets;
    made->tables = table_references();
    return delete_rows(made);
  }
  if (targets.size() != 1 || targets[0] == nullptr || targets[0]->star_suffix) {
    fail();
    return;
  }
  TableName* table = targets[0];
  const bool like_select = mariadb() && version_ >= kMariaDbDeleteLikeSelect;
  if ((mysql() || like_select) && !is(TokenKind::Equal)) table->alias = table_alias();
  if (like_select && is_any(Keyword::Use, Keyword::Force, Keyword::Ignore))
    table->index_hints = index_hints();
  if (is(Keyword::Partition)) {
    advance();
    table->partitions = names_in_parentheses();
  }
  stack_.push(table);
  made->tables = stack_.take<TableReference>(stack_.mark() - 1, arena_);
  portion_of(table);
  if (mariadb() && version_ >= 110600 && !like_select) table->alias = table_alias();
  finish(table);
  if (accept(Keyword::Where)) made->where = expression();
  if (is(Keyword::Order)) made->order_by = order_by_clause();
  if (is(Keyword::Limit)) made->limit = count_limit();
  if (mariadb() && accept(Keyword::Returning)) made->returning = select_items();
}

// t1, db.t2.*, ...
NodeList<TableName> ParserRun::delete_targets() {
  const auto mark = stack_.mark();
  do {
    auto* table = node<TableName>(at());
    table->name = name();
    while (accept(TokenKind::Dot)) {
      if (accept(TokenKind::Star)) {
        table->star_suffix = true;
        break;
      }
      if (table->database) {
        fail();
        break;
      }
      table->database = table->name;
      table->name = name();
    }
    stack_.push(finish(table));
  } while (accept(TokenKind::Comma));
  return stack_.take<TableName>(mark, arena_);
}

}  // namespace mallshard::sqlparse
