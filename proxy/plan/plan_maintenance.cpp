// ANALYZE, CHECK, CHECKSUM, OPTIMIZE and REPAIR TABLE, and FLUSH TABLES: every
// actual table is worked on where it lies, and one answer speaks of the logical
// ones.
#include <algorithm>
#include <map>
#include <utility>

#include "plan/fixed_plan.h"
#include "plan/plan_parts.h"

namespace mallshard::plan {
namespace {

class MaintenancePlanner {
 public:
  explicit MaintenancePlanner(const PlanInput& input)
      : input_(input), statement_(sqlparse::cast<sqlparse::TableMaintenanceStatement>(input.statement)) {}

  Outcome plan() {
    auto naming = std::make_shared<Naming>();
    for (std::uint32_t i = 0; i < statement_.tables.size(); ++i) {
      TableMention mention;
      mention.node = statement_.tables[i];
      if (Result<void> placed = place_table(*mention.node, input_.context, mention); !placed)
        return placed.error();
      if (mention.is_system) return plan_other(input_);
      if (!naming->logical_schema.empty() && naming->logical_schema != mention.schema->name)
        return Error::not_supported("tables of two schemas in one statement");
      naming->logical_schema = mention.schema->name;
      add_table(mention, scope_of(i), *naming);
    }
    Dispatch out;
    out.access = Access::PrimaryRead;
    out.implicit_commit = input_.facts.implicit_commit;
    out.returns_rows = statement_.statement_kind != sqlparse::StatementKind::Flush;
    out.answer = out.returns_rows ? Answer::Show : Answer::Ddl;
    out.show = out.returns_rows ? Show::Maintenance : Show::None;
    out.naming = std::move(naming);
    write_targets(out);
    return std::make_shared<const FixedPlan>(std::move(out), *input_.context.snapshot);
  }

 private:
  // PERSISTENT FOR ... behind the table.
  [[nodiscard]] std::string scope_of(std::uint32_t table) {
    for (const sqlparse::StatisticsScope* scope : statement_.scopes) {
      if (scope->table != table) continue;
      last_ = std::max(last_, scope->words.last);
      return " " + std::string(input_.tokens.spelling(scope->words.first, scope->words.last));
    }
    return {};
  }

  void add_table(const TableMention& mention, const std::string& scope, Naming& naming) {
    last_ = std::max(last_, mention.node->name.token);
    const auto add = [&](rule::SourceId source, std::string_view actual) {
      std::string& list = lists_[source];
      if (!list.empty()) list += ", ";
      list += quoted(actual, '`') + scope;
    };
    if (mention.is_sharded()) {
      add_renames(*mention.placement.table, naming);
      for (const rule::TableNode& node : mention.placement.table->nodes) add(node.source, node.table);
      return;
    }
    const std::string name(mention.placement.name);
    naming.tables.push_back({name, name});
    if (!mention.is_broadcast()) return add(mention.placement.source, name);
    // Copies are no parts: their sums would add up.
    const bool one = statement_.statement_kind == sqlparse::StatementKind::ChecksumTable;
    const Result<rule::SourceId> home = home_source(input_.context, mention.schema);
    if (one && home) return add(*home, name);
    for (const rule::SourceId source : all_primaries(*mention.schema)) add(source, name);
  }

  void write_targets(Dispatch& out) const {
    const sqlparse::TableName& table = *statement_.tables.front();
    const std::uint32_t first = table.database.present() ? table.database.token : table.name.token;
    Execution execution;
    execution.sql = input_.tokens.text;
    execution.tokens = &input_.buffer;
    WriteContext context;
    context.execution = &execution;
    for (const auto& [source, list] : lists_) {
      Rewrite rewrite;
      rewrite.replace(first, last_, list);
      rewrite.sort();
      Target& target = out.targets.emplace_back();
      target.source = source;
      write_statement(rewrite, context, target.sql, nullptr);
    }
  }

  const PlanInput& input_;
  const sqlparse::TableMaintenanceStatement& statement_;
  std::uint32_t last_ = 0;                       // token of the list of tables
  std::map<rule::SourceId, std::string> lists_;  // the actual tables of each source
};

// WITH READ LOCK, FOR EXPORT.
bool locks(const PlanInput& input) {
  const auto tokens = input.tokens.tokens;
  return std::any_of(tokens.begin(), tokens.end(), [](const sqlparse::Token& token) {
    return token.keyword == sqlparse::Keyword::Lock || token.keyword == sqlparse::Keyword::Export;
  });
}

}  // namespace

Outcome plan_maintenance(const PlanInput& input) {
  using enum sqlparse::StatementKind;
  switch (input.statement.statement_kind) {
    case AnalyzeTable:
    case CheckTable:
    case ChecksumTable:
    case OptimizeTable:
    case RepairTable:
      return MaintenancePlanner(input).plan();
    case Flush:
      return locks(input) ? plan_other(input) : MaintenancePlanner(input).plan();
    default:  // views
      return plan_other(input);
  }
}

}  // namespace mallshard::plan
