#include "embedded/catalog.h"

#include <algorithm>

#include "sqlparse/arena.h"
#include "sqlparse/parser.h"

namespace mallshard::embedded {

namespace {

std::string index_name(const std::string& table, const std::string& key) {
  return sqlite_name(table + "|" + key);
}

std::string key_columns(const Table& table, const Key& key) {
  std::string out;
  for (const KeyPart& part : key.parts) {
    if (!out.empty()) out += ", ";
    out += sqlite_name(table.columns[part.column].name);
    if (part.descending) out += " DESC";
  }
  return out;
}

bool same_key(const Key& a, const Key& b) {
  return a.name == b.name && a.unique == b.unique &&
         std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
                    [](const KeyPart& x, const KeyPart& y) {
                      return x.column == y.column && x.descending == y.descending;
                    });
}

std::string storage_table(const Table& table) {
  std::string out = "CREATE TABLE main." + sqlite_name(table.name) + " (";
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    out += (i > 0 ? ", " : "") + storage_column(table, i);
  const Key* primary = table.primary_key();
  if (primary != nullptr && !table.rowid_column())
    out += ", PRIMARY KEY (" + key_columns(table, *primary) + ")";
  return out + ")";
}

Result<Table> parse_definition(const std::string& definition) {
  sqlparse::Arena arena;
  const sqlparse::ParseOutput parsed = sqlparse::parse(definition, {}, arena);
  const auto* statement = sqlparse::as<sqlparse::CreateTableStatement>(parsed.statement);
  if (statement == nullptr)
    return Error::unknown("The embedded catalogue holds a definition that cannot be read: " + definition);
  Result<Table> table = define_table(*statement, parsed.tokens, utf8mb4_general());
  if (!table) return table;
  // create_statement() names a collation for every column that is not of the
  // default one; the character set only where the user had said something.
  std::size_t column = 0;
  for (const sqlparse::Node* element : statement->elements) {
    if (const auto* written = sqlparse::as<sqlparse::ColumnDefinition>(element)) {
      table->columns[column++].explicit_collation = written->type->charset.present();
    }
  }
  return table;
}

}  // namespace

std::uint64_t SharedFile::take_auto_increment(const std::string& table, std::uint64_t at_least,
                                              std::uint64_t count) {
  const std::lock_guard lock(mutex_);
  std::uint64_t& next = next_[table];
  next = std::max({next, at_least, std::uint64_t{1}});
  const std::uint64_t first = next;
  next += count;
  return first;
}

void SharedFile::raise_auto_increment(const std::string& table, std::uint64_t used) {
  const std::lock_guard lock(mutex_);
  std::uint64_t& next = next_[table];
  if (used != UINT64_MAX) next = std::max(next, used + 1);
}

void SharedFile::forget_auto_increment(const std::string& table) {
  const std::lock_guard lock(mutex_);
  next_.erase(table);
}

std::uint64_t SharedFile::next_auto_increment(const std::string& table) {
  const std::lock_guard lock(mutex_);
  const auto found = next_.find(table);
  return found == next_.end() ? 0 : found->second;
}

std::string sqlite_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string sqlite_bytes(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "x'";
  for (const char c : bytes) {
    out += kDigits[static_cast<std::uint8_t>(c) >> 4];
    out += kDigits[static_cast<std::uint8_t>(c) & 15];
  }
  return out + "'";
}

std::string sqlite_text(std::string_view text) {
  // A text with a NUL cannot stand in SQLite's SQL.
  if (text.find('\0') != std::string_view::npos) return "CAST(" + sqlite_bytes(text) + " AS TEXT)";
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::string storage_column(const Table& table, std::size_t index) {
  const Column& column = table.columns[index];
  std::string out = sqlite_name(column.name);
  switch (column.type.kind) {
    case Kind::Int:
      if (table.rowid_column() == index) return out + " INTEGER PRIMARY KEY NOT NULL";
      // Without an affinity: integers past 2^63 are digits.
      out += column.base == BaseType::BigInt && column.type.is_unsigned ? " COLLATE MS_NUMBER" : " INTEGER";
      break;
    case Kind::Time:
      out += " INTEGER";
      break;
    case Kind::Decimal:
      out += " TEXT COLLATE MS_NUMBER";
      break;
    case Kind::Double:
      out += " REAL";
      break;
    case Kind::Text:
      out += column.type.is_binary_text() ? " BLOB"
                                          : " TEXT COLLATE " + std::string(column.type.collation->sqlite);
      break;
    default:
      out += " TEXT";
      break;
  }
  // MySQL checks NULL before the row reaches the storage; this one is a guard.
  return column.not_null() ? out + " NOT NULL" : out;
}

Result<void> Catalog::prepare_file(Database& database) {
  return database.execute(
      "CREATE TABLE IF NOT EXISTS main." + sqlite_name(kCatalogTable) +
      " (name TEXT PRIMARY KEY, definition TEXT NOT NULL, created TEXT DEFAULT CURRENT_TIMESTAMP)");
}

Result<void> Catalog::check_version() {
  Result<Statement> query = database_.prepare("PRAGMA main.schema_version");
  if (!query) return query.error();
  Result<bool> row = query->step();
  if (!row) return row.error();
  const std::int64_t now = *row ? query->integer(0) : 0;
  if (now != version_) cache_.clear();
  version_ = now;
  return {};
}

Result<Catalog::TablePointer> Catalog::find(std::string_view name) {
  if (Result<void> checked = check_version(); !checked) return checked.error();
  if (const auto found = cache_.find(name); found != cache_.end()) return found->second;
  Result<Statement> query =
      database_.prepare("SELECT definition FROM main." + sqlite_name(kCatalogTable) + " WHERE name = ?1");
  if (!query) return query.error();
  query->bind(1, Value::of_text(std::string(name)));
  Result<bool> row = query->step();
  if (!row) return row.error();
  if (!*row) return TablePointer();
  Result<Table> table = parse_definition(std::string(query->text(0)));
  if (!table) return table.error();
  TablePointer pointer = std::make_shared<const Table>(std::move(*table));
  cache_.emplace(name, pointer);
  return pointer;
}

Result<std::vector<std::string>> Catalog::names() {
  Result<Statement> query =
      database_.prepare("SELECT name FROM main." + sqlite_name(kCatalogTable) + " ORDER BY name");
  if (!query) return query.error();
  std::vector<std::string> names;
  for (;;) {
    Result<bool> row = query->step();
    if (!row) return row.error();
    if (!*row) return names;
    names.emplace_back(query->text(0));
  }
}

Result<void> Catalog::write(const Table& table) {
  Result<Statement> insert =
      database_.prepare("INSERT INTO main." + sqlite_name(kCatalogTable) +
                        " (name, definition) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET "
                        "definition = excluded.definition");
  if (!insert) return insert.error();
  insert->bind(1, Value::of_text(table.name));
  insert->bind(2, Value::of_text(create_statement(table)));
  cache_.clear();
  return insert->run();
}

Result<void> Catalog::create_index(const Table& table, const Key& key) {
  return database_.execute(std::string("CREATE ") + (key.unique ? "UNIQUE " : "") + "INDEX main." +
                           index_name(table.name, key.name) + " ON " + sqlite_name(table.name) + " (" +
                           key_columns(table, key) + ")");
}

Result<void> Catalog::create(const Table& table) {
  if (Result<void> made = database_.execute(storage_table(table)); !made) return made;
  for (const Key& key : table.keys) {
    if (key.primary) continue;
    if (Result<void> made = create_index(table, key); !made) return made;
  }
  return write(table);
}

Result<void> Catalog::drop(const std::string& name) {
  if (Result<void> dropped = database_.execute("DROP TABLE main." + sqlite_name(name)); !dropped)
    return dropped;
  Result<Statement> remove =
      database_.prepare("DELETE FROM main." + sqlite_name(kCatalogTable) + " WHERE name = ?1");
  if (!remove) return remove.error();
  remove->bind(1, Value::of_text(name));
  cache_.clear();
  return remove->run();
}

Result<void> Catalog::replace(const Table& before, const Table& after) {
  const auto keeps = [](const Table& table, const Key& key) {
    return std::any_of(table.keys.begin(), table.keys.end(),
                       [&](const Key& other) { return same_key(other, key); });
  };
  for (const Key& key : before.keys) {
    if (key.primary || keeps(after, key)) continue;
    if (Result<void> done = database_.execute("DROP INDEX main." + index_name(before.name, key.name)); !done)
      return done;
  }
  for (const Key& key : after.keys) {
    if (key.primary || keeps(before, key)) continue;
    if (Result<void> done = create_index(after, key); !done) return done;
  }
  return write(after);
}

Result<void> Catalog::rename(const Table& before, const std::string& to) {
  Table after = before;
  after.name = to;
  if (Result<void> done =
          database_.execute("ALTER TABLE main." + sqlite_name(before.name) + " RENAME TO " + sqlite_name(to));
      !done) {
    return done;
  }
  for (const Key& key : before.keys) {
    if (key.primary) continue;
    if (Result<void> done = database_.execute("DROP INDEX main." + index_name(before.name, key.name)); !done)
      return done;
    if (Result<void> done = create_index(after, key); !done) return done;
  }
  Result<Statement> remove =
      database_.prepare("DELETE FROM main." + sqlite_name(kCatalogTable) + " WHERE name = ?1");
  if (!remove) return remove.error();
  remove->bind(1, Value::of_text(before.name));
  if (Result<void> done = remove->run(); !done) return done;
  return write(after);
}

}  // namespace mallshard::embedded
