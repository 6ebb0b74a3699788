// DDL: on every node of a sharded table, on every group for a broadcast one.
#include <algorithm>
#include <map>
#include <utility>

#include "base/bytes.h"
#include "plan/ddl_names.h"
#include "plan/fixed_plan.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

Outcome fixed(const PlanInput& input, Dispatch dispatch) {
  return std::make_shared<const FixedPlan>(std::move(dispatch), *input.context.snapshot);
}

// Foreign keys anywhere below `node`.
Result<void> add_references(const sqlparse::Node& node, DdlNames& names) {
  Result<void> result;
  sqlparse::walk(node, [&](const sqlparse::Node& n) {
    const auto* references = as<sqlparse::References>(&n);
    if (references != nullptr && result) result = names.add_beside(*references->table, "a foreign key to");
    return true;
  });
  return result;
}

// UNION = (t1, t2) of a MERGE table.
Result<void> add_union(const sqlparse::SchemaOption* option, DdlNames& names) {
  if (option == nullptr) return {};
  for (const sqlparse::TableName* merged : option->tables) {
    if (Result<void> added = names.add_beside(*merged, "UNION with the"); !added) return added;
  }
  return {};
}

Result<void> check_alter_action(const sqlparse::AlterAction& action, const TableMention& table) {
  const bool has_rule = table.is_sharded() || table.is_broadcast();
  if (has_rule && action.alter_kind == sqlparse::AlterKind::RenameTable) {
    return Error::not_supported("renaming a table that has a rule in the configuration");
  }
  if (action.alter_kind == sqlparse::AlterKind::ExchangePartition && has_rule) {
    return Error::not_supported("EXCHANGE PARTITION of a sharded or broadcast table");
  }
  if (action.alter_kind == sqlparse::AlterKind::ConvertPartition && has_rule) {
    return Error::not_supported("CONVERT PARTITION of a sharded or broadcast table");
  }
  if (!table.is_sharded()) return {};
  const bool loses_name =
      action.alter_kind == sqlparse::AlterKind::DropColumn ||
      action.alter_kind == sqlparse::AlterKind::RenameColumn ||
      (action.alter_kind == sqlparse::AlterKind::ChangeColumn && !action.definitions.empty());
  if (!loses_name || !table.placement.table->sharding_column(action.name.text)) return {};
  if (action.alter_kind == sqlparse::AlterKind::ChangeColumn) {
    const auto* column = as<sqlparse::ColumnDefinition>(action.definitions[0]);
    if (column != nullptr && equals_ignore_case(column->name.text, action.name.text)) return {};
  }
  return Error::not_supported("dropping or renaming sharding column '" + std::string(action.name.text) + "'");
}

Outcome plan_alter(const PlanInput& input, const sqlparse::AlterTableStatement& alter) {
  DdlNames names(input);
  if (Result<void> set = names.set_table(*alter.table); !set) return set.error();
  std::vector<SchemaChange> changes{change_of(names.table())};
  for (const sqlparse::AlterAction* action : alter.actions) {
    if (Result<void> ok = check_alter_action(*action, names.table()); !ok) return ok.error();
    if (Result<void> ok = add_union(action->option, names); !ok) return ok.error();
    if (action->target != nullptr) {  // a single table: both names in the default source
      if (Result<void> ok = names.add_beside(*action->target, "ALTER TABLE with the"); !ok) return ok.error();
      changes.push_back({names.table().schema->name, std::string(action->target->name.text)});
    }
  }
  if (Result<void> ok = add_references(alter, names); !ok) return ok.error();
  Dispatch dispatch = names.dispatch(Answer::Ddl);
  dispatch.changes = std::move(changes);
  return fixed(input, std::move(dispatch));
}

Outcome plan_one_table(const PlanInput& input, const sqlparse::TableName& table) {
  DdlNames names(input);
  if (Result<void> set = names.set_table(table); !set) return set.error();
  Dispatch dispatch = names.dispatch(Answer::Ddl);
  dispatch.changes.push_back(change_of(names.table()));
  return fixed(input, std::move(dispatch));
}

// DROP TABLE a, b of any kinds: each source gets the names it has, in order.
Outcome plan_drop(const PlanInput& input, const sqlparse::DropTableStatement& drop) {
  Dispatch out;
  auto naming = std::make_shared<Naming>();
  std::map<rule::SourceId, std::string> lists;
  const auto add = [&](rule::SourceId source, std::string_view name, char quote) {
    std::string& list = lists[source];
    if (!list.empty()) list += ", ";
    append_name(name, quote, list);
  };
  for (const sqlparse::TableName* table : drop.tables) {
    TableMention mention;
    mention.node = table;
    if (Result<void> placed = place_table(*table, input.context, mention); !placed) return placed.error();
    if (mention.is_system) return Error::not_supported("DDL on tables of a system schema");
    if (!naming->logical_schema.empty() && naming->logical_schema != mention.schema->name) {
      return Error::not_supported("tables of two schemas in one statement");
    }
    naming->logical_schema = mention.schema->name;
    const char quote = quote_of(input.tokens.spelling(table->name.token));
    const bool temporary = drop.temporary;
    if (mention.is_sharded() && !temporary) {
      add_renames(*mention.placement.table, *naming);
      for (const rule::TableNode& node : mention.placement.table->nodes) add(node.source, node.table, quote);
    } else if (mention.is_broadcast() && !temporary) {
      for (const rule::SourceId source : all_primaries(*mention.schema)) add(source, table->name.text, quote);
    } else {
      add(mention.schema->default_source, table->name.text, quote);
    }
    out.changes.push_back(change_of(mention));
  }
  const std::uint32_t begin = drop.tables.front()->first_token;
  const std::uint32_t end = drop.tables.back()->last_token;
  const std::string head(input.tokens.spelling(0, begin - 1));
  std::string tail;
  for (std::uint32_t t = end + 1; input.tokens.tokens[t].kind != sqlparse::TokenKind::End &&
                                  input.tokens.tokens[t].kind != sqlparse::TokenKind::Semicolon;
       ++t) {
    tail += ' ';
    tail += input.tokens.spelling(t);
  }
  for (const auto& [source, list] : lists) {
    Target& target = out.targets.emplace_back();
    target.source = source;
    target.sql = head + ' ' + list + tail;
  }
  out.access = Access::Write;
  out.implicit_commit = input.facts.implicit_commit;
  out.naming = std::move(naming);
  out.answer = out.targets.size() > 1 ? Answer::Ddl : Answer::PassThrough;
  return fixed(input, std::move(out));
}

Outcome plan_rename(const PlanInput& input, const sqlparse::RenameTableStatement& rename) {
  DdlNames names(input);
  bool first = true;
  std::vector<SchemaChange> changes;
  for (const sqlparse::RenamePair* pair : rename.pairs) {
    for (const sqlparse::TableName* table : {pair->from, pair->to}) {
      TableMention mention;
      mention.node = table;
      if (Result<void> placed = place_table(*table, input.context, mention); !placed) return placed.error();
      if (mention.is_sharded() || mention.is_broadcast()) {
        return Error::not_supported("renaming a table that has a rule in the configuration");
      }
      Result<void> added = first ? names.set_table(*table) : names.add_beside(*table, "RENAME of the");
      if (!added) return added.error();
      first = false;
      changes.push_back(change_of(mention));
    }
  }
  Dispatch dispatch = names.dispatch(Answer::Ddl);
  dispatch.changes = std::move(changes);
  return fixed(input, std::move(dispatch));
}

// The query of a CREATE TABLE reads sharded tables.
bool reads_rules(const PlanInput& input, const TableMention& created) {
  return std::any_of(input.facts.tables.begin(), input.facts.tables.end(),
                     [&](const sqlparse::TableUse& use) {
                       return use.role == sqlparse::TableRole::Read &&
                              created.schema->find_table(use.table->name.text) != nullptr;
                     });
}

Outcome plan_temporary(const PlanInput& input, const sqlparse::CreateTableStatement& create) {
  DdlNames names(input);
  if (Result<void> set = names.set_table(*create.table); !set) return set.error();
  if (names.table().is_sharded() || names.table().is_broadcast()) {
    return Error::not_supported("a TEMPORARY table with the name of a sharded or broadcast table");
  }
  if (create.query != nullptr && reads_rules(input, names.table()))
    return plan_queries(input, &names.table());
  for (const sqlparse::TableUse& use : input.facts.tables) {
    if (use.table == create.table) continue;
    if (use.table == create.like) {
      if (Result<void> added = names.add_like(*use.table); !added) return added.error();
      continue;
    }
    if (Result<void> added = names.add_beside(*use.table, "a TEMPORARY table made from"); !added)
      return added.error();
  }
  Dispatch dispatch = names.dispatch(Answer::Ddl);
  dispatch.pins = held::kTemporaryTables;
  dispatch.changes.push_back(change_of(names.table()));
  return fixed(input, std::move(dispatch));
}

}  // namespace

Outcome plan_create_table(const PlanInput& input) {
  const auto& create = sqlparse::cast<sqlparse::CreateTableStatement>(input.statement);
  if (create.temporary) return plan_temporary(input, create);
  DdlNames names(input);
  if (Result<void> set = names.set_table(*create.table); !set) return set.error();
  const TableMention& table = names.table();
  if (create.like != nullptr) {
    // A broadcast or sharded table is wherever its copy shall be; a single one is not.
    if (Result<void> added = names.add_like(*create.like); !added) return added.error();
  }
  if (create.query != nullptr) {
    if (table.is_sharded() || table.is_broadcast()) {
      return Error::not_supported("CREATE TABLE ... SELECT of a sharded or broadcast table");
    }
    if (reads_rules(input, table)) {
      if (Result<void> ok = add_references(create, names); !ok) return ok.error();
      return plan_queries(input, &table);
    }
    for (const sqlparse::TableUse& use : input.facts.tables) {
      if (use.table == create.table || use.table == create.like) continue;
      if (Result<void> added = names.add_beside(*use.table, "CREATE TABLE ... SELECT from"); !added) {
        return added.error();
      }
    }
  }
  for (const sqlparse::SchemaOption* option : create.options) {
    if (Result<void> ok = add_union(option, names); !ok) return ok.error();
  }
  if (Result<void> ok = add_references(create, names); !ok) return ok.error();
  Dispatch dispatch = names.dispatch(Answer::Ddl);
  dispatch.changes.push_back(change_of(table));
  return std::make_shared<const FixedPlan>(std::move(dispatch), *input.context.snapshot);
}

Outcome plan_ddl(const PlanInput& input) {
  const sqlparse::Statement& statement = input.statement;
  if (const auto* alter = as<sqlparse::AlterTableStatement>(&statement)) return plan_alter(input, *alter);
  if (const auto* drop = as<sqlparse::DropTableStatement>(&statement)) return plan_drop(input, *drop);
  if (const auto* truncate = as<sqlparse::TruncateStatement>(&statement)) {
    return plan_one_table(input, *truncate->table);
  }
  if (const auto* rename = as<sqlparse::RenameTableStatement>(&statement)) return plan_rename(input, *rename);
  if (const auto* index = as<sqlparse::CreateIndexStatement>(&statement))
    return plan_one_table(input, *index->table);
  if (const auto* index = as<sqlparse::DropIndexStatement>(&statement))
    return plan_one_table(input, *index->table);
  if (const auto* view = as<sqlparse::CreateViewStatement>(&statement)) return plan_create_view(input, *view);
  if (const auto* view = as<sqlparse::DropViewStatement>(&statement)) return plan_drop_view(input, *view);
  return Error::not_supported(std::string(sqlparse::statement_kind_name(statement.statement_kind)) +
                              " (logical schemas come from the configuration)");
}

}  // namespace mallshard::plan
