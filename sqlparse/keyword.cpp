#include "sqlparse/keyword.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sqlparse/keyword_table.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

// Open addressing over the folded first and last bytes of each word, built at
// compile time. With 901 words in 4096 places nearly every search ends at the
// first place looked at.
constexpr std::size_t kSlots = 4096;
constexpr std::size_t kShortest = 2;

struct KeywordTable {
  std::array<std::uint16_t, kSlots> slots{};  // Keyword, 0 for free
  std::array<WordBits, kKeywordCount + 1> bits{};
  std::size_t longest = 0;
};

constexpr KeywordTable make_table() {
  KeywordTable table;
  for (std::size_t i = 0; i < kKeywordRows.size(); ++i) {
    const std::string_view text = kKeywordRows[i].text;
    const WordBits bits = folded_bits_at_compile_time(text);
    table.bits[i + 1] = bits;
    if (text.size() > table.longest) table.longest = text.size();
    std::size_t slot = word_hash(bits) % kSlots;
    while (table.slots[slot] != 0) slot = (slot + 1) % kSlots;
    table.slots[slot] = static_cast<std::uint16_t>(i + 1);
  }
  return table;
}

constexpr KeywordTable kTable = make_table();

// The bytes between the first and the last eight.
bool same_middle(std::string_view word, std::string_view keyword) noexcept {
  for (std::size_t i = 8; i + 8 < word.size(); ++i) {
    if (fold(word[i]) != fold(keyword[i])) return false;
  }
  return true;
}

}  // namespace

Keyword find_keyword(std::string_view word) noexcept {
  if (word.size() < kShortest || word.size() > kTable.longest) return Keyword::None;
  const WordBits bits = folded_bits(word);
  for (std::size_t slot = word_hash(bits) % kSlots;; slot = (slot + 1) % kSlots) {
    const std::uint16_t candidate = kTable.slots[slot];
    if (candidate == 0) return Keyword::None;
    if (kTable.bits[candidate] == bits &&
        (word.size() <= 16 || same_middle(word, kKeywordRows[candidate - 1U].text))) {
      return static_cast<Keyword>(candidate);
    }
  }
}

std::string_view keyword_text(Keyword keyword) noexcept {
  const auto index = static_cast<std::uint16_t>(keyword);
  return index == 0 || index > kKeywordCount ? std::string_view{} : kKeywordRows[index - 1U].text;
}

bool is_reserved(Keyword keyword, Flavour flavour, std::uint32_t server_version) noexcept {
  if (keyword == Keyword::None) return false;
  const KeywordRow& row = kKeywordRows[static_cast<std::uint16_t>(keyword) - 1U];
  return server_version >= (flavour == Flavour::MySQL ? row.mysql_reserved_from : row.mariadb_reserved_from);
}

}  // namespace mallshard::sqlparse
