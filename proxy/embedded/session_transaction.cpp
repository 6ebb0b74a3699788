// Transactions: MySQL's on top of SQLite's. SQLite has one writer at a time; a
// transaction reads the snapshot of its first statement. A write after another
// transaction has committed in between is answered with 1213, as a deadlock.
#include "base/bytes.h"
#include "embedded/session.h"

namespace mallshard::embedded {

using sqlparse::AccessMode;
using sqlparse::StatementKind;

namespace {

std::string isolation_name(sqlparse::IsolationLevel level) {
  switch (level) {
    case sqlparse::IsolationLevel::ReadUncommitted:
      return "READ-UNCOMMITTED";
    case sqlparse::IsolationLevel::ReadCommitted:
      return "READ-COMMITTED";
    case sqlparse::IsolationLevel::Serializable:
      return "SERIALIZABLE";
    default:
      return "REPEATABLE-READ";
  }
}

}  // namespace

Result<void> Session::check_writable(const char*) const {
  if (setup_.read_only) {
    return Error(
        1290, "HY000",
        "The MySQL server is running with the --read-only option so it cannot execute this statement");
  }
  const bool session_read_only = variables_.text("transaction_read_only") == "ON";
  if (in_transaction() ? transaction_read_only_ : session_read_only) {
    return Error(1792, "25006", "Cannot execute statement in a READ ONLY transaction.");
  }
  return {};
}

Result<void> Session::enter(Access access) {
  if (access == Access::Write) {
    if (Result<void> writable = check_writable(); !writable) return writable;
  }
  if (!in_transaction() && !variables_.autocommit()) {
    implicit_transaction_ = true;
    transaction_read_only_ = next_read_only_.value_or(variables_.text("transaction_read_only") == "ON");
    isolation_ = next_isolation_.value_or(variables_.text("transaction_isolation"));
    next_read_only_.reset();
    next_isolation_.reset();
    if (access == Access::Write) {
      if (Result<void> writable = check_writable(); !writable) return writable;
    }
  }
  const std::string begin = access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN";
  own_transaction_ = false;
  if (!in_transaction()) {
    if (access == Access::Read) return {};
    own_transaction_ = true;
    return database_->execute(begin);
  }
  // READ COMMITTED reads anew with each statement: a snapshot that nothing was
  // written in is exchanged for a fresh one.
  const bool read_committed = isolation_ == "READ-COMMITTED" || isolation_ == "READ-UNCOMMITTED";
  if (database_->in_transaction() && read_committed && !database_->has_write_lock() && savepoints_.empty()) {
    if (Result<void> done = database_->execute("COMMIT"); !done) return done;
  }
  if (!database_->in_transaction()) {
    if (Result<void> done = database_->execute(begin); !done) return done;
  }
  if (access == Access::Write) {
    if (!database_->has_write_lock()) {
      // Takes the write lock before the statement's first read, without a change.
      Result<void> locked = database_->execute("DELETE FROM main." + sqlite_name(kCatalogTable) + " WHERE 0");
      if (!locked) {
        if (locked.error().code == 1213) rollback();
        return locked;
      }
    }
    if (Result<void> done = database_->execute("SAVEPOINT ms_statement"); !done) return done;
    statement_savepoint_ = true;
    wrote_in_transaction_ = true;
  }
  return {};
}

Result<void> Session::leave(bool succeeded, const Error* error) {
  const bool savepoint = statement_savepoint_;
  statement_savepoint_ = false;
  if (own_transaction_) {
    own_transaction_ = false;
    if (succeeded) {
      Result<void> done = database_->execute("COMMIT");
      if (!done && database_->in_transaction()) (void)database_->execute("ROLLBACK");
      return done;
    }
    if (database_->in_transaction()) (void)database_->execute("ROLLBACK");
    return {};
  }
  if (!succeeded && error != nullptr && (error->code == 1213 || !database_->in_transaction())) {
    // SQLite or a deadlock has undone everything; so it is for the client.
    if (in_transaction() && error->code == 1213) rollback();
    return {};
  }
  if (savepoint) {
    if (!succeeded) (void)database_->execute("ROLLBACK TO ms_statement");
    return database_->execute("RELEASE ms_statement");
  }
  return {};
}

Result<void> Session::commit() {
  Result<void> done;
  if (database_->in_transaction()) done = database_->execute("COMMIT");
  if (!done) {
    rollback();
    return done;
  }
  explicit_transaction_ = implicit_transaction_ = false;
  wrote_in_transaction_ = false;
  savepoints_.clear();
  return {};
}

void Session::rollback() {
  if (database_->in_transaction()) (void)database_->execute("ROLLBACK");
  explicit_transaction_ = implicit_transaction_ = false;
  wrote_in_transaction_ = false;
  statement_savepoint_ = own_transaction_ = false;
  savepoints_.clear();
}

Result<Session::Outcome> Session::transaction(const sqlparse::TransactionStatement& statement) {
  const auto chain = [&]() -> Result<Outcome> {
    if (statement.release == sqlparse::Choice::Yes) return not_supported_here("RELEASE");
    if (statement.chain == sqlparse::Choice::Yes) explicit_transaction_ = true;
    return Outcome();
  };
  const auto find = [&](std::string_view name) {
    auto at = savepoints_.end();
    for (auto i = savepoints_.begin(); i != savepoints_.end(); ++i) {
      if (equals_ignore_case(i->first, name)) at = i;
    }
    return at;
  };
  const Error missing(1305, "42000",
                      "SAVEPOINT " + std::string(statement.savepoint.text) + " does not exist");
  switch (statement.statement_kind) {
    case StatementKind::Begin: {
      if (Result<void> done = commit(); !done) return done.error();
      if (statement.access == AccessMode::ReadWrite && setup_.read_only) {
        return Error(
            1290, "HY000",
            "The MySQL server is running with the --read-only option so it cannot execute this statement");
      }
      explicit_transaction_ = true;
      isolation_ = next_isolation_.value_or(variables_.text("transaction_isolation"));
      transaction_read_only_ = next_read_only_.value_or(variables_.text("transaction_read_only") == "ON");
      if (statement.access != AccessMode::Unspecified)
        transaction_read_only_ = statement.access == AccessMode::ReadOnly;
      next_read_only_.reset();
      next_isolation_.reset();
      if (statement.consistent_snapshot) {
        if (Result<void> done = database_->execute("BEGIN"); !done) return done.error();
        // A transaction of SQLite's reads its snapshot with its first read.
        if (Result<std::vector<std::string>> names = catalog_->names(); !names) return names.error();
      }
      return Outcome();
    }
    case StatementKind::Commit:
      if (Result<void> done = commit(); !done) return done.error();
      return chain();
    case StatementKind::Rollback:
      rollback();
      return chain();
    case StatementKind::Savepoint: {
      if (!in_transaction() && variables_.autocommit()) return Outcome();
      if (Result<void> entered = enter(Access::Read); !entered) return entered.error();
      const unsigned number = ++savepoint_number_;
      if (!database_->in_transaction()) {
        if (Result<void> done = database_->execute("BEGIN"); !done) return done.error();
      }
      if (Result<void> done = database_->execute("SAVEPOINT ms_user_" + std::to_string(number)); !done)
        return done.error();
      if (const auto old = find(statement.savepoint.text); old != savepoints_.end()) savepoints_.erase(old);
      savepoints_.emplace_back(statement.savepoint.text, number);
      return Outcome();
    }
    case StatementKind::RollbackToSavepoint: {
      const auto at = find(statement.savepoint.text);
      if (at == savepoints_.end()) return missing;
      if (Result<void> done = database_->execute("ROLLBACK TO ms_user_" + std::to_string(at->second)); !done)
        return done.error();
      savepoints_.erase(at + 1, savepoints_.end());
      return Outcome();
    }
    case StatementKind::ReleaseSavepoint: {
      const auto at = find(statement.savepoint.text);
      if (at == savepoints_.end()) return missing;
      if (Result<void> done = database_->execute("RELEASE ms_user_" + std::to_string(at->second)); !done)
        return done.error();
      savepoints_.erase(at, savepoints_.end());
      return Outcome();
    }
    default:
      return not_supported_here("XA");
  }
}

Result<Session::Outcome> Session::set_transaction(const sqlparse::SetTransactionStatement& statement) {
  if (statement.scope == sqlparse::VariableScope::Global) return not_supported_here("SET GLOBAL TRANSACTION");
  const bool one_shot = statement.scope == sqlparse::VariableScope::None;
  if (one_shot && in_transaction()) {
    return Error(1568, "25001",
                 "Transaction characteristics can't be changed while a transaction is in progress");
  }
  if (statement.isolation != sqlparse::IsolationLevel::Unspecified) {
    const std::string name = isolation_name(statement.isolation);
    if (one_shot) {
      next_isolation_ = name;
    } else if (Result<void> done =
                   variables_.set(statement.scope, "transaction_isolation", Value::of_text(name));
               !done) {
      return done.error();
    }
  }
  if (statement.access != AccessMode::Unspecified) {
    const bool read_only = statement.access == AccessMode::ReadOnly;
    if (one_shot) {
      next_read_only_ = read_only;
    } else if (Result<void> done =
                   variables_.set(statement.scope, "transaction_read_only", Value::of(read_only ? 1 : 0));
               !done) {
      return done.error();
    }
  }
  return Outcome();
}

}  // namespace mallshard::embedded
