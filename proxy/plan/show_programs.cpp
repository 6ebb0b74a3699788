#include "plan/show_programs.h"

#include <string>

#include "plan/information_schema.h"
#include "plan/plan_parts.h"

namespace mallshard::plan {
namespace {

using sqlparse::ShowKind;

constexpr std::string_view kRoutines =
    "ROUTINE_SCHEMA AS `Db`, ROUTINE_NAME AS `Name`, ROUTINE_TYPE AS `Type`, ";
constexpr std::string_view kRoutineLanguage = "EXTERNAL_LANGUAGE AS `Language`, ";  // MySQL 9
constexpr std::string_view kRoutineEnd =
    "DEFINER AS `Definer`, LAST_ALTERED AS `Modified`, CREATED AS `Created`, SECURITY_TYPE AS "
    "`Security_type`, ROUTINE_COMMENT AS `Comment`, ";
constexpr std::string_view kEvents =
    "EVENT_SCHEMA AS `Db`, EVENT_NAME AS `Name`, DEFINER AS `Definer`, TIME_ZONE AS `Time zone`, EVENT_TYPE "
    "AS `Type`, EXECUTE_AT AS `Execute at`, INTERVAL_VALUE AS `Interval value`, INTERVAL_FIELD AS `Interval "
    "field`, STARTS AS `Starts`, ENDS AS `Ends`, STATUS AS `Status`, ORIGINATOR AS `Originator`, ";
constexpr std::string_view kCollations =
    "CHARACTER_SET_CLIENT AS `character_set_client`, COLLATION_CONNECTION AS `collation_connection`, "
    "DATABASE_COLLATION AS `Database Collation`";
constexpr std::string_view kOrder = " ORDER BY 1, 2";

std::string columns_of(ShowKind kind, const Context& context) {
  if (kind == ShowKind::Events) return std::string(kEvents).append(kCollations);
  std::string out(kRoutines);
  if (!context.mariadb && context.server_version >= 90000) out += kRoutineLanguage;
  return out.append(kRoutineEnd).append(kCollations);
}

// The WHERE before the condition; parentheses may stand between.
std::uint32_t where_token(const sqlparse::Expression& condition, const sqlparse::TokenView& tokens) {
  std::uint32_t token = condition.first_token;
  while (token > 0 && tokens.tokens[token].keyword != sqlparse::Keyword::Where) --token;
  return token;
}

}  // namespace

Result<std::optional<const rule::Schema*>> rewrite_show_programs(const sqlparse::ShowStatement& show,
                                                                 const sqlparse::TokenView& tokens,
                                                                 const Context& context, Rewrite& rewrite) {
  const ShowKind kind = show.show_kind;
  const bool events = kind == ShowKind::Events;
  if (!events && kind != ShowKind::ProcedureStatus && kind != ShowKind::FunctionStatus)
    return std::optional<const rule::Schema*>();
  const rule::Schema* schema = context.schema;
  if (events) {
    const Result<const rule::Schema*> named = schema_of(show.database, context);
    if (!named) return named.error();
    if (*named == nullptr) return std::optional<const rule::Schema*>();  // of a system schema: none
    schema = *named;
  }
  const Result<rule::SourceId> home = home_source(context, schema);
  if (!home) return home.error();
  const std::string_view table = events ? "EVENTS" : "ROUTINES";
  const auto view = logical_view_of("information_schema", table, *home, context, {});
  if (!view) return std::optional<const rule::Schema*>();
  std::string text = "SELECT * FROM (SELECT " + columns_of(kind, context) + " FROM " + *view + " AS s WHERE ";
  if (events) {
    text += "EVENT_SCHEMA = '" + schema->name + "'";
  } else {
    text += kind == ShowKind::ProcedureStatus ? "ROUTINE_TYPE = 'PROCEDURE'" : "ROUTINE_TYPE = 'FUNCTION'";
  }
  text.append(") AS ").append(table);
  std::uint32_t last = show.last_token;
  if (show.like != nullptr) {
    last = show.like->first_token - 1;
    text += " WHERE `Name` LIKE";
  } else if (show.where != nullptr) {
    last = where_token(*show.where, tokens) - 1;
  } else {
    text += kOrder;
  }
  rewrite.replace(show.first_token, last, std::move(text));
  if (last != show.last_token) rewrite.insert_after(show.last_token, std::string(kOrder));
  return std::optional(schema);
}

}  // namespace mallshard::plan
