// The file of a LOAD DATA LOCAL, which the client sends: where its records go.
// Made with a plan, carried by its Dispatch. Immutable; may be used by several
// executions at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "load/record_reader.h"
#include "plan/coerce.h"
#include "rule/sharded_table.h"

namespace mallshard::plan {

class LoadData {
 public:
  // A column that is filled from a field, of which each value is looked at.
  struct KeyField {
    std::uint32_t field = 0;  // position in `wanted`
    KeyColumn column;
    std::uint64_t length = 0;  // characters of a text column; bytes, for they are ASCII
  };

  std::string file;  // as the client named it
  // The file goes on as it is to each target. Else its records go one by one to
  // the target of their node, or to all where `table` is null.
  bool is_whole = true;

  // ---- records one by one ----
  load::Format format;
  bool database_charset = false;              // the file is in @@character_set_database
  std::vector<std::uint32_t> wanted;          // fields to be read, ascending
  const rule::ShardedTable* table = nullptr;  // of a snapshot that outlives this
  std::vector<std::size_t> target_of_node;    // positions in Dispatch::targets
  // By sharding column: a field, or a value that all rows have; neither: none.
  std::vector<std::optional<KeyField>> keys;
  std::vector<std::optional<Value>> constants;
  // A generated key is put in front of each record, as its first field.
  bool prepends_key = false;
  // Which of the sharding columns has it.
  std::optional<std::uint32_t> generated_position;
  // An AUTO_INCREMENT column that no server may count for. With `generates`, a
  // NULL in it becomes a generated key.
  std::optional<std::uint32_t> counter;  // position in `wanted`
  std::string counter_name;
  bool generates = false;

  // Where a record goes, and what it is there: appended to `out`. `row` counts
  // from 1. Errors are those of an INSERT of that value.
  struct Placed {
    std::size_t target = 0;
    std::optional<std::uint64_t> generated;  // a numeric key
  };
  [[nodiscard]] Result<Placed> place(const load::RecordReader& reader, std::uint64_t row,
                                     ByteBuffer& out) const;

 private:
  [[nodiscard]] Result<std::optional<Value>> make_key(const load::RecordReader& reader,
                                                      std::uint64_t row) const;
  [[nodiscard]] Result<std::size_t> target_of(const load::RecordReader& reader, std::uint64_t row,
                                              const Value* generated) const;
};

}  // namespace mallshard::plan
