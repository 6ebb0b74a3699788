// Work in proportion to the text. It is counted, not timed: tokens that the
// parser looked at, and bytes of the arena.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "parse_helpers.h"
#include "sqlparse/parser_cursor.h"
#include "sqlparse/value_rows.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

struct Work {
  bool accepted = false;
  std::uint64_t steps = 0;  // none are counted in builds without assertions
  std::size_t tokens = 0;
  std::size_t arena_bytes = 0;
};

Work work_of(const std::string& sql, const LexOptions& options = mysql()) {
  TokenBuffer tokens;
  lex(sql, options, tokens);
  Arena arena;
  Work work;
#ifndef NDEBUG
  steps_counted = 0;
#endif
  work.accepted = parse(tokens, arena).ok();
#ifndef NDEBUG
  work.steps = steps_counted;
#endif
  work.tokens = tokens.tokens().size();
  work.arena_bytes = arena.reserved_bytes();
  return work;
}

// A text whose middle is repeated.
struct Shape {
  std::string_view head;
  std::string_view middle;
  std::string_view tail = "";
  std::string_view end = "";  // repeated as well

  [[nodiscard]] std::string text(std::size_t count) const {
    std::string sql(head);
    for (std::size_t i = 0; i < count; ++i) sql += middle;
    sql += tail;
    for (std::size_t i = 0; i < count; ++i) sql += end;
    return sql;
  }
};

void expect_linear(const Shape& shape, std::size_t count, const LexOptions& options = mysql()) {
  constexpr std::size_t kTimes = 8;
  const Work small = work_of(shape.text(count), options);
  const Work large = work_of(shape.text(kTimes * count), options);
  EXPECT_TRUE(small.accepted && large.accepted) << shape.head << shape.middle << shape.tail;
  EXPECT_LE(large.steps, kTimes * small.steps + small.steps / 2) << shape.head << shape.middle;
  // Blocks double in size: what is reserved may be twice what is used.
  EXPECT_LE(large.arena_bytes, 2 * kTimes * small.arena_bytes) << shape.head << shape.middle;
}

TEST(Linear, ListsOfAnyLength) {
  const Shape lists[] = {
      {"INSERT INTO t VALUES (1)", ", (1, 'a', -2.5, ?, NULL)"},
      {"INSERT INTO t VALUES (1)", ", (1, NOW(), a + 1)"},
      {"INSERT INTO t VALUES (1)", ", (1, 'a' 'b')"},
      {"SELECT 1 FROM t WHERE a IN (1", ", 1", ")"},
      {"SELECT 1 FROM t WHERE (a, b) IN ((1, 2)", ", (1, 2)", ")"},
      {"SELECT 1", ", a + 1"},
      {"SELECT 'a'", " 'a'"},
      {"SELECT 1 FROM t", ", t"},
      {"SELECT 1 FROM t ORDER BY a", ", a"},
      {"SELECT 1 FROM t GROUP BY a", ", a"},
      {"SELECT f(1", ", 1", ")"},
      {"SELECT CASE", " WHEN 1 THEN 2", " END"},
      {"WITH a AS (SELECT 1)", ", a AS (SELECT 1)", " SELECT 1"},
      {"UPDATE t SET a = 1", ", a = 1"},
      {"CREATE TABLE t (a INT", ", a INT", ")"},
      {"ALTER TABLE t ADD a INT", ", ADD a INT"},
      {"VALUES ROW(1)", ", ROW(1)"},
  };
  for (const Shape& shape : lists) expect_linear(shape, 1000);
}

TEST(Linear, ChainsOfOperators) {
  expect_linear({"SELECT 1 FROM t WHERE a = 1", " AND b = 2"}, 1000);
  expect_linear({"SELECT 1 FROM t WHERE a = 1", " OR b = 2"}, 1000);
  expect_linear({"SELECT 1 FROM t WHERE a = 1", " AND (b = 2 OR c IN (1, 2))"}, 1000);
  expect_linear({"SELECT 1", " + 1"}, 200);  // chains that cannot be balanced end at 2000
  expect_linear({"SELECT 1", " UNION ALL SELECT 1"}, 200);
}

TEST(Linear, Joins) {
  expect_linear({"SELECT 1 FROM t", " JOIN t ON a = b"}, 200);
  expect_linear({"SELECT 1 FROM t", " LEFT JOIN t USING (a)"}, 200);
  expect_linear({"SELECT 1 FROM t", " CROSS JOIN t"}, 200);
  // Whose condition an ON is may have to be looked for, 64 tokens for each of the text at most.
  const Work work = work_of(Shape{"SELECT 1 FROM t", " JOIN t JOIN t ON a = b"}.text(900));
  EXPECT_TRUE(work.accepted);
  EXPECT_LE(work.steps, 80 * work.tokens);
}

TEST(Linear, NestingUpToTheLimit) {
  const Shape nested[] = {
      {"SELECT ", "(", "1", ")"},
      {"SELECT ", "f(", "1", ")"},
      {"SELECT ", "NOT ", "1"},
      {"SELECT ", "1 IN (", "1", ")"},
      {"SELECT ", "CASE WHEN 1 THEN ", "1", " END"},
      {"SELECT 1 FROM ", "(", "t JOIN t", ")"},
      {"SELECT 1 FROM t WHERE ", "EXISTS (SELECT 1 FROM t WHERE ", "1", ")"},
      {"", "(", "SELECT 1", ")"},
  };
  for (const Shape& shape : nested) expect_linear(shape, 30);
}

// MariaDB reads VALUES with LIMIT behind it twice, the second time as a query.
TEST(Linear, InsertOfValuesThatTurnOutToBeAQuery) {
  expect_linear({"INSERT INTO t VALUES (1)", ", (1)", " LIMIT 1"}, 1000, mariadb());
}

TEST(Linear, ErrorsInTheMiddle) {
  const auto steps = [](std::size_t count) {
    const Work work = work_of(Shape{"SELECT ", "(", "1"}.text(count));
    EXPECT_FALSE(work.accepted);
    return work.steps;
  };
  EXPECT_LE(steps(100'000), 2 * steps(10'000));  // it ends at the allowed depth
}

TEST(ValueRows, OfPlainValuesHaveNoNodes) {
  const Work work = work_of(Shape{"INSERT INTO t VALUES (1, 'a', 2.5)", ", (-1, 'a', ?)"}.text(100'000));

  EXPECT_TRUE(work.accepted);
  EXPECT_LT(work.arena_bytes, 32 * 100'000U);
}

TEST(ValueRows, AreReadOneByOne) {
  const Parsed parsed("INSERT INTO t VALUES (1, -2, ?), (NOW(), DEFAULT, ?), (), (NULL, 'b', ?)");
  const auto* insert = parsed.as<InsertStatement>();
  ASSERT_EQ(insert->rows.size(), 4U);
  EXPECT_EQ(insert->rows[0].nodes, nullptr);
  EXPECT_NE(insert->rows[1].nodes, nullptr);
  EXPECT_EQ(parsed.output().parameter_count, 3U);

  ValueRowReader reader(insert->rows, parsed.tokens());
  const auto index = [&](const Row* row) { return sqlparse::as<Parameter>(row->items[2])->index; };
  const Row* row = reader.next();
  EXPECT_EQ(parsed.text(row), "(1, -2, ?)");
  EXPECT_EQ(parsed.text(row->items[1]), "-2");
  EXPECT_TRUE(is<Unary>(row->items[1]));
  EXPECT_EQ(index(row), 0U);
  row = reader.next();
  EXPECT_EQ(parsed.text(row), "(NOW(), DEFAULT, ?)");
  EXPECT_EQ(index(row), 1U);
  EXPECT_TRUE(reader.next()->items.empty());
  row = reader.next();
  EXPECT_TRUE(is<Literal>(row->items[0]));
  EXPECT_EQ(index(row), 2U);
  EXPECT_EQ(reader.next(), nullptr);
}

// What looks plain and is not: an operator, a function, a name, two strings.
TEST(ValueRows, OfAnythingElseHaveNodes) {
  for (const char* row : {"(1 + 1)", "(a)", "(DEFAULT(a))", "('a' 'b')", "(- -1)", "(-a)", "(1, (2))", "()",
                          "(DATE '2024-01-01')", "(_utf8mb4 'a')", "(1 COLLATE utf8mb4_bin)", "(@a)"}) {
    const Parsed parsed(std::string("INSERT INTO t VALUES ") + row);
    EXPECT_NE(parsed.as<InsertStatement>()->rows[0].nodes, nullptr) << row;
  }
  for (const char* row : {"(1, )", "(, 1)", "(1", "(1 2)", "(-)", "(1;)", "1", "(1))"}) {
    EXPECT_FALSE(accepts(std::string("INSERT INTO t VALUES ") + row)) << row;
  }
}

TEST(ValueRows, SurviveTheRoundTrip) {
  const Parsed parsed("INSERT INTO t VALUES (1, -2, 'a''b', ?, NULL, DEFAULT), (1+1, a, ?, 0x1f, TRUE, .5)");
  const std::string printed = parsed.printed();
  const Parsed again(printed);
  EXPECT_TRUE(structurally_equal(*parsed.output().statement, parsed.tokens(), *again.output().statement,
                                 again.tokens()))
      << printed;
  EXPECT_NE(dump(*parsed.output().statement, parsed.tokens()),
            dump(*Parsed("INSERT INTO t VALUES (1)").output().statement,
                 Parsed("INSERT INTO t VALUES (1)").tokens()));
}

}  // namespace
}  // namespace mallshard::sqlparse
