#include "merge/limit.h"

namespace mallshard::merge {

Pull LimitRows::pull() {
  if (left_.count == 0) return Pull::end();
  for (;;) {
    Pull pulled = upstream_.pull();
    if (pulled.kind != Pull::Kind::Row) return pulled;
    if (left_.offset == 0) {
      --left_.count;
      return pulled;
    }
    --left_.offset;
  }
}

}  // namespace mallshard::merge
