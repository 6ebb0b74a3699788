#include "exec/update_info.h"

#include <charconv>

namespace mallshard::exec {
namespace {

constexpr std::string_view kMatched = "Rows matched: ";
constexpr std::string_view kChanged = "  Changed: ";
constexpr std::string_view kWarnings = "  Warnings: ";

// Takes `label` and the number behind it off the front of `text`.
bool take(std::string_view label, std::string_view& text, std::uint64_t& number) {
  if (!text.starts_with(label)) return false;
  text.remove_prefix(label.size());
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

std::optional<UpdateInfo> update_info(std::string_view text) {
  UpdateInfo info;
  const bool whole = take(kMatched, text, info.matched) && take(kChanged, text, info.changed) &&
                     take(kWarnings, text, info.warnings) && text.empty();
  return whole ? std::optional(info) : std::nullopt;
}

std::string text_of(const UpdateInfo& info) {
  std::string text(kMatched);
  text += std::to_string(info.matched);
  (text += kChanged) += std::to_string(info.changed);
  (text += kWarnings) += std::to_string(info.warnings);
  return text;
}

}  // namespace mallshard::exec
