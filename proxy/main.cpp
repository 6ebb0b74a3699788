// mallshard: see cli/main_command.cpp for the commands.
#include <string_view>
#include <vector>

#include "cli/commands.h"

int main(int argc, char** argv) {
  mallshard::cli::process_start();
  const std::vector<std::string_view> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  return mallshard::cli::main_command(words);
}
