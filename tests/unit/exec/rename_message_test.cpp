#include "exec/rename_message.h"

#include <gtest/gtest.h>

namespace mallshard::exec {
namespace {

const plan::Naming kNaming{
    "sharding_db", {{"t_order0", "t_order"}, {"t_order1", "t_order"}, {"t_item0", "t_item"}}, {}, {}, {}};

std::string renamed(std::uint16_t code, std::string_view message) {
  return rename_message(code, message, kNaming);
}

// Every message here is one that MariaDB 10.11 or MySQL 9.7 has printed.
TEST(RenameMessage, RenamesTablesAndSchemas) {
  EXPECT_EQ(renamed(1146, "Table 'ds0.t_order0' doesn't exist"), "Table 'sharding_db.t_order' doesn't exist");
  EXPECT_EQ(renamed(1146, "Table 'ds0.nope' doesn't exist"), "Table 'sharding_db.nope' doesn't exist");
  EXPECT_EQ(renamed(1050, "Table 't_order1' already exists"), "Table 't_order' already exists");
  EXPECT_EQ(renamed(1051, "Unknown table 'ds0.t_order0,ds0.nope'"),
            "Unknown table 'sharding_db.t_order,sharding_db.nope'");
  EXPECT_EQ(renamed(1066, "Not unique table/alias: 't_order0'"), "Not unique table/alias: 't_order'");
  EXPECT_EQ(renamed(1176, "Key 't_order0' doesn't exist in table 't_order0'"),
            "Key 't_order0' doesn't exist in table 't_order'");
  EXPECT_EQ(renamed(1093, "You can't specify target table 't_order0' for update in FROM clause"),
            "You can't specify target table 't_order' for update in FROM clause");
  EXPECT_EQ(renamed(1347, "'ds0.t_order0' is not VIEW"), "'sharding_db.t_order' is not VIEW");
  EXPECT_EQ(renamed(1049, "Unknown database 'ds0'"), "Unknown database 'sharding_db'");
  EXPECT_EQ(renamed(1305, "FUNCTION ds0.f does not exist"), "FUNCTION sharding_db.f does not exist");
  EXPECT_EQ(renamed(1318, "Incorrect number of arguments for PROCEDURE ds0.p; expected 3, got 1"),
            "Incorrect number of arguments for PROCEDURE sharding_db.p; expected 3, got 1");
}

TEST(RenameMessage, RenamesColumnsQualifiers) {
  EXPECT_EQ(renamed(1054, "Unknown column 't_order0.zz' in 'field list'"),
            "Unknown column 't_order.zz' in 'field list'");
  EXPECT_EQ(renamed(1054, "Unknown column 'ds0.t_order0.zz' in 'SELECT'"),
            "Unknown column 'sharding_db.t_order.zz' in 'SELECT'");
  EXPECT_EQ(renamed(1054, "Unknown column 't_order0' in 'WHERE'"), "Unknown column 't_order0' in 'WHERE'");
  EXPECT_EQ(renamed(1055, "'ds0.t_order0.id' isn't in GROUP BY"),
            "'sharding_db.t_order.id' isn't in GROUP BY");
  EXPECT_EQ(
      renamed(1055,
              "Expression #2 of SELECT list is not in GROUP BY clause and contains nonaggregated column "
              "'ds0.t_order0.id' which is not functionally dependent on columns in GROUP BY clause; this "
              "is incompatible with sql_mode=only_full_group_by"),
      "Expression #2 of SELECT list is not in GROUP BY clause and contains nonaggregated column "
      "'sharding_db.t_order.id' which is not functionally dependent on columns in GROUP BY clause; this "
      "is incompatible with sql_mode=only_full_group_by");
  EXPECT_EQ(
      renamed(1140,
              "In aggregated query without GROUP BY, expression #1 of SELECT list contains nonaggregated "
              "column 'ds0.t_order0.p'; this is incompatible with sql_mode=only_full_group_by"),
      "In aggregated query without GROUP BY, expression #1 of SELECT list contains nonaggregated "
      "column 'sharding_db.t_order.p'; this is incompatible with sql_mode=only_full_group_by");
  EXPECT_EQ(renamed(3065,
                    "Expression #1 of ORDER BY clause is not in SELECT list, references column "
                    "'ds0.t_order0.id' which is not in SELECT list; this is incompatible with DISTINCT"),
            "Expression #1 of ORDER BY clause is not in SELECT list, references column "
            "'sharding_db.t_order.id' which is not in SELECT list; this is incompatible with DISTINCT");
}

TEST(RenameMessage, RenamesTheTableOfAKey) {
  EXPECT_EQ(renamed(1062, "Duplicate entry '1' for key 't_order0.PRIMARY'"),
            "Duplicate entry '1' for key 't_order.PRIMARY'");
  EXPECT_EQ(renamed(1062, "Duplicate entry '1' for key 'PRIMARY'"), "Duplicate entry '1' for key 'PRIMARY'");
}

TEST(RenameMessage, NeverTouchesAUsersValue) {
  EXPECT_EQ(renamed(1062, "Duplicate entry 't_order0' for key 't_order0.uk'"),
            "Duplicate entry 't_order0' for key 't_order.uk'");
  EXPECT_EQ(renamed(1062, "Duplicate entry 'x' for key 't_order0.a' for key 't_order0.uk'"),
            "Duplicate entry 'x' for key 't_order0.a' for key 't_order.uk'");
  EXPECT_EQ(renamed(1292,
                    "Incorrect date value: 'x' for column `ds0`.`t_order0`.`d` at row 1' for column "
                    "`ds0`.`t_order0`.`d` at row 1"),
            "Incorrect date value: 'x' for column `ds0`.`t_order0`.`d` at row 1' for column "
            "`sharding_db`.`t_order`.`d` at row 1");
  EXPECT_EQ(renamed(1644, "Table 'ds0.t_order0' doesn't exist"),
            "Table 'ds0.t_order0' doesn't exist");  // SIGNAL
}

TEST(RenameMessage, RenamesQuotedColumnsOfConversions) {
  EXPECT_EQ(renamed(1366, "Incorrect integer value: 'abc' for column `ds0`.`t_order0`.`id` at row 1"),
            "Incorrect integer value: 'abc' for column `sharding_db`.`t_order`.`id` at row 1");
  EXPECT_EQ(renamed(1366, "Incorrect integer value: 'abc' for column 'id' at row 1"),
            "Incorrect integer value: 'abc' for column 'id' at row 1");
}

TEST(RenameMessage, RenamesForeignKeyTexts) {
  EXPECT_EQ(
      renamed(1452,
              "Cannot add or update a child row: a foreign key constraint fails (`ds0`.`t_item0`, CONSTRAINT "
              "`t_item0_ibfk_1` FOREIGN KEY (`t_order0`) REFERENCES `t_order0` (`i`) ON DELETE CASCADE)"),
      "Cannot add or update a child row: a foreign key constraint fails (`sharding_db`.`t_item`, CONSTRAINT "
      "`t_item_ibfk_1` FOREIGN KEY (`t_order0`) REFERENCES `t_order` (`i`) ON DELETE CASCADE)");
  EXPECT_EQ(
      renamed(1701,
              "Cannot truncate a table referenced in a foreign key constraint (`ds0`.`t_item0`, CONSTRAINT "
              "`mine` FOREIGN KEY (`p`) REFERENCES `ds0`.`t_order0` (`i`))"),
      "Cannot truncate a table referenced in a foreign key constraint (`sharding_db`.`t_item`, CONSTRAINT "
      "`mine` FOREIGN KEY (`p`) REFERENCES `sharding_db`.`t_order` (`i`))");
  EXPECT_EQ(renamed(3730,
                    "Cannot drop table 't_order0' referenced by a foreign key constraint 't_item0_ibfk_1' on "
                    "table 't_item0'."),
            "Cannot drop table 't_order' referenced by a foreign key constraint 't_item_ibfk_1' on table "
            "'t_item'.");
  EXPECT_EQ(
      renamed(1005, "Can't create table `ds0`.`t_order0` (errno: 121 \"Duplicate key on write or update\")"),
      "Can't create table `sharding_db`.`t_order` (errno: 121 \"Duplicate key on write or update\")");
}

TEST(RenameMessage, RenamesConstraints) {
  EXPECT_EQ(renamed(3819, "Check constraint 't_order0_chk_1' is violated."),
            "Check constraint 't_order_chk_1' is violated.");
  EXPECT_EQ(renamed(4025, "CONSTRAINT `t_order0.s` failed for `ds0`.`t_order0`"),
            "CONSTRAINT `t_order.s` failed for `sharding_db`.`t_order`");
  EXPECT_EQ(renamed(1091, "Can't DROP FOREIGN KEY `t_order0_ibfk_2`; check that it exists"),
            "Can't DROP FOREIGN KEY `t_order_ibfk_2`; check that it exists");
}

TEST(RenameMessage, RenamesExpressionsButNotTheirStrings) {
  EXPECT_EQ(renamed(1690, "BIGINT UNSIGNED value is out of range in '(`ds0`.`t_order0`.`j` - 5)'"),
            "BIGINT UNSIGNED value is out of range in '(`sharding_db`.`t_order`.`j` - 5)'");
  EXPECT_EQ(
      renamed(1690, "BIGINT UNSIGNED value is out of range in '(`t_order0`.`t_order0` - '`t_order0`.`a`')'"),
      "BIGINT UNSIGNED value is out of range in '(`t_order`.`t_order0` - '`t_order0`.`a`')'");
}

TEST(RenameMessage, LeavesWhatItDoesNotKnow) {
  EXPECT_EQ(renamed(1064, "You have an error ... near 't_order0 x' at line 1"),
            "You have an error ... near 't_order0 x' at line 1");
  EXPECT_EQ(renamed(1146, "La table 'ds0.t_order0' n'existe pas"), "La table 'ds0.t_order0' n'existe pas");
  EXPECT_EQ(renamed(1146, ""), "");
  EXPECT_EQ(
      rename_message(1146, "Table 'ds0.t_order0' doesn't exist", {"", {{"t_order0", "t_order"}}, {}, {}, {}}),
      "Table 'ds0.t_order' doesn't exist");
}

TEST(RenameMessage, EndsOnAnyMessage) {
  std::string quotes(512, '\'');
  for (int code : {1062, 1143, 1761, 1366, 1451, 1690}) {
    EXPECT_EQ(renamed(static_cast<std::uint16_t>(code), quotes), quotes);
  }
  EXPECT_EQ(renamed(1451, "Cannot delete or update a parent row: a foreign key constraint fails (`)"),
            "Cannot delete or update a parent row: a foreign key constraint fails (`)");
}

}  // namespace
}  // namespace mallshard::exec
