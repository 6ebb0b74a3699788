// Queries that no merge of the shards' answers can give: each needs rows of
// several shards, or of differently placed tables, side by side.
#include "tests/diff/generator.h"

namespace mallshard::test {
namespace {

// What a group is shown with; text that 'a' and 'a ' would share is left out,
// since such a group may show either.
constexpr const char* kGroupValues[] = {
    "COUNT(DISTINCT user_id)",
    "COUNT(DISTINCT user_id), COUNT(DISTINCT status)",
    "COUNT(DISTINCT user_id, status) AS pairs",
    "SUM(DISTINCT user_id), COUNT(*)",
    "AVG(DISTINCT user_id), AVG(user_id)",
    "AVG(user_id / 3), SUM(user_id / 7)",
    "GROUP_CONCAT(order_id ORDER BY order_id DESC)",
    "GROUP_CONCAT(status ORDER BY order_id SEPARATOR '|')",
    "GROUP_CONCAT(DISTINCT user_id ORDER BY user_id)",
    "BIT_OR(user_id), BIT_AND(user_id), BIT_XOR(order_id)",
    "MAX(order_id) - MIN(order_id) AS width",
    "SUM(user_id) / COUNT(*) AS mean",
    "COUNT(*) + 1, CONCAT('n', COUNT(status))",
    "SUM(CASE WHEN status IS NULL THEN 1 ELSE 0 END) nulls",
};

constexpr const char* kHaving[] = {
    "COUNT(*) > 1",
    "COUNT(*) = 1",
    "COUNT(DISTINCT user_id) > 1",
    "SUM(user_id) > 5",
    "MAX(order_id) > 20",
    "MIN(status) IS NULL",
    "AVG(user_id) >= 2 AND COUNT(status) < 5",
    "COUNT(*) > (SELECT COUNT(*) / 4 FROM t_order)",
};

constexpr const char* kWindows[] = {
    "ROW_NUMBER() OVER (ORDER BY order_id)",
    "ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY order_id DESC)",
    "RANK() OVER (ORDER BY user_id)",
    "DENSE_RANK() OVER (ORDER BY status)",
    "SUM(user_id) OVER (ORDER BY order_id)",
    "SUM(user_id) OVER (ORDER BY order_id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
    "COUNT(*) OVER ()",
    "COUNT(*) OVER (PARTITION BY status)",
    "LAG(order_id) OVER (ORDER BY order_id)",
    "LEAD(status, 2) OVER (ORDER BY order_id)",
    "FIRST_VALUE(order_id) OVER (PARTITION BY user_id ORDER BY order_id)",
    "NTILE(3) OVER (ORDER BY order_id)",
};

// Conditions on t_order o that look at other rows.
constexpr const char* kSubqueries[] = {
    "o.order_id IN (SELECT order_id FROM t_order_item)",
    "o.order_id NOT IN (SELECT order_id FROM t_order_item)",
    "o.status NOT IN (SELECT status FROM t_order_item)",
    "o.status IN (SELECT config_key FROM t_config)",
    "o.user_id IN (SELECT id FROM t_single)",
    "o.user_id NOT IN (SELECT id FROM t_single WHERE note IS NOT NULL)",
    "EXISTS (SELECT 1 FROM t_order_item i WHERE i.order_id = o.order_id)",
    "NOT EXISTS (SELECT 1 FROM t_order_item i WHERE i.user_id = o.user_id AND i.status IS NOT NULL)",
    "EXISTS (SELECT * FROM t_order p WHERE p.user_id = o.user_id AND p.order_id > o.order_id)",
    "o.user_id = (SELECT MAX(user_id) FROM t_order)",
    "o.order_id >= (SELECT AVG(order_id) FROM t_order)",
    "o.order_id > ALL (SELECT order_id FROM t_order_item WHERE status IS NULL)",
    "o.user_id = ANY (SELECT user_id FROM t_order_item)",
    "o.user_id <> ALL (SELECT id FROM t_single)",
    "(o.user_id, o.status) IN (SELECT user_id, status FROM t_order_item)",
    "(SELECT COUNT(*) FROM t_order_item i WHERE i.order_id = o.order_id) = 1",
    "o.order_id = (SELECT order_id FROM t_order ORDER BY order_id DESC LIMIT 1)",
    "o.user_id IN (SELECT user_id FROM t_order GROUP BY user_id HAVING COUNT(*) > 1)",
    "o.status = (SELECT note FROM t_single WHERE id = 4)",
    // No row can match, which must not hide the other tables' rows.
    "NOT EXISTS (SELECT 1 FROM t_order_item i WHERE i.user_id = NULL)",
    "o.user_id NOT IN (SELECT user_id FROM t_order_item WHERE order_id = 14 AND order_id = 16)",
    "o.order_id > ALL (SELECT order_id FROM t_order_item WHERE 1 = 0)",
};

constexpr const char* kScalars[] = {
    "(SELECT COUNT(*) FROM t_order_item i WHERE i.user_id = o.user_id)",
    "(SELECT MAX(order_id) FROM t_order)",
    "(SELECT SUM(i.order_id) FROM t_order_item i WHERE i.order_id = o.order_id)",
    "(SELECT note FROM t_single s WHERE s.id = o.user_id)",
    "(SELECT config_value FROM t_config WHERE config_key = 'a')",
    "EXISTS (SELECT 1 FROM t_order p WHERE p.user_id = o.user_id + 1)",
    "o.user_id IN (SELECT user_id FROM t_order_item)",
    "CASE WHEN o.user_id > (SELECT AVG(user_id) FROM t_order) THEN 'more' ELSE 'less' END",
};

constexpr const char* kJoins[] = {
    "t_order o JOIN t_order_item i ON o.user_id = i.user_id",
    "t_order o JOIN t_order_item i ON o.order_id = i.order_id",
    "t_order o LEFT JOIN t_order_item i ON o.user_id = i.user_id AND i.status IS NOT NULL",
    "t_order o LEFT JOIN t_order_item i ON o.order_id = i.order_id + 2",
    "t_order_item i RIGHT JOIN t_order o ON o.user_id = i.user_id",
    "t_order o JOIN t_order_item i USING (user_id)",
    "t_order o LEFT JOIN t_order_item i USING (order_id)",
    "t_order o, t_order_item i WHERE o.status = i.status",
    "t_order o CROSS JOIN t_order_item i",
    "t_order o STRAIGHT_JOIN t_order_item i ON i.order_id > o.order_id",
};

constexpr const char* kSelfJoins[] = {
    "t_order o JOIN t_order p ON o.user_id = p.user_id AND o.order_id < p.order_id",
    "t_order o LEFT JOIN t_order p ON p.order_id = o.order_id + 2",
    "t_order o LEFT JOIN t_order p ON o.user_id = p.user_id AND o.order_id < p.order_id WHERE p.order_id IS "
    "NULL",
    "t_order o JOIN t_order p ON o.status = p.status",
};

constexpr const char* kSmallJoins[] = {
    "t_order o JOIN t_single s ON s.id = o.user_id",
    "t_order o LEFT JOIN t_single s ON s.id = o.user_id",
    "t_single s LEFT JOIN t_order o ON s.id = o.user_id",
    "t_order o RIGHT JOIN t_single s ON s.note = o.status",
    "t_order o JOIN t_config c ON c.config_key = o.status JOIN t_single s ON s.id = o.user_id",
    "t_config c LEFT JOIN t_order o ON c.config_key = o.status LEFT JOIN t_single s ON s.id = o.user_id",
    "t_single s JOIN (t_config c LEFT JOIN t_order o ON c.config_value = o.status) ON s.id > 0",
};

constexpr const char* kSides[] = {
    "SELECT user_id, status FROM t_order",
    "SELECT user_id, status FROM t_order_item",
    "SELECT DISTINCT user_id, status FROM t_order",
    "SELECT user_id, MAX(status) FROM t_order GROUP BY user_id",
    "SELECT id, note FROM t_single",
    "SELECT 1, 'paid'",
    "SELECT order_id, config_value FROM t_order_item JOIN t_config ON config_key = status",
};

constexpr const char* kDerived[] = {
    "SELECT d.n, COUNT(*) AS c FROM (SELECT user_id, COUNT(*) AS n FROM t_order GROUP BY user_id) d GROUP BY "
    "d.n ORDER BY d.n",
    "SELECT MAX(d.n), MIN(d.n) FROM (SELECT status, COUNT(*) AS n FROM t_order GROUP BY status) AS d",
    "SELECT d.order_id, d.user_id FROM (SELECT order_id, user_id FROM t_order ORDER BY order_id LIMIT 5) d "
    "ORDER BY d.order_id DESC",
    "SELECT o.order_id, d.total FROM t_order o JOIN (SELECT user_id, SUM(order_id) AS total FROM "
    "t_order_item "
    "GROUP BY user_id) d ON d.user_id = o.user_id ORDER BY o.order_id, d.total",
    "SELECT COUNT(*) FROM (SELECT DISTINCT user_id FROM t_order) d",
    "SELECT COUNT(*) FROM (SELECT user_id FROM t_order UNION SELECT user_id FROM t_order_item) d",
    "SELECT o.order_id FROM (SELECT * FROM t_order) o LEFT JOIN t_order_item i ON i.user_id = o.user_id "
    "ORDER "
    "BY o.order_id",
    "SELECT SUM(n) FROM (SELECT COUNT(*) AS n FROM t_order UNION ALL SELECT COUNT(*) FROM t_order_item) d",
};

constexpr const char* kWith[] = {
    "WITH c AS (SELECT user_id, COUNT(*) AS n FROM t_order GROUP BY user_id) SELECT a.user_id, a.n, b.n FROM "
    "c "
    "a JOIN c b ON b.user_id = a.user_id + 1 ORDER BY a.user_id",
    "WITH c AS (SELECT user_id, COUNT(*) AS n FROM t_order GROUP BY user_id) SELECT * FROM c WHERE n = "
    "(SELECT "
    "MAX(n) FROM c) ORDER BY user_id",
    "WITH t_order AS (SELECT order_id, user_id FROM t_order_item) SELECT user_id, COUNT(*) FROM t_order "
    "GROUP "
    "BY user_id ORDER BY user_id",
    "WITH a AS (SELECT order_id FROM t_order), b AS (SELECT order_id FROM t_order_item) SELECT COUNT(*) FROM "
    "a "
    "LEFT JOIN b ON a.order_id = b.order_id",
    "WITH RECURSIVE n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 6) SELECT n.i, "
    "COUNT(o.order_id) FROM n LEFT JOIN t_order o ON o.user_id = n.i GROUP BY n.i ORDER BY n.i",
    "WITH RECURSIVE w AS (SELECT MIN(order_id) AS at FROM t_order UNION ALL SELECT (SELECT MIN(o.order_id) "
    "FROM "
    "t_order o WHERE o.order_id > w.at) FROM w WHERE w.at IS NOT NULL) SELECT COUNT(*), MAX(at) FROM w",
};

}  // namespace

Statement Generator::gathered_groups() {
  Writer out(random_, prepared());
  Statement statement;
  statement.pads_spaces = true;
  const bool having = random_.percent(60);
  const bool grouped = random_.percent(80);
  const bool rollup = grouped && !having && random_.percent(40);
  const std::string key = random_.word({"user_id", "status", "user_id % 3", "user_id, status"});
  out.used(having ? "(HAVING)" : rollup ? "(ROLLUP)" : "(many aggregates)");
  out << "SELECT " << (grouped && random_.percent(80) ? key + ", " : "");
  out << kGroupValues[random_.below(std::size(kGroupValues))] << " FROM ";
  const std::string name = table(out, "t_order");
  where(out, random_.percent(30) ? name : "", false, 40);
  if (grouped) out << " GROUP BY " << key << (rollup ? " WITH ROLLUP" : "");
  if (having) out << " HAVING " << kHaving[random_.below(std::size(kHaving))];
  if (grouped && !rollup && random_.percent(50)) {
    statement.order = RowOrder::Total;
    out << " ORDER BY " << key;
  }
  return finish(out, statement);
}

Statement Generator::gathered_windows() {
  Writer out(random_, prepared());
  Statement statement;
  out.used("(window)");
  out << "SELECT order_id, " << kWindows[random_.below(std::size(kWindows))];
  if (random_.percent(40)) out << ", " << kWindows[random_.below(std::size(kWindows))] << " AS w";
  out << " FROM ";
  const std::string name = table(out, "t_order");
  where(out, random_.percent(30) ? name : "", false, 50);
  if (random_.percent(60)) {
    statement.order = RowOrder::Total;
    out << " ORDER BY order_id" << random_.word({"", " DESC"});
    if (random_.percent(40)) {
      out << " LIMIT ";
      out.count(random_.between(0, 9));
    }
  }
  return finish(out, statement);
}

Statement Generator::gathered_subqueries() {
  Writer out(random_, prepared());
  Statement statement;
  out.used("(subquery)");
  out << "SELECT o.order_id, o.status";
  if (random_.percent(40)) {
    out.used("(value of a subquery)");
    out << ", " << kScalars[random_.below(std::size(kScalars))] << " AS v";
  }
  out << " FROM t_order o";
  if (random_.percent(85)) {
    out << " WHERE " << random_.word({"", "", "NOT ("});
    const bool negated = out.text().ends_with("NOT (");
    out << kSubqueries[random_.below(std::size(kSubqueries))] << (negated ? ")" : "");
    if (random_.percent(40)) {
      out << random_.word({" AND ", " OR "});
      predicate(out, "o", false, 1);
    }
  }
  order_and_limit(out, statement, {"o.order_id"}, {0}, "o.order_id");
  return finish(out, statement);
}

Statement Generator::gathered_joins() {
  Writer out(random_, prepared());
  Statement statement;
  const std::size_t kind = random_.below(3);
  std::string from;
  std::string list;
  std::string order;
  if (kind == 0) {
    out.used("(join of shards)");
    from = kJoins[random_.below(std::size(kJoins))];
    list = random_.word(
        {"o.order_id, i.order_item_id", "o.order_id, o.status, i.order_item_id, i.content", "*"});
    order = "o.order_id, i.order_item_id";
  } else if (kind == 1) {
    out.used("(self-join)");
    from = kSelfJoins[random_.below(std::size(kSelfJoins))];
    list = random_.word({"o.order_id, p.order_id", "o.order_id, p.order_id AS q, p.status", "o.*, p.*"});
    order = "o.order_id, p.order_id";
  } else {
    out.used("(join with a single table)");
    from = kSmallJoins[random_.below(std::size(kSmallJoins))];
    list = random_.word({"o.order_id, s.id, s.note", "*"});
    order =
        from.find("t_config") == std::string::npos ? "o.order_id, s.id" : "o.order_id, s.id, c.config_key";
  }
  const bool counted = random_.percent(20);
  out << "SELECT " << (counted ? "COUNT(*), MAX(o.order_id)" : list) << " FROM " << from;
  if (random_.percent(50)) {
    out << (from.find(" WHERE ") == std::string::npos ? " WHERE " : " AND ");
    predicate(out, "o", false, 1);
  }
  if (counted) return finish(out, statement);
  order_and_limit(out, statement, {}, {}, order);
  return finish(out, statement);
}

Statement Generator::gathered_sets() {
  Writer out(random_, prepared());
  Statement statement;
  statement.pads_spaces = true;
  const std::string kind =
      random_.word({" UNION ", " UNION ", " UNION DISTINCT ", " INTERSECT ", " EXCEPT "});
  out.used(kind == " INTERSECT " || kind == " EXCEPT " ? "(INTERSECT, EXCEPT)" : "(UNION DISTINCT)");
  out << kSides[random_.below(std::size(kSides))] << kind << kSides[random_.below(std::size(kSides))];
  if (random_.percent(30))
    out << random_.word({" UNION ALL ", " UNION "}) << kSides[random_.below(std::size(kSides))];
  if (random_.percent(40)) out << " ORDER BY 1, 2";
  return finish(out, statement);
}

Statement Generator::gathered_derived() {
  Writer out(random_, prepared());
  Statement statement;
  const bool with = random_.percent(50);
  out.used(with ? "(WITH)" : "(derived table)");
  const std::string text =
      with ? kWith[random_.below(std::size(kWith))] : kDerived[random_.below(std::size(kDerived))];
  out << text;
  if (text.find("ORDER BY") != std::string::npos) statement.order = RowOrder::Total;
  return finish(out, statement);
}

Statement Generator::gathered() {
  Statement statement;
  switch (random_.below(8)) {
    case 0:
    case 1:
      statement = gathered_groups();
      break;
    case 2:
      statement = gathered_windows();
      break;
    case 3:
    case 4:
      statement = gathered_subqueries();
      break;
    case 5:
      statement = gathered_joins();
      break;
    case 6:
      statement = gathered_sets();
      break;
    default:
      statement = gathered_derived();
      break;
  }
  statement.constructs.insert("gathered");
  return statement;
}

}  // namespace mallshard::test
