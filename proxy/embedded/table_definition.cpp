#include "embedded/table_definition.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "embedded/literal.h"
#include "embedded/refusal.h"
#include "wire/column_type.h"

namespace mallshard::embedded {

namespace {

using sqlparse::TokenView;

constexpr std::uint32_t kPartOfKey = 0x4000;  // PART_KEY_FLAG, which servers send too

std::string free_key_name(const Table& table, const std::string& wanted) {
  std::string name = equals_ignore_case(wanted, "PRIMARY") ? wanted + "_2" : wanted;
  for (int n = 2; table.find_key(name) != nullptr; ++n) name = wanted + "_" + std::to_string(n);
  return name;
}

Result<KeyPart> define_part(const sqlparse::KeyPart& definition, const Table& table, bool unique) {
  if (definition.expression != nullptr) return not_supported_here("an index on an expression");
  const std::optional<std::size_t> column = table.find_column(definition.column.text);
  if (!column) {
    return Error(1072, "42000",
                 "Key column '" + std::string(definition.column.text) + "' doesn't exist in table");
  }
  const Type& type = table.columns[*column].type;
  KeyPart part{*column, definition.has_length ? definition.length : 0,
               definition.order == sqlparse::KeyOrder::Descending};
  if (part.prefix != 0 &&
      (!type.is_text() || (part.prefix > type.length && type.wire != wire::ColumnType::Blob))) {
    return Error(
        1089, "HY000",
        "Incorrect prefix key; the used key part isn't a string, the used length is longer than the key "
        "part, or the storage engine doesn't support unique prefix keys");
  }
  if (part.prefix == 0 && type.wire == wire::ColumnType::Blob) {
    return Error(1170, "42000",
                 "BLOB/TEXT column '" + table.columns[*column].name +
                     "' used in key specification without a key length");
  }
  if (type.is_text() && part.prefix == type.length) part.prefix = 0;
  if (unique && part.prefix != 0) return not_supported_here("a unique key over a prefix of a column");
  return part;
}

Result<void> add_column_key(const sqlparse::ColumnDefinition& definition, std::size_t column, Table& table) {
  if (definition.key == sqlparse::ColumnKey::None) return {};
  const bool primary = definition.key == sqlparse::ColumnKey::Primary;
  if (primary && table.primary_key() != nullptr) return Error(1068, "42000", "Multiple primary key defined");
  if (table.columns[column].type.wire == wire::ColumnType::Blob) {
    return Error(1170, "42000",
                 "BLOB/TEXT column '" + table.columns[column].name +
                     "' used in key specification without a key length");
  }
  table.keys.push_back({primary ? "PRIMARY" : free_key_name(table, table.columns[column].name),
                        primary,
                        true,
                        {{column, 0, false}},
                        ""});
  return {};
}

}  // namespace

std::optional<std::size_t> Table::find_column(std::string_view column) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (equals_ignore_case(columns[i].name, column)) return i;
  }
  return std::nullopt;
}

const Key* Table::find_key(std::string_view key) const {
  for (const Key& candidate : keys) {
    if (equals_ignore_case(candidate.name, key)) return &candidate;
  }
  return nullptr;
}

const Key* Table::primary_key() const {
  for (const Key& key : keys) {
    if (key.primary) return &key;
  }
  return nullptr;
}

std::optional<std::size_t> Table::rowid_column() const {
  const Key* key = primary_key();
  if (key == nullptr || key->parts.size() != 1 || key->parts[0].descending) return std::nullopt;
  const Column& column = columns[key->parts[0].column];
  const bool whole_range = column.base == BaseType::BigInt && column.type.is_unsigned;
  if (column.type.kind != Kind::Int || whole_range) return std::nullopt;
  return key->parts[0].column;
}

std::optional<std::size_t> Table::auto_increment_column() const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].auto_increment) return i;
  }
  return std::nullopt;
}

std::uint16_t Table::flags_of(std::size_t index) const {
  namespace flag = wire::column_flag;
  const Column& column = columns[index];
  std::uint32_t flags = 0;
  if (column.not_null()) {
    flags |= flag::kNotNull;
    if (column.fallback.kind == ColumnDefault::Kind::None && !column.auto_increment)
      flags |= flag::kNoDefault;
  }
  if (column.auto_increment) flags |= flag::kAutoIncrement;
  if (column.zerofill || column.base == BaseType::Year) flags |= flag::kZerofill;
  for (const Key& key : keys) {
    const auto part =
        std::find_if(key.parts.begin(), key.parts.end(), [&](const KeyPart& p) { return p.column == index; });
    if (part == key.parts.end()) continue;
    flags |= kPartOfKey;
    if (key.primary) {
      flags |= flag::kPrimaryKey;
    } else if (part == key.parts.begin()) {
      flags |= key.unique && key.parts.size() == 1 ? flag::kUniqueKey : flag::kMultipleKey;
    }
  }
  return static_cast<std::uint16_t>(flags);
}

Result<void> define_key(const sqlparse::IndexDefinition& definition, const TokenView&, Table& table) {
  using sqlparse::IndexKind;
  Key key;
  switch (definition.index_kind) {
    case IndexKind::Primary:
      if (table.primary_key() != nullptr) return Error(1068, "42000", "Multiple primary key defined");
      key.primary = key.unique = true;
      break;
    case IndexKind::Unique:
      key.unique = true;
      break;
    case IndexKind::Plain:
      break;
    default:
      return not_supported_here("FULLTEXT, SPATIAL and VECTOR indexes");
  }
  for (const sqlparse::KeyPart* definition_part : definition.parts) {
    Result<KeyPart> part = define_part(*definition_part, table, key.unique);
    if (!part) return part.error();
    for (const KeyPart& other : key.parts) {
      if (other.column == part->column) {
        return Error(1060, "42S21", "Duplicate column name '" + table.columns[part->column].name + "'");
      }
    }
    key.parts.push_back(*part);
  }
  if (key.parts.empty()) return not_supported_here("a key without columns");
  const sqlparse::Name& name = definition.name.present() ? definition.name : definition.constraint;
  if (key.primary) {
    key.name = "PRIMARY";
  } else if (name.present()) {
    key.name = name.text;
    if (table.find_key(key.name) != nullptr)
      return Error(1061, "42000", "Duplicate key name '" + key.name + "'");
    if (equals_ignore_case(key.name, "PRIMARY"))
      return Error(1280, "42000", "Incorrect index name '" + key.name + "'");
  } else {
    key.name = free_key_name(table, table.columns[key.parts[0].column].name);
  }
  table.keys.push_back(std::move(key));
  return {};
}

Result<void> apply_table_option(const sqlparse::SchemaOption& option, const TokenView& tokens, Table& table) {
  using sqlparse::Keyword;
  if (!option.value.present()) return {};
  std::string value(tokens.spelling(option.value.first, option.value.last));
  const bool quoted = !value.empty() && (value.front() == '\'' || value.front() == '"');
  if (quoted) value = string_value(tokens, option.value.first, option.value.last);
  switch (option.option) {
    case Keyword::Charset: {
      const TextCollation* found = default_text_collation(value);
      if (found == nullptr) return not_supported_here("CHARACTER SET " + value);
      table.collation = found;
      return {};
    }
    case Keyword::Collate: {
      const TextCollation* found = find_text_collation(value);
      if (found == nullptr) return not_supported_here("COLLATE " + value);
      table.collation = found;
      return {};
    }
    case Keyword::Comment:
      table.comment = value;
      return {};
    case Keyword::AutoIncrement: {
      std::uint64_t start = 0;
      std::from_chars(value.data(), value.data() + value.size(), start);
      table.auto_increment = start;
      return {};
    }
    default:
      return {};  // ENGINE, ROW_FORMAT and the like have no meaning here
  }
}

void apply_primary_key(Table& table) {
  const Key* primary = table.primary_key();
  if (primary == nullptr) return;
  for (const KeyPart& part : primary->parts) {
    Column& column = table.columns[part.column];
    column.type.nullable = false;
    if (column.fallback.kind == ColumnDefault::Kind::Null) column.fallback.kind = ColumnDefault::Kind::None;
  }
}

Result<void> check_table(Table& table) {
  if (table.columns.empty()) return Error(1113, "42000", "A table must have at least 1 column");
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (equals_ignore_case(table.columns[i].name, table.columns[j].name)) {
        return Error(1060, "42S21", "Duplicate column name '" + table.columns[i].name + "'");
      }
    }
  }
  apply_primary_key(table);
  std::size_t automatic = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (!table.columns[i].auto_increment) continue;
    ++automatic;
    const bool leads_key = std::any_of(table.keys.begin(), table.keys.end(),
                                       [&](const Key& key) { return key.parts[0].column == i; });
    if (!leads_key) automatic = 2;
  }
  if (automatic > 1) {
    return Error(
        1075, "42000",
        "Incorrect table definition; there can be only one auto column and it must be defined as a key");
  }
  const auto rank = [&](const Key& key) {
    if (key.primary) return 0;
    if (!key.unique) return 3;
    const bool nullable = std::any_of(key.parts.begin(), key.parts.end(), [&](const KeyPart& part) {
      return !table.columns[part.column].not_null();
    });
    return nullable ? 2 : 1;
  };
  std::stable_sort(table.keys.begin(), table.keys.end(),
                   [&](const Key& a, const Key& b) { return rank(a) < rank(b); });
  return {};
}

Result<Table> define_table(const sqlparse::CreateTableStatement& statement, const TokenView& tokens,
                           const TextCollation& database_collation) {
  if (statement.query != nullptr) return not_supported_here("CREATE TABLE ... SELECT");
  if (statement.partitioning != nullptr) return not_supported_here("PARTITION BY");
  if (statement.or_replace || statement.external) return not_supported_here("CREATE OR REPLACE TABLE");
  Table table;
  table.name = statement.table->name.text;
  table.collation = &database_collation;
  for (const sqlparse::SchemaOption* option : statement.options) {
    if (Result<void> applied = apply_table_option(*option, tokens, table); !applied) return applied.error();
  }
  for (const sqlparse::Node* element : statement.elements) {
    const auto* definition = sqlparse::as<sqlparse::ColumnDefinition>(element);
    if (definition == nullptr) continue;
    Result<Column> column = define_column(*definition, tokens, *table.collation);
    if (!column) return column.error();
    if (table.find_column(column->name))
      return Error(1060, "42S21", "Duplicate column name '" + column->name + "'");
    table.columns.push_back(std::move(*column));
    if (Result<void> added = add_column_key(*definition, table.columns.size() - 1, table); !added)
      return added.error();
  }
  for (const sqlparse::Node* element : statement.elements) {
    if (sqlparse::is<sqlparse::ForeignKey>(element)) return not_supported_here("FOREIGN KEY constraints");
    if (sqlparse::is<sqlparse::CheckConstraint>(element)) return not_supported_here("CHECK constraints");
    const auto* definition = sqlparse::as<sqlparse::IndexDefinition>(element);
    if (definition == nullptr) continue;
    if (Result<void> added = define_key(*definition, tokens, table); !added) return added.error();
  }
  if (Result<void> checked = check_table(table); !checked) return checked.error();
  return table;
}

}  // namespace mallshard::embedded
