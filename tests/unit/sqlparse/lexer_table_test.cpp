// The lexer against tests/parse/lexer_table.txt, whose answers are the servers'.
#include "tests/parse/lexer_table.h"

#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

constexpr Flavour kFlavours[] = {Flavour::MySQL, Flavour::MariaDB};

std::string place(const LexerRow& row, Flavour flavour) {
  return "lexer_table.txt:" + std::to_string(row.line) +
         (flavour == Flavour::MySQL ? " (MySQL) " : " (MariaDB) ") + escaped(row.sql);
}

TEST(LexerTable, IsThere) {
  EXPECT_GT(load_lexer_table(lexer_table_path()).size(), 400U);
}

TEST(LexerTable, CutsTextsIntoTheTokensListed) {
  TokenBuffer tokens;
  for (const LexerRow& row : load_lexer_table(lexer_table_path())) {
    for (const Flavour flavour : kFlavours) {
      lex(row.sql, row.options_for(flavour), tokens);
      EXPECT_EQ(show_tokens(tokens), row.tokens[index_of(flavour)]) << place(row, flavour);
    }
  }
}

TEST(LexerTable, ReadsWhatTheServerReads) {
  for (const LexerRow& row : load_lexer_table(lexer_table_path())) {
    for (const Flavour flavour : kFlavours) {
      const std::string& answer = row.answer[index_of(flavour)];
      if (answer.empty() || !row.differs.empty()) continue;
      const Parsed parsed(row.sql, row.options_for(flavour));
      const bool refused = answer.starts_with("1064 ");
      EXPECT_EQ(parsed.ok(), !refused) << place(row, flavour) << "\n" << answer;
      // The servers convert the text that they show.
      if (!refused || parsed.ok() || row.charset != "utf8mb4") continue;
      EXPECT_EQ(near_of(parsed.error().message), answer) << place(row, flavour);
    }
  }
}

TEST(SyntaxErrors, AreWordedAsTheServersWordThem) {
  std::size_t compared = 0;
  for (const LexerRow& row : load_lexer_table(syntax_errors_path())) {
    if (!row.differs.empty()) continue;
    for (const Flavour flavour : kFlavours) {
      const Parsed parsed(row.sql, row.options_for(flavour));
      ++compared;
      EXPECT_EQ(parsed.ok() ? "accepted" : near_of(parsed.error().message), row.answer[index_of(flavour)])
          << place(row, flavour);
    }
  }
  EXPECT_GT(compared, 800U);
}

// `SELECT` and string literals alone: their value is the server's.
TEST(LexerTable, DecodesStringsToTheServersValue) {
  std::size_t compared = 0;
  TokenBuffer tokens;
  for (const LexerRow& row : load_lexer_table(lexer_table_path())) {
    for (const Flavour flavour : kFlavours) {
      const std::string& answer = row.answer[index_of(flavour)];
      const LexOptions options = row.options_for(flavour);
      lex(row.sql, options, tokens);
      const std::span<const Token> all = tokens.tokens();
      bool strings = all.size() > 2 && answer.starts_with('"');
      std::string value;
      for (std::size_t i = 1; i + 1 < all.size() && strings; ++i) {
        strings = all[i].kind == TokenKind::String || all[i].kind == TokenKind::NationalString;
        value += decode_string(tokens.view().spelling(static_cast<std::uint32_t>(i)), options);
      }
      if (!strings) continue;
      ++compared;
      EXPECT_EQ("\"" + escaped(value) + "\"", answer.substr(0, answer.rfind(" as \"")))
          << place(row, flavour);
    }
  }
  EXPECT_GT(compared, 80U);
}

}  // namespace
}  // namespace mallshard::sqlparse
