#include "control/metadata/function_reader.h"

#include <algorithm>

#include "sqlparse/ast_all.h"
#include "sqlparse/parser.h"
#include "sqlparse/routine_body.h"
#include "sqlparse/sql_mode.h"

namespace mallshard::control {
namespace {

// Of a name as the function's server sees it: part of a sharded table.
bool is_shard(const ViewPlace& place, std::string_view name) {
  return std::any_of(place.schema.tables.begin(), place.schema.tables.end(), [&](const auto& table) {
    return std::any_of(table.nodes.begin(), table.nodes.end(),
                       [&](const rule::TableNode& node) { return node.table == name; });
  });
}

}  // namespace

rule::FunctionMetadata read_function(const ShownFunction& shown, const ViewPlace& place) {
  rule::FunctionMetadata out;
  if (shown.text.empty()) {
    out.obstacle = "is not shown to this user";
    return out;
  }
  sqlparse::LexOptions options;
  options.flavour = place.mariadb ? sqlparse::Flavour::MariaDB : sqlparse::Flavour::MySQL;
  options.server_version = place.server_version;
  sqlparse::apply_sql_mode(shown.sql_mode, options);
  sqlparse::Arena arena;
  const sqlparse::ParseOutput parsed = sqlparse::parse(shown.text, options, arena);
  if (!parsed.ok() || sqlparse::has_foreign_grammar(shown.sql_mode)) {
    out.obstacle = "cannot be read";
    return out;
  }
  const sqlparse::RoutineBody body = sqlparse::routine_body(parsed);
  out.obstacle = body.obstacle;
  out.reads_tables = !body.tables.empty();
  for (const sqlparse::TableName* table : body.tables) {
    const std::string name(table->name.text);
    const bool elsewhere = table->database.present() && table->database.text != place.source.database;
    const rule::Placement::Kind kind = place.schema.place(name).kind;
    if (!out.obstacle.empty()) break;
    if (elsewhere) {
      out.obstacle = "reads another database";
    } else if (kind == rule::Placement::Kind::Sharded || is_shard(place, name)) {
      out.obstacle = "reads sharded table '" + name + "'";
    } else if (kind != rule::Placement::Kind::Broadcast) {
      out.home_tables = true;
    }
  }
  return out;
}

}  // namespace mallshard::control
