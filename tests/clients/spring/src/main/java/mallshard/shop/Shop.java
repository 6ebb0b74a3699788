package mallshard.shop;

import com.alibaba.druid.pool.DruidDataSource;
import com.baomidou.mybatisplus.annotation.DbType;
import com.baomidou.mybatisplus.extension.plugins.MybatisPlusInterceptor;
import com.baomidou.mybatisplus.extension.plugins.inner.OptimisticLockerInnerInterceptor;
import com.baomidou.mybatisplus.extension.plugins.inner.PaginationInnerInterceptor;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.mybatis.spring.annotation.MapperScan;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A shop in the shape of the applications that stand behind the proxy. The same checks run on the plain server
 * of PLAIN_PORT, which shows that they are right, and through the proxy on PROXY_PORT.
 */
@SpringBootApplication
@MapperScan(basePackageClasses = Shop.class, annotationClass = org.apache.ibatis.annotations.Mapper.class)
public class Shop {
  private static final String[][] kSettings = {
    {"hikari", ""},
    {"hikari", "&allowMultiQueries=true&rewriteBatchedStatements=true"},
    {"druid", "&useServerPrepStmts=true&cachePrepStmts=true"},
    {"druid", "&useServerPrepStmts=true&cachePrepStmts=true&rewriteBatchedStatements=true&allowMultiQueries=true"},
    {"hikari", "&useServerPrepStmts=true&useLocalSessionState=true&elideSetAutoCommits=true&cacheServerConfiguration=true"},
  };

  public static void main(String[] arguments) throws Exception {
    int failed = run("PLAIN_PORT", kSettings[0]);
    for (String[] setting : kSettings) failed += run("PROXY_PORT", setting);
    System.exit(failed == 0 ? 0 : 1);
  }

  private static int run(String port, String[] setting) {
    String url = "jdbc:mysql://127.0.0.1:" + System.getenv(port)
        + "/sharding_db?useUnicode=true&characterEncoding=UTF-8&serverTimezone=Asia/Shanghai" + setting[1];
    // A plain MySQL asks for its public key where the proxy does not.
    if (port.equals("PLAIN_PORT")) url += "&allowPublicKeyRetrieval=true";
    try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Shop.class)
             .web(WebApplicationType.NONE)
             .properties("shop.url=" + url, "shop.pool=" + setting[0], "spring.main.banner-mode=off",
                 "logging.level.root=ERROR", "mybatis-plus.mapper-locations=classpath:/mapper/*.xml",
                 "mybatis-plus.global-config.banner=false")
             .run()) {
      Checks checks = context.getAutowireCapableBeanFactory().createBean(Checks.class);
      return checks.run(port + " " + setting[0] + setting[1], port.equals("PLAIN_PORT"), url.contains("allowMultiQueries"));
    }
  }

  @Bean
  DataSource dataSource(@Value("${shop.url}") String url, @Value("${shop.pool}") String pool) {
    if (pool.equals("hikari")) {
      HikariDataSource source = new HikariDataSource();
      source.setJdbcUrl(url);
      source.setUsername("root");
      source.setPassword("root");
      source.setMaximumPoolSize(10);
      return source;
    }
    DruidDataSource source = new DruidDataSource();
    source.setUrl(url);
    source.setUsername("root");
    source.setPassword("root");
    source.setMaxActive(10);
    source.setPoolPreparedStatements(true);
    source.setMaxPoolPreparedStatementPerConnectionSize(20);
    source.setValidationQuery("SELECT 1");
    source.setTestOnBorrow(true);
    return source;
  }

  @Bean
  MybatisPlusInterceptor interceptor() {
    MybatisPlusInterceptor all = new MybatisPlusInterceptor();
    all.addInnerInterceptor(new OptimisticLockerInnerInterceptor());
    all.addInnerInterceptor(new PaginationInnerInterceptor(DbType.MYSQL));
    return all;
  }
}
