// What the lexer yields: twelve bytes a token, positions into the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "sqlparse/flavour.h"
#include "sqlparse/keyword.h"

namespace mallshard::sqlparse {

enum class TokenKind : std::uint8_t {
  End,    // once, last; begin == end == size of the text
  Error,  // what no server accepts (open string or comment, NUL byte); the last but End

  Word,        // unquoted name or keyword (Token::keyword says which)
  QuotedName,  // `x`, or "x" under ANSI_QUOTES

  // Literals. Adjacent strings are separate tokens.
  String,          // 'x' or "x"
  NationalString,  // N'x'
  Integer,
  Decimal,  // 1.5  .5  1.
  Float,    // 1e5
  Hex,      // 0xAF  x'AF'
  Bit,      // 0b01  b'01'

  DollarString,  // $$x$$ or $tag$x$tag$, from MySQL 9: what a program in another language is

  Introducer,      // _utf8mb4
  Parameter,       // ?
  UserVariable,    // @x @'x' @"x" @`x`, name included; also the @host of an account
  SystemVariable,  // @@; the name's tokens follow at once

  LeftParen,
  RightParen,
  Comma,
  Dot,
  DotDot,  // MariaDB: FOR i IN 1..10
  Semicolon,
  LeftBrace,
  RightBrace,
  Colon,

  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Caret,
  Tilde,
  Ampersand,
  Pipe,
  ShiftLeft,
  ShiftRight,
  Exclamation,
  AndAnd,       // &&
  OrOr,         // || as OR
  ConcatPipes,  // || under PIPES_AS_CONCAT
  Equal,
  NullSafeEqual,  // <=>
  NotEqual,       // <> or !=
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Assign,     // :=
  Arrow,      // ->   (MySQL only; MariaDB reads - >)
  ArrowText,  // ->>
};

// Positions are byte offsets into the text that was lexed; texts are below 4 GiB.
struct Token {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // one past the last byte
  Keyword keyword = Keyword::None;
  TokenKind kind = TokenKind::End;

  // Nothing, not even a comment, between this token and the one before.
  bool adjacent : 1 = false;
  // From inside an executable comment.
  bool executable : 1 = false;
  // The server that the text was lexed for refuses the word as a name.
  bool reserved : 1 = false;
};
static_assert(sizeof(Token) == 12);

inline constexpr std::uint32_t kNoToken = 0xffffffff;

[[nodiscard]] constexpr bool is_literal(TokenKind kind) noexcept {
  return kind >= TokenKind::String && kind <= TokenKind::Bit;
}

// A comment that may matter to someone: /*+ optimizer hints */ and a comment
// before the first token.
struct CommentMark {
  std::uint32_t begin = 0;  // of the opening slash
  std::uint32_t end = 0;
  std::uint32_t next_token = 0;  // index of the token that follows
  bool is_hint = false;          // where the server reads hints: right behind SELECT and the like
};

// A text and its tokens (End included). Owns nothing: valid while the text and
// the TokenBuffer or Arena that holds the tokens live.
struct TokenView {
  std::string_view text;
  std::span<const Token> tokens;
  LexOptions options;
  std::span<const CommentMark> comments;  // in the order of the text

  [[nodiscard]] std::string_view spelling(std::uint32_t token) const noexcept {
    const Token& t = tokens[token];
    return {text.data() + t.begin, t.end - t.begin};
  }
  // The bytes from the first to the last token, both included.
  [[nodiscard]] std::string_view spelling(std::uint32_t first, std::uint32_t last) const noexcept {
    const std::uint32_t begin = tokens[first].begin;
    return {text.data() + begin, tokens[last].end - begin};
  }
};

// Reused from statement to statement: after the first few it allocates nothing.
class TokenBuffer {
 public:
  // Lexer's side.
  void clear(std::string_view text, const LexOptions& options) {
    size_ = 0;
    comments_.clear();
    text_ = text;
    options_ = options;
    has_executable_comment_ = false;
  }
  void append(const Token& token) {
    if (size_ == capacity_) grow();
    tokens_[size_++] = token;
  }
  void append(const CommentMark& comment) { comments_.push_back(comment); }
  // Room for tokens to be written without append(); commit() says how many were.
  [[nodiscard]] std::span<Token> room() {
    if (size_ == capacity_) grow();
    return {tokens_.get() + size_, capacity_ - size_};
  }
  void commit(std::size_t count) noexcept { size_ += count; }
  void shorten(std::size_t count) noexcept { size_ = count; }
  // The text with zeros behind it, so that it can be read in wide steps; the
  // text itself when it is too long to be copied.
  [[nodiscard]] std::string_view padded_text();
  void note_executable_comment() noexcept { has_executable_comment_ = true; }

  // Reader's side. The last token is End; an Error token may stand before it.
  [[nodiscard]] std::span<const Token> tokens() const noexcept { return {tokens_.get(), size_}; }
  [[nodiscard]] TokenView view() const noexcept { return {text_, tokens(), options_, comments_}; }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] const LexOptions& options() const noexcept { return options_; }
  [[nodiscard]] std::span<const CommentMark> comments() const noexcept { return comments_; }

  // Some tokens come from inside /*! */ or /*M! */: forwarding the bytes to a
  // server of another flavour or version would mean another statement.
  [[nodiscard]] bool has_executable_comment() const noexcept { return has_executable_comment_; }

 private:
  void grow();

  static constexpr std::size_t kLongestCopy = 4096;

  std::unique_ptr<Token[]> tokens_;
  std::unique_ptr<char[]> copy_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::vector<CommentMark> comments_;
  std::string_view text_;
  LexOptions options_;
  bool has_executable_comment_ = false;
};

}  // namespace mallshard::sqlparse
