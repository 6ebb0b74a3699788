// Templates around expressions: "t_order${order_id % 2}", "ds${0..1}.t_${0..3}".
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "algo/inline/program.h"
#include "base/result.h"

namespace mallshard::algo {

// Literal text and placeholders of one value each: a target's name.
Result<std::shared_ptr<const InlineProgram>> compile_template(std::string_view text,
                                                              std::span<const std::string> columns);

// Literal text and placeholders of many values: for each piece in order what
// it can be. No piece has more than `limit` alternatives.
using Alternatives = std::vector<std::string>;
Result<std::vector<Alternatives>> expand_template(std::string_view text, std::size_t limit);

}  // namespace mallshard::algo
