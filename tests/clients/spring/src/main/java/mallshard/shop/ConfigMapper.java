package mallshard.shop;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;

@org.apache.ibatis.annotations.Mapper
public interface ConfigMapper extends BaseMapper<Config> {}
