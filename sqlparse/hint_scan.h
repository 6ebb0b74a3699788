// The words inside a hint comment, by the servers' own lexers for them; shared
// by the parser and the digest. Internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sqlparse/ast_hint.h"
#include "sqlparse/flavour.h"

namespace mallshard::sqlparse {

// How a hint's parentheses are read.
enum class HintForm : std::uint8_t {
  Tables,      // ([@block] [t, t@block, ...])
  QueryBlock,  // ([@block])
  Indexes,     // (t[@block] [i, j]) or (@block t [i, j])
  Semijoin,    // ([@block] [STRATEGY, ...])
  Subquery,    // ([@block] STRATEGY)
  Name,        // (name)
  Number,      // (123)
  Variable,    // (name = value)
  Strategy,    // no hint: a word in Semijoin or Subquery
};

// A word that is no name in a hint.
struct HintWordSyntax {
  std::string_view word;  // in upper case
  HintKind kind;          // None: a strategy
  HintForm form;
  std::uint32_t mysql_from;  // 0: not there
  std::uint32_t mariadb_from;
};

// nullptr: the server that `options` names takes the word for a name.
[[nodiscard]] const HintWordSyntax* find_hint_word(std::string_view word, const LexOptions& options) noexcept;

// Whether the server reads hints at all.
[[nodiscard]] constexpr bool reads_hints(const LexOptions& options) noexcept {
  return options.server_version >= (options.flavour == Flavour::MySQL ? 50707U : 120000U);
}

enum class HintTokenKind : std::uint8_t {
  End,        // the comment's closing mark
  Word,       // a hint's name, a strategy
  Name,       // also `x`
  BlockName,  // @x, @`x`
  Number,     // digits alone
  Decimal,    // 1.5
  Scaled,     // 16M
  Text,       // 'x'
  Mark,       // one byte: ( ) , = and what has no place in a hint
  Error,
};

struct HintToken {
  HintTokenKind kind = HintTokenKind::End;
  std::uint32_t begin = 0;  // in the text; of a BlockName the @
  std::uint32_t end = 0;
  const HintWordSyntax* word = nullptr;  // of a Word
};

class HintScanner {
 public:
  // `text` from its beginning to the comment's closing mark; `at` behind the
  // opening one.
  HintScanner(std::string_view text, std::uint32_t at, const LexOptions& options)
      : text_(text), at_(at), options_(options) {}

  HintToken next();

 private:
  HintToken scan(bool spaced);
  HintToken block_name(std::uint32_t from);
  HintToken number(std::uint32_t from);
  HintToken fraction(std::uint32_t from);
  HintToken word(std::uint32_t from);
  HintToken quoted(std::uint32_t from);
  [[nodiscard]] HintToken made(HintTokenKind kind, std::uint32_t from) const noexcept {
    return {kind, from, at_, nullptr};
  }
  [[nodiscard]] char peek(std::size_t distance = 0) const noexcept {
    return at_ + distance < text_.size() ? text_[at_ + distance] : '\0';
  }
  [[nodiscard]] bool at_name_byte() const noexcept;
  [[nodiscard]] bool at_space() const noexcept;
  void skip_name();
  [[nodiscard]] bool quotes_name(char quote) const noexcept;

  std::string_view text_;
  std::uint32_t at_;
  const LexOptions& options_;
  HintTokenKind last_ = HintTokenKind::End;
  char last_mark_ = '\0';
};

}  // namespace mallshard::sqlparse
