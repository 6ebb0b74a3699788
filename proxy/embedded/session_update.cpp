// UPDATE and DELETE of one table: the rows are found first, then changed one by
// one, so that a statement never sees its own changes.
#include <chrono>

#include "embedded/row_change.h"
#include "embedded/session.h"

namespace mallshard::embedded {

namespace {

std::string found_rows_sql(const std::string& columns, const std::string& from, const std::string& where,
                           const std::string& order, const std::string& limit) {
  return "SELECT " + columns + " FROM " + from + (where.empty() ? "" : " WHERE " + where) + order + limit;
}

}  // namespace

Result<Session::Outcome> Session::update(const sqlparse::UpdateStatement& statement, Job& job) {
  if (statement.with != nullptr || statement.is_multi_table())
    return not_supported_here("UPDATE of several tables");
  if (Result<void> entered = enter(Access::Write); !entered) return entered.error();
  Result<Outcome> outcome = update_rows(statement, job);
  Result<void> left = leave(outcome.has_value(), outcome ? nullptr : &outcome.error());
  if (outcome && !left) return left.error();
  return outcome;
}

Result<Session::Outcome> Session::update_rows(const sqlparse::UpdateStatement& statement, Job& job) {
  const auto& name = sqlparse::cast<sqlparse::TableName>(*statement.tables[0]);
  Result<Catalog::TablePointer> table_pointer = table_of(name);
  if (!table_pointer) return table_pointer.error();
  const Table& table = **table_pointer;
  const bool strict = variables_.sql_mode().strict && !statement.ignore;
  evaluation_.strict_change = strict;

  TranslationContext translation = context(job);
  Translator translator(translation);
  Scope scope;
  std::string from;
  if (!translator.open_table(name, scope, from)) return *translator.error();
  const std::string where =
      statement.where == nullptr ? "" : translator.condition(*statement.where, scope, "where clause");
  const std::string order = translator.order_by(statement.order_by, scope);
  const std::string limit = translator.limit(statement.limit);
  const Assignments assignments =
      translate_assignments(statement.assignments, translator, scope, table, evaluation_);
  if (translator.error()) return *translator.error();

  std::string columns = "T1._rowid_";
  for (const std::size_t column : assignments.columns)
    columns += ", T1." + sqlite_name(table.columns[column].name);
  for (const std::string& value : assignments.values) columns += ", " + value;

  struct Change {
    std::int64_t rowid;
    std::vector<Value> values;
  };
  std::vector<Change> changes;
  // A row that cannot be computed ends the statement, unless a row before it
  // fails when it is written: MySQL would have met that one first.
  std::optional<Error> failure;
  std::uint64_t matched = 0;
  const std::size_t count = assignments.columns.size();
  {
    Result<Statement> query = database_->prepare(found_rows_sql(columns, from, where, order, limit));
    if (!query) return query.error();
    for (;;) {
      evaluation_.row = matched + 1;
      Result<bool> row = query->step();
      if (!row) failure = row.error();
      if (!row || !*row) break;
      ++matched;
      Change change{query->integer(0), {}};
      bool changed = false;
      for (std::size_t i = 0; i < count; ++i) {
        Result<Value> value = check_null(table.columns[assignments.columns[i]],
                                         query->value(static_cast<int>(1 + count + i)), strict, evaluation_);
        if (!value) {
          failure = value.error();
          break;
        }
        changed = changed || !same_value(*value, query->value(static_cast<int>(1 + i)));
        change.values.push_back(std::move(*value));
      }
      if (failure) break;
      if (changed) changes.push_back(std::move(change));
    }
  }
  std::uint64_t changed = 0;
  for (const Change& change : changes) {
    Result<void> written = write_changes(*database_, table, change.rowid, assignments.columns, change.values,
                                         translation.now_utc_microseconds, evaluation_);
    if (!written) {
      if (!statement.ignore || written.error().code != 1062) return written.error();
      evaluation_.warn(WarningLevel::Warning, written.error());
      continue;
    }
    ++changed;
  }
  if (failure) return *failure;
  Outcome out;
  out.affected = wire::has(capabilities_, wire::capability::kFoundRows) ? matched : changed;
  out.info = "Rows matched: " + std::to_string(matched) + "  Changed: " + std::to_string(changed) +
             "  Warnings: " + std::to_string(evaluation_.warning_count);
  return out;
}

Result<Session::Outcome> Session::remove(const sqlparse::DeleteStatement& statement, Job& job) {
  const bool single = statement.form == sqlparse::DeleteForm::SingleTable && statement.tables.size() == 1 &&
                      sqlparse::is<sqlparse::TableName>(statement.tables[0]);
  if (!single || statement.with != nullptr) return not_supported_here("DELETE from several tables");
  if (!statement.returning.empty()) return not_supported_here("RETURNING");
  if (Result<void> entered = enter(Access::Write); !entered) return entered.error();
  Result<Outcome> outcome = remove_rows(statement, job);
  Result<void> left = leave(outcome.has_value(), outcome ? nullptr : &outcome.error());
  if (outcome && !left) return left.error();
  return outcome;
}

Result<Session::Outcome> Session::remove_rows(const sqlparse::DeleteStatement& statement, Job& job) {
  const auto& name = sqlparse::cast<sqlparse::TableName>(*statement.tables[0]);
  Result<Catalog::TablePointer> table = table_of(name);
  if (!table) return table.error();
  evaluation_.strict_change = evaluation_.strict_change && !statement.ignore;
  TranslationContext translation = context(job);
  Translator translator(translation);
  Scope scope;
  std::string from;
  if (!translator.open_table(name, scope, from)) return *translator.error();
  const std::string where =
      statement.where == nullptr ? "" : translator.condition(*statement.where, scope, "where clause");
  const std::string order = translator.order_by(statement.order_by, scope);
  const std::string limit = translator.limit(statement.limit);
  if (translator.error()) return *translator.error();
  Outcome out;
  std::vector<std::int64_t> rows;
  {
    Result<Statement> query = database_->prepare(found_rows_sql("T1._rowid_", from, where, order, limit));
    if (!query) return query.error();
    for (;;) {
      Result<bool> row = query->step();
      if (!row) return row.error();
      if (!*row) break;
      rows.push_back(query->integer(0));
    }
  }
  Result<Statement> remove_row =
      database_->prepare("DELETE FROM main." + sqlite_name((*table)->name) + " WHERE _rowid_ = ?1");
  if (!remove_row) return remove_row.error();
  for (const std::int64_t row : rows) {
    remove_row->reset();
    remove_row->bind(1, Value::of(row));
    if (Result<void> done = remove_row->run(); !done) return done.error();
  }
  out.affected = rows.size();
  return out;
}

}  // namespace mallshard::embedded
