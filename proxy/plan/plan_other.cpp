// EXPLAIN, CALL, DO, HANDLER, table maintenance and what
// concerns one server: accounts, programs, replication.
#include <algorithm>
#include <utility>

#include "plan/plan_parts.h"
#include "plan/program_names.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::StatementKind;

// The statement as it is, at the default source of `schema`.
Outcome at_home(const PlanInput& input, const rule::Schema* schema, const BoundStatement& bound,
                RoutedPlan::Parts parts) {
  const Result<rule::SourceId> home = home_source(input.context, schema);
  if (!home) return home.error();
  parts.sources = {*home};
  parts.naming = naming_of(bound, schema != nullptr ? schema : input.context.schema);
  for (const TableMention& mention : bound.mentions) {
    if (!mention.is_system && mention.node->database.present()) {
      parts.single.remove(mention.node->database.token, mention.node->name.token - 1);
    }
  }
  rewrite_session_values(input.statement, parts.single);
  parts.cacheable = false;
  return finish(std::move(parts));
}

std::string name_of(const PlanInput& input) {
  return std::string(sqlparse::statement_kind_name(input.statement.statement_kind));
}

// Places every table that the statement names; refuses those with a rule.
Result<const rule::Schema*> only_single_tables(const PlanInput& input, BoundStatement& bound) {
  const rule::Schema* schema = nullptr;
  for (const sqlparse::TableUse& use : input.facts.tables) {
    TableMention mention;
    mention.node = use.table;
    if (Result<void> placed = place_table(*use.table, input.context, mention); !placed) return placed.error();
    if (mention.is_sharded() || mention.is_broadcast()) {
      return Error::not_supported(name_of(input) + " of a sharded or broadcast table");
    }
    if (mention.schema != nullptr) {
      if (schema != nullptr && schema != mention.schema) {
        return Error::not_supported("tables of two schemas in one statement");
      }
      schema = mention.schema;
    }
    bound.mentions.push_back(std::move(mention));
  }
  return schema;
}

// Of `chosen`, else of the session's schema, else of any.
bool has_rules(const Context& context, const rule::Schema* chosen = nullptr) {
  if (chosen == nullptr) chosen = context.schema;
  if (chosen != nullptr) return !chosen->is_plain();
  return std::any_of(context.snapshot->schemas.begin(), context.snapshot->schemas.end(),
                     [](const rule::Schema& schema) { return !schema.is_plain(); });
}

bool is_function(StatementKind kind) {
  return kind == StatementKind::CreateFunction || kind == StatementKind::AlterFunction ||
         kind == StatementKind::DropFunction;
}

// That qualifies the function's name; null: none does.
const rule::Schema* named_schema(const PlanInput& input) {
  sqlparse::Name name;
  if (const auto* routine = as<sqlparse::CreateRoutineStatement>(&input.statement)) name = routine->schema;
  if (const auto* object = as<sqlparse::StoredObjectStatement>(&input.statement)) name = object->schema;
  return name.present() ? input.context.snapshot->find_schema(name.text) : nullptr;
}

// FLUSH TABLES ... WITH READ LOCK and its like, until UNLOCK TABLES.
bool flush_locks(const PlanInput& input) {
  if (input.statement.statement_kind != StatementKind::Flush) return false;
  const auto tokens = input.tokens.tokens;
  return std::any_of(tokens.begin(), tokens.end(), [](const sqlparse::Token& token) {
    return token.keyword == sqlparse::Keyword::Lock || token.keyword == sqlparse::Keyword::Export;
  });
}

// Statements whose effect belongs to one server and is not told by tables of
// theirs: over several servers nobody could say what they did.
bool acts_on_one_server(StatementKind kind) {
  using enum StatementKind;
  if (kind >= CreateProcedure && kind <= DropSpatialReference) return true;
  switch (kind) {
    case ImportTable:
    case CacheIndex:
    case LoadIndex:
    case Grant:
    case Revoke:
    case Backup:
    case Binlog:
    case Clone:
    case LockInstance:
    case Compound:
    case Other:
      return true;
    default:
      return false;
  }
}

}  // namespace

// The plan of the explained statement, for one of its targets.
Outcome plan_explain(const PlanInput& input) {
  const auto& explain = sqlparse::cast<sqlparse::ExplainStatement>(input.statement);
  if (explain.body == nullptr) return Error::not_supported("EXPLAIN FOR CONNECTION");
  const PlanInput body{*explain.body, input.tokens, input.context, input.facts, input.buffer};
  const bool runs = explain.analyze || input.statement.statement_kind == StatementKind::Analyze;
  const Explaining explaining = runs ? Explaining::Run : Explaining::Plan;
  switch (explain.body->kind) {
    case sqlparse::NodeKind::SelectStatement:
      return plan_select(body, explaining);
    case sqlparse::NodeKind::UpdateStatement:
      return plan_update(body, explaining);
    case sqlparse::NodeKind::DeleteStatement:
      return plan_delete(body, explaining);
    default:
      return plan_other(input);
  }
}

Outcome plan_other(const PlanInput& input) {
  const StatementKind kind = input.statement.statement_kind;
  if (flush_locks(input) && has_rules(input.context))
    return Error::not_supported(
        "FLUSH TABLES ... WITH READ LOCK over several data sources: LOCK TABLES the tables");
  // A branch would stay on a connection that others use next.
  if (kind >= StatementKind::XaStart && kind <= StatementKind::XaRecover)
    return Error::not_supported("XA transactions");
  if (is_function(kind) && has_rules(input.context, named_schema(input))) return plan_function(input);
  RoutedPlan::Parts parts = common_parts(input);
  const Result<const rule::Schema*> own = rewrite_program_names(input.statement, input.context, parts.single);
  if (!own) return own.error();
  if (acts_on_one_server(kind) && has_rules(input.context, *own)) {
    return Error::not_supported(name_of(input) + " in a schema with sharding or broadcast rules");
  }
  BoundStatement bound;
  const Result<const rule::Schema*> schema = only_single_tables(input, bound);
  if (!schema) return schema.error();
  const auto* handler = as<sqlparse::HandlerStatement>(&input.statement);
  if (handler != nullptr && handler->action == sqlparse::HandlerAction::Open) parts.pins |= held::kHandlers;
  if (kind == StatementKind::LockInstance) parts.pins |= held::kInstanceLock;
  if (flush_locks(input)) parts.pins |= held::kTableLocks;
  if (kind == StatementKind::Call) parts.pins |= held::kPrograms;
  const bool inserts = kind == StatementKind::Call || kind == StatementKind::Compound ||
                       input.statement.kind == sqlparse::NodeKind::LoadDataStatement;
  if (inserts) parts.numbering = Numbering(Numbers::Asked);
  if (kind == StatementKind::Do) {
    parts.reads_no_table = reads_no_table(bound, input.facts, input.context);
    parts.keeps_warnings = input.context.mariadb && input.facts.tables.empty();
  }
  return at_home(input, *schema != nullptr ? *schema : *own, bound, std::move(parts));
}

}  // namespace mallshard::plan
