// Reducing a statement to its digest, token by token.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "sqlparse/digest_run.h"
#include "sqlparse/digest_words.h"
#include "sqlparse/keyword_set.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

using Mark = Digester::Mark;

// After these a sign belongs to the number that follows. The servers keep such
// a list by hand, and it is not whole: after WHERE a sign stays.
constexpr KeywordSet kBeforeSignedNumber = {
    Keyword::Every, Keyword::At,     Keyword::Starts,   Keyword::Ends, Keyword::Default, Keyword::Return,
    Keyword::If,    Keyword::Elseif, Keyword::Case,     Keyword::When, Keyword::While,   Keyword::Until,
    Keyword::Or,    Keyword::Xor,    Keyword::Select,   Keyword::And,  Keyword::Not,     Keyword::Between,
    Keyword::Like,  Keyword::Rlike,  Keyword::Interval, Keyword::Div,  Keyword::Mod,
};
constexpr KeywordSet kBeforeSignedNumberInMySql8 = {Keyword::Then, Keyword::Else};

bool is_before_signed_number(TokenKind kind) noexcept {
  switch (kind) {
    case TokenKind::LeftParen:
    case TokenKind::Comma:
    case TokenKind::AndAnd:
    case TokenKind::OrOr:
    case TokenKind::ConcatPipes:
    case TokenKind::Pipe:
    case TokenKind::Ampersand:
    case TokenKind::ShiftLeft:
    case TokenKind::ShiftRight:
    case TokenKind::Plus:
    case TokenKind::Minus:
    case TokenKind::Star:
    case TokenKind::Slash:
    case TokenKind::Percent:
    case TokenKind::Caret:
      return true;
    default:
      return false;
  }
}

bool is_comparison(TokenKind kind) noexcept {
  return kind >= TokenKind::Equal && kind <= TokenKind::GreaterEqual;
}

// Words before a NULL that is a value; after other words it belongs to a
// column definition, IS [NOT] NULL, SET NULL or NULL ON EMPTY.
constexpr KeywordSet kBeforeNullValue = {
    Keyword::Select,
    Keyword::Distinct,
    Keyword::Distinctrow,
    Keyword::All,
    Keyword::Where,
    Keyword::Having,
    Keyword::And,
    Keyword::Or,
    Keyword::Xor,
    Keyword::Case,
    Keyword::When,
    Keyword::Then,
    Keyword::Else,
    Keyword::Between,
    Keyword::Like,
    Keyword::Regexp,
    Keyword::Rlike,
    Keyword::Div,
    Keyword::Mod,
    Keyword::Return,
    Keyword::Returning,
    Keyword::If,
    Keyword::Elseif,
    Keyword::While,
    Keyword::Until,
    Keyword::By,
    Keyword::Escape,
    Keyword::Do,
    Keyword::Interval,
    Keyword::Default,
    Keyword::Using,
    Keyword::From,
    Keyword::For,
    Keyword::Both,
    Keyword::Leading,
    Keyword::Trailing,
    Keyword::Every,
    Keyword::At,
    Keyword::Starts,
    Keyword::Ends,
    Keyword::Immediate,
    Keyword::SqlNoCache,
    Keyword::SqlCache,
    Keyword::SqlCalcFoundRows,
    Keyword::SqlSmallResult,
    Keyword::SqlBigResult,
    Keyword::SqlBufferResult,
    Keyword::HighPriority,
    Keyword::StraightJoin,
    Keyword::Value,
    Keyword::Offset,
    Keyword::Limit,
    Keyword::Qualify,
};

// What goes on with an expression after a number.
constexpr KeywordSet kContinuesExpression = {
    Keyword::And,     Keyword::Or,    Keyword::Xor,     Keyword::Is,     Keyword::Like,
    Keyword::Between, Keyword::In,    Keyword::Not,     Keyword::Regexp, Keyword::Div,
    Keyword::Mod,     Keyword::Rlike, Keyword::Collate, Keyword::Member, Keyword::Sounds,
};

// What ends an ORDER BY or GROUP BY list.
constexpr KeywordSet kEndsList = {
    Keyword::Limit,  Keyword::Having,    Keyword::Rows,   Keyword::Range,     Keyword::Groups,
    Keyword::Union,  Keyword::Separator, Keyword::For,    Keyword::Lock,      Keyword::Into,
    Keyword::Except, Keyword::Intersect, Keyword::Select, Keyword::Window,    Keyword::Qualify,
    Keyword::On,     Keyword::Values,    Keyword::Set,    Keyword::Returning, Keyword::With,
};

bool continues_expression(const Token& token) noexcept {
  switch (token.kind) {
    case TokenKind::Word:
      return kContinuesExpression[token.keyword];
    case TokenKind::End:
    case TokenKind::Comma:
    case TokenKind::Semicolon:
    case TokenKind::RightParen:
      return false;
    default:
      return true;
  }
}

}  // namespace

void DigestRun::drop(std::size_t count) {
  for (; count > 0; --count) {
    length_ -= size_of(entries_.back());
    entries_.pop_back();
  }
}

void DigestRun::push(const Entry& entry) {
  if (length_ + size_of(entry) > max_length_) {
    full_ = true;
    return;
  }
  length_ += size_of(entry);
  entries_.push_back(entry);
}

std::size_t DigestRun::size_of(const Entry& entry) {
  constexpr std::size_t kToken = 2;
  switch (entry.mark) {
    case Mark::Name:
    case Mark::BlockName:
      return 2 * kToken + (entry.end - entry.begin);
    case Mark::ColumnNumber:
      return kToken + sizeof(std::uint32_t);
    default:
      return kToken;
  }
}

void DigestRun::run() {
  entries_.clear();
  in_list_.assign(1, false);
  std::size_t end = tokens_.size() - 1;
  while (end > 0 && tokens_[end - 1].kind == TokenKind::Semicolon) --end;
  for (std::uint32_t i = 0; i < end && !full_; ++i) token(i);
}

void DigestRun::token(std::uint32_t index) {
  const Token& token = tokens_[index];
  follow_lists(index);
  switch (token.kind) {
    case TokenKind::End:
    case TokenKind::Error:
      return;
    case TokenKind::Word:
      word(index);
      break;
    case TokenKind::QuotedName:
      quoted_name(token.begin, token.end);
      break;
    case TokenKind::Integer:
    case TokenKind::Decimal:
    case TokenKind::Float:
    case TokenKind::Bit:
      number(index);
      break;
    case TokenKind::Hex:
      if (!mysql_ && text_[token.begin] != '0') {
        push(Mark::Unknown);
      } else {
        number(index);
      }
      break;
    case TokenKind::String:
    case TokenKind::NationalString:
    case TokenKind::Parameter:
      value();
      break;
    case TokenKind::DollarString:
    case TokenKind::DotDot:
      push(Mark::Unknown);
      break;
    case TokenKind::Introducer:
      push(Mark::Charset);
      break;
    case TokenKind::UserVariable:
      user_variable(token);
      break;
    case TokenKind::SystemVariable:
      push(Mark::At);
      push(Mark::At);
      break;
    case TokenKind::RightParen:
      close();
      break;
    default:
      push(token.kind);
      break;
  }
}

// A keyword of MySQL since 9.4, and none of the lexer's: only views name it.
bool DigestRun::is_duality_object(const Token& token) const {
  if (options_.flavour != Flavour::MySQL || options_.server_version < 90400) return false;
  return same_word(text_.substr(token.begin, token.end - token.begin), "JSON_DUALITY_OBJECT");
}

void DigestRun::word(std::uint32_t index) {
  const Token& token = tokens_[index];
  Keyword keyword = token.keyword;
  // Behind a dot and a space words are what they are elsewhere.
  const bool after_dot = index > 0 && tokens_[index - 1].kind == TokenKind::Dot && token.adjacent;
  const Token& next = tokens_[index + 1];
  const bool before_dot = next.kind == TokenKind::Dot && next.adjacent;
  // @@global.x: the lexer takes a word before a dot for a name.
  if (index > 0 && tokens_[index - 1].kind == TokenKind::SystemVariable) {
    keyword = find_keyword(text_.substr(token.begin, token.end - token.begin));
  }
  if (keyword == Keyword::None && !after_dot && !before_dot && is_duality_object(token)) {
    return push(Entry{.mark = Mark::HintWord, .begin = token.begin, .end = token.end});
  }
  if (keyword == Keyword::None || after_dot) return name(token.begin, token.end);

  const bool called = next.kind == TokenKind::LeftParen && (next.adjacent || options_.ignore_space);
  keyword = digest_word(keyword, options_.flavour, called);
  if (keyword == Keyword::None) return name(token.begin, token.end);
  if (keyword == Keyword::Null && null_is_literal(index)) return value();
  if (keyword == Keyword::Not && options_.high_not_precedence) return push(TokenKind::Exclamation);
  push(Entry{.mark = Mark::Word, .keyword = keyword});
  hint(index);
}

void DigestRun::name(std::uint32_t begin, std::uint32_t end) {
  push(Entry{.mark = Mark::Name, .begin = begin, .end = end});
}

void DigestRun::quoted_name(std::uint32_t begin, std::uint32_t end) {
  name(begin + 1, end - 1);
}

void DigestRun::user_variable(const Token& token) {
  push(Mark::At);
  const char quote = token.end - token.begin > 2 ? text_[token.begin + 1] : '\0';
  if (quote == '`' || (quote == '"' && options_.ansi_quotes)) {
    quoted_name(token.begin + 1, token.end);
  } else {
    value();
  }
}

bool DigestRun::starts_expression(const Entry& entry) const {
  if (entry.mark == Mark::Word) {
    return kBeforeSignedNumber[entry.keyword] || (mysql8_ && kBeforeSignedNumberInMySql8[entry.keyword]);
  }
  if (entry.mark != Mark::Operator) return false;
  return is_before_signed_number(entry.kind) || (mysql8_ && is_comparison(entry.kind));
}

void DigestRun::number(std::uint32_t index) {
  if (is_column_number(index)) {
    std::uint32_t begin = tokens_[index].begin;
    while (begin + 1 < tokens_[index].end && text_[begin] == '0') ++begin;
    return push(Entry{.mark = Mark::ColumnNumber, .begin = begin, .end = tokens_[index].end});
  }
  while ((last_is(1, TokenKind::Minus) || last_is(1, TokenKind::Plus)) && starts_expression(last(2))) drop(1);
  value();
}

void DigestRun::value() {
  const Mark before = last(2).mark;
  if (last_is(1, TokenKind::Comma) && (before == Mark::Value || before == Mark::Values)) {
    drop(2);
    push(Mark::Values);
  } else {
    push(Mark::Value);
  }
}

void DigestRun::close() {
  const Mark inner = last(1).mark;
  if ((inner != Mark::Value && inner != Mark::Values) || !last_is(2, TokenKind::LeftParen)) {
    return push(TokenKind::RightParen);
  }
  const bool wide = inner == Mark::Values;
  drop(2);
  const Mark one = wide ? Mark::WideRow : Mark::Row;
  const Mark many = wide ? Mark::WideRows : Mark::Rows;
  const Mark before = last(2).mark;
  if (last_is(1, TokenKind::Comma) && (before == one || before == many)) {
    drop(2);
    push(many);
  } else if (mysql8_ && last(1).mark == Mark::Word && last(1).keyword == Keyword::In) {
    drop(1);
    push(Mark::InValues);
  } else {
    push(one);
  }
}

void DigestRun::follow_lists(std::uint32_t index) {
  const Token& token = tokens_[index];
  switch (token.kind) {
    case TokenKind::LeftParen:
      in_list_.push_back(false);
      break;
    case TokenKind::RightParen:
      if (in_list_.size() > 1) in_list_.pop_back();
      break;
    case TokenKind::Semicolon:
      in_list_.back() = false;
      break;
    case TokenKind::Word:
      if (token.keyword == Keyword::By && index > 0) {
        const Keyword before = tokens_[index - 1].keyword;
        in_list_.back() =
            before == Keyword::Order || before == Keyword::Group || before == Keyword::Partition;
      } else if (kEndsList[token.keyword]) {
        in_list_.back() = false;
      }
      break;
    default:
      break;
  }
}

// MySQL keeps the number of a result column that an ORDER BY, GROUP BY or
// PARTITION BY list names, unless it has melted with a value before it.
bool DigestRun::is_column_number(std::uint32_t index) const {
  const Token& token = tokens_[index];
  if (!mysql8_ || token.kind != TokenKind::Integer || !in_list_.back()) return false;
  const bool first = last(1).mark == Mark::Word && last(1).keyword == Keyword::By;
  const Mark before = last(2).mark;
  const bool later = last_is(1, TokenKind::Comma) && before != Mark::Value && before != Mark::Values;
  if ((!first && !later) || continues_expression(tokens_[index + 1])) return false;
  std::uint64_t number = 0;
  for (std::uint32_t i = token.begin; i < token.end; ++i) {
    number = number * 10 + static_cast<std::uint64_t>(text_[i] - '0');
    if (number > std::numeric_limits<std::uint32_t>::max()) return false;
  }
  return true;
}

bool DigestRun::null_is_literal(std::uint32_t index) const {
  if (index == 0) return false;
  const Token& before = tokens_[index - 1];
  const Token& earlier = index > 1 ? tokens_[index - 2] : before;
  switch (before.kind) {
    case TokenKind::Word:
      // NOT of an expression, not of a column or of IS NOT.
      if (before.keyword == Keyword::Not) {
        return earlier.kind == TokenKind::LeftParen || earlier.kind == TokenKind::Comma ||
               is_before_signed_number(earlier.kind) || is_comparison(earlier.kind) ||
               earlier.kind == TokenKind::Assign || earlier.keyword == Keyword::Not ||
               kBeforeNullValue[earlier.keyword];
      }
      // JOIN ... ON NULL, not ABSENT ON NULL or NULL ON NULL.
      if (before.keyword == Keyword::On) {
        return earlier.keyword != Keyword::Absent && earlier.keyword != Keyword::Null;
      }
      if (before.keyword == Keyword::Connection || before.keyword == Keyword::Query) {
        return earlier.keyword == Keyword::Kill;
      }
      if (earlier.kind == TokenKind::LeftBrace) return true;  // {a NULL}
      return before.keyword == Keyword::Kill || kBeforeNullValue[before.keyword];
    case TokenKind::RightParen:
    case TokenKind::QuotedName:
    case TokenKind::UserVariable:
    case TokenKind::Parameter:
      return false;
    case TokenKind::Equal:
      // No expressions are there.
      return earlier.keyword != Keyword::PrivilegeChecksUser &&
             earlier.keyword != Keyword::SourceTlsCiphersuites && earlier.keyword != Keyword::SecondaryEngine;
    default:
      return !is_literal(before.kind);
  }
}

}  // namespace mallshard::sqlparse
