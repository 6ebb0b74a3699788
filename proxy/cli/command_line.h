// Options of a sub-command: --name VALUE, --name=VALUE, and plain words.
//
//   CommandLine line("run", {{"--conf", "DIR"}, {"--verbose", ""}});
//   if (Result<void> read = line.read(words); !read) return usage_error(...);
//   line.value("--conf")
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mallshard::cli {

struct OptionSpec {
  std::string_view name;       // "--conf"
  std::string_view parameter;  // "DIR"; empty: a flag
};

class CommandLine {
 public:
  CommandLine(std::string_view command, std::vector<OptionSpec> options, std::size_t max_words = 0);

  // The error is one line for the person who typed it.
  Result<void> read(std::span<const std::string_view> words);

  [[nodiscard]] std::optional<std::string_view> value(std::string_view option) const;
  [[nodiscard]] bool has(std::string_view option) const { return values_.contains(option); }
  [[nodiscard]] const std::vector<std::string_view>& words() const { return words_; }

 private:
  [[nodiscard]] const OptionSpec* find(std::string_view name) const;
  [[nodiscard]] Error unknown(std::string_view name) const;

  std::string_view command_;
  std::vector<OptionSpec> options_;
  std::size_t max_words_;
  std::map<std::string_view, std::string_view> values_;
  std::vector<std::string_view> words_;
};

// 1 to 65535.
[[nodiscard]] Result<std::uint16_t> parse_port(std::string_view text, std::string_view where);

}  // namespace mallshard::cli
