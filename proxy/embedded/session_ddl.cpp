// CREATE, DROP, TRUNCATE, ALTER, RENAME: each commits what is open and is a
// transaction of its own.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/row_change.h"
#include "embedded/session.h"
#include "embedded/store_value.h"

namespace mallshard::embedded {

namespace {

using sqlparse::AlterKind;
using sqlparse::NodeKind;

Error cannot_drop(std::string_view what) {
  return {1091, "42000", "Can't DROP '" + std::string(what) + "'; check that column/key exists"};
}

Result<void> check_table_name(const std::string& name) {
  if (name.size() > 64) return Error(1059, "42000", "Identifier name '" + name + "' is too long");
  if (name.empty() || name.ends_with(' ')) return Error(1103, "42000", "Incorrect table name '" + name + "'");
  if (to_lower(name).starts_with("sqlite_") || equals_ignore_case(name, kCatalogTable)) {
    return not_supported_here("a table called " + name);
  }
  return {};
}

}  // namespace

Result<Catalog::TablePointer> Session::table_of(const sqlparse::TableName& name) {
  const std::string schema(name.database.present() ? name.database.text
                                                   : std::string_view(current_database_));
  if (schema.empty()) return Error::no_database();
  if (equals_ignore_case(schema, "information_schema")) {
    return Error(1044, "42000", "Access denied for user '" + user_ + "' to database 'information_schema'");
  }
  if (schema != setup_.database) return Error::unknown_database(schema);
  Result<Catalog::TablePointer> table = catalog_->find(name.name.text);
  if (table && *table == nullptr) return Error::unknown_table(schema, name.name.text);
  return table;
}

Result<Session::Outcome> Session::ddl(Job& job) {
  using sqlparse::cast;
  const sqlparse::Statement& statement = *job.statement;
  if (statement.kind == NodeKind::DatabaseStatement)
    return database_statement(cast<sqlparse::DatabaseStatement>(statement));
  if (Result<void> done = commit(); !done) return done.error();
  if (setup_.read_only) {
    if (Result<void> writable = check_writable(); !writable) return writable.error();
  }
  if (Result<void> begun = database_->execute("BEGIN IMMEDIATE"); !begun) return begun.error();
  Result<Outcome> outcome = [&]() -> Result<Outcome> {
    switch (statement.kind) {
      case NodeKind::CreateTableStatement:
        return create_table(cast<sqlparse::CreateTableStatement>(statement), job);
      case NodeKind::DropTableStatement:
        return drop_table(cast<sqlparse::DropTableStatement>(statement));
      case NodeKind::TruncateStatement:
        return truncate(cast<sqlparse::TruncateStatement>(statement));
      case NodeKind::AlterTableStatement:
        return alter_table(cast<sqlparse::AlterTableStatement>(statement), job);
      case NodeKind::RenameTableStatement:
        return rename_table(cast<sqlparse::RenameTableStatement>(statement));
      case NodeKind::CreateIndexStatement:
        return create_index(cast<sqlparse::CreateIndexStatement>(statement), job);
      default:
        return drop_index(cast<sqlparse::DropIndexStatement>(statement));
    }
  }();
  Result<void> ended = database_->execute(outcome ? "COMMIT" : "ROLLBACK");
  if (outcome && !ended) {
    rollback();
    return ended.error();
  }
  return outcome;
}

Result<Session::Outcome> Session::database_statement(const sqlparse::DatabaseStatement& statement) {
  using sqlparse::StatementKind;
  if (statement.statement_kind == StatementKind::CreateDatabase && statement.name.text == setup_.database) {
    if (statement.if_not_exists) {
      evaluation_.warn(WarningLevel::Note,
                       {1007, "HY000", "Can't create database '" + setup_.database + "'; database exists"});
      Outcome out;
      out.affected = 1;
      return out;
    }
    return Error(1007, "HY000", "Can't create database '" + setup_.database + "'; database exists");
  }
  return not_supported_here("creating, altering and dropping databases");
}

Result<Session::Outcome> Session::create_table(const sqlparse::CreateTableStatement& statement, Job& job) {
  if (statement.temporary) return not_supported_here("TEMPORARY tables");
  const std::string schema(statement.table->database.present() ? statement.table->database.text
                                                               : std::string_view(current_database_));
  if (schema.empty()) return Error::no_database();
  if (schema != setup_.database) return Error::unknown_database(schema);
  const std::string name(statement.table->name.text);
  if (Result<void> checked = check_table_name(name); !checked) return checked.error();
  // SQLite's names have no case: t and T cannot both be.
  Result<std::vector<std::string>> names = catalog_->names();
  if (!names) return names.error();
  const bool exists = std::any_of(names->begin(), names->end(),
                                  [&](const std::string& n) { return equals_ignore_case(n, name); });
  if (exists) {
    Error error(1050, "42S01", "Table '" + name + "' already exists");
    if (!statement.if_not_exists) return error;
    evaluation_.warn(WarningLevel::Note, std::move(error));
    return Outcome();
  }
  Table table;
  if (statement.like != nullptr) {
    Result<Catalog::TablePointer> model = table_of(*statement.like);
    if (!model) return model.error();
    table = **model;
    table.name = name;
    table.auto_increment = 0;
  } else {
    Result<Table> defined = define_table(statement, job.tokens, utf8mb4_general());
    if (!defined) return defined.error();
    table = std::move(*defined);
  }
  if (Result<void> made = catalog_->create(table); !made) return made.error();
  setup_.file->forget_auto_increment(name);
  return Outcome();
}

Result<Session::Outcome> Session::drop_table(const sqlparse::DropTableStatement& statement) {
  if (statement.temporary) return not_supported_here("TEMPORARY tables");
  std::string missing;
  std::vector<std::string> found;
  for (const sqlparse::TableName* name : statement.tables) {
    Result<Catalog::TablePointer> table = table_of(*name);
    if (table) {
      found.push_back((*table)->name);
    } else if (table.error().code != 1146) {
      return table.error();
    } else {
      missing += (missing.empty() ? "" : ",") + setup_.database + "." + std::string(name->name.text);
    }
  }
  if (!missing.empty()) {
    if (!statement.if_exists) return Error(1051, "42S02", "Unknown table '" + missing + "'");
    evaluation_.warn(WarningLevel::Note, {1051, "42S02", "Unknown table '" + missing + "'"});
  }
  for (const std::string& name : found) {
    if (Result<void> dropped = catalog_->drop(name); !dropped) return dropped.error();
    setup_.file->forget_auto_increment(name);
  }
  return Outcome();
}

Result<Session::Outcome> Session::truncate(const sqlparse::TruncateStatement& statement) {
  Result<Catalog::TablePointer> table = table_of(*statement.table);
  if (!table) return table.error();
  if (Result<void> done = database_->execute("DELETE FROM main." + sqlite_name((*table)->name)); !done)
    return done.error();
  setup_.file->forget_auto_increment((*table)->name);
  return Outcome();
}

Result<void> Session::add_column(Table& table, const sqlparse::ColumnDefinition& definition,
                                 const sqlparse::AlterAction& action, const sqlparse::TokenView& tokens) {
  if (action.first || action.after.present()) return not_supported_here("ADD COLUMN ... FIRST or AFTER");
  if (definition.key != sqlparse::ColumnKey::None || definition.auto_increment)
    return not_supported_here("ADD COLUMN with a key");
  Result<Column> column = define_column(definition, tokens, *table.collation);
  if (!column) return column.error();
  if (table.find_column(column->name))
    return Error(1060, "42S21", "Duplicate column name '" + column->name + "'");
  Value fallback = stored_default(*column, evaluation_.zone_seconds);
  if (column->fallback.kind == ColumnDefault::Kind::Now) fallback = stored_now(*column, -1, evaluation_);
  if (fallback.kind == Value::Kind::Null && column->not_null()) {
    const std::optional<Value> implicit = implicit_default(*column);
    if (!implicit) return not_supported_here("ADD COLUMN of this type NOT NULL without a default");
    fallback = *implicit;
  }
  table.columns.push_back(std::move(*column));
  return database_->execute(
      "ALTER TABLE main." + sqlite_name(table.name) + " ADD COLUMN " +
      storage_column(table, table.columns.size() - 1) +
      (fallback.kind == Value::Kind::Null ? "" : " DEFAULT " + sqlite_literal(fallback)));
}

Result<void> Session::drop_column(Table& table, std::string_view name) {
  const std::optional<std::size_t> column = table.find_column(name);
  if (!column) return cannot_drop(name);
  const bool in_key = std::any_of(table.keys.begin(), table.keys.end(), [&](const Key& key) {
    return std::any_of(key.parts.begin(), key.parts.end(),
                       [&](const KeyPart& part) { return part.column == *column; });
  });
  if (in_key) return not_supported_here("DROP COLUMN of a column in a key");
  if (table.columns.size() == 1)
    return Error(1090, "42000", "You can't delete all columns with ALTER TABLE; use DROP TABLE instead");
  table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(*column));
  for (Key& key : table.keys) {
    for (KeyPart& part : key.parts) part.column -= part.column > *column ? 1 : 0;
  }
  return database_->execute("ALTER TABLE main." + sqlite_name(table.name) + " DROP COLUMN " +
                            sqlite_name(name));
}

Result<Session::Outcome> Session::alter_table(const sqlparse::AlterTableStatement& statement, Job& job) {
  Result<Catalog::TablePointer> found = table_of(*statement.table);
  if (!found) return found.error();
  const Table before = **found;
  Table after = before;
  std::string renamed;
  for (const sqlparse::AlterAction* action : statement.actions) {
    Result<void> done;
    switch (action->alter_kind) {
      case AlterKind::AddColumn:
        for (const sqlparse::Node* definition : action->definitions) {
          const auto* column = sqlparse::as<sqlparse::ColumnDefinition>(definition);
          if (column == nullptr) return not_supported_here("this ALTER TABLE");
          done = add_column(after, *column, *action, job.tokens);
          if (!done) return done.error();
        }
        break;
      case AlterKind::AddIndex: {
        const auto* index = action->definitions.empty()
                                ? nullptr
                                : sqlparse::as<sqlparse::IndexDefinition>(action->definitions[0]);
        if (index == nullptr || index->index_kind == sqlparse::IndexKind::Primary)
          return not_supported_here("ADD PRIMARY KEY");
        done = define_key(*index, job.tokens, after);
        break;
      }
      case AlterKind::DropIndex: {
        const Key* key = after.find_key(action->name.text);
        if (key == nullptr) return cannot_drop(action->name.text);
        if (key->primary) return not_supported_here("DROP PRIMARY KEY");
        after.keys.erase(after.keys.begin() + (key - after.keys.data()));
        break;
      }
      case AlterKind::DropColumn:
        done = drop_column(after, action->name.text);
        break;
      case AlterKind::RenameTable:
        renamed = action->target->name.text;
        done = check_table_name(renamed);
        break;
      case AlterKind::Option:
        if (action->option->option != sqlparse::Keyword::Comment &&
            action->option->option != sqlparse::Keyword::AutoIncrement &&
            action->option->option != sqlparse::Keyword::Engine) {
          return not_supported_here("this ALTER TABLE option");
        }
        done = apply_table_option(*action->option, job.tokens, after);
        break;
      case AlterKind::Algorithm:
        break;
      default:
        return not_supported_here("this kind of ALTER TABLE");
    }
    if (!done) return done.error();
  }
  if (Result<void> checked = check_table(after); !checked) return checked.error();
  if (Result<void> replaced = catalog_->replace(before, after); !replaced) {
    if (is_duplicate(*database_))
      return Error(1062, "23000", "Duplicate entry in table '" + before.name + "' for the new key");
    return replaced.error();
  }
  if (!renamed.empty()) {
    Result<Catalog::TablePointer> there = catalog_->find(renamed);
    if (!there) return there.error();
    if (*there != nullptr) return Error(1050, "42S01", "Table '" + renamed + "' already exists");
    if (Result<void> done = catalog_->rename(after, renamed); !done) return done.error();
    setup_.file->forget_auto_increment(before.name);
  }
  Outcome out;
  out.info = "Records: 0  Duplicates: 0  Warnings: 0";
  return out;
}

Result<Session::Outcome> Session::rename_table(const sqlparse::RenameTableStatement& statement) {
  for (const sqlparse::RenamePair* pair : statement.pairs) {
    Result<Catalog::TablePointer> table = table_of(*pair->from);
    if (!table) return table.error();
    const std::string to(pair->to->name.text);
    if (Result<void> checked = check_table_name(to); !checked) return checked.error();
    Result<Catalog::TablePointer> there = catalog_->find(to);
    if (!there) return there.error();
    if (*there != nullptr) return Error(1050, "42S01", "Table '" + to + "' already exists");
    if (Result<void> done = catalog_->rename(**table, to); !done) return done.error();
    setup_.file->forget_auto_increment((*table)->name);
  }
  return Outcome();
}

Result<Session::Outcome> Session::create_index(const sqlparse::CreateIndexStatement& statement, Job& job) {
  Result<Catalog::TablePointer> table = table_of(*statement.table);
  if (!table) return table.error();
  if (statement.or_replace) return not_supported_here("CREATE OR REPLACE INDEX");
  Table after = **table;
  if (Result<void> defined = define_key(*statement.index, job.tokens, after); !defined)
    return defined.error();
  if (Result<void> checked = check_table(after); !checked) return checked.error();
  if (Result<void> replaced = catalog_->replace(**table, after); !replaced) {
    if (is_duplicate(*database_)) {
      return Error(1062, "23000", "Duplicate entry in table '" + after.name + "' for the new key");
    }
    return replaced.error();
  }
  Outcome out;
  out.info = "Records: 0  Duplicates: 0  Warnings: 0";
  return out;
}

Result<Session::Outcome> Session::drop_index(const sqlparse::DropIndexStatement& statement) {
  Result<Catalog::TablePointer> table = table_of(*statement.table);
  if (!table) return table.error();
  Table after = **table;
  const Key* key = after.find_key(statement.name.text);
  if (key == nullptr) return cannot_drop(statement.name.text);
  if (key->primary) return not_supported_here("DROP PRIMARY KEY");
  after.keys.erase(after.keys.begin() + (key - after.keys.data()));
  if (Result<void> replaced = catalog_->replace(**table, after); !replaced) return replaced.error();
  Outcome out;
  out.info = "Records: 0  Duplicates: 0  Warnings: 0";
  return out;
}

}  // namespace mallshard::embedded
