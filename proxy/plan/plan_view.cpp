// CREATE, ALTER and DROP VIEW: real views, on one data source that has an
// actual table of each that the definition names (ARCHITECTURE.md, decision 29).
#include <algorithm>
#include <utility>

#include "plan/ddl_names.h"
#include "plan/fixed_plan.h"

namespace mallshard::plan {
namespace {

std::uint32_t first_token_of(const sqlparse::TableName& table) {
  return table.database.present() ? table.database.token : table.name.token;
}

// One statement about views, for one source.
class ViewDdl {
 public:
  explicit ViewDdl(const PlanInput& input) : input_(input) {
    out_.access = Access::Write;
    out_.implicit_commit = input.facts.implicit_commit;
  }

  // The schema of the view itself; its database goes from the text.
  Result<const rule::Schema*> schema_of_view(const sqlparse::TableName& view) {
    const Result<const rule::Schema*> schema = schema_of(view.database, input_.context);
    if (!schema) return schema.error();
    if (*schema == nullptr) return Error::not_supported("DDL on tables of a system schema");
    if (schema_ != nullptr && schema_ != *schema)
      return Error::not_supported("views of two schemas in one statement");
    schema_ = *schema;
    naming_->logical_schema = schema_->name;
    out_.changes.push_back({schema_->name, std::string(view.name.text)});
    if (view.database.present()) rewrite_.remove(view.database.token, view.name.token - 1);
    return schema_;
  }

  // Where a name without a rule is, or would be.
  [[nodiscard]] Result<rule::SourceId> source_of(const sqlparse::TableName& table) const {
    TableMention mention;
    mention.node = &table;
    if (const Result<void> placed = place_table(table, input_.context, mention);
        placed && mention.placement.kind == rule::Placement::Kind::Single) {
      return mention.placement.source;
    }
    return home_source(input_.context, schema_);
  }

  // Every mention of the definition, for `source`.
  void name_tables(const BoundStatement& bound, rule::SourceId source) {
    for (const TableMention& mention : bound.mentions) name_table(mention, source);
    for (const std::uint32_t token : bound.database_tokens) rewrite_.remove(token, token + 1);
    keep_column_names(input_.statement, rewrite_);
  }

  // A sharded table's name where a view's should be: one of its own stands for it.
  rule::SourceId name_one_node(const sqlparse::TableName& table, const rule::ShardedTable& sharded) {
    const rule::TableNode& node = sharded.nodes.front();
    rewrite_.replace(table.name.token, table.name.token, quoted(node.table, '`'));
    naming_->tables.push_back({node.table, sharded.name});
    return node.source;
  }

  Outcome send_to(rule::SourceId source) {
    rewrite_.sort();
    Execution execution;
    execution.sql = input_.tokens.text;
    execution.tokens = &input_.buffer;
    WriteContext context;
    context.execution = &execution;
    Target& target = out_.targets.emplace_back();
    target.source = source;
    write_statement(rewrite_, context, target.sql, nullptr);
    out_.naming = std::move(naming_);
    return std::make_shared<const FixedPlan>(std::move(out_), *input_.context.snapshot);
  }

  Rewrite& rewrite() { return rewrite_; }

 private:
  // The alias makes the definition tell the logical name again.
  void name_table(const TableMention& mention, rule::SourceId source) {
    const sqlparse::TableName& table = *mention.node;
    if (mention.is_sharded()) {
      const rule::ShardedTable& sharded = *mention.placement.table;
      const auto node = std::find_if(sharded.nodes.begin(), sharded.nodes.end(),
                                     [&](const rule::TableNode& each) { return each.source == source; });
      std::string name = quoted(node->table, '`');
      if (!mention.has_alias() && node->table != table.name.text)
        name += " AS " + quoted(table.name.text, '`');
      rewrite_.replace(first_token_of(table), table.name.token, std::move(name));
      naming_->tables.push_back({node->table, sharded.name});
    } else if (!mention.is_system && table.database.present()) {
      rewrite_.remove(table.database.token, table.name.token - 1);
    }
  }

  const PlanInput& input_;
  const rule::Schema* schema_ = nullptr;
  std::shared_ptr<Naming> naming_ = std::make_shared<Naming>();
  Rewrite rewrite_;
  Dispatch out_;
};

bool has_all(const BoundStatement& bound, rule::SourceId source) {
  return std::all_of(bound.mentions.begin(), bound.mentions.end(), [&](const TableMention& mention) {
    if (mention.is_system || mention.is_broadcast()) return true;
    if (!mention.is_sharded()) return mention.placement.source == source;
    const auto& nodes = mention.placement.table->nodes;
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](const rule::TableNode& node) { return node.source == source; });
  });
}

// The default source first, then the others in their order.
std::vector<rule::SourceId> sources_in_order(const rule::Schema& schema) {
  std::vector<rule::SourceId> sources;
  if (schema.default_source != rule::kNoSource) sources.push_back(schema.default_source);
  for (const rule::SourceGroup& group : schema.groups) {
    if (group.primary != schema.default_source) sources.push_back(group.primary);
  }
  return sources;
}

std::string names_of(const BoundStatement& bound) {
  std::string names;
  for (const TableMention& mention : bound.mentions) {
    if (!mention.is_system)
      names += (names.empty() ? "'" : ", '") + std::string(mention.node->name.text) + "'";
  }
  return names;
}

// What one server says to a view with the name of a table.
Error taken(const PlanInput& input, const rule::Schema& schema, const std::string& name, bool must_be_view) {
  const std::string_view what = input.context.mariadb ? "of type 'VIEW'" : "VIEW";
  if (must_be_view) return {1347, "HY000", "'" + schema.name + "." + name + "' is not " + std::string(what)};
  return {1050, "42S01", "Table '" + name + "' already exists"};
}

Result<void> check_definition(const BoundStatement& bound, const rule::Schema& schema) {
  for (const TableMention& mention : bound.mentions) {
    if (!mention.is_system && mention.schema != &schema)
      return Error::not_supported("a view over tables of another schema");
    if (mention.is_sharded() && !mention.node->partitions.empty())
      return Error::not_supported("PARTITION of a sharded table in a view");
  }
  return {};
}

}  // namespace

Outcome plan_create_view(const PlanInput& input, const sqlparse::CreateViewStatement& view) {
  ViewDdl ddl(input);
  const Result<const rule::Schema*> found = ddl.schema_of_view(*view.view);
  if (!found) return found.error();
  const rule::Schema& schema = **found;
  const rule::Placement at = schema.place(view.view->name.text);
  const bool alters = input.statement.statement_kind == sqlparse::StatementKind::AlterView;
  if (at.kind == rule::Placement::Kind::Sharded || at.kind == rule::Placement::Kind::Broadcast) {
    return taken(input, schema, std::string(at.name), view.or_replace || alters);
  }
  BoundStatement bound;
  if (std::optional<Error> error = bind_names(*view.query, input.context, bound)) return std::move(*error);
  if (Result<void> ok = check_definition(bound, schema); !ok) return ok.error();

  const rule::MetadataView* metadata = input.context.metadata;
  const rule::TablePtr known = metadata == nullptr ? nullptr : metadata->find(schema.name, at.name);
  std::vector<rule::SourceId> sources = sources_in_order(schema);
  if (known != nullptr) {  // one name is one object
    const Result<rule::SourceId> there = ddl.source_of(*view.view);
    if (!there) return there.error();
    if (!known->is_view || has_all(bound, *there)) {
      sources = {*there};
    } else if (!view.or_replace && !alters) {
      return taken(input, schema, known->name, false);
    } else {
      return Error::not_supported("giving view '" + known->name +
                                  "' a definition that its data source has no tables for: DROP it first");
    }
  }
  const auto source =
      std::find_if(sources.begin(), sources.end(), [&](rule::SourceId each) { return has_all(bound, each); });
  if (source == sources.end()) {
    if (known != nullptr && !known->is_view)
      return taken(input, schema, known->name, view.or_replace || alters);
    return Error::not_supported("a view over " + names_of(bound) + ": no data source has a table of each");
  }
  ddl.name_tables(bound, *source);
  return ddl.send_to(*source);
}

Outcome plan_drop_view(const PlanInput& input, const sqlparse::DropViewStatement& drop) {
  ViewDdl ddl(input);
  std::optional<rule::SourceId> source;
  for (const sqlparse::TableName* view : drop.views) {
    const Result<const rule::Schema*> schema = ddl.schema_of_view(*view);
    if (!schema) return schema.error();
    const rule::Placement at = (*schema)->place(view->name.text);
    // A name that nobody knows is missing anywhere.
    const bool anywhere = at.kind == rule::Placement::Kind::Broadcast || input.context.metadata == nullptr ||
                          (at.kind != rule::Placement::Kind::Sharded &&
                           input.context.metadata->find((*schema)->name, at.name) == nullptr);
    if (anywhere) continue;
    rule::SourceId here = rule::kNoSource;
    if (at.kind == rule::Placement::Kind::Sharded) {
      here = ddl.name_one_node(*view, *at.table);
    } else {
      const Result<rule::SourceId> there = ddl.source_of(*view);
      if (!there) return there.error();
      here = *there;
    }
    if (source && *source != here) return Error::not_supported("DROP VIEW of views in several data sources");
    source = here;
  }
  if (!source) {
    const Result<rule::SourceId> home = ddl.source_of(*drop.views.front());
    if (!home) return home.error();
    source = *home;
  }
  return ddl.send_to(*source);
}

}  // namespace mallshard::plan
