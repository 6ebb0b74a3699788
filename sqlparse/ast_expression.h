// Expressions other than function calls.
#pragma once

#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

struct Query;
struct OrderItem;

enum class LiteralKind : std::uint8_t {
  Null,
  True,
  False,
  Integer,
  Decimal,
  Float,
  String,
  NationalString,
  Hex,
  Bit,
  Date,
  Time,
  Timestamp,
};

// The spelling is TokenView::spelling(value_token); decode_string() gives a
// string's value. Adjacent strings are one literal: value_token..last_token.
// A minus sign is a Unary around it.
struct Literal : Expression {
  static constexpr NodeKind kKind = NodeKind::Literal;
  LiteralKind literal_kind = LiteralKind::Null;
  std::uint32_t introducer_token = kNoToken;  // _utf8mb4, or the word DATE/TIME/TIMESTAMP
  std::uint32_t value_token = kNoToken;       // the (first) literal token
  template <class F>
  void fields(F&& f) const {
    f("kind", literal_kind);
    f("value", TokenRange{first_token, last_token});
  }
};

// `?`; the index counts from 0 in order of the text.
struct Parameter : Expression {
  static constexpr NodeKind kKind = NodeKind::Parameter;
  std::uint32_t index = 0;
  template <class F>
  void fields(F&& f) const {
    f("index", index);
  }
};

// a, t.a, db.t.a (absent parts are not present()).
struct ColumnRef : Expression {
  static constexpr NodeKind kKind = NodeKind::ColumnRef;
  Name database;
  Name table;
  Name column;
  template <class F>
  void fields(F&& f) const {
    f("database", database);
    f("table", table);
    f("column", column);
  }
};

// *, t.*, db.t.* in a select list; * alone in COUNT(*).
struct Star : Expression {
  static constexpr NodeKind kKind = NodeKind::Star;
  Name database;
  Name table;
  template <class F>
  void fields(F&& f) const {
    f("database", database);
    f("table", table);
  }
};

// @name; the name is without @ and quotes.
struct UserVariable : Expression {
  static constexpr NodeKind kKind = NodeKind::UserVariable;
  Name name;
  template <class F>
  void fields(F&& f) const {
    f("name", name);
  }
};

enum class VariableScope : std::uint8_t {
  None,  // @@x, or SET x
  Session,
  Local,
  Global,
  Persist,
  PersistOnly,
};

// @@x, @@session.x, @@global.cache.x (component `cache`).
struct SystemVariable : Expression {
  static constexpr NodeKind kKind = NodeKind::SystemVariable;
  VariableScope scope = VariableScope::None;
  Name component;
  Name name;
  template <class F>
  void fields(F&& f) const {
    f("scope", scope);
    f("component", component);
    f("name", name);
  }
};

// A bare word where SET takes one as a value: ON, ALL, BINARY, ROW, SYSTEM.
struct KeywordValue : Expression {
  static constexpr NodeKind kKind = NodeKind::KeywordValue;
  Name word;
  template <class F>
  void fields(F&& f) const {
    f("word", word);
  }
};

enum class UnaryOp : std::uint8_t {
  Plus,
  Minus,
  BitNot,
  Not,     // NOT x
  Bang,    // !x, binds tighter
  Binary,  // BINARY x
};

struct Unary : Expression {
  static constexpr NodeKind kKind = NodeKind::Unary;
  UnaryOp op = UnaryOp::Plus;
  Expression* operand = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("op", op);
    f("operand", operand);
  }
};

enum class BinaryOp : std::uint8_t {
  Or,
  Xor,
  And,
  Equal,
  NullSafeEqual,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Regexp,
  NotRegexp,
  SoundsLike,
  MemberOf,
  BitOr,
  BitAnd,
  ShiftLeft,
  ShiftRight,
  Add,
  Subtract,
  Multiply,
  Divide,
  IntegerDivide,
  Modulo,
  BitXor,
  Concat,              // || under PIPES_AS_CONCAT
  JsonExtract,         // ->
  JsonExtractUnquote,  // ->>
};

struct Binary : Expression {
  static constexpr NodeKind kKind = NodeKind::Binary;
  BinaryOp op = BinaryOp::Or;
  Expression* left = nullptr;
  Expression* right = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("op", op);
    f("left", left);
    f("right", right);
  }
};

// left op ANY (query), left op ALL (query); SOME is ANY.
struct Quantified : Expression {
  static constexpr NodeKind kKind = NodeKind::Quantified;
  BinaryOp op = BinaryOp::Equal;
  bool all = false;
  Expression* left = nullptr;
  Query* query = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("op", op);
    f("all", all);
    f("left", left);
    f("query", query);
  }
};

struct Between : Expression {
  static constexpr NodeKind kKind = NodeKind::Between;
  bool negated = false;
  Expression* operand = nullptr;
  Expression* low = nullptr;
  Expression* high = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("negated", negated);
    f("operand", operand);
    f("low", low);
    f("high", high);
  }
};

struct InList : Expression {
  static constexpr NodeKind kKind = NodeKind::InList;
  bool negated = false;
  Expression* operand = nullptr;
  NodeList<Expression> items;
  template <class F>
  void fields(F&& f) const {
    f("negated", negated);
    f("operand", operand);
    f("items", items);
  }
};

struct InSubquery : Expression {
  static constexpr NodeKind kKind = NodeKind::InSubquery;
  bool negated = false;
  Expression* operand = nullptr;
  Query* query = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("negated", negated);
    f("operand", operand);
    f("query", query);
  }
};

struct Like : Expression {
  static constexpr NodeKind kKind = NodeKind::Like;
  bool negated = false;
  Expression* operand = nullptr;
  Expression* pattern = nullptr;
  Expression* escape = nullptr;  // may be null
  template <class F>
  void fields(F&& f) const {
    f("negated", negated);
    f("operand", operand);
    f("pattern", pattern);
    f("escape", escape);
  }
};

enum class IsTestKind : std::uint8_t {
  Null,
  True,
  False,
  Unknown,
  Json,
  JsonValue,
  JsonArray,
  JsonObject,
  JsonScalar
};

struct IsTest : Expression {
  static constexpr NodeKind kKind = NodeKind::IsTest;
  IsTestKind test = IsTestKind::Null;
  bool negated = false;
  Expression* operand = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("test", test);
    f("negated", negated);
    f("operand", operand);
  }
};

struct CaseBranch : Node {
  static constexpr NodeKind kKind = NodeKind::CaseBranch;
  Expression* when = nullptr;
  Expression* then = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("when", when);
    f("then", then);
  }
};

struct Case : Expression {
  static constexpr NodeKind kKind = NodeKind::Case;
  Expression* operand = nullptr;  // null in CASE WHEN condition
  NodeList<CaseBranch> branches;
  Expression* otherwise = nullptr;  // may be null
  template <class F>
  void fields(F&& f) const {
    f("operand", operand);
    f("branches", branches);
    f("otherwise", otherwise);
  }
};

// CAST(x AS type) and CONVERT(x, type). The type is kept as its tokens
// (`DECIMAL(10, 2)`, `CHAR CHARSET utf8mb4`, `UNSIGNED ARRAY`).
struct Cast : Expression {
  static constexpr NodeKind kKind = NodeKind::Cast;
  bool as_convert = false;
  Expression* operand = nullptr;
  Expression* time_zone = nullptr;  // CAST(x AT TIME ZONE 'z' AS DATETIME), MySQL
  bool zone_as_interval = false;    // AT TIME ZONE INTERVAL '+00:00'
  bool at_local = false;            // AT LOCAL
  TokenRange type;
  template <class F>
  void fields(F&& f) const {
    f("as_convert", as_convert);
    f("operand", operand);
    f("time_zone", time_zone);
    f("zone_as_interval", zone_as_interval);
    f("at_local", at_local);
    f("type", type);
  }
};

// CONVERT(x USING charset)
struct ConvertUsing : Expression {
  static constexpr NodeKind kKind = NodeKind::ConvertUsing;
  Expression* operand = nullptr;
  Name charset;
  template <class F>
  void fields(F&& f) const {
    f("operand", operand);
    f("charset", charset);
  }
};

struct Collate : Expression {
  static constexpr NodeKind kKind = NodeKind::Collate;
  Expression* operand = nullptr;
  Name collation;
  template <class F>
  void fields(F&& f) const {
    f("operand", operand);
    f("collation", collation);
  }
};

// INTERVAL x unit, only as operand of + and - and as argument.
struct Interval : Expression {
  static constexpr NodeKind kKind = NodeKind::Interval;
  Expression* amount = nullptr;
  Name unit;
  template <class F>
  void fields(F&& f) const {
    f("amount", amount);
    f("unit", unit);
  }
};

// (a, b) or ROW(a, b); also one row of INSERT ... VALUES, which may be empty.
struct Row : Expression {
  static constexpr NodeKind kKind = NodeKind::Row;
  bool row_keyword = false;
  NodeList<Expression> items;
  template <class F>
  void fields(F&& f) const {
    f("row_keyword", row_keyword);
    f("items", items);
  }
};

// A query as a value.
struct Subquery : Expression {
  static constexpr NodeKind kKind = NodeKind::Subquery;
  Query* query = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("query", query);
  }
};

struct Exists : Expression {
  static constexpr NodeKind kKind = NodeKind::Exists;
  Query* query = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("query", query);
  }
};

// @x := value
struct AssignVariable : Expression {
  static constexpr NodeKind kKind = NodeKind::AssignVariable;
  UserVariable* variable = nullptr;
  Expression* value = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("variable", variable);
    f("value", value);
  }
};

// DEFAULT alone (column null) or DEFAULT(column). IGNORE in MariaDB's bulk
// values is not part of the text protocol.
struct DefaultValue : Expression {
  static constexpr NodeKind kKind = NodeKind::DefaultValue;
  ColumnRef* column = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("column", column);
  }
};

// VALUES(column), VALUE(column) in ON DUPLICATE KEY UPDATE.
struct ValuesColumn : Expression {
  static constexpr NodeKind kKind = NodeKind::ValuesColumn;
  ColumnRef* column = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("column", column);
  }
};

enum class MatchMode : std::uint8_t {
  Default,
  NaturalLanguage,
  NaturalLanguageExpansion,
  Boolean,
  Expansion
};

struct MatchAgainst : Expression {
  static constexpr NodeKind kKind = NodeKind::MatchAgainst;
  NodeList<Expression> columns;
  Expression* against = nullptr;
  MatchMode mode = MatchMode::Default;
  template <class F>
  void fields(F&& f) const {
    f("columns", columns);
    f("against", against);
    f("mode", mode);
  }
};

}  // namespace mallshard::sqlparse
