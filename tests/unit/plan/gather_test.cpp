// Gathered SELECTs: what the golden plans cannot show.
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "plan/metadata_from_ddl.h"
#include "plan/planner.h"
#include "plan/temporary_table.h"
#include "seed_world.h"
#include "sqlparse/parser.h"

namespace mallshard::plan::test {
namespace {

class Gathering : public testing::Test {
 protected:
  Result<Dispatch> run(const std::string& sql, std::vector<Value> parameters = {}) {
    const rule::MetadataView metadata =
        rule::MetadataView{}.with(*metadata_from_ddl(world().ddl, "sharding_db", {})).with(added);
    sqlparse::TokenBuffer tokens;
    sqlparse::lex(sql, {}, tokens);
    sqlparse::Arena arena;
    const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
    if (!parsed.ok()) return Error::syntax(parsed.error.message);
    Context context;
    context.snapshot = world().snapshot.get();
    context.schema = world().schema;
    context.metadata = &metadata;
    context.tables_loaded = true;
    context.prepared = parsed.parameter_count > 0;
    context.mariadb = mariadb;
    Outcome outcome = make_plan(*parsed.statement, tokens, sql, context);
    if (auto* error = std::get_if<Error>(&outcome)) return *error;
    Execution execution;
    execution.sql = sql;
    execution.tokens = &tokens;
    execution.parameters = parameters;
    execution.session = &session;
    execution.in_transaction = in_transaction;
    Dispatch dispatch;
    const auto& plan = std::get<std::shared_ptr<const Plan>>(outcome);
    if (Result<void> done = plan->instantiate(execution, dispatch); !done) return done.error();
    return dispatch;
  }

  SessionValues session;
  std::vector<rule::TablePtr> added;
  bool mariadb = false;
  bool in_transaction = false;
};

rule::TablePtr table_of(const std::string& ddl) {
  return metadata_from_ddl(ddl, "s", {})->front();
}

TEST_F(Gathering, OutsideOfATransactionOtherTablesAreReadWhereTheyLie) {
  const Result<Dispatch> made =
      run("SELECT s.note FROM sharding_db.t_single s JOIN t_order o ON s.id = o.order_id JOIN t_config ON 1");

  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->gathers.size(), 1U);
  EXPECT_EQ(made->gathers[0].logical_table, "t_order");
  EXPECT_EQ(made->targets[0].sql,
            "SELECT s.note FROM t_single s JOIN __mallshard_g1 o ON s.id = o.order_id JOIN t_config ON 1");
}

// It opens a temporary table once in a statement.
TEST_F(Gathering, OfInformationSchemaOnTwoServersIsRefusedForACommonTableReadTwiceByMySql) {
  const std::string twice =
      "WITH k AS (SELECT table_name FROM information_schema.tables) SELECT * FROM k a JOIN k b ON 1";
  EXPECT_TRUE(run(twice)) << "one server";
  rule::DataSource& second = world().snapshot->sources[1];
  const std::uint16_t port = std::exchange(second.port, std::uint16_t{3999});

  const Result<Dispatch> refused = run(twice);
  mariadb = true;
  const Result<Dispatch> taken = run(twice);
  second.port = port;

  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(
                "a common table that is mentioned twice, beside information_schema of several servers"),
            std::string::npos)
      << refused.error().message;
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->gathers.size(), 1U);
}

TEST_F(Gathering, InsideOfATransactionEveryTableIsGathered) {
  in_transaction = true;

  const Result<Dispatch> made =
      run("SELECT s.note FROM sharding_db.t_single s JOIN t_order o ON s.id = o.order_id JOIN t_config ON 1");

  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->gathers.size(), 3U);
  ASSERT_EQ(made->gathers[0].targets.size(), 1U);
  EXPECT_EQ(made->gathers[0].targets[0].sql, "SELECT `id`, CAST(`note` AS BINARY) FROM `t_single` AS `s`");
  EXPECT_EQ(made->gathers[2].targets[0].source, made->targets[0].source);
  EXPECT_EQ(made->targets[0].sql,
            "SELECT s.note FROM __mallshard_g0 s JOIN __mallshard_g1 o ON s.id = o.order_id "
            "JOIN __mallshard_g2 AS t_config ON 1");
}

// One whose definition was not read is read where it lies: what the transaction
// has changed would not be seen, nor its rows be locked.
TEST_F(Gathering, AViewThatWasNotLookedIntoIsReadOutsideOfTransactionsAlone) {
  auto view = std::make_shared<rule::TableMetadata>(*table_of("CREATE TABLE v_plain (id int)"));
  view->schema = "sharding_db";
  view->is_view = true;
  added = {view};
  const std::string from = "t_order o JOIN v_plain v ON v.id = o.order_id";
  const Result<Dispatch> outside = run("SELECT o.order_id FROM " + from);
  const Result<Dispatch> written = run("UPDATE " + from + " SET o.status = 'x'");
  in_transaction = true;
  const Result<Dispatch> inside = run("SELECT o.order_id FROM " + from);

  EXPECT_TRUE(outside) << outside.error().message;
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("the view 'v_plain' in a write over several shards"),
            std::string::npos)
      << written.error().message;
  ASSERT_FALSE(inside);
  EXPECT_NE(inside.error().message.find("the view 'v_plain' beside rows of several shards in a transaction"),
            std::string::npos)
      << inside.error().message;
}

TEST_F(Gathering, AStatementWithOneTargetStaysAsItIs) {
  const Result<Dispatch> made =
      run("SELECT COUNT(DISTINCT status) FROM t_order WHERE user_id = 1 AND order_id = 3");

  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->gathers.empty());
  EXPECT_EQ(made->targets.size(), 1U);
}

TEST_F(Gathering, LogicalNamesStandForTheTemporaryOnes) {
  const Result<Dispatch> made = run("SELECT COUNT(DISTINCT status) FROM t_order");

  ASSERT_TRUE(made) << made.error().message;
  ASSERT_NE(made->naming, nullptr);
  EXPECT_EQ(made->naming->tables.back().actual_table, "__mallshard_g0");
  EXPECT_EQ(made->naming->tables.back().logical_table, "t_order");
}

TEST_F(Gathering, ParametersBecomeLiteralsWhereThereAreSuch) {
  const Result<Dispatch> made =
      run("SELECT COUNT(DISTINCT status) FROM t_order WHERE status > ? AND status < ? AND order_id <> ?",
          {Value::of_text("it's"), Value::of_text("a\\b"), Value::of(-3)});

  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->gathers[0].targets[0].sql,
            "SELECT `order_id`, CAST(`status` AS BINARY) FROM `t_order0` AS `t_order` "
            "WHERE (status > 'it''s') AND (order_id <> -3) UNION ALL "
            "SELECT `order_id`, CAST(`status` AS BINARY) FROM `t_order1` AS `t_order` "
            "WHERE (status > 'it''s') AND (order_id <> -3)");
  EXPECT_EQ(made->targets[0].parameters.size(), 3U);
}

TEST_F(Gathering, AParameterRoutesToo) {
  const Result<Dispatch> made =
      run("SELECT COUNT(DISTINCT status) FROM t_order WHERE user_id = ?", {Value::of(2)});

  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->gathers[0].targets.size(), 1U) << "of two sources";
}

TEST_F(Gathering, MariaDbOpensATemporaryTableAsOftenAsItIsMentioned) {
  const std::string sql = "WITH c AS (SELECT order_id FROM t_order) SELECT COUNT(*) FROM c JOIN c d";
  mariadb = true;
  EXPECT_EQ(run(sql)->gathers.size(), 1U);

  mariadb = false;
  const Result<Dispatch> made = run(sql);
  ASSERT_EQ(made->gathers.size(), 2U);
  EXPECT_TRUE(made->gathers[1].targets.empty());
  EXPECT_EQ(made->gathers[1].fill,
            "INSERT INTO `__mallshard_g1` (`order_id`) SELECT `order_id` FROM `__mallshard_g0`");
}

TEST_F(Gathering, ATableMentionedTwiceIsAskedForOnceIfAllItsRowsMatter) {
  const std::string sql = "SELECT user_id, (SELECT MAX(status) FROM t_order) FROM t_order";
  Result<Dispatch> made = run(sql);
  ASSERT_EQ(made->gathers.size(), 2U);
  EXPECT_EQ(made->gathers[0].targets.size(), 2U);
  EXPECT_EQ(
      made->gathers[1].fill,
      "INSERT INTO `__mallshard_g1` (`order_id`, `user_id`, `status`) SELECT `order_id`, `user_id`, `status` "
      "FROM `__mallshard_g0`");

  mariadb = true;
  made = run(sql);
  ASSERT_EQ(made->gathers.size(), 1U);
  EXPECT_EQ(
      made->targets[0].sql,
      "SELECT user_id, (SELECT MAX(status) FROM __mallshard_g0 AS t_order) AS `(SELECT MAX(status) FROM "
      "t_order)` FROM __mallshard_g0 AS t_order");

  EXPECT_TRUE(run("SELECT user_id, (SELECT MAX(status) FROM t_order WHERE user_id > 1) FROM t_order")
                  ->gathers.back()
                  .fill.empty());
}

TEST_F(Gathering, AParameterOfACopiedDefinitionTravelsTwice) {
  const Result<Dispatch> made =
      run("WITH c AS (SELECT order_id + ? AS x FROM t_order) SELECT ?, COUNT(*) FROM c JOIN c d",
          {Value::of(1), Value::of(2)});

  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->targets[0].parameters.size(), 3U);
  EXPECT_EQ(made->targets[0].parameters[1].client_index, 0);
  EXPECT_EQ(made->targets[0].parameters[2].client_index, 1);
}

TEST(TemporaryTable, AsksForEachTypeSoThatItsValueArrivesWhole) {
  const rule::TablePtr base = table_of(
      "CREATE TABLE t (i int unsigned, c decimal(9,2), f float, d double(8,2), b bit(3), e enum('a'), s "
      "set('a'),"
      " y year, dt datetime(3), ts timestamp(2) NULL, v varchar(9) COLLATE utf8mb4_bin, bl blob, j json)");

  const Result<TemporaryTable> table = temporary_table(*base, std::vector<bool>(13, true), "g");

  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(
      table->select_list,
      "`i`, `c`, `f` * 1e0, `d` * 1e0, CAST(`b` AS UNSIGNED), CAST(`e` AS UNSIGNED), CAST(`s` AS UNSIGNED), "
      "`y`, `dt`, UNIX_TIMESTAMP(`ts`), CAST(`v` AS BINARY), `bl`, CAST(`j` AS BINARY)");
  using enum GatherForm;
  EXPECT_EQ(table->forms, (std::vector<GatherForm>{Number, Number, Double, Double, Number, Number, Number,
                                                   Quoted, Quoted, Timestamp, Bytes, Bytes, Json}));
}

TEST(TemporaryTable, KeepsTheKeysOfTheColumnsItHas) {
  const rule::TablePtr base = table_of(
      "CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, a int NOT NULL DEFAULT 5, b text, c int,"
      " UNIQUE KEY ab (a, b(7)), KEY c (c), FULLTEXT KEY words (b))");

  const Result<TemporaryTable> table = temporary_table(*base, {false, true, false, false}, "g");

  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->columns, (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_NE(table->create.find("`id` int NOT NULL AUTO_INCREMENT, `a` int NOT NULL DEFAULT '5', `b` text"),
            std::string::npos)
      << table->create;
  EXPECT_NE(table->create.find("PRIMARY KEY (`id`), UNIQUE KEY `ab` (`a`, `b`(7)), KEY `words` (`b`(10)))"),
            std::string::npos)
      << table->create;
  EXPECT_EQ(table->relax,
            "ALTER TABLE `g` DROP PRIMARY KEY, ADD KEY `__mallshard_primary` (`id`), DROP KEY `ab`, "
            "ADD KEY `ab` (`a`, `b`(7))");
}

TEST(TemporaryTable, HasAColumnThoughNoneIsNamed) {
  const rule::TablePtr base = table_of("CREATE TABLE t (a int, b int)");

  const Result<TemporaryTable> table = temporary_table(*base, {false, false}, "g");

  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->select_list, "`a`");
}

TEST(TemporaryTable, RefusesATypeThatItDoesNotKnow) {
  rule::TableMetadata base;
  base.name = "t";
  rule::ColumnMetadata& column = base.columns.emplace_back();
  column.name = "x";
  column.type_text = "hologram";

  const Result<TemporaryTable> table = temporary_table(base, {true}, "g");

  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().code, 1235);
}

}  // namespace
}  // namespace mallshard::plan::test
