#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/plan_parts.h"
#include "plan/views.h"

namespace mallshard::plan {

namespace {

// In a database of the servers' own the proxy only reads.
std::optional<Error> system_database_denial(const PlanInput& input) {
  if (input.context.system_database.empty()) return std::nullopt;
  switch (input.statement.kind) {
    case sqlparse::NodeKind::SelectStatement:
    case sqlparse::NodeKind::ShowStatement:
    case sqlparse::NodeKind::DescribeStatement:
    case sqlparse::NodeKind::ExplainStatement:
      return std::nullopt;
    default:
      break;
  }
  const bool any = std::any_of(input.facts.tables.begin(), input.facts.tables.end(),
                               [](const sqlparse::TableUse& use) { return !use.table->database.present(); });
  if (!any) return std::nullopt;
  return Error(
      1044, "42000",
      "Access denied for this user to database '" + std::string(input.context.system_database) + "'");
}

}  // namespace

Outcome plan_statement(const PlanInput& input) {
  switch (input.statement.kind) {
    case sqlparse::NodeKind::SelectStatement:
      return plan_select(input);
    case sqlparse::NodeKind::UpdateStatement:
      return plan_update(input);
    case sqlparse::NodeKind::DeleteStatement:
      return plan_delete(input);
    case sqlparse::NodeKind::InsertStatement:
      return plan_insert(input);
    case sqlparse::NodeKind::SetStatement:
      return plan_queries(input);
    case sqlparse::NodeKind::DoStatement:
      return input.facts.tables.empty() ? plan_other(input) : plan_queries(input);
    case sqlparse::NodeKind::CreateTableStatement:
      return plan_create_table(input);
    case sqlparse::NodeKind::AlterTableStatement:
    case sqlparse::NodeKind::DropTableStatement:
    case sqlparse::NodeKind::TruncateStatement:
    case sqlparse::NodeKind::RenameTableStatement:
    case sqlparse::NodeKind::CreateIndexStatement:
    case sqlparse::NodeKind::DropIndexStatement:
    case sqlparse::NodeKind::CreateViewStatement:
    case sqlparse::NodeKind::DropViewStatement:
    case sqlparse::NodeKind::DatabaseStatement:
      return plan_ddl(input);
    case sqlparse::NodeKind::ShowStatement:
    case sqlparse::NodeKind::DescribeStatement:
      return plan_show(input);
    case sqlparse::NodeKind::ExplainStatement:
      return plan_explain(input);
    case sqlparse::NodeKind::TableMaintenanceStatement:
      return plan_maintenance(input);
    case sqlparse::NodeKind::LoadDataStatement:
      return plan_load(input);
    case sqlparse::NodeKind::LockTablesStatement:
      return plan_lock_tables(input, sqlparse::cast<sqlparse::LockTablesStatement>(input.statement));
    default:
      return plan_other(input);
  }
}

namespace {

// MariaDB keeps the last value of each sequence for each connection: on a pooled
// one it is another client's, or none.
bool reads_last_value(const PlanInput& input) {
  if (!input.context.mariadb) return false;
  return std::any_of(input.facts.functions.begin(), input.facts.functions.end(), [](const auto& use) {
    const bool spelled = use.call != nullptr && use.call->form == sqlparse::CallForm::NextValueFor;
    if (spelled) return equals_ignore_case(use.name, "previous");
    return use.nature == sqlparse::FunctionNature::SideEffect && equals_ignore_case(use.name, "lastval");
  });
}

}  // namespace

Outcome make_plan(const sqlparse::Statement& statement, const sqlparse::TokenBuffer& tokens,
                  std::string_view /*sql*/, const Context& context) {
  sqlparse::ParseOutput parsed;
  parsed.statement = &statement;
  parsed.tokens = tokens.view();
  parsed.has_executable_comment = tokens.has_executable_comment();
  const PlanInput input{statement, tokens.view(), context, sqlparse::statement_facts(parsed), tokens};
  if (std::optional<Error> denied = system_database_denial(input)) return *denied;
  if (reads_last_value(input))
    return Error::not_supported("LASTVAL() and PREVIOUS VALUE FOR, which are a server connection's own");
  if (std::optional<Outcome> outcome = plan_views(input)) return std::move(*outcome);
  return plan_statement(input);
}

}  // namespace mallshard::plan
