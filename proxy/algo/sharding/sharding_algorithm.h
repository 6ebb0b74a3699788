// Which target (a data source, or an actual table) holds a key.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "algo/inline_expression.h"
#include "algo/key_view.h"
#include "base/result.h"

namespace mallshard::algo {

// An interval of keys; an absent bound is infinite.
struct KeyRange {
  std::optional<KeyView> lower;
  std::optional<KeyView> upper;
  bool lower_inclusive = true;
  bool upper_inclusive = true;
};

// Immutable and shared by all threads.
class ShardingAlgorithm {
 public:
  virtual ~ShardingAlgorithm() = default;

  // The name of the target of one key (one value for each sharding column of
  // the strategy), as a view into `out`. The caller checks that it exists.
  [[nodiscard]] virtual Result<std::string_view> target(std::span<const KeyView> key,
                                                        TargetName& out) const = 0;

  // Indexes into `targets` that can hold a key of the range; nullopt: any of
  // them, which is what an algorithm without order (inline, hash) answers.
  [[nodiscard]] virtual std::optional<std::vector<std::uint32_t>> range(
      const KeyRange& /*range*/, std::span<const std::string> /*targets*/) const {
    return std::nullopt;
  }

  // See InlineExpression::depends_on_key_class().
  [[nodiscard]] virtual bool depends_on_key_class() const = 0;

  // N if the results are exactly those of the keys 0 to N-1, else 0.
  [[nodiscard]] virtual std::uint32_t plain_modulus() const { return 0; }

  // For messages: the expression, or the algorithm's type and properties.
  [[nodiscard]] virtual std::string_view describe() const = 0;
};

}  // namespace mallshard::algo
