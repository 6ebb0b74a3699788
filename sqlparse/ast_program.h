// Stored programs: routines, triggers, events, packages, and what their bodies
// are made of; also MariaDB's compound statements outside of programs.
#pragma once

#include "sqlparse/ast_account.h"
#include "sqlparse/ast_ddl.h"
#include "sqlparse/ast_schema.h"

namespace mallshard::sqlparse {

enum class ProgramPart : std::uint8_t {
  // clang-format off
  Block, If, Case, Loop, While, Repeat, For, Return, Leave, Iterate, Open, Fetch, Close,
  Variables, Condition, Handler, Cursor,  // DECLARE
  // clang-format on
};

// One statement that only programs have, or a DECLARE. `parts` are the
// expressions and statements inside, in the order of the text: IF has its
// conditions and branches alternate by position only, so a reader of the
// structure uses the tokens.
struct ProgramStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::ProgramStatement;
  ProgramPart part = ProgramPart::Block;
  Name label;
  NameList names;  // label, cursor, condition, loop or DECLAREd variables; FETCH's targets
  DataType* type = nullptr;
  TokenRange conditions;  // HANDLER FOR ..., CONDITION FOR ...; also a type that is not a DataType
  NodeList<Node> parts;
  template <class F>
  void fields(F&& f) const {
    f("part", part);
    f("label", label);
    f("names", names);
    f("type", type);
    f("conditions", conditions);
    f("parts", parts);
  }
};

enum class ParameterMode : std::uint8_t { Default, In, Out, InOut };

struct RoutineParameter : Node {
  static constexpr NodeKind kKind = NodeKind::RoutineParameter;
  ParameterMode mode = ParameterMode::Default;
  Name name;
  DataType* type = nullptr;
  TokenRange type_text;  // MariaDB: ROW (...), TYPE OF t.a, ROW TYPE OF t
  Expression* default_value = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("mode", mode);
    f("name", name);
    f("type", type);
    f("type_text", type_text);
    f("default_value", default_value);
  }
};

// CREATE PROCEDURE, CREATE FUNCTION (a loadable one has a library), MariaDB's
// CREATE PACKAGE [BODY], and the routines in a package's body.
struct CreateRoutineStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::CreateRoutineStatement;
  bool or_replace = false;
  bool if_not_exists = false;
  bool aggregate = false;
  bool package_body = false;
  Account* definer = nullptr;
  Name schema;
  Name name;
  NodeList<RoutineParameter> parameters;
  DataType* returns = nullptr;
  TokenRange returns_text;  // of a loadable function, or a type that is not a DataType
  NodeList<AdminClause> characteristics;
  Statement* body = nullptr;
  TokenRange text_body;       // AS 'text' of another language; SONAME's library
  NodeList<Statement> items;  // of a package
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("if_not_exists", if_not_exists);
    f("aggregate", aggregate);
    f("package_body", package_body);
    f("definer", definer);
    f("schema", schema);
    f("name", name);
    f("parameters", parameters);
    f("returns", returns);
    f("returns_text", returns_text);
    f("characteristics", characteristics);
    f("body", body);
    f("text_body", text_body);
    f("items", items);
  }
};

struct CreateTriggerStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::CreateTriggerStatement;
  bool or_replace = false;
  bool if_not_exists = false;
  Account* definer = nullptr;
  Name schema;
  Name name;
  TokenRange when;  // BEFORE INSERT
  TableName* table = nullptr;
  AdminClause* order = nullptr;  // FOLLOWS name, PRECEDES name
  Statement* body = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("if_not_exists", if_not_exists);
    f("definer", definer);
    f("schema", schema);
    f("name", name);
    f("when", when);
    f("table", table);
    f("order", order);
    f("body", body);
  }
};

// CREATE EVENT and ALTER EVENT.
struct EventStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::EventStatement;
  bool or_replace = false;
  bool if_not_exists = false;
  Account* definer = nullptr;
  Name schema;
  Name name;
  NodeList<Expression> schedule;  // EVERY or AT, then STARTS and ENDS
  NodeList<AdminClause> clauses;  // all but the schedule's expressions and DO
  Statement* body = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("if_not_exists", if_not_exists);
    f("definer", definer);
    f("schema", schema);
    f("name", name);
    f("schedule", schedule);
    f("clauses", clauses);
    f("body", body);
  }
};

// DROP PROCEDURE, FUNCTION, TRIGGER, EVENT, PACKAGE; ALTER PROCEDURE, FUNCTION.
struct StoredObjectStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::StoredObjectStatement;
  bool if_exists = false;
  bool package_body = false;
  Name schema;
  Name name;
  NodeList<AdminClause> characteristics;
  template <class F>
  void fields(F&& f) const {
    f("if_exists", if_exists);
    f("package_body", package_body);
    f("schema", schema);
    f("name", name);
    f("characteristics", characteristics);
  }
};

}  // namespace mallshard::sqlparse
