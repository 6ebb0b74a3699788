// The bodies of stored programs: blocks, declarations, control flow, cursors.
// Statements that are not special to programs are read as everywhere else.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sqlparse/functions.h"
#include "sqlparse/keyword_set.h"
#include "sqlparse/name_list.h"
#include "sqlparse/parser_run.h"
#include "sqlparse/syntax_error.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

// Words that MariaDB's grammar calls like names, and that are no cursors.
constexpr KeywordSet kPlainCalls{Keyword::ColumnCheck,        Keyword::Format,          Keyword::JsonValue,
                                 Keyword::OldPassword,        Keyword::Point,           Keyword::Srid,
                                 Keyword::Coalesce,           Keyword::Collation,       Keyword::Database,
                                 Keyword::Geometrycollection, Keyword::Linestring,      Keyword::Log,
                                 Keyword::Microsecond,        Keyword::Multilinestring, Keyword::Multipoint,
                                 Keyword::Multipolygon,       Keyword::Polygon,         Keyword::Quarter,
                                 Keyword::RowCount,           Keyword::Schema,          Keyword::Week};

// Words that are names but, because statements or characteristics begin with
// them, not labels.
bool never_label_in_mysql(Keyword keyword) noexcept {
  switch (keyword) {
    case Keyword::Ascii:
    case Keyword::Begin:
    case Keyword::Binlog:
    case Keyword::Byte:
    case Keyword::Cache:
    case Keyword::Charset:
    case Keyword::Checksum:
    case Keyword::Clone:
    case Keyword::Comment:
    case Keyword::Commit:
    case Keyword::Contains:
    case Keyword::Deallocate:
    case Keyword::Do:
    case Keyword::End:
    case Keyword::Execute:
    case Keyword::Flush:
    case Keyword::Follows:
    case Keyword::Handler:
    case Keyword::Help:
    case Keyword::Import:
    case Keyword::Install:
    case Keyword::Language:
    case Keyword::No:
    case Keyword::Precedes:
    case Keyword::Prepare:
    case Keyword::Repair:
    case Keyword::Reset:
    case Keyword::Restart:
    case Keyword::Rollback:
    case Keyword::Savepoint:
    case Keyword::Shutdown:
    case Keyword::Signed:
    case Keyword::Slave:
    case Keyword::Start:
    case Keyword::Stop:
    case Keyword::Truncate:
    case Keyword::Unicode:
    case Keyword::Uninstall:
    case Keyword::Xa:
      return true;
    default:
      return false;
  }
}

bool never_label_in_mariadb(Keyword keyword) noexcept {
  switch (keyword) {
    case Keyword::Ascii:
    case Keyword::Backup:
    case Keyword::Begin:
    case Keyword::Binlog:
    case Keyword::Byte:
    case Keyword::Cache:
    case Keyword::Charset:
    case Keyword::Checkpoint:
    case Keyword::Checksum:
    case Keyword::Close:
    case Keyword::ColumnAdd:
    case Keyword::ColumnCheck:
    case Keyword::ColumnCreate:
    case Keyword::ColumnDelete:
    case Keyword::ColumnGet:
    case Keyword::Comment:
    case Keyword::Commit:
    case Keyword::Compressed:
    case Keyword::Contains:
    case Keyword::Deallocate:
    case Keyword::Do:
    case Keyword::End:
    case Keyword::Examined:
    case Keyword::Exclude:
    case Keyword::Execute:
    case Keyword::Flush:
    case Keyword::Following:
    case Keyword::Follows:
    case Keyword::Format:
    case Keyword::Get:
    case Keyword::Handler:
    case Keyword::Help:
    case Keyword::Host:
    case Keyword::Install:
    case Keyword::Language:
    case Keyword::No:
    case Keyword::Open:
    case Keyword::Option:
    case Keyword::Options:
    case Keyword::Others:
    case Keyword::Owner:
    case Keyword::Parser:
    case Keyword::Period:
    case Keyword::Port:
    case Keyword::Precedes:
    case Keyword::Preceding:
    case Keyword::Prepare:
    case Keyword::Remove:
    case Keyword::Repair:
    case Keyword::Replica:
    case Keyword::Replicas:
    case Keyword::Reset:
    case Keyword::Restore:
    case Keyword::Rollback:
    case Keyword::Savepoint:
    case Keyword::Security:
    case Keyword::Server:
    case Keyword::Shutdown:
    case Keyword::Signed:
    case Keyword::Slave:
    case Keyword::Slaves:
    case Keyword::Socket:
    case Keyword::Soname:
    case Keyword::Start:
    case Keyword::Stop:
    case Keyword::Stored:
    case Keyword::Ties:
    case Keyword::Truncate:
    case Keyword::Unbounded:
    case Keyword::Unicode:
    case Keyword::Uninstall:
    case Keyword::Upgrade:
    case Keyword::Window:
    case Keyword::Within:
    case Keyword::Wrapper:
    case Keyword::Xa:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool ParserRun::at_label() const noexcept {
  if (!at_name()) return false;
  return mysql() ? !never_label_in_mysql(current_->keyword) : !never_label_in_mariadb(current_->keyword);
}

Name ParserRun::label() {
  if (!at_label()) {
    const bool begins = starts_statement(current_->keyword, flavour_) ||
                        is_any(Keyword::End, Keyword::Open, Keyword::Close, Keyword::Fetch);
    begins ? fail_behind() : fail();
    return {};
  }
  return name();
}

ProgramStatement* ParserRun::program_part(std::uint32_t first, ProgramPart part) {
  auto* made = statement<ProgramStatement>(first, StatementKind::Compound);
  made->part = part;
  return made;
}

NameList ParserRun::one_name(Name name) {
  NameListBuilder list;
  list.add(name);
  return list.take(arena_);
}

// Any statement of a program, without the semicolon behind it.
Statement* ParserRun::program_statement() {
  const Depth depth(*this);
  const std::uint32_t first = at();
  if (at_name()) {
    if (next_is(TokenKind::Colon)) return labelled_statement();
    right_here();
  }
  switch (current_->keyword) {
    case Keyword::Begin:
    case Keyword::If:
    case Keyword::Case:
    case Keyword::Loop:
    case Keyword::While:
    case Keyword::Repeat:
      return control_statement(first, Name{});
    case Keyword::For:
      return mariadb() ? control_statement(first, Name{}) : static_cast<Statement*>(fail());
    case Keyword::Return: {
      auto* made = program_part(first, ProgramPart::Return);
      advance();
      stack_.push(expression());
      made->parts = stack_.take<Node>(stack_.mark() - 1, arena_);
      return finish(made);
    }
    case Keyword::Leave:
    case Keyword::Iterate: {
      auto* made = program_part(first, is(Keyword::Leave) ? ProgramPart::Leave : ProgramPart::Iterate);
      advance();
      made->names = one_name(label());
      return finish(made);
    }
    case Keyword::Open:
    case Keyword::Close:
    case Keyword::Fetch:
      return cursor_statement();
    default:
      return any_statement();
  }
}

// label: {block | loop} [label]
Statement* ParserRun::labelled_statement() {
  const std::uint32_t first = at();
  const Name name = label();
  expect(TokenKind::Colon);
  const bool loop = is_any(Keyword::Begin, Keyword::Loop, Keyword::While, Keyword::Repeat) ||
                    (mariadb() && is(Keyword::For));
  if (!loop) return static_cast<Statement*>(fail());
  ProgramStatement* made = control_statement(first, name);
  if (at_label()) label();
  return finish(made);
}

// At the word that begins the statement; a label before it is read already.
ProgramStatement* ParserRun::control_statement(std::uint32_t first, Name name) {
  const auto mark = stack_.mark();
  ProgramPart part = ProgramPart::Block;
  Name variable;
  switch (current_->keyword) {
    case Keyword::If:
      part = ProgramPart::If;
      if_branches();
      break;
    case Keyword::Case:
      part = ProgramPart::Case;
      case_branches();
      break;
    case Keyword::Loop:
      part = ProgramPart::Loop;
      advance();
      some_statements();
      end_of(Keyword::Loop);
      break;
    case Keyword::While:
      part = ProgramPart::While;
      advance();
      stack_.push(expression());
      expect(Keyword::Do);
      some_statements();
      end_of(Keyword::While);
      break;
    case Keyword::Repeat:
      part = ProgramPart::Repeat;
      advance();
      some_statements();
      expect(Keyword::Until);
      stack_.push(expression());
      end_of(Keyword::Repeat);
      break;
    case Keyword::For:
      part = ProgramPart::For;
      variable = for_loop();
      break;
    default:
      advance();
      if (mariadb() && !name && accept(Keyword::Not)) expect(Keyword::Atomic);
      block_content();
      break;
  }
  ProgramStatement* made = program_part(first, part);
  made->label = name;
  if (variable) made->names = one_name(variable);
  made->parts = stack_.take<Node>(mark, arena_);
  return finish(made);
}

void ParserRun::end_of(Keyword what) {
  expect(Keyword::End);
  expect(what);
}

// Variables of the program are noted only as far as they make a difference to
// what is read: MySQL refuses `SET v = DEFAULT` and LIMIT with one that is no integer.
void ParserRun::declare_local(const Name& name, const DataType* type) {
  if (mysql() && name) locals_.push_back({name.text, type != nullptr && is_integer_type(*type)});
}

const ParserRun::Local* ParserRun::find_local(std::string_view name) const noexcept {
  for (std::size_t i = locals_.size(); i > 0; --i) {
    if (same_word(locals_[i - 1].name, name)) return &locals_[i - 1];
  }
  return nullptr;
}

bool ParserRun::is_integer_type(const DataType& type) const noexcept {
  switch (tokens_.tokens[type.first_token].keyword) {
    case Keyword::Int:
    case Keyword::Integer:
    case Keyword::Tinyint:
    case Keyword::Smallint:
    case Keyword::Mediumint:
    case Keyword::Middleint:
    case Keyword::Bigint:
    case Keyword::Int1:
    case Keyword::Int2:
    case Keyword::Int3:
    case Keyword::Int4:
    case Keyword::Int8:
    case Keyword::Bit:
    case Keyword::Bool:
    case Keyword::Boolean:
    case Keyword::Year:
    case Keyword::Serial:
      return true;
    default:
      return false;
  }
}

// After BEGIN: declarations, statements, END.
void ParserRun::block_content() {
  const std::size_t outer = locals_.size();
  while (is(Keyword::Declare)) {
    stack_.push(declaration());
    expect(TokenKind::Semicolon);
  }
  program_statements();
  expect(Keyword::End);
  locals_.resize(std::min(outer, locals_.size()));
}

bool ParserRun::ends_statements() const noexcept {
  if (is(TokenKind::End)) return true;
  return is_any(Keyword::End, Keyword::Else, Keyword::Elseif, Keyword::When, Keyword::Until) &&
         !next_is(TokenKind::Colon);
}

void ParserRun::program_statements() {
  while (!ends_statements()) {
    stack_.push(program_statement());
    expect(TokenKind::Semicolon);
  }
}

// One at least.
void ParserRun::some_statements() {
  if (ends_statements()) {
    if (at_name() && !is(Keyword::End)) right_here();
    fail();
  }
  program_statements();
}

// IF c THEN ... [ELSEIF c THEN ...] [ELSE ...] END IF
void ParserRun::if_branches() {
  do {
    advance();
    stack_.push(expression());
    expect(Keyword::Then);
    some_statements();
  } while (is(Keyword::Elseif));
  if (accept(Keyword::Else)) some_statements();
  end_of(Keyword::If);
}

// CASE [x] WHEN y THEN ... [ELSE ...] END CASE
void ParserRun::case_branches() {
  advance();
  if (!is(Keyword::When)) stack_.push(expression());
  if (!is(Keyword::When)) fail();
  while (accept(Keyword::When)) {
    stack_.push(expression());
    expect(Keyword::Then);
    some_statements();
  }
  if (accept(Keyword::Else)) some_statements();
  end_of(Keyword::Case);
}

// `c` or `c(arguments)`, as an expression
bool ParserRun::names_cursor(const Expression* bound) const noexcept {
  if (const auto* column = as<ColumnRef>(bound)) return !column->table;
  const auto* call = as<FunctionCall>(bound);
  const Keyword word = call != nullptr ? first_[call->first_token].keyword : Keyword::None;
  return call != nullptr && call->form == CallForm::Plain && !call->native && !call->schema &&
         function_syntax(word, flavour_).syntax == CallSyntax::Generic && !kPlainCalls[word] &&
         function_nature(call->name.text, flavour_, version_) == FunctionNature::Unknown;
}

// MariaDB: FOR v IN [REVERSE] {a .. b | cursor [(arguments)] | (query)} DO ... END FOR
Name ParserRun::for_loop() {
  advance();
  if (at_merged_word()) fail();
  const Name variable = name();
  expect(Keyword::In);
  accept(Keyword::Reverse);
  if (is(TokenKind::LeftParen)) {
    advance();
    stack_.push(query_statement());
    expect(TokenKind::RightParen);
  } else {
    Expression* bound = expression();
    stack_.push(bound);
    if (accept(TokenKind::DotDot)) {
      stack_.push(expression());
    } else if (!names_cursor(bound)) {
      fail();
    }
  }
  expect(Keyword::Do);
  some_statements();
  end_of(Keyword::For);
  return variable;
}

// OPEN c [(arguments)], FETCH [[NEXT] FROM] c INTO v, ..., CLOSE c
Statement* ParserRun::cursor_statement() {
  const std::uint32_t first = at();
  const Keyword verb = current_->keyword;
  advance();
  if (verb == Keyword::Fetch) return fetch_statement(first);
  auto* made = program_part(first, verb == Keyword::Open ? ProgramPart::Open : ProgramPart::Close);
  if (at_function_word()) fail();
  made->names = one_name(name());
  if (mariadb() && verb == Keyword::Open && accept(TokenKind::LeftParen)) {
    const auto mark = stack_.mark();
    do {
      stack_.push(expression());
    } while (accept(TokenKind::Comma));
    made->parts = stack_.take<Node>(mark, arena_);
    expect(TokenKind::RightParen);
  }
  return finish(made);
}

Statement* ParserRun::fetch_statement(std::uint32_t first) {
  auto* made = program_part(first, ProgramPart::Fetch);
  if (mariadb() && accept(Keyword::Group)) {
    expect(Keyword::Next);
    expect(Keyword::Row);
    return finish(made);
  }
  if (is_pair(Keyword::Next, Keyword::From)) advance();
  accept(Keyword::From);
  NameListBuilder list;
  list.add(name());
  expect(Keyword::Into);
  do {
    list.add(name());
  } while (accept(TokenKind::Comma));
  made->names = list.take(arena_);
  return finish(made);
}

// --- DECLARE ---

Statement* ParserRun::declaration() {
  const std::uint32_t first = at();
  advance();
  if (is_any(Keyword::Exit, Keyword::Continue)) {
    auto* made = program_part(first, ProgramPart::Handler);
    advance();
    expect(Keyword::Handler);
    expect(Keyword::For);
    const std::uint32_t conditions = at();
    do {
      handled_condition();
    } while (accept(TokenKind::Comma));
    made->conditions = range_from(conditions);
    stack_.push(program_statement());
    made->parts = stack_.take<Node>(stack_.mark() - 1, arena_);
    return finish(made);
  }
  NameListBuilder list;
  list.add(name());
  if (is(Keyword::Condition)) {
    auto* made = program_part(first, ProgramPart::Condition);
    made->names = list.take(arena_);
    advance();
    expect(Keyword::For);
    const std::uint32_t condition = at();
    error_condition();
    made->conditions = range_from(condition);
    return finish(made);
  }
  if (is(Keyword::Cursor)) return cursor_declaration(first, list.take(arena_));
  while (accept(TokenKind::Comma)) list.add(name());
  auto* made = program_part(first, ProgramPart::Variables);
  made->names = list.take(arena_);
  made->type = program_type(made->conditions, TypePlace::Body);
  for (const Name& variable : made->names) declare_local(variable, made->type);
  if (accept(Keyword::Default)) {
    stack_.push(expression());
    made->parts = stack_.take<Node>(stack_.mark() - 1, arena_);
  }
  return finish(made);
}

// A number of an error or an SQLSTATE.
void ParserRun::error_condition() {
  if (is(Keyword::Sqlstate)) {
    sqlstate();
  } else {
    number(HexNumber::Allowed);
  }
}

void ParserRun::handled_condition() {
  if (accept(Keyword::Sqlwarning) || accept(Keyword::Sqlexception)) return;
  if (accept(Keyword::Not)) {
    expect(Keyword::Found);
  } else if (at_name() && !at_merged_word()) {
    name();
  } else {
    error_condition();
  }
}

// After the name: CURSOR [(parameters)] FOR query
Statement* ParserRun::cursor_declaration(std::uint32_t first, NameList name) {
  auto* made = program_part(first, ProgramPart::Cursor);
  made->names = name;
  advance();
  const auto mark = stack_.mark();
  if (mariadb() && is(TokenKind::LeftParen)) {
    advance();
    do {
      stack_.push(routine_parameter(ParameterModes::Refused));
    } while (accept(TokenKind::Comma));
    expect(TokenKind::RightParen);
  }
  expect(Keyword::For);
  if (is(Keyword::With)) {
    stack_.push(with_statement());
  } else if (starts_query_here() || is(TokenKind::LeftParen)) {
    stack_.push(query_statement());
  } else {
    fail();
  }
  made->parts = stack_.take<Node>(mark, arena_);
  return finish(made);
}

// A column's type; MariaDB also ROW (a INT, ...), TYPE OF t.a, ROW TYPE OF t,
// which are told by `text` and no node.
DataType* ParserRun::program_type(TokenRange& text, TypePlace place) {
  const std::uint32_t first = at();
  if (mariadb() && is(Keyword::Serial)) fail();
  const bool row =
      mariadb() && (is_pair(Keyword::Row, TokenKind::LeftParen) || is_pair(Keyword::Row, Keyword::Type));
  if (row && next_is(TokenKind::LeftParen)) {
    skip(2);
    do {
      name();
      data_type();
    } while (accept(TokenKind::Comma));
    expect(TokenKind::RightParen);
  } else if (mariadb() && (row || is_pair(Keyword::Type, Keyword::Of))) {
    accept(Keyword::Row);
    expect(Keyword::Type);
    expect(Keyword::Of);
    if (is(TokenKind::Dot)) fail();
    const ColumnRef* of = column_ref();
    // A variable's or a cursor's type is known inside of a body alone.
    const bool refused =
        place == TypePlace::Signature && of != nullptr && (row ? !!of->database : !of->table);
    if (refused && row) fail_at(before() - 1);
    if (refused) fail();
  } else {
    DataType* type = data_type();
    if ((mysql() || takes_collation(type)) && accept(Keyword::Collate)) {
      if (mysql() && is(Keyword::Default)) fail();
      collation_name();
    }
    if (type != nullptr && type->has_span()) text = {};
    return type;
  }
  text = range_from(first);
  return nullptr;
}

}  // namespace mallshard::sqlparse
