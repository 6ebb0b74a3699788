#include "embedded/system_tables.h"

#include <algorithm>

#include "base/bytes.h"
#include "embedded/temporal.h"

namespace mallshard::embedded {

namespace {

struct Definition {
  std::string_view table;
  std::string_view columns;  // names; + before a number, * before a binary-compared text
};

constexpr Definition kDefinitions[] = {
    {"SCHEMATA",
     "*CATALOG_NAME *SCHEMA_NAME DEFAULT_CHARACTER_SET_NAME DEFAULT_COLLATION_NAME SQL_PATH "
     "DEFAULT_ENCRYPTION"},
    {"TABLES",
     "*TABLE_CATALOG *TABLE_SCHEMA *TABLE_NAME TABLE_TYPE ENGINE +VERSION ROW_FORMAT +TABLE_ROWS "
     "+AVG_ROW_LENGTH +DATA_LENGTH "
     "+MAX_DATA_LENGTH +INDEX_LENGTH +DATA_FREE +AUTO_INCREMENT CREATE_TIME UPDATE_TIME CHECK_TIME "
     "TABLE_COLLATION +CHECKSUM "
     "CREATE_OPTIONS TABLE_COMMENT"},
    {"COLUMNS",
     "*TABLE_CATALOG *TABLE_SCHEMA *TABLE_NAME COLUMN_NAME +ORDINAL_POSITION COLUMN_DEFAULT IS_NULLABLE "
     "DATA_TYPE "
     "+CHARACTER_MAXIMUM_LENGTH +CHARACTER_OCTET_LENGTH +NUMERIC_PRECISION +NUMERIC_SCALE "
     "+DATETIME_PRECISION "
     "CHARACTER_SET_NAME COLLATION_NAME COLUMN_TYPE COLUMN_KEY EXTRA PRIVILEGES COLUMN_COMMENT "
     "GENERATION_EXPRESSION +SRS_ID"},
    {"STATISTICS",
     "*TABLE_CATALOG *TABLE_SCHEMA *TABLE_NAME +NON_UNIQUE *INDEX_SCHEMA INDEX_NAME +SEQ_IN_INDEX "
     "COLUMN_NAME COLLATION "
     "+CARDINALITY +SUB_PART PACKED NULLABLE INDEX_TYPE COMMENT INDEX_COMMENT IS_VISIBLE EXPRESSION"},
    {"KEY_COLUMN_USAGE",
     "*CONSTRAINT_CATALOG *CONSTRAINT_SCHEMA CONSTRAINT_NAME *TABLE_CATALOG *TABLE_SCHEMA *TABLE_NAME "
     "COLUMN_NAME "
     "+ORDINAL_POSITION +POSITION_IN_UNIQUE_CONSTRAINT REFERENCED_TABLE_SCHEMA REFERENCED_TABLE_NAME "
     "REFERENCED_COLUMN_NAME"},
    {"TABLE_CONSTRAINTS",
     "*CONSTRAINT_CATALOG *CONSTRAINT_SCHEMA CONSTRAINT_NAME *TABLE_SCHEMA *TABLE_NAME CONSTRAINT_TYPE "
     "ENFORCED"},
    {"VIEWS",
     "*TABLE_CATALOG *TABLE_SCHEMA *TABLE_NAME VIEW_DEFINITION CHECK_OPTION IS_UPDATABLE "
     "COLLATION_CONNECTION"},
    {"ROUTINES", "SPECIFIC_NAME ROUTINE_CATALOG ROUTINE_SCHEMA ROUTINE_NAME ROUTINE_TYPE"},
    {"PARAMETERS",
     "SPECIFIC_CATALOG SPECIFIC_SCHEMA SPECIFIC_NAME +ORDINAL_POSITION PARAMETER_MODE PARAMETER_NAME"},
    {"TRIGGERS", "TRIGGER_CATALOG TRIGGER_SCHEMA TRIGGER_NAME EVENT_OBJECT_SCHEMA EVENT_OBJECT_TABLE"},
    {"EVENTS", "EVENT_CATALOG EVENT_SCHEMA EVENT_NAME"},
    {"PARTITIONS", "*TABLE_CATALOG *TABLE_SCHEMA *TABLE_NAME PARTITION_NAME"},
    {"REFERENTIAL_CONSTRAINTS",
     "CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME *TABLE_NAME REFERENCED_TABLE_NAME"},
    {"ENGINES", "ENGINE SUPPORT COMMENT TRANSACTIONS XA SAVEPOINTS"},
};

Value text(std::string_view value) {
  return Value::of_text(std::string(value));
}
Value number(std::uint64_t value) {
  return Value::of(static_cast<std::int64_t>(value));
}

std::string_view data_type(std::string_view type_text) {
  return type_text.substr(0, type_text.find_first_of(" ("));
}

std::string extra(const Column& column) {
  std::string out;
  if (column.auto_increment) out = "auto_increment";
  if (column.fallback.kind == ColumnDefault::Kind::Now) out = "DEFAULT_GENERATED";
  if (column.on_update_now) out += std::string(out.empty() ? "" : " ") + "on update CURRENT_TIMESTAMP";
  return out;
}

Value shown_default(const Column& column) {
  switch (column.fallback.kind) {
    case ColumnDefault::Kind::Literal:
      return text(column.fallback.text);
    case ColumnDefault::Kind::Now:
      return text(column.type.decimals > 0 ? "CURRENT_TIMESTAMP(" + std::to_string(column.type.decimals) + ")"
                                           : "CURRENT_TIMESTAMP");
    default:
      return Value::null();
  }
}

std::string key_word(const Table& table, std::size_t column) {
  const std::uint16_t flags = table.flags_of(column);
  if ((flags & wire::column_flag::kPrimaryKey) != 0) return "PRI";
  if ((flags & wire::column_flag::kUniqueKey) != 0) return "UNI";
  return (flags & wire::column_flag::kMultipleKey) != 0 ? "MUL" : "";
}

}  // namespace

std::vector<Value> describe_column(const std::string& database, const Table& table, std::size_t index) {
  const Column& column = table.columns[index];
  const Type& type = column.type;
  const bool is_text = type.is_text();
  const bool is_number = type.is_exact() || type.kind == Kind::Double;
  const bool has_fraction = type.kind == Kind::DateTime || type.kind == Kind::Time;
  const std::uint64_t characters = type.length;
  Value precision = Value::null();
  if (type.kind == Kind::Decimal) precision = number(type.precision());
  if (type.kind == Kind::Double) precision = number(type.wire == wire::ColumnType::Float ? 12 : 22);
  if (type.kind == Kind::Int) {
    switch (column.base) {
      case BaseType::TinyInt:
        precision = number(3);
        break;
      case BaseType::SmallInt:
        precision = number(5);
        break;
      case BaseType::MediumInt:
        precision = number(7);
        break;
      case BaseType::Int:
        precision = number(10);
        break;
      case BaseType::BigInt:
        precision = number(type.is_unsigned ? 20 : 19);
        break;
      default:
        precision = Value::null();
        break;
    }
  }
  return {
      text("def"),
      text(database),
      text(table.name),
      text(column.name),
      number(index + 1),
      shown_default(column),
      text(column.not_null() ? "NO" : "YES"),
      text(data_type(column.type_text)),
      is_text
          ? number(type.wire == wire::ColumnType::Blob && !type.is_binary_text() ? characters : characters)
          : Value::null(),
      is_text
          ? number(type.wire == wire::ColumnType::Blob ? characters : characters * type.collation->max_bytes)
          : Value::null(),
      precision,
      is_number && precision.kind != Value::Kind::Null && type.kind != Kind::Double
          ? number(type.kind == Kind::Decimal ? type.decimals : 0)
          : Value::null(),
      has_fraction ? number(type.decimals) : Value::null(),
      is_text && !type.is_binary_text() ? text(type.collation->charset) : Value::null(),
      is_text && !type.is_binary_text() ? text(type.collation->name) : Value::null(),
      text(column.type_text),
      text(key_word(table, index)),
      text(extra(column)),
      text("select,insert,update,references"),
      text(column.comment),
      text(""),
      Value::null()};
}

std::vector<std::vector<Value>> describe_keys(const std::string& database, const Table& table) {
  std::vector<std::vector<Value>> rows;
  for (const Key& key : table.keys) {
    for (std::size_t i = 0; i < key.parts.size(); ++i) {
      const KeyPart& part = key.parts[i];
      const Column& column = table.columns[part.column];
      rows.push_back({text("def"), text(database), text(table.name), number(key.unique ? 0 : 1),
                      text(database), text(key.name), number(i + 1), text(column.name),
                      text(part.descending ? "D" : "A"), number(0),
                      part.prefix > 0 ? number(part.prefix) : Value::null(), Value::null(),
                      text(column.not_null() ? "" : "YES"), text("BTREE"), text(""), text(key.comment),
                      text("YES"), Value::null()});
    }
  }
  return rows;
}

std::vector<Value> describe_table(const std::string& database, const Table& table, std::uint64_t rows,
                                  std::uint64_t next_id) {
  return {text("def"),
          text(database),
          text(table.name),
          text("BASE TABLE"),
          text(table.engine),
          number(10),
          text("Dynamic"),
          number(rows),
          number(0),
          number(16384),
          number(0),
          number(0),
          number(0),
          table.auto_increment_column() ? number(std::max<std::uint64_t>({next_id, table.auto_increment, 1}))
                                        : Value::null(),
          text("2020-01-01 00:00:00"),
          Value::null(),
          Value::null(),
          text(table.collation->name),
          Value::null(),
          text(""),
          text(table.comment)};
}

Result<std::vector<std::vector<Value>>> SystemTables::rows(std::string_view name) {
  std::vector<std::vector<Value>> out;
  if (name == "SCHEMATA") {
    for (const std::string& schema : {std::string("information_schema"), database_name_}) {
      const bool own = schema == database_name_;
      out.push_back({text("def"), text(schema), text(own ? "utf8mb4" : "utf8mb3"),
                     text(own ? "utf8mb4_general_ci" : "utf8mb3_general_ci"), Value::null(), text("NO")});
    }
    return out;
  }
  if (name == "ENGINES") {
    out.push_back({text("InnoDB"), text("DEFAULT"), text("SQLite under the name that clients expect"),
                   text("YES"), text("NO"), text("YES")});
    return out;
  }
  Result<std::vector<std::string>> names = catalog_.names();
  if (!names) return names.error();
  for (const std::string& table_name : *names) {
    Result<Catalog::TablePointer> pointer = catalog_.find(table_name);
    if (!pointer) return pointer.error();
    const Table& table = **pointer;
    if (name == "TABLES") {
      Result<Statement> count = database_.prepare("SELECT count(*) FROM main." + sqlite_name(table_name));
      if (!count) return count.error();
      Result<bool> row = count->step();
      if (!row) return row.error();
      out.push_back(describe_table(database_name_, table, static_cast<std::uint64_t>(count->integer(0)), 0));
    } else if (name == "COLUMNS") {
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        out.push_back(describe_column(database_name_, table, i));
    } else if (name == "STATISTICS") {
      for (std::vector<Value>& row : describe_keys(database_name_, table)) out.push_back(std::move(row));
    } else if (name == "KEY_COLUMN_USAGE") {
      for (const Key& key : table.keys) {
        for (std::size_t i = 0; i < key.parts.size() && key.unique; ++i) {
          out.push_back({text("def"), text(database_name_), text(key.name), text("def"), text(database_name_),
                         text(table.name), text(table.columns[key.parts[i].column].name), number(i + 1),
                         Value::null(), Value::null(), Value::null(), Value::null()});
        }
      }
    } else if (name == "TABLE_CONSTRAINTS") {
      for (const Key& key : table.keys) {
        if (!key.unique) continue;
        out.push_back({text("def"), text(database_name_), text(key.name), text(database_name_),
                       text(table.name), text(key.primary ? "PRIMARY KEY" : "UNIQUE"), text("YES")});
      }
    }
  }
  return out;
}

Result<SystemTable> SystemTables::open(std::string_view name, std::size_t) {
  SystemTable out;
  out.name = to_upper(name);
  const auto* definition = std::find_if(std::begin(kDefinitions), std::end(kDefinitions),
                                        [&](const Definition& d) { return d.table == out.name; });
  if (definition == std::end(kDefinitions)) {
    return Error(1109, "42S02", "Unknown table '" + out.name + "' in information_schema");
  }
  const TextCollation& folded = *default_text_collation("utf8mb3");
  const TextCollation& exact = *find_text_collation("utf8mb3_bin");
  std::string create;
  std::string marks;
  std::string_view list = definition->columns;
  while (!list.empty()) {
    const std::size_t space = list.find(' ');
    std::string_view word = list.substr(0, space);
    list = space == std::string_view::npos ? std::string_view() : list.substr(space + 1);
    const char mark = word[0];
    if (mark == '+' || mark == '*') word.remove_prefix(1);
    SystemColumn column{std::string(word), {}};
    column.type = mark == '+' ? int_type(21, true, true)
                              : text_type(mark == '*' ? 64 : 256, mark == '*' ? exact : folded,
                                          Coercibility::Implicit, true);
    column.type.decimals = 0;
    create += (create.empty() ? "" : ", ") + sqlite_name(word) +
              (mark == '+' ? " INTEGER" : " TEXT COLLATE " + std::string(column.type.collation->sqlite));
    marks += (marks.empty() ? "?" : ", ?") + std::to_string(out.columns.size() + 1);
    out.columns.push_back(std::move(column));
  }
  Result<std::vector<std::vector<Value>>> content = rows(out.name);
  if (!content) return content.error();
  out.sqlite_name = "temp." + sqlite_name("information_schema." + out.name);
  Result<void> made = database_.execute("DROP TABLE IF EXISTS " + out.sqlite_name + "; CREATE TABLE " +
                                        out.sqlite_name + " (" + create + ")");
  if (!made) return made.error();
  Result<Statement> insert = database_.prepare("INSERT INTO " + out.sqlite_name + " VALUES (" + marks + ")");
  if (!insert) return insert.error();
  for (const std::vector<Value>& row : *content) {
    insert->reset();
    for (std::size_t i = 0; i < row.size(); ++i) insert->bind(static_cast<int>(i + 1), row[i]);
    if (Result<void> done = insert->run(); !done) return done.error();
  }
  return out;
}

}  // namespace mallshard::embedded
