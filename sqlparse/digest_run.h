// The reduction of one statement to its digest; for digest*.cpp only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sqlparse/digest.h"
#include "sqlparse/hint_scan.h"

namespace mallshard::sqlparse {

// The servers reduce while they parse: each token that arrives may melt with
// the last ones that were kept. Doing it in the same steps makes the same
// digest, also where a long statement is cut in the middle of a list.
class DigestRun {
 public:
  using Entry = Digester::Entry;
  using Mark = Digester::Mark;

  DigestRun(const TokenBuffer& tokens, std::size_t max_length, std::vector<Entry>& entries)
      : tokens_(tokens.tokens()),
        comments_(tokens.comments()),
        text_(tokens.text()),
        options_(tokens.options()),
        mysql_(options_.flavour == Flavour::MySQL),
        mysql8_(mysql_ && options_.server_version >= 80000),
        max_length_(max_length),
        entries_(entries) {}

  void run();

 private:
  void token(std::uint32_t index);
  void word(std::uint32_t index);
  void name(std::uint32_t begin, std::uint32_t end);
  void quoted_name(std::uint32_t begin, std::uint32_t end);
  void user_variable(const Token& token);
  void number(std::uint32_t index);
  void value();
  void close();
  void follow_lists(std::uint32_t index);
  void hint(std::uint32_t token);
  void hint_token(const HintToken& token, std::string_view text);
  void hint_number();

  [[nodiscard]] bool null_is_literal(std::uint32_t index) const;
  [[nodiscard]] bool is_duality_object(const Token& token) const;
  [[nodiscard]] bool is_column_number(std::uint32_t index) const;
  [[nodiscard]] bool starts_expression(const Entry& entry) const;

  // The n-th last entry, 1 the last.
  [[nodiscard]] const Entry& last(std::size_t n) const {
    static constexpr Entry kNothing{};
    return entries_.size() < n ? kNothing : entries_[entries_.size() - n];
  }
  [[nodiscard]] bool last_is(std::size_t n, TokenKind kind) const {
    return last(n).mark == Mark::Operator && last(n).kind == kind;
  }
  void drop(std::size_t count);
  void push(const Entry& entry);
  void push(Mark mark) { push(Entry{.mark = mark}); }
  void push(TokenKind kind) { push(Entry{.mark = Mark::Operator, .kind = kind}); }
  [[nodiscard]] static std::size_t size_of(const Entry& entry);

  std::span<const Token> tokens_;
  std::span<const CommentMark> comments_;
  std::string_view text_;
  const LexOptions& options_;
  bool mysql_;
  bool mysql8_;
  std::size_t max_length_;
  std::vector<Entry>& entries_;
  std::vector<bool> in_list_;  // per open parenthesis: in an ORDER, GROUP or PARTITION BY list
  std::size_t next_comment_ = 0;
  std::size_t length_ = 0;
  bool full_ = false;
};

}  // namespace mallshard::sqlparse
