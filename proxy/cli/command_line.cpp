#include "cli/command_line.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace mallshard::cli {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({replaced, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row[b.size()];
}

}  // namespace

CommandLine::CommandLine(std::string_view command, std::vector<OptionSpec> options, std::size_t max_words)
    : command_(command), options_(std::move(options)), max_words_(max_words) {}

const OptionSpec* CommandLine::find(std::string_view name) const {
  const auto found =
      std::find_if(options_.begin(), options_.end(), [name](const OptionSpec& o) { return o.name == name; });
  return found == options_.end() ? nullptr : &*found;
}

Error CommandLine::unknown(std::string_view name) const {
  std::string text = "unknown option " + std::string(name);
  const OptionSpec* nearest = nullptr;
  std::size_t best = 4;
  for (const OptionSpec& option : options_) {
    const std::size_t distance = edit_distance(name, option.name);
    if (distance >= best) continue;
    best = distance;
    nearest = &option;
  }
  if (nearest != nullptr) text += "; did you mean " + std::string(nearest->name) + "?";
  return Error::unknown(text + " See: mallshard " + std::string(command_) + " --help");
}

Result<void> CommandLine::read(std::span<const std::string_view> words) {
  bool only_words = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (only_words || word == "-" || !word.starts_with('-')) {
      if (words_.size() == max_words_) return Error::unknown("unexpected word '" + std::string(word) + "'");
      words_.push_back(word);
      continue;
    }
    if (word == "--") {
      only_words = true;
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    const OptionSpec* option = find(name);
    if (option == nullptr) return unknown(name);
    if (option->parameter.empty()) {
      if (equals != std::string_view::npos) return Error::unknown(std::string(name) + " takes no value");
      values_[option->name] = "";
      continue;
    }
    if (equals == std::string_view::npos && i + 1 == words.size()) {
      return Error::unknown(std::string(name) + " needs a value: " + std::string(name) + " " +
                            std::string(option->parameter));
    }
    values_[option->name] = equals == std::string_view::npos ? words[++i] : word.substr(equals + 1);
  }
  return {};
}

std::optional<std::string_view> CommandLine::value(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::uint16_t> parse_port(std::string_view text, std::string_view where) {
  unsigned port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (failure != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65535) {
    return Error::unknown(std::string(where) + " must be a port number from 1 to 65535, not '" +
                          std::string(text) + "'");
  }
  return static_cast<std::uint16_t>(port);
}

}  // namespace mallshard::cli
