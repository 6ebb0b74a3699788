// INLINE: the target's name is the value of an inline expression.
#pragma once

#include "algo/sharding/sharding_algorithm.h"

namespace mallshard::algo {

class InlineSharding final : public ShardingAlgorithm {
 public:
  explicit InlineSharding(InlineExpression expression) : expression_(std::move(expression)) {}

  [[nodiscard]] Result<std::string_view> target(std::span<const KeyView> key,
                                                TargetName& out) const override {
    return expression_.evaluate(key, out);
  }
  [[nodiscard]] bool depends_on_key_class() const override { return expression_.depends_on_key_class(); }
  [[nodiscard]] std::uint32_t plain_modulus() const override { return expression_.plain_modulus(); }
  [[nodiscard]] std::string_view describe() const override { return expression_.text(); }

 private:
  InlineExpression expression_;
};

}  // namespace mallshard::algo
