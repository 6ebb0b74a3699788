#include "rule/canonical_key.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

namespace mallshard::rule {
namespace {

using algo::KeyView;

bool fits_int32(std::int64_t v) {
  return v == static_cast<std::int32_t>(v);
}

KeyView smallest(std::int64_t v) {
  return fits_int32(v) ? KeyView::of_integer(static_cast<std::int32_t>(v)) : KeyView::of_long(v);
}

// The digits of a plain decimal number without surplus zeros.
struct Digits {
  bool negative = false;
  std::string_view whole;     // empty: 0
  std::string_view fraction;  // empty: an integer
};

std::optional<Digits> read_digits(std::string_view text) {
  Digits out;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    out.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const std::size_t point = std::min(text.find('.'), text.size());
  out.whole = text.substr(0, point);
  out.fraction = text.substr(std::min(point + 1, text.size()));
  const auto digits_only = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if ((out.whole.empty() && out.fraction.empty()) || !digits_only(out.whole) || !digits_only(out.fraction)) {
    return std::nullopt;
  }
  while (!out.whole.empty() && out.whole.front() == '0') out.whole.remove_prefix(1);
  while (!out.fraction.empty() && out.fraction.back() == '0') out.fraction.remove_suffix(1);
  if (out.whole.empty() && out.fraction.empty()) out.negative = false;
  return out;
}

}  // namespace

KeyRepresentations::KeyRepresentations(const Value& value) {
  const auto add_integer = [this](std::int64_t v) {
    add(smallest(v));
    if (fits_int32(v)) add(KeyView::of_long(v));
  };
  // Writes sign, digits and fraction to digits_; empty if they do not fit.
  const auto write = [this](const Digits& digits) -> std::string_view {
    const std::size_t size = digits.whole.size() + digits.fraction.size() + 4;
    if (size > digits_.size()) return {};
    char* at = digits_.data();
    if (digits.negative) *at++ = '-';
    if (digits.whole.empty()) *at++ = '0';
    at = std::copy(digits.whole.begin(), digits.whole.end(), at);
    if (!digits.fraction.empty()) {
      *at++ = '.';
      at = std::copy(digits.fraction.begin(), digits.fraction.end(), at);
    }
    return {digits_.data(), static_cast<std::size_t>(at - digits_.data())};
  };

  switch (value.kind) {
    case Value::Kind::Null:
    case Value::Kind::Opaque:
      add(KeyView::null());
      return;
    case Value::Kind::Int:
      add_integer(value.integer);
      return;
    case Value::Kind::UInt: {
      if (value.integer >= 0) {
        add_integer(value.integer);
        return;
      }
      const auto end =
          std::to_chars(digits_.data(), digits_.data() + digits_.size(), value.as_unsigned()).ptr;
      add(KeyView::of_big_integer({digits_.data(), static_cast<std::size_t>(end - digits_.data())}));
      return;
    }
    case Value::Kind::Decimal: {
      const std::optional<Digits> digits = read_digits(value.text);
      const std::string_view plain = digits ? write(*digits) : std::string_view{};
      if (plain.empty()) {
        add(KeyView::of_big_decimal(value.text));
        return;
      }
      if (!digits->fraction.empty()) {
        add(KeyView::of_big_decimal(plain));
      } else {
        std::int64_t whole = 0;
        const auto [end, code] = std::from_chars(plain.data(), plain.data() + plain.size(), whole);
        if (code == std::errc()) {
          add_integer(whole);
        } else {
          add(KeyView::of_big_integer(plain));
        }
      }
      // As the column's scale writes it: 5.00 hashes unlike 5.
      add(KeyView::of_big_decimal(value.text));
      return;
    }
    case Value::Kind::Double: {
      const bool whole = value.real == std::trunc(value.real) && std::fabs(value.real) < 9.0e15;
      if (whole) {
        add_integer(static_cast<std::int64_t>(value.real));
      } else {
        // A literal with a point is a BigDecimal upstream.
        const auto end = std::to_chars(digits_.data(), digits_.data() + digits_.size(), value.real,
                                       std::chars_format::fixed);
        if (end.ec == std::errc() && std::isfinite(value.real)) {
          add(KeyView::of_big_decimal({digits_.data(), static_cast<std::size_t>(end.ptr - digits_.data())}));
        }
      }
      add(KeyView::of_double(value.real));
      return;
    }
    case Value::Kind::Text:
    case Value::Kind::Bytes:
    case Value::Kind::Temporal:
      add(KeyView::of_string(value.text));
      return;
  }
}

}  // namespace mallshard::rule
