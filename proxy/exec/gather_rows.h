// Rows of gathered tables on their way into temporary tables: text rows in,
// INSERT statements out. Holds no more than about a batch for each table.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "plan/dispatch.h"

namespace mallshard::exec {

//   GatherRows rows(dispatch.gathers, bounds);
//   rows.add(table, row);                        // a text row of that table's targets
//   if (rows.is_full()) stop reading until take() has made room
//   auto batch = rows.take(all_read);            // nullopt: nothing to be sent now
class GatherRows {
 public:
  struct Bounds {
    std::size_t rows;   // of all tables together
    std::size_t bytes;  // of their values, as text
  };

  // `tables` outlive this.
  GatherRows(std::span<const plan::GatherTable> tables, Bounds bounds);

  // Fails past a bound, or for a row that is not what was asked for.
  Result<void> add(std::size_t table, ByteView row);
  // Some table's batch has its full size.
  [[nodiscard]] bool is_full() const { return full_; }
  struct Batch {
    std::size_t table;
    std::string sql;  // an INSERT
  };
  // The largest one; one that is not full only if no more rows come (`last`).
  [[nodiscard]] std::optional<Batch> take(bool last);
  [[nodiscard]] std::size_t row_count() const { return rows_; }

 private:
  [[nodiscard]] Error past(std::size_t table, const char* what, const char* property,
                           std::size_t limit) const;
  [[nodiscard]] Error unexpected(std::size_t table) const;

  std::span<const plan::GatherTable> tables_;
  Bounds bounds_;
  std::vector<std::string> batches_;  // by table; empty, or an INSERT
  bool full_ = false;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace mallshard::exec
