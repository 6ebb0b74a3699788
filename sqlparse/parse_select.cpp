// One SELECT block.
#include <cstdint>
#include <utility>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Select* ParserRun::select() {
  auto* made = node<Select>(at());
  const bool outer_on_duplicate = std::exchange(in_on_duplicate_, false);
  advance();
  select_options(made);
  made->items = select_items();
  made->last_item_token = before();
  if (is(Keyword::Into)) {
    if (pending_into_ != nullptr) fail();
    pending_into_ = into_clause();
  }
  if (accept(Keyword::From)) {
    Into* outer_into = pending_into_;
    pending_into_ = nullptr;
    if (is(Keyword::Dual) && !next_is(TokenKind::Dot)) {
      advance();
      made->from_dual = true;
    } else {
      made->from = table_references();
    }
    made->last_from_token = before();
    pending_into_ = outer_into;
  }
  // WHERE without FROM is MariaDB's and, since 8.0, MySQL's.
  select_clauses(made);
  in_on_duplicate_ = outer_on_duplicate;
  return finish(made);
}

void ParserRun::select_clauses(Select* made) {
  if (!is(TokenKind::Word)) return;
  Into* outer_into = pending_into_;
  pending_into_ = nullptr;  // subqueries have their own
  if (accept(Keyword::Where)) {
    made->where = expression();
    made->last_where_token = before();
  }
  if (is(Keyword::Group)) group_by(made);
  if (accept(Keyword::Having)) made->having = expression();
  if (is(Keyword::Window) && (reserved(*current_) || mariadb())) made->windows = window_clause();
  if (mysql() && is(Keyword::Qualify) && reserved(*current_)) {
    advance();
    made->qualify = expression();
  }
  pending_into_ = outer_into;
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
    stack_.push(select_item());
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

// [AS] name, [AS] 'text'; nothing
Name ParserRun::select_alias() {
  if (accept(Keyword::As)) return name_or_string();
  return is(TokenKind::String) || at_name() ? name_or_string() : Name{};
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
    select->group_by = order_items();
    expect(TokenKind::RightParen);
  } else {
    select->group_by = order_items();
    if (is(Keyword::With) && next_is(Keyword::Rollup)) {
      skip(2);
      select->group_modifier = GroupModifier::WithRollup;
    }
  }
  select->last_group_token = before();
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

// PROCEDURE ANALYSE(10, 2000)
void ParserRun::procedure_clause(Query* query) {
  const std::uint32_t first = at();
  advance();
  name();
  skip_parentheses();
  if (query->body == nullptr || query->body->kind != NodeKind::Select) {
    fail();
    return;
  }
  static_cast<Select*>(query->body)->procedure = range_from(first);
}

}  // namespace mallshard::sqlparse
