// ALTER.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::alter_statement() {
  const std::uint32_t first = at();
  advance();
  bool online = false;
  bool ignore = false;
  while (mariadb() && is_any(Keyword::Online, Keyword::Ignore)) {
    (is(Keyword::Online) ? online : ignore) = true;
    advance();
  }
  if ((online || ignore) && !is(Keyword::Table)) return static_cast<Statement*>(fail());
  switch (current_->keyword) {
    case Keyword::Table:
      return alter_table(first, online, ignore);
    case Keyword::Database:
    case Keyword::Schema:
      return database_statement(first, StatementKind::AlterDatabase, false);
    case Keyword::View:
    case Keyword::Algorithm:
    case Keyword::Definer:
    case Keyword::Sql:
    case Keyword::Materialized:
    case Keyword::Json: {
      const std::uint32_t attributes = at();
      const bool definer_alone = is(Keyword::Definer);
      const bool view_alone = view_attributes();
      if (is(Keyword::Event) && definer_alone && !view_alone) {
        current_ = first_ + attributes;
        return alter_event(first);
      }
      return create_view(first, StatementKind::AlterView, false, attributes);
    }
    case Keyword::Procedure:
    case Keyword::Function:
      return alter_routine(first);
    case Keyword::Event:
      return alter_event(first);
    case Keyword::Sequence:
      return sequence_statement(first, StatementKind::AlterSequence, false);
    case Keyword::Server:
      return foreign_server_statement(first, StatementKind::AlterServer, false);
    case Keyword::Library:
      return library_statement(first, StatementKind::AlterLibrary);
    case Keyword::Tablespace:
    case Keyword::Undo:
    case Keyword::Logfile:
      return tablespace_statement(first, StatementKind::AlterTablespace);
    case Keyword::Instance:
      return mysql() ? alter_instance(first) : static_cast<Statement*>(fail());
    case Keyword::User:
      return alter_user(first);
    case Keyword::Resource:
      return resource_group_statement(first, StatementKind::AlterResourceGroup);
    default:
      return static_cast<Statement*>(fail());
  }
}

Statement* ParserRun::alter_table(std::uint32_t first, bool online, bool ignore) {
  auto* made = statement<AlterTableStatement>(first, StatementKind::AlterTable);
  made->online = online;
  made->ignore = ignore;
  advance();
  made->if_exists = mariadb() && if_exists();
  made->table = table_name();
  made->wait = wait_clause();
  const auto mark = stack_.mark();
  alter_actions();
  made->actions = stack_.take<AlterAction>(mark, arena_);
  return finish(made);
}

// Actions separated by commas, table options among them by nothing as well;
// what concerns whole partitions or tablespaces stands alone, in MySQL behind
// ALGORITHM and LOCK. PARTITION BY and REMOVE PARTITIONING come last.
void ParserRun::alter_actions() {
  bool only_modifiers = true;
  bool any = false;
  while (!at_end()) {
    if (!any && (is(Keyword::Partition) || is(Keyword::Remove))) break;
    if (at_standalone_action()) {
      if (any && (mariadb() || !only_modifiers)) {
        fail();
        return;
      }
      stack_.push(alter_action());
      return;
    }
    const bool modifier = is_any(Keyword::Algorithm, Keyword::Lock, Keyword::With, Keyword::Without);
    AlterAction* action = alter_action();
    if (action->alter_kind != AlterKind::Algorithm || !modifier) only_modifiers = false;
    any = true;
    stack_.push(action);
    while (action->alter_kind == AlterKind::Option && at_table_option()) stack_.push(alter_action());
    if (!accept(TokenKind::Comma)) break;
    if (at_end()) fail();
  }
  if (is(Keyword::Partition) || is(Keyword::Remove)) {
    auto* action = node<AlterAction>(at());
    action->alter_kind = AlterKind::Partition;
    if (is(Keyword::Partition)) {
      action->partitioning = partitioning();
    } else {
      advance();
      expect(Keyword::Partitioning);
      action->rest = range_from(action->first_token);
    }
    stack_.push(finish(action));
  }
}

bool ParserRun::at_standalone_action() const {
  switch (current_->keyword) {
    case Keyword::Add:
    case Keyword::Drop:
      if (!next_is(Keyword::Partition)) return false;
      right_here();
      return true;
    case Keyword::Convert:
      if (mysql() || (!next_is(Keyword::Partition) && !next_is(Keyword::Table))) return false;
      right_here();
      return true;
    case Keyword::Rebuild:
    case Keyword::Optimize:
    case Keyword::Analyze:
    case Keyword::Check:
    case Keyword::Repair:
    case Keyword::Coalesce:
    case Keyword::Truncate:
    case Keyword::Reorganize:
    case Keyword::Exchange:
    case Keyword::Discard:
    case Keyword::Import:
      return true;
    case Keyword::SecondaryLoad:
    case Keyword::SecondaryUnload:
      return mysql();
    default:
      return false;
  }
}

bool ParserRun::at_table_option() {
  const Token* here = current_;
  const bool found = !at_end() && table_option() != nullptr;
  if (!failed()) current_ = here;
  return found;
}

AlterAction* ParserRun::alter_action() {
  auto* action = node<AlterAction>(at());
  if (at_standalone_action()) {
    alter_partition(action);
    return finish(action);
  }
  switch (current_->keyword) {
    case Keyword::Add:
      alter_add(action);
      break;
    case Keyword::Drop:
      alter_drop(action);
      break;
    case Keyword::Change:
    case Keyword::Modify: {
      const bool change = is(Keyword::Change);
      action->alter_kind = change ? AlterKind::ChangeColumn : AlterKind::ModifyColumn;
      advance();
      accept(Keyword::Column);
      action->if_exists = mariadb() && if_exists();
      if (change) action->name = field_name();
      stack_.push(column_definition(ColumnContext::Changed));
      action->definitions = stack_.take<Node>(stack_.mark() - 1, arena_);
      alter_column_position(action);
      break;
    }
    case Keyword::Rename:
      alter_rename(action);
      break;
    case Keyword::Alter:
      alter_alter(action);
      break;
    case Keyword::Order:
      alter_order(action);
      break;
    default:
      alter_other(action);
      break;
  }
  return finish(action);
}

// ORDER BY columns: names, no expressions
void ParserRun::alter_order(AlterAction* action) {
  action->alter_kind = AlterKind::OrderBy;
  advance();
  expect(Keyword::By);
  const auto mark = stack_.mark();
  do {
    auto* item = node<OrderItem>(at());
    item->value = column_ref();
    if (accept(Keyword::Asc)) {
      item->direction = OrderDirection::Ascending;
    } else if (accept(Keyword::Desc)) {
      item->direction = OrderDirection::Descending;
    }
    stack_.push(finish(item));
  } while (accept(TokenKind::Comma));
  action->order_by = stack_.take<OrderItem>(mark, arena_);
}

// ALGORITHM [=] x, LOCK [=] x; false where neither begins
bool ParserRun::algorithm_or_lock() {
  if (!is_any(Keyword::Algorithm, Keyword::Lock)) return false;
  advance();
  if (!accept(TokenKind::Equal)) accept(TokenKind::Assign);
  if (!accept(Keyword::Default)) name();
  return true;
}

// Table options and words on how to do it.
void ParserRun::alter_other(AlterAction* action) {
  const std::uint32_t first = at();
  switch (current_->keyword) {
    case Keyword::Convert:
      action->alter_kind = AlterKind::ConvertCharset;
      advance();
      expect(Keyword::To);
      if (!accept(Keyword::Charset)) {
        if (!accept(Keyword::Character)) expect(Keyword::Char);
        expect(Keyword::Set);
      }
      if (!accept(Keyword::Default)) charset_name();
      if (accept(Keyword::Collate)) {
        if (!mariadb() || !accept(Keyword::Default)) collation_name();
      }
      break;
    case Keyword::Algorithm:
    case Keyword::Lock:
      action->alter_kind = AlterKind::Algorithm;
      algorithm_or_lock();
      break;
    case Keyword::Force:
      advance();
      break;
    case Keyword::With:
    case Keyword::Without:
      if (mariadb()) return alter_option(action);
      advance();
      expect(Keyword::Validation);
      break;
    case Keyword::Enable:
    case Keyword::Disable:
      advance();
      expect(Keyword::Keys);
      break;
    default:
      return alter_option(action);
  }
  action->rest = range_from(first);
}

void ParserRun::alter_option(AlterAction* action) {
  action->alter_kind = AlterKind::Option;
  action->option = table_option();
  if (action->option == nullptr) fail();
}

void ParserRun::alter_column_position(AlterAction* action) {
  if (accept(Keyword::First)) {
    action->first = true;
  } else if (accept(Keyword::After)) {
    action->after = name();
  }
}

void ParserRun::alter_add(AlterAction* action) {
  const std::uint32_t first = at();
  advance();
  switch (current_->keyword) {
    case Keyword::System:
      if (mariadb()) {
        advance();
        expect(Keyword::Versioning);
        action->alter_kind = AlterKind::SystemVersioning;
        action->rest = range_from(first);
        return;
      }
      break;
    case Keyword::Period:
      if (!mariadb()) break;
      action->alter_kind = AlterKind::AddPeriod;
      stack_.push(period_definition(at()));
      action->definitions = stack_.take<Node>(stack_.mark() - 1, arena_);
      return;
    case Keyword::Constraint:
    case Keyword::Primary:
    case Keyword::Unique:
    case Keyword::Foreign:
    case Keyword::Check:
    case Keyword::Key:
    case Keyword::Index:
    case Keyword::Fulltext:
    case Keyword::Spatial:
      return alter_add_constraint(action);
    case Keyword::Vector:
      if (has_vector_index() &&
          (next_is(Keyword::Index) || next_is(Keyword::Key) || next_is(TokenKind::LeftParen)))
        return alter_add_constraint(action);
      break;
    default:
      break;
  }
  alter_add_column(action);
}

void ParserRun::alter_add_constraint(AlterAction* action) {
  Node* definition = nullptr;
  if (mariadb() && is_pair(Keyword::Constraint, Keyword::If)) {
    // ADD CONSTRAINT IF NOT EXISTS name CHECK (...)
    const std::uint32_t first = at();
    advance();
    if_not_exists();
    const Name constraint = name();
    if (!is(Keyword::Check)) {
      fail();
      return;
    }
    CheckConstraint* check = check_constraint(first);
    check->has_constraint = true;
    check->if_not_exists = true;
    check->constraint = constraint;
    definition = check;
  } else {
    definition = table_element();
  }
  stack_.push(definition);
  action->definitions = stack_.take<Node>(stack_.mark() - 1, arena_);
  action->alter_kind = sqlparse::is<ForeignKey>(definition)        ? AlterKind::AddForeignKey
                       : sqlparse::is<CheckConstraint>(definition) ? AlterKind::AddCheck
                                                                   : AlterKind::AddIndex;
}

// ADD [COLUMN] [IF NOT EXISTS] {definition [FIRST | AFTER x] | (definitions)}
void ParserRun::alter_add_column(AlterAction* action) {
  action->alter_kind = AlterKind::AddColumn;
  accept(Keyword::Column);
  const bool unless_there = mariadb() && if_not_exists();
  if (accept(TokenKind::LeftParen)) {
    action->column_list = true;
    action->if_exists = unless_there;
    const auto mark = stack_.mark();
    do {
      stack_.push(table_element());
    } while (accept(TokenKind::Comma));
    action->definitions = stack_.take<Node>(mark, arena_);
    expect(TokenKind::RightParen);
    return;
  }
  ColumnDefinition* column = column_definition(ColumnContext::New);
  if (column != nullptr) column->if_not_exists = unless_there;
  stack_.push(column);
  action->definitions = stack_.take<Node>(stack_.mark() - 1, arena_);
  alter_column_position(action);
}

void ParserRun::alter_drop(AlterAction* action) {
  const std::uint32_t first = at();
  advance();
  switch (current_->keyword) {
    case Keyword::Primary:
      advance();
      expect(Keyword::Key);
      action->alter_kind = AlterKind::DropPrimaryKey;
      return;
    case Keyword::Foreign:
      advance();
      expect(Keyword::Key);
      action->alter_kind = AlterKind::DropForeignKey;
      break;
    case Keyword::Index:
    case Keyword::Key:
      advance();
      action->alter_kind = AlterKind::DropIndex;
      break;
    case Keyword::Check:
      if (mariadb()) {
        fail();
        return;
      }
      [[fallthrough]];
    case Keyword::Constraint:
      advance();
      action->alter_kind = AlterKind::DropConstraint;
      if (mariadb() && is(Keyword::Primary)) {
        advance();
        expect(Keyword::Key);
        action->alter_kind = AlterKind::DropPrimaryKey;
        return;
      }
      break;
    case Keyword::System:
    case Keyword::Period:
      if (mariadb()) return alter_drop_versioning(action, first);
      [[fallthrough]];
    default:
      action->alter_kind = AlterKind::DropColumn;
      accept(Keyword::Column);
      break;
  }
  action->if_exists = mariadb() && if_exists();
  action->name = field_name();
  if (action->alter_kind == AlterKind::DropColumn && !accept(Keyword::Restrict)) accept(Keyword::Cascade);
}

// DROP SYSTEM VERSIONING, DROP PERIOD [IF EXISTS] FOR name
void ParserRun::alter_drop_versioning(AlterAction* action, std::uint32_t first) {
  action->alter_kind = AlterKind::SystemVersioning;
  if (accept(Keyword::System)) {
    expect(Keyword::Versioning);
  } else {
    expect(Keyword::Period);
    const bool optional = if_exists();
    expect(Keyword::For);
    if (optional && is(Keyword::SystemTime)) fail();
    name();
  }
  action->rest = range_from(first);
}

void ParserRun::alter_rename(AlterAction* action) {
  advance();
  const bool column = is(Keyword::Column);
  if (column || is_any(Keyword::Index, Keyword::Key)) {
    action->alter_kind = column ? AlterKind::RenameColumn : AlterKind::RenameIndex;
    advance();
    action->if_exists = mariadb() && if_exists();
    action->name = column ? name() : dotted_name();
    expect(Keyword::To);
    action->new_name = column ? name() : dotted_name();
    return;
  }
  action->alter_kind = AlterKind::RenameTable;
  if (!accept(Keyword::To) && !accept(Keyword::As)) accept(TokenKind::Equal);
  action->target = table_name();
}

void ParserRun::alter_alter(AlterAction* action) {
  advance();
  if (accept(Keyword::Index) || (mariadb() && accept(Keyword::Key))) {
    action->alter_kind = AlterKind::AlterIndex;
  } else if (mysql() && (accept(Keyword::Constraint) || accept(Keyword::Check))) {
    action->alter_kind = AlterKind::AlterConstraint;
  } else {
    action->alter_kind = AlterKind::AlterColumn;
    accept(Keyword::Column);
  }
  action->if_exists = mariadb() && if_exists();
  action->name = action->alter_kind == AlterKind::AlterColumn ? field_name() : name();
  const std::uint32_t rest = at();
  const auto one_of = [&](Keyword one, Keyword other) {
    if (!accept(one)) expect(other);
  };
  switch (action->alter_kind) {
    case AlterKind::AlterIndex:
      if (mysql()) {
        one_of(Keyword::Visible, Keyword::Invisible);
      } else {
        accept_plain_not();
        expect(Keyword::Ignored);
      }
      break;
    case AlterKind::AlterConstraint:
      accept_plain_not();
      expect(Keyword::Enforced);
      break;
    default:
      if (alter_column(action)) return;
      break;
  }
  action->rest = range_from(rest);
}

// SET DEFAULT x (true: `value` says it all), DROP DEFAULT, SET VISIBLE, ...
bool ParserRun::alter_column(AlterAction* action) {
  if (accept(Keyword::Drop)) {
    if (mysql() && accept(Keyword::Masking)) {
      expect(Keyword::Policy);
    } else {
      expect(Keyword::Default);
    }
    return false;
  }
  expect(Keyword::Set);
  if (accept(Keyword::Default)) {
    if (mysql() &&
        is_any(Keyword::Now, Keyword::CurrentTimestamp, Keyword::Localtime, Keyword::Localtimestamp)) {
      fail();
    }
    action->value = default_value(action->value_parenthesised);
    return true;
  }
  if (mariadb()) {
    fail();
  } else if (accept(Keyword::Masking)) {
    expect(Keyword::Policy);
    name();
  } else if (!accept(Keyword::Visible)) {
    expect(Keyword::Invisible);
  }
  return false;
}

}  // namespace mallshard::sqlparse
