package mallshard.shop;

import com.baomidou.mybatisplus.extension.service.impl.ServiceImpl;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Service
public class OrderService extends ServiceImpl<OrderMapper, Order> {
  /** What a failing purchase throws. */
  static final class NoStock extends RuntimeException {}

  @Autowired private ItemMapper items;
  @Autowired private StockMapper stock;
  @Autowired private ConfigMapper configs;
  @Autowired @Lazy private OrderService self;

  /** Saves an order with two items and locks their stock; all or nothing. */
  @Transactional
  public Order buy(int user, String sn, int count, long sku) {
    Order order = new Order(user, sn, "20.5000", 0);
    save(order);
    if (getById(order.orderId) == null) throw new AssertionError("a transaction does not see its own row");
    items.insertAll(List.of(new Item(order, sku, count, "10.2500"), new Item(order, sku + 1, 1, "1.0000")));
    if (stock.lock(sku, 1, count) == 0) throw new NoStock();
    return order;
  }

  /** Writes to a broadcast table and to all shards, then fails. */
  @Transactional(rollbackFor = Exception.class)
  public void failEverywhere(String prefix) {
    configs.insert(new Config("failed", "x"));
    lambdaUpdate().likeRight(Order::getOrderSn, prefix).set(Order::getStatus, 99).update();
    throw new NoStock();
  }

  /** The outer part stays, the inner one goes back to its savepoint. */
  @Transactional
  public void outer(String prefix) {
    save(new Order(1, prefix + "outer", "1.0000", 0));
    try {
      self.inner(prefix);
    } catch (NoStock expected) {
      save(new Order(2, prefix + "after", "1.0000", 0));
    }
  }

  @Transactional(propagation = Propagation.NESTED)
  public void inner(String prefix) {
    save(new Order(3, prefix + "inner1", "1.0000", 0));
    save(new Order(4, prefix + "inner2", "1.0000", 0));
    throw new NoStock();
  }

  /** A log entry of its own transaction, whatever becomes of the caller's. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void log(String sn) {
    save(new Order(9, sn, "0.0000", 0));
  }

  @Transactional
  public void logAndFail(String prefix) {
    save(new Order(8, prefix + "work", "0.0000", 0));
    self.log(prefix + "log");
    throw new NoStock();
  }

  @Transactional(readOnly = true)
  public long countReadOnly(String prefix) {
    return lambdaQuery().likeRight(Order::getOrderSn, prefix).count();
  }

  @Transactional(readOnly = true)
  public void writeReadOnly() {
    save(new Order(1, "never", "0.0000", 0));
  }

  @Transactional(isolation = Isolation.READ_COMMITTED)
  public Order lockAndAdd(long id, int user) {
    Order order = baseMapper.lock(id, user);
    order.totalAmount = order.totalAmount.add(java.math.BigDecimal.ONE);
    order.version = null;
    updateById(order);
    return order;
  }
}
