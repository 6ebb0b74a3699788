// A stored function's text as its server shows it -> rule::FunctionMetadata.
// Pure: asks nobody.
#pragma once

#include <string>

#include "control/metadata/view_reader.h"
#include "rule/table_metadata.h"

namespace mallshard::control {

// SHOW CREATE FUNCTION.
struct ShownFunction {
  std::string text;  // empty: this user may not see it
  std::string sql_mode;
};

[[nodiscard]] rule::FunctionMetadata read_function(const ShownFunction& shown, const ViewPlace& place);

}  // namespace mallshard::control
