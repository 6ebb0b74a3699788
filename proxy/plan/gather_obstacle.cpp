#include "plan/gather_obstacle.h"

#include <utility>

#include "base/bytes.h"
#include "plan/hint_variables.h"
#include "sqlparse/functions.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

// Functions that must run where the client's session is, or may write.
bool is_refused(const sqlparse::FunctionUse& use) {
  switch (use.nature) {
    case sqlparse::FunctionNature::Unknown:
    case sqlparse::FunctionNature::UserLock:
      return true;
    case sqlparse::FunctionNature::SideEffect:
      return !equals_ignore_case(use.name, "sleep") && !equals_ignore_case(use.name, "benchmark");
    default:
      return false;
  }
}

class Checker {
 public:
  Checker(const PlanInput& input, const BoundStatement& bound) : input_(input), bound_(bound) {}

  std::string check() {
    check_statement();
    for (const TableMention& mention : bound_.mentions) check_mention(mention);
    return std::move(obstacle_);
  }

 private:
  void oppose(std::string reason) {
    if (obstacle_.empty()) obstacle_ = std::move(reason);
  }

  void check_statement() {
    const sqlparse::StatementFacts& facts = input_.facts;
    if (!facts.user_variables_assigned.empty()) oppose("assigning user variables");
    if (std::string variable = gather_hint_obstacle(facts); !variable.empty()) oppose(std::move(variable));
    if (facts.into_file || facts.into_variables) oppose("SELECT ... INTO");
    if (facts.has(sqlparse::WriteReason::ProcedureClause)) oppose("PROCEDURE");
    if (facts.has(sqlparse::WriteReason::SequenceValue)) oppose("a sequence's value");
    for (const sqlparse::FunctionUse& use : facts.functions) {
      if (is_refused(use)) oppose("the function " + std::string(use.name));
    }
    sqlparse::walk(input_.statement, [&](const sqlparse::Node& node) {
      if (sqlparse::is<sqlparse::MatchAgainst>(&node)) oppose("MATCH ... AGAINST");
      if (const auto* limit = as<sqlparse::Limit>(&node); limit != nullptr && limit->rows_examined != nullptr)
        oppose("LIMIT ROWS EXAMINED");
      if (const auto* value = as<sqlparse::DefaultValue>(&node); value != nullptr && value->column != nullptr)
        check_default(value->column->column.text);
      return true;
    });
  }

  // The temporary tables have the literal defaults of their base tables.
  void check_default(std::string_view name) {
    for (const TableMention& mention : bound_.mentions) {
      if (mention.metadata == nullptr) continue;
      const auto place = mention.metadata->find_column(name);
      if (!place) continue;
      if (mention.metadata->columns[*place].unknown_default)
        oppose("DEFAULT() of a column whose default is an expression");
    }
  }

  void check_mention(const TableMention& mention) {
    if (mention.is_system) return;
    const std::string name(mention.placement.name);
    if (mention.metadata == nullptr) return oppose("table '" + name + "', whose columns are not known");
    if (!mention.node->partitions.empty()) return oppose("PARTITION of '" + name + "'");
    if (mention.node->system_time.present()) return oppose("FOR SYSTEM_TIME of '" + name + "'");
    if (mention.node->sample.present()) return oppose("TABLESAMPLE of '" + name + "'");
  }

  const PlanInput& input_;
  const BoundStatement& bound_;
  std::string obstacle_;
};

}  // namespace

std::string gather_obstacle(const PlanInput& input, const BoundStatement& bound) {
  return Checker(input, bound).check();
}

}  // namespace mallshard::plan
