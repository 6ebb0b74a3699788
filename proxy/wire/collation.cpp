#include "wire/collation.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "wire/collation_table.h"

namespace mallshard::wire {

namespace {

// MariaDB's uca1400 collations: 2048 + 256 * character set + 8 * language + flags
// (measured on 10.11; flags are the order of kSuffixes).
constexpr std::uint16_t kUcaFirst = 2048;
constexpr std::array<std::string_view, 5> kUcaCharsets = {"utf8mb3", "utf8mb4", "ucs2", "utf16", "utf32"};
constexpr std::array<std::string_view, 25> kUcaLanguages = {
    "",          "_icelandic", "_latvian",    "_romanian",  "_slovenian", "_polish",     "_estonian",
    "_spanish",  "_swedish",   "_turkish",    "_czech",     "_danish",    "_lithuanian", "_slovak",
    "_spanish2", "_roman",     "_persian",    "_esperanto", "_hungarian", "_sinhala",    "_german2",
    "-",         "-",          "_vietnamese", "_croatian"};
constexpr std::array<std::string_view, 8> kUcaSuffixes = {
    "_ai_ci", "_ai_cs", "_as_ci", "_as_cs", "_nopad_ai_ci", "_nopad_ai_cs", "_nopad_as_ci", "_nopad_as_cs"};

const CharsetRow* find_charset(std::string_view name) {
  if (equals_ignore_case(name, "utf8")) name = "utf8mb3";
  for (const CharsetRow& row : kCharsets) {
    if (equals_ignore_case(row.name, name)) return &row;
  }
  return nullptr;
}

class Table {
 public:
  Table() {
    for (const CollationRow& row : kCollations) add(row.id, row.name, row.charset);
    uca_names_.reserve(kUcaCharsets.size() * kUcaLanguages.size() * kUcaSuffixes.size());
    for (std::size_t charset = 0; charset < kUcaCharsets.size(); ++charset) {
      for (std::size_t language = 0; language < kUcaLanguages.size(); ++language) {
        if (kUcaLanguages[language] == "-") continue;  // not assigned
        for (std::size_t suffix = 0; suffix < kUcaSuffixes.size(); ++suffix) {
          uca_names_.push_back(std::string(kUcaCharsets[charset]) + "_uca1400" +
                               std::string(kUcaLanguages[language]) + std::string(kUcaSuffixes[suffix]));
          add(static_cast<std::uint16_t>(kUcaFirst + 256 * charset + 8 * language + suffix),
              uca_names_.back(), kUcaCharsets[charset]);
        }
      }
    }
  }

  [[nodiscard]] const Collation* by_id(std::uint16_t id) const {
    auto at = std::lower_bound(rows_.begin(), rows_.end(), id,
                               [](const Collation& row, std::uint16_t wanted) { return row.id < wanted; });
    return at != rows_.end() && at->id == id ? &*at : nullptr;
  }
  [[nodiscard]] const Collation* by_name(std::string_view name) const {
    for (const Collation& row : rows_) {
      if (equals_ignore_case(row.name, name)) return &row;
    }
    return nullptr;
  }

 private:
  void add(std::uint16_t id, std::string_view name, std::string_view charset) {
    const CharsetRow* row = find_charset(charset);
    rows_.push_back({id, name, row->name, row->max_bytes, row->ascii_safe});
  }

  std::vector<std::string> uca_names_;  // reserved once: rows_ has views into it
  std::vector<Collation> rows_;         // sorted by id
};

const Table& table() {
  static const Table instance;
  return instance;
}

}  // namespace

const Collation* find_collation(std::uint16_t id) {
  return table().by_id(id);
}

const Collation* find_collation(std::string_view name) {
  // MySQL before 8.0.30 and MariaDB before 10.6 say utf8_ for utf8mb3_; MySQL
  // says croatian_ci where MariaDB has moved the id to croatian_mysql561_ci.
  if (name.size() > 5 && equals_ignore_case(name.substr(0, 5), "utf8_")) {
    return table().by_name("utf8mb3_" + std::string(name.substr(5)));
  }
  return table().by_name(name);
}

std::uint16_t default_collation_id(std::string_view charset) {
  const CharsetRow* row = find_charset(charset);
  return row == nullptr ? std::uint16_t{0} : row->default_collation;
}

}  // namespace mallshard::wire
