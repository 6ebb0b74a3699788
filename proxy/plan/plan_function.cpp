// CREATE, ALTER and DROP FUNCTION in a schema with rules: on every data source, so
// that each shard can call it.
#include "plan/fixed_plan.h"
#include "plan/plan_parts.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/routine_body.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

Error refused(std::string_view name, const std::string& why) {
  return Error::not_supported("stored function '" + std::string(name) + "', which " + why +
                              ", in a schema with sharding or broadcast rules");
}

// Its value must not depend on where it is called.
Result<void> check_body(const PlanInput& input, const sqlparse::CreateRoutineStatement& routine,
                        const rule::Schema& schema) {
  sqlparse::ParseOutput parsed;
  parsed.statement = &routine;
  parsed.tokens = input.tokens;
  const sqlparse::RoutineBody body = sqlparse::routine_body(parsed);
  if (!body.obstacle.empty()) return refused(routine.name.text, body.obstacle);
  for (const sqlparse::TableName* table : body.tables) {
    const std::string name(table->name.text);
    if (table->database.present()) return refused(routine.name.text, "names the database of a table");
    if (schema.place(name).kind != rule::Placement::Kind::Broadcast)
      return refused(routine.name.text, "reads table '" + name + "', which is not on every data source");
  }
  return {};
}

}  // namespace

Outcome plan_function(const PlanInput& input) {
  sqlparse::Name qualifier;
  sqlparse::Name name;
  const auto* routine = as<sqlparse::CreateRoutineStatement>(&input.statement);
  if (routine != nullptr) {
    qualifier = routine->schema;
    name = routine->name;
  } else {
    const auto& object = sqlparse::cast<sqlparse::StoredObjectStatement>(input.statement);
    qualifier = object.schema;
    name = object.name;
  }
  const Result<const rule::Schema*> schema = schema_of(qualifier, input.context);
  if (!schema) return schema.error();
  if (*schema == nullptr) return refused(name.text, "belongs to a system schema");
  if (routine != nullptr) {
    if (Result<void> checked = check_body(input, *routine, **schema); !checked) return checked.error();
  }

  Rewrite rewrite;
  if (qualifier.present()) rewrite.remove(qualifier.token, qualifier.token + 1);
  rewrite.sort();
  Execution execution;
  execution.sql = input.tokens.text;
  execution.tokens = &input.buffer;
  WriteContext context;
  context.execution = &execution;
  Dispatch out;
  for (const rule::SourceId source : all_primaries(**schema)) {
    Target& target = out.targets.emplace_back();
    target.source = source;
    write_statement(rewrite, context, target.sql, nullptr);
  }
  out.access = Access::Write;
  out.answer = out.targets.size() > 1 ? Answer::Ddl : Answer::PassThrough;
  out.implicit_commit = input.facts.implicit_commit;
  auto naming = std::make_shared<Naming>();
  naming->logical_schema = (*schema)->name;
  out.naming = std::move(naming);
  out.changes.push_back({(*schema)->name, rule::function_key(name.text)});
  return std::make_shared<const FixedPlan>(std::move(out), *input.context.snapshot);
}

}  // namespace mallshard::plan
