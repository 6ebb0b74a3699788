// Structured log lines: time level event key=value ... Thread-safe. Values are
// escaped, so that text from a client cannot forge a line. Never pass a
// password or a bound value.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace mallshard::log {

enum class Level { Debug, Info, Warn, Error };

// Once at start-up, before any thread logs. Lines go to stderr.
void start(Level threshold);

using Field = std::pair<std::string_view, std::string>;
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view e, std::initializer_list<Field> f = {}) {
  write(Level::Debug, e, f);
}
inline void info(std::string_view e, std::initializer_list<Field> f = {}) {
  write(Level::Info, e, f);
}
inline void warn(std::string_view e, std::initializer_list<Field> f = {}) {
  write(Level::Warn, e, f);
}
inline void error(std::string_view e, std::initializer_list<Field> f = {}) {
  write(Level::Error, e, f);
}

}  // namespace mallshard::log
