package mallshard.clients;

import java.sql.Connection;
import java.sql.DriverManager;

/** MySQL Connector/J without a pool: what is special to it. PROXY_PORT and PLAIN_PORT say where. */
public final class WithDriver {
  /** The number of checks that failed. */
  static int run() throws Exception {
    int failed = 0;
    String version = com.mysql.cj.jdbc.Driver.class.getPackage().getImplementationVersion();
    for (String port : new String[] {"PLAIN_PORT", "PROXY_PORT"}) {
      failed += new DriverChecks((schema, more) -> connect(port, schema, more), "Connector/J " + version + " " + port,
          port.equals("PLAIN_PORT")).run();
    }
    for (String more : new String[] {"&useInformationSchema=true", "&useInformationSchema=false"}) {
      for (String schema : new String[] {"app_db", "sharding_db"}) {
        try (Connection plain = connect("PLAIN_PORT", schema, more); Connection proxied = connect("PROXY_PORT", schema, more)) {
          Metadata.create(plain, schema.equals("sharding_db"));
          Metadata.create(proxied, schema.equals("sharding_db"));
          failed += new Metadata(schema + more, plain, proxied, schema).run();
        }
      }
    }
    return failed;
  }

  static Connection connect(String port, String schema, String more) throws Exception {
    return DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + System.getenv(port) + "/" + schema
        + "?useSSL=false&allowPublicKeyRetrieval=true" + (more.contains("characterEncoding") ? "" : "&characterEncoding=UTF-8")
        + (more.contains("TimeZone") ? "" : "&serverTimezone=UTC") + more, "root", "root");
  }
}
