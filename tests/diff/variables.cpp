// User variables that queries over shards assign, asked for afterwards: a case
// is a small session.
#include "tests/diff/generator.h"

namespace mallshard::test {
namespace {

constexpr const char* kTwoValues[] = {
    "COUNT(*), MAX(order_id)",
    "SUM(user_id), MIN(status)",
    "AVG(user_id), MAX(status)",
    "COUNT(DISTINCT user_id), GROUP_CONCAT(order_id ORDER BY order_id)",
    "SUM(order_id) / 7, MAX(order_id) * 1e0",
    "MIN(user_id) = 1, BIT_XOR(order_id)",
};

}  // namespace

std::vector<Statement> Generator::variables_case() {
  std::vector<Statement> session;
  const auto plain = [&](const std::string& sql) {
    Statement statement;
    statement.sql = sql;
    statement.values_only = true;
    statement.constructs = {"(user variables)"};
    session.push_back(std::move(statement));
  };
  plain("SET @n = " + std::to_string(random_.between(-3, 3)) + ", @a = NULL, @b = 'none'");
  Writer out(random_, prepared());
  Statement statement;
  out.used("(user variables)");
  switch (random_.below(5)) {
    case 0:
    case 1:
      out << "SELECT " << kTwoValues[random_.below(std::size(kTwoValues))] << " INTO @a, @b FROM t_order";
      where(out, "", false, 60);
      break;
    case 2:  // no row is a warning, several are an error behind the first
      out << "SELECT order_id, status INTO @a, @b FROM t_order";
      where(out, "", false, 90);
      out << " ORDER BY order_id" << random_.word({"", " LIMIT 1", " LIMIT 1", " DESC LIMIT 1"});
      break;
    case 3:
      statement.order = RowOrder::Total;
      out << "SELECT order_id, @n := @n + user_id FROM t_order";
      where(out, "", false, 50);
      out << " ORDER BY order_id";
      break;
    default:
      out << "SELECT COUNT(*), @a := MAX(o.order_id) FROM t_order o JOIN t_order_item i ON o.user_id = "
             "i.user_id";
      where(out, "o", false, 40);
      break;
  }
  session.push_back(finish(out, statement));
  plain("SELECT @n, @a, @b, @a + 1");
  return session;
}

}  // namespace mallshard::test
