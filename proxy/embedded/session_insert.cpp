// INSERT and REPLACE, a row at a time as MySQL does.
#include <algorithm>
#include <chrono>

#include "base/bytes.h"
#include "embedded/literal.h"
#include "embedded/row_change.h"
#include "embedded/session.h"
#include "embedded/store_value.h"
#include "sqlparse/value_rows.h"

namespace mallshard::embedded {

namespace {

// A given value, or the column's default.
struct Given {
  bool is_default = false;
  Value value;
};

}  // namespace

// One INSERT or REPLACE under way.
class Session::Insertion {
 public:
  Insertion(Session& session, const sqlparse::InsertStatement& statement, Job& job)
      : session_(session), statement_(statement), job_(job), evaluation_(session.evaluation_) {}

  Result<Outcome> run() {
    Result<Catalog::TablePointer> table = session_.table_of(*statement_.table);
    if (!table) return table.error();
    table_ = *table;
    now_ = std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
               .count();
    strict_ = session_.variables_.sql_mode().strict && !statement_.ignore;
    evaluation_.strict_change = strict_;
    automatic_ = table_->auto_increment_column();
    if (!statement_.returning.empty()) return not_supported_here("RETURNING");
    if (statement_.priority == sqlparse::InsertPriority::Delayed) return not_supported_here("INSERT DELAYED");
    if (Result<void> named = name_columns(); !named) return named.error();
    if (Result<void> prepared = prepare_insert(); !prepared) return prepared.error();
    Result<void> done;
    if (statement_.query != nullptr) {
      done = from_query();
    } else if (!statement_.set.empty()) {
      done = from_set();
    } else {
      done = from_values();
    }
    if (!done) return done.error();
    return finish();
  }

 private:
  Result<void> name_columns() {
    if (!statement_.set.empty()) {
      for (const sqlparse::Assignment* assignment : statement_.set) {
        if (Result<void> added = add_column(*assignment->column); !added) return added;
      }
      return {};
    }
    for (const sqlparse::ColumnRef* column : statement_.columns) {
      if (Result<void> added = add_column(*column); !added) return added;
    }
    if (targets_.empty() && !statement_.has_columns) {
      for (std::size_t i = 0; i < table_->columns.size(); ++i) targets_.push_back(i);
    }
    return {};
  }

  Result<void> add_column(const sqlparse::ColumnRef& reference) {
    const std::optional<std::size_t> column = table_->find_column(reference.column.text);
    if (!column)
      return Error(1054, "42S22",
                   "Unknown column '" + std::string(reference.column.text) + "' in 'field list'");
    if (std::find(targets_.begin(), targets_.end(), *column) != targets_.end()) {
      return Error(1110, "42000", "Column '" + std::string(reference.column.text) + "' specified twice");
    }
    targets_.push_back(*column);
    return {};
  }

  Result<void> prepare_insert() {
    std::string sql = "INSERT INTO main." + sqlite_name(table_->name) + " (";
    std::string values;
    for (std::size_t i = 0; i < table_->columns.size(); ++i) {
      sql += (i > 0 ? ", " : "") + sqlite_name(table_->columns[i].name);
      values += (i > 0 ? ", ?" : "?") + std::to_string(i + 1);
    }
    Result<Statement> prepared = session_.database_->prepare(sql + ") VALUES (" + values + ")");
    if (!prepared) return prepared.error();
    insert_.emplace(std::move(*prepared));
    return {};
  }

  Result<Given> given(const sqlparse::Expression& expression) {
    if (const auto* fallback = sqlparse::as<sqlparse::DefaultValue>(&expression)) {
      if (fallback->column != nullptr) return not_supported_here("DEFAULT(column)");
      return Given{true, {}};
    }
    if (const auto* parameter = sqlparse::as<sqlparse::Parameter>(&expression)) {
      return Given{false, job_.parameters[parameter->index]};
    }
    const auto* literal = sqlparse::as<sqlparse::Literal>(&expression);
    if (literal == nullptr || literal->introducer_token == sqlparse::kNoToken) {
      Result<std::optional<Value>> constant = constant_value(expression, job_.tokens);
      if (!constant) return constant.error();
      if (*constant) return Given{false, std::move(**constant)};
    }
    Result<Value> computed = session_.evaluate(expression, job_);
    if (!computed) {
      // MySQL would take the column of the row under construction.
      if (computed.error().code == 1054) return not_supported_here("columns in VALUES");
      return computed.error();
    }
    return Given{false, std::move(*computed)};
  }

  Result<void> from_values() {
    total_ = statement_.rows.size();
    sqlparse::ValueRowReader reader(statement_.rows, job_.tokens);
    while (const sqlparse::Row* row = reader.next()) {
      ++row_number_;
      const bool all_defaults = row->items.empty() && !statement_.has_columns;
      if (row->items.size() != targets_.size() && !all_defaults) {
        return Error(1136, "21S01",
                     "Column count doesn't match value count at row " + std::to_string(row_number_));
      }
      std::vector<Given> values;
      for (const sqlparse::Expression* item : row->items) {
        Result<Given> value = given(*item);
        if (!value) return value.error();
        values.push_back(std::move(*value));
      }
      if (all_defaults) values.assign(targets_.size(), Given{true, {}});
      if (Result<void> done = add_row(values); !done) return done;
    }
    return {};
  }

  Result<void> from_set() {
    total_ = 1;
    row_number_ = 1;
    std::vector<Given> values;
    for (const sqlparse::Assignment* assignment : statement_.set) {
      Result<Given> value = given(*assignment->value);
      if (!value) return value.error();
      values.push_back(std::move(*value));
    }
    return add_row(values);
  }

  Result<void> from_query() {
    TranslationContext translation = session_.context(job_);
    Translator translator(translation);
    const TranslatedQuery query = translator.query(*statement_.query);
    if (translator.error()) return *translator.error();
    if (query.columns.size() != targets_.size()) {
      return Error(1136, "21S01", "Column count doesn't match value count at row 1");
    }
    // All rows are read before the first is written: the query may read the table.
    std::vector<std::vector<Given>> rows;
    {
      Result<Statement> select = session_.database_->prepare(query.sql);
      if (!select) return select.error();
      for (;;) {
        Result<bool> row = select->step();
        if (!row) return row.error();
        if (!*row) break;
        std::vector<Given> values;
        for (std::size_t i = 0; i < query.columns.size(); ++i) {
          values.push_back(
              {false, session_.typed_value(*select, static_cast<int>(i), query.columns[i].type)});
        }
        rows.push_back(std::move(values));
      }
    }
    total_ = rows.size();
    for (const std::vector<Given>& row : rows) {
      ++row_number_;
      if (Result<void> done = add_row(row); !done) return done;
    }
    return {};
  }

  // The column's value as stored, from what was given.
  Result<Value> store(std::size_t column_index, const Given& given_value) {
    const Column& column = table_->columns[column_index];
    if (given_value.is_default) return default_of(column);
    if (given_value.value.kind == Value::Kind::Null) {
      if (automatic_ == column_index) return Value::null();
      // Without strict mode the rows of a longer INSERT get the implicit default.
      const bool strict = strict_ || (total_ == 1 && !statement_.ignore);
      return check_null(column, Value::null(), strict, evaluation_);
    }
    Result<Stored> stored = store_value(column, given_value.value, row_number_, evaluation_.zone_seconds);
    if (!stored) return stored.error();
    if (stored->complaint == Complaint::Fault && strict_) return stored->error;
    if (stored->complaint != Complaint::None) {
      evaluation_.warn(stored->complaint == Complaint::Note ? WarningLevel::Note : WarningLevel::Warning,
                       stored->error);
    }
    return std::move(stored->value);
  }

  Result<Value> default_of(const Column& column) {
    switch (column.fallback.kind) {
      case ColumnDefault::Kind::Null:
        return Value::null();
      case ColumnDefault::Kind::Literal:
        return stored_default(column, evaluation_.zone_seconds);
      case ColumnDefault::Kind::Now:
        return stored_now(column, now_, evaluation_);
      case ColumnDefault::Kind::None:
        break;
    }
    if (column.auto_increment) return Value::null();
    Error error(1364, "HY000", "Field '" + column.name + "' doesn't have a default value");
    const std::optional<Value> fallback = implicit_default(column);
    if (strict_ || !fallback) return error;
    evaluation_.warn(WarningLevel::Warning, std::move(error));
    return *fallback;
  }

  Result<void> add_row(const std::vector<Given>& values) {
    evaluation_.row = row_number_;
    StoredRow row(table_->columns.size());
    std::vector<bool> is_given(table_->columns.size(), false);
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      Result<Value> stored = store(targets_[i], values[i]);
      if (!stored) return stored.error();
      row[targets_[i]] = std::move(*stored);
      is_given[targets_[i]] = true;
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (is_given[i]) continue;
      Result<Value> fallback = default_of(table_->columns[i]);
      if (!fallback) return fallback.error();
      row[i] = std::move(*fallback);
    }
    bool generated = false;
    if (Result<void> numbered = number_row(row, generated); !numbered) return numbered;
    return write_row(row, generated);
  }

  // Fills in the AUTO_INCREMENT column.
  Result<void> number_row(StoredRow& row, bool& generated) {
    if (!automatic_) return {};
    Value& value = row[*automatic_];
    const bool zero = value.kind == Value::Kind::Int && value.integer == 0;
    if (value.kind != Value::Kind::Null && !(zero && !session_.variables_.sql_mode().no_auto_value_on_zero)) {
      const std::uint64_t used = value.as_unsigned();
      if (value.integer > 0 || value.kind == Value::Kind::UInt)
        session_.setup_.file->raise_auto_increment(table_->name, used);
      explicit_id_ = used;
      return {};
    }
    if (!next_floor_) {
      const std::string name = sqlite_name(table_->columns[*automatic_].name);
      Result<Statement> query =
          session_.database_->prepare("SELECT max(" + name + ") FROM main." + sqlite_name(table_->name));
      if (!query) return query.error();
      Result<bool> found = query->step();
      if (!found) return found.error();
      const std::uint64_t top =
          *found && query->integer(0) > 0 ? static_cast<std::uint64_t>(query->integer(0)) + 1 : 1;
      next_floor_ = std::max(top, table_->auto_increment);
    }
    const std::uint64_t id = session_.setup_.file->take_auto_increment(table_->name, *next_floor_, 1);
    generated = true;
    Result<Stored> stored = store_value(table_->columns[*automatic_], Value::of_unsigned(id), row_number_, 0);
    if (!stored) return stored.error();
    if (stored->complaint == Complaint::Fault) {
      return Error(1467, "HY000", "Failed to read auto-increment value from storage engine");
    }
    value = std::move(stored->value);
    return {};
  }

  Result<bool> try_insert(const StoredRow& row) {
    insert_->reset();
    for (std::size_t i = 0; i < row.size(); ++i) insert_->bind(static_cast<int>(i + 1), row[i]);
    Result<void> done = insert_->run();
    const bool duplicate = !done && is_duplicate(*session_.database_);
    insert_->reset();
    if (done) return true;
    if (duplicate) return false;
    return done.error();
  }

  Result<void> write_row(const StoredRow& row, bool generated) {
    for (;;) {
      Result<bool> inserted = try_insert(row);
      if (!inserted) return inserted.error();
      if (*inserted) {
        ++copied_;
        ++affected_;
        if (generated && first_generated_ == 0) first_generated_ = row[*automatic_].as_unsigned();
        return {};
      }
      Result<std::optional<Conflict>> conflict = find_conflict(*session_.database_, *table_, row);
      if (!conflict) return conflict.error();
      if (!*conflict) return Error::unknown("A unique key refuses a row that no other row has");
      if (statement_.is_replace()) {
        Result<bool> goes_on = replace_conflict(**conflict, row);
        if (!goes_on) return goes_on.error();
        if (*goes_on) continue;
        return {};
      }
      if (!statement_.on_duplicate.empty()) return update_duplicate((*conflict)->rowid, row);
      const Error error = duplicate_entry(*table_, *(*conflict)->key, row);
      if (!statement_.ignore) return error;
      evaluation_.warn(WarningLevel::Warning, error);
      return {};
    }
  }

  // Removes the row in the way; false: it was the same row, which stays.
  Result<bool> replace_conflict(const Conflict& conflict, const StoredRow& row) {
    const std::string where =
        " FROM main." + sqlite_name(table_->name) + " WHERE _rowid_ = " + std::to_string(conflict.rowid);
    const Key* last_unique = nullptr;
    for (const Key& key : table_->keys) {
      if (key.unique) last_unique = &key;
    }
    if (conflict.key == last_unique) {
      Result<Statement> query = session_.database_->prepare("SELECT " + all_columns() + where);
      if (!query) return query.error();
      Result<bool> found = query->step();
      if (!found) return found.error();
      bool same = *found;
      for (std::size_t i = 0; i < row.size() && same; ++i)
        same = same_value(query->value(static_cast<int>(i)), row[i]);
      if (same) {
        ++copied_;
        ++affected_;
        return false;
      }
    }
    if (Result<void> removed = session_.database_->execute("DELETE" + where); !removed)
      return removed.error();
    ++deleted_;
    ++affected_;
    return true;
  }

  [[nodiscard]] std::string all_columns() const {
    std::string out;
    for (const Column& column : table_->columns) out += (out.empty() ? "" : ", ") + sqlite_name(column.name);
    return out;
  }

  // VALUES(a), and the row's alias: what the row would have been.
  [[nodiscard]] ScopeTable new_row(const Scope& scope, const StoredRow& row, std::string alias) const {
    ScopeTable table = scope.tables[0];
    table.alias = std::move(alias);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table_->columns[i];
      std::string sql = sqlite_literal(row[i]);
      if (column.base == BaseType::Timestamp && evaluation_.zone_seconds != 0) {
        sql = "ms_from_utc(" + sql + ", " + std::to_string(column.type.decimals) + ")";
      }
      table.columns[i].sql = sql;
    }
    if (!statement_.row_alias_columns.empty()) {
      for (std::size_t i = 0; i < targets_.size() && i < statement_.row_alias_columns.size(); ++i) {
        table.columns[targets_[i]].name = statement_.row_alias_columns[i].text;
      }
    }
    return table;
  }

  Result<void> update_duplicate(std::int64_t rowid, const StoredRow& row) {
    TranslationContext translation = session_.context(job_);
    Translator translator(translation);
    Scope scope;
    std::string from;
    if (!translator.open_table(*statement_.table, scope, from)) return *translator.error();
    Scope values_scope;
    values_scope.tables.push_back(new_row(scope, row, scope.tables[0].alias));
    translator.set_values_scope(&values_scope);
    if (statement_.row_alias.present()) {
      scope.tables.push_back(new_row(scope, row, std::string(statement_.row_alias.text)));
    }
    evaluation_.slots.clear();
    const Assignments assignments =
        translate_assignments(statement_.on_duplicate, translator, scope, *table_, evaluation_);
    if (translator.error()) return *translator.error();
    std::string sql = "SELECT ";
    for (const std::size_t column : assignments.columns)
      sql += "T1." + sqlite_name(table_->columns[column].name) + ", ";
    for (const std::string& value : assignments.values) sql += value + ", ";
    sql += automatic_ ? "T1." + sqlite_name(table_->columns[*automatic_].name) : "0";
    std::vector<Value> values;
    bool changed = false;
    std::uint64_t id = 0;
    {
      Result<Statement> query =
          session_.database_->prepare(sql + " FROM " + from + " WHERE T1._rowid_ = " + std::to_string(rowid));
      if (!query) return query.error();
      Result<bool> found = query->step();
      if (!found) return found.error();
      const std::size_t count = assignments.columns.size();
      for (std::size_t i = 0; i < count; ++i) {
        Result<Value> value = check_null(table_->columns[assignments.columns[i]],
                                         query->value(static_cast<int>(count + i)), strict_, evaluation_);
        if (!value) return value.error();
        changed = changed || !same_value(*value, query->value(static_cast<int>(i)));
        values.push_back(std::move(*value));
      }
      id = static_cast<std::uint64_t>(query->integer(static_cast<int>(2 * count)));
    }
    ++touched_;
    if (!changed) {
      if (wire::has(session_.capabilities_, wire::capability::kFoundRows)) ++affected_;
      return {};
    }
    Result<void> written =
        write_changes(*session_.database_, *table_, rowid, assignments.columns, values, now_, evaluation_);
    if (!written) return written;
    ++updated_;
    affected_ += 2;
    if (automatic_) explicit_id_ = id;
    return {};
  }

  Result<Outcome> finish() {
    Outcome out;
    out.affected = affected_;
    out.insert_id = first_generated_ != 0 ? first_generated_ : automatic_ && affected_ > 0 ? explicit_id_ : 0;
    if (first_generated_ != 0) session_.last_insert_id_ = first_generated_;
    if (total_ != 1 || statement_.query != nullptr) {
      const std::uint64_t duplicates = statement_.ignore ? total_ - copied_ : deleted_ + updated_;
      out.info = "Records: " + std::to_string(total_) + "  Duplicates: " + std::to_string(duplicates) +
                 "  Warnings: " + std::to_string(evaluation_.warning_count);
    }
    return out;
  }

  Session& session_;
  const sqlparse::InsertStatement& statement_;
  Job& job_;
  Evaluation& evaluation_;
  Catalog::TablePointer table_;
  std::vector<std::size_t> targets_;
  std::optional<Statement> insert_;
  std::optional<std::size_t> automatic_;
  std::optional<std::uint64_t> next_floor_;
  std::int64_t now_ = 0;
  bool strict_ = true;
  std::size_t total_ = 0;
  std::uint64_t row_number_ = 0;
  std::uint64_t affected_ = 0;
  std::uint64_t copied_ = 0;
  std::uint64_t deleted_ = 0;
  std::uint64_t updated_ = 0;
  std::uint64_t touched_ = 0;
  std::uint64_t first_generated_ = 0;
  std::uint64_t explicit_id_ = 0;
};

Result<Session::Outcome> Session::insert(const sqlparse::InsertStatement& statement, Job& job) {
  if (Result<void> entered = enter(Access::Write); !entered) return entered.error();
  Result<Outcome> outcome = Insertion(*this, statement, job).run();
  Result<void> left = leave(outcome.has_value(), outcome ? nullptr : &outcome.error());
  if (outcome && !left) return left.error();
  return outcome;
}

}  // namespace mallshard::embedded
