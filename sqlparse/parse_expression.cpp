// Operators and predicates, by precedence climbing over MySQL's levels:
//
//   OR || < XOR < AND && < NOT < comparison, IS < IN LIKE BETWEEN REGEXP
//   < | < & < << >> < + - < * / DIV % MOD < ^ < || (concatenation) < unary
//
// In MySQL a predicate's operands are bit expressions, so `a IN (1) IN (2)`
// and `a IS TRUE = 1` are syntax errors; MariaDB accepts both.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

// A chain of AND or OR longer than this becomes a balanced tree, so that no
// reader of the AST recurses as deep as an ORM's list of conditions is long.
constexpr std::uint32_t kChainBlock = 64;
constexpr std::uint32_t kBalancedHeight = 26;  // of 2^32 / 64 blocks

constexpr Level above(Level level) {
  return static_cast<Level>(static_cast<std::uint8_t>(level) + 1);
}

// How an operator is read on.
enum class OperatorForm : std::uint8_t {
  None,
  Plain,  // both sides are expressions of the next level
  Comparison,
  Chain,  // AND, OR
  Is,
  Predicate,  // perhaps with NOT before it
};

struct OperatorRow {
  OperatorForm form = OperatorForm::None;
  BinaryOp op = BinaryOp::Or;
  Level level = Level::Or;
};

// What a token is between two operands: a row for each kind and each keyword.
struct OperatorTable {
  std::array<OperatorRow, static_cast<std::size_t>(TokenKind::ArrowText) + 1> by_kind{};
  std::array<OperatorRow, kKeywordCount + 1> by_keyword{};

  constexpr OperatorTable() {
    using enum OperatorForm;
    using enum TokenKind;
    const auto kind = [this](TokenKind token, OperatorForm form, BinaryOp op, Level level) {
      by_kind[static_cast<std::size_t>(token)] = {form, op, level};
    };
    kind(AndAnd, Chain, BinaryOp::And, Level::And);
    kind(OrOr, Chain, BinaryOp::Or, Level::Or);
    kind(Equal, Comparison, BinaryOp::Equal, Level::Comparison);
    kind(NullSafeEqual, Comparison, BinaryOp::NullSafeEqual, Level::Comparison);
    kind(NotEqual, Comparison, BinaryOp::NotEqual, Level::Comparison);
    kind(Less, Comparison, BinaryOp::Less, Level::Comparison);
    kind(LessEqual, Comparison, BinaryOp::LessEqual, Level::Comparison);
    kind(Greater, Comparison, BinaryOp::Greater, Level::Comparison);
    kind(GreaterEqual, Comparison, BinaryOp::GreaterEqual, Level::Comparison);
    kind(Pipe, Plain, BinaryOp::BitOr, Level::BitOr);
    kind(Ampersand, Plain, BinaryOp::BitAnd, Level::BitAnd);
    kind(ShiftLeft, Plain, BinaryOp::ShiftLeft, Level::Shift);
    kind(ShiftRight, Plain, BinaryOp::ShiftRight, Level::Shift);
    kind(Plus, Plain, BinaryOp::Add, Level::Add);
    kind(Minus, Plain, BinaryOp::Subtract, Level::Add);
    kind(Star, Plain, BinaryOp::Multiply, Level::Multiply);
    kind(Slash, Plain, BinaryOp::Divide, Level::Multiply);
    kind(Percent, Plain, BinaryOp::Modulo, Level::Multiply);
    kind(Caret, Plain, BinaryOp::BitXor, Level::BitXor);
    kind(ConcatPipes, Plain, BinaryOp::Concat, Level::Concat);

    const auto word = [this](Keyword keyword, OperatorForm form, BinaryOp op, Level level) {
      by_keyword[static_cast<std::size_t>(keyword)] = {form, op, level};
    };
    word(Keyword::And, Chain, BinaryOp::And, Level::And);
    word(Keyword::Or, Chain, BinaryOp::Or, Level::Or);
    word(Keyword::Xor, Plain, BinaryOp::Xor, Level::Xor);
    word(Keyword::Div, Plain, BinaryOp::IntegerDivide, Level::Multiply);
    word(Keyword::Mod, Plain, BinaryOp::Modulo, Level::Multiply);
    word(Keyword::Is, Is, BinaryOp::Equal, Level::Comparison);
    for (const Keyword keyword : {Keyword::In, Keyword::Like, Keyword::Between, Keyword::Regexp,
                                  Keyword::Rlike, Keyword::Sounds, Keyword::Member, Keyword::Not}) {
      word(keyword, Predicate, BinaryOp::Equal, Level::Predicate);
    }
  }

  constexpr const OperatorRow& operator[](const Token& token) const noexcept {
    return token.kind == TokenKind::Word ? by_keyword[static_cast<std::size_t>(token.keyword)]
                                         : by_kind[static_cast<std::size_t>(token.kind)];
  }
};

constexpr OperatorTable kOperators;

// IS TRUE and the like, not IS NULL.
bool is_truth_test(const Expression* node) {
  const auto* test = as<IsTest>(node);
  return test != nullptr && test->test != IsTestKind::Null;
}

}  // namespace

// A name or a literal to which nothing more belongs, by far the most operands;
// nullptr, and nothing is taken, where the long way must tell.
inline Expression* ParserRun::plain_operand() {
  const Token& token = *current_;
  const std::uint32_t first = at();
  LiteralKind literal_kind = LiteralKind::Integer;
  switch (token.kind) {
    case TokenKind::Word: {
      if (token.keyword != Keyword::None) return nullptr;
      const Token* next = &token + 1;  // the last token is neither word nor dot
      const bool dotted = next->kind == TokenKind::Dot;
      if (dotted) {
        if (next[1].kind != TokenKind::Word || next[1].keyword != Keyword::None) return nullptr;
        next += 2;
        if (next->kind == TokenKind::Dot) return nullptr;
      }
      if (next->kind == TokenKind::LeftParen) return nullptr;
      auto* column = node<ColumnRef>(first);
      if (dotted) {
        column->table = name_of(token, first);
        column->last_token = first + 2;
      }
      column->column = name_of(next[-1], column->last_token);
      current_ = next;
      return column;
    }
    case TokenKind::String:
      if ((&token)[1].kind == TokenKind::String) return nullptr;
      literal_kind = LiteralKind::String;
      break;
    case TokenKind::Integer:
      break;
    default:
      return nullptr;
  }
  auto* literal = node<Literal>(first);
  literal->value_token = first;
  literal->literal_kind = literal_kind;
  ++current_;
  return literal;
}

Expression* ParserRun::operators(Level lowest) {
  const std::uint32_t first = at();
  if (Expression* plain = plain_operand(); plain != nullptr) {
    plain = postfix(plain, first);
    const OperatorRow& row = kOperators[*current_];
    if (row.form == OperatorForm::None || row.level < lowest) return plain;
    const std::uint32_t outer_height = std::exchange(height_, 0);
    Expression* made = operators_after(plain, first, Level::Unary, lowest);
    height_ = std::max(outer_height, height_);
    return made;
  }
  const std::uint32_t outer_height = std::exchange(height_, 0);
  Expression* made = nullptr;
  if (is(Keyword::Not) && !tokens_.options.high_not_precedence) {
    if (lowest > Level::Not) return fail();
    made = operators_after(not_expression(), first, Level::Not, lowest);
  } else {
    made = operators_after(unary(), first, Level::Unary, lowest);
  }
  height_ = std::max(outer_height, height_);
  return made;
}

Expression* ParserRun::not_expression() {
  const Depth depth(*this);
  auto* negation = node<Unary>(at());
  advance();
  negation->op = UnaryOp::Not;
  negation->operand = operators(Level::Not);
  return finish(negation);
}

Expression* ParserRun::binary(BinaryOp op, Expression* left, std::uint32_t first, Level right_level) {
  auto* made = node<Binary>(first);
  made->op = op;
  made->left = left;
  made->right = operators(right_level);
  return finish(made);
}

// `left` has been read and began at token `first`; takes every operator that
// binds at least as tightly as `lowest`.
Expression* ParserRun::operators_after(Expression* left, std::uint32_t first, Level left_level,
                                       Level lowest) {
  for (;; raise_tree()) {
    const OperatorRow& row = kOperators[*current_];
    if (row.form == OperatorForm::None || row.level < lowest) return left;
    switch (row.form) {
      case OperatorForm::None:
        return left;
      case OperatorForm::Plain:
        if (left_level < row.level) return left;
        advance();
        if (row.level == Level::Add && is(Keyword::Interval) && !interval_is_function()) {
          left = plus_interval(row.op, left, first);
          left_level = Level::BitXor;  // the unit closes it: `d + INTERVAL 1 DAY * 2` multiplies the sum
        } else {
          if (row.level == Level::Concat && mariadb()) {  // || takes less than a sum, with a sign or without
            const bool sign = (is(TokenKind::Plus) || is(TokenKind::Minus)) && next_is(Keyword::Interval);
            if (sign) advance();
            if (is(Keyword::Interval) && !interval_is_function()) return skip(1), fail();
            if (sign) --current_;
          }
          left = binary(row.op, left, first, above(row.level));
          left_level = row.level;
        }
        break;
      case OperatorForm::Comparison:
        if (left_level < Level::Comparison) return left;
        advance();
        left = comparison(row.op, left, first);
        left_level = Level::Comparison;
        break;
      case OperatorForm::Chain:
        left = logical_chain(row.op, left, first, above(row.level));
        left_level = row.level;
        break;
      case OperatorForm::Is:
        if (left_level < Level::Comparison) return left;
        left = is_test(left, first);
        left_level = mysql() && is_truth_test(left) ? Level::Not : Level::Comparison;
        break;
      case OperatorForm::Predicate:
        if (left_level < Level::Predicate || (left_level == Level::Predicate && mysql())) return left;
        if (!starts_predicate()) return left;
        left = predicate(left, first);
        left_level = Level::Predicate;
        break;
    }
  }
}

Expression* ParserRun::plus_interval(BinaryOp op, Expression* left, std::uint32_t first) {
  auto* sum = node<Binary>(first);
  sum->op = op;
  sum->left = left;
  sum->right = interval();
  return finish(sum);
}

// left AND b AND c ...: left-deep up to a block's length, blocks in a balanced tree.
Expression* ParserRun::logical_chain(BinaryOp op, Expression* left, std::uint32_t first,
                                     Level operand_level) {
  const auto mark = stack_.mark();
  const auto same_operator = [&] {
    const OperatorRow& row = kOperators[*current_];
    return row.form == OperatorForm::Chain && row.op == op;
  };
  std::uint32_t in_block = 1;
  std::uint32_t block_first = first;
  while (same_operator()) {
    advance();
    if (in_block == kChainBlock) {
      const std::uint32_t operand_first = at();
      Expression* operand = operators(operand_level);
      if (!same_operator()) {  // a block of one would not know its parentheses
        auto* last = node<Binary>(block_first);
        last->op = op;
        last->left = left;
        last->right = operand;
        left = finish(last);
        break;
      }
      stack_.push(left);
      left = operand;
      block_first = operand_first;
      in_block = 1;
      continue;
    }
    left = binary(op, left, block_first, operand_level);
    ++in_block;
  }
  raise_tree(in_block);
  if (stack_.mark() == mark) return left;
  stack_.push(left);
  raise_tree(kBalancedHeight);
  const NodeList<Expression> blocks = stack_.take<Expression>(mark, arena_);
  return balanced(op, blocks);
}

Expression* ParserRun::balanced(BinaryOp op, NodeList<Expression> blocks) {
  if (blocks.size() == 1) return blocks[0];
  const std::size_t half = blocks.size() / 2;
  auto* made = arena_.make<Binary>();
  made->kind = NodeKind::Binary;
  made->op = op;
  made->left = balanced(op, blocks.first(half));
  made->right = balanced(op, blocks.subspan(half));
  if (made->left != nullptr) made->first_token = made->left->first_token;
  if (made->right != nullptr) made->last_token = made->right->last_token;
  return made;
}

// The operator has been read.
Expression* ParserRun::comparison(BinaryOp op, Expression* left, std::uint32_t first) {
  if (is_any(Keyword::Any, Keyword::Some, Keyword::All) && next_is(TokenKind::LeftParen)) {
    if (op == BinaryOp::NullSafeEqual) {
      if (mysql() && starts_query(2)) return fail_at(before());
    } else if (right_ahead(1), is(Keyword::All) || starts_query(2) || peek(2).kind == TokenKind::LeftParen) {
      auto* made = node<Quantified>(first);
      made->op = op;
      made->all = is(Keyword::All);
      made->left = left;
      advance();
      made->query = subquery_in_parentheses();
      return finish(made);
    }
  }
  return binary(op, left, first, Level::Predicate);
}

Expression* ParserRun::is_test(Expression* left, std::uint32_t first) {
  advance();  // IS
  auto* test = node<IsTest>(first);
  test->operand = left;
  test->negated = accept(Keyword::Not);
  if (accept(Keyword::Null)) {
    test->test = IsTestKind::Null;
  } else if (accept(Keyword::True)) {
    test->test = IsTestKind::True;
  } else if (accept(Keyword::False)) {
    test->test = IsTestKind::False;
  } else if (accept(Keyword::Unknown)) {
    test->test = IsTestKind::Unknown;
  } else if (mariadb() && version_ >= 120000 && accept(Keyword::Json)) {
    test->test = IsTestKind::Json;
  } else {
    return fail();
  }
  return finish(test);
}

// At a word that may begin one. SOUNDS is no alias here: the servers' parsers
// expect LIKE behind it.
bool ParserRun::starts_predicate() const {
  if (is(Keyword::Member)) return mysql() && version_ >= 80017;
  if (!is(Keyword::Not)) return true;
  right_here();
  const Keyword next = peek().keyword;
  return next == Keyword::In || next == Keyword::Like || next == Keyword::Between ||
         next == Keyword::Regexp || next == Keyword::Rlike;
}

Expression* ParserRun::predicate(Expression* left, std::uint32_t first) {
  const bool negated = accept(Keyword::Not);
  const Level operand = mariadb() ? Level::Predicate : Level::BitOr;
  switch (current_->keyword) {
    case Keyword::In:
      advance();
      return in_predicate(left, first, negated);
    case Keyword::Between: {
      advance();
      auto* between = node<Between>(first);
      between->negated = negated;
      between->operand = left;
      between->low = operators(operand);
      expect(Keyword::And);
      between->high = operators(Level::Predicate);
      return finish(between);
    }
    case Keyword::Like: {
      advance();
      auto* like = node<Like>(first);
      like->negated = negated;
      like->operand = left;
      like->pattern = operators(mariadb() ? Level::BitOr : Level::Concat);
      if (accept(Keyword::Escape)) like->escape = operators(mariadb() ? Level::BitOr : Level::Concat);
      return finish(like);
    }
    case Keyword::Regexp:
    case Keyword::Rlike:
      advance();
      return binary(negated ? BinaryOp::NotRegexp : BinaryOp::Regexp, left, first, Level::BitOr);
    case Keyword::Sounds:
      advance();
      expect(Keyword::Like);
      return binary(BinaryOp::SoundsLike, left, first, Level::BitOr);
    case Keyword::Member: {
      advance();
      accept(Keyword::Of);
      auto* made = node<Binary>(first);
      made->op = BinaryOp::MemberOf;
      made->left = left;
      expect(TokenKind::LeftParen);
      made->right = operators(Level::Concat);
      expect(TokenKind::RightParen);
      return finish(made);
    }
    default:
      return fail();
  }
}

Expression* ParserRun::in_predicate(Expression* left, std::uint32_t first, bool negated) {
  const Depth depth(*this);
  if (!is(TokenKind::LeftParen)) return fail();
  // (SELECT ...) and ((SELECT ...) UNION ...) are queries; ((SELECT 1), 2) is a list.
  advance();
  const auto mark = stack_.mark();
  if (starts_query_here()) {
    Query* query = nested_query();
    expect(TokenKind::RightParen);
    return in_query(left, first, negated, query);
  }
  if (is(TokenKind::LeftParen)) {
    const std::uint32_t item_first = at();
    const QueryOrExpression item = parenthesised_query_or_expression();
    if (item.query != nullptr && (is(TokenKind::RightParen) || continues_query())) {
      // MariaDB goes on behind no query with a WITH of its own.
      if (mariadb() && item.query->with != nullptr && !is(TokenKind::RightParen)) fail();
      Query* query = is(TokenKind::RightParen) ? item.query : query_expression_after(item.query);
      expect(TokenKind::RightParen);
      return in_query(left, first, negated, query);
    }
    Expression* value = item.expression != nullptr ? item.expression : subquery_of(item.query, item_first);
    stack_.push(operators_after(postfix(value, item_first), item_first, Level::Unary, Level::Or));
    if (accept(TokenKind::Comma)) {
      do {
        stack_.push(expression());
      } while (accept(TokenKind::Comma));
    }
  } else {
    do {
      stack_.push(expression());
    } while (accept(TokenKind::Comma));
  }
  auto* in = node<InList>(first);
  in->negated = negated;
  in->operand = left;
  in->items = stack_.take<Expression>(mark, arena_);
  expect(TokenKind::RightParen);
  return finish(in);
}

Expression* ParserRun::in_query(Expression* left, std::uint32_t first, bool negated, Query* query) {
  auto* in = node<InSubquery>(first);
  in->negated = negated;
  in->operand = left;
  in->query = query;
  return finish(in);
}

}  // namespace mallshard::sqlparse
