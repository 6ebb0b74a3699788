#include "plan/information_schema_gather.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "plan/gather_obstacle.h"
#include "plan/gather_text.h"
#include "plan/information_schema.h"
#include "plan/information_schema_tables.h"
#include "plan/row_conditions.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

// One source for each server that a logical schema of the user's lies on, the
// finishing one first.
std::vector<rule::SourceId> servers_of(const Context& context, rule::SourceId home) {
  const rule::Snapshot& snapshot = *context.snapshot;
  std::vector<rule::SourceId> out{home};
  const auto add = [&](rule::SourceId id) {
    const rule::DataSource& source = snapshot.source(id);
    const bool known = std::any_of(out.begin(), out.end(), [&](rule::SourceId each) {
      return snapshot.source(each).host == source.host && snapshot.source(each).port == source.port;
    });
    if (!known) out.push_back(id);
  };
  for (const rule::Schema& schema : snapshot.schemas) {
    const auto* allowed = context.authorized_schemas;
    const bool may_see =
        allowed == nullptr || std::any_of(allowed->begin(), allowed->end(), [&](const std::string& each) {
          return equals_ignore_case(each, schema.name);
        });
    if (!may_see) continue;
    if (const Result<rule::SourceId> source = home_source(context, &schema); source) add(*source);
    for (const rule::ShardedTable& table : schema.tables) {
      for (const rule::TableNode& node : table.nodes) add(node.source);
    }
  }
  return out;
}

// MySQL 8 has these as TIMESTAMP: their text depends on the time zone.
bool is_moment(std::string_view column, const Context& context) {
  if (context.mariadb || context.server_version < 80000) return false;
  return column == "CREATE_TIME" || column == "CREATED" || column == "LAST_ALTERED";
}

const SystemTable* table_of(const TableMention& mention, const Context& context) {
  const sqlparse::TableName& node = *mention.node;
  const std::string_view database = node.database.present() ? node.database.text : context.system_database;
  const SystemTable* table =
      find_system_table(database, node.name.text, context.mariadb, context.server_version);
  return table != nullptr && table->database == "information_schema" ? table : nullptr;
}

class Asker {
 public:
  Asker(const PlanInput& input, const BoundStatement& bound, rule::SourceId home)
      : input_(input),
        bound_(bound),
        home_(home),
        servers_(servers_of(input.context, home)),
        with_sums_(asks_for_sums(input.statement)) {}

  SystemMentions ask() {
    if (servers_.size() < 2) return {};
    out_.instead.resize(bound_.mentions.size());
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) {
      if (bound_.mentions[i].is_system) ask_for(i);
    }
    if (!needs_others_) return {};
    add_conditions();
    if (!input_.context.mariadb && reopens_common_table())
      out_.obstacle = "a common table that is mentioned twice, beside information_schema of several servers";
    return std::move(out_);
  }

 private:
  void ask_for(std::uint32_t index) {
    const TableMention& mention = bound_.mentions[index];
    const Context& context = input_.context;
    const SystemTable* table = table_of(mention, context);
    if (table == nullptr) return;
    const std::vector<std::string_view> columns = table->columns_of(context.mariadb, context.server_version);
    const std::string temporary = quoted(temporary_name(index), '`');
    GatheredMention asked;
    std::string names;
    std::string values;
    for (const std::string_view column : columns) {
      const std::string name = quoted(column, '`');
      names += (names.empty() ? "" : ", ") + name;
      const bool moment = is_moment(column, context);
      values += (values.empty() ? "" : ", ") +
                (moment ? "UNIX_TIMESTAMP(" + name + ")" : "CONVERT(" + name + " USING utf8mb4)");
      asked.table.forms.push_back(moment ? GatherForm::Timestamp : GatherForm::Json);
    }
    for (const rule::SourceId server : servers_) {
      const SystemRows wanted{with_sums_, true, server == home_};
      const auto view = logical_view_of("information_schema", table->name, server, context, wanted);
      if (!view) continue;
      if (server == home_) {
        asked.table.create = "CREATE TEMPORARY TABLE " + temporary + " AS SELECT " + names + " FROM " +
                             *view + " AS s LIMIT 0";
      }
      needs_others_ = needs_others_ || server != home_;
      asked.questions.push_back({server, "SELECT " + values + " FROM " + *view});
    }
    if (asked.table.create.empty()) return;
    asked.alias = " AS " + quoted(mention.visible_name, '`');
    asked.table.access = Access::PrimaryRead;
    asked.table.logical_table = std::string(table->name);
    asked.table.name = temporary;
    asked.table.insert = "INSERT INTO " + temporary + " (" + names + ") VALUES";
    out_.names.push_back({temporary_name(index), std::string(table->name)});
    const bool sums = with_sums_ && table->name == "TABLES";
    out_.instead[index] = sums ? summed_tables(columns, temporary) : temporary;
    asked_.push_back({index, sums});
    out_.mentions.push_back(std::move(asked));
  }

  // MySQL reads it once for each mention, and opens a temporary table once.
  [[nodiscard]] bool reopens_common_table() const {
    const auto& references = bound_.common_references;
    return std::any_of(references.begin(), references.end(), [&](const auto& one) {
      const auto mentions = std::count_if(references.begin(), references.end(),
                                          [&](const auto& other) { return other.table == one.table; });
      return mentions > 1;
    });
  }

  // Who is to be told of one table need not be sent all.
  void add_conditions() {
    const auto conditions = row_conditions(bound_);
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      for (const sqlparse::Expression* condition : conditions[asked_[i].mention]) {
        if (!is_local_to(bound_, asked_[i].mention, *condition)) continue;
        if (asked_[i].sums && !is_about_names(*condition)) continue;
        const auto [first, last] = with_parentheses(input_.tokens, *condition);
        out_.mentions[i].conditions.push_back(excerpt_of(*condition, first, last));
      }
    }
  }

  // Other columns are what the servers' rows are together.
  static bool is_about_names(const sqlparse::Expression& condition) {
    bool names = true;
    sqlparse::walk(condition, [&](const sqlparse::Node& node) {
      const auto* column = sqlparse::as<sqlparse::ColumnRef>(&node);
      if (column == nullptr) return true;
      names = names && (equals_ignore_case(column->column.text, "TABLE_SCHEMA") ||
                        equals_ignore_case(column->column.text, "TABLE_NAME"));
      return true;
    });
    return names;
  }

  struct Asked {
    std::uint32_t mention = 0;
    bool sums = false;
  };

  const PlanInput& input_;
  const BoundStatement& bound_;
  rule::SourceId home_;
  std::vector<rule::SourceId> servers_;
  bool with_sums_;
  bool needs_others_ = false;
  std::vector<Asked> asked_;
  SystemMentions out_;
};

}  // namespace

void name_system_columns(const Context& context, BoundStatement& bound) {
  for (TableMention& mention : bound.mentions) {
    const SystemTable* table = mention.is_system ? table_of(mention, context) : nullptr;
    if (table == nullptr) continue;
    auto metadata = std::make_shared<rule::TableMetadata>();
    for (const std::string_view column : table->columns_of(context.mariadb, context.server_version))
      metadata->columns.emplace_back().name = std::string(column);
    mention.metadata = std::move(metadata);
  }
}

SystemMentions gather_system_mentions(const PlanInput& input, const BoundStatement& bound,
                                      rule::SourceId finishing) {
  return Asker(input, bound, finishing).ask();
}

void name_system_tables(const BoundStatement& bound, Rewrite& excerpts) {
  for (const std::uint32_t token : bound.system_database_tokens) excerpts.remove(token, token + 1);
  for (const BoundStatement::Qualifier& qualifier : bound.qualifiers) {
    const TableMention& mention = bound.mentions[qualifier.mention];
    if (mention.is_system)
      excerpts.replace(qualifier.token, qualifier.token, quoted(mention.visible_name, '`'));
  }
}

bool is_told_by_several_servers(const PlanInput& input, const BoundStatement& bound) {
  const bool any_system = std::any_of(bound.mentions.begin(), bound.mentions.end(),
                                      [](const TableMention& each) { return each.is_system; });
  if (!any_system) return false;
  const Result<rule::SourceId> home = home_source(input.context, bound.schema());
  return home && !gather_system_mentions(input, bound, *home).mentions.empty();
}

std::shared_ptr<const Gather> gather_information_schema(const PlanInput& input, BoundStatement& bound,
                                                        std::string& obstacle) {
  if (!gather_obstacle(input, bound).empty()) return nullptr;
  const Result<rule::SourceId> home = home_source(input.context, bound.schema());
  if (!home) return nullptr;
  name_system_columns(input.context, bound);
  SystemMentions system = gather_system_mentions(input, bound, *home);
  obstacle = std::move(system.obstacle);
  if (system.mentions.empty() || !obstacle.empty()) return nullptr;
  Gather gather;
  gather.mentions = std::move(system.mentions);
  gather.source = *home;
  gather.access = Access::PrimaryRead;
  gather.returns_rows = true;
  rewrite_session_values(input.statement, gather.outside);
  rewrite_information_schema(bound, input, gather.outside, system.instead);
  keep_column_names(input.statement, gather.outside);
  gather.outside.sort();
  gather.inside = gather.outside;
  name_system_tables(bound, gather.excerpts);
  rewrite_session_values(input.statement, gather.excerpts);
  gather.excerpts.sort();
  Naming naming;
  naming.logical_schema = "information_schema";
  naming.tables = std::move(system.names);
  gather.naming = std::make_shared<const Naming>(std::move(naming));
  return std::make_shared<const Gather>(std::move(gather));
}

}  // namespace mallshard::plan
