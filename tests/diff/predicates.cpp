// WHERE clauses over t_order and t_order_item: everything that routing reads.
#include "tests/diff/generator.h"

namespace mallshard::test {

std::int64_t Generator::some_order_id() {
  if (!placement_.orders.empty() && random_.percent(80)) return random_.pick(placement_.orders).order_id;
  return random_.between(0, 40);
}

std::int64_t Generator::some_user_id() {
  if (!placement_.orders.empty() && random_.percent(80)) return random_.pick(placement_.orders).user_id;
  return random_.between(0, 12);
}

void Generator::where(Writer& out, const std::string& alias, bool item_table, unsigned chance) {
  if (!random_.percent(chance)) return;
  out << " WHERE ";
  predicate(out, alias, item_table, 2);
}

void Generator::predicate(Writer& out, const std::string& alias, bool item_table, int depth) {
  const std::size_t shape = random_.below(10);
  if (depth == 0 || shape < 4) {
    atom(out, alias, item_table);
  } else if (shape < 7) {
    out.used("AND");
    predicate(out, alias, item_table, depth - 1);
    out << random_.word({" AND ", " and ", " AND\n "});
    predicate(out, alias, item_table, depth - 1);
  } else if (shape < 9) {
    out.used("OR");
    out << "(";
    predicate(out, alias, item_table, depth - 1);
    out << random_.word({" OR ", " or "});
    predicate(out, alias, item_table, depth - 1);
    out << ")";
  } else {
    out.used("(NOT)");
    out << "NOT (";
    atom(out, alias, item_table);
    out << ")";
  }
}

void Generator::atom(Writer& out, const std::string& alias, bool item_table) {
  const std::string dot = alias.empty() ? "" : alias + ".";
  const bool by_user = random_.percent(50);
  const std::string column = dot + (by_user ? random_.word({"user_id", "`user_id`", "USER_ID"}) : "order_id");
  const auto constant = [&] { out.number(by_user ? some_user_id() : some_order_id()); };
  switch (random_.below(14)) {
    case 0:
    case 1:
    case 2:
      out.used("=");
      out << column << " = ";
      constant();
      return;
    case 3:
      out.used("constant on the left");
      out.used("=");
      constant();
      out << " = " << column;
      return;
    case 4: {
      out.used("constant on the left");
      out.used("range");
      constant();
      out << random_.word({" < ", " <= ", " > ", " >= "}) << column;
      return;
    }
    case 5:
    case 6: {
      out.used("IN");
      out << column << (random_.percent(10) ? " NOT IN (" : " IN (");
      const int count = random_.between(1, 5);
      for (int i = 0; i < count; ++i) {
        if (i != 0) out << ", ";
        constant();
      }
      out << ")";
      return;
    }
    case 7:
    case 8: {
      out.used("BETWEEN");
      out << column << " BETWEEN ";
      constant();
      out << " AND ";
      constant();
      return;
    }
    case 9:
    case 10:
      out.used("range");
      out << column << random_.word({" < ", " <= ", " > ", " >= ", " <> "});
      constant();
      return;
    case 11: {
      out.used("row value");
      out << "(" << dot << "user_id, " << dot << "order_id)";
      if (random_.percent(50)) {
        out << " = (";
        out.number(some_user_id());
        out << ", ";
        out.number(some_order_id());
        out << ")";
        return;
      }
      out << " IN (";
      const int count = random_.between(1, 3);
      for (int i = 0; i < count; ++i) {
        out << (i == 0 ? "(" : ", (");
        out.number(some_user_id());
        out << ", ";
        out.number(some_order_id());
        out << ")";
      }
      out << ")";
      return;
    }
    case 12: {
      const std::string text = dot + (item_table && random_.percent(50) ? "content" : "status");
      const std::size_t form = random_.below(5);
      out << text;
      if (form == 0) {
        out << (random_.percent(50) ? " IS NULL" : " IS NOT NULL");
      } else if (form == 1) {
        out << " LIKE 'a%'";
      } else if (form == 2) {
        out << " <=> ";
        out.string(random_.percent(30) ? std::nullopt : std::optional(random_text(random_)));
      } else {
        out << random_.word({" = ", " <> ", " > "});
        out.string(random_text(random_));
      }
      return;
    }
    default:
      out << column << " % 3 = " << std::to_string(random_.between(0, 2));
  }
}

}  // namespace mallshard::test
