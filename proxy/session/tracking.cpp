#include "session/tracking.h"

#include <algorithm>

#include "base/error.h"
#include "wire/ok_packet.h"

namespace mallshard::session {
namespace {

std::optional<bool> switch_of(const std::optional<std::string>& value, bool when_default) {
  if (!value) return when_default;
  const std::string text = to_lower(*value);
  if (text == "1" || text == "on" || text == "true") return true;
  if (text == "0" || text == "off" || text == "false") return false;
  return std::nullopt;
}

Error wrong_value(std::string_view variable, const std::optional<std::string>& value) {
  return {1231, "42000",
          "Variable '" + std::string(variable) + "' can't be set to the value of '" + value.value_or("NULL") +
              "'"};
}

std::vector<std::string> names_of(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view name = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!name.empty()) names.push_back(to_lower(name));
  }
  return names;
}

}  // namespace

// As both kinds of server have it unless they are configured otherwise.
std::vector<std::string> Tracking::default_variables() {
  return {"autocommit", "character_set_client", "character_set_connection", "character_set_results",
          "time_zone"};
}

Result<void> Tracking::set(std::string_view variable, const std::optional<std::string>& value) {
  const std::string name = to_lower(variable);
  if (name == "session_track_system_variables") {
    variables_ = value ? names_of(*value) : default_variables();
    all_variables_ = std::find(variables_.begin(), variables_.end(), "*") != variables_.end();
    return {};
  }
  const bool is_schema = name == "session_track_schema";
  if (is_schema || name == "session_track_state_change") {
    const std::optional<bool> on = switch_of(value, is_schema);
    if (!on) return wrong_value(name, value);
    (is_schema ? schema_ : state_) = *on;
    return {};
  }
  if (name != "session_track_transaction_info" && name != "session_track_gtids")
    return Error(1193, "HY000", "Unknown system variable '" + std::string(variable) + "'");
  const bool off = !value || to_lower(*value) == "off" || *value == "0";
  if (!off) return Error::not_supported(name + " other than OFF");
  return {};
}

void Tracking::variable_changed(std::string_view name, std::string_view value, ByteBuffer& block) const {
  if (all_variables_ || std::find(variables_.begin(), variables_.end(), name) != variables_.end())
    wire::append_session_variable(name, value, block);
}

void Tracking::schema_changed(std::string_view name, ByteBuffer& block) const {
  if (schema_) wire::append_session_schema(name, block);
}

void Tracking::state_changed(ByteBuffer& block) const {
  if (state_ && begun_) wire::append_session_state_change(block);
}

}  // namespace mallshard::session
