// What tables are kept in and beside: sequences, tablespaces, servers, masking
// policies, libraries, resource groups, spatial reference systems.
#pragma once

#include "sqlparse/ast_ddl.h"

namespace mallshard::sqlparse {

// MariaDB: CREATE and ALTER SEQUENCE. Options are START, INCREMENT, MINVALUE,
// CACHE, CYCLE, ..., and after them those of a table.
struct SequenceStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::SequenceStatement;
  bool or_replace = false;
  bool temporary = false;
  bool if_not_exists = false;
  bool if_exists = false;  // ALTER
  TableName* sequence = nullptr;
  DataType* type = nullptr;  // AS type, from 11.5
  NodeList<SchemaOption> options;
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("temporary", temporary);
    f("if_not_exists", if_not_exists);
    f("if_exists", if_exists);
    f("sequence", sequence);
    f("type", type);
    f("options", options);
  }
};

struct DropSequenceStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DropSequenceStatement;
  bool temporary = false;
  bool if_exists = false;
  NodeList<TableName> sequences;
  template <class F>
  void fields(F&& f) const {
    f("temporary", temporary);
    f("if_exists", if_exists);
    f("sequences", sequences);
  }
};

enum class TablespaceKind : std::uint8_t { Plain, Undo, LogfileGroup };

// CREATE, ALTER and DROP [UNDO] TABLESPACE and LOGFILE GROUP (statement_kind
// CreateTablespace, ...). `action` is what stands between name and options as
// words: ADD DATAFILE, DROP DATAFILE, RENAME TO, SET ACTIVE, ADD UNDOFILE.
struct TablespaceStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::TablespaceStatement;
  TablespaceKind what = TablespaceKind::Plain;
  Name name;
  TokenRange action;
  std::uint32_t file = kNoToken;  // the string of ADD or DROP ...FILE
  Name group;                     // USE LOGFILE GROUP
  Name new_name;                  // RENAME TO
  NodeList<SchemaOption> options;
  template <class F>
  void fields(F&& f) const {
    f("what", what);
    f("name", name);
    f("action", action);
    f("file", TokenRange{file, file});
    f("group", group);
    f("new_name", new_name);
    f("options", options);
  }
};

// CREATE, ALTER and DROP SERVER.
struct ForeignServerStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::ForeignServerStatement;
  bool or_replace = false;
  bool if_not_exists = false;
  bool if_exists = false;
  Name name;                       // may be spelled as a string
  Name wrapper;                    // CREATE only
  NodeList<SchemaOption> options;  // HOST, PORT, ... without `=`
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("if_not_exists", if_not_exists);
    f("if_exists", if_exists);
    f("name", name);
    f("wrapper", wrapper);
    f("options", options);
  }
};

// MySQL 9: CREATE, ALTER and DROP LIBRARY.
struct LibraryStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::LibraryStatement;
  bool if_not_exists = false;
  bool if_exists = false;
  TableName* name = nullptr;  // the library's, with its database
  Name language;              // CREATE only
  NameList comments;          // of several the last counts
  TokenRange body;            // its source: a string, a hex or bit literal with or without its charset
  template <class F>
  void fields(F&& f) const {
    f("if_not_exists", if_not_exists);
    f("if_exists", if_exists);
    f("name", name);
    f("language", language);
    f("comments", comments);
    f("body", body);
  }
};

// MySQL 9.7: CREATE MASKING POLICY p(column) expression; DROP MASKING POLICY p.
struct MaskingPolicyStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::MaskingPolicyStatement;
  bool if_not_exists = false;
  bool if_exists = false;
  Name name;
  Name column;
  Expression* value = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("if_not_exists", if_not_exists);
    f("if_exists", if_exists);
    f("name", name);
    f("column", column);
    f("value", value);
  }
};

// MySQL: CREATE, ALTER and DROP RESOURCE GROUP.
struct ResourceGroupStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::ResourceGroupStatement;
  bool force = false;
  Name name;
  NodeList<SchemaOption> options;  // TYPE, VCPU, THREAD_PRIORITY, ENABLE, DISABLE
  template <class F>
  void fields(F&& f) const {
    f("name", name);
    f("options", options);
    f("force", force);
  }
};

// MySQL: CREATE and DROP SPATIAL REFERENCE SYSTEM.
struct SpatialReferenceStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::SpatialReferenceStatement;
  bool or_replace = false;
  bool if_not_exists = false;
  bool if_exists = false;
  std::uint32_t number = kNoToken;
  NodeList<SchemaOption> options;  // NAME, DEFINITION, ORGANIZATION, DESCRIPTION
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("if_not_exists", if_not_exists);
    f("if_exists", if_exists);
    f("number", TokenRange{number, number});
    f("options", options);
  }
};

}  // namespace mallshard::sqlparse
