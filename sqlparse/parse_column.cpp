// Column definitions: types and attributes.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

bool is_type_word(Keyword keyword) {
  switch (keyword) {
    case Keyword::Int:
    case Keyword::Integer:
    case Keyword::Tinyint:
    case Keyword::Smallint:
    case Keyword::Mediumint:
    case Keyword::Middleint:
    case Keyword::Bigint:
    case Keyword::Int1:
    case Keyword::Int2:
    case Keyword::Int3:
    case Keyword::Int4:
    case Keyword::Int8:
    case Keyword::Bit:
    case Keyword::Bool:
    case Keyword::Boolean:
    case Keyword::Decimal:
    case Keyword::Dec:
    case Keyword::Numeric:
    case Keyword::Fixed:
    case Keyword::Float:
    case Keyword::Float4:
    case Keyword::Float8:
    case Keyword::Double:
    case Keyword::Real:
    case Keyword::Char:
    case Keyword::Character:
    case Keyword::Nchar:
    case Keyword::Nvarchar:
    case Keyword::National:
    case Keyword::Varchar:
    case Keyword::Varcharacter:
    case Keyword::Binary:
    case Keyword::Varbinary:
    case Keyword::Tinyblob:
    case Keyword::Blob:
    case Keyword::Mediumblob:
    case Keyword::Longblob:
    case Keyword::Tinytext:
    case Keyword::Text:
    case Keyword::Mediumtext:
    case Keyword::Longtext:
    case Keyword::Long:
    case Keyword::Enum:
    case Keyword::Set:
    case Keyword::Date:
    case Keyword::Time:
    case Keyword::Datetime:
    case Keyword::Timestamp:
    case Keyword::Year:
    case Keyword::Json:
    case Keyword::Serial:
    case Keyword::Vector:
    case Keyword::Geometry:
    case Keyword::Geomcollection:
    case Keyword::Geometrycollection:
    case Keyword::Point:
    case Keyword::Multipoint:
    case Keyword::Linestring:
    case Keyword::Multilinestring:
    case Keyword::Polygon:
    case Keyword::Multipolygon:
      return true;
    default:
      return false;
  }
}

}  // namespace

ColumnDefinition* ParserRun::column_definition() {
  auto* column = node<ColumnDefinition>(at());
  column->name = name();
  if (accept(TokenKind::Dot)) column->name = name();  // t.a INT, db.t.a INT
  if (accept(TokenKind::Dot)) column->name = name();
  // MariaDB: a AS (expression) without a type is not allowed, a type it is.
  column->type = data_type();
  column_attributes(column);
  return finish(column);
}

DataType* ParserRun::data_type() {
  auto* type = node<DataType>(at());
  const bool plugin_type = mariadb() && at_name();  // UUID, INET6
  if (!is_type_word(current_->keyword) && !plugin_type) return static_cast<DataType*>(fail());
  const Keyword word = current_->keyword;
  type->name = name_of(at());
  advance();
  switch (word) {
    case Keyword::Double:
      accept(Keyword::Precision);
      break;
    case Keyword::Char:
    case Keyword::Character:
      accept(Keyword::Varying);
      break;
    case Keyword::Nchar:
      if (!accept(Keyword::Varying)) accept(Keyword::Varchar);
      break;
    case Keyword::National:
      if (accept(Keyword::Char) || accept(Keyword::Character)) {
        accept(Keyword::Varying);
      } else if (!accept(Keyword::Varcharacter)) {
        expect(Keyword::Varchar);
      }
      break;
    case Keyword::Long:
      if (accept(Keyword::Char) || accept(Keyword::Character)) {
        expect(Keyword::Varying);
      } else if (!accept(Keyword::Varchar) && !accept(Keyword::Varbinary)) {
        accept(Keyword::Varcharacter);
      }
      break;
    default:
      break;
  }
  type_parameters(type, word);
  type_attributes(type);
  return finish(type);
}

// (10), (10, 2), ('a', 'b')
void ParserRun::type_parameters(DataType* type, Keyword word) {
  const bool listed = word == Keyword::Enum || word == Keyword::Set;
  if (!is(TokenKind::LeftParen)) {
    const bool needed =
        listed || word == Keyword::Varchar || word == Keyword::Varbinary || word == Keyword::Varcharacter;
    if (needed) fail();
    return;
  }
  advance();
  if (listed) {
    const auto mark = stack_.mark();
    do {
      if (!is(TokenKind::String) && !is(TokenKind::NationalString) && !is(TokenKind::Hex) &&
          !is(TokenKind::Bit))
        fail();
      stack_.push(literal());
    } while (accept(TokenKind::Comma));
    type->values = stack_.take<Literal>(mark, arena_);
  } else {
    type->has_length = true;
    type->length = unsigned_number();
    if (accept(TokenKind::Comma)) {
      type->has_decimals = true;
      type->decimals = unsigned_number();
    }
  }
  expect(TokenKind::RightParen);
}

// UNSIGNED ZEROFILL, CHARACTER SET x, BINARY, ASCII, UNICODE, BYTE
void ParserRun::type_attributes(DataType* type) {
  while (is(TokenKind::Word)) {
    switch (current_->keyword) {
      case Keyword::Unsigned:
        type->is_unsigned = true;
        break;
      case Keyword::Zerofill:
        type->zerofill = true;
        type->is_unsigned = true;
        break;
      case Keyword::Binary:
        type->binary = true;
        break;
      case Keyword::Signed:
      case Keyword::Ascii:
      case Keyword::Unicode:
      case Keyword::Byte:
        break;
      case Keyword::Compressed:
        if (!mariadb()) return;
        if (next_is(TokenKind::Equal)) skip(2);
        break;
      case Keyword::Charset:
        advance();
        type->charset = charset_name();
        continue;
      case Keyword::Character:
      case Keyword::Char:
        advance();
        expect(Keyword::Set);
        type->charset = charset_name();
        continue;
      default:
        return;
    }
    advance();
  }
}

void ParserRun::column_attributes(ColumnDefinition* column) {
  const std::uint32_t first = at();
  const auto mark = stack_.mark();
  while (is(TokenKind::Word) && column_attribute(column)) {
  }
  column->checks = stack_.take<CheckConstraint>(mark, arena_);
  column->attributes = range_from(first);
}

// One attribute; false where none begins. Checks are pushed on the stack.
bool ParserRun::column_attribute(ColumnDefinition* column) {
  switch (current_->keyword) {
    case Keyword::Null:
      advance();
      column->nullability = Nullability::Null;
      return true;
    case Keyword::Not:
      advance();
      if (accept(Keyword::Null)) {
        column->nullability = Nullability::NotNull;
      } else if (mysql() && accept(Keyword::Secondary)) {
      } else {
        expect(Keyword::Null);
      }
      return true;
    case Keyword::Default:
      advance();
      column->default_value = default_value();
      return true;
    case Keyword::On:
      if (!next_is(Keyword::Update)) return false;
      skip(2);
      column->on_update = default_value();
      return true;
    case Keyword::AutoIncrement:
      advance();
      column->auto_increment = true;
      return true;
    case Keyword::Serial:
      advance();
      expect(Keyword::Default);
      expect(Keyword::Value);
      column->auto_increment = true;
      column->nullability = Nullability::NotNull;
      column->key = ColumnKey::Unique;
      return true;
    case Keyword::Primary:
      advance();
      if (mysql()) {
        expect(Keyword::Key);
      } else {
        accept(Keyword::Key);
      }
      column->key = ColumnKey::Primary;
      return true;
    case Keyword::Key:
      advance();
      column->key = ColumnKey::Primary;
      return true;
    case Keyword::Unique:
      advance();
      accept(Keyword::Key);
      column->key = ColumnKey::Unique;
      return true;
    case Keyword::Comment:
      advance();
      column->comment_token = at();
      expect(TokenKind::String);
      return true;
    case Keyword::Collate:
      advance();
      column->collation = collation_name();
      return true;
    case Keyword::Generated:
      advance();
      expect(Keyword::Always);
      generated_column(column);
      return true;
    case Keyword::As:
      generated_column(column);
      return true;
    case Keyword::References:
      column->references = references();
      return true;
    case Keyword::Constraint:
    case Keyword::Check:
      column_check();
      return true;
    case Keyword::Visible:
      advance();
      return true;
    case Keyword::Invisible:
      advance();
      column->invisible = true;
      return true;
    case Keyword::ColumnFormat:
    case Keyword::Storage:
      advance();
      any_word();
      return true;
    case Keyword::Srid:
      advance();
      unsigned_number();
      return true;
    case Keyword::EngineAttribute:
    case Keyword::SecondaryEngineAttribute:
      option_value();
      return true;
    case Keyword::RefSystemId:
      advance();
      expect(TokenKind::Equal);
      unsigned_number();
      return true;
    case Keyword::With:
    case Keyword::Without:
      if (!mariadb() || !next_is(Keyword::System)) return false;
      skip(2);
      expect(Keyword::Versioning);
      return true;
    default:
      if (mariadb() && at_name() && next_is(TokenKind::Equal)) {
        option_value();
        return true;
      }
      return false;
  }
}

void ParserRun::column_check() {
  const std::uint32_t first = at();
  Name constraint;
  const bool named = accept(Keyword::Constraint);
  if (named && at_name()) constraint = name();
  if (!is(Keyword::Check)) {
    fail();
    return;
  }
  CheckConstraint* check = check_constraint(first);
  check->has_constraint = named;
  check->constraint = constraint;
  stack_.push(check);
}

// At AS: AS (expression) [VIRTUAL | STORED | PERSISTENT], MariaDB AS ROW START
void ParserRun::generated_column(ColumnDefinition* column) {
  expect(Keyword::As);
  if (mariadb() && accept(Keyword::Row)) {
    if (!accept(Keyword::Start)) expect(Keyword::End);
    return;
  }
  expect(TokenKind::LeftParen);
  column->generated_as = expression();
  expect(TokenKind::RightParen);
  column->generated = GeneratedKind::Virtual;
  if (accept(Keyword::Stored) || (mariadb() && accept(Keyword::Persistent))) {
    column->generated = GeneratedKind::Stored;
  } else {
    accept(Keyword::Virtual);
  }
}

// What may follow DEFAULT and ON UPDATE: no operators, so that NOT NULL and
// COLLATE behind it are the column's.
Expression* ParserRun::default_value() {
  if (is(TokenKind::Minus) || is(TokenKind::Plus)) {
    auto* made = node<Unary>(at());
    made->op = is(TokenKind::Minus) ? UnaryOp::Minus : UnaryOp::Plus;
    advance();
    if (!is_literal(current_->kind)) return fail();
    made->operand = literal();
    return finish(made);
  }
  return primary();
}

}  // namespace mallshard::sqlparse
