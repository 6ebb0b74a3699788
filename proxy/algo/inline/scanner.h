// The text of an inline expression, cut into tokens; keeps the first mistake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mallshard::algo {

struct Token {
  enum class Type : std::uint8_t { End, Number, Text, Name, Symbol };
  Type type = Type::End;
  std::string_view text;  // Number, Name, Symbol: as written
  std::string value;      // Text: without quotes and escapes
  std::size_t at = 0;     // byte offset

  [[nodiscard]] bool is(std::string_view symbol) const { return type == Type::Symbol && text == symbol; }
  [[nodiscard]] bool is_word(std::string_view word) const { return type == Type::Name && text == word; }
};

// Reads literal text character by character outside of placeholders, and
// tokens inside of them. After a mistake every token is End.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool ok() const { return failure_.empty(); }
  // The first mistake wins; `at` is a byte offset.
  void fail(std::size_t at, const std::string& what);
  [[nodiscard]] Error error() const { return Error::unknown(failure_); }

  // ---- outside of placeholders ----
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] bool at_placeholder() const { return text_[at_] == '$'; }
  void take_literal(std::string& literal);
  // Past `${` or `$->{`, the first token read; false (nothing done) at anything else.
  bool enter_braces();
  // The current token must be }; goes on behind it.
  void leave_braces();
  // After the short form `$`: a name, or empty.
  std::string_view take_short_name();

  // ---- inside ----
  [[nodiscard]] const Token& token() const { return token_; }
  void advance();
  bool accept(std::string_view symbol);
  void expect(std::string_view symbol);
  [[nodiscard]] std::string unexpected() const;
  // The token after the current one.
  [[nodiscard]] Token peek() const;
  // Makes the token that begins at this offset the current one.
  void rewind(std::size_t at);

 private:
  void read_number();
  void read_text(char quote);

  std::string_view text_;
  std::size_t at_ = 0;
  Token token_;
  std::string failure_;
};

}  // namespace mallshard::algo
