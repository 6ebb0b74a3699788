// SHOW and DESCRIBE.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/literal.h"
#include "embedded/server.h"
#include "embedded/session.h"

namespace mallshard::embedded {

namespace {

using sqlparse::ShowKind;
using wire::LocalColumn;

LocalColumn shown_text(std::string name, std::uint32_t characters = 64) {
  LocalColumn column = LocalColumn::text(std::move(name), characters);
  return column;
}

LocalColumn shown_number(std::string name) {
  return LocalColumn::unsigned_integer(std::move(name));
}

std::optional<std::string> field(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
      return std::nullopt;
    case Value::Kind::Int:
      return std::to_string(value.integer);
    default:
      return value.text;
  }
}

std::vector<LocalColumn> text_columns(std::initializer_list<const char*> names) {
  std::vector<LocalColumn> out;
  for (const char* name : names) out.push_back(shown_text(name, 256));
  return out;
}

}  // namespace

// Filters the rows by LIKE on the first column, or by WHERE over all of them.
Result<void> Session::filter(const sqlparse::ShowStatement& statement, std::size_t like_column,
                             wire::LocalResult& result, Job& job) {
  if (statement.like != nullptr) {
    Result<Value> pattern = evaluate(*statement.like, job);
    if (!pattern) return pattern.error();
    const std::uint32_t escape = job.tokens.options.no_backslash_escapes ? UINT32_MAX : '\\';
    std::erase_if(result.rows, [&](const wire::LocalRow& row) {
      return !matches_like(TextOrder::General, row[like_column].value_or(""), pattern->text, escape);
    });
  }
  if (statement.where == nullptr) return {};
  // The rows as a table, and the condition over it.
  std::string create = "DROP TABLE IF EXISTS temp.ms_show; CREATE TABLE temp.ms_show (";
  Scope scope;
  ScopeTable table;
  for (std::size_t i = 0; i < result.columns.size(); ++i) {
    const bool number = wire::is_integer(result.columns[i].type);
    create += (i > 0 ? ", c" : "c") + std::to_string(i + 1) + (number ? " INTEGER" : " TEXT");
    ScopeColumn column;
    column.name = result.columns[i].name;
    column.sql = "T1.c" + std::to_string(i + 1);
    column.type = number ? int_type(21, true)
                         : text_type(256, *default_text_collation("utf8mb3"), Coercibility::Implicit, true);
    table.columns.push_back(std::move(column));
  }
  scope.tables.push_back(std::move(table));
  TranslationContext translation = context(job);
  Translator translator(translation);
  const std::string where = translator.condition(*statement.where, scope, "where clause");
  if (translator.error()) return *translator.error();
  if (Result<void> made = database_->execute(create + ")"); !made) return made;
  std::string marks;
  for (std::size_t i = 0; i < result.columns.size(); ++i)
    marks += (i > 0 ? ", ?" : "?") + std::to_string(i + 1);
  Result<Statement> insert = database_->prepare("INSERT INTO temp.ms_show VALUES (" + marks + ")");
  if (!insert) return insert.error();
  for (const wire::LocalRow& row : result.rows) {
    insert->reset();
    for (std::size_t i = 0; i < row.size(); ++i) {
      insert->bind(static_cast<int>(i + 1), row[i] ? Value::of_text(*row[i]) : Value::null());
    }
    if (Result<void> done = insert->run(); !done) return done;
  }
  Result<Statement> query =
      database_->prepare("SELECT rowid FROM temp.ms_show AS T1 WHERE " + where + " ORDER BY rowid");
  if (!query) return query.error();
  std::vector<wire::LocalRow> kept;
  for (;;) {
    Result<bool> row = query->step();
    if (!row) return row.error();
    if (!*row) break;
    kept.push_back(std::move(result.rows[static_cast<std::size_t>(query->integer(0) - 1)]));
  }
  result.rows = std::move(kept);
  return {};
}

Result<Session::Outcome> Session::show_columns(const Table& table, bool full) {
  Outcome out;
  out.kind = Outcome::Kind::Rows;
  std::vector<std::size_t> picked = {3, 15, 6, 16, 5, 17};
  std::vector<const char*> names = {"Field", "Type", "Null", "Key", "Default", "Extra"};
  if (full) {
    picked = {3, 15, 14, 6, 16, 5, 17, 18, 19};
    names = {"Field", "Type", "Collation", "Null", "Key", "Default", "Extra", "Privileges", "Comment"};
  }
  for (const char* name : names) out.rows.columns.push_back(shown_text(name, 256));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::vector<Value> row = describe_column(setup_.database, table, i);
    wire::LocalRow shown;
    for (const std::size_t index : picked) shown.push_back(field(row[index]));
    out.rows.rows.push_back(std::move(shown));
  }
  return out;
}

Result<Session::Outcome> Session::describe(const sqlparse::DescribeStatement& statement, Job& job) {
  Result<Catalog::TablePointer> table = table_of(*statement.table);
  if (!table) return table.error();
  Result<Outcome> out = show_columns(**table, false);
  if (!out || !statement.column.present()) return out;
  std::string pattern(job.tokens.spelling(statement.column.first, statement.column.last));
  const bool quoted = pattern.starts_with('\'') || pattern.starts_with('"');
  if (quoted) pattern = string_value(job.tokens, statement.column.first, statement.column.last);
  if (pattern.starts_with('`') && pattern.size() > 1) pattern = pattern.substr(1, pattern.size() - 2);
  std::erase_if(out->rows.rows, [&](const wire::LocalRow& row) {
    return !matches_like(TextOrder::General, row[0].value_or(""), pattern, '\\');
  });
  return out;
}

Result<Session::Outcome> Session::show_tables(const sqlparse::ShowStatement& statement, Job& job) {
  const std::string schema(statement.database.present() ? statement.database.text
                                                        : std::string_view(current_database_));
  if (schema.empty()) return Error::no_database();
  const bool status_wanted = statement.show_kind == ShowKind::TableStatus;
  Outcome out;
  out.kind = Outcome::Kind::Rows;
  if (!equals_ignore_case(schema, "information_schema") && schema != setup_.database)
    return Error::unknown_database(schema);
  if (status_wanted) {
    out.rows.columns =
        text_columns({"Name", "Engine", "Version", "Row_format", "Rows", "Avg_row_length", "Data_length",
                      "Max_data_length", "Index_length", "Data_free", "Auto_increment", "Create_time",
                      "Update_time", "Check_time", "Collation", "Checksum", "Create_options", "Comment"});
    for (const std::size_t number : {2u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 15u}) {
      out.rows.columns[number] = shown_number(out.rows.columns[number].name);
    }
  } else {
    std::string name = "Tables_in_" + schema;
    if (statement.like != nullptr) {
      Result<Value> pattern = evaluate(*statement.like, job);
      if (!pattern) return pattern.error();
      name += " (" + pattern->text + ")";
    }
    out.rows.columns.push_back(shown_text(std::move(name)));
    if (statement.full) out.rows.columns.push_back(shown_text("Table_type"));
  }
  if (schema == setup_.database) {
    Result<std::vector<std::string>> names = catalog_->names();
    if (!names) return names.error();
    for (const std::string& name : *names) {
      wire::LocalRow row = {name};
      if (status_wanted) {
        Result<Catalog::TablePointer> table = catalog_->find(name);
        if (!table) return table.error();
        const std::vector<Value> all =
            describe_table(setup_.database, **table, 0, setup_.file->next_auto_increment(name));
        for (std::size_t i = 4; i < all.size(); ++i) row.push_back(field(all[i]));
      } else if (statement.full) {
        row.emplace_back("BASE TABLE");
      }
      out.rows.rows.push_back(std::move(row));
    }
  }
  if (Result<void> filtered = filter(statement, 0, out.rows, job); !filtered) return filtered.error();
  return out;
}

Result<Session::Outcome> Session::show_diagnostics(const sqlparse::ShowStatement& statement) {
  const bool errors = statement.show_kind == ShowKind::Errors || statement.show_kind == ShowKind::CountErrors;
  Outcome out;
  out.kind = Outcome::Kind::Rows;
  const auto is_wanted = [&](const Warning& warning) {
    return !errors || warning.level == WarningLevel::Error;
  };
  if (statement.show_kind == ShowKind::CountWarnings || statement.show_kind == ShowKind::CountErrors) {
    const auto count =
        errors ? static_cast<std::uint64_t>(std::count_if(warnings_.begin(), warnings_.end(), is_wanted))
               : warning_count_;
    out.rows.columns.push_back(shown_number(errors ? "@@session.error_count" : "@@session.warning_count"));
    out.rows.rows.push_back({std::to_string(count)});
    return out;
  }
  out.rows.columns = {shown_text("Level", 7), shown_number("Code"), shown_text("Message", 512)};
  out.rows.columns[1].type = wire::ColumnType::Long;
  out.rows.columns[1].length = 5;
  for (const Warning& warning : warnings_) {
    if (!is_wanted(warning)) continue;
    const char* level = warning.level == WarningLevel::Note      ? "Note"
                        : warning.level == WarningLevel::Warning ? "Warning"
                                                                 : "Error";
    out.rows.rows.push_back({level, std::to_string(warning.error.code), warning.error.message});
  }
  return out;
}

Result<Session::Outcome> Session::show_replica_status() {
  Outcome out;
  out.kind = Outcome::Kind::Rows;
  out.rows.columns =
      text_columns({"Replica_IO_State", "Source_Host", "Source_User", "Replica_IO_Running",
                    "Replica_SQL_Running", "Last_Error", "Seconds_Behind_Source", "Channel_Name"});
  out.rows.columns.push_back(shown_number("Source_Server_Id"));
  // The "replica" reads the primary's own file: it is never behind.
  if (setup_.read_only) {
    out.rows.rows.push_back(
        {"Reads the primary's file", "127.0.0.1", "root", "Yes", "Yes", "", "0", "", "1"});
  }
  return out;
}

Result<Session::Outcome> Session::show(const sqlparse::ShowStatement& statement, Job& job) {
  Outcome out;
  out.kind = Outcome::Kind::Rows;
  wire::LocalResult& rows = out.rows;
  std::size_t like_column = 0;
  switch (statement.show_kind) {
    case ShowKind::Tables:
    case ShowKind::TableStatus:
      return show_tables(statement, job);
    case ShowKind::Warnings:
    case ShowKind::Errors:
    case ShowKind::CountWarnings:
    case ShowKind::CountErrors:
      if (statement.limit != nullptr) return not_supported_here("SHOW WARNINGS LIMIT");
      return show_diagnostics(statement);
    case ShowKind::ReplicaStatus:
      return show_replica_status();
    case ShowKind::Databases:
      rows.columns.push_back(shown_text("Database"));
      rows.rows = {{setup_.database}, {"information_schema"}};
      std::sort(rows.rows.begin(), rows.rows.end());
      break;
    case ShowKind::Columns: {
      Result<Catalog::TablePointer> table = table_of(*statement.table);
      if (!table) return table.error();
      Result<Outcome> columns = show_columns(**table, statement.full);
      if (!columns) return columns;
      out = std::move(*columns);
      break;
    }
    case ShowKind::Indexes: {
      Result<Catalog::TablePointer> table = table_of(*statement.table);
      if (!table) return table.error();
      rows.columns = text_columns({"Table", "Non_unique", "Key_name", "Seq_in_index", "Column_name",
                                   "Collation", "Cardinality", "Sub_part", "Packed", "Null", "Index_type",
                                   "Comment", "Index_comment", "Visible", "Expression"});
      for (const std::size_t number : {1u, 3u, 6u, 7u})
        rows.columns[number] = shown_number(rows.columns[number].name);
      for (const std::vector<Value>& all : describe_keys(setup_.database, **table)) {
        wire::LocalRow row;
        for (const std::size_t index : {2u, 3u, 5u, 6u, 7u, 8u, 9u, 10u, 11u, 12u, 13u, 14u, 15u, 16u, 17u})
          row.push_back(field(all[index]));
        rows.rows.push_back(std::move(row));
      }
      like_column = 2;
      break;
    }
    case ShowKind::CreateTable: {
      Result<Catalog::TablePointer> table = table_of(*statement.table);
      if (!table) return table.error();
      Table shown = **table;
      if (shown.auto_increment_column()) {
        shown.auto_increment = std::max(shown.auto_increment, setup_.file->next_auto_increment(shown.name));
      }
      rows.columns = {shown_text("Table"), shown_text("Create Table", 1024)};
      rows.rows.push_back({shown.name, create_statement(shown)});
      return out;
    }
    case ShowKind::CreateDatabase: {
      if (statement.object.text != setup_.database) return Error::unknown_database(statement.object.text);
      rows.columns = {shown_text("Database"), shown_text("Create Database", 1024)};
      rows.rows.push_back(
          {setup_.database, "CREATE DATABASE " + quote_name(setup_.database) +
                                " /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci */"});
      return out;
    }
    case ShowKind::Variables:
      rows.columns = {shown_text("Variable_name"), shown_text("Value", 1024)};
      for (const auto& [name, value] : variables_.shown(statement.scope)) rows.rows.push_back({name, value});
      break;
    case ShowKind::Status:
      rows.columns = {shown_text("Variable_name"), shown_text("Value", 1024)};
      rows.rows = {{"Ssl_cipher", ""}, {"Ssl_version", ""}, {"Threads_connected", "1"}};
      break;
    case ShowKind::CharacterSets:
      rows.columns = {shown_text("Charset"), shown_text("Description"), shown_text("Default collation"),
                      shown_number("Maxlen")};
      rows.rows = {{"binary", "Binary pseudo charset", "binary", "1"},
                   {"utf8mb3", "UTF-8 Unicode", "utf8mb3_general_ci", "3"},
                   {"utf8mb4", "UTF-8 Unicode", "utf8mb4_general_ci", "4"}};
      break;
    case ShowKind::Collations:
      rows.columns =
          text_columns({"Collation", "Charset", "Id", "Default", "Compiled", "Sortlen", "Pad_attribute"});
      rows.columns[2] = shown_number("Id");
      for (const char* name : {"binary", "utf8mb3_bin", "utf8mb3_general_ci", "utf8mb4_0900_bin",
                               "utf8mb4_bin", "utf8mb4_general_ci"}) {
        const TextCollation& collation = *find_text_collation(name);
        const bool pads = collation.order == TextOrder::CodePoint || collation.order == TextOrder::General;
        rows.rows.push_back({std::string(collation.name), std::string(collation.charset),
                             std::to_string(collation.id), collation.is_default ? "Yes" : "", "Yes", "1",
                             pads ? "PAD SPACE" : "NO PAD"});
      }
      break;
    case ShowKind::Engines:
      rows.columns = text_columns({"Engine", "Support", "Comment", "Transactions", "XA", "Savepoints"});
      rows.rows = {{"InnoDB", "DEFAULT", "SQLite under the name that clients expect", "YES", "NO", "YES"}};
      break;
    case ShowKind::Grants:
      rows.columns = {shown_text("Grants for " + user_.substr(0, user_.find('@')) + "@%", 1024)};
      rows.rows = {{"GRANT ALL PRIVILEGES ON " + quote_name(setup_.database) + ".* TO " +
                    quote_name(user_.substr(0, user_.find('@'))) + "@`%`"}};
      break;
    case ShowKind::Plugins:
      rows.columns = text_columns({"Name", "Status", "Type", "Library", "License"});
      break;
    case ShowKind::Triggers:
      rows.columns =
          text_columns({"Trigger", "Event", "Table", "Statement", "Timing", "Created", "sql_mode", "Definer",
                        "character_set_client", "collation_connection", "Database Collation"});
      break;
    case ShowKind::Events:
      rows.columns =
          text_columns({"Db", "Name", "Definer", "Time zone", "Type", "Execute at", "Interval value",
                        "Interval field", "Starts", "Ends", "Status", "Originator", "character_set_client",
                        "collation_connection", "Database Collation"});
      break;
    case ShowKind::ProcedureStatus:
    case ShowKind::FunctionStatus:
      rows.columns =
          text_columns({"Db", "Name", "Type", "Definer", "Modified", "Created", "Security_type", "Comment",
                        "character_set_client", "collation_connection", "Database Collation"});
      break;
    default:
      return not_supported_here("this SHOW");
  }
  if (Result<void> filtered = filter(statement, like_column, out.rows, job); !filtered)
    return filtered.error();
  return out;
}

Result<Session::Outcome> Session::maintain(const sqlparse::TableMaintenanceStatement& statement) {
  const char* operation = nullptr;
  switch (statement.statement_kind) {
    case sqlparse::StatementKind::AnalyzeTable:
      operation = "analyze";
      break;
    case sqlparse::StatementKind::CheckTable:
      operation = "check";
      break;
    case sqlparse::StatementKind::OptimizeTable:
      operation = "optimize";
      break;
    default:
      return not_supported_here(sqlparse::statement_kind_name(statement.statement_kind));
  }
  Outcome out;
  out.kind = Outcome::Kind::Rows;
  out.rows.columns = text_columns({"Table", "Op", "Msg_type", "Msg_text"});
  for (const sqlparse::TableName* name : statement.tables) {
    Result<Catalog::TablePointer> table = table_of(*name);
    const std::string shown = setup_.database + "." + std::string(name->name.text);
    if (table) {
      out.rows.rows.push_back({shown, operation, "status", "OK"});
    } else {
      out.rows.rows.push_back({shown, operation, "Error", table.error().message});
    }
  }
  return out;
}

void Session::field_list(std::string_view table_name, std::string_view pattern, Reply& reply) {
  if (current_database_ != setup_.database) return reply.error(Error::no_database());
  Result<Catalog::TablePointer> table = catalog_->find(decode_sql(table_name));
  if (!table) return reply.error(table.error());
  if (*table == nullptr) return reply.error(Error::unknown_table(setup_.database, table_name));
  std::vector<ResultColumn> columns;
  for (std::size_t i = 0; i < (*table)->columns.size(); ++i) {
    const Column& column = (*table)->columns[i];
    if (!pattern.empty() && !matches_like(TextOrder::General, column.name, pattern, '\\')) continue;
    ResultColumn shown_column;
    shown_column.name = shown_column.org_name = column.name;
    shown_column.type = column.type;
    shown_column.schema = setup_.database;
    shown_column.table = shown_column.org_table = (*table)->name;
    shown_column.flags = (*table)->flags_of(i);
    columns.push_back(std::move(shown_column));
  }
  std::vector<wire::ColumnDefinition> shown = definitions(columns);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Column& column = (*table)->columns[*(*table)->find_column(columns[i].name)];
    shown[i].default_value.emplace();
    if (column.fallback.kind == ColumnDefault::Kind::Literal)
      *shown[i].default_value = std::string_view(column.fallback.text);
  }
  for (const wire::ColumnDefinition& column : shown) {
    wire::encode_column_definition(column, reply.writer().begin());
    reply.writer().finish();
  }
  reply.result_end({0, status()}, {});
}

}  // namespace mallshard::embedded
