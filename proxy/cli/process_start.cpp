#include "cli/commands.h"

namespace mallshard::cli {

std::chrono::steady_clock::time_point process_start() {
  static const auto start = std::chrono::steady_clock::now();
  return start;
}

}  // namespace mallshard::cli
