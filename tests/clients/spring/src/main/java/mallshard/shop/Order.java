package mallshard.shop;

import com.baomidou.mybatisplus.annotation.IdType;
import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableLogic;
import com.baomidou.mybatisplus.annotation.TableName;
import com.baomidou.mybatisplus.annotation.Version;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/** A row of the sharded table; its key is the proxy's, told by the OK packet. */
@TableName("t_order")
public class Order {
  @TableId(type = IdType.AUTO)
  public Long orderId;
  public Integer userId;
  public String orderSn;
  public BigDecimal totalAmount;
  public Integer status;
  public String note;
  public LocalDateTime createTime;
  public Boolean confirmed;
  public byte[] receipt;
  @Version
  public Integer version;
  @TableLogic(value = "0", delval = "1")
  public Integer deleted;

  public Order() {}

  public Order(int userId, String orderSn, String totalAmount, int status) {
    this.userId = userId;
    this.orderSn = orderSn;
    this.totalAmount = new BigDecimal(totalAmount);
    this.status = status;
    this.note = "n";
  }

  // MyBatis-Plus' lambdas name columns by their getters.
  public Long getOrderId() { return orderId; }
  public void setOrderId(Long id) { orderId = id; }
  public Integer getUserId() { return userId; }
  public String getOrderSn() { return orderSn; }
  public BigDecimal getTotalAmount() { return totalAmount; }
  public Integer getStatus() { return status; }
  public String getNote() { return note; }
  public LocalDateTime getCreateTime() { return createTime; }
  public Integer getVersion() { return version; }
  public void setVersion(Integer value) { version = value; }
}
