#include "session/temporary_tables.h"

#include <utility>
#include <vector>

#include "base/bytes.h"
#include "plan/metadata_from_ddl.h"
#include "session/body.h"

namespace mallshard::session {
namespace {

// SHOW CREATE TABLE leaves out collations that are their character set's default,
// and has character sets among the types.
void read_types(const wire::LocalResult& columns, rule::TableMetadata& table) {
  constexpr std::size_t kField = 0;
  constexpr std::size_t kType = 1;
  constexpr std::size_t kCollation = 2;
  for (const wire::LocalRow& row : columns.rows) {
    if (row.size() <= kCollation || !row[kField]) continue;
    const auto at = table.find_column(*row[kField]);
    if (!at) continue;
    rule::ColumnMetadata& column = table.columns[*at];
    column.type_text = row[kType].value_or("");
    column.space_weight.clear();  // not known
    column.collation = row[kCollation].value_or("");
    column.charset = column.collation.substr(0, column.collation.find('_'));
  }
}

std::string quoted(std::string_view name) {
  std::string out = "`";
  for (const char c : name) out.append(c == '`' ? 2 : 1, c);
  return out + '`';
}

}  // namespace

std::string TemporaryTables::key_of(std::string_view schema, std::string_view table) {
  return to_lower(schema) + "." + to_lower(table);
}

bool TemporaryTables::knows(std::string_view schema, std::string_view table) const {
  return tables_.contains(key_of(schema, table));
}

void TemporaryTables::note(std::string_view schema, std::string_view table, const wire::LocalResult& created,
                           const wire::LocalResult& columns, const sqlparse::LexOptions& options) {
  base_ = 0;
  rule::TablePtr& known = tables_[key_of(schema, table)];
  known = nullptr;
  constexpr std::size_t kText = 1;
  if (created.rows.empty() || created.rows.front().size() <= kText || !created.rows.front()[kText]) return;
  const Result<std::vector<rule::TablePtr>> read =
      plan::metadata_from_ddl(*created.rows.front()[kText], schema, options);
  if (!read || read->size() != 1) return;
  auto out = std::make_shared<rule::TableMetadata>(*read->front());
  out->is_temporary = true;
  read_types(columns, *out);
  known = std::move(out);
}

void TemporaryTables::forget(std::string_view schema, std::string_view table) {
  if (tables_.erase(key_of(schema, table)) > 0) base_ = 0;
}

const rule::MetadataView& TemporaryTables::over(const rule::MetadataView& base) {
  if (tables_.empty()) return base;
  if (base_ != 0 && base_ == base.generation()) return view_;
  std::vector<rule::TablePtr> known;
  for (const auto& [key, table] : tables_) {
    if (table != nullptr) known.push_back(table);
  }
  view_ = base.with(known);
  base_ = base.generation();
  return view_;
}

// ---- the session's part: asked for before a statement is planned ----

// False: there is none that it must know first.
bool Session::Body::ask_temporary_table() {
  if (!holdings_.has_temporary_tables() || !facts_known_) return false;
  for (const sqlparse::TableUse& use : facts_.tables) {
    const sqlparse::TableName& name = *use.table;
    const rule::Schema* schema =
        name.database.present() ? snapshot_->find_schema(name.database.text) : schema_;
    const bool used = use.role == sqlparse::TableRole::Read || use.role == sqlparse::TableRole::Write;
    if (!used || schema == nullptr || !schema->has_spread_table()) continue;
    if (!holdings_.has_temporary_table(name, schema->name)) continue;
    if (temporary_.knows(schema->name, name.name.text)) continue;
    asked_table_ = {schema->name, std::string(name.name.text)};
    return ask_of_table("SHOW CREATE TABLE ", &Body::on_table_created);
  }
  return false;
}

bool Session::Body::ask_of_table(std::string_view question, OnOutcome next) {
  dispatch_.clear();
  dispatch_.targets.resize(1);
  plan::Target& target = dispatch_.targets.front();
  target.source = snapshot_->find_schema(asked_table_.schema)->default_source;
  target.sql = std::string(question) + quoted(asked_table_.table);
  target.parameters.clear();
  target.rows.clear();
  dispatch_.access = plan::Access::PrimaryRead;
  prepare_executor();
  exec::Job job;
  job.dispatch = &dispatch_;
  job.sink = exec::Sink::Capture;
  executor_.run(std::move(job));
  await(next);
  return true;
}

void Session::Body::on_table_created(exec::Outcome& outcome) {
  constexpr std::uint16_t kNoTable = 1146;  // a procedure has dropped it
  if (outcome.error && outcome.error->code != kNoTable) return refuse(*outcome.error);
  created_table_ = outcome.error ? wire::LocalResult{} : std::move(outcome.captured);
  ask_of_table("SHOW FULL COLUMNS FROM ", &Body::on_table_columns);
}

void Session::Body::on_table_columns(exec::Outcome& outcome) {
  const wire::LocalResult columns = outcome.error ? wire::LocalResult{} : std::move(outcome.captured);
  temporary_.note(asked_table_.schema, asked_table_.table, created_table_, columns, lex_);
  created_table_ = {};
  if (killed_) return fail(Error(1317, "70100", "Query execution was interrupted"));
  plan_statement();
}

}  // namespace mallshard::session
