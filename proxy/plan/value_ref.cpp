#include "plan/value_ref.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

#include "plan/session_value.h"
#include "sqlparse/lexer.h"

namespace mallshard::plan {
namespace {

using sqlparse::LiteralKind;

Value read_integer(std::string_view digits, bool negative) {
  std::uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude);
  constexpr std::uint64_t kMinMagnitude = std::uint64_t{1} << 63;
  if (error != std::errc{} || end != digits.data() + digits.size() ||
      (negative && magnitude > kMinMagnitude)) {
    return Value::decimal((negative ? "-" : "") + std::string(digits));
  }
  if (negative) return Value::of(static_cast<std::int64_t>(0 - magnitude));
  if (magnitude < kMinMagnitude) return Value::of(static_cast<std::int64_t>(magnitude));
  return Value::of_unsigned(magnitude);
}

Value read_float(std::string_view text, bool negative) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return Value::opaque();
  return Value::of_double(negative ? -number : number);
}

// Adjacent strings are one literal.
std::string read_string(const ValueRef& ref, const Execution& execution) {
  const sqlparse::TokenView view = execution.tokens->view();
  std::string text;
  for (std::uint32_t token = ref.first; token <= ref.last; ++token) {
    text += sqlparse::decode_string(view.spelling(token), view.options);
  }
  return text;
}

// 0xAF and x'AF' are binary strings (and numbers, in the eyes of some contexts).
Value read_hex(std::string_view text) {
  std::string_view digits = text.substr(2);
  if (!digits.empty() && digits.back() == '\'') digits.remove_suffix(1);
  std::string bytes;
  std::string padded(digits);
  if (padded.size() % 2 != 0) padded.insert(padded.begin(), '0');
  for (std::size_t i = 0; i < padded.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(padded.data() + i, padded.data() + i + 2, byte, 16);
    bytes.push_back(static_cast<char>(byte));
  }
  return Value::of_bytes(std::move(bytes));
}

Value read_literal(const ValueRef& ref, const Execution& execution) {
  const sqlparse::TokenView view = execution.tokens->view();
  switch (ref.literal) {
    case LiteralKind::Null:
      return Value::null();
    case LiteralKind::True:
      return Value::of(1);
    case LiteralKind::False:
      return Value::of(0);
    case LiteralKind::Integer:
      return read_integer(view.spelling(ref.first), ref.negative);
    case LiteralKind::Decimal:
      return Value::decimal((ref.negative ? "-" : "") + std::string(view.spelling(ref.first)));
    case LiteralKind::Float:
      return read_float(view.spelling(ref.first), ref.negative);
    case LiteralKind::String:
    case LiteralKind::NationalString:
      return Value::of_text(read_string(ref, execution));
    case LiteralKind::Hex:
      return read_hex(view.spelling(ref.first));
    case LiteralKind::Date:
    case LiteralKind::Time:
    case LiteralKind::Timestamp:
      return Value::temporal(read_string(ref, execution));
    case LiteralKind::Bit:
      break;
  }
  return Value::opaque();
}

Value of_unsigned(std::uint64_t number) {
  return number > INT64_MAX ? Value::of_unsigned(number) : Value::of(static_cast<std::int64_t>(number));
}

Value read_session(SessionValue value, const SessionValues& session) {
  switch (value) {
    case SessionValue::LastInsertId:
    case SessionValue::Identity:
      return of_unsigned(session.last_insert_id);
    case SessionValue::ConnectionId:
    case SessionValue::PseudoThreadId:
      return of_unsigned(session.connection_id);
    case SessionValue::FoundRows:
      return of_unsigned(session.found_rows);
    case SessionValue::RowCount:
      return Value::of(session.row_count);
    case SessionValue::Autocommit:
      return Value::of(session.autocommit ? 1 : 0);
    default:
      return Value::opaque();
  }
}

}  // namespace

ValueRef value_ref(const sqlparse::Expression& expression) {
  ValueRef ref;
  const sqlparse::Expression* value = &expression;
  if (const auto* unary = sqlparse::as<sqlparse::Unary>(value)) {
    if (unary->op != sqlparse::UnaryOp::Minus && unary->op != sqlparse::UnaryOp::Plus) return ref;
    const auto* number = sqlparse::as<sqlparse::Literal>(unary->operand);
    if (number == nullptr || number->literal_kind < LiteralKind::Integer ||
        number->literal_kind > LiteralKind::Float) {
      return ref;
    }
    ref.negative = unary->op == sqlparse::UnaryOp::Minus;
    value = number;
  }
  if (const auto* parameter = sqlparse::as<sqlparse::Parameter>(value)) {
    ref.kind = ValueRef::Kind::Parameter;
    ref.parameter = parameter->index;
    ref.first = ref.last = parameter->first_token;
    return ref;
  }
  if (const auto session = session_value(*value)) {
    ref.kind = ValueRef::Kind::Session;
    ref.parameter = static_cast<std::uint32_t>(*session);
    return ref;
  }
  const auto* literal = sqlparse::as<sqlparse::Literal>(value);
  if (literal == nullptr) return ref;
  const bool is_temporal = literal->literal_kind >= LiteralKind::Date;
  if (literal->introducer_token != sqlparse::kNoToken && !is_temporal) return ref;
  ref.kind = ValueRef::Kind::Literal;
  ref.literal = literal->literal_kind;
  ref.first = literal->value_token == sqlparse::kNoToken ? literal->first_token : literal->value_token;
  ref.last = literal->last_token;
  return ref;
}

Value read_value(const ValueRef& ref, const Execution& execution) {
  switch (ref.kind) {
    case ValueRef::Kind::Literal:
      return read_literal(ref, execution);
    case ValueRef::Kind::Parameter:
      if (ref.parameter < execution.parameters.size()) return execution.parameters[ref.parameter];
      break;
    case ValueRef::Kind::Session:
      if (execution.session == nullptr) break;
      return read_session(static_cast<SessionValue>(ref.parameter), *execution.session);
    case ValueRef::Kind::Generated:
    case ValueRef::Kind::Opaque:
      break;
  }
  return Value::opaque();
}

namespace {

// The digits that the text begins with; none are 0, too many the most there is.
std::optional<std::uint64_t> leading_count(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n\v\f\r");
  text.remove_prefix(begin == std::string_view::npos ? text.size() : begin);
  if (text.starts_with('-')) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  std::uint64_t count = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  if (read.ec == std::errc::result_out_of_range) return UINT64_MAX;
  return read.ec == std::errc() ? count : 0;
}

std::optional<std::uint64_t> rounded_count(double number) {
  if (!(number > -0.5)) return std::nullopt;
  return number >= 18446744073709551615.0 ? UINT64_MAX
                                          : static_cast<std::uint64_t>(std::fabs(std::nearbyint(number)));
}

}  // namespace

std::optional<std::uint64_t> read_count(const ValueRef& ref, const Execution& execution, bool mariadb) {
  const Value value = read_value(ref, execution);
  switch (value.kind) {
    case Value::Kind::UInt:
      return value.as_unsigned();
    case Value::Kind::Int:
      if (value.integer < 0) return std::nullopt;
      return value.as_unsigned();
    case Value::Kind::Null:
      return 0;
    case Value::Kind::Text:
    case Value::Kind::Bytes:
      return leading_count(value.text);
    case Value::Kind::Double:
      return mariadb ? rounded_count(value.real) : std::nullopt;
    case Value::Kind::Decimal:
      return mariadb ? rounded_count(std::round(std::strtod(value.text.c_str(), nullptr))) : std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace mallshard::plan
