// What a gathered write does to the tables that it mentions, and what speaks
// against finishing it over copies of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/inserted_table.h"
#include "plan/plan_parts.h"

namespace mallshard::plan {

// A mention whose rows are written.
struct WrittenMention {
  std::uint32_t mention = 0;
  std::vector<bool> changed;  // by column: assigned; empty: rows are deleted
  // IGNORE leaves a row out whose new key another one has: every row must be
  // there that may be that one.
  bool needs_all_rows = false;
};

// INSERT and REPLACE, whose table is mention 0.
struct StagedInsert {
  GatherTable staging;
  std::shared_ptr<const InsertedTable> inserted;
  std::string columns;  // for a statement that has no list of its own; else empty
  // Put behind the statement's own list, and behind its select list.
  std::string more_columns;
  std::string more_items;
  std::uint32_t last_item_token = 0;
  // ON DUPLICATE KEY UPDATE and RETURNING are the shards': tokens first..last.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> without;
};

struct GatheredWrite {
  std::vector<WrittenMention> written;
  std::optional<StagedInsert> insert;
  // Of an UPDATE or DELETE of one table: how many rows it is for, and which.
  const sqlparse::Limit* limit = nullptr;
  sqlparse::NodeList<sqlparse::OrderItem> order_by;
  bool ignore = false;         // UPDATE IGNORE, DELETE IGNORE
  bool returns_rows = false;   // RETURNING
  std::string obstacle;        // why it cannot be gathered; empty: it can, as far as this goes
  std::optional<Error> error;  // what a server would say: a table is written and read (1093)

  [[nodiscard]] const WrittenMention* find(std::uint32_t mention) const;
  [[nodiscard]] bool writes(std::uint32_t mention) const {
    return insert ? mention == 0 : find(mention) != nullptr;
  }
};

// `written` may name a mention more than once.
[[nodiscard]] GatheredWrite gathered_update(const PlanInput& input, const BoundStatement& bound,
                                            const std::vector<std::uint32_t>& written);
[[nodiscard]] GatheredWrite gathered_delete(const PlanInput& input, const BoundStatement& bound,
                                            const std::vector<std::uint32_t>& written);

[[nodiscard]] GatheredWrite gathered_insert(const PlanInput& input, const BoundStatement& bound);

// Notes why a table that is written must not be read as it is, or how servers
// say so. `verb` is the statement's.
void check_written_tables(const PlanInput& input, const BoundStatement& bound, std::string_view verb,
                          bool is_multi_table, GatheredWrite& out);

}  // namespace mallshard::plan
