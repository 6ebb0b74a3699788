// What stands in an optimizer hint never makes a statement fail, unless it ends
// the comment; it survives printing, and every part lies inside the comment.
#include "sqlparse/digest.h"
#include "sqlparse/equality.h"
#include "sqlparse/parser.h"
#include "sqlparse/plan_key.h"
#include "sqlparse/printer.h"
#include "sqlparse/statement_facts.h"
#include "sqlparse/visitor.h"
#include "sqlparse_input.h"

using namespace mallshard::sqlparse;
using fuzz::require;

namespace {

const OptimizerHints* first_hints(const Statement& statement) {
  const OptimizerHints* found = nullptr;
  walk(statement, [&](const Node& node) {
    if (found == nullptr) found = as<OptimizerHints>(&node);
    return found == nullptr;
  });
  return found;
}

void check_inside(const OptimizerHints& hints, const std::string& sql) {
  const auto inside = [&](std::string_view part) {
    if (part.empty()) return;
    const auto begin = static_cast<std::size_t>(part.data() - sql.data());
    require(begin >= hints.begin + 3 && begin + part.size() + 2 <= hints.end);
  };
  require(hints.begin < hints.end && hints.end <= sql.size());
  require(hints.error == 0 || (hints.error >= hints.begin + 3 && hints.error + 2 <= hints.end));
  inside(hints.rest);
  for (const Hint* hint : hints.hints) {
    require(hint->hint != HintKind::None);
    for (const HintTable* table : hint->tables) inside(table->table.spelling);
    for (const HintWord& word : hint->words) inside(word.spelling);
    inside(hint->query_block.spelling);
    inside(hint->name.spelling);
    inside(hint->value.spelling);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  LexOptions options = fuzz::options_of(data[0]);
  if (options.flavour == Flavour::MariaDB) options.server_version = 120200;
  const std::string text = fuzz::sql_of(data, size);
  if (text.find("*/") != std::string::npos || text.ends_with('*')) return 0;
  const std::string sql = "SELECT /*+ " + text + "*/ 1";
  static TokenBuffer tokens;
  static Arena arena, again_arena;
  static Digester digester;
  static PlanKey key;
  lex(sql, options, tokens);
  arena.reset();
  const ParseOutput parsed = parse(tokens, arena);
  require(parsed.ok());
  const OptimizerHints* hints = first_hints(*parsed.statement);
  require(hints != nullptr);
  check_inside(*hints, sql);
  (void)statement_facts(parsed);
  digester.run(tokens);
  build_plan_key(tokens, key);
  const std::string printed = print(parsed);
  again_arena.reset();
  const ParseOutput again = parse(printed, options, again_arena);
  require(again.ok());
  require(structurally_equal(*parsed.statement, parsed.tokens, *again.statement, again.tokens));
  require(print(again) == printed);
  return 0;
}
