package mallshard.shop;

import com.baomidou.mybatisplus.core.conditions.Wrapper;
import com.baomidou.mybatisplus.core.mapper.BaseMapper;
import com.baomidou.mybatisplus.core.toolkit.Constants;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.ResultType;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.session.ResultHandler;

@org.apache.ibatis.annotations.Mapper
public interface OrderMapper extends BaseMapper<Order> {
  int upsert(Order order);
  int updateStatusBySn(@Param("orderSn") String orderSn, @Param("status") int status);
  List<Order> byKeys(@Param("keys") List<Order> keys);
  List<Map<String, Object>> contents(@Param("prefix") String prefix);
  List<Map<String, Object>> totalsByUser(
      @Param("prefix") String prefix, @Param("least") int least, @Param("limit") int limit);

  // Past the logic delete that the other queries respect.
  @Select("select count(*) from t_order where order_sn like concat(#{prefix}, '%')")
  long countAll(@Param("prefix") String prefix);

  @Select("select * from t_order where order_id = #{id} and user_id = #{user} for update")
  Order lock(@Param("id") long id, @Param("user") int user);

  @Select("select * from t_order ${ew.customSqlSegment}")
  @Options(fetchSize = Integer.MIN_VALUE)
  @ResultType(Order.class)
  void stream(@Param(Constants.WRAPPER) Wrapper<Order> wrapper, ResultHandler<Order> handler);
}
