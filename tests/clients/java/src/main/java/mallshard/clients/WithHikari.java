package mallshard.clients;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The checks over HikariCP and MySQL Connector/J. PROXY_PORT says where. */
public final class WithHikari {
  /** The number of checks that failed. */
  static int run() {
    int failed = 0;
    for (int setting = 0; setting < 16; ++setting) {
      String settings = "useServerPrepStmts=" + ((setting & 1) != 0) + "&rewriteBatchedStatements=" + ((setting & 2) != 0)
          + "&cachePrepStmts=" + ((setting & 4) != 0) + "&allowMultiQueries=" + ((setting & 8) != 0);
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl("jdbc:mysql://127.0.0.1:" + System.getenv("PROXY_PORT")
          + "/sharding_db?useSSL=false&allowPublicKeyRetrieval=true&characterEncoding=UTF-8&serverTimezone=UTC&" + settings);
      config.setUsername("root");
      config.setPassword("root");
      config.setMaximumPoolSize(4);
      try (HikariDataSource pool = new HikariDataSource(config)) {
        String version = com.mysql.cj.jdbc.Driver.class.getPackage().getImplementationVersion();
        failed += new Checks(pool::getConnection, "Connector/J " + version + " " + settings, true).run();
      }
    }
    return failed;
  }
}
