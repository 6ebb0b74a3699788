// What `plan` hands to `exec`: one execution of one statement, ready to send.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "merge/spec.h"
#include "rule/data_source.h"

namespace mallshard::plan {

// Which server of a read/write group may run it (DESIGN decision 12).
enum class Access : std::uint8_t {
  Read,         // surely a read: a replica may answer in autocommit
  PrimaryRead,  // locking reads, unknown functions, statements about the server itself
  Write,
};

// How the targets' answers become the client's one answer.
enum class Answer : std::uint8_t {
  PassThrough,  // one target, rows or OK, forwarded as it comes
  Merge,        // result sets joined by `merge`
  Sum,          // OK packets: affected rows and warnings summed, info re-made
  Same,         // OK packets of a broadcast write: the first target's answer stands for all
  Ddl,          // OK packets; a failure half-way is reported by source
  Show,         // result sets changed by `show` (logical names)
};

// What the number in a statement's OK packet says of LAST_INSERT_ID().
enum class Numbers : std::uint8_t {
  None,            // no INSERT, or one whose keys the proxy makes: a number there is is it
  NoCounter,       // an INSERT into a table without AUTO_INCREMENT
  Made,            // the server has made it: likewise
  MadeForSome,     // ... for one of several rows: an error may leave some, too
  MadeIfInserted,  // ... unless the row was there (ON DUPLICATE KEY UPDATE)
  Given,           // the client has given it: LAST_INSERT_ID() stays
  Asked,           // the server alone knows what LAST_INSERT_ID() is afterwards
};

// A parameter of the rewritten statement (COM_STMT_EXECUTE).
struct Parameter {
  static constexpr std::uint16_t kOwn = 0xffff;
  std::uint16_t client_index = kOwn;  // the client's parameter, sent as the client typed it
  Value value;                        // kOwn: made by the proxy (a generated key, a LIMIT)
};

// Where one row of an INSERT lies in its target: bytes of `sql`, and the
// parameters of its `?`.
struct RowPart {
  std::uint32_t sql_begin = 0;
  std::uint32_t sql_end = 0;
  std::uint32_t parameters_begin = 0;
  std::uint32_t parameters_end = 0;
};

// An INSERT of more rows is not cut into them.
inline constexpr std::size_t kMostRowParts = 1000;

struct Target {
  rule::SourceId source = rule::kNoSource;  // the group's primary (or a plain source)
  std::string sql;                          // what this server is sent
  std::vector<Parameter> parameters;        // prepared executions only; in the order of the `?` in sql
  // INSERT of several targets: which of the client's rows, counted from 1, each
  // row of `sql` is. Messages name them.
  std::vector<std::uint32_t> rows;
  // Parallel to `rows`, or empty: see kMostRowParts.
  std::vector<RowPart> row_parts;

  // The statement with the row at this position alone.
  [[nodiscard]] Target with_row(std::size_t at) const;
};

// What a statement leaves on its server connection that no other can be given:
// a set of bits. The session counts by name what is left (session/holdings.h).
using Held = std::uint8_t;
namespace held {
inline constexpr Held kUserLocks = 1;        // GET_LOCK()
inline constexpr Held kTemporaryTables = 2;  // CREATE TEMPORARY TABLE
inline constexpr Held kTableLocks = 4;       // LOCK TABLES, FLUSH TABLES ... WITH READ LOCK
inline constexpr Held kHandlers = 8;         // HANDLER ... OPEN
inline constexpr Held kInstanceLock = 16;    // LOCK INSTANCE FOR BACKUP
inline constexpr Held kPrograms = 32;        // CALL: what it left behind is not known
}  // namespace held

// Actual → logical, for column definitions, error messages and SHOW.
struct Rename {
  std::string actual_table;
  std::string logical_table;
};
// A view whose definition stands in the statement: MySQL says where a column of
// it comes from by the view (MariaDB does not tell).
struct ViewColumns {
  std::string visible;  // the name it has in FROM
  std::string view;
  bool mergeable = false;  // else its values are columns too, and have a schema
  // No temporary table of the optimizer's, whose columns are of the base tables.
  bool owns_columns = false;
};
struct Naming {
  std::string logical_schema;  // replaces the physical database everywhere; empty: leave as it is
  std::vector<Rename> tables;
  std::vector<ViewColumns> view_columns;
  std::vector<std::string> views;  // that the statement was made from: to be read anew at a surprise
  // The view that the statement writes through, `schema.view`: what it lacks has
  // no default (1423, not 1364), and kViewCheck is its WITH CHECK OPTION (1369).
  std::string written_view;
};
// The constraint of temporary tables that stands for WITH CHECK OPTION.
inline constexpr std::string_view kViewCheck = "__mallshard_check";

// What SHOW-like answers need beyond renaming.
enum class Show : std::uint8_t {
  None,
  TableNames,   // SHOW [FULL] TABLES, SHOW TABLE STATUS: column 0 actual → logical, duplicates and hidden
                // tables dropped, header Tables_in_<schema>
  CreateTable,  // SHOW CREATE TABLE: names in both columns
  TableColumn,  // SHOW INDEX and the like: column 0 is the table's name
  Status,       // SHOW SESSION STATUS: cipher and version are those of the client's connection
  Maintenance,  // ANALYZE TABLE and its like, CHECKSUM TABLE: rows about actual tables become what one
                // server says of the logical ones, in the order of Naming::tables
};

// Tables whose metadata this statement changes, dropped from the metadata store afterwards.
struct SchemaChange {
  std::string schema;
  std::string table;  // logical
};

// How a gathered column's text is written into an INSERT again (facts of
// MySQL's text protocol: a literal of the same value for each type).
enum class GatherForm : std::uint8_t {
  Number,     // as it came: integers, DECIMAL, ENUM and SET as numbers, BIT as a number
  Double,     // with e0 behind it unless it has an exponent: a literal of a double then
  Quoted,     // ASCII in quotes: DATE, TIME, DATETIME
  Bytes,      // X'..': text and binary strings, asked for as bytes of the column's character set
  Timestamp,  // seconds since 1970 with their fraction, 0 for the zero date; loaded under UTC
  Json,       // the document's text in utf8mb4, as bytes
};

// Base rows of one mention of a table, brought to the one source that finishes
// the statement (DESIGN decision 7): what `targets` answer is inserted into a
// temporary table there. Text protocol; no parameters.
struct GatherTable {
  std::vector<Target> targets;
  Access access = Access::PrimaryRead;
  std::string logical_table;      // for messages
  std::string name;               // of the temporary table, quoted
  std::string create;             // CREATE TEMPORARY TABLE ...
  std::string insert;             // INSERT INTO `...` (`...`, ...) VALUES
  std::vector<GatherForm> forms;  // one for each column of the targets' answers
  // ALTER TABLE that takes the uniqueness out of its keys, for rows whose keys
  // are unique within each shard only; empty: it has no unique key.
  std::string relax;
  // What is refused (1235) when rows collide; empty: nothing, see `relax`.
  std::string no_relax;
  // INSERT INTO ... SELECT from an earlier one, once all targets' rows are in;
  // then there are no targets. Neither: no row can match, it stays empty.
  std::string fill;
};

class WriteBack;
class LoadData;

struct Dispatch {
  // Not empty: these come first; then targets[0], the only one, runs outside of
  // the client's transaction on a connection that has the temporary tables.
  std::vector<GatherTable> gathers;
  // A gathered write: what the statement did to the temporary tables goes back
  // to the shards. `answer` is then PassThrough (the statement's own OK, sent
  // after that) or Sum (of the rows inserted). Null for all else.
  std::shared_ptr<WriteBack> write_back;
  // LOAD DATA LOCAL: the client's file goes to the targets, whose statements
  // these are; `answer` is Sum, or Same for a broadcast table. Null for all else.
  std::shared_ptr<const LoadData> load;
  std::vector<Target> targets;  // ascending by source; several of one source run in this order
  Access access = Access::PrimaryRead;
  Answer answer = Answer::PassThrough;
  std::shared_ptr<const merge::Spec> merge;  // Answer::Merge
  merge::Limit limit;                        // Answer::Merge
  std::shared_ptr<const Naming> naming;      // null: the server's own names are the client's
  Show show = Show::None;
  // Show::TableNames: the LIKE pattern on logical names. An empty one is in the
  // header alone (MariaDB takes it for none, MySQL's server finds nothing).
  std::optional<std::string> show_like;
  bool has_generated_key = false;
  std::uint64_t first_generated_key = 0;  // becomes the OK packet's last insert id
  Numbers numbers = Numbers::None;
  // INSERT and REPLACE of several rows over several targets: the info text counts them.
  bool counts_rows = false;
  bool insert_ignore = false;
  // A broadcast INSERT whose rows the servers number (AUTO_INCREMENT): the first
  // target runs alone, the others take its first number, and all must agree.
  bool first_counts = false;
  bool implicit_commit = false;  // an open transaction is committed first
  bool returns_rows = false;     // known to answer with a result set
  bool reads_no_table = false;   // for certain: without autocommit it begins no transaction
  // MariaDB: unless it warns itself, SHOW WARNINGS goes on showing the list before it.
  bool keeps_warnings = false;
  // MySQL gives them types when the statement is prepared.
  bool has_user_variables = false;
  Held pins = 0;  // what it may leave on its connections, which the session then keeps
  // LOCK TABLES: one source after the other, so that two sessions that lock the
  // same tables cannot wait for each other.
  bool one_by_one = false;
  std::vector<SchemaChange> changes;

  void clear();
};

}  // namespace mallshard::plan
