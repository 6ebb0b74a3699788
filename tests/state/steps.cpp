#include "tests/state/steps.h"

namespace mallshard::test {
namespace {

struct Variable {
  const char* name;
  std::vector<const char*> values;
};

const std::vector<Variable>& shared_variables() {
  static const std::vector<Variable> all = {
      {"sql_mode",
       {"''", "'ANSI_QUOTES'", "'PIPES_AS_CONCAT,STRICT_ALL_TABLES'", "'NO_BACKSLASH_ESCAPES'",
        "CONCAT(@@sql_mode, ',IGNORE_SPACE')", "(SELECT 'ANSI')"}},
      {"time_zone", {"'+00:00'", "'-03:30'", "'+08:00'", "'SYSTEM'"}},
      {"sql_select_limit", {"1", "2", "3"}},
      {"group_concat_max_len", {"4", "64", "1000"}},
      {"lc_time_names", {"'de_DE'", "'fr_FR'", "'en_US'"}},
      {"div_precision_increment", {"0", "9", "@@div_precision_increment"}},
      {"auto_increment_increment", {"2", "7"}},
      {"auto_increment_offset", {"2", "7"}},
      {"foreign_key_checks", {"0", "1", "OFF"}},
      {"unique_checks", {"0", "ON"}},
      {"sql_safe_updates", {"1", "0"}},
      {"sql_auto_is_null", {"1", "0"}},
      {"sql_notes", {"0", "1"}},
      {"sql_warnings", {"0", "1"}},
      {"sql_quote_show_create", {"0", "1"}},
      {"net_write_timeout", {"600", "61"}},
      {"wait_timeout", {"20000", "30000"}},
      {"lock_wait_timeout", {"100", "200"}},
      {"innodb_lock_wait_timeout", {"40", "45"}},
      {"default_week_format", {"1", "6"}},
      {"max_sort_length", {"64", "512"}},
      {"character_set_results", {"NULL", "latin1", "utf8mb4"}},
      {"collation_connection", {"utf8mb4_bin", "latin1_swedish_ci", "utf8mb4_general_ci"}},
      {"timestamp", {"1700000000", "1.5"}},
      {"sort_buffer_size", {"262144", "524288"}},
      {"tmp_table_size", {"1048576", "2097152"}},
      {"optimizer_switch", {"'index_merge=off'", "'mrr=on'"}},
      {"max_seeks_for_key", {"100"}},
      {"old_passwords_or_other_unknown", {"1"}},
  };
  return all;
}

// What a server answers of the session's state beside its rows.
constexpr const char* kFollowUps[] = {"SELECT ROW_COUNT()",     "SELECT LAST_INSERT_ID()",
                                      "SHOW COUNT(*) WARNINGS", "SELECT @@warning_count",
                                      "SHOW WARNINGS",          "SHOW ERRORS",
                                      "SELECT @@error_count",   "SELECT FOUND_ROWS()"};

Step query(std::string sql) {
  return {Step::Kind::Query, std::move(sql), {}};
}

Step execute(std::string sql, std::vector<Parameter> parameters = {}) {
  return {Step::Kind::Execute, std::move(sql), std::move(parameters)};
}

constexpr int kOrders = 12;
constexpr long kRange = 1000;  // of ids of one client

}  // namespace

// Sentinels at both ends keep the gaps that its transactions lock within its range.
Belongings::Belongings(int given) : number(given), single_table("s_client_" + std::to_string(given)) {
  for (int i = 0; i < kOrders; ++i) orders.push_back((given + 1) * kRange + 10 + i * 5);
}

long Belongings::user_of(long order) const {
  return 2L * number + (order / 2) % 2;
}

std::string Belongings::key(long order) const {
  return "order_id = " + std::to_string(order) + " AND user_id = " + std::to_string(user_of(order));
}

std::vector<std::string> Scenes::set_up(const std::vector<Belongings>& clients) {
  std::vector<std::string> out = {
      "CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, status varchar(50) "
      "DEFAULT NULL)",
      "CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100) DEFAULT "
      "NULL)"};
  for (const Belongings& own : clients) {
    std::string rows;
    const auto add = [&](long order) {
      rows += (rows.empty() ? "(" : ", (") + std::to_string(order) + ", " +
              std::to_string(own.user_of(order)) + ", 'new')";
    };
    // Each end in each shard.
    for (long i = 0; i < 4; ++i) add((own.number + 1) * kRange + i);
    for (long order : own.orders) add(order);
    for (long i = 0; i < 4; ++i) add((own.number + 1) * kRange + kRange - 4 + i);
    out.push_back("INSERT INTO t_order VALUES " + rows);
    out.push_back("INSERT INTO t_config VALUES ('k" + std::to_string(own.number) + "', 'new')");
    out.push_back("CREATE TABLE " + own.single_table + " (id int NOT NULL PRIMARY KEY, v varchar(40))");
    out.push_back("INSERT INTO " + own.single_table + " VALUES (1, 'one'), (2, 'two'), (3, NULL)");
  }
  return out;
}

Scenes::Scenes(std::uint64_t seed, const Belongings& own, bool on_mysql)
    : random_(seed), own_(own), on_mysql_(on_mysql) {}

Scene Scenes::next() {
  Scene scene;
  const auto play = [&](const char* name, bool pins, void (Scenes::*make)(Scene&)) {
    scene.name = name;
    scene.pins = pins;
    (this->*make)(scene);
  };
  switch (random_.below(16)) {
    case 0:
    case 1:
    case 2:
      play("variables", false, &Scenes::variables);
      break;
    case 3:
    case 4:
      play("user variables", false, &Scenes::user_variables);
      break;
    case 5:
    case 6:
      play("reads", false, &Scenes::reads);
      break;
    case 7:
      play("diagnostics", false, &Scenes::diagnostics);
      break;
    case 8:
      play("prepared statements", false, &Scenes::prepared);
      break;
    case 9:
      play("schema", false, &Scenes::schema);
      break;
    case 10:
    case 11:
      play("transaction", true, &Scenes::transaction);
      break;
    case 12:
      play("temporary table", true, &Scenes::temporary_table);
      break;
    case 13:
      play("user lock", true, &Scenes::user_lock);
      break;
    case 14:
      play("locked table", true, &Scenes::locked_table);
      break;
    default:
      play("fresh start", false, &Scenes::fresh_start);
      break;
  }
  return scene;
}

Step Scenes::assignment() {
  const Variable& variable = random_.pick(shared_variables());
  const std::string name = variable.name;
  const std::string value = random_.percent(25) ? "DEFAULT" : random_.pick(variable.values);
  switch (random_.below(9)) {
    case 0:
      return query("SET @@session." + name + " := " + value);
    case 1:
      return query("SET LOCAL " + name + " = " + value);
    case 2:
      return query("SET @kept = @@" + name + ", " + name + " = " + value);
    case 3:
      return query("SET " + name + " = " + value + ", time_zone = '+02:00'");
    case 4:
      return execute("SET " + name + " = " + value);
    case 5:
      return query(
          random_.word({"SET NAMES latin1", "SET NAMES utf8mb4", "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
                        "SET CHARACTER SET latin1", "SET NAMES DEFAULT", "SET NAMES no_such_set"}));
    case 6:
      return query("SET SESSION TRANSACTION " +
                   random_.word({"ISOLATION LEVEL READ COMMITTED", "ISOLATION LEVEL REPEATABLE READ",
                                 "ISOLATION LEVEL SERIALIZABLE", "READ ONLY", "READ WRITE", "READ WRITE"}));
    default:
      return query("SET " + name + " = " + value);
  }
}

// In MySQL a NULL leaves a variable the character set that it had, set or not.
std::string Scenes::of_b(const std::string& function) const {
  return on_mysql_ ? "IF(@b IS NULL, NULL, " + function + "(@b))" : function + "(@b)";
}

// Effects of the session's state, where the server evaluates them.
Step Scenes::probe() {
  const std::string key = own_.key(order());
  switch (random_.below(8)) {
    case 0:
      return query(
          "SELECT order_id, FROM_UNIXTIME(0), DATE_FORMAT('2026-01-05', '%W'), 1 / 3 FROM t_order WHERE " +
          key);
    case 1:
      return query("SELECT status, @a, @b, COLLATION('x'), " + of_b("CHARSET") +
                   ", WEEK('2026-01-05') FROM t_order WHERE " + key);
    case 2:
      return query("SELECT order_id, @@sql_mode, @@time_zone, @@lc_time_names FROM t_order WHERE " + key);
    case 3:
      return query("SELECT 'a' || 'b', \"status\" FROM t_order WHERE " + key);
    case 4:
      return query("SELECT order_id, FROM_UNIXTIME(order_id), @a FROM t_order WHERE order_id BETWEEN " +
                   std::to_string(own_.orders.front()) + " AND " + std::to_string(own_.orders.back()) +
                   " ORDER BY order_id");
    case 5:
      return query("SELECT GROUP_CONCAT(v ORDER BY id), LENGTH('\\\\'), COUNT (*) FROM " + own_.single_table);
    case 6:
      return query("SELECT id, v FROM " + own_.single_table + " ORDER BY id");
    default:
      return query(
          "SELECT @@sql_mode, @@time_zone, @@autocommit, @@sql_select_limit, @@lc_time_names, "
          "@@character_set_client, @@collation_connection, @@character_set_results, " +
          std::string(on_mysql_ ? "@@transaction_isolation" : "@@tx_isolation") +
          ", @@foreign_key_checks, @@div_precision_increment, DATABASE(), @a, @b, @unset");
  }
}

// Of its own rows: a write or a read, on one shard or several.
Step Scenes::row_step() {
  const long one = order(), other = order();
  const std::string value = "'w" + std::to_string(++words_) + "'";
  switch (random_.below(10)) {
    case 0:
      return query("UPDATE t_order SET status = " + value + " WHERE " + own_.key(one));
    case 1:
      return query("UPDATE t_order SET status = CONCAT(status, '+') WHERE order_id IN (" +
                   std::to_string(one) + ", " + std::to_string(other) + ")");
    case 2:
      return query("INSERT INTO t_order VALUES (" + std::to_string(one + 1) + ", " +
                   std::to_string(own_.user_of(one + 1)) + ", " + value + ")");
    case 3:
      return query("DELETE FROM t_order WHERE " + own_.key(one + 1));
    case 4:
      return query("UPDATE t_config SET config_value = " + value + " WHERE config_key = 'k" +
                   std::to_string(own_.number) + "'");
    case 5:
      return query("UPDATE " + own_.single_table + " SET v = " + value +
                   " WHERE id = " + std::to_string(random_.between(1, 4)));
    case 6:
      return execute("UPDATE t_order SET status = ? WHERE order_id = ? AND user_id = ?",
                     {Parameter::of_text("p" + std::to_string(words_)), Parameter::of(one),
                      Parameter::of(own_.user_of(one))});
    case 7:
      return query("SELECT * FROM t_order WHERE order_id BETWEEN " +
                   std::to_string((own_.number + 1) * kRange) + " AND " +
                   std::to_string((own_.number + 2) * kRange - 1) + " ORDER BY order_id");
    case 8:
      return query("SELECT config_value FROM t_config WHERE config_key = 'k" + std::to_string(own_.number) +
                   "'");
    default:
      return query("SELECT * FROM t_order WHERE " + own_.key(one) + random_.word({"", "", " FOR UPDATE"}));
  }
}

void Scenes::variables(Scene& scene) {
  const int count = random_.between(1, 3);
  for (int i = 0; i < count; ++i) {
    scene.steps.push_back(assignment());
    scene.steps.push_back(probe());
  }
  if (random_.percent(8)) scene.steps.push_back({Step::Kind::AllVariables});
}

void Scenes::user_variables(Scene& scene) {
  const std::string number = std::to_string(own_.number * 1000 + ++words_);
  // Literals of a prepared statement keep the collation of the day it was prepared.
  scene.steps.push_back({Step::Kind::ForgetStatements});
  switch (random_.below(7)) {
    case 0:
      scene.steps.push_back(query("SET @a = " + number + ", @b = _latin1'ä' COLLATE latin1_bin"));
      break;
    case 1:
      // MySQL: an @a that was a number until then has the collation of that day's connection.
      scene.steps.push_back(query("SET @a = " + number + ".25, @b = CONCAT(" +
                                  (on_mysql_ ? "_utf8mb4'b' COLLATE utf8mb4_bin" : "'b'") + ", @a)"));
      break;
    case 2:
      scene.steps.push_back(
          query("SELECT COUNT(*), MIN(status) INTO @a, @b FROM t_order WHERE " + own_.key(order())));
      break;
    case 3:
      scene.steps.push_back(
          execute("SET @a = ?, @b = CONCAT('t', ?)",
                  {Parameter::of_double(own_.number + 0.5), Parameter::of(own_.number * 1000 + words_)}));
      break;
    case 4:
      scene.steps.push_back(
          query(random_.word({"SET @a = NULL, @b = X'6162', @A = @a", "SET @a = CAST(5 AS UNSIGNED)",
                              "SET @a = NULLIF(1.5, 1.5), @b = NULL", "SET @b = CAST('x' AS BINARY)"})));
      break;
    case 5:
      scene.steps.push_back(
          query("SELECT id, @a := id + " + number + " FROM " + own_.single_table + " ORDER BY id"));
      break;
    default:
      scene.steps.push_back(query("SET @b = (SELECT status FROM t_order WHERE " + own_.key(order()) + ")"));
      break;
  }
  scene.steps.push_back(query(random_.percent(50)
                                  ? "SELECT @a, @b"
                                  : "SELECT @a - 6, " + of_b("CHARSET") + ", " + of_b("COLLATION")));
  scene.steps.push_back(probe());
  // MySQL keeps the types that variables had when a statement was prepared.
  if (on_mysql_) scene.steps.push_back({Step::Kind::ForgetStatements});
  scene.steps.push_back(execute("SELECT @a, @b, id FROM " + own_.single_table + " WHERE id = ?",
                                {Parameter::of(random_.between(1, 4))}));
}

void Scenes::reads(Scene& scene) {
  const int count = random_.between(1, 4);
  for (int i = 0; i < count; ++i) scene.steps.push_back(random_.percent(60) ? row_step() : probe());
}

void Scenes::diagnostics(Scene& scene) {
  // Before the first SELECT of a session MariaDB's FOUND_ROWS() may be another's.
  scene.steps.push_back(query("SELECT id FROM " + own_.single_table + " WHERE id < 3"));
  switch (random_.below(6)) {
    case 0:
      scene.steps.push_back(
          query("SELECT CAST('1abc' AS SIGNED), order_id FROM t_order WHERE " + own_.key(order())));
      break;
    case 1:
      scene.steps.push_back(query("UPDATE t_order SET status = LAST_INSERT_ID(" + std::to_string(++words_) +
                                  ") WHERE " + own_.key(order())));
      break;
    case 2:
      scene.steps.push_back(query("SELECT no_such_column FROM t_order WHERE " + own_.key(order())));
      break;
    case 3:
      scene.steps.push_back(
          query("INSERT IGNORE INTO " + own_.single_table + " VALUES (1, 'again'), (2, 'again')"));
      break;
    case 4:
      scene.steps.push_back(query("SELECT SQL_CALC_FOUND_ROWS id FROM " + own_.single_table + " LIMIT 1"));
      break;
    default:
      scene.steps.push_back(row_step());
      break;
  }
  const std::size_t known = std::size(kFollowUps) - (on_mysql_ ? 1 : 0);  // there it warns
  scene.steps.push_back(query(kFollowUps[random_.below(known)]));
  if (random_.percent(30)) scene.steps.push_back(query("SELECT LAST_INSERT_ID()"));
}

void Scenes::prepared(Scene& scene) {
  const long one = order();
  if (on_mysql_) scene.steps.push_back({Step::Kind::ForgetStatements});
  for (int i = random_.between(1, 3); i > 0; --i) {
    switch (random_.below(5)) {
      case 0:
        scene.steps.push_back(
            execute("SELECT status, @a, @@time_zone FROM t_order WHERE order_id = ? AND user_id = ?",
                    {Parameter::of(one), Parameter::of(own_.user_of(one))}));
        break;
      case 1:
        scene.steps.push_back(
            execute("SELECT order_id, status FROM t_order WHERE order_id IN (?, ?) ORDER BY order_id",
                    {Parameter::of(one), Parameter::of_text(std::to_string(order()))}));
        break;
      case 2:
        scene.steps.push_back(query("PREPARE kept FROM 'SELECT id, v, ? FROM " + own_.single_table +
                                    " WHERE id < ? ORDER BY id'"));
        scene.steps.push_back(query("SET @limit = " + std::to_string(random_.between(1, 4))));
        break;
      case 3:
        scene.steps.push_back(query("EXECUTE kept USING @a, @limit"));
        break;
      default:
        scene.steps.push_back(random_.percent(50) ? query("DEALLOCATE PREPARE kept")
                                                  : Step{Step::Kind::ForgetStatements});
        break;
    }
  }
}

void Scenes::schema(Scene& scene) {
  const std::string name = random_.word({"sharding_db", "no_such_schema", "information_schema"});
  scene.steps.push_back(random_.percent(50) ? query("USE " + name) : Step{Step::Kind::SelectDatabase, name});
  scene.steps.push_back(query("SELECT DATABASE(), SCHEMA()"));
  scene.steps.push_back(query("SELECT v FROM sharding_db." + own_.single_table + " WHERE id = 1"));
  scene.steps.push_back(query("SELECT status FROM sharding_db.t_order WHERE " + own_.key(order())));
  scene.steps.push_back({Step::Kind::SelectDatabase, "sharding_db"});
}

void Scenes::transaction(Scene& scene) {
  const bool by_autocommit = random_.percent(30);
  if (random_.percent(20)) {
    scene.steps.push_back(
        query(random_.word({"SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET TRANSACTION READ ONLY",
                            "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"})));
  }
  scene.steps.push_back(query(
      by_autocommit
          ? "SET autocommit = 0"
          : random_.word({"BEGIN", "START TRANSACTION", "START TRANSACTION;", "START TRANSACTION READ ONLY",
                          "START TRANSACTION WITH CONSISTENT SNAPSHOT"})));
  for (int i = random_.between(1, 6); i > 0; --i) {
    switch (random_.below(10)) {
      case 0:
        scene.steps.push_back(query("SAVEPOINT `one`"));
        break;
      case 1:
        scene.steps.push_back(query("ROLLBACK TO SAVEPOINT `one`"));
        break;
      case 2:
        scene.steps.push_back(probe());
        break;
      case 3:
        scene.steps.push_back(assignment());
        break;
      default:
        scene.steps.push_back(row_step());
        break;
    }
  }
  switch (random_.below(8)) {
    case 0:
      scene.steps.push_back({Step::Kind::Reset});
      break;
    case 1:
      scene.steps.push_back({Step::Kind::Drop});
      break;
    case 2:
      scene.steps.push_back({Step::Kind::ChangeUser});
      break;
    case 3:
    case 4:
      scene.steps.push_back(query("ROLLBACK"));
      break;
    default:
      scene.steps.push_back(query(random_.word({"COMMIT", "commit ", "COMMIT"})));
      break;
  }
  scene.steps.push_back(query("SET autocommit = 1"));
  scene.steps.push_back(row_step());
}

void Scenes::temporary_table(Scene& scene) {
  const std::string number = std::to_string(++words_);
  scene.steps.push_back(query("CREATE TEMPORARY TABLE kept (id int, v varchar(20))"));
  scene.steps.push_back(
      query("INSERT INTO kept VALUES (1, 'c" + std::to_string(own_.number) + "'), (2, '" + number + "')"));
  for (int i = random_.between(0, 4); i > 0; --i)
    scene.steps.push_back(random_.percent(50) ? row_step() : probe());
  scene.steps.push_back(query("SELECT * FROM kept ORDER BY id"));
  scene.steps.push_back(
      query("SELECT k.v, s.v FROM kept k JOIN " + own_.single_table + " s ON k.id = s.id ORDER BY k.id"));
  switch (random_.below(5)) {
    case 0:
      scene.steps.push_back({Step::Kind::Reset});
      break;
    case 1:
      scene.steps.push_back({Step::Kind::Drop});
      break;
    default:
      scene.steps.push_back(query("DROP TEMPORARY TABLE kept"));
      break;
  }
  scene.steps.push_back(query("SELECT * FROM kept"));
}

void Scenes::user_lock(Scene& scene) {
  const std::string name = "'lock of " + std::to_string(own_.number) + "'";
  scene.steps.push_back(query("SELECT GET_LOCK(" + name + ", 20)"));
  for (int i = random_.between(0, 3); i > 0; --i)
    scene.steps.push_back(random_.percent(50) ? row_step() : probe());
  scene.steps.push_back(query("SELECT IS_FREE_LOCK(" + name + "), IS_USED_LOCK(" + name + ") IS NULL"));
  switch (random_.below(5)) {
    case 0:
      scene.steps.push_back({Step::Kind::Reset});
      break;
    case 1:
      scene.steps.push_back({Step::Kind::Drop});
      break;
    case 2:
      scene.steps.push_back(query("DO RELEASE_LOCK(" + name + ")"));
      break;
    default:
      scene.steps.push_back(query("SELECT RELEASE_LOCK(" + name + ")"));
      break;
  }
}

void Scenes::locked_table(Scene& scene) {
  const std::string& table = own_.single_table;
  scene.steps.push_back(query("LOCK TABLES " + table + random_.word({" READ", " WRITE"})));
  scene.steps.push_back(query("SELECT " + table + ".v FROM " + table + " ORDER BY " + table + ".id"));
  if (random_.percent(50)) scene.steps.push_back(query("UPDATE " + table + " SET v = 'locked' WHERE id = 2"));
  if (random_.percent(30))
    scene.steps.push_back(query("SELECT status FROM t_order WHERE " + own_.key(order())));
  if (random_.percent(20)) {
    scene.steps.push_back({random_.percent(50) ? Step::Kind::Reset : Step::Kind::Drop});
  } else {
    scene.steps.push_back(query(random_.word({"UNLOCK TABLES", "UNLOCK TABLES", "BEGIN"})));
    scene.steps.push_back(query("ROLLBACK"));
  }
  scene.steps.push_back(query("SELECT * FROM " + table + " ORDER BY id"));
}

void Scenes::fresh_start(Scene& scene) {
  switch (random_.below(5)) {
    case 0:
    case 1:
      scene.steps.push_back({Step::Kind::Reset});
      break;
    case 2:
      scene.steps.push_back({Step::Kind::ChangeUser});
      break;
    case 3:
      scene.steps.push_back({Step::Kind::Reconnect});
      break;
    default:
      scene.steps.push_back({Step::Kind::Drop});
      break;
  }
  scene.steps.push_back(probe());
  scene.steps.push_back(probe());
  if (random_.percent(20)) scene.steps.push_back({Step::Kind::AllVariables});
}

}  // namespace mallshard::test
