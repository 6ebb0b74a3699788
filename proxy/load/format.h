// The clauses of LOAD DATA that say how a file is cut into records and fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "load/charset.h"

namespace mallshard::load {

struct Format {
  std::string field_terminator = "\t";
  std::optional<std::uint8_t> enclosed;  // OPTIONALLY or not: reading knows no difference
  std::optional<std::uint8_t> escape = std::uint8_t{'\\'};
  std::string line_start;
  std::string line_terminator = "\n";
  std::uint64_t skipped_lines = 0;  // IGNORE n LINES
  std::size_t columns = 0;          // that the statement fills from fields, at least 1
  Charset charset = Charset::Utf8mb4;
  bool mariadb = false;  // what is skipped in a line is read in another way than MySQL's

  // Without any sign between them fields have the widths of their columns,
  // which only a server knows.
  [[nodiscard]] bool is_fixed_size() const { return field_terminator.empty() && !enclosed; }
};

}  // namespace mallshard::load
