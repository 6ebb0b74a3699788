// One SELECT block.
#include <cstdint>
#include <utility>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// `leading`: the first query block of its query expression.
Select* ParserRun::select(bool leading) {
  auto* made = node<Select>(at());
  made->hints = hints(at());
  const bool outer_on_duplicate = std::exchange(in_on_duplicate_, false);
  const IntoPlace outer_into = std::exchange(into_place_, IntoPlace::None);  // subqueries have none
  advance();
  select_options(made);
  made->items = select_items();
  made->last_item_token = before();
  // MySQL reads an INTO here in every query block and says later where it must not be.
  if (is(Keyword::Into) && (mysql() || (outer_into == IntoPlace::End && leading))) {
    made->into = into_clause();
  }
  if (accept(Keyword::From)) {
    if (is(Keyword::Dual) && !next_is(TokenKind::Dot)) {
      advance();
      made->from_dual = true;
    } else {
      made->from = table_references();
    }
    made->last_from_token = before();
  }
  // WHERE without FROM is MariaDB's and, since 8.0, MySQL's.
  if (is(TokenKind::Word)) select_clauses(made);
  if (made->into != nullptr && mariadb()) {
    SetOperator op{};
    if (set_operator(op)) fail();
  }
  in_on_duplicate_ = outer_on_duplicate;
  into_place_ = outer_into;
  return finish(made);
}

void ParserRun::select_clauses(Select* made) {
  if (accept(Keyword::Where)) {
    made->where = expression();
    made->last_where_token = before();
  }
  if (is(Keyword::Group)) group_by(made);
  if (accept(Keyword::Having)) made->having = expression();
  if (is(Keyword::Window) && (current_->reserved || mariadb())) made->windows = window_clause();
  if (mysql() && is(Keyword::Qualify) && current_->reserved) {
    advance();
    made->qualify = expression();
  }
}

void ParserRun::select_options(Select* select) {
  while (is(TokenKind::Word) && current_->keyword != Keyword::None) {
    SelectOption option{};
    switch (current_->keyword) {
      case Keyword::All:
        option = SelectOption::All;
        break;
      case Keyword::Distinct:
      case Keyword::Distinctrow:
        option = SelectOption::Distinct;
        break;
      case Keyword::Unique:
        if (mysql()) return;
        option = SelectOption::Distinct;
        break;
      case Keyword::HighPriority:
        option = SelectOption::HighPriority;
        break;
      case Keyword::StraightJoin:
        option = SelectOption::StraightJoin;
        break;
      case Keyword::SqlSmallResult:
        option = SelectOption::SmallResult;
        break;
      case Keyword::SqlBigResult:
        option = SelectOption::BigResult;
        break;
      case Keyword::SqlBufferResult:
        option = SelectOption::BufferResult;
        break;
      case Keyword::SqlCache:
        if (mysql() && version_ >= 80000) return;
        option = SelectOption::Cache;
        break;
      case Keyword::SqlNoCache:
        option = SelectOption::NoCache;
        break;
      case Keyword::SqlCalcFoundRows:
        option = SelectOption::CalcFoundRows;
        break;
      default:
        return;
    }
    select->options = static_cast<std::uint16_t>(select->options | static_cast<std::uint16_t>(option));
    advance();
  }
}

NodeList<SelectItem> ParserRun::select_items() {
  const auto mark = stack_.mark();
  do {
    if (is(TokenKind::Star) && stack_.mark() != mark) fail();  // `*` stands first or not at all
    stack_.push(select_item());
  } while (accept(TokenKind::Comma));
  return stack_.take<SelectItem>(mark, arena_);
}

// DO of MariaDB: expressions that have no names.
NodeList<SelectItem> ParserRun::unnamed_items() {
  const auto mark = stack_.mark();
  do {
    auto* item = node<SelectItem>(at());
    item->value = expression();
    item->last_value_token = before();
    stack_.push(finish(item));
  } while (accept(TokenKind::Comma));
  return stack_.take<SelectItem>(mark, arena_);
}

SelectItem* ParserRun::select_item() {
  auto* item = node<SelectItem>(at());
  item->value = star_or_expression();
  item->last_value_token = at() > item->first_token ? before() : item->first_token;
  if (sqlparse::is<Star>(item->value)) return finish(item);
  item->alias = select_alias();
  return finish(item);
}

// *, t.*, db.t.* or an expression
Expression* ParserRun::star_or_expression() {
  if (is(TokenKind::Star)) {
    auto* star = node<Star>(at());
    advance();
    return star;
  }
  if (next_is(TokenKind::Dot) && at_name()) {
    const bool one = peek(2).kind == TokenKind::Star;
    const bool two =
        !one && peek(3).kind == TokenKind::Dot && peek(4).kind == TokenKind::Star && is_name(peek(2));
    if (one || two) {
      auto* star = node<Star>(at());
      star->table = name();
      advance();
      if (two) {
        star->database = star->table;
        star->table = name();
        advance();
      }
      advance();
      return finish(star);
    }
  }
  return expression();
}

void ParserRun::group_by(Select* select) {
  advance();
  expect(Keyword::By);
  if (mysql() && is_any(Keyword::Rollup, Keyword::Cube) && next_is(TokenKind::LeftParen) &&
      version_ >= 80400) {
    select->group_modifier = is(Keyword::Rollup) ? GroupModifier::Rollup : GroupModifier::Cube;
    skip(2);
    select->group_by = group_items();
    expect(TokenKind::RightParen);
  } else if (mysql() && is_pair(Keyword::Grouping, Keyword::Sets)) {
    skip(2);
    select->group_modifier = GroupModifier::GroupingSets;
    select->group_by = grouping_sets();
  } else {
    select->group_by = group_items();
    if (is(Keyword::With) && (next_is(Keyword::Rollup) || (mariadb() && next_is(Keyword::Cube)))) {
      select->group_modifier = next_is(Keyword::Rollup) ? GroupModifier::WithRollup : GroupModifier::WithCube;
      skip(2);
    }
  }
  select->last_group_token = before();
}

// MySQL 8.0.13 dropped the directions that MariaDB still takes.
NodeList<OrderItem> ParserRun::group_items() {
  if (old_names()) return order_items();
  const auto mark = stack_.mark();
  do {
    auto* item = node<OrderItem>(at());
    item->value = expression();
    stack_.push(finish(item));
  } while (accept(TokenKind::Comma));
  return stack_.take<OrderItem>(mark, arena_);
}

// ((a, b), (c)): MySQL reads them, then says that it cannot do it.
NodeList<OrderItem> ParserRun::grouping_sets() {
  expect(TokenKind::LeftParen);
  const auto mark = stack_.mark();
  do {
    auto* item = node<OrderItem>(at());
    auto* row = node<Row>(at());
    expect(TokenKind::LeftParen);
    row->items = expression_list();
    expect(TokenKind::RightParen);
    item->value = finish(row);
    stack_.push(finish(item));
  } while (accept(TokenKind::Comma));
  expect(TokenKind::RightParen);
  return stack_.take<OrderItem>(mark, arena_);
}

// WINDOW w AS (spec), ...
NodeList<NamedWindow> ParserRun::window_clause() {
  advance();
  const auto mark = stack_.mark();
  do {
    auto* window = node<NamedWindow>(at());
    window->name = name();
    expect(Keyword::As);
    window->spec = window_spec();
    stack_.push(finish(window));
  } while (accept(TokenKind::Comma));
  return stack_.take<NamedWindow>(mark, arena_);
}

// PROCEDURE ANALYSE(10, 2000): the arguments are read and kept as text.
void ParserRun::procedure_clause(Query* query) {
  const std::uint32_t first = at();
  advance();
  if (at_function_word()) fail();
  name();
  expect(TokenKind::LeftParen);
  if (!is(TokenKind::RightParen)) expression_list();
  expect(TokenKind::RightParen);
  if (query->body == nullptr || query->body->kind != NodeKind::Select) {
    fail();
    return;
  }
  static_cast<Select*>(query->body)->procedure = range_from(first);
  if (is(Keyword::Into)) fail();
}

}  // namespace mallshard::sqlparse
