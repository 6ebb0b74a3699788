// tests/parse/lexer_table.txt: short texts whose tokens depend on the server,
// its version, sql_mode or character set, with what live servers made of them.
//
//   == no_backslash_escapes charset=gbk      settings of the rows below; `==` alone: none
//   sql      SELECT '\xbf\x5c'               \n \t \\ and \xHH are resolved
//   tokens   Word<SELECT> String<'\xbf\x5c'>
//   answer   "\xbf\x5c" as "?"               the first column of the first row, and its name; or an
//                                            error: 1054, 1064 near '...' at line 1
//
// Where the two servers differ the lines are `mysql.tokens`, `mariadb.tokens`,
// `mysql.answer` and `mariadb.answer`. A charset that a server does not have
// has no answer of that server.
// `differs REASON` says why the parser accepts or refuses otherwise.
//
// `lexer_table_check accept` writes tokens and answers anew; what it wrote is
// to be read before it is kept.
//
// tests/parse/syntax_errors.txt has the same form without tokens: statements
// that every server refuses, with what they say.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sqlparse/token.h"

namespace mallshard::sqlparse::test {

struct LexerRow {
  std::string sql;
  std::string settings;  // the words of the `==` line
  LexOptions options;    // flavour and version are not set
  std::string charset = "utf8mb4";
  std::string comment;  // lines before the row, each with its `# `
  unsigned line = 0;
  std::array<std::string, 2> tokens;  // by Flavour
  std::array<std::string, 2> answer;  // by Flavour; empty: not asked
  std::string differs;

  [[nodiscard]] LexOptions options_for(Flavour flavour) const;
};

[[nodiscard]] constexpr std::size_t index_of(Flavour flavour) noexcept {
  return static_cast<std::size_t>(flavour);
}

// Throws std::runtime_error, with the line, when the file cannot be read.
[[nodiscard]] std::vector<LexerRow> load_lexer_table(const std::string& path);
[[nodiscard]] std::string lexer_table_path();
[[nodiscard]] std::string syntax_errors_path();
void save_lexer_table(const std::string& path, const std::vector<LexerRow>& rows);

// The end of a message of error 1064, as the answers have it.
[[nodiscard]] std::string near_of(std::string_view message);
// Kind<spelling> of each token but End.
[[nodiscard]] std::string show_tokens(const TokenBuffer& tokens);
// Control characters, backslashes and bytes from 0x80 as escapes.
[[nodiscard]] std::string escaped(std::string_view bytes);
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace mallshard::sqlparse::test
