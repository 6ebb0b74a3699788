// Lexer, parser, facts, plan key, splitting, and print → parse → print.
//
// The first byte of the input chooses the lexing options, the rest is SQL.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sqlparse/equality.h"
#include "sqlparse/lexer.h"
#include "sqlparse/parser.h"
#include "sqlparse/plan_key.h"
#include "sqlparse/printer.h"
#include "sqlparse/split.h"
#include "sqlparse/statement_facts.h"

namespace {

using namespace mallshard::sqlparse;

LexOptions options_of(std::uint8_t choice) {
  LexOptions options;
  options.flavour = (choice & 1U) != 0 ? Flavour::MariaDB : Flavour::MySQL;
  options.server_version = (choice & 1U) != 0 ? 101119 : 90700;
  options.ansi_quotes = (choice & 2U) != 0;
  options.pipes_as_concat = (choice & 4U) != 0;
  options.no_backslash_escapes = (choice & 8U) != 0;
  options.ignore_space = (choice & 16U) != 0;
  options.high_not_precedence = (choice & 32U) != 0;
  options.charset = static_cast<CharsetClass>((choice >> 6U) & 3U);
  return options;
}

void require(bool holds) {
  if (!holds) std::abort();
}

// Printed text must mean the same. Executable comments vanish by printing, so
// such texts are only checked for crashes.
void check_round_trip(const ParseOutput& parsed, const LexOptions& options) {
  const std::string text = print(parsed);
  Arena arena;
  const ParseOutput again = parse(text, options, arena);
  require(again.ok());
  require(structurally_equal(*parsed.statement, parsed.tokens, *again.statement, again.tokens));
  require(print(again) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const LexOptions options = options_of(data[0]);
  const std::string sql(reinterpret_cast<const char*>(data + 1), size - 1);

  TokenBuffer tokens;
  lex(sql, options, tokens);
  std::uint32_t end = 0;
  for (const Token& token : tokens.tokens()) {
    require(token.begin >= end && token.begin <= token.end && token.end <= sql.size());
    end = token.end;
  }
  PlanKey key;
  build_plan_key(tokens, key);
  for (const StatementRange& range : split(tokens))
    require(range.begin <= range.end && range.end <= sql.size());

  Arena arena;
  const ParseOutput parsed = parse(tokens, arena);
  if (!parsed.ok()) {
    require(parsed.error.code != 0 && !parsed.error.message.empty());
    return 0;
  }
  const StatementFacts facts = statement_facts(parsed);
  require(facts.parameters.size() == parsed.parameter_count || !facts.fully_parsed);
  check_round_trip(parsed, options);
  return 0;
}
