#include "algo/inline/scanner.h"

#include <array>

namespace mallshard::algo {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_part(char c) {
  return is_name_start(c) || is_digit(c);
}

// Longest first, so that >>> is not read as >> and >.
constexpr std::array<std::string_view, 39> kSymbols = {
    ">>>", "<=>", "..<", "**", "..", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
    "?:",  "?.",  "->",  "++", "--", "+",  "-",  "*",  "/",  "%",  "(",  ")",  "[",
    "]",   "{",   "}",   ",",  ".",  "<",  ">",  "!",  "~",  "&",  "|",  "^",  "?"};

}  // namespace

void Scanner::fail(std::size_t at, const std::string& what) {
  if (!ok()) return;
  failure_ = "'" + std::string(text_) + "': " + what + " (position " + std::to_string(at + 1) + ")";
  token_ = Token{};
  token_.at = at;
}

void Scanner::take_literal(std::string& literal) {
  if (text_[at_] == '\\') return fail(at_, "a backslash has no place in a name");
  literal += text_[at_++];
}

bool Scanner::enter_braces() {
  for (const std::string_view opening : {"${", "$->{"}) {
    if (text_.substr(at_).starts_with(opening)) {
      at_ += opening.size();
      advance();
      return true;
    }
  }
  return false;
}

void Scanner::leave_braces() {
  if (!token_.is("}")) return fail(token_.at, unexpected() + "; } should close the placeholder");
  at_ = token_.at + 1;
}

std::string_view Scanner::take_short_name() {
  const std::size_t start = ++at_;
  if (at_ >= text_.size() || !is_name_start(text_[at_])) return {};
  while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
  return text_.substr(start, at_ - start);
}

void Scanner::advance() {
  while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r'))) ++at_;
  token_ = Token{};
  token_.at = at_;
  if (at_ >= text_.size() || !ok()) return;
  const char c = text_[at_];
  if (is_digit(c)) return read_number();
  if (c == '\'' || c == '"') return read_text(c);
  if (is_name_start(c)) {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
    token_.type = Token::Type::Name;
    token_.text = text_.substr(start, at_ - start);
    return;
  }
  if (c == ':') {
    token_.type = Token::Type::Symbol;
    token_.text = text_.substr(at_++, 1);
    return;
  }
  for (const std::string_view symbol : kSymbols) {
    if (!text_.substr(at_).starts_with(symbol)) continue;
    token_.type = Token::Type::Symbol;
    token_.text = symbol;
    at_ += symbol.size();
    return;
  }
  fail(at_, std::string("the character '") + c + "' has no meaning here");
}

void Scanner::read_number() {
  const std::size_t start = at_;
  token_.type = Token::Type::Number;
  while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
  // A point belongs to the number only before a digit: 1..3 is a range.
  if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
    ++at_;
    while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
  }
  token_.text = text_.substr(start, at_ - start);
}

void Scanner::read_text(char quote) {
  token_.type = Token::Type::Text;
  for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
    char c = text_[at_];
    if (c == '$' && quote == '"') return fail(at_, "a placeholder within a text is not supported");
    if (c == '\\') {
      if (++at_ >= text_.size()) break;
      c = text_[at_];
      if (std::string_view("\\'\"$").find(c) == std::string_view::npos) {
        return fail(at_, "this escape is not supported");
      }
    }
    token_.value += c;
  }
  if (at_ >= text_.size()) return fail(token_.at, "the text is not closed");
  ++at_;
}

bool Scanner::accept(std::string_view symbol) {
  if (!token_.is(symbol)) return false;
  advance();
  return true;
}

void Scanner::expect(std::string_view symbol) {
  if (!accept(symbol)) fail(token_.at, unexpected() + "; " + std::string(symbol) + " is missing");
}

std::string Scanner::unexpected() const {
  if (token_.type == Token::Type::End) return "the expression ends too early";
  if (token_.type == Token::Type::Text) return "unexpected text '" + token_.value + "'";
  return "unexpected '" + std::string(token_.text) + "'";
}

Token Scanner::peek() const {
  Scanner ahead = *this;
  ahead.advance();
  return ahead.token_;
}

void Scanner::rewind(std::size_t at) {
  at_ = at;
  advance();
}

}  // namespace mallshard::algo
