// What the loader accepts, and what it makes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "control/config/jdbc_url.h"
#include "control/config/load.h"
#include "control/config/nearest_key.h"
#include "control/config/yaml_tree.h"

namespace mallshard::control {
namespace {

using testing::ElementsAre;
using testing::Pair;

class ConfigGrammar : public testing::Test {
 protected:
  const rule::Snapshot& load_texts(const std::string& schema, const std::string& server =
                                                                  "authentication: {users: {root: "
                                                                  "{password: 1234}}}\n") {
    loaded_ = load_files({{"config-Shop.yaml", schema}, {"server.yaml", server}}, clock_);
    std::string lines;
    for (const ConfigLine& line : loaded_.mistakes) lines += line.text() + "\n";
    EXPECT_EQ(lines, "");
    static const rule::Snapshot kNone;
    return loaded_.snapshot == nullptr ? kNone : *loaded_.snapshot;
  }

  SystemClock clock_;
  LoadedConfig loaded_;
};

TEST_F(ConfigGrammar, ReadsADataSourceWithItsDefaults) {
  const rule::Snapshot& snapshot = load_texts(
      "schemaName: shop\n"
      "dataSources:\n"
      "  ds0: !!com.zaxxer.hikari.HikariDataSource\n"
      "    jdbcUrl: jdbc:mysql://[::1]:3310/ds0?sessionVariables=sql_mode='A,B',wait_timeout=100\n"
      "    driverClassName: com.mysql.jdbc.Driver\n"
      "    username: root\n"
      "    password: 0123\n");
  const rule::DataSource& source = snapshot.sources.at(0);
  EXPECT_EQ(source.host, "::1");
  EXPECT_EQ(source.port, 3310);
  EXPECT_EQ(source.database, "ds0");
  EXPECT_EQ(source.password, "0123");
  EXPECT_EQ(source.pool.max_size, 50U);
  EXPECT_EQ(source.pool.connection_timeout, std::chrono::milliseconds(30000));
  EXPECT_THAT(source.session_variables, ElementsAre(Pair("sql_mode", "'A,B'"), Pair("wait_timeout", "100")));
}

TEST_F(ConfigGrammar, TakesSecretsFromTheEnvironment) {
  setenv("MALLSHARD_TEST_HOST", "db.example", 1);
  setenv("MALLSHARD_TEST_SECRET", "se${cr}et", 1);
  const rule::Snapshot& snapshot = load_texts(
      "schemaName: shop\n"
      "dataSources:\n"
      "  ds0: {url: 'jdbc:mysql://${MALLSHARD_TEST_HOST}/a', username: root, password: "
      "'${MALLSHARD_TEST_SECRET}'}\n",
      "authentication: {users: {root: {password: 'x${MALLSHARD_TEST_SECRET}y${z}'}}}\n");
  EXPECT_EQ(snapshot.sources.at(0).host, "db.example");
  EXPECT_EQ(snapshot.sources.at(0).password, "se${cr}et");
  EXPECT_EQ(snapshot.users.at(0).password, "xse${cr}ety${z}");
}

TEST_F(ConfigGrammar, ReadsAReadWriteSchemaOfItsOwn) {
  const rule::Snapshot& snapshot = load_texts(
      "schemaName: rw\n"
      "dataSources: {p: {url: jdbc:mysql://a/d, username: u}, r1: {url: jdbc:mysql://b/d, username: u}, r2: "
      "{url: "
      "jdbc:mysql://c/d, username: u}}\n"
      "masterSlaveRule:\n"
      "  name: ms\n"
      "  masterDataSourceName: p\n"
      "  slaveDataSourceNames: [r1, r2]\n"
      "  props: {}\n");
  const rule::Schema& schema = snapshot.schemas.at(0);
  ASSERT_EQ(schema.groups.size(), 1U);
  EXPECT_EQ(schema.groups[0].replicas.size(), 2U);
  EXPECT_EQ(schema.groups[0].balancer->type(), "ROUND_ROBIN");
  EXPECT_EQ(schema.place("anything").source, schema.groups[0].primary);
}

TEST_F(ConfigGrammar, ReadsDefaultsListsAndOldNames) {
  const rule::Snapshot& snapshot = load_texts(
      "schemaName: shop\n"
      "dataSources:\n"
      "  ds0: &source {url: jdbc:mysql://a/ds0, username: u, maxPoolSize: 9}\n"
      "  ds1: {<<: *source, url: jdbc:mysql://a/ds1}\n"
      "shardingRule:\n"
      "  tables:\n"
      "    a:\n"
      "    b: {logicIndex: i, keyGeneratorColumnName: id}\n"
      "    c: {actualDataNodes: 'ds0.c_0$->{8..9}, ds1.c_${10..11}', databaseStrategy: {none: }, "
      "tableStrategy: {inline: "
      "{shardingColumn: id, algorithmInlineExpression: \"c_${String.format('%02d', id % 4 + 8)}\"}}}\n"
      "  bindingTables: a,b\n"
      "  broadcastTables: d, e\n"
      "  defaultDataSourceName: ds0\n"
      "  defaultDatabaseStrategy: {inline: {shardingColumn: id, algorithmExpression: 'ds${id % 2}'}}\n"
      "  defaultTableStrategy: {none: }\n"
      "  defaultKeyGenerator: {type: uuid}\n");
  const rule::Schema& schema = snapshot.schemas.at(0);
  EXPECT_EQ(snapshot.sources.at(1).pool.max_size, 9U);
  EXPECT_EQ(snapshot.sources.at(1).database, "ds1");
  EXPECT_EQ(schema.find_table("a")->nodes.size(), 2U);
  EXPECT_EQ(schema.find_table("b")->key_generator->generator->type(), "UUID");
  EXPECT_EQ(schema.find_table("c")->nodes.at(1).table, "c_09");
  EXPECT_THAT(schema.broadcast_tables, ElementsAre("d", "e"));
  EXPECT_EQ(schema.find_table("a")->binding_group, 0);
}

TEST_F(ConfigGrammar, ReadsProperties) {
  const rule::Snapshot& snapshot = load_texts("schemaName: s\ndataSources: {d: {url: 'sqlite:x.db'}}\n",
                                              "authentication: {users: {root: {password: 1234}}}\n"
                                              "props:\n"
                                              "  sql.show: true\n"
                                              "  max.connections.size.per.query: 4\n"
                                              "  replica.lag.limit.milliseconds: 2500\n"
                                              "  server.version: 5.7.44-log\n");
  EXPECT_TRUE(snapshot.props.sql_show);
  EXPECT_EQ(snapshot.props.max_connections_per_query, 4U);
  EXPECT_EQ(snapshot.props.replica_lag_limit, std::chrono::milliseconds(2500));
  EXPECT_EQ(snapshot.props.server_version, "5.7.44-log");
  EXPECT_EQ(snapshot.users.at(0).password, "1234");
  EXPECT_EQ(snapshot.sources.at(0).kind, rule::DataSource::Kind::Embedded);
  EXPECT_EQ(snapshot.sources.at(0).sqlite_path, "x.db");
}

TEST_F(ConfigGrammar, HoldsSeveralSchemasWithSourcesOfTheSameName) {
  const std::string server = "authentication: {users: {root: {password: x}}}\n";
  const auto schema = [](const std::string& name) {
    return "schemaName: " + name + "\ndataSources: {ds0: {url: jdbc:mysql://" + name + "/d, username: u}}\n";
  };
  loaded_ = load_files(
      {{"config-a.yaml", schema("a")}, {"config-b.yaml", schema("b")}, {"server.yaml", server}}, clock_);
  ASSERT_NE(loaded_.snapshot, nullptr);
  EXPECT_EQ(loaded_.snapshot->sources.size(), 2U);
  EXPECT_EQ(loaded_.snapshot->source(loaded_.snapshot->find_schema("b")->default_source).host, "b");
}

TEST(JdbcUrl, ReadsHostPortAndDatabase) {
  const JdbcUrl url = parse_jdbc_url("jdbc:mysql://db-1.example.com/a%20b");
  EXPECT_EQ(url.host, "db-1.example.com");
  EXPECT_EQ(url.port, 3306);
  EXPECT_EQ(url.database, "a b");
  EXPECT_TRUE(url.mistakes.empty());
  EXPECT_EQ(parse_jdbc_url("jdbc:mariadb://h:1/").database, "");
  EXPECT_EQ(parse_jdbc_url("jdbc:sqlite:data/x.db").sqlite_path, "data/x.db");
}

TEST(JdbcUrl, SplitsSessionVariablesOutsideOfQuotes) {
  const JdbcUrl url = parse_jdbc_url(
      "jdbc:mysql://h/d?sessionVariables=@@session.sql_mode=CONCAT(@@sql_mode,',ANSI'),@x:='a\\'b;c';foo=1");
  EXPECT_THAT(url.session_variables, ElementsAre(Pair("sql_mode", "CONCAT(@@sql_mode,',ANSI')"),
                                                 Pair("@x", "'a\\'b;c'"), Pair("foo", "1")));
}

TEST(NearestKey, FindsTyposButNotStrangers) {
  constexpr std::array<std::string_view, 3> kKnown = {"username", "password", "url"};
  EXPECT_EQ(nearest_key("usrename", kKnown), "username");
  EXPECT_EQ(nearest_key("UserName", kKnown), "username");
  EXPECT_EQ(nearest_key("uri", kKnown), "url");
  EXPECT_EQ(nearest_key("completely", kKnown), std::nullopt);
}

TEST(YamlTree, KeepsLinesNullsAndText) {
  const YamlFile file = parse_yaml("a:\n  b: ~\n  c: 'x'\nd: [1, two]\n");
  ASSERT_TRUE(file.problems.empty());
  EXPECT_EQ(file.root.find("a")->find("b")->kind, YamlNode::Kind::Null);
  EXPECT_EQ(file.root.find("a")->find("c")->line, 3);
  EXPECT_EQ(file.root.find("d")->items.at(1).text, "two");
}

TEST(YamlTree, LetsExplicitKeysWinOverMergedOnes) {
  const YamlFile file = parse_yaml("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3, c: 4}\n");
  ASSERT_TRUE(file.problems.empty());
  const YamlNode& y = *file.root.find("y");
  EXPECT_EQ(y.find("a")->text + y.find("b")->text + y.find("c")->text, "134");
}

TEST(YamlTree, RefusesAnAliasOfItsOwnParent) {
  EXPECT_EQ(parse_yaml("a: &a [*a]\n").problems.at(0).what, "an alias of something that contains it");
}

TEST(CheckReport, SaysThatTheShippedConfigurationIsInOrder) {
  const CheckReport report = check_report(std::string(MALLSHARD_SOURCE_DIR) + "/conf");
  EXPECT_EQ(report.exit_code, 0);
  EXPECT_EQ(report.text,
            "schema sharding_db: 4 data sources in 2 groups, 2 sharded tables, 1 broadcast tables\n"
            "  t_order: 4 nodes, data source by ds${user_id % 2}, table by t_order${order_id % 2}\n"
            "  t_order_item: 4 nodes, data source by ds${user_id % 2}, table by t_order_item${order_id % 2}\n"
            "the configuration is in order\n");
}

// The examples name every key, so a key that the loader loses is found here.
TEST(CheckReport, FindsTheExamplesInOrder) {
  const CheckReport report = check_report(std::string(MALLSHARD_SOURCE_DIR) + "/conf/examples");
  EXPECT_EQ(report.exit_code, 0) << report.text;
  EXPECT_THAT(report.text, testing::Not(testing::HasSubstr("note:")));
  EXPECT_THAT(report.text, testing::HasSubstr("t_order: 24 nodes"));
}

TEST(CheckReport, EndsWithTheNumberOfMistakes) {
  const CheckReport report = check_report(std::string(MALLSHARD_SOURCE_DIR) + "/tests");
  EXPECT_EQ(report.exit_code, 1);
  EXPECT_EQ(report.text,
            "config-*.yaml: there is no such file; one for each schema\n"
            "server.yaml: the file is missing; it holds the users\n"
            "2 mistakes\n");
}

}  // namespace
}  // namespace mallshard::control
