#include "plan/gather_obstacle.h"

#include <algorithm>
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
    case sqlparse::FunctionNature::UserLock:
      return true;
    case sqlparse::FunctionNature::SideEffect:
      return !equals_ignore_case(use.name, "sleep") && !equals_ignore_case(use.name, "benchmark");
    default:
      return false;
  }
}

bool join_assigns(const sqlparse::TableReference& reference) {
  const auto* join = as<sqlparse::Join>(&reference);
  return join != nullptr && ((join->on != nullptr && assigns_variables(*join->on)) ||
                             join_assigns(*join->left) || join_assigns(*join->right));
}

// Which rows a condition is asked of is the optimizer's affair.
bool conditions_assign(const BoundStatement& bound) {
  return std::any_of(bound.blocks.begin(), bound.blocks.end(), [](const Block& block) {
    return (block.where != nullptr && assigns_variables(*block.where)) ||
           std::any_of(block.from.begin(), block.from.end(),
                       [](const sqlparse::TableReference* reference) { return join_assigns(*reference); });
  });
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

  // Else nobody has looked whether it can be called; see stored_function.h.
  [[nodiscard]] bool is_bound(const sqlparse::FunctionUse& use) const {
    return std::any_of(bound_.calls.begin(), bound_.calls.end(),
                       [&](const BoundStatement::Call& call) { return call.node == use.call; });
  }

  void check_statement() {
    const sqlparse::StatementFacts& facts = input_.facts;
    if (std::string variable = gather_hint_obstacle(facts); !variable.empty()) oppose(std::move(variable));
    if (!facts.user_variables_assigned.empty() && conditions_assign(bound_))
      oppose("assigning user variables in a condition");
    if (facts.into_file) oppose("SELECT ... INTO OUTFILE or DUMPFILE");
    if (facts.has(sqlparse::WriteReason::ProcedureClause)) oppose("PROCEDURE");
    if (facts.has(sqlparse::WriteReason::SequenceValue)) oppose("a sequence's value");
    for (const sqlparse::FunctionUse& use : facts.functions) {
      if (is_refused(use) || (use.nature == sqlparse::FunctionNature::Unknown && !is_bound(use)))
        oppose("the function " + std::string(use.name));
    }
    sqlparse::walk(input_.statement, [&](const sqlparse::Node& node) {
      if (const auto* limit = as<sqlparse::Limit>(&node); limit != nullptr && limit->rows_examined != nullptr)
        oppose("LIMIT ROWS EXAMINED");
      if (const auto* value = as<sqlparse::DefaultValue>(&node); value != nullptr && value->column != nullptr)
        check_default(value->column->column.text);
      if (const auto* column = as<sqlparse::ColumnRef>(&node); column != nullptr && input_.context.mariadb)
        check_row_period(column->column.text);
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
    check_period(mention, name);
    if (mention.node->sample.present()) return oppose("TABLESAMPLE of '" + name + "'");
  }

  // MariaDB's columns of a versioned table, which metadata does not show.
  void check_row_period(std::string_view name) {
    if (!equals_ignore_case(name, "row_start") && !equals_ignore_case(name, "row_end")) return;
    const bool known = std::any_of(bound_.mentions.begin(), bound_.mentions.end(), [&](const auto& mention) {
      return mention.metadata != nullptr && mention.metadata->find_column(name);
    });
    if (!known) oppose("the column '" + std::string(name) + "' of a system-versioned table");
  }

  // The base table is asked with it.
  void check_period(const TableMention& mention, const std::string& name) {
    const sqlparse::TokenRange& period = mention.node->system_time;
    if (!period.present()) return;
    if (!sqlparse::is<sqlparse::SelectStatement>(&input_.statement))
      return oppose("FOR SYSTEM_TIME of '" + name + "' in a write");
    for (std::uint32_t token = period.first; token <= period.last; ++token) {
      if (input_.tokens.tokens[token].kind == sqlparse::TokenKind::Parameter)
        return oppose("FOR SYSTEM_TIME of '" + name + "' with a parameter");
    }
  }

  const PlanInput& input_;
  const BoundStatement& bound_;
  std::string obstacle_;
};

}  // namespace

bool assigns_variables(const sqlparse::Node& node) {
  bool found = false;
  sqlparse::walk(node, [&](const sqlparse::Node& each) {
    found = found || sqlparse::is<sqlparse::AssignVariable>(&each);
    return !found;
  });
  return found;
}

std::string gather_obstacle(const PlanInput& input, const BoundStatement& bound) {
  return Checker(input, bound).check();
}

}  // namespace mallshard::plan
