// SHOW and DESCRIBE of logical objects: asked where the object is, answered in
// logical names.
#include <algorithm>
#include <cassert>
#include <utility>

#include "base/bytes.h"
#include "plan/fixed_plan.h"
#include "plan/plan_parts.h"
#include "plan/program_names.h"
#include "plan/show_programs.h"
#include "sqlparse/lexer.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::ShowKind;

class ShowPlanner {
 public:
  explicit ShowPlanner(const PlanInput& input) : input_(input) {
    out_.access = Access::PrimaryRead;
    out_.returns_rows = true;
    out_.reads_no_table = begins_nothing(input);
  }

  // SHOW COLUMNS, INDEX, CREATE TABLE, DESCRIBE: any one copy of the table.
  Outcome plan_table(const sqlparse::TableName& table, Show show) {
    TableMention mention;
    mention.node = &table;
    if (Result<void> placed = place_table(table, input_.context, mention); !placed) return placed.error();
    if (mention.is_system) {
      if (!table.database.present())
        rewrite_.insert_after(table.name.token - 1, " " + system_database() + ".");
      return plan_home();
    }
    rule::SourceId source = mention.placement.source;
    std::string actual(table.name.text);
    auto naming = std::make_shared<Naming>();
    naming->logical_schema = mention.schema->name;
    if (mention.is_sharded()) {
      const rule::TableNode& node = mention.placement.table->nodes.front();
      source = node.source;
      actual = node.table;
      naming->tables.push_back({node.table, mention.placement.table->name});
    } else if (mention.is_broadcast()) {
      const Result<rule::SourceId> home = home_source(input_.context, mention.schema);
      if (!home) return home.error();
      source = *home;
    } else {
      name_parts_of_view(mention, *naming);
    }
    const char quote = quote_of(input_.tokens.spelling(table.name.token));
    // db.t, or t FROM db.
    if (table.database.present() && table.database.token < table.name.token) {
      rewrite_.replace(table.database.token, table.name.token, quoted(actual, quote));
    } else {
      rewrite_.replace(table.name.token, table.name.token, quoted(actual, quote));
      if (table.database.present()) rewrite_.remove(table.database.token - 1, table.database.token);
    }
    out_.naming = std::move(naming);
    out_.show = show;
    out_.answer = show == Show::None ? Answer::PassThrough : Answer::Show;
    return send_to({source});
  }

  // SHOW TABLES and SHOW TABLE STATUS: every source that has a table which the
  // first one has not.
  Outcome plan_tables(const sqlparse::ShowStatement& show) {
    const Result<const rule::Schema*> found = schema_of(show.database, input_.context);
    if (!found) return found.error();
    if (*found == nullptr) return plan_list(show);
    const rule::Schema& schema = **found;
    const Result<rule::SourceId> home = home_source(input_.context, &schema);
    if (!home) return home.error();
    std::vector<rule::SourceId> sources{*home};
    auto naming = std::make_shared<Naming>();
    naming->logical_schema = schema.name;
    for (const rule::ShardedTable& table : schema.tables) {
      add_renames(table, *naming);
      const bool there =
          std::any_of(table.nodes.begin(), table.nodes.end(), [&](const rule::TableNode& node) {
            return std::find(sources.begin(), sources.end(), node.source) != sources.end();
          });
      if (!there) sources.push_back(table.nodes.front().source);
    }
    std::sort(sources.begin(), sources.end());
    if (show.database.present()) rewrite_.remove(show.database.token - 1, show.database.token);
    if (show.like != nullptr) {
      const auto* pattern = as<sqlparse::Literal>(show.like);
      assert(pattern != nullptr && pattern->value_token != sqlparse::kNoToken);  // of the grammar
      out_.show_like =
          sqlparse::decode_string(input_.tokens.spelling(pattern->value_token), input_.tokens.options);
      if (!out_.show_like->empty() || input_.context.mariadb)
        rewrite_.remove(pattern->first_token - 1, pattern->last_token);
    }
    if (show.where != nullptr && names_tables(*show.where)) {
      return Error::not_supported("SHOW TABLES WHERE on the table's name; use LIKE");
    }
    out_.naming = std::move(naming);
    out_.show = Show::TableNames;
    out_.answer = Answer::Show;
    return send_to(std::move(sources));
  }

  // SHOW TRIGGERS and the like of the chosen database, or of another.
  Outcome plan_list(const sqlparse::ShowStatement& show) {
    if (!show.database.present() && !input_.context.system_database.empty()) {
      const sqlparse::Expression* filter = show.like != nullptr ? show.like : show.where;
      const std::uint32_t last = filter == nullptr ? show.last_token : filter->first_token - 2;
      rewrite_.insert_after(last, " FROM " + system_database());
    }
    return plan_home(show.database);
  }

  // SHOW CREATE PROCEDURE db.p and its like.
  Outcome plan_program() {
    const Result<const rule::Schema*> schema =
        rewrite_program_names(input_.statement, input_.context, rewrite_);
    if (!schema) return schema.error();
    const Result<rule::SourceId> home = home_source(input_.context, *schema);
    if (!home) return home.error();
    return send_to({*home});
  }

  // SHOW PROCEDURE STATUS, FUNCTION STATUS, EVENTS.
  Outcome plan_programs(const sqlparse::ShowStatement& show) {
    const Result<std::optional<const rule::Schema*>> schema =
        rewrite_show_programs(show, input_.tokens, input_.context, rewrite_);
    if (!schema) return schema.error();
    if (!*schema) return plan_list(show);
    const Result<rule::SourceId> home = home_source(input_.context, **schema);
    if (!home) return home.error();
    return send_to({*home});
  }

  // About the server, or about objects of the default source.
  void tell_of_client() { out_.show = Show::Status; }

  Outcome plan_home(const sqlparse::Name& database = {}) {
    const rule::Schema* schema = nullptr;
    if (database.present()) {
      const Result<const rule::Schema*> found = schema_of(database, input_.context);
      if (!found) return found.error();
      schema = *found;
      if (schema != nullptr) {
        rewrite_.remove(database.token - 1, database.token);
        auto naming = std::make_shared<Naming>();
        naming->logical_schema = schema->name;
        out_.naming = std::move(naming);
      }
    }
    const Result<rule::SourceId> home = home_source(input_.context, schema);
    if (!home) return home.error();
    return send_to({*home});
  }

 private:
  // Most of MySQL's are queries of its dictionary, in a transaction like any other.
  static bool begins_nothing(const PlanInput& input) {
    if (input.context.mariadb) return true;
    const auto* show = as<sqlparse::ShowStatement>(&input.statement);
    return show != nullptr &&
           (show->show_kind == ShowKind::Variables || show->show_kind == ShowKind::Status ||
            show->show_kind == ShowKind::CreateTable);
  }

  [[nodiscard]] std::string system_database() const { return std::string(input_.context.system_database); }

  // The definition names actual tables.
  void name_parts_of_view(const TableMention& mention, Naming& naming) const {
    const rule::MetadataView* metadata = input_.context.metadata;
    const rule::TablePtr known =
        metadata == nullptr ? nullptr : metadata->find(mention.schema->name, mention.placement.name);
    if (known == nullptr || known->view == nullptr) return;
    for (const std::string& name : known->view->tables) {
      if (const rule::ShardedTable* table = mention.schema->find_table(name)) add_renames(*table, naming);
    }
  }

  static bool names_tables(const sqlparse::Expression& where) {
    bool found = false;
    sqlparse::walk(where, [&](const sqlparse::Node& node) {
      const auto* column = as<sqlparse::ColumnRef>(&node);
      if (column == nullptr) return true;
      const std::string name = to_lower(column->column.text);
      found = found || name == "name" || name.rfind("tables_in_", 0) == 0;
      return true;
    });
    return found;
  }

  Outcome send_to(std::vector<rule::SourceId> sources) {
    rewrite_.sort();
    Execution execution;
    execution.sql = input_.tokens.text;
    execution.tokens = &input_.buffer;
    WriteContext context;
    context.execution = &execution;
    for (const rule::SourceId source : sources) {
      Target& target = out_.targets.emplace_back();
      target.source = source;
      write_statement(rewrite_, context, target.sql, nullptr);
    }
    return std::make_shared<const FixedPlan>(std::move(out_), *input_.context.snapshot);
  }

  const PlanInput& input_;
  Rewrite rewrite_;
  Dispatch out_;
};

}  // namespace

Outcome plan_show(const PlanInput& input) {
  ShowPlanner planner(input);
  if (const auto* describe = as<sqlparse::DescribeStatement>(&input.statement)) {
    return planner.plan_table(*describe->table, Show::None);
  }
  const auto& show = sqlparse::cast<sqlparse::ShowStatement>(input.statement);
  switch (show.show_kind) {
    case ShowKind::Tables:
    case ShowKind::TableStatus:
      return planner.plan_tables(show);
    case ShowKind::Columns:
      return planner.plan_table(*show.table, Show::None);
    case ShowKind::Indexes:
      return planner.plan_table(*show.table, Show::TableColumn);
    case ShowKind::CreateTable:
    case ShowKind::CreateView:
      return planner.plan_table(*show.table, Show::CreateTable);
    case ShowKind::Triggers:
    case ShowKind::OpenTables:
      return planner.plan_list(show);
    case ShowKind::Events:
    case ShowKind::ProcedureStatus:
    case ShowKind::FunctionStatus:
      return planner.plan_programs(show);
    case ShowKind::CreateProcedure:
    case ShowKind::CreateFunction:
    case ShowKind::CreateTrigger:
    case ShowKind::CreateEvent:
      return planner.plan_program();
    case ShowKind::Status:
      if (show.scope != sqlparse::VariableScope::Global) planner.tell_of_client();
      return planner.plan_home();
    default:
      return planner.plan_home();
  }
}

}  // namespace mallshard::plan
