// One parse in progress: every production of the grammar. Internal.
//
// Errors are sticky: fail() remembers the first offending token and moves the
// cursor to the End token, where every loop stops and nothing more is accepted.
// Productions therefore go on without checking; what they return after a
// failure is thrown away with the whole tree. They may return nullptr.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "sqlparse/arena.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/function_syntax.h"
#include "sqlparse/level.h"
#include "sqlparse/node_stack.h"
#include "sqlparse/parser.h"
#include "sqlparse/parser_cursor.h"
#include "sqlparse/parser_terms.h"
#include "sqlparse/schema_options.h"

namespace mallshard::sqlparse {

class ParserRun : private ParserCursor {
 public:
  ParserRun(const TokenView& tokens, Arena& arena, const ParseOptions& limits);

  // The statement, or nullptr with error() set.
  Statement* run();
  [[nodiscard]] ParseError error() const;
  [[nodiscard]] std::uint32_t blamed_of_pair(std::uint32_t token) const noexcept;
  // The nodes of a plain row that an earlier run over these tokens has read.
  Row* row_again(const ValueRow& row);
  [[nodiscard]] std::uint32_t parameter_count() const noexcept { return parameters_; }

 private:
  // Where the servers read no subquery.
  class NoSubqueries {
   public:
    NoSubqueries(ParserRun& run, bool here) : run_(run), outer_(std::exchange(run.no_subqueries_, here)) {}
    ~NoSubqueries() { run_.no_subqueries_ = outer_; }
    NoSubqueries(const NoSubqueries&) = delete;
    NoSubqueries& operator=(const NoSubqueries&) = delete;

   private:
    ParserRun& run_;
    bool outer_;
  };

  // --- names (parse_names.cpp) ---
  Name any_word();      // identifier or keyword of any kind
  Name charset_name();  // also BINARY, 'utf8'
  Name collation_name();
  NameList names_in_parentheses();
  NameList names();   // a, b, c
  Name field_name();  // a, t.a, db.t.a where a server takes them for a column of the table at hand
  bool at_dotted_name() const noexcept;
  Name dotted_name();  // a, MariaDB's .a: keys and constraints
  bool has_name_for_each_mode(const Token& token) const noexcept;
  Name name_behind_dot();  // of what parentheses may follow
  Name plain_name();       // no word of the grammar
  TableName* table_name();
  NodeList<TableName> table_names();
  ColumnRef* column_ref();
  Name variable_name(std::uint32_t token);

  // --- single tokens (parse_value_token.cpp) ---
  bool accept_words(std::initializer_list<Keyword> words) noexcept;
  bool accept_equals() noexcept;  // = or :=
  bool accept_distinct() noexcept;
  bool accept_plain_not() noexcept;  // HIGH_NOT_PRECEDENCE has another NOT, which not every clause knows
  bool integer_up_to(std::string_view limit) const noexcept;
  bool at_small_integer() const noexcept;  // below 2^31
  bool at_integer() const noexcept;        // below 2^64
  void small_integer();
  bool at_hex_number() const noexcept;
  bool at_whole_number() const noexcept;  // below 2^64, or 0xff
  bool is_zero() const noexcept;          // of a whole number
  bool accept_whole_number();
  void whole_number();
  void number(HexNumber hex);  // 1, 1.5, 1e3
  void text_string();          // 'x', x'41', b'01'
  TokenRange one_token(TokenKind kind);
  bool at_replica() const noexcept;
  bool accept_replica() noexcept;
  bool accept_replicas() noexcept;

  // --- expressions (parse_expression.cpp, parse_primary.cpp, parse_function.cpp) ---
  Expression* expression() { return operators(Level::Or); }
  Expression* bit_expression() { return operators(Level::BitOr); }
  Expression* operators(Level lowest);
  Expression* plain_operand();
  Expression* operators_after(Expression* left, std::uint32_t first, Level left_level, Level lowest);
  bool starts_predicate() const;
  Expression* plus_interval(BinaryOp op, Expression* left, std::uint32_t first);
  Expression* binary(BinaryOp op, Expression* left, std::uint32_t first, Level right_level);
  Expression* comparison(BinaryOp op, Expression* left, std::uint32_t first);
  Expression* is_test(Expression* left, std::uint32_t first);
  Expression* predicate(Expression* left, std::uint32_t first);
  Expression* in_predicate(Expression* left, std::uint32_t first, bool negated);
  Expression* in_query(Expression* left, std::uint32_t first, bool negated, Query* query);
  Expression* logical_chain(BinaryOp op, Expression* left, std::uint32_t first, Level operand_level);
  Expression* balanced(BinaryOp op, NodeList<Expression> blocks);
  Expression* not_expression();
  Expression* unary();
  Expression* unary_of(UnaryOp op);
  Expression* postfix(Expression* operand, std::uint32_t first) {
    const bool none = !is(Keyword::Collate) && !is(TokenKind::Arrow) && !is(TokenKind::ArrowText);
    return none ? operand : postfix_after(operand, first);
  }
  Expression* postfix_after(Expression* operand, std::uint32_t first);
  Expression* primary();
  Expression* primary_word();
  Expression* word_call();
  Expression* generic_word_call(bool spaced);
  // `( ... )` is known to be a query or an expression only at its end.
  struct QueryOrExpression {
    Query* query = nullptr;
    Expression* expression = nullptr;
  };
  QueryOrExpression parenthesised_query_or_expression();
  Expression* parenthesised();
  Expression* parenthesised_items(Expression* first_item, std::uint32_t first);
  Query* nested_query();
  Subquery* subquery_of(Query* query, std::uint32_t first);
  bool interval_is_function();
  static bool is_simple_unit(Keyword keyword) noexcept;
  static bool is_compound_unit(Keyword keyword) noexcept;
  Name interval_unit();
  VariableScope scope_word() const;
  Expression* literal();
  Expression* temporal_literal(LiteralKind kind);
  Expression* any_literal();
  Name system_variable_name(VariableScope scope);
  Expression* keyword_literal(LiteralKind kind);
  Expression* parameter();
  Expression* odbc_escape();
  Expression* user_variable();
  UserVariable* plain_user_variable();
  Expression* system_variable();
  Expression* column_or_call();
  Expression* case_expression();
  Expression* interval_expression();
  Expression* interval_sum(Interval* amount, std::uint32_t first);
  Interval* interval();
  Expression* exists_expression(std::uint32_t first);
  Expression* row_constructor(std::uint32_t first);
  Expression* match_expression(std::uint32_t first);
  Expression* default_expression(std::uint32_t first);
  Expression* values_expression(std::uint32_t first);
  NodeList<Expression> expression_list();  // a, b, c (one at least)
  Query* subquery_in_parentheses();
  bool starts_query(std::uint32_t distance) const;
  bool starts_query_here() const { return starts_query(0); }

  // --- functions (parse_function.cpp, parse_aggregate.cpp) ---
  Expression* generic_call(std::uint32_t first, Name schema, Name function, bool spaced);
  NodeList<Expression> aliased_arguments();
  Expression* keyword_call(const FunctionSyntax& syntax);
  void keyword_arguments(FunctionCall* call, const FunctionSyntax& syntax);
  void special_arguments(FunctionCall* call, CallSyntax syntax);
  void keyword_call_tail(FunctionCall* call, CallSyntax syntax);
  void one_argument(FunctionCall* call, Expression* argument);
  void counted_arguments(FunctionCall* call, const FunctionSyntax& syntax);
  void moment_arguments(FunctionCall* call);
  Expression* no_parens_call();
  void trim_arguments(FunctionCall* call);
  void substring_arguments(FunctionCall* call);
  void date_arithmetic_arguments(FunctionCall* call, bool takes_days);
  void char_arguments(FunctionCall* call);
  void word_first_arguments(FunctionCall* call, bool format);
  void weight_string_arguments(FunctionCall* call);
  void weight_levels();
  void any_number();
  void dynamic_columns_arguments(FunctionCall* call, bool has_blob);
  void column_get_arguments(FunctionCall* call);
  Expression* typed_argument(Expression* value, std::uint32_t first, std::uint32_t type);
  void dynamic_column_type();
  ColumnRef* sequence_name();
  void setval_arguments(FunctionCall* call);
  Expression* signed_integer();
  Expression* number_with_plus(HexNumber hex);
  Expression* unsigned_integer();
  Expression* next_value_for();
  Expression* summed_expression();
  void count_arguments(FunctionCall* call);
  void group_concat_arguments(FunctionCall* call, bool takes_separator);
  Limit* plain_limit();
  void json_objectagg_arguments(FunctionCall* call);

  // --- types of CAST (parse_cast.cpp) ---
  Expression* cast_expression(std::uint32_t first);
  Expression* convert_expression(std::uint32_t first);
  Literal* one_string();
  void cast_type();
  void mariadb_cast_type();
  void cast_charset();
  void type_length(bool required);
  void type_length_and_decimals();
  bool accept_integer_word();

  // --- JSON_VALUE and JSON_TABLE (parse_json.cpp) ---
  void duality_arguments(FunctionCall* call);
  void json_value_arguments(FunctionCall* call);
  void json_responses(JsonResponse*& on_empty, JsonResponse*& on_error, bool in_order);
  Expression* signed_literal();
  Expression* text_literal();
  Expression* json_path();
  TableReference* json_table();
  NodeList<JsonColumn> json_columns();
  JsonColumn* json_column();

  // --- windows (parse_window.cpp) ---
  void window_tail(FunctionCall* call, bool nulls);
  Expression* stable_integer();
  void ntile_arguments(FunctionCall* call);
  void lead_lag_arguments(FunctionCall* call);
  void nth_value_arguments(FunctionCall* call);
  void nth_value_tail(FunctionCall* call);
  void inverse_distribution_tail(FunctionCall* call);
  void percentile_tail(FunctionCall* call);
  WindowSpec* over_clause();
  NodeList<Expression> partition_list();
  WindowSpec* window_spec();
  WindowFrame* window_frame();
  FrameExclusion frame_exclusion();
  FrameBoundKind frame_bound(Expression*& offset);
  Expression* frame_offset();

  // --- tables (parse_table.cpp) ---
  NodeList<TableReference> table_references();
  TableReference* table_reference();
  bool at_lone_table() const noexcept;
  TableReference* joined_after(TableReference* left, std::uint32_t first);
  TableReference* table_factor();
  TableReference* odbc_join();
  bool join_operator(Join* join);
  void join_condition(Join* join, std::uint32_t right_first);
  TableReference* without_conditions(Join* open, TableReference* last, std::uint32_t last_first);
  TableReference* joined_to_first_table(Join* join, TableReference* operand, std::uint32_t operand_first,
                                        std::uint32_t first);
  struct QueryOrTable {
    Query* query = nullptr;
    TableReference* table = nullptr;
  };
  QueryOrTable parenthesised_query_or_table();
  TableReference* parenthesised_table();
  void system_time(TableName* table);
  TokenRange table_sample();
  Expression* history_point();
  NameList index_names();
  TableReference* derived_table(std::uint32_t first, Query* query, bool lateral);
  TableReference* named_table();
  void table_decorations(TableName* table);
  // AS name, name; nothing
  Name table_alias() {
    if (accept(Keyword::As) || (old_names() && accept(TokenKind::Equal))) {
      return mariadb() && is(Keyword::Window) ? refused_name() : name();
    }
    return at_name() && !(mariadb() && is(Keyword::Window)) ? name() : Name{};
  }
  NodeList<IndexHint> index_hints();

  // --- queries (parse_query.cpp, parse_select.cpp) ---
  Query* query_expression();
  Query* query_expression_after(Query* parenthesised);
  void query_after_with(Query* query);
  void query_tail(Query* query);
  static Into* early_into(QueryBody* body);
  void late_into(Query* query);
  void procedure_clause(Query* query);
  QueryBody* query_body(QueryBody* first_operand, std::uint32_t first);
  QueryBody* query_intersection(QueryBody* first_operand, std::uint32_t first);
  QueryBody* query_primary(bool leading, bool bare);
  QueryBody* set_operation(SetOperator op, QueryBody* left, std::uint32_t first);
  bool set_operator(SetOperator& op) const;
  bool continues_query() const;
  With* with_clause();
  Select* select(bool leading);
  // Of the comment right behind the token (parse_hint.cpp).
  OptimizerHints* hints(std::uint32_t word) {
    return tokens_.comments.empty() ? nullptr : hints_behind(word);
  }
  OptimizerHints* hints_behind(std::uint32_t word);
  void select_options(Select* select);
  void select_clauses(Select* select);
  NodeList<SelectItem> select_items();
  NodeList<SelectItem> unnamed_items();
  SelectItem* select_item();
  // [AS] name, [AS] 'text'; nothing
  Name select_alias() {
    if (accept(Keyword::As)) return name_or_string();
    return is(TokenKind::String) || at_name() ? name_or_string() : Name{};
  }
  Expression* star_or_expression();
  void group_by(Select* select);
  NodeList<OrderItem> group_items();
  NodeList<OrderItem> grouping_sets();
  NodeList<NamedWindow> window_clause();
  OrderItem* order_item();
  NodeList<OrderItem> order_items();
  NodeList<OrderItem> order_by_clause();
  Limit* limit_clause();
  Limit* count_limit();
  Limit* fetch_clause();
  Expression* limit_value();
  NodeList<LockingClause> locking_clauses();
  LockingClause* locking_clause();
  Into* into_clause();
  QueryBody* values_query();
  ColumnRef* quoted_variable();
  Row* value_row();
  Expression* value_or_default();

  // --- statements ---
  Statement* any_statement();
  Statement* keyword_statement(std::uint32_t first);
  Statement* administrative_statement();
  Statement* with_statement();
  Statement* query_statement();
  static StatementKind query_kind(const QueryBody* body);
  Statement* insert_statement();
  void insert_source(InsertStatement* insert);
  Statement* update_statement(With* with, std::uint32_t first);
  Statement* delete_statement(With* with, std::uint32_t first);
  NodeList<Assignment> assignments();
  bool insert_query_in_parentheses() const;
  void insert_columns(InsertStatement* insert);
  enum class ValuesAfter : std::uint8_t { Table, Columns };
  void find_values_word(const Token* first, ValuesAfter after);
  void refuse_values_word();
  ColumnRef* insert_column();
  void insert_rows(InsertStatement* insert);
  bool plain_row();
  void values_as_query(InsertStatement* insert);
  void row_alias(InsertStatement* insert);
  void portion_of(TableName* table);
  void delete_from(DeleteStatement* made);
  void delete_history(DeleteStatement* made);
  void refuse_history_as_name();
  void delete_rows(DeleteStatement* made);
  NodeList<TableName> delete_target_with_dot();
  NodeList<TableName> delete_targets();
  Statement* load_statement();
  void load_source(LoadDataStatement* load);
  void load_format();
  void load_columns(LoadDataStatement* load);
  void load_bulk_options();
  TokenRange file_format();
  void file_charset();
  void file_text();
  void file_separators();
  Statement* do_statement();
  Statement* call_statement();
  Statement* handler_statement();
  void handler_read(HandlerStatement* handler);
  static bool handler_step(Keyword keyword) noexcept;
  bool is_leading_dot(std::uint32_t token) const noexcept;

  Statement* create_statement();
  Statement* create_with_attributes(std::uint32_t first, bool or_replace);
  bool view_attributes();
  Query* query_without_into();
  Statement* create_view(std::uint32_t first, StatementKind kind, bool or_replace, std::uint32_t attributes);
  Statement* create_index(std::uint32_t first, bool or_replace);
  TokenRange algorithm_and_lock();
  bool algorithm_or_lock();
  Statement* database_statement(std::uint32_t first, StatementKind kind, bool or_replace);
  SchemaOption* database_option(StatementKind kind);
  void upgrade_directory_name(DatabaseStatement* database);
  Statement* create_mysql_object(std::uint32_t first, bool or_replace);

  // --- storage (parse_storage.cpp) ---
  Statement* sequence_statement(std::uint32_t first, StatementKind kind, bool or_replace);
  SchemaOption* sequence_option(bool alter);
  Statement* drop_sequence(std::uint32_t first, bool temporary);
  Statement* tablespace_statement(std::uint32_t first, StatementKind kind);
  void tablespace_file(TablespaceStatement* tablespace, Keyword word);
  void undo_tablespace(TablespaceStatement* tablespace);
  void alter_tablespace(TablespaceStatement* tablespace);
  Statement* foreign_server_statement(std::uint32_t first, StatementKind kind, bool or_replace);
  void refuse_repeated(NodeList<SchemaOption> options);
  Statement* library_statement(std::uint32_t first, StatementKind kind);
  Statement* masking_policy_statement(std::uint32_t first, StatementKind kind);
  Statement* resource_group_statement(std::uint32_t first, StatementKind kind);
  Statement* spatial_reference_statement(std::uint32_t first, StatementKind kind, bool or_replace);

  // --- maintenance (parse_maintenance.cpp) ---
  Statement* key_cache_statement(std::uint32_t first, StatementKind kind);
  KeyCacheItem* key_cache_item(bool partitions);
  NameList index_name_list();
  Statement* import_table_statement();
  void maintenance_options(TableMaintenanceStatement* maintenance);
  void check_words();
  void repair_words();
  void histogram_options(TableMaintenanceStatement* maintenance);
  void maintained_tables(TableMaintenanceStatement* maintenance);
  StatisticsScope* statistics_scope(std::uint32_t table);
  TokenRange wait_clause();
  bool if_exists();
  bool if_not_exists();

  Statement* create_table(std::uint32_t first, bool or_replace);
  void create_elements(CreateTableStatement* create);
  void create_select(CreateTableStatement* create);
  Node* table_element();
  Node* constraint_element(bool has_constraint, Name constraint, std::uint32_t first);
  IndexDefinition* index_definition(IndexKind kind, std::uint32_t first);
  TokenRange index_type();
  NodeList<SchemaOption> index_options(IndexKind kind);
  SchemaOption* index_option();
  [[nodiscard]] bool has_vector_index() const noexcept { return mariadb() && version_ >= 110700; }
  NodeList<KeyPart> key_parts(IndexKind kind);
  KeyPart* bare_key_part();
  KeyPart* key_part();
  std::uint32_t unsigned_number();
  Node* foreign_key(bool has_constraint, Name constraint, std::uint32_t first);
  References* references();
  CheckConstraint* check_constraint(std::uint32_t first);
  bool enforcement(CheckConstraint* check);
  bool key_if_not_exists();
  PeriodDefinition* period_definition(std::uint32_t first);

  // --- options (parse_schema_option.cpp) ---
  enum class EngineOptions : std::uint8_t { No, Yes };
  enum class OptionCommas : std::uint8_t { Never, Optional, Always };
  enum class Hex : std::uint8_t { No, Yes };
  NodeList<SchemaOption> table_options();
  SchemaOption* table_option();
  SchemaOption* charset_option();
  NodeList<SchemaOption> schema_options(OptionRules rules, OptionCommas commas, EngineOptions own);
  SchemaOption* schema_option(OptionRules rules, EngineOptions own);
  bool at_engine_option() const noexcept;
  SchemaOption* option_by(const OptionRule& rule);
  SchemaOption* engine_option();
  void option_value(SchemaValue kind, SchemaOption* option);
  void option_words(SchemaValue kind, SchemaOption* option);
  void external_files();
  void external_format();
  std::uint64_t number(Hex hex);
  std::uint64_t number_at(std::uint32_t token) const;
  static std::uint64_t hex_number(std::string_view text);
  void integer_with_sign();

  // --- partitions (parse_partition.cpp) ---
  Partitioning* partitioning();
  PartitionScheme* partition_scheme(bool subpartitions);
  void system_time_scheme(PartitionScheme* scheme);
  void key_algorithm(PartitionScheme* scheme);
  void partition_count(PartitionScheme* scheme, Keyword word);
  NodeList<PartitionDefinition> partition_definitions();
  PartitionDefinition* partition_definition();
  PartitionDefinition* subpartition_definition();
  void partition_values(PartitionDefinition* partition);
  NodeList<Expression> partition_value_list();
  bool at_plugin_type() const noexcept;
  Expression* partition_value();
  NodeList<Expression> partition_rows();
  void refuse_maxvalue(const Expression* value);
  // --- (check_partitions.cpp) ---
  struct PartitionKnowledge {
    bool method_known = false;
    PartitionMethod method = PartitionMethod::Hash;
    std::size_t columns = 0;  // 0: not known yet
    std::uint64_t subpartitions = 0;
    bool adding = false;  // ALTER TABLE adds to what is there
  };
  void check_partitioning(const Partitioning& partitioning, std::uint32_t definitions);
  void check_partitions(const Partitioning* partitioning, NodeList<PartitionDefinition> definitions);
  bool check_values(const PartitionDefinition& partition, PartitionKnowledge& known);
  bool check_value(const Expression* value, PartitionValues kind);
  enum class SubqueriesIn : std::uint8_t { Refused, Allowed };
  void check_partition_function(const PartitionScheme* scheme, SubqueriesIn subqueries);
  bool check_partition_constant(const Expression* value, std::uint32_t blamed);
  bool enough_values(const PartitionDefinition& partition, std::size_t values, PartitionKnowledge& known);
  bool check_subpartitions(const PartitionDefinition& partition, const PartitionDefinition& first,
                           const PartitionKnowledge& known);
  // --- partitions (parse_partition.cpp) ---
  void alter_partition(AlterAction* action);
  void alter_add_partition(AlterAction* action, std::uint32_t first);
  TokenRange partition_validation();
  void exchange_partition(AlterAction* action, std::uint32_t first);
  void convert_partition(AlterAction* action, std::uint32_t first);
  void local_word();

  // --- columns (parse_column.cpp, parse_data_type.cpp) ---
  enum class ColumnContext : std::uint8_t { New, Changed };  // CHANGE and MODIFY take no REFERENCES
  ColumnDefinition* column_definition(ColumnContext context);
  void refuse_words_behind_dots(std::uint32_t first, const Node* references);
  DataType* data_type();
  void plugin_type(DataType* type);
  void type_length(DataType* type, TypeLength length);
  void numeric_attributes(DataType* type);
  void charset_attributes(DataType* type);
  void compressed_attribute();
  std::uint32_t length_number();
  std::uint32_t small_number(std::uint32_t blamed);
  void mysql_attributes(ColumnDefinition* column);
  bool mysql_attribute(ColumnDefinition* column);
  void mariadb_attributes(ColumnDefinition* column);
  static bool takes_collation(const DataType* type) noexcept;
  bool mariadb_collation(ColumnDefinition* column);
  bool serial_attribute() const;
  bool can_be_compressed(const DataType& type) const;
  bool names_compression(const DataType* type) const;
  bool mariadb_attribute(ColumnDefinition* column);
  bool word_attribute(ColumnDefinition* column);
  void gather_checks(ColumnDefinition* column);
  ColumnAttribute* push_attribute(ColumnAttributeKind kind, std::uint32_t first);
  void push_option_attribute(SchemaOption* option);
  void column_check();
  void column_references(ColumnDefinition* column);
  void generated_column(ColumnDefinition* column);
  Expression* default_value(bool& parenthesised);
  Expression* on_update_value();

  Statement* alter_statement();
  Statement* alter_table(std::uint32_t first, bool online, bool ignore);
  void alter_actions();
  bool at_standalone_action() const;
  bool at_table_option();
  AlterAction* alter_action();
  void alter_order(AlterAction* action);
  void alter_other(AlterAction* action);
  void alter_option(AlterAction* action);
  void alter_add(AlterAction* action);
  void alter_add_constraint(AlterAction* action);
  void alter_add_column(AlterAction* action);
  void alter_drop(AlterAction* action);
  void alter_drop_versioning(AlterAction* action, std::uint32_t first);
  void alter_rename(AlterAction* action);
  void alter_alter(AlterAction* action);
  bool alter_column(AlterAction* action);
  void alter_column_position(AlterAction* action);

  Statement* drop_statement();
  Statement* drop_table(std::uint32_t first);
  DropBehaviour drop_behaviour();
  Statement* truncate_statement();
  Statement* rename_statement();

  Statement* begin_statement();
  Statement* start_statement();
  Statement* commit_statement();
  Statement* rollback_statement();
  Statement* savepoint_statement();
  Statement* release_statement();
  Statement* xa_statement();
  void xa_tail(StatementKind kind);
  void xid();
  std::size_t text_bytes(std::uint32_t token) const;
  void completion_type(TransactionStatement* transaction);

  Statement* set_statement();
  bool assignment_follows() const noexcept;
  Statement* set_special(std::uint32_t first);
  bool at_account_item() const noexcept;
  Statement* set_account(std::uint32_t first);
  Statement* set_password(std::uint32_t first);
  Statement* set_role(std::uint32_t first);
  Statement* set_default_role(std::uint32_t first);
  Statement* set_resource_group(std::uint32_t first);
  SetItem* account_item(SetItem* item);
  Name assigned_name_part(bool scoped);
  void assigned_variable_name();
  Name assigned_user_variable();
  Statement* set_transaction(std::uint32_t first, VariableScope scope);
  Statement* set_for_statement(std::uint32_t first);
  NodeList<SetItem> set_items();
  SetItem* set_item();
  void set_system_variable(SetItem* item);
  void set_names(SetItem* item);
  Expression* set_value();
  VariableScope variable_scope();
  IsolationLevel isolation_level();

  Statement* show_statement();
  ShowKind show_kind(ShowStatement* show);
  void show_modifiers(ShowStatement* show);
  ShowKind show_create();
  ShowKind show_program_or_replication(Keyword next);
  ShowKind show_replication(Keyword next);
  ShowKind show_mariadb_other();
  void show_table(ShowStatement* show);
  void show_rest(ShowStatement* show);
  void show_profile();
  void show_channel();
  ShowKind show_count();
  ShowKind show_engine(ShowStatement* show);
  void show_object(ShowStatement* show);
  void show_filter(ShowStatement* show);
  Statement* describe_statement();
  bool explain_option_here() const;
  bool starts_explained() const;
  Statement* explain_after(std::uint32_t first, StatementKind kind);
  void explained_connection(ExplainStatement* made);
  Statement* use_statement();

  Statement* prepare_statement();
  Expression* prepared_source();
  Statement* execute_statement();
  Statement* deallocate_statement(std::uint32_t first);
  Statement* kill_statement();
  Statement* lock_statement();
  TableLock table_lock();
  Statement* unlock_statement();
  Statement* maintenance_statement();

  // --- accounts (parse_account.cpp, parse_grant.cpp) ---
  bool at_role_name() const noexcept;
  Account* account(AccountRule rule);
  NodeList<Account> account_list(AccountRule rule);
  NodeList<AccountSpec> plain_accounts(AccountRule rule);
  AccountSpec* plain_account(AccountRule rule);
  TokenRange hash_token();
  Authentication* mysql_identified();
  AccountSpec* mysql_new_account();
  static void mark_factor(Authentication* made, std::uint32_t first, AuthenticationAction action);
  TokenRange factor();
  void replaced_password(Authentication* made);
  void mysql_changed_account(AccountSpec* spec);
  Authentication* changed_factor(Keyword verb);
  Authentication* factor_registration();
  AccountSpec* mariadb_account();
  Authentication* mariadb_plugin(std::uint32_t first, AuthenticationAction action);
  NodeList<AccountSpec> new_accounts();
  void require_clause();
  bool resource_limit();
  void resource_limits();
  bool mysql_account_option();
  void mysql_password_option();
  void mariadb_account_options();
  void account_clauses(AccountStatement* made);
  Statement* create_user(std::uint32_t first, bool or_replace);
  Statement* alter_user(std::uint32_t first);
  Statement* alter_listed_users(AccountStatement* made, AccountSpec* first_user);
  void current_user_changed(AccountSpec* spec);
  void role_choice(AccountStatement* made);
  Statement* drop_account(std::uint32_t first);
  Statement* create_role(std::uint32_t first, bool or_replace);
  Statement* rename_user(std::uint32_t first);

  // The first privilege and role of a list that exclude the other use of the list.
  struct PrivilegeListFacts {
    std::uint32_t first_static = kNoToken;
    std::uint32_t first_role = kNoToken;
    bool columns = false;
  };
  Privilege* static_privilege();
  Privilege* dynamic_privilege_or_role();
  void privilege_list(GrantStatement* made, PrivilegeListFacts& facts);
  void grant_object(GrantStatement* made);
  Statement* grant_statement();
  void refuse_as_role(std::uint32_t privilege, Keyword next);
  Statement* grant_on(GrantStatement* made, const PrivilegeListFacts& facts);
  bool grant_option();
  void grant_as();
  NodeList<AdminClause> with_option(Keyword which);
  bool at_mariadb_role(Keyword after) const noexcept;
  void mariadb_role(GrantStatement* made);
  Statement* revoke_statement();
  Statement* revoke_from(GrantStatement* made, AccountRule rule);

  // --- the server (parse_server.cpp, parse_replication.cpp, parse_diagnostics.cpp) ---
  // Pushes the clause whose words run from `first` to here; `value` reads what follows.
  template <class Value>
  void clause(std::uint32_t first, Value&& value, Secrecy secrecy = Secrecy::Open) {
    auto* made = node<AdminClause>(first);
    made->words = range_from(first);
    const std::uint32_t start = at();
    value();
    made->value = range_from(start);
    made->secret = secrecy == Secrecy::Secret;
    stack_.push(finish(made));
  }
  ServerStatement* server_statement(std::uint32_t first, StatementKind kind);
  Statement* flush_statement();
  Statement* flush_tables(std::uint32_t first, bool no_log);
  bool flush_log_option();
  bool mysql_flush_option();
  bool mariadb_flush_option();
  bool accept_flushable_table();
  Statement* reset_statement();
  void persisted_variable();
  void reset_option();
  Statement* purge_statement();
  Statement* install_statement();
  Statement* install_component(std::uint32_t first);
  Statement* uninstall_statement();
  Statement* binlog_statement();
  Statement* clone_statement();
  Statement* help_statement();
  Statement* shutdown_statement();
  Statement* restart_statement();
  Statement* backup_statement();
  Statement* alter_instance(std::uint32_t first);
  void replication_option();
  void zero_or_one();
  void server_ids(HexNumber hex);
  void channel();
  Statement* change_statement();
  void replication_filter();
  Statement* start_replica();
  Statement* stop_replica();
  bool replica_words(ServerStatement* made);
  void replica_threads();
  void replica_until();
  void connection_option(Keyword word);
  Statement* signal_statement();
  void sqlstate();
  Expression* simple_value();
  Statement* get_diagnostics_statement();

  // --- stored programs (parse_program.cpp, parse_routine.cpp, parse_event.cpp) ---
  struct Local {
    std::string_view name;
    bool integer = false;
  };
  void declare_local(const Name& name, const DataType* type);
  const Local* find_local(std::string_view name) const noexcept;
  bool is_integer_type(const DataType& type) const noexcept;
  bool at_function_word() const noexcept {
    return current_->keyword != Keyword::None && next_is(TokenKind::LeftParen) && is_adjacent_function(at());
  }
  bool is_adjacent_function(std::uint32_t token) const noexcept;
  bool at_merged_word() const noexcept;
  bool at_label() const noexcept;
  Name label();
  ProgramStatement* program_part(std::uint32_t first, ProgramPart part);
  NameList one_name(Name name);
  Statement* program_statement();
  Statement* labelled_statement();
  ProgramStatement* control_statement(std::uint32_t first, Name name);
  void end_of(Keyword what);
  void block_content();
  bool ends_statements() const noexcept;
  void program_statements();
  void some_statements();
  void if_branches();
  void case_branches();
  [[nodiscard]] bool names_cursor(const Expression* bound) const noexcept;
  Name for_loop();
  Statement* cursor_statement();
  Statement* fetch_statement(std::uint32_t first);
  Statement* declaration();
  void error_condition();
  void handled_condition();
  Statement* cursor_declaration(std::uint32_t first, NameList name);
  DataType* program_type(TokenRange& text, TypePlace place);
  bool at_program() const noexcept;
  Account* definer();
  Statement* create_program(std::uint32_t first, bool or_replace, std::uint32_t attributes);
  void program_name(Name& schema, Name& program);
  Statement* create_routine(std::uint32_t first, bool or_replace, Account* owner);
  Statement* loadable_function(CreateRoutineStatement* made);
  void routine_header(CreateRoutineStatement* made, RoutineKind kind);
  RoutineParameter* routine_parameter(ParameterModes modes);
  bool characteristic(CharacteristicOf of);
  void used_libraries(CharacteristicOf of);
  bool foreign_language(const CreateRoutineStatement& made) const;
  void routine_body(CreateRoutineStatement* made, RoutineKind kind);
  Statement* alter_routine(std::uint32_t first);
  Statement* drop_program(std::uint32_t first);
  Statement* create_trigger(std::uint32_t first, bool or_replace, Account* owner);
  Statement* create_package(std::uint32_t first, bool or_replace, Account* owner);
  void package_items(CreateRoutineStatement* made);
  Statement* create_event(std::uint32_t first, bool or_replace, Account* owner);
  Statement* alter_event(std::uint32_t first);
  void event_schedule(EventStatement* made);
  void event_completion();
  void event_status_and_comment();

  std::uint32_t parameters_ = 0;
  // In the list of CREATE TABLE, where MariaDB refuses keys IF NOT EXISTS.
  bool creating_table_ = false;
  std::vector<Local> locals_;  // of the program being read, MySQL's only
  bool in_trigger_ = false;
  bool libraries_named_ = false;  // USING among a routine's characteristics
  // Whether a whole SELECT statement is being read, no part of one.
  enum class IntoPlace : std::uint8_t { None, Parentheses, End };
  IntoPlace into_place_ = IntoPlace::None;
  bool no_subqueries_ = false;            // HANDLER knows none
  std::uint32_t bare_end_ = kNoToken;     // what ends here takes no COLLATE: MariaDB's INTERVAL sums
  std::uint32_t values_word_ = kNoToken;  // a VALUE that MariaDB takes for VALUES
  bool takes_portion_ = false;            // the tables of UPDATE: FOR PORTION OF may follow one
  bool only_table_ = false;               // it did
  bool in_table_parentheses_ = false;
  // The query that ended with its INTO: in MySQL's parentheses nothing may follow it.
  const QueryBody* sealed_ = nullptr;
  NodeStack stack_;
};

}  // namespace mallshard::sqlparse
