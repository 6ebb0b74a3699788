// Queries: SELECT, VALUES, TABLE, their combination, and what surrounds them.
//
//   SelectStatement → Query { WITH, body, ORDER BY, LIMIT, locking, INTO }
//   body: Select | SetOperation{left, right} | ValuesQuery | TableQuery
//         | Query (in parentheses, with its own ORDER BY or LIMIT)
//
// ORDER BY and LIMIT of a plain SELECT are the Query's, not the Select's.
#pragma once

#include "sqlparse/ast_function.h"
#include "sqlparse/ast_hint.h"
#include "sqlparse/ast_table.h"

namespace mallshard::sqlparse {

// One item of a select list or of RETURNING. The column name that MySQL gives
// is the alias, a column's own name, or the source text of the span
// (display_name() in select_names.h).
struct SelectItem : Node {
  static constexpr NodeKind kKind = NodeKind::SelectItem;
  Expression* value = nullptr;
  Name alias;                                 // may be spelled as a string
  std::uint32_t last_value_token = kNoToken;  // the item without its alias: first_token..last_value_token
  template <class F>
  void fields(F&& f) const {
    f("value", value);
    f("alias", alias);
  }
};

enum class OrderDirection : std::uint8_t { Default, Ascending, Descending };

struct OrderItem : Node {
  static constexpr NodeKind kKind = NodeKind::OrderItem;
  Expression* value = nullptr;
  OrderDirection direction = OrderDirection::Default;
  template <class F>
  void fields(F&& f) const {
    f("value", value);
    f("direction", direction);
  }
};

struct NamedWindow : Node {
  static constexpr NodeKind kKind = NodeKind::NamedWindow;
  Name name;
  WindowSpec* spec = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("name", name);
    f("spec", spec);
  }
};

// LIMIT count, LIMIT offset, count, LIMIT count OFFSET offset; MariaDB also
// OFFSET n ROWS FETCH NEXT n ROWS ONLY|WITH TIES, ROWS EXAMINED. Values are a
// Literal, Parameter or ColumnRef (a routine's variable).
struct Limit : Node {
  static constexpr NodeKind kKind = NodeKind::Limit;
  Expression* count = nullptr;
  Expression* offset = nullptr;
  Expression* rows_examined = nullptr;
  bool comma_form = false;  // LIMIT offset, count
  bool fetch_form = false;
  bool with_ties = false;
  template <class F>
  void fields(F&& f) const {
    f("count", count);
    f("offset", offset);
    f("rows_examined", rows_examined);
    f("with_ties", with_ties);
  }
};

enum class LockStrength : std::uint8_t { Update, Share, InShareMode };  // last: LOCK IN SHARE MODE
enum class LockWait : std::uint8_t { Default, NoWait, SkipLocked, Wait };

struct LockingClause : Node {
  static constexpr NodeKind kKind = NodeKind::LockingClause;
  LockStrength strength = LockStrength::Update;
  LockWait wait = LockWait::Default;
  Expression* wait_seconds = nullptr;  // MariaDB: WAIT n
  NodeList<TableName> of_tables;       // OF t1, t2
  template <class F>
  void fields(F&& f) const {
    f("strength", strength);
    f("wait", wait);
    f("wait_seconds", wait_seconds);
    f("of_tables", of_tables);
  }
};

enum class IntoKind : std::uint8_t { Variables, Outfile, Dumpfile };

struct Into : Node {
  static constexpr NodeKind kKind = NodeKind::Into;
  IntoKind into_kind = IntoKind::Variables;
  NodeList<Expression> variables;  // UserVariable, or ColumnRef for a routine's
  std::uint32_t file_token = kNoToken;
  TokenRange format;  // CHARACTER SET ... FIELDS ... LINES ...
  template <class F>
  void fields(F&& f) const {
    f("into_kind", into_kind);
    f("variables", variables);
    f("file", TokenRange{file_token, file_token});
    f("format", format);
  }
};

struct CommonTable : Node {
  static constexpr NodeKind kKind = NodeKind::CommonTable;
  Name name;
  NameList columns;
  Query* query = nullptr;
  TokenRange cycle;  // MariaDB: CYCLE ... RESTRICT
  template <class F>
  void fields(F&& f) const {
    f("name", name);
    f("columns", columns);
    f("query", query);
    f("cycle", cycle);
  }
};

struct With : Node {
  static constexpr NodeKind kKind = NodeKind::With;
  bool recursive = false;
  NodeList<CommonTable> tables;
  template <class F>
  void fields(F&& f) const {
    f("recursive", recursive);
    f("tables", tables);
  }
};

struct Query : QueryBody {
  static constexpr NodeKind kKind = NodeKind::Query;
  With* with = nullptr;
  QueryBody* body = nullptr;
  NodeList<OrderItem> order_by;
  Limit* limit = nullptr;
  NodeList<LockingClause> locking;
  Into* into = nullptr;
  std::uint32_t last_body_token = kNoToken;  // of the body, where a clause could be spliced in
  template <class F>
  void fields(F&& f) const {
    f("with", with);
    f("body", body);
    f("order_by", order_by);
    f("limit", limit);
    f("locking", locking);
    f("into", into);
  }
};

// Words between SELECT and the select list.
enum class SelectOption : std::uint16_t {
  All = 1 << 0,
  Distinct = 1 << 1,  // also DISTINCTROW
  HighPriority = 1 << 2,
  StraightJoin = 1 << 3,
  SmallResult = 1 << 4,
  BigResult = 1 << 5,
  BufferResult = 1 << 6,
  Cache = 1 << 7,
  NoCache = 1 << 8,
  CalcFoundRows = 1 << 9,
};

enum class GroupModifier : std::uint8_t {
  None,
  WithRollup,
  WithCube,  // MariaDB reads it, then refuses
  Rollup,    // GROUP BY ROLLUP (...)
  Cube,
  GroupingSets,  // each item a Row
};

struct Select : QueryBody {
  static constexpr NodeKind kKind = NodeKind::Select;
  std::uint16_t options = 0;  // SelectOption bits
  OptimizerHints* hints = nullptr;
  GroupModifier group_modifier = GroupModifier::None;
  NodeList<SelectItem> items;
  NodeList<TableReference> from;  // comma-separated; empty without FROM (and for FROM DUAL)
  bool from_dual = false;
  Expression* where = nullptr;
  NodeList<OrderItem> group_by;
  Expression* having = nullptr;
  NodeList<NamedWindow> windows;
  Expression* qualify = nullptr;  // MySQL 9
  TokenRange procedure;           // MariaDB: PROCEDURE ANALYSE(...)
  Into* into = nullptr;           // where it must not be: the last block's is its query's
  // For splicing. The last token of the item list, and of each clause where present.
  std::uint32_t last_item_token = kNoToken;
  std::uint32_t last_from_token = kNoToken;
  std::uint32_t last_where_token = kNoToken;
  std::uint32_t last_group_token = kNoToken;

  [[nodiscard]] bool has(SelectOption option) const noexcept {
    return (options & static_cast<std::uint16_t>(option)) != 0;
  }
  template <class F>
  void fields(F&& f) const {
    f("hints", hints);
    f("options", options);
    f("items", items);
    f("from", from);
    f("from_dual", from_dual);
    f("where", where);
    f("group_by", group_by);
    f("group_modifier", group_modifier);
    f("having", having);
    f("windows", windows);
    f("qualify", qualify);
    f("procedure", procedure);
    f("into", into);
  }
};

enum class SetOperator : std::uint8_t { Union, Intersect, Except };

// Left-associative; INTERSECT binds tighter. UNION alone is UNION DISTINCT.
struct SetOperation : QueryBody {
  static constexpr NodeKind kKind = NodeKind::SetOperation;
  SetOperator op = SetOperator::Union;
  bool all = false;
  QueryBody* left = nullptr;
  QueryBody* right = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("op", op);
    f("all", all);
    f("left", left);
    f("right", right);
  }
};

// VALUES ROW(1, 2), ROW(3, 4); MariaDB: VALUES (1, 2), (3, 4)
struct ValuesQuery : QueryBody {
  static constexpr NodeKind kKind = NodeKind::ValuesQuery;
  NodeList<Row> rows;
  template <class F>
  void fields(F&& f) const {
    f("rows", rows);
  }
};

// TABLE t
struct TableQuery : QueryBody {
  static constexpr NodeKind kKind = NodeKind::TableQuery;
  TableName* table = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("table", table);
  }
};

// SELECT, VALUES, TABLE, WITH, ( ... ): whatever returns rows.
struct SelectStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::SelectStatement;
  Query* query = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("query", query);
  }
};

}  // namespace mallshard::sqlparse
