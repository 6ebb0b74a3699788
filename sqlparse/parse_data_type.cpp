// Column types.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

// What may follow a type's words.
struct TypeShape {
  TypeLength length = TypeLength::None;
  bool numeric = false;     // UNSIGNED, ZEROFILL
  bool charset = false;     // CHARACTER SET x BINARY, ASCII, ...
  bool binary = false;      // BINARY alone: national types
  bool compressed = false;  // MariaDB
  bool known = true;
};

using Length = TypeLength;

constexpr TypeShape kInteger{.length = Length::Optional, .numeric = true};
constexpr TypeShape kReal{.length = Length::Precision, .numeric = true};
constexpr TypeShape kDecimal{.length = Length::LengthOrPrecision, .numeric = true};
constexpr TypeShape kChar{.length = Length::Optional, .charset = true};
constexpr TypeShape kVarchar{.length = Length::Required, .charset = true, .compressed = true};
constexpr TypeShape kNationalChar{.length = Length::Optional, .binary = true};
constexpr TypeShape kNationalVarchar{.length = Length::Required, .binary = true, .compressed = true};
constexpr TypeShape kText{.charset = true, .compressed = true};
constexpr TypeShape kTextWithLength{.length = Length::Optional, .charset = true, .compressed = true};
constexpr TypeShape kBlob{.compressed = true};
constexpr TypeShape kBlobWithLength{.length = Length::Optional, .compressed = true};
constexpr TypeShape kVarbinary{.length = Length::Required, .compressed = true};
constexpr TypeShape kValues{.length = Length::Values, .charset = true};
constexpr TypeShape kLength{.length = Length::Optional};
constexpr TypeShape kSeconds{.length = Length::Seconds};
constexpr TypeShape kBare{};
constexpr TypeShape kUnknown{.known = false};

TypeShape shape_of(Keyword word) {
  switch (word) {
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
    case Keyword::Year:
    case Keyword::SqlTsiYear:
      return kInteger;
    case Keyword::Real:
    case Keyword::Double:
    case Keyword::Float8:
      return kReal;
    case Keyword::Float:
    case Keyword::Float4:
    case Keyword::Decimal:
    case Keyword::Dec:
    case Keyword::Numeric:
    case Keyword::Fixed:
      return kDecimal;
    case Keyword::Bit:
    case Keyword::Binary:
      return kLength;
    case Keyword::Char:
    case Keyword::Character:
      return kChar;
    case Keyword::Varchar:
    case Keyword::Varcharacter:
      return kVarchar;
    case Keyword::Nchar:
    case Keyword::National:
      return kNationalChar;
    case Keyword::Nvarchar:
      return kNationalVarchar;
    case Keyword::Varbinary:
      return kVarbinary;
    case Keyword::Tinytext:
    case Keyword::Mediumtext:
    case Keyword::Longtext:
    case Keyword::Long:
      return kText;
    case Keyword::Text:
      return kTextWithLength;
    case Keyword::Tinyblob:
    case Keyword::Mediumblob:
    case Keyword::Longblob:
      return kBlob;
    case Keyword::Blob:
      return kBlobWithLength;
    case Keyword::Enum:
    case Keyword::Set:
      return kValues;
    case Keyword::Time:
    case Keyword::Datetime:
    case Keyword::Timestamp:
      return kSeconds;
    case Keyword::Bool:
    case Keyword::Boolean:
    case Keyword::Date:
    case Keyword::Serial:
      return kBare;
    default:
      return kUnknown;
  }
}

bool is_spatial(Keyword word) {
  switch (word) {
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

DataType* ParserRun::data_type() {
  auto* type = node<DataType>(at());
  if (mariadb() && at_name() && next_is(TokenKind::Dot)) skip(2);  // mariadb_schema.DATE
  const Keyword word = is(TokenKind::Word) ? current_->keyword : Keyword::None;
  TypeShape shape = shape_of(word);
  if (!shape.known) {
    if (word == Keyword::Json) {
      shape = mariadb() ? kBlob : kBare;
    } else if (word == Keyword::Vector && (mysql() || version_ >= 110700)) {
      shape = kLength;
    } else if (mysql() && is_spatial(word)) {
      shape = kBare;
    } else if (!mariadb() || !at_name() ||
               (is_any(Keyword::JsonArrayagg, Keyword::JsonObjectagg) && at_function_word())) {
      return static_cast<DataType*>(fail());
    } else {
      plugin_type(type);
      return finish(type);
    }
  }
  type->name = name_of(at());
  advance();
  switch (word) {
    case Keyword::Double:
      accept(Keyword::Precision);
      break;
    case Keyword::Char:
    case Keyword::Character:
      if (accept(Keyword::Varying)) shape = kVarchar;
      break;
    case Keyword::Nchar:
      if (accept(Keyword::Varying) || accept(Keyword::Varchar) || accept(Keyword::Varcharacter))
        shape = kNationalVarchar;
      break;
    case Keyword::National:
      if (accept(Keyword::Char) || accept(Keyword::Character)) {
        if (accept(Keyword::Varying)) shape = kNationalVarchar;
      } else {
        if (!accept(Keyword::Varcharacter)) expect(Keyword::Varchar);
        shape = kNationalVarchar;
      }
      break;
    case Keyword::Long:
      if (is_pair(Keyword::Char, Keyword::Varying) || is_pair(Keyword::Character, Keyword::Varying)) {
        skip(2);
      } else if (accept(Keyword::Varbinary)) {
        shape = kBlob;
      } else if (!accept(Keyword::Varchar)) {
        accept(Keyword::Varcharacter);
      }
      break;
    default:
      break;
  }
  type->is_text = shape.charset;
  type_length(type, shape.length);
  if (shape.numeric) numeric_attributes(type);
  const bool compressed = shape.compressed && is(Keyword::Compressed);
  if (compressed) compressed_attribute();
  if (shape.charset) charset_attributes(type);
  if (shape.binary && accept(Keyword::Binary)) type->binary = true;
  if (shape.compressed && !compressed) compressed_attribute();
  return finish(type);
}

bool ParserRun::at_plugin_type() const noexcept {
  if (!mariadb() || !at_name()) return false;
  const Keyword word = is(TokenKind::Word) ? current_->keyword : Keyword::None;
  return !shape_of(word).known && word != Keyword::Json;
}

// MariaDB's types that are no words of its grammar: UUID, INET6, POINT, ...
void ParserRun::plugin_type(DataType* type) {
  // Types of other modes, and words that begin something else behind a name.
  if (is(TokenKind::Word) &&
      is_any(Keyword::Clob, Keyword::Function, Keyword::Medium, Keyword::Number, Keyword::Raw, Keyword::Row,
             Keyword::Signed, Keyword::Varchar2, Keyword::Window)) {
    type->name = name();
    fail();
    return;
  }
  type->name = name();
  type_length(type, TypeLength::LengthOrPrecision);
  if (accept(Keyword::RefSystemId)) {
    accept(TokenKind::Equal);
    small_integer();
  }
}

// (10), (10, 2), ('a', 'b')
void ParserRun::type_length(DataType* type, TypeLength length) {
  if (!is(TokenKind::LeftParen)) {
    if (length == TypeLength::Required || length == TypeLength::Values) fail();
    return;
  }
  if (length == TypeLength::None) {
    fail();
    return;
  }
  advance();
  if (length == TypeLength::Values) {
    const auto mark = stack_.mark();
    do {
      const bool hex = is(TokenKind::Hex);
      if (!is(TokenKind::String) && !hex && !is(TokenKind::Bit)) fail();
      stack_.push(keyword_literal(hex                  ? LiteralKind::Hex
                                  : is(TokenKind::Bit) ? LiteralKind::Bit
                                                       : LiteralKind::String));
    } while (accept(TokenKind::Comma));
    type->values = stack_.take<Literal>(mark, arena_);
    expect(TokenKind::RightParen);
    return;
  }
  type->has_length = true;
  const bool pair = next_is(TokenKind::Comma);
  const bool small = pair || (length == TypeLength::Seconds && mysql());
  const std::uint32_t token = at();
  type->length = small ? small_number(pair ? token + 1 : token) : length_number();
  if (length == TypeLength::Precision || (pair && length == TypeLength::LengthOrPrecision)) {
    expect(TokenKind::Comma);
    type->has_decimals = true;
    type->decimals = small_number(at());
  }
  expect(TokenKind::RightParen);
}

void ParserRun::numeric_attributes(DataType* type) {
  bool sign = false;
  while (is_any(Keyword::Signed, Keyword::Unsigned, Keyword::Zerofill)) {
    // MariaDB: each once, SIGNED and UNSIGNED exclude each other.
    if (is(Keyword::Zerofill)) {
      if (mariadb() && (type->zerofill || (sign && !type->is_unsigned))) return;
      type->zerofill = true;
      type->is_unsigned = true;
    } else {
      if (mariadb() && (sign || (type->zerofill && is(Keyword::Signed)))) return;
      sign = true;
      if (is(Keyword::Unsigned)) type->is_unsigned = true;
    }
    advance();
  }
}

// CHARACTER SET x [BINARY], BINARY [CHARACTER SET x], ASCII, UNICODE, BYTE
void ParserRun::charset_attributes(DataType* type) {
  if (accept(Keyword::Byte)) {
    type->is_text = false;
    return;
  }
  type->binary = accept(Keyword::Binary);
  if (is(Keyword::Charset) || is_pair(Keyword::Character, Keyword::Set) ||
      is_pair(Keyword::Char, Keyword::Set)) {
    skip(is(Keyword::Charset) ? 1 : 2);
    type->charset = charset_name();
  } else if (!accept(Keyword::Ascii) && !accept(Keyword::Unicode)) {
    return;
  }
  if (!type->binary) type->binary = accept(Keyword::Binary);
}

// MariaDB: COMPRESSED [= method]
void ParserRun::compressed_attribute() {
  if (mariadb() && accept(Keyword::Compressed) && accept_equals()) name();
}

// A length: integers of any size and decimals, of which the integer part counts.
std::uint32_t ParserRun::length_number() {
  if (!is(TokenKind::Integer) && !is(TokenKind::Decimal)) {
    fail();
    return 0;
  }
  const std::uint64_t value = number(Hex::No);
  return value > 0xffffffffU ? 0xffffffffU : static_cast<std::uint32_t>(value);
}

// An integer that the servers' lexers call a small one: 31 bits.
// Another one is a length alone, so that what follows may be to blame.
std::uint32_t ParserRun::small_number(std::uint32_t blamed) {
  const std::uint32_t value = unsigned_number();
  if (value > 0x7fffffffU) fail_at(blamed);
  return value;
}

}  // namespace mallshard::sqlparse
