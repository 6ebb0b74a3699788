#include "sqlparse/column_scopes.h"

#include <utility>

#include "sqlparse/visitor.h"

namespace mallshard::sqlparse {

namespace {

// One walk; recursion is as deep as the AST, which the parser bounds.
class ScopesRun {
 public:
  explicit ScopesRun(ColumnScopes& out) : out_(out) {}

  void statement(const Statement& statement);

 private:
  std::uint32_t open(const Node& block, std::uint32_t parent) {
    out_.scopes.push_back({&block, parent, {}});
    return static_cast<std::uint32_t>(out_.scopes.size() - 1);
  }
  void visit(const Node& node, std::uint32_t scope);
  void visit_if(const Node* node, std::uint32_t scope) {
    if (node != nullptr) visit(*node, scope);
  }
  template <class T>
  void each(const T& list, std::uint32_t scope) {
    for (const Node* node : list) visit_if(node, scope);
  }
  template <class T>
  void each_with_aliases(const T& list, std::uint32_t scope) {
    const bool outer = std::exchange(sees_aliases_, true);
    each(list, scope);
    sees_aliases_ = outer;
  }
  void with_aliases(const Node* node, std::uint32_t scope) {
    const bool outer = std::exchange(sees_aliases_, true);
    visit_if(node, scope);
    sees_aliases_ = outer;
  }
  void query(const Query& query, std::uint32_t outer);
  std::uint32_t select(const Select& select, std::uint32_t outer);
  void add_tables(const TableReference& reference, std::uint32_t scope);
  void visit_tables(const TableReference& reference, std::uint32_t scope, std::uint32_t outer);
  template <class T>
  void tables(const T& list, std::uint32_t scope, std::uint32_t outer) {
    for (const TableReference* each : list) add_tables(*each, scope);
    for (const TableReference* each : list) visit_tables(*each, scope, outer);
  }
  void insert(const InsertStatement& statement);
  void update(const UpdateStatement& statement);
  void remove(const DeleteStatement& statement);

  ColumnScopes& out_;
  bool sees_aliases_ = false;
};

void ScopesRun::statement(const Statement& statement) {
  switch (statement.kind) {
    case NodeKind::SelectStatement:
      return visit_if(cast<SelectStatement>(statement).query, kNoScope);
    case NodeKind::InsertStatement:
      return insert(cast<InsertStatement>(statement));
    case NodeKind::UpdateStatement:
      return update(cast<UpdateStatement>(statement));
    case NodeKind::DeleteStatement:
      return remove(cast<DeleteStatement>(statement));
    case NodeKind::ExplainStatement:
      if (const Statement* body = cast<ExplainStatement>(statement).body) this->statement(*body);
      return;
    case NodeKind::SetForStatement: {
      const auto& set = cast<SetForStatement>(statement);
      each(set.items, open(statement, kNoScope));
      if (set.body != nullptr) this->statement(*set.body);
      return;
    }
    default:
      break;
  }
  // DDL, LOAD DATA, HANDLER and others: the tables named by the statement itself.
  const std::uint32_t scope = open(statement, kNoScope);
  for_each_child(statement, [&](const Node& child) {
    if (const auto* table = as<TableName>(&child)) out_.scopes[scope].tables.push_back(table);
  });
  for_each_child(statement, [&](const Node& child) {
    if (child.kind >= NodeKind::SelectStatement) {  // a body, as of SET STATEMENT ... FOR
      this->statement(static_cast<const Statement&>(child));
    } else if (is<Query>(&child)) {
      visit(child, kNoScope);
    } else {
      visit(child, scope);
    }
  });
}

void ScopesRun::visit(const Node& node, std::uint32_t scope) {
  switch (node.kind) {
    case NodeKind::Query:
      return query(cast<Query>(node), scope);
    case NodeKind::Select:
      select(cast<Select>(node), scope);
      return;
    case NodeKind::ColumnRef:
      out_.columns.push_back({&cast<ColumnRef>(node), scope, sees_aliases_});
      return;
    case NodeKind::Star:
      out_.stars.push_back({&cast<Star>(node), scope});
      return;
    default:
      for_each_child(node, [&](const Node& child) { visit(child, scope); });
  }
}

void ScopesRun::query(const Query& query, std::uint32_t outer) {
  const bool aliases = std::exchange(sees_aliases_, false);
  if (query.with != nullptr) {
    for (const CommonTable* table : query.with->tables) visit_if(table->query, outer);
  }
  std::uint32_t scope = kNoScope;
  if (const auto* block = as<Select>(query.body)) {
    scope = select(*block, outer);
  } else {
    visit_if(query.body, outer);
    // Of the combined rows: the columns of the first SELECT by name.
    if (!query.order_by.empty()) scope = open(query, outer);
  }
  each_with_aliases(query.order_by, scope);
  visit_if(query.limit, scope);
  if (query.into != nullptr) each(query.into->variables, scope);
  sees_aliases_ = aliases;
}

std::uint32_t ScopesRun::select(const Select& select, std::uint32_t outer) {
  const bool aliases = std::exchange(sees_aliases_, false);
  const std::uint32_t scope = open(select, outer);
  each(select.items, scope);
  tables(select.from, scope, outer);
  visit_if(select.where, scope);
  each_with_aliases(select.group_by, scope);
  with_aliases(select.having, scope);
  each_with_aliases(select.windows, scope);
  with_aliases(select.qualify, scope);
  sees_aliases_ = aliases;
  return scope;
}

void ScopesRun::add_tables(const TableReference& reference, std::uint32_t scope) {
  if (const auto* join = as<Join>(&reference)) {
    add_tables(*join->left, scope);
    add_tables(*join->right, scope);
  } else {
    out_.scopes[scope].tables.push_back(&reference);
  }
}

// What stands inside FROM: ON sees the block's tables, a derived table does not.
void ScopesRun::visit_tables(const TableReference& reference, std::uint32_t scope, std::uint32_t outer) {
  if (const auto* join = as<Join>(&reference)) {
    visit_tables(*join->left, scope, outer);
    visit_tables(*join->right, scope, outer);
    visit_if(join->on, scope);
  } else if (const auto* derived = as<DerivedTable>(&reference)) {
    visit_if(derived->query, derived->lateral ? scope : outer);
  } else if (const auto* json = as<JsonTable>(&reference)) {
    visit_if(json->document, scope);
  }
}

void ScopesRun::insert(const InsertStatement& statement) {
  const std::uint32_t scope = open(statement, kNoScope);
  out_.scopes[scope].tables.push_back(statement.table);
  each(statement.columns, scope);
  for (const ValueRow& row : statement.rows) visit_if(row.nodes, scope);
  each(statement.set, scope);
  std::uint32_t after = scope;
  if (statement.query != nullptr) {
    const auto first = static_cast<std::uint32_t>(out_.scopes.size());
    visit(*statement.query, kNoScope);
    // ON DUPLICATE KEY UPDATE sees the table, then the tables of the query.
    if (!statement.on_duplicate.empty() && first < out_.scopes.size()) {
      after = open(statement, first);
      out_.scopes[after].tables.push_back(statement.table);
    }
  }
  each(statement.on_duplicate, after);
  each(statement.returning, scope);
}

void ScopesRun::update(const UpdateStatement& statement) {
  if (statement.with != nullptr) {
    for (const CommonTable* table : statement.with->tables) visit_if(table->query, kNoScope);
  }
  const std::uint32_t scope = open(statement, kNoScope);
  tables(statement.tables, scope, kNoScope);
  each(statement.assignments, scope);
  visit_if(statement.where, scope);
  each(statement.order_by, scope);
  visit_if(statement.limit, scope);
}

void ScopesRun::remove(const DeleteStatement& statement) {
  if (statement.with != nullptr) {
    for (const CommonTable* table : statement.with->tables) visit_if(table->query, kNoScope);
  }
  const std::uint32_t scope = open(statement, kNoScope);
  tables(statement.tables, scope, kNoScope);
  visit_if(statement.where, scope);
  each(statement.order_by, scope);
  visit_if(statement.limit, scope);
  each(statement.returning, scope);
}

}  // namespace

ColumnScopes column_scopes(const Statement& statement) {
  ColumnScopes out;
  ScopesRun(out).statement(statement);
  return out;
}

Name exposed_name(const TableReference& table) noexcept {
  if (const auto* name = as<TableName>(&table)) return name->alias ? name->alias : name->name;
  if (const auto* derived = as<DerivedTable>(&table)) return derived->alias;
  if (const auto* json = as<JsonTable>(&table)) return json->alias;
  return {};
}

}  // namespace mallshard::sqlparse
