package mallshard.shop;

import com.baomidou.mybatisplus.core.conditions.query.LambdaQueryWrapper;
import com.baomidou.mybatisplus.core.conditions.query.QueryWrapper;
import com.baomidou.mybatisplus.core.conditions.update.LambdaUpdateWrapper;
import com.baomidou.mybatisplus.core.toolkit.Wrappers;
import com.baomidou.mybatisplus.extension.plugins.pagination.Page;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the shop does, each as one named check. */
final class Checks {
  private interface Check {
    void run() throws Exception;
  }

  @Autowired private JdbcTemplate jdbc;
  @Autowired private OrderService orders;
  @Autowired private OrderMapper orderMapper;
  @Autowired private ItemMapper items;
  @Autowired private ConfigMapper configs;
  @Autowired private CategoryMapper categories;
  @Autowired private StockMapper stock;

  private String setting;
  private int done = 0;
  private int failed = 0;

  /** The number of checks that failed. keysByServer: no proxy generates keys. */
  int run(String name, boolean keysByServer, boolean severalStatements) {
    setting = name;
    check("tables are created", () -> createTables(keysByServer ? " AUTO_INCREMENT" : ""));
    check("save returns the generated key", this::save);
    check("every kind of column comes back", this::types);
    check("saveBatch returns the key of each row", this::saveBatch);
    check("a page has its rows and the total", this::page);
    check("selectOne by another than the sharding key", this::selectOne);
    check("lambda conditions", this::conditions);
    check("grouped and aggregated maps", this::aggregates);
    check("updates by id, by wrapper, in a batch", this::updates);
    check("a stale version updates nothing", this::optimisticLock);
    check("deleted rows are hidden, not gone", this::logicDelete);
    check("ON DUPLICATE KEY UPDATE writes or changes", this::upsert);
    check("a duplicate key is Spring's exception for it", this::duplicate);
    check("a broadcast table is one table", this::broadcast);
    check("lists in XML: rows, pairs of keys", this::batchXml);
    check("orders joined with what they hold", this::joins);
    check("a purchase commits whole", this::purchase);
    check("a failed purchase leaves nothing", this::failedPurchase);
    check("nested and separate transactions", this::propagation);
    check("a read only transaction reads and refuses", this::readOnly);
    check("stock is never sold twice", this::concurrentStock);
    check("a locked row is changed by one at a time", this::concurrentRow);
    check("a streamed result", this::stream);
    if (severalStatements) check("several statements in one text", this::severalStatements);
    System.out.println(
        (failed == 0 ? "ok    " : "FAIL  ") + "shop " + setting + ": " + (done - failed) + " of " + done + " checks");
    return failed;
  }

  private void check(String name, Check check) {
    ++done;
    try {
      check.run();
    } catch (Throwable problem) {
      ++failed;
      System.out.println("FAIL  shop " + setting + ": " + name + ": " + problem);
      for (StackTraceElement at : problem.getStackTrace()) {
        if (at.getClassName().startsWith("mallshard")) System.out.println("      at " + at);
      }
    }
  }

  private static void equal(Object expected, Object got) {
    if (!expected.equals(got)) throw new AssertionError("expected " + expected + ", got " + got);
  }

  private static void fails(Class<? extends Throwable> kind, Check check) {
    try {
      check.run();
    } catch (Throwable problem) {
      if (kind.isInstance(problem)) return;
      throw new AssertionError("expected " + kind.getSimpleName() + ", got " + problem, problem);
    }
    throw new AssertionError("expected " + kind.getSimpleName() + ", got nothing");
  }

  private void createTables(String generated) {
    for (String table : new String[] {"t_order", "t_order_item", "t_config", "wms_ware_sku", "pms_category",
             "pms_attr_attrgroup_relation", "pms_sku_info", "pms_sku_sale_attr_value"}) {
      jdbc.execute("DROP TABLE IF EXISTS " + table);
    }
    jdbc.execute("CREATE TABLE `t_order` (`order_id` bigint(20) NOT NULL" + generated + " COMMENT 'id', `user_id` int(11) NOT NULL, "
        + "`order_sn` char(64) DEFAULT NULL, `total_amount` decimal(18,4) DEFAULT NULL, `status` tinyint(4) DEFAULT NULL, "
        + "`note` varchar(500) DEFAULT NULL, `create_time` datetime(3) DEFAULT CURRENT_TIMESTAMP(3), `confirmed` tinyint(1) DEFAULT NULL, "
        + "`receipt` blob, `version` int NOT NULL DEFAULT 1, `deleted` tinyint NOT NULL DEFAULT 0, "
        + "PRIMARY KEY (`order_id`), KEY `idx_sn` (`order_sn`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='orders'");
    jdbc.execute("CREATE TABLE t_order_item (order_item_id bigint NOT NULL" + generated + " PRIMARY KEY, order_id bigint NOT NULL, "
        + "user_id int NOT NULL, sku_id bigint, sku_name varchar(255), sku_quantity int, sku_price decimal(18,4)) DEFAULT CHARSET=utf8mb4");
    jdbc.execute("CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100)) DEFAULT CHARSET=utf8mb4");
    jdbc.execute("CREATE TABLE wms_ware_sku (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, sku_id bigint, ware_id bigint, stock int, "
        + "sku_name varchar(200), stock_locked int DEFAULT '0', UNIQUE KEY (sku_id, ware_id))");
    jdbc.execute("CREATE TABLE pms_category (cat_id bigint NOT NULL PRIMARY KEY, name char(50), show_status tinyint DEFAULT 1)");
    jdbc.execute("CREATE TABLE pms_attr_attrgroup_relation (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, attr_id bigint, "
        + "attr_group_id bigint, attr_sort int)");
    jdbc.execute("CREATE TABLE pms_sku_info (sku_id bigint NOT NULL PRIMARY KEY, spu_id bigint)");
    jdbc.execute("CREATE TABLE pms_sku_sale_attr_value (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, sku_id bigint, attr_id bigint, "
        + "attr_name varchar(200), attr_value varchar(200))");
  }

  private void save() {
    Set<Long> keys = new TreeSet<>();
    for (int user = 1; user <= 4; ++user) {
      Order order = new Order(user, "save" + user, "12.3400", 1);
      equal(true, orders.save(order));
      keys.add(order.orderId);
      equal("save" + user, orders.getById(order.orderId).orderSn);
      equal(1, orders.getById(order.orderId).version);
    }
    equal(4, keys.size());
    equal(4, orders.listByIds(keys).size());
  }

  private void types() {
    Order order = new Order(7, "types \u8ba2\u5355 \ud83d\ude80 'quoted' \\ back", "-99999999999999.9999", -128);
    order.createTime = LocalDateTime.of(2024, 2, 29, 23, 59, 59);
    order.confirmed = true;
    order.receipt = new byte[] {0, 1, (byte) 0xff, '\'', '\\', 0x1a};
    order.note = "";
    orders.save(order);
    Order read = orders.getById(order.orderId);
    equal(order.orderSn, read.orderSn);
    equal(order.totalAmount, read.totalAmount);
    equal(-128, read.status);
    equal(order.createTime, read.createTime);
    equal(true, read.confirmed);
    equal(Arrays.toString(order.receipt), Arrays.toString(read.receipt));
    equal("", read.note);
    Order empty = new Order();
    empty.userId = 8;
    orders.save(empty);
    equal(true, orders.getById(empty.orderId).orderSn == null);
    equal(true, orders.getById(empty.orderId).createTime != null);
  }

  private List<Order> saved(String prefix, int count) {
    List<Order> all = new ArrayList<>();
    for (int i = 0; i < count; ++i) {
      all.add(new Order(i % 5, prefix + String.format("%03d", i), i + ".5000", i % 3));
    }
    equal(true, orders.saveBatch(all, 25));
    return all;
  }

  private void saveBatch() {
    for (Order order : saved("batch", 60)) {
      Order read = orders.lambdaQuery().eq(Order::getOrderId, order.orderId).eq(Order::getUserId, order.userId).one();
      equal(order.orderSn, read.orderSn);
    }
    equal(60L, orders.lambdaQuery().likeRight(Order::getOrderSn, "batch").count());
    equal(20L, orders.lambdaQuery().likeRight(Order::getOrderSn, "batch").eq(Order::getStatus, 1).count());
  }

  private static String numbers(List<Order> found) {
    return found.stream().map(order -> order.orderSn.replaceAll("\\D+", "")).collect(Collectors.joining(","));
  }

  private void page() {
    LambdaQueryWrapper<Order> batch = Wrappers.<Order>lambdaQuery().likeRight(Order::getOrderSn, "batch").orderByDesc(Order::getOrderSn);
    Page<Order> page = orders.page(new Page<>(3, 7), batch);
    equal(60L, page.getTotal());
    equal(9L, page.getPages());
    equal("045,044,043,042,041,040,039", numbers(page.getRecords()));
    equal("003,002,001,000", numbers(orders.page(new Page<>(9, 7), batch).getRecords()));
    equal(0, orders.page(new Page<>(100, 7), batch).getRecords().size());
    Page<Map<String, Object>> maps = orders.pageMaps(new Page<>(1, 2), new QueryWrapper<Order>().select("user_id", "count(*) as n")
        .likeRight("order_sn", "batch").groupBy("user_id").orderByAsc("user_id"));
    equal(5L, maps.getTotal());
    equal("0=12", maps.getRecords().get(0).get("user_id") + "=" + maps.getRecords().get(0).get("n"));
  }

  private void selectOne() {
    Order found = orders.getOne(Wrappers.<Order>lambdaQuery().eq(Order::getOrderSn, "batch017"));
    equal(2, found.userId);
    equal(new BigDecimal("17.5000"), found.totalAmount);
    equal(true, orders.getOne(Wrappers.<Order>lambdaQuery().eq(Order::getOrderSn, "none")) == null);
    fails(Exception.class, () -> orders.getOne(Wrappers.<Order>lambdaQuery().likeRight(Order::getOrderSn, "batch01")));
    equal("batch019", orders.getOne(Wrappers.<Order>lambdaQuery().likeRight(Order::getOrderSn, "batch01")
        .orderByDesc(Order::getOrderSn).last("limit 1")).orderSn);
  }

  private void conditions() {
    LambdaQueryWrapper<Order> all = Wrappers.<Order>lambdaQuery().likeRight(Order::getOrderSn, "batch");
    equal("001,006,011", numbers(orders.list(all.clone().eq(Order::getUserId, 1).in(Order::getStatus, 0, 1, 2)
        .orderByAsc(Order::getOrderSn).last("limit 0, 3"))));
    equal("010,011,012", numbers(orders.list(all.clone().between(Order::getTotalAmount, 10, 13).orderByAsc(Order::getOrderId))
        .stream().sorted((a, b) -> a.orderSn.compareTo(b.orderSn)).collect(Collectors.toList())));
    equal("059,058", numbers(orders.list(all.clone().and(w -> w.eq(Order::getUserId, 4).or().eq(Order::getUserId, 3))
        .notIn(Order::getStatus, List.of(0)).ge(Order::getTotalAmount, 57).isNotNull(Order::getNote).orderByDesc(Order::getOrderSn))));
    equal("6", String.valueOf(orders.count(all.clone().like(Order::getOrderSn, "7").ne(Order::getOrderSn, "batch047").lt(Order::getTotalAmount, 60)
        .or().eq(Order::getOrderSn, "batch000"))));
    equal(true, orders.lambdaQuery().eq(Order::getUserId, 3).exists());
    equal(false, orders.lambdaQuery().eq(Order::getUserId, 333).exists());
    equal("4", String.valueOf(orders.list(new QueryWrapper<Order>().select("distinct user_id").likeRight("order_sn", "batch")
        .inSql("user_id", "select user_id from t_order where order_sn in ('batch001','batch002','batch003','batch004')")).size()));
  }

  private void aggregates() {
    List<Map<String, Object>> totals = orderMapper.totalsByUser("batch", 12, 3);
    equal(3, totals.size());
    equal("4 12 384.0000 1.0000", totals.get(0).get("userId") + " " + totals.get(0).get("orders") + " " + totals.get(0).get("amount")
        + " " + totals.get(0).get("mean"));
    List<Object> sums = orders.listObjs(new QueryWrapper<Order>().select("sum(total_amount)").likeRight("order_sn", "batch"));
    equal(new BigDecimal("1800.0000"), sums.get(0));
    Map<String, Object> ends = orders.getMap(new QueryWrapper<Order>().select("min(order_sn) as least", "max(order_sn) as most",
        "count(distinct status) as kinds", "avg(total_amount) as mean").likeRight("order_sn", "batch"));
    equal("batch000 batch059 3 30.00000000", ends.get("least") + " " + ends.get("most") + " " + ends.get("kinds") + " " + ends.get("mean"));
  }

  private void updates() {
    List<Order> some = saved("upd", 12);
    some.forEach(order -> {
      order.note = "changed " + order.orderSn;
      order.version = null;
    });
    equal(true, orders.updateBatchById(some));
    equal("changed upd007", orders.getById(some.get(7).orderId).note);
    equal(12, orderMapper.update(null, new LambdaUpdateWrapper<Order>().likeRight(Order::getOrderSn, "upd").setSql("note = concat(note, '!')")
        .set(Order::getStatus, 5)));
    equal("changed upd007!", orders.getById(some.get(7).orderId).note);
    // Found rows are told, not changed ones.
    equal(12, orderMapper.update(null, new LambdaUpdateWrapper<Order>().likeRight(Order::getOrderSn, "upd").set(Order::getStatus, 5)));
    equal(3, orderMapper.update(null, new LambdaUpdateWrapper<Order>().likeRight(Order::getOrderSn, "upd").eq(Order::getUserId, 1)
        .set(Order::getStatus, 6)));
    equal(1, orderMapper.updateStatusBySn("upd003", 7));
    equal(7, orders.getById(some.get(3).orderId).status);
    Order known = orders.getById(some.get(0).orderId);
    known.note = "known";
    Order unknown = new Order(3, "upd999", "1.0000", 1);
    equal(true, orders.saveOrUpdateBatch(List.of(known, unknown)));
    equal("known", orders.getById(known.orderId).note);
    equal("upd999", orders.getById(unknown.orderId).orderSn);
  }

  private void optimisticLock() {
    Order order = saved("ver", 1).get(0);
    Order first = orders.getById(order.orderId);
    Order second = orders.getById(order.orderId);
    first.note = "first";
    second.note = "second";
    equal(1, orderMapper.updateById(first));
    equal(2, first.version);
    equal(0, orderMapper.updateById(second));
    equal("first", orders.getById(order.orderId).note);
  }

  private void logicDelete() {
    List<Order> some = saved("del", 6);
    equal(true, orders.removeById(some.get(0).orderId));
    equal(true, orders.removeByIds(List.of(some.get(1).orderId, some.get(2).orderId)));
    equal(true, orders.remove(Wrappers.<Order>lambdaQuery().eq(Order::getOrderSn, "del003")));
    equal(false, orders.removeById(some.get(0).orderId));
    equal(2L, orders.lambdaQuery().likeRight(Order::getOrderSn, "del").count());
    equal(6L, orderMapper.countAll("del"));
    Category category = new Category("books");
    categories.insert(category);
    categories.insert(new Category("music"));
    equal(1, categories.deleteBatchIds(List.of(category.catId)));
    equal(1L, categories.selectCount(null));
    equal("music", categories.selectList(null).get(0).name);
    equal(0, jdbc.queryForObject("select show_status from pms_category where cat_id = ?", Integer.class, category.catId));
  }

  private void upsert() {
    for (int user = 0; user < 4; ++user) {
      Order order = new Order(user, "ups" + user, "1.0000", 1);
      order.orderId = 100L + user * 3;
      equal(1, orderMapper.upsert(order));
      order.status = 2;
      order.note = "again";
      equal(2, orderMapper.upsert(order));
      equal("n+again 2", orders.getById(order.orderId).note + " " + orders.getById(order.orderId).status);
    }
    equal(1, stock.arrive(1, 1, 10));
    equal(2, stock.arrive(1, 1, 5));
    equal(15, jdbc.queryForObject("select stock from wms_ware_sku where sku_id = 1", Integer.class));
  }

  private void duplicate() {
    fails(DuplicateKeyException.class,
        () -> jdbc.update("insert into t_order (order_id, user_id) values (?, ?)", 100L, 0));
    fails(DuplicateKeyException.class, () -> {
      configs.insert(new Config("twice", "1"));
      configs.insert(new Config("twice", "2"));
    });
    equal("1", configs.selectById("twice").configValue);
  }

  private void broadcast() {
    for (int status = 0; status < 3; ++status) configs.insert(new Config("status." + status, "label " + status));
    equal(3L, configs.selectCount(Wrappers.<Config>lambdaQuery().likeRight(Config::getConfigKey, "status.")));
    Config changed = new Config("status.2", "the last");
    equal(1, configs.updateById(changed));
    equal("the last", configs.selectById("status.2").configValue);
    equal(1, configs.deleteById("twice"));
    equal("[label 0, label 1, the last]", configs.selectList(Wrappers.<Config>lambdaQuery().orderByAsc(Config::getConfigKey)).stream()
        .map(Config::getConfigValue).collect(Collectors.toList()).toString());
  }

  private void batchXml() {
    List<Order> some = saved("xml", 8);
    List<Item> rows = new ArrayList<>();
    for (Order order : some) rows.add(new Item(order, order.userId * 10L, 2, "3.0000"));
    equal(8, items.insertAll(rows));
    for (Item item : rows) equal(item.orderId, items.selectById(item.orderItemId).orderId);
    equal("000,003,004,007", numbers(orderMapper.byKeys(List.of(some.get(0), some.get(3), some.get(4), some.get(7))).stream()
        .sorted((a, b) -> a.orderSn.compareTo(b.orderSn)).collect(Collectors.toList())));
    List<Relation> pairs = List.of(new Relation(1, 1), new Relation(1, 2), new Relation(2, 1), new Relation(2, 2));
    equal(4, stock.relate(pairs));
    equal(3, stock.unrelate(List.of(pairs.get(0), pairs.get(3), new Relation(3, 3), pairs.get(1))));
    equal(1, jdbc.queryForObject("select count(*) from pms_attr_attrgroup_relation", Integer.class));
  }

  private void joins() {
    List<Map<String, Object>> contents = orderMapper.contents("xml");
    equal(8, contents.size());
    equal("xml004 1 6.0000 40 label 1", String.join(" ", contents.get(4).get("sn").toString(), contents.get(4).get("items").toString(),
        contents.get(4).get("total").toString(), contents.get(4).get("skus").toString(), contents.get(4).get("label").toString()));
    jdbc.update("insert into pms_sku_info values (1, 7), (2, 7), (3, 7), (4, 8)");
    jdbc.update("insert into pms_sku_sale_attr_value (sku_id, attr_id, attr_name, attr_value) values "
        + "(1, 1, 'colour', 'red'), (2, 1, 'colour', 'red'), (3, 1, 'colour', 'blue'), (1, 2, 'size', 'L'), (4, 2, 'size', 'M')");
    List<Map<String, Object>> attributes = stock.saleAttributes(7);
    equal("[blue:3, red:1,2, L:1]", attributes.stream().map(row -> row.get("attrValue") + ":" + row.get("skus"))
        .collect(Collectors.toList()).toString());
    // The stock lies on one server, the items on all.
    equal(15, jdbc.queryForObject("select sum(distinct s.stock) from t_order_item i join wms_ware_sku s on s.sku_id = 1 "
        + "where i.sku_id >= ?", Integer.class, 0));
  }

  private void purchase() {
    stock.arrive(50, 1, 3);
    Order order = orders.buy(3, "buy1", 2, 50);
    equal("buy1", orders.getById(order.orderId).orderSn);
    equal(2L, items.selectCount(Wrappers.<Item>lambdaQuery().eq(Item::getOrderId, order.orderId).eq(Item::getUserId, 3)));
    equal(2, jdbc.queryForObject("select stock_locked from wms_ware_sku where sku_id = 50", Integer.class));
  }

  private void failedPurchase() {
    long before = items.selectCount(null);
    fails(OrderService.NoStock.class, () -> orders.buy(2, "buy2", 2, 50));
    equal(0L, orderMapper.countAll("buy2"));
    equal(before, items.selectCount(null));
    equal(2, jdbc.queryForObject("select stock_locked from wms_ware_sku where sku_id = 50", Integer.class));
    fails(OrderService.NoStock.class, () -> orders.failEverywhere("batch"));
    equal(0L, orders.lambdaQuery().eq(Order::getStatus, 99).count());
    equal(true, configs.selectById("failed") == null);
  }

  private void propagation() {
    orders.outer("nest");
    equal("nestafter,nestouter", orders.list(Wrappers.<Order>lambdaQuery().likeRight(Order::getOrderSn, "nest").orderByAsc(Order::getOrderSn))
        .stream().map(Order::getOrderSn).collect(Collectors.joining(",")));
    fails(OrderService.NoStock.class, () -> orders.logAndFail("sep"));
    equal("seplog", orders.list(Wrappers.<Order>lambdaQuery().likeRight(Order::getOrderSn, "sep")).stream().map(Order::getOrderSn)
        .collect(Collectors.joining(",")));
  }

  private void readOnly() {
    equal(60L, orders.countReadOnly("batch"));
    fails(Exception.class, orders::writeReadOnly);
    equal(0L, orderMapper.countAll("never"));
    saved("after", 1);
  }

  private void concurrentStock() throws Exception {
    stock.arrive(60, 1, 20);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 48; ++i) {
      int number = i;
      all.add(threads.submit(() -> {
        try {
          orders.buy(number % 6, "many" + number, 1, 60);
          return 1;
        } catch (OrderService.NoStock refused) {
          return 0;
        }
      }));
    }
    int sold = 0;
    for (Future<Integer> one : all) sold += one.get();
    threads.shutdown();
    equal(20, sold);
    equal(20L, orderMapper.countAll("many"));
    equal(20, jdbc.queryForObject("select stock_locked from wms_ware_sku where sku_id = 60", Integer.class));
  }

  private void concurrentRow() throws Exception {
    Order order = saved("row", 1).get(0);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 24; ++i) all.add(threads.submit(() -> orders.lockAndAdd(order.orderId, order.userId)));
    for (Future<?> one : all) one.get();
    threads.shutdown();
    equal(new BigDecimal("24.5000"), orders.getById(order.orderId).totalAmount);
  }

  private void stream() {
    List<String> seen = new ArrayList<>();
    orderMapper.stream(Wrappers.<Order>lambdaQuery().likeRight(Order::getOrderSn, "batch").orderByAsc(Order::getOrderSn),
        row -> seen.add(row.getResultObject().orderSn));
    equal(60, seen.size());
    equal("batch059", seen.get(59));
    List<String> first = new ArrayList<>();
    orderMapper.stream(Wrappers.<Order>lambdaQuery().orderByAsc(Order::getOrderSn), row -> {
      first.add(row.getResultObject().orderSn);
      if (first.size() == 3) row.stop();
    });
    equal(3, first.size());
  }

  private void severalStatements() {
    List<Order> some = saved("multi", 6);
    List<Item> rows = new ArrayList<>();
    for (Order order : some) rows.add(new Item(order, 1, 1, "1.0000"));
    items.insertAll(rows);
    rows.forEach(item -> item.skuName = "renamed " + item.orderItemId);
    items.rename(rows);
    for (Item item : rows) equal(item.skuName, items.selectById(item.orderItemId).skuName);
  }
}
