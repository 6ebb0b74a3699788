// FROM: tables, derived tables, joins.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/system_tables.h"
#include "embedded/translator.h"

namespace mallshard::embedded {

using sqlparse::BinaryOp;
using sqlparse::JoinKind;

namespace {

std::string column_sql(const std::string& alias, const Column& column, const TranslationContext& context) {
  const std::string sql = alias + "." + sqlite_name(column.name);
  if (column.base != BaseType::Timestamp || context.evaluation->zone_seconds == 0) return sql;
  return "ms_from_utc(" + sql + ", " + std::to_string(column.type.decimals) + ")";
}

ScopeColumn merged_column(const ScopeColumn& from) {
  ScopeColumn merged = from;
  merged.in_star = true;
  return merged;
}

}  // namespace

bool Translator::open_table(const sqlparse::TableName& name, Scope& scope, std::string& sql) {
  sql = named_table(name, scope, false);
  return !error_;
}

std::string Translator::named_table(const sqlparse::TableName& name, Scope& scope, bool nullable) {
  if (!name.partitions.empty() || name.system_time.present() || name.sample.present()) {
    refuse("PARTITION, FOR SYSTEM_TIME and TABLESAMPLE");
    return {};
  }
  const std::string table_name(name.name.text);
  const std::string alias(name.alias.present() ? name.alias.text : name.name.text);
  for (const ScopeTable& other : scope.tables) {
    if (other.alias == alias) {
      fail({1066, "42000", "Not unique table/alias: '" + alias + "'"});
      return {};
    }
  }
  const std::string sql_alias = next_alias();
  if (!name.database.present()) {
    for (auto common = common_tables_.rbegin(); common != common_tables_.rend(); ++common) {
      if (!equals_ignore_case(common->name, table_name)) continue;
      add_derived(scope, alias, sql_alias, common->query, common->names, nullable);
      return "(" + common->query.sql + ") AS " + sql_alias;
    }
  }
  const std::string schema(name.database.present() ? name.database.text
                                                   : std::string_view(context_.current_database));
  if (schema.empty()) {
    fail(Error::no_database());
    return {};
  }
  ScopeTable table;
  table.alias = alias;
  table.schema = schema;
  if (equals_ignore_case(schema, "information_schema")) {
    Result<SystemTable> opened = context_.system_tables->open(table_name, aliases_);
    if (!opened) {
      fail(opened.error());
      return {};
    }
    for (const SystemColumn& column : opened->columns) {
      ScopeColumn entry;
      entry.name = entry.org_name = column.name;
      entry.sql = sql_alias + "." + sqlite_name(column.name);
      entry.type = column.type;
      entry.type.nullable = entry.type.nullable || nullable;
      entry.schema = "information_schema";
      entry.table = alias;
      entry.org_table = opened->name;
      table.columns.push_back(std::move(entry));
    }
    scope.tables.push_back(std::move(table));
    return opened->sqlite_name + " AS " + sql_alias;
  }
  if (schema != context_.database) {
    fail(Error::unknown_database(schema));
    return {};
  }
  Result<Catalog::TablePointer> found = context_.catalog->find(table_name);
  if (!found) {
    fail(found.error());
    return {};
  }
  if (*found == nullptr) {
    fail(Error::unknown_table(schema, table_name));
    return {};
  }
  table.table = *found;
  for (std::size_t i = 0; i < table.table->columns.size(); ++i) {
    const Column& column = table.table->columns[i];
    ScopeColumn entry;
    entry.name = entry.org_name = column.name;
    entry.sql = column_sql(sql_alias, column, context_);
    entry.type = column.type;
    entry.column = &column;
    entry.schema = schema;
    entry.table = alias;
    entry.org_table = table_name;
    entry.flags = table.table->flags_of(i);
    if (nullable) {
      entry.type.nullable = true;
      entry.flags = static_cast<std::uint16_t>(entry.flags & ~wire::column_flag::kNotNull);
    }
    table.columns.push_back(std::move(entry));
  }
  scope.tables.push_back(std::move(table));
  return "main." + sqlite_name(table_name) + " AS " + sql_alias;
}

void Translator::add_derived(Scope& scope, std::string alias, const std::string& sql_alias,
                             const TranslatedQuery& query, sqlparse::NameList names, bool nullable) {
  if (!names.empty() && names.size() != query.columns.size()) {
    fail({1353, "HY000",
          "In definition of view, derived table or common table expression, SELECT list and column names "
          "list have different column counts"});
    return;
  }
  ScopeTable table;
  table.alias = std::move(alias);
  for (std::size_t i = 0; i < query.columns.size(); ++i) {
    const ResultColumn& column = query.columns[i];
    ScopeColumn entry;
    entry.name = names.empty() ? column.name : std::string(names[i].text);
    entry.sql = sql_alias + ".c" + std::to_string(i + 1);
    entry.type = column.type;
    entry.type.nullable = entry.type.nullable || nullable;
    if (entry.type.is_text()) entry.type.coercibility = Coercibility::Implicit;
    entry.schema = column.schema;
    entry.table = table.alias;
    entry.org_table = column.org_table;
    entry.org_name = column.org_name;
    entry.materialized = column.materialized;
    entry.flags =
        static_cast<std::uint16_t>(column.flags & (nullable ? ~wire::column_flag::kNotNull : 0xFFFF));
    for (const ScopeColumn& other : table.columns) {
      if (equals_ignore_case(other.name, entry.name)) {
        fail({1060, "42S21", "Duplicate column name '" + entry.name + "'"});
        return;
      }
    }
    table.columns.push_back(std::move(entry));
  }
  scope.tables.push_back(std::move(table));
}

std::string Translator::derived_table(const sqlparse::DerivedTable& derived, Scope& scope, bool nullable) {
  if (derived.lateral) {
    refuse("LATERAL");
    return {};
  }
  if (!derived.alias.present()) {
    fail({1248, "42000", "Every derived table must have its own alias"});
    return {};
  }
  const TranslatedQuery query = query_in(*derived.query, scope.outer);
  if (error_) return {};
  const std::string sql_alias = next_alias();
  add_derived(scope, std::string(derived.alias.text), sql_alias, query, derived.columns, nullable);
  return "(" + query.sql + ") AS " + sql_alias;
}

std::string Translator::table_reference(const sqlparse::TableReference& reference, Scope& scope,
                                        bool nullable) {
  if (error_) return {};
  if (const auto* name = sqlparse::as<sqlparse::TableName>(&reference))
    return named_table(*name, scope, nullable);
  if (const auto* derived = sqlparse::as<sqlparse::DerivedTable>(&reference))
    return derived_table(*derived, scope, nullable);
  if (const auto* join_node = sqlparse::as<sqlparse::Join>(&reference))
    return join(*join_node, scope, nullable);
  refuse("JSON_TABLE");
  return {};
}

std::string Translator::join_using(const std::vector<std::string>& names, Scope& scope,
                                   std::size_t left_tables, bool right_join) {
  std::string condition;
  for (const std::string& name : names) {
    ScopeColumn* left = nullptr;
    ScopeColumn* right = nullptr;
    bool ambiguous = false;
    for (ScopeColumn& candidate : scope.merged) {
      if (equals_ignore_case(candidate.name, name)) left = &candidate;
    }
    const bool was_merged = left != nullptr;
    for (std::size_t i = 0; i < scope.tables.size(); ++i) {
      for (ScopeColumn& candidate : scope.tables[i].columns) {
        if (!equals_ignore_case(candidate.name, name)) continue;
        ScopeColumn*& side = i < left_tables ? left : right;
        if (i < left_tables && was_merged) {
          candidate.in_star = false;
          continue;
        }
        ambiguous = ambiguous || side != nullptr;
        side = &candidate;
      }
    }
    if (left == nullptr || right == nullptr) {
      fail({1054, "42S22", "Unknown column '" + name + "' in 'from clause'"});
      return {};
    }
    if (ambiguous) {
      fail({1052, "23000", "Column '" + name + "' in from clause is ambiguous"});
      return {};
    }
    const Typed equal =
        compare(BinaryOp::Equal, typed_sql(left->sql, left->type), typed_sql(right->sql, right->type));
    condition += (condition.empty() ? "" : " AND ") + equal.sql;
    const ScopeColumn chosen = right_join ? *right : *left;
    right->in_star = false;
    if (was_merged) {
      *left = merged_column(chosen);
    } else {
      left->in_star = false;
      scope.merged.push_back(merged_column(chosen));
    }
  }
  return condition;
}

std::string Translator::join(const sqlparse::Join& node, Scope& scope, bool nullable) {
  const std::size_t before = scope.tables.size();
  const bool left_join = node.join_kind == JoinKind::Left;
  const bool right_join = node.join_kind == JoinKind::Right;
  const bool inner_merged = !scope.merged.empty() && before > 0;
  std::string left = table_reference(*node.left, scope, nullable || right_join);
  const std::size_t left_tables = scope.tables.size();
  std::string right = table_reference(*node.right, scope, nullable || left_join);
  if (error_) return {};
  if (sqlparse::is<sqlparse::Join>(node.right)) right = "(" + right + ")";
  if (right_join && sqlparse::is<sqlparse::Join>(node.left)) left = "(" + left + ")";

  std::string condition;
  std::vector<std::string> names;
  for (const sqlparse::Name& name : node.using_columns) names.emplace_back(name.text);
  if (node.natural) {
    if (before > 0 || inner_merged) {
      refuse("NATURAL JOIN beside other tables");
      return {};
    }
    for (std::size_t i = 0; i < left_tables; ++i) {
      for (const ScopeColumn& column : scope.tables[i].columns) {
        const auto is_common = [&](const ScopeColumn& other) {
          return equals_ignore_case(other.name, column.name);
        };
        const auto& others = scope.tables[left_tables].columns;
        const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& n) {
          return equals_ignore_case(n, column.name);
        });
        if (!known && std::any_of(others.begin(), others.end(), is_common)) names.push_back(column.name);
      }
    }
  }
  if (!names.empty()) {
    if (before > 0) {
      refuse("USING beside other tables in FROM");
      return {};
    }
    condition = join_using(names, scope, left_tables, right_join);
  } else if (node.on != nullptr) {
    const std::string clause = clause_;
    condition = this->condition(*node.on, scope, "on clause");
    clause_ = clause;
  }
  if (error_) return {};
  const std::string on = condition.empty() ? "" : " ON " + condition;
  if (left_join) return left + " LEFT JOIN " + right + (on.empty() ? " ON 1" : on);
  // a RIGHT JOIN b is b LEFT JOIN a; the order of columns is the scope's.
  if (right_join) return right + " LEFT JOIN " + left + (on.empty() ? " ON 1" : on);
  return left + " JOIN " + right + on;
}

std::string Translator::from(sqlparse::NodeList<sqlparse::TableReference> references, Scope& scope) {
  std::string sql;
  for (const sqlparse::TableReference* reference : references) {
    std::string item = table_reference(*reference, scope, false);
    if (error_) return {};
    if (references.size() > 1 && sqlparse::is<sqlparse::Join>(reference)) item = "(" + item + ")";
    sql += (sql.empty() ? "" : ", ") + item;
  }
  return sql;
}

std::string Translator::condition(const sqlparse::Expression& expression_node, Scope& scope,
                                  std::string_view clause) {
  clause_ = clause;
  return as_boolean(expression(expression_node, scope)).sql;
}

}  // namespace mallshard::embedded
