// CREATE TABLE: elements, keys, options.
#include <cstdint>

#include "sqlparse/parser_run.h"
#include "sqlparse/schema_options.h"

namespace mallshard::sqlparse {

Statement* ParserRun::create_table(std::uint32_t first, bool or_replace) {
  auto* made = statement<CreateTableStatement>(first, StatementKind::CreateTable);
  made->or_replace = or_replace;
  if (or_replace && mysql()) return static_cast<Statement*>(fail());
  made->temporary = accept(Keyword::Temporary);
  made->external = mysql() && !made->temporary && accept(Keyword::External);
  expect(Keyword::Table);
  made->if_not_exists = if_not_exists();
  // Without IF NOT EXISTS its lexer has looked at the next word before.
  if (mariadb()) find_values_word(current_ + (made->if_not_exists ? 0 : 1), ValuesAfter::Table);
  made->table = table_name();
  if (accept(Keyword::Like)) {
    made->like = table_name();
    refuse_values_word();
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
  refuse_values_word();
  // Without columns the servers answer 1113, not a syntax error.
  return finish(made);
}

void ParserRun::create_elements(CreateTableStatement* create) {
  advance();
  create->has_elements = true;
  creating_table_ = true;
  const auto mark = stack_.mark();
  do {
    stack_.push(table_element());
  } while (accept(TokenKind::Comma));
  creating_table_ = false;
  create->elements = stack_.take<Node>(mark, arena_);
  expect(TokenKind::RightParen);
}

// [IGNORE | REPLACE] [AS] query
void ParserRun::create_select(CreateTableStatement* create) {
  if (accept(Keyword::Ignore)) {
    create->conflict = CreateConflict::Ignore;
  } else if (accept(Keyword::Replace)) {
    create->conflict = CreateConflict::Replace;
  }
  create->as_keyword = accept(Keyword::As);
  const bool wanted = create->as_keyword || create->conflict != CreateConflict::None;
  if (!wanted && !starts_query_here() && !is(TokenKind::LeftParen)) return;
  // MariaDB: WITH in parentheses only where no columns were listed, and with nothing behind it.
  if (mariadb() && !create->has_elements && is(TokenKind::LeftParen) && next_is(Keyword::With)) {
    const Depth depth(*this);
    advance();
    create->query = query_without_into();
    expect(TokenKind::RightParen);
    return;
  }
  create->query = query_without_into();
}

Node* ParserRun::table_element() {
  const std::uint32_t first = at();
  if (accept(Keyword::Constraint)) {
    const Name constraint = at_dotted_name() ? dotted_name() : Name{};
    return constraint_element(true, constraint, first);
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
      if (has_vector_index() &&
          (next_is(Keyword::Index) || next_is(Keyword::Key) || next_is(TokenKind::LeftParen)))
        return constraint_element(false, {}, first);
      break;
    case Keyword::Period:
      if (mariadb() && next_is(Keyword::For)) return period_definition(first);
      break;
    default:
      break;
  }
  return column_definition(ColumnContext::New);
}

// At PERIOD: PERIOD [IF NOT EXISTS] FOR name (start, end)
PeriodDefinition* ParserRun::period_definition(std::uint32_t first) {
  auto* period = node<PeriodDefinition>(first);
  advance();
  period->if_not_exists = key_if_not_exists();
  expect(Keyword::For);
  if (at_function_word()) fail();
  period->name = name();
  expect(TokenKind::LeftParen);
  period->start = name();
  expect(TokenKind::Comma);
  period->end = name();
  expect(TokenKind::RightParen);
  return finish(period);
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

bool ParserRun::key_if_not_exists() {
  return mariadb() && !creating_table_ && if_not_exists();
}

IndexDefinition* ParserRun::index_definition(IndexKind kind, std::uint32_t first) {
  auto* made = node<IndexDefinition>(first);
  made->index_kind = kind;
  made->if_not_exists = mariadb() && if_not_exists();
  if (at_function_word()) fail();
  if (at_dotted_name()) made->name = dotted_name();
  if (creating_table_ && made->if_not_exists) fail();
  const bool typed = kind == IndexKind::Primary || kind == IndexKind::Unique || kind == IndexKind::Plain;
  if (typed && (is(Keyword::Using) || (made->name && is(Keyword::Type)))) made->using_type = index_type();
  made->parts = key_parts(kind);
  made->options = index_options(kind);
  return finish(made);
}

// USING BTREE, TYPE HASH
TokenRange ParserRun::index_type() {
  const std::uint32_t first = at();
  if (is(Keyword::Using) || is(Keyword::Type)) {
    advance();
    option_value(SchemaValue::IndexType, nullptr);
  }
  return range_from(first);
}

NodeList<SchemaOption> ParserRun::index_options(IndexKind kind) {
  const bool typed = kind == IndexKind::Primary || kind == IndexKind::Unique || kind == IndexKind::Plain;
  const auto mark = stack_.mark();
  while (true) {
    const std::uint32_t first = at();
    if (typed && is_any(Keyword::Using, Keyword::Type)) {
      auto* made = node<SchemaOption>(first);
      made->option = Keyword::Using;
      made->words = index_type();
      stack_.push(finish(made));
    } else if (kind == IndexKind::Fulltext && accept(Keyword::With, Keyword::Parser)) {
      auto* made = node<SchemaOption>(first);
      made->option = Keyword::Parser;
      made->words = range_from(first);
      const std::uint32_t value = at();
      plain_name();
      made->value = range_from(value);
      stack_.push(finish(made));
    } else if (SchemaOption* option = index_option()) {
      stack_.push(option);
    } else {
      return stack_.take<SchemaOption>(mark, arena_);
    }
  }
}

SchemaOption* ParserRun::index_option() {
  if (SchemaOption* option = schema_option(kIndexOptions, EngineOptions::Yes)) return option;
  // MariaDB: CLUSTERING = {YES | NO}, a word of its own
  return nullptr;
}

// (a, b(10) DESC); a key of MariaDB may end with `period WITHOUT OVERLAPS`.
NodeList<KeyPart> ParserRun::key_parts(IndexKind kind) {
  expect(TokenKind::LeftParen);
  const auto mark = stack_.mark();
  bool last = false;
  do {
    if (last) fail();
    // From 11.7 on: one column, and nothing else.
    const bool bare = (kind == IndexKind::Spatial || kind == IndexKind::Vector) && has_vector_index();
    last = bare;
    KeyPart* part = bare ? bare_key_part() : key_part();
    if (mariadb() && (kind == IndexKind::Primary || kind == IndexKind::Unique) && part->column &&
        !part->has_length && part->order == KeyOrder::Default && stack_.mark() > mark &&
        accept(Keyword::Without)) {
      expect(Keyword::Overlaps);
      part->without_overlaps = true;
      last = true;
      finish(part);
    }
    stack_.push(part);
  } while (accept(TokenKind::Comma));
  const NodeList<KeyPart> parts = stack_.take<KeyPart>(mark, arena_);
  expect(TokenKind::RightParen);
  return parts;
}

KeyPart* ParserRun::bare_key_part() {
  auto* part = node<KeyPart>(at());
  part->column = name();
  return finish(part);
}

KeyPart* ParserRun::key_part() {
  auto* part = node<KeyPart>(at());
  if (mysql() && accept(TokenKind::LeftParen)) {
    part->expression = expression();
    expect(TokenKind::RightParen);
  } else {
    if (at_function_word()) fail();
    part->column = name();
    if (accept(TokenKind::LeftParen)) {
      part->has_length = true;
      part->length = small_number(at());
      expect(TokenKind::RightParen);
    }
  }
  if (accept(Keyword::Asc)) {
    part->order = KeyOrder::Ascending;
  } else if (accept(Keyword::Desc)) {
    part->order = KeyOrder::Descending;
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
  made->if_not_exists = key_if_not_exists();
  if (at_function_word()) fail();
  if (at_dotted_name()) made->name = dotted_name();
  made->columns = key_parts(IndexKind::Plain);
  made->references = references();
  return finish(made);
}

References* ParserRun::references() {
  auto* made = node<References>(at());
  expect(Keyword::References);
  made->table = table_name();
  if (accept(TokenKind::LeftParen)) {
    const auto mark = stack_.mark();
    do {
      auto* part = node<KeyPart>(at());
      part->column = name();
      stack_.push(finish(part));
    } while (accept(TokenKind::Comma));
    made->columns = stack_.take<KeyPart>(mark, arena_);
    expect(TokenKind::RightParen);
  }
  const std::uint32_t rules = at();
  if (accept(Keyword::Match)) {
    if (!accept(Keyword::Full) && !accept(Keyword::Partial)) expect(Keyword::Simple);
  }
  bool on_delete = false;
  bool on_update = false;
  while (is(Keyword::On)) {
    bool& given = next_is(Keyword::Delete) ? on_delete : on_update;
    right_here();
    if (given || (!next_is(Keyword::Delete) && !next_is(Keyword::Update))) break;
    given = true;
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
  expect(TokenKind::LeftParen);
  made->condition = expression();
  expect(TokenKind::RightParen);
  if (mysql()) enforcement(made);
  return finish(made);
}

// False where there is none.
bool ParserRun::enforcement(CheckConstraint* check) {
  if (accept(Keyword::Enforced)) {
    check->enforcement = Enforcement::Enforced;
  } else if (next_is(Keyword::Enforced) && accept_plain_not()) {
    advance();
    check->enforcement = Enforcement::NotEnforced;
  } else {
    return false;
  }
  finish(check);
  return true;
}

}  // namespace mallshard::sqlparse
