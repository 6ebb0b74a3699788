#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/usage.h"
#include "wire/auth_credential.h"

namespace mallshard::cli {
namespace {

constexpr std::string_view kHelp =
    "usage: mallshard hash-password [PASSWORD]\n\n"
    "Prints what may stand behind `password:` of a user in server.yaml instead of the\n"
    "password itself. Without PASSWORD it is asked for, or read from standard input,\n"
    "so that it does not stay in the shell's history.";

// Off while it is typed.
class SilentTerminal {
 public:
  SilentTerminal() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

std::string read_line() {
  std::string line;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) line += static_cast<char>(c);
  return line;
}

std::string ask_for_password() {
  if (isatty(STDIN_FILENO) == 0) return read_line();
  const SilentTerminal silent;
  std::fputs("Password: ", stderr);
  std::string password = read_line();
  std::fputc('\n', stderr);
  return password;
}

}  // namespace

int hash_password_command(Words words) {
  CommandLine line("hash-password", {{"--help", ""}}, 1);
  if (Result<void> read = line.read(words); !read) return complain("hash-password", read.error(), kUsage);
  if (line.has("--help")) {
    print(stdout, kHelp);
    return kDone;
  }
  const std::string password = line.words().empty() ? ask_for_password() : std::string(line.words().front());
  print(stdout, wire::Credential::from_password(password).format());
  return kDone;
}

}  // namespace mallshard::cli
