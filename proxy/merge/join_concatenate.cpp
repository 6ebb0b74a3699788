#include "merge/join_concatenate.h"

namespace mallshard::merge {

Pull JoinConcatenate::pull() {
  if (front_given_) sources_[current_].pop();
  front_given_ = false;
  while (current_ < sources_.size()) {
    SourceRows& source = sources_[current_];
    if (!source.empty()) {
      front_given_ = true;
      return Pull::of(source.front());
    }
    if (!source.exhausted()) return Pull::need(current_);
    ++current_;
  }
  return Pull::end();
}

}  // namespace mallshard::merge
