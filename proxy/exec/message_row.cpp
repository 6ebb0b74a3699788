#include "exec/message_row.h"

#include <charconv>

namespace mallshard::exec {

// The last words count: values that the message quotes may hold the same ones.
MessageRow row_in(std::string_view message) {
  constexpr std::string_view kAtRow = " at row ";
  const std::size_t at = message.rfind(kAtRow);
  if (at == std::string_view::npos) return {};
  MessageRow found;
  found.digits = at + kAtRow.size();
  const char* end = message.data() + message.size();
  const auto [last, problem] = std::from_chars(message.data() + found.digits, end, found.row);
  if (problem != std::errc() || last != end) return {};
  return found;
}

}  // namespace mallshard::exec
