#include "plan/upsert_value.h"

#include <algorithm>

#include "base/bytes.h"
#include "sqlparse/ast_all.h"

namespace mallshard::plan {
namespace {

using rule::ColumnMetadata;
using rule::ColumnType;
using sqlparse::as;

constexpr std::uint32_t kMostDigits = 65;
constexpr std::uint32_t kDigitsOfSum = 22;  // more than its argument has

// Digits of an integer type, as the servers count them for SUM.
std::uint32_t digits_of(const ColumnMetadata& column) {
  switch (column.type) {
    case ColumnType::TinyInt:
      return 3;
    case ColumnType::SmallInt:
      return 5;
    case ColumnType::MediumInt:
      return column.is_unsigned ? 8 : 7;
    case ColumnType::Int:
      return 10;
    case ColumnType::BigInt:
      return column.is_unsigned ? 20 : 19;
    default:
      return column.precision;
  }
}

ColumnMetadata decimal(std::uint32_t precision, std::uint32_t scale) {
  ColumnMetadata out;
  out.type = ColumnType::Decimal;
  out.precision = std::min(precision, kMostDigits);
  out.scale = scale;
  out.type_text = "decimal(" + std::to_string(out.precision) + "," + std::to_string(scale) + ")";
  return out;
}

// COUNT, and SUM, MIN and MAX of a column.
std::optional<ColumnMetadata> aggregate(const BoundStatement& bound, const Block& block,
                                        const sqlparse::FunctionCall& call) {
  if (call.over != nullptr || call.args.empty()) return std::nullopt;
  if (equals_ignore_case(call.name.text, "count")) {
    ColumnMetadata out;
    out.type = ColumnType::BigInt;
    out.type_text = "bigint";
    return out;
  }
  const auto place = bound.resolve(block, call.args[0]);
  if (!place || call.args.size() != 1) return std::nullopt;
  const ColumnMetadata& column = bound.metadata(*place);
  const bool picks = equals_ignore_case(call.name.text, "max") || equals_ignore_case(call.name.text, "min");
  if (picks) return column;
  const bool sums = equals_ignore_case(call.name.text, "sum");
  if (sums && column.is_integer()) return decimal(digits_of(column) + kDigitsOfSum, 0);
  if (sums && column.type == ColumnType::Decimal)
    return decimal(column.precision + kDigitsOfSum, column.scale);
  return std::nullopt;
}

// Through a derived table, what a column of it is computed as.
std::optional<ColumnMetadata> column_of(const BoundStatement& bound, const Block& block,
                                        const sqlparse::ColumnRef& reference) {
  if (const auto place = bound.resolve(block, reference)) return bound.metadata(*place);
  std::optional<ColumnMetadata> found;
  for (const FromEntry& entry : block.entries) {
    if (reference.table.present() && !equals_ignore_case(entry.name, reference.table.text)) continue;
    const bool looks_inside =
        entry.derived != nullptr && entry.derived->select != nullptr && entry.columns.empty();
    if (!looks_inside) {
      if (!reference.table.present() && entry.mention >= 0) continue;  // it has no such column
      return std::nullopt;
    }
    for (const sqlparse::SelectItem* item : entry.derived->select->items) {
      if (!item->alias.present() || !equals_ignore_case(item->alias.text, reference.column.text)) continue;
      const auto* call = as<sqlparse::FunctionCall>(item->value);
      if (call == nullptr || found) return std::nullopt;
      found = aggregate(bound, *entry.derived, *call);
      if (!found) return std::nullopt;
    }
  }
  return found;
}

}  // namespace

std::optional<UpsertValue> upsert_value(const BoundStatement& bound, const Block& block,
                                        const sqlparse::ColumnRef& reference, const std::string& collation) {
  const std::optional<ColumnMetadata> column = column_of(bound, block, reference);
  if (!column || column->zerofill) return std::nullopt;
  UpsertValue out;
  out.column = *column;
  InsertedTable::Extra& extra = out.extra;
  if (column->is_integer()) {
    extra.introducer = "CAST(";
    extra.ending = column->is_unsigned ? " AS UNSIGNED)" : " AS SIGNED)";
    return out;
  }
  switch (column->type) {
    case ColumnType::Decimal:
      if (column->is_unsigned) return std::nullopt;
      extra.introducer = "CAST(";
      extra.ending =
          " AS DECIMAL(" + std::to_string(column->precision) + "," + std::to_string(column->scale) + "))";
      return out;
    case ColumnType::Double:
      if (column->is_unsigned) return std::nullopt;
      extra.introducer = "(";
      extra.ending = ")";
      return out;
    case ColumnType::Date:
      extra.introducer = "DATE";
      extra.is_date = true;
      return out;
    case ColumnType::DateTime:
      extra.introducer = "TIMESTAMP";
      extra.is_date = true;
      return out;
    case ColumnType::Time:
      extra.introducer = "TIME";
      return out;
    case ColumnType::VarChar:
    case ColumnType::TinyText:
    case ColumnType::Text:
    case ColumnType::MediumText:
    case ColumnType::LongText:
      if (column->collation != collation) return std::nullopt;
      extra.introducer = "(_" + column->charset + " ";
      extra.ending = " COLLATE " + column->collation + ")";
      return out;
    // A hexadecimal literal alone would be a number beside numbers.
    case ColumnType::Binary:
    case ColumnType::VarBinary:
    case ColumnType::TinyBlob:
    case ColumnType::Blob:
    case ColumnType::MediumBlob:
    case ColumnType::LongBlob:
      if (!collation.empty()) return std::nullopt;
      extra.introducer = "(_binary ";
      extra.ending = " COLLATE `binary`)";
      return out;
    default:
      return std::nullopt;
  }
}

bool is_literal_date(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t size) {
    unsigned value = 0;
    for (const char c : text.substr(at, size)) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
  };
  constexpr std::size_t kDate = 10;  // 2024-02-31
  if (text.size() < kDate) return false;
  const unsigned year = number(0, 4);
  const unsigned month = number(5, 2);
  const unsigned day = number(8, 2);
  constexpr unsigned kDays[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year == 0 || month == 0 || month > 12 || day == 0) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month] + (month == 2 && leap ? 1U : 0U);
}

}  // namespace mallshard::plan
