// LIKE as SHOW ... LIKE applies it to names.
#pragma once

#include <string_view>

namespace mallshard::exec {

// % any run, _ one character (UTF-8), \ escapes; ASCII letters without case:
// names of variables, character sets, ...
[[nodiscard]] bool like(std::string_view text, std::string_view pattern);

// The same with case: names of databases and tables, as servers on Linux
// compare them (lower_case_table_names=0; measured on MySQL 9.7 and MariaDB 10.11).
[[nodiscard]] bool like_name(std::string_view text, std::string_view pattern);

}  // namespace mallshard::exec
