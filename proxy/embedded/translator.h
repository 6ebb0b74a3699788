// A statement's AST to SQLite's SQL with MySQL's meaning. What cannot be said
// exactly is refused with 1235.
//
//   Translator translator(context);
//   TranslatedQuery query = translator.query(*statement.query);
//   if (translator.error()) return *translator.error();
//
// The first failure is latched: everything after it answers something harmless,
// so that callers ask once.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/value.h"
#include "embedded/catalog.h"
#include "embedded/evaluation.h"
#include "embedded/refusal.h"
#include "embedded/type.h"
#include "sqlparse/ast_all.h"

namespace mallshard::embedded {

// What the session tells a translation. All pointers outlive it.
struct TranslationContext {
  Catalog* catalog = nullptr;
  Evaluation* evaluation = nullptr;
  sqlparse::TokenView tokens;
  std::string database;          // the one database
  std::string current_database;  // of the session; empty: none
  std::string user;              // root@127.0.0.1
  std::uint64_t connection_id = 0;
  std::uint64_t last_insert_id = 0;
  std::int64_t row_count = -1;
  std::uint64_t found_rows = 0;
  std::int64_t now_utc_microseconds = 0;
  const TextCollation* connection_collation = &utf8mb4_general();
  bool only_full_group_by = true;
  std::span<const Value> parameters;  // of an execution; empty while preparing
  bool preparing = false;             // parameters have no values yet
  const std::map<std::string, Value, std::less<>>* user_variables = nullptr;
  // Rows made for a system table are put into a temporary table of this name.
  class SystemTables* system_tables = nullptr;
  class Variables* variables = nullptr;
};

// An expression in SQLite's SQL, and its MySQL type.
struct Typed {
  std::string sql = "NULL";
  Type type = null_type();
  const struct ScopeColumn* column = nullptr;  // a bare column
  std::optional<Value> constant;               // a literal or a parameter
};

inline Typed typed_sql(std::string sql, Type type) {
  Typed out;
  out.sql = std::move(sql);
  out.type = type;
  return out;
}

// A column that names can refer to.
struct ScopeColumn {
  std::string name;
  std::string sql;
  Type type;
  const Column* column = nullptr;  // of a base table
  std::string schema;              // for the column definition, as table..org_name
  std::string table;
  std::string org_table;
  std::string org_name;
  std::uint16_t flags = 0;
  bool materialized = false;  // see ResultColumn
  bool in_star = true;        // false: the second copy of a USING column
};

struct ScopeTable {
  std::string alias;
  std::string schema;  // of a base table
  Catalog::TablePointer table;
  std::vector<ScopeColumn> columns;
};

struct ResultColumn {
  std::string name;
  Type type;
  // Came out of a temporary table of MySQL's (GROUP BY, UNION): its numbers do
  // not have the BINARY flag that computed ones have.
  bool materialized = false;
  std::string schema;
  std::string table;
  std::string org_table;
  std::string org_name;
  std::uint16_t flags = 0;
};

struct TranslatedQuery {
  std::string sql;
  std::vector<ResultColumn> columns;
  bool locking = false;     // FOR UPDATE, FOR SHARE, LOCK IN SHARE MODE somewhere
  bool single_row = false;  // never more than one
};

// What one SELECT's names can mean.
struct Scope {
  Scope* outer = nullptr;
  std::vector<ScopeTable> tables;
  // Merged columns of USING and NATURAL joins, found before the tables'.
  std::vector<ScopeColumn> merged;

  // ---- the select list, once translated ----
  struct Item {
    std::string alias;  // explicit alias, or a column's own name
    Typed value;
    std::uint32_t token = 0;
  };
  std::vector<Item> items;
  bool items_visible = false;  // ORDER BY, HAVING, GROUP BY

  // ---- aggregation ----
  bool aggregates_allowed = false;
  bool in_aggregate = false;
  bool has_aggregate = false;
  std::set<std::string> group_keys;  // their SQL
  bool grouping_checked = false;     // columns outside of aggregates are noted
  std::vector<const ScopeColumn*> ungrouped;
};

class Translator {
 public:
  explicit Translator(TranslationContext& context) : context_(context) {}

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  // A whole query, with ORDER BY and LIMIT.
  TranslatedQuery query(const sqlparse::Query& query, Scope* outer = nullptr);

  // ---- for INSERT, UPDATE and DELETE ----
  // The one table of a statement; its FROM clause in `sql`.
  bool open_table(const sqlparse::TableName& name, Scope& scope, std::string& sql);
  Typed expression(const sqlparse::Expression& expression, Scope& scope);
  // A WHERE condition.
  std::string condition(const sqlparse::Expression& expression, Scope& scope, std::string_view clause);
  std::string order_by(sqlparse::NodeList<sqlparse::OrderItem> items, Scope& scope);
  // " LIMIT n OFFSET m", or nothing.
  std::string limit(const sqlparse::Limit* limit);
  void set_clause(std::string_view clause) { clause_ = clause; }
  // VALUES(column) in ON DUPLICATE KEY UPDATE: what they stand for.
  void set_values_scope(Scope* scope) { values_scope_ = scope; }

 private:
  friend struct FunctionTable;

  // ---- expressions ----
  Typed fail(Error error);
  Typed refuse(std::string_view construct) { return fail(not_supported_here(construct)); }
  std::string_view source(const sqlparse::Node& node) const;
  Typed dispatch(const sqlparse::Expression& expression, Scope& scope);
  Typed constant(const Value& value);
  Typed column(const sqlparse::ColumnRef& reference, Scope& scope);
  const ScopeColumn* find_column(const sqlparse::ColumnRef& reference, Scope& scope, bool& ambiguous);
  const Scope::Item* find_item(const sqlparse::ColumnRef& reference, const Scope& scope) const;
  Typed unary(const sqlparse::Unary& unary, Scope& scope);
  Typed binary(const sqlparse::Binary& binary, Scope& scope);
  Typed arithmetic(sqlparse::BinaryOp op, Typed left, Typed right, std::string_view text);
  Typed calculate(sqlparse::BinaryOp op, Typed left, Typed right, std::string_view text);
  Typed bits(sqlparse::BinaryOp op, Typed left, Typed right);
  Typed interval(const sqlparse::Expression& date, const sqlparse::Interval& interval, bool subtract,
                 Scope& scope);
  Typed case_of(const sqlparse::Case& node, Scope& scope);
  Typed cast_to(const sqlparse::Cast& node, Scope& scope);
  Typed collate(const sqlparse::Collate& node, Scope& scope);
  Typed system_variable(const sqlparse::SystemVariable& node);
  Typed user_variable(const sqlparse::UserVariable& node);
  Typed scalar_subquery(const sqlparse::Query& query, Scope& scope);

  // ---- comparisons ----
  Typed compare(sqlparse::BinaryOp op, const Typed& left, const Typed& right);
  Typed compare_rows(sqlparse::BinaryOp op, const sqlparse::Row& left, const sqlparse::Row& right,
                     Scope& scope);
  Typed between(const sqlparse::Between& node, Scope& scope);
  Typed in_list(const sqlparse::InList& node, Scope& scope);
  Typed in_subquery(const sqlparse::InSubquery& node, Scope& scope);
  Typed like(const sqlparse::Like& node, Scope& scope);
  Typed is_test(const sqlparse::IsTest& node, Scope& scope);
  Typed logical(sqlparse::BinaryOp op, Typed left, Typed right);
  // Both sides as one comparable kind; false when that is not known.
  bool comparable(Typed& left, Typed& right, std::string& collate);
  // A constant text beside a number or a date becomes one, where MySQL does so.
  bool adapt_constant(Typed& constant, const Typed& other);

  // ---- conversions ----
  Typed as_text(Typed value);
  Typed as_double(Typed value);
  Typed as_exact(Typed value);  // Int or Decimal, else refused
  Typed as_boolean(Typed value);
  Typed as_datetime(Typed value);
  Typed as_integer(Typed value);  // an Int argument of a function
  Typed convert(Typed value, const Type& to);
  // A computed decimal rounded to the scale that it is shown with, as MySQL's
  // temporary tables hold it; everything else as it is.
  static Typed as_shown(Typed value);
  // The type of CASE, IF, COALESCE, UNION over these.
  Type merge_types(std::span<const Typed> values);
  bool merge_collations(Type& into, const Type& other, std::string_view operation);
  // The SQL with the collation that orders or compares it, where it needs one.
  std::string ordered(const Typed& value) const;

  // ---- functions ----
  Typed function(const sqlparse::FunctionCall& call, Scope& scope);
  Typed aggregate(const sqlparse::FunctionCall& call, std::string_view name, Scope& scope);
  Typed window(const sqlparse::FunctionCall& call, std::string_view name, Scope& scope);

  // ---- queries ----
  struct Body {
    std::string sql;
    std::vector<ResultColumn> columns;
    bool compound = false;
    bool single_row = false;
  };
  TranslatedQuery query_in(const sqlparse::Query& query, Scope* outer);
  Body body(const sqlparse::QueryBody& body, const sqlparse::Query* owner, Scope* outer);
  Body select(const sqlparse::Select& select, const sqlparse::Query* owner, Scope* outer);
  Body set_operation(const sqlparse::SetOperation& operation, Scope* outer);
  std::string from(sqlparse::NodeList<sqlparse::TableReference> references, Scope& scope);
  std::string table_reference(const sqlparse::TableReference& reference, Scope& scope, bool nullable);
  std::string join(const sqlparse::Join& join, Scope& scope, bool nullable);
  std::string join_using(const std::vector<std::string>& names, Scope& scope, std::size_t left_tables,
                         bool right_join);
  std::string named_table(const sqlparse::TableName& name, Scope& scope, bool nullable);
  std::string derived_table(const sqlparse::DerivedTable& derived, Scope& scope, bool nullable);
  void add_derived(Scope& scope, std::string alias, const std::string& sql_alias,
                   const TranslatedQuery& query, sqlparse::NameList names, bool nullable);
  void select_items(const sqlparse::Select& select, Scope& scope);
  void star(const sqlparse::Star& star, Scope& scope);
  std::string group_by(const sqlparse::Select& select, Scope& scope);
  void check_grouping(const sqlparse::Select& select, Scope& scope, std::size_t item,
                      std::string_view clause);
  std::string order_item(const sqlparse::OrderItem& item, Scope& scope, bool after_distinct);
  bool covers_primary_key(const ScopeColumn& column, const Scope& scope) const;
  std::string next_alias() { return "T" + std::to_string(++aliases_); }

  TranslationContext& context_;
  std::optional<Error> error_;
  std::string clause_ = "field list";
  unsigned aliases_ = 0;
  Scope* values_scope_ = nullptr;
  bool locking_ = false;
  struct CommonTable {
    std::string name;
    std::string sql_name;
    TranslatedQuery query;
    sqlparse::NameList names;
  };
  std::vector<CommonTable> common_tables_;
};

}  // namespace mallshard::embedded
