package mallshard.shop;

import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableLogic;
import com.baomidou.mybatisplus.annotation.TableName;

/** A row of a table that lies on one server, with an id of the application's. */
@TableName("pms_category")
public class Category {
  @TableId
  public Long catId;
  public String name;
  @TableLogic(value = "1", delval = "0")
  public Integer showStatus;

  public Category() {}

  public Category(String name) {
    this.name = name;
  }

  public Long getCatId() { return catId; }
  public String getName() { return name; }
}
