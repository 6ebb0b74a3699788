// Optimizer hints in a digest: MySQL reads them with a lexer of their own.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sqlparse/char_class.h"
#include "sqlparse/digest_run.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

// Words that the hint lexer knows; all others are names.
constexpr std::array<std::string_view, 42> kHintWords = {
    "BKA",
    "BNL",
    "DERIVED_CONDITION_PUSHDOWN",
    "DUPSWEEDOUT",
    "FIRSTMATCH",
    "GROUP_INDEX",
    "HASH_JOIN",
    "INDEX",
    "INDEX_MERGE",
    "INTOEXISTS",
    "JOIN_FIXED_ORDER",
    "JOIN_INDEX",
    "JOIN_ORDER",
    "JOIN_PREFIX",
    "JOIN_SUFFIX",
    "LOOSESCAN",
    "MATERIALIZATION",
    "MAX_EXECUTION_TIME",
    "MERGE",
    "MRR",
    "NO_BKA",
    "NO_BNL",
    "NO_DERIVED_CONDITION_PUSHDOWN",
    "NO_GROUP_INDEX",
    "NO_HASH_JOIN",
    "NO_ICP",
    "NO_INDEX",
    "NO_INDEX_MERGE",
    "NO_JOIN_INDEX",
    "NO_MERGE",
    "NO_MRR",
    "NO_ORDER_INDEX",
    "NO_RANGE_OPTIMIZATION",
    "NO_SEMIJOIN",
    "NO_SKIP_SCAN",
    "ORDER_INDEX",
    "QB_NAME",
    "RESOURCE_GROUP",
    "SEMIJOIN",
    "SET_VAR",
    "SKIP_SCAN",
    "SUBQUERY",
};

bool is_hint_word(std::string_view word) noexcept {
  for (const std::string_view known : kHintWords) {
    if (known.size() != word.size()) continue;
    std::size_t i = 0;
    while (i < word.size() && fold(known[i]) == fold(word[i])) ++i;
    if (i == word.size()) return true;
  }
  return false;
}

bool is_space(char c) noexcept {
  return char_class_of(c) == CharClass::Space;
}

// One past the closing quote, doubled ones skipped; the end where none is.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at++];
  while (at < text.size()) {
    if (text[at] == quote) {
      if (at + 1 < text.size() && text[at + 1] == quote) {
        at += 2;
        continue;
      }
      return at + 1;
    }
    ++at;
  }
  return at;
}

}  // namespace

// The hint right behind token `index`, when the token may have one.
void DigestRun::hint(std::uint32_t index) {
  while (next_comment_ < comments_.size() && comments_[next_comment_].next_token <= index) ++next_comment_;
  if (!mysql_ || next_comment_ == comments_.size()) return;
  const CommentMark& comment = comments_[next_comment_];
  if (!comment.is_hint || comment.next_token != index + 1) return;
  for (std::uint32_t i = tokens_[index].end; i < comment.begin; ++i) {
    if (!is_space(text_[i])) return;  // only right after the word
  }
  const std::size_t end = comment.end - 2;  // before the closing mark
  std::size_t at = comment.begin + 3;
  while (at < end && is_space(text_[at])) ++at;
  if (at == end) return;  // an empty one is no hint
  push(Mark::HintOpen);
  while (at < end) hint_token(text_.substr(0, end), at);
  push(Mark::HintClose);
}

// Positions are those of the statement; `text` ends where the comment does.
void DigestRun::hint_token(std::string_view text, std::size_t& at) {
  const char c = text[at];
  const std::size_t from = at;
  if (is_space(c) || c == '.') {
    ++at;
  } else if (c == '`' || (c == '"' && options_.ansi_quotes)) {
    at = end_of_quoted(text, at);
    const bool block = at < text.size() && text[at] == '@';
    push(Entry{.mark = block ? Mark::BlockName : Mark::Name,
               .begin = static_cast<std::uint32_t>(from + 1),
               .end = static_cast<std::uint32_t>(at - 1)});
  } else if (c == '\'' || c == '"') {
    at = end_of_quoted(text, at);
    value();
  } else if (is_name_byte(c)) {
    while (at < text.size() && is_name_byte(text[at])) ++at;
    hint_word(text, from, at);
  } else {
    ++at;
    const TokenKind kind = c == '@' ? TokenKind::End : single_kind(c);
    if (c == '@') {
      push(Mark::At);
    } else if (c == ')') {
      close();
    } else if (c == '-') {
      push(TokenKind::Minus);
    } else if (kind != TokenKind::End) {
      push(kind);
    }
  }
}

// A word, a name, or a number: digits, with a fraction or K, M, G behind.
void DigestRun::hint_word(std::string_view text, std::size_t from, std::size_t& at) {
  std::size_t digits = from;
  while (digits < at && is_digit(text[digits])) ++digits;
  const bool suffix =
      digits + 1 == at && std::string_view("KMGkmg").find(text[digits]) != std::string_view::npos;
  if (digits > from && (digits == at || suffix)) {
    if (digits == at && at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
      ++at;
      while (at < text.size() && is_digit(text[at])) ++at;
      if (at < text.size() && is_name_byte(text[at])) return;  // 1.5M: neither, and lost
    }
    return value();
  }
  const bool block = at < text.size() && text[at] == '@';
  Mark mark = Mark::Name;
  if (block) {
    mark = Mark::BlockName;
  } else if (is_hint_word(text.substr(from, at - from))) {
    mark = Mark::HintWord;
  }
  push(Entry{.mark = mark, .begin = static_cast<std::uint32_t>(from), .end = static_cast<std::uint32_t>(at)});
}

}  // namespace mallshard::sqlparse
