// UUID: 32 hexadecimal digits of a random (version 4) UUID, without dashes.
#pragma once

#include "algo/keygen/key_generator.h"

namespace mallshard::algo {

class Uuid final : public KeyGenerator {
 public:
  [[nodiscard]] Result<std::chrono::milliseconds> generate(std::size_t count,
                                                           std::vector<Value>& out) override;
  [[nodiscard]] bool is_numeric() const override { return false; }
  [[nodiscard]] std::string_view type() const override { return "UUID"; }
};

}  // namespace mallshard::algo
