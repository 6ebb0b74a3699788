#include "plan/information_schema.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "base/bytes.h"

namespace mallshard::plan {
namespace {

// The table that control/health writes its heartbeat to.
constexpr std::string_view kHeartbeatTable = "mallshard_heartbeat";

struct Extra {
  std::string_view columns;
  bool mariadb = false;
  std::uint32_t since = 0;  // server_version
};

struct View {
  std::string_view table;
  std::string_view columns;
  std::array<Extra, 3> extras;
};

// Columns as MySQL 5.7 to 9.7 and MariaDB 10.5 to 11.8 have them.
constexpr std::array kViews{
    View{"TABLES",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,TABLE_TYPE,ENGINE,VERSION,ROW_FORMAT,TABLE_ROWS,AVG_ROW_"
         "LENGTH,"
         "DATA_LENGTH,MAX_DATA_LENGTH,INDEX_LENGTH,DATA_FREE,AUTO_INCREMENT,CREATE_TIME,UPDATE_TIME,CHECK_"
         "TIME,"
         "TABLE_COLLATION,CHECKSUM,CREATE_OPTIONS,TABLE_COMMENT",
         {Extra{",MAX_INDEX_LENGTH,TEMPORARY", true, 0}}},
    View{"COLUMNS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION,COLUMN_DEFAULT,IS_NULLABLE,DATA_"
         "TYPE,"
         "CHARACTER_MAXIMUM_LENGTH,CHARACTER_OCTET_LENGTH,NUMERIC_PRECISION,NUMERIC_SCALE,DATETIME_PRECISION,"
         "CHARACTER_SET_NAME,COLLATION_NAME,COLUMN_TYPE,COLUMN_KEY,EXTRA,PRIVILEGES,COLUMN_COMMENT",
         {Extra{",IS_GENERATED,GENERATION_EXPRESSION", true, 0}, Extra{",GENERATION_EXPRESSION", false, 0},
          Extra{",SRS_ID", false, 80003}}},
    View{"STATISTICS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,NON_UNIQUE,INDEX_SCHEMA,INDEX_NAME,SEQ_IN_INDEX,COLUMN_NAME,"
         "COLLATION,"
         "CARDINALITY,SUB_PART,PACKED,NULLABLE,INDEX_TYPE,COMMENT,INDEX_COMMENT",
         {Extra{",IGNORED", true, 100600}, Extra{",IS_VISIBLE", false, 80000},
          Extra{",EXPRESSION", false, 80013}}},
    View{"KEY_COLUMN_USAGE",
         "CONSTRAINT_CATALOG,CONSTRAINT_SCHEMA,CONSTRAINT_NAME,TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_"
         "NAME,"
         "ORDINAL_POSITION,POSITION_IN_UNIQUE_CONSTRAINT,REFERENCED_TABLE_SCHEMA,REFERENCED_TABLE_NAME,"
         "REFERENCED_COLUMN_NAME",
         {}},
    View{"VIEWS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,VIEW_DEFINITION,CHECK_OPTION,IS_UPDATABLE,DEFINER,SECURITY_"
         "TYPE,"
         "CHARACTER_SET_CLIENT,COLLATION_CONNECTION",
         {Extra{",ALGORITHM", true, 0}}},
};

void append_string(std::string_view text, std::string& out) {
  out += '\'';
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  out += '\'';
}

std::string list_of(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ", ";
    append_string(name, out);
  }
  return out;
}

// Which actual tables there are on the default source's server, and which of
// them speak for their logical table.
struct Population {
  std::string home;                                          // physical database of the default source
  std::map<std::string, std::vector<std::string>> speakers;  // by database: actual tables
  std::vector<std::string> silent;                           // actual tables of `home` that do not speak
  std::string renames;                                       // WHEN clauses of speakers
  // Of views: what CREATE VIEW names in the default source, and what it means.
  std::vector<std::pair<std::string, std::string>> definitions;
};

void add_speaker(const std::string& database, const rule::TableNode& node, const rule::ShardedTable& table,
                 Population& out) {
  out.speakers[database].push_back(node.table);
  out.renames += " WHEN s.TABLE_SCHEMA = ";
  append_string(database, out.renames);
  out.renames += " AND s.@ = ";
  append_string(node.table, out.renames);
  out.renames += " THEN ";
  append_string(table.name, out.renames);
}

std::string backticks(std::string_view name) {
  return quoted(name, '`');
}

// `ds0`.`t_order0` `t_order` and `t_order`.`status`, as CREATE VIEW has it.
void add_definition(const std::string& database, const rule::TableNode& node, const rule::ShardedTable& table,
                    const rule::Schema& schema, Population& out) {
  if (node.table == table.name) return;
  const std::string logical = backticks(schema.name) + '.' + backticks(table.name);
  const std::string actual = backticks(database) + '.' + backticks(node.table) + ' ';
  out.definitions.emplace_back(backticks(table.name) + ".`", logical + ".`");
  out.definitions.emplace_back(actual + backticks(table.name), logical);
  out.definitions.emplace_back(actual, logical + ' ');
}

Population population_of(const rule::Schema& schema, const rule::Snapshot& snapshot, rule::SourceId home_id) {
  Population out;
  const rule::DataSource& home = snapshot.source(home_id);
  out.home = home.database;
  for (const rule::ShardedTable& table : schema.tables) {
    const rule::TableNode* speaker = nullptr;
    for (const rule::TableNode& node : table.nodes) {
      const rule::DataSource& source = snapshot.source(node.source);
      const bool same_server =
          source.host == home.host && source.port == home.port && !source.database.empty();
      if (same_server && (speaker == nullptr || (node.source == home_id && speaker->source != home_id))) {
        speaker = &node;
      }
    }
    for (const rule::TableNode& node : table.nodes) {
      if (node.source == home_id && &node != speaker) out.silent.push_back(node.table);
    }
    if (speaker != nullptr && speaker->source == home_id)
      add_definition(home.database, *speaker, table, schema, out);
    if (speaker != nullptr) add_speaker(snapshot.source(speaker->source).database, *speaker, table, out);
  }
  out.silent.emplace_back(kHeartbeatTable);
  return out;
}

std::string filter_of(const Population& population) {
  std::string out = "(s.TABLE_SCHEMA = ";
  append_string(population.home, out);
  out += " AND s.TABLE_NAME NOT IN (" + list_of(population.silent) + "))";
  for (const auto& [database, tables] : population.speakers) {
    if (database == population.home) continue;
    out += " OR (s.TABLE_SCHEMA = ";
    append_string(database, out);
    out += " AND s.TABLE_NAME IN (" + list_of(tables) + "))";
  }
  return out + " OR s.TABLE_SCHEMA IN ('information_schema', 'mysql', 'performance_schema', 'sys')";
}

// One column of the select list.
std::string column_of(std::string_view column, const rule::Schema& schema, const Population& population) {
  const std::string name(column);
  if (name.size() > 6 && name.compare(name.size() - 6, 6, "SCHEMA") == 0) {
    std::vector<std::string> databases{population.home};
    for (const auto& [database, tables] : population.speakers) {
      if (database != population.home) databases.push_back(database);
    }
    std::string out = "IF(s." + name + " IN (" + list_of(databases) + "), ";
    append_string(schema.name, out);
    return out + ", s." + name + ") AS " + name;
  }
  if (name == "VIEW_DEFINITION") {
    std::string out = "s." + name;
    auto definitions = population.definitions;
    definitions.emplace_back(backticks(population.home) + '.', backticks(schema.name) + '.');
    for (const auto& [actual, logical] : definitions) {
      out = "REPLACE(" + out + ", ";
      append_string(actual, out);
      out += ", ";
      append_string(logical, out);
      out += ')';
    }
    return out + " AS " + name;
  }
  if ((name != "TABLE_NAME" && name != "REFERENCED_TABLE_NAME") || population.renames.empty())
    return "s." + name;
  std::string renames = population.renames;
  for (std::size_t at = renames.find("s.@"); at != std::string::npos; at = renames.find("s.@")) {
    renames.replace(at + 2, 1, name);
  }
  return "CASE" + renames + " ELSE s." + name + " END AS " + name;
}

}  // namespace

std::optional<std::string> logical_view_of(std::string_view table, const rule::Schema& schema,
                                           const Context& context) {
  const auto* view = std::find_if(kViews.begin(), kViews.end(),
                                  [&](const View& each) { return equals_ignore_case(each.table, table); });
  const rule::SourceId home = schema.default_source != rule::kNoSource || schema.groups.empty()
                                  ? schema.default_source
                                  : schema.groups.front().primary;
  if (view == kViews.end() || home == rule::kNoSource) return std::nullopt;
  const Population population = population_of(schema, *context.snapshot, home);
  if (population.home.empty()) return std::nullopt;
  std::string columns(view->columns);
  for (const Extra& extra : view->extras) {
    if (extra.mariadb == context.mariadb && context.server_version >= extra.since) columns += extra.columns;
  }
  std::string out = "(SELECT ";
  for (std::size_t begin = 0; begin <= columns.size();) {
    const std::size_t end = std::min(columns.find(',', begin), columns.size());
    if (begin != 0) out += ", ";
    out += column_of(std::string_view(columns).substr(begin, end - begin), schema, population);
    begin = end + 1;
  }
  return out + " FROM information_schema." + std::string(view->table) + " s WHERE " + filter_of(population) +
         ")";
}

void rewrite_information_schema(const BoundStatement& bound, const Context& context, Rewrite& rewrite) {
  const rule::Schema* schema = bound.schema() != nullptr ? bound.schema() : context.schema;
  if (schema == nullptr) return;
  bool any = false;
  for (std::size_t i = 0; i < bound.mentions.size(); ++i) {
    const TableMention& mention = bound.mentions[i];
    const sqlparse::TableName& table = *mention.node;
    if (!mention.is_system || !equals_ignore_case(table.database.text, "information_schema")) continue;
    std::optional<std::string> view = logical_view_of(table.name.text, *schema, context);
    if (!view) continue;
    any = true;
    if (!mention.has_alias()) {
      *view += " AS " + quoted(table.name.text, '`');
      // Names of these tables have no case; an alias has.
      for (const BoundStatement::Qualifier& qualifier : bound.qualifiers) {
        if (qualifier.mention != i) continue;
        rewrite.replace(qualifier.token, qualifier.token, quoted(table.name.text, '`'));
      }
    }
    rewrite.replace(table.database.token, table.name.token, std::move(*view));
  }
  if (!any) return;
  for (const std::uint32_t token : bound.system_database_tokens) rewrite.remove(token, token + 1);
}

}  // namespace mallshard::plan
