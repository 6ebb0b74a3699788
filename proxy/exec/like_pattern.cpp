#include "exec/like_pattern.h"

namespace mallshard::exec {
namespace {

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Bytes of the character at text[0].
std::size_t character_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
  return size;
}

// Goes back to the last % only: no earlier one can do better.
bool matches(std::string_view text, std::string_view pattern, bool fold) {
  std::size_t at = 0;
  std::size_t p = 0;
  std::size_t retry_at = 0;
  std::size_t retry_p = std::string_view::npos;
  while (at < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      retry_p = ++p;
      retry_at = at;
      continue;
    }
    if (p < pattern.size() && pattern[p] == '_') {
      at += character_size(text.substr(at));
      ++p;
      continue;
    }
    bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
    std::size_t literal = escaped ? p + 1 : p;
    if (literal < pattern.size() &&
        (fold ? folded(pattern[literal]) == folded(text[at]) : pattern[literal] == text[at])) {
      p = literal + 1;
      ++at;
      continue;
    }
    if (retry_p == std::string_view::npos) return false;
    retry_at += character_size(text.substr(retry_at));
    at = retry_at;
    p = retry_p;
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

}  // namespace

bool like(std::string_view text, std::string_view pattern) {
  return matches(text, pattern, true);
}

bool like_name(std::string_view text, std::string_view pattern) {
  return matches(text, pattern, false);
}

}  // namespace mallshard::exec
