// All rows of the first source, then all of the second, ...
#pragma once

#include <span>

#include "merge/source_rows.h"
#include "merge/stage.h"

namespace mallshard::merge {

class JoinConcatenate final : public Stage {
 public:
  explicit JoinConcatenate(std::span<SourceRows> sources) : sources_(sources) {}

  Pull pull() override;

 private:
  std::span<SourceRows> sources_;
  std::size_t current_ = 0;
  bool front_given_ = false;
};

}  // namespace mallshard::merge
