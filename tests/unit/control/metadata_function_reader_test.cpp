#include <gtest/gtest.h>

#include "control/metadata/function_reader.h"

namespace mallshard::control {
namespace {

rule::FunctionMetadata read(const std::string& body, const std::string& sql_mode = "") {
  static const rule::Schema kSchema = [] {
    rule::Schema schema;
    schema.name = "shop";
    rule::ShardedTable& order = schema.tables.emplace_back();
    order.name = "t_order";
    order.nodes = {{0, "t_order0"}, {1, "t_order1"}};
    schema.broadcast_tables = {"t_config"};
    schema.default_source = 0;
    schema.index_names();
    return schema;
  }();
  rule::DataSource from;
  from.database = "ds0";
  return read_function({"CREATE FUNCTION `f`(a INT) RETURNS int " + body, sql_mode},
                       {kSchema, from, false, 80400});
}

TEST(FunctionReader, TellsTablesOfEverySourceFromThoseOfOne) {
  EXPECT_FALSE(read("RETURN a + 1").reads_tables);
  const rule::FunctionMetadata broadcast = read("RETURN (SELECT MAX(x) FROM ds0.t_config)");
  EXPECT_EQ(broadcast.obstacle, "");
  EXPECT_TRUE(broadcast.reads_tables);
  EXPECT_FALSE(broadcast.home_tables);
  const rule::FunctionMetadata single = read("RETURN (SELECT MAX(x) FROM t_single)");
  EXPECT_EQ(single.obstacle, "");
  EXPECT_TRUE(single.home_tables);
}

TEST(FunctionReader, OfShardsAndOtherDatabasesHasAnObstacle) {
  EXPECT_EQ(read("RETURN (SELECT COUNT(*) FROM t_order1)").obstacle, "reads sharded table 't_order1'");
  EXPECT_EQ(read("RETURN (SELECT COUNT(*) FROM t_order)").obstacle, "reads sharded table 't_order'");
  EXPECT_EQ(read("RETURN (SELECT COUNT(*) FROM ds1.t_config)").obstacle, "reads another database");
  EXPECT_EQ(read("RETURN RAND()").obstacle, "calls RAND()");
}

TEST(FunctionReader, ReadsATextByItsOwnModeOrNotAtAll) {
  EXPECT_EQ(read("RETURN (SELECT \"x\" FROM t_config)", "ANSI_QUOTES").obstacle, "");
  EXPECT_EQ(read("RETURN a +").obstacle, "cannot be read");
  EXPECT_EQ(read("RETURN a", "ORACLE").obstacle, "cannot be read");
  EXPECT_EQ(read_function({}, {rule::Schema{}, rule::DataSource{}}).obstacle, "is not shown to this user");
}

}  // namespace
}  // namespace mallshard::control
