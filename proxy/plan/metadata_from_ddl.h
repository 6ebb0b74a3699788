// Table metadata from CREATE TABLE statements, for planning without a server:
// golden plans and `mallshard explain --schema`.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "rule/snapshot.h"
#include "rule/table_metadata.h"
#include "sqlparse/flavour.h"

namespace mallshard::plan {

// One object for each CREATE TABLE of `ddl`; other statements are left out.
// 1064 with the statement's beginning where one cannot be read.
[[nodiscard]] Result<std::vector<rule::TablePtr>> metadata_from_ddl(std::string_view ddl,
                                                                    std::string_view schema,
                                                                    const sqlparse::LexOptions& options);

// The same of its CREATE VIEW statements, which name logical tables: as if the
// default source held the views. `options` have no sql_mode.
[[nodiscard]] Result<std::vector<rule::TablePtr>> views_from_ddl(std::string_view ddl,
                                                                 const rule::Schema& schema,
                                                                 const sqlparse::LexOptions& options);

}  // namespace mallshard::plan
