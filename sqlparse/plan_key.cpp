#include "sqlparse/plan_key.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sqlparse/keyword_set.h"
#include "sqlparse/text_hash.h"

namespace mallshard::sqlparse {

namespace {

bool replaces_literals(Keyword first) noexcept {
  switch (first) {
    case Keyword::Select:
    case Keyword::Insert:
    case Keyword::Replace:
    case Keyword::Update:
    case Keyword::Delete:
    case Keyword::With:
      return true;
    default:
      return false;
  }
}

// Clauses in whose presence literals decide which expressions are the same.
constexpr KeywordSet kComparesExpressions = {
    Keyword::Group, Keyword::Having, Keyword::Distinct,  Keyword::Distinctrow,
    Keyword::Union, Keyword::Except, Keyword::Intersect, Keyword::Order,
    Keyword::Over,  Keyword::Window, Keyword::Qualify,
};

constexpr char placeholder_of(TokenKind kind) noexcept {
  switch (kind) {
    case TokenKind::Integer:
      return 'i';
    case TokenKind::Decimal:
      return 'd';
    case TokenKind::Float:
      return 'f';
    case TokenKind::Hex:
      return 'x';
    case TokenKind::Bit:
      return 'b';
    case TokenKind::NationalString:
      return 'n';
    default:
      return 's';
  }
}

// Types whose parentheses hold a length: CAST(x AS DECIMAL(10, 2)) is another
// result type than CAST(x AS DECIMAL(10, 4)).
bool has_length(Keyword keyword) noexcept {
  switch (keyword) {
    case Keyword::Decimal:
    case Keyword::Char:
    case Keyword::Nchar:
    case Keyword::Varchar:
    case Keyword::Binary:
    case Keyword::Datetime:
    case Keyword::Time:
    case Keyword::Float:
    case Keyword::Double:
    case Keyword::Vector:
      return true;
    default:
      return false;
  }
}

// A string that is a name (an alias) or decides how rows are put together.
bool keeps_string_after(const Token& before) noexcept {
  switch (before.kind) {
    case TokenKind::QuotedName:
    case TokenKind::RightParen:
    case TokenKind::Integer:
    case TokenKind::Decimal:
    case TokenKind::Float:
      return true;
    case TokenKind::Word:
      return before.keyword == Keyword::None || before.keyword == Keyword::As ||
             before.keyword == Keyword::Separator || before.keyword == Keyword::End ||
             before.keyword == Keyword::Null;
    default:
      return false;
  }
}

// Which clause the tokens are in, at each depth of parentheses.
class ClauseTracker {
 public:
  explicit ClauseTracker(bool compares) : compares_(compares) {}

  // Whether a literal here stays: in a select list, GROUP BY, HAVING, ORDER BY
  // or window of a statement that compares expressions, and in a type's length.
  [[nodiscard]] bool keeps() const noexcept { return (compares_ && in_list_) || in_type_; }

  void see(const Token& before, const Token& token) noexcept {
    if (token.kind == TokenKind::LeftParen) {
      open(before);
    } else if (token.kind == TokenKind::RightParen) {
      close();
    } else if (token.keyword != Keyword::None) {
      word(token.keyword);
    }
  }

 private:
  void open(const Token& before) noexcept {
    if (depth_ < kTracked) outer_[depth_] = in_list_;
    ++depth_;
    in_type_ = has_length(before.keyword);
    if (depth_ > kTracked) in_list_ = true;
  }
  void close() noexcept {
    in_type_ = false;
    if (depth_ == 0) return;
    --depth_;
    if (depth_ < kTracked) in_list_ = outer_[depth_];
  }
  void word(Keyword keyword) noexcept {
    switch (keyword) {
      case Keyword::Select:
      case Keyword::Group:
      case Keyword::Having:
      case Keyword::Order:
      case Keyword::Window:
      case Keyword::Qualify:
        in_list_ = true;
        break;
      case Keyword::From:  // also of EXTRACT(x FROM y): back to what the parentheses are in
      case Keyword::Where:
      case Keyword::Limit:
      case Keyword::Values:
      case Keyword::Set:
        in_list_ = depth_ > kTracked || (depth_ > 0 && outer_[depth_ - 1]);
        break;
      default:
        break;
    }
  }

  static constexpr std::size_t kTracked = 64;  // deeper, every literal stays
  std::array<bool, kTracked> outer_;           // of each open parenthesis: was it in a list?
  std::size_t depth_ = 0;
  bool in_list_ = false;
  bool in_type_ = false;
  bool compares_;
};

// Copies the text in runs as long as its spacing is canonical already, into room
// for the longest key there can be: a literal of one byte becomes two.
class KeyWriter {
 public:
  KeyWriter(const TokenBuffer& buffer, std::string& out)
      : text_(buffer.text()), out_(out), run_begin_(buffer.tokens().front().begin), run_end_(run_begin_) {
    out.resize(text_.size() + buffer.tokens().size());
    at_ = out.data();
  }

  void keep(const Token& token) {
    if (token.begin != run_end_) {
      const bool one_space = token.begin == run_end_ + 1 && text_[run_end_] == ' ';
      if (!one_space) {
        flush();
        *at_++ = ' ';
        run_begin_ = token.begin;
      }
    }
    run_end_ = token.end;
  }
  void replace(const Token& token) {
    const bool gap = token.begin != run_end_;
    flush();
    if (gap) *at_++ = ' ';
    *at_++ = '\x01';
    *at_++ = placeholder_of(token.kind);
    run_begin_ = run_end_ = token.end;
  }
  void finish() {
    flush();
    out_.resize(static_cast<std::size_t>(at_ - out_.data()));
  }

 private:
  void flush() {
    at_ = std::copy(text_.data() + run_begin_, text_.data() + run_end_, at_);
    run_begin_ = run_end_;
  }

  std::string_view text_;
  std::string& out_;
  char* at_ = nullptr;
  std::uint32_t run_begin_;
  std::uint32_t run_end_;
};

// With their places: a hint of another query block is another statement.
void keep_hints(const TokenBuffer& buffer, std::string& key) {
  for (const CommentMark& comment : buffer.comments()) {
    if (!comment.is_hint) continue;
    key += '\x02';
    key += std::to_string(comment.next_token);
    key.append(buffer.text(), comment.begin, comment.end - comment.begin);
  }
}

}  // namespace

void build_plan_key(const TokenBuffer& buffer, PlanKey& key) {
  const std::span<const Token> tokens = buffer.tokens();
  key.literals.clear();
  key.parameters.clear();

  std::size_t first = 0;
  while (tokens[first].kind == TokenKind::LeftParen) ++first;
  const bool replaces = replaces_literals(tokens[first].keyword);
  const bool compares = replaces && std::ranges::any_of(tokens, [](const Token& token) {
                          return kComparesExpressions[token.keyword];
                        });

  ClauseTracker clauses(compares);
  KeyWriter writer(buffer, key.text);
  static constexpr Token kNothing;
  const Token* before = &kNothing;
  for (std::uint32_t i = 0; tokens[i].kind != TokenKind::End; ++i) {
    const Token& token = tokens[i];
    if (is_literal(token.kind) && replaces && !clauses.keeps() &&
        !(token.kind == TokenKind::String && keeps_string_after(*before))) {
      key.literals.push_back(i);
      writer.replace(token);
    } else {
      if (token.kind == TokenKind::Parameter) key.parameters.push_back(i);
      writer.keep(token);
      clauses.see(*before, token);
    }
    before = &token;
  }
  writer.finish();
  if (!buffer.comments().empty()) keep_hints(buffer, key.text);
  key.hash = hash_text(key.text, fingerprint(buffer.options()));
}

}  // namespace mallshard::sqlparse
