#include "embedded/store_value.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "embedded/decimal.h"
#include "embedded/refusal.h"
#include "embedded/temporal.h"
#include "embedded/text_order.h"
#include "wire/binary_value.h"

namespace mallshard::embedded {

namespace {

struct IntegerRange {
  std::int64_t low;
  std::uint64_t high;
};

IntegerRange range_of(const Column& column) {
  unsigned bits = 64;
  switch (column.base) {
    case BaseType::TinyInt:
      bits = 8;
      break;
    case BaseType::SmallInt:
      bits = 16;
      break;
    case BaseType::MediumInt:
      bits = 24;
      break;
    case BaseType::Int:
      bits = 32;
      break;
    default:
      break;
  }
  if (column.type.is_unsigned) return {0, bits == 64 ? UINT64_MAX : (std::uint64_t{1} << bits) - 1};
  const std::uint64_t high = (std::uint64_t{1} << (bits - 1)) - 1;
  return {-static_cast<std::int64_t>(high) - 1, high};
}

class Storing {
 public:
  Storing(const Column& column, const Value& value, std::uint64_t row, int zone_seconds)
      : column_(column), in_(value), row_(row), zone_seconds_(zone_seconds) {}

  Result<Stored> run() {
    if (in_.kind == Value::Kind::Null) return Stored{};
    switch (column_.base) {
      case BaseType::TinyInt:
      case BaseType::SmallInt:
      case BaseType::MediumInt:
      case BaseType::Int:
      case BaseType::BigInt:
        return to_integer();
      case BaseType::Year:
        return to_year();
      case BaseType::Decimal:
        return to_decimal();
      case BaseType::Float:
      case BaseType::Double:
        return to_double();
      case BaseType::Date:
      case BaseType::DateTime:
      case BaseType::Timestamp:
        return to_datetime();
      case BaseType::Time:
        return to_time();
      default:
        return column_.type.is_binary_text() ? to_bytes() : to_text();
    }
  }

 private:
  void complain(Complaint how, std::uint16_t code, std::string_view state, std::string what,
                bool name_row = true) {
    out_.complaint = how;
    out_.error = Error(code, state,
                       std::move(what) + " for column '" + column_.name + "'" +
                           (name_row ? " at row " + std::to_string(row_) : ""));
  }
  void out_of_range() { complain(Complaint::Fault, 1264, "22003", "Out of range value"); }
  void truncated(Complaint how) { complain(how, 1265, "01000", "Data truncated"); }
  void incorrect(std::string_view type_name) {
    complain(Complaint::Fault, 1366, "HY000",
             "Incorrect " + std::string(type_name) + " value: '" + in_.text.substr(0, 128) + "'");
  }
  Stored done(Value value) {
    out_.value = std::move(value);
    return std::move(out_);
  }

  static std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpaces = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
  }

  // The longest number at the text's beginning; its size, 0 for none.
  static std::size_t number_prefix(std::string_view text) {
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    std::size_t digits = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) ++digits;
    if (at < text.size() && text[at] == '.') {
      std::size_t after = at + 1;
      for (; after < text.size() && text[after] >= '0' && text[after] <= '9'; ++after) ++digits;
      at = after;
    }
    if (digits == 0) return 0;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
      std::size_t after = at + 1;
      if (after < text.size() && (text[after] == '-' || text[after] == '+')) ++after;
      const std::size_t first = after;
      while (after < text.size() && text[after] >= '0' && text[after] <= '9') ++after;
      if (after > first) at = after;
    }
    return at;
  }

  // The number that the value is, complaining about text that is none in full.
  // nullopt: not convertible here at all.
  std::optional<Decimal> number(std::string_view type_name, bool partial_is_truncation) {
    switch (in_.kind) {
      case Value::Kind::Int:
        return Decimal::of(in_.integer);
      case Value::Kind::UInt:
        return Decimal::of_unsigned(in_.as_unsigned());
      case Value::Kind::Decimal:
        return Decimal::parse(in_.text);
      case Value::Kind::Double:
        return Decimal::of_double(in_.real);
      case Value::Kind::Text: {
        const std::string_view text = trimmed(in_.text);
        const std::size_t size = number_prefix(text);
        if (size == 0) {
          incorrect(type_name);
          return Decimal();
        }
        if (size < text.size()) {
          if (partial_is_truncation) {
            truncated(Complaint::Fault);
          } else {
            incorrect(type_name);
          }
        }
        return Decimal::parse(text.substr(0, size));
      }
      default:
        return std::nullopt;
    }
  }

  Error unsupported() const {
    return not_supported_here("storing this kind of value in a column of type " + column_.type_text);
  }

  Result<Stored> to_integer() {
    const IntegerRange range = range_of(column_);
    std::optional<Decimal> exact = number("integer", true);
    if (!exact) return unsupported();
    // A DOUBLE is rounded half to even, everything else half away from zero.
    if (in_.kind == Value::Kind::Double) exact = Decimal::of_double(std::rint(in_.real));
    if (!exact) return unsupported();
    const Decimal whole = exact->rounded(0);
    if (whole.is_negative()) {
      const std::optional<std::int64_t> small = whole.to_int64();
      if (small && *small >= range.low) return done(Value::of(*small));
      out_of_range();
      return done(Value::of(range.low));
    }
    const std::optional<std::uint64_t> big = whole.to_uint64();
    if (big && *big <= range.high) {
      return done(*big <= INT64_MAX ? Value::of(static_cast<std::int64_t>(*big)) : Value::of_unsigned(*big));
    }
    out_of_range();
    return done(range.high <= INT64_MAX ? Value::of(static_cast<std::int64_t>(range.high))
                                        : Value::of_unsigned(range.high));
  }

  Result<Stored> to_year() {
    const std::optional<Decimal> exact = number("integer", true);
    if (!exact) return unsupported();
    std::int64_t year = exact->to_int64().value_or(-1);
    if (year >= 0 && year < 100 && (year != 0 || in_.kind == Value::Kind::Text))
      year += year < 70 ? 2000 : 1900;
    if (year != 0 && (year < 1901 || year > 2155)) {
      out_of_range();
      year = 0;
    }
    return done(Value::of(year));
  }

  Result<Stored> to_decimal() {
    const std::optional<Decimal> exact = number("decimal", false);
    if (!exact) return unsupported();
    const unsigned scale = column_.type.decimals;
    const unsigned most = column_.type.precision() - scale;
    Decimal value = exact->rounded(scale);
    if (value.integer_digits() > most) {
      out_of_range();
      const std::string digits = (value.is_negative() ? "-" : "") +
                                 std::string(most == 0 ? 1 : most, most == 0 ? '0' : '9') +
                                 (scale > 0 ? "." + std::string(scale, '9') : "");
      value = Decimal::parse(digits).value_or(Decimal());
    } else if (out_.complaint == Complaint::None && Decimal::compare(value, *exact) != 0) {
      truncated(Complaint::Note);
    }
    if (column_.type.is_unsigned && value.is_negative()) {
      out_of_range();
      value = Decimal().rounded(scale);
    }
    return done(Value::decimal(value.text()));
  }

  Result<Stored> to_double() {
    double value = 0;
    if (in_.kind == Value::Kind::Double) {
      value = in_.real;
    } else {
      const std::optional<Decimal> exact = number("DOUBLE", false);
      if (!exact && in_.kind != Value::Kind::Text && in_.kind != Value::Kind::Decimal) return unsupported();
      if (in_.kind == Value::Kind::Text) {
        std::string_view text = trimmed(in_.text);
        text = text.substr(0, number_prefix(text));
        if (text.starts_with('+')) text.remove_prefix(1);
        std::from_chars(text.data(), text.data() + text.size(), value);
      } else if (exact) {
        value = exact->to_double();
      }
    }
    if (column_.base == BaseType::Float) {
      if (std::abs(value) > static_cast<double>(std::numeric_limits<float>::max())) {
        out_of_range();
        value = std::copysign(static_cast<double>(std::numeric_limits<float>::max()), value);
      }
      value = static_cast<double>(static_cast<float>(value));
    }
    if (column_.type.is_unsigned && value < 0) {
      out_of_range();
      value = 0;
    }
    return done(Value::of_double(value));
  }

  Result<Stored> to_datetime() {
    const bool is_date = column_.base == BaseType::Date;
    std::string text;
    switch (in_.kind) {
      case Value::Kind::Text:
      case Value::Kind::Temporal:
      case Value::Kind::Decimal:
        text = in_.text;
        break;
      case Value::Kind::Int:
        text = std::to_string(in_.integer);
        break;
      default:
        return unsupported();
    }
    const std::optional<DateTime> parsed = parse_datetime(text);
    std::optional<DateTime> value = parsed;
    if (value) value = round_fraction(*value, is_date ? 6 : column_.type.decimals);
    if (value && column_.base == BaseType::Timestamp) {
      const std::int64_t utc = microseconds_of(*value) - std::int64_t{zone_seconds_} * 1'000'000;
      // 1970-01-01 00:00:01 to 2038-01-19 03:14:07, in UTC
      value = utc < 1'000'000 || utc >= 2'147'483'648'000'000 ? std::nullopt : from_microseconds(utc);
    }
    if (!value) {
      // There is no zero date here to fall back on: an error in every mode.
      return Error(1292, "22007",
                   std::string("Incorrect ") + (is_date ? "date" : "datetime") + " value: '" +
                       text.substr(0, 128) + "' for column '" + column_.name + "' at row " +
                       std::to_string(row_));
    }
    if (!is_date) return done(Value::temporal(format_datetime(*value, column_.type.decimals)));
    if (value->hour != 0 || value->minute != 0 || value->second != 0 || value->microsecond != 0) {
      complain(Complaint::Note, 1292, "22007", "Incorrect date value: '" + text.substr(0, 128) + "'");
    }
    return done(Value::temporal(format_date(*value)));
  }

  Result<Stored> to_time() {
    if (in_.kind != Value::Kind::Text && in_.kind != Value::Kind::Temporal) return unsupported();
    const std::optional<std::int64_t> parsed = parse_time(in_.text);
    if (!parsed) {
      return Error(1292, "22007",
                   "Incorrect time value: '" + in_.text.substr(0, 128) + "' for column '" + column_.name +
                       "' at row " + std::to_string(row_));
    }
    std::int64_t unit = 1'000'000;
    for (unsigned i = 0; i < column_.type.decimals; ++i) unit /= 10;
    const std::int64_t half = *parsed < 0 ? -unit / 2 : unit / 2;
    return done(Value::of(unit <= 1 ? *parsed : (*parsed + half) / unit * unit));
  }

  // The value as text; nullopt when it is none that can be shown.
  std::optional<std::string> shown() const {
    switch (in_.kind) {
      case Value::Kind::Int:
        return std::to_string(in_.integer);
      case Value::Kind::UInt:
        return std::to_string(in_.as_unsigned());
      case Value::Kind::Double: {
        ByteBuffer text;
        wire::append_double(in_.real, text);
        return std::string(as_text(text));
      }
      case Value::Kind::Decimal:
      case Value::Kind::Text:
      case Value::Kind::Bytes:
      case Value::Kind::Temporal:
        return in_.text;
      default:
        return std::nullopt;
    }
  }

  // The first bytes that are no character of the column's set, as MySQL shows
  // them: \xF0\x9F\x98\x80
  std::optional<std::string> bad_bytes(std::string_view text) const {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t start = at;
      const std::uint32_t code_point = next_code_point(text, at);
      const bool bad = (at - start == 1 && code_point >= 0x80) ||
                       at - start > column_.type.collation->max_bytes ||
                       !is_utf8(text.substr(start, at - start));
      if (!bad) continue;
      std::string out;
      for (const char c : text.substr(start, 6)) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte >= 0x20 && byte < 0x7F) {
          out.push_back(c);
        } else {
          constexpr std::string_view kHex = "0123456789ABCDEF";
          out.append("\\x").push_back(kHex[byte >> 4]);
          out.push_back(kHex[byte & 15]);
        }
      }
      return out;
    }
    return std::nullopt;
  }

  Result<Stored> to_text() {
    std::optional<std::string> text = shown();
    if (!text) return unsupported();
    if (const std::optional<std::string> bad = bad_bytes(*text)) {
      return Error(1366, "HY000",
                   "Incorrect string value: '" + *bad + "' for column '" + column_.name + "' at row " +
                       std::to_string(row_));
    }
    const bool fixed = column_.base == BaseType::Char;
    if (fixed) {
      while (!text->empty() && text->back() == ' ') text->pop_back();
    }
    const bool is_text = column_.type.wire == wire::ColumnType::Blob;
    // TEXT types are bounded in bytes, VARCHAR and CHAR in characters.
    std::size_t fits = 0;
    if (is_text) {
      fits = text->size();
      if (fits > column_.type.length) {
        fits = column_.type.length;
        while (fits > 0 && (static_cast<std::uint8_t>((*text)[fits]) & 0xC0) == 0x80) --fits;
      }
    } else {
      fits = text->size() <= column_.type.length ? text->size() : prefix_bytes(*text, column_.type.length);
    }
    if (fits < text->size()) {
      if (text->find_first_not_of(' ', fits) == std::string::npos) {
        if (!fixed) truncated(Complaint::Note);
      } else {
        complain(Complaint::Fault, 1406, "22001", "Data too long");
      }
      text->resize(fits);
    }
    return done(Value::of_text(std::move(*text)));
  }

  Result<Stored> to_bytes() {
    std::optional<std::string> bytes = shown();
    if (!bytes) return unsupported();
    if (bytes->size() > column_.type.length) {
      complain(Complaint::Fault, 1406, "22001", "Data too long");
      bytes->resize(column_.type.length);
    }
    if (column_.base == BaseType::Binary) bytes->resize(column_.type.length, '\0');
    return done(Value::of_bytes(std::move(*bytes)));
  }

  const Column& column_;
  const Value& in_;
  std::uint64_t row_;
  int zone_seconds_;
  Stored out_;
};

}  // namespace

Result<Stored> store_value(const Column& column, const Value& value, std::uint64_t row, int zone_seconds) {
  return Storing(column, value, row, zone_seconds).run();
}

std::optional<Value> implicit_default(const Column& column) {
  switch (column.type.kind) {
    case Kind::Int:
    case Kind::Time:
      return Value::of(0);
    case Kind::Decimal:
      return Value::decimal(Decimal().rounded(column.type.decimals).text());
    case Kind::Double:
      return Value::of_double(0);
    case Kind::Text:
      if (column.base == BaseType::Binary) return Value::of_bytes(std::string(column.type.length, '\0'));
      return column.type.is_binary_text() ? Value::of_bytes("") : Value::of_text("");
    default:
      return std::nullopt;
  }
}

Value stored_default(const Column& column, int zone_seconds) {
  if (column.fallback.kind != ColumnDefault::Kind::Literal) return Value::null();
  const Value text = column.type.is_binary_text() ? Value::of_bytes(column.fallback.text)
                                                  : Value::of_text(column.fallback.text);
  Result<Stored> stored = store_value(column, text, 1, zone_seconds);
  return stored ? stored->value : Value::null();
}

}  // namespace mallshard::embedded
