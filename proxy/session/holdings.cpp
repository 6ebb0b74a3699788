#include "session/holdings.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "session/substitute.h"
#include "sqlparse/ast_all.h"

namespace mallshard::session {
namespace {

using sqlparse::as;
using sqlparse::StatementKind;
namespace held = plan::held;

// More than any application has; beyond, names are not kept.
constexpr std::size_t kMostNames = 64;

std::string table_key(const sqlparse::TableName& table, std::string_view schema) {
  const std::string_view database = table.database.present() ? table.database.text : schema;
  return to_lower(database) + "." + to_lower(table.name.text);
}

// A literal of the lock's name; empty when the server alone knows it.
std::string lock_name(const sqlparse::FunctionUse& use, const sqlparse::TokenView& tokens,
                      const std::vector<Value>& parameters) {
  if (use.call == nullptr || use.call->args.empty()) return {};
  const sqlparse::Expression& name = *use.call->args[0];
  if (sqlparse::is<sqlparse::Literal>(&name)) {
    return std::string(tokens.spelling(name.first_token, name.last_token));
  }
  if (const auto* parameter = as<sqlparse::Parameter>(&name); parameter != nullptr) {
    if (parameter->index < parameters.size()) return literal_of(parameters[parameter->index]);
  }
  return {};
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace

Holdings::Change Holdings::change_of(const sqlparse::StatementFacts& facts,
                                     const sqlparse::Statement& statement, const sqlparse::TokenView& tokens,
                                     std::string_view schema, const std::vector<Value>& parameters) const {
  Change change;
  for (const sqlparse::FunctionUse& use : facts.functions) {
    const bool takes = equals_ignore_case(use.name, "get_lock");
    if (!takes && !equals_ignore_case(use.name, "release_lock") &&
        !equals_ignore_case(use.name, "release_all_locks")) {
      continue;
    }
    change.kinds |= held::kUserLocks;
    if (equals_ignore_case(use.name, "release_all_locks")) {
      change.releases_all = true;
      continue;
    }
    change.takes_user_lock = change.takes_user_lock || takes;
    if (!takes) continue;
    std::string name = lock_name(use, tokens, parameters);
    change.unnamed_user_lock = change.unnamed_user_lock || name.empty();
    if (!name.empty() && !user_locks_.contains(name)) change.user_locks.push_back(std::move(name));
  }
  if ((change.kinds & held::kUserLocks) != 0) {
    change.user_locks.insert(change.user_locks.end(), user_locks_.begin(), user_locks_.end());
  }
  switch (facts.kind) {
    case StatementKind::CreateTable:
    case StatementKind::CreateSequence:
      if (!facts.creates_temporary_table) break;
      change.kinds |= held::kTemporaryTables;
      for (const sqlparse::TableUse& use : facts.tables) {
        if (use.role == sqlparse::TableRole::Created) change.created.push_back(table_key(*use.table, schema));
      }
      break;
    case StatementKind::DropTable:
    case StatementKind::DropSequence:
      if (temporary_tables_.empty()) break;
      change.kinds |= held::kTemporaryTables;
      for (const sqlparse::TableUse& use : facts.tables)
        change.dropped.push_back(table_key(*use.table, schema));
      break;
    case StatementKind::RenameTable:
    case StatementKind::AlterTable:
      change.renames = std::any_of(facts.tables.begin(), facts.tables.end(), [&](const auto& use) {
        return temporary_tables_.contains(table_key(*use.table, schema));
      });
      if (change.renames) change.kinds |= held::kTemporaryTables;
      break;
    case StatementKind::LockTables:
      change.kinds |= held::kTableLocks;
      for (const sqlparse::TableUse& use : facts.tables) change.locked.emplace_back(use.table->name.text);
      break;
    case StatementKind::Flush:
      // The planner pins those that lock.
      for (const sqlparse::TableUse& use : facts.tables) change.locked.emplace_back(use.table->name.text);
      if (change.locked.empty()) change.locked.emplace_back("all tables");
      break;
    case StatementKind::LockInstance:
    case StatementKind::UnlockInstance:
      change.kinds |= held::kInstanceLock;
      change.unlocks_instance = facts.kind == StatementKind::UnlockInstance;
      break;
    case StatementKind::Call:
      // Temporary tables and user locks of its own; nobody tells.
      change.kinds |= held::kPrograms;
      change.called = to_lower(sqlparse::cast<sqlparse::CallStatement>(statement).name.text);
      break;
    default:
      break;
  }
  if (const auto* handler = as<sqlparse::HandlerStatement>(&statement)) {
    const sqlparse::TableName& table = *handler->table;
    std::string name = to_lower(table.alias.present() ? table.alias.text : table.name.text);
    if (handler->action == sqlparse::HandlerAction::Open) {
      change.opened.push_back(std::move(name));
    } else if (handler->action == sqlparse::HandlerAction::Close) {
      change.closed.push_back(std::move(name));
    }
    change.kinds |= held::kHandlers;
  }
  return change;
}

void Holdings::ask(const Change& change, std::vector<std::string>& read_back) {
  for (const std::string& name : change.user_locks) {
    read_back.push_back("IS_USED_LOCK(" + name + ")<=>CONNECTION_ID()");
  }
}

void Holdings::apply(Change change, bool failed, const std::string* answers, std::size_t count,
                     TimePoint now) {
  if (change.kinds == 0) return;
  const plan::Held before = mask();
  if ((change.kinds & held::kUserLocks) != 0) {
    if (failed || count < change.user_locks.size()) {
      // It may have taken one before it failed.
      unnamed_user_lock_ = unnamed_user_lock_ || change.takes_user_lock;
    } else {
      user_locks_.clear();
      for (std::size_t i = 0; i < change.user_locks.size(); ++i) {
        if (answers[i] == "1") user_locks_.insert(std::move(change.user_locks[i]));
      }
      unnamed_user_lock_ = change.unnamed_user_lock || (unnamed_user_lock_ && !change.releases_all);
      if (user_locks_.size() > kMostNames) {
        user_locks_.clear();
        unnamed_user_lock_ = true;
      }
    }
  }
  if (!failed) {
    temporary_tables_.insert(change.created.begin(), change.created.end());
    for (const std::string& name : change.dropped) temporary_tables_.erase(name);
    renamed_temporary_ = renamed_temporary_ || change.renames;
    handlers_.insert(change.opened.begin(), change.opened.end());
    if ((change.kinds & held::kTableLocks) != 0) locked_tables_ = std::move(change.locked);
    if ((change.kinds & held::kInstanceLock) != 0) instance_lock_ = !change.unlocks_instance;
  } else if ((change.kinds & held::kTableLocks) != 0) {
    locked_tables_.clear();
  }
  if (!change.called.empty() && called_.size() < kMostNames) called_.insert(std::move(change.called));
  for (const std::string& name : change.closed) handlers_.erase(name);
  note_times(before, now);
}

void Holdings::note_times(plan::Held before, TimePoint now) {
  const plan::Held fresh = mask() & static_cast<plan::Held>(~before);
  for (std::size_t bit = 0; bit < since_.size(); ++bit) {
    if ((fresh >> bit & 1) != 0) since_[bit] = now;
  }
}

bool Holdings::has_temporary_table(const sqlparse::TableName& table, std::string_view schema) const {
  return temporary_tables_.contains(table_key(table, schema));
}

plan::Held Holdings::mask() const {
  plan::Held out = 0;
  if (!user_locks_.empty() || unnamed_user_lock_) out |= held::kUserLocks;
  if (!temporary_tables_.empty() || renamed_temporary_) out |= held::kTemporaryTables;
  if (!locked_tables_.empty()) out |= held::kTableLocks;
  if (!handlers_.empty()) out |= held::kHandlers;
  if (instance_lock_) out |= held::kInstanceLock;
  if (!called_.empty()) out |= held::kPrograms;
  return out;
}

std::vector<Holdings::Reason> Holdings::reasons() const {
  std::vector<Reason> out;
  const auto add = [&](std::size_t bit, std::string_view what, std::vector<std::string> names) {
    if ((mask() >> bit & 1) != 0)
      out.push_back({static_cast<plan::Held>(1U << bit), what, joined(names), since_[bit]});
  };
  std::vector<std::string> locks(user_locks_.begin(), user_locks_.end());
  if (unnamed_user_lock_) locks.emplace_back("of unknown name");
  std::vector<std::string> tables(temporary_tables_.begin(), temporary_tables_.end());
  if (renamed_temporary_) tables.emplace_back("renamed");
  add(0, "user locks", std::move(locks));
  add(1, "temporary tables", std::move(tables));
  add(2, "table locks", locked_tables_);
  add(3, "handlers", {handlers_.begin(), handlers_.end()});
  add(4, "instance lock", {});
  add(5, "stored procedures", {called_.begin(), called_.end()});
  return out;
}

}  // namespace mallshard::session
