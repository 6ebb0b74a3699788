#include "sqlparse/over_rows.h"

#include "sqlparse/ast_function.h"
#include "sqlparse/ast_query.h"
#include "sqlparse/functions.h"
#include "sqlparse/visitor.h"

namespace mallshard::sqlparse {

bool calls_over_rows(const Node& node) {
  if (is<Query>(&node)) return false;
  if (const auto* call = as<FunctionCall>(&node)) {
    const FunctionNature nature = function_nature(call->name.text);
    if (call->over != nullptr || nature == FunctionNature::Aggregate || nature == FunctionNature::Window) {
      return true;
    }
  }
  bool found = false;
  for_each_child(node, [&](const Node& child) { found = found || calls_over_rows(child); });
  return found;
}

}  // namespace mallshard::sqlparse
