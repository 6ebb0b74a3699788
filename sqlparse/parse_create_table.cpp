// CREATE TABLE: elements, keys, options.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::create_table(std::uint32_t first, bool or_replace) {
  auto* made = statement<CreateTableStatement>(first, StatementKind::CreateTable);
  made->or_replace = or_replace;
  made->temporary = accept(Keyword::Temporary);
  made->external = accept(Keyword::External);
  if (mariadb() && is(Keyword::Sequence)) return opaque_from(first, StatementKind::CreateSequence);
  expect(Keyword::Table);
  made->if_not_exists = if_not_exists();
  made->table = table_name();
  if (accept(Keyword::Like)) {
    made->like = table_name();
    return finish(made);
  }
  if (is(TokenKind::LeftParen)) {
    if (next_is(Keyword::Like)) {
      skip(2);
      made->like_in_parentheses = true;
      made->like = table_name();
      expect(TokenKind::RightParen);
      return finish(made);
    }
    if (!insert_query_in_parentheses()) create_elements(made);
  }
  made->options = table_options();
  if (is(Keyword::Partition)) made->partitioning = partitioning();
  create_select(made);
  // Without columns the servers answer 1113, not a syntax error.
  return finish(made);
}

void ParserRun::create_elements(CreateTableStatement* create) {
  advance();
  create->has_elements = true;
  const auto mark = stack_.mark();
  do {
    stack_.push(table_element());
  } while (accept(TokenKind::Comma));
  create->elements = stack_.take<Node>(mark, arena_);
  expect(TokenKind::RightParen);
}

// [IGNORE | REPLACE] [AS] query
void ParserRun::create_select(CreateTableStatement* create) {
  if (accept(Keyword::Ignore)) create->conflict = CreateConflict::Ignore;
  if (accept(Keyword::Replace)) create->conflict = CreateConflict::Replace;
  create->as_keyword = accept(Keyword::As);
  const bool wanted = create->as_keyword || create->conflict != CreateConflict::None;
  if (!wanted && !starts_query_here() && !is(TokenKind::LeftParen)) return;
  create->query = query_expression();
}

Node* ParserRun::table_element() {
  const std::uint32_t first = at();
  if (accept(Keyword::Constraint)) {
    const bool exists_check = mariadb() && if_not_exists();
    const Name constraint = at_name() ? name() : Name{};
    Node* made = constraint_element(true, constraint, first);
    if (exists_check && made == nullptr) fail();
    return made;
  }
  switch (current_->keyword) {
    case Keyword::Primary:
    case Keyword::Unique:
    case Keyword::Foreign:
    case Keyword::Check:
    case Keyword::Key:
    case Keyword::Index:
    case Keyword::Fulltext:
    case Keyword::Spatial:
      return constraint_element(false, {}, first);
    case Keyword::Vector:
      if (next_is(Keyword::Index) || next_is(Keyword::Key)) return constraint_element(false, {}, first);
      break;
    case Keyword::Period:
      if (mariadb() && next_is(Keyword::For)) {
        auto* period = node<TableOption>(first);
        period->option = Keyword::Period;
        skip(2);
        any_word();
        skip_parentheses();
        period->words = range_from(first);
        return finish(period);
      }
      break;
    default:
      break;
  }
  return column_definition();
}

// A key, foreign key or check, after CONSTRAINT [name] if there is one.
Node* ParserRun::constraint_element(bool has_constraint, Name constraint, std::uint32_t first) {
  const auto index = [&](IndexKind kind) {
    IndexDefinition* made = index_definition(kind, first);
    if (made != nullptr) {
      made->has_constraint = has_constraint;
      made->constraint = constraint;
    }
    return made;
  };
  switch (current_->keyword) {
    case Keyword::Primary:
      advance();
      expect(Keyword::Key);
      return index(IndexKind::Primary);
    case Keyword::Unique:
      advance();
      if (!accept(Keyword::Key)) accept(Keyword::Index);
      return index(IndexKind::Unique);
    case Keyword::Foreign:
      return foreign_key(has_constraint, constraint, first);
    case Keyword::Check: {
      CheckConstraint* made = check_constraint(first);
      made->has_constraint = has_constraint;
      made->constraint = constraint;
      return made;
    }
    default:
      break;
  }
  if (has_constraint) return fail();
  if (accept(Keyword::Key) || accept(Keyword::Index)) return index(IndexKind::Plain);
  const IndexKind kind = is(Keyword::Fulltext)  ? IndexKind::Fulltext
                         : is(Keyword::Spatial) ? IndexKind::Spatial
                                                : IndexKind::Vector;
  advance();
  if (!accept(Keyword::Key)) accept(Keyword::Index);
  return index(kind);
}

IndexDefinition* ParserRun::index_definition(IndexKind kind, std::uint32_t first) {
  auto* made = node<IndexDefinition>(first);
  made->index_kind = kind;
  made->if_not_exists = mariadb() && if_not_exists();
  if (at_name() && !(is(Keyword::Type) && is_word("type") && is_name(peek()))) made->name = name();
  made->using_type = index_type();
  made->parts = key_parts();
  made->options = index_options();
  return finish(made);
}

// USING BTREE, TYPE HASH
TokenRange ParserRun::index_type() {
  const std::uint32_t first = at();
  if (is(Keyword::Using) || is(Keyword::Type)) {
    advance();
    any_word();
  }
  return range_from(first);
}

TokenRange ParserRun::index_options() {
  const std::uint32_t first = at();
  while (true) {
    switch (current_->keyword) {
      case Keyword::KeyBlockSize:
      case Keyword::Comment:
      case Keyword::EngineAttribute:
      case Keyword::SecondaryEngineAttribute:
        option_value();
        continue;
      case Keyword::Using:
      case Keyword::Type:
        advance();
        any_word();
        continue;
      case Keyword::With:
        if (!next_is(Keyword::Parser)) return range_from(first);
        skip(2);
        any_word();
        continue;
      case Keyword::Visible:
      case Keyword::Invisible:
      case Keyword::Ignored:
        advance();
        continue;
      case Keyword::Not:
        if (!next_is(Keyword::Ignored)) return range_from(first);
        skip(2);
        continue;
      default:
        if (mariadb() && is(TokenKind::Word) && next_is(TokenKind::Equal)) {
          option_value();  // an engine's own option
          continue;
        }
        return range_from(first);
    }
  }
}

// word [=] value
void ParserRun::option_value() {
  advance();
  accept(TokenKind::Equal);
  if (!is(TokenKind::Word) && !is(TokenKind::QuotedName) && !is_literal(current_->kind)) fail();
  advance();
}

NodeList<KeyPart> ParserRun::key_parts() {
  expect(TokenKind::LeftParen);
  const auto mark = stack_.mark();
  do {
    stack_.push(key_part());
  } while (accept(TokenKind::Comma));
  const NodeList<KeyPart> parts = stack_.take<KeyPart>(mark, arena_);
  expect(TokenKind::RightParen);
  return parts;
}

KeyPart* ParserRun::key_part() {
  auto* part = node<KeyPart>(at());
  if (mysql() && accept(TokenKind::LeftParen)) {
    part->expression = expression();
    expect(TokenKind::RightParen);
  } else {
    part->column = name();
    if (accept(TokenKind::LeftParen)) {
      part->has_length = true;
      part->length = unsigned_number();
      expect(TokenKind::RightParen);
    }
  }
  if (accept(Keyword::Asc)) {
    part->order = KeyOrder::Ascending;
  } else if (accept(Keyword::Desc)) {
    part->order = KeyOrder::Descending;
  } else if (mariadb() && accept(Keyword::Without)) {
    expect(Keyword::Overlaps);
    part->without_overlaps = true;
  }
  return finish(part);
}

std::uint32_t ParserRun::unsigned_number() {
  if (!is(TokenKind::Integer)) {
    fail();
    return 0;
  }
  std::uint64_t value = 0;
  for (const char digit : spelling(at())) {
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    if (value > 0xffffffffU) value = 0xffffffffU;
  }
  advance();
  return static_cast<std::uint32_t>(value);
}

// FOREIGN KEY [name] (columns) REFERENCES ...
Node* ParserRun::foreign_key(bool has_constraint, Name constraint, std::uint32_t first) {
  auto* made = node<ForeignKey>(first);
  made->has_constraint = has_constraint;
  made->constraint = constraint;
  advance();
  expect(Keyword::Key);
  made->if_not_exists = mariadb() && if_not_exists();
  if (at_name()) made->name = name();
  made->columns = key_parts();
  made->references = references();
  return finish(made);
}

References* ParserRun::references() {
  auto* made = node<References>(at());
  expect(Keyword::References);
  made->table = table_name();
  if (is(TokenKind::LeftParen)) made->columns = key_parts();
  const std::uint32_t rules = at();
  if (accept(Keyword::Match)) any_word();
  while (is(Keyword::On) && (next_is(Keyword::Delete) || next_is(Keyword::Update))) {
    skip(2);
    if (accept(Keyword::Set)) {
      if (!accept(Keyword::Null)) expect(Keyword::Default);
    } else if (accept(Keyword::No)) {
      expect(Keyword::Action);
    } else if (!accept(Keyword::Restrict)) {
      expect(Keyword::Cascade);
    }
  }
  made->rules = range_from(rules);
  return finish(made);
}

// CHECK (condition) [[NOT] ENFORCED]
CheckConstraint* ParserRun::check_constraint(std::uint32_t first) {
  auto* made = node<CheckConstraint>(first);
  advance();
  made->if_not_exists = mariadb() && if_not_exists();
  expect(TokenKind::LeftParen);
  made->condition = expression();
  expect(TokenKind::RightParen);
  if (mysql()) {
    if (accept(Keyword::Enforced)) {
      made->enforcement = Enforcement::Enforced;
    } else if (accept(Keyword::Not, Keyword::Enforced)) {
      made->enforcement = Enforcement::NotEnforced;
    }
  }
  return finish(made);
}

NodeList<TableOption> ParserRun::table_options() {
  const auto mark = stack_.mark();
  while (TableOption* option = table_option()) {
    stack_.push(option);
    accept(TokenKind::Comma);
  }
  return stack_.take<TableOption>(mark, arena_);
}

// One option, or nullptr where none begins.
TableOption* ParserRun::table_option() {
  const std::uint32_t first = at();
  const auto begin = [&](Keyword option, std::uint32_t words) {
    auto* made = node<TableOption>(first);
    made->option = option;
    skip(words);
    made->words = range_from(first);
    return made;
  };
  const std::uint32_t after_default = is(Keyword::Default) ? 1 : 0;
  const Keyword word = peek(after_default).keyword;
  const Keyword second = peek(after_default + 1).keyword;
  TableOption* made = nullptr;
  if ((word == Keyword::Character || word == Keyword::Char) && second == Keyword::Set) {
    made = begin(Keyword::Charset, after_default + 2);
  } else if (word == Keyword::Charset || word == Keyword::Collate) {
    made = begin(word, after_default + 1);
  } else if (after_default != 0) {
    return nullptr;
  } else if ((word == Keyword::Data || word == Keyword::Index) && second == Keyword::Directory) {
    made = begin(word, 2);
  } else if (word == Keyword::Start && second == Keyword::Transaction) {
    return finish(begin(word, 2));
  } else if (mariadb() && word == Keyword::With && second == Keyword::System) {
    return finish(begin(word, 3));
  } else if (word == Keyword::Union) {
    made = begin(word, 1);
    accept(TokenKind::Equal);
    made->value = skip_parentheses();
    return finish(made);
  } else if (is_plain_table_option(word) ||
             (mariadb() && (is(TokenKind::Word) || is(TokenKind::QuotedName)) && next_is(TokenKind::Equal))) {
    made = begin(word, 1);
  } else {
    return nullptr;
  }
  accept(TokenKind::Equal);
  const std::uint32_t value = at();
  if (!is(TokenKind::Word) && !is(TokenKind::QuotedName) && !is_literal(current_->kind)) fail();
  advance();
  made->value = range_from(value);
  return finish(made);
}

bool ParserRun::is_plain_table_option(Keyword keyword) noexcept {
  switch (keyword) {
    case Keyword::Engine:
    case Keyword::AutoIncrement:
    case Keyword::AutoextendSize:
    case Keyword::AvgRowLength:
    case Keyword::Checksum:
    case Keyword::TableChecksum:
    case Keyword::Comment:
    case Keyword::Compression:
    case Keyword::Connection:
    case Keyword::DelayKeyWrite:
    case Keyword::Encryption:
    case Keyword::EngineAttribute:
    case Keyword::InsertMethod:
    case Keyword::KeyBlockSize:
    case Keyword::MaxRows:
    case Keyword::MinRows:
    case Keyword::PackKeys:
    case Keyword::PageChecksum:
    case Keyword::Password:
    case Keyword::RowFormat:
    case Keyword::SecondaryEngine:
    case Keyword::SecondaryEngineAttribute:
    case Keyword::StatsAutoRecalc:
    case Keyword::StatsPersistent:
    case Keyword::StatsSamplePages:
    case Keyword::Storage:
    case Keyword::Tablespace:
    case Keyword::Transactional:
    case Keyword::Sequence:
      return true;
    default:
      return false;
  }
}

// PARTITION BY ... up to the query of CREATE TABLE ... SELECT
TokenRange ParserRun::partitioning() {
  const std::uint32_t first = at();
  advance();
  expect(Keyword::By);
  while (!at_end() &&
         !is_any(Keyword::Ignore, Keyword::Replace, Keyword::As, Keyword::Select, Keyword::With)) {
    if (is(TokenKind::LeftParen)) {
      if (insert_query_in_parentheses()) break;
      skip_parentheses();
    } else if (is(TokenKind::Error)) {
      fail();
    } else {
      advance();
    }
  }
  return range_from(first);
}

}  // namespace mallshard::sqlparse
