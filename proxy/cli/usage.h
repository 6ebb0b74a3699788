// How commands speak to the terminal.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mallshard::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

inline void print(std::FILE* to, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), to);
  std::fputc('\n', to);
}

// One line, and the exit code.
inline int complain(std::string_view command, const Error& error, int exit_code) {
  print(stderr, "mallshard " + std::string(command) + ": " + error.message);
  return exit_code;
}

}  // namespace mallshard::cli
