// Which server is at the other end, from the version text of its greeting.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/greeting.h"
#include "wire/session_state.h"

namespace mallshard::backend {

struct ServerIdentity {
  std::string version_text;
  std::uint32_t version = 0;  // 80034, 101119; 0 when unreadable
  bool mariadb = false;
  std::uint32_t thread_id = 0;
  wire::Capabilities capabilities = 0;

  // MySQL 5.7's query cache may replay results in the other EOF form, so
  // DEPRECATE_EOF is not asked for there.
  [[nodiscard]] bool may_deprecate_eof() const { return mariadb || version >= 80000; }
  [[nodiscard]] wire::VariableNaming variable_naming() const;
};

// "5.5.5-10.11.19-MariaDB-log" is MariaDB 10.11.19: the prefix is there for old
// replicas.
ServerIdentity identify(const wire::Greeting& greeting);

}  // namespace mallshard::backend
