#include "plan/gather_form.h"

#include <algorithm>
#include <array>

namespace mallshard::plan {
namespace {

void append_hexadecimal(std::string_view bytes, std::string& out) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  out += "X'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  out += '\'';
}

class Alphabet {
 public:
  explicit constexpr Alphabet(std::string_view characters) {
    for (const char c : characters) has_[static_cast<unsigned char>(c)] = true;
  }
  [[nodiscard]] bool spells(std::string_view text) const {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [this](char c) { return has_[static_cast<unsigned char>(c)]; });
  }

 private:
  std::array<bool, 256> has_{};
};

constexpr Alphabet kNumber("0123456789+-.eE");
constexpr Alphabet kQuoted("0123456789-:. abcdefABCDEF");  // dates and times, UUID, INET6
constexpr Alphabet kSeconds("0123456789.");
constexpr Alphabet kZero("0.");

}  // namespace

bool append_literal(GatherForm form, std::string_view text, std::string& out) {
  switch (form) {
    case GatherForm::Number:
      if (!kNumber.spells(text)) return false;
      out += text;
      return true;
    case GatherForm::Double:
      if (!kNumber.spells(text)) return false;
      out += text;
      if (text.find_first_of("eE") == std::string_view::npos) out += "e0";
      return true;
    case GatherForm::Quoted:
      if (!kQuoted.spells(text)) return false;
      ((out += '\'') += text) += '\'';
      return true;
    case GatherForm::Bytes:
      append_hexadecimal(text, out);
      return true;
    case GatherForm::Timestamp:
      if (!kSeconds.spells(text)) return false;
      if (kZero.spells(text)) {
        out += "'0000-00-00 00:00:00'";
      } else {
        ((out += "FROM_UNIXTIME(") += text) += ')';
      }
      return true;
    case GatherForm::Json:
      out += "CONVERT(";
      append_hexadecimal(text, out);
      out += " USING utf8mb4)";
      return true;
  }
  return false;
}

}  // namespace mallshard::plan
