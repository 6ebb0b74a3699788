#include <gtest/gtest.h>

#include "control/metadata/view_reader.h"

namespace mallshard::control {
namespace {

rule::Schema schema() {
  rule::Schema schema;
  schema.name = "shop";
  rule::ShardedTable& order = schema.tables.emplace_back();
  order.name = "t_order";
  order.nodes = {{0, "t_order0"}, {0, "t_order1"}, {1, "t_order0"}};
  rule::ShardedTable& here = schema.tables.emplace_back();
  here.name = "t_here";
  here.nodes = {{1, "t_here7"}};
  schema.index_names();
  return schema;
}

rule::ViewMetadata read(const std::string& definition, const std::vector<std::string>& columns,
                        std::uint32_t source = 0, bool mariadb = false) {
  static const rule::Schema kSchema = schema();
  rule::DataSource from;
  from.id = source;
  from.database = "ds" + std::to_string(source);
  return read_view({definition, "utf8mb4_bin", columns},
                   {kSchema, from, mariadb, mariadb ? 101100U : 80400U});
}

TEST(ViewReader, GivesActualTablesTheirLogicalNames) {
  const rule::ViewMetadata view = read(
      "select `t_order`.`a` AS `a`,`ds0`.`t_single`.`id` AS `id` from (`ds0`.`t_order0` `t_order` join "
      "`ds0`.`t_single`)",
      {"a", "id"});

  EXPECT_EQ(view.obstacle, "");
  EXPECT_EQ(view.definition,
            "select `t_order`.`a` AS `a`,`t_single`.`id` AS `id` from (`shop`.`t_order` `t_order` join "
            "`shop`.`t_single`)");
  EXPECT_EQ(view.tables, (std::vector<std::string>{"t_order", "t_single"}));
  EXPECT_TRUE(view.spread);
  EXPECT_TRUE(view.mergeable);
}

TEST(ViewReader, KeepsTheNameThatColumnsAreCalledBy) {
  EXPECT_EQ(read("select `ds0`.`t_order0`.`a` AS `a` from `ds0`.`t_order0`", {"a"}).definition,
            "select `t_order0`.`a` AS `a` from `shop`.`t_order` `t_order0`");
}

TEST(ViewReader, NamesColumnsAsCreateViewDid) {
  EXPECT_EQ(
      read("select `o`.`a` AS `a`,count(0) AS `count(*)` from `ds0`.`t_order0` `o` union all select 1 AS "
           "`1`,2 AS `2`",
           {"x", "a`b"})
          .definition,
      "select `o`.`a` AS `x`,count(0) AS `a``b` from `shop`.`t_order` `o` union all select 1 AS `1`,2 AS "
      "`2`");
}

// Such a view is refused, not asked where it lies: it would show a part as all.
TEST(ViewReader, OpposesWhatCannotBeReadThroughLogicalTables) {
  for (const char* definition :
       {"select `x`.`a` AS `a` from `ds0`.`t_order1` `x`", "select `x`.`a` AS `a` from `ds1`.`t_order0` `x`",
        "", "select from", "select `db`.`f`(`x`.`a`) AS `a` from `ds0`.`t_order0` `x`"}) {
    const rule::ViewMetadata view = read(definition, {"a"});
    EXPECT_NE(view.obstacle, "") << definition;
    EXPECT_TRUE(view.spread) << definition;
  }
}

TEST(ViewReader, NamesStoredFunctionsByTheLogicalSchema) {
  const rule::ViewMetadata view = read("select `ds0`.`f`(`x`.`a`) AS `a` from `ds0`.`t_order0` `x`", {"a"});

  EXPECT_EQ(view.obstacle, "");
  EXPECT_EQ(view.definition, "select `shop`.`f`(`x`.`a`) AS `a` from `shop`.`t_order` `x`");
}

TEST(ViewReader, LeavesViewsOfTheServersOwnAlone) {
  const rule::ViewMetadata view = read("select `x`.`a` AS `a` from `other`.`x`", {"a"});

  EXPECT_NE(view.obstacle, "");
  EXPECT_FALSE(view.spread);
}

TEST(ViewReader, OneNodeIsNotSpread) {
  const rule::ViewMetadata view =
      read("select count(`h`.`a`) AS `n` from `ds1`.`t_here7` `h`", {"n"}, 1, true);

  EXPECT_EQ(view.obstacle, "");
  EXPECT_FALSE(view.spread);
  EXPECT_FALSE(view.mergeable);
  EXPECT_EQ(view.source, 1U);
  EXPECT_EQ(view.tables, std::vector<std::string>{"t_here"});
}

}  // namespace
}  // namespace mallshard::control
