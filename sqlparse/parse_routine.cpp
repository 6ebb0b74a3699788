// CREATE, ALTER and DROP of procedures, functions, triggers and packages.
#include <cstdint>

#include "sqlparse/function_syntax.h"
#include "sqlparse/keyword_set.h"
#include "sqlparse/parser_run.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

// MariaDB
constexpr std::uint32_t kPackagesInEveryMode = 110400;  // before, in ORACLE mode alone
constexpr std::uint32_t kRowsReturned = 110700;         // RETURNS ROW (...)

}  // namespace

bool ParserRun::at_program() const noexcept {
  if (is_any(Keyword::Procedure, Keyword::Function, Keyword::Aggregate, Keyword::Trigger, Keyword::Event)) {
    return true;
  }
  return mariadb() && version_ >= kPackagesInEveryMode && is(Keyword::Package);
}

// DEFINER = account
Account* ParserRun::definer() {
  if (!accept(Keyword::Definer)) return nullptr;
  expect(TokenKind::Equal);
  return account(AccountRule::UserOrRole);
}

// The attributes [DEFINER = x] and the word that names the kind begin at `attributes`.
Statement* ParserRun::create_program(std::uint32_t first, bool or_replace, std::uint32_t attributes) {
  if (failed_) return nullptr;
  current_ = first_ + attributes;
  Account* const owner = definer();
  if (or_replace && mysql()) return static_cast<Statement*>(fail());
  switch (current_->keyword) {
    case Keyword::Trigger:
      return create_trigger(first, or_replace, owner);
    case Keyword::Event:
      return create_event(first, or_replace, owner);
    case Keyword::Package:
      return create_package(first, or_replace, owner);
    default:
      return at_program() ? create_routine(first, or_replace, owner) : static_cast<Statement*>(fail());
  }
}

// Words that call a function when `(` is right behind them are no names there,
// unless they are made of words that are names.
bool ParserRun::is_adjacent_function(std::uint32_t token) const noexcept {
  constexpr KeywordSet kNames = {Keyword::Adddate, Keyword::Subdate, Keyword::SessionUser,
                                 Keyword::SystemUser, Keyword::StCollect};
  const Keyword word = first_[token].keyword;
  const bool joined = first_[token + 1].adjacent || tokens_.options.ignore_space;
  return joined && function_syntax(word, flavour_).adjacent && !kNames[word];
}

// Behind WITH or FOR: the servers' lexers make one word of the two, which is
// known in a clause of its own and no name.
bool ParserRun::at_merged_word() const noexcept {
  switch (first_[before()].keyword) {
    case Keyword::With:
      return is(Keyword::Rollup) || (mariadb() && is_any(Keyword::Cube, Keyword::System));
    case Keyword::For:
      return mariadb() && is(Keyword::SystemTime);
    default:
      return false;
  }
}

void ParserRun::program_name(Name& schema, Name& program) {
  if (at_function_word()) fail();
  program = name();
  if (accept(TokenKind::Dot)) {
    schema = program;
    program = name_behind_dot();
  }
}

// At PROCEDURE, FUNCTION or AGGREGATE.
Statement* ParserRun::create_routine(std::uint32_t first, bool or_replace, Account* owner) {
  const bool aggregate = accept(Keyword::Aggregate);
  const bool function = aggregate || is(Keyword::Function);
  auto* made = statement<CreateRoutineStatement>(
      first, function ? StatementKind::CreateFunction : StatementKind::CreateProcedure);
  made->or_replace = or_replace;
  made->aggregate = aggregate;
  made->definer = owner;
  expect(function ? Keyword::Function : Keyword::Procedure);
  if (mariadb() || version_ >= 80029) made->if_not_exists = if_not_exists();
  if (mysql() && aggregate && at_name() && next_is(TokenKind::Dot)) fail_behind();
  program_name(made->schema, made->name);
  if (function && owner == nullptr && !made->schema && is(Keyword::Returns)) return loadable_function(made);
  if (mysql() && aggregate) fail();
  routine_header(made, function ? RoutineKind::Function : RoutineKind::Procedure);
  routine_body(made, function ? RoutineKind::Function : RoutineKind::Procedure);
  return finish(made);
}

// RETURNS {STRING | REAL | DECIMAL | INTEGER} SONAME 'library'
Statement* ParserRun::loadable_function(CreateRoutineStatement* made) {
  advance();
  const std::uint32_t type = at();
  if (!is_any(Keyword::String, Keyword::Real, Keyword::Decimal, Keyword::Dec, Keyword::Int, Keyword::Integer,
              Keyword::Int4)) {
    fail();
  }
  advance();
  made->returns_text = range_from(type);
  expect(Keyword::Soname);
  made->text_body = one_token(TokenKind::String);
  return finish(made);
}

// (parameters) [RETURNS type] characteristics
void ParserRun::routine_header(CreateRoutineStatement* made, RoutineKind kind) {
  expect(TokenKind::LeftParen);
  if (!is(TokenKind::RightParen)) {
    // MariaDB's functions have modes since 10.8.
    const bool modes = kind == RoutineKind::Procedure || (mariadb() && version_ >= 100800);
    const auto mark = stack_.mark();
    do {
      stack_.push(routine_parameter(modes ? ParameterModes::Allowed : ParameterModes::Refused));
    } while (accept(TokenKind::Comma));
    made->parameters = stack_.take<RoutineParameter>(mark, arena_);
  }
  expect(TokenKind::RightParen);
  if (kind == RoutineKind::Function) {
    expect(Keyword::Returns);
    if (is(Keyword::Row) && version_ < kRowsReturned) fail();
    const bool one_column = is(Keyword::Type);
    made->returns = program_type(made->returns_text, TypePlace::Body);
    // TYPE OF t.a; before 11.8 the name alone was an error of its meaning.
    const TokenRange& type = made->returns_text;
    const bool alone = one_column && type.present() && type.last - type.first == 2;
    if (alone && mariadb() && version_ >= 110800) fail();
  }
  const auto mark = stack_.mark();
  libraries_named_ = false;
  while (characteristic(CharacteristicOf::Create)) {
  }
  made->characteristics = stack_.take<AdminClause>(mark, arena_);
}

RoutineParameter* ParserRun::routine_parameter(ParameterModes modes) {
  auto* made = node<RoutineParameter>(at());
  if (modes == ParameterModes::Allowed) {
    if (accept(Keyword::In)) {
      made->mode = ParameterMode::In;
    } else if (accept(Keyword::Out)) {
      made->mode = ParameterMode::Out;
    } else if (accept(Keyword::Inout)) {
      made->mode = ParameterMode::InOut;
    }
  }
  made->name = name();
  made->type = program_type(made->type_text, TypePlace::Signature);
  declare_local(made->name, made->type);
  if (mariadb() && version_ >= 110800 && accept(Keyword::Default)) made->default_value = expression();
  return finish(made);
}

// COMMENT 'x', LANGUAGE SQL, [NOT] DETERMINISTIC, NO SQL, CONTAINS SQL,
// READS SQL DATA, MODIFIES SQL DATA, SQL SECURITY x; MySQL: USING (library, ...)
bool ParserRun::characteristic(CharacteristicOf of) {
  const std::uint32_t first = at();
  if (accept(Keyword::Comment)) {
    clause(first, [this] { expect(TokenKind::String); });
  } else if (accept(Keyword::Language)) {
    clause(first, [this] {
      if (accept(Keyword::Sql)) return;
      if (mysql() && version_ >= 80100) {
        name();
      } else {
        fail();
      }
    });
  } else if (accept(Keyword::No) || accept(Keyword::Contains)) {
    expect(Keyword::Sql);
    clause(first, [] {});
  } else if (accept(Keyword::Reads) || accept(Keyword::Modifies)) {
    expect(Keyword::Sql);
    expect(Keyword::Data);
    clause(first, [] {});
  } else if (accept(Keyword::Sql)) {
    expect(Keyword::Security);
    clause(first, [this] {
      if (!accept(Keyword::Definer)) expect(Keyword::Invoker);
    });
  } else if (of == CharacteristicOf::Create && is_any(Keyword::Not, Keyword::Deterministic)) {
    accept(Keyword::Not);
    expect(Keyword::Deterministic);
    clause(first, [] {});
  } else if (mysql() && version_ >= 90200 && is(Keyword::Using)) {
    if (libraries_named_) fail();
    libraries_named_ = true;
    advance();
    clause(first, [this, of] { used_libraries(of); });
  } else {
    return false;
  }
  return true;
}

// (library [[AS] alias], ...)
void ParserRun::used_libraries(CharacteristicOf of) {
  expect(TokenKind::LeftParen);
  if (of == CharacteristicOf::Alter && accept(TokenKind::RightParen)) return;
  do {
    Name schema;
    Name library;
    program_name(schema, library);
    if (accept(Keyword::As) || at_name()) name();
  } while (accept(TokenKind::Comma));
  expect(TokenKind::RightParen);
}

// Whether the last LANGUAGE is another one than SQL.
bool ParserRun::foreign_language(const CreateRoutineStatement& made) const {
  bool foreign = false;
  for (const AdminClause* clause : made.characteristics) {
    if (clause == nullptr || tokens_.tokens[clause->words.first].keyword != Keyword::Language) continue;
    foreign = clause->value.present() && !same_word(spelling(clause->value.first), "sql");
  }
  return foreign;
}

void ParserRun::routine_body(CreateRoutineStatement* made, RoutineKind kind) {
  const bool foreign = foreign_language(*made);
  if (mysql() && version_ >= 80100 && is(Keyword::As)) {
    advance();
    const std::uint32_t text = at();
    if (!accept(TokenKind::DollarString)) expect(TokenKind::String);
    if (!foreign) fail_at(text);
    made->text_body = range_from(text);
    return;
  }
  // MariaDB's functions are a RETURN or something with a body.
  const bool labelled = next_is(TokenKind::Colon);
  if (mariadb() && kind == RoutineKind::Function && !labelled &&
      !is_any(Keyword::Return, Keyword::Begin, Keyword::If, Keyword::Case, Keyword::Loop, Keyword::While,
              Keyword::Repeat, Keyword::For)) {
    fail();
  }
  made->body = program_statement();
  if (foreign) fail();
}

// ALTER {PROCEDURE | FUNCTION} name characteristics; at PROCEDURE or FUNCTION.
Statement* ParserRun::alter_routine(std::uint32_t first) {
  const StatementKind kind =
      is(Keyword::Procedure) ? StatementKind::AlterProcedure : StatementKind::AlterFunction;
  auto* made = statement<StoredObjectStatement>(first, kind);
  advance();
  program_name(made->schema, made->name);
  const auto mark = stack_.mark();
  libraries_named_ = false;
  while (characteristic(CharacteristicOf::Alter)) {
  }
  made->characteristics = stack_.take<AdminClause>(mark, arena_);
  return finish(made);
}

// DROP {PROCEDURE | FUNCTION | TRIGGER | EVENT | PACKAGE [BODY]} [IF EXISTS] name
Statement* ParserRun::drop_program(std::uint32_t first) {
  StatementKind kind = StatementKind::DropProcedure;
  if (is(Keyword::Function)) kind = StatementKind::DropFunction;
  if (is(Keyword::Trigger)) kind = StatementKind::DropTrigger;
  if (is(Keyword::Event)) kind = StatementKind::DropEvent;
  if (is(Keyword::Package)) kind = StatementKind::DropPackage;
  if (!at_program() || is(Keyword::Aggregate)) fail();
  auto* made = statement<StoredObjectStatement>(first, kind);
  advance();
  if (kind == StatementKind::DropPackage && is(Keyword::Body) && peek().kind != TokenKind::Dot &&
      peek().kind != TokenKind::End && peek().kind != TokenKind::Semicolon) {
    made->package_body = true;
    advance();
  }
  made->if_exists = if_exists();
  program_name(made->schema, made->name);
  return finish(made);
}

// At TRIGGER: [IF NOT EXISTS] name {BEFORE | AFTER} {INSERT | UPDATE [OF columns] | DELETE} ON table
// FOR EACH ROW [{FOLLOWS | PRECEDES} other] statement
Statement* ParserRun::create_trigger(std::uint32_t first, bool or_replace, Account* owner) {
  auto* made = statement<CreateTriggerStatement>(first, StatementKind::CreateTrigger);
  made->or_replace = or_replace;
  made->definer = owner;
  advance();
  if (mariadb() || version_ >= 80029) made->if_not_exists = if_not_exists();
  program_name(made->schema, made->name);
  const std::uint32_t when = at();
  if (!accept(Keyword::Before)) expect(Keyword::After);
  if (accept(Keyword::Update)) {
    if (mariadb() && version_ >= 110800 && accept(Keyword::Of)) names();
  } else if (!accept(Keyword::Insert)) {
    expect(Keyword::Delete);
  }
  made->when = range_from(when);
  expect(Keyword::On);
  made->table = table_name();
  expect(Keyword::For);
  expect(Keyword::Each);
  expect(Keyword::Row);
  const std::uint32_t order = at();
  if (accept(Keyword::Follows) || accept(Keyword::Precedes)) {
    clause(order, [this] { name_or_string(); });
    made->order = stack_.take<AdminClause>(stack_.mark() - 1, arena_).front();
  }
  in_trigger_ = true;
  made->body = program_statement();
  in_trigger_ = false;
  return finish(made);
}

// --- MariaDB's packages ---

// At PACKAGE: PACKAGE [BODY] [IF NOT EXISTS] name [COMMENT 'x' | SQL SECURITY x] ... END
Statement* ParserRun::create_package(std::uint32_t first, bool or_replace, Account* owner) {
  auto* made = statement<CreateRoutineStatement>(first, StatementKind::CreatePackage);
  made->or_replace = or_replace;
  made->definer = owner;
  advance();
  if (is(Keyword::Body) && peek().kind != TokenKind::Dot) {
    made->package_body = true;
    advance();
  }
  made->if_not_exists = if_not_exists();
  program_name(made->schema, made->name);
  const auto mark = stack_.mark();
  while (is_any(Keyword::Comment, Keyword::Sql)) characteristic(CharacteristicOf::Create);
  made->characteristics = stack_.take<AdminClause>(mark, arena_);
  package_items(made);
  expect(Keyword::End);
  return finish(made);
}

// A package names its routines; its body declares variables, has the routines'
// bodies, and then statements that set it up.
void ParserRun::package_items(CreateRoutineStatement* made) {
  const auto mark = stack_.mark();
  while (made->package_body && is(Keyword::Declare)) {
    stack_.push(declaration());
    expect(TokenKind::Semicolon);
  }
  while (is_any(Keyword::Function, Keyword::Procedure)) {
    const bool function = is(Keyword::Function);
    auto* routine = statement<CreateRoutineStatement>(
        at(), function ? StatementKind::CreateFunction : StatementKind::CreateProcedure);
    advance();
    routine->name = name();
    const RoutineKind kind = function ? RoutineKind::Function : RoutineKind::Procedure;
    routine_header(routine, kind);
    if (made->package_body && !is(TokenKind::Semicolon)) routine_body(routine, kind);
    stack_.push(finish(routine));
    expect(TokenKind::Semicolon);
  }
  if (made->package_body) {
    if (stack_.mark() == mark) fail();
    program_statements();
  }
  made->items = stack_.take<Statement>(mark, arena_);
}

}  // namespace mallshard::sqlparse
