// A view's definition as part of a client's statement: the same meaning under
// the client's sql_mode and character sets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sqlparse/ast_all.h"
#include "sqlparse/parser.h"

namespace mallshard::plan {

// Tokens to be replaced, in the order of the text, or text put behind a token.
struct ViewSplice {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  bool insert = false;  // behind `last`
  std::string text;
  bool names = false;  // inserts, instead of `text`, AS and the text from token `name_first` to `last`
  std::uint32_t name_first = 0;
};

// How definitions are lexed: by the server's flavour, without any sql_mode.
[[nodiscard]] sqlparse::LexOptions definition_options(const sqlparse::LexOptions& client);

// By place; behind one token the inserted comes after the replaced.
void sort_splices(std::vector<ViewSplice>& splices);

// Appends `view`'s tokens with their sorted splices, the text between them as it is.
void splice_tokens(const sqlparse::TokenView& view, const std::vector<ViewSplice>& splices, std::string& out);

// Splices that keep the meaning of a definition (lexed by definition_options())
// in a statement of `client`'s mode, whose literals get another collation when
// `same_collation` is false. Appends to `splices`, unsorted. The obstacle where
// that cannot be said; empty: it can.
[[nodiscard]] std::string adapt_definition(const sqlparse::ParseOutput& definition,
                                           const sqlparse::LexOptions& client, bool same_collation,
                                           std::vector<ViewSplice>& splices);

// ORDER BY of a definition, in its own columns.
struct ViewOrder {
  bool any = false;
  bool lost = false;                                  // by something that is no column of it
  std::vector<std::pair<std::string, bool>> columns;  // name, descending
};
[[nodiscard]] ViewOrder order_of(const sqlparse::Query& query, const sqlparse::TokenView& tokens);

}  // namespace mallshard::plan
