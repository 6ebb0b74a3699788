// CAST, CONVERT and the types they convert to, which are not the types of columns.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// At `(`: CAST(x [AT TIME ZONE [INTERVAL] '+00:00'] AS type [ARRAY]). AT LOCAL is
// read by MySQL, which then says that it is not there yet.
Expression* ParserRun::cast_expression(std::uint32_t first) {
  const Depth depth(*this);
  auto* made = node<Cast>(first);
  expect(TokenKind::LeftParen);
  made->operand = expression();
  bool zoned = false;
  if (mysql() && accept(Keyword::At)) {
    if (accept(Keyword::Local)) {
      made->at_local = true;
    } else {
      zoned = true;
      expect(Keyword::Time);
      expect(Keyword::Zone);
      made->zone_as_interval = accept(Keyword::Interval);
      made->time_zone = one_string();
    }
  }
  expect(Keyword::As);
  if (zoned && !is(Keyword::Datetime)) fail();
  const std::uint32_t type = at();
  cast_type();
  if (mysql() && !zoned) accept(Keyword::Array);
  made->type = range_from(type);
  expect(TokenKind::RightParen);
  return finish(made);
}

// At `(`: CONVERT(x USING charset), CONVERT(x, type)
Expression* ParserRun::convert_expression(std::uint32_t first) {
  const Depth depth(*this);
  expect(TokenKind::LeftParen);
  Expression* operand = expression();
  if (accept(Keyword::Using)) {
    auto* made = node<ConvertUsing>(first);
    made->operand = operand;
    made->charset = charset_name();
    expect(TokenKind::RightParen);
    return finish(made);
  }
  expect(TokenKind::Comma);
  auto* made = node<Cast>(first);
  made->as_convert = true;
  made->operand = operand;
  const std::uint32_t type = at();
  cast_type();
  made->type = range_from(type);
  expect(TokenKind::RightParen);
  return finish(made);
}

// One string token, not a chain of adjacent ones.
Literal* ParserRun::one_string() {
  auto* made = node<Literal>(at());
  made->literal_kind = LiteralKind::String;
  made->value_token = at();
  expect(TokenKind::String);
  return made;
}

// (5): any number; the servers check its range later.
void ParserRun::type_length(bool required) {
  if (!is(TokenKind::LeftParen)) {
    if (required) fail();
    return;
  }
  advance();
  if (!is(TokenKind::Integer) && !is(TokenKind::Decimal)) fail();
  advance();
  expect(TokenKind::RightParen);
}

// (5) or (5, 2)
void ParserRun::type_length_and_decimals() {
  if (!is(TokenKind::LeftParen)) return;
  advance();
  if (!is(TokenKind::Integer) && (!is(TokenKind::Decimal) || next_is(TokenKind::Comma))) fail();
  advance();
  if (accept(TokenKind::Comma)) small_integer();
  expect(TokenKind::RightParen);
}

void ParserRun::cast_type() {
  if (mariadb()) return mariadb_cast_type();
  const Keyword type = current_->keyword;
  switch (type) {
    case Keyword::Binary:
    case Keyword::Nchar:
    case Keyword::Float:
    case Keyword::Float4:
      advance();
      return type_length(false);
    case Keyword::National:
      advance();
      if (!accept(Keyword::Char)) expect(Keyword::Character);
      return type_length(false);
    case Keyword::Char:
    case Keyword::Character:
      advance();
      type_length(false);
      return cast_charset();
    case Keyword::Signed:
    case Keyword::Unsigned:
      advance();
      accept_integer_word();
      return;
    case Keyword::Time:
    case Keyword::Datetime:
      advance();
      if (!accept(TokenKind::LeftParen)) return;
      if (!at_small_integer()) fail();
      expect(TokenKind::Integer);
      return expect(TokenKind::RightParen);
    case Keyword::Decimal:
    case Keyword::Dec:
      advance();
      return type_length_and_decimals();
    case Keyword::Double:
    case Keyword::Float8:
      advance();
      accept(Keyword::Precision);
      return;
    case Keyword::Date:
    case Keyword::Json:
    case Keyword::Real:
    case Keyword::SqlTsiYear:
    case Keyword::Year:
    case Keyword::Point:
    case Keyword::Linestring:
    case Keyword::Polygon:
    case Keyword::Multipoint:
    case Keyword::Multilinestring:
    case Keyword::Multipolygon:
    case Keyword::Geometrycollection:
    case Keyword::Geomcollection:
      return advance();
    default:
      fail();
  }
}

// Names of types that plugins bring (UUID, INET6, POINT) are no keywords.
void ParserRun::mariadb_cast_type() {
  const Keyword type = current_->keyword;
  switch (type) {
    case Keyword::Binary:
    case Keyword::Nchar:
    case Keyword::Time:
    case Keyword::Datetime:
      advance();
      return type_length(false);
    case Keyword::Char:
    case Keyword::Character:
    case Keyword::Varchar:
    case Keyword::Varcharacter:
      advance();
      type_length(type == Keyword::Varchar || type == Keyword::Varcharacter);
      return cast_charset();
    case Keyword::Signed:
    case Keyword::Unsigned:
      advance();
      accept_integer_word();
      return;
    case Keyword::Decimal:
    case Keyword::Dec:
      advance();
      return type_length_and_decimals();
    case Keyword::Double:
    case Keyword::Float8:
      advance();
      if (!is(TokenKind::LeftParen)) return;
      advance();
      expect(TokenKind::Integer);
      expect(TokenKind::Comma);
      expect(TokenKind::Integer);
      return expect(TokenKind::RightParen);
    case Keyword::Date:
    case Keyword::Float:
    case Keyword::Float4:
      return advance();
    case Keyword::Interval:
      advance();
      expect(Keyword::DaySecond);
      return type_length(true);
    case Keyword::Bit:
    case Keyword::Bool:
    case Keyword::Boolean:
    case Keyword::Clob:
    case Keyword::Enum:
    case Keyword::Fixed:
    case Keyword::Function:
    case Keyword::Json:
    case Keyword::Medium:
    case Keyword::National:
    case Keyword::Number:
    case Keyword::Nvarchar:
    case Keyword::Raw:
    case Keyword::Row:
    case Keyword::Serial:
    case Keyword::SqlTsiYear:
    case Keyword::Text:
    case Keyword::Timestamp:
    case Keyword::Varchar2:
    case Keyword::Window:
    case Keyword::Year:
      fail();
      return;
    default:
      if (accept_integer_word()) return;
      if (!is_name(*current_)) fail();
      advance();
  }
}

bool ParserRun::accept_integer_word() {
  if (!is_any(Keyword::Int, Keyword::Integer, Keyword::Int4)) return false;
  advance();
  return true;
}

// ASCII, UNICODE or CHARACTER SET x with BINARY before or behind; BYTE; in
// MariaDB also COLLATE.
void ParserRun::cast_charset() {
  if (accept(Keyword::Byte)) return;
  bool binary = accept(Keyword::Binary);
  if (is_any(Keyword::Ascii, Keyword::Unicode)) {
    advance();
    if (!binary) binary = accept(Keyword::Binary);
  } else if (is_any(Keyword::Character, Keyword::Charset, Keyword::Char)) {
    if (!accept(Keyword::Charset)) {
      advance();
      expect(Keyword::Set);
    }
    charset_name();
    if (!binary) binary = accept(Keyword::Binary);
  }
  if (mariadb() && !binary && accept(Keyword::Collate)) collation_name();
}

}  // namespace mallshard::sqlparse
