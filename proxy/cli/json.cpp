#include "cli/json.h"

#include <utility>

namespace mallshard::cli {

void JsonLine::name(std::string_view name) {
  if (out_.size() > 1) out_ += ',';
  quoted(name);
  out_ += ':';
}

// Bytes that are no UTF-8 stay as they are: the reader's own encoding.
void JsonLine::quoted(std::string_view value) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out_ += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (byte < 0x20) {
      out_ += "\\u00";
      out_ += kHex[byte >> 4];
      out_ += kHex[byte & 15];
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

void JsonLine::flag(std::string_view field, bool value) {
  name(field);
  out_ += value ? "true" : "false";
}

void JsonLine::number(std::string_view field, std::uint64_t value) {
  name(field);
  out_ += std::to_string(value);
}

void JsonLine::text(std::string_view field, std::string_view value) {
  name(field);
  quoted(value);
}

void JsonLine::list(std::string_view field, const std::vector<std::string>& values) {
  name(field);
  out_ += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out_ += ',';
    quoted(values[i]);
  }
  out_ += ']';
}

std::string JsonLine::end() {
  out_ += '}';
  return std::move(out_);
}

}  // namespace mallshard::cli
