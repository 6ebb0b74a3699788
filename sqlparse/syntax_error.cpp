#include "sqlparse/syntax_error.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string_view>

#include "sqlparse/char_class.h"
#include "sqlparse/keyword_set.h"

namespace mallshard::sqlparse {

namespace {

constexpr std::size_t kShown = 80;
constexpr std::string_view kEllipsis = "...";

constexpr KeywordSet kStarts = {
    Keyword::Alter,     Keyword::Analyze,    Keyword::Begin,    Keyword::Binlog,   Keyword::Cache,
    Keyword::Call,      Keyword::Change,     Keyword::Check,    Keyword::Checksum, Keyword::Commit,
    Keyword::Create,    Keyword::Deallocate, Keyword::Delete,   Keyword::Desc,     Keyword::Describe,
    Keyword::Do,        Keyword::Drop,       Keyword::Execute,  Keyword::Explain,  Keyword::Flush,
    Keyword::Get,       Keyword::Grant,      Keyword::Handler,  Keyword::Help,     Keyword::Insert,
    Keyword::Install,   Keyword::Kill,       Keyword::Load,     Keyword::Lock,     Keyword::Optimize,
    Keyword::Prepare,   Keyword::Purge,      Keyword::Release,  Keyword::Rename,   Keyword::Repair,
    Keyword::Replace,   Keyword::Reset,      Keyword::Resignal, Keyword::Revoke,   Keyword::Rollback,
    Keyword::Savepoint, Keyword::Select,     Keyword::Set,      Keyword::Show,     Keyword::Shutdown,
    Keyword::Signal,    Keyword::Start,      Keyword::Stop,     Keyword::Truncate, Keyword::Uninstall,
    Keyword::Unlock,    Keyword::Update,     Keyword::Use,      Keyword::Values,   Keyword::With,
    Keyword::Xa,
};
constexpr KeywordSet kStartsInMySql = {Keyword::Clone, Keyword::Import, Keyword::Restart, Keyword::Table};
constexpr KeywordSet kStartsInMariaDb = {Keyword::Backup, Keyword::Case,   Keyword::For,  Keyword::If,
                                         Keyword::Loop,   Keyword::Repeat, Keyword::While};

// Bytes of the UTF-8 character that begins here; 0 where none does.
std::size_t utf8_length(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  std::size_t length = 1;
  if (lead >= 0x80) length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return 0;
  }
  return length;
}

// Error messages travel as utf8mb3: longer characters become `?`.
void append_character(std::string_view character, std::string& out) {
  if (character.size() == 4) {
    out += '?';
  } else {
    out += character;
  }
}

// 80 bytes at most, up to the first byte that is no text.
std::string shown_by_mysql(std::string_view rest) {
  std::string out;
  std::size_t taken = 0;
  while (taken < rest.size()) {
    const std::size_t length = utf8_length(rest.substr(taken));
    if (length == 0 || taken + length > kShown) break;
    append_character(rest.substr(taken, length), out);
    taken += length;
  }
  return out;
}

// 80 characters, the last three of them dots where there are more.
std::string shown_by_mariadb(std::string_view rest) {
  std::string out;
  std::size_t characters = 0;
  std::size_t cut = 0;  // of `out`, where dots would begin
  for (std::size_t at = 0; at < rest.size(); ++characters) {
    if (characters == kShown - kEllipsis.size()) cut = out.size();
    if (characters == kShown) {
      out.resize(cut);
      out += kEllipsis;
      break;
    }
    const std::size_t length = utf8_length(rest.substr(at));
    const auto byte = static_cast<unsigned char>(rest[at]);
    if (length == 0) {
      out += '?';
    } else if (byte == 0x7f || (byte < 0x20 && char_class_of(rest[at]) != CharClass::Space)) {
      char code[8];
      std::snprintf(code, sizeof code, "\\%04X", byte);
      out += code;
    } else {
      append_character(rest.substr(at, length), out);
    }
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

// What the servers cut off a statement before they read it.
std::size_t size_without_end(std::string_view text) noexcept {
  std::size_t size = text.size();
  while (size > 0 && (text[size - 1] == ';' || char_class_of(text[size - 1]) == CharClass::Space)) --size;
  return size;
}

// MariaDB does not count the lines inside strings and quoted names.
std::size_t line_of(const TokenView& tokens, std::uint32_t token, std::size_t begin) {
  const auto lines = [&tokens](std::size_t from, std::size_t to) {
    return static_cast<std::size_t>(std::ranges::count(tokens.text.substr(from, to - from), '\n'));
  };
  std::size_t line = 1 + lines(0, begin);
  if (tokens.options.flavour == Flavour::MySQL) return line;
  for (std::uint32_t i = 0; i < token; ++i) line -= lines(tokens.tokens[i].begin, tokens.tokens[i].end);
  return line;
}

}  // namespace

bool starts_statement(Keyword keyword, Flavour flavour) noexcept {
  return kStarts[keyword] || (flavour == Flavour::MySQL ? kStartsInMySql : kStartsInMariaDb)[keyword];
}

std::string syntax_error_message(const TokenView& tokens, std::uint32_t token, Fault fault) {
  const bool mysql = tokens.options.flavour == Flavour::MySQL;
  const Token& stop = tokens.tokens[token];
  const std::size_t size = size_without_end(tokens.text);
  // MariaDB's lexer lets the token after a comma begin with the comma's end.
  const std::size_t wanted = !mysql && stop.kind == TokenKind::Comma ? stop.end : stop.begin;
  const std::size_t begin = std::min<std::size_t>(wanted, size);
  std::string_view rest = tokens.text.substr(begin, size - begin);
  rest = rest.substr(0, rest.find('\0'));

  std::string message;
  switch (fault) {
    case Fault::PartitionFunction:
      message =
          "Constant, random or timezone-dependent expressions in (sub)partitioning function are not allowed";
      break;
    case Fault::NoFiles:
      message = "The number of files cannot be zero";
      break;
    case Fault::Collations:
      message = "Multiple COLLATE clauses";
      break;
    default:
      message = "You have an error in your SQL syntax; check the manual that corresponds to your ";
      message += mysql ? "MySQL" : "MariaDB";
      message += " server version for the right syntax to use";
      break;
  }
  message += " near '";
  message += mysql ? shown_by_mysql(rest) : shown_by_mariadb(rest);
  message += "' at line ";
  message += std::to_string(line_of(tokens, token, begin));
  return message;
}

}  // namespace mallshard::sqlparse
