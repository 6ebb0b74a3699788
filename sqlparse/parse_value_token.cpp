// Single tokens as the servers' rules of administration ask for them: a number
// of one kind, a string, one of several words.
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

// Digits without leading zeros, compared with a limit of as many digits.
bool at_most(std::string_view digits, std::string_view limit) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits.size() < limit.size() || (digits.size() == limit.size() && digits <= limit);
}

}  // namespace

bool ParserRun::accept_equals() noexcept {
  return accept(TokenKind::Equal) || accept(TokenKind::Assign);
}

bool ParserRun::accept_plain_not() noexcept {
  return !tokens_.options.high_not_precedence && accept(Keyword::Not);
}

bool ParserRun::accept_words(std::initializer_list<Keyword> words) noexcept {
  std::uint32_t distance = 0;
  for (const Keyword word : words) {
    if (peek(distance).keyword != word) {
      if (distance > 0) right_ahead(distance - 1);
      return false;
    }
    ++distance;
  }
  skip(distance);
  return true;
}

// Both servers read longer integers as another kind of number.
bool ParserRun::integer_up_to(std::string_view limit) const noexcept {
  return is(TokenKind::Integer) && at_most(spelling(at()), limit);
}

bool ParserRun::at_small_integer() const noexcept {
  return integer_up_to("2147483647");
}

bool ParserRun::at_integer() const noexcept {
  return integer_up_to("18446744073709551615");
}

void ParserRun::small_integer() {
  if (!at_small_integer()) {
    fail();
    return;
  }
  advance();
}

bool ParserRun::accept_distinct() noexcept {
  return accept(Keyword::Distinct) || accept(Keyword::Distinctrow);
}

// x'ff' is a number in MySQL and a string in MariaDB.
bool ParserRun::at_hex_number() const noexcept {
  return is(TokenKind::Hex) && (mysql() || spelling(at()).front() == '0');
}

bool ParserRun::at_whole_number() const noexcept {
  return at_hex_number() || at_integer();
}

bool ParserRun::is_zero() const noexcept {
  return spelling(at()).find_first_not_of(is(TokenKind::Hex) ? "0xX'" : "0") == std::string_view::npos;
}

bool ParserRun::accept_whole_number() {
  if (!at_whole_number()) return false;
  advance();
  return true;
}

void ParserRun::whole_number() {
  if (accept_whole_number()) return;
  // The grammar takes any number there.
  if (is(TokenKind::Integer) || is(TokenKind::Decimal) || is(TokenKind::Float)) {
    fail_at(at(), Fault::OnlyIntegers);
  } else {
    fail();
  }
}

void ParserRun::number(HexNumber hex) {
  if (mariadb() && accept(TokenKind::Plus)) hex = HexNumber::Refused;
  const bool number = is(TokenKind::Integer) || is(TokenKind::Decimal) || is(TokenKind::Float) ||
                      (hex == HexNumber::Allowed && at_hex_number());
  if (!number) {
    fail();
    return;
  }
  advance();
}

void ParserRun::text_string() {
  if (!accept(TokenKind::String) && !accept(TokenKind::Hex)) expect(TokenKind::Bit);
}

// The servers read REPLICA and REPLICAS for SLAVE and SLAVES: MariaDB as the
// same word, MySQL each in the versions that have it.
bool ParserRun::at_replica() const noexcept {
  if (mariadb()) return is_any(Keyword::Slave, Keyword::Replica);
  return (is(Keyword::Replica) && version_ >= 80022) || (is(Keyword::Slave) && version_ < 80400);
}

bool ParserRun::accept_replica() noexcept {
  if (!at_replica()) return false;
  advance();
  return true;
}

bool ParserRun::accept_replicas() noexcept {
  return accept(Keyword::Slaves) || accept(Keyword::Replicas);
}

}  // namespace mallshard::sqlparse
