// DDL: what the nodes say, and which tables a statement touches.
#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

LexOptions newest() {
  return mysql(90700);
}

// `role:name` of each table, in order.
std::string tables_of(std::string_view sql, const LexOptions& options) {
  const Parsed parsed(sql, options);
  if (!parsed.ok()) return parsed.error().message;
  constexpr std::string_view kRoles[] = {"read",    "write",  "created",  "dropped",
                                         "altered", "locked", "described"};
  std::string all;
  for (const TableUse& use : parsed.facts().tables) {
    if (!all.empty()) all += ' ';
    all += kRoles[static_cast<std::size_t>(use.role)];
    all += ':';
    all += use.table->name.text;
  }
  return all;
}

TEST(Schema, ReadsPartitionsToTheirValues) {
  const Parsed parsed(
      "CREATE TABLE t (a INT, b INT) PARTITION BY LIST COLUMNS (a, b) SUBPARTITION BY LINEAR HASH (a + b) "
      "SUBPARTITIONS 2 (PARTITION p0 VALUES IN ((1, 2), (3, NULL)) ENGINE = InnoDB, "
      "PARTITION p1 VALUES IN ((5, 6)) COMMENT 'x' (SUBPARTITION s0, SUBPARTITION s1))",
      newest());
  EXPECT_FALSE(parsed.ok());  // the second partition alone names its subpartitions

  const Parsed right(
      "CREATE TABLE t (a INT, b INT) PARTITION BY LIST COLUMNS (a, b) SUBPARTITION BY LINEAR HASH (a + b) "
      "SUBPARTITIONS 2 (PARTITION p0 VALUES IN ((1, 2), (3, NULL)) ENGINE = InnoDB, "
      "PARTITION p1 VALUES IN ((5, 6)) COMMENT 'x')",
      newest());
  const auto* create = right.as<CreateTableStatement>();
  ASSERT_NE(create, nullptr);
  const Partitioning* partitioning = create->partitioning;
  ASSERT_NE(partitioning, nullptr);
  EXPECT_EQ(partitioning->scheme->method, PartitionMethod::List);
  EXPECT_TRUE(partitioning->scheme->by_columns);
  ASSERT_EQ(partitioning->scheme->columns.size(), 2U);
  ASSERT_NE(partitioning->subscheme, nullptr);
  EXPECT_TRUE(partitioning->subscheme->linear);
  EXPECT_NE(partitioning->subscheme->expression, nullptr);
  ASSERT_EQ(partitioning->definitions.size(), 2U);
  const PartitionDefinition& first = *partitioning->definitions[0];
  EXPECT_EQ(first.name.text, "p0");
  EXPECT_EQ(first.values_kind, PartitionValues::In);
  ASSERT_EQ(first.values.size(), 2U);
  EXPECT_EQ(sqlparse::cast<Row>(*first.values[1]).items.size(), 2U);
  ASSERT_EQ(first.options.size(), 1U);
  EXPECT_EQ(first.options[0]->option, Keyword::Engine);
}

TEST(Schema, RefusesPartitionsThatDisagree) {
  EXPECT_FALSE(accepts(
      "CREATE TABLE t (a INT) PARTITION BY RANGE (a) PARTITIONS 3 (PARTITION p VALUES LESS THAN (1))"));
  EXPECT_FALSE(
      accepts("CREATE TABLE t (a INT) PARTITION BY RANGE COLUMNS (a, b) (PARTITION p VALUES LESS THAN (1))"));
  EXPECT_FALSE(accepts("CREATE TABLE t (a INT) PARTITION BY LIST (a) (PARTITION p VALUES IN (MAXVALUE))"));
  EXPECT_FALSE(accepts("CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p)"));
  EXPECT_TRUE(accepts("CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p)", mariadb()));
}

TEST(Schema, KeepsAColumnsAttributesInOrder) {
  const Parsed parsed(
      "CREATE TABLE t (a INT DEFAULT (1 + 1) NOT NULL CONSTRAINT c CHECK (a > 0) NOT ENFORCED COMMENT 'x' "
      "REFERENCES u (b) ON DELETE CASCADE)");
  const auto* create = parsed.as<CreateTableStatement>();
  ASSERT_NE(create, nullptr);
  const auto& column = sqlparse::cast<ColumnDefinition>(*create->elements[0]);
  ASSERT_EQ(column.attributes.size(), 5U);
  EXPECT_EQ(column.attributes[0]->attribute_kind, ColumnAttributeKind::Default);
  EXPECT_TRUE(column.attributes[0]->parenthesised);
  EXPECT_EQ(column.attributes[2]->attribute_kind, ColumnAttributeKind::Check);
  EXPECT_EQ(column.attributes[4]->attribute_kind, ColumnAttributeKind::References);
  ASSERT_EQ(column.checks.size(), 1U);
  EXPECT_EQ(column.checks[0]->enforcement, Enforcement::NotEnforced);
  EXPECT_EQ(column.nullability, Nullability::NotNull);
  ASSERT_NE(column.references, nullptr);
}

TEST(Schema, NamesTheOptionsOfTablesAndIndexes) {
  const Parsed parsed(
      "CREATE TABLE t (a INT, UNIQUE KEY k (a) USING HASH COMMENT 'i' INVISIBLE) DEFAULT CHARSET = utf8mb4 "
      "AUTO_INCREMENT 7, UNION = (x, d.y)",
      newest());
  const auto* create = parsed.as<CreateTableStatement>();
  ASSERT_NE(create, nullptr);
  ASSERT_EQ(create->options.size(), 3U);
  EXPECT_EQ(create->options[0]->option, Keyword::Charset);
  EXPECT_TRUE(create->options[0]->equals);
  EXPECT_FALSE(create->options[1]->equals);
  EXPECT_EQ(create->options[2]->tables.size(), 2U);
  const auto& index = sqlparse::cast<IndexDefinition>(*create->elements[1]);
  ASSERT_EQ(index.options.size(), 3U);
  EXPECT_EQ(index.options[0]->option, Keyword::Using);
  EXPECT_EQ(index.options[2]->option, Keyword::Invisible);
}

TEST(Schema, TellsTheRolesOfTables) {
  EXPECT_EQ(tables_of("CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES p (a)) UNION = (x) SELECT * FROM y",
                      newest()),
            "created:t read:p read:x read:y");
  EXPECT_EQ(tables_of("CREATE TABLE t LIKE u", newest()), "created:t read:u");
  EXPECT_EQ(tables_of("CREATE VIEW v AS WITH c AS (SELECT * FROM a) SELECT * FROM c JOIN b", newest()),
            "created:v read:a read:b");
  EXPECT_EQ(tables_of("ALTER TABLE t ADD CONSTRAINT FOREIGN KEY (a) REFERENCES p (a), RENAME TO u", newest()),
            "altered:t read:p created:u");
  EXPECT_EQ(tables_of("ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u", newest()), "altered:t altered:u");
  EXPECT_EQ(tables_of("ALTER TABLE t CONVERT PARTITION p TO TABLE u", mariadb()), "altered:t created:u");
  EXPECT_EQ(tables_of("ALTER TABLE t CONVERT TABLE u TO PARTITION p VALUES LESS THAN (1)", mariadb()),
            "altered:t dropped:u");
  EXPECT_EQ(tables_of("CREATE SEQUENCE s START WITH 5 CACHE 10", mariadb()), "created:s");
  EXPECT_EQ(tables_of("DROP SEQUENCE s, r", mariadb()), "dropped:s dropped:r");
  EXPECT_EQ(tables_of("CACHE INDEX t INDEX (k), u IN c", newest()), "altered:t altered:u");
  EXPECT_EQ(tables_of("DROP LIBRARY l", newest()), "");
}

TEST(Schema, CommitsAsTheServersDo) {
  EXPECT_TRUE(Parsed("CREATE SEQUENCE s", mariadb()).facts().implicit_commit);
  EXPECT_TRUE(Parsed("CREATE TEMPORARY SEQUENCE s", mariadb()).facts().implicit_commit);
  EXPECT_FALSE(Parsed("CREATE TEMPORARY TABLE s (a INT)", mariadb()).facts().implicit_commit);
  EXPECT_TRUE(Parsed("LOAD DATA INFILE 'f' INTO TABLE t ALGORITHM = BULK", newest()).facts().implicit_commit);
  EXPECT_FALSE(Parsed("LOAD DATA INFILE 'f' INTO TABLE t", newest()).facts().implicit_commit);
  EXPECT_FALSE(Parsed("START GROUP_REPLICATION", newest()).facts().implicit_commit);
  EXPECT_TRUE(Parsed("SET autocommit = 1, PASSWORD = 'x'", mariadb()).facts().implicit_commit);
  EXPECT_TRUE(Parsed("CREATE LIBRARY l LANGUAGE JAVASCRIPT AS 'x'", newest()).facts().implicit_commit);
  EXPECT_TRUE(Parsed("ALTER TABLE t REMOVE PARTITIONING").facts().implicit_commit);
}

TEST(Schema, ReadsADualityViewAsAQuery) {
  const Parsed parsed(
      "CREATE JSON RELATIONAL DUALITY VIEW v AS SELECT JSON_DUALITY_OBJECT(WITH (INSERT, DELETE) 'a': a, "
      "'b': t.b) "
      "FROM t",
      newest());
  const auto* view = parsed.as<CreateViewStatement>();
  ASSERT_NE(view, nullptr);
  EXPECT_EQ(parsed.text(view->query),
            "SELECT JSON_DUALITY_OBJECT(WITH (INSERT, DELETE) 'a': a, 'b': t.b) FROM t");
  EXPECT_EQ(tables_of("CREATE JSON DUALITY VIEW v AS SELECT JSON_DUALITY_OBJECT('a': a) FROM t", newest()),
            "created:v read:t");
  EXPECT_FALSE(accepts("CREATE JSON DUALITY VIEW v AS SELECT JSON_DUALITY_OBJECT('a', a) FROM t", newest()));
  EXPECT_FALSE(accepts("CREATE JSON DUALITY VIEW v AS SELECT 1", mysql(80400)));
}

}  // namespace
}  // namespace mallshard::sqlparse
