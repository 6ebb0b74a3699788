#include "plan/temporary_table.h"

#include <algorithm>
#include <optional>

#include "plan/rewrite.h"

namespace mallshard::plan {
namespace {

using rule::ColumnMetadata;
using rule::ColumnType;
using rule::KeyMetadata;

// An ordinary key stands for one that TEMPORARY tables of InnoDB cannot have:
// result columns have the same flags. It needs a prefix.
constexpr std::uint32_t kStandInPrefix = 10;

std::string name_of(std::string_view name) {
  return quoted(name, '`');
}

bool is_temporal(ColumnType type) {
  return type == ColumnType::DateTime || type == ColumnType::Timestamp;
}

bool is_large(ColumnType type) {
  return (type >= ColumnType::TinyText && type <= ColumnType::LongText) ||
         (type >= ColumnType::TinyBlob && type <= ColumnType::LongBlob);
}

bool is_plain_binary(ColumnType type) {
  return (type >= ColumnType::Binary && type <= ColumnType::LongBlob) || type == ColumnType::Geometry ||
         type == ColumnType::Vector;
}

std::string string_literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out + "'";
}

// A default of the base column's kind: its value is the base's own where
// metadata has it; that there is one, and whether it is an expression, shows in
// flags alone.
std::string default_of(const ColumnMetadata& column) {
  if (column.default_value) return string_literal(*column.default_value);
  const std::string digits = column.scale > 0 ? "(" + std::to_string(column.scale) + ")" : "";
  if (is_temporal(column.type)) return "CURRENT_TIMESTAMP" + digits;
  if (column.type == ColumnType::Json) return "(JSON_ARRAY())";
  if (column.type == ColumnType::Geometry) return "(POINT(0, 0))";
  if (is_large(column.type)) return "('')";
  if (column.type == ColumnType::Uuid) return "(UUID())";
  if (column.type <= ColumnType::Double) return "0";
  if (column.type == ColumnType::Date) return "'0000-00-00'";
  if (column.type == ColumnType::Enum) return "1";
  return "''";
}

std::string definition_of(const ColumnMetadata& column, bool has_key) {
  std::string out = name_of(column.name) + ' ' + column.type_text;
  if (column.is_text() && column.type != ColumnType::Json && !is_plain_binary(column.type)) {
    out += " CHARACTER SET " + column.charset + " COLLATE " + column.collation;
  }
  out += column.nullable ? " NULL" : " NOT NULL";
  const bool generates = column.auto_increment && has_key;
  const bool has_value =
      column.nullable ? column.default_value.has_value() || column.default_now : column.has_default;
  if (has_value && !column.auto_increment && !column.generated) {
    out += " DEFAULT " + default_of(column);
  } else if (column.nullable) {
    out += " DEFAULT NULL";
  }
  if (column.on_update_now) {
    out += " ON UPDATE CURRENT_TIMESTAMP";
    if (column.scale > 0) out += "(" + std::to_string(column.scale) + ")";
  }
  if (generates) out += " AUTO_INCREMENT";
  if (column.invisible) out += " INVISIBLE";
  return out;
}

class Builder {
 public:
  Builder(const rule::TableMetadata& base, std::vector<bool> wanted, const HiddenColumns* hidden)
      : base_(base), wanted_(std::move(wanted)), hidden_(hidden) {
    choose_columns();
    choose_keys();
  }

  Result<TemporaryTable> build(std::string_view name) {
    TemporaryTable table;
    std::string definitions;
    std::string names;
    if (hidden_ != nullptr) {
      definitions = hidden_->definitions;
      names = hidden_->names;
      table.forms = hidden_->forms;
    }
    for (std::uint32_t i = 0; i < base_.columns.size(); ++i) {
      if (!wanted_[i]) continue;
      const ColumnMetadata& column = base_.columns[i];
      const std::optional<CarriedColumn> carried = carried_column(column);
      if (!carried) {
        return Error::not_supported("gathering column '" + column.name + "' of table '" + base_.name +
                                    "', whose type is " + column.type_text);
      }
      table.columns.push_back(i);
      table.forms.push_back(carried->form);
      append(table.select_list, carried->expression);
      append(names, name_of(column.name));
      append(definitions, definition_of(column, hidden_ == nullptr && begins_a_key(i)));
    }
    for (const KeyMetadata* key : keys_) append(definitions, key_definition(*key, key->unique));
    table.create = "CREATE TEMPORARY TABLE " + name_of(name) + " (" + definitions + ") ENGINE=InnoDB";
    table.insert = "INSERT INTO " + name_of(name) + " (" + names + ") VALUES ";
    table.relax = relax(name);
    return table;
  }

 private:
  static void append(std::string& list, const std::string& item) {
    if (!list.empty()) list += ", ";
    list += item;
  }

  // Parts may be columns alone, and nothing may be missing.
  static bool can_be_declared(const KeyMetadata& key) { return !key.has_expression && !key.columns.empty(); }

  void choose_columns() {
    const std::vector<bool> named = wanted_;
    for (const KeyMetadata& key : base_.keys) {
      if (!can_be_declared(key)) continue;
      const bool touched =
          key.is_primary() || std::any_of(key.columns.begin(), key.columns.end(),
                                          [&](std::uint32_t column) { return named[column]; });
      if (!touched) continue;
      for (const std::uint32_t column : key.columns) wanted_[column] = true;
    }
    const bool any = std::any_of(wanted_.begin(), wanted_.end(), [](bool is_wanted) { return is_wanted; });
    if (!any && !wanted_.empty()) wanted_[0] = true;
  }

  void choose_keys() {
    for (const KeyMetadata& key : base_.keys) {
      const bool whole = can_be_declared(key) && std::all_of(key.columns.begin(), key.columns.end(),
                                                             [&](std::uint32_t c) { return wanted_[c]; });
      if (whole) keys_.push_back(&key);
    }
  }

  [[nodiscard]] bool begins_a_key(std::uint32_t column) const {
    return std::any_of(keys_.begin(), keys_.end(),
                       [&](const KeyMetadata* key) { return key->columns.front() == column; });
  }

  [[nodiscard]] std::string parts_of(const KeyMetadata& key) const {
    const bool stands_in = key.kind == KeyMetadata::Kind::FullText || key.kind == KeyMetadata::Kind::Vector;
    std::string parts;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      std::uint32_t prefix = i < key.prefixes.size() ? key.prefixes[i] : 0;
      const ColumnMetadata& column = base_.columns[key.columns[i]];
      if (stands_in) {
        const bool needed = is_large(column.type) || is_plain_binary(column.type);
        prefix = needed || column.length > kStandInPrefix ? kStandInPrefix : 0;
      }
      append(parts, name_of(column.name));
      if (prefix > 0 && key.kind != KeyMetadata::Kind::Spatial) parts += "(" + std::to_string(prefix) + ")";
    }
    return " (" + parts + ")";
  }

  [[nodiscard]] std::string key_definition(const KeyMetadata& key, bool unique) const {
    const std::string parts = parts_of(key);
    if (key.is_primary() && unique) return "PRIMARY KEY" + parts;
    const std::string name = key.is_primary() ? "__mallshard_primary" : key.name;
    if (key.kind == KeyMetadata::Kind::Spatial) return "SPATIAL KEY " + name_of(name) + parts;
    return (unique ? "UNIQUE KEY " : "KEY ") + name_of(name) + parts;
  }

  [[nodiscard]] std::string relax(std::string_view name) const {
    std::string changes;
    for (const KeyMetadata* key : keys_) {
      if (!key->unique) continue;
      append(changes, key->is_primary() ? "DROP PRIMARY KEY" : "DROP KEY " + name_of(key->name));
      append(changes, "ADD " + key_definition(*key, false));
    }
    return changes.empty() ? changes : "ALTER TABLE " + name_of(name) + " " + changes;
  }

  const rule::TableMetadata& base_;
  std::vector<bool> wanted_;
  const HiddenColumns* hidden_;
  std::vector<const KeyMetadata*> keys_;
};

}  // namespace

std::optional<CarriedColumn> carried_column(const ColumnMetadata& column, std::string_view from) {
  const std::string name = std::string(from) + name_of(column.name);
  switch (column.type) {
    case ColumnType::TinyInt:
    case ColumnType::SmallInt:
    case ColumnType::MediumInt:
    case ColumnType::Int:
    case ColumnType::BigInt:
    case ColumnType::Decimal:
      return CarriedColumn{name, GatherForm::Number};
    // The text protocol rounds FLOAT to six digits and DOUBLE(M, D) to D. A
    // product keeps the sign of zero.
    case ColumnType::Float:
    case ColumnType::Double:
      return CarriedColumn{name + " * 1e0", GatherForm::Double};
    case ColumnType::Bit:
    case ColumnType::Enum:
    case ColumnType::Set:
      return CarriedColumn{"CAST(" + name + " AS UNSIGNED)", GatherForm::Number};
    case ColumnType::Year:
    case ColumnType::Date:
    case ColumnType::Time:
    case ColumnType::DateTime:
    case ColumnType::Uuid:
    case ColumnType::Inet:
      return CarriedColumn{name, GatherForm::Quoted};
    // Local times repeat when clocks are put back; the instant does not.
    case ColumnType::Timestamp:
      return CarriedColumn{"UNIX_TIMESTAMP(" + name + ")", GatherForm::Timestamp};
    case ColumnType::Char:
    case ColumnType::VarChar:
    case ColumnType::TinyText:
    case ColumnType::Text:
    case ColumnType::MediumText:
    case ColumnType::LongText:
      return CarriedColumn{"CAST(" + name + " AS BINARY)", GatherForm::Bytes};
    case ColumnType::Json:
      return CarriedColumn{"CAST(" + name + " AS BINARY)", GatherForm::Json};
    case ColumnType::Binary:
    case ColumnType::VarBinary:
    case ColumnType::TinyBlob:
    case ColumnType::Blob:
    case ColumnType::MediumBlob:
    case ColumnType::LongBlob:
    case ColumnType::Geometry:
    case ColumnType::Vector:
      return CarriedColumn{name, GatherForm::Bytes};
    case ColumnType::Other:
      break;
  }
  return std::nullopt;
}

std::string column_definition(const ColumnMetadata& column) {
  return definition_of(column, false);
}

Result<TemporaryTable> temporary_table(const rule::TableMetadata& base, std::vector<bool> wanted,
                                       std::string_view name, const HiddenColumns* hidden) {
  return Builder(base, std::move(wanted), hidden).build(name);
}

std::string fill_from(const rule::TableMetadata& base, const TemporaryTable& table, std::string_view to,
                      std::string_view from) {
  std::string names;
  for (const std::uint32_t column : table.columns) {
    names += (names.empty() ? "" : ", ") + name_of(base.columns[column].name);
  }
  return "INSERT INTO " + name_of(to) + " (" + names + ") SELECT " + names + " FROM " + name_of(from);
}

}  // namespace mallshard::plan
