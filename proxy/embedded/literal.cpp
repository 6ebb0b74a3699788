#include "embedded/literal.h"

#include <charconv>
#include <optional>

#include "embedded/temporal.h"
#include "sqlparse/lexer.h"

namespace mallshard::embedded {

namespace {

using sqlparse::LiteralKind;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// 0xAF, x'AF'
std::string bytes_of_hex(std::string_view spelling) {
  std::string_view digits = spelling.substr(2);
  if (!digits.empty() && digits.back() == '\'') digits.remove_suffix(1);
  std::string out;
  std::size_t at = 0;
  if (digits.size() % 2 == 1) out.push_back(static_cast<char>(hex_digit(digits[at++])));
  for (; at + 1 < digits.size(); at += 2) {
    out.push_back(static_cast<char>(hex_digit(digits[at]) * 16 + hex_digit(digits[at + 1])));
  }
  return out;
}

// 0b01, b'01'
std::string bytes_of_bits(std::string_view spelling) {
  std::string_view digits = spelling.substr(2);
  if (!digits.empty() && digits.back() == '\'') digits.remove_suffix(1);
  std::string out((digits.size() + 7) / 8, '\0');
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t bit = digits.size() - 1 - i;
    if (digits[i] == '1') {
      char& byte = out[out.size() - 1 - bit / 8];
      byte = static_cast<char>(byte | (1 << (bit % 8)));
    }
  }
  return out;
}

Value integer_value(std::string_view digits) {
  std::int64_t number = 0;
  if (const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      failure == std::errc{}) {
    return Value::of(number);
  }
  std::uint64_t big = 0;
  if (const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), big);
      failure == std::errc{}) {
    return Value::of_unsigned(big);
  }
  return Value::decimal(std::string(digits));
}

Result<Value> temporal_value(LiteralKind kind, const std::string& text) {
  if (kind == LiteralKind::Time) {
    const std::optional<std::int64_t> time = parse_time(text);
    if (!time) return Error(1525, "HY000", "Incorrect TIME value: '" + text + "'");
    return Value::temporal(format_time(*time, *time % 1'000'000 != 0 ? 6 : 0));
  }
  const std::optional<DateTime> value = parse_datetime(text);
  if (!value) {
    return Error(1525, "HY000",
                 std::string("Incorrect ") + (kind == LiteralKind::Date ? "DATE" : "DATETIME") + " value: '" +
                     text + "'");
  }
  if (kind == LiteralKind::Date) return Value::temporal(format_date(*value));
  const std::size_t point = text.find('.');
  const std::size_t digits =
      point == std::string::npos ? 0 : std::min<std::size_t>(6, text.size() - point - 1);
  return Value::temporal(format_datetime(*value, static_cast<unsigned>(digits)));
}

}  // namespace

std::string string_value(const sqlparse::TokenView& tokens, std::uint32_t first, std::uint32_t last) {
  std::string text;
  for (std::uint32_t token = first; token <= last; ++token) {
    text += sqlparse::decode_string(tokens.spelling(token), tokens.options);
  }
  return text;
}

Result<Value> literal_value(const sqlparse::Literal& literal, const sqlparse::TokenView& tokens) {
  const std::string_view spelling =
      literal.value_token == sqlparse::kNoToken ? std::string_view() : tokens.spelling(literal.value_token);
  switch (literal.literal_kind) {
    case LiteralKind::Null:
      return Value::null();
    case LiteralKind::True:
      return Value::of(1);
    case LiteralKind::False:
      return Value::of(0);
    case LiteralKind::Integer:
      return integer_value(spelling);
    case LiteralKind::Decimal: {
      std::string digits(spelling);
      if (digits.front() == '.') digits.insert(0, 1, '0');
      if (digits.back() == '.') digits.pop_back();
      return Value::decimal(std::move(digits));
    }
    case LiteralKind::Float: {
      double number = 0;
      const std::string_view digits = spelling;
      const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (failure != std::errc{}) {
        return Error(1367, "22007",
                     "Illegal double '" + std::string(spelling) + "' value found during parsing");
      }
      return Value::of_double(number);
    }
    case LiteralKind::String:
    case LiteralKind::NationalString: {
      std::string text = string_value(tokens, literal.value_token, literal.last_token);
      if (literal.introducer_token != sqlparse::kNoToken &&
          tokens.spelling(literal.introducer_token) == "_binary") {
        return Value::of_bytes(std::move(text));
      }
      return Value::of_text(std::move(text));
    }
    case LiteralKind::Hex:
      return Value::of_bytes(bytes_of_hex(spelling));
    case LiteralKind::Bit:
      return Value::of_bytes(bytes_of_bits(spelling));
    case LiteralKind::Date:
    case LiteralKind::Time:
    case LiteralKind::Timestamp:
      return temporal_value(literal.literal_kind,
                            string_value(tokens, literal.value_token, literal.last_token));
  }
  return Value::null();
}

Result<std::optional<Value>> constant_value(const sqlparse::Expression& expression,
                                            const sqlparse::TokenView& tokens) {
  if (const auto* literal = sqlparse::as<sqlparse::Literal>(&expression)) {
    Result<Value> value = literal_value(*literal, tokens);
    if (!value) return value.error();
    return std::optional<Value>(std::move(*value));
  }
  const auto* unary = sqlparse::as<sqlparse::Unary>(&expression);
  if (unary == nullptr || (unary->op != sqlparse::UnaryOp::Minus && unary->op != sqlparse::UnaryOp::Plus)) {
    return std::optional<Value>();
  }
  Result<std::optional<Value>> inner = constant_value(*unary->operand, tokens);
  if (!inner || !*inner || unary->op == sqlparse::UnaryOp::Plus) return inner;
  Value& value = **inner;
  switch (value.kind) {
    case Value::Kind::Int:
      value.integer = -value.integer;
      return inner;
    case Value::Kind::UInt:
      if (value.as_unsigned() == std::uint64_t{1} << 63) return std::optional<Value>(Value::of(INT64_MIN));
      return std::optional<Value>(Value::decimal("-" + std::to_string(value.as_unsigned())));
    case Value::Kind::Double:
      value.real = -value.real;
      return inner;
    case Value::Kind::Decimal:
      value.text = value.text.starts_with('-') ? value.text.substr(1) : "-" + value.text;
      return inner;
    default:
      return std::optional<Value>();
  }
}

}  // namespace mallshard::embedded
