// Where a parse stands: the token at hand, what was refused first, and how deep
// the tree has become. Internal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sqlparse/arena.h"
#include "sqlparse/ast.h"
#include "sqlparse/parser.h"

namespace mallshard::sqlparse {

// How much a level of nesting adds to the AST's height.
inline constexpr std::uint32_t kNodesPerLevel = 3;

// A node into which nothing has been read. New ones are copies of it: one block
// of a few wide moves, where member by member would be a store for each.
template <class T>
inline constexpr T kBlank = [] {
  T made{};
  made.kind = T::kKind;
  return made;
}();

// Counts the tokens looked at, in builds with assertions: tests hold the number
// against the length of the text.
#ifdef NDEBUG
inline void count_step() noexcept {}
#else
inline thread_local std::uint64_t steps_counted = 0;
inline void count_step() noexcept {
  ++steps_counted;
}
#endif

// What a statement is refused for. Behind the grammar the servers check some
// things more and report them as syntax errors, too.
enum class Fault : std::uint8_t {
  Grammar,
  Meaning,  // worded like one of the grammar
  // Worded as syntax_error.cpp has it:
  PartitionFunction,
  NoFiles,
  Collations,
  OnlyIntegers,
  Authorization,
  NoTables,
  MaxvalueInList,
  RowsInList,
  ColumnLists,
  PartitionCount,
  SubpartitionCount,
  RangeValues,
  ListValues,
};

class ParserCursor {
 protected:
  // All of them must outlive it.
  ParserCursor(const TokenView& tokens, Arena& arena, const ParseOptions& limits);

  // --- cursor ---
  [[nodiscard]] std::uint32_t at() const noexcept { return static_cast<std::uint32_t>(current_ - first_); }
  [[nodiscard]] std::uint32_t before() const noexcept { return at() - 1; }
  [[nodiscard]] const Token& peek(std::uint32_t distance = 1) const noexcept {
    count_step();
    return static_cast<std::size_t>(last_ - current_) >= distance ? current_[distance] : *last_;
  }
  [[nodiscard]] bool is(TokenKind kind) const noexcept { return current_->kind == kind; }
  [[nodiscard]] bool is(Keyword keyword) const noexcept { return current_->keyword == keyword; }
  template <class... K>
  [[nodiscard]] bool is_any(K... keywords) const noexcept {
    return ((current_->keyword == keywords) || ...);
  }
  [[nodiscard]] bool next_is(Keyword keyword) const noexcept { return peek().keyword == keyword; }
  [[nodiscard]] bool next_is(TokenKind kind) const noexcept { return peek().kind == kind; }
  // Two tokens that belong together.
  template <class First, class Second>
  [[nodiscard]] bool is_pair(First first, Second second) const noexcept {
    if (!is(first)) return false;
    if (next_is(second)) return true;
    right_here();
    return false;
  }
  // The token at hand may stand here, whatever the parser makes of it: servers
  // read one token after the other, and blame the first that cannot follow.
  void right_here() const noexcept { right_ahead(0); }
  void right_ahead(std::uint32_t distance) const noexcept {
    right_until_ = std::max(right_until_, at() + distance + 1);
  }
  [[nodiscard]] bool at_end() const noexcept { return is(TokenKind::End) || is(TokenKind::Semicolon); }
  // The current word in any case; for words that are keywords in some place only.
  [[nodiscard]] bool is_word(std::string_view lower) const noexcept { return word_equals(*current_, lower); }
  [[nodiscard]] bool word_equals(const Token& token, std::string_view lower) const noexcept;

  void advance() noexcept {
    count_step();
    if (current_ != last_) ++current_;
  }
  void skip(std::uint32_t count) noexcept {
    current_ = static_cast<std::size_t>(last_ - current_) > count ? current_ + count : last_;
  }
  template <class What>
  bool accept(What what) noexcept {
    count_step();
    if (!is(what)) return false;
    ++current_;
    return true;
  }
  bool accept(Keyword first, Keyword second) noexcept {
    if (!is_pair(first, second)) return false;
    skip(2);
    return true;
  }
  bool accept_word(std::string_view lower) noexcept {
    if (!is_word(lower)) return false;
    ++current_;
    return true;
  }
  template <class What>
  void expect(What what) noexcept {
    if (!accept(what)) fail();
  }
  std::nullptr_t fail() noexcept { return fail_at(std::max(at(), right_until_)); }
  // The token at hand may stand here, what follows may not.
  std::nullptr_t fail_behind() noexcept { return right_here(), fail(); }
  // For what the grammar does not decide: no other token is blamed.
  std::nullptr_t fail_at(std::uint32_t token, Fault fault = Fault::Grammar) noexcept;
  [[nodiscard]] bool failed() const noexcept { return failed_; }

  [[nodiscard]] bool mariadb() const noexcept { return flavour_ == Flavour::MariaDB; }
  [[nodiscard]] bool mysql() const noexcept { return flavour_ == Flavour::MySQL; }
  // What MySQL 8.0 cleared away and MariaDB kept: `FROM .t`, `FROM t = alias`.
  [[nodiscard]] bool old_names() const noexcept { return mariadb() || version_ < 80000; }
  [[nodiscard]] bool reserved(const Token& token) const noexcept { return token.reserved; }
  [[nodiscard]] bool is_name(const Token& token) const noexcept {
    return token.kind == TokenKind::QuotedName || (token.kind == TokenKind::Word && !token.reserved);
  }
  [[nodiscard]] bool at_name() const noexcept { return is_name(*current_); }
  [[nodiscard]] static bool is_number(const Token& token) noexcept {
    return (token.kind >= TokenKind::Integer && token.kind <= TokenKind::Float) ||
           token.kind == TokenKind::Hex;
  }

  // One level of nesting while alive; beyond the limit the parse fails.
  class Depth {
   public:
    explicit Depth(ParserCursor& run) : run_(run), outer_height_(run.height_) {
      run_.height_ = 0;
      if (++run_.depth_ > run_.max_depth_) run_.too_deep();
    }
    ~Depth() {
      --run_.depth_;
      run_.height_ = std::max(outer_height_, run_.height_ + kNodesPerLevel);
    }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    ParserCursor& run_;
    std::uint32_t outer_height_;
  };
  void too_deep() noexcept;

  // A node was put on top of what was just read (an operator's left operand).
  void raise_tree(std::uint32_t nodes = 1) noexcept {
    height_ += nodes;
    if (height_ > max_height_) too_deep();
  }

  // --- nodes ---
  template <class T>
  [[nodiscard]] T* node(std::uint32_t first) {
    count_step();
    T* made = arena_.make<T>(kBlank<T>);
    made->first_token = first;
    made->last_token = first;
    return made;
  }
  template <class T>
  [[nodiscard]] T* statement(std::uint32_t first, StatementKind kind) {
    T* made = node<T>(first);
    made->statement_kind = kind;
    return made;
  }
  template <class T>
  T* finish(T* made) {
    if (made->first_token < at()) made->last_token = before();
    return made;
  }
  // Of a word, a quoted name or a string.
  //
  // Names are made in place, so that none goes through memory on its way into
  // a node: productions that return one are inline.
  [[nodiscard]] Name name_of(std::uint32_t token) { return name_of(first_[token], token); }
  [[nodiscard]] Name name_of(const Token& t, std::uint32_t token) {
    if (t.kind == TokenKind::Word) [[likely]]
      return {{text_ + t.begin, t.end - t.begin}, token};
    return {unquoted(token), token};
  }
  // Any identifier.
  Name name() {
    const Token& token = *current_;
    if (!is_name(token)) [[unlikely]]
      return values_as_name();
    const std::uint32_t index = at();
    ++current_;  // no End
    return name_of(token, index);
  }
  Name refused_name() noexcept {
    fail();
    return {};
  }
  // VALUES where MariaDB reads it as VALUE, or a failure.
  Name values_as_name();
  // An identifier or 'text': aliases, charsets, savepoints of some forms.
  Name name_or_string() {
    const Token& token = *current_;
    if (!is(TokenKind::String) && !is_name(token)) [[unlikely]] {
      fail();
      return {};
    }
    const std::uint32_t index = at();
    ++current_;
    return name_of(token, index);
  }
  [[nodiscard]] TokenRange range_from(std::uint32_t first) const noexcept {
    return first < at() ? TokenRange{first, before()} : TokenRange{};
  }
  [[nodiscard]] std::string_view spelling(std::uint32_t token) const noexcept {
    return {text_ + first_[token].begin, first_[token].end - first_[token].begin};
  }

  // The text that a quoted name or a string means.
  [[nodiscard]] std::string_view unquoted(std::uint32_t token);

  const TokenView& tokens_;
  const char* const text_;
  Arena& arena_;
  const Token* const first_;
  const Token* const last_;  // the End token
  const Token* current_;
  const Flavour flavour_;
  const std::uint32_t version_;
  unsigned depth_ = 0;
  const unsigned max_depth_;
  // Of the tree read so far in the innermost Depth or expression, in nodes.
  std::uint32_t height_ = 0;
  const std::uint32_t max_height_;
  std::uint32_t error_token_ = 0;
  mutable std::uint32_t right_until_ = 0;  // no earlier token is to blame
  // Tokens looked at far ahead, bounded so that no text costs more than linear time.
  std::uint64_t lookahead_ = 0;
  const std::uint64_t max_lookahead_;
  bool failed_ = false;
  // ON DUPLICATE KEY UPDATE, and a LIST partition's function in MariaDB, but for
  // queries in them: MariaDB reads VALUES as VALUE there, which is a name, too.
  bool in_on_duplicate_ = false;
  Fault fault_ = Fault::Grammar;
  bool nested_too_deeply_ = false;
};

}  // namespace mallshard::sqlparse
