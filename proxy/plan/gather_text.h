// The statement that finishes a gathered SELECT: the client's own, over
// temporary tables.
//
// MySQL opens a temporary table once per statement (1137), and a common table
// once for each of its mentions: there, each further mention of a common table
// that reads gathered rows gets a definition of its own over copies of the
// temporary tables, put behind the client's:
//
//   WITH c AS (SELECT id FROM t), `__mallshard_c1` AS (SELECT id FROM g1)
//   SELECT ... FROM c JOIN `__mallshard_c1` AS d
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "plan/plan_parts.h"
#include "plan/rewrite.h"

namespace mallshard::plan {

// Reserved: no user's table is called so. Mentions are numbered by their
// position, copies from behind them.
[[nodiscard]] std::string temporary_name(std::uint32_t number);

// PARTITION (...), its first and last token.
[[nodiscard]] std::optional<std::pair<std::uint32_t, std::uint32_t>> partition_range(
    const sqlparse::TableName& table);

struct GatheredText {
  Rewrite rewrite;
  struct Copy {
    std::uint32_t mention = 0;
    std::uint32_t number = 0;  // of its temporary table
  };
  std::vector<Copy> copies;
  std::vector<Rename> common_names;  // of the further definitions
  std::string obstacle;              // why there is none
};

// A condition that the base table of a mention has been asked with, and that a
// copy cannot answer: TRUE takes the place of its tokens.
struct AnsweredCondition {
  std::uint32_t mention = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// `shared` tells for each mention whose temporary table has its rows, where a
// server opens that again (MariaDB), `instead` what stands for system tables
// (rewrite_information_schema()). `next_number` is that of the next copy.
[[nodiscard]] GatheredText gathered_text(const PlanInput& input, const BoundStatement& bound,
                                         std::span<const std::uint32_t> shared,
                                         std::span<const AnsweredCondition> answered, bool in_transaction,
                                         std::span<const std::string> instead, std::uint32_t& next_number);

}  // namespace mallshard::plan
