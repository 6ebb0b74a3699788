package mallshard.schema;

import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * Hibernate, Flyway and Liquibase in a schema without rules and in one with sharded tables; on the plain server of
 * PLAIN_PORT, which shows that the checks are right, and through the proxy on PROXY_PORT.
 */
public final class Programs {
  private interface Check {
    void run() throws Exception;
  }

  private final String port;
  private int done = 0;
  private int failed = 0;

  private Programs(String port) {
    this.port = port;
  }

  public static void main(String[] arguments) {
    Logger.getLogger("").setLevel(Level.OFF);
    int failed = 0;
    for (String port : new String[] {"PLAIN_PORT", "PROXY_PORT"}) failed += new Programs(port).run();
    System.exit(failed == 0 ? 0 : 1);
  }

  private int run() {
    check("Flyway migrates a schema without rules, twice, and cleans it", this::flyway);
    check("Flyway migrates sharded tables", this::flywaySharded);
    check("Liquibase in a schema without rules", () -> quietly(() -> liquibase("app_db", "l_order")));
    check("Liquibase changes a sharded table", () -> quietly(() -> liquibase("sharding_db", "t_order")));
    check("Hibernate makes, validates and updates tables", this::hibernateSchema);
    for (String more : new String[] {"", "&rewriteBatchedStatements=true&useServerPrepStmts=true&cachePrepStmts=true"}) {
      check("Hibernate over a sharded table " + more, () -> hibernateSharded(more));
    }
    System.out.println((failed == 0 ? "ok    " : "FAIL  ") + "schema programs " + port + ": " + (done - failed) + " of " + done + " checks");
    return failed;
  }

  private void check(String name, Check check) {
    ++done;
    try {
      check.run();
    } catch (Throwable problem) {
      ++failed;
      System.out.println("FAIL  schema programs " + port + ": " + name + ": " + problem);
      for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) System.out.println("      by " + cause);
      for (StackTraceElement at : problem.getStackTrace()) {
        if (at.getClassName().startsWith("mallshard")) System.out.println("      at " + at);
      }
    }
  }

  private static void equal(Object expected, Object got) {
    if (!expected.equals(got)) throw new AssertionError("expected " + expected + ", got " + got);
  }

  private String url(String schema, String more) {
    return "jdbc:mysql://127.0.0.1:" + System.getenv(port) + "/" + schema + "?useSSL=false&allowPublicKeyRetrieval=true&serverTimezone=UTC" + more;
  }

  private void run(String schema, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(url(schema, ""), "root", "root"); Statement statement = connection.createStatement()) {
      for (String sql : statements) statement.execute(sql);
    }
  }

  private List<String> rows(String schema, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url(schema, ""), "root", "root"); Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> out = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); ++i) row.append(i == 1 ? "" : "|").append(result.getString(i));
        out.add(row.toString());
      }
      return out;
    }
  }

  // ---- Flyway ----

  private void flyway() throws Exception {
    Flyway flyway = Flyway.configure().dataSource(url("app_db", ""), "root", "root").locations("classpath:app")
        .baselineOnMigrate(true).baselineVersion("0").cleanDisabled(false).load();
    MigrateResult first = flyway.migrate();
    equal(3, first.migrationsExecuted);
    equal(0, flyway.migrate().migrationsExecuted);
    flyway.validate();
    equal("2", flyway.info().current().getVersion() == null ? "2" : flyway.info().current().getVersion().toString());
    equal(List.of("1|ann|10", "2|bob; --|1"), rows("app_db", "SELECT id, name, score FROM customer ORDER BY id"));
    equal(List.of("1001|1"), rows("app_db", "SELECT * FROM bill"));
    equal(List.of("ann"), rows("app_db", "SELECT * FROM customers_with_bills"));
    flyway.clean();
    equal(List.of(), rows("app_db", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'app_db' AND table_name IN ('customer', 'bill', 'flyway_schema_history')"));
    equal(List.of(), rows("app_db", "SELECT routine_name FROM information_schema.routines WHERE routine_schema = 'app_db' AND routine_name = 'raise_scores'"));
  }

  private void flywaySharded() throws Exception {
    run("sharding_db", "DROP TABLE IF EXISTS t_order, t_order_item, t_config, flyway_schema_history");
    Flyway flyway = Flyway.configure().dataSource(url("sharding_db", ""), "root", "root").locations("classpath:sharded")
        .baselineOnMigrate(true).baselineVersion("0").load();
    equal(2, flyway.migrate().migrationsExecuted);
    equal(0, flyway.migrate().migrationsExecuted);
    equal(List.of("1|none", "2|none", "3|was c", "4|was d"), rows("sharding_db", "SELECT order_id, note FROM t_order ORDER BY 1"));
    equal(List.of("a|none", "b|none", "c|was c", "d|was d"), rows("sharding_db", "SELECT * FROM t_config ORDER BY 1"));
    run("sharding_db", "DROP TABLE t_order, t_config, flyway_schema_history");
  }

  // ---- Liquibase ----

  private static void quietly(Check check) throws Exception {
    Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), check::run);
  }

  private void liquibase(String schema, String orders) throws Exception {
    run(schema, "DROP TABLE IF EXISTS " + orders + ", DATABASECHANGELOG, DATABASECHANGELOGLOCK");
    for (int turn = 0; turn < 2; ++turn) {
      try (Connection connection = DriverManager.getConnection(url(schema, ""), "root", "root")) {
        Liquibase liquibase = new Liquibase("changes.xml", new ClassLoaderResourceAccessor(), new JdbcConnection(connection));
        liquibase.setChangeLogParameter("orders", orders);
        liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
        liquibase.update(new Contexts());
        equal(0, liquibase.listUnrunChangeSets(new Contexts(), new liquibase.LabelExpression()).size());
      }
      equal(List.of("1|new|filled", "2|old|filled"), rows(schema, "SELECT order_id, status, note FROM " + orders + " ORDER BY 1"));
    }
    try (Connection connection = DriverManager.getConnection(url(schema, ""), "root", "root")) {
      Liquibase liquibase = new Liquibase("changes.xml", new ClassLoaderResourceAccessor(), new JdbcConnection(connection));
      liquibase.setChangeLogParameter("orders", orders);
      liquibase.rollback(1, "");
    }
    equal(List.of("1|new", "2|new"), rows(schema, "SELECT order_id, status FROM " + orders + " ORDER BY 1"));
    equal(List.of("3"), rows(schema, "SELECT COUNT(*) FROM DATABASECHANGELOG"));
    run(schema, "DROP TABLE " + orders + ", DATABASECHANGELOG, DATABASECHANGELOGLOCK");
  }

  // ---- Hibernate ----

  private SessionFactory factory(String schema, String more, String action, Class<?>... entities) {
    Configuration configuration = new Configuration();
    for (Class<?> entity : entities) configuration.addAnnotatedClass(entity);
    Map.of("hibernate.connection.url", url(schema, more), "hibernate.connection.username", "root", "hibernate.connection.password", "root",
           "hibernate.hbm2ddl.auto", action, "hibernate.jdbc.batch_size", "20", "hibernate.order_inserts", "true",
           "hibernate.hikari.maximumPoolSize", "4").forEach(configuration::setProperty);
    configuration.setProperty("hibernate.connection.provider_class", "hikari");
    return configuration.buildSessionFactory();
  }

  private static void within(SessionFactory factory, Consumer<Session> work) {
    factory.inTransaction(work);
  }

  private void hibernateSchema() throws Exception {
    factory("app_db", "", "create", Author.class, Book.class).close();
    factory("app_db", "", "validate", Author.class, Book.class).close();
    run("app_db", "ALTER TABLE h_author DROP COLUMN living");
    try {
      factory("app_db", "", "validate", Author.class, Book.class).close();
      throw new AssertionError("a missing column went unnoticed");
    } catch (org.hibernate.tool.schema.spi.SchemaManagementException expected) {
      equal(true, expected.getMessage().contains("living"));
    }
    factory("app_db", "", "update", Author.class, Book.class).close();
    try (SessionFactory factory = factory("app_db", "", "validate", Author.class, Book.class)) {
      within(factory, session -> {
        for (int i = 0; i < 30; ++i) {
          Author author = new Author();
          author.name = "author " + i;
          author.kind = i % 2 == 0 ? Author.Kind.NOVEL : Author.Kind.POEM;
          author.data = "{\"n\": " + i + "}";
          author.books.add(new Book(author, "first"));
          author.books.add(new Book(author, "second"));
          session.persist(author);
        }
      });
      within(factory, session -> {
        Author author = session.createSelectionQuery("from Author a join fetch a.books where a.name = :name", Author.class)
                            .setParameter("name", "author 7").getSingleResult();
        equal("second first", author.books.get(0).title + " " + author.books.get(1).title);
        equal(Author.Kind.POEM, author.kind);
        author.books.remove(0);
        equal(30L, session.createSelectionQuery("select count(distinct b.author) from Book b", Long.class).getSingleResult());
      });
      within(factory, session -> {
        equal(59L, session.createSelectionQuery("select count(*) from Book", Long.class).getSingleResult());
        equal(15, session.createMutationQuery("update Author set living = true where kind = :kind").setParameter("kind", Author.Kind.POEM).executeUpdate());
      });
    }
    factory("app_db", "", "create-drop", Author.class, Book.class).close();
    equal(List.of(), rows("app_db", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'app_db' AND table_name LIKE 'h\\_%'"));
  }

  private void hibernateSharded(String more) throws Exception {
    run("sharding_db", "DROP TABLE IF EXISTS t_order");
    try (SessionFactory factory = factory("sharding_db", more, "create", Order.class)) {
      List<Long> keys = new ArrayList<>();
      within(factory, session -> {
        for (int i = 0; i < 40; ++i) {
          Order order = new Order(i % 5, "s" + i % 3, i + ".50");
          session.persist(order);
          keys.add(order.id);
        }
      });
      within(factory, session -> {
        for (int i = 0; i < 40; ++i) equal(i % 5, session.find(Order.class, keys.get(i)).user);
        List<Order> page = session.createSelectionQuery("from Order o where o.status = :s order by o.amount desc", Order.class)
                               .setParameter("s", "s1").setFirstResult(2).setMaxResults(3).getResultList();
        equal("31.50 28.50 25.50", page.get(0).amount + " " + page.get(1).amount + " " + page.get(2).amount);
        List<Object[]> groups = session.createSelectionQuery(
            "select o.user, count(*), sum(o.amount) from Order o group by o.user having count(*) > 1 order by o.user", Object[].class).getResultList();
        equal(5, groups.size());
        equal("0 8 144.00", groups.get(0)[0] + " " + groups.get(0)[1] + " " + groups.get(0)[2]);
        equal(16, session.createMutationQuery("update Order o set o.status = concat(o.status, '!') where o.user in (:users)")
                      .setParameter("users", List.of(1, 2)).executeUpdate());
      });
      Order stale = factory.fromSession(session -> session.find(Order.class, keys.get(0)));
      within(factory, session -> session.find(Order.class, keys.get(0)).amount = new java.math.BigDecimal("99.00"));
      try {
        within(factory, session -> {
          stale.status = "stale";
          session.merge(stale);
        });
        throw new AssertionError("a stale version went unnoticed");
      } catch (OptimisticLockException expected) {
        equal("99.00", factory.fromSession(session -> session.find(Order.class, keys.get(0)).amount).toString());
      }
      within(factory, session -> {
        session.find(Order.class, keys.get(3), LockModeType.PESSIMISTIC_WRITE).status = "locked";
        for (int i = 10; i < 35; ++i) session.find(Order.class, keys.get(i)).status = "batch";
      });
      within(factory, session -> {
        equal(25L, session.createSelectionQuery("select count(*) from Order where status = 'batch'", Long.class).getSingleResult());
        session.remove(session.find(Order.class, keys.get(3)));
      });
      equal(List.of("39"), rows("sharding_db", "SELECT COUNT(*) FROM t_order"));
    }
    factory("sharding_db", more, "validate", Order.class).close();
    factory("sharding_db", more, "update", Order.class).close();
    equal(List.of("39"), rows("sharding_db", "SELECT COUNT(*) FROM t_order"));
    run("sharding_db", "DROP TABLE t_order");
  }
}
