// Table references: FROM, UPDATE, DELETE and the targets of DDL.
#pragma once

#include "sqlparse/ast_expression.h"

namespace mallshard::sqlparse {

struct DataType;
struct JsonResponse;

enum class IndexHintKind : std::uint8_t { Use, Force, Ignore };
enum class IndexHintScope : std::uint8_t { All, Join, OrderBy, GroupBy };

struct IndexHint : Node {
  static constexpr NodeKind kKind = NodeKind::IndexHint;
  IndexHintKind hint = IndexHintKind::Use;
  IndexHintScope scope = IndexHintScope::All;
  NameList indexes;  // PRIMARY is a name here; empty: USE INDEX ()
  template <class F>
  void fields(F&& f) const {
    f("hint", hint);
    f("scope", scope);
    f("indexes", indexes);
  }
};

// [database.]name wherever a table is named. In DDL only database and name.
struct TableName : TableReference {
  static constexpr NodeKind kKind = NodeKind::TableName;
  bool star_suffix = false;  // `t.*` in DELETE t.* FROM
  Name database;
  Name name;
  Name alias;
  NameList partitions;           // PARTITION (p0, p1)
  TokenRange system_time;        // MariaDB: FOR SYSTEM_TIME AS OF ..., FOR PORTION OF ...
  NodeList<Expression> moments;  // what those compute, and BEFORE SYSTEM_TIME of DELETE HISTORY
  TokenRange sample;             // MySQL 9: TABLESAMPLE ...
  NodeList<IndexHint> index_hints;
  template <class F>
  void fields(F&& f) const {
    f("database", database);
    f("name", name);
    f("star_suffix", star_suffix);
    f("partitions", partitions);
    f("system_time", system_time);
    f("moments", moments);
    f("alias", alias);
    f("sample", sample);
    f("index_hints", index_hints);
  }
};

enum class JoinKind : std::uint8_t {
  Comma,     // inside parentheses only; a FROM list keeps its items apart
  Inner,     // JOIN, INNER JOIN
  Cross,     // CROSS JOIN
  Straight,  // STRAIGHT_JOIN
  Left,
  Right,
};

struct Join : TableReference {
  static constexpr NodeKind kKind = NodeKind::Join;
  JoinKind join_kind = JoinKind::Inner;
  bool natural = false;
  TableReference* left = nullptr;
  TableReference* right = nullptr;
  Expression* on = nullptr;  // null without ON
  NameList using_columns;
  template <class F>
  void fields(F&& f) const {
    f("join_kind", join_kind);
    f("natural", natural);
    f("left", left);
    f("right", right);
    f("on", on);
    f("using", using_columns);
  }
};

// (query) alias, LATERAL (query) alias (a, b)
struct DerivedTable : TableReference {
  static constexpr NodeKind kKind = NodeKind::DerivedTable;
  bool lateral = false;
  Query* query = nullptr;
  Name alias;  // absent: MySQL then refuses it, but not as a syntax error
  NameList columns;
  template <class F>
  void fields(F&& f) const {
    f("lateral", lateral);
    f("query", query);
    f("alias", alias);
    f("columns", columns);
  }
};

enum class JsonColumnKind : std::uint8_t { Path, Exists, Ordinality, Nested };

// name type PATH 'p' ..., name type EXISTS PATH 'p', name FOR ORDINALITY,
// NESTED PATH 'p' COLUMNS (...)
struct JsonColumn : Node {
  static constexpr NodeKind kKind = NodeKind::JsonColumn;
  JsonColumnKind column_kind = JsonColumnKind::Path;
  Name name;
  DataType* type = nullptr;
  Name collation;
  Expression* path = nullptr;
  JsonResponse* on_empty = nullptr;
  JsonResponse* on_error = nullptr;
  NodeList<JsonColumn> columns;  // Nested
  template <class F>
  void fields(F&& f) const {
    f("column_kind", column_kind);
    f("name", name);
    f("type", type);
    f("collation", collation);
    f("path", path);
    f("on_empty", on_empty);
    f("on_error", on_error);
    f("columns", columns);
  }
};

// JSON_TABLE(document, path COLUMNS (...)) alias
struct JsonTable : TableReference {
  static constexpr NodeKind kKind = NodeKind::JsonTable;
  Expression* document = nullptr;
  Expression* path = nullptr;
  NodeList<JsonColumn> columns;
  Name alias;  // absent: both servers then refuse it, but not as a syntax error
  template <class F>
  void fields(F&& f) const {
    f("document", document);
    f("path", path);
    f("columns", columns);
    f("alias", alias);
  }
};

}  // namespace mallshard::sqlparse
