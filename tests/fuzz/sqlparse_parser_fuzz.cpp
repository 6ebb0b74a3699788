// Parser and statement facts: an answer for every text, a statement or an error
// with its number, place and message.
#include "sqlparse/parser.h"
#include "sqlparse/statement_facts.h"
#include "sqlparse_input.h"

using namespace mallshard::sqlparse;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const LexOptions options = fuzz::options_of(data[0]);
  const std::string sql = fuzz::sql_of(data, size);
  static Arena arena;
  arena.reset();
  const ParseOutput parsed = parse(sql, options, arena);
  if (!parsed.ok()) {
    require(parsed.error.code != 0 && !parsed.error.message.empty() && parsed.error.offset <= sql.size());
    return 0;
  }
  const StatementFacts facts = statement_facts(parsed);
  require(facts.parameters.size() == parsed.parameter_count);
  return 0;
}
