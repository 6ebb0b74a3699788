// The parts tables are made of: columns, types, keys, options.
#pragma once

#include "sqlparse/ast_query.h"

namespace mallshard::sqlparse {

// A column's type. `name` is the first word, lower-case decisions are the
// reader's: INT, VARCHAR, DOUBLE (for DOUBLE PRECISION), LONG (for LONG
// VARCHAR), NATIONAL, ... ; `span` is the whole type with its attributes.
struct DataType : Node {
  static constexpr NodeKind kKind = NodeKind::DataType;
  Name name;
  bool has_length = false;
  bool has_decimals = false;
  bool is_unsigned = false;
  bool zerofill = false;
  bool binary = false;       // CHAR(10) BINARY
  bool is_text = false;      // CHAR, TEXT, ENUM, ... may have a character set
  std::uint32_t length = 0;  // also FLOAT(p) and fractional seconds; saturates
  std::uint32_t decimals = 0;
  Name charset;
  NodeList<Literal> values;  // ENUM and SET
  template <class F>
  void fields(F&& f) const {
    f("text", TokenRange{first_token, last_token});
  }
};

// `words [=] value`: one option of a table, index, partition, tablespace, server,
// ... ENGINE = InnoDB, DEFAULT CHARSET utf8mb4, NO CACHE, UNION = (t1, t2).
struct SchemaOption : Node {
  static constexpr NodeKind kKind = NodeKind::SchemaOption;
  // What is set: Engine, Charset, Collate, Comment, AutoIncrement, ...; None for
  // an option of a MariaDB engine's own.
  Keyword option = Keyword::None;
  bool equals = false;  // `=` stands between words and value
  TokenRange words;
  TokenRange value;
  NodeList<TableName> tables;  // of UNION
  template <class F>
  void fields(F&& f) const {
    f("option", option);
    f("words", words);
    f("value", value);
    f("tables", tables);
  }
};

enum class KeyOrder : std::uint8_t { Default, Ascending, Descending };

// (name(10) DESC) or, MySQL 8, ((expression) DESC)
struct KeyPart : Node {
  static constexpr NodeKind kKind = NodeKind::KeyPart;
  Name column;
  Expression* expression = nullptr;
  bool has_length = false;
  std::uint32_t length = 0;
  KeyOrder order = KeyOrder::Default;
  bool without_overlaps = false;  // MariaDB: period WITHOUT OVERLAPS
  template <class F>
  void fields(F&& f) const {
    f("column", column);
    f("expression", expression);
    f("has_length", has_length);
    f("length", length);
    f("order", order);
    f("without_overlaps", without_overlaps);
  }
};

enum class IndexKind : std::uint8_t { Primary, Unique, Plain, Fulltext, Spatial, Vector };

struct IndexDefinition : Node {
  static constexpr NodeKind kKind = NodeKind::IndexDefinition;
  IndexKind index_kind = IndexKind::Plain;
  bool has_constraint = false;  // CONSTRAINT [name] before it
  bool if_not_exists = false;
  Name constraint;
  Name name;
  NodeList<KeyPart> parts;
  TokenRange using_type;           // USING BTREE before the parts
  NodeList<SchemaOption> options;  // KEY_BLOCK_SIZE, USING, COMMENT, VISIBLE, ... after them
  template <class F>
  void fields(F&& f) const {
    f("index_kind", index_kind);
    f("has_constraint", has_constraint);
    f("if_not_exists", if_not_exists);
    f("constraint", constraint);
    f("name", name);
    f("using_type", using_type);
    f("parts", parts);
    f("options", options);
  }
};

// REFERENCES t (a) MATCH ... ON DELETE ... ON UPDATE ...
struct References : Node {
  static constexpr NodeKind kKind = NodeKind::References;
  TableName* table = nullptr;
  NodeList<KeyPart> columns;
  TokenRange rules;
  template <class F>
  void fields(F&& f) const {
    f("table", table);
    f("columns", columns);
    f("rules", rules);
  }
};

struct ForeignKey : Node {
  static constexpr NodeKind kKind = NodeKind::ForeignKey;
  bool has_constraint = false;
  bool if_not_exists = false;
  Name constraint;
  Name name;
  NodeList<KeyPart> columns;
  References* references = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("has_constraint", has_constraint);
    f("if_not_exists", if_not_exists);
    f("constraint", constraint);
    f("name", name);
    f("columns", columns);
    f("references", references);
  }
};

enum class Enforcement : std::uint8_t { Default, Enforced, NotEnforced };

struct CheckConstraint : Node {
  static constexpr NodeKind kKind = NodeKind::CheckConstraint;
  bool has_constraint = false;
  bool if_not_exists = false;
  Name constraint;
  Expression* condition = nullptr;
  Enforcement enforcement = Enforcement::Default;
  template <class F>
  void fields(F&& f) const {
    f("has_constraint", has_constraint);
    f("if_not_exists", if_not_exists);
    f("constraint", constraint);
    f("condition", condition);
    f("enforcement", enforcement);
  }
};

enum class Nullability : std::uint8_t { Default, Null, NotNull };
enum class ColumnKey : std::uint8_t { None, Primary, Unique };
enum class GeneratedKind : std::uint8_t { None, Virtual, Stored };  // Virtual is also the default

enum class ColumnAttributeKind : std::uint8_t {
  Words,       // NULL, NOT NULL, AUTO_INCREMENT, PRIMARY KEY, INVISIBLE, STORAGE DISK, ...
  Default,     // DEFAULT value
  OnUpdate,    // ON UPDATE value
  Generated,   // [GENERATED ALWAYS] AS (value) [VIRTUAL | STORED]
  References,  // REFERENCES ...
  Check,       // [CONSTRAINT name] CHECK (...)
  Option,      // COMMENT 'x', ENGINE_ATTRIBUTE = 'x', a MariaDB engine's own
};

// One attribute of a column, in the order of the text.
struct ColumnAttribute : Node {
  static constexpr NodeKind kKind = NodeKind::ColumnAttribute;
  ColumnAttributeKind attribute_kind = ColumnAttributeKind::Words;
  bool parenthesised = false;  // DEFAULT (value)
  Expression* value = nullptr;
  Node* part = nullptr;  // the References, CheckConstraint or SchemaOption
  TokenRange words;      // of Words; behind the value of Generated
  template <class F>
  void fields(F&& f) const {
    f("attribute_kind", attribute_kind);
    f("parenthesised", parenthesised);
    f("value", value);
    f("part", part);
    f("words", words);
  }
};

struct ColumnDefinition : Node {
  static constexpr NodeKind kKind = NodeKind::ColumnDefinition;
  Name name;
  DataType* type = nullptr;  // null: SERIAL has one too; only ALTER ... may omit it
  Nullability nullability = Nullability::Default;
  ColumnKey key = ColumnKey::None;
  bool auto_increment = false;
  bool if_not_exists = false;  // ALTER TABLE ADD COLUMN IF NOT EXISTS
  bool invisible = false;
  GeneratedKind generated = GeneratedKind::None;
  Expression* default_value = nullptr;
  Expression* on_update = nullptr;
  Expression* generated_as = nullptr;
  Name collation;
  std::uint32_t comment_token = kNoToken;
  References* references = nullptr;
  NodeList<CheckConstraint> checks;
  NodeList<ColumnAttribute> attributes;  // all that follows the type; what is above is found in it
  template <class F>
  void fields(F&& f) const {
    f("name", name);
    f("if_not_exists", if_not_exists);
    f("type", type);
    f("attributes", attributes);
  }
};

// MariaDB: PERIOD FOR SYSTEM_TIME (start, end), PERIOD FOR name (start, end)
struct PeriodDefinition : Node {
  static constexpr NodeKind kKind = NodeKind::PeriodDefinition;
  bool if_not_exists = false;
  Name name;
  Name start;
  Name end;
  template <class F>
  void fields(F&& f) const {
    f("if_not_exists", if_not_exists);
    f("name", name);
    f("start", start);
    f("end", end);
  }
};

}  // namespace mallshard::sqlparse
