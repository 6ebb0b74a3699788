#include "base/error.h"

#include <algorithm>
#include <utility>

namespace mallshard {

Error::Error(std::uint16_t errno_code, std::string_view state, std::string text)
    : code(errno_code), message(std::move(text)) {
  std::copy_n(state.begin(), std::min<std::size_t>(state.size(), 5), sqlstate);
}

Error Error::not_supported(std::string_view construct) {
  return {1235, "42000", "MallShard doesn't yet support '" + std::string(construct) + "'"};
}

Error Error::unknown(std::string text) {
  return {1105, "HY000", std::move(text)};
}

Error Error::syntax(std::string text) {
  return {1064, "42000", std::move(text)};
}

Error Error::no_database() {
  return {1046, "3D000", "No database selected"};
}

Error Error::unknown_database(std::string_view schema) {
  return {1049, "42000", "Unknown database '" + std::string(schema) + "'"};
}

Error Error::unknown_table(std::string_view schema, std::string_view table) {
  return {1146, "42S02", "Table '" + std::string(schema) + "." + std::string(table) + "' doesn't exist"};
}

Error Error::malformed_packet() {
  return {1835, "HY000", "Malformed communication packet."};
}

}  // namespace mallshard
