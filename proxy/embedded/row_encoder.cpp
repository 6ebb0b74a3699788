#include "embedded/row_encoder.h"

#include <algorithm>

#include "embedded/charset_conversion.h"
#include "embedded/decimal.h"
#include "embedded/temporal.h"
#include "wire/binary_value.h"
#include "wire/collation.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::embedded {

namespace {

bool is_bin(const TextCollation& collation) {
  return collation.order != TextOrder::General;
}

std::uint32_t byte_length(const Type& type, std::uint32_t max_bytes) {
  const std::uint64_t bytes = std::uint64_t{type.length} * max_bytes;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, 0xFFFFFFFF));
}

}  // namespace

std::vector<wire::ColumnDefinition> define_columns(const std::vector<ResultColumn>& columns,
                                                   std::string_view charset, std::uint16_t collation_id) {
  namespace flag = wire::column_flag;
  const wire::Collation* results =
      charset.empty() || charset == "binary" ? nullptr : wire::find_collation(collation_id);
  std::vector<wire::ColumnDefinition> out;
  out.reserve(columns.size());
  for (const ResultColumn& column : columns) {
    const Type& type = column.type;
    wire::ColumnDefinition definition;
    definition.schema = column.schema;
    definition.table = column.table;
    definition.org_table = column.org_table;
    definition.name = column.name;
    definition.org_name = column.org_name;
    definition.type = type.wire;
    definition.decimals = type.decimals;
    std::uint32_t flags = column.flags;
    const bool bare = !column.org_name.empty() && !column.table.empty();
    if (!bare && !type.nullable) flags |= flag::kNotNull;
    if (type.nullable) flags &= ~std::uint32_t{flag::kNotNull};
    if (type.is_unsigned) flags |= flag::kUnsigned;
    definition.length = type.length;
    if (type.is_text()) {
      if (type.wire == wire::ColumnType::Blob) flags |= flag::kBlob;
      if (is_bin(*type.collation)) flags |= flag::kBinary;
      if (type.is_binary_text()) {
        definition.collation = wire::kBinaryCollation;
      } else {
        definition.collation = results != nullptr ? collation_id : type.collation->id;
        definition.length =
            byte_length(type, results != nullptr ? results->max_bytes : type.collation->max_bytes);
      }
    } else if (type.is_temporal() || (!bare && !column.materialized)) {
      flags |= flag::kBinary;
    }
    definition.flags = static_cast<std::uint16_t>(flags);
    out.push_back(definition);
  }
  return out;
}

RowEncoder::RowEncoder(const std::vector<ResultColumn>& columns, std::string charset, wire::RowFormat format)
    : columns_(columns), charset_(std::move(charset)), format_(format) {}

bool RowEncoder::show(const Statement& statement, int column, const Type& type, std::string& text) const {
  sqlite3_value* value = statement.column(column);
  const int held = sqlite3_value_type(value);
  if (held == SQLITE_NULL) return false;
  switch (type.kind) {
    case Kind::Double: {
      ByteBuffer digits;
      const double number = sqlite3_value_double(value);
      if (type.wire == wire::ColumnType::Float) {
        wire::append_float(static_cast<float>(number), digits);
      } else {
        wire::append_double(number, digits);
      }
      text.assign(as_text(digits));
      return true;
    }
    case Kind::Decimal: {
      const std::string_view digits = statement.text(column);
      const std::optional<Decimal> exact = Decimal::parse(digits);
      text = exact ? exact->rounded(type.decimals).text() : std::string(digits);
      // MySQL shows no negative zero: -0.00 is 0.00.
      return true;
    }
    case Kind::Time:
      text = format_time(sqlite3_value_int64(value), type.decimals);
      return true;
    case Kind::Text:
      if (held == SQLITE_BLOB) {
        const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
        const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
        text.assign(bytes == nullptr ? "" : bytes, bytes == nullptr ? 0 : size);
      } else if (needs_conversion(charset_)) {
        text = from_utf8(statement.text(column), charset_);
      } else {
        text.assign(statement.text(column));
      }
      return true;
    default:
      text.assign(statement.text(column));
      return true;
  }
}

Result<void> RowEncoder::encode(const Statement& statement, ByteBuffer& out) {
  if (format_ == wire::RowFormat::Text) {
    wire::TextRowWriter row(out);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (show(statement, static_cast<int>(i), columns_[i].type, text_)) {
        row.field(std::string_view(text_));
      } else {
        row.null();
      }
    }
    return {};
  }
  wire::BinaryRowWriter row(out, columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Type& type = columns_[i].type;
    if (!show(statement, static_cast<int>(i), type, text_)) {
      row.null();
      continue;
    }
    value_.clear();
    const wire::BinaryShape shape = wire::binary_shape(type.wire);
    if (shape == wire::BinaryShape::Lenenc) {
      row.field(type.wire, as_bytes(text_));
      continue;
    }
    const wire::ValueFormat format{type.wire, type.is_unsigned, type.decimals};
    if (Result<void> done = wire::append_text_as_binary(format, text_, value_); !done) return done;
    // The length prefix of a temporal value is written again by field().
    const std::size_t prefix = shape == wire::BinaryShape::Temporal ? 1 : 0;
    row.field(type.wire, ByteView(value_).subspan(prefix));
  }
  return {};
}

}  // namespace mallshard::embedded
