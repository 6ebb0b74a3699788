#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

// Every operator in parentheses of its own, so that the tree can be read.
std::string shape(const Expression* node, const TokenView& tokens) {
  if (const auto* binary = as<Binary>(node)) {
    std::string op(tokens.spelling(binary->left->last_token + 1));
    // Skip parentheses that belong to the left operand.
    for (std::uint32_t i = binary->left->last_token + 1; op == ")"; ++i) op = tokens.spelling(i + 1);
    return "(" + shape(binary->left, tokens) + " " + op + " " + shape(binary->right, tokens) + ")";
  }
  if (const auto* unary = as<Unary>(node)) {
    return "(" + std::string(tokens.spelling(unary->first_token)) + " " + shape(unary->operand, tokens) + ")";
  }
  if (const auto* test = as<IsTest>(node)) return "(" + shape(test->operand, tokens) + " IS)";
  if (const auto* between = as<Between>(node)) {
    return "(" + shape(between->operand, tokens) + " BETWEEN " + shape(between->low, tokens) + " " +
           shape(between->high, tokens) + ")";
  }
  if (const auto* in = as<InList>(node)) return "(" + shape(in->operand, tokens) + " IN)";
  if (const auto* like = as<Like>(node)) {
    return "(" + shape(like->operand, tokens) + " LIKE " + shape(like->pattern, tokens) + ")";
  }
  if (const auto* collate = as<Collate>(node)) return "(" + shape(collate->operand, tokens) + " COLLATE)";
  if (const auto* assign = as<AssignVariable>(node)) return "(@ := " + shape(assign->value, tokens) + ")";
  return std::string(tokens.spelling(node->first_token, node->last_token));
}

std::string shape_of(std::string_view expression, const LexOptions& options = mysql()) {
  const Parsed parsed("SELECT " + std::string(expression), options);
  if (!parsed.ok()) return "error";
  const auto* query = parsed.as<SelectStatement>()->query;
  return shape(as<Select>(query->body)->items[0]->value, parsed.tokens());
}

TEST(Expression, BindsOperatorsAsMySqlDoes) {
  EXPECT_EQ(shape_of("a OR b AND c"), "(a OR (b AND c))");
  EXPECT_EQ(shape_of("a AND b XOR c OR d"), "(((a AND b) XOR c) OR d)");
  EXPECT_EQ(shape_of("a + b * c"), "(a + (b * c))");
  EXPECT_EQ(shape_of("a * b + c"), "((a * b) + c)");
  EXPECT_EQ(shape_of("a - b - c"), "((a - b) - c)");
  EXPECT_EQ(shape_of("a ^ b * c"), "((a ^ b) * c)");
  EXPECT_EQ(shape_of("a | b & c << d + e"), "(a | (b & (c << (d + e))))");
  EXPECT_EQ(shape_of("-a ^ b"), "((- a) ^ b)");
  EXPECT_EQ(shape_of("a = b AND c < d"), "((a = b) AND (c < d))");
  EXPECT_EQ(shape_of("a = b = c"), "((a = b) = c)");
  EXPECT_EQ(shape_of("a DIV b % c"), "((a DIV b) % c)");
}

TEST(Expression, BindsNotLooselyAndBangTightly) {
  EXPECT_EQ(shape_of("NOT a = b"), "(NOT (a = b))");
  EXPECT_EQ(shape_of("NOT a AND b"), "((NOT a) AND b)");
  EXPECT_EQ(shape_of("NOT a BETWEEN b AND c"), "(NOT (a BETWEEN b c))");
  EXPECT_EQ(shape_of("! a = b"), "((! a) = b)");
  EXPECT_EQ(shape_of("a + NOT b"), "error");
  LexOptions high = mysql();
  high.high_not_precedence = true;
  EXPECT_EQ(shape_of("NOT a = b", high), "((NOT a) = b)");
}

TEST(Expression, ReadsPredicatesBetweenComparisonAndBitOperators) {
  EXPECT_EQ(shape_of("a = b LIKE c"), "(a = (b LIKE c))");
  EXPECT_EQ(shape_of("a | b IN (1)"), "((a | b) IN)");
  EXPECT_EQ(shape_of("a BETWEEN b AND c AND d"), "((a BETWEEN b c) AND d)");
  EXPECT_EQ(shape_of("a BETWEEN b + 1 AND c LIKE d"), "(a BETWEEN (b + 1) (c LIKE d))");
  EXPECT_EQ(shape_of("a IS NULL = b"), "((a IS) = b)");
  EXPECT_EQ(shape_of("a = b IS NULL"), "((a = b) IS)");
}

TEST(Expression, ChainsPredicatesInMariaDbOnly) {
  EXPECT_EQ(shape_of("a IN (1) IN (2)"), "error");
  EXPECT_EQ(shape_of("a IN (1) IN (2)", mariadb()), "((a IN) IN)");
  EXPECT_EQ(shape_of("a IS TRUE = 1"), "error");
  EXPECT_EQ(shape_of("a IS TRUE IS FALSE", mariadb()), "((a IS) IS)");
}

TEST(Expression, ReadsPipesAsOrOrAsConcatenation) {
  EXPECT_EQ(shape_of("a || b AND c"), "(a || (b AND c))");
  LexOptions concat = mysql();
  concat.pipes_as_concat = true;
  EXPECT_EQ(shape_of("a || b + c", concat), "((a || b) + c)");
  EXPECT_EQ(shape_of("a || b ^ c", concat), "((a || b) ^ c)");
}

TEST(Expression, AssignsToTheRightAsFarAsItCan) {
  EXPECT_EQ(shape_of("@a := b OR c"), "(@ := (b OR c))");
  EXPECT_EQ(shape_of("@a := @b := 1"), "(@ := (@ := 1))");
}

TEST(Expression, PutsCollateClosestToItsOperand) {
  EXPECT_EQ(shape_of("a = b COLLATE utf8mb4_bin"), "(a = (b COLLATE))");
  EXPECT_EQ(shape_of("- a COLLATE utf8mb4_bin"), "(- (a COLLATE))");
}

TEST(Expression, MultipliesTheSumThatAnIntervalCloses) {
  const Parsed parsed("SELECT d + INTERVAL 1 DAY * 2");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.printed(), "SELECT (d + INTERVAL 1 DAY) * 2");
}

TEST(Expression, TellsIntervalFromTheFunctionInterval) {
  EXPECT_EQ(printed("SELECT INTERVAL(1, 2, 3)"), "SELECT INTERVAL(1, 2, 3)");
  EXPECT_EQ(printed("SELECT a + INTERVAL(1) DAY"), "SELECT a + INTERVAL 1 DAY");
  EXPECT_EQ(printed("SELECT INTERVAL 1 DAY + a"), "SELECT INTERVAL 1 DAY + a");
}

TEST(Expression, DecidesLateWhetherParenthesesHoldAQuery) {
  EXPECT_EQ(printed("SELECT ((SELECT 1))"), "SELECT (SELECT 1)");
  EXPECT_EQ(printed("SELECT ((SELECT 1) + 1)"), "SELECT (SELECT 1) + 1");
  EXPECT_EQ(printed("SELECT ((SELECT 1) UNION (SELECT 2))"), "SELECT ((SELECT 1) UNION (SELECT 2))");
  EXPECT_EQ(printed("SELECT a IN ((SELECT 1), 2)"), "SELECT a IN ((SELECT 1), 2)");
  EXPECT_EQ(printed("SELECT a IN ((SELECT 1))"), "SELECT a IN (SELECT 1)");
  EXPECT_EQ(printed("SELECT a IN ((b))"), "SELECT a IN (b)");
}

TEST(Expression, KeepsLiteralKindsApart) {
  const Parsed parsed(
      "SELECT 1, 1.5, 1e5, 'a', N'a', 0x41, b'1', NULL, TRUE, FALSE, DATE '2020-01-01', _latin1'x'");
  const auto* select = as<Select>(parsed.as<SelectStatement>()->query->body);
  using L = LiteralKind;
  const L expected[] = {L::Integer, L::Decimal, L::Float, L::String, L::NationalString, L::Hex,
                        L::Bit,     L::Null,    L::True,  L::False,  L::Date,           L::String};
  ASSERT_EQ(select->items.size(), std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(cast<Literal>(*select->items[i]->value).literal_kind, expected[i]) << i;
  }
}

TEST(Expression, JoinsAdjacentStringsIntoOneLiteral) {
  const Parsed parsed("SELECT 'a' 'b' x");
  const auto* item = as<Select>(parsed.as<SelectStatement>()->query->body)->items[0];
  EXPECT_EQ(parsed.text(item->value), "'a' 'b'");
  EXPECT_EQ(item->alias.text, "x");
}

TEST(Expression, TakesAWordWithASpaceBeforeItsParenthesisForAName) {
  EXPECT_FALSE(accepts("SELECT COUNT (*) FROM t"));
  LexOptions spaced = mysql();
  spaced.ignore_space = true;
  EXPECT_TRUE(accepts("SELECT COUNT (*) FROM t", spaced));
  const Parsed parsed("SELECT now ()");
  EXPECT_TRUE(parsed.facts().has(WriteReason::UnknownFunction));  // a stored function `now`
}

TEST(Expression, ReadsQualifiedNamesOfUpToThreeParts) {
  const Parsed parsed("SELECT a, t.b, `d`.`t`.`c` FROM d.t");
  const auto* select = as<Select>(parsed.as<SelectStatement>()->query->body);
  const auto& last = cast<ColumnRef>(*select->items[2]->value);
  EXPECT_EQ(last.database.text, "d");
  EXPECT_EQ(last.table.text, "t");
  EXPECT_EQ(last.column.text, "c");
  EXPECT_EQ(parsed.tokens().spelling(last.column.token), "`c`");
  EXPECT_FALSE(cast<ColumnRef>(*select->items[0]->value).table.present());
}

TEST(Expression, NumbersParametersInOrderOfTheText) {
  const Parsed parsed("SELECT ? FROM t WHERE a IN (?, ?) LIMIT ?, ?");
  EXPECT_EQ(parsed.output().parameter_count, 5U);
  const auto* limit = parsed.as<SelectStatement>()->query->limit;
  EXPECT_EQ(cast<Parameter>(*limit->offset).index, 3U);
  EXPECT_EQ(cast<Parameter>(*limit->count).index, 4U);
}

TEST(Expression, BalancesLongChainsOfAndAndOr) {
  std::string sql = "SELECT 1 FROM t WHERE a = 0";
  for (int i = 1; i < 50'000; ++i) sql += " OR a = " + std::to_string(i);
  const Parsed parsed(sql);
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  const Parsed again(parsed.printed());
  EXPECT_TRUE(structurally_equal(*parsed.output().statement, parsed.tokens(), *again.output().statement,
                                 again.tokens()));
}

}  // namespace
}  // namespace mallshard::sqlparse
