// SQL text to AST.
//
//   Arena arena;                                  // reused: arena.reset()
//   ParseOutput out = parse("SELECT 1", options, arena);
//   if (!out.ok()) answer_error(1064, out.error.message);
//   const auto* select = as<SelectStatement>(out.statement);
//
// Include ast_all.h to look into the nodes.
#pragma once

#include <string>
#include <string_view>

#include "sqlparse/arena.h"
#include "sqlparse/ast.h"
#include "sqlparse/lexer.h"

namespace mallshard::sqlparse {

// Worded as the server's error 1064 (or 1065 for an empty statement, 1436 for
// one nested too deeply); `code` is that number.
struct ParseError {
  std::uint16_t code = 0;
  std::uint32_t offset = 0;  // of the token that could not be read
  // The grammar takes the statement; a check of its meaning, which the servers
  // report with the same number, does not. They may find another fault first.
  bool in_meaning = false;
  std::string message;
};

struct ParseOptions {
  // Levels of parentheses, subqueries, CASE, NOT, ... before error 1436.
  unsigned max_depth = 500;
};

struct ParseOutput {
  const Statement* statement = nullptr;  // in the arena; null on error
  TokenView tokens;                      // what the token indexes mean
  std::uint32_t parameter_count = 0;
  bool has_executable_comment = false;
  ParseError error;

  [[nodiscard]] bool ok() const noexcept { return statement != nullptr; }
};

// Parses one statement. Semicolons may follow it, nothing else may: texts of
// several statements go through split() first. The AST refers to `sql`, which
// must outlive it; the tokens are copied into the arena.
[[nodiscard]] ParseOutput parse(std::string_view sql, const LexOptions& options, Arena& arena,
                                const ParseOptions& limits = {});

// The same from tokens at hand; `tokens` must outlive the output.
[[nodiscard]] ParseOutput parse(const TokenBuffer& tokens, Arena& arena, const ParseOptions& limits = {});

}  // namespace mallshard::sqlparse
