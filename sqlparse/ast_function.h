// Function calls, aggregates and window functions.
#pragma once

#include "sqlparse/ast_expression.h"

namespace mallshard::sqlparse {

enum class FrameUnit : std::uint8_t { Rows, Range, Groups };
enum class FrameBoundKind : std::uint8_t {
  UnboundedPreceding,
  Preceding,
  CurrentRow,
  Following,
  UnboundedFollowing
};
enum class FrameExclusion : std::uint8_t { None, CurrentRow, Group, Ties, NoOthers };

struct WindowFrame : Node {
  static constexpr NodeKind kKind = NodeKind::WindowFrame;
  FrameUnit unit = FrameUnit::Rows;
  FrameBoundKind start = FrameBoundKind::UnboundedPreceding;
  FrameBoundKind end = FrameBoundKind::CurrentRow;
  bool has_end = false;  // BETWEEN start AND end
  FrameExclusion exclusion = FrameExclusion::None;
  Expression* start_offset = nullptr;
  Expression* end_offset = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("unit", unit);
    f("start", start);
    f("end", end);
    f("has_end", has_end);
    f("exclusion", exclusion);
    f("start_offset", start_offset);
    f("end_offset", end_offset);
  }
};

// OVER w (only_name), OVER (w PARTITION BY ... ORDER BY ... frame)
struct WindowSpec : Node {
  static constexpr NodeKind kKind = NodeKind::WindowSpec;
  bool only_name = false;
  Name base;
  NodeList<Expression> partition_by;
  NodeList<OrderItem> order_by;
  WindowFrame* frame = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("only_name", only_name);
    f("base", base);
    f("partition_by", partition_by);
    f("order_by", order_by);
    f("frame", frame);
  }
};

// How a call is written; Plain is name(args).
enum class CallForm : std::uint8_t {
  Plain,
  NoParens,       // CURRENT_TIMESTAMP, CURRENT_USER, UTC_DATE, ...
  Trim,           // args: string [, removed]; word: LEADING/TRAILING/BOTH
  SubstringFrom,  // SUBSTRING(x FROM y [FOR z])
  PositionIn,     // POSITION(x IN y)
  Extract,        // EXTRACT(word FROM x)
  CharUsing,      // CHAR(x, ... USING word)
  WordFirst,      // TIMESTAMPADD(word, x, y), TIMESTAMPDIFF, GET_FORMAT(word, x)
  WeightString,   // WEIGHT_STRING(x AS CHAR(n) LEVEL ...): tail in `tail`
  JsonValue,      // JSON_VALUE(x, p RETURNING type ... ON EMPTY ... ON ERROR): type in `tail`
  GroupConcat,    // order_by, separator, limit
  WithinGroup,    // PERCENTILE_CONT(x) WITHIN GROUP (ORDER BY y)
  JsonDuality,  // JSON_DUALITY_OBJECT(WITH (...) 'key' : value, ...): keys and values in turn; WITH in `tail`
  NextValueFor,  // NEXT VALUE FOR s, PREVIOUS VALUE FOR s; args: column ref of s
};

// An argument with more than its value: f(x AS name) of a loadable function,
// COLUMN_CREATE('a', x AS type), COLUMN_GET(b, 'a' AS type).
struct Argument : Expression {
  static constexpr NodeKind kKind = NodeKind::Argument;
  Expression* value = nullptr;
  Name alias;
  TokenRange type;
  template <class F>
  void fields(F&& f) const {
    f("value", value);
    f("alias", alias);
    f("type", type);
  }
};

enum class JsonResponseKind : std::uint8_t { Null, Error, Default };

// NULL, ERROR or DEFAULT value ON EMPTY or ON ERROR; which of the two is told by
// the field that points here.
struct JsonResponse : Node {
  static constexpr NodeKind kKind = NodeKind::JsonResponse;
  JsonResponseKind response = JsonResponseKind::Null;
  Expression* value = nullptr;  // of DEFAULT: a literal, perhaps with a sign
  template <class F>
  void fields(F&& f) const {
    f("response", response);
    f("value", value);
  }
};

enum class NullTreatment : std::uint8_t { None, Respect, Ignore };

struct FunctionCall : Expression {
  static constexpr NodeKind kKind = NodeKind::FunctionCall;
  CallForm form = CallForm::Plain;
  bool distinct = false;   // COUNT(DISTINCT a), ...
  bool native = false;     // the name is a keyword of the grammar (COUNT, NOW, ...) or plain built-in syntax
  bool spaced = false;     // white space before `(`: the server looks for a stored function
  bool from_last = false;  // NTH_VALUE ... FROM LAST
  NullTreatment null_treatment = NullTreatment::None;
  Name database;  // MariaDB: db.package.f(...), the package in `schema`
  Name schema;    // db.f(...)
  Name name;
  Name word;                           // unit, mode or charset of a special form
  NodeList<Expression> args;           // COUNT(*): one Star
  NodeList<OrderItem> order_by;        // GROUP_CONCAT, WITHIN GROUP
  std::uint32_t separator = kNoToken;  // GROUP_CONCAT's string token
  Node* limit = nullptr;               // GROUP_CONCAT's Limit (MariaDB)
  TokenRange tail;
  JsonResponse* on_empty = nullptr;  // these two: JSON_VALUE
  JsonResponse* on_error = nullptr;
  WindowSpec* over = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("form", form);
    f("distinct", distinct);
    f("from_last", from_last);
    f("null_treatment", null_treatment);
    f("database", database);
    f("schema", schema);
    f("name", name);
    f("word", word);
    f("args", args);
    f("order_by", order_by);
    f("separator", TokenRange{separator, separator});
    f("limit", limit);
    f("tail", tail);
    f("on_empty", on_empty);
    f("on_error", on_error);
    f("over", over);
  }
};

}  // namespace mallshard::sqlparse
