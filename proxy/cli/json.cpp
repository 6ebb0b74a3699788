#include "cli/json.h"

#include <utility>

namespace mallshard::cli {

void JsonLine::name(std::string_view name) {
  if (out_.size() > 1) out_ += ',';
  quoted(name);
  out_ += ':';
}

namespace {

// Bytes of the UTF-8 character of several bytes that begins here; 0 where none does.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length == 0 || lead >= 0xf5 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  const bool no_character = (lead == 0xed && byte(1) >= 0xa0) || (lead == 0xf4 && byte(1) >= 0x90);
  return overlong || no_character ? 0 : length;
}

}  // namespace

// A byte that is no UTF-8 becomes the character of its number, so that a line
// is JSON whatever was read.
void JsonLine::quoted(std::string_view value) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out_ += '"';
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const auto byte = static_cast<unsigned char>(c);
    const std::size_t length = byte >= 0x80 ? utf8_length(value.substr(i)) : 1;
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (byte < 0x20 || length == 0) {
      out_ += "\\u00";
      out_ += kHex[byte >> 4];
      out_ += kHex[byte & 15];
    } else {
      out_ += value.substr(i, length);
      i += length - 1;
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
