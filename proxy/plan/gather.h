// The way of a SELECT that needs rows of several shards and that merging cannot
// answer exactly (DESIGN decision 7): the rows that its tables can contribute
// are brought to one source, and the statement itself runs there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/dispatch.h"
#include "plan/excerpt.h"
#include "plan/inserted_table.h"
#include "plan/rewrite.h"
#include "plan/router.h"
#include "plan/written_table.h"

namespace mallshard::plan {

// One mention of a table whose rows are brought to the source that finishes.
struct GatheredMention {
  GatherTable table;  // all but the targets
  // A table that is not sharded is read where it lies, unless a transaction is
  // open: the finishing connection does not see what that has written.
  enum class When : std::uint8_t { Always, InTransaction, OutOfTransaction };
  When when = When::Always;
  std::vector<RoutedClass> routes;          // sharded: nodes in all of them
  rule::SourceId source = rule::kNoSource;  // not sharded: where it lies, called
  std::string name;                         // this, quoted
  // Or what each of some servers is asked, but for `alias` and the conditions.
  struct Question {
    rule::SourceId source = rule::kNoSource;
    std::string select;
  };
  std::vector<Question> questions;
  std::string select_list;
  std::string alias;                // AS and what follows it
  std::vector<Excerpt> conditions;  // which its rows must satisfy
  // So many of these, the first ones, no one asks again: MATCH ... AGAINST.
  std::size_t asked_once = 0;
  // ORDER BY and LIMIT of an UPDATE or DELETE of this table alone: no more rows
  // of a node can be among the statement's. Only with all conditions.
  std::optional<Excerpt> limit;
  std::string lock;
  // That is only read, in a write whose reads READ COMMITTED does not lock.
  bool lock_unless_read_committed = false;
  bool numbered = false;             // its rows say which node they are from, in the first column
  std::optional<Excerpt> lock_wait;  // the seconds of its WAIT
};

struct Gather {
  std::vector<GatheredMention> mentions;
  rule::SourceId source = rule::kNoSource;  // that finishes
  Rewrite excerpts;                         // of the conditions
  Rewrite outside;                          // of the statement, out of a transaction
  Rewrite inside;
  std::shared_ptr<const Naming> naming;
  Access access = Access::PrimaryRead;
  std::string transaction_obstacle;  // why it cannot be gathered in a transaction
  // A write: the tables whose changed rows go back; null: it only reads.
  std::shared_ptr<const std::vector<WrittenTable>> written;
  std::shared_ptr<const InsertedTable> inserted;  // an INSERT: or this
  bool returns_rows = false;                      // a query, or a write whose RETURNING the copies answer
  std::optional<Error> error;                     // what one server would say to it

  // Fills gathers, write_back, targets[0], naming and access of `out`.
  [[nodiscard]] Result<void> fill(const Execution& execution, std::span<const std::uint32_t> parameter_tokens,
                                  bool prepared, Dispatch& out) const;
  // For COM_STMT_PREPARE where no one source has all the tables: over temporary
  // tables without rows.
  [[nodiscard]] Result<void> prepare(const Execution& execution,
                                     std::span<const std::uint32_t> parameter_tokens, Dispatch& out) const;

 private:
  void write_target(const Execution& execution, std::span<const std::uint32_t> parameter_tokens,
                    const Rewrite& text, bool prepared, Dispatch& out) const;
};

}  // namespace mallshard::plan
