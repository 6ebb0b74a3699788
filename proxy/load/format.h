// The clauses of LOAD DATA that say how a file is cut into records and fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
  // MariaDB reads characters only where a text column is filled (single bytes for
  // numbers, binary strings and user variables), and takes what is skipped in a
  // line in another way than MySQL.
  bool mariadb = false;
  std::vector<bool> text_columns;  // of `columns`, for MariaDB

  // Without any sign between them fields have the widths of their columns,
  // which only a server knows.
  [[nodiscard]] bool is_fixed_size() const { return field_terminator.empty() && !enclosed; }
};

}  // namespace mallshard::load
