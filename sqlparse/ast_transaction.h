// Transactions, savepoints and XA.
#pragma once

#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

enum class Choice : std::uint8_t { Unspecified, Yes, No };
enum class AccessMode : std::uint8_t { Unspecified, ReadOnly, ReadWrite };
enum class IsolationLevel : std::uint8_t {
  Unspecified,
  ReadUncommitted,
  ReadCommitted,
  RepeatableRead,
  Serializable,
};

// statement_kind: Begin, Commit, Rollback, Savepoint, RollbackToSavepoint,
// ReleaseSavepoint, Xa*.
struct TransactionStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::TransactionStatement;
  bool start_transaction = false;  // START TRANSACTION rather than BEGIN
  bool consistent_snapshot = false;
  AccessMode access = AccessMode::Unspecified;
  Choice chain = Choice::Unspecified;    // AND [NO] CHAIN
  Choice release = Choice::Unspecified;  // [NO] RELEASE
  Name savepoint;
  TokenRange xa;  // all that follows the XA verb
  template <class F>
  void fields(F&& f) const {
    f("start_transaction", start_transaction);
    f("consistent_snapshot", consistent_snapshot);
    f("access", access);
    f("chain", chain);
    f("release", release);
    f("savepoint", savepoint);
    f("xa", xa);
  }
};

}  // namespace mallshard::sqlparse
