// Table references: names, joins, derived tables.
#include <cstdint>
#include <utility>

#include "sqlparse/keyword_set.h"
#include "sqlparse/name_list.h"
#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

constexpr std::uint32_t kMariaDbDerivedColumns = 110700;  // (query) alias (a, b)

// What ends a list of tables and belongs to no table.
constexpr KeywordSet kBehindTables = {Keyword::Where, Keyword::Group, Keyword::Having,
                                      Keyword::Order, Keyword::Limit, Keyword::Set};

}  // namespace

// A bare name that is all of the list, as it mostly is.
inline bool ParserRun::at_lone_table() const noexcept {
  if (!is(TokenKind::Word) || !is(Keyword::None)) return false;
  const Token& next = current_[1];
  return next.kind == TokenKind::Word ? kBehindTables[next.keyword] : next.kind == TokenKind::End;
}

NodeList<TableReference> ParserRun::table_references() {
  const auto mark = stack_.mark();
  only_table_ = false;
  if (at_lone_table()) {
    auto* table = node<TableName>(at());
    table->name = name_of(*current_, at());
    advance();
    stack_.push(table);
    return stack_.take<TableReference>(mark, arena_);
  }
  do {
    const std::uint32_t first = at();
    stack_.push(table_reference());
    // UPDATE t FOR PORTION OF ... takes that one table.
    const bool alone = stack_.mark() == mark + 1 && is(Keyword::Set) &&
                       tokens_.tokens[first].kind != TokenKind::LeftParen &&
                       static_cast<TableReference*>(stack_.top())->kind == NodeKind::TableName;
    if (only_table_ && !alone) fail();
  } while (accept(TokenKind::Comma));
  return stack_.take<TableReference>(mark, arena_);
}

TableReference* ParserRun::table_reference() {
  const std::uint32_t first = at();
  if (!is(TokenKind::LeftBrace)) return joined_after(table_factor(), first);
  if (mysql()) return joined_after(odbc_join(), first);
  // MariaDB takes the braces only around a whole item of FROM.
  if (in_table_parentheses_) return static_cast<TableReference*>(fail());
  return odbc_join();
}

// { OJ table_reference }
TableReference* ParserRun::odbc_join() {
  const Depth depth(*this);
  advance();
  if (mysql()) {
    expect(Keyword::Oj);
  } else {
    if (at_function_word()) fail();
    name();
  }
  const std::uint32_t first = at();
  const bool nested = is(TokenKind::LeftBrace);
  if (nested && mariadb()) fail();
  TableReference* inside = table_reference();
  // Braces right inside of braces: only as an operand of a join.
  if (nested && inside != nullptr && inside->first_token != first) fail();
  expect(TokenKind::RightBrace);
  return inside;
}

bool ParserRun::join_operator(Join* join) {
  join->natural = accept(Keyword::Natural);
  if (accept(Keyword::Left) || accept(Keyword::Right)) {
    join->join_kind = tokens_.tokens[before()].keyword == Keyword::Left ? JoinKind::Left : JoinKind::Right;
    accept(Keyword::Outer);
    expect(Keyword::Join);
    return true;
  }
  if (accept(Keyword::Inner)) {
    expect(Keyword::Join);
    return true;
  }
  if (accept(Keyword::Join)) return true;
  if (join->natural) {
    fail();
    return false;
  }
  if (accept(Keyword::Cross)) {
    join->join_kind = JoinKind::Cross;
    expect(Keyword::Join);
    return true;
  }
  if (accept(Keyword::StraightJoin)) {
    join->join_kind = JoinKind::Straight;
    return true;
  }
  return false;
}

// A condition belongs to the last join that has none yet. Those that wait for
// theirs are a list, the last one first, which runs through their right operands.
TableReference* ParserRun::joined_after(TableReference* left, std::uint32_t first) {
  Join* open = nullptr;
  while (true) {
    if (open != nullptr && is_any(Keyword::On, Keyword::Using)) {
      Join* join = open;
      open = static_cast<Join*>(open->right);
      join->right = left;
      join_condition(join, first);
      first = join->first_token;
      left = finish(join);
      raise_tree();
      continue;
    }
    if (!is_any(Keyword::Join, Keyword::Inner, Keyword::Cross, Keyword::Left, Keyword::Right,
                Keyword::Natural, Keyword::StraightJoin)) {
      break;
    }
    auto* join = node<Join>(first);
    if (!join_operator(join)) break;
    join->left = left;
    const std::uint32_t operand_first = at();
    left = is(TokenKind::LeftBrace) && mysql() && !join->natural ? odbc_join() : table_factor();
    if (join->natural) {
      join->right = left;
      left = finish(join);
      raise_tree();
    } else {
      join->right = open;
      open = join;
      first = operand_first;
    }
  }
  return open == nullptr || failed() ? left : without_conditions(open, left, first);
}

// `open` and those behind it have no condition. In `a JOIN b JOIN c ON x` that
// is the first of them, and a the partner of b alone, as both servers see it.
TableReference* ParserRun::without_conditions(Join* open, TableReference* last, std::uint32_t last_first) {
  Join* outermost = nullptr;
  while (open != nullptr) {
    if (open->join_kind == JoinKind::Left || open->join_kind == JoinKind::Right) {
      return static_cast<TableReference*>(fail());
    }
    Join* behind = static_cast<Join*>(open->right);
    open->right = outermost;
    outermost = std::exchange(open, behind);
  }
  const std::uint32_t first = outermost->first_token;
  TableReference* joined = outermost->left;
  for (Join* join = outermost; join != nullptr;) {
    Join* next = static_cast<Join*>(join->right);
    TableReference* operand = next != nullptr ? next->left : last;
    const std::uint32_t operand_first = next != nullptr ? next->first_token : last_first;
    join->left = joined;
    joined = joined_to_first_table(join, operand, operand_first, first);
    raise_tree();
    join = next;
  }
  return joined;
}

// Puts the join in the place of the first table of `operand`, which becomes its
// right side. What stands in parentheses is one table.
TableReference* ParserRun::joined_to_first_table(Join* join, TableReference* operand,
                                                 std::uint32_t operand_first, std::uint32_t first) {
  TableReference** place = &operand;
  while ((*place)->kind == NodeKind::Join && (*place)->first_token == operand_first) {
    (*place)->first_token = first;
    place = &static_cast<Join*>(*place)->left;
  }
  TableReference* table = *place;
  join->right = table;
  join->first_token = first;
  join->last_token = table->last_token;
  for (std::uint32_t i = operand_first; i < table->first_token; ++i) {
    if (first_[i].kind == TokenKind::LeftParen || first_[i].kind == TokenKind::LeftBrace) ++join->last_token;
  }
  *place = join;
  return operand;
}

// At ON or USING.
void ParserRun::join_condition(Join* join, std::uint32_t right_first) {
  const Depth depth(*this);
  if (accept(Keyword::On)) {
    join->on = expression();
    return;
  }
  // MariaDB's outer joins have USING behind a single table alone.
  const bool outer = join->join_kind == JoinKind::Left || join->join_kind == JoinKind::Right;
  const bool single = join->right == nullptr || join->right->kind != NodeKind::Join ||
                      join->right->first_token != right_first;
  if (mariadb() && outer && !single) fail();
  advance();
  join->using_columns = names_in_parentheses();
}

TableReference* ParserRun::table_factor() {
  if (is(TokenKind::LeftParen)) return parenthesised_table();
  if (is_pair(Keyword::Lateral, TokenKind::LeftParen) && reserved(*current_)) {
    const std::uint32_t first = at();
    advance();
    return derived_table(first, subquery_in_parentheses(), true);
  }
  if (is_pair(Keyword::JsonTable, TokenKind::LeftParen)) return json_table();
  return named_table();
}

// (query) alias, (joined tables), ((query) alias, t), ...
TableReference* ParserRun::parenthesised_table() {
  const std::uint32_t first = at();
  const QueryOrTable inside = parenthesised_query_or_table();
  return inside.query != nullptr ? derived_table(first, inside.query, false) : inside.table;
}

ParserRun::QueryOrTable ParserRun::parenthesised_query_or_table() {
  const Depth depth(*this);
  advance();
  QueryOrTable made;
  const bool outer_parentheses = std::exchange(in_table_parentheses_, true);
  const bool braces = is(TokenKind::LeftBrace);
  if (starts_query_here()) {
    in_table_parentheses_ = false;
    made.query = nested_query();
    in_table_parentheses_ = outer_parentheses;
    expect(TokenKind::RightParen);
    return made;
  }
  const std::uint32_t first = at();
  TableReference* table = nullptr;
  if (is(TokenKind::LeftParen)) {
    const QueryOrTable inside = parenthesised_query_or_table();
    in_table_parentheses_ = true;
    // MariaDB: a query with a WITH of its own is a derived table, and needs its alias.
    const bool closed = mariadb() && inside.query != nullptr && inside.query->with != nullptr;
    if (closed && (is(TokenKind::RightParen) || continues_query())) fail();
    if (inside.query != nullptr && is(TokenKind::RightParen)) {
      in_table_parentheses_ = outer_parentheses;
      advance();
      made.query = inside.query;
      return made;
    }
    if (inside.query != nullptr && continues_query()) {
      made.query = query_expression_after(inside.query);
      in_table_parentheses_ = outer_parentheses;
      expect(TokenKind::RightParen);
      return made;
    }
    TableReference* factor =
        inside.query != nullptr ? derived_table(first, inside.query, false) : inside.table;
    table = joined_after(factor, first);
  } else {
    table = table_reference();
  }
  while (accept(TokenKind::Comma)) {
    auto* join = node<Join>(first);
    join->join_kind = JoinKind::Comma;
    join->left = table;
    join->right = table_reference();
    table = finish(join);
    raise_tree();
  }
  in_table_parentheses_ = outer_parentheses;
  // MySQL: parentheses around one item hold a plain table or a join.
  const bool only_braces = braces && table != nullptr && table->first_token != first;
  if (mysql() && table != nullptr &&
      (only_braces || (!sqlparse::is<Join>(table) && !sqlparse::is<TableName>(table)))) {
    fail();
  }
  expect(TokenKind::RightParen);
  made.table = table;
  return made;
}

TableReference* ParserRun::derived_table(std::uint32_t first, Query* query, bool lateral) {
  auto* table = node<DerivedTable>(first);
  table->lateral = lateral;
  table->query = query;
  const bool as = accept(Keyword::As);
  if (at_function_word()) fail();  // `AS count (a)` under IGNORE_SPACE
  if (as && !failed()) --current_;
  table->alias = table_alias();
  if (!table->alias) return mysql() ? finish(table) : static_cast<TableReference*>(fail());
  if (is(TokenKind::LeftParen) && (mysql() || version_ >= kMariaDbDerivedColumns)) {
    table->columns = names_in_parentheses();
  }
  return finish(table);
}

TableReference* ParserRun::named_table() {
  TableName* table = table_name();
  table_decorations(table);
  return finish(table);
}

// PARTITION (p), FOR SYSTEM_TIME ..., alias, TABLESAMPLE, index hints
void ParserRun::table_decorations(TableName* table) {
  if (!is(TokenKind::Word) && !is(TokenKind::QuotedName) && !is(TokenKind::Equal)) return;
  if (is_pair(Keyword::Partition, TokenKind::LeftParen)) {
    advance();
    table->partitions = names_in_parentheses();
  }
  if (mariadb() && is(Keyword::For) && next_is(Keyword::SystemTime)) system_time(table);
  if (takes_portion_ && is(Keyword::For)) {
    portion_of(table);
    only_table_ = true;  // see table_references()
  }
  table->alias = table_alias();
  if (is_any(Keyword::Use, Keyword::Force, Keyword::Ignore)) table->index_hints = index_hints();
  if (is(Keyword::Tablesample) && current_->reserved) table->sample = table_sample();
}

// TABLESAMPLE {SYSTEM | BERNOULLI} (percentage)
TokenRange ParserRun::table_sample() {
  const std::uint32_t first = at();
  advance();
  if (!accept(Keyword::System)) expect(Keyword::Bernoulli);
  expect(TokenKind::LeftParen);
  const bool number = is(TokenKind::Integer) || is(TokenKind::Decimal) || is(TokenKind::Float);
  if (is(TokenKind::Parameter)) {
    parameter();
  } else if (number || is(TokenKind::UserVariable)) {
    advance();
  } else {
    fail();
  }
  expect(TokenKind::RightParen);
  return range_from(first);
}

// [TIMESTAMP | TRANSACTION] moment
Expression* ParserRun::history_point() {
  if (is_pair(Keyword::Timestamp, TokenKind::LeftParen) || is_pair(Keyword::Timestamp, TokenKind::String)) {
    return primary();  // a call or a literal, and no operator behind it
  }
  if (is_any(Keyword::Timestamp, Keyword::Transaction)) advance();
  return bit_expression();
}

// FOR SYSTEM_TIME AS OF x | BETWEEN x AND y | FROM x TO y | ALL
void ParserRun::system_time(TableName* table) {
  const std::uint32_t first = at();
  skip(2);
  const auto mark = stack_.mark();
  if (accept(Keyword::As)) {
    expect(Keyword::Of);
    stack_.push(history_point());
  } else if (!accept(Keyword::All)) {
    const bool between = accept(Keyword::Between);
    if (!between) expect(Keyword::From);
    stack_.push(history_point());
    expect(between ? Keyword::And : Keyword::To);
    stack_.push(history_point());
  }
  table->moments = stack_.take<Expression>(mark, arena_);
  table->system_time = range_from(first);
}

// USE INDEX [FOR JOIN] (a, b) FORCE KEY (c) ...
NodeList<IndexHint> ParserRun::index_hints() {
  const auto mark = stack_.mark();
  while (is_any(Keyword::Use, Keyword::Force, Keyword::Ignore)) {
    right_here();
    if (!next_is(Keyword::Index) && !next_is(Keyword::Key)) break;
    auto* hint = node<IndexHint>(at());
    hint->hint = is(Keyword::Use)     ? IndexHintKind::Use
                 : is(Keyword::Force) ? IndexHintKind::Force
                                      : IndexHintKind::Ignore;
    skip(2);
    if (accept(Keyword::For)) {
      if (accept(Keyword::Join)) {
        hint->scope = IndexHintScope::Join;
      } else if (accept(Keyword::Order)) {
        expect(Keyword::By);
        hint->scope = IndexHintScope::OrderBy;
      } else {
        expect(Keyword::Group);
        expect(Keyword::By);
        hint->scope = IndexHintScope::GroupBy;
      }
    }
    expect(TokenKind::LeftParen);
    if (!is(TokenKind::RightParen)) hint->indexes = index_names();
    if (hint->indexes.empty() && hint->hint != IndexHintKind::Use) fail();
    expect(TokenKind::RightParen);
    stack_.push(finish(hint));
  }
  return stack_.take<IndexHint>(mark, arena_);
}

// Names, of which one may be PRIMARY.
NameList ParserRun::index_names() {
  NameListBuilder list;
  do {
    list.add(is(Keyword::Primary) ? any_word() : name());
  } while (accept(TokenKind::Comma));
  return list.take(arena_);
}

}  // namespace mallshard::sqlparse
