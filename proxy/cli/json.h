// One line of JSON, written field by field.
//
//   JsonLine line;  line.text("kind", "SELECT");  line.number("params", 2);  line.end()
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mallshard::cli {

class JsonLine {
 public:
  void flag(std::string_view name, bool value);
  void number(std::string_view name, std::uint64_t value);
  void text(std::string_view name, std::string_view value);
  void list(std::string_view name, const std::vector<std::string>& values);
  // The whole object; nothing may be added afterwards.
  [[nodiscard]] std::string end();

 private:
  void name(std::string_view name);
  void quoted(std::string_view value);

  std::string out_ = "{";
};

}  // namespace mallshard::cli
