package mallshard.schema;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/** A row of the sharded table, with a generated key. */
@Entity(name = "Order")
@Table(name = "t_order")
public class Order {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "order_id")
  public Long id;
  @Column(name = "user_id", nullable = false)
  public Integer user;
  @Column(length = 50)
  public String status;
  @Column(precision = 12, scale = 2)
  public BigDecimal amount;
  public LocalDateTime created;
  @Version
  public int version;

  public Order() {}

  public Order(int user, String status, String amount) {
    this.user = user;
    this.status = status;
    this.amount = new BigDecimal(amount);
  }
}
