// The sub-commands of `mallshard`. Each gets the words behind its name and
// returns the exit code: 0 done, 1 it failed, 2 the command line or the
// configuration is wrong.
#pragma once

#include <chrono>
#include <span>
#include <string_view>

namespace mallshard::cli {

using Words = std::span<const std::string_view>;

int run_command(Words words);
int check_command(Words words);
int explain_command(Words words);
int parse_command(Words words);
int hash_password_command(Words words);

// Chooses by the first word; --help and --version. `started` is when the
// process began.
int main_command(Words words);

// When the process began, as far as the program can tell.
std::chrono::steady_clock::time_point process_start();

}  // namespace mallshard::cli
