// K-way merge of sources that each come in one order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "merge/key_order.h"
#include "merge/source_rows.h"
#include "merge/stage.h"

namespace mallshard::merge {

// A loser tree (Knuth, TAOCP vol. 3, 5.4.1): log2(k) comparisons per row, most
// of them of two integers. Rows that compare equal come in the sources' order.
class JoinOrdered final : public Stage {
 public:
  JoinOrdered(std::span<SourceRows> sources, const KeyOrder& order);

  Pull pull() override;

 private:
  struct Head {
    std::uint64_t prefix = 0;
    bool exhausted = false;
  };
  // False: the source must be read first.
  bool load(std::size_t source);
  [[nodiscard]] bool before(std::size_t a, std::size_t b) const;
  void build();
  void replay(std::size_t source);

  std::span<SourceRows> sources_;
  const KeyOrder& order_;
  std::vector<Head> heads_;
  std::vector<std::size_t> losers_;  // inner nodes 1..k-1; the winner is apart
  std::size_t winner_ = 0;
  std::size_t loaded_ = 0;  // heads filled before the tree is built
  bool built_ = false;
  bool winner_given_ = false;    // its row is still in the queue
  bool winner_pending_ = false;  // its row was taken, the next one is not loaded yet
};

}  // namespace mallshard::merge
