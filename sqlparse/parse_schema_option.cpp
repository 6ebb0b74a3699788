// Options `words [=] value`, by the tables of schema_options.h.
#include <cstdint>
#include <string_view>

#include "sqlparse/parser_run.h"
#include "sqlparse/schema_options.h"

namespace mallshard::sqlparse {

// One option that `rules` know, or nullptr where none begins. When `own` is set
// a MariaDB engine's `name = value` is one, too.
SchemaOption* ParserRun::schema_option(OptionRules rules, EngineOptions own) {
  const OptionServers server = mysql() ? OptionServers::MySql : OptionServers::MariaDb;
  const Keyword word = current_->keyword;
  if (word != Keyword::None && is(TokenKind::Word)) {
    for (const OptionRule& rule : rules) {
      if (rule.first != word) continue;
      if (rule.servers != OptionServers::Both && rule.servers != server) continue;
      if (mysql() && version_ < rule.since) continue;
      if (word == Keyword::Not && tokens_.options.high_not_precedence) continue;
      if (rule.second != Keyword::None && !is_pair(word, rule.second)) continue;
      return option_by(rule);
    }
  }
  if (own == EngineOptions::Yes && mariadb() && at_engine_option()) {
    if (next_is(TokenKind::Equal) || next_is(TokenKind::Assign)) return engine_option();
    right_here();
  }
  return nullptr;
}

// The name of one, which no word of the grammar is.
bool ParserRun::at_engine_option() const noexcept {
  return is(TokenKind::QuotedName) || (is(TokenKind::Word) && !is_mariadb_word(current_->keyword));
}

SchemaOption* ParserRun::option_by(const OptionRule& rule) {
  const std::uint32_t first = at();
  auto* made = node<SchemaOption>(first);
  made->option = rule.first;
  if (rule.second == Keyword::Engine || rule.second == Keyword::Encryption) made->option = rule.second;
  skip(rule.second == Keyword::None ? 1 : 2);
  made->words = range_from(first);
  if (rule.value != SchemaValue::None) {
    made->equals = rule.equals == OptionEquals::Optional && accept_equals();
    const std::uint32_t value = at();
    option_value(rule.value, made);
    made->value = range_from(value);
  }
  return finish(made);
}

// name = 'x' | x | 10 | 0x10 | DEFAULT
SchemaOption* ParserRun::engine_option() {
  const std::uint32_t first = at();
  auto* made = node<SchemaOption>(first);
  advance();
  made->words = range_from(first);
  made->equals = accept_equals();
  const std::uint32_t value = at();
  if (!accept(Keyword::Default) && !accept(TokenKind::String)) {
    if (at_name()) {
      advance();
    } else {
      whole_number();
    }
  }
  made->value = range_from(value);
  return finish(made);
}

void ParserRun::option_value(SchemaValue kind, SchemaOption* option) {
  switch (kind) {
    case SchemaValue::None:
      return;
    case SchemaValue::Number:
      number(Hex::No);
      return;
    case SchemaValue::NumberOrHex:
      number(Hex::Yes);
      return;
    case SchemaValue::PlainNumber:
      return whole_number();
    case SchemaValue::SignedInteger:
      return integer_with_sign();
    case SchemaValue::OptionalInteger:
      if (option->equals || is(TokenKind::Integer) || is(TokenKind::Minus) || is(TokenKind::Plus))
        integer_with_sign();
      return;
    case SchemaValue::BlockSize:
    case SchemaValue::RowLength:
      if (number(Hex::No) > (kind == SchemaValue::BlockSize ? 0xffffU : 0xffffffffU)) fail_at(before());
      return;
    case SchemaValue::Size:
      if (at_name()) {
        plain_name();
      } else {
        whole_number();
      }
      return;
    case SchemaValue::Switch:
      if (!accept(Keyword::Default) && number(Hex::No) > 1) fail_at(before());
      return;
    case SchemaValue::SwitchOrHex:
      if (!accept(Keyword::Default)) number(Hex::Yes);
      return;
    case SchemaValue::SamplePages: {
      if (accept(Keyword::Default)) return;
      const std::uint64_t pages = number(Hex::Yes);
      if (pages == 0 || pages > 0xffff) fail_at(before());
      return;
    }
    case SchemaValue::Text:
      return expect(TokenKind::String);
    case SchemaValue::Word:
      name();
      return;
    case SchemaValue::WordOrText:
      name_or_string();
      return;
    case SchemaValue::WordTextOrNull:
      if (!accept(Keyword::Null)) name_or_string();
      return;
    case SchemaValue::TextOrNone:
      if (!accept(Keyword::NoneWord)) expect(TokenKind::String);
      return;
    default:
      return option_words(kind, option);
  }
}

// Values that are words of their own, or lists.
void ParserRun::option_words(SchemaValue kind, SchemaOption* option) {
  const auto one_of = [&](auto... words) {
    if (!(accept(words) || ...)) fail();
  };
  switch (kind) {
    case SchemaValue::RowFormat:
      if (mariadb() && accept(Keyword::Page)) return;
      return one_of(Keyword::Default, Keyword::Fixed, Keyword::Dynamic, Keyword::Compressed,
                    Keyword::Redundant, Keyword::Compact);
    case SchemaValue::InsertMethod:
      return one_of(Keyword::No, Keyword::First, Keyword::Last);
    case SchemaValue::StorageMedium:
      return one_of(Keyword::Disk, Keyword::Memory);
    case SchemaValue::IndexType:
      return one_of(Keyword::Btree, Keyword::Rtree, Keyword::Hash);
    case SchemaValue::ResourceType:
      return one_of(Keyword::System, Keyword::User);
    case SchemaValue::Organization:
      expect(TokenKind::String);
      expect(Keyword::Identified);
      expect(Keyword::By);
      return whole_number();
    case SchemaValue::CpuList:
      do {
        small_integer();
        if (accept(TokenKind::Minus)) small_integer();
      } while (accept(TokenKind::Comma) || is(TokenKind::Integer));
      return;
    case SchemaValue::Tables:
      expect(TokenKind::LeftParen);
      if (!is(TokenKind::RightParen)) option->tables = table_names();
      return expect(TokenKind::RightParen);
    case SchemaValue::ExternalFiles:
      return external_files();
    case SchemaValue::ExternalFormat:
      return external_format();
    default:
      return;
  }
}

// [DEFAULT] {CHARACTER SET | CHARSET | COLLATE} [=] name, or nullptr
SchemaOption* ParserRun::charset_option() {
  const std::uint32_t first = at();
  const std::uint32_t skipped = is(Keyword::Default) ? 1 : 0;
  const Keyword word = peek(skipped).keyword;
  const bool two_words =
      (word == Keyword::Character || word == Keyword::Char) && peek(skipped + 1).keyword == Keyword::Set;
  if (skipped > 0) right_here();
  if (!two_words && word != Keyword::Charset && word != Keyword::Collate) return nullptr;
  auto* made = node<SchemaOption>(first);
  made->option = word == Keyword::Collate ? Keyword::Collate : Keyword::Charset;
  skip(skipped + (two_words ? 2 : 1));
  made->words = range_from(first);
  made->equals = accept_equals();
  const std::uint32_t value = at();
  if (!is(Keyword::Binary) && !(mariadb() && is(Keyword::Default))) {
    name_or_string();
  } else {
    advance();
  }
  made->value = range_from(value);
  return finish(made);
}

// One option of a table, or nullptr where none begins.
SchemaOption* ParserRun::table_option() {
  if (SchemaOption* charset = charset_option()) return charset;
  if (mariadb() && is(Keyword::With) && next_is(Keyword::System)) {
    auto* made = node<SchemaOption>(at());
    made->option = Keyword::Versioning;
    skip(2);
    expect(Keyword::Versioning);
    made->words = range_from(made->first_token);
    return finish(made);
  }
  return schema_option(kTableOptions, EngineOptions::Yes);
}

// option option, option ...: a comma only between two
NodeList<SchemaOption> ParserRun::table_options() {
  const auto mark = stack_.mark();
  SchemaOption* option = table_option();
  while (option != nullptr) {
    stack_.push(option);
    const bool comma = accept(TokenKind::Comma);
    option = table_option();
    if (comma && option == nullptr) fail();
  }
  return stack_.take<SchemaOption>(mark, arena_);
}

NodeList<SchemaOption> ParserRun::schema_options(OptionRules rules, OptionCommas commas, EngineOptions own) {
  const auto mark = stack_.mark();
  SchemaOption* option = schema_option(rules, own);
  while (option != nullptr) {
    stack_.push(option);
    const bool comma = commas != OptionCommas::Never && accept(TokenKind::Comma);
    const bool ended = commas == OptionCommas::Always && !comma;
    option = ended ? nullptr : schema_option(rules, own);
    if (comma && option == nullptr) fail();
  }
  return stack_.take<SchemaOption>(mark, arena_);
}

// FILES (URI = 'x', FILE_NAME 'y', ...)
void ParserRun::external_files() {
  expect(TokenKind::LeftParen);
  do {
    switch (current_->keyword) {
      case Keyword::Uri:
      case Keyword::Url:
      case Keyword::FileName:
      case Keyword::FilePattern:
      case Keyword::FilePrefix:
        advance();
        accept_equals();
        expect(TokenKind::String);
        break;
      case Keyword::AllowMissingFiles:
      case Keyword::StrictLoad:
        advance();
        accept_equals();
        option_value(SchemaValue::Switch, nullptr);
        break;
      default:
        fail();
        return;
    }
    accept(TokenKind::Comma);
  } while (!is(TokenKind::RightParen) && !failed());
  expect(TokenKind::RightParen);
}

// FILE_FORMAT ([FORMAT csv] [CHARACTER SET x] [HEADER ON] [COMPRESSION 'x'] fields and lines as LOAD DATA has
// them)
// FILE_FORMAT ([FORMAT x | HEADER {ON | OFF} | CHARACTER SET x | COMPRESSION 'x' |
// IGNORE n {LINES | ROWS}] ... [FIELDS ...] [LINES ...])
void ParserRun::external_format() {
  expect(TokenKind::LeftParen);
  while (!failed()) {
    if (accept(Keyword::Format)) {
      name_or_string();
    } else if (accept(Keyword::Header)) {
      if (!accept(Keyword::On)) expect(Keyword::Off);
    } else if (is_any(Keyword::Character, Keyword::Char, Keyword::Charset)) {
      file_charset();
    } else if (accept(Keyword::Compression)) {
      expect(TokenKind::String);
    } else {
      break;
    }
  }
  file_format();
  if (accept(Keyword::Ignore)) {
    small_integer();
    if (!accept(Keyword::Lines)) expect(Keyword::Rows);
  }
  expect(TokenKind::RightParen);
}

// --- numbers ---

// The integer part of a number; a MariaDB number may have a plus.
std::uint64_t ParserRun::number(Hex hex) {
  if (mariadb() && accept(TokenKind::Plus)) hex = Hex::No;
  const bool is_hex = is(TokenKind::Hex) && hex == Hex::Yes && (mysql() || spelling(at())[0] == '0');
  if (!is_hex && !is(TokenKind::Integer) && !is(TokenKind::Decimal) && !is(TokenKind::Float)) {
    fail();
    return 0;
  }
  advance();
  return number_at(before());
}

std::uint64_t ParserRun::number_at(std::uint32_t token) const {
  const std::string_view text = spelling(token);
  if (tokens_.tokens[token].kind == TokenKind::Hex) return hex_number(text);
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') break;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (value > 0xffffffffU) return value;
  }
  return value;
}

std::uint64_t ParserRun::hex_number(std::string_view text) {
  std::uint64_t value = 0;
  for (const char c : text.substr(2)) {
    std::uint64_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint64_t>(c - '0');
    } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
      digit = static_cast<std::uint64_t>((c | 0x20) - 'a') + 10;
    } else {
      break;
    }
    value = value * 16 + digit;
    if (value > 0xffffffffU) return value;
  }
  return value;
}

// [+ | -] 10
void ParserRun::integer_with_sign() {
  const bool minus = accept(TokenKind::Minus);
  if (mysql() || (!minus && accept(TokenKind::Plus))) return small_integer();
  if (!at_integer()) {
    fail();
    return;
  }
  advance();
}

}  // namespace mallshard::sqlparse
