// SIGNAL, RESIGNAL, GET DIAGNOSTICS.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

bool is_condition_item(Keyword keyword) noexcept {
  switch (keyword) {
    case Keyword::ClassOrigin:
    case Keyword::SubclassOrigin:
    case Keyword::ConstraintCatalog:
    case Keyword::ConstraintSchema:
    case Keyword::ConstraintName:
    case Keyword::CatalogName:
    case Keyword::SchemaName:
    case Keyword::TableName:
    case Keyword::ColumnName:
    case Keyword::CursorName:
    case Keyword::MessageText:
    case Keyword::MysqlErrno:
      return true;
    default:
      return false;
  }
}

}  // namespace

// SIGNAL value [SET item = value, ...]; RESIGNAL's value may be missing.
Statement* ParserRun::signal_statement() {
  const bool again = is(Keyword::Resignal);
  auto* made = statement<DiagnosticsStatement>(at(), again ? StatementKind::Resignal : StatementKind::Signal);
  advance();
  const std::uint32_t condition = at();
  if (is(Keyword::Sqlstate)) {
    sqlstate();
  } else if (!again || at_name()) {
    name();
  }
  made->condition = range_from(condition);
  if (accept(Keyword::Set)) {
    const auto mark = stack_.mark();
    do {
      auto* item = node<DiagnosticsItem>(at());
      const bool row = mariadb() && version_ >= 100700 && is(Keyword::RowNumber);
      if (!is_condition_item(current_->keyword) && !row) fail();
      item->item = any_word();
      expect(TokenKind::Equal);
      item->operand = simple_value();
      stack_.push(finish(item));
    } while (accept(TokenKind::Comma));
    made->items = stack_.take<DiagnosticsItem>(mark, arena_);
  }
  return finish(made);
}

// At SQLSTATE: SQLSTATE [VALUE] 'xxxxx'
void ParserRun::sqlstate() {
  expect(Keyword::Sqlstate);
  accept(Keyword::Value);
  expect(TokenKind::String);
}

// A literal, a variable or a column's name: what SIGNAL and GET take for a value.
Expression* ParserRun::simple_value() {
  switch (current_->kind) {
    case TokenKind::String:
    case TokenKind::NationalString:
    case TokenKind::Integer:
    case TokenKind::Decimal:
    case TokenKind::Float:
    case TokenKind::Hex:
    case TokenKind::Bit:
    case TokenKind::Introducer:
      return literal();
    case TokenKind::UserVariable:
      return plain_user_variable();
    case TokenKind::SystemVariable:
      return system_variable();
    default:
      break;
  }
  switch (current_->keyword) {
    case Keyword::Null:
      return keyword_literal(LiteralKind::Null);
    case Keyword::True:
      return keyword_literal(LiteralKind::True);
    case Keyword::False:
      return keyword_literal(LiteralKind::False);
    case Keyword::Date:
    case Keyword::Time:
    case Keyword::Timestamp:
      if (next_is(TokenKind::String)) return primary();
      break;
    default:
      break;
  }
  return column_ref();
}

// GET [CURRENT | STACKED] DIAGNOSTICS {target = item, ... | CONDITION n target = item, ...}
Statement* ParserRun::get_diagnostics_statement() {
  auto* made = statement<DiagnosticsStatement>(at(), StatementKind::GetDiagnostics);
  advance();
  if (mysql() && accept(Keyword::Stacked)) {
    made->stacked = true;
  } else {
    accept(Keyword::Current);
  }
  expect(Keyword::Diagnostics);
  const bool of_condition = accept(Keyword::Condition);
  if (of_condition) made->number = simple_value();
  const auto mark = stack_.mark();
  do {
    auto* item = node<DiagnosticsItem>(at());
    if (is(TokenKind::UserVariable)) {
      item->operand = plain_user_variable();
    } else {
      auto* target = node<ColumnRef>(at());
      target->column = name();
      item->operand = finish(target);
    }
    expect(TokenKind::Equal);
    const bool row = mariadb() && version_ >= 100700 && is(Keyword::RowNumber);
    const bool known = of_condition
                           ? is_condition_item(current_->keyword) || is(Keyword::ReturnedSqlstate) || row
                           : is_any(Keyword::Number, Keyword::RowCount);
    if (!known) fail();
    item->item = any_word();
    stack_.push(finish(item));
  } while (accept(TokenKind::Comma));
  made->items = stack_.take<DiagnosticsItem>(mark, arena_);
  return finish(made);
}

}  // namespace mallshard::sqlparse
