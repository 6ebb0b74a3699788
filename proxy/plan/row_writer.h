// The way back of gathered UPDATE and DELETE: changed rows to statements for
// the shards that they came from.
#pragma once

#include <memory>
#include <vector>

#include "plan/write_back.h"
#include "plan/written_table.h"

namespace mallshard::plan {

// For one execution. `tables` in the order of their queries.
[[nodiscard]] std::shared_ptr<WriteBack> write_rows_back(
    std::shared_ptr<const std::vector<WrittenTable>> tables);

}  // namespace mallshard::plan
