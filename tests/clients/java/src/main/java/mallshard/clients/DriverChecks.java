package mallshard.clients;

import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** What Connector/J does beyond plain statements; the same on a plain server. */
final class DriverChecks {
  interface Connections {
    /** A connection with further URL parameters, such as "&allowMultiQueries=true". */
    Connection get(String schema, String more) throws Exception;
  }

  private interface Check {
    void run() throws Exception;
  }

  private final Connections connections;
  private final String setting;
  private final boolean keysByServer;
  private int done = 0;
  private int failed = 0;

  DriverChecks(Connections connections, String setting, boolean keysByServer) {
    this.connections = connections;
    this.setting = setting;
    this.keysByServer = keysByServer;
  }

  /** The number of checks that failed. */
  int run() {
    check("tables and procedures are created", this::createTables);
    for (String schema : new String[] {"sharding_db", "app_db"}) {
      check("a query time-out ends the query alone in " + schema, () -> queryTimeout(schema));
      check("cancel from another thread in " + schema, () -> cancel(schema));
    }
    check("a stream is read to its end, and left early", this::streaming);
    check("a result set updates, inserts and deletes rows", this::updatableResult);
    check("procedures with parameters and several results", this::callable);
    check("functions", this::function);
    check("generated keys of one row, several rows, IGNORE and REPLACE", this::generatedKeys);
    check("isValid, isClosed, ping comment", this::validity);
    check("keys that ORMs ask for with DEFAULT and NULL", this::askedKeys);
    check("read only by connection and by transaction", this::readOnly);
    check("savepoints with and without names", this::savepoints);
    check("setMaxRows with ORDER BY and LIMIT", this::maxRows);
    check("setCatalog moves to the other schema", this::catalog);
    check("sessionVariables are set before anything", this::sessionVariables);
    check("connectionCollation and characterEncoding", this::characterSets);
    check("several statements and their results", this::multiQueries);
    check("a batch of different statements", this::batchOfStatements);
    check("warnings", this::warnings);
    check("metadata of a prepared statement and its result", this::preparedMetadata);
    check("large values by stream", this::largeValues);
    check("DDL renews prepared statements", this::preparedAfterChange);
    check("XA is refused, and the connection lives", this::xaRefused);
    check("LOAD DATA LOCAL INFILE", this::loadData);
    check("time zones", this::timeZones);
    check("changeUser and resetServerState", this::changeUser);
    check("kill of a connection", this::killConnection);
    System.out.println((failed == 0 ? "ok    " : "FAIL  ") + setting + ": " + (done - failed) + " of " + done + " checks");
    return failed;
  }

  private void check(String name, Check check) {
    ++done;
    try {
      check.run();
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

  private static void fails(int error, Check check) throws Exception {
    try {
      check.run();
    } catch (SQLException problem) {
      if (error != 0 && problem.getErrorCode() != error) {
        throw new AssertionError("expected error " + error + ", got " + problem.getErrorCode() + " " + problem.getMessage());
      }
      return;
    }
    throw new AssertionError("expected error " + error + ", got none");
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    List<String> out = new ArrayList<>();
    int count = result.getMetaData().getColumnCount();
    while (result.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= count; ++i) row.append(i == 1 ? "" : "|").append(result.getString(i));
      out.add(row.toString());
    }
    return out;
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
      return rows(result);
    }
  }

  private static int run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private Connection sharded(String more) throws Exception {
    return connections.get("sharding_db", more);
  }

  private void createTables() throws Exception {
    String key = keysByServer ? " AUTO_INCREMENT" : "";
    try (Connection connection = sharded("")) {
      run(connection, "DROP TABLE IF EXISTS t_order, s_text");
      run(connection, "CREATE TABLE t_order (order_id bigint NOT NULL" + key + " PRIMARY KEY, user_id int NOT NULL, status varchar(50))");
      run(connection, "CREATE TABLE s_text (id int NOT NULL PRIMARY KEY, t longtext CHARACTER SET utf8mb4, b longblob)");
      StringBuilder rows = new StringBuilder();
      for (int i = 1; i <= 100; ++i) rows.append(i == 1 ? "" : ", ").append("(" + i + ", " + i % 7 + ", 's" + i % 3 + "')");
      equal(100, run(connection, "INSERT INTO t_order VALUES " + rows));
    }
    try (Connection connection = connections.get("app_db", "")) {
      run(connection, "DROP TABLE IF EXISTS counted");
      run(connection, "DROP PROCEDURE IF EXISTS add_up");
      run(connection, "DROP FUNCTION IF EXISTS doubled");
      run(connection, "CREATE TABLE counted (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, v varchar(20), n int NOT NULL DEFAULT 5)");
      run(connection, "CREATE PROCEDURE add_up (IN x int, INOUT y decimal(10,2), OUT z varchar(20)) "
          + "BEGIN SET z = CONCAT('was ', y); SET y = y + x; SELECT x AS first_result; SELECT x + 1 AS second_result, 'b' AS b; END");
      run(connection, "CREATE FUNCTION doubled (x int) RETURNS bigint DETERMINISTIC RETURN x * 2");
    }
  }

  private void queryTimeout(String schema) throws Exception {
    try (Connection connection = connections.get(schema, "")) {
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(1);
        long begin = System.nanoTime();
        fails(0, () -> statement.executeQuery("SELECT SLEEP(20)").next());
        long seconds = (System.nanoTime() - begin) / 1_000_000_000L;
        if (seconds > 8) throw new AssertionError("it took " + seconds + " s");
        statement.setQueryTimeout(30);
        equal(List.of("1"), rows(statement.executeQuery("SELECT 1")));
      }
      equal(List.of("7"), rows(connection, "SELECT 7"));
    }
  }

  private void cancel(String schema) throws Exception {
    try (Connection connection = connections.get(schema, ""); Statement statement = connection.createStatement()) {
      var thread = Executors.newSingleThreadExecutor();
      thread.submit(() -> {
        Thread.sleep(400);
        statement.cancel();
        return null;
      });
      // A cancelled SLEEP() is answered with 1 by some servers, with 1317 by others.
      try {
        equal(List.of("1"), rows(statement.executeQuery("SELECT SLEEP(20)")));
      } catch (SQLException expected) {
        equal(true, expected.getErrorCode() == 1317 || expected.getErrorCode() == 0);
      }
      thread.shutdown();
      equal(List.of("7"), rows(connection, "SELECT 7"));
    }
  }

  private void streaming() throws Exception {
    try (Connection connection = sharded("")) {
      try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
        statement.setFetchSize(Integer.MIN_VALUE);
        ResultSet result = statement.executeQuery("SELECT order_id FROM t_order ORDER BY order_id");
        for (long i = 1; i <= 100; ++i) {
          equal(true, result.next());
          equal(i, result.getLong(1));
        }
        equal(false, result.next());
        result = statement.executeQuery("SELECT a.order_id FROM t_order a JOIN t_order b WHERE a.user_id >= 0");
        equal(true, result.next());
        fails(0, () -> rows(connection, "SELECT 1"));
        result.close();
      }
      equal(List.of("100"), rows(connection, "SELECT COUNT(*) FROM t_order"));
    }
  }

  private void updatableResult() throws Exception {
    try (Connection connection = sharded("")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
        ResultSet result = statement.executeQuery("SELECT order_id, user_id, status FROM t_order WHERE order_id <= 4 ORDER BY order_id");
        equal(true, result.absolute(2));
        result.updateString("status", "changed");
        result.updateRow();
        equal(true, result.absolute(4));
        result.deleteRow();
        result.moveToInsertRow();
        result.updateLong("order_id", 1001);
        result.updateInt("user_id", 3);
        result.updateString("status", "inserted");
        result.insertRow();
        result.moveToCurrentRow();
      }
      equal(List.of("1|s1", "2|changed", "3|s0", "1001|inserted"),
          rows(connection, "SELECT order_id, status FROM t_order WHERE order_id < 5 OR order_id > 1000 ORDER BY order_id"));
      connection.rollback();
      equal(List.of("2|s2"), rows(connection, "SELECT order_id, status FROM t_order WHERE order_id = 2"));
    }
  }

  private void callable() throws Exception {
    for (String more : new String[] {"", "&useInformationSchema=true", "&noAccessToProcedureBodies=true"}) {
      try (Connection connection = connections.get("app_db", more);
          CallableStatement call = connection.prepareCall("{call add_up(?, ?, ?)}")) {
        call.setInt(1, 3);
        call.setBigDecimal(2, new java.math.BigDecimal("1.50"));
        call.registerOutParameter(2, Types.DECIMAL);
        call.registerOutParameter(3, Types.VARCHAR);
        equal(true, call.execute());
        equal(List.of("3"), rows(call.getResultSet()));
        equal(true, call.getMoreResults());
        equal(List.of("4|b"), rows(call.getResultSet()));
        equal(false, call.getMoreResults());
        equal("4.50", call.getBigDecimal(2).toString());
        equal("was 1.50", call.getString(3));
        equal(3, call.getParameterMetaData().getParameterCount());
      }
    }
    try (Connection connection = sharded(""); Statement statement = connection.createStatement()) {
      statement.execute("SET @y = 2");
      equal(true, statement.execute("CALL app_db.add_up(1, @y, @z)"));
      equal(List.of("1"), rows(statement.getResultSet()));
      equal(true, statement.getMoreResults());
      equal(false, statement.getMoreResults());
      equal(List.of("3.00|was 2.00"), rows(connection, "SELECT @y, @z"));
    }
  }

  private void function() throws Exception {
    try (Connection connection = connections.get("app_db", "")) {
      try (CallableStatement call = connection.prepareCall("{? = call doubled(?)}")) {
        call.registerOutParameter(1, Types.BIGINT);
        call.setInt(2, 21);
        call.execute();
        equal(42L, call.getLong(1));
      }
      equal(List.of("14"), rows(connection, "SELECT doubled(7)"));
      equal(List.of("16"), rows(connection, "SELECT app_db.doubled(8)"));
    }
  }

  private static int keys(Statement statement) throws SQLException {
    try (ResultSet result = statement.getGeneratedKeys()) {
      return rows(result).size();
    }
  }

  private void generatedKeys() throws Exception {
    try (Connection connection = connections.get("app_db", ""); Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO counted (v) VALUES ('a'), ('b'), ('c')", Statement.RETURN_GENERATED_KEYS);
      try (ResultSet result = statement.getGeneratedKeys()) {
        equal(List.of("1", "2", "3"), rows(result));
      }
      statement.executeUpdate("INSERT INTO counted (id, v) VALUES (9, 'z') ON DUPLICATE KEY UPDATE v = 'y'", new String[] {"id"});
      equal(1, keys(statement));
      statement.executeUpdate("INSERT IGNORE INTO counted (id, v) VALUES (9, 'z')", new int[] {1});
      equal(List.of("9|z"), rows(connection, "SELECT id, v FROM counted WHERE id = 9"));
      statement.executeUpdate("REPLACE INTO counted (id, v) VALUES (9, 'r')", Statement.RETURN_GENERATED_KEYS);
    }
    try (Connection connection = sharded(""); Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate("INSERT INTO t_order (user_id, status) VALUES (1, 'a'), (2, 'b')", Statement.RETURN_GENERATED_KEYS);
      try (ResultSet result = statement.getGeneratedKeys()) {
        List<String> keys = rows(result);
        equal(2, keys.size());
        equal(keys.subList(0, 1), rows(connection, "SELECT LAST_INSERT_ID()"));
        equal(List.of("b"), rows(connection, "SELECT status FROM t_order WHERE order_id = " + keys.get(1)));
      }
      connection.rollback();
    }
  }

  private void askedKeys() throws Exception {
    for (String more : new String[] {"", "&useServerPrepStmts=true"}) {
      try (Connection connection = sharded(more)) {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(
                 "INSERT INTO t_order (order_id, user_id, status) VALUES (?, ?, 'n'), (DEFAULT, ?, 'd')", Statement.RETURN_GENERATED_KEYS)) {
          statement.setObject(1, null);
          statement.setInt(2, 1);
          statement.setInt(3, 2);
          equal(2, statement.executeUpdate());
          try (ResultSet result = statement.getGeneratedKeys()) {
            List<String> keys = rows(result);
            equal(List.of("n"), rows(connection, "SELECT status FROM t_order WHERE user_id = 1 AND order_id = " + keys.get(0)));
            equal(List.of("d"), rows(connection, "SELECT status FROM t_order WHERE user_id = 2 AND order_id = " + keys.get(1)));
          }
        }
        connection.rollback();
      }
    }
  }

  private void validity() throws Exception {
    Connection connection = sharded("");
    equal(true, connection.isValid(3));
    equal(List.of("1"), rows(connection, "/* ping */ SELECT 1"));
    connection.close();
    equal(true, connection.isClosed());
    equal(false, connection.isValid(3));
  }

  private void readOnly() throws Exception {
    for (String more : new String[] {"", "&readOnlyPropagatesToServer=false", "&useLocalSessionState=true"}) {
      try (Connection connection = sharded(more)) {
        connection.setReadOnly(true);
        equal(true, connection.isReadOnly());
        fails(0, () -> run(connection, "UPDATE t_order SET status = 'x' WHERE order_id = 1 AND user_id = 1"));
        connection.setReadOnly(false);
        equal(0, run(connection, "UPDATE t_order SET status = 'x' WHERE order_id = -2"));
      }
    }
    try (Connection connection = sharded("")) {
      run(connection, "START TRANSACTION READ ONLY");
      fails(1792, () -> run(connection, "DELETE FROM t_order WHERE order_id = 1"));
      run(connection, "ROLLBACK");
    }
  }

  private void savepoints() throws Exception {
    try (Connection connection = sharded("")) {
      connection.setAutoCommit(false);
      Savepoint first = connection.setSavepoint();
      run(connection, "UPDATE t_order SET status = 'one' WHERE user_id = 1");
      Savepoint second = connection.setSavepoint("half way");
      run(connection, "UPDATE t_order SET status = 'two' WHERE user_id = 2");
      connection.rollback(second);
      connection.releaseSavepoint(second);
      equal(List.of("15|0"), rows(connection, "SELECT SUM(status = 'one'), SUM(status = 'two') FROM t_order"));
      connection.rollback(first);
      equal(List.of("0"), rows(connection, "SELECT COUNT(*) FROM t_order WHERE status = 'one'"));
      fails(1305, () -> run(connection, "ROLLBACK TO SAVEPOINT nowhere"));
      connection.rollback();
    }
  }

  private void maxRows() throws Exception {
    for (String more : new String[] {"", "&useServerPrepStmts=true"}) {
      try (Connection connection = sharded(more); PreparedStatement statement = connection.prepareStatement(
               "SELECT order_id FROM t_order WHERE user_id > ? ORDER BY order_id DESC LIMIT 50")) {
        statement.setMaxRows(3);
        statement.setInt(1, 0);
        equal(List.of("100", "99", "97"), rows(statement.executeQuery()));
        statement.setMaxRows(0);
        equal(50, rows(statement.executeQuery()).size());
        equal(List.of("100"), rows(connection, "SELECT COUNT(*) FROM t_order"));
        statement.setMaxRows(2);
        equal(List.of("100", "99"), rows(statement.executeQuery()));
      }
    }
  }

  private void catalog() throws Exception {
    for (String more : new String[] {"", "&databaseTerm=SCHEMA"}) {
      try (Connection connection = sharded(more)) {
        boolean bySchema = !more.isEmpty();
        equal("sharding_db", bySchema ? connection.getSchema() : connection.getCatalog());
        if (bySchema) connection.setSchema("app_db"); else connection.setCatalog("app_db");
        equal(List.of("app_db"), rows(connection, "SELECT DATABASE()"));
        equal(true, rows(connection, "SELECT COUNT(*) FROM counted").size() == 1);
        equal(List.of("100"), rows(connection, "SELECT COUNT(*) FROM sharding_db.t_order"));
        if (bySchema) connection.setSchema("sharding_db"); else connection.setCatalog("sharding_db");
        equal(List.of("100"), rows(connection, "SELECT COUNT(*) FROM t_order"));
        fails(1049, () -> {
          if (bySchema) connection.setSchema("nowhere"); else connection.setCatalog("nowhere");
        });
      }
    }
  }

  private void sessionVariables() throws Exception {
    try (Connection connection = sharded("&sessionVariables=sql_mode='STRICT_TRANS_TABLES,ANSI_QUOTES',group_concat_max_len=8,@mine='a,b'")) {
      equal(List.of("STRICT_TRANS_TABLES|8|a,b".replace("STRICT", "ANSI_QUOTES,STRICT")),
          rows(connection, "SELECT CONCAT_WS('|', @@sql_mode, @@group_concat_max_len, @mine)"));
      equal(List.of("1|1"), rows(connection, "SELECT \"order_id\", user_id FROM \"t_order\" WHERE order_id = 1"));
      equal(List.of("1,2,3,4,"), rows(connection, "SELECT GROUP_CONCAT(order_id ORDER BY order_id) FROM t_order"));
    }
  }

  private void characterSets() throws Exception {
    String text = "\u00e9\u4e2d\u6587\ud83d\ude80'\\";
    try (Connection connection = sharded("")) {
      run(connection, "DELETE FROM s_text");
      try (PreparedStatement statement = connection.prepareStatement("INSERT INTO s_text VALUES (1, ?, ?)")) {
        statement.setString(1, text);
        statement.setBytes(2, text.getBytes(StandardCharsets.UTF_8));
        equal(1, statement.executeUpdate());
      }
      equal(List.of(text), rows(connection, "SELECT t FROM s_text WHERE id = 1"));
      equal(List.of("1"), rows(connection, "SELECT CAST(t AS BINARY) = b FROM s_text"));
      equal(List.of("1"), rows(connection, "SELECT COUNT(*) FROM s_text WHERE t = '" + text.replace("'", "''").replace("\\", "\\\\") + "'"));
    }
    try (Connection connection = sharded("&connectionCollation=utf8mb4_bin")) {
      equal(List.of("utf8mb4_bin|0"), rows(connection, "SELECT CONCAT_WS('|', @@collation_connection, 'a' = 'A')"));
    }
    // ('a' == 'A' in both columns' collations here: what the literal says counts.)
    try (Connection connection = sharded("&characterEncoding=ISO-8859-1")) {
      run(connection, "REPLACE INTO s_text VALUES (2, '\u00e9', NULL)");
      equal(List.of("C3A9|\u00e9"), rows(connection, "SELECT HEX(t), t FROM s_text WHERE id = 2"));
    }
    try (Connection connection = sharded("&characterEncoding=GBK")) {
      run(connection, "REPLACE INTO s_text VALUES (3, '\u4e2d\u6587\u8bd5', NULL)");
      equal(List.of("E4B8ADE69687E8AF95|\u4e2d\u6587\u8bd5"), rows(connection, "SELECT HEX(t), t FROM s_text WHERE id = 3"));
    }
    try (Connection connection = sharded("&characterSetResults=latin1")) {
      equal(List.of("\u00e9"), rows(connection, "SELECT t FROM s_text WHERE id = 2"));
    }
  }

  private void multiQueries() throws Exception {
    try (Connection connection = sharded("&allowMultiQueries=true"); Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      equal(true, statement.execute("SELECT order_id FROM t_order WHERE order_id < 3 ORDER BY 1; UPDATE t_order SET status = 'm' WHERE user_id = 5;"
          + " ; SELECT COUNT(*) FROM t_order WHERE status = 'm'; SELECT ROW_COUNT()".replace(" ; ", " ")));
      equal(List.of("1", "2"), rows(statement.getResultSet()));
      equal(false, statement.getMoreResults());
      equal(14, statement.getUpdateCount());
      equal(true, statement.getMoreResults());
      equal(List.of("14"), rows(statement.getResultSet()));
      equal(true, statement.getMoreResults());
      equal(List.of("-1"), rows(statement.getResultSet()));
      equal(false, statement.getMoreResults());
      equal(-1, statement.getUpdateCount());
      connection.rollback();
      fails(1146, () -> {
        statement.execute("SELECT 1; SELECT * FROM nowhere_to_be_found; SELECT 2");
        while (statement.getMoreResults()) statement.getResultSet().close();
      });
      connection.rollback();
      equal(List.of("3"), rows(connection, "SELECT 3"));
    }
    try (Connection connection = sharded("")) {
      fails(1064, () -> run(connection, "DELETE FROM t_order WHERE order_id = -1; DELETE FROM t_order WHERE order_id = -2"));
    }
  }

  private void batchOfStatements() throws Exception {
    for (String more : new String[] {"", "&rewriteBatchedStatements=true", "&rewriteBatchedStatements=true&allowMultiQueries=true"}) {
      try (Connection connection = sharded(more); Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        for (int user = 0; user < 6; ++user) statement.addBatch("UPDATE t_order SET status = 'batch' WHERE user_id = " + user);
        statement.addBatch("DELETE FROM t_order WHERE order_id = 7 AND user_id = 0");
        int[] counts = statement.executeBatch();
        equal("[14, 15, 15, 14, 14, 14, 1]", java.util.Arrays.toString(counts));
        connection.rollback();
      }
      try (Connection connection = sharded(more + "&continueBatchOnError=true"); Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        for (int id : new int[] {2001, 1, 2002}) statement.addBatch("INSERT INTO t_order VALUES (" + id + ", " + id % 7 + ", 'b')");
        try {
          statement.executeBatch();
          throw new AssertionError("a duplicate key went unnoticed");
        } catch (java.sql.BatchUpdateException expected) {
          equal(1062, expected.getErrorCode());
        }
        connection.rollback();
      }
    }
  }

  private void warnings() throws Exception {
    try (Connection connection = sharded("&jdbcCompliantTruncation=false"); Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT order_id, 1 + 'x' FROM t_order WHERE order_id = 1 AND user_id = 1").close();
      SQLWarning warning = statement.getWarnings();
      equal(1292, warning.getErrorCode());
      equal(true, warning.getNextWarning() == null);
    }
  }

  private void preparedMetadata() throws Exception {
    for (String more : new String[] {"", "&useServerPrepStmts=true"}) {
      try (Connection connection = sharded(more); PreparedStatement statement = connection.prepareStatement(
               "SELECT order_id AS id, COUNT(*) AS n, SUM(user_id) AS total FROM t_order o WHERE user_id IN (?, ?) GROUP BY order_id")) {
        ResultSetMetaData columns = statement.getMetaData();
        equal(3, columns.getColumnCount());
        equal("id order_id BIGINT t_order", columns.getColumnLabel(1) + " " + columns.getColumnName(1) + " "
            + columns.getColumnTypeName(1) + " " + columns.getTableName(1));
        equal("BIGINT DECIMAL", columns.getColumnTypeName(2) + " " + columns.getColumnTypeName(3));
        ParameterMetaData parameters = statement.getParameterMetaData();
        equal(2, parameters.getParameterCount());
        statement.setInt(1, 1);
        statement.setInt(2, 2);
        ResultSet result = statement.executeQuery();
        equal(30, rows(result).size());
      }
    }
  }

  private void largeValues() throws Exception {
    byte[] bytes = new byte[3_000_000];
    for (int i = 0; i < bytes.length; ++i) bytes[i] = (byte) (i * 31);
    String text = "\u4e2d'\\\n".repeat(200_000);
    for (String more : new String[] {"", "&useServerPrepStmts=true"}) {
      try (Connection connection = sharded(more)) {
        try (PreparedStatement statement = connection.prepareStatement("REPLACE INTO s_text VALUES (?, ?, ?)")) {
          statement.setInt(1, 5);
          statement.setCharacterStream(2, new java.io.StringReader(text));
          statement.setBinaryStream(3, new java.io.ByteArrayInputStream(bytes), bytes.length);
          statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT t, b FROM s_text WHERE id = ?")) {
          statement.setInt(1, 5);
          ResultSet result = statement.executeQuery();
          equal(true, result.next());
          equal(true, text.equals(result.getString(1)));
          equal(true, java.util.Arrays.equals(bytes, result.getBinaryStream(2).readAllBytes()));
        }
      }
    }
  }

  private void preparedAfterChange() throws Exception {
    try (Connection connection = sharded("&useServerPrepStmts=true"); PreparedStatement statement = connection.prepareStatement(
             "SELECT order_id, status FROM t_order WHERE order_id = ? AND user_id = ?")) {
      statement.setLong(1, 1);
      statement.setInt(2, 1);
      equal(List.of("1|s1"), rows(statement.executeQuery()));
      run(connection, "ALTER TABLE t_order ADD COLUMN more int DEFAULT 4 FIRST");
      equal(List.of("1|s1"), rows(statement.executeQuery()));
      run(connection, "ALTER TABLE t_order MODIFY status char(60)");
      equal(List.of("1|s1"), rows(statement.executeQuery()));
      run(connection, "ALTER TABLE t_order DROP COLUMN more, MODIFY status varchar(50)");
      equal(List.of("1|s1"), rows(statement.executeQuery()));
    }
  }

  private void xaRefused() throws Exception {
    if (keysByServer) return;
    try (Connection connection = sharded("")) {
      fails(1235, () -> run(connection, "XA START 'a','b',1"));
      equal(List.of("1"), rows(connection, "SELECT 1"));
    }
  }

  private void loadData() throws Exception {
    java.nio.file.Path file = java.nio.file.Files.createTempFile("rows", ".csv");
    java.nio.file.Files.writeString(file, "3001,1,a\n3002,2,\\N\n3003,3,\"c,d\"\n3004,4,e\n");
    try (Connection connection = sharded("&allowLoadLocalInfile=true")) {
      connection.setAutoCommit(false);
      equal(4, run(connection, "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE t_order FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"'"));
      equal(List.of("3001|a", "3002|null", "3003|c,d", "3004|e"),
          rows(connection, "SELECT order_id, status FROM t_order WHERE order_id > 3000 ORDER BY 1"));
      connection.rollback();
    } finally {
      java.nio.file.Files.delete(file);
    }
  }

  private void timeZones() throws Exception {
    try (Connection connection = sharded("&connectionTimeZone=%2B08:00&forceConnectionTimeZoneToSession=true&sessionVariables=time_zone='%2B08:00'")) {
      equal(List.of("+08:00|1970-01-01 08:00:00"), rows(connection, "SELECT CONCAT_WS('|', @@time_zone, FROM_UNIXTIME(0))"));
    }
  }

  private void changeUser() throws Exception {
    try (Connection connection = sharded("")) {
      run(connection, "SET @mine = 1");
      connection.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).changeUser("root", "root");
      equal(List.of("null"), rows(connection, "SELECT @mine"));
      equal(List.of("100"), rows(connection, "SELECT COUNT(*) FROM sharding_db.t_order"));
      run(connection, "SET @mine = 1, sql_mode = 'ANSI_QUOTES'");
      connection.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).resetServerState();
      equal(List.of("null"), rows(connection, "SELECT @mine"));
    }
  }

  private void killConnection() throws Exception {
    try (Connection victim = sharded(""); Connection killer = sharded("")) {
      String id = rows(victim, "SELECT CONNECTION_ID()").get(0);
      DatabaseMetaData data = victim.getMetaData();
      equal("root", data.getUserName().replaceAll("@.*", ""));
      equal(true, rows(killer, "SHOW PROCESSLIST").stream().anyMatch(row -> row.startsWith(id + "|")));
      run(killer, "KILL " + id);
      fails(0, () -> rows(victim, "SELECT 1"));
      fails(1094, () -> run(killer, "KILL " + id + "000"));
    }
  }
}
