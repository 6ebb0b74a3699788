package mallshard.clients;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What DatabaseMetaData tells of the same tables on the plain server and through the proxy. */
final class Metadata {
  private interface Question {
    ResultSet ask(DatabaseMetaData data) throws SQLException;
  }

  // About the connection, not about what is behind it.
  private static final Set<String> kOfTheConnection = Set.of("getURL", "getConnection", "getUserName", "toString", "hashCode");

  private final String setting;
  private final DatabaseMetaData plain;
  private final DatabaseMetaData proxied;
  private final String schema;
  private int asked = 0;
  private int differing = 0;

  Metadata(String setting, Connection plain, Connection proxied, String schema) throws SQLException {
    this.setting = setting;
    this.plain = plain.getMetaData();
    this.proxied = proxied.getMetaData();
    this.schema = schema;
  }

  /** Tables of all kinds; procedures only where no table is sharded. */
  static void create(Connection connection, boolean sharded) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : new String[] {"child", "parent", "names", "t_order_item", "t_order", "t_config"}) {
        statement.execute("DROP TABLE IF EXISTS " + table);
      }
      statement.execute("DROP VIEW IF EXISTS parents");
      statement.execute("CREATE TABLE t_order (order_id bigint NOT NULL COMMENT 'the order''s number', user_id int NOT NULL, "
          + "status varchar(50) DEFAULT 'new', created timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, "
          + "PRIMARY KEY (order_id), KEY by_user (user_id, status), UNIQUE KEY by_both (user_id, order_id)) COMMENT='orders'");
      statement.execute("CREATE TABLE t_order_item (order_item_id bigint NOT NULL PRIMARY KEY, order_id bigint NOT NULL, user_id int NOT NULL, "
          + "content varchar(255) CHARACTER SET latin1 DEFAULT NULL)");
      statement.execute("CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100))");
      statement.execute("CREATE TABLE parent (a int NOT NULL, b int NOT NULL, name varchar(20) NOT NULL, PRIMARY KEY (b, a), "
          + "KEY by_name (name)) COMMENT='all parents'");
      statement.execute("CREATE TABLE names (name varchar(20) NOT NULL PRIMARY KEY)");
      statement.execute("CREATE TABLE child (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, pa int NOT NULL, pb int NOT NULL, "
          + "pname varchar(20) NOT NULL, t1 tinyint(1), b bit(9), d decimal(12,3) unsigned DEFAULT 1.5, f float, y year, "
          + "dt datetime(6), tm time(2), bl mediumblob, tx longtext, e enum('a','b''c'), s set('x','y'), j json, bin binary(3), "
          + "twice int GENERATED ALWAYS AS (t1 * 2) STORED, g point, "
          + "CONSTRAINT to_parent FOREIGN KEY (pb, pa) REFERENCES parent (b, a) ON DELETE CASCADE, "
          + "CONSTRAINT to_name FOREIGN KEY (pname) REFERENCES names (name) ON UPDATE CASCADE ON DELETE RESTRICT, FULLTEXT KEY words (tx))");
      statement.execute("CREATE VIEW parents AS SELECT a, name FROM parent");
      if (sharded) return;
      statement.execute("DROP PROCEDURE IF EXISTS add_up");
      statement.execute("DROP FUNCTION IF EXISTS doubled");
      statement.execute("CREATE PROCEDURE add_up (IN x int, INOUT y decimal(10,2), OUT z varchar(20)) COMMENT 'adds' "
          + "BEGIN SET z = CONCAT('was ', y); SET y = y + x; SELECT x AS first_result; SELECT x + 1 AS second_result; END");
      statement.execute("CREATE FUNCTION doubled (x int) RETURNS bigint DETERMINISTIC RETURN x * 2");
    }
  }

  /** The number of answers that differ. */
  int run() throws Exception {
    for (Method method : DatabaseMetaData.class.getMethods()) {
      boolean simple = method.getReturnType().isPrimitive() || method.getReturnType() == String.class;
      if (method.getParameterCount() == 0 && simple && !kOfTheConnection.contains(method.getName())) {
        compare(method.getName(), List.of(value(method, plain)), List.of(value(method, proxied)));
      }
    }
    ask("getCatalogs", DatabaseMetaData::getCatalogs);
    ask("getTableTypes", DatabaseMetaData::getTableTypes);
    ask("getTypeInfo", DatabaseMetaData::getTypeInfo);
    ask("getSchemas", DatabaseMetaData::getSchemas);
    ask("getClientInfoProperties", DatabaseMetaData::getClientInfoProperties);
    ask("getTables", data -> data.getTables(schema, null, "%", null));
    ask("getTables of views", data -> data.getTables(schema, null, "%", new String[] {"VIEW"}));
    ask("getTables of a pattern", data -> data.getTables(schema, null, "t\\_ord%", new String[] {"TABLE"}));
    ask("getTables of none", data -> data.getTables(schema, null, "t_order0", null));
    ask("getColumns", data -> data.getColumns(schema, null, "%", "%"));
    ask("getColumns of a pattern", data -> data.getColumns(schema, null, "t_order", "%user%"));
    ask("getVersionColumns", data -> data.getVersionColumns(schema, null, "t_order"));
    ask("getTablePrivileges", data -> data.getTablePrivileges(schema, null, "t_order"));
    ask("getColumnPrivileges", data -> data.getColumnPrivileges(schema, null, "t_order", "%"));
    ask("getPseudoColumns", data -> data.getPseudoColumns(schema, null, "t_order", "%"));
    ask("getSuperTables", data -> data.getSuperTables(schema, null, "%"));
    ask("getUDTs", data -> data.getUDTs(schema, null, "%", null));
    for (String table : new String[] {"t_order", "t_order_item", "t_config", "parent", "names", "child", "parents"}) {
      ask("getPrimaryKeys " + table, data -> data.getPrimaryKeys(schema, null, table));
      ask("getIndexInfo " + table, data -> data.getIndexInfo(schema, null, table, false, true));
      ask("getIndexInfo unique " + table, data -> data.getIndexInfo(schema, null, table, true, false));
      ask("getImportedKeys " + table, data -> data.getImportedKeys(schema, null, table));
      ask("getExportedKeys " + table, data -> data.getExportedKeys(schema, null, table));
      ask("getBestRowIdentifier " + table,
          data -> data.getBestRowIdentifier(schema, null, table, DatabaseMetaData.bestRowSession, true));
    }
    ask("getCrossReference", data -> data.getCrossReference(schema, null, "parent", schema, null, "child"));
    ask("getProcedures", data -> data.getProcedures(schema, null, "%"));
    ask("getProcedureColumns", data -> data.getProcedureColumns(schema, null, "%", "%"));
    ask("getFunctions", data -> data.getFunctions(schema, null, "%"));
    ask("getFunctionColumns", data -> data.getFunctionColumns(schema, null, "%", "%"));
    System.out.println((differing == 0 ? "ok    " : "FAIL  ") + "metadata " + setting + ": " + (asked - differing) + " of " + asked + " answers");
    return differing;
  }

  // The driver's own queries say nothing of the order of equal rows.
  private static List<String> sorted(List<?> lines) {
    return lines.stream().map(String::valueOf).distinct().sorted().collect(Collectors.toList());
  }

  private static Object value(Method method, DatabaseMetaData data) {
    try {
      return String.valueOf(method.invoke(data));
    } catch (ReflectiveOperationException problem) {
      return String.valueOf(problem.getCause());
    }
  }

  private void ask(String name, Question question) {
    compare(name, answer(question, plain), answer(question, proxied));
  }

  private static List<Object> answer(Question question, DatabaseMetaData data) {
    List<Object> lines = new ArrayList<>();
    try (ResultSet rows = question.ask(data)) {
      ResultSetMetaData columns = rows.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); ++i) lines.add(columns.getColumnLabel(i) + " " + columns.getColumnTypeName(i));
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns.getColumnCount(); ++i) {
          // The servers estimate it.
          boolean estimate = columns.getColumnLabel(i).equals("CARDINALITY");
          line.append(i == 1 ? "" : "|").append(estimate ? "-" : rows.getString(i));
        }
        lines.add(line.toString());
      }
    } catch (SQLException problem) {
      lines.add(problem.getErrorCode() + " " + problem.getMessage());
    }
    return lines;
  }

  private void compare(String name, List<?> expected, List<?> got) {
    ++asked;
    List<Object> inOrder = new ArrayList<>(got);
    if (sorted(expected).equals(sorted(inOrder))) return;
    ++differing;
    System.out.println("FAIL  metadata " + setting + ": " + name);
    for (Object line : expected) if (!got.contains(line)) System.out.println("      - " + line);
    for (Object line : got) if (!expected.contains(line)) System.out.println("      + " + line);
  }
}
