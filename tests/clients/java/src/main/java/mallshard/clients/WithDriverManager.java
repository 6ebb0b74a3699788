package mallshard.clients;

import java.sql.DriverManager;

/** The checks over MariaDB Connector/J, without a pool. PROXY_PORT says where. */
public final class WithDriverManager {
  public static void main(String[] arguments) {
    int failed = 0;
    for (boolean server : new boolean[] {false, true}) {
      for (boolean rewrite : new boolean[] {false, true}) {
        String settings = "useServerPrepStmts=" + server + "&rewriteBatchedStatements=" + rewrite;
        String url = "jdbc:mariadb://127.0.0.1:" + System.getenv("PROXY_PORT")
            + "/sharding_db?user=root&password=root&useSsl=false&" + settings;
        failed += new Checks(() -> DriverManager.getConnection(url), "MariaDB Connector/J " + settings, false).run();
      }
    }
    System.exit(failed == 0 ? 0 : 1);
  }
}
