#include "merge/key_order.h"

#include <algorithm>

#include "merge/decimal.h"
#include "merge/field_order.h"

namespace mallshard::merge {
namespace {

using wire::ColumnType;

// utf8mb4_0900_bin: NO PAD, by code point, which is the order of UTF-8's bytes.
constexpr std::uint16_t kUtf8mb40900Bin = 309;

bool is_exact(FieldKind kind) {
  return kind != FieldKind::Decimal && kind != FieldKind::Bytes;
}

std::uint64_t ordinal(FieldKind kind, Field field) {
  switch (kind) {
    case FieldKind::TextSigned:
      return order_text_signed(field.text());
    case FieldKind::TextUnsigned:
      return order_text_unsigned(field.text());
    case FieldKind::TextReal:
      return order_text_real(field.text());
    case FieldKind::TextDateTime:
      return order_text_datetime(field.text());
    case FieldKind::TextTime:
      return order_text_time(field.text());
    case FieldKind::BinarySigned:
      return order_binary_signed(field.bytes());
    case FieldKind::BinaryUnsigned:
      return order_binary_unsigned(field.bytes());
    case FieldKind::BinaryFloat:
      return order_binary_float(field.bytes());
    case FieldKind::BinaryDouble:
      return order_binary_double(field.bytes());
    case FieldKind::BinaryDateTime:
      return order_binary_datetime(field.bytes());
    case FieldKind::BinaryTime:
      return order_binary_time(field.bytes());
    case FieldKind::Bit:
      return order_bit(field.bytes());
    case FieldKind::Decimal:
    case FieldKind::Bytes:
      break;
  }
  return 0;
}

Error unordered(const Column& column) {
  return Error::unknown("Internal error: results cannot be merged by column '" + column.name +
                        "' (protocol type " + std::to_string(static_cast<unsigned>(column.type)) +
                        ", collation " + std::to_string(column.collation) + ") without its weights");
}

}  // namespace

Result<FieldKind> field_kind(const Column& column, Protocol protocol, bool weight) {
  if (weight) return FieldKind::Bytes;
  bool text = protocol == Protocol::Text;
  switch (column.type) {
    case ColumnType::Tiny:
    case ColumnType::Short:
    case ColumnType::Long:
    case ColumnType::Int24:
    case ColumnType::LongLong:
      if (column.is_unsigned()) return text ? FieldKind::TextUnsigned : FieldKind::BinaryUnsigned;
      return text ? FieldKind::TextSigned : FieldKind::BinarySigned;
    case ColumnType::Year:
      return text ? FieldKind::TextUnsigned : FieldKind::BinaryUnsigned;
    case ColumnType::Float:
      return text ? FieldKind::TextReal : FieldKind::BinaryFloat;
    case ColumnType::Double:
      return text ? FieldKind::TextReal : FieldKind::BinaryDouble;
    case ColumnType::Timestamp:
    case ColumnType::Timestamp2:
    case ColumnType::Date:
    case ColumnType::NewDate:
    case ColumnType::DateTime:
    case ColumnType::DateTime2:
      return text ? FieldKind::TextDateTime : FieldKind::BinaryDateTime;
    case ColumnType::Time:
    case ColumnType::Time2:
      return text ? FieldKind::TextTime : FieldKind::BinaryTime;
    case ColumnType::Bit:
      return FieldKind::Bit;
    case ColumnType::Decimal:
    case ColumnType::NewDecimal:
      return FieldKind::Decimal;
    case ColumnType::Null:
      return FieldKind::Bytes;
    case ColumnType::VarChar:
    case ColumnType::VarString:
    case ColumnType::String:
    case ColumnType::TinyBlob:
    case ColumnType::MediumBlob:
    case ColumnType::LongBlob:
    case ColumnType::Blob: {
      bool by_index = (column.flags & (wire::column_flag::kEnum | wire::column_flag::kSet)) != 0;
      bool by_bytes = column.collation == wire::kBinaryCollation || column.collation == kUtf8mb40900Bin;
      if (by_index || !by_bytes) return unordered(column);
      return FieldKind::Bytes;
    }
    case ColumnType::Enum:
    case ColumnType::Set:
    case ColumnType::Json:
    case ColumnType::Vector:
    case ColumnType::Geometry:
      break;
  }
  return unordered(column);
}

Result<KeyOrder> KeyOrder::make(std::span<const Key> keys, const Columns& columns, Protocol protocol) {
  KeyOrder order;
  for (const Key& key : keys) {
    if (key.column >= columns.size()) {
      return Error::unknown("Internal error: merge key " + std::to_string(key.column) + " of " +
                            std::to_string(columns.size()) + " columns");
    }
    const Column& column = columns[key.column];
    Result<FieldKind> kind = field_kind(column, protocol, key.weight);
    if (!kind) return kind.error();
    order.parts_.push_back({*kind, key.descending, column.decimals, key.pad});
  }
  order.single_exact_ = order.parts_.size() == 1 && is_exact(order.parts_[0].kind);
  if (order.single_exact_ && order.parts_[0].descending) order.ambiguous_ = ~std::uint64_t{1};
  return order;
}

std::uint64_t KeyOrder::part_prefix(const Part& part, Field field) {
  std::uint64_t value = 0;  // NULL comes first
  if (!field.is_null()) {
    if (part.kind == FieldKind::Decimal) {
      value = decimal_prefix(field.text(), part.decimals);
    } else if (part.kind == FieldKind::Bytes) {
      value = bytes_prefix(field.bytes(), part.pad);
    } else {
      value = std::max<std::uint64_t>(ordinal(part.kind, field), 1);
    }
  }
  return part.descending ? ~value : value;
}

std::uint64_t KeyOrder::prefix(const std::uint8_t* row, const FieldSpan* keys) const {
  return parts_.empty() ? 0 : part_prefix(parts_[0], keys[0].in(row));
}

int KeyOrder::part_compare(const Part& part, Field a, Field b) {
  if (a.is_null() || b.is_null()) return static_cast<int>(b.is_null()) - static_cast<int>(a.is_null());
  if (part.kind == FieldKind::Bytes) return compare_padded(a.bytes(), b.bytes(), part.pad);
  if (part.kind == FieldKind::Decimal) return compare_decimal_text(a.text(), b.text());
  std::uint64_t left = ordinal(part.kind, a);
  std::uint64_t right = ordinal(part.kind, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

int KeyOrder::compare(const std::uint8_t* row_a, const FieldSpan* a, const std::uint8_t* row_b,
                      const FieldSpan* b, std::size_t parts) const {
  for (std::size_t i = 0; i < parts; ++i) {
    int order = part_compare(parts_[i], a[i].in(row_a), b[i].in(row_b));
    if (order != 0) return parts_[i].descending ? -order : order;
  }
  return 0;
}

}  // namespace mallshard::merge
