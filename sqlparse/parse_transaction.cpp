// Transactions, savepoints, XA.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::begin_statement() {
  if (mariadb() && next_is(Keyword::Not)) return opaque(StatementKind::Compound);  // BEGIN NOT ATOMIC
  auto* made = statement<TransactionStatement>(at(), StatementKind::Begin);
  advance();
  accept(Keyword::Work);
  return finish(made);
}

// START TRANSACTION [WITH CONSISTENT SNAPSHOT] [, READ ONLY] ..., START REPLICA
Statement* ParserRun::start_statement() {
  const std::uint32_t first = at();
  if (!next_is(Keyword::Transaction)) {
    const bool replication = next_is(Keyword::Slave) || next_is(Keyword::Replica) || next_is(Keyword::All) ||
                             next_is(Keyword::GroupReplication);
    return replication ? opaque(StatementKind::StartReplica) : static_cast<Statement*>(fail());
  }
  auto* made = statement<TransactionStatement>(first, StatementKind::Begin);
  made->start_transaction = true;
  skip(2);
  if (at_end()) return finish(made);
  do {
    if (accept(Keyword::With)) {
      expect(Keyword::Consistent);
      expect(Keyword::Snapshot);
      made->consistent_snapshot = true;
    } else {
      expect(Keyword::Read);
      if (made->access != AccessMode::Unspecified) fail();
      made->access = is(Keyword::Only) ? AccessMode::ReadOnly : AccessMode::ReadWrite;
      if (!accept(Keyword::Only)) expect(Keyword::Write);
    }
  } while (accept(TokenKind::Comma));
  return finish(made);
}

// [WORK] [AND [NO] CHAIN] [[NO] RELEASE]
void ParserRun::completion_type(TransactionStatement* made) {
  if (accept(Keyword::And)) {
    made->chain = accept(Keyword::No) ? Choice::No : Choice::Yes;
    expect(Keyword::Chain);
  }
  if (is(Keyword::Release) || (is(Keyword::No) && next_is(Keyword::Release))) {
    made->release = accept(Keyword::No) ? Choice::No : Choice::Yes;
    advance();
    if (made->chain == Choice::Yes && made->release == Choice::Yes) fail();
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
    if (is(Keyword::Savepoint) && is_name(peek())) advance();
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
  const bool literal_next = is(TokenKind::String) || is(TokenKind::Hex) || is(TokenKind::Bit);
  if (made->statement_kind == StatementKind::XaRecover ? literal_next : !literal_next) fail();
  made->xa = rest_of_statement();
  return finish(made);
}

}  // namespace mallshard::sqlparse
