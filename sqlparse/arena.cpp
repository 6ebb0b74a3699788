#include "sqlparse/arena.h"

#include <algorithm>

namespace mallshard::sqlparse {

namespace {
constexpr std::size_t kLargestBlock = std::size_t{1} << 20;
}

void* Arena::allocate_slow(std::size_t size, std::size_t align) {
  const std::size_t block_size = std::max(next_block_, size + align);
  Block block{std::make_unique_for_overwrite<std::byte[]>(block_size), block_size};
  cursor_ = reinterpret_cast<std::uintptr_t>(block.bytes.get());
  limit_ = cursor_ + block_size;
  reserved_ += block_size;
  blocks_.push_back(std::move(block));
  next_block_ = std::min(next_block_ * 2, kLargestBlock);

  const std::uintptr_t start = (cursor_ + (align - 1)) & ~std::uintptr_t{align - 1};
  cursor_ = start + size;
  return reinterpret_cast<void*>(start);
}

void Arena::reset() {
  if (blocks_.empty()) return;
  blocks_.resize(1);
  reserved_ = blocks_.front().size;
  next_block_ = reserved_ * 2;
  cursor_ = reinterpret_cast<std::uintptr_t>(blocks_.front().bytes.get());
  limit_ = cursor_ + reserved_;
}

}  // namespace mallshard::sqlparse
