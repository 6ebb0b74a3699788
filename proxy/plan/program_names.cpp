#include "plan/program_names.h"

#include <algorithm>
#include <optional>

#include "plan/information_schema.h"
#include "plan/lock_holders.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

// The database part of the name that the node gives a program; an absent one
// for nodes that name none.
sqlparse::Name qualifier_of(const sqlparse::Node& node) {
  switch (node.kind) {
    case sqlparse::NodeKind::FunctionCall: {
      const auto& call = sqlparse::cast<sqlparse::FunctionCall>(node);
      return call.database.present() ? call.database : call.schema;
    }
    case sqlparse::NodeKind::CallStatement: {
      const auto& call = sqlparse::cast<sqlparse::CallStatement>(node);
      return call.database.present() ? call.database : call.schema;
    }
    case sqlparse::NodeKind::ShowStatement:
      return sqlparse::cast<sqlparse::ShowStatement>(node).schema;
    case sqlparse::NodeKind::CreateRoutineStatement:
      return sqlparse::cast<sqlparse::CreateRoutineStatement>(node).schema;
    case sqlparse::NodeKind::CreateTriggerStatement:
      return sqlparse::cast<sqlparse::CreateTriggerStatement>(node).schema;
    case sqlparse::NodeKind::EventStatement:
      return sqlparse::cast<sqlparse::EventStatement>(node).schema;
    case sqlparse::NodeKind::StoredObjectStatement:
      return sqlparse::cast<sqlparse::StoredObjectStatement>(node).schema;
    default:
      return {};
  }
}

}  // namespace

Result<const rule::Schema*> rewrite_program_names(const sqlparse::Node& statement, const Context& context,
                                                  Rewrite& rewrite, const BoundStatement* bound) {
  const rule::Schema* own = nullptr;
  std::optional<Error> error;
  sqlparse::walk(statement, [&](const sqlparse::Node& node) {
    const sqlparse::Name name = qualifier_of(node);
    if (!name.present() || error) return !error;
    const bool removed =
        bound != nullptr && std::find(bound->database_tokens.begin(), bound->database_tokens.end(),
                                      name.token) != bound->database_tokens.end();
    if (removed) return true;
    const Result<const rule::Schema*> found = schema_of(name, context);
    const bool unknown = !found && found.error().code == 1049;
    if (unknown && context.authorized_schemas != nullptr) {
      error = denied(name.text);
    } else if (!found && !unknown) {
      error = found.error();
    }
    if (error) return false;
    const rule::Schema* schema = unknown ? nullptr : *found;
    if (schema == nullptr) return true;
    const Result<rule::SourceId> home = home_source(context, schema);
    if (!home) {
      error = home.error();
      return false;
    }
    const std::string& database = context.snapshot->source(*home).database;
    if (!database.empty()) rewrite.replace(name.token, name.token, quoted(database, '`'));
    if (&node == &statement) own = schema;
    return true;
  });
  if (error) return *error;
  return own;
}

Result<void> rewrite_server_names(const sqlparse::Node& statement, const BoundStatement& bound,
                                  const PlanInput& input, Rewrite& rewrite) {
  if (const Result<const rule::Schema*> own =
          rewrite_program_names(statement, input.context, rewrite, &bound);
      !own)
    return own.error();
  rewrite_information_schema(bound, input, rewrite);
  rewrite_lock_holders(statement, input.context, rewrite);
  return {};
}

}  // namespace mallshard::plan
