#include "tests/diff/generator.h"

#include <utility>

namespace mallshard::test {
namespace {

// A select list over t_order: its text, and which output columns are keys.
struct SelectList {
  const char* text;
  int order_id;  // position in the row, -1: not selected
  int user_id;
  int status;
};

constexpr SelectList kOrderLists[] = {
    {"*", 0, 1, 2},
    {"order_id, user_id, status", 0, 1, 2},
    {"status, order_id", 1, -1, 0},
    {"user_id AS u, order_id AS `the id`, status s", 1, 0, 2},
    {"order_id, user_id + 1, CONCAT(status, '!'), user_id", 0, 3, -1},
    {"order_id, 'text' AS k, NULL, 1.50", 0, -1, -1},
    {"order_id, status IS NULL, user_id * 1.5 AS d", 0, -1, -1},
    {"order_id, CASE WHEN user_id > 3 THEN 'big' ELSE status END AS c", 0, -1, -1},
    {"COALESCE(status, '-'), UPPER(status), order_id", 2, -1, -1},
};

const std::vector<std::pair<const char*, const char*>>& aggregates() {
  static const std::vector<std::pair<const char*, const char*>> list = {
      {"COUNT(*)", "COUNT"},
      {"COUNT(status)", "COUNT"},
      {"COUNT(1) AS n", "COUNT"},
      {"SUM(user_id)", "SUM"},
      {"SUM(order_id)", "SUM"},
      {"SUM(user_id * 1.25)", "SUM"},
      {"SUM(user_id + order_id) AS total", "SUM"},
      {"MIN(order_id)", "MIN"},
      {"MIN(user_id)", "MIN"},
      {"MIN(status)", "MIN"},
      {"MAX(order_id)", "MAX"},
      {"MAX(user_id) AS m", "MAX"},
      {"MAX(status)", "MAX"},
      {"AVG(user_id)", "AVG"},
      {"AVG(order_id)", "AVG"},
      {"AVG(user_id * 0.25) a", "AVG"},
  };
  return list;
}

void write_aggregates(Writer& out, int count) {
  Random& random = out.random();
  for (int i = 0; i < count; ++i) {
    out << (i == 0 ? "" : ", ");
    if (random.percent(2)) {
      // The quotients have more digits than a shard prints.
      out << random.word({"AVG(user_id / 3)", "SUM(user_id / 7)"});
      out.used("(aggregate of a quotient)");
      continue;
    }
    const auto& [text, construct] = random.pick(aggregates());
    out << text;
    out.used(construct);
  }
}

}  // namespace

const std::vector<std::string>& required_constructs() {
  static const std::vector<std::string> list = {
      "=",
      "IN",
      "BETWEEN",
      "range",
      "AND",
      "OR",
      "row value",
      "parameter",
      "constant on the left",
      "multi-row INSERT",
      "binding join",
      "broadcast join",
      "single table",
      "join inside one source",
      "ORDER BY",
      "LIMIT",
      "OFFSET",
      "COUNT",
      "SUM",
      "MIN",
      "MAX",
      "AVG",
      "GROUP BY",
      "DISTINCT",
      "UNION ALL",
      "UPDATE",
      "DELETE",
      "transaction",
      "savepoint",
  };
  return list;
}

Generator::Generator(Random& random, const Placement& placement, const Shares& shares, bool mariadb)
    : random_(random),
      placement_(placement),
      gathered_percent_(shares.gathered),
      writes_percent_(shares.writes),
      gathered_writes_percent_(shares.gathered_writes),
      mariadb_(mariadb) {}

bool Generator::prepared() {
  return random_.percent(40);
}

Statement Generator::finish(Writer& out, Statement statement) {
  statement.sql = out.text();
  statement.prepared = out.prepared();
  statement.parameters = out.parameters();
  statement.constructs = out.constructs();
  return statement;
}

// The table as it may be written; the alias (or its name) is returned.
std::string Generator::table(Writer& out, const std::string& name) {
  const std::size_t form = random_.below(8);
  if (form == 0) {
    out << "`" << name << "`";
  } else if (form == 1) {
    out << "sharding_db." << name;
  } else if (form == 2) {
    out << "`sharding_db`.`" << name << "` AS o";
    return "o";
  } else if (form == 3) {
    out << name << " x";
    return "x";
  } else {
    out << name;
  }
  return name;
}

// ORDER BY: total (ends with `unique`), or by selected keys alone, with ties;
// then maybe LIMIT. Without ORDER BY only a LIMIT that cannot choose.
void Generator::order_and_limit(Writer& out, Statement& statement, const std::vector<std::string>& keys,
                                const std::vector<std::size_t>& positions, const std::string& unique) {
  if (!random_.percent(70)) {
    if (!random_.percent(8)) return;
    out.used("LIMIT");
    out << " LIMIT ";
    out.count(random_.percent(50) ? 0 : 10000);
    return;
  }
  out.used("ORDER BY");
  out << " ORDER BY ";
  const bool total = positions.empty() || random_.percent(60);
  statement.order = total ? RowOrder::Total : RowOrder::Keyed;
  const std::size_t count = keys.empty() ? 0 : 1 + random_.below(keys.size());
  for (std::size_t i = 0; i < count; ++i) {
    out << (i == 0 ? "" : ", ") << keys[i] << random_.word({"", "", " ASC", " DESC", " desc"});
    if (!total) statement.keys.push_back(positions[i]);
  }
  if (total) out << (count == 0 ? "" : ", ") << unique << random_.word({"", " DESC"});
  if (!random_.percent(55)) return;
  statement.unlimited_sql = out.text();
  statement.unlimited_parameters = out.parameters();
  out.used("LIMIT");
  out << " LIMIT ";
  const int rows = random_.between(0, 12);
  const int skipped = random_.percent(80) ? random_.between(0, 10) : 0;
  const std::size_t form = random_.below(3);
  if (form == 0) {
    out.count(rows);
    return;
  }
  out.used("OFFSET");
  out.count(form == 1 ? rows : skipped);
  out << (form == 1 ? " OFFSET " : ", ");
  out.count(form == 1 ? skipped : rows);
}

Statement Generator::select_rows() {
  Writer out(random_, prepared());
  Statement statement;
  if (random_.percent(25)) {
    out << "SELECT order_item_id, order_id, user_id, content, status FROM ";
    const std::string name = table(out, "t_order_item");
    where(out, random_.percent(30) ? name : "", true, 80);
    order_and_limit(out, statement, {"user_id", "order_id"}, {2, 1}, "order_item_id");
    return finish(out, statement);
  }
  const SelectList& list = kOrderLists[random_.below(std::size(kOrderLists))];
  out << random_.word({"SELECT ", "select ", "/* a comment */ SELECT ", "SELECT "}) << list.text << " FROM ";
  const std::string name = table(out, "t_order");
  where(out, random_.percent(30) ? name : "", false, 85);
  std::vector<std::string> keys;
  std::vector<std::size_t> positions;
  if (random_.percent(40)) {
    // Sort keys that may not be selected: only a total order can be compared.
    keys = {
        random_.word({"status", "user_id", "user_id % 3", "LENGTH(status)", "status IS NULL", "-user_id"})};
  } else {
    if (list.user_id >= 0) {
      keys.emplace_back("user_id");
      positions.push_back(static_cast<std::size_t>(list.user_id));
    }
    if (list.status >= 0) {
      keys.emplace_back("status");
      positions.push_back(static_cast<std::size_t>(list.status));
      statement.pads_spaces = true;
    }
  }
  order_and_limit(out, statement, keys, positions, "order_id");
  return finish(out, statement);
}

Statement Generator::select_aggregate() {
  Writer out(random_, prepared());
  Statement statement;
  statement.pads_spaces = true;
  out << "SELECT ";
  if (random_.percent(10)) out << "'k' AS k, ";
  write_aggregates(out, random_.between(1, 4));
  out << " FROM ";
  const std::string name = table(out, "t_order");
  where(out, random_.percent(30) ? name : "", false, 60);
  return finish(out, statement);
}

Statement Generator::select_group() {
  Writer out(random_, prepared());
  Statement statement;
  statement.pads_spaces = true;
  const std::string key =
      random_.word({"status", "user_id", "user_id % 3", "status, user_id", "user_id, status"});
  out.used("GROUP BY");
  const bool shown = random_.percent(85);
  out << "SELECT " << (shown ? key + ", " : "");
  write_aggregates(out, random_.between(1, 3));
  out << " FROM ";
  const std::string name = table(out, "t_order");
  where(out, random_.percent(30) ? name : "", false, 50);
  out << " GROUP BY " << key;
  if (random_.percent(50)) {
    // The keys are unique: a total order.
    out.used("ORDER BY");
    statement.order = RowOrder::Total;
    const bool down = random_.percent(40);
    out << " ORDER BY ";
    for (std::size_t at = 0; at <= key.size();) {
      const std::size_t comma = std::min(key.find(", ", at), key.size());
      out << (at == 0 ? "" : ", ") << key.substr(at, comma - at) << (down ? " DESC" : "");
      at = comma + 2;
    }
    if (random_.percent(40)) {
      out.used("LIMIT");
      out << " LIMIT ";
      out.count(random_.between(0, 6));
      if (random_.percent(60)) {
        out.used("OFFSET");
        out << " OFFSET ";
        out.count(random_.between(0, 3));
      }
    }
  }
  return finish(out, statement);
}

Statement Generator::select_distinct() {
  Writer out(random_, prepared());
  Statement statement;
  statement.pads_spaces = true;
  const std::string list =
      random_.word({"status", "user_id", "user_id % 2", "user_id, status", "status, user_id"});
  out.used("DISTINCT");
  out << "SELECT DISTINCT " << list << " FROM ";
  const std::string name = table(out, "t_order");
  where(out, random_.percent(30) ? name : "", false, 60);
  if (random_.percent(50)) {
    out.used("ORDER BY");
    out << " ORDER BY " << list;
    statement.order = RowOrder::Total;
    if (random_.percent(40)) {
      out.used("LIMIT");
      out << " LIMIT ";
      out.count(random_.between(0, 6));
    }
  }
  return finish(out, statement);
}

Statement Generator::select_binding_join() {
  Writer out(random_, prepared());
  Statement statement;
  out.used("binding join");
  out << "SELECT o.order_id, o.status, i.order_item_id, i.content FROM t_order o "
      << random_.word({"JOIN", "INNER JOIN", "LEFT JOIN", "JOIN"})
      << " t_order_item i ON o.order_id = i.order_id AND o.user_id = i.user_id";
  if (random_.percent(80)) {
    out << " WHERE ";
    predicate(out, random_.percent(80) ? "o" : "i", false, 1);
  }
  order_and_limit(out, statement, {"o.order_id"}, {0}, "o.order_id, i.order_item_id");
  return finish(out, statement);
}

Statement Generator::select_broadcast_join() {
  Writer out(random_, prepared());
  Statement statement;
  out.used("broadcast join");
  out << "SELECT o.order_id, o.user_id, c.config_key, c.config_value FROM t_order o "
      << random_.word({"JOIN", "LEFT JOIN", "INNER JOIN"}) << " t_config c ON "
      << random_.word({"c.config_key = o.status", "c.config_value = o.status", "c.config_key = 'a'"});
  if (random_.percent(70)) {
    out << " WHERE ";
    predicate(out, "o", false, 1);
  }
  order_and_limit(out, statement, {"o.user_id", "o.order_id"}, {1, 0}, "o.order_id, c.config_key");
  return finish(out, statement);
}

Statement Generator::select_single_table() {
  Writer out(random_, prepared());
  Statement statement;
  if (random_.percent(35)) {
    out << "SELECT * FROM t_config";
    if (random_.percent(60)) {
      out << " WHERE config_key = ";
      out.string(random_.word({"a", "B", "b", "none"}));
    }
    out << " ORDER BY config_key";
    out.used("ORDER BY");
    statement.order = RowOrder::Total;
    return finish(out, statement);
  }
  out.used("single table");
  const std::size_t form = random_.below(4);
  if (form == 0) {
    out << "SELECT COUNT(*), MAX(note), AVG(id) FROM t_single WHERE id > ";
    out.used("COUNT");
    out.number(random_.between(0, 5));
    return finish(out, statement);
  }
  if (form == 1) {
    out << "SELECT s.id, c.config_value FROM t_single s JOIN t_config c ON c.config_key = s.note";
    return finish(out, statement);
  }
  out << "SELECT id, note, id + 1 FROM ";
  const std::string name = table(out, "t_single");
  if (random_.percent(60)) {
    out << " WHERE " << (random_.percent(50) ? "" : name + ".") << "id "
        << random_.word({"= ", "> ", "<= ", "<> "});
    out.number(random_.between(0, 5));
  }
  order_and_limit(out, statement, {}, {}, "id");
  return finish(out, statement);
}

// Tables that are no binding group (or not joined by it), all in one source.
Statement Generator::select_join_inside_one_source() {
  Writer out(random_, prepared());
  Statement statement;
  out.used("join inside one source");
  if (random_.percent(50)) {
    // t_single lives in ds0, where the orders of even users are.
    out << "SELECT o.order_id, s.note FROM t_order o " << random_.word({"JOIN", "JOIN", "LEFT JOIN"})
        << " t_single s ON s.id = o.user_id WHERE o.user_id = ";
    out.number(some_user_id() / 2 * 2);
    order_and_limit(out, statement, {}, {}, "o.order_id");
    return finish(out, statement);
  }
  const std::int64_t user = some_user_id();
  out << "SELECT o.order_id, i.order_item_id FROM t_order o JOIN t_order_item i ON o.user_id = i.user_id "
         "WHERE "
         "o.user_id = ";
  out.number(user);
  out << " AND o.order_id = ";
  out.number(some_order_id());
  out << " AND i.user_id = ";
  out.number(user);
  out << " AND i.order_id = ";
  out.number(some_order_id());
  order_and_limit(out, statement, {}, {}, "o.order_id, i.order_item_id");
  return finish(out, statement);
}

Statement Generator::select_union_all() {
  Writer out(random_, prepared());
  Statement statement;
  out.used("UNION ALL");
  const int parts = random_.between(2, 3);
  for (int i = 0; i < parts; ++i) {
    out << (i == 0 ? "" : " UNION ALL ");
    if (random_.percent(70)) {
      out << "SELECT order_id, user_id, status FROM t_order";
      where(out, "", false, 90);
    } else {
      out << "SELECT order_item_id, user_id, content FROM t_order_item";
      where(out, "", true, 90);
    }
  }
  if (random_.percent(40)) {
    out.used("ORDER BY");
    out << " ORDER BY 1, 2" << random_.word({"", " DESC"});
    if (random_.percent(15)) {
      out << ", 3";
      out.used("(UNION ordered by text)");
      statement.order = RowOrder::Total;
      statement.pads_spaces = true;
    } else {
      statement.order = RowOrder::Keyed;
      statement.keys = {0, 1};
    }
  }
  return finish(out, statement);
}

Statement Generator::insert_rows() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  const int rows = random_.percent(70) ? random_.between(2, 6) : 1;
  out.used(rows > 1 ? "multi-row INSERT" : "(INSERT)");
  const bool items = random_.percent(30);
  out << random_.word({"INSERT INTO ", "insert into ", "INSERT INTO "})
      << (items ? "t_order_item (order_item_id, order_id, user_id, content) VALUES "
                : random_.word({"t_order VALUES ", "t_order (order_id, user_id, status) VALUES "}));
  for (int i = 0; i < rows; ++i) {
    out << (i == 0 ? "(" : ", (");
    if (items) {
      out.number(next_item_id_++);
      out << ", ";
    }
    // A duplicate key comes with its own user: over shards a key is unique only
    // beside the sharding columns.
    const bool duplicate = !items && !placement_.orders.empty() && random_.percent(3);
    // An item has its order's keys, as the binding group promises.
    const bool of_order = items && !placement_.orders.empty() && random_.percent(90);
    const Order* old = duplicate || of_order ? &random_.pick(placement_.orders) : nullptr;
    out.number(old != nullptr ? old->order_id : items ? 5 : next_order_id_++);
    out << ", ";
    out.number(old != nullptr ? old->user_id : items ? 3 : some_user_id());
    out << ", ";
    out.string(random_.percent(20) ? std::nullopt : std::optional(random_text(random_)));
    out << ")";
  }
  return finish(out, statement);
}

Statement Generator::insert_generated() {
  Writer out(random_, false);
  Statement statement;
  statement.is_write = true;
  const int rows = random_.between(1, 4);
  out.used(rows > 1 ? "multi-row INSERT" : "(INSERT)");
  out.used("(generated key)");
  std::string plain = "INSERT INTO t_order (order_id, user_id, status) VALUES ";
  out << "INSERT INTO t_order (user_id, status) VALUES ";
  for (int i = 0; i < rows; ++i) {
    const std::string values =
        std::to_string(some_user_id()) + ", " + quoted_or_null(std::optional(random_text(random_))) + ")";
    out << (i == 0 ? "(" : ", (") << values;
    plain += (i == 0 ? "({" : ", ({") + std::to_string(i) + "}, " + values;
  }
  statement.plain_sql = plain;
  return finish(out, statement);
}

Statement Generator::update_rows() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  out.used("UPDATE");
  out << "UPDATE ";
  const bool items = random_.percent(30);
  const std::string name = table(out, items ? "t_order_item" : "t_order");
  out << " SET ";
  if (items) {
    out << "content = CONCAT(content, '+'), ";
  }
  out << "status = ";
  if (random_.percent(20)) {
    out << "CONCAT(status, 'x')";
  } else {
    out.string(random_.percent(20) ? std::nullopt : std::optional(random_text(random_)));
  }
  where(out, random_.percent(30) ? name : "", items, 93);
  return finish(out, statement);
}

Statement Generator::delete_rows() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  out.used("DELETE");
  const bool items = random_.percent(40);
  out << "DELETE FROM " << (items ? "t_order_item" : "t_order") << " WHERE ";
  // Mostly few rows, or the tables would soon be empty.
  if (random_.percent(85)) {
    out << (random_.percent(50) ? "user_id = " : "order_id = ");
    out.number(random_.percent(50) ? some_user_id() : some_order_id());
    out << " AND ";
    out.used("AND");
    out.used("=");
  }
  atom(out, "", items);
  return finish(out, statement);
}

Statement Generator::change_small_table() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  const std::size_t form = random_.below(4);
  if (form == 0) {
    out.used("(broadcast write)");
    out << "UPDATE t_config SET config_value = ";
    out.string(random_text(random_));
    out << " WHERE config_key = 'a'";
    out.used("UPDATE");
  } else if (form == 1) {
    out.used("(broadcast write)");
    out << "INSERT INTO t_config VALUES (";
    out.string("k" + std::to_string(random_.between(0, 30)));
    out << ", 'v')";
  } else {
    out.used("single table");
    out.used("UPDATE");
    out << "UPDATE t_single SET note = ";
    out.string(random_text(random_));
    out << " WHERE id >= ";
    out.number(random_.between(0, 12));
  }
  return finish(out, statement);
}

Statement Generator::write() {
  const std::size_t kind = random_.below(100);
  if (kind < 38) return insert_rows();
  if (kind < 48) return insert_generated();
  if (kind < 70) return update_rows();
  if (kind < 91) return delete_rows();
  return change_small_table();
}

Statement Generator::read() {
  if (random_.percent(gathered_percent_)) return gathered();
  const std::size_t kind = random_.below(100);
  if (kind < 24) return select_rows();
  if (kind < 40) return select_aggregate();
  if (kind < 53) return select_group();
  if (kind < 61) return select_distinct();
  if (kind < 69) return select_binding_join();
  if (kind < 77) return select_broadcast_join();
  if (kind < 84) return select_single_table();
  if (kind < 92) return select_join_inside_one_source();
  return select_union_all();
}

std::vector<Statement> Generator::transaction() {
  std::vector<Statement> out;
  const auto plain = [&](const std::string& sql, const char* construct) {
    Statement statement;
    statement.sql = sql;
    statement.constructs = {construct};
    out.push_back(std::move(statement));
  };
  const auto work = [&](int count) {
    for (int i = 0; i < count; ++i) {
      out.push_back(random_.percent(60) ? write() : read());
      out.back().constructs.insert("transaction");
    }
  };
  plain(random_.word({"BEGIN", "START TRANSACTION", "begin"}), "transaction");
  work(random_.between(1, 3));
  if (random_.percent(70)) {
    plain("SAVEPOINT sp1", "savepoint");
    work(random_.between(1, 3));
    plain(random_.word({"ROLLBACK TO sp1", "ROLLBACK TO SAVEPOINT sp1", "RELEASE SAVEPOINT sp1"}),
          "savepoint");
    work(random_.between(0, 2));
  }
  plain(random_.word({"COMMIT", "ROLLBACK", "rollback", "COMMIT"}), "transaction");
  return out;
}

std::vector<Statement> Generator::next_case() {
  if (writes_percent_ > 0 && random_.percent(writes_percent_)) return write_case();
  const std::size_t kind = random_.below(100);
  if (kind < 8) return transaction();
  if (kind < 30) return {write()};
  if (kind < 33 && gathered_percent_ > 0) return variables_case();
  if (kind < 35 && gathered_percent_ > 0) return {calls_function()};
  if (kind < 36 && gathered_percent_ > 0) return temporary_case();
  return {read()};
}

}  // namespace mallshard::test
