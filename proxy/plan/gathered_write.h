// What a gathered UPDATE or DELETE does to the tables that it mentions, and
// what speaks against finishing it over copies of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plan/plan_parts.h"

namespace mallshard::plan {

// A mention whose rows are written.
struct WrittenMention {
  std::uint32_t mention = 0;
  std::vector<bool> changed;  // by column: assigned; empty: rows are deleted
};

struct GatheredWrite {
  std::vector<WrittenMention> written;
  std::string obstacle;        // why it cannot be gathered; empty: it can, as far as this goes
  std::optional<Error> error;  // what a server would say: a table is written and read (1093)

  [[nodiscard]] const WrittenMention* find(std::uint32_t mention) const;
};

// `written` may name a mention more than once.
[[nodiscard]] GatheredWrite gathered_update(const PlanInput& input, const BoundStatement& bound,
                                            const std::vector<std::uint32_t>& written);
[[nodiscard]] GatheredWrite gathered_delete(const PlanInput& input, const BoundStatement& bound,
                                            const std::vector<std::uint32_t>& written);

}  // namespace mallshard::plan
