#include "plan/text_weight.h"

#include <array>

namespace mallshard::plan {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}
bool starts(std::string_view text, std::string_view part) {
  return text.substr(0, part.size()) == part;
}
bool ends(std::string_view text, std::string_view part) {
  return text.size() >= part.size() && text.substr(text.size() - part.size()) == part;
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out.push_back(static_cast<char>(value));
  return out;
}

// Accents and case on levels of their own: 'a' < 'a ' is then not a matter of
// the first differing byte.
bool has_several_levels(std::string_view collation) {
  return ends(collation, "_as_ci") || ends(collation, "_as_cs") || ends(collation, "_ai_cs") ||
         ends(collation, "_w2");
}

}  // namespace

std::optional<std::string> weight_pad(std::string_view collation, std::string_view measured) {
  if (collation == "binary" || has(collation, "nopad") || has(collation, "_0900_")) return std::string{};
  if (has_several_levels(collation)) return std::nullopt;
  if (starts(collation, "latin1_") || starts(collation, "ascii_")) return bytes({0x20});
  const bool utf8mb4 = starts(collation, "utf8mb4_");
  const bool utf8mb3 = starts(collation, "utf8mb3_") || starts(collation, "utf8_");
  const bool uca1400 = starts(collation, "uca1400_");
  if (!utf8mb4 && !utf8mb3 && !uca1400) {
    return measured.empty() ? std::nullopt : std::optional<std::string>(measured);
  }
  if (ends(collation, "_bin")) return utf8mb4 ? bytes({0, 0, 0x20}) : bytes({0, 0x20});
  if (has(collation, "_general_") || ends(collation, "_tolower_ci")) return bytes({0, 0x20});
  if (has(collation, "_520_") || has(collation, "_myanmar_")) return bytes({0x02, 0x0a});
  return bytes({0x02, 0x09});
}

}  // namespace mallshard::plan
