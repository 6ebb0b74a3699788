// Child processes that cannot outlive the test.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mallshard::test {

// Ends with its object (SIGTERM, after ten seconds SIGKILL), and by the kernel
// should the test itself be killed. Make it on the main thread: the kernel
// watches the thread that started it.
class Process {
 public:
  // Output goes to the file `log`, appended.
  Process(const std::vector<std::string>& command, const std::string& log,
          const std::map<std::string, std::string>& environment = {});
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  [[nodiscard]] pid_t id() const { return id_; }
  [[nodiscard]] bool running();
  void signal(int number) const;
  // SIGSTOP, and returns when every thread has stopped: on a busy machine that
  // takes longer than some statements. signal(SIGCONT) thaws it.
  void freeze();
  // The exit status (128 + signal when killed); nullopt when it still runs.
  std::optional<int> wait(std::chrono::milliseconds at_most);
  int stop();

 private:
  pid_t id_ = -1;
  std::optional<int> status_;
};

// A port of the loopback that nobody listens on now.
int free_port();
// True when something accepts a connection there.
bool accepts(int port);
// Polls until `condition` holds; false when the time is over.
template <class Condition>
bool eventually(std::chrono::milliseconds at_most, Condition condition);
void pause_for(std::chrono::milliseconds time);
std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

// A directory that is removed with its object, unless MALLSHARD_KEEP is set.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

template <class Condition>
bool eventually(std::chrono::milliseconds at_most, Condition condition) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (true) {
    if (condition()) return true;
    if (std::chrono::steady_clock::now() >= end) return false;
    pause_for(std::chrono::milliseconds(20));
  }
}

}  // namespace mallshard::test
