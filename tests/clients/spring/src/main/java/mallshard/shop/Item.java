package mallshard.shop;

import com.baomidou.mybatisplus.annotation.IdType;
import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;
import java.math.BigDecimal;

/** A row of the table that is bound to the orders. */
@TableName("t_order_item")
public class Item {
  @TableId(type = IdType.AUTO)
  public Long orderItemId;
  public Long orderId;
  public Integer userId;
  public Long skuId;
  public String skuName;
  public Integer skuQuantity;
  public BigDecimal skuPrice;

  public Item() {}

  public Item(Order order, long skuId, int quantity, String price) {
    orderId = order.orderId;
    userId = order.userId;
    this.skuId = skuId;
    skuName = "sku " + skuId;
    skuQuantity = quantity;
    skuPrice = new BigDecimal(price);
  }

  public Long getOrderItemId() { return orderItemId; }
  public void setOrderItemId(Long id) { orderItemId = id; }
  public Long getOrderId() { return orderId; }
  public Integer getUserId() { return userId; }
  public Long getSkuId() { return skuId; }
  public Integer getSkuQuantity() { return skuQuantity; }
}
