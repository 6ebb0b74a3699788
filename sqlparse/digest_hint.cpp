// Optimizer hints in a digest.
#include <cstdint>
#include <string_view>

#include "sqlparse/char_class.h"
#include "sqlparse/digest_run.h"
#include "sqlparse/hint_scan.h"

namespace mallshard::sqlparse {

namespace {

// Marks of the main lexer that may be longer there.
TokenKind mark_kind(char mark) noexcept {
  switch (mark) {
    case '-':
      return TokenKind::Minus;
    case '*':
      return TokenKind::Star;
    case '/':
      return TokenKind::Slash;
    case '<':
      return TokenKind::Less;
    case '>':
      return TokenKind::Greater;
    case '!':
      return TokenKind::Exclamation;
    case '&':
      return TokenKind::Ampersand;
    case '|':
      return TokenKind::Pipe;
    case ':':
      return TokenKind::Colon;
    default:
      return single_kind(mark);
  }
}

}  // namespace

// The hint right behind token `index`, when the token may have one.
void DigestRun::hint(std::uint32_t index) {
  while (next_comment_ < comments_.size() && comments_[next_comment_].next_token <= index) ++next_comment_;
  if (!mysql_ || next_comment_ == comments_.size()) return;
  const CommentMark& comment = comments_[next_comment_];
  if (!comment.is_hint || comment.next_token != index + 1) return;
  const std::string_view text = text_.substr(0, comment.end - 2);
  HintScanner scanner(text, comment.begin + 3, options_);
  bool any = false;  // an empty one is no hint
  for (HintToken token = scanner.next(); token.kind != HintTokenKind::End; token = scanner.next()) {
    if (token.kind == HintTokenKind::Error) continue;
    if (!any) push(Mark::HintOpen);
    any = true;
    hint_token(token, text);
  }
  if (any) push(Mark::HintClose);
}

// A number takes its sign with it, but not behind the marks of a comparison,
// which are no operators here.
void DigestRun::hint_number() {
  const auto is_sign = [this](std::size_t n) {
    return last_is(n, TokenKind::Minus) || last_is(n, TokenKind::Plus);
  };
  const auto compares = [this] {
    return last_is(2, TokenKind::Equal) || last_is(2, TokenKind::Less) || last_is(2, TokenKind::Greater) ||
           last_is(2, TokenKind::Exclamation);
  };
  while (is_sign(1) && starts_expression(last(2)) && !compares()) drop(1);
  value();
}

// `text` ends where the comment does.
void DigestRun::hint_token(const HintToken& token, std::string_view text) {
  const auto name = [&](Mark mark, std::uint32_t begin) {
    const bool quoted = text[begin] == '`' || text[begin] == '"';
    push(Entry{.mark = mark, .begin = begin + quoted, .end = token.end - quoted});
  };
  switch (token.kind) {
    case HintTokenKind::Word:
      return push(Entry{.mark = Mark::HintWord, .begin = token.begin, .end = token.end});
    case HintTokenKind::Name: {
      const bool block = token.end < text.size() && text[token.end] == '@';
      return name(block ? Mark::BlockName : Mark::Name, token.begin);
    }
    case HintTokenKind::BlockName:
      push(Mark::At);
      return name(Mark::Name, token.begin + 1);
    case HintTokenKind::Number:
    case HintTokenKind::Decimal:
    case HintTokenKind::Scaled:
      return hint_number();
    case HintTokenKind::Text:
      return value();
    case HintTokenKind::Mark: {
      const char mark = text[token.begin];
      if (mark == '@') return push(Mark::At);
      if (mark == ')') return close();
      if (const TokenKind kind = mark_kind(mark); kind != TokenKind::End) return push(kind);
      return push(Entry{.mark = Mark::HintWord, .begin = token.begin, .end = token.end});
    }
    case HintTokenKind::End:
    case HintTokenKind::Error:
      return;
  }
}

}  // namespace mallshard::sqlparse
