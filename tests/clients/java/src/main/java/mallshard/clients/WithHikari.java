package mallshard.clients;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The checks over HikariCP and MySQL Connector/J. PROXY_PORT says where. */
public final class WithHikari {
  public static void main(String[] arguments) {
    int failed = 0;
    for (boolean server : new boolean[] {false, true}) {
      for (boolean rewrite : new boolean[] {false, true}) {
        HikariConfig config = new HikariConfig();
        String settings = "useServerPrepStmts=" + server + "&rewriteBatchedStatements=" + rewrite;
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
    }
    System.exit(failed == 0 ? 0 : 1);
  }
}
