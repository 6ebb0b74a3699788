#include "embedded/text_order.h"

#include <algorithm>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace mallshard::embedded {

namespace {

constexpr TextCollation kCollations[] = {
    {63, "binary", "binary", TextOrder::Binary, 1, 1, "BINARY", true},
    {45, "utf8mb4_general_ci", "utf8mb4", TextOrder::General, 4, 2, "MS_GENERAL", true},
    {46, "utf8mb4_bin", "utf8mb4", TextOrder::CodePoint, 4, 3, "MS_CODEPOINT", false},
    {309, "utf8mb4_0900_bin", "utf8mb4", TextOrder::NoPad, 4, 0, "BINARY", false},
    {33, "utf8mb3_general_ci", "utf8mb3", TextOrder::General, 3, 2, "MS_GENERAL", true},
    {83, "utf8mb3_bin", "utf8mb3", TextOrder::CodePoint, 3, 2, "MS_CODEPOINT", false},
};

struct WeightRange {
  std::uint16_t first;
  std::uint16_t count;
  std::uint16_t step;
  std::uint16_t weight;
  std::uint16_t weight_step;
};

constexpr WeightRange kGeneralRanges[] = {
#include "embedded/general_ci_weights.inc"
};

std::uint32_t weight_of(TextOrder order, std::uint32_t code_point) {
  return order == TextOrder::General ? general_weight(code_point) : code_point;
}

int sign(bool less) {
  return less ? -1 : 1;
}

// What is left of the longer one against spaces.
int compare_tail(TextOrder order, std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::uint32_t weight = weight_of(order, next_code_point(text, at));
    if (weight != ' ') return sign(weight < ' ');
  }
  return 0;
}

}  // namespace

const TextCollation* find_text_collation(std::string_view name) {
  std::string wanted = to_lower(name);
  if (wanted.starts_with("utf8_")) wanted.replace(0, 4, "utf8mb3");
  for (const TextCollation& collation : kCollations) {
    if (collation.name == wanted) return &collation;
  }
  return nullptr;
}

const TextCollation* default_text_collation(std::string_view charset) {
  std::string wanted = to_lower(charset);
  if (wanted == "utf8") wanted = "utf8mb3";
  for (const TextCollation& collation : kCollations) {
    if (collation.charset == wanted && collation.is_default) return &collation;
  }
  return nullptr;
}

const TextCollation& binary_collation() {
  return kCollations[0];
}
const TextCollation& utf8mb4_general() {
  return kCollations[1];
}

std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(at);
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xC2 ? 1
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                           : lead < 0xF5 ? 4
                                         : 1;
  if (size == 1 || at + size > text.size()) {
    ++at;
    return lead;
  }
  std::uint32_t value = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) {
      ++at;
      return lead;
    }
    value = value << 6 | (byte(at + i) & 0x3F);
  }
  at += size;
  return value;
}

bool is_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = at;
    const std::uint32_t code_point = next_code_point(text, at);
    const std::size_t size = at - start;
    if (size == 1 && code_point >= 0x80) return false;
    if (size == 3 && (code_point < 0x800 || (code_point >= 0xD800 && code_point < 0xE000))) return false;
    if (size == 4 && (code_point < 0x10000 || code_point > 0x10FFFF)) return false;
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) != 0x80; }));
}

std::size_t prefix_bytes(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  while (at < text.size() && characters-- > 0) next_code_point(text, at);
  return at;
}

int compare_text(TextOrder order, std::string_view a, std::string_view b) {
  if (order == TextOrder::Binary || order == TextOrder::NoPad) {
    const int result = a.compare(b);
    return result < 0 ? -1 : result > 0 ? 1 : 0;
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const std::uint32_t left = weight_of(order, next_code_point(a, i));
    const std::uint32_t right = weight_of(order, next_code_point(b, j));
    if (left != right) return sign(left < right);
  }
  return i < a.size() ? compare_tail(order, a, i) : -compare_tail(order, b, j);
}

std::string weight_string(const TextCollation& collation, std::string_view text, std::size_t pad_to) {
  std::string out;
  if (collation.order == TextOrder::Binary || collation.order == TextOrder::NoPad) {
    out.assign(text.substr(0, pad_to > 0 ? pad_to : text.size()));
    return out;
  }
  const auto append = [&](std::uint32_t weight) {
    for (unsigned shift = collation.weight_bytes * 8u; shift > 0; shift -= 8) {
      out.push_back(static_cast<char>(weight >> (shift - 8)));
    }
  };
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size() && (pad_to == 0 || count < pad_to); ++count) {
    append(weight_of(collation.order, next_code_point(text, at)));
  }
  for (; count < pad_to; ++count) append(' ');
  return out;
}

bool matches_like(TextOrder order, std::string_view text, std::string_view pattern, std::uint32_t escape) {
  const auto next = [order](std::string_view from, std::size_t& at) -> std::uint32_t {
    if (order == TextOrder::Binary) return static_cast<std::uint8_t>(from[at++]);
    return next_code_point(from, at);
  };
  // Greedy with one remembered '%': linear in practice, quadratic at worst.
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star_pattern = std::string_view::npos;
  std::size_t star_text = 0;
  for (;;) {
    bool matched = false;
    bool at_end = p >= pattern.size();
    if (!at_end) {
      std::size_t after = p;
      std::uint32_t wanted = next(pattern, after);
      bool literal = false;
      if (wanted == escape && after < pattern.size()) {
        wanted = next(pattern, after);
        literal = true;
      }
      if (!literal && wanted == '%') {
        star_pattern = p = after;
        star_text = t;
        continue;
      }
      if (t < text.size()) {
        std::size_t after_text = t;
        const std::uint32_t got = next(text, after_text);
        if ((!literal && wanted == '_') || weight_of(order, got) == weight_of(order, wanted)) {
          t = after_text;
          p = after;
          matched = true;
        }
      }
    } else if (t >= text.size()) {
      return true;
    }
    if (matched) continue;
    if (star_pattern == std::string_view::npos || star_text >= text.size()) return false;
    next(text, star_text);
    t = star_text;
    p = star_pattern;
  }
}

namespace {

#include "embedded/case_ranges.inc"

std::vector<std::uint16_t> expand(std::span<const WeightRange> ranges) {
  std::vector<std::uint16_t> table(0x10000);
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<std::uint16_t>(i);
  for (const WeightRange& range : ranges) {
    for (std::size_t k = 0; k < range.count; ++k) {
      table[range.first + k * range.step] = static_cast<std::uint16_t>(range.weight + k * range.weight_step);
    }
  }
  return table;
}

void append_utf8(std::uint32_t c, std::string& out) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | c >> 6));
  } else {
    out.push_back(static_cast<char>(0xE0 | c >> 12));
    out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
  }
  out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
}

}  // namespace

std::uint32_t general_weight(std::uint32_t code_point) {
  static const std::vector<std::uint16_t> table = expand(kGeneralRanges);
  return code_point < 0x10000 ? table[code_point] : 0xFFFD;
}

std::string convert_case(std::string_view text, bool upper) {
  static const std::vector<std::uint16_t> to_upper_table = expand(kUpperRanges);
  static const std::vector<std::uint16_t> to_lower_table = expand(kLowerRanges);
  const std::vector<std::uint16_t>& table = upper ? to_upper_table : to_lower_table;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const std::uint32_t c = next_code_point(text, at);
    if (c >= 0x10000 || table[c] == c || (at - start == 1 && c >= 0x80)) {
      out.append(text.substr(start, at - start));
    } else {
      append_utf8(table[c], out);
    }
  }
  return out;
}

}  // namespace mallshard::embedded
