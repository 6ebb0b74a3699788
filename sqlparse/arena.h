// Memory for one statement's AST: bump allocation, freed or reused at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace mallshard::sqlparse {

// Everything made here is trivially destructible and lives until reset() or
// the arena's end. Not thread-safe.
class Arena {
 public:
  explicit Arena(std::size_t first_block = 8 * 1024) : next_block_(first_block) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  [[nodiscard]] void* allocate(std::size_t size, std::size_t align) {
    const std::uintptr_t start = (cursor_ + (align - 1)) & ~std::uintptr_t{align - 1};
    if (start + size <= limit_ && start != 0) {
      cursor_ = start + size;
      return reinterpret_cast<void*>(start);
    }
    return allocate_slow(size, align);
  }

  template <class T, class... Args>
  [[nodiscard]] T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  template <class T>
  [[nodiscard]] std::span<T> copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    T* room = static_cast<T*>(allocate(items.size_bytes(), alignof(T)));
    std::memcpy(static_cast<void*>(room), items.data(), items.size_bytes());
    return {room, items.size()};
  }

  [[nodiscard]] std::string_view copy(std::string_view text) {
    const std::span<char> room = copy(std::span<const char>(text.data(), text.size()));
    return {room.data(), room.size()};
  }

  // Forgets everything made; keeps the first block for the next statement.
  void reset();

  [[nodiscard]] std::size_t reserved_bytes() const noexcept { return reserved_; }

 private:
  void* allocate_slow(std::size_t size, std::size_t align);

  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };
  std::uintptr_t cursor_ = 0;
  std::uintptr_t limit_ = 0;
  std::size_t next_block_;
  std::size_t reserved_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace mallshard::sqlparse
