#include "sqlparse/lexer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "sqlparse/char_class.h"
#include "sqlparse/hint_scan.h"
#include "sqlparse/lexer_scan.h"
#include "sqlparse/name_bytes.h"
#include "sqlparse/text_scan.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

void TokenBuffer::grow() {
  const std::size_t capacity = capacity_ == 0 ? 128 : capacity_ * 2;
  auto bigger = std::make_unique_for_overwrite<Token[]>(capacity);
  for (std::size_t i = 0; i < size_; ++i) bigger[i] = tokens_[i];
  tokens_ = std::move(bigger);
  capacity_ = capacity;
}

std::string_view TokenBuffer::padded_text() {
  if (text_.size() > kLongestCopy) return text_;
  if (copy_ == nullptr) copy_ = std::make_unique_for_overwrite<char[]>(kLongestCopy + kWideRead);
  if (!text_.empty()) std::memcpy(copy_.get(), text_.data(), text_.size());
  std::memset(copy_.get() + text_.size(), 0, kWideRead);
  return {copy_.get(), text_.size()};
}

namespace {

// MariaDB takes these MySQL 5.7 to 8.x version numbers for foreign.
constexpr std::uint32_t kForeignFrom = 50700;
constexpr std::uint32_t kForeignTo = 99999;

constexpr std::uint32_t kDollarStrings = 90000;

constexpr bool is_comparison_byte(char c) noexcept {
  return c == '=' || c == '<' || c == '>' || c == '!';
}

const char* end_of_digits(const char* position, const char* end) noexcept {
  while (position < end && is_digit(*position)) ++position;
  return position;
}

constexpr char wide_space_of(CharsetClass charset) noexcept {
  if (charset == CharsetClass::SpaceA0) return '\xa0';
  return charset == CharsetClass::SpaceFF ? '\xff' : ' ';
}

class LexerRun {
 public:
  // `padded`: the text may be read kWideRead bytes beyond its end.
  LexerRun(std::string_view text, bool padded, const LexOptions& options, TokenBuffer& out)
      : begin_(text.data()),
        end_(text.data() + text.size()),
        wide_end_(padded                    ? end_
                  : text.size() > kWideRead ? end_ - kWideRead
                                            : begin_),
        at_(begin_),
        reserved_from_(reserved_from(options.flavour, options.server_version)),
        options_(options),
        two_byte_(has_double_bytes(options.charset)),
        mysql_(options.flavour == Flavour::MySQL),
        wide_space_(wide_space_of(options.charset)),
        out_(out) {}

  void run() {
    const bool plain = options_.charset == CharsetClass::AsciiSafe;
    do {
      if (plain) plain_tokens();
    } while (next_token());
    emit(TokenKind::End, end_, end_);
  }

 private:
  void plain_tokens();
  // False at the end of the text or after an Error token.
  bool next_token();
  bool special(CharClass char_class);

  // Two stores: a token put together member by member would have to be waited for.
  void store(Token& token, TokenKind kind, const char* from, const char* to, const char* last_end,
             Keyword keyword) const {
    const auto word = static_cast<std::uint16_t>(keyword);
    const std::uint32_t flags = (from == last_end ? 1U : 0U) | (in_executable_comment_ ? 2U : 0U) |
                                (options_.server_version >= reserved_from_[word] ? 4U : 0U);
    const std::uint64_t span =
        static_cast<std::uint64_t>(from - begin_) | static_cast<std::uint64_t>(to - begin_) << 32;
    const std::uint32_t rest = word | std::uint32_t{static_cast<std::uint8_t>(kind)} << 16 | flags << 24;
    char* bytes = reinterpret_cast<char*>(&token);
    std::memcpy(bytes, &span, sizeof(span));
    std::memcpy(bytes + sizeof(span), &rest, sizeof(rest));
  }
  void emit(TokenKind kind, const char* from, const char* to, Keyword keyword = Keyword::None) {
    store(out_.room().front(), kind, from, to, last_end_, keyword);
    out_.commit(1);
    last_end_ = to;
    last_kind_ = kind;
    last_keyword_ = keyword;
  }
  bool take(TokenKind kind, std::size_t length) {
    emit(kind, at_, at_ + length);
    at_ += length;
    return true;
  }
  bool fail(const char* from) {
    emit(TokenKind::Error, from, end_);
    return false;
  }

  [[nodiscard]] char peek(std::size_t distance) const {
    return static_cast<std::size_t>(end_ - at_) > distance ? at_[distance] : '\0';
  }
  [[nodiscard]] bool has(std::size_t distance) const {
    return static_cast<std::size_t>(end_ - at_) > distance;
  }
  [[nodiscard]] bool name_byte_at(const char* position) const {
    if (position >= end_ || !is_name_byte(*position) || *position == wide_space_) return false;
    if (!two_byte_ || static_cast<unsigned char>(*position) < 0x80) return true;
    return mysql_ ? is_lead_byte(*position) : is_whole_character(position);
  }
  // Beyond ASCII a name of two-byte characters begins with a whole one. MySQL
  // goes on at any first byte of one, MariaDB at whole ones.
  [[nodiscard]] bool starts_name(const char* position) const {
    if (!name_byte_at(position)) return false;
    return !two_byte_ || static_cast<unsigned char>(*position) < 0x80 || is_whole_character(position);
  }
  [[nodiscard]] bool is_lead_byte(char byte) const {
    if (options_.charset == CharsetClass::Gb18030 && byte == '\x80') return true;
    const char pair[] = {byte, '@'};  // which ends a character in all of these sets
    return character_length({pair, 2}, options_.charset) > 1;
  }
  [[nodiscard]] bool is_whole_character(const char* position) const {
    return character_length({position, static_cast<std::size_t>(end_ - position)}, options_.charset) > 1;
  }

  bool word();
  bool name_after_dot();
  bool number();
  bool fraction(const char* from);
  bool digits_in_quotes(TokenKind kind);
  bool string(TokenKind kind, const char* from);
  bool quoted_name(const char* from, char quote, TokenKind kind);
  bool dollar();
  bool less_in_mysql();
  bool dot();
  [[nodiscard]] bool variable_goes_on(const char* position) const;
  bool at_sign();
  bool slash();
  bool takes_hint(const char* from) const;
  bool executable_comment(const char* from, std::size_t opening, bool mariadb_only);
  bool skip_comment(const char* from, std::size_t opening, bool allow_nested);
  void skip_line();
  const char* end_of_name(const char* position) const;
  const char* end_of_string(const char* position, char quote) const;

  const char* begin_;
  const char* end_;
  const char* wide_end_;  // before it kWideRead bytes can be read at once
  const char* at_;
  const char* last_end_ = nullptr;
  TokenKind last_kind_ = TokenKind::End;
  Keyword last_keyword_ = Keyword::None;
  bool in_executable_comment_ = false;
  NameEnds name_ends_;
  const std::uint32_t* reserved_from_;
  const LexOptions& options_;
  bool two_byte_;
  bool mysql_;
  char wide_space_;  // white space beyond ASCII; a space where there is none
  TokenBuffer& out_;
};

// The tokens most statements are made of, as long as they come: words, numbers
// without exponents, strings without escapes, marks of one byte. What else there is, and
// all of a text's last bytes where it is not padded, is next_token()'s.
void LexerRun::plain_tokens() {
  const char* p = at_;
  const char* last_end = last_end_;
  TokenKind last_kind = last_kind_;
  Keyword last_keyword = last_keyword_;
  const char backslash = options_.no_backslash_escapes ? '\'' : '\\';
  std::span<Token> room = out_.room();
  std::size_t made = 0;
  const auto put = [&](TokenKind kind, const char* to, Keyword keyword) {
    if (made == room.size()) {
      out_.commit(made);
      room = out_.room();
      made = 0;
    }
    store(room[made++], kind, p, to, last_end, keyword);
    last_kind = kind;
    last_keyword = keyword;
    last_end = to;
    p = to;
  };
  while (p < wide_end_) {
    const CharClass char_class = char_class_of(*p);
    switch (char_class) {
      case CharClass::Space:
        ++p;
        continue;
      case CharClass::LetterN:
      case CharClass::LetterX:
      case CharClass::LetterB:
        if (p[1] == '\'') break;
        [[fallthrough]];
      case CharClass::Letter: {
        if (*p == '_') break;  // may be an introducer
        const std::size_t size = name_ends_.length_at(p);
        const char* to = p + size;
        if (size > WordPair::kMostBytes || to > end_) break;
        if (*to == '.' && to + 1 < end_ && is_name_byte(to[1])) {
          put(TokenKind::Word, to, Keyword::None);
          continue;
        }
        const ShortWord word(p, size);
        put(TokenKind::Word, to, find_short_keyword(word.head(), word.tail()));
        continue;
      }
      case CharClass::Digit: {
        const char* to = end_of_digits(p + 1, wide_end_);
        TokenKind kind = TokenKind::Integer;
        if (to < wide_end_ && *to == '.' && is_digit(to[1])) {
          to = end_of_digits(to + 1, wide_end_);
          kind = TokenKind::Decimal;
        }
        if (to == wide_end_ ? wide_end_ != end_ : (*to == '.' || is_name_byte(*to))) break;
        put(kind, to, Keyword::None);
        continue;
      }
      case CharClass::Single:
        if (*p == '=' && mysql_ && is_comparison_byte(p[1])) break;  // joined
        put(single_kind(*p), p + 1, Keyword::None);
        continue;
      case CharClass::Question:
        if (is_name_byte(p[1])) break;
        put(TokenKind::Parameter, p + 1, Keyword::None);
        continue;
      case CharClass::Star:
        if (in_executable_comment_) break;
        put(TokenKind::Star, p + 1, Keyword::None);
        continue;
      case CharClass::Quote: {
        const char* to = find_either(p + 1, wide_end_, '\'', backslash);
        if (to >= wide_end_ || *to != '\'' || to + 1 >= wide_end_ || to[1] == '\'') break;
        put(TokenKind::String, to + 1, Keyword::None);
        continue;
      }
      case CharClass::Backquote: {
        const char* to = find_either(p + 1, wide_end_, '`', '\0');
        if (to >= wide_end_ || *to != '`' || to + 1 >= wide_end_ || to[1] == '`') break;
        put(TokenKind::QuotedName, to + 1, Keyword::None);
        continue;
      }
      case CharClass::Dash:
        if (p[1] == '-' || p[1] == '>') break;
        put(TokenKind::Minus, p + 1, Keyword::None);
        continue;
      case CharClass::Less:
      case CharClass::Greater:
        if (is_comparison_byte(p[1])) break;
        put(char_class == CharClass::Less ? TokenKind::Less : TokenKind::Greater, p + 1, Keyword::None);
        continue;
      case CharClass::Dot: {
        // t.column
        if (p != last_end || last_kind != TokenKind::Word || p + 1 >= wide_end_ || !is_name_byte(p[1])) break;
        const std::size_t size = name_ends_.length_at(p + 1);
        if (size == NameEnds::kMost || p + 1 + size > end_) break;
        put(TokenKind::Dot, p + 1, Keyword::None);
        put(TokenKind::Word, p + size, Keyword::None);
        continue;
      }
      default:
        break;
    }
    break;
  }
  out_.commit(made);
  at_ = p;
  last_end_ = last_end;
  last_kind_ = last_kind;
  last_keyword_ = last_keyword;
}

bool LexerRun::next_token() {
  while (at_ < end_) {
    const CharClass char_class = char_class_of(*at_);
    switch (char_class) {
      case CharClass::Space:
        ++at_;
        continue;
      case CharClass::Letter:
        if (*at_ == wide_space_) {
          ++at_;
          continue;
        }
        return starts_name(at_) ? word() : fail(at_);
      case CharClass::Digit:
        return number();
      case CharClass::Single:
        if (*at_ == '=' && mysql_ && is_comparison_byte(peek(1))) return fail(at_);
        return take(single_kind(*at_), 1);
      case CharClass::Question:
        // What goes on as a name would is no parameter.
        return name_byte_at(at_ + 1) ? fail(at_) : take(TokenKind::Parameter, 1);
      case CharClass::Dash:
        if (peek(1) == '-' && (!has(2) || starts_dash_comment(at_[2]))) {
          skip_line();
          continue;
        }
        if (peek(1) == '>' && options_.flavour == Flavour::MySQL) {
          return peek(2) == '>' ? take(TokenKind::ArrowText, 3) : take(TokenKind::Arrow, 2);
        }
        return take(TokenKind::Minus, 1);
      case CharClass::Hash:
        skip_line();
        continue;
      case CharClass::Slash:
        if (peek(1) == '*') {
          if (!slash()) return false;
          continue;
        }
        return take(TokenKind::Slash, 1);
      case CharClass::Star:
        if (in_executable_comment_ && peek(1) == '/') {
          in_executable_comment_ = false;
          at_ += 2;
          continue;
        }
        return take(TokenKind::Star, 1);
      default:
        return special(char_class);
    }
  }
  return in_executable_comment_ ? fail(end_) : false;
}

bool LexerRun::special(CharClass char_class) {
  switch (char_class) {
    case CharClass::LetterN:
      if (peek(1) == '\'') {
        const char* from = at_++;
        return string(TokenKind::NationalString, from);
      }
      return word();
    case CharClass::LetterX:
      return peek(1) == '\'' ? digits_in_quotes(TokenKind::Hex) : word();
    case CharClass::LetterB:
      return peek(1) == '\'' ? digits_in_quotes(TokenKind::Bit) : word();
    case CharClass::Quote:
      return string(TokenKind::String, at_);
    case CharClass::DoubleQuote:
      return options_.ansi_quotes ? quoted_name(at_, '"', TokenKind::QuotedName)
                                  : string(TokenKind::String, at_);
    case CharClass::Backquote:
      return quoted_name(at_, '`', TokenKind::QuotedName);
    case CharClass::Dot:
      return dot();
    case CharClass::At:
      return at_sign();
    case CharClass::Dollar:
      return dollar();
    case CharClass::Less:
      if (mysql_ && is_comparison_byte(peek(1))) return less_in_mysql();
      if (peek(1) == '=')
        return peek(2) == '>' ? take(TokenKind::NullSafeEqual, 3) : take(TokenKind::LessEqual, 2);
      if (peek(1) == '>') return take(TokenKind::NotEqual, 2);
      return peek(1) == '<' ? take(TokenKind::ShiftLeft, 2) : take(TokenKind::Less, 1);
    case CharClass::Greater:
      if (mysql_ && (peek(1) == '<' || peek(1) == '!')) return fail(at_);
      if (peek(1) == '=') return take(TokenKind::GreaterEqual, 2);
      return peek(1) == '>' ? take(TokenKind::ShiftRight, 2) : take(TokenKind::Greater, 1);
    case CharClass::Exclamation:
      // MySQL takes !! for one !.
      if (mysql_ && peek(1) != '=' && is_comparison_byte(peek(1))) return take(TokenKind::Exclamation, 2);
      return peek(1) == '=' ? take(TokenKind::NotEqual, 2) : take(TokenKind::Exclamation, 1);
    case CharClass::Ampersand:
      return peek(1) == '&' ? take(TokenKind::AndAnd, 2) : take(TokenKind::Ampersand, 1);
    case CharClass::Pipe:
      if (peek(1) != '|') return take(TokenKind::Pipe, 1);
      return take(options_.pipes_as_concat ? TokenKind::ConcatPipes : TokenKind::OrOr, 2);
    case CharClass::Colon:
      return peek(1) == '=' ? take(TokenKind::Assign, 2) : take(TokenKind::Colon, 1);
    case CharClass::Backslash: {
      // \N is NULL; MySQL 8.0 dropped it.
      const bool known = options_.flavour == Flavour::MariaDB || options_.server_version < 80000;
      if (!known || peek(1) != 'N') return fail(at_);
      emit(TokenKind::Word, at_, at_ + 2, Keyword::Null);
      at_ += 2;
      return true;
    }
    default:
      // The servers end their text with a NUL of their own: one more right
      // before it is taken for it.
      if (*at_ == '\0' && end_ - at_ == 1 && !in_executable_comment_) return false;
      return fail(at_);
  }
}

const char* LexerRun::end_of_name(const char* position) const {
  if (options_.charset == CharsetClass::AsciiSafe) {
    while (position < end_ && is_name_byte(*position)) ++position;
    return position;
  }
  while (name_byte_at(position)) {
    position += character_length({position, static_cast<std::size_t>(end_ - position)}, options_.charset);
  }
  return position;
}

bool LexerRun::word() {
  const char* from = at_;
  const char* to = end_of_name(from);
  at_ = to;
  const std::string_view text(from, static_cast<std::size_t>(to - from));
  if (*from == '_' && is_charset_name(text.substr(1), options_.flavour)) {
    emit(TokenKind::Introducer, from, to);
    return true;
  }
  // `select.a`: a word right before a dot and a name is a name.
  if (to < end_ && *to == '.' && name_byte_at(to + 1)) {
    emit(TokenKind::Word, from, to);
    return true;
  }
  emit(TokenKind::Word, from, to, find_keyword(text));
  return true;
}

// Right after a dot even a reserved word or a digit begins a plain name.
bool LexerRun::name_after_dot() {
  const char* to = end_of_name(at_);
  emit(TokenKind::Word, at_, to);
  at_ = to;
  return true;
}

// MySQL joins what may be a comparison before it looks the operator up: `=!`,
// `<!` and `<>!` are none.
bool LexerRun::less_in_mysql() {
  if (is_comparison_byte(peek(2))) {
    return peek(1) == '=' && peek(2) == '>' ? take(TokenKind::NullSafeEqual, 3) : fail(at_);
  }
  switch (peek(1)) {
    case '=':
      return take(TokenKind::LessEqual, 2);
    case '>':
      return take(TokenKind::NotEqual, 2);
    case '<':
      return take(TokenKind::ShiftLeft, 2);
    default:
      return fail(at_);
  }
}

// $tag$ ... $tag$ in MySQL 9; elsewhere $ is a letter.
bool LexerRun::dollar() {
  if (!mysql_ || options_.server_version < kDollarStrings) return word();
  const char* tag_end = at_ + 1;
  while (name_byte_at(tag_end) && *tag_end != '$') ++tag_end;
  if (tag_end == end_ || *tag_end != '$') return word();
  const std::string_view tag(at_, static_cast<std::size_t>(tag_end + 1 - at_));
  const std::string_view rest(tag_end + 1, static_cast<std::size_t>(end_ - tag_end - 1));
  const std::size_t close = rest.find(tag);
  if (close == std::string_view::npos) return fail(at_);
  return take(TokenKind::DollarString, 2 * tag.size() + close);
}

bool LexerRun::dot() {
  const bool after_word = at_ == last_end_ && last_kind_ == TokenKind::Word;
  if (!after_word && has(1) && is_digit(at_[1])) return fraction(at_);
  if (options_.flavour == Flavour::MariaDB && peek(1) == '.') return take(TokenKind::DotDot, 2);
  take(TokenKind::Dot, 1);
  return name_byte_at(at_) ? name_after_dot() : true;
}

bool LexerRun::number() {
  const char* from = at_;
  if (*from == '0' && has(2) && (from[1] == 'x' || from[1] == 'b')) {
    const bool hex = from[1] == 'x';
    const char* p = from + 2;
    while (p < end_ && (hex ? is_hex_digit(*p) : is_binary_digit(*p))) ++p;
    if (p > from + 2 && !name_byte_at(p)) {
      return take(hex ? TokenKind::Hex : TokenKind::Bit, static_cast<std::size_t>(p - from));
    }
  }
  const char* p = from;
  while (p < end_ && is_digit(*p)) ++p;
  if (!name_byte_at(p)) {
    const bool range = options_.flavour == Flavour::MariaDB && end_ - p > 1 && p[0] == '.' && p[1] == '.';
    if (p < end_ && *p == '.' && !range) return fraction(from);
    return take(TokenKind::Integer, static_cast<std::size_t>(p - from));
  }
  if (*p == 'e' || *p == 'E') {
    const char* exponent = p + 1;
    if (exponent < end_ && (*exponent == '+' || *exponent == '-')) ++exponent;
    if (exponent < end_ && is_digit(*exponent)) {
      while (exponent < end_ && is_digit(*exponent)) ++exponent;
      return take(TokenKind::Float, static_cast<std::size_t>(exponent - from));
    }
  }
  const char* to = end_of_name(p);  // 1a, 2nd_name
  emit(TokenKind::Word, from, to);
  at_ = to;
  return true;
}

// A number with a dot, `from` at its first byte.
bool LexerRun::fraction(const char* from) {
  const char* p = from;
  while (p < end_ && is_digit(*p)) ++p;
  ++p;  // the dot
  while (p < end_ && is_digit(*p)) ++p;
  TokenKind kind = TokenKind::Decimal;
  if (p < end_ && (*p == 'e' || *p == 'E')) {
    ++p;
    if (p < end_ && (*p == '+' || *p == '-')) ++p;
    if (p == end_ || !is_digit(*p)) return fail(from);
    while (p < end_ && is_digit(*p)) ++p;
    kind = TokenKind::Float;
  }
  return take(kind, static_cast<std::size_t>(p - from));
}

// x'4142' and b'01': an even number of hexadecimal digits, any of binary ones.
bool LexerRun::digits_in_quotes(TokenKind kind) {
  const char* p = at_ + 2;
  while (p < end_ && (kind == TokenKind::Hex ? is_hex_digit(*p) : is_binary_digit(*p))) ++p;
  const auto digits = static_cast<std::size_t>(p - at_ - 2);
  if (p == end_ || *p != '\'' || (kind == TokenKind::Hex && digits % 2 != 0)) return fail(at_);
  return take(kind, digits + 3);
}

const char* LexerRun::end_of_string(const char* position, char quote) const {
  const char* p = position;
  const StringStops stops(quote, !options_.no_backslash_escapes, two_byte_);
  while (true) {
    p = stops.find(p, end_);
    if (p == end_) return nullptr;
    if (*p == quote) {
      if (end_ - p > 1 && p[1] == quote) {
        p += 2;
        continue;
      }
      return p + 1;
    }
    if (*p == '\\') {
      p += 2;  // as the servers do: one byte, whatever it begins
      if (p > end_) return nullptr;
      continue;
    }
    p += character_length({p, static_cast<std::size_t>(end_ - p)}, options_.charset);
  }
}

bool LexerRun::string(TokenKind kind, const char* from) {
  const char* to = end_of_string(at_ + 1, *at_);
  if (to == nullptr) return fail(kind == TokenKind::UserVariable ? at_ : from);
  emit(kind, from, to);
  at_ = to;
  return true;
}

bool LexerRun::quoted_name(const char* from, char quote, TokenKind kind) {
  const char* p = at_ + 1;
  while (p < end_) {
    if (*p == quote) {
      if (end_ - p > 1 && p[1] == quote) {
        p += 2;
        continue;
      }
      // What an empty name may stand for is not the lexer's to say, but for @``.
      const bool empty = p == at_ + 1;
      if (empty && kind == TokenKind::UserVariable && options_.flavour == Flavour::MariaDB) return fail(from);
      emit(kind, from, p + 1);
      at_ = p + 1;
      return true;
    }
    if (*p == '\0') break;
    p += two_byte_ ? character_length({p, static_cast<std::size_t>(end_ - p)}, options_.charset) : 1U;
  }
  return fail(kind == TokenKind::UserVariable ? at_ : from);
}

// Whether an unquoted @name goes on here. Of sets of two-byte characters both
// servers look at single bytes, of which these are letters to them.
bool LexerRun::variable_goes_on(const char* position) const {
  if (position >= end_) return false;
  const auto byte = static_cast<unsigned char>(*position);
  if (byte == '.') return true;
  if (!two_byte_ || byte < 0x80) return name_byte_at(position);
  switch (options_.charset) {
    case CharsetClass::Gbk:
      return byte >= 0xa1 && byte <= 0xfe;
    case CharsetClass::Big5:
      return byte >= 0xa1 && byte <= 0xf9;
    case CharsetClass::Gb18030:
      return byte <= 0xfe;
    default:
      return false;
  }
}

bool LexerRun::at_sign() {
  const char* from = at_;
  const char next = peek(1);
  if (next == '@') {
    const bool named = has(2) && (is_name_byte(at_[2]) || at_[2] == '`');
    take(TokenKind::SystemVariable, 2);
    if (!named) return fail(at_);
    // @@1 and @@_latin1 are names, too, and the x of @@x'1'.
    return is_digit(*at_) || *at_ == '_' || peek(1) == '\'' ? name_after_dot() : true;
  }
  ++at_;
  if (next == '`' || (next == '"' && options_.ansi_quotes))
    return quoted_name(from, next, TokenKind::UserVariable);
  if (next == '\'' || next == '"') return string(TokenKind::UserVariable, from);
  while (variable_goes_on(at_)) ++at_;
  // A lone @ is an account's empty host, and in MySQL a variable without a name.
  emit(TokenKind::UserVariable, from, at_);
  return true;
}

void LexerRun::skip_line() {
  while (at_ < end_ && *at_ != '\n' && *at_ != '\0') ++at_;
}

// At `/*`. False: the comment is not closed.
bool LexerRun::slash() {
  const char* from = at_;
  const char mark = peek(2);
  if (mark == '!') return executable_comment(from, 3, false);
  if (mark == 'M' && peek(3) == '!' && options_.flavour == Flavour::MariaDB)
    return executable_comment(from, 4, true);
  const auto next_token = static_cast<std::uint32_t>(out_.tokens().size());
  const bool is_hint = mark == '+' && takes_hint(from);
  if (!skip_comment(from, 2, false)) return false;
  if (is_hint || next_token == 0) {
    CommentMark comment;
    comment.begin = static_cast<std::uint32_t>(from - begin_);
    comment.end = static_cast<std::uint32_t>(at_ - begin_);
    comment.next_token = next_token;
    comment.is_hint = is_hint;
    out_.append(comment);
  }
  return true;
}

// Whether a hint may stand at `from`: with nothing but white space between it and
// SELECT or its like.
bool LexerRun::takes_hint(const char* from) const {
  const bool writes = last_keyword_ == Keyword::Insert || last_keyword_ == Keyword::Replace;
  const bool other = last_keyword_ == Keyword::Select || last_keyword_ == Keyword::Update ||
                     last_keyword_ == Keyword::Delete;
  if (!reads_hints(options_) || !(other || (writes && mysql_))) return false;
  return std::all_of(last_end_, from, [this](char c) {
    return char_class_of(c) == CharClass::Space || (c == wide_space_ && c != ' ');
  });
}

// After /*! or /*M!: five or six digits say from which version the content runs.
bool LexerRun::executable_comment(const char* from, std::size_t opening, bool mariadb_only) {
  std::size_t digits = 0;
  std::uint32_t version = 0;
  while (digits < 6 && has(opening + digits) && is_digit(at_[opening + digits])) {
    version = version * 10 + static_cast<std::uint32_t>(at_[opening + digits] - '0');
    ++digits;
  }
  // MySQL takes a sixth digit for the version's only where white space follows.
  if (digits == 6 && options_.flavour == Flavour::MySQL &&
      (options_.server_version < 80000 || char_class_of(peek(opening + 6)) != CharClass::Space)) {
    version /= 10;
    digits = 5;
  }
  bool runs = true;
  if (digits < 5) {
    digits = 0;
  } else {
    runs = version <= options_.server_version;
    if (options_.flavour == Flavour::MariaDB && !mariadb_only && version >= kForeignFrom &&
        version <= kForeignTo) {
      runs = false;
    }
  }
  if (!runs) return skip_comment(from, opening, true);
  at_ += opening + digits;
  in_executable_comment_ = true;
  out_.note_executable_comment();
  return true;
}

// `allow_nested`: one level of comments inside, as in a skipped /*!99999 */.
bool LexerRun::skip_comment(const char* from, std::size_t opening, bool allow_nested) {
  at_ += opening;
  unsigned depth = 1;
  while (end_ - at_ >= 2) {
    if (at_[0] == '*' && at_[1] == '/') {
      at_ += 2;
      if (--depth == 0) return true;
    } else if (allow_nested && depth == 1 && at_[0] == '/' && at_[1] == '*') {
      at_ += 2;
      depth = 2;
    } else {
      ++at_;
    }
  }
  return fail(from);
}

}  // namespace

void lex(std::string_view text, const LexOptions& options, TokenBuffer& out) {
  out.clear(text, options);
  if (text.size() >= std::numeric_limits<std::uint32_t>::max()) {
    out.append(Token{0, 0, Keyword::None, TokenKind::Error});
    out.append(Token{0, 0, Keyword::None, TokenKind::End});
    return;
  }
  const std::string_view padded = out.padded_text();
  LexerRun(padded, padded.data() != text.data(), out.options(), out).run();
  if (options.charset == CharsetClass::AsciiSafe && !is_ascii(text)) end_names(out);
}

}  // namespace mallshard::sqlparse
