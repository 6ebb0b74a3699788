#include "exec/show_transform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exec/rename_ddl.h"
#include "wire/binary_value.h"
#include "wire/column_definition.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::exec {
namespace {

using ::testing::ElementsAre;
using wire::ColumnType;
using wire::RowFormat;

constexpr auto kNull = std::nullopt;

struct Definition {
  std::string name;
  ColumnType type = ColumnType::VarString;
};

std::vector<ByteBuffer> definitions(const std::vector<Definition>& columns) {
  std::vector<ByteBuffer> payloads;
  for (const Definition& column : columns) {
    wire::ColumnDefinition definition;
    definition.name = column.name;
    definition.type = column.type;
    wire::encode_column_definition(definition, payloads.emplace_back());
  }
  return payloads;
}

ByteBuffer encode(const std::vector<Definition>& columns, const wire::LocalRow& cells, RowFormat format) {
  ByteBuffer row;
  if (format == RowFormat::Text) {
    wire::TextRowWriter writer(row);
    for (const auto& cell : cells) cell ? writer.field(std::string_view(*cell)) : writer.null();
    return row;
  }
  wire::BinaryRowWriter writer(row, columns.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i]) {
      writer.null();
      continue;
    }
    ByteBuffer field;
    EXPECT_TRUE(wire::append_text_as_binary({columns[i].type}, *cells[i], field));
    wire::PacketReader in(field);
    writer.field(columns[i].type, wire::read_binary_field(in, columns[i].type));
  }
  return row;
}

wire::LocalRow decode(const std::vector<Definition>& columns, ByteView row, RowFormat format) {
  wire::LocalRow cells;
  if (format == RowFormat::Text) {
    wire::TextRowReader reader(row);
    while (reader.more()) {
      wire::FieldView field = reader.next();
      cells.push_back(field ? std::optional<std::string>(*field) : kNull);
    }
    return cells;
  }
  std::vector<ColumnType> types;
  for (const Definition& column : columns) types.push_back(column.type);
  wire::BinaryRowReader reader(row, types);
  while (reader.more()) {
    wire::FieldView field = reader.next();
    if (!field) {
      cells.emplace_back();
      continue;
    }
    ByteBuffer shown;
    EXPECT_TRUE(wire::append_binary_as_text({columns[cells.size()].type}, as_bytes(*field), shown));
    cells.emplace_back(std::string(as_text(shown)));
  }
  return cells;
}

struct Shown {
  std::string header;
  std::vector<wire::LocalRow> rows;
};

class ShowTransform : public ::testing::TestWithParam<RowFormat> {
 protected:
  ShowTransform() {
    dispatch_.naming = std::make_shared<const plan::Naming>(plan::Naming{
        "sharding_db",
        {{"t_order0", "t_order"}, {"t_order1", "t_order"}, {"t_item0", "t_item"}, {"t_config", "t_config"}},
        {},
        {},
        {}});
  }

  Shown run(plan::Show show, const std::vector<Definition>& columns,
            const std::vector<wire::LocalRow>& rows) {
    std::vector<ByteBuffer> payloads = definitions(columns);
    std::vector<ByteBuffer> encoded;
    for (const wire::LocalRow& row : rows) encoded.push_back(encode(columns, row, GetParam()));
    Result<ShownResult> result = show_transform(show, dispatch_, payloads, encoded, GetParam());
    EXPECT_TRUE(result) << result.error().message;
    if (!result) return {};
    Shown shown;
    shown.header = std::string(wire::decode_column_definition(result->columns[0])->name);
    for (const ByteBuffer& row : result->rows) shown.rows.push_back(decode(columns, row, GetParam()));
    return shown;
  }

  plan::Dispatch dispatch_;
};
INSTANTIATE_TEST_SUITE_P(Formats, ShowTransform, ::testing::Values(RowFormat::Text, RowFormat::Binary));

using Row = wire::LocalRow;

TEST_P(ShowTransform, FoldsActualTablesIntoTheLogicalOnesInTheServersOrder) {
  Shown shown = run(plan::Show::TableNames, {{"Tables_in_ds0"}, {"Table_type"}},
                    {{"t_config", "BASE TABLE"},
                     {"t_order0", "BASE TABLE"},
                     {"t_order1", "BASE TABLE"},
                     {"plain", "BASE TABLE"},
                     {"mallshard_heartbeat", "BASE TABLE"},
                     {"t_config", "BASE TABLE"},
                     {"t_item0", "BASE TABLE"},
                     {"V", "VIEW"},
                     {"t_order0", "BASE TABLE"}});

  EXPECT_EQ(shown.header, "Tables_in_sharding_db");
  EXPECT_THAT(shown.rows,
              ElementsAre(Row{"V", "VIEW"}, Row{"plain", "BASE TABLE"}, Row{"t_config", "BASE TABLE"},
                          Row{"t_item", "BASE TABLE"}, Row{"t_order", "BASE TABLE"}));
}

TEST_P(ShowTransform, MatchesLikeOnLogicalNamesAndShowsItInTheHeader) {
  dispatch_.show_like = "t\\_o%";
  Shown shown =
      run(plan::Show::TableNames, {{"Tables_in_ds0"}}, {{"t_order0"}, {"t_order1"}, {"t_item0"}, {"T_o"}});

  EXPECT_EQ(shown.header, "Tables_in_sharding_db (t\\_o%)");
  EXPECT_THAT(shown.rows, ElementsAre(Row{"t_order"}));

  dispatch_.show_like = "t_order0";
  EXPECT_TRUE(run(plan::Show::TableNames, {{"Tables_in_ds0"}}, {{"t_order0"}}).rows.empty());
}

TEST_P(ShowTransform, AddsUpTheStatusOfActualTables) {
  std::vector<Definition> columns = {{"Name"},
                                     {"Rows", ColumnType::LongLong},
                                     {"Avg_row_length", ColumnType::LongLong},
                                     {"Data_length", ColumnType::LongLong},
                                     {"Auto_increment", ColumnType::LongLong},
                                     {"Update_time", ColumnType::DateTime}};
  Shown shown = run(plan::Show::TableNames, columns,
                    {{"t_order0", "10", "100", "1000", kNull, kNull},
                     {"t_order1", "30", "100", "3000", "7", "2026-01-02 03:04:05"},
                     {"t_config", "5", "10", "50", "6", kNull},
                     {"t_config", "5", "10", "50", "6", kNull}});

  EXPECT_EQ(shown.header, "Name");
  EXPECT_THAT(shown.rows, ElementsAre(Row{"t_config", "5", "10", "50", "6", kNull},
                                      Row{"t_order", "40", "100", "4000", "7", "2026-01-02 03:04:05"}));
}

TEST_P(ShowTransform, RenamesShowCreateTable) {
  Shown shown = run(
      plan::Show::CreateTable, {{"Table"}, {"Create Table"}},
      {{"t_item0",
        "CREATE TABLE `t_item0` (\n  `t_item0` int COMMENT 'REFERENCES `t_order0`',\n  KEY `t_order0` "
        "(`t_item0`),\n  CONSTRAINT `t_item0_ibfk_1` FOREIGN KEY (`t_item0`) REFERENCES `t_order0` (`id`),\n"
        "  CONSTRAINT `t_item0_chk_1` CHECK ((`t_item0` <> _utf8mb4'CONSTRAINT `t_item0_ibfk_1`'))\n)"}});

  EXPECT_THAT(
      shown.rows,
      ElementsAre(Row{
          "t_item",
          "CREATE TABLE `t_item` (\n  `t_item0` int COMMENT 'REFERENCES `t_order0`',\n  KEY `t_order0` "
          "(`t_item0`),\n  CONSTRAINT `t_item_ibfk_1` FOREIGN KEY (`t_item0`) REFERENCES `t_order` (`id`),\n"
          "  CONSTRAINT `t_item_chk_1` CHECK ((`t_item0` <> _utf8mb4'CONSTRAINT `t_item0_ibfk_1`'))\n)"}));
}

TEST_P(ShowTransform, RenamesTheTableColumnAlone) {
  Shown shown =
      run(plan::Show::TableColumn, {{"Table"}, {"Non_unique", ColumnType::LongLong}, {"Key_name"}},
          {{"t_order0", "0", "PRIMARY"}, {"t_order0", "1", "t_order0"}, {"ds0.t_order0", "0", kNull}});

  EXPECT_EQ(shown.header, "Table");
  EXPECT_THAT(shown.rows, ElementsAre(Row{"t_order", "0", "PRIMARY"}, Row{"t_order", "1", "t_order0"},
                                      Row{"sharding_db.t_order", "0", kNull}));
}

TEST_P(ShowTransform, LeavesEverythingWithoutNames) {
  dispatch_.naming = nullptr;
  Shown shown = run(plan::Show::TableNames, {{"Tables_in_ds0"}}, {{"t_order1"}, {"t_order0"}});

  EXPECT_EQ(shown.header, "Tables_in_ds0");
  EXPECT_THAT(shown.rows, ElementsAre(Row{"t_order1"}, Row{"t_order0"}));
}

TEST_P(ShowTransform, FailsOnARowCutShort) {
  std::vector<ByteBuffer> columns = definitions({{"Tables_in_ds0"}, {"Table_type"}});
  std::vector<ByteBuffer> rows = {{0, 0, 9, 'a'}};

  EXPECT_FALSE(show_transform(plan::Show::TableNames, dispatch_, columns, rows, GetParam()));
}

TEST(RenameView, PutsLogicalTablesInThePlaceOfAliasedOnes) {
  const plan::Naming naming{"shop", {{"t_order0", "t_order"}, {"t_item0", "t_item"}}, {}, {}, {}};

  EXPECT_EQ(
      rename_view("CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY DEFINER VIEW `v` AS select "
                  "`t_order`.`t_order0` AS `t_order0`,`i`.`a` AS `a`,'`t_order0` `t_order`' AS `s` from "
                  "(`t_order0` `t_order` join `ds0`.`t_item0` `i` on(1))",
                  naming),
      "CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY DEFINER VIEW `v` AS select "
      "`t_order`.`t_order0` AS `t_order0`,`i`.`a` AS `a`,'`t_order0` `t_order`' AS `s` from "
      "(`t_order` join `shop`.`t_item` `i` on(1))");
}

TEST(RenameDdl, RenamesWhateverTheQuoting) {
  const plan::Naming naming{"db", {{"t0", "t"}, {"o`0", "o`d"}}, {}, {}, {}};

  EXPECT_EQ(rename_ddl("CREATE TABLE \"t0\" (\"t0\" int)", naming), "CREATE TABLE \"t\" (\"t0\" int)");
  EXPECT_EQ(
      rename_ddl("CREATE TABLE t0 (t0 int, CONSTRAINT t0_ibfk_1 FOREIGN KEY (t0) REFERENCES ds0.t0 (i))",
                 naming),
      "CREATE TABLE t (t0 int, CONSTRAINT t_ibfk_1 FOREIGN KEY (t0) REFERENCES db.t (i))");
  EXPECT_EQ(rename_ddl("CREATE TEMPORARY TABLE IF NOT EXISTS `o``0` (`a` int)", naming),
            "CREATE TEMPORARY TABLE IF NOT EXISTS `o``d` (`a` int)");
  EXPECT_EQ(rename_ddl("CREATE TABLE `t0` (`a` varchar(9) DEFAULT 'it''s \\' TABLE `t0`')", naming),
            "CREATE TABLE `t` (`a` varchar(9) DEFAULT 'it''s \\' TABLE `t0`')");
}

TEST(CaptureResult, KeepsColumnsAndCells) {
  std::vector<Definition> columns = {{"n", ColumnType::LongLong}, {"s"}};
  std::vector<ByteBuffer> rows = {encode(columns, {"1", kNull}, RowFormat::Text)};
  wire::LocalResult result = capture_result(definitions(columns), rows);

  ASSERT_EQ(result.columns.size(), 2U);
  EXPECT_EQ(result.columns[0].name, "n");
  EXPECT_EQ(result.columns[0].type, ColumnType::LongLong);
  EXPECT_THAT(result.rows, ElementsAre(Row{"1", kNull}));
  EXPECT_TRUE(capture_result({}, {}).columns.empty());
}

}  // namespace
}  // namespace mallshard::exec
