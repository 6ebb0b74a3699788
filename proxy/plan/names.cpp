#include "plan/names.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

std::uint32_t first_name_token(const sqlparse::TableName& table) {
  return table.database.present() ? table.database.token : table.name.token;
}

// Under Qualifiers::Replace the written table takes none; those it is filled
// from do, which hints then find by their names.
bool takes_alias(const TableMention& mention, Qualifiers qualifiers) {
  if (qualifiers == Qualifiers::Alias) return mention.is_named_by_columns || mention.is_named_by_hints;
  return mention.is_named_by_hints && mention.block->place != Block::Place::Top;
}

void rewrite_sharded(const TableMention& mention, std::uint32_t route_class,
                     const sqlparse::TokenView& tokens, Qualifiers qualifiers, Rewrite& rewrite,
                     std::vector<ActualName>& names) {
  const sqlparse::TableName& table = *mention.node;
  ActualName name;
  name.table = mention.placement.table;
  name.route_class = route_class;
  name.quote = quote_of(tokens.spelling(table.name.token));
  std::string alias;
  if (takes_alias(mention, qualifiers)) {
    alias = " AS " + std::string(tokens.spelling(table.name.token));
  }
  const bool alias_later = !alias.empty() && !table.partitions.empty();
  rewrite.replace_by_table(first_name_token(table), table.name.token,
                           static_cast<std::uint32_t>(names.size()), alias_later ? std::string{} : alias);
  if (alias_later) rewrite.insert_after(table.partitions.back().token + 1, alias);  // behind its `)`
  names.push_back(name);
}

// The SELECTs of an arm whose columns nobody sees by name: the first arm's count.
void collect_selects(const sqlparse::QueryBody* arm, std::unordered_set<const sqlparse::Node*>& out) {
  if (const auto* query = sqlparse::as<sqlparse::Query>(arm)) {
    collect_selects(query->body, out);
  } else if (const auto* operation = sqlparse::as<sqlparse::SetOperation>(arm)) {
    collect_selects(operation->left, out);
    collect_selects(operation->right, out);
  } else if (arm != nullptr) {
    out.insert(arm);
  }
}

}  // namespace

void rewrite_names(const BoundStatement& bound, const Distribution& distribution,
                   const sqlparse::TokenView& tokens, Qualifiers qualifiers, Rewrite& rewrite,
                   std::vector<ActualName>& names) {
  std::vector<std::uint32_t> name_of(bound.mentions.size(), 0);
  for (std::size_t i = 0; i < bound.mentions.size(); ++i) {
    const TableMention& mention = bound.mentions[i];
    if (mention.is_sharded()) {
      name_of[i] = static_cast<std::uint32_t>(names.size());
      rewrite_sharded(mention, static_cast<std::uint32_t>(distribution.class_of[i]), tokens, qualifiers,
                      rewrite, names);
    } else if (!mention.is_system && mention.node->database.present()) {
      rewrite.remove(mention.node->database.token, mention.node->name.token - 1);
    }
  }
  for (const std::uint32_t token : bound.database_tokens) rewrite.remove(token, token + 1);
  if (qualifiers == Qualifiers::Alias) return;
  for (const BoundStatement::Qualifier& qualifier : bound.qualifiers) {
    const TableMention& mention = bound.mentions[qualifier.mention];
    if (!mention.is_sharded() || takes_alias(mention, qualifiers)) continue;
    rewrite.replace_by_table(qualifier.token, qualifier.token, name_of[qualifier.mention]);
  }
}

void rewrite_session_values(const sqlparse::Node& statement, Rewrite& rewrite) {
  sqlparse::walk(statement, [&](const sqlparse::Node& node) {
    if (const auto* item = sqlparse::as<sqlparse::SelectItem>(&node)) {
      if (const auto value = session_value(*item->value)) {
        rewrite.replace_by_session(item->value->first_token, item->value->last_token, *value, true);
        return false;
      }
    }
    const auto* set = sqlparse::as<sqlparse::SetItem>(&node);
    if (set != nullptr && set->value != nullptr) {
      if (const auto value = session_value(*set->value)) {
        rewrite.replace_by_session(set->value->first_token, set->value->last_token, *value, true);
        return false;
      }
    }
    if (const auto value = session_value(node)) {
      rewrite.replace_by_session(node.first_token, node.last_token, *value, false);
      return false;
    }
    return true;
  });
}

std::vector<const sqlparse::SelectItem*> items_named_by_text(const sqlparse::Node& statement) {
  std::vector<const sqlparse::SelectItem*> out;
  std::unordered_set<const sqlparse::Node*> unnamed;  // SELECTs
  std::unordered_set<const sqlparse::Node*> items;    // theirs
  if (const auto* done = sqlparse::as<sqlparse::DoStatement>(&statement))
    items.insert(done->items.begin(), done->items.end());  // nobody sees them
  sqlparse::walk(statement, [&](const sqlparse::Node& node) {
    if (const auto* operation = sqlparse::as<sqlparse::SetOperation>(&node))
      collect_selects(operation->right, unnamed);
    if (unnamed.contains(&node)) {
      if (const auto* select = sqlparse::as<sqlparse::Select>(&node))
        items.insert(select->items.begin(), select->items.end());
    }
    const auto* item = sqlparse::as<sqlparse::SelectItem>(&node);
    if (item != nullptr && !item->alias.present() && !sqlparse::is<sqlparse::ColumnRef>(item->value) &&
        !sqlparse::is<sqlparse::Star>(item->value) && !items.contains(item)) {
      out.push_back(item);
    }
    return true;
  });
  return out;
}

void keep_column_names(const sqlparse::Node& statement, Rewrite& rewrite) {
  std::vector<const sqlparse::SelectItem*> changed;
  for (const sqlparse::SelectItem* item : items_named_by_text(statement)) {
    if (rewrite.touches(item->first_token, item->last_value_token)) changed.push_back(item);
  }
  for (const sqlparse::SelectItem* item : changed) {
    rewrite.name_after(item->last_value_token, item->first_token, item->last_value_token);
  }
}

void add_renames(const rule::ShardedTable& table, Naming& naming) {
  for (const rule::TableNode& node : table.nodes) {
    const bool known = std::any_of(naming.tables.begin(), naming.tables.end(),
                                   [&](const Rename& r) { return r.actual_table == node.table; });
    if (!known) naming.tables.push_back({node.table, table.name});
  }
}

std::shared_ptr<const Naming> naming_of(const BoundStatement& bound, const rule::Schema* selected) {
  const rule::Schema* schema = bound.mentions.empty() ? selected : bound.schema();
  if (schema == nullptr) return nullptr;
  auto naming = std::make_shared<Naming>();
  naming->logical_schema = schema->name;
  if (bound.views != nullptr) {
    naming->view_columns = bound.views->view_columns;
    naming->views = bound.views->views;
    naming->written_view = bound.views->written_view;
  }
  for (const TableMention& mention : bound.mentions) {
    if (mention.is_sharded()) add_renames(*mention.placement.table, *naming);
  }
  return naming;
}

}  // namespace mallshard::plan
