// Optimizer hints.
#include <algorithm>
#include <string_view>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

void PrinterRun::hints(const OptimizerHints* hints) {
  if (hints == nullptr) return;
  raw("/*+");
  for (const Hint* each : hints->hints) {
    raw(" ");
    hint(*each);
  }
  // The server warns of it: it stays.
  if (!hints->rest.empty()) raw(" ");
  raw(hints->rest);
  raw(" */ ");
}

void PrinterRun::hint(const Hint& hint) {
  raw(hint_kind_name(hint.hint));
  raw("(");
  raw(hint.query_block.spelling);
  std::string_view between = hint.query_block ? " " : "";
  for (const HintTable* table : hint.tables) {
    raw(between);
    hint_table(*table);
    between = ", ";
  }
  if (!hint.tables.empty()) between = " ";
  for (const HintWord& word : hint.words) {
    raw(between);
    raw(word.spelling);
    between = ", ";
  }
  raw(hint.name.spelling);
  if (hint.hint == HintKind::SetVar) raw(" = ");
  raw(hint.value.spelling);
  raw(")");
}

void PrinterRun::hint_table(const HintTable& table) {
  raw(table.table.spelling);
  raw(table.query_block.spelling);
}

// The hint comment before the token, as it was written.
void PrinterRun::hint_before(std::uint32_t token) {
  const auto found = std::ranges::lower_bound(tokens_.comments, token, {}, &CommentMark::next_token);
  if (found == tokens_.comments.end() || found->next_token != token || !found->is_hint) return;
  raw(" ");
  raw(tokens_.text.substr(found->begin, found->end - found->begin));
}

}  // namespace mallshard::sqlparse
