// Writes over shards: errors that must undo a whole statement, duplicates,
// IGNORE, REPLACE and ON DUPLICATE KEY UPDATE, values that are cut or refused,
// broadcast tables; and those that need rows of several shards side by side.
//
// t_ledger lies on six nodes by `account` alone, so that each of its keys is
// unique over all shards as it is on one server. Its domains are small: most
// statements meet rows that are there.
#include "tests/diff/generator.h"

namespace mallshard::test {
namespace {

constexpr int kAccounts = 12;

std::string list_of(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

}  // namespace

std::int64_t Generator::some_account() {
  return random_.between(0, kAccounts - 1);
}

// A value of a ledger's column; `daring`: may be one that it does not hold.
void Generator::ledger_value(Writer& out, const std::string& column, bool daring) {
  if (column == "amount") {
    if (daring && random_.percent(30)) {
      out << random_.word({"1234567.5", "NULL", "'abc'", "-9999999", "1.005"});
    } else {
      out << random_.word({"1.50", "0", "-3", "12.25", "99999.99", "amount + 0", "7"});
    }
  } else if (column == "kind") {
    if (daring && random_.percent(30)) {
      out << random_.word({"'z'", "NULL", "''"});
    } else {
      out.string(random_.word({"a", "b", "c"}));
    }
  } else if (column == "note") {
    out.string(daring && random_.percent(30) ? std::optional<std::string>("longer than eight")
               : random_.percent(20)         ? std::nullopt
                                             : std::optional(random_text(random_)));
  } else {  // score
    if (daring && random_.percent(30)) {
      out << random_.word({"300", "-129", "13", "'7x'"});
    } else {
      out << random_.word({"NULL", "5", "-3", "100", "DEFAULT"});
    }
  }
}

// The rows of an INSERT or REPLACE. With `one_fault` at most one of them can be
// refused: then one server's error is the only one there can be.
void Generator::ledger_rows(Writer& out, int rows, bool one_fault) {
  const bool all_columns = random_.percent(30);
  out << (all_columns ? " (account, entry, slot, amount, kind, note, score) VALUES "
                      : random_.word({" (account, entry, slot, note) VALUES ",
                                      " (entry, account, slot, note) VALUES "}));
  const bool turned = out.text().find("(entry, account") != std::string::npos;
  const int risky = random_.between(0, rows - 1);
  const bool together = random_.percent(25);  // all in one shard
  const std::int64_t one = some_account();
  for (int i = 0; i < rows; ++i) {
    const bool may_fail = !one_fault || i == risky;
    const std::int64_t account = together ? one : some_account();
    const std::int64_t entry = may_fail ? random_.between(1, 4) : next_entry_++;
    const std::int64_t slot = may_fail && random_.percent(50) ? random_.between(1, 5) : next_entry_++;
    out << (i == 0 ? "(" : ", (");
    out.number(turned ? entry : account);
    out << ", ";
    out.number(turned ? account : entry);
    out << ", ";
    out.number(slot);
    if (all_columns) {
      for (const char* column : {"amount", "kind", "note", "score"}) {
        out << ", ";
        std::string before = column;
        if (before == "amount") {
          out << (may_fail && random_.percent(15) ? random_.word({"NULL", "1234567.5"})
                                                  : random_.word({"1.5", "DEFAULT", "-2"}));
        } else {
          ledger_value(out, before, may_fail && random_.percent(30));
        }
      }
    } else {
      out << ", ";
      ledger_value(out, "note", may_fail && random_.percent(20));
    }
    out << ")";
  }
}

Statement Generator::ledger_insert() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  const int rows = random_.percent(80) ? random_.between(2, 7) : 1;
  const bool one_fault = random_.percent(55);
  const std::size_t form = random_.below(100);
  const bool ignore = form >= 35 && form < 60;
  const bool replace = form >= 60 && form < 75;
  const bool update = form >= 75;
  out.used(ignore    ? "INSERT IGNORE"
           : replace ? "REPLACE"
           : update  ? "ON DUPLICATE KEY UPDATE"
                     : "INSERT with faults");
  out << (replace  ? "REPLACE INTO t_ledger"
          : ignore ? "INSERT IGNORE INTO t_ledger"
                   : "INSERT INTO t_ledger");
  ledger_rows(out, rows, one_fault);
  if (update) {
    out << " ON DUPLICATE KEY UPDATE "
        << random_.word({"note = VALUES(note)", "amount = amount + 1", "slot = slot",
                         "score = score + 1, note = 'dup'", "amount = amount + VALUES(slot)",
                         "entry = entry + 20", "slot = VALUES(slot) + 100"});
  }
  statement.any_error = rows > 1 && !one_fault;
  // MySQL does not count rows that a CHECK has left out in "at row N".
  statement.any_row_number = ignore;
  return finish(out, statement);
}

void Generator::ledger_where(Writer& out) {
  switch (random_.below(9)) {
    case 0:
      return;
    case 1:
      out << " WHERE account = ";
      out.number(some_account());
      return;
    case 2:
      out << " WHERE account IN (";
      out.number(some_account());
      out << ", ";
      out.number(some_account());
      out << ", ";
      out.number(some_account());
      out << ")";
      return;
    case 3:
      out << " WHERE entry < ";
      out.number(random_.between(1, 6));
      return;
    case 4:
      out << " WHERE account > ";
      out.number(some_account());
      out << " AND slot <> ";
      out.number(random_.between(1, 6));
      return;
    case 5:
      out << " WHERE note IS NULL OR kind = 'b'";
      return;
    case 6:
      out << " WHERE score BETWEEN -5 AND ";
      out.number(random_.between(0, 50));
      return;
    case 7:
      out << " WHERE account = ";
      out.number(some_account());
      out << " AND entry = ";
      out.number(random_.between(1, 4));
      return;
    default:
      out << " WHERE amount >= ";
      out.number(random_.between(-5, 10));
      return;
  }
}

Statement Generator::ledger_update() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  const bool ignore = random_.percent(20);
  out.used(ignore ? "UPDATE IGNORE" : "UPDATE with faults");
  out << (ignore ? "UPDATE IGNORE t_ledger SET " : "UPDATE t_ledger SET ");
  const std::size_t form = random_.below(6);
  if (form == 0) {
    out << random_.word({"slot = slot + 1", "slot = 3", "entry = entry + 10", "slot = slot + 20"});
    statement.any_error = true;
  } else if (form == 1) {
    out << "note = CONCAT(COALESCE(note, ''), '+')";
    statement.any_error = true;
  } else if (form == 2) {
    out << "score = score + 60";
    statement.any_error = true;
  } else {
    const std::string column = random_.word({"amount", "kind", "note", "score"});
    out << column << " = ";
    ledger_value(out, column, random_.percent(40));
    statement.any_error = true;
  }
  statement.any_row_number = true;
  ledger_where(out);
  return finish(out, statement);
}

Statement Generator::ledger_delete() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  out.used("DELETE over shards");
  out << random_.word({"DELETE FROM t_ledger", "DELETE IGNORE FROM t_ledger", "DELETE FROM t_ledger"});
  out << " WHERE slot = ";
  out.number(random_.between(1, 9));
  if (random_.percent(50)) {
    out << " AND account > ";
    out.number(some_account());
  }
  return finish(out, statement);
}

Statement Generator::broadcast_write() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  out.used("broadcast write");
  const auto key = [&] {
    out.string(random_.percent(60) ? "k" + std::to_string(random_.between(0, 9)) : "a");
  };
  switch (random_.below(7)) {
    case 0:
      out << "INSERT IGNORE INTO t_config VALUES (";
      key();
      out << ", 'i'), (";
      key();
      out << ", 'j')";
      break;
    case 1:
      out << "REPLACE INTO t_config VALUES (";
      key();
      out << ", 'r'), ('new', 'r')";
      break;
    case 2:
      out << "INSERT INTO t_config VALUES (";
      key();
      out << ", 'v'), ('new', 'w') ON DUPLICATE KEY UPDATE config_value = CONCAT(config_value, '!')";
      break;
    case 3:
      out << "UPDATE t_config SET config_value = ";
      out.string(random_text(random_));
      out << " WHERE config_key > ";
      key();
      break;
    case 4:
      out << "DELETE FROM t_config WHERE config_key = ";
      key();
      break;
    case 5:
      out << "INSERT INTO t_config SELECT CONCAT(config_key, '2'), config_value FROM t_config WHERE "
             "config_key = ";
      key();
      break;
    default:
      out << "INSERT INTO t_config VALUES (";
      key();
      out << ", 'v'), (";
      key();
      out << ", 'w')";
      break;
  }
  return finish(out, statement);
}

// IGNORE over gathered rows, and tables that have no primary key.
Statement Generator::finish_ignoring(Writer& out, Statement statement, const std::string& order) {
  switch (random_.below(7)) {
    case 0:
      out.used("(UPDATE IGNORE of a key)");
      out << "UPDATE IGNORE t_ledger SET "
          << random_.word({"entry = entry + 1", "entry = 2", "slot = slot + 1", "account = account + 1",
                           "account = 3, note = 'moved'", "slot = 1"});
      ledger_where(out);
      if (random_.percent(50)) {
        out << " ORDER BY " << order << " LIMIT ";
        out.count(random_.between(0, 5));
      }
      break;
    case 1:
      out.used("(UPDATE IGNORE over gathered rows)");
      out << "UPDATE IGNORE t_ledger SET score = score + " << random_.word({"60", "8", "13", "0"})
          << ", note = CONCAT(COALESCE(note, ''), 'longer') WHERE "
          << random_.word(
                 {"account IN (SELECT user_id FROM t_order)", "slot > (SELECT COUNT(*) FROM t_order)",
                  "note IN (SELECT config_value FROM t_config)", "account IN (SELECT id FROM t_single)"});
      break;
    case 2:
      out.used("(DELETE IGNORE over gathered rows)");
      out << "DELETE IGNORE FROM t_ledger";
      ledger_where(out);
      out << " ORDER BY " << order << " LIMIT ";
      out.count(random_.between(0, 4));
      break;
    case 3:
      out.used("(INSERT without a key)");
      out << "INSERT INTO t_heap (place, label, ratio, score) VALUES (";
      out.number(random_.between(0, 5));
      out << ", " << random_.word({"NULL", "'a'", "'A'", "'a '", "''"}) << ", "
          << random_.word({"NULL", "0.1", "1e30", "-2.5", "0"}) << ", " << random_.word({"NULL", "1", "2"})
          << "), (" << std::to_string(random_.between(0, 5)) << ", 'a', 0.1, 1)";
      break;
    case 4:
      out.used("(DELETE without a key)");
      out << "DELETE FROM t_heap";
      if (random_.percent(50))
        out << random_.word({" WHERE label = 'a'", " WHERE ratio > 0", " WHERE score IS NULL"});
      out << " ORDER BY place, label, HEX(label), ratio, score LIMIT ";
      out.count(random_.between(0, 3));
      break;
    case 5:
      out.used("(UPDATE without a key)");
      out << "UPDATE t_heap SET "
          << random_.word({"label = 'a'", "score = score + 1", "ratio = ratio * 3",
                           "label = NULL, ratio = 0.1", "place = place + 1"})
          << " WHERE "
          << random_.word({"place IN (SELECT user_id FROM t_order)",
                           "score >= (SELECT COUNT(*) FROM t_single) - 4",
                           "label = 'a' AND place <> (SELECT MIN(id) FROM t_single)"});
      break;
    default:
      out.used("(UPDATE LIMIT without a key)");
      out << "UPDATE t_heap SET " << random_.word({"score = 7", "label = 'b'", "ratio = 0.3, score = NULL"})
          << " ORDER BY place DESC, label, HEX(label), ratio, score LIMIT ";
      out.count(random_.between(0, 4));
      break;
  }
  return finish(out, statement);
}

// t_member has keys that are checked over all shards.
Statement Generator::checked_write(Writer& out, Statement statement) {
  const auto email = [&] {
    out.string(random_.percent(15)
                   ? std::nullopt
                   : std::optional<std::string>(random_.word({"a", "A", "b", "c ", "d", "e", "f"})));
  };
  switch (random_.below(5)) {
    case 0:
    case 1: {
      out.used("(INSERT with checked keys)");
      out << "INSERT INTO t_member (place, email, code) VALUES ";
      const int rows = random_.between(1, 3);
      for (int i = 0; i < rows; ++i) {
        out << (i == 0 ? "(" : ", (");
        out.number(random_.percent(60) ? next_entry_++ : random_.between(0, 9));
        out << ", ";
        email();
        out << ", " << random_.word({"NULL", "1", "2", "3", "DEFAULT", "2.4"}) << ")";
      }
      break;
    }
    case 2:
      out.used("(INSERT ... SELECT with checked keys)");
      out << "INSERT INTO t_member (place, email, code) SELECT place + "
          << std::to_string(random_.between(1, 3)) << ", CONCAT(email, " << random_.word({"''", "'x'", "' '"})
          << "), NULL FROM t_member WHERE place < 5";
      break;
    case 3:
      out.used("(UPDATE of checked keys)");
      out << "UPDATE t_member SET " << random_.word({"code = 7", "code = code + 1", "place = place + 1"})
          << ", email = ";
      email();
      out << " WHERE place " << random_.word({"= ", "< ", "> "});
      out.number(random_.between(0, 9));
      break;
    default:
      out.used("(DELETE beside checked keys)");
      out << "DELETE FROM t_member WHERE email = ";
      email();
      break;
  }
  return finish(out, statement);
}

// MariaDB: what was written, as rows.
Statement Generator::returning_write() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  statement.any_error = true;
  statement.any_row_number = true;
  statement.order = RowOrder::Total;
  const std::string columns =
      random_.word({"*", "account, entry", "slot + 1 AS s, note", "entry, amount, twice, kind, score"});
  switch (random_.below(5)) {
    case 0:
      out.used("(DELETE RETURNING)");
      statement.order = RowOrder::Any;
      out << "DELETE FROM t_ledger";
      ledger_where(out);
      break;
    case 1:
      out.used("(DELETE LIMIT RETURNING)");
      out << "DELETE FROM t_ledger";
      ledger_where(out);
      out << " ORDER BY " << random_.word({"entry, account", "slot DESC, account, entry"}) << " LIMIT ";
      out.count(random_.between(0, 4));
      break;
    case 2:
      out.used("(INSERT RETURNING)");
      out << random_.word({"INSERT INTO t_ledger", "REPLACE INTO t_ledger", "INSERT IGNORE INTO t_ledger"});
      ledger_rows(out, random_.between(1, 5), random_.percent(60));
      break;
    case 3:
      out.used("(ON DUPLICATE KEY UPDATE RETURNING)");
      out << "INSERT INTO t_ledger";
      ledger_rows(out, random_.between(1, 4), random_.percent(60));
      out << " ON DUPLICATE KEY UPDATE note = 'dup', amount = amount + 1";
      break;
    default:
      out.used("(INSERT ... SELECT RETURNING)");
      out << random_.word({"INSERT INTO", "REPLACE INTO"}) << " t_ledger (account, entry, slot, note) "
          << random_.word(
                 {"SELECT id, id + 60, id + 600, note FROM t_single ORDER BY id",
                  "SELECT account + 1, entry + 40, slot + 40, note FROM t_ledger WHERE entry < 3 ORDER "
                  "BY account, entry",
                  "SELECT id, id, id, 'x' FROM t_single WHERE id > 1000"});
      break;
  }
  out << " RETURNING " << columns;
  return finish(out, statement);
}

// Rows of several shards are needed side by side.
Statement Generator::gathered_write() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  statement.any_row_number = true;
  statement.any_error = true;
  out.used("(gathered write)");
  const std::string order =
      random_.word({"entry, account", "slot DESC, account, entry", "account, entry DESC",
                    "amount, account, entry", "COALESCE(note, 'x'), account, entry"});
  if (random_.percent(25)) return finish_ignoring(out, statement, order);
  if (random_.percent(15)) return checked_write(out, statement);
  if (random_.percent(12)) return upsert_of_columns();
  switch (random_.below(12)) {
    case 0:
    case 1:
      out.used("(DELETE LIMIT)");
      out << "DELETE FROM t_ledger";
      ledger_where(out);
      out << " ORDER BY " << order << " LIMIT ";
      out.count(random_.between(0, 4));
      break;
    case 2:
    case 3: {
      out.used("(UPDATE LIMIT)");
      out << "UPDATE t_ledger SET ";
      const std::string column = random_.word({"amount", "kind", "note", "score"});
      out << column << " = ";
      ledger_value(out, column, random_.percent(15));
      ledger_where(out);
      out << " ORDER BY " << order << " LIMIT ";
      out.count(random_.between(0, 6));
      break;
    }
    case 4:
      out.used("(UPDATE with a subquery)");
      out << "UPDATE t_ledger SET note = 'sub' WHERE "
          << random_.word({"account IN (SELECT user_id FROM t_order)",
                           "EXISTS (SELECT 1 FROM t_order o WHERE o.user_id = t_ledger.account)",
                           "slot > (SELECT COUNT(*) FROM t_order)",
                           "note IN (SELECT config_value FROM t_config)"});
      break;
    case 5:
      out.used("(UPDATE to a subquery)");
      out << "UPDATE t_ledger SET score = "
          << random_.word({"(SELECT COUNT(*) FROM t_order WHERE user_id = account)",
                           "(SELECT MIN(id) FROM t_single)", "(SELECT COUNT(*) FROM t_order_item)"});
      ledger_where(out);
      break;
    case 6:
      out.used("(DELETE with a subquery)");
      out << "DELETE FROM t_ledger WHERE slot < 9 AND "
          << random_.word({"account NOT IN (SELECT user_id FROM t_order)",
                           "entry = (SELECT MAX(id) FROM t_single)",
                           "account IN (SELECT MIN(user_id) FROM t_order GROUP BY status)"});
      break;
    case 7:
    case 8: {
      out.used("(INSERT ... SELECT)");
      const std::string verb =
          random_.word({"INSERT INTO", "INSERT IGNORE INTO", "REPLACE INTO", "INSERT INTO"});
      out << verb << " t_ledger (account, entry, slot, note) "
          << random_.word(
                 {"SELECT account + 1, entry + 40, slot, note FROM t_ledger WHERE entry < 3",
                  "SELECT user_id % 12, order_id % 1000 + 50, order_id % 1000 + 500, status FROM t_order "
                  "WHERE order_id < 100000 ORDER BY order_id LIMIT 3",
                  "SELECT id, id + 60, id + 600, note FROM t_single",
                  "SELECT account, entry, slot, 'x' FROM t_ledger WHERE entry = 1 ORDER BY account",
                  "SELECT account, MAX(entry) + 1, MAX(slot) + 1, 'max' FROM t_ledger GROUP BY account"});
      break;
    }
    case 9:
      out.used("(row that moves)");
      out << "UPDATE t_ledger SET account = "
          << random_.word({"account + 1", "7", "account + 100", "account * 5"}) << " WHERE entry = ";
      out.number(random_.between(1, 5));
      if (random_.percent(50)) {
        out << " AND account = ";
        out.number(some_account());
      }
      break;
    case 10:
      out.used("(multi-table write)");
      out << random_.word(
          {"UPDATE t_ledger l JOIN t_order o ON o.user_id = l.account SET l.note = o.status WHERE o.order_id "
           "< 20",
           "UPDATE t_ledger l JOIN t_single s ON s.id = l.entry SET l.note = s.note",
           "DELETE l FROM t_ledger l JOIN t_order o ON o.user_id = l.account WHERE l.slot > 6",
           "UPDATE t_single s JOIN t_ledger l ON l.account = s.id SET s.note = 'joined' WHERE l.entry = 1"});
      break;
    default:
      out.used("(broadcast write of rows)");
      out << random_.word(
          {"UPDATE t_config SET config_value = 'lim' ORDER BY config_key LIMIT 1",
           "DELETE FROM t_config ORDER BY config_key DESC LIMIT 1",
           "INSERT IGNORE INTO t_config SELECT DISTINCT CONCAT('s', user_id), 'o' FROM t_order",
           "UPDATE t_config SET config_value = (SELECT COUNT(*) FROM t_order)"});
      break;
  }
  return finish(out, statement);
}

Statement Generator::written_statement() {
  if (random_.percent(gathered_writes_percent_)) {
    return mariadb_ && random_.percent(15) ? returning_write() : gathered_write();
  }
  const std::size_t kind = random_.below(100);
  if (kind < 50) return ledger_insert();
  if (kind < 78) return ledger_update();
  if (kind < 90) return ledger_delete();
  return broadcast_write();
}

// A write, what the session knows of it, and what it left.
void Generator::written(std::vector<Statement>& out, bool in_transaction) {
  out.push_back(written_statement());
  if (in_transaction) out.back().constructs.insert("write in a transaction");
  const bool broadcast = out.back().sql.find("t_config") != std::string::npos;
  const bool single = out.back().sql.find("t_single") != std::string::npos;
  const auto follow = [&](const std::string& sql) {
    Statement next;
    next.sql = sql;
    next.constructs = {"(after a write)"};
    next.order = RowOrder::Any;
    next.values_only = true;
    out.push_back(std::move(next));
  };
  if (random_.percent(30)) follow("SELECT ROW_COUNT()");  // the last generated key is the proxy's own
  follow("SELECT * FROM t_ledger");
  if (broadcast) follow("SELECT * FROM t_config");
  if (single) follow("SELECT * FROM t_single");
  for (const std::string table : {"t_heap", "t_member"}) {
    if (out.front().sql.find(table) != std::string::npos) follow("SELECT * FROM " + table);
  }
}

std::vector<Statement> Generator::write_case() {
  std::vector<Statement> out;
  const auto plain = [&](const std::string& sql, const char* construct) {
    Statement statement;
    statement.sql = sql;
    statement.constructs = {construct};
    out.push_back(std::move(statement));
  };
  if (random_.percent(6)) {
    plain(
        random_.word({"SET sql_mode = ''", "SET sql_mode = 'STRICT_TRANS_TABLES'", "SET sql_mode = DEFAULT"}),
        "(sql_mode)");
    return out;
  }
  if (random_.percent(65)) {
    written(out, false);
    return out;
  }
  plain(random_.word({"BEGIN", "START TRANSACTION", "SET autocommit = 0"}), "transaction");
  const bool autocommit_off = out.back().sql[0] == 'S' && out.back().sql[1] == 'E';
  const auto work = [&](int count) {
    for (int i = 0; i < count; ++i) written(out, true);
  };
  work(random_.between(1, 3));
  if (random_.percent(50)) {
    plain("SAVEPOINT sp1", "savepoint");
    work(random_.between(1, 3));
    if (random_.percent(30)) {
      plain("SAVEPOINT sp2", "savepoint");
      work(1);
    }
    plain(random_.word({"ROLLBACK TO sp1", "ROLLBACK TO SAVEPOINT sp1", "RELEASE SAVEPOINT sp1"}),
          "savepoint");
    work(random_.between(0, 2));
  }
  plain(random_.word({"COMMIT", "ROLLBACK", "COMMIT"}), "transaction");
  if (autocommit_off) plain("SET autocommit = 1", "transaction");
  out.push_back({});
  out.back().sql = "SELECT * FROM t_ledger";
  out.back().constructs = {"(after a write)"};
  return out;
}

std::string ledger_rule() {
  return R"(    t_ledger:
      actualDataNodes: ds${0..1}.t_ledger${0..2}
      databaseStrategy:
        inline:
          shardingColumn: account
          algorithmExpression: ds${account % 2}
      tableStrategy:
        inline:
          shardingColumn: account
          algorithmExpression: t_ledger${account % 3}
    t_member:
      actualDataNodes: ds${0..1}.t_member${0..2}
      databaseStrategy:
        inline:
          shardingColumn: place
          algorithmExpression: ds${place % 2}
      tableStrategy:
        inline:
          shardingColumn: place
          algorithmExpression: t_member${place % 3}
    t_heap:
      actualDataNodes: ds${0..1}.t_heap${0..2}
      databaseStrategy:
        inline:
          shardingColumn: place
          algorithmExpression: ds${place % 2}
      tableStrategy:
        inline:
          shardingColumn: place
          algorithmExpression: t_heap${place % 3}
)";
}

std::vector<std::string> ledger_schema() {
  return {
      "DROP TABLE IF EXISTS t_ledger, t_heap, t_member",
      "CREATE TABLE t_member (place int NOT NULL PRIMARY KEY, email varchar(8) COLLATE utf8mb4_general_ci "
      "DEFAULT "
      "NULL, code int DEFAULT 5, UNIQUE KEY by_email (email), UNIQUE KEY by_code (code)) DEFAULT "
      "CHARSET=utf8mb4 "
      "COLLATE=utf8mb4_general_ci",
      "CREATE TABLE t_heap (place int NOT NULL, label varchar(8) COLLATE utf8mb4_general_ci DEFAULT NULL, "
      "ratio "
      "double DEFAULT NULL, score tinyint DEFAULT NULL) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci",
      "CREATE TABLE t_ledger (account int NOT NULL, entry bigint NOT NULL, slot int NOT NULL, amount "
      "decimal(8,2) NOT NULL DEFAULT 0.50, kind enum('a','b','c') NOT NULL DEFAULT 'a', note varchar(8) "
      "COLLATE utf8mb4_general_ci DEFAULT 'none', score tinyint DEFAULT NULL, twice decimal(10,2) GENERATED "
      "ALWAYS AS (amount * 2) VIRTUAL, PRIMARY KEY (account, entry), UNIQUE KEY slot_key (account, slot), "
      "CHECK (score <> 13)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci",
  };
}

std::vector<std::string> ledger_rows_of(Random& random) {
  const int most = random.word({"0", "1", "3", "3", "4"})[0] - '0';
  std::vector<std::string> rows;
  for (int account = 0; account < kAccounts; ++account) {
    const int count = most == 0 ? 0 : random.between(0, most);
    for (int i = 1; i <= count; ++i) {
      rows.push_back("(" + std::to_string(account) + ", " + std::to_string(i) + ", " +
                     std::to_string(count + 1 - i) + ", " + std::to_string(random.between(-3, 20)) + ".25, " +
                     random.word({"'a'", "'b'", "'c'"}) + ", " +
                     random.word({"NULL", "'n'", "'N'", "'two'", "'eight888'"}) + ", " +
                     random.word({"NULL", "1", "50", "100", "-3"}) + ")");
    }
  }
  if (rows.empty()) return {};
  return {"INSERT INTO t_ledger (account, entry, slot, amount, kind, note, score) VALUES " + list_of(rows)};
}

}  // namespace mallshard::test
