// The row that a server's message names: "Data too long for column 'a' at row 2".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mallshard::exec {

struct MessageRow {
  std::uint32_t row = 0;   // counted from 1; 0: the message names none
  std::size_t digits = 0;  // where its number begins; it ends the message
};

[[nodiscard]] MessageRow row_in(std::string_view message);

}  // namespace mallshard::exec
