// Short ways to say what is parsed and what is expected.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sqlparse/ast_all.h"
#include "sqlparse/equality.h"
#include "sqlparse/parser.h"
#include "sqlparse/plan_key.h"
#include "sqlparse/printer.h"
#include "sqlparse/statement_facts.h"
#include "sqlparse/visitor.h"
#include "tests/parse/corpus.h"

namespace mallshard::sqlparse::test {

inline LexOptions mysql(std::uint32_t version = 80400) {
  return {.flavour = Flavour::MySQL, .server_version = version};
}
inline LexOptions mariadb(std::uint32_t version = 101119) {
  return {.flavour = Flavour::MariaDB, .server_version = version};
}

// A parsed text that owns what the AST points into.
class Parsed {
 public:
  explicit Parsed(std::string_view sql, const LexOptions& options = mysql(), const ParseOptions& limits = {})
      : sql_(std::make_unique<std::string>(sql)),
        arena_(std::make_unique<Arena>()),
        out_(parse(*sql_, options, *arena_, limits)) {}

  [[nodiscard]] bool ok() const { return out_.ok(); }
  [[nodiscard]] const ParseOutput& output() const { return out_; }
  [[nodiscard]] const ParseError& error() const { return out_.error; }
  [[nodiscard]] const TokenView& tokens() const { return out_.tokens; }
  [[nodiscard]] StatementKind kind() const {
    return out_.statement == nullptr ? StatementKind::Other : out_.statement->statement_kind;
  }
  template <class T>
  [[nodiscard]] const T* as() const {
    const T* typed = sqlparse::as<T>(out_.statement);
    EXPECT_NE(typed, nullptr) << *sql_ << "\n" << out_.error.message;
    return typed;
  }
  [[nodiscard]] StatementFacts facts() const { return statement_facts(out_); }
  [[nodiscard]] std::string printed() const { return print(out_); }
  [[nodiscard]] std::string text(const Node* node) const {
    return node == nullptr ? "" : std::string(out_.tokens.spelling(node->first_token, node->last_token));
  }

 private:
  std::unique_ptr<std::string> sql_;
  std::unique_ptr<Arena> arena_;
  ParseOutput out_;
};

inline bool accepts(std::string_view sql, const LexOptions& options = mysql()) {
  return Parsed(sql, options).ok();
}

inline std::string printed(std::string_view sql, const LexOptions& options = mysql()) {
  const Parsed parsed(sql, options);
  return parsed.ok() ? parsed.printed() : "error: " + parsed.error().message;
}

// The tokens' spellings, joined by ` | `.
inline std::string spellings(std::string_view sql, const LexOptions& options = mysql()) {
  TokenBuffer tokens;
  lex(sql, options, tokens);
  std::string joined;
  for (const Token& token : tokens.tokens()) {
    if (token.kind == TokenKind::End) break;
    if (!joined.empty()) joined += " | ";
    if (token.kind == TokenKind::Error) {
      joined += "ERROR";
    } else {
      joined += tokens.text().substr(token.begin, token.end - token.begin);
    }
  }
  return joined;
}

inline std::vector<TokenKind> kinds(std::string_view sql, const LexOptions& options = mysql()) {
  TokenBuffer tokens;
  lex(sql, options, tokens);
  std::vector<TokenKind> all;
  for (const Token& token : tokens.tokens()) all.push_back(token.kind);
  return all;
}

inline PlanKey key_of(std::string_view sql, const LexOptions& options = mysql()) {
  TokenBuffer tokens;
  lex(sql, options, tokens);
  PlanKey key;
  build_plan_key(tokens, key);
  return key;
}

// The statements of tests/parse/corpus that both reference servers accept, read
// without special settings.
inline std::vector<std::string> common_corpus() {
  std::vector<std::string> sqls;
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    if (statement.accepted_by(Flavour::MySQL, kReferenceMySql) &&
        statement.accepted_by(Flavour::MariaDB, kReferenceMariaDb) && statement.settings == LexOptions{}) {
      sqls.push_back(statement.sql);
    }
  }
  return sqls;
}

}  // namespace mallshard::sqlparse::test
