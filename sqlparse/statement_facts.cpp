#include "sqlparse/statement_facts.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "sqlparse/visitor.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

bool same_name(std::string_view left, std::string_view right) noexcept {
  return std::ranges::equal(left, right, [](char a, char b) { return fold(a) == fold(b); });
}

// What becomes of the other table that an ALTER TABLE names.
TableRole target_role(const AlterAction& action) noexcept {
  switch (action.alter_kind) {
    case AlterKind::RenameTable:
      return TableRole::Created;
    case AlterKind::ConvertPartition:
      return action.partitions.empty() ? TableRole::Created : TableRole::Dropped;
    default:
      return TableRole::Altered;
  }
}

// One walk over the statement. Recursion is as deep as the AST, which the
// parser bounds.
class FactsRun {
 public:
  FactsRun(StatementFacts& facts, const TokenView& tokens) : facts_(facts), tokens_(tokens) {}

  void statement(const Statement& statement);

 private:
  void reason(WriteReason reason) { facts_.write_reasons |= static_cast<std::uint32_t>(reason); }

  void children(const Node& node) {
    for_each_child(node, [this](const Node& child) { visit(child); });
  }
  template <class T>
  void each(const T& list) {
    for (const Node* node : list) visit_if(node);
  }
  void visit_if(const Node* node) {
    if (node != nullptr) visit(*node);
  }
  void visit(const Node& node);
  bool visit_leaf(const Node& node);

  void table(const TableName& table, TableRole role) { facts_.tables.push_back({role, &table}); }
  void tables(NodeList<TableName> list, TableRole role) {
    for (const TableName* name : list) table(*name, role);
  }
  void read_table(const TableName& table);
  void query(const Query& query);
  void with(const With& with);
  void select(const Select& select);
  void function(const FunctionCall& call);
  void locking(const LockingClause& clause);
  void into(const Into& into);
  void set_item(const SetItem& item);
  void hint(const Hint& hint);
  void assign(const UserVariable& variable) {
    facts_.user_variables_assigned.push_back({variable.name.text, variable.name.token});
  }

  void insert(const InsertStatement& statement);
  void update(const UpdateStatement& statement);
  void remove(const DeleteStatement& statement);
  void load(const LoadDataStatement& statement);
  void create_table(const CreateTableStatement& statement);
  void alter_table(const AlterTableStatement& statement);
  [[nodiscard]] bool checks_only(const AlterTableStatement& statement) const;
  void explain(const ExplainStatement& statement);
  void explained_into(const TokenRange& options);
  void handler(const HandlerStatement& statement);
  bool statement_other(const Statement& statement);
  bool statement_on_server(const Statement& statement);
  void diagnostics(const DiagnosticsStatement& statement);
  void secrets(const Node& node);

  StatementFacts& facts_;
  const TokenView& tokens_;
  std::vector<std::string_view> common_tables_;  // in scope
};

void FactsRun::statement(const Statement& statement) {
  switch (statement.kind) {
    case NodeKind::SelectStatement:
      children(statement);
      return;
    case NodeKind::InsertStatement:
      return insert(cast<InsertStatement>(statement));
    case NodeKind::UpdateStatement:
      return update(cast<UpdateStatement>(statement));
    case NodeKind::DeleteStatement:
      return remove(cast<DeleteStatement>(statement));
    case NodeKind::LoadDataStatement:
      return load(cast<LoadDataStatement>(statement));
    case NodeKind::CreateTableStatement:
      return create_table(cast<CreateTableStatement>(statement));
    case NodeKind::AlterTableStatement:
      return alter_table(cast<AlterTableStatement>(statement));
    case NodeKind::ExplainStatement:
      return explain(cast<ExplainStatement>(statement));
    case NodeKind::HandlerStatement:
      return handler(cast<HandlerStatement>(statement));
    case NodeKind::CallStatement:
      // Which of them are OUT, the procedure says.
      for (const Expression* argument : cast<CallStatement>(statement).arguments) {
        if (const auto* variable = as<UserVariable>(argument)) assign(*variable);
      }
      break;
    default:
      break;
  }
  if (statement_on_server(statement)) {
    reason(WriteReason::NotAQuery);
  } else if (!statement_other(statement)) {
    reason(WriteReason::NotAQuery);
    children(statement);
  }
}

// Statements with tables of a single role; false where there are none.
bool FactsRun::statement_other(const Statement& statement) {
  if (const auto* drop = as<DropTableStatement>(&statement)) {
    tables(drop->tables, TableRole::Dropped);
    facts_.drops_temporary_table = drop->temporary;
  } else if (const auto* truncate = as<TruncateStatement>(&statement)) {
    table(*truncate->table, TableRole::Write);
  } else if (const auto* rename = as<RenameTableStatement>(&statement)) {
    for (const RenamePair* pair : rename->pairs) {
      table(*pair->from, TableRole::Dropped);
      table(*pair->to, TableRole::Created);
    }
  } else if (const auto* create_index = as<CreateIndexStatement>(&statement)) {
    table(*create_index->table, TableRole::Altered);
  } else if (const auto* drop_index = as<DropIndexStatement>(&statement)) {
    table(*drop_index->table, TableRole::Altered);
  } else if (const auto* view = as<CreateViewStatement>(&statement)) {
    table(*view->view, TableRole::Created);
    visit_if(view->query);
  } else if (const auto* drop_view = as<DropViewStatement>(&statement)) {
    tables(drop_view->views, TableRole::Dropped);
  } else if (const auto* lock = as<LockTablesStatement>(&statement)) {
    for (const LockItem* item : lock->items) table(*item->table, TableRole::Locked);
  } else if (const auto* maintenance = as<TableMaintenanceStatement>(&statement)) {
    const bool reads = statement.statement_kind == StatementKind::CheckTable ||
                       statement.statement_kind == StatementKind::ChecksumTable;
    tables(maintenance->tables, reads ? TableRole::Read : TableRole::Altered);
  } else if (const auto* sequence = as<SequenceStatement>(&statement)) {
    const bool created = statement.statement_kind == StatementKind::CreateSequence;
    table(*sequence->sequence, created ? TableRole::Created : TableRole::Altered);
    facts_.creates_temporary_table = sequence->temporary;
  } else if (const auto* drop_sequence = as<DropSequenceStatement>(&statement)) {
    tables(drop_sequence->sequences, TableRole::Dropped);
    facts_.drops_temporary_table = drop_sequence->temporary;
  } else if (const auto* cache = as<KeyCacheStatement>(&statement)) {
    for (const KeyCacheItem* item : cache->items) table(*item->table, TableRole::Altered);
  } else if (is<LibraryStatement>(&statement)) {
    // its name is no table's
  } else if (const auto* show = as<ShowStatement>(&statement)) {
    if (show->table != nullptr) table(*show->table, TableRole::Described);
    visit_if(show->where);
    return true;  // a read
  } else if (const auto* describe = as<DescribeStatement>(&statement)) {
    table(*describe->table, TableRole::Described);
    return true;
  } else if (const auto* set_for = as<SetForStatement>(&statement)) {
    each(set_for->items);
    if (set_for->body != nullptr) this->statement(*set_for->body);
  } else {
    return false;
  }
  reason(WriteReason::NotAQuery);
  return true;
}

// Accounts, the server itself, stored programs: what their bodies do happens
// when they run, not now.
bool FactsRun::statement_on_server(const Statement& statement) {
  switch (statement.kind) {
    case NodeKind::AccountStatement:
    case NodeKind::StoredObjectStatement:
    case NodeKind::CreateRoutineStatement:
    case NodeKind::EventStatement:
    case NodeKind::ProgramStatement:
      break;
    case NodeKind::GrantStatement: {
      const auto& grant = cast<GrantStatement>(statement);
      if (grant.table != nullptr && grant.object == GrantObject::Table) {
        table(*grant.table, TableRole::Described);
      }
      break;
    }
    case NodeKind::ServerStatement: {
      const auto& server = cast<ServerStatement>(statement);
      if (server.table != nullptr) table(*server.table, TableRole::Locked);
      each(server.values);
      break;
    }
    case NodeKind::DiagnosticsStatement:
      diagnostics(cast<DiagnosticsStatement>(statement));
      break;
    case NodeKind::CreateTriggerStatement:
      table(*cast<CreateTriggerStatement>(statement).table, TableRole::Altered);
      break;
    default:
      return false;
  }
  secrets(statement);
  return true;
}

// SIGNAL reads what it sets; GET DIAGNOSTICS assigns.
void FactsRun::diagnostics(const DiagnosticsStatement& statement) {
  visit_if(statement.number);
  for (const DiagnosticsItem* item : statement.items) {
    const auto* variable = as<UserVariable>(item->operand);
    if (statement.statement_kind == StatementKind::GetDiagnostics && variable != nullptr) {
      assign(*variable);
    } else {
      visit_if(item->operand);
    }
  }
}

void FactsRun::secrets(const Node& node) {
  const auto add = [this](const TokenRange& range) {
    if (!range.present()) return;
    for (std::uint32_t token = range.first; token <= range.last; ++token) {
      if (tokens_.tokens[token].kind == TokenKind::String || tokens_.tokens[token].kind == TokenKind::Hex) {
        facts_.secret_tokens.push_back(token);
      }
    }
  };
  if (const auto* authentication = as<Authentication>(&node)) {
    add(authentication->secret);
    add(authentication->current);
  } else if (const auto* clause = as<AdminClause>(&node)) {
    if (clause->secret) add(clause->value);
  }
  for_each_child(node, [this](const Node& child) { secrets(child); });
}

void FactsRun::visit(const Node& node) {
  switch (node.kind) {
    case NodeKind::TableName:
      return read_table(cast<TableName>(node));
    case NodeKind::Query:
      return query(cast<Query>(node));
    case NodeKind::Select:
      return select(cast<Select>(node));
    case NodeKind::FunctionCall:
      return function(cast<FunctionCall>(node));
    case NodeKind::LockingClause:
      return locking(cast<LockingClause>(node));
    case NodeKind::Into:
      return into(cast<Into>(node));
    case NodeKind::Hint:
      return hint(cast<Hint>(node));
    case NodeKind::SetItem:
      return set_item(cast<SetItem>(node));
    case NodeKind::Subquery:
    case NodeKind::Exists:
    case NodeKind::InSubquery:
    case NodeKind::Quantified:
    case NodeKind::DerivedTable:
    case NodeKind::CommonTable:
      facts_.has_subquery = true;
      break;
    default:
      if (visit_leaf(node)) return;
      break;
  }
  children(node);
}

// Variables; false for other nodes. Parameters are the tokens' own.
bool FactsRun::visit_leaf(const Node& node) {
  switch (node.kind) {
    case NodeKind::Parameter:
      return true;
    case NodeKind::UserVariable: {
      const Name& name = cast<UserVariable>(node).name;
      facts_.user_variables_read.push_back({name.text, name.token});
      reason(WriteReason::ReadsUserVariable);
      return true;
    }
    case NodeKind::SystemVariable: {
      const auto& variable = cast<SystemVariable>(node);
      facts_.system_variables_read.push_back(
          {variable.scope, variable.name.text, variable.name.token, &node});
      return true;
    }
    case NodeKind::AssignVariable: {
      const auto& assignment = cast<AssignVariable>(node);
      assign(*assignment.variable);
      reason(WriteReason::AssignsUserVariable);
      visit_if(assignment.value);
      return true;
    }
    default:
      return false;
  }
}

void FactsRun::read_table(const TableName& name) {
  const bool common = !name.database && std::ranges::any_of(common_tables_, [&](std::string_view known) {
    return same_name(known, name.name.text);
  });
  if (!common) table(name, TableRole::Read);
  each(name.moments);
}

// A common table is in scope in the ones after it, in itself if recursive, and
// in the rest of its query.
void FactsRun::query(const Query& node) {
  const std::size_t outer = common_tables_.size();
  if (node.with != nullptr) with(*node.with);
  visit_if(node.body);
  each(node.order_by);
  visit_if(node.limit);
  each(node.locking);
  visit_if(node.into);
  common_tables_.resize(outer);
}

void FactsRun::with(const With& node) {
  facts_.has_subquery = true;
  for (const CommonTable* table : node.tables) {
    if (node.recursive) common_tables_.push_back(table->name.text);
    visit_if(table->query);
    if (!node.recursive) common_tables_.push_back(table->name.text);
  }
}

void FactsRun::select(const Select& node) {
  if (node.has(SelectOption::CalcFoundRows)) {
    facts_.calc_found_rows = true;
    reason(WriteReason::CalcFoundRows);
  }
  if (node.procedure.present()) reason(WriteReason::ProcedureClause);
  children(node);
}

void FactsRun::function(const FunctionCall& call) {
  FunctionNature nature = FunctionNature::Unknown;
  if (call.form == CallForm::NextValueFor) {
    nature = FunctionNature::SideEffect;
    reason(WriteReason::SequenceValue);
  } else if (!call.schema && !call.spaced) {
    nature = function_nature(call.name.text, tokens_.options.flavour, tokens_.options.server_version);
  }
  facts_.functions.push_back({call.name.text, nature, &call});
  if (call.over != nullptr) {
    facts_.has_window_function = true;
  } else if (nature == FunctionNature::Aggregate) {
    facts_.has_aggregate = true;
  }
  switch (nature) {
    case FunctionNature::Unknown:
      reason(WriteReason::UnknownFunction);
      break;
    case FunctionNature::SideEffect:
      reason(WriteReason::SideEffectFunction);
      break;
    case FunctionNature::UserLock:
      reason(WriteReason::UserLockFunction);
      break;
    case FunctionNature::SessionResult:
      reason(WriteReason::SessionResultFunction);
      break;
    case FunctionNature::SessionInfo:
      reason(WriteReason::SessionInfoFunction);
      break;
    default:
      break;
  }
  children(call);
}

void FactsRun::locking(const LockingClause& clause) {
  reason(WriteReason::LockingClause);
  const StatementLock lock =
      clause.strength == LockStrength::Update ? StatementLock::Exclusive : StatementLock::Share;
  facts_.lock = std::max(facts_.lock, lock);
  visit_if(clause.wait_seconds);  // the names of OF are aliases
}

void FactsRun::into(const Into& node) {
  if (node.into_kind == IntoKind::Variables) {
    facts_.into_variables = true;
    reason(WriteReason::IntoVariable);
    for (const Expression* target : node.variables) {
      if (const auto* variable = as<UserVariable>(target)) assign(*variable);
    }
  } else {
    facts_.into_file = true;
    reason(WriteReason::IntoFile);
  }
}

void FactsRun::set_item(const SetItem& item) {
  if (item.item_kind == SetItemKind::UserVariable) {
    facts_.user_variables_assigned.push_back({item.name.text, item.name.token});
  } else if (item.item_kind == SetItemKind::SystemVariable) {
    facts_.system_variables_assigned.push_back({item.scope, item.name.text, item.name.token, &item});
  }
  visit_if(item.value);
  if (item.account != nullptr) secrets(*item.account);
}

// SET_VAR of a hint, as SET STATEMENT ... FOR: gone when the statement ends.
void FactsRun::hint(const Hint& hint) {
  if (hint.hint != HintKind::SetVar) return;
  facts_.system_variables_assigned.push_back({VariableScope::Session, hint.name.text, kNoToken, &hint});
}

void FactsRun::insert(const InsertStatement& statement) {
  reason(WriteReason::NotAQuery);
  visit_if(statement.hints);
  table(*statement.table, TableRole::Write);
  for (const ValueRow& row : statement.rows) visit_if(row.nodes);
  each(statement.set);
  visit_if(statement.query);
  each(statement.on_duplicate);
  each(statement.returning);
}

// Every table of a multi-table UPDATE whose name or alias qualifies an assigned
// column is written; with an unqualified column any of them may be.
void FactsRun::update(const UpdateStatement& statement) {
  reason(WriteReason::NotAQuery);
  visit_if(statement.hints);
  const std::size_t outer = common_tables_.size();
  if (statement.with != nullptr) with(*statement.with);
  const std::size_t first = facts_.tables.size();
  each(statement.tables);
  const std::size_t last = facts_.tables.size();
  const bool unqualified =
      std::ranges::any_of(statement.assignments, [](const Assignment* a) { return !a->column->table; });
  for (std::size_t i = first; i < last; ++i) {
    const TableName& name = *facts_.tables[i].table;
    const Name& exposed = name.alias ? name.alias : name.name;
    const bool assigned = std::ranges::any_of(statement.assignments, [&](const Assignment* a) {
      return a->column->table && same_name(a->column->table.text, exposed.text);
    });
    if (assigned || unqualified || last - first == 1) facts_.tables[i].role = TableRole::Write;
  }
  each(statement.assignments);
  visit_if(statement.where);
  each(statement.order_by);
  visit_if(statement.limit);
  common_tables_.resize(outer);
}

void FactsRun::remove(const DeleteStatement& statement) {
  reason(WriteReason::NotAQuery);
  visit_if(statement.hints);
  const std::size_t outer = common_tables_.size();
  if (statement.with != nullptr) with(*statement.with);
  const std::size_t first = facts_.tables.size();
  each(statement.tables);
  const std::size_t last = facts_.tables.size();
  for (std::size_t i = first; i < last; ++i) {
    const TableName& name = *facts_.tables[i].table;
    const Name& exposed = name.alias ? name.alias : name.name;
    const bool target =
        statement.form == DeleteForm::SingleTable || statement.form == DeleteForm::History ||
        std::ranges::any_of(statement.targets, [&](const TableName* wanted) {
          return same_name(wanted->name.text, exposed.text) || same_name(wanted->name.text, name.name.text);
        });
    if (target) facts_.tables[i].role = TableRole::Write;
  }
  visit_if(statement.where);
  each(statement.order_by);
  visit_if(statement.limit);
  each(statement.returning);
  common_tables_.resize(outer);
}

void FactsRun::load(const LoadDataStatement& statement) {
  reason(WriteReason::NotAQuery);
  table(*statement.table, TableRole::Write);
  for (const Expression* target : statement.columns) {
    if (const auto* variable = as<UserVariable>(target)) assign(*variable);
  }
  each(statement.set);
}

void FactsRun::create_table(const CreateTableStatement& statement) {
  reason(WriteReason::NotAQuery);
  facts_.creates_temporary_table = statement.temporary;
  table(*statement.table, TableRole::Created);
  if (statement.like != nullptr) table(*statement.like, TableRole::Read);
  each(statement.elements);
  each(statement.options);  // UNION = (tables)
  visit_if(statement.partitioning);
  visit_if(statement.query);
}

// CHECK PARTITION stands alone, but for ALGORITHM and LOCK; it reads like CHECK TABLE.
bool FactsRun::checks_only(const AlterTableStatement& statement) const {
  return std::ranges::any_of(statement.actions, [this](const AlterAction* action) {
    return action->alter_kind == AlterKind::Partition && action->rest.present() &&
           tokens_.tokens[action->rest.first].keyword == Keyword::Check;
  });
}

void FactsRun::alter_table(const AlterTableStatement& statement) {
  reason(WriteReason::NotAQuery);
  table(*statement.table, checks_only(statement) ? TableRole::Read : TableRole::Altered);
  for (const AlterAction* action : statement.actions) {
    if (action->target != nullptr) table(*action->target, target_role(*action));
    each(action->definitions);
    visit_if(action->option);
    visit_if(action->value);
    visit_if(action->partitioning);
    each(action->partitions);
  }
}

// EXPLAIN shows a plan; EXPLAIN ANALYZE and ANALYZE run the statement.
void FactsRun::explain(const ExplainStatement& explain) {
  if (explain.body == nullptr) return;
  statement(*explain.body);
  if (explain.options.present()) explained_into(explain.options);
  if (!explain.analyze) facts_.write_reasons &= ~static_cast<std::uint32_t>(WriteReason::NotAQuery);
}

// MySQL: EXPLAIN FORMAT = JSON INTO @plan SELECT ...
void FactsRun::explained_into(const TokenRange& options) {
  for (std::uint32_t i = options.first; i <= options.last; ++i) {
    if (tokens_.tokens[i].kind != TokenKind::UserVariable) continue;
    std::string_view name = tokens_.spelling(i).substr(1);
    if (name.size() >= 2 && (name[0] == '`' || name[0] == '\'' || name[0] == '"')) {
      name = name.substr(1, name.size() - 2);
    }
    facts_.user_variables_assigned.push_back({name, i});
    facts_.into_variables = true;
    reason(WriteReason::IntoVariable);
  }
}

void FactsRun::handler(const HandlerStatement& statement) {
  reason(WriteReason::NotAQuery);  // an open handler belongs to its connection
  table(*statement.table, TableRole::Read);
  visit_if(statement.key);
  visit_if(statement.where);
  visit_if(statement.limit);
}

}  // namespace

namespace {

// MySQL: LOAD DATA ... ALGORITHM = BULK
bool loads_in_bulk(const Statement& statement, const TokenView& tokens) noexcept {
  const auto* load = as<LoadDataStatement>(&statement);
  return load != nullptr && load->bulk.present() && tokens.tokens[load->bulk.last].keyword == Keyword::Bulk;
}

// MariaDB: SET autocommit = 1, PASSWORD = 'x'
bool sets_password(const Statement& statement) noexcept {
  const auto* set = as<SetStatement>(&statement);
  return set != nullptr && std::ranges::any_of(set->items, [](const SetItem* item) {
           return item->item_kind == SetItemKind::Password || item->item_kind == SetItemKind::DefaultRole;
         });
}

}  // namespace

const Statement& carried_out(const Statement& statement) noexcept {
  const auto* set = as<SetForStatement>(&statement);
  return set == nullptr || set->body == nullptr ? statement : carried_out(*set->body);
}

StatementFacts statement_facts(const ParseOutput& parsed) {
  StatementFacts facts;
  facts.has_executable_comment = parsed.has_executable_comment;
  if (parsed.statement == nullptr) {
    facts.write_reasons = static_cast<std::uint32_t>(WriteReason::NotAQuery);
    return facts;
  }
  facts.kind = parsed.statement->statement_kind;
  facts.category = category_of(facts.kind);
  FactsRun(facts, parsed.tokens).statement(*parsed.statement);
  const std::span<const Token> tokens = parsed.tokens.tokens;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == TokenKind::Parameter) facts.parameters.push_back(i);
  }
  const bool mariadb = parsed.tokens.options.flavour == Flavour::MariaDB;
  const bool group_replication =
      (facts.kind == StatementKind::StartReplica || facts.kind == StatementKind::StopReplica) &&
      tokens.size() > 1 && same_name(parsed.tokens.spelling(1), "GROUP_REPLICATION");
  const bool temporary = (facts.creates_temporary_table && facts.kind != StatementKind::CreateSequence) ||
                         facts.drops_temporary_table;
  const bool reset_persist =
      facts.kind == StatementKind::Reset && tokens.size() > 1 && tokens[1].keyword == Keyword::Persist;
  const Statement& carried = carried_out(*parsed.statement);
  facts.implicit_commit = (commits_implicitly(carried.statement_kind, parsed.tokens.options.flavour) &&
                           !temporary && !reset_persist && !group_replication) ||
                          (mariadb && sets_password(carried)) || loads_in_bulk(carried, parsed.tokens);
  // SET PASSWORD and the like end a transaction, SET autocommit = 1 too, but
  // only when the variable was 0: the session's knowledge, not the text's.
  return facts;
}

}  // namespace mallshard::sqlparse
