#include "algo/balance/random_balance.h"

namespace mallshard::algo {

std::size_t RandomBalance::choose(std::size_t usable) {
  std::uint64_t x = counter_.fetch_add(0x9e3779b97f4a7c15ULL, std::memory_order_relaxed);
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
  return static_cast<std::size_t>((x ^ x >> 31) % usable);
}

}  // namespace mallshard::algo
