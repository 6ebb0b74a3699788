// Lexer, plan key, splitting: tokens lie in order inside the text, whatever the
// text.
#include "sqlparse/lexer.h"
#include "sqlparse/plan_key.h"
#include "sqlparse/split.h"
#include "sqlparse_input.h"

using namespace mallshard::sqlparse;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const LexOptions options = fuzz::options_of(data[0]);
  const std::string sql = fuzz::sql_of(data, size);

  static TokenBuffer tokens;  // reused, as a session reuses its own
  lex(sql, options, tokens);
  require(!tokens.tokens().empty() && tokens.tokens().back().kind == TokenKind::End);
  std::uint32_t end = 0;
  for (const Token& token : tokens.tokens()) {
    require(token.begin >= end && token.begin <= token.end && token.end <= sql.size());
    end = token.end;
  }
  static PlanKey key;
  build_plan_key(tokens, key);
  for (const std::uint32_t literal : key.literals) require(literal < tokens.tokens().size());
  for (const StatementRange& range : split(tokens)) {
    require(range.begin <= range.end && range.end <= sql.size());
  }
  return 0;
}
