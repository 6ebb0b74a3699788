// Functions on text.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/function_table.h"

namespace mallshard::embedded {

namespace {

using F = FunctionTable;
using Args = std::vector<Typed>;
using Call = sqlparse::FunctionCall;

bool any_nullable(const Args& args) {
  return std::any_of(args.begin(), args.end(), [](const Typed& arg) { return arg.type.nullable; });
}

std::int64_t constant_integer(const Typed& value, std::int64_t otherwise) {
  return value.constant && value.constant->kind == Value::Kind::Int ? value.constant->integer : otherwise;
}

Type same_text(const Typed& value, std::uint32_t length, bool nullable) {
  Type type = value.type;
  type.length = length;
  type.nullable = nullable;
  type.decimals = wire::kNotFixedDecimals;
  if (type.wire == wire::ColumnType::String) type.wire = wire::ColumnType::VarString;
  if (type.coercibility == Coercibility::Numeric) type.coercibility = Coercibility::Literal;
  return type;
}

Typed one_text(Translator& t, Args& args, const char* function) {
  const Typed text = F::as_text(t, args[0]);
  return F::made(std::string(function) + "(" + text.sql + ")",
                 same_text(text, text.type.length, text.type.nullable));
}

Typed integer_of_text(Translator& t, Args& args, const char* function, std::uint32_t length) {
  const Typed text = F::as_text(t, args[0]);
  return F::made(std::string(function) + "(" + text.sql + ")", int_type(length, text.type.nullable));
}

Typed concat(Translator& t, Args& args, const Call&) {
  Type type = F::merge_texts(t, args, "concat");
  std::uint64_t length = 0;
  std::string sql = "ms_concat(";
  for (std::size_t i = 0; i < args.size(); ++i) {
    sql += (i > 0 ? ", " : "") + args[i].sql;
    length += args[i].type.length;
  }
  type.length = static_cast<std::uint32_t>(std::min<std::uint64_t>(length, 1 << 24));
  // CONCAT() of MySQL says "may be NULL" whatever its arguments are.
  type.nullable = true;
  return F::made(sql + ")", type);
}

Typed concat_ws(Translator& t, Args& args, const Call&) {
  Type type = F::merge_texts(t, args, "concat_ws");
  std::uint64_t length = 0;
  std::string sql = "ms_concat_ws(";
  for (std::size_t i = 0; i < args.size(); ++i) {
    sql += (i > 0 ? ", " : "") + args[i].sql;
    if (i > 0) length += args[i].type.length;
  }
  length += std::uint64_t{args[0].type.length} * (args.size() - 2);
  type.length = static_cast<std::uint32_t>(std::min<std::uint64_t>(length, 1 << 24));
  type.nullable = true;
  return F::made(sql + ")", type);
}

Typed upper(Translator& t, Args& args, const Call&) {
  return one_text(t, args, "ms_upper");
}
Typed lower(Translator& t, Args& args, const Call&) {
  return one_text(t, args, "ms_lower");
}
Typed reverse(Translator& t, Args& args, const Call&) {
  return one_text(t, args, "ms_reverse");
}
Typed length(Translator& t, Args& args, const Call&) {
  return integer_of_text(t, args, "ms_length", 11);
}
Typed char_length(Translator& t, Args& args, const Call&) {
  return integer_of_text(t, args, "ms_char_length", 11);
}
Typed ascii(Translator& t, Args& args, const Call&) {
  return integer_of_text(t, args, "ms_ascii", 4);
}

Typed side(Translator& t, Args& args, const char* function) {
  const bool nullable = any_nullable(args);
  const Typed text = F::as_text(t, args[0]);
  const Typed count = F::as_integer(t, args[1]);
  const std::int64_t most = std::max<std::int64_t>(0, constant_integer(args[1], text.type.length));
  return F::made(
      std::string(function) + "(" + text.sql + ", " + count.sql + ")",
      same_text(text, static_cast<std::uint32_t>(std::min<std::int64_t>(text.type.length, most)), nullable));
}
Typed left(Translator& t, Args& args, const Call&) {
  return side(t, args, "ms_left");
}
Typed right(Translator& t, Args& args, const Call&) {
  return side(t, args, "ms_right");
}

Typed substring(Translator& t, Args& args, const Call&) {
  const bool nullable = any_nullable(args);
  const Typed text = F::as_text(t, args[0]);
  std::string sql = "ms_substring(" + text.sql + ", " + F::as_integer(t, args[1]).sql;
  if (args.size() > 2) sql += ", " + F::as_integer(t, args[2]).sql;
  std::int64_t most = text.type.length;
  const std::int64_t start = constant_integer(args[1], 1);
  if (start > 1) most = std::max<std::int64_t>(0, most - (start - 1));
  if (start < 0) most = std::min(most, -start);
  if (args.size() > 2) most = std::min(most, std::max<std::int64_t>(0, constant_integer(args[2], most)));
  return F::made(sql + ")", same_text(text, static_cast<std::uint32_t>(most), nullable));
}

Typed trim_by(Translator& t, Args& args, int mode) {
  const bool nullable = any_nullable(args);
  Args texts = {args[0], args.size() > 1 ? args[1] : F::constant(t, Value::of_text(" "))};
  const std::uint32_t most = F::as_text(t, args[0]).type.length;
  Type type = F::merge_texts(t, texts, "trim");
  type.length = most;
  type.nullable = nullable;
  return F::made("ms_trim(" + texts[0].sql + ", " + texts[1].sql + ", " + std::to_string(mode) + ")", type);
}
Typed trim(Translator& t, Args& args, const Call& call) {
  int mode = 3;
  if (equals_ignore_case(call.word.text, "LEADING")) mode = 1;
  if (equals_ignore_case(call.word.text, "TRAILING")) mode = 2;
  return trim_by(t, args, mode);
}
Typed ltrim(Translator& t, Args& args, const Call&) {
  return trim_by(t, args, 1);
}
Typed rtrim(Translator& t, Args& args, const Call&) {
  return trim_by(t, args, 2);
}

Typed replace(Translator& t, Args& args, const Call&) {
  const bool nullable = any_nullable(args);
  Type type = F::merge_texts(t, args, "replace");
  const std::uint64_t from = std::max<std::uint32_t>(args[1].type.length, 1);
  const std::uint64_t to = args[2].type.length;
  const std::uint64_t most = args[0].type.length;
  type.length = static_cast<std::uint32_t>(to > from ? most + most / from * (to - from) : most);
  type.nullable = nullable;
  return F::made("ms_replace(" + args[0].sql + ", " + args[1].sql + ", " + args[2].sql + ")", type);
}

Typed pad(Translator& t, Args& args, bool left_side) {
  Args texts = {args[0], args[2]};
  Type type = F::merge_texts(t, texts, left_side ? "lpad" : "rpad");
  const Typed count = F::as_integer(t, args[1]);
  type.length =
      static_cast<std::uint32_t>(std::clamp<std::int64_t>(constant_integer(args[1], 1 << 24), 0, 1 << 24));
  type.nullable = true;
  return F::made(
      "ms_pad(" + texts[0].sql + ", " + count.sql + ", " + texts[1].sql + (left_side ? ", 1)" : ", 0)"),
      type);
}
Typed lpad(Translator& t, Args& args, const Call&) {
  return pad(t, args, true);
}
Typed rpad(Translator& t, Args& args, const Call&) {
  return pad(t, args, false);
}

Typed repeat(Translator& t, Args& args, const Call&) {
  const Typed text = F::as_text(t, args[0]);
  const std::int64_t count = std::clamp<std::int64_t>(constant_integer(args[1], 1 << 16), 0, 1 << 16);
  const std::uint64_t most =
      std::min<std::uint64_t>(std::uint64_t{text.type.length} * static_cast<std::uint64_t>(count), 1 << 24);
  return F::made("ms_repeat(" + text.sql + ", " + F::as_integer(t, args[1]).sql + ")",
                 same_text(text, static_cast<std::uint32_t>(most), true));
}

Typed find(Translator& t, Typed what, Typed text, const std::string& from) {
  const bool nullable = what.type.nullable || text.type.nullable;
  Args texts = {std::move(what), std::move(text)};
  const Type type = F::merge_texts(t, texts, "locate");
  return F::made("ms_locate(" + texts[0].sql + ", " + texts[1].sql + ", " + from + ", " +
                     std::to_string(static_cast<int>(type.collation->order)) + ")",
                 int_type(11, nullable));
}
Typed locate(Translator& t, Args& args, const Call&) {
  return find(t, args[0], args[1], args.size() > 2 ? F::as_integer(t, args[2]).sql : "1");
}
Typed instr(Translator& t, Args& args, const Call&) {
  return find(t, args[1], args[0], "1");
}

Typed strcmp(Translator& t, Args& args, const Call&) {
  const bool nullable = any_nullable(args);
  const Type type = F::merge_texts(t, args, "strcmp");
  return F::made("ms_compare(" + args[0].sql + ", " + args[1].sql + ", " +
                     std::to_string(static_cast<int>(type.collation->order)) + ")",
                 int_type(2, nullable));
}

Typed field(Translator& t, Args& args, const Call&) {
  std::string sql = "CASE";
  for (std::size_t i = 1; i < args.size(); ++i) {
    sql += " WHEN " + F::compare(t, sqlparse::BinaryOp::Equal, args[0], args[i]).sql + " THEN " +
           std::to_string(i);
  }
  return F::made(sql + " ELSE 0 END", int_type(11, false));
}

Typed hex(Translator& t, Args& args, const Call&) {
  const TextCollation& collation = *F::context(t).connection_collation;
  if (args[0].type.is_exact()) {
    const Typed number = F::as_integer(t, args[0]);
    return F::made("ms_hex_number(" + number.sql + ")",
                   text_type(16, collation, Coercibility::Literal, number.type.nullable));
  }
  if (!args[0].type.is_text() && args[0].type.kind != Kind::Null) return F::refuse(t, "HEX() of this type");
  const Typed text = F::as_text(t, args[0]);
  return F::made("ms_hex(" + text.sql + ")", text_type(text.type.length * text.type.collation->max_bytes * 2,
                                                       collation, Coercibility::Literal, text.type.nullable));
}
Typed unhex(Translator& t, Args& args, const Call&) {
  const Typed text = F::as_text(t, args[0]);
  return F::made("ms_unhex(" + text.sql + ")",
                 bytes_type((text.type.length + 1) / 2, Coercibility::Literal, true));
}

Typed space(Translator& t, Args& args, const Call& call) {
  Args repeated = {F::constant(t, Value::of_text(" ")), args[0]};
  return repeat(t, repeated, call);
}

// WEIGHT_STRING(x [AS CHAR(n)])
Typed weight_string(Translator& t, Args& args, const Call& call) {
  const Typed& value = args[0];
  const sqlparse::TokenView& tokens = F::context(t).tokens;
  std::uint64_t pad_to = 0;
  if (call.tail.present()) {
    bool is_char = false;
    for (std::uint32_t token = call.tail.first; token <= call.tail.last; ++token) {
      if (equals_ignore_case(tokens.spelling(token), "CHAR")) is_char = true;
      if (tokens.tokens[token].kind == sqlparse::TokenKind::Integer)
        pad_to = std::stoull(std::string(tokens.spelling(token)).substr(0, 9));
      if (equals_ignore_case(tokens.spelling(token), "LEVEL"))
        return F::refuse(t, "WEIGHT_STRING(... LEVEL)");
    }
    if (!is_char) return F::refuse(t, "WEIGHT_STRING(... AS BINARY)");
  }
  if (value.type.kind == Kind::Null) return F::made("NULL", bytes_type(0, Coercibility::Literal, true));
  // Of a number MySQL 8 gives its sort key and MariaDB NULL.
  if (!value.type.is_text()) return F::refuse(t, "WEIGHT_STRING() of this type");
  const TextCollation& collation = *value.type.collation;
  const std::uint64_t characters = pad_to > 0 ? pad_to : value.type.length;
  const auto most = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(characters * std::max<unsigned>(collation.weight_bytes, 4), 1 << 24));
  return F::made(
      "ms_weight(" + value.sql + ", '" + std::string(collation.name) + "', " + std::to_string(pad_to) + ")",
      bytes_type(most, Coercibility::Literal, true));
}

Typed charset(Translator& t, Args& args, const Call&) {
  const Typed text = F::as_text(t, args[0]);
  const bool number = !args[0].type.is_text();
  return F::made("'" + std::string(number ? "binary" : text.type.collation->charset) + "'",
                 text_type(64, utf8mb4_general(), Coercibility::System, false));
}
Typed collation(Translator& t, Args& args, const Call&) {
  const Typed text = F::as_text(t, args[0]);
  const bool number = !args[0].type.is_text();
  return F::made("'" + std::string(number ? "binary" : text.type.collation->name) + "'",
                 text_type(64, utf8mb4_general(), Coercibility::System, false));
}

constexpr std::size_t kMany = 1000;
constexpr F::Entry kEntries[] = {
    {"CONCAT", 1, kMany, concat},
    {"CONCAT_WS", 2, kMany, concat_ws},
    {"UPPER", 1, 1, upper},
    {"UCASE", 1, 1, upper},
    {"LOWER", 1, 1, lower},
    {"LCASE", 1, 1, lower},
    {"REVERSE", 1, 1, reverse},
    {"LENGTH", 1, 1, length},
    {"OCTET_LENGTH", 1, 1, length},
    {"CHAR_LENGTH", 1, 1, char_length},
    {"CHARACTER_LENGTH", 1, 1, char_length},
    {"ASCII", 1, 1, ascii},
    {"LEFT", 2, 2, left},
    {"RIGHT", 2, 2, right},
    {"SUBSTRING", 2, 3, substring},
    {"SUBSTR", 2, 3, substring},
    {"MID", 3, 3, substring},
    {"TRIM", 1, 2, trim},
    {"LTRIM", 1, 1, ltrim},
    {"RTRIM", 1, 1, rtrim},
    {"REPLACE", 3, 3, replace},
    {"LPAD", 3, 3, lpad},
    {"RPAD", 3, 3, rpad},
    {"REPEAT", 2, 2, repeat},
    {"LOCATE", 2, 3, locate},
    {"POSITION", 2, 2, locate},
    {"INSTR", 2, 2, instr},
    {"STRCMP", 2, 2, strcmp},
    {"FIELD", 2, kMany, field},
    {"HEX", 1, 1, hex},
    {"UNHEX", 1, 1, unhex},
    {"SPACE", 1, 1, space},
    {"WEIGHT_STRING", 1, 1, weight_string},
    {"CHARSET", 1, 1, charset},
    {"COLLATION", 1, 1, collation},
};

}  // namespace

Type FunctionTable::merge_texts(Translator& t, std::vector<Typed>& args, std::string_view name) {
  Type type = null_type();
  bool first = true;
  for (Typed& arg : args) {
    arg = t.as_text(std::move(arg));
    if (first)
      type = arg.type;
    else if (!t.merge_collations(type, arg.type, name))
      return type;
    first = false;
  }
  type.kind = Kind::Text;
  type.wire = wire::ColumnType::VarString;
  type.decimals = wire::kNotFixedDecimals;
  if (type.coercibility == Coercibility::Numeric || type.coercibility == Coercibility::Ignorable) {
    if (type.coercibility == Coercibility::Ignorable) type.collation = t.context_.connection_collation;
    type.coercibility = Coercibility::Literal;
  }
  const bool binary = type.collation->order == TextOrder::Binary;
  for (Typed& arg : args) {
    if (binary && !arg.type.is_binary_text()) arg.sql = "ms_to_bytes(" + arg.sql + ")";
    if (!binary && arg.type.is_binary_text()) arg.sql = "ms_to_text(" + arg.sql + ")";
  }
  return type;
}

std::span<const FunctionTable::Entry> FunctionTable::text() {
  return kEntries;
}

}  // namespace mallshard::embedded
