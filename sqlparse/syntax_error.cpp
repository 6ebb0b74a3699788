#include "sqlparse/syntax_error.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string_view>

#include "sqlparse/char_class.h"
#include "sqlparse/keyword_set.h"
#include "sqlparse/lexer.h"

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

// The servers convert the text to utf8mb3 and the message to the client's
// character set again, which is taken to be that of the statement: what both
// know stays as it is, and the rest becomes `?`. Which pairs of a set mean no
// character is not known here.
class ShownText {
 public:
  ShownText(std::string_view rest, const LexOptions& options)
      : rest_(rest), charset_(options.charset), mysql_(options.flavour == Flavour::MySQL) {}

  // Bytes of the character that begins here, shown or not; at least one.
  [[nodiscard]] std::size_t length(std::size_t at) const noexcept {
    if (charset_ == CharsetClass::AsciiSafe) return std::max<std::size_t>(utf8_length(rest_.substr(at)), 1);
    const std::size_t known = character_length(rest_.substr(at), charset_);
    // There each byte beyond ASCII takes the next one along.
    const bool takes_two = charset_ == CharsetClass::Gbk || charset_ == CharsetClass::Big5;
    if (known == 1 && is_high(at) && mysql_ && takes_two) return std::min<std::size_t>(2, rest_.size() - at);
    return known;
  }

  // Whether the bytes that begin here mean a character.
  [[nodiscard]] bool is_text(std::size_t at) const noexcept {
    if (!is_high(at)) return true;
    switch (charset_) {
      case CharsetClass::AsciiSafe:
        return utf8_length(rest_.substr(at)) != 0;
      case CharsetClass::SpaceA0:
      case CharsetClass::SpaceFF:
      case CharsetClass::Other:
        return true;
      default:
        return character_length(rest_.substr(at), charset_) > 1 || is_katakana(at);
    }
  }

  // Whether the text ends before the character does.
  [[nodiscard]] bool is_cut_off(std::size_t at) const noexcept {
    if (is_text(at)) return false;
    const auto lead = static_cast<unsigned char>(rest_[at]);
    const std::size_t left = rest_.size() - at;
    if (charset_ == CharsetClass::Gb18030 && lead > 0x80 && left > 1 && left < 4) {
      return rest_[at + 1] >= '0' && rest_[at + 1] <= '9';  // of a character of four bytes
    }
    if (charset_ != CharsetClass::AsciiSafe) return left == 1;
    const std::size_t wanted = lead < 0xc2 ? 1 : lead > 0xf4 ? 2 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    return left < wanted;
  }

  // Bytes of it in utf8mb3, in which the servers measure.
  [[nodiscard]] std::size_t measure(std::size_t at) const noexcept {
    if (!is_high(at) || !is_text(at)) return 1;
    if (charset_ == CharsetClass::AsciiSafe) return length(at);
    return has_double_bytes(charset_) ? 3 : 2;
  }

  void append_to(std::string& out, std::size_t at) const {
    const std::size_t size = length(at);
    if (!is_text(at) || (charset_ == CharsetClass::AsciiSafe && size == 4)) {
      out += '?';
    } else if (charset_ == CharsetClass::Sjis && rest_[at] == '\\') {
      out += "\x81\x5f";  // the backslash of Unicode, which is not the set's own
    } else {
      out += rest_.substr(at, size);
    }
  }

 private:
  [[nodiscard]] bool is_high(std::size_t at) const noexcept {
    return static_cast<unsigned char>(rest_[at]) >= 0x80;
  }
  [[nodiscard]] bool is_katakana(std::size_t at) const noexcept {
    const auto byte = static_cast<unsigned char>(rest_[at]);
    return charset_ == CharsetClass::Sjis && byte >= 0xa1 && byte <= 0xdf;
  }

  std::string_view rest_;
  CharsetClass charset_;
  bool mysql_;
};

// 80 bytes at most, without a character that the end cuts off.
std::string shown_by_mysql(std::string_view rest, const LexOptions& options) {
  const ShownText text(rest, options);
  std::string out;
  std::size_t measured = 0;
  for (std::size_t at = 0; at < rest.size(); at += text.length(at)) {
    measured += text.measure(at);
    if (measured > kShown) break;
    if (text.is_cut_off(at)) break;
    text.append_to(out, at);
  }
  return out;
}

// 80 characters, the last three of them dots where there are more.
std::string shown_by_mariadb(std::string_view rest, const LexOptions& options) {
  const ShownText text(rest, options);
  std::string out;
  std::size_t characters = 0;
  std::size_t cut = 0;  // of `out`, where dots would begin
  for (std::size_t at = 0; at < rest.size(); at += text.length(at), ++characters) {
    if (characters == kShown - kEllipsis.size()) cut = out.size();
    if (characters == kShown) {
      out.resize(cut);
      out += kEllipsis;
      break;
    }
    const auto byte = static_cast<unsigned char>(rest[at]);
    if (byte == 0x7f || (byte < 0x20 && char_class_of(rest[at]) != CharClass::Space)) {
      char code[8];
      std::snprintf(code, sizeof code, "\\%04X", byte);
      out += code;
    } else {
      text.append_to(out, at);
    }
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

namespace {

// What stands before `near` in place of "You have an error in your SQL syntax ...".
std::string_view text_of(Fault fault) noexcept {
  switch (fault) {
    case Fault::PartitionFunction:
      return "Constant, random or timezone-dependent expressions in (sub)partitioning function are not "
             "allowed";
    case Fault::NoFiles:
      return "The number of files cannot be zero";
    case Fault::Collations:
      return "Multiple COLLATE clauses";
    case Fault::OnlyIntegers:
      return "Only integers allowed as number here";
    case Fault::Authorization:
      return "Illegal authorization identifier";
    case Fault::NoTables:
      return "No tables used";
    case Fault::MaxvalueInList:
      return "Cannot use MAXVALUE as value in VALUES IN";
    case Fault::RowsInList:
      return "Row expressions in VALUES IN only allowed for multi-field column partitioning";
    case Fault::ColumnLists:
      return "Inconsistency in usage of column lists for partitioning";
    case Fault::PartitionCount:
      return "Wrong number of partitions defined, mismatch with previous setting";
    case Fault::SubpartitionCount:
      return "Wrong number of subpartitions defined, mismatch with previous setting";
    case Fault::RangeValues:
      return "Syntax error: RANGE PARTITIONING requires definition of VALUES LESS THAN for each partition";
    case Fault::ListValues:
      return "Syntax error: LIST PARTITIONING requires definition of VALUES IN for each partition";
    case Fault::Grammar:
    case Fault::Meaning:
      break;
  }
  return {};
}

}  // namespace

std::string syntax_error_message(const TokenView& tokens, std::uint32_t token, Fault fault) {
  const bool mysql = tokens.options.flavour == Flavour::MySQL;
  const Token& stop = tokens.tokens[token];
  const std::size_t size = size_without_end(tokens.text);
  // MariaDB's lexer lets the token after a comma begin with the comma's end.
  const std::size_t wanted = !mysql && stop.kind == TokenKind::Comma ? stop.end : stop.begin;
  const std::size_t begin = std::min<std::size_t>(wanted, size);
  std::string_view rest = tokens.text.substr(begin, size - begin);
  rest = rest.substr(0, rest.find('\0'));

  std::string message(text_of(fault));
  if (message.empty()) {
    message = "You have an error in your SQL syntax; check the manual that corresponds to your ";
    message += mysql ? "MySQL" : "MariaDB";
    message += " server version for the right syntax to use";
  }
  message += " near '";
  message += mysql ? shown_by_mysql(rest, tokens.options) : shown_by_mariadb(rest, tokens.options);
  message += "' at line ";
  message += std::to_string(line_of(tokens, token, begin));
  return message;
}

}  // namespace mallshard::sqlparse
