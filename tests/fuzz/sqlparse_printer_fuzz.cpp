// Printed text means the same: print, parse, and the two trees are one; printed
// again it is the same text.
#include "sqlparse/equality.h"
#include "sqlparse/parser.h"
#include "sqlparse/printer.h"
#include "sqlparse_input.h"

using namespace mallshard::sqlparse;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const LexOptions options = fuzz::options_of(data[0]);
  const std::string sql = fuzz::sql_of(data, size);
  static Arena arena, again_arena;
  arena.reset();
  const ParseOutput parsed = parse(sql, options, arena);
  if (!parsed.ok()) return 0;
  const std::string text = print(parsed);
  again_arena.reset();
  const ParseOutput again = parse(text, options, again_arena);
  require(again.ok());
  require(structurally_equal(*parsed.statement, parsed.tokens, *again.statement, again.tokens));
  require(print(again) == text);
  return 0;
}
