package mallshard.clients;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What an application does with its driver, each as one named check. */
final class Checks {
  interface Connections {
    Connection get() throws SQLException;
  }

  private interface Check {
    void run(Connection connection) throws Exception;
  }

  private final Connections connections;
  private final String setting;
  private final boolean tellsReadOnly;
  private int failed = 0;
  private int done = 0;

  /** tellsReadOnly: whether the driver tells the server what setReadOnly asks for. */
  Checks(Connections connections, String setting, boolean tellsReadOnly) {
    this.connections = connections;
    this.setting = setting;
    this.tellsReadOnly = tellsReadOnly;
  }

  /** The number of checks that failed. */
  int run() {
    check("tables are created", Checks::createTables);
    check("a row is written, read, changed and deleted", Checks::crud);
    check("a row without its key gets one, told by getGeneratedKeys", Checks::generatedKey);
    check("rows of one INSERT get consecutive keys, each the key of its row", Checks::generatedKeysOfOneStatement);
    check("a batch returns the key of each row", Checks::generatedKeysOfABatch);
    check("a batch of updates returns the count of each", Checks::batchUpdate);
    check("a batch stops at its error and says where", Checks::batchError);
    check("one prepared statement serves many values", Checks::preparedReuse);
    check("NULL and every kind of parameter arrive", Checks::parameters);
    check("setAutoCommit(false) holds until commit, rollback undoes", Checks::transaction);
    check("a savepoint undoes the later half", Checks::savepoint);
    check("read only is told and refused", this::readOnly);
    check("isolation and catalogue are what was set", Checks::sessionSettings);
    check("a sorted, paged result over all shards", Checks::paging);
    check("setMaxRows limits the merged result", Checks::maxRows);
    check("metadata speaks of the logical table", Checks::metadata);
    check("a pooled connection carries nothing over", Checks::noLeak);
    System.out.println((failed == 0 ? "ok    " : "FAIL  ") + setting + ": " + (done - failed) + " of " + done + " checks");
    return failed;
  }

  private void check(String name, Check check) {
    ++done;
    try (Connection connection = connections.get()) {
      check.run(connection);
    } catch (Throwable problem) {
      ++failed;
      System.out.println("FAIL  " + setting + ": " + name + ": " + problem);
      for (StackTraceElement at : problem.getStackTrace()) {
        if (at.getClassName().startsWith("mallshard")) System.out.println("      at " + at);
      }
    }
  }

  private static void equal(Object expected, Object got) {
    if (!expected.equals(got)) throw new AssertionError("expected " + expected + ", got " + got);
  }

  private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; ++i) statement.setObject(i + 1, parameters[i]);
      return statement.executeUpdate();
    }
  }

  /** Rows as text, columns separated by '|'. */
  private static List<String> rows(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; ++i) statement.setObject(i + 1, parameters[i]);
      try (ResultSet result = statement.executeQuery()) {
        List<String> out = new ArrayList<>();
        while (result.next()) {
          StringBuilder row = new StringBuilder();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); ++i) {
            row.append(i == 1 ? "" : "|").append(result.getString(i));
          }
          out.add(row.toString());
        }
        return out;
      }
    }
  }

  private static void createTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS t_order");
      statement.execute("DROP TABLE IF EXISTS t_order_item");
      // On a plain server (the test of this test) keys come from the server.
      String key = System.getenv("KEYS_BY_SERVER") == null ? "" : "AUTO_INCREMENT ";
      statement.execute("CREATE TABLE t_order (order_id bigint NOT NULL " + key + "PRIMARY KEY, user_id int NOT NULL, "
          + "status varchar(50) DEFAULT NULL)");
      statement.execute("CREATE TABLE t_order_item (order_item_id bigint NOT NULL PRIMARY KEY, order_id bigint NOT NULL, "
          + "user_id int NOT NULL, content varchar(255) DEFAULT NULL, status varchar(50) DEFAULT NULL)");
    }
  }

  private static void crud(Connection connection) throws SQLException {
    equal(1, update(connection, "INSERT INTO t_order VALUES (?, ?, ?)", 1L, 1, "new"));
    equal(2, update(connection, "INSERT INTO t_order VALUES (?, ?, ?), (?, ?, ?)", 2L, 1, "new", 3L, 2, "new"));
    equal(List.of("1|1|new"), rows(connection, "SELECT * FROM t_order WHERE order_id = ? AND user_id = ?", 1L, 1));
    equal(3, update(connection, "UPDATE t_order SET status = ?", "paid"));
    equal(List.of("1|paid", "2|paid", "3|paid"), rows(connection, "SELECT order_id, status FROM t_order ORDER BY order_id"));
    equal(1, update(connection, "DELETE FROM t_order WHERE order_id = ?", 2L));
    equal(List.of("2"), rows(connection, "SELECT COUNT(*) FROM t_order"));
    equal(2, update(connection, "DELETE FROM t_order"));
  }

  private static List<Long> keysOf(PreparedStatement statement) throws SQLException {
    List<Long> keys = new ArrayList<>();
    try (ResultSet result = statement.getGeneratedKeys()) {
      while (result.next()) keys.add(result.getLong(1));
    }
    return keys;
  }

  private static void generatedKey(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "INSERT INTO t_order (user_id, status) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int user = 1; user <= 4; ++user) {
        statement.setInt(1, user);
        statement.setString(2, "key");
        equal(1, statement.executeUpdate());
        List<Long> keys = keysOf(statement);
        equal(1, keys.size());
        equal(List.of(user + "|key"), rows(connection, "SELECT user_id, status FROM t_order WHERE order_id = ?", keys.get(0)));
      }
    }
    equal(4, update(connection, "DELETE FROM t_order WHERE status = 'key'"));
  }

  private static void generatedKeysOfOneStatement(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "INSERT INTO t_order (user_id, status) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')",
        Statement.RETURN_GENERATED_KEYS)) {
      equal(4, statement.executeUpdate());
      List<Long> keys = keysOf(statement);
      equal(4, keys.size());
      for (int i = 0; i < 4; ++i) {
        equal(List.of(String.valueOf(i + 1)), rows(connection, "SELECT user_id FROM t_order WHERE order_id = ?", keys.get(i)));
      }
    }
    equal(4, update(connection, "DELETE FROM t_order"));
  }

  private static void generatedKeysOfABatch(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "INSERT INTO t_order (user_id, status) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int user = 1; user <= 25; ++user) {
        statement.setInt(1, user);
        statement.setString(2, "batch");
        statement.addBatch();
      }
      equal(25, statement.executeBatch().length);
      List<Long> keys = keysOf(statement);
      equal(25, keys.size());
      for (int i = 0; i < 25; ++i) {
        equal(List.of(String.valueOf(i + 1)), rows(connection, "SELECT user_id FROM t_order WHERE order_id = ?", keys.get(i)));
      }
    }
    equal(25, update(connection, "DELETE FROM t_order WHERE status = ?", "batch"));
  }

  private static void batchUpdate(Connection connection) throws SQLException {
    update(connection, "INSERT INTO t_order VALUES (1, 1, 'x'), (2, 1, 'x'), (3, 2, 'x')");
    try (PreparedStatement statement = connection.prepareStatement("UPDATE t_order SET status = ? WHERE user_id = ?")) {
      for (int user = 1; user <= 3; ++user) {
        statement.setString(1, "u" + user);
        statement.setInt(2, user);
        statement.addBatch();
      }
      int[] counts = statement.executeBatch();
      equal("2 1 0", counts[0] + " " + counts[1] + " " + counts[2]);
    }
    equal(List.of("u1", "u1", "u2"), rows(connection, "SELECT status FROM t_order ORDER BY order_id"));
  }

  private static void batchError(Connection connection) throws SQLException {
    update(connection, "DELETE FROM t_order");
    try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t_order VALUES (?, ?, NULL)")) {
      for (long id : new long[] {1, 2, 1}) {
        statement.setLong(1, id);
        statement.setInt(2, 1);
        statement.addBatch();
      }
      statement.executeBatch();
      throw new AssertionError("a duplicate key went unnoticed");
    } catch (BatchUpdateException expected) {
      equal(1062, expected.getErrorCode());
      equal("23000", expected.getSQLState());
    }
    update(connection, "DELETE FROM t_order");
  }

  private static void preparedReuse(Connection connection) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t_order VALUES (?, ?, ?)")) {
      for (int i = 1; i <= 40; ++i) {
        insert.setLong(1, i);
        insert.setInt(2, i % 7);
        insert.setString(3, "s" + i);
        equal(1, insert.executeUpdate());
      }
    }
    try (PreparedStatement select = connection.prepareStatement("SELECT status FROM t_order WHERE user_id = ? AND order_id = ?")) {
      for (int i = 1; i <= 40; ++i) {
        select.setInt(1, i % 7);
        select.setLong(2, i);
        try (ResultSet result = select.executeQuery()) {
          equal(true, result.next());
          equal("s" + i, result.getString(1));
          equal(false, result.next());
        }
      }
    }
  }

  private static void parameters(Connection connection) throws SQLException {
    equal(List.of("null|1|-5|text|\u00e9\u4e2d"), rows(connection,
        "SELECT ?, ?, ?, ?, ? FROM t_order WHERE order_id = 1", null, true, -5L, "text", "\u00e9\u4e2d"));
    equal(List.of("2.50"), rows(connection, "SELECT ? FROM t_order WHERE order_id = 1", new java.math.BigDecimal("2.50")));
    equal(List.of(), rows(connection, "SELECT status FROM t_order WHERE order_id = ?", (Object) null));
  }

  private static void transaction(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    equal(40, update(connection, "UPDATE t_order SET status = ?", "inside"));
    equal(List.of("40"), rows(connection, "SELECT COUNT(*) FROM t_order WHERE status = 'inside'"));
    connection.rollback();
    equal(List.of("0"), rows(connection, "SELECT COUNT(*) FROM t_order WHERE status = 'inside'"));
    update(connection, "UPDATE t_order SET status = 'kept' WHERE user_id = 3");
    connection.commit();
    connection.setAutoCommit(true);
    equal(List.of("kept"), rows(connection, "SELECT DISTINCT status FROM t_order WHERE user_id = 3"));
  }

  private static void savepoint(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    update(connection, "UPDATE t_order SET status = 'first' WHERE user_id = 1");
    Savepoint point = connection.setSavepoint("half");
    update(connection, "UPDATE t_order SET status = 'second' WHERE user_id = 2");
    connection.rollback(point);
    connection.commit();
    connection.setAutoCommit(true);
    equal(List.of("0"), rows(connection, "SELECT COUNT(*) FROM t_order WHERE status = 'second'"));
    equal(List.of("first"), rows(connection, "SELECT DISTINCT status FROM t_order WHERE user_id = 1"));
  }

  private void readOnly(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    equal(List.of("40"), rows(connection, "SELECT COUNT(*) FROM t_order"));
    boolean refused = false;
    try {
      update(connection, "DELETE FROM t_order");
    } catch (SQLException expected) {
      refused = true;
    }
    connection.rollback();
    connection.setAutoCommit(true);
    connection.setReadOnly(false);
    equal(tellsReadOnly, refused);
    equal(List.of("40"), rows(connection, "SELECT COUNT(*) FROM t_order"));
  }

  private static void sessionSettings(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    equal(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
    equal("sharding_db", connection.getCatalog());
    equal(true, connection.isValid(2));
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  private static void paging(Connection connection) throws SQLException {
    equal(List.of("35", "34", "33"), rows(connection, "SELECT order_id FROM t_order ORDER BY order_id DESC LIMIT ?, ?", 5, 3));
    equal(List.of("0|5", "1|6", "2|6"), rows(connection,
        "SELECT user_id, COUNT(*) FROM t_order GROUP BY user_id ORDER BY user_id LIMIT 3"));
  }

  private static void maxRows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(3);
      try (ResultSet result = statement.executeQuery("SELECT order_id FROM t_order ORDER BY order_id")) {
        int count = 0;
        while (result.next()) equal((long) ++count, result.getLong(1));
        equal(3, count);
      }
    }
    equal(40, rows(connection, "SELECT order_id FROM t_order").size());
  }

  private static void metadata(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT order_id, status AS s FROM t_order WHERE order_id = 1 AND user_id = 1")) {
      equal("t_order", result.getMetaData().getTableName(1));
      equal("sharding_db", result.getMetaData().getCatalogName(1));
      equal("order_id", result.getMetaData().getColumnName(1));
      equal("s", result.getMetaData().getColumnLabel(2));
    }
    List<String> names = new ArrayList<>();
    try (ResultSet columns = connection.getMetaData().getColumns("sharding_db", null, "t_order", "%")) {
      while (columns.next()) names.add(columns.getString("COLUMN_NAME"));
    }
    equal(List.of("order_id", "user_id", "status"), names);
    List<String> tables = new ArrayList<>();
    try (ResultSet result = connection.getMetaData().getTables("sharding_db", null, "t\\_order%", new String[] {"TABLE"})) {
      while (result.next()) tables.add(result.getString("TABLE_NAME"));
    }
    equal(List.of("t_order", "t_order_item"), tables);
  }

  private static void noLeak(Connection connection) throws SQLException {
    equal(true, connection.getAutoCommit());
    equal(List.of("null"), rows(connection, "SELECT @never_set"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET @never_set_again = 1");
    }
  }
}
