#include "plan/lock_holders.h"

#include <memory>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "plan/names.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

bool has_parameter(const sqlparse::Node& node) {
  bool found = false;
  sqlparse::walk(node, [&found](const sqlparse::Node& each) {
    found = found || sqlparse::is<sqlparse::Parameter>(&each);
    return !found;
  });
  return found;
}

}  // namespace

void rewrite_lock_holders(const sqlparse::Node& statement, const Context& context, Rewrite& rewrite) {
  if (context.lock_holders.empty()) return;
  std::string cases;
  for (const LockHolder& each : context.lock_holders) {
    const std::string number = std::to_string(each.session);
    // The type of IS_USED_LOCK() itself.
    cases += " WHEN " + std::to_string(each.thread) + " THEN " +
             (context.mariadb ? number : "CAST(" + number + " AS UNSIGNED)");
  }
  sqlparse::walk(statement, [&](const sqlparse::Node& node) {
    const auto* call = sqlparse::as<sqlparse::FunctionCall>(&node);
    if (call == nullptr || !equals_ignore_case(call->name.text, "is_used_lock") || call->schema.present())
      return true;
    const std::string name(call->name.text);
    if (has_parameter(node)) {  // which must not be there twice
      rewrite.replace(node.first_token, node.first_token,
                      "(SELECT CASE l" + cases + " ELSE l END FROM (SELECT " + name);
      rewrite.insert_after(node.last_token, " AS l) AS d)");
      return true;
    }
    auto again = std::make_shared<Rewrite>();
    rewrite_session_values(node, *again);
    again->sort();
    rewrite.replace(node.first_token, node.first_token, "(CASE " + name);
    rewrite.insert_copy_after(node.last_token, cases + " ELSE ", node.first_token, node.last_token, " END)",
                              std::move(again));
    return true;
  });
}

}  // namespace mallshard::plan
