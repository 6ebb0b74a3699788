package mallshard.shop;

import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Param;

@org.apache.ibatis.annotations.Mapper
public interface StockMapper {
  int lock(@Param("sku") long sku, @Param("ware") long ware, @Param("count") int count);
  int arrive(@Param("sku") long sku, @Param("ware") long ware, @Param("count") int count);
  int relate(@Param("pairs") List<Relation> pairs);
  int unrelate(@Param("pairs") List<Relation> pairs);
  List<Map<String, Object>> saleAttributes(@Param("spu") long spu);
}
