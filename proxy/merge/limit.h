// LIMIT: skips, then counts, then ends without asking any source further.
#pragma once

#include <cstdint>

#include "merge/spec.h"
#include "merge/stage.h"

namespace mallshard::merge {

class LimitRows final : public Stage {
 public:
  LimitRows(Stage& upstream, Limit limit) : upstream_(upstream), left_(limit) {}

  Pull pull() override;

 private:
  Stage& upstream_;
  Limit left_;
};

}  // namespace mallshard::merge
