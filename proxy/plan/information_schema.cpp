#include "plan/information_schema.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "plan/information_schema_tables.h"
#include "plan/plan_parts.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

// The table that control/health writes its heartbeat to.
constexpr std::string_view kHeartbeatTable = "mallshard_heartbeat";
constexpr std::array<std::string_view, 4> kSystemSchemas{"information_schema", "mysql", "performance_schema",
                                                         "sys"};
// Columns of TABLES that count what the actual tables have together.
constexpr std::array<std::string_view, 7> kSummed{"TABLE_ROWS",   "AVG_ROW_LENGTH", "DATA_LENGTH",
                                                  "INDEX_LENGTH", "DATA_FREE",      "AUTO_INCREMENT",
                                                  "UPDATE_TIME"};

bool is_summed(std::string_view column) {
  return std::any_of(kSummed.begin(), kSummed.end(),
                     [&](std::string_view each) { return equals_ignore_case(each, column); });
}

bool names_schema(std::string_view column) {
  return column == "SCHEMA_NAME" || column == "db" || column.ends_with("_SCHEMA");
}

bool names_table(std::string_view column) {
  return column == "TABLE_NAME" || column == "REFERENCED_TABLE_NAME" || column == "EVENT_OBJECT_TABLE";
}

std::string literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + '\'';
}

std::string list_of(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ", ";
    out += literal(name);
  }
  return out;
}

std::string backticks(std::string_view name) {
  return quoted(name, '`');
}

// One actual table, and the logical one it is a part of.
struct Part {
  std::string database;
  std::string table;
  const rule::ShardedTable* logical = nullptr;
};

// The actual tables of one logical schema on one server, and which of them
// speak for their logical table.
struct Population {
  std::string home;                 // physical database of the default source
  std::vector<Part> speakers;       // one for each logical table
  std::vector<Part> parts;          // all
  std::vector<std::string> silent;  // actual tables of `home` that do not speak
  // Of views: what CREATE VIEW names in the default source, and what it means.
  std::vector<std::pair<std::string, std::string>> definitions;

  // The physical databases with speakers, the home first.
  [[nodiscard]] std::vector<std::string> databases() const {
    std::vector<std::string> out{home};
    for (const Part& part : speakers) {
      if (std::find(out.begin(), out.end(), part.database) == out.end()) out.push_back(part.database);
    }
    return out;
  }
};

// `ds0`.`t_order0` `t_order` and `t_order`.`status`, as CREATE VIEW has it.
void add_definition(const Part& part, const rule::Schema& schema, Population& out) {
  if (part.table == part.logical->name) return;
  const std::string logical = backticks(schema.name) + '.' + backticks(part.logical->name);
  const std::string actual = backticks(part.database) + '.' + backticks(part.table) + ' ';
  out.definitions.emplace_back(backticks(part.logical->name) + ".`", logical + ".`");
  out.definitions.emplace_back(actual + backticks(part.logical->name), logical);
  out.definitions.emplace_back(actual, logical + ' ');
}

bool same_server(const rule::DataSource& a, const rule::DataSource& b) {
  return a.host == b.host && a.port == b.port;
}

// Of a logical schema whose own server is another one: the actual tables that
// speak here, since there is none of their table there; for `numbers` any.
Population guests_of(const rule::Schema& schema, const rule::Snapshot& snapshot, const rule::DataSource& home,
                     const rule::DataSource& server, bool numbers) {
  Population out;
  for (const rule::ShardedTable& table : schema.tables) {
    const auto lies_on = [&](const rule::DataSource& where) {
      return std::any_of(table.nodes.begin(), table.nodes.end(), [&](const rule::TableNode& node) {
        return same_server(snapshot.source(node.source), where);
      });
    };
    const bool speaks = !lies_on(home) && same_server(snapshot.source(table.nodes.front().source), server);
    if (!speaks && !numbers) continue;
    bool has_spoken = false;
    for (const rule::TableNode& node : table.nodes) {
      const rule::DataSource& source = snapshot.source(node.source);
      if (!same_server(source, server) || source.database.empty()) continue;
      out.parts.push_back({source.database, node.table, &table});
      if (!std::exchange(has_spoken, true)) out.speakers.push_back(out.parts.back());
    }
  }
  out.silent.emplace_back(kHeartbeatTable);
  return out;
}

Population population_of(const rule::Schema& schema, const rule::Snapshot& snapshot, rule::SourceId home_id) {
  Population out;
  const rule::DataSource& home = snapshot.source(home_id);
  out.home = home.database;
  for (const rule::ShardedTable& table : schema.tables) {
    std::optional<std::size_t> speaker;
    const std::size_t begin = out.parts.size();
    for (const rule::TableNode& node : table.nodes) {
      const rule::DataSource& source = snapshot.source(node.source);
      if (source.host != home.host || source.port != home.port || source.database.empty()) continue;
      const bool is_home = source.database == home.database;
      if (!speaker || (is_home && out.parts[*speaker].database != home.database)) speaker = out.parts.size();
      out.parts.push_back({source.database, node.table, &table});
    }
    if (!speaker) continue;
    for (std::size_t i = begin; i < out.parts.size(); ++i) {
      if (i != *speaker && out.parts[i].database == out.home) out.silent.push_back(out.parts[i].table);
    }
    if (out.parts[*speaker].database == out.home) add_definition(out.parts[*speaker], schema, out);
    out.speakers.push_back(out.parts[*speaker]);
  }
  out.silent.emplace_back(kHeartbeatTable);
  return out;
}

// What stands for the rows of one table that are about one logical schema.
class Writer {
 public:
  Writer(const SystemTable& table, const rule::Schema& schema, Population population, bool with_sums)
      : table_(table), schema_(schema), population_(std::move(population)) {
    if (!with_sums || table.name != "TABLES") return;
    for (const Part& speaker : population_.speakers) {
      has_sums_ =
          has_sums_ || std::count_if(population_.parts.begin(), population_.parts.end(),
                                     [&](const Part& part) { return part.logical == speaker.logical; }) > 1;
    }
  }

  // SELECT list ... FROM ... WHERE; `system` are the databases of the server's own that are shown with it.
  [[nodiscard]] std::string select(const std::vector<std::string_view>& columns,
                                   const std::vector<std::string>& system) const {
    std::string out = "SELECT ";
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i != 0) out += ", ";
      out += column_of(columns[i]);
    }
    out += " FROM " + std::string(table_.database) + '.' + std::string(table_.name) + " s";
    if (has_sums_) out += sums();
    out += " WHERE " + filter();
    if (!system.empty()) out += " OR " + at("s", table_.schema_column) + " IN (" + list_of(system) + ")";
    return out;
  }

 private:
  static std::string at(std::string_view alias, std::string_view column) {
    return std::string(alias) + '.' + std::string(column);
  }

  [[nodiscard]] std::string is_part(std::string_view alias, const Part& part) const {
    return at(alias, table_.schema_column) + " = " + literal(part.database) + " AND " +
           at(alias, table_.table_column) + " = " + literal(part.table);
  }

  [[nodiscard]] std::string filter() const {
    const std::string schema = at("s", table_.schema_column);
    std::string out = "(" + schema + " = " + literal(population_.home);
    if (table_.table_by_constraint) {
      out += " AND NOT " + constrains(population_.silent);
    } else if (!table_.table_column.empty()) {
      out += " AND " + at("s", table_.table_column) + " NOT IN (" + list_of(population_.silent) + ")";
    }
    out += ")";
    if (table_.table_column.empty() && !table_.table_by_constraint) return out;
    std::map<std::string, std::vector<std::string>> elsewhere;
    for (const Part& part : population_.speakers) {
      if (part.database != population_.home) elsewhere[part.database].push_back(part.table);
    }
    for (const auto& [database, tables] : elsewhere) {
      out += " OR (" + schema + " = " + literal(database) + " AND ";
      out += table_.table_by_constraint ? constrains(tables)
                                        : at("s", table_.table_column) + " IN (" + list_of(tables) + ")";
      out += ")";
    }
    return out;
  }

  static std::string constrains(const std::vector<std::string>& tables) {
    return "EXISTS (SELECT 1 FROM information_schema.TABLE_CONSTRAINTS c WHERE c.CONSTRAINT_SCHEMA ="
           " s.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = s.CONSTRAINT_NAME AND c.TABLE_NAME IN (" +
           list_of(tables) + "))";
  }

  // One column of the select list.
  [[nodiscard]] std::string column_of(std::string_view column) const {
    const std::string own = at("s", column);
    const std::string as = " AS " + std::string(column);
    if (names_schema(column)) {
      return "IF(" + own + " IN (" + list_of(population_.databases()) + "), " + literal(schema_.name) + ", " +
             own + ")" + as;
    }
    if (column == "VIEW_DEFINITION") return view_definition(own) + as;
    if (has_sums_ && is_summed(column)) return sum_of(column, own) + as;
    std::string cases;
    if (column == "CONSTRAINT_NAME") cases = constraint_names(own);
    if (names_table(column)) cases = table_names(column, own);
    return cases.empty() ? own : "CASE" + cases + " ELSE " + own + " END" + as;
  }

  // A table that another refers to need not speak.
  [[nodiscard]] std::string table_names(std::string_view column, const std::string& own) const {
    const bool speaks = column == table_.table_column;
    std::string cases;
    for (const Part& part : speaks ? population_.speakers : population_.parts) {
      const bool plain = part.table == part.logical->name && part.database == population_.home;
      if (plain && !speaks) continue;
      cases += " WHEN " + at("s", table_.schema_column) + " = " + literal(part.database) + " AND " + own +
               " = " + literal(part.table) + " THEN " + literal(part.logical->name);
    }
    return cases;
  }

  // Names that the servers made from the table's: t_order0_ibfk_1.
  [[nodiscard]] std::string constraint_names(const std::string& own) const {
    std::string cases;
    for (const Part& part : population_.speakers) {
      if (part.table == part.logical->name) continue;
      cases += " WHEN " + (table_.table_column.empty()
                               ? at("s", table_.schema_column) + " = " + literal(part.database)
                               : is_part("s", part));
      const std::string length = "CHAR_LENGTH(" + literal(part.table) + ")";
      cases += " AND (LEFT(" + own + ", " + length + " + 6) = " + literal(part.table + "_ibfk_") +
               " OR LEFT(" + own + ", " + length + " + 5) = " + literal(part.table + "_chk_") +
               ") THEN CONCAT(" + literal(part.logical->name) + ", SUBSTRING(" + own + ", " + length +
               " + 1))";
    }
    return cases;
  }

  [[nodiscard]] std::string view_definition(std::string out) const {
    auto definitions = population_.definitions;
    definitions.emplace_back(backticks(population_.home) + '.', backticks(schema_.name) + '.');
    for (const auto& [actual, logical] : definitions) {
      out.insert(0, "REPLACE(");
      out += ", " + literal(actual) + ", " + literal(logical) + ')';
    }
    return out;
  }

  static std::string sum_of(std::string_view column, const std::string& own) {
    if (column == "AVG_ROW_LENGTH")
      return "IF(m.TABLE_ROWS > 0, m.DATA_LENGTH DIV m.TABLE_ROWS, " + own + ")";
    return "COALESCE(" + at("m", column) + ", " + own + ")";
  }

  // The actual tables' own numbers, by logical table: one more pass over TABLES.
  [[nodiscard]] std::string sums() const {
    std::string all;
    for (const Part& part : population_.parts) {
      all += " WHEN " + is_part("p", part) + " THEN " + literal(part.logical->name);
    }
    std::string speakers;
    for (const Part& part : population_.speakers) {
      speakers += " WHEN " + is_part("s", part) + " THEN " + literal(part.logical->name);
    }
    std::vector<std::string> databases;
    for (const Part& part : population_.parts) {
      if (std::find(databases.begin(), databases.end(), part.database) == databases.end())
        databases.push_back(part.database);
    }
    std::string out = " LEFT JOIN (SELECT CASE" + all + " END AS logical";
    for (const std::string_view column : kSummed) {
      const std::string own = at("p", column);
      if (column == "AVG_ROW_LENGTH") continue;
      const bool greatest = column == "AUTO_INCREMENT" || column == "UPDATE_TIME";
      out += ", " + (greatest ? "MAX(" + own + ")" : "CAST(SUM(" + own + ") AS UNSIGNED)") + " AS " +
             std::string(column);
    }
    return out + " FROM information_schema.TABLES p WHERE p.TABLE_SCHEMA IN (" + list_of(databases) +
           ") GROUP BY logical) m ON m.logical = CASE" + speakers + " END";
  }

  const SystemTable& table_;
  const rule::Schema& schema_;
  Population population_;
  bool has_sums_ = false;
};

bool may_see(const Context& context, std::string_view schema) {
  return context.authorized_schemas == nullptr ||
         std::any_of(context.authorized_schemas->begin(), context.authorized_schemas->end(),
                     [&](const std::string& allowed) { return equals_ignore_case(allowed, schema); });
}

}  // namespace

// By name alone, or by a star.
bool asks_for_sums(const sqlparse::Statement& statement) {
  bool found = false;
  sqlparse::walk(statement, [&](const sqlparse::Node& node) {
    const auto* column = sqlparse::as<sqlparse::ColumnRef>(&node);
    found =
        found || sqlparse::is<sqlparse::Star>(&node) || (column != nullptr && is_summed(column->column.text));
    return !found;
  });
  return found;
}

namespace {

// What the servers call a column of these tables: MySQL since 8.0, where they
// are views, as it was defined; others as the statement spells it. Of a derived
// table each knows only its spelling. `named`: the items that have been given a name.
void name_columns(const TableMention& mention, std::string_view database, const Context& context,
                  std::unordered_set<const sqlparse::Node*>& named, Rewrite& rewrite) {
  const SystemTable* table =
      find_system_table(database, mention.node->name.text, context.mariadb, context.server_version);
  if (table == nullptr || mention.block->select == nullptr) return;
  const std::vector<std::string_view> columns = table->columns_of(context.mariadb, context.server_version);
  for (const sqlparse::SelectItem* item : mention.block->select->items) {
    const auto* column = sqlparse::as<sqlparse::ColumnRef>(item->value);
    if (column == nullptr || item->alias.present()) continue;
    if (column->table.present() && !equals_ignore_case(column->table.text, mention.visible_name)) continue;
    const auto known = std::find_if(columns.begin(), columns.end(), [&](std::string_view each) {
      return equals_ignore_case(each, column->column.text);
    });
    if (known == columns.end() || !named.insert(item).second) continue;
    const bool defined = !context.mariadb && context.server_version >= 80000;
    rewrite.insert_after(item->last_value_token, " AS " + backticks(defined ? *known : column->column.text));
  }
}

}  // namespace

bool names_processlist(std::string_view database, std::string_view name) {
  return equals_ignore_case(database, "information_schema") && equals_ignore_case(name, "processlist");
}

std::optional<std::string> logical_view_of(std::string_view database, std::string_view name,
                                           rule::SourceId home, const Context& context,
                                           const SystemRows& wanted) {
  if (names_processlist(database, name))
    return "(SELECT * FROM information_schema.PROCESSLIST WHERE 0" + std::string(context.processlist) + ")";
  const SystemTable* table = find_system_table(database, name, context.mariadb, context.server_version);
  const rule::Snapshot& snapshot = *context.snapshot;
  const rule::DataSource& server = snapshot.source(home);
  if (table == nullptr || server.database.empty()) return std::nullopt;
  std::vector<std::string> system;
  for (const std::string_view each : kSystemSchemas) {
    if (!wanted.with_system) break;
    if (each == kSystemSchemas.front() || may_see(context, each)) system.emplace_back(each);
  }
  const std::vector<std::string_view> columns = table->columns_of(context.mariadb, context.server_version);
  std::string out;
  int arms = 0;
  for (const rule::Schema& schema : snapshot.schemas) {
    if (!may_see(context, schema.name)) continue;
    const Result<rule::SourceId> source = home_source(context, &schema);
    if (!source) continue;
    const rule::DataSource& place = snapshot.source(*source);
    if (place.database.empty()) continue;
    const bool is_guest = !same_server(place, server);
    const bool names_tables = !table->table_column.empty() || table->table_by_constraint;
    if (is_guest && (!wanted.one_of_several || !names_tables)) continue;
    Population population =
        is_guest ? guests_of(schema, snapshot, place, server, wanted.with_sums && table->name == "TABLES")
                 : population_of(schema, snapshot, *source);
    if (is_guest && population.speakers.empty()) continue;
    if (!out.empty()) out += " UNION ALL ";
    out += Writer(*table, schema, std::move(population), wanted.with_sums).select(columns, system);
    system.clear();  // once
    ++arms;
  }
  if (out.empty()) return std::nullopt;
  // A UNION is not merged, and conditions are pushed into it.
  if (arms == 1 && wanted.beside_others && context.mariadb) out += " UNION ALL (" + out + " LIMIT 0)";
  return "(" + out + ")";
}

std::string summed_tables(std::span<const std::string_view> columns, const std::string& from) {
  std::string out = "(SELECT ";
  for (const std::string_view column : columns) {
    const std::string name(column);
    if (out.back() != ' ') out += ", ";
    if (column == "TABLE_SCHEMA" || column == "TABLE_NAME") {
      out += name;
    } else if (column == "AVG_ROW_LENGTH") {
      out += "IF(SUM(TABLE_ROWS) > 0, CAST(SUM(DATA_LENGTH) DIV SUM(TABLE_ROWS) AS UNSIGNED), MIN(" + name +
             ")) AS " + name;
    } else if (column == "AUTO_INCREMENT" || column == "UPDATE_TIME") {
      out += "MAX(" + name + ") AS " + name;
    } else if (is_summed(column)) {
      out += "CAST(SUM(" + name + ") AS UNSIGNED) AS " + name;
    } else {
      out += "MIN(" + name + ") AS " + name;
    }
  }
  return out + " FROM " + from + " GROUP BY TABLE_SCHEMA, TABLE_NAME)";
}

void rewrite_information_schema(const BoundStatement& bound, const PlanInput& input, Rewrite& rewrite,
                                std::span<const std::string> instead) {
  const Context& context = input.context;
  const Result<rule::SourceId> home = home_source(context, bound.schema());
  if (!home) return;
  const bool any_system = std::any_of(bound.mentions.begin(), bound.mentions.end(),
                                      [](const TableMention& mention) { return mention.is_system; });
  SystemRows wanted;
  wanted.with_sums = any_system && asks_for_sums(input.statement);
  wanted.beside_others = bound.mentions.size() > 1;
  bool any = false;
  std::unordered_set<const sqlparse::Node*> named;
  for (std::size_t i = 0; i < bound.mentions.size(); ++i) {
    const TableMention& mention = bound.mentions[i];
    const sqlparse::TableName& table = *mention.node;
    if (!mention.is_system) continue;
    const bool qualified = table.database.present();
    const std::string_view database = qualified ? table.database.text : context.system_database;
    std::optional<std::string> view =
        i < instead.size() && !instead[i].empty()
            ? instead[i]
            : logical_view_of(database, table.name.text, *home, context, wanted);
    if (!view) {
      if (!qualified) rewrite.insert_after(table.name.token - 1, " " + std::string(database) + ".");
      continue;
    }
    any = true;
    name_columns(mention, database, context, named, rewrite);
    if (!mention.has_alias()) {
      *view += " AS " + quoted(table.name.text, '`');
      // Names of these tables have no case; an alias has.
      for (const BoundStatement::Qualifier& qualifier : bound.qualifiers) {
        if (qualifier.mention != i) continue;
        rewrite.replace(qualifier.token, qualifier.token, quoted(table.name.text, '`'));
      }
    }
    rewrite.replace(qualified ? table.database.token : table.name.token, table.name.token, std::move(*view));
  }
  if (!any) return;
  for (const std::uint32_t token : bound.system_database_tokens) rewrite.remove(token, token + 1);
}

}  // namespace mallshard::plan
