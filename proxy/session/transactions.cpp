// BEGIN, COMMIT, ROLLBACK, savepoints, SET TRANSACTION, autocommit. Servers
// stay at autocommit=1: a branch begins with the first statement on a source.
#include <algorithm>

#include "rule/snapshot.h"
#include "session/body.h"
#include "sqlparse/ast_all.h"

namespace mallshard::session {

using sqlparse::AccessMode;
using sqlparse::Choice;
using sqlparse::StatementKind;

namespace {

std::string_view isolation_name(sqlparse::IsolationLevel level) {
  switch (level) {
    case sqlparse::IsolationLevel::ReadUncommitted:
      return "READ UNCOMMITTED";
    case sqlparse::IsolationLevel::ReadCommitted:
      return "READ COMMITTED";
    case sqlparse::IsolationLevel::RepeatableRead:
      return "REPEATABLE READ";
    case sqlparse::IsolationLevel::Serializable:
      return "SERIALIZABLE";
    case sqlparse::IsolationLevel::Unspecified:
      break;
  }
  return {};
}

exec::Characteristics characteristics_of(const sqlparse::SetTransactionStatement& set) {
  exec::Characteristics out;
  if (set.isolation != sqlparse::IsolationLevel::Unspecified) {
    out.isolation = wire::quoted_literal(isolation_name(set.isolation));
    std::replace(out.isolation->begin(), out.isolation->end(), ' ', '-');
  }
  if (set.access != AccessMode::Unspecified) out.read_only = set.access == AccessMode::ReadOnly ? "1" : "0";
  return out;
}

}  // namespace

void Session::Body::run_transaction(const sqlparse::Statement& statement) {
  const auto& transaction = sqlparse::cast<sqlparse::TransactionStatement>(statement);
  switch (statement.statement_kind) {
    case StatementKind::Begin:
      return begin(statement);
    case StatementKind::Commit:
    case StatementKind::Rollback:
      return end_transaction(statement.statement_kind == StatementKind::Commit,
                             transaction.chain == Choice::Yes, transaction.release == Choice::Yes);
    default:
      break;
  }
  const std::string_view name = transaction.savepoint.text;
  using Kind = exec::Executor::SavepointKind;
  const Kind kind = statement.statement_kind == StatementKind::Savepoint             ? Kind::Set
                    : statement.statement_kind == StatementKind::RollbackToSavepoint ? Kind::RollbackTo
                                                                                     : Kind::Release;
  if (kind != Kind::Set && !executor_.known_savepoint(name)) {
    return fail(Error(1305, "42000", "SAVEPOINT " + std::string(name) + " does not exist"));
  }
  if (view_.autocommit && !executor_.in_transaction()) {  // a savepoint outside a transaction is gone at once
    ok();
    row_count_ = 0;
    return statement_over();
  }
  prepare_executor();
  executor_.savepoint(kind, name, parsed_.tokens.spelling(statement.first_token, statement.last_token));
  await(&Body::on_savepoint);
}

void Session::Body::on_savepoint(exec::Outcome& outcome) {
  if (outcome.error) return fail(*outcome.error);
  note_own_outcome(outcome);
  ok();
  statement_over();
}

void Session::Body::begin(const sqlparse::Statement& statement) {
  const auto& transaction = sqlparse::cast<sqlparse::TransactionStatement>(statement);
  begin_read_only_.reset();
  if (transaction.access != AccessMode::Unspecified)
    begin_read_only_ = transaction.access == AccessMode::ReadOnly;
  begin_sql_ = "BEGIN";
  if (transaction.consistent_snapshot || transaction.access != AccessMode::Unspecified) {
    begin_sql_ = "START TRANSACTION";
    if (transaction.consistent_snapshot) begin_sql_ += " WITH CONSISTENT SNAPSHOT";
    if (transaction.access != AccessMode::Unspecified) {
      begin_sql_ += transaction.consistent_snapshot ? ", READ " : " READ ";
      begin_sql_ += *begin_read_only_ ? "ONLY" : "WRITE";
    }
  }
  end_for(true, &Body::on_committed_before_begin);
}

bool Session::Body::is_repeatable_read() const {
  return executor_.isolation().value_or(env_.default_isolation) == "REPEATABLE-READ";
}

// Ends the open transaction, if there is one, on the way to something else.
void Session::Body::end_for(bool commit, OnOutcome next) {
  prepare_executor();
  executor_.end_transaction(commit);
  await(next);
}

void Session::Body::on_committed_before_begin(exec::Outcome& outcome) {
  if (outcome.error) return fail(*outcome.error);
  if (executor_.is_holding(plan::held::kTableLocks)) {  // BEGIN gives them back, whatever is touched next
    executor_.unlock_tables();
    return await(&Body::on_unlocked_before_begin);
  }
  executor_.open_transaction(begin_sql_, begin_read_only_);
  note_own_outcome(outcome);
  wire::OkPacket packet;
  if (!env_.mariadb && begin_sql_.find("SNAPSHOT") != std::string::npos && !is_repeatable_read()) {
    diagnostics_.assign(1,
                        {"Warning", 138,
                         "InnoDB: WITH CONSISTENT SNAPSHOT was ignored because this phrase can only be used "
                         "with REPEATABLE READ isolation level."});
    packet.warnings = warning_count_ = 1;
  }
  writer().ok(packet);
  statement_over();
}

void Session::Body::on_unlocked_before_begin(exec::Outcome& outcome) {
  holdings_.unlock_tables();
  on_committed_before_begin(outcome);
}

// Commits if tables were locked, and only then.
void Session::Body::unlock_tables() {
  if (!executor_.is_holding(plan::held::kTableLocks)) {
    row_count_ = 0;
    ok();
    return statement_over();
  }
  end_for(true, &Body::on_committed_before_unlock);
}

void Session::Body::on_committed_before_unlock(exec::Outcome& outcome) {
  if (outcome.error) return fail(*outcome.error);
  executor_.unlock_tables();
  await(&Body::on_unlocked);
}

void Session::Body::on_unlocked(exec::Outcome& outcome) {
  holdings_.unlock_tables();
  if (outcome.error) return fail(*outcome.error);
  note_own_outcome(outcome);
  ok();
  statement_over();
}

void Session::Body::end_transaction(bool commit, bool chain, bool release) {
  chain_ = chain;
  release_ = release;
  end_for(commit, &Body::on_transaction_ended);
}

void Session::Body::on_transaction_ended(exec::Outcome& outcome) {
  if (outcome.error) return fail(*outcome.error);
  chain_ ? executor_.open_chained_transaction() : executor_.forget_next_characteristics();
  note_own_outcome(outcome);
  ok();
  if (!release_) return statement_over();
  phase_ = Phase::Closed;
  executor_.abandon();
  effects_.close_client();
}

void Session::Body::set_next_transaction(const sqlparse::Statement& statement) {
  const auto& set = sqlparse::cast<sqlparse::SetTransactionStatement>(statement);
  std::string what;
  if (set.isolation != sqlparse::IsolationLevel::Unspecified) {
    what += "ISOLATION LEVEL ";
    what += isolation_name(set.isolation);
  }
  if (set.access != AccessMode::Unspecified) {
    what += what.empty() ? "READ " : ", READ ";
    what += set.access == AccessMode::ReadOnly ? "ONLY" : "WRITE";
  }
  switch (set.scope) {
    case sqlparse::VariableScope::None:
      if (executor_.in_transaction()) {
        return fail(Error(1568, "25001",
                          "Transaction characteristics can't be changed while a transaction is in progress"));
      }
      executor_.set_next_characteristics(characteristics_of(set));
      row_count_ = 0;
      ok();
      return statement_over();
    case sqlparse::VariableScope::Session:
    case sqlparse::VariableScope::Local:
      autocommit_after_set_.reset();
      tracking_after_set_.reset();
      collation_after_set_.reset();
      assigned_names_.clear();
      return forward_set("SET SESSION TRANSACTION " + what);
    default:
      return fail(Error::not_supported("SET GLOBAL through the proxy: set it on the servers"));
  }
}

// Switching it on commits what is open; then as MySQL: nothing more.
void Session::Body::set_autocommit(bool on, ByteBuffer track) {
  autocommit_after_set_ = on;
  track_after_set_ = std::move(track);
  if (on && !view_.autocommit) return end_for(true, &Body::on_committed_before_autocommit);
  view_.autocommit = on;
  ok_of_autocommit();
}

void Session::Body::ok_of_autocommit() {
  row_count_ = 0;
  ByteBuffer track = std::exchange(track_after_set_, {});
  tracking_.variable_changed("autocommit", view_.autocommit ? "ON" : "OFF", track);
  ok_of_change(std::move(track), 0);
  statement_over();
}

void Session::Body::on_committed_before_autocommit(exec::Outcome& outcome) {
  view_.autocommit = *autocommit_after_set_;
  if (outcome.error) return fail(*outcome.error);
  note_own_outcome(outcome);
  ok_of_autocommit();
}

}  // namespace mallshard::session
