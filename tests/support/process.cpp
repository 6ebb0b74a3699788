#include "tests/support/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace mallshard::test {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const std::string& log,
                 const std::map<std::string, std::string>& environment) {
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const pid_t parent = ::getpid();
  id_ = ::fork();
  if (id_ < 0) throw std::runtime_error("fork failed");
  if (id_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(in, 0);
  ::dup2(out, 1);
  ::dup2(out, 2);
  ::execvp(words[0], words.data());
  ::_exit(127);
}

Process::Process(Process&& other) noexcept : id_(other.id_), status_(other.status_) {
  other.id_ = -1;
}

Process::~Process() {
  if (id_ > 0) stop();
}

bool Process::running() {
  return !wait(std::chrono::milliseconds(0)).has_value();
}

void Process::signal(int number) const {
  if (!status_) ::kill(id_, number);
}

void Process::freeze() {
  signal(SIGSTOP);
  int raw = 0;
  if (status_ || ::waitpid(id_, &raw, WUNTRACED) != id_ || !WIFSTOPPED(raw))
    throw std::runtime_error("the process to be frozen has ended");
}

std::optional<int> Process::wait(std::chrono::milliseconds at_most) {
  if (status_) return status_;
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (true) {
    int raw = 0;
    if (::waitpid(id_, &raw, WNOHANG) == id_) {
      status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
      return status_;
    }
    if (std::chrono::steady_clock::now() >= end) return std::nullopt;
    pause_for(std::chrono::milliseconds(10));
  }
}

int Process::stop() {
  signal(SIGTERM);
  if (const auto status = wait(std::chrono::seconds(10))) return *status;
  signal(SIGCONT);
  signal(SIGKILL);
  return wait(std::chrono::seconds(10)).value_or(-1);
}

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0)
    throw std::runtime_error("no free port");
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

bool accepts(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  const bool made = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return made;
}

void pause_for(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "mallshard-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder: " + pattern);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (std::getenv("MALLSHARD_KEEP") == nullptr) std::filesystem::remove_all(path_, ignored);
}

}  // namespace mallshard::test
