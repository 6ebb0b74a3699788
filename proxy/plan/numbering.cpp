#include "plan/numbering.h"

#include <algorithm>
#include <optional>

#include "base/bytes.h"
#include "sqlparse/value_rows.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

// Reading the values of more rows costs more than asking the server once.
constexpr std::size_t kMostRows = 64;

const rule::ColumnMetadata* counter_of(const rule::TableMetadata& table) {
  const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                               [](const rule::ColumnMetadata& column) { return column.auto_increment; });
  return at == table.columns.end() ? nullptr : &*at;
}

// The counter's place among the values; nullopt: the statement leaves it out.
std::optional<std::size_t> position_of(const sqlparse::InsertStatement& statement,
                                       const rule::TableMetadata& table,
                                       const rule::ColumnMetadata& counter) {
  std::size_t at = 0;
  if (!statement.set.empty()) {
    for (const sqlparse::Assignment* each : statement.set) {
      if (equals_ignore_case(each->column->column.text, counter.name)) return at;
      ++at;
    }
    return std::nullopt;
  }
  if (statement.has_columns) {
    for (const sqlparse::ColumnRef* each : statement.columns) {
      if (equals_ignore_case(each->column.text, counter.name)) return at;
      ++at;
    }
    return std::nullopt;
  }
  for (const rule::ColumnMetadata& each : table.columns) {
    if (&each == &counter) return each.invisible ? std::nullopt : std::optional(at);
    at += each.invisible ? 0 : 1;
  }
  return std::nullopt;
}

CounterValue value_of(const sqlparse::Expression* value) {
  CounterValue out;
  const auto* fallback = value == nullptr ? nullptr : as<sqlparse::DefaultValue>(value);
  out.left = value == nullptr || (fallback != nullptr && fallback->column == nullptr);
  if (!out.left) out.value = value_ref(*value);
  return out;
}

}  // namespace

Numbering::Numbering(const sqlparse::InsertStatement& statement, const sqlparse::TokenView& tokens,
                     const rule::TableMetadata* table) {
  always_ = Numbers::Asked;
  if (table == nullptr || table->is_view || table->columns.empty()) return;
  const rule::ColumnMetadata* counter = counter_of(*table);
  if (counter == nullptr) {
    always_ = Numbers::NoCounter;
    return;
  }
  const bool returns = !statement.returning.empty();  // no OK: nothing tells the number
  const bool updates = !statement.on_duplicate.empty();
  const std::size_t count = statement.set.empty() ? statement.rows.size() : 1;
  if (returns || (updates && count != 1)) return;
  left_ = updates ? Numbers::MadeIfInserted
                  : (statement.query != nullptr || count > 1 ? Numbers::MadeForSome : Numbers::Made);
  const std::optional<std::size_t> position = position_of(statement, *table, *counter);
  if (!position) {
    always_ = left_;
    return;
  }
  if (statement.query != nullptr || count > kMostRows) return;
  if (!statement.set.empty()) {
    rows_.push_back(value_of(statement.set[*position]->value));
    return;
  }
  sqlparse::ValueRowReader reader(statement.rows, tokens);
  while (const sqlparse::Row* row = reader.next()) {
    rows_.push_back(value_of(*position < row->items.size()
                                 ? static_cast<const sqlparse::Expression*>(row->items[*position])
                                 : nullptr));
  }
}

Numbers Numbering::of(const Execution& execution) const {
  if (rows_.empty()) return always_;
  std::size_t left = 0;
  for (const CounterValue& row : rows_) {
    if (!row.left && read_value(row.value, execution).kind == Value::Kind::Opaque) return Numbers::Asked;
    left += is_left_to_server(row, execution) ? 1 : 0;
  }
  if (left == 0) return Numbers::Given;
  return left == rows_.size() ? left_ : Numbers::Asked;
}

Numbers Numbering::gathered() const {
  if (always_ == Numbers::None || always_ == Numbers::NoCounter) return always_;
  return left_ != Numbers::None && always_ == left_ ? Numbers::Made : Numbers::Given;
}

}  // namespace mallshard::plan
