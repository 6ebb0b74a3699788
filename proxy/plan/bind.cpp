#include "plan/bind.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.h"
#include "sqlparse/functions.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

bool same_name(std::string_view a, std::string_view b) {
  return equals_ignore_case(a, b);
}

class Binder {
 public:
  Binder(const Context& context, BoundStatement& out) : context_(context), out_(out) {}

  std::optional<BindProblem> run(const sqlparse::Statement& statement) {
    if (const auto* select = as<sqlparse::SelectStatement>(&statement)) {
      bind_query(*select->query, nullptr, Block::Place::Top, nullptr);
    } else if (const auto* update = as<sqlparse::UpdateStatement>(&statement)) {
      bind_update(*update);
    } else if (const auto* erase = as<sqlparse::DeleteStatement>(&statement)) {
      bind_delete(*erase);
    } else if (const auto* insert = as<sqlparse::InsertStatement>(&statement)) {
      bind_insert(*insert);
    } else if (const auto* create = as<sqlparse::CreateTableStatement>(&statement)) {
      bind_query(*create->query, nullptr, Block::Place::Top, nullptr);
    } else {
      bind_children(statement, &new_block(Block::Place::Top, nullptr));
    }
    if (error_) return *error_;
    // Columns are needed once a statement touches a sharded table: which table an
    // unqualified name belongs to decides the routing.
    if (!out_.has_sharded()) return std::nullopt;
    return load_metadata(context_, out_);
  }

  std::optional<Error> run(const sqlparse::Query& query) {
    bind_query(query, nullptr, Block::Place::Top, nullptr);
    return error_;
  }

  // After metadata is there: which columns name which tables.
  void note_qualifiers() {
    for (const Qualified& q : qualified_) note_qualifier(q);
    for (const sqlparse::OptimizerHints* hints : hints_) note_hinted(*hints);
    // A source's own database is where its functions are.
    for (const BoundStatement::Call& call : out_.calls) {
      if (call.node->schema.present() && call.schema != nullptr && call.schema == out_.schema())
        out_.database_tokens.push_back(call.node->schema.token);
    }
  }

 private:
  struct Qualified {
    const Block* block;
    sqlparse::Name database;
    sqlparse::Name table;
  };

  Block& new_block(Block::Place place, Block* parent) {
    Block& block = out_.blocks.emplace_back();
    block.place = place;
    block.parent = parent;
    if (place == Block::Place::Top || (place == Block::Place::Arm && parent == nullptr))
      out_.top.push_back(&block);
    return block;
  }

  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }

  // The block of a query that is one SELECT; null for a set operation.
  Block* bind_query(const sqlparse::Query& query, Block* parent, Block::Place place,
                    const sqlparse::Expression* predicate) {
    const std::size_t common_before = common_.size();
    if (query.with != nullptr) bind_with(*query.with, parent);
    Block* block = bind_body(*query.body, query, parent, place, predicate);
    for (const sqlparse::OrderItem* item : query.order_by) bind_children(*item, scope_of(block, parent));
    common_.resize(common_before);
    return block;
  }

  Block* scope_of(Block* block, Block* parent) {
    if (block != nullptr) return block;
    if (parent != nullptr) return parent;
    return out_.top.empty() ? &new_block(Block::Place::Top, nullptr) : out_.top.back();
  }

  void bind_with(const sqlparse::With& with, Block* parent) {
    for (const sqlparse::CommonTable* table : with.tables) {
      out_.common_tables.push_back(table);
      if (with.recursive) common_.push_back(table);
      bind_query(*table->query, parent, Block::Place::Common, nullptr);
      if (!with.recursive) common_.push_back(table);
    }
  }

  Block* bind_body(const sqlparse::QueryBody& body, const sqlparse::Query& query, Block* parent,
                   Block::Place place, const sqlparse::Expression* predicate) {
    if (const auto* select = as<sqlparse::Select>(&body)) {
      Block& block = new_block(place, parent);
      block.select = select;
      block.query = &query;
      block.predicate = predicate;
      block.from = select->from;
      block.where = select->where;
      bind_select(*select, block);
      return &block;
    }
    if (const auto* inner = as<sqlparse::Query>(&body)) return bind_query(*inner, parent, place, predicate);
    if (const auto* table = as<sqlparse::TableQuery>(&body)) {
      Block& block = new_block(place, parent);
      block.query = &query;
      block.predicate = predicate;
      add_table(*table->table, block, false);
      return &block;
    }
    const Block::Place arm = place == Block::Place::Top ? Block::Place::Arm : place;
    if (const auto* operation = as<sqlparse::SetOperation>(&body)) {
      bind_body(*operation->left, query, parent, arm, predicate);
      bind_body(*operation->right, query, parent, arm, predicate);
      return nullptr;
    }
    Block& block = new_block(arm, parent);  // VALUES ROW(...)
    block.query = &query;
    bind_children(body, &block);
    return nullptr;
  }

  void bind_select(const sqlparse::Select& select, Block& block) {
    if (select.hints != nullptr) hints_.push_back(select.hints);
    for (const sqlparse::TableReference* reference : select.from) bind_reference(*reference, block, false);
    for (const sqlparse::SelectItem* item : select.items) bind_children(*item, &block);
    bind_expression(select.where, &block);
    for (const sqlparse::OrderItem* item : select.group_by) bind_children(*item, &block);
    bind_expression(select.having, &block);
    for (const sqlparse::NamedWindow* window : select.windows) bind_children(*window, &block);
    bind_expression(select.qualify, &block);
  }

  void bind_reference(const sqlparse::TableReference& reference, Block& block, bool nullable) {
    if (const auto* table = as<sqlparse::TableName>(&reference)) {
      add_table(*table, block, nullable);
    } else if (const auto* join = as<sqlparse::Join>(&reference)) {
      bind_reference(*join->left, block, nullable || join->join_kind == sqlparse::JoinKind::Right);
      bind_reference(*join->right, block, nullable || join->join_kind == sqlparse::JoinKind::Left);
      bind_expression(join->on, &block);
    } else if (const auto* derived = as<sqlparse::DerivedTable>(&reference)) {
      FromEntry entry;
      entry.name = derived->alias.text;
      entry.columns = derived->columns;
      entry.query = derived->query;
      // Its own scope sees the enclosing query only if LATERAL; harmless otherwise.
      entry.derived = bind_query(*derived->query, &block, Block::Place::Derived, nullptr);
      block.entries.push_back(entry);
    } else if (const auto* json = as<sqlparse::JsonTable>(&reference)) {
      FromEntry entry;
      entry.name = json->alias.text;
      block.entries.push_back(entry);
      bind_expression(json->document, &block);
    }
  }

  void add_table(const sqlparse::TableName& table, Block& block, bool nullable) {
    FromEntry entry;
    entry.name = table.alias.present() ? table.alias.text : table.name.text;
    const auto common = std::find_if(
        common_.rbegin(), common_.rend(),
        [&](const sqlparse::CommonTable* each) { return same_name(each->name.text, table.name.text); });
    if (!table.database.present() && common != common_.rend()) {
      out_.common_references.push_back({&table, *common});
    } else {
      TableMention mention;
      mention.node = &table;
      mention.block = &block;
      mention.visible_name = entry.name;
      mention.nullable = nullable;
      if (Result<void> placed = place_table(table, context_, mention); !placed) {
        fail(placed.error());
        return;
      }
      entry.mention = static_cast<std::int32_t>(out_.mentions.size());
      block.mentions.push_back(static_cast<std::uint32_t>(out_.mentions.size()));
      out_.mentions.push_back(std::move(mention));
    }
    block.entries.push_back(entry);
  }

  void bind_children(const sqlparse::Node& node, Block* block) {
    sqlparse::for_each_child(node, [&](const sqlparse::Node& child) { bind_node(child, block); });
  }

  void bind_expression(const sqlparse::Node* node, Block* block) {
    if (node != nullptr) bind_node(*node, block);
  }

  void note_call(const sqlparse::FunctionCall& call) {
    const bool plain = !call.schema.present() && !call.spaced;
    const auto flavour = context_.mariadb ? sqlparse::Flavour::MariaDB : sqlparse::Flavour::MySQL;
    if (call.form == sqlparse::CallForm::NextValueFor) return;
    if (plain && sqlparse::function_nature(call.name.text, flavour, context_.server_version) !=
                     sqlparse::FunctionNature::Unknown)
      return;
    BoundStatement::Call& out = out_.calls.emplace_back();
    out.node = &call;
    if (call.database.present()) return;  // of a package
    if (!call.schema.present()) {
      out.schema = context_.schema;
    } else if (const Result<const rule::Schema*> found = schema_of(call.schema, context_); found) {
      out.schema = *found;
    }
  }

  void bind_node(const sqlparse::Node& node, Block* block) {
    if (const auto* call = as<sqlparse::FunctionCall>(&node)) note_call(*call);
    if (const auto* column = as<sqlparse::ColumnRef>(&node)) {
      if (column->table.present()) qualified_.push_back({block, column->database, column->table});
      return;
    }
    if (const auto* star = as<sqlparse::Star>(&node)) {
      if (star->table.present()) qualified_.push_back({block, star->database, star->table});
      return;
    }
    if (const auto* in = as<sqlparse::InSubquery>(&node)) {
      bind_node(*in->operand, block);
      bind_query(*in->query, block, Block::Place::Value, in);
      return;
    }
    if (const auto* quantified = as<sqlparse::Quantified>(&node)) {
      bind_node(*quantified->left, block);
      bind_query(*quantified->query, block, Block::Place::Value, quantified);
      return;
    }
    if (const auto* exists = as<sqlparse::Exists>(&node)) {
      bind_query(*exists->query, block, Block::Place::Value, exists);
      return;
    }
    if (const auto* subquery = as<sqlparse::Subquery>(&node)) {
      bind_query(*subquery->query, block, Block::Place::Value, subquery);
      return;
    }
    if (const auto* query = as<sqlparse::Query>(&node)) {
      bind_query(*query, block, Block::Place::Value, nullptr);
      return;
    }
    bind_children(node, block);
  }

  void bind_update(const sqlparse::UpdateStatement& update) {
    if (update.hints != nullptr) hints_.push_back(update.hints);
    if (update.with != nullptr) bind_with(*update.with, nullptr);
    Block& block = new_block(Block::Place::Top, nullptr);
    block.from = update.tables;
    block.where = update.where;
    for (const sqlparse::TableReference* reference : update.tables) bind_reference(*reference, block, false);
    for (const sqlparse::Assignment* assignment : update.assignments) bind_children(*assignment, &block);
    bind_expression(update.where, &block);
    for (const sqlparse::OrderItem* item : update.order_by) bind_children(*item, &block);
  }

  void bind_delete(const sqlparse::DeleteStatement& erase) {
    if (erase.hints != nullptr) hints_.push_back(erase.hints);
    if (erase.with != nullptr) bind_with(*erase.with, nullptr);
    Block& block = new_block(Block::Place::Top, nullptr);
    block.from = erase.tables;
    block.where = erase.where;
    for (const sqlparse::TableReference* reference : erase.tables) bind_reference(*reference, block, false);
    for (const sqlparse::TableName* target : erase.targets) {
      qualified_.push_back({&block, target->database, target->name});
    }
    bind_expression(erase.where, &block);
    for (const sqlparse::OrderItem* item : erase.order_by) bind_children(*item, &block);
    for (const sqlparse::SelectItem* item : erase.returning) bind_children(*item, &block);
  }

  void bind_insert(const sqlparse::InsertStatement& insert) {
    Block& block = new_block(Block::Place::Top, nullptr);
    add_table(*insert.table, block, false);
    for (const sqlparse::ColumnRef* column : insert.columns) bind_node(*column, &block);
    for (const sqlparse::ValueRow& row : insert.rows) {
      if (row.nodes != nullptr) bind_children(*row.nodes, &block);
    }
    for (const sqlparse::Assignment* assignment : insert.set) bind_children(*assignment, &block);
    if (insert.query != nullptr) bind_query(*insert.query, nullptr, Block::Place::Rows, nullptr);
    for (const sqlparse::Assignment* assignment : insert.on_duplicate) bind_children(*assignment, &block);
    for (const sqlparse::SelectItem* item : insert.returning) bind_children(*item, &block);
  }

  void note_qualifier(const Qualified& q) {
    if (q.database.present()) {
      (is_system_schema(q.database.text) ? out_.system_database_tokens : out_.database_tokens)
          .push_back(q.database.token);
    }
    for (const Block* block = q.block; block != nullptr; block = block->parent) {
      for (const FromEntry& entry : block->entries) {
        if (!same_name(entry.name, q.table.text)) continue;
        if (entry.mention >= 0) {
          TableMention& mention = out_.mentions[static_cast<std::size_t>(entry.mention)];
          if (!mention.has_alias()) {
            mention.is_named_by_columns = true;
            out_.qualifiers.push_back({q.table.token, static_cast<std::uint32_t>(entry.mention)});
          }
        }
        return;
      }
    }
  }

  // A hint may name tables of any query block; an alias too many does no harm.
  void note_hinted(const sqlparse::OptimizerHints& hints) {
    for (const sqlparse::Hint* hint : hints.hints) {
      for (const sqlparse::HintTable* named : hint->tables) {
        for (TableMention& mention : out_.mentions) {
          if (mention.has_alias() || !same_name(mention.visible_name, named->table.text)) continue;
          mention.is_named_by_hints = true;
        }
      }
    }
  }

  const Context& context_;
  BoundStatement& out_;
  std::vector<const sqlparse::CommonTable*> common_;  // in scope
  std::vector<Qualified> qualified_;
  std::vector<const sqlparse::OptimizerHints*> hints_;
  std::optional<Error> error_;
};

bool may_use(const Context& context, std::string_view schema) {
  if (context.authorized_schemas == nullptr) return true;
  return std::any_of(context.authorized_schemas->begin(), context.authorized_schemas->end(),
                     [&](const std::string& allowed) { return same_name(allowed, schema); });
}

}  // namespace

Error denied(std::string_view database) {
  return Error(1044, "42000", "Access denied for this user to database '" + std::string(database) + "'");
}

Error missing_table(std::string_view schema, std::string_view table, const Context& context) {
  const Error* why = context.metadata == nullptr ? nullptr : context.metadata->failure(schema, table);
  return why != nullptr ? *why : Error::unknown_table(schema, table);
}

std::optional<BindProblem> load_metadata(const Context& context, BoundStatement& bound) {
  NeedTables need;
  for (TableMention& mention : bound.mentions) {
    if (mention.is_system) continue;
    const std::string_view name = mention.placement.name;
    if (context.metadata != nullptr) mention.metadata = context.metadata->find(mention.schema->name, name);
    if (mention.metadata != nullptr) continue;
    if (context.tables_loaded || context.metadata == nullptr)
      return missing_table(mention.schema->name, name, context);
    TableName wanted{mention.schema->name, std::string(name)};
    if (std::find(need.tables.begin(), need.tables.end(), wanted) == need.tables.end()) {
      need.tables.push_back(std::move(wanted));
    }
  }
  for (BoundStatement::Call& call : bound.calls) {
    if (call.schema == nullptr || context.metadata == nullptr || !call.schema->has_spread_table()) continue;
    TableName wanted{call.schema->name, rule::function_key(call.node->name.text)};
    call.metadata = context.metadata->find(wanted.schema, wanted.table);
    if (call.metadata != nullptr) continue;
    if (context.tables_loaded) {
      if (const Error* why = context.metadata->failure(wanted.schema, wanted.table)) return *why;
    } else if (std::find(need.tables.begin(), need.tables.end(), wanted) == need.tables.end())
      need.tables.push_back(std::move(wanted));
  }
  if (!need.tables.empty()) return need;
  return std::nullopt;
}

namespace {

constexpr std::array<std::string_view, 4> kSystemSchemas{"information_schema", "mysql", "performance_schema",
                                                         "sys"};

}  // namespace

bool is_system_schema(std::string_view name) {
  return std::any_of(kSystemSchemas.begin(), kSystemSchemas.end(),
                     [&](std::string_view each) { return same_name(each, name); });
}

std::string_view system_schema(std::string_view name) {
  const auto* found = std::find(kSystemSchemas.begin(), kSystemSchemas.end(), name);
  return found == kSystemSchemas.end() ? std::string_view{} : *found;
}

Result<const rule::Schema*> schema_of(const sqlparse::Name& database, const Context& context) {
  const auto system = static_cast<const rule::Schema*>(nullptr);
  if (!database.present()) {
    if (!context.system_database.empty()) return system;
    if (context.schema == nullptr) return Error::no_database();
    return context.schema;
  }
  if (is_system_schema(database.text)) {
    // Others' data: accounts, what they run.
    if (same_name(database.text, "information_schema") || may_use(context, database.text)) return system;
    return denied(database.text);
  }
  const rule::Schema* schema = context.snapshot->find_schema(database.text);
  if (schema == nullptr) return Error::unknown_database(database.text);
  if (!may_use(context, schema->name)) {
    return denied(schema->name);
  }
  return schema;
}

namespace {

// A view over sharded tables need not lie in the default source.
rule::TablePtr view_elsewhere(const TableMention& mention, const Context& context) {
  const rule::Placement& at = mention.placement;
  if (at.kind == rule::Placement::Kind::Sharded || at.kind == rule::Placement::Kind::Broadcast ||
      context.metadata == nullptr) {
    return nullptr;
  }
  rule::TablePtr table = context.metadata->find(mention.schema->name, at.name);
  return table != nullptr && table->view != nullptr && table->view->source != at.source ? table : nullptr;
}

}  // namespace

Result<void> place_table(const sqlparse::TableName& table, const Context& context, TableMention& mention) {
  Result<const rule::Schema*> schema = schema_of(table.database, context);
  if (!schema) {
    // What MariaDB says of a table in a database that is not there.
    const bool missing = context.mariadb && schema.error().code == 1049;
    return missing ? Error::unknown_table(table.database.text, table.name.text) : schema.error();
  }
  mention.schema = *schema;
  if (*schema == nullptr) {
    mention.is_system = true;
    return {};
  }
  mention.placement = mention.schema->place(table.name.text);
  if (const rule::TablePtr view = view_elsewhere(mention, context); view != nullptr) {
    mention.placement.kind = rule::Placement::Kind::Single;
    mention.placement.source = view->view->source;
    return {};
  }
  if (mention.placement.kind == rule::Placement::Kind::Nowhere) {
    return mention.schema->no_default_source(table.name.text);
  }
  return {};
}

bool BoundStatement::has_sharded() const {
  return std::any_of(mentions.begin(), mentions.end(), [](const TableMention& m) { return m.is_sharded(); });
}

std::vector<rule::TablePtr> BoundStatement::tables() const {
  std::vector<rule::TablePtr> out;
  for (const TableMention& mention : mentions) {
    if (mention.metadata != nullptr && std::find(out.begin(), out.end(), mention.metadata) == out.end()) {
      out.push_back(mention.metadata);
    }
  }
  if (out.empty()) return out;  // nothing was looked up
  for (const Call& call : calls) {
    if (call.metadata != nullptr) {
      out.push_back(call.metadata);
    } else if (call.schema != nullptr && call.schema->has_spread_table()) {
      auto missing = std::make_shared<rule::TableMetadata>();
      missing->schema = call.schema->name;
      missing->name = rule::function_key(call.node->name.text);
      out.push_back(std::move(missing));
    }
  }
  return out;
}

bool all_current(const std::vector<rule::TablePtr>& tables, const rule::MetadataView& metadata) {
  return std::all_of(tables.begin(), tables.end(), [&](const rule::TablePtr& table) {
    return metadata.find(table->schema, table->name) == table;
  });
}

const rule::Schema* BoundStatement::schema() const {
  for (const TableMention& mention : mentions) {
    if (mention.schema != nullptr) return mention.schema;
  }
  return nullptr;
}

std::optional<ColumnPlace> BoundStatement::in_entry(const FromEntry& entry, std::string_view name,
                                                    bool& known) const {
  known = true;
  if (entry.mention >= 0) {
    const TableMention& mention = mentions[static_cast<std::size_t>(entry.mention)];
    if (mention.metadata == nullptr) {
      known = false;
      return std::nullopt;
    }
    const std::optional<std::uint32_t> column = mention.metadata->find_column(name);
    if (!column) return std::nullopt;
    return ColumnPlace{static_cast<std::uint32_t>(entry.mention), *column};
  }
  if (entry.derived == nullptr || entry.derived->select == nullptr || !entry.columns.empty()) {
    known = false;
    return std::nullopt;
  }
  const Block& inner = *entry.derived;
  for (const sqlparse::SelectItem* item : inner.select->items) {
    if (sqlparse::is<sqlparse::Star>(item->value)) {
      const auto& star = sqlparse::cast<sqlparse::Star>(*item->value);
      for (const FromEntry& source : inner.entries) {
        if (star.table.present() && !same_name(star.table.text, source.name)) continue;
        bool inner_known = true;
        const std::optional<ColumnPlace> found = in_entry(source, name, inner_known);
        if (found) return found;
        if (!inner_known) known = false;
      }
      continue;
    }
    const auto* column = as<sqlparse::ColumnRef>(item->value);
    const bool matches = item->alias.present() ? same_name(item->alias.text, name)
                                               : column != nullptr && same_name(column->column.text, name);
    if (!matches) continue;
    known = column != nullptr;
    return column == nullptr ? std::nullopt : resolve(inner, *column);
  }
  return std::nullopt;
}

std::optional<ColumnPlace> BoundStatement::resolve(const Block& block,
                                                   const sqlparse::ColumnRef& column) const {
  for (const Block* scope = &block; scope != nullptr; scope = scope->parent) {
    std::optional<ColumnPlace> found;
    for (const FromEntry& entry : scope->entries) {
      if (column.table.present() && !same_name(entry.name, column.table.text)) continue;
      bool known = true;
      const std::optional<ColumnPlace> here = in_entry(entry, column.column.text, known);
      if (column.table.present()) return here;
      if (here && found) return std::nullopt;  // USING's column, or ambiguous: the server will say
      if (here) found = here;
      if (!known) return std::nullopt;
    }
    if (found) return found;
  }
  return std::nullopt;
}

bool BoundStatement::has_column_named(const Block& block, const sqlparse::ColumnRef& column) const {
  return std::any_of(block.entries.begin(), block.entries.end(), [&](const FromEntry& entry) {
    bool known = true;
    return in_entry(entry, column.column.text, known).has_value() || !known;
  });
}

std::optional<ColumnPlace> BoundStatement::resolve(const Block& block,
                                                   const sqlparse::Expression* value) const {
  const auto* column = as<sqlparse::ColumnRef>(value);
  return column == nullptr ? std::nullopt : resolve(block, *column);
}

std::optional<Error> bind_names(const sqlparse::Query& query, const Context& context, BoundStatement& out) {
  Binder binder(context, out);
  std::optional<Error> problem = binder.run(query);
  if (!problem) binder.note_qualifiers();
  return problem;
}

std::optional<BindProblem> bind(const sqlparse::Statement& statement, const Context& context,
                                BoundStatement& out) {
  out.views = context.views;
  Binder binder(context, out);
  std::optional<BindProblem> problem = binder.run(statement);
  if (!problem) binder.note_qualifiers();
  return problem;
}

}  // namespace mallshard::plan
