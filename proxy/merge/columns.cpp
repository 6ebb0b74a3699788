#include "merge/columns.h"

#include <algorithm>

#include "wire/column_definition.h"

namespace mallshard::merge {
namespace {

using wire::ColumnDefinition;

// MySQL calls a WEIGHT_STRING() 252 or 253, as its plan happens to be.
bool is_string(wire::ColumnType type) {
  switch (type) {
    case wire::ColumnType::VarChar:
    case wire::ColumnType::VarString:
    case wire::ColumnType::String:
    case wire::ColumnType::TinyBlob:
    case wire::ColumnType::Blob:
    case wire::ColumnType::MediumBlob:
    case wire::ColumnType::LongBlob:
      return true;
    default:
      return false;
  }
}

// Where the scale is part of the type and of every printed value.
bool has_scale(wire::ColumnType type) {
  return wire::is_decimal(type) || wire::is_floating(type) || wire::is_temporal(type);
}

std::string disagreement(std::size_t source, std::size_t index, const Column& column, std::string_view what,
                         std::uint64_t first, std::uint64_t other) {
  return "The tables behind this query differ: column " + std::to_string(index + 1) + " '" + column.name +
         "' has " + std::string(what) + ' ' + std::to_string(first) + " on the first target and " +
         std::to_string(other) + " on target " + std::to_string(source + 1) +
         "; bring the actual tables to one definition";
}

// Empty when they agree.
std::string compare(std::size_t source, std::size_t index, const Column& column,
                    const ColumnDefinition& other) {
  if (column.type != other.type && !(is_string(column.type) && is_string(other.type))) {
    return disagreement(source, index, column, "protocol type", static_cast<std::uint64_t>(column.type),
                        static_cast<std::uint64_t>(other.type));
  }
  if (column.is_unsigned() != other.is_unsigned()) {
    return disagreement(source, index, column, "the UNSIGNED flag", column.is_unsigned() ? 1 : 0,
                        other.is_unsigned() ? 1 : 0);
  }
  if (has_scale(column.type) && column.decimals != other.decimals) {
    return disagreement(source, index, column, "scale", column.decimals, other.decimals);
  }
  if (column.collation != other.collation) {
    return disagreement(source, index, column, "collation", column.collation, other.collation);
  }
  return {};
}

}  // namespace

Result<void> Columns::add(std::size_t source, std::span<const ByteView> definitions) {
  if (columns_.empty()) return define(definitions);
  if (definitions.size() != columns_.size()) {
    return Error{1222, "21000",
                 "The tables behind this query differ: the first target answers with " +
                     std::to_string(columns_.size()) + " columns, target " + std::to_string(source + 1) +
                     " with " + std::to_string(definitions.size()) +
                     "; bring the actual tables to one definition"};
  }
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    Result<ColumnDefinition> other = wire::decode_column_definition(definitions[i]);
    if (!other) return other.error();
    Column& column = columns_[i];
    std::string difference = compare(source, i, column, *other);
    if (!difference.empty()) return Error::unknown(std::move(difference));

    bool weaken = (column.flags & wire::column_flag::kNotNull) != 0 && !other->is_not_null();
    if (weaken || other->length > column.length) {
      if (auto widened = widen(i, std::max(column.length, other->length), weaken); !widened) return widened;
    }
  }
  return {};
}

Result<void> Columns::define(std::span<const ByteView> definitions) {
  for (ByteView payload : definitions) {
    Result<ColumnDefinition> definition = wire::decode_column_definition(payload);
    if (!definition) return definition.error();
    columns_.push_back({std::string(definition->name), definition->type, definition->flags,
                        definition->collation, definition->length, definition->decimals});
    definitions_.emplace_back(payload.begin(), payload.end());
  }
  return {};
}

Result<void> Columns::widen(std::size_t column, std::uint32_t length, bool weaken_not_null) {
  Result<ColumnDefinition> definition = wire::decode_column_definition(definitions_[column]);
  if (!definition) return definition.error();
  if (weaken_not_null) {
    definition->flags = static_cast<std::uint16_t>(definition->flags & ~wire::column_flag::kNotNull);
  }
  definition->length = length;
  ByteBuffer encoded;
  wire::encode_column_definition(*definition, encoded);
  columns_[column].flags = definition->flags;
  columns_[column].length = length;
  definitions_[column] = std::move(encoded);
  return {};
}

}  // namespace mallshard::merge
