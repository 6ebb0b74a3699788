// Column definitions: what follows the type.
#include <cstdint>

#include "sqlparse/parser_run.h"
#include "sqlparse/schema_options.h"

namespace mallshard::sqlparse {

ColumnDefinition* ParserRun::column_definition(ColumnContext context) {
  auto* column = node<ColumnDefinition>(at());
  column->name = field_name();
  column->type = data_type();
  const std::uint32_t attributes = at();
  const auto mark = stack_.mark();
  if (mysql()) {
    mysql_attributes(column);
  } else {
    mariadb_attributes(column);
  }
  column->attributes = stack_.take<ColumnAttribute>(mark, arena_);
  if (mariadb() && !failed()) refuse_words_behind_dots(attributes, column->references);
  if (context == ColumnContext::Changed && column->references != nullptr) {
    return static_cast<ColumnDefinition*>(fail_at(column->references->first_token));
  }
  gather_checks(column);
  return finish(column);
}

// `a`, and where servers are not strict `t.a`, `db.t.a`, MariaDB's `.a`: the last name.
Name ParserRun::field_name() {
  if (mariadb() && accept(TokenKind::Dot)) return name();
  Name made = name();
  if (!old_names()) return made;
  for (int qualifiers = 0; qualifiers < 2 && accept(TokenKind::Dot); ++qualifiers) made = name();
  return made;
}

// Between a column's name and its REFERENCES MariaDB looks for reserved words
// behind dots, too: DEFAULT(NEXTVAL(s)) is read there as `s.nextval`.
void ParserRun::refuse_words_behind_dots(std::uint32_t first, const Node* references) {
  const std::uint32_t end = references != nullptr ? references->first_token : at();
  for (std::uint32_t i = first + 1; i < end; ++i) {
    const Token& token = first_[i];
    if (first_[i - 1].kind != TokenKind::Dot || token.kind != TokenKind::Word) continue;
    if (is_reserved(find_keyword(spelling(i)), flavour_, version_)) {
      fail_at(i);
      return;
    }
  }
}

// The checks among the attributes, also as a list of their own.
void ParserRun::gather_checks(ColumnDefinition* column) {
  const auto mark = stack_.mark();
  for (ColumnAttribute* attribute : column->attributes) {
    if (attribute->attribute_kind == ColumnAttributeKind::Check) stack_.push(attribute->part);
  }
  column->checks = stack_.take<CheckConstraint>(mark, arena_);
}

// [COLLATE x] [GENERATED ...] attributes [REFERENCES ...]
void ParserRun::mysql_attributes(ColumnDefinition* column) {
  const std::uint32_t first = at();
  std::uint32_t second = kNoToken;
  const bool early = is(Keyword::Collate) && word_attribute(column);
  bool collated = early;
  const bool generated = is_any(Keyword::Generated, Keyword::As);
  if (generated) generated_column(column);
  while (is(TokenKind::Word)) {
    if (is_any(Keyword::References, Keyword::Generated, Keyword::As)) break;
    if (is(Keyword::Collate)) {
      // One alone, which the server says when the whole statement is read.
      if (collated && second == kNoToken) second = early && generated ? first : at();
      collated = true;
    }
    if (!mysql_attribute(column)) break;
  }
  if (second != kNoToken) fail_at(second, Fault::Collations);
  if (is(Keyword::References)) column_references(column);
}

bool ParserRun::mysql_attribute(ColumnDefinition* column) {
  const std::uint32_t first = at();
  switch (current_->keyword) {
    case Keyword::Constraint:
    case Keyword::Check:
      column_check();
      return true;
    case Keyword::EngineAttribute:
    case Keyword::SecondaryEngineAttribute:
      push_option_attribute(schema_option(kIndexOptions, EngineOptions::No));
      return true;
    case Keyword::Masking:
      advance();
      expect(Keyword::Policy);
      name();
      break;
    case Keyword::ExternalFormat:
      advance();
      expect(TokenKind::String);
      break;
    case Keyword::ColumnFormat:
      advance();
      if (!accept(Keyword::Default) && !accept(Keyword::Fixed)) expect(Keyword::Dynamic);
      break;
    case Keyword::Storage:
      advance();
      if (!accept(Keyword::Default) && !accept(Keyword::Disk)) expect(Keyword::Memory);
      break;
    case Keyword::Srid:
      advance();
      whole_number();
      break;
    case Keyword::Visible:
      advance();
      break;
    case Keyword::Not:
      if (!next_is(Keyword::Secondary)) return word_attribute(column);
      skip(2);
      break;
    default:
      return word_attribute(column);
  }
  push_attribute(ColumnAttributeKind::Words, first)->words = range_from(first);
  return true;
}

// attributes or GENERATED ... with few of them, [CHECK (...)], [[CONSTRAINT [name]] REFERENCES ...]
void ParserRun::mariadb_attributes(ColumnDefinition* column) {
  bool generated = false;
  const bool serial =
      column->type != nullptr && tokens_.tokens[column->type->name.token].keyword == Keyword::Serial;
  bool compressed = mariadb_collation(column) || names_compression(column->type);
  if (!serial && is_any(Keyword::Generated, Keyword::As)) {
    generated = true;
    generated_column(column);
    // ROW START may be NOT NULL and a key as well.
    const bool row = column->generated_as == nullptr;
    while (is(Keyword::Unique) || is(Keyword::Comment) || is(Keyword::Invisible) ||
           (row && (is_any(Keyword::Primary, Keyword::Key) || is(Keyword::Not)))) {
      word_attribute(column);
    }
  } else {
    while (is(TokenKind::Word) || is(TokenKind::QuotedName)) {
      const std::uint32_t first = at();
      if (serial && !serial_attribute()) break;
      if (is(Keyword::Compressed) && version_ < 110700 && !compressed &&
          first != column->type->last_token + 1) {
        compressed = true;
        compressed_attribute();
        push_attribute(ColumnAttributeKind::Words, first)->words = range_from(first);
      } else if (!mariadb_attribute(column)) {
        break;
      }
    }
  }
  if (is(Keyword::Check)) column_check();
  if (generated) return;
  if (is(Keyword::References) || is(Keyword::Constraint)) column_references(column);
}

// MariaDB: COLLATE right behind it is a part of the type; DEFAULT and BINARY are
// collations there.
bool ParserRun::takes_collation(const DataType* type) noexcept {
  return type != nullptr && type->is_text && !type->binary;
}

// Behind a COLLATE of the type a generated column may follow, or COMPRESSED:
// then true.
bool ParserRun::mariadb_collation(ColumnDefinition* column) {
  if (!is(Keyword::Collate) || !takes_collation(column->type)) return false;
  const std::uint32_t first = at();
  advance();
  column->collation = collation_name();
  const bool compressed = is(Keyword::Compressed);
  if (compressed && !can_be_compressed(*column->type)) fail();
  compressed_attribute();
  push_attribute(ColumnAttributeKind::Words, first)->words = range_from(first);
  return compressed;
}

// Types of text, but for CHAR, ENUM and SET; what is compressed already is not.
bool ParserRun::can_be_compressed(const DataType& type) const {
  const Keyword word = first_[type.name.token].keyword;
  const bool varying = first_[type.name.token + 1].keyword == Keyword::Varying;
  const bool fixed = (word == Keyword::Char || word == Keyword::Character) && !varying;
  return !fixed && word != Keyword::Enum && word != Keyword::Set && !names_compression(&type);
}

bool ParserRun::names_compression(const DataType* type) const {
  if (type == nullptr) return false;
  for (std::uint32_t i = type->first_token; i <= type->last_token; ++i) {
    if (tokens_.tokens[i].keyword == Keyword::Compressed) return true;
  }
  return false;
}

// What may follow SERIAL.
bool ParserRun::serial_attribute() const {
  return !is_any(Keyword::Null, Keyword::Default, Keyword::On, Keyword::AutoIncrement, Keyword::Serial,
                 Keyword::Collate);
}

bool ParserRun::mariadb_attribute(ColumnDefinition* column) {
  const std::uint32_t first = at();
  if (is_any(Keyword::With, Keyword::Without) && next_is(Keyword::System)) {
    skip(2);
    expect(Keyword::Versioning);
    push_attribute(ColumnAttributeKind::Words, first)->words = range_from(first);
    return true;
  }
  if (next_is(TokenKind::Equal) || next_is(TokenKind::Assign)) {
    if (is(Keyword::Comment)) right_here();
    SchemaOption* option = schema_option({}, EngineOptions::Yes);
    if (option == nullptr) return false;
    push_option_attribute(option);
    return true;
  }
  if (word_attribute(column)) return true;
  // Any other name would be an option of an engine, and an equals sign next.
  if (at_engine_option()) right_here();
  return false;
}

ColumnAttribute* ParserRun::push_attribute(ColumnAttributeKind kind, std::uint32_t first) {
  auto* made = node<ColumnAttribute>(first);
  made->attribute_kind = kind;
  stack_.push(finish(made));
  return made;
}

void ParserRun::push_option_attribute(SchemaOption* option) {
  if (option == nullptr) {
    fail();
    return;
  }
  push_attribute(ColumnAttributeKind::Option, option->first_token)->part = option;
}

// Attributes of both servers; false where none begins.
bool ParserRun::word_attribute(ColumnDefinition* column) {
  const std::uint32_t first = at();
  switch (current_->keyword) {
    case Keyword::Null:
      advance();
      column->nullability = Nullability::Null;
      break;
    case Keyword::Not:
      advance();
      expect(Keyword::Null);
      if (mariadb()) accept(Keyword::Enable);
      column->nullability = Nullability::NotNull;
      break;
    case Keyword::Default: {
      advance();
      bool parenthesised = false;
      column->default_value = default_value(parenthesised);
      ColumnAttribute* made = push_attribute(ColumnAttributeKind::Default, first);
      made->value = column->default_value;
      made->parenthesised = parenthesised;
      return true;
    }
    case Keyword::On:
      if (!next_is(Keyword::Update)) return false;
      skip(2);
      column->on_update = on_update_value();
      push_attribute(ColumnAttributeKind::OnUpdate, first)->value = column->on_update;
      return true;
    case Keyword::AutoIncrement:
      advance();
      column->auto_increment = true;
      break;
    case Keyword::Serial:
      advance();
      expect(Keyword::Default);
      expect(Keyword::Value);
      column->auto_increment = true;
      column->nullability = Nullability::NotNull;
      column->key = ColumnKey::Unique;
      break;
    case Keyword::Primary:
      advance();
      expect(Keyword::Key);
      column->key = ColumnKey::Primary;
      break;
    case Keyword::Key:
      advance();
      column->key = ColumnKey::Primary;
      break;
    case Keyword::Unique:
      advance();
      accept(Keyword::Key);
      column->key = ColumnKey::Unique;
      break;
    case Keyword::Comment: {
      advance();
      column->comment_token = at();
      expect(TokenKind::String);
      break;
    }
    case Keyword::Collate:
      advance();
      if (mariadb() && is_any(Keyword::Binary, Keyword::Default)) fail();
      column->collation = collation_name();
      break;
    case Keyword::Invisible:
      advance();
      column->invisible = true;
      break;
    default:
      return false;
  }
  push_attribute(ColumnAttributeKind::Words, first)->words = range_from(first);
  return true;
}

void ParserRun::column_check() {
  const std::uint32_t first = at();
  Name constraint;
  const bool named = accept(Keyword::Constraint);
  if (named && at_name()) constraint = name();
  if (!is(Keyword::Check)) {
    fail();
    return;
  }
  CheckConstraint* check = check_constraint(first);
  while (mysql() && enforcement(check)) {  // a column's may be said again
  }
  check->has_constraint = named;
  check->constraint = constraint;
  push_attribute(ColumnAttributeKind::Check, first)->part = check;
}

// At REFERENCES or MariaDB's CONSTRAINT [name] before it.
void ParserRun::column_references(ColumnDefinition* column) {
  const std::uint32_t first = at();
  if (accept(Keyword::Constraint) && at_name()) name();
  const TokenRange words = range_from(first);
  column->references = references();
  ColumnAttribute* made = push_attribute(ColumnAttributeKind::References, first);
  made->words = words;
  made->part = column->references;
}

// [GENERATED ALWAYS] AS (expression) [VIRTUAL | STORED | PERSISTENT], MariaDB AS ROW START
void ParserRun::generated_column(ColumnDefinition* column) {
  const std::uint32_t first = at();
  if (accept(Keyword::Generated)) expect(Keyword::Always);
  expect(Keyword::As);
  if (mariadb() && accept(Keyword::Row)) {
    if (!accept(Keyword::Start)) expect(Keyword::End);
    push_attribute(ColumnAttributeKind::Words, first)->words = range_from(first);
    return;
  }
  expect(TokenKind::LeftParen);
  column->generated_as = expression();
  expect(TokenKind::RightParen);
  column->generated = GeneratedKind::Virtual;
  const std::uint32_t storage = at();
  if (accept(Keyword::Stored) || (mariadb() && accept(Keyword::Persistent))) {
    column->generated = GeneratedKind::Stored;
  } else {
    accept(Keyword::Virtual);
  }
  ColumnAttribute* made = push_attribute(ColumnAttributeKind::Generated, first);
  made->value = column->generated_as;
  made->words = range_from(storage);
}

// What may follow DEFAULT: no operators, so that NOT NULL and COLLATE behind it
// are the column's.
Expression* ParserRun::default_value(bool& parenthesised) {
  if (is(TokenKind::LeftParen) && !(mariadb() && starts_query(1))) {
    parenthesised = true;
    advance();
    Expression* value = expression();
    expect(TokenKind::RightParen);
    return value;
  }
  if (is(TokenKind::Minus) || is(TokenKind::Plus)) {
    auto* made = node<Unary>(at());
    made->op = is(TokenKind::Minus) ? UnaryOp::Minus : UnaryOp::Plus;
    advance();
    if (!is(TokenKind::Integer) && !is(TokenKind::Decimal) && !is(TokenKind::Float)) return fail();
    made->operand = literal();
    return finish(made);
  }
  if (mariadb()) {
    if (is(Keyword::Default)) return fail_behind();
    parenthesised = is(TokenKind::LeftBrace);
    return primary();
  }
  const bool literal_here = is_literal(current_->kind) || is(TokenKind::Introducer) ||
                            is_any(Keyword::Null, Keyword::True, Keyword::False);
  const bool temporal =
      is_any(Keyword::Date, Keyword::Time, Keyword::Timestamp) && next_is(TokenKind::String);
  return literal_here || temporal ? primary() : on_update_value();
}

// CURRENT_TIMESTAMP[(n)], NOW([n]), LOCALTIME, ...
Expression* ParserRun::on_update_value() {
  const bool now = is_pair(Keyword::Now, TokenKind::LeftParen);
  const bool local =
      is_any(Keyword::Localtime, Keyword::Localtimestamp) && !(mariadb() && version_ >= 110700);
  if (!now && !local && !is(Keyword::CurrentTimestamp)) return fail();
  return primary();
}

}  // namespace mallshard::sqlparse
