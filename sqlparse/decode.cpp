// The values behind quoted spellings.
#include <cstddef>
#include <string>
#include <string_view>

#include "sqlparse/lexer.h"

namespace mallshard::sqlparse {

namespace {

// What a backslash and this character stand for; \% and \_ keep the backslash
// (they are escapes of LIKE), every other character stands for itself.
char escaped(char c) noexcept {
  switch (c) {
    case '0':
      return '\0';
    case 'b':
      return '\b';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'Z':
      return '\x1a';
    default:
      return c;
  }
}

bool is_quote(char c) noexcept {
  return c == '\'' || c == '"' || c == '`';
}

}  // namespace

std::string_view decode_name(std::string_view spelling, std::string& storage) {
  if (!spelling.empty() && spelling.front() == '@') spelling.remove_prefix(1);
  if (spelling.size() < 2 || !is_quote(spelling.front()) || spelling.back() != spelling.front())
    return spelling;
  const char quote = spelling.front();
  const std::string_view inner = spelling.substr(1, spelling.size() - 2);
  if (inner.find(quote) == std::string_view::npos) return inner;
  storage.clear();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    storage.push_back(inner[i]);
    if (inner[i] == quote) ++i;  // the second of a pair
  }
  return storage;
}

std::string decode_string(std::string_view spelling, const LexOptions& options) {
  std::string value;
  if (!spelling.empty() && (spelling.front() == 'N' || spelling.front() == 'n')) spelling.remove_prefix(1);
  if (spelling.size() < 2) return value;
  const char quote = spelling.front();
  const std::string_view inner = spelling.substr(1, spelling.size() - 2);
  value.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size();) {
    const unsigned length = character_length(inner.substr(i), options.charset);
    if (length > 1) {
      value.append(inner.substr(i, length));
      i += length;
      continue;
    }
    const char c = inner[i++];
    if (c == quote) {
      value.push_back(c);
      ++i;  // doubled
    } else if (c == '\\' && !options.no_backslash_escapes && i < inner.size()) {
      const char next = inner[i++];
      if (next == '%' || next == '_') value.push_back('\\');
      value.push_back(escaped(next));
    } else {
      value.push_back(c);
    }
  }
  return value;
}

}  // namespace mallshard::sqlparse
