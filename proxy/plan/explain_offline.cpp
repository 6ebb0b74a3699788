#include <utility>

#include "plan/explain.h"
#include "plan/metadata_from_ddl.h"
#include "sqlparse/lexer.h"
#include "sqlparse/parser.h"

namespace mallshard::plan {

Result<std::string> explain(const rule::Snapshot& snapshot, const rule::Schema& schema,
                            std::string_view ddl_text, std::string_view sql,
                            const sqlparse::LexOptions& options) {
  Result<std::vector<rule::TablePtr>> tables = metadata_from_ddl(ddl_text, schema.name, {});
  if (!tables) return tables.error();
  const Result<std::vector<rule::TablePtr>> views = views_from_ddl(ddl_text, schema, {});
  if (!views) return views.error();
  tables->insert(tables->end(), views->begin(), views->end());
  const rule::MetadataView metadata = rule::MetadataView{}.with(*tables);

  sqlparse::TokenBuffer tokens;
  sqlparse::lex(sql, options, tokens);
  sqlparse::Arena arena;
  const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
  if (!parsed.ok()) return Error::syntax(parsed.error.message);

  Context context;
  context.snapshot = &snapshot;
  context.schema = &schema;
  context.metadata = &metadata;
  context.tables_loaded = true;
  context.prepared = parsed.parameter_count > 0;
  context.mariadb = options.flavour == sqlparse::Flavour::MariaDB;
  context.server_version = options.server_version;
  Outcome outcome = make_plan(*parsed.statement, tokens, sql, context);
  if (const auto* error = std::get_if<Error>(&outcome)) return to_text(describe_refusal(*error));

  SessionValues session;
  session.database = schema.name;
  session.user = session.current_user = "root@localhost";
  Execution execution;
  execution.sql = sql;
  execution.tokens = &tokens;
  execution.session = &session;
  return to_text(std::get<std::shared_ptr<const Plan>>(outcome)->explain(execution));
}

}  // namespace mallshard::plan
