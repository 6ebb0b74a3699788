// A MySQL error as a value: what the client is told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mallshard {

// Numbers and SQLSTATEs are MySQL's own (mysqld_error.h); `message` is worded
// for the person who must act, in at most 512 bytes on the wire.
struct Error {
  std::uint16_t code = 1105;   // ER_UNKNOWN_ERROR
  char sqlstate[6] = "HY000";  // five characters and NUL
  std::string message;

  Error() = default;
  Error(std::uint16_t errno_code, std::string_view state, std::string text);

  // The ones that many folders raise.
  static Error not_supported(std::string_view construct);                       // 1235/42000
  static Error unknown(std::string text);                                       // 1105/HY000
  static Error syntax(std::string text);                                        // 1064/42000
  static Error no_database();                                                   // 1046/3D000
  static Error unknown_database(std::string_view schema);                       // 1049/42000
  static Error unknown_table(std::string_view schema, std::string_view table);  // 1146/42S02
  static Error malformed_packet();                                              // 1835/HY000
};

}  // namespace mallshard
