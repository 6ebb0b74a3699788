package mallshard.shop;

import com.baomidou.mybatisplus.annotation.IdType;
import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;

/** A row of the broadcast table. */
@TableName("t_config")
public class Config {
  @TableId(type = IdType.INPUT)
  public String configKey;
  public String configValue;

  public Config() {}

  public Config(String key, String value) {
    configKey = key;
    configValue = value;
  }

  public String getConfigKey() { return configKey; }
  public String getConfigValue() { return configValue; }
}
