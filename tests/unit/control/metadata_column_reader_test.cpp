#include <gtest/gtest.h>

#include "control/metadata/column_reader.h"

namespace mallshard::control {
namespace {

const std::vector<std::string> kColumns = {"TABLE_NAME",
                                           "COLUMN_NAME",
                                           "DATA_TYPE",
                                           "COLUMN_TYPE",
                                           "IS_NULLABLE",
                                           "COLUMN_DEFAULT",
                                           "EXTRA",
                                           "CHARACTER_MAXIMUM_LENGTH",
                                           "NUMERIC_PRECISION",
                                           "NUMERIC_SCALE",
                                           "DATETIME_PRECISION",
                                           "CHARACTER_SET_NAME",
                                           "COLLATION_NAME"};
constexpr std::nullopt_t kNull = std::nullopt;

rule::ColumnMetadata read_one(SqlRow row, bool mariadb = false) {
  const TablesRead tables = read_columns({kColumns, {std::move(row)}}, mariadb);
  return tables.at("t").columns.at(0);
}

TEST(ColumnReader, ReadsAnUnsignedKeyThatCountsItself) {
  const rule::ColumnMetadata column = read_one({"t", "id", "bigint", "bigint(20) unsigned", "NO", kNull,
                                                "auto_increment", kNull, "20", "0", kNull, kNull, kNull});

  EXPECT_EQ(column.type, rule::ColumnType::BigInt);
  EXPECT_TRUE(column.is_unsigned);
  EXPECT_TRUE(column.auto_increment);
  EXPECT_FALSE(column.nullable);
  EXPECT_FALSE(column.has_default);
  EXPECT_EQ(column.precision, 20U);
}

TEST(ColumnReader, ReadsTextWithItsCollation) {
  const rule::ColumnMetadata column = read_one({"t", "s", "varchar", "varchar(50)", "YES", kNull, "", "50",
                                                kNull, kNull, kNull, "utf8mb3", "utf8mb3_bin"});

  EXPECT_TRUE(column.is_text());
  EXPECT_EQ(column.length, 50U);
  EXPECT_EQ(column.charset, "utf8mb3");
  EXPECT_EQ(column.collation, "utf8mb3_bin");
  EXPECT_TRUE(column.has_default);
  EXPECT_FALSE(column.default_value.has_value());
}

TEST(ColumnReader, TellsAGeneratedColumnFromAnExpressionDefault) {
  const auto extra = [](const char* text) {
    return read_one({"t", "c", "int", "int", "YES", "uuid()", text, kNull, "10", "0", kNull, kNull, kNull});
  };

  EXPECT_TRUE(extra("VIRTUAL GENERATED").generated);
  EXPECT_TRUE(extra("STORED GENERATED").generated);
  EXPECT_FALSE(extra("DEFAULT_GENERATED").generated);
  EXPECT_TRUE(extra("DEFAULT_GENERATED").has_default);
  EXPECT_FALSE(extra("DEFAULT_GENERATED").default_value.has_value());
}

TEST(ColumnReader, ReadsFractionalSecondsAsScale) {
  const rule::ColumnMetadata column =
      read_one({"t", "c", "datetime", "datetime(3)", "YES", kNull, "on update current_timestamp(3)", kNull,
                kNull, kNull, "3", kNull, kNull});

  EXPECT_EQ(column.scale, 3U);
  EXPECT_TRUE(column.on_update_now);
}

TEST(ColumnReader, UnderstandsTheDefaultsOfBothServers) {
  const auto value = [](const char* shown, bool mariadb) {
    return read_one({"t", "c", "varchar", "varchar(9)", "NO", shown, "", "9", kNull, kNull, kNull, "utf8mb4",
                     "utf8mb4_bin"},
                    mariadb)
        .default_value;
  };

  EXPECT_EQ(value("it's", false), "it's");
  EXPECT_EQ(value("'it''s'", true), "it's");
  EXPECT_EQ(value("1.50", true), "1.50");
  EXPECT_EQ(value("NULL", true), std::nullopt);
  EXPECT_EQ(value("current_timestamp()", true), std::nullopt);
  EXPECT_EQ(value("CURRENT_TIMESTAMP", false), std::nullopt);
}

TEST(ColumnReader, KnowsTheClockAsADefaultOfTimesAlone) {
  const auto column = [](const char* type, const char* shown, bool mariadb) {
    return read_one({"t", "c", type, type, "NO", shown, "", "9", kNull, kNull, kNull, kNull, kNull}, mariadb);
  };

  EXPECT_TRUE(column("timestamp", "current_timestamp()", true).default_now);
  EXPECT_TRUE(column("datetime", "CURRENT_TIMESTAMP(3)", false).default_now);
  EXPECT_TRUE(column("datetime", "CURRENT_TIMESTAMP(3)", false).unknown_default);
  EXPECT_FALSE(column("datetime", "'2024-01-01 00:00:00'", true).default_now);
  EXPECT_FALSE(column("varchar", "CURRENT_TIMESTAMP", false).default_now);
}

TEST(ColumnReader, PutsThePrimaryKeyFirst) {
  TablesRead tables =
      read_columns({kColumns,
                    {{"t", "a", "int", "int", "NO", kNull, "", kNull, "10", "0", kNull, kNull, kNull},
                     {"t", "b", "int", "int", "NO", kNull, "", kNull, "10", "0", kNull, kNull, kNull}}},
                   false);

  read_keys({{"table_name", "index_name", "non_unique", "column_name"},
             {{"t", "A_KEY", "0", "b"},
              {"t", "A_KEY", "0", "a"},
              {"t", "PRIMARY", "0", "a"},
              {"t", "Z", "1", "b"}}},
            tables);

  const rule::TableMetadata& table = tables.at("t");
  ASSERT_EQ(table.keys.size(), 3U);
  EXPECT_TRUE(table.keys[0].is_primary());
  EXPECT_EQ(table.keys[1].columns, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_TRUE(table.keys[1].unique);
  EXPECT_FALSE(table.keys[2].unique);
}

TEST(ColumnReader, TellsPartsOfKeysThatAreNotWholeColumns) {
  TablesRead tables = read_columns(
      {kColumns, {{"t", "a", "text", "text", "YES", kNull, "", kNull, kNull, kNull, kNull, kNull, kNull}}},
      false);

  read_keys({{"table_name", "index_name", "non_unique", "column_name", "sub_part", "index_type"},
             {{"t", "EXPRESSION", "0", "a", kNull, "BTREE"},
              {"t", "EXPRESSION", "0", kNull, kNull, "BTREE"},
              {"t", "PREFIX", "0", "a", "10", "BTREE"},
              {"t", "WHOLE", "0", "a", kNull, "BTREE"},
              {"t", "WORDS", "1", "a", kNull, "FULLTEXT"}}},
            tables);

  const std::vector<rule::KeyMetadata>& keys = tables.at("t").keys;
  ASSERT_EQ(keys.size(), 4U);
  EXPECT_TRUE(keys[0].has_expression);
  EXPECT_FALSE(keys[0].identifies_rows());
  EXPECT_EQ(keys[1].prefixes, (std::vector<std::uint32_t>{10}));
  EXPECT_FALSE(keys[1].identifies_rows());
  EXPECT_TRUE(keys[2].identifies_rows());
  EXPECT_EQ(keys[3].kind, rule::KeyMetadata::Kind::FullText);
}

TEST(ColumnReader, MarksViews) {
  TablesRead tables = read_columns(
      {kColumns, {{"v", "a", "int", "int", "NO", kNull, "", kNull, "10", "0", kNull, kNull, kNull}}}, false);

  const auto views = read_views({{"table_name", "view_definition", "collation_connection"},
                                 {{"v", "select 1 AS `a`", "utf8mb4_bin"}, {"invalid", "select 2", "x"}}},
                                tables);

  EXPECT_TRUE(tables.at("v").is_view);
  EXPECT_EQ(views.at("v").definition, "select 1 AS `a`");
  EXPECT_EQ(views.at("v").columns, std::vector<std::string>{"a"});
  EXPECT_TRUE(tables.at("invalid").is_view);
}

TEST(ColumnReader, QuotesTheNamesItAsksFor) {
  EXPECT_NE(columns_sql("d", {"a'b", "c"}).find("table_name IN ('a\\'b','c')"), std::string::npos);
}

TEST(ColumnReader, KnowsEveryTypeOfBothServers) {
  EXPECT_EQ(column_type_of("GEOMETRYCOLLECTION"), rule::ColumnType::Geometry);
  EXPECT_EQ(column_type_of("inet4"), rule::ColumnType::Inet);
  EXPECT_EQ(column_type_of("uuid"), rule::ColumnType::Uuid);
  EXPECT_EQ(column_type_of("xmltype"), rule::ColumnType::Other);
}

}  // namespace
}  // namespace mallshard::control
