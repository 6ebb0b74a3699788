#include "algo/keygen/key_generator.h"

#include <thread>

namespace mallshard::algo {

Result<void> generate_now(KeyGenerator& generator, std::size_t count, std::vector<Value>& out) {
  while (true) {
    const Result<std::chrono::milliseconds> wait = generator.generate(count, out);
    if (!wait) return wait.error();
    if (wait->count() == 0) return {};
    std::this_thread::sleep_for(*wait);
  }
}

}  // namespace mallshard::algo
