// ALTER.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::alter_statement() {
  const std::uint32_t first = at();
  advance();
  const bool online = mariadb() && accept(Keyword::Online);
  const bool ignore = mariadb() && accept(Keyword::Ignore);
  switch (current_->keyword) {
    case Keyword::Table:
      return alter_table(first, online, ignore);
    case Keyword::Database:
    case Keyword::Schema:
      return database_statement(first, StatementKind::AlterDatabase, false);
    case Keyword::View:
    case Keyword::Algorithm:
    case Keyword::Definer:
    case Keyword::Sql: {
      const std::uint32_t attributes = at();
      view_attributes();
      if (is(Keyword::Event)) {
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
      return opaque_from(first, StatementKind::AlterSequence);
    case Keyword::Server:
      return opaque_from(first, StatementKind::AlterServer);
    case Keyword::Tablespace:
    case Keyword::Undo:
    case Keyword::Logfile:
      return opaque_from(first, StatementKind::AlterTablespace);
    case Keyword::Instance:
      return mysql() ? alter_instance(first) : static_cast<Statement*>(fail());
    case Keyword::User:
      return alter_user(first);
    case Keyword::Resource:
      return opaque_from(first, StatementKind::AlterResourceGroup);
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
  if (!at_end()) {
    do {
      stack_.push(alter_action());
      while (at_table_option()) stack_.push(alter_action());  // options may follow without a comma
    } while (accept(TokenKind::Comma));
    if (is(Keyword::Partition) || is(Keyword::Remove)) stack_.push(alter_action());
  }
  made->actions = stack_.take<AlterAction>(mark, arena_);
  return finish(made);
}

bool ParserRun::at_table_option() const {
  if (!is(TokenKind::Word)) return false;
  if (is_plain_table_option(current_->keyword)) return true;
  return is_any(Keyword::Default, Keyword::Charset, Keyword::Collate, Keyword::Union) ||
         (is_any(Keyword::Character, Keyword::Char) && next_is(Keyword::Set)) ||
         (is_any(Keyword::Data, Keyword::Index) && next_is(Keyword::Directory));
}

AlterAction* ParserRun::alter_action() {
  auto* action = node<AlterAction>(at());
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
      if (change) action->name = name();
      stack_.push(column_definition());
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
      action->alter_kind = AlterKind::OrderBy;
      action->order_by = order_by_clause();
      break;
    default:
      alter_other(action);
      break;
  }
  return finish(action);
}

// Table options, partitions, and words on how to do it.
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
      if (accept(Keyword::Collate)) collation_name();
      action->rest = range_from(first);
      return;
    case Keyword::Algorithm:
    case Keyword::Lock:
      action->alter_kind = AlterKind::Algorithm;
      option_value();
      action->rest = range_from(first);
      return;
    case Keyword::Force:
      advance();
      action->rest = range_from(first);
      return;
    case Keyword::With:
    case Keyword::Without:
      if (!next_is(Keyword::Validation)) break;
      skip(2);
      action->rest = range_from(first);
      return;
    case Keyword::Enable:
    case Keyword::Disable:
      advance();
      expect(Keyword::Keys);
      action->rest = range_from(first);
      return;
    case Keyword::Discard:
    case Keyword::Import:
      if (next_is(Keyword::Tablespace)) {
        action->alter_kind = AlterKind::Tablespace;
        skip(2);
        action->rest = range_from(first);
        return;
      }
      action->alter_kind = AlterKind::Partition;
      action->rest = rest_of_statement();
      return;
    case Keyword::Exchange:
      action->alter_kind = AlterKind::ExchangePartition;
      advance();
      expect(Keyword::Partition);
      name();
      expect(Keyword::With);
      expect(Keyword::Table);
      action->target = table_name();
      if (is_any(Keyword::With, Keyword::Without)) {
        advance();
        expect(Keyword::Validation);
      }
      action->rest = range_from(first);
      return;
    case Keyword::Truncate:
    case Keyword::Coalesce:
    case Keyword::Reorganize:
    case Keyword::Analyze:
    case Keyword::Check:
    case Keyword::Optimize:
    case Keyword::Repair:
    case Keyword::Rebuild:
    case Keyword::Partition:
    case Keyword::Remove:
    case Keyword::SecondaryLoad:
    case Keyword::SecondaryUnload:
      action->alter_kind = AlterKind::Partition;
      action->rest = rest_of_statement();
      return;
    default:
      break;
  }
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
  const auto take_one = [&] { action->definitions = stack_.take<Node>(stack_.mark() - 1, arena_); };
  switch (current_->keyword) {
    case Keyword::Partition:
      action->alter_kind = AlterKind::Partition;
      action->rest = (rest_of_statement(), range_from(first));
      return;
    case Keyword::System:
    case Keyword::Period:
      if (!mariadb() || !(next_is(Keyword::Versioning) || next_is(Keyword::For))) break;
      action->alter_kind = AlterKind::SystemVersioning;
      skip(2);
      if (at_name() || is_any(Keyword::SystemTime)) any_word();
      if (is(TokenKind::LeftParen)) skip_parentheses();
      action->rest = range_from(first);
      return;
    case Keyword::Constraint:
    case Keyword::Primary:
    case Keyword::Unique:
    case Keyword::Foreign:
    case Keyword::Check:
    case Keyword::Key:
    case Keyword::Index:
    case Keyword::Fulltext:
    case Keyword::Spatial: {
      Node* definition = table_element();
      stack_.push(definition);
      take_one();
      action->alter_kind = sqlparse::is<ForeignKey>(definition)        ? AlterKind::AddForeignKey
                           : sqlparse::is<CheckConstraint>(definition) ? AlterKind::AddCheck
                                                                       : AlterKind::AddIndex;
      return;
    }
    case Keyword::Vector:
      if (!next_is(Keyword::Index) && !next_is(Keyword::Key)) break;
      action->alter_kind = AlterKind::AddIndex;
      stack_.push(table_element());
      take_one();
      return;
    default:
      break;
  }
  action->alter_kind = AlterKind::AddColumn;
  accept(Keyword::Column);
  const bool unless_there = mariadb() && if_not_exists();
  if (accept(TokenKind::LeftParen)) {
    action->column_list = true;
    const auto mark = stack_.mark();
    do {
      stack_.push(table_element());
    } while (accept(TokenKind::Comma));
    action->definitions = stack_.take<Node>(mark, arena_);
    expect(TokenKind::RightParen);
    return;
  }
  ColumnDefinition* column = column_definition();
  column->if_not_exists = unless_there;
  stack_.push(column);
  take_one();
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
    case Keyword::Constraint:
    case Keyword::Check:
      advance();
      action->alter_kind = AlterKind::DropConstraint;
      break;
    case Keyword::Partition:
      action->alter_kind = AlterKind::Partition;
      rest_of_statement();
      action->rest = range_from(first);
      return;
    case Keyword::System:
    case Keyword::Period:
      if (mariadb() && (next_is(Keyword::Versioning) || next_is(Keyword::For))) {
        action->alter_kind = AlterKind::SystemVersioning;
        skip(2);
        if (tokens_.tokens[before()].keyword == Keyword::For) any_word();
        action->rest = range_from(first);
        return;
      }
      action->alter_kind = AlterKind::DropColumn;
      break;
    default:
      action->alter_kind = AlterKind::DropColumn;
      accept(Keyword::Column);
      break;
  }
  action->if_exists = mariadb() && if_exists();
  action->name = name();
  if (action->alter_kind == AlterKind::DropColumn && !accept(Keyword::Restrict)) accept(Keyword::Cascade);
}

void ParserRun::alter_rename(AlterAction* action) {
  advance();
  const bool column = is(Keyword::Column);
  if (column || is_any(Keyword::Index, Keyword::Key)) {
    action->alter_kind = column ? AlterKind::RenameColumn : AlterKind::RenameIndex;
    advance();
    action->if_exists = mariadb() && if_exists();
    action->name = name();
    expect(Keyword::To);
    action->new_name = name();
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
  action->name = name();
  const std::uint32_t rest = at();
  if (accept(Keyword::Set)) {
    if (accept(Keyword::Default)) {
      default_value();
    } else if (!accept(Keyword::Visible)) {
      expect(Keyword::Invisible);
    }
  } else if (accept(Keyword::Drop)) {
    expect(Keyword::Default);
  } else if (!accept(Keyword::Visible) && !accept(Keyword::Invisible) && !accept(Keyword::Ignored) &&
             !accept(Keyword::Enforced)) {
    expect(Keyword::Not);
    if (!accept(Keyword::Enforced)) expect(Keyword::Ignored);
  }
  action->rest = range_from(rest);
}

}  // namespace mallshard::sqlparse
