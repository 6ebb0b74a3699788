#include "rule/build.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema_fixture.h"

namespace mallshard::rule {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string mistakes_in(const SchemaDraft& draft) {
  return Built::lines(build(draft).mistakes);
}

TEST(BuildSchema, ResolvesTheSeed) {
  const Built built = build(seed_draft());
  EXPECT_EQ(Built::lines(built.mistakes), "");
  EXPECT_EQ(Built::lines(built.notes), "");
  const Schema& schema = built.schema();
  ASSERT_EQ(schema.groups.size(), 2U);
  EXPECT_EQ(schema.groups[1].name, "ms_ds1");
  EXPECT_EQ(schema.default_source, schema.groups[0].primary);
  EXPECT_EQ(schema.binding_groups, (std::vector<std::vector<std::uint32_t>>{{0, 1}}));
  EXPECT_EQ(schema.find_table("t_order")->find_node(schema.groups[1].primary, "T_ORDER1"), 3U);
}

TEST(BuildSchema, LetsEitherNameStandForAGroup) {
  SchemaDraft draft = seed_draft();
  draft.tables[0].actual_data_nodes = "ms_ds${0..1}.t_order${0..1}";
  draft.tables[1].actual_data_nodes = "ms_ds${0..1}.t_order_item${0..1}";
  draft.default_source = "ms_ds1";
  const Built built = build(draft);
  EXPECT_EQ(Built::lines(built.mistakes), "");
  EXPECT_EQ(built.table("t_order").nodes[2].source, built.schema().groups[1].primary);
  EXPECT_EQ(built.schema().default_source, built.schema().groups[1].primary);
}

TEST(BuildSchema, GivesATableWithoutNodesItsOwnNameInEveryGroup) {
  SchemaDraft draft = draft_with_sources({"ds0", "ds1"});
  draft.tables.push_back(table_draft("t", "", inline_by("id", "ds${id % 2}"), {}));
  draft.default_source = "ds0";
  const Built built = build(draft);
  EXPECT_EQ(Built::lines(built.mistakes), "");
  ASSERT_EQ(built.table("t").nodes.size(), 2U);
  EXPECT_EQ(built.table("t").nodes[1].table, "t");
}

TEST(BuildSchema, SharesDefaultsAmongTables) {
  SchemaDraft draft = draft_with_sources({"ds0", "ds1"});
  draft.tables.push_back(table_draft("a", "ds${0..1}.a", {}, {}));
  draft.tables.push_back(table_draft("b", "ds${0..1}.b", {}, {}));
  draft.default_source = "ds0";
  draft.default_database_strategy = inline_by("id", "ds${id % 2}", "shardingRule.defaultDatabaseStrategy");
  draft.default_key_generator = KeyGeneratorDraft{"shardingRule.defaultKeyGenerator", "", "id", {}};
  draft.tables[1].key_generator = KeyGeneratorDraft{"shardingRule.tables.b.keyGenerator", "UUID", "", {}};
  const Built built = build(draft);
  EXPECT_EQ(Built::lines(built.mistakes), "");
  EXPECT_EQ(built.table("a").key_generator->generator->type(), "SNOWFLAKE");
  EXPECT_EQ(built.table("b").key_generator->generator->type(), "UUID");
  EXPECT_EQ(built.table("b").key_generator->column, "id");
}

TEST(BuildSchema, GivesEachTableAGeneratorOfItsOwn) {
  SchemaDraft draft = seed_draft();
  for (TableDraft& table : draft.tables) {
    table.key_generator = KeyGeneratorDraft{table.path + ".keyGenerator", "SNOWFLAKE", "order_id", {}};
  }
  const Built built = build(draft);
  EXPECT_NE(built.table("t_order").key_generator->generator,
            built.table("t_order_item").key_generator->generator);
}

TEST(BuildSchema, NeedsNoDefaultWhereThereIsOneGroup) {
  SchemaDraft draft = draft_with_sources({"p", "r"});
  draft.groups.push_back({"masterSlaveRule", "ms", "p", {"r"}, "RANDOM", {}});
  const Built built = build(draft);
  EXPECT_EQ(Built::lines(built.mistakes), "");
  EXPECT_TRUE(built.schema().is_plain());
  EXPECT_EQ(built.schema().place("any").source, built.schema().groups[0].primary);
}

TEST(BuildSchema, PlacesNoTableWithoutADefaultSource) {
  SchemaDraft draft = seed_draft();
  draft.default_source.clear();
  const Built built = build(draft);
  EXPECT_THAT(Built::lines(built.notes), HasSubstr("there is no defaultDataSourceName"));
  EXPECT_EQ(built.schema().place("t_user").kind, Placement::Kind::Nowhere);
  EXPECT_EQ(built.schema().no_default_source("t_user").code, 1146);
}

TEST(BuildSchema, PrefersTheExactSpellingOfATable) {
  SchemaDraft draft = draft_with_sources({"ds0"});
  draft.broadcast_tables = {"Conf"};
  const Built built = build(draft);
  EXPECT_EQ(built.schema().place("CONF").name, "Conf");
}

TEST(BuildSchema, OpensTheReplicaOfAnEmbeddedSourceReadOnly) {
  SchemaDraft draft = seed_draft();
  for (DataSource& source : draft.sources) source.kind = DataSource::Kind::Embedded;
  const Built built = build(draft);
  EXPECT_FALSE(built.snapshot.sources[0].read_only);
  EXPECT_TRUE(built.snapshot.sources[1].read_only);
}

TEST(BuildMistakes, NamesUnknownSources) {
  SchemaDraft draft = seed_draft();
  draft.tables[0].actual_data_nodes = "ds${0..2}.t_order${0..1}";
  draft.default_source = "dsx";
  draft.groups[0].replicas = {"nobody"};
  EXPECT_EQ(
      mistakes_in(draft),
      "shardingRule.masterSlaveRules.ms_ds0.slaveDataSourceNames: there is no data source 'nobody'; data "
      "sources "
      "are: ds0, ds0_slave0, ds1, ds1_slave0\n"
      "shardingRule.tables.t_order.actualDataNodes: there is no data source 'ds2'; data sources are: ds0, "
      "ds0_slave0, ds1, ds1_slave0\n"
      "shardingRule.defaultDataSourceName: there is no data source 'dsx'; data sources are: ds0, ds0_slave0, "
      "ds1, "
      "ds1_slave0\n");
}

TEST(BuildMistakes, KeepsReplicasOutOfNodes) {
  SchemaDraft draft = seed_draft();
  draft.tables[0].actual_data_nodes = "ds0_slave0.t_order${0..1}";
  EXPECT_THAT(mistakes_in(draft),
              HasSubstr("'ds0_slave0' is a replica; name its master, or the read/write rule"));
}

TEST(BuildMistakes, GivesASourceOneRole) {
  SchemaDraft draft = seed_draft();
  draft.groups[1].replicas = {"ds0_slave0"};
  EXPECT_THAT(mistakes_in(draft), HasSubstr("'ds0_slave0' already belongs to 'ms_ds0'"));
}

TEST(BuildMistakes, RefusesANodeOfTwoTables) {
  SchemaDraft draft = seed_draft();
  draft.tables[1].actual_data_nodes = "ds${0..1}.t_order${0..1}";
  EXPECT_THAT(mistakes_in(draft), HasSubstr("the node 'ds0.t_order0' belongs to table 't_order' already"));
}

TEST(BuildMistakes, ExplainsWhatANodeIs) {
  SchemaDraft draft = seed_draft();
  draft.tables[0].actual_data_nodes = "ds0_t_order";
  EXPECT_THAT(mistakes_in(draft),
              HasSubstr("'ds0_t_order' is not a node; a node is written <data source>.<table>"));
  draft.tables[0].actual_data_nodes = "ds${0..}.t";
  EXPECT_THAT(mistakes_in(draft),
              HasSubstr("shardingRule.tables.t_order.actualDataNodes: 'ds${0..}.t': unexpected '}'"));
}

TEST(BuildMistakes, SeesThatAKeyLeadsNowhere) {
  SchemaDraft draft = seed_draft();
  draft.bindings.clear();
  draft.tables[0].table_strategy =
      inline_by("order_id", "t_order${order_id % 3}", "shardingRule.tables.t_order.tableStrategy");
  EXPECT_EQ(mistakes_in(draft),
            "shardingRule.tables.t_order.tableStrategy: 't_order${order_id % 3}' sends order_id = 2 to table "
            "'t_order2', "
            "which actualDataNodes does not have; tables there are: t_order0, t_order1\n");
}

TEST(BuildMistakes, OnlyNotesWhatItCannotBeSureOf) {
  SchemaDraft draft = seed_draft();
  draft.bindings.clear();
  draft.tables[0].table_strategy =
      inline_by("order_id", "t_order${order_id}", "shardingRule.tables.t_order.tableStrategy");
  const Built built = build(draft);
  EXPECT_EQ(Built::lines(built.mistakes), "");
  EXPECT_THAT(Built::lines(built.notes), HasSubstr("sends order_id = 2 to table 't_order2'"));
}

TEST(BuildMistakes, NotesTablesThatNoKeyReaches) {
  SchemaDraft draft = seed_draft();
  draft.bindings.clear();
  draft.tables[0].actual_data_nodes = "ds${0..1}.t_order${0..3}";
  EXPECT_THAT(Built::lines(build(draft).notes),
              HasSubstr("no key is sent by 't_order${order_id % 2}' to t_order2, t_order3"));
}

TEST(BuildMistakes, WantsTheSameTablesOnEverySource) {
  SchemaDraft draft = seed_draft();
  draft.bindings.clear();
  draft.tables[0].actual_data_nodes = "ds0.t_order${0..1},ds1.t_order0";
  EXPECT_THAT(mistakes_in(draft),
              HasSubstr("table 't_order1' exists on other data sources, but not on 'ds1'"));
}

TEST(BuildMistakes, WantsAStrategyWhereThereIsAChoice) {
  SchemaDraft draft = seed_draft();
  draft.bindings.clear();
  draft.tables[0].database_strategy.reset();
  EXPECT_THAT(mistakes_in(draft), HasSubstr("lies on 2 data sources, and there is no databaseStrategy"));
  draft = seed_draft();
  draft.bindings.clear();
  draft.tables[0].table_strategy.reset();
  EXPECT_THAT(mistakes_in(draft), HasSubstr("holds several actual tables, and there is no tableStrategy"));
  draft.tables[0].database_strategy.reset();
  EXPECT_THAT(mistakes_in(draft), HasSubstr("the table has 4 nodes, and no strategy says"));
}

TEST(BuildMistakes, BindsOnlyTablesOfOneTopology) {
  const auto binding = [](auto&& change) {
    SchemaDraft draft = seed_draft();
    change(draft.tables[1]);
    return mistakes_in(draft);
  };
  EXPECT_THAT(binding([](TableDraft& t) {
                t.actual_data_nodes = "ds${0..1}.t_order_item${0..3}";
                t.table_strategy = inline_by("order_id", "t_order_item${order_id % 4}", "x");
              }),
              HasSubstr("'t_order' and 't_order_item' cannot be bound: they have 4 and 8 nodes"));
  EXPECT_THAT(binding([](TableDraft& t) { t.actual_data_nodes = "ds${[1, 0]}.t_order_item${0..1}"; }),
              HasSubstr("are on different data sources"));
  EXPECT_THAT(
      binding([](TableDraft& t) { t.table_strategy = inline_by("id", "t_order_item${id % 2}", "x"); }),
      HasSubstr("one is sharded by 'order_id', the other by 'id'"));
  EXPECT_THAT(binding([](TableDraft& t) {
                t.table_strategy = inline_by("order_id", "t_order_item${(order_id + 1) % 2}", "x");
              }),
              HasSubstr("keys 0 and 0 are sent to 't_order0' and to 't_order_item1', which are not a pair"));
}

TEST(BuildMistakes, RefersOnlyToTablesThatExistOnce) {
  SchemaDraft draft = seed_draft();
  draft.bindings.push_back({"shardingRule.bindingTables[1]", {"t_order", "t_nothing"}});
  draft.broadcast_tables = {"t_order", "t_config", "T_CONFIG"};
  EXPECT_EQ(mistakes_in(draft),
            "shardingRule.bindingTables[1]: table 't_order' is in two binding groups or twice in one; put "
            "all tables that "
            "belong together into one group\n"
            "shardingRule.bindingTables[1]: there is no sharding rule for table 't_nothing'; tables with a "
            "rule are: "
            "t_order, t_order_item\n"
            "shardingRule.broadcastTables: table 't_order' has a sharding rule; a table is either sharded or "
            "broadcast\n"
            "shardingRule.broadcastTables: table 'T_CONFIG' is listed twice\n");
}

TEST(BuildMistakes, WantsARuleForSeveralSources) {
  EXPECT_THAT(mistakes_in(draft_with_sources({"a", "b"})),
              HasSubstr("there are several data sources, and no rule says which of them holds a table"));
  EXPECT_THAT(mistakes_in(draft_with_sources({})), HasSubstr("there is no data source"));
  EXPECT_THAT(mistakes_in(draft_with_sources({"ds0", "DS0"})), HasSubstr("differs from 'ds0' only by case"));
}

}  // namespace
}  // namespace mallshard::rule
