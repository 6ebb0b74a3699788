// One printing in progress. Internal.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sqlparse/ast_all.h"
#include "sqlparse/level.h"

namespace mallshard::sqlparse {

class PrinterRun {
 public:
  PrinterRun(const TokenView& tokens, std::string& out) : tokens_(tokens), out_(out) {}

  void node(const Node& node);

 private:
  static Level level_of(const Expression& expression);
  static Level level_of(BinaryOp op);
  static std::string_view operator_text(BinaryOp op);
  static Level next(Level level) { return static_cast<Level>(static_cast<std::uint8_t>(level) + 1); }

  // --- words ---
  // A word or clause with one space before it, unless at the beginning, after
  // `(` or where a space already is.
  void word(std::string_view text);
  void raw(std::string_view text) { out_ += text; }
  void space();
  void name(const Name& name);
  void dotted_name(const Name& name);
  void names(NameList names);
  void names_in_parentheses(NameList names);
  void token(std::uint32_t index);
  void range(const TokenRange& range);
  template <class T>
  void list(const T& items) {
    bool first = true;
    for (const Node* item : items) {
      if (!first) raw(", ");
      first = false;
      if (item != nullptr) node(*item);
    }
  }
  template <class T>
  void list_in_parentheses(const T& items) {
    raw("(");
    list(items);
    raw(")");
  }
  // Each with a space before it.
  template <class T>
  void spaced(const T& items) {
    for (const Node* item : items) {
      space();
      node(*item);
    }
  }
  void optional(const Node* child) {
    if (child != nullptr) node(*child);
  }
  void clause(std::string_view keyword, const Node* child) {
    if (child == nullptr) return;
    word(keyword);
    node(*child);
  }
  template <class T>
  void list_clause(std::string_view keyword, const T& items) {
    if (items.empty()) return;
    word(keyword);
    list(items);
  }

  // --- expressions (print_expression.cpp) ---
  bool expression(const Node& node);
  void operand(const Expression* expression, Level least);
  void binary(const Binary& binary);
  void chain(const Binary& top);
  void unary(const Unary& unary);
  void interval_sum(const Binary& binary);
  void qualified(const Name& database, const Name& table, const Name& last);
  // The dot of `.t`, behind which even a reserved word is a name.
  void leading_dot(const Name& first);
  void variable(const SystemVariable& variable);
  void case_expression(const Case& expression);
  void is_test(const IsTest& test);
  void match(const MatchAgainst& match);
  void subquery(const Query* query);

  // --- functions (print_function.cpp) ---
  void call(const FunctionCall& call);
  void call_arguments(const FunctionCall& call);
  void window(const WindowSpec& spec);
  void frame(const WindowFrame& frame);
  void frame_bound(FrameBoundKind kind, const Expression* offset);

  // --- hints (print_hint.cpp) ---
  void hints(const OptimizerHints* hints);
  void hint(const Hint& hint);
  void hint_table(const HintTable& table);
  void hint_before(std::uint32_t token);

  // --- queries and tables (print_query.cpp) ---
  bool query_node(const Node& node);
  void query(const Query& query);
  void body(const QueryBody* body, bool parentheses);
  void select(const Select& select);
  void select_options(const Select& select);
  void set_operation(const SetOperation& operation);
  void with(const With& with);
  void limit(const Limit& limit);
  void locking(const LockingClause& clause);
  void into(const Into& into);
  void table(const TableName& table);
  void table_part(const TableName& table);
  void table_alias(const TableName& table);
  void join(const Join& join);
  void json_table(const JsonTable& table);
  void json_column(const JsonColumn& column);
  void json_response(const JsonResponse* response, std::string_view when);
  void join_operand(const TableReference* table, bool right);
  void index_hint(const IndexHint& hint);

  // --- statements (print_dml.cpp, print_schema.cpp, print_session.cpp) ---
  bool data_statement(const Node& node);
  void insert(const InsertStatement& statement);
  void value_rows(std::span<const ValueRow> rows);
  void update(const UpdateStatement& statement);
  void deleted_table(const TableName& table);
  void remove(const DeleteStatement& statement);
  void load(const LoadDataStatement& statement);
  void handler(const HandlerStatement& statement);
  bool schema_node(const Node& node);
  void create_table(const CreateTableStatement& statement);
  void alter_table(const AlterTableStatement& statement);
  void alter_action(const AlterAction& action);
  void alter_partition(const AlterAction& action);
  bool begins_with(const AlterAction& action, Keyword word) const;
  void column_attribute(const ColumnAttribute& attribute);
  bool partition_node(const Node& node);
  void partition_scheme(const PartitionScheme& scheme, bool subpartitions);
  void partition_values(const NodeList<Expression>& values);
  void partition_rows(const NodeList<Expression>& rows);
  void partition_definition(const PartitionDefinition& partition);
  bool storage_statement(const Node& node);
  void tablespace(const TablespaceStatement& statement);
  void foreign_server(const ForeignServerStatement& statement);
  void library(const LibraryStatement& statement);
  void key_cache_item(const KeyCacheItem& item);
  void key_cache(const KeyCacheStatement& statement);
  void maintenance(const TableMaintenanceStatement& statement);
  // CREATE [OR REPLACE], ALTER or DROP.
  void verb(StatementKind kind, bool or_replace);
  void index(const IndexDefinition& index);
  void constraint(bool has_constraint, const Name& name);
  bool schema_statement(const Node& node);
  void create_index(const CreateIndexStatement& statement);
  void view(const CreateViewStatement& statement);
  void database(const DatabaseStatement& statement);
  void behaviour(DropBehaviour behaviour);
  bool session_statement(const Node& node);
  void transaction(const TransactionStatement& statement);
  void set_item(const SetItem& item);
  void show(const ShowStatement& statement);
  bool admin_statement(const Node& node);
  bool written_node(const Node& node);
  void scope(VariableScope scope);

  const TokenView& tokens_;
  std::string& out_;
};

}  // namespace mallshard::sqlparse
