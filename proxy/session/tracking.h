// What a client wants to be told of its session in OK packets: its own
// session_track_* variables, which no server is sent, since the proxy's
// connections have theirs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mallshard::session {

class Tracking {
 public:
  // SET `variable` = `value`; nullopt: DEFAULT. 1231 for what is no value of it,
  // 1235 for trackers that are not known here (transactions, GTIDs).
  Result<void> set(std::string_view variable, const std::optional<std::string>& value);

  // Append to the block of an OK packet what is wanted of it.
  void variable_changed(std::string_view name, std::string_view value, ByteBuffer& block) const;
  void schema_changed(std::string_view name, ByteBuffer& block) const;
  void state_changed(ByteBuffer& block) const;

  [[nodiscard]] bool tells_state() const { return state_; }
  // MySQL says nothing of the SET that begins it, MariaDB does.
  void begin(bool told) { begun_ = told; }

 private:
  bool schema_ = true;
  bool state_ = false;
  bool begun_ = true;
  bool all_variables_ = false;
  std::vector<std::string> variables_ = default_variables();

  static std::vector<std::string> default_variables();
};

}  // namespace mallshard::session
