package mallshard.shop;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;
import java.util.List;
import org.apache.ibatis.annotations.Param;

@org.apache.ibatis.annotations.Mapper
public interface ItemMapper extends BaseMapper<Item> {
  int insertAll(@Param("items") List<Item> items);
  int rename(@Param("items") List<Item> items);
}
