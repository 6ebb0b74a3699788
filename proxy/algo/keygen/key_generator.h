// Values for a column that an INSERT leaves out.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace mallshard::algo {

// One object for a table, shared by all threads of the process.
class KeyGenerator {
 public:
  virtual ~KeyGenerator() = default;

  // Appends keys to `out` until it holds `count` of them, and returns 0; or
  // returns how long to wait before calling again with the same arguments
  // (what is in `out` stays valid). It never sleeps. The keys made for one
  // call are consecutive as far as the generator promises.
  [[nodiscard]] virtual Result<std::chrono::milliseconds> generate(std::size_t count,
                                                                   std::vector<Value>& out) = 0;

  // True if the keys are integers, that is: reported as LAST_INSERT_ID.
  [[nodiscard]] virtual bool is_numeric() const = 0;

  [[nodiscard]] virtual std::string_view type() const = 0;
};

// generate() that sleeps through the waits: at most a few milliseconds, since
// a longer step back of the clock is an error. For the data threads until
// waits become timers, and for tools.
Result<void> generate_now(KeyGenerator& generator, std::size_t count, std::vector<Value>& out);

}  // namespace mallshard::algo
