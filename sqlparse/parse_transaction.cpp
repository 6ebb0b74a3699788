// Transactions, savepoints, XA.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sqlparse/lexer.h"
#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

constexpr std::size_t kXidPart = 64;  // the longest gtrid or bqual, in bytes

}  // namespace

Statement* ParserRun::begin_statement() {
  if (mariadb() && next_is(Keyword::Not)) return control_statement(at(), Name{});  // BEGIN NOT ATOMIC
  auto* made = statement<TransactionStatement>(at(), StatementKind::Begin);
  advance();
  accept(Keyword::Work);
  return finish(made);
}

// START TRANSACTION [WITH CONSISTENT SNAPSHOT] [, READ ONLY] ..., START REPLICA
Statement* ParserRun::start_statement() {
  const std::uint32_t first = at();
  if (!next_is(Keyword::Transaction)) return start_replica();
  auto* made = statement<TransactionStatement>(first, StatementKind::Begin);
  made->start_transaction = true;
  skip(2);
  if (at_end()) return finish(made);
  bool contradiction = false;
  do {
    if (accept(Keyword::With)) {
      expect(Keyword::Consistent);
      expect(Keyword::Snapshot);
      made->consistent_snapshot = true;
    } else {
      expect(Keyword::Read);
      const AccessMode access = is(Keyword::Only) ? AccessMode::ReadOnly : AccessMode::ReadWrite;
      if (!accept(Keyword::Only)) expect(Keyword::Write);
      // Said twice is well; said both ways is not, which is found at the end.
      contradiction = contradiction || (made->access != AccessMode::Unspecified && made->access != access);
      made->access = access;
    }
  } while (accept(TokenKind::Comma));
  if (contradiction) fail();
  return finish(made);
}

// [WORK] [AND [NO] CHAIN] [[NO] RELEASE]
void ParserRun::completion_type(TransactionStatement* made) {
  if (accept(Keyword::And)) {
    made->chain = accept(Keyword::No) ? Choice::No : Choice::Yes;
    expect(Keyword::Chain);
  }
  if (is(Keyword::Release) || is_pair(Keyword::No, Keyword::Release)) {
    made->release = accept(Keyword::No) ? Choice::No : Choice::Yes;
    if (made->chain == Choice::Yes && made->release == Choice::Yes) fail();
    advance();
  }
}

Statement* ParserRun::commit_statement() {
  auto* made = statement<TransactionStatement>(at(), StatementKind::Commit);
  advance();
  accept(Keyword::Work);
  completion_type(made);
  return finish(made);
}

Statement* ParserRun::rollback_statement() {
  auto* made = statement<TransactionStatement>(at(), StatementKind::Rollback);
  advance();
  accept(Keyword::Work);
  if (accept(Keyword::To)) {
    made->statement_kind = StatementKind::RollbackToSavepoint;
    if (is(Keyword::Savepoint) && (mysql() || is_name(peek()))) advance();
    made->savepoint = name();
  } else {
    completion_type(made);
  }
  return finish(made);
}

Statement* ParserRun::savepoint_statement() {
  auto* made = statement<TransactionStatement>(at(), StatementKind::Savepoint);
  advance();
  made->savepoint = name();
  return finish(made);
}

Statement* ParserRun::release_statement() {
  auto* made = statement<TransactionStatement>(at(), StatementKind::ReleaseSavepoint);
  advance();
  expect(Keyword::Savepoint);
  made->savepoint = name();
  return finish(made);
}

Statement* ParserRun::xa_statement() {
  auto* made = statement<TransactionStatement>(at(), StatementKind::XaStart);
  advance();
  switch (current_->keyword) {
    case Keyword::Start:
    case Keyword::Begin:
      break;
    case Keyword::End:
      made->statement_kind = StatementKind::XaEnd;
      break;
    case Keyword::Prepare:
      made->statement_kind = StatementKind::XaPrepare;
      break;
    case Keyword::Commit:
      made->statement_kind = StatementKind::XaCommit;
      break;
    case Keyword::Rollback:
      made->statement_kind = StatementKind::XaRollback;
      break;
    case Keyword::Recover:
      made->statement_kind = StatementKind::XaRecover;
      break;
    default:
      return static_cast<Statement*>(fail());
  }
  advance();
  const std::uint32_t tail = at();
  xa_tail(made->statement_kind);
  made->xa = range_from(tail);
  return finish(made);
}

// The branch's name and what the verb takes behind it.
void ParserRun::xa_tail(StatementKind kind) {
  if (kind == StatementKind::XaRecover) {
    if (mysql() && accept(Keyword::Convert)) {
      expect(Keyword::Xid);
    } else if (mariadb() && accept(Keyword::Format)) {
      expect(TokenKind::Equal);
      name_or_string();
    }
    return;
  }
  xid();
  switch (kind) {
    case StatementKind::XaStart:
      if (!accept(Keyword::Join)) accept(Keyword::Resume);
      return;
    case StatementKind::XaEnd:
      if (accept(Keyword::Suspend) && accept(Keyword::For)) expect(Keyword::Migrate);
      return;
    case StatementKind::XaCommit:
      if (accept(Keyword::One)) expect(Keyword::Phase);
      return;
    default:
      return;
  }
}

// 'gtrid' [, 'bqual' [, format]]
void ParserRun::xid() {
  const auto part = [this] {
    const std::uint32_t token = at();
    text_string();
    if (!failed_ && text_bytes(token) > kXidPart) fail();
  };
  part();
  if (!accept(TokenKind::Comma)) return;
  part();
  if (!accept(TokenKind::Comma)) return;
  const bool plus = mariadb() && is(TokenKind::Plus);
  if (plus && !is_number(peek())) right_here();
  if (plus && is_number(peek())) advance();
  if (is(TokenKind::Integer) && !integer_up_to(mysql() ? "9223372036854775807" : "2147483647")) fail();
  if (mariadb() && is(TokenKind::Hex)) {
    const std::string_view hex = spelling(at());
    const std::size_t digits = std::min(hex.find_first_not_of('0', 2), hex.size());
    const std::size_t count = hex.size() - digits;
    if (count > 8 || (count == 8 && hex[digits] > '7')) fail();
  }
  number(plus ? HexNumber::Refused : HexNumber::Allowed);
}

// How long the value of a text_string() is.
std::size_t ParserRun::text_bytes(std::uint32_t token) const {
  const std::string_view text = spelling(token);
  switch (tokens_.tokens[token].kind) {
    case TokenKind::Hex:
      return (text.size() - (text.front() == '0' ? 2 : 3) + 1) / 2;
    case TokenKind::Bit:
      return (text.size() - (text.front() == '0' ? 2 : 3) + 7) / 8;
    default:
      return decode_string(text, tokens_.options).size();
  }
}

}  // namespace mallshard::sqlparse
