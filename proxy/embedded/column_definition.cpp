// One column of a CREATE TABLE: its type, default and attributes.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/literal.h"
#include "embedded/refusal.h"
#include "embedded/store_value.h"
#include "embedded/table_definition.h"
#include "embedded/temporal.h"
#include "sqlparse/ast_function.h"
#include "sqlparse/ast_schema.h"
#include "wire/binary_value.h"

namespace mallshard::embedded {

namespace {

using sqlparse::DataType;
using sqlparse::TokenView;
using wire::ColumnType;

struct IntegerType {
  std::string_view word;
  BaseType base;
  ColumnType wire;
  std::string_view shown;
  std::uint32_t signed_length;
  std::uint32_t unsigned_length;
};

constexpr IntegerType kIntegers[] = {
    {"TINYINT", BaseType::TinyInt, ColumnType::Tiny, "tinyint", 4, 3},
    {"INT1", BaseType::TinyInt, ColumnType::Tiny, "tinyint", 4, 3},
    {"SMALLINT", BaseType::SmallInt, ColumnType::Short, "smallint", 6, 5},
    {"INT2", BaseType::SmallInt, ColumnType::Short, "smallint", 6, 5},
    {"MEDIUMINT", BaseType::MediumInt, ColumnType::Int24, "mediumint", 9, 8},
    {"INT3", BaseType::MediumInt, ColumnType::Int24, "mediumint", 9, 8},
    {"INT", BaseType::Int, ColumnType::Long, "int", 11, 10},
    {"INTEGER", BaseType::Int, ColumnType::Long, "int", 11, 10},
    {"INT4", BaseType::Int, ColumnType::Long, "int", 11, 10},
    {"BIGINT", BaseType::BigInt, ColumnType::LongLong, "bigint", 20, 20},
    {"INT8", BaseType::BigInt, ColumnType::LongLong, "bigint", 20, 20},
};

struct BlobType {
  std::string_view word;
  BaseType base;
  bool is_text;
  std::uint32_t length;
  std::string_view shown;
};

constexpr BlobType kBlobs[] = {
    {"TINYTEXT", BaseType::TinyText, true, 255, "tinytext"},
    {"TEXT", BaseType::Text, true, 65535, "text"},
    {"MEDIUMTEXT", BaseType::MediumText, true, 16777215, "mediumtext"},
    {"LONGTEXT", BaseType::LongText, true, 4294967295u, "longtext"},
    {"TINYBLOB", BaseType::TinyBlob, false, 255, "tinyblob"},
    {"BLOB", BaseType::Blob, false, 65535, "blob"},
    {"MEDIUMBLOB", BaseType::MediumBlob, false, 16777215, "mediumblob"},
    {"LONGBLOB", BaseType::LongBlob, false, 4294967295u, "longblob"},
};

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view w) { return equals_ignore_case(w, word); });
}

void define_integer(const IntegerType& integer, const DataType& data_type, Column& column) {
  column.base = integer.base;
  column.zerofill = data_type.zerofill;
  const bool is_unsigned = data_type.is_unsigned || data_type.zerofill;
  std::uint32_t length = is_unsigned ? integer.unsigned_length : integer.signed_length;
  column.type_text = integer.shown;
  // MySQL 8 keeps a display width for ZEROFILL and TINYINT(1) alone.
  if (data_type.has_length &&
      (data_type.zerofill || (integer.base == BaseType::TinyInt && data_type.length == 1))) {
    length = data_type.length;
  }
  if (length != (is_unsigned ? integer.unsigned_length : integer.signed_length) || data_type.zerofill) {
    column.type_text += "(" + std::to_string(length) + ")";
  }
  if (is_unsigned) column.type_text += " unsigned";
  if (data_type.zerofill) column.type_text += " zerofill";
  column.type = int_type(length, true, is_unsigned);
  column.type.wire = integer.wire;
}

Result<void> define_decimal(const DataType& data_type, Column& column) {
  const std::uint32_t precision = data_type.has_length && data_type.length > 0 ? data_type.length : 10;
  const std::uint32_t scale = data_type.has_decimals ? data_type.decimals : 0;
  if (scale > 30)
    return Error(1425, "42000",
                 "Too-big scale " + std::to_string(scale) + " specified for column '" + column.name +
                     "'. Maximum is 30.");
  if (precision > 65)
    return Error(1426, "42000",
                 "Too-big precision " + std::to_string(precision) + " specified for '" + column.name +
                     "'. Maximum is 65.");
  if (scale > precision) {
    return Error(
        1427, "42000",
        "For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '" + column.name + "').");
  }
  if (data_type.zerofill) return not_supported_here("DECIMAL ZEROFILL");
  column.base = BaseType::Decimal;
  column.type = decimal_type(precision, scale, true, data_type.is_unsigned);
  column.type_text = "decimal(" + std::to_string(precision) + "," + std::to_string(scale) + ")" +
                     (data_type.is_unsigned ? " unsigned" : "");
  return {};
}

Result<void> define_floating(bool single, const DataType& data_type, Column& column) {
  if (data_type.has_decimals || data_type.zerofill) return not_supported_here("FLOAT(M,D) and DOUBLE(M,D)");
  if (single && data_type.has_length && data_type.length > 24) single = false;
  column.base = single ? BaseType::Float : BaseType::Double;
  column.type = double_type(true);
  column.type.wire = single ? ColumnType::Float : ColumnType::Double;
  column.type.length = single ? 12 : 22;
  column.type.is_unsigned = data_type.is_unsigned;
  column.type_text = std::string(single ? "float" : "double") + (data_type.is_unsigned ? " unsigned" : "");
  return {};
}

Result<void> define_temporal(std::string_view word, const DataType& data_type, Column& column) {
  const std::uint32_t fraction = data_type.has_length ? data_type.length : 0;
  if (fraction > 6) {
    return Error(1426, "42000",
                 "Too-big precision " + std::to_string(fraction) + " specified for '" + column.name +
                     "'. Maximum is 6.");
  }
  column.type_text = to_lower(word);
  if (fraction > 0) column.type_text += "(" + std::to_string(fraction) + ")";
  if (one_of(word, {"DATE"})) {
    column.base = BaseType::Date;
    column.type = date_type(true);
  } else if (one_of(word, {"TIME"})) {
    column.base = BaseType::Time;
    column.type = time_type(fraction, true);
  } else {
    column.base = one_of(word, {"TIMESTAMP"}) ? BaseType::Timestamp : BaseType::DateTime;
    column.type = datetime_type(fraction, true);
    if (column.base == BaseType::Timestamp) column.type.wire = ColumnType::Timestamp;
  }
  return {};
}

Result<const TextCollation*> collation_of(const sqlparse::ColumnDefinition& definition,
                                          const TextCollation& fallback) {
  const DataType& data_type = *definition.type;
  const TextCollation* found = &fallback;
  if (data_type.charset.present()) {
    found = default_text_collation(data_type.charset.text);
    if (found == nullptr) return not_supported_here("CHARACTER SET " + std::string(data_type.charset.text));
  }
  if (data_type.binary) {
    found = find_text_collation(std::string(found->charset) + "_bin");
  }
  if (definition.collation.present()) {
    found = find_text_collation(definition.collation.text);
    if (found == nullptr) return not_supported_here("COLLATE " + std::string(definition.collation.text));
    if (data_type.charset.present() &&
        default_text_collation(data_type.charset.text)->charset != found->charset) {
      return Error(1253, "42000",
                   "COLLATION '" + std::string(definition.collation.text) +
                       "' is not valid for CHARACTER SET '" + std::string(data_type.charset.text) + "'");
    }
  }
  if (found == nullptr) return not_supported_here("this collation");
  return found;
}

Result<void> define_string(std::string_view word, const sqlparse::ColumnDefinition& definition,
                           const TextCollation& fallback, Column& column) {
  const DataType& data_type = *definition.type;
  Result<const TextCollation*> collation = collation_of(definition, fallback);
  if (!collation) return collation.error();
  column.explicit_collation = data_type.charset.present() || definition.collation.present();
  for (const BlobType& blob : kBlobs) {
    if (!one_of(word, {blob.word})) continue;
    if (data_type.has_length) return not_supported_here("TEXT(n) and BLOB(n)");
    column.base = blob.base;
    column.type =
        text_type(blob.length, blob.is_text ? **collation : binary_collation(), Coercibility::Implicit, true);
    column.type.wire = ColumnType::Blob;
    column.type.decimals = 0;
    column.type_text = blob.shown;
    return {};
  }
  const bool binary = one_of(word, {"BINARY", "VARBINARY"});
  const bool fixed = one_of(word, {"BINARY", "CHAR", "CHARACTER"});
  if (!fixed && !data_type.has_length)
    return Error::syntax("VARCHAR needs a length: column '" + column.name + "'");
  const std::uint32_t length = data_type.has_length ? data_type.length : 1;
  const std::uint32_t most = fixed ? 255 : 65535u / (binary ? 1u : (*collation)->max_bytes);
  if (length > most) {
    return Error(1074, "42000",
                 "Column length too big for column '" + column.name + "' (max = " + std::to_string(most) +
                     "); use BLOB or TEXT instead");
  }
  column.base = binary ? (fixed ? BaseType::Binary : BaseType::VarBinary)
                       : (fixed ? BaseType::Char : BaseType::VarChar);
  column.type = text_type(length, binary ? binary_collation() : **collation, Coercibility::Implicit, true);
  column.type.wire = fixed ? ColumnType::String : ColumnType::VarString;
  column.type.decimals = 0;
  column.type_text = std::string(binary ? (fixed ? "binary" : "varbinary") : (fixed ? "char" : "varchar")) +
                     "(" + std::to_string(length) + ")";
  return {};
}

Result<void> define_type(const sqlparse::ColumnDefinition& definition, const TextCollation& fallback,
                         Column& column) {
  if (definition.type == nullptr) return not_supported_here("a column without a type");
  const DataType& data_type = *definition.type;
  const std::string_view word = data_type.name.text;
  for (const IntegerType& integer : kIntegers) {
    if (one_of(word, {integer.word})) {
      define_integer(integer, data_type, column);
      return {};
    }
  }
  if (one_of(word, {"BOOL", "BOOLEAN"})) {
    define_integer(kIntegers[0], data_type, column);
    column.type.length = 1;
    column.type_text = "tinyint(1)";
    return {};
  }
  if (one_of(word, {"DECIMAL", "DEC", "NUMERIC", "FIXED"})) return define_decimal(data_type, column);
  if (one_of(word, {"FLOAT", "FLOAT4"})) return define_floating(true, data_type, column);
  if (one_of(word, {"DOUBLE", "REAL", "FLOAT8"})) return define_floating(false, data_type, column);
  if (one_of(word, {"DATE", "TIME", "DATETIME", "TIMESTAMP"}))
    return define_temporal(word, data_type, column);
  if (one_of(word, {"YEAR"})) {
    column.base = BaseType::Year;
    column.type = int_type(4, true, true);
    column.type.wire = ColumnType::Year;
    column.type_text = "year";
    return {};
  }
  const bool is_string = one_of(word, {"CHAR", "CHARACTER", "VARCHAR", "BINARY", "VARBINARY"}) ||
                         std::any_of(std::begin(kBlobs), std::end(kBlobs),
                                     [&](const BlobType& blob) { return one_of(word, {blob.word}); });
  if (is_string) return define_string(word, definition, fallback, column);
  return not_supported_here("columns of type " + std::string(word));
}

bool is_now(const sqlparse::Expression& expression) {
  const auto* call = sqlparse::as<sqlparse::FunctionCall>(&expression);
  return call != nullptr &&
         one_of(call->name.text, {"NOW", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"});
}

// What a stored value of the column looks like in text.
std::string shown_value(const Column& column, const Value& value) {
  if (column.type.kind == Kind::Time) return format_time(value.integer, column.type.decimals);
  switch (value.kind) {
    case Value::Kind::Int:
      return std::to_string(value.integer);
    case Value::Kind::UInt:
      return std::to_string(value.as_unsigned());
    case Value::Kind::Double: {
      ByteBuffer text;
      if (column.base == BaseType::Float) {
        wire::append_float(static_cast<float>(value.real), text);
      } else {
        wire::append_double(value.real, text);
      }
      return std::string(as_text(text));
    }
    default:
      return value.text;
  }
}

Result<void> define_default(const sqlparse::ColumnDefinition& definition, const TokenView& tokens,
                            Column& column) {
  const Error invalid(1067, "42000", "Invalid default value for '" + column.name + "'");
  const bool takes_now = column.base == BaseType::DateTime || column.base == BaseType::Timestamp;
  if (definition.on_update != nullptr) {
    if (!takes_now || !is_now(*definition.on_update)) {
      return Error(1294, "HY000", "Invalid ON UPDATE clause for '" + column.name + "' column");
    }
    column.on_update_now = true;
  }
  if (definition.default_value == nullptr) {
    column.fallback.kind = column.not_null() ? ColumnDefault::Kind::None : ColumnDefault::Kind::Null;
    return {};
  }
  if (column.auto_increment) return invalid;
  if (is_now(*definition.default_value)) {
    if (!takes_now) return invalid;
    column.fallback.kind = ColumnDefault::Kind::Now;
    return {};
  }
  Result<std::optional<Value>> value = constant_value(*definition.default_value, tokens);
  if (!value) return value.error();
  if (!*value) return not_supported_here("DEFAULT (expression)");
  if ((*value)->kind == Value::Kind::Null) {
    if (column.not_null()) return invalid;
    column.fallback.kind = ColumnDefault::Kind::Null;
    return {};
  }
  if (column.type.wire == ColumnType::Blob) {
    return Error(1101, "42000",
                 "BLOB, TEXT, GEOMETRY or JSON column '" + column.name + "' can't have a default value");
  }
  Result<Stored> stored = store_value(column, **value, 1, 0);
  if (!stored || stored->complaint == Complaint::Fault) return invalid;
  column.fallback = {ColumnDefault::Kind::Literal, shown_value(column, stored->value)};
  return {};
}

}  // namespace

Result<Column> define_column(const sqlparse::ColumnDefinition& definition, const TokenView& tokens,
                             const TextCollation& fallback) {
  Column column;
  column.name = definition.name.text;
  if (definition.generated != sqlparse::GeneratedKind::None) return not_supported_here("generated columns");
  if (definition.invisible) return not_supported_here("INVISIBLE columns");
  if (!definition.checks.empty()) return not_supported_here("CHECK constraints");
  if (definition.references != nullptr) return not_supported_here("FOREIGN KEY constraints");
  if (equals_ignore_case(column.name, "_rowid_") || column.name.empty()) {
    return Error(1166, "42000", "Incorrect column name '" + column.name + "'");
  }
  if (Result<void> typed = define_type(definition, fallback, column); !typed) return typed.error();
  column.auto_increment = definition.auto_increment;
  if (column.auto_increment && column.type.kind != Kind::Int) {
    return Error(1063, "42000", "Incorrect column specifier for column '" + column.name + "'");
  }
  column.type.nullable = definition.nullability != sqlparse::Nullability::NotNull && !column.auto_increment &&
                         definition.key != sqlparse::ColumnKey::Primary;
  if (definition.comment_token != sqlparse::kNoToken) {
    column.comment = string_value(tokens, definition.comment_token, definition.comment_token);
  }
  if (Result<void> done = define_default(definition, tokens, column); !done) return done.error();
  return column;
}

}  // namespace mallshard::embedded
