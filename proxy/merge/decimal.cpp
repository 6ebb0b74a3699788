#include "merge/decimal.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace mallshard::merge {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::array<std::uint32_t, 10> kPowers = {1,      10,      100,      1000,      10000,
                                                   100000, 1000000, 10000000, 100000000, 1000000000};

// A number's text taken apart; leading zeros of the whole part and trailing
// ones of the fraction are gone.
struct Parts {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
};

Parts take_apart(std::string_view text) {
  Parts parts;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    parts.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::size_t point = std::min(text.find('.'), text.size());
  parts.whole = text.substr(0, point);
  if (point < text.size()) parts.fraction = text.substr(point + 1);
  parts.whole.remove_prefix(std::min(parts.whole.find_first_not_of('0'), parts.whole.size()));
  parts.fraction = parts.fraction.substr(0, parts.fraction.find_last_not_of('0') + 1);
  if (parts.whole.empty() && parts.fraction.empty()) parts.negative = false;
  return parts;
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint32_t number(std::string_view digits) {
  std::uint32_t value = 0;
  for (char digit : digits) value = value * 10 + static_cast<std::uint32_t>(digit - '0');
  return value;
}

unsigned digits_of(std::uint32_t word) {
  unsigned digits = 0;
  while (digits < 9 && word >= kPowers[digits]) ++digits;
  return digits;
}

}  // namespace

int compare_decimal_text(std::string_view a, std::string_view b) {
  Parts left = take_apart(a);
  Parts right = take_apart(b);
  if (left.negative != right.negative) return left.negative ? -1 : 1;
  int order = 0;
  if (left.whole.size() != right.whole.size()) {
    order = left.whole.size() < right.whole.size() ? -1 : 1;
  } else {
    order = left.whole.compare(right.whole);
    if (order == 0) order = left.fraction.compare(right.fraction);  // a prefix is the smaller one
    order = order < 0 ? -1 : order > 0 ? 1 : 0;
  }
  return left.negative ? -order : order;
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  if (text.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  Parts parts = take_apart(text);
  if (parts.whole.size() > kMaxWhole || parts.fraction.size() > kMaxScale) return std::nullopt;
  if (!all_digits(parts.whole) || !all_digits(parts.fraction)) return std::nullopt;

  Decimal decimal;
  decimal.negative_ = parts.negative;
  std::string_view whole = parts.whole;
  for (unsigned word = kWholeWords; !whole.empty(); --word) {
    std::size_t take = std::min<std::size_t>(kDigits, whole.size());
    decimal.words_[word - 1] = number(whole.substr(whole.size() - take));
    whole.remove_suffix(take);
  }
  std::string_view fraction = parts.fraction;
  for (unsigned word = kWholeWords; !fraction.empty(); ++word) {
    std::size_t take = std::min<std::size_t>(kDigits, fraction.size());
    decimal.words_[word] = number(fraction.substr(0, take)) * kPowers[kDigits - take];
    fraction.remove_prefix(take);
  }
  return decimal;
}

bool Decimal::add(const Decimal& other) {
  if (negative_ == other.negative_) {
    std::uint32_t carry = 0;
    for (unsigned i = kWords; i-- > 0;) {
      std::uint32_t sum = words_[i] + other.words_[i] + carry;  // < 2 * 10^9 < 2^32
      carry = sum >= kBase ? 1 : 0;
      words_[i] = carry != 0 ? sum - kBase : sum;
    }
    return carry == 0;
  }
  bool keep_sign = words_ >= other.words_;
  const auto& larger = keep_sign ? words_ : other.words_;
  const auto& smaller = keep_sign ? other.words_ : words_;
  std::uint32_t borrow = 0;
  for (unsigned i = kWords; i-- > 0;) {
    std::uint32_t take = smaller[i] + borrow;
    borrow = larger[i] < take ? 1 : 0;
    words_[i] = larger[i] + (borrow != 0 ? kBase : 0) - take;
  }
  if (!keep_sign) negative_ = other.negative_;
  return true;
}

unsigned Decimal::whole_digits() const {
  for (unsigned i = 0; i < kWholeWords; ++i) {
    if (words_[i] != 0) return (kWholeWords - i - 1) * kDigits + digits_of(words_[i]);
  }
  return 0;
}

void Decimal::append_quotient(std::uint64_t count, unsigned dividend_scale, unsigned scale,
                              ByteBuffer& out) const {
  assert(count > 0);
  auto to_words = [](unsigned digits) { return (digits + kDigits - 1) / kDigits; };
  // do_div_mod(): the scale asked for, less what rounding up to words gave already.
  unsigned increment = scale > dividend_scale ? scale - dividend_scale : 0;
  unsigned padding = to_words(dividend_scale) * kDigits - dividend_scale;
  unsigned beyond = increment > padding ? increment - padding : 0;
  unsigned fraction_words = to_words(to_words(dividend_scale) * kDigits + beyond);

  Decimal quotient;
  quotient.negative_ = negative_;
  Wide rest = 0;
  for (unsigned i = 0; i < kWords; ++i) {
    Wide part = rest * kBase + words_[i];
    quotient.words_[i] = static_cast<std::uint32_t>(part / count);
    rest = part % count;
  }
  // A result has nine words at most: the fraction gives way.
  constexpr unsigned kResultWords = 9;
  unsigned whole_words = std::min(to_words(quotient.whole_digits()), kResultWords);
  fraction_words = std::min(fraction_words, kResultWords - whole_words);
  for (unsigned i = kWholeWords + fraction_words; i < kWords; ++i) quotient.words_[i] = 0;
  quotient.append(std::min(scale, fraction_words * kDigits), out);
}

void Decimal::round(unsigned scale) {
  if (scale >= kMaxScale) return;
  unsigned word = kWholeWords + scale / kDigits;
  std::uint32_t unit = kPowers[kDigits - scale % kDigits];  // of the last digit kept, in `word`
  bool up = words_[word] % unit >= unit / 2;
  words_[word] -= words_[word] % unit;
  for (unsigned i = word + 1; i < kWords; ++i) words_[i] = 0;
  if (!up) return;
  std::uint32_t carry = unit;
  for (unsigned i = word + 1; i-- > 0 && carry != 0;) {
    std::uint32_t sum = words_[i] + carry;
    carry = sum >= kBase ? 1 : 0;
    words_[i] = carry != 0 ? sum - kBase : sum;
  }
}

void Decimal::append(unsigned scale, ByteBuffer& out) const {
  scale = std::min(scale, kMaxScale);
  Decimal rounded = *this;
  rounded.round(scale);
  char digits[kWords * kDigits];
  for (unsigned i = 0; i < kWords; ++i) {
    std::uint32_t word = rounded.words_[i];
    for (unsigned d = kDigits; d-- > 0; word /= 10)
      digits[i * kDigits + d] = static_cast<char>('0' + word % 10);
  }
  const char* point = digits + kMaxWhole;
  const char* start =
      std::find_if(static_cast<const char*>(digits), point - 1, [](char c) { return c != '0'; });
  const char* end = point + scale;
  bool zero = std::all_of(start, end, [](char c) { return c == '0'; });
  if (negative_ && !zero) out.push_back('-');
  out.insert(out.end(), start, point);
  if (scale > 0) out.push_back('.');
  out.insert(out.end(), point, end);
}

}  // namespace mallshard::merge
