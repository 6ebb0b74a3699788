// SHOW statements about the proxy's own state.
#include <algorithm>
#include <cstdlib>

#include "base/bytes.h"
#include "exec/like_pattern.h"
#include "rule/snapshot.h"
#include "session/body.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/lexer.h"
#include "wire/status.h"

namespace mallshard::session {

using sqlparse::ShowKind;
using sqlparse::ShowStatement;
using wire::LocalColumn;

void Session::Body::send_local(const wire::LocalResult& result, std::uint16_t answer_status) {
  if (Result<void> sent = writer().local(result, answer_status); !sent) return fail(sent.error());
  row_count_ = -1;
  found_rows_ = result.rows.size();
  statement_over();
}

void Session::Body::run_show(const sqlparse::Statement& statement) {
  const auto& show = sqlparse::cast<ShowStatement>(statement);
  switch (show.show_kind) {
    case ShowKind::Databases:
      return show_databases(statement);
    case ShowKind::CreateDatabase:
      return show_create_database(statement);
    case ShowKind::Warnings:
      return show_diagnostics(show.limit, false, false);
    case ShowKind::Errors:
      return show_diagnostics(show.limit, true, false);
    case ShowKind::CountWarnings:
      return show_diagnostics(nullptr, false, true);
    case ShowKind::CountErrors:
      return show_diagnostics(nullptr, true, true);
    default:
      on_admin_ = &Body::on_processlist;
      return effects_.admin({exec::AdminRequest::Kind::Processlist, 0});
  }
}

void Session::Body::show_databases(const sqlparse::Statement& statement) {
  const auto& show = sqlparse::cast<ShowStatement>(statement);
  if (show.where != nullptr) return fail(Error::not_supported("SHOW DATABASES WHERE"));
  std::string pattern;
  std::string header = "Database";
  if (show.like != nullptr) {
    pattern = sqlparse::decode_string(parsed_.tokens.spelling(show.like->first_token), lex_);
    header += " (" + pattern + ")";
  }
  std::vector<std::string> names{"information_schema"};
  const bool real = std::any_of(snapshot_->sources.begin(), snapshot_->sources.end(), [](const auto& source) {
    return source.kind == rule::DataSource::Kind::MySql;
  });
  constexpr std::uint32_t kMariaDbHasSys = 100600;
  for (const char* name : {"mysql", "performance_schema", "sys"}) {
    if (!real || (env_.mariadb && env_.server_version < kMariaDbHasSys && name[0] == 's')) continue;
    if (user_ != nullptr && user_->may_use(name)) names.emplace_back(name);
  }
  for (const rule::Schema& schema : snapshot_->schemas) {
    if (user_ != nullptr && user_->may_use(schema.name)) names.push_back(schema.name);
  }
  std::sort(names.begin(), names.end());
  wire::LocalResult result;
  LocalColumn column = LocalColumn::text(header, 64);
  column.flags = wire::column_flag::kNotNull | wire::column_flag::kNoDefault;
  column.decimals = 0;
  column.table = "SCHEMATA";
  if (env_.mariadb) {
    column.schema = "information_schema";
    column.org_table = "SCHEMATA";
    column.org_name = "SCHEMA_NAME";
  } else {  // a query of its dictionary
    column.flags |= wire::column_flag::kBinary;
    column.org_table = "schemata";
    column.org_name = header;
  }
  result.columns.push_back(std::move(column));
  for (std::string& name : names) {
    // MariaDB takes an empty pattern for none, but for its own schema.
    const bool all =
        show.like == nullptr || (pattern.empty() && env_.mariadb && name != "information_schema");
    if (all || exec::like_name(name, pattern)) result.rows.push_back({std::move(name)});
  }
  forget_warnings();  // it reads a table of information_schema
  if (!env_.mariadb && !view_.autocommit) {
    prepare_executor();
    begin_implicitly();
  }
  send_local(result, wire::status::kNoIndexUsed);
}

void Session::Body::show_create_database(const sqlparse::Statement& statement) {
  const std::string_view name = sqlparse::cast<ShowStatement>(statement).object.text;
  Result<const rule::Schema*> schema = find_schema(name);
  if (!schema) return fail(schema.error());
  wire::LocalResult result;
  result.columns = {LocalColumn::text("Database", 64), LocalColumn::text("Create Database", 1024)};
  result.rows.push_back({(*schema)->name, "CREATE DATABASE `" + (*schema)->name + "`"});
  send_local(result);
}

// As the server behind describes a text column of its own.
LocalColumn Session::Body::shown_text(std::string name, std::uint32_t characters, bool not_null) const {
  LocalColumn column = LocalColumn::text(std::move(name), characters);
  if (env_.mariadb) column.decimals = 39;
  if (not_null) column.flags |= wire::column_flag::kNotNull;
  return column;
}

std::uint64_t Session::Body::whole_number(const sqlparse::Expression* value, std::uint64_t otherwise) const {
  if (value == nullptr) return otherwise;
  const std::string text(parsed_.tokens.spelling(value->first_token, value->last_token));
  return std::strtoull(text.c_str(), nullptr, 10);
}

void Session::Body::show_diagnostics(const sqlparse::Limit* limit, bool errors_only, bool count) {
  wire::LocalResult result;
  std::uint64_t matching = 0;
  for (const exec::Diagnostic& each : diagnostics_) matching += !errors_only || each.level == "Error" ? 1 : 0;
  if (count) {
    result.columns = {
        LocalColumn::unsigned_integer(errors_only ? "@@session.error_count" : "@@session.warning_count")};
    result.rows.push_back({std::to_string(errors_only ? matching : warning_count_)});
  } else {
    LocalColumn code = LocalColumn::unsigned_integer("Code");
    code.type = wire::ColumnType::Long;
    code.length = env_.mariadb ? 4 : 5;
    code.flags |= wire::column_flag::kNotNull;
    result.columns = {shown_text("Level", 7, true), std::move(code), shown_text("Message", 512, true)};
    std::uint64_t left_out = limit == nullptr ? 0 : whole_number(limit->offset, 0);
    std::uint64_t left = limit == nullptr ? UINT64_MAX : whole_number(limit->count, UINT64_MAX);
    for (const exec::Diagnostic& each : diagnostics_) {
      if (errors_only && each.level != "Error") continue;
      if (left_out > 0) {
        --left_out;
        continue;
      }
      if (left-- == 0) break;
      result.rows.push_back({each.level, std::to_string(each.code), each.message});
    }
  }
  // Asking for the list does not change it, nor what FOUND_ROWS() answers.
  row_count_ = -1;
  if (Result<void> sent = writer().local(result); !sent) return fail(sent.error());
  statement_over();
}

}  // namespace mallshard::session
