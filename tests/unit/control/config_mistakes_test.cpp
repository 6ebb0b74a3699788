// Every kind of mistake in a configuration, and the line it gives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "control/config/load.h"

namespace mallshard::control {
namespace {

using testing::HasSubstr;

constexpr std::string_view kServer =
    "authentication:\n"
    "  users:\n"
    "    root:\n"
    "      password: root\n";

// Lines 1 to 8: what every file below begins with.
constexpr std::string_view kSources =
    "schemaName: shop\n"
    "dataSources:\n"
    "  ds0:\n"
    "    url: jdbc:mysql://h0:3307/ds0\n"
    "    username: root\n"
    "  ds1:\n"
    "    url: jdbc:mysql://h1/ds1?useSSL=false\n"
    "    username: root\n";

std::string joined(const std::vector<ConfigLine>& lines) {
  std::string out;
  for (const ConfigLine& line : lines) out += line.text() + "\n";
  return out;
}

LoadedConfig load_texts(std::string_view schema, std::string_view server = kServer) {
  static const SystemClock kClock;
  return load_files({{"config-shop.yaml", std::string(schema)}, {"server.yaml", std::string(server)}},
                    kClock);
}

std::string mistakes(std::string_view schema, std::string_view server = kServer) {
  const LoadedConfig loaded = load_texts(schema, server);
  EXPECT_EQ(loaded.snapshot == nullptr, !loaded.mistakes.empty());
  return joined(loaded.mistakes);
}
std::string notes(std::string_view schema, std::string_view server = kServer) {
  const LoadedConfig loaded = load_texts(schema, server);
  EXPECT_EQ(joined(loaded.mistakes), "");
  return joined(loaded.notes);
}
std::string with_sources(std::string_view rest) {
  return std::string(kSources) + std::string(rest);
}
std::string with_rule(std::string_view rest) {
  return with_sources("shardingRule:\n  defaultDataSourceName: ds0\n" + std::string(rest));
}
// One data source whose key of line 4 is `line`.
std::string one_source(std::string_view line) {
  return "schemaName: shop\ndataSources:\n  ds0:\n    " + std::string(line) + "\n    username: root\n";
}
std::string with_url(std::string_view url) {
  return one_source("url: " + std::string(url));
}
std::string with_props(std::string_view line) {
  return std::string(kServer) + "props:\n  " + std::string(line) + "\n";
}

TEST(ConfigMistakes, ThereAreNoneInASoundFile) {
  EXPECT_EQ(mistakes(with_rule("")), "");
}

TEST(ConfigMistakes, AreAllReportedAtOnceInTheOrderOfTheFiles) {
  EXPECT_EQ(
      mistakes("schemaName: shop\n"
               "dataSource:\n"
               "  ds0: {url: jdbc:mysql://h/ds0, username: root, maxPoolSiez: 5}\n"
               "shardingRule:\n"
               "  tabels: {}\n",
               "props:\n  sql.shwo: true\n"),
      "config-shop.yaml: dataSources: it is missing; a map of names to url, username, password\n"
      "config-shop.yaml:2: dataSource: refused: it belongs to encryptRule, which is not built yet; "
      "dataSources, a "
      "map\n"
      "config-shop.yaml:5: shardingRule.tabels: unknown key; did you mean 'tables'?\n"
      "server.yaml: authentication.users: there is no user, so nobody could log in; users: {root: {password: "
      "root}}\n"
      "server.yaml:2: props.sql.shwo: unknown key; did you mean 'sql.show'?\n");
}

TEST(ConfigMistakes, NameTheNearestKey) {
  EXPECT_EQ(mistakes(with_sources("shardingRul: {}\nfoo: 1\nshardingRule: {defaultDataSourceName: ds0}\n")),
            "config-shop.yaml:9: shardingRul: unknown key; did you mean 'shardingRule'?\n"
            "config-shop.yaml:10: foo: unknown key; known keys: schemaName, dataSources, shardingRule, "
            "masterSlaveRule, props\n");
}

TEST(ConfigMistakes, IncludeFilesThatAreMissing) {
  const SystemClock clock;
  EXPECT_EQ(joined(load_files({}, clock).mistakes),
            "config-*.yaml: there is no such file; one for each schema\n"
            "server.yaml: the file is missing; it holds the users\n");
  EXPECT_THAT(joined(load("/nowhere/at/all", clock).mistakes), HasSubstr("the directory cannot be read"));
}

TEST(ConfigMistakes, IncludeBrokenYaml) {
  EXPECT_THAT(mistakes("schemaName: [1\n"), HasSubstr("config-shop.yaml:2: not YAML: "));
  EXPECT_EQ(mistakes("schemaName: shop\nschemaName: shop2\n"),
            "config-shop.yaml:2: the key 'schemaName' was already given in line 1\n");
  EXPECT_EQ(mistakes("a: 1\n---\nb: 2\n"), "config-shop.yaml: more than one document (---) in the file\n");
  EXPECT_EQ(mistakes(std::string(100, '[')), "config-shop.yaml:1: nested more than 64 levels deep\n");
  EXPECT_THAT(mistakes("just words"),
              HasSubstr("this is a single value; a map of keys and values is needed"));
}

TEST(ConfigMistakes, StopABombOfAliases) {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int n = 0; n < 10; ++n) bomb += (n == 0 ? "" : ",") + before;
    bomb += "]\n";
  }
  EXPECT_THAT(mistakes(bomb), HasSubstr("more than 500000 values"));
}

TEST(ConfigMistakes, IncludeTagsSinceNothingIsConstructed) {
  EXPECT_EQ(mistakes(with_rule("  tables: !java.util.HashMap {}\n")),
            "config-shop.yaml:11: shardingRule.tables: the tag '!java.util.HashMap' has no meaning here; "
            "remove it\n");
}

TEST(ConfigMistakes, OfSchemaNames) {
  EXPECT_THAT(mistakes("dataSources: {ds0: {url: 'jdbc:mysql://h/a', username: u}}\n"),
              HasSubstr("config-shop.yaml: schemaName: it is missing"));
  EXPECT_THAT(
      mistakes("schemaName: MySQL\ndataSources: {ds0: {url: 'jdbc:mysql://h/a', username: u}}\n"),
      HasSubstr("config-shop.yaml:1: schemaName: 'MySQL' is a name that MySQL uses itself; another name"));
  const SystemClock clock;
  const std::string one = with_url("jdbc:mysql://h/a");
  EXPECT_EQ(
      joined(
          load_files({{"config-a.yaml", one}, {"config-b.yaml", one}, {"server.yaml", std::string(kServer)}},
                     clock)
              .mistakes),
      "config-b.yaml:1: schemaName: 'shop' is also the schema of config-a.yaml; another name\n");
}

TEST(ConfigMistakes, OfTheNewerGrammar) {
  EXPECT_THAT(
      mistakes("databaseName: shop\nrules: []\n"),
      HasSubstr(
          "config-shop.yaml:2: rules: refused: this is the grammar of ShardingSphere 5; shardingRule and "
          "masterSlaveRule of 4.x"));
  EXPECT_THAT(mistakes(with_rule(""), std::string(kServer) + "mode: {type: Standalone}\n"),
              HasSubstr("server.yaml:5: mode: refused: configuration from a registry is not built yet"));
}

TEST(ConfigMistakes, OfDataSources) {
  EXPECT_EQ(mistakes("schemaName: shop\ndataSources:\n  ds0:\n    username: root\n"),
            "config-shop.yaml:3: dataSources.ds0: 'url' is missing; url: jdbc:mysql://host:3306/database\n");
  EXPECT_EQ(mistakes("schemaName: shop\ndataSources:\n  ds0:\n    url: jdbc:mysql://h/a\n"),
            "config-shop.yaml:3: dataSources.ds0: 'username' is missing; the user that the server knows\n");
  EXPECT_EQ(
      mistakes(with_url("jdbc:mysql://h/a") + "    maxPoolSize: 0\n    idleTimeoutMilliseconds: soon\n"),
      "config-shop.yaml:6: dataSources.ds0.maxPoolSize: '0' is not valid; a whole number from 1 to 65535\n"
      "config-shop.yaml:7: dataSources.ds0.idleTimeoutMilliseconds: 'soon' is not valid; a whole number from "
      "0 to "
      "31536000000\n");
  EXPECT_EQ(mistakes(with_url("jdbc:mysql://h/a") + "    maxPoolSize: 3\n    minPoolSize: 4\n"),
            "config-shop.yaml:7: dataSources.ds0.minPoolSize: 4 is more than maxPoolSize, 3\n");
  EXPECT_EQ(mistakes(with_url("jdbc:mysql://h/a") + "    readOnly: maybe\n"),
            "config-shop.yaml:6: dataSources.ds0.readOnly: 'maybe' is not valid; true or false\n");
  EXPECT_EQ(mistakes(one_source("url: [1]")),
            "config-shop.yaml:4: dataSources.ds0.url: this is a list; a single value is needed\n");
  EXPECT_EQ(mistakes("schemaName: shop\ndataSources: {a.b: {url: 'jdbc:mysql://h/a', username: u}, c: {url: "
                     "'jdbc:mysql://h/a', username: u}}\n"),
            "config-shop.yaml:2: dataSources.a.b: the name contains a point; letters, digits and _\n");
}

TEST(ConfigMistakes, OfUrls) {
  const auto of = [](std::string_view url) {
    const std::string lines = mistakes(with_url(url));
    const std::string start = "config-shop.yaml:4: dataSources.ds0.url: ";
    return lines.starts_with(start) ? lines.substr(start.size()) : lines;
  };
  EXPECT_EQ(of("jdbc:postgresql://h/a"),
            "'jdbc:postgresql:' is not a URL of MySQL; jdbc:mysql://host:3306/database?setting=value or "
            "sqlite:path\n");
  EXPECT_EQ(of("jdbc:mysql://h:99999/a"), "'99999' is not a port; 1 to 65535\n");
  EXPECT_EQ(of("jdbc:mysql:///a"), "the host is missing; jdbc:mysql://host:3306/database?setting=value\n");
  EXPECT_EQ(of("jdbc:mysql://a,b/c"), "'a,b' names several servers; one server for each data source\n");
  EXPECT_EQ(of("jdbc:mysql:loadbalance://a/c"),
            "'mysql:loadbalance:' lets the driver choose between servers; name one server; masterSlaveRule "
            "chooses between "
            "several\n");
  EXPECT_EQ(of("jdbc:mysql://u:secret@h/c"),
            "user and password do not belong into the address; the keys username and password\n");
  EXPECT_EQ(of("jdbc:mysql://h/c?sslMode=ALWAYS"),
            "sslMode=ALWAYS is not valid; DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY\n");
  EXPECT_EQ(of("jdbc:mysql://h/c?sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:/etc/ca.jks"),
            "trustCertificateKeyStoreUrl: '/etc/ca.jks' is a Java keystore, which only Java reads; keytool "
            "-exportcert -rfc -keystore /etc/ca.jks -alias NAME -file ca.pem, then serverSslCert=ca.pem\n");
  EXPECT_THAT(of("jdbc:mysql://h/c?useSSL=true&trustCertificateKeyStoreUrl=file:/etc/ca&"
                 "trustCertificateKeyStoreType=PKCS12"),
              HasSubstr("'/etc/ca' is a Java keystore"));
  EXPECT_THAT(of("jdbc:mysql://h/c?sslMode=REQUIRED&clientCertificateKeyStoreUrl=file:/etc/own.pem"),
              HasSubstr("shows servers no certificate of its own"));
  EXPECT_EQ(of("jdbc:mysql://h/c?sessionVariables=sql_mode='ANSI"),
            "sessionVariables: a quote or a parenthesis is not closed\n");
  EXPECT_EQ(of("jdbc:mysql://h/c?sessionVariables=autocommit=0"),
            "sessionVariables: autocommit belongs to the clients and cannot be set here; leave it out\n");
  EXPECT_EQ(of("jdbc:mysql://h/c?sessionVariables=sql_mode"),
            "sessionVariables: 'sql_mode' is not an assignment; name=value,name=value\n");
  EXPECT_EQ(of("'sqlite::memory:'"), "an embedded data source needs a file; sqlite:data/ds0.db\n");
}

TEST(ConfigMistakes, OfTheEnvironment) {
  unsetenv("MALLSHARD_TEST_SECRET");
  EXPECT_EQ(mistakes(with_url("jdbc:mysql://h/a") + "    password: ${MALLSHARD_TEST_SECRET}\n"),
            "config-shop.yaml:6: dataSources.ds0.password: the environment variable 'MALLSHARD_TEST_SECRET' "
            "is not set; set "
            "it, or write the value here\n");
}

TEST(ConfigMistakes, OfWhatIsNotBuilt) {
  EXPECT_EQ(mistakes(with_rule("  encryptRule: {}\nshadowRule: {}\n")),
            "config-shop.yaml:11: shardingRule.encryptRule: refused: encryption is not built yet, and "
            "columns would be "
            "stored in the clear\n"
            "config-shop.yaml:12: shadowRule: refused: shadow tables are not built yet, and test data would "
            "reach real "
            "tables\n");
  EXPECT_EQ(mistakes(with_rule(
                "  tables:\n"
                "    t:\n"
                "      actualDataNodes: ds0.t\n"
                "      tableStrategy: {standard: {shardingColumn: id, preciseAlgorithmClassName: a.B}}\n")),
            "config-shop.yaml:14: shardingRule.tables.t.tableStrategy.standard: refused: a Java class cannot "
            "be loaded; an "
            "inline strategy: shardingColumn and algorithmExpression\n");
}

TEST(ConfigMistakes, OfStrategies) {
  const auto table = [](std::string_view strategy) {
    return mistakes(
        with_rule("  tables:\n    t:\n      actualDataNodes: ds0.t${0..1}\n      tableStrategy:\n        " +
                  std::string(strategy) + "\n"));
  };
  EXPECT_EQ(table("inlin: {}"),
            "config-shop.yaml:15: shardingRule.tables.t.tableStrategy.inlin: unknown key; did you mean "
            "'inline'?\n");
  EXPECT_THAT(table("inline: {shardingColumn: id, algorithmExpression: 't${id % 2}'}\n        none:"),
              HasSubstr("config-shop.yaml:16: shardingRule.tables.t.tableStrategy.none: there is 'inline' "
                        "already; one kind "
                        "of strategy\n"));
  EXPECT_THAT(
      table("inline: {shardingColumn: 'id,x', algorithmExpression: 't${id % 2}'}"),
      HasSubstr("shardingColumn: it names several columns; the one column that the expression uses\n"));
  EXPECT_THAT(table("inline: {shardingColumn: id}"),
              HasSubstr("algorithmExpression: it is missing; for example ds${user_id % 2}\n"));
  EXPECT_EQ(table("inline: {shardingColumn: id, algorithmExpression: 't${idd % 2}'}"),
            "config-shop.yaml:15: shardingRule.tables.t.tableStrategy.inline.algorithmExpression: 't${idd % "
            "2}': unknown name "
            "'idd'; the sharding column is id (position 4)\n");
  EXPECT_EQ(table("inline: {shardingColumn: id, algorithmExpression: 't${id % 3}'}"),
            "config-shop.yaml:15: shardingRule.tables.t.tableStrategy.inline.algorithmExpression: 't${id % "
            "3}' sends id = 2 to "
            "table 't2', which actualDataNodes does not have; tables there are: t0, t1\n");
}

TEST(ConfigMistakes, OfKeyGenerators) {
  const auto generator = [](std::string_view body) {
    return mistakes(with_rule(
        "  tables:\n    t:\n      actualDataNodes: ds0.t\n      keyGenerator: " + std::string(body) + "\n"));
  };
  EXPECT_EQ(generator("{type: SNOWFLAKE}"),
            "config-shop.yaml:14: shardingRule.tables.t.keyGenerator: 'column' is missing; name the column "
            "that gets the "
            "keys\n");
  EXPECT_EQ(generator("{type: LEAF_SNOWFLAKE, column: id}"),
            "config-shop.yaml:14: shardingRule.tables.t.keyGenerator: type 'LEAF_SNOWFLAKE' is refused: it "
            "needs an external "
            "Leaf service; use SNOWFLAKE\n");
  EXPECT_EQ(generator("{type: SNOWFLAKE, column: id, props: {worker.id: 1024}}"),
            "config-shop.yaml:14: shardingRule.tables.t.keyGenerator: 'worker.id' is '1024'; it is a whole "
            "number from 0 to "
            "1023\n");
}

TEST(ConfigMistakes, OfReadWriteRules) {
  EXPECT_EQ(mistakes(with_sources("masterSlaveRule:\n  name: ms\n")),
            "config-shop.yaml:9: masterSlaveRule: 'masterDataSourceName' is missing; the data source that "
            "takes the writes\n"
            "config-shop.yaml:9: masterSlaveRule: 'slaveDataSourceNames' is missing; a list of the data "
            "sources that take "
            "reads\n");
  EXPECT_EQ(mistakes(with_sources("masterSlaveRule:\n"
                                  "  name: ms\n"
                                  "  masterDataSourceName: ds0\n"
                                  "  slaveDataSourceNames: [ds1]\n"
                                  "  loadBalanceAlgorithmType: LEAST\n")),
            "config-shop.yaml:13: masterSlaveRule.loadBalanceAlgorithmType: unknown type 'LEAST'; known are: "
            "ROUND_ROBIN, "
            "RANDOM\n");
  EXPECT_THAT(mistakes(with_rule("masterSlaveRule: {}\n")),
              HasSubstr("config-shop.yaml:11: masterSlaveRule: there is a "
                        "shardingRule too; one rule in a file"));
}

TEST(ConfigMistakes, OfBindingAndBroadcastTables) {
  EXPECT_EQ(
      mistakes(with_rule(
          "  tables: {t: {actualDataNodes: ds0.t}}\n  bindingTables:\n    - t,u\n  broadcastTables: [t]\n")),
      "config-shop.yaml:13: shardingRule.bindingTables[0]: there is no sharding rule for table 'u'; tables "
      "with a rule "
      "are: t\n"
      "config-shop.yaml:14: shardingRule.broadcastTables: table 't' has a sharding rule; a table is either "
      "sharded or "
      "broadcast\n");
}

TEST(ConfigMistakes, OfProperties) {
  const auto of = [](std::string_view line) { return mistakes(with_rule(""), with_props(line)); };
  EXPECT_EQ(of("proxy.transaction.type: XA"),
            "server.yaml:6: props.proxy.transaction.type: refused: XA transactions are not built yet, and "
            "less safe ones would "
            "be used; LOCAL\n");
  EXPECT_THAT(of("proxy.hint.enabled: true"), HasSubstr("refused: hints are not built yet"));
  EXPECT_EQ(of("replica.lag.limit.milliseconds: 10s"),
            "server.yaml:6: props.replica.lag.limit.milliseconds: '10s' is not valid; a whole number from "
            "100 to 86400000\n");
  EXPECT_EQ(of("replica.lag.limit: 10"),
            "server.yaml:6: props.replica.lag.limit: unknown key; did you mean "
            "'replica.lag.limit.milliseconds'?\n");
  EXPECT_THAT(of("server.version: eight"),
              HasSubstr("'eight' is not a version of MySQL; for example 8.0.36-MallShard"));
  EXPECT_THAT(
      mistakes(with_rule(""), std::string(kServer) + "orchestration: {}\n"),
      HasSubstr("server.yaml:5: orchestration: refused: configuration from a registry is not built yet"));
}

TEST(ConfigMistakes, TablesWhoseKeysAreCheckedHaveARule) {
  EXPECT_EQ(
      mistakes(with_rule(""), with_props("unique.keys.checked.tables: t_none")),
      "server.yaml: props.unique.keys.checked.tables: no schema has a sharded table 't_none'; a table with "
      "a rule\n");
}

TEST(ConfigNotes, SayWhatHasNoEffect) {
  EXPECT_EQ(notes(with_url("jdbc:mysql://h/a?serverTimezone=UTC&useSSL=false&characterEncoding=utf8")),
            "config-shop.yaml:4: dataSources.ds0.url: settings without effect (they are about the Java "
            "driver; a client's own "
            "session counts): serverTimezone, characterEncoding\n");
  EXPECT_EQ(notes(with_rule(""), with_props("acceptor.size: 16")),
            "server.yaml:6: props.acceptor.size: has no effect: one thread per core accepts and serves "
            "(property 'cores')\n");
  EXPECT_EQ(notes(with_url("jdbc:mysql://h/a") + "    maximumPoolSize: 7\n"),
            "config-shop.yaml:6: dataSources.ds0.maximumPoolSize: read as 'maxPoolSize', its name in "
            "ShardingSphere 4.1\n");
  EXPECT_EQ(
      notes(with_rule(""),
            "authentication:\n  users:\n    a:\n      password: x\n      authorizedSchemas: shop, other\n"),
      "server.yaml: authentication.users.a.authorizedSchemas: there is no schema 'other'\n");
}

}  // namespace
}  // namespace mallshard::control
