#include "sqlparse/keyword.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sqlparse/keyword_table.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

// Open addressing over the folded bytes of each word, built at compile time.
// With some 900 words in 4096 places nearly every search ends at the first
// place looked at. Words above 16 bytes are few and have a table of their own.
constexpr std::size_t kSlots = 4096;
constexpr std::size_t kLongSlots = 512;
constexpr std::size_t kShortest = 2;

constexpr std::size_t slot_of(std::uint64_t head, std::uint64_t tail) noexcept {
  return static_cast<std::size_t>(((head ^ tail * 0x9e3779b97f4a7c15U) * 0xff51afd7ed558ccdU) >> 52);
}

struct KeywordTable {
  std::array<std::uint16_t, kSlots> slots{};  // Keyword, 0 for free
  std::array<std::uint16_t, kLongSlots> long_slots{};
  std::array<WordPair, kKeywordCount + 1> pairs{};
  std::array<WordBits, kKeywordCount + 1> bits{};
  std::array<std::uint32_t, kKeywordCount + 1> mysql_reserved_from{};
  std::array<std::uint32_t, kKeywordCount + 1> mariadb_reserved_from{};
  std::array<std::uint32_t, kKeywordCount + 1> mariadb_11_4_reserved_from{};
  std::size_t longest = 0;
};

constexpr KeywordTable make_table() {
  KeywordTable table;
  table.mysql_reserved_from[0] = kNever;
  table.mariadb_reserved_from[0] = table.mariadb_11_4_reserved_from[0] = kNever;
  for (std::size_t i = 0; i < kKeywordRows.size(); ++i) {
    const KeywordRow& row = kKeywordRows[i];
    table.mysql_reserved_from[i + 1] = row.mysql_reserved_from;
    table.mariadb_reserved_from[i + 1] = row.mariadb_reserved_from;
    // The one word that became free again.
    const bool freed = row.text == "MASTER_SSL_VERIFY_SERVER_CERT";
    table.mariadb_11_4_reserved_from[i + 1] = freed ? kNever : row.mariadb_reserved_from;
    table.bits[i + 1] = folded_bits_at_compile_time(row.text);
    if (row.text.size() > table.longest) table.longest = row.text.size();
    if (row.text.size() <= WordPair::kMostBytes) {
      const WordPair pair = folded_pair(row.text);
      table.pairs[i + 1] = pair;
      std::size_t slot = slot_of(pair.head, pair.tail);
      while (table.slots[slot] != 0) slot = (slot + 1) % kSlots;
      table.slots[slot] = static_cast<std::uint16_t>(i + 1);
    } else {
      std::size_t slot = word_hash(table.bits[i + 1]) % kLongSlots;
      while (table.long_slots[slot] != 0) slot = (slot + 1) % kLongSlots;
      table.long_slots[slot] = static_cast<std::uint16_t>(i + 1);
    }
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

Keyword find_short_keyword(std::uint64_t head, std::uint64_t tail) noexcept {
  for (std::size_t slot = slot_of(head, tail);; slot = (slot + 1) % kSlots) {
    const std::uint16_t candidate = kTable.slots[slot];
    if (candidate == 0) return Keyword::None;
    const WordPair& pair = kTable.pairs[candidate];
    if (pair.head == head && pair.tail == tail) return static_cast<Keyword>(candidate);
  }
}

Keyword find_keyword(std::string_view word) noexcept {
  if (word.size() < kShortest || word.size() > kTable.longest) return Keyword::None;
  if (word.size() <= WordPair::kMostBytes) {
    const WordPair pair = folded_pair(word);
    return find_short_keyword(pair.head, pair.tail);
  }
  const WordBits bits = folded_bits(word);
  for (std::size_t slot = word_hash(bits) % kLongSlots;; slot = (slot + 1) % kLongSlots) {
    const std::uint16_t candidate = kTable.long_slots[slot];
    if (candidate == 0) return Keyword::None;
    if (kTable.bits[candidate] == bits && same_middle(word, kKeywordRows[candidate - 1U].text)) {
      return static_cast<Keyword>(candidate);
    }
  }
}

const std::uint32_t* reserved_from(Flavour flavour, std::uint32_t server_version) noexcept {
  if (flavour == Flavour::MySQL) return kTable.mysql_reserved_from.data();
  return server_version >= 110400 ? kTable.mariadb_11_4_reserved_from.data()
                                  : kTable.mariadb_reserved_from.data();
}

std::string_view keyword_text(Keyword keyword) noexcept {
  const auto index = static_cast<std::uint16_t>(keyword);
  return index == 0 || index > kKeywordCount ? std::string_view{} : kKeywordRows[index - 1U].text;
}

bool is_reserved(Keyword keyword, Flavour flavour, std::uint32_t server_version) noexcept {
  return server_version >= reserved_from(flavour, server_version)[static_cast<std::uint16_t>(keyword)];
}

}  // namespace mallshard::sqlparse
