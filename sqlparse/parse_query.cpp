// Query expressions: WITH, set operations, ORDER BY, LIMIT, locking, INTO.
#include <cstdint>
#include <utility>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// Whether the token at `distance` begins a query (not counting parentheses).
bool ParserRun::starts_query(std::uint32_t distance) const {
  switch (peek(distance).keyword) {
    case Keyword::Select:
    case Keyword::With:
      return true;
    case Keyword::Table:
      return mysql() && version_ >= 80019;
    case Keyword::Values: {
      if (mariadb() && in_on_duplicate_) return false;  // there it is VALUES(column)
      const bool begins = mysql() ? peek(distance + 1).keyword == Keyword::Row
                                  : peek(distance + 1).kind == TokenKind::LeftParen;
      if (!begins) right_ahead(distance);
      return begins;
    }
    case Keyword::Value:
      return at() + distance == values_word_ && peek(distance + 1).kind == TokenKind::LeftParen;
    default:
      return false;
  }
}

// Whether what follows `(query)` makes a larger query of it.
bool ParserRun::continues_query() const {
  SetOperator op{};
  return set_operator(op) || is_any(Keyword::Order, Keyword::Limit, Keyword::Into, Keyword::Lock) ||
         is_pair(Keyword::For, Keyword::Update) || is_pair(Keyword::For, Keyword::Share) ||
         (mariadb() && is_any(Keyword::Offset, Keyword::Fetch));
}

bool ParserRun::set_operator(SetOperator& op) const {
  if (is(Keyword::Union)) {
    op = SetOperator::Union;
    return true;
  }
  if (!is_any(Keyword::Except, Keyword::Intersect) || !reserved(*current_)) {
    return false;
  }
  op = is(Keyword::Except) ? SetOperator::Except : SetOperator::Intersect;
  return true;
}

Query* ParserRun::query_expression() {
  const Depth depth(*this);
  auto* query = node<Query>(at());
  if (is(Keyword::With)) query->with = with_clause();
  query_after_with(query);
  // `(query)` alone is that query.
  const bool bare = query->with == nullptr && query->order_by.empty() && query->limit == nullptr &&
                    query->locking.empty() && query->into == nullptr;
  if (bare && query->body != nullptr && query->body->kind == NodeKind::Query)
    return static_cast<Query*>(query->body);
  return finish(query);
}

void ParserRun::query_after_with(Query* query) {
  const std::uint32_t first = at();
  QueryBody* operand = query_primary(true, query->with == nullptr);
  if (operand != nullptr && operand == sealed_ && continues_query()) fail();
  query->body = is(TokenKind::Word) ? query_body(operand, first) : operand;
  query->last_body_token = before();
  query_tail(query);
}

// A parenthesised query has been read; set operators or clauses follow.
Query* ParserRun::query_expression_after(Query* parenthesised) {
  const Depth depth(*this);
  const std::uint32_t first = parenthesised->first_token - 1;  // its `(`
  auto* query = node<Query>(first);
  query->body = query_body(parenthesised, first);
  query->last_body_token = before();
  query_tail(query);
  return finish(query);
}

// INTO may stand before or behind the locking clause, at the end of a whole
// statement only.
void ParserRun::query_tail(Query* query) {
  if (into_place_ == IntoPlace::End) query->into = early_into(query->body);
  if (!is(TokenKind::Word)) return;
  if (is(Keyword::Order)) {
    const bool outer_on_duplicate = std::exchange(in_on_duplicate_, false);
    query->order_by = order_by_clause();
    in_on_duplicate_ = outer_on_duplicate;
  }
  if (is(Keyword::Limit)) {
    query->limit = limit_clause();
  } else if (mariadb() && is_any(Keyword::Offset, Keyword::Fetch)) {
    query->limit = fetch_clause();
  }
  const bool mariadb_top = mariadb() && into_place_ != IntoPlace::None;
  if (mariadb_top && is(Keyword::Procedure)) procedure_clause(query);
  late_into(query);
  if (is_any(Keyword::For, Keyword::Lock)) query->locking = locking_clauses();
  if (is(Keyword::For) && mysql() && next_is(Keyword::SystemTime)) fail_at(at() + 1);
  if (mariadb_top && is(Keyword::Procedure)) procedure_clause(query);
  late_into(query);
}

// The INTO between a select list and FROM, of the last query block: the same as
// one at the end.
Into* ParserRun::early_into(QueryBody* body) {
  while (body != nullptr && body->kind == NodeKind::SetOperation) {
    body = static_cast<SetOperation*>(body)->right;
  }
  if (body == nullptr || body->kind != NodeKind::Select) return nullptr;
  return std::exchange(static_cast<Select*>(body)->into, nullptr);
}

void ParserRun::late_into(Query* query) {
  if (!is(Keyword::Into)) return;
  if (into_place_ == IntoPlace::None || sealed_ == query) {
    fail();
    return;
  }
  Into* early = query->into;
  if (early != nullptr && mariadb()) {
    fail();
    return;
  }
  query->into = into_clause();
  sealed_ = query;
  if (early == nullptr) return;
  // MySQL reads two of them, then refuses the statement; MariaDB does not read them.
  if (mariadb() || query->body->kind != NodeKind::Select) {
    fail();
    return;
  }
  static_cast<Select*>(query->body)->into = early;
}

QueryBody* ParserRun::query_body(QueryBody* first_operand, std::uint32_t first) {
  QueryBody* left = query_intersection(first_operand, first);
  SetOperator op{};
  for (; set_operator(op); raise_tree()) {
    left = set_operation(op, left, first);
  }
  return left;
}

QueryBody* ParserRun::query_intersection(QueryBody* first_operand, std::uint32_t first) {
  QueryBody* left = first_operand;
  SetOperator op{};
  for (; set_operator(op) && op == SetOperator::Intersect; raise_tree()) {
    left = set_operation(op, left, first);
  }
  return left;
}

QueryBody* ParserRun::set_operation(SetOperator op, QueryBody* left, std::uint32_t first) {
  auto* made = node<SetOperation>(first);
  advance();
  made->op = op;
  made->left = left;
  made->all = accept(Keyword::All);
  if (!made->all) accept_distinct();
  const std::uint32_t right_first = at();
  // MariaDB has seen the word behind a first UNION while the SELECT before was
  // still open: a VALUES there is inside of that one (see values_query()). From
  // the third operand on all of them are inside of the query.
  const bool third = left != nullptr && left->kind == NodeKind::SetOperation;
  const bool seen = is(Keyword::Values) && left != nullptr && left->kind == NodeKind::Select && !made->all &&
                    tokens_.tokens[before()].keyword != Keyword::Distinct &&
                    tokens_.tokens[before()].keyword != Keyword::Distinctrow;
  const bool outer_on_duplicate = in_on_duplicate_;
  if (third || seen) in_on_duplicate_ = false;
  made->right = query_primary(false, true);
  if (made->right != nullptr && made->right == sealed_) fail();
  if (op != SetOperator::Intersect) {
    in_on_duplicate_ = false;
    made->right = query_intersection(made->right, right_first);
  }
  in_on_duplicate_ = outer_on_duplicate;
  return finish(made);
}

// `leading`: the first of its query expression; `bare`: no WITH before it.
QueryBody* ParserRun::query_primary(bool leading, bool bare) {
  switch (current_->keyword) {
    case Keyword::Select:
      return select(leading);
    case Keyword::Values:
      return values_query();
    case Keyword::Value:
      if (at() == values_word_) return values_query();
      break;
    case Keyword::Table: {
      if (!mysql()) break;
      auto* made = node<TableQuery>(at());
      advance();
      made->table = table_name();
      return finish(made);
    }
    default:
      break;
  }
  if (!is(TokenKind::LeftParen)) return static_cast<QueryBody*>(fail());
  const Depth depth(*this);
  advance();
  if (mariadb() && is(Keyword::With)) return static_cast<QueryBody*>(fail());
  const IntoPlace outer = into_place_;
  const bool here = mysql() && leading && bare && outer != IntoPlace::None;
  into_place_ = here ? IntoPlace::Parentheses : IntoPlace::None;
  Query* inside = query_expression();
  into_place_ = outer;
  expect(TokenKind::RightParen);
  return inside;
}

// SELECT ... INTO 'x': the local variable x of a stored program.
ColumnRef* ParserRun::quoted_variable() {
  auto* made = node<ColumnRef>(at());
  made->column = name_or_string();
  return finish(made);
}

// Where MariaDB knows VALUES(column) it reads no VALUES query, but inside of a SELECT.
QueryBody* ParserRun::values_query() {
  if (mariadb() && in_on_duplicate_) return static_cast<QueryBody*>(fail());
  if (at() == values_word_) values_word_ = kNoToken;
  auto* made = node<ValuesQuery>(at());
  advance();
  const auto mark = stack_.mark();
  do {
    const bool row_keyword = mysql();
    if (row_keyword) expect(Keyword::Row);
    Row* row = value_row();
    if (row != nullptr) row->row_keyword = row_keyword;
    stack_.push(row);
  } while (accept(TokenKind::Comma));
  made->rows = stack_.take<Row>(mark, arena_);
  return finish(made);
}

// (a, DEFAULT, b); may be empty
Row* ParserRun::value_row() {
  auto* row = node<Row>(at());
  expect(TokenKind::LeftParen);
  const auto mark = stack_.mark();
  if (!is(TokenKind::RightParen)) {
    do {
      stack_.push(value_or_default());
    } while (accept(TokenKind::Comma));
  }
  row->items = stack_.take<Expression>(mark, arena_);
  expect(TokenKind::RightParen);
  return finish(row);
}

Expression* ParserRun::value_or_default() {
  if (is(Keyword::Default) && !next_is(TokenKind::LeftParen)) {
    auto* made = node<DefaultValue>(at());
    advance();
    return made;
  }
  if (mariadb() && is(Keyword::Ignore)) {
    auto* made = node<KeywordValue>(at());
    made->word = any_word();
    return made;
  }
  return expression();
}

// WITH [RECURSIVE] a (x, y) AS (query), ...
With* ParserRun::with_clause() {
  auto* with = node<With>(at());
  if (mysql() && version_ < 80000) return static_cast<With*>(fail());
  advance();
  if (at_merged_word()) return static_cast<With*>(fail());
  with->recursive = accept(Keyword::Recursive);
  const auto mark = stack_.mark();
  do {
    auto* table = node<CommonTable>(at());
    if (at_function_word()) fail();
    table->name = name();
    if (is(TokenKind::LeftParen)) table->columns = names_in_parentheses();
    expect(Keyword::As);
    table->query = subquery_in_parentheses();
    if (mariadb() && with->recursive && is(Keyword::Cycle)) {
      const std::uint32_t first = at();
      advance();
      names();
      expect(Keyword::Restrict);
      table->cycle = range_from(first);
    }
    stack_.push(finish(table));
  } while (accept(TokenKind::Comma));
  with->tables = stack_.take<CommonTable>(mark, arena_);
  return finish(with);
}

NodeList<OrderItem> ParserRun::order_by_clause() {
  advance();
  expect(Keyword::By);
  return order_items();
}

NodeList<OrderItem> ParserRun::order_items() {
  const auto mark = stack_.mark();
  do {
    stack_.push(order_item());
  } while (accept(TokenKind::Comma));
  return stack_.take<OrderItem>(mark, arena_);
}

OrderItem* ParserRun::order_item() {
  auto* item = node<OrderItem>(at());
  item->value = expression();
  if (accept(Keyword::Asc)) {
    item->direction = OrderDirection::Ascending;
  } else if (accept(Keyword::Desc)) {
    item->direction = OrderDirection::Descending;
  }
  return finish(item);
}

// A number, ?, or a stored routine's variable (in MariaDB also one's field).
Expression* ParserRun::limit_value() {
  if (at_integer()) return literal();
  if (is(TokenKind::Parameter)) return parameter();
  if (!at_name() || (mysql() && next_is(TokenKind::Dot))) return fail();
  const std::uint32_t first = at();
  ColumnRef* variable = column_ref();
  const Local* local = variable != nullptr ? find_local(variable->column.text) : nullptr;
  if (local != nullptr && !local->integer) fail_at(first);
  return variable;
}

// LIMIT n of UPDATE and DELETE
Limit* ParserRun::count_limit() {
  auto* limit = node<Limit>(at());
  advance();
  limit->count = limit_value();
  if (mariadb() && is(Keyword::Rows)) fail_behind();  // its grammar has ROWS EXAMINED there, to refuse it
  return finish(limit);
}

Limit* ParserRun::limit_clause() {
  auto* limit = node<Limit>(at());
  advance();
  if (mariadb() && accept(Keyword::Rows)) {
    expect(Keyword::Examined);
    limit->rows_examined = limit_value();
    return finish(limit);
  }
  limit->count = limit_value();
  if (accept(TokenKind::Comma)) {
    limit->comma_form = true;
    limit->offset = limit->count;
    limit->count = limit_value();
  } else if (accept(Keyword::Offset)) {
    limit->offset = limit_value();
  }
  if (mariadb() && is_pair(Keyword::Rows, Keyword::Examined)) {
    skip(2);
    limit->rows_examined = limit_value();
  }
  return finish(limit);
}

// [OFFSET n ROWS] FETCH {FIRST | NEXT} [n] {ROW | ROWS} {ONLY | WITH TIES}
Limit* ParserRun::fetch_clause() {
  auto* limit = node<Limit>(at());
  limit->fetch_form = true;
  if (accept(Keyword::Offset)) {
    limit->offset = limit_value();
    if (!accept(Keyword::Row)) expect(Keyword::Rows);
  }
  if (accept(Keyword::Fetch)) {
    if (!accept(Keyword::First)) expect(Keyword::Next);
    if (!is_any(Keyword::Row, Keyword::Rows)) limit->count = limit_value();
    if (!accept(Keyword::Row)) expect(Keyword::Rows);
    if (accept(Keyword::With)) {
      expect(Keyword::Ties);
      limit->with_ties = true;
    } else {
      expect(Keyword::Only);
    }
  }
  return finish(limit);
}

NodeList<LockingClause> ParserRun::locking_clauses() {
  const auto mark = stack_.mark();
  while (is(Keyword::Lock) || is_pair(Keyword::For, Keyword::Update) ||
         is_pair(Keyword::For, Keyword::Share)) {
    stack_.push(locking_clause());
    if (mariadb()) break;
  }
  return stack_.take<LockingClause>(mark, arena_);
}

LockingClause* ParserRun::locking_clause() {
  auto* lock = node<LockingClause>(at());
  if (accept(Keyword::Lock)) {
    expect(Keyword::In);
    expect(Keyword::Share);
    expect(Keyword::Mode);
    lock->strength = LockStrength::InShareMode;
    if (mysql()) return finish(lock);
  } else {
    advance();
    lock->strength = is(Keyword::Update) ? LockStrength::Update : LockStrength::Share;
    if (lock->strength == LockStrength::Share && mariadb()) return static_cast<LockingClause*>(fail());
    advance();
    if (mysql() && accept(Keyword::Of)) {
      lock->of_tables = delete_targets();  // `t.*` is t here, too
    }
  }
  if (accept(Keyword::Nowait)) {
    lock->wait = LockWait::NoWait;
  } else if (is_pair(Keyword::Skip, Keyword::Locked)) {
    skip(2);
    lock->wait = LockWait::SkipLocked;
  } else if (mariadb() && accept(Keyword::Wait)) {
    lock->wait = LockWait::Wait;
    lock->wait_seconds = number_with_plus(HexNumber::Allowed);
  }
  return finish(lock);
}

// INTO @a, @b | OUTFILE 'f' ... | DUMPFILE 'f'
Into* ParserRun::into_clause() {
  auto* into = node<Into>(at());
  advance();
  // MySQL does not reserve DUMPFILE: a variable may be called so.
  if (is(Keyword::Outfile) || (is(Keyword::Dumpfile) && (mariadb() || next_is(TokenKind::String)))) {
    into->into_kind = is(Keyword::Outfile) ? IntoKind::Outfile : IntoKind::Dumpfile;
    advance();
    into->file_token = at();
    expect(TokenKind::String);
    if (into->into_kind == IntoKind::Outfile) into->format = file_format();
    return finish(into);
  }
  const auto mark = stack_.mark();
  do {
    if (is(TokenKind::UserVariable)) {
      stack_.push(plain_user_variable());
    } else {
      if (is(TokenKind::Dot)) fail();
      if (mysql() && next_is(TokenKind::Dot)) skip(1), fail();
      stack_.push(is(TokenKind::String) ? quoted_variable() : column_ref());
    }
  } while (accept(TokenKind::Comma));
  into->variables = stack_.take<Expression>(mark, arena_);
  return finish(into);
}

}  // namespace mallshard::sqlparse
