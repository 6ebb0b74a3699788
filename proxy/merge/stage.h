// An operator on rows: pulls from the one before it.
#pragma once

#include "merge/row.h"

namespace mallshard::merge {

// NeedSource comes up unchanged from the join at the bottom; the stage goes on
// where it was when it is pulled again. After End or Failed a stage keeps
// answering the same.
class Stage {
 public:
  Stage() = default;
  virtual ~Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  virtual Pull pull() = 0;
};

}  // namespace mallshard::merge
