#include <gtest/gtest.h>

#include "bytes_of.h"
#include "wire/column_definition.h"
#include "wire/packet.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::wire {
namespace {

ByteBuffer text_row(std::initializer_list<FieldView> fields) {
  ByteBuffer row;
  TextRowWriter writer(row);
  for (const FieldView& field : fields) writer.field_or_null(field);
  return row;
}

TEST(TextRow, GivesItsFieldsAndTellsNullFromEmpty) {
  std::string long_field(300, 'x');
  ByteBuffer row = text_row({"1", std::nullopt, "", long_field});
  TextRowReader fields(row);

  EXPECT_EQ(fields.next(), "1");
  EXPECT_EQ(fields.next(), std::nullopt);
  EXPECT_EQ(fields.next(), "");
  EXPECT_EQ(fields.next(), long_field);
  EXPECT_TRUE(fields.ok());
  EXPECT_FALSE(fields.more());
}

TEST(TextRow, LosesItsHiddenTailByACut) {
  ByteBuffer row = text_row({"name", std::nullopt, "sort key"});

  EXPECT_EQ(copy(keep_leading_text_fields(row, 2).value()), text_row({"name", std::nullopt}));
  EXPECT_EQ(copy(keep_leading_text_fields(row, 3).value()), row);
  EXPECT_FALSE(keep_leading_text_fields(row, 4));
}

TEST(TextRow, NoticesAFieldBeyondItsEnd) {
  ByteBuffer row = bytes({5, 'a'});
  TextRowReader fields(row);
  (void)fields.next();

  EXPECT_FALSE(fields.ok());
  EXPECT_FALSE(keep_leading_text_fields(row, 1));
}

const std::vector<ColumnType> kTypes = {ColumnType::LongLong,   ColumnType::VarString, ColumnType::DateTime,
                                        ColumnType::NewDecimal, ColumnType::Tiny,      ColumnType::Time,
                                        ColumnType::Long,       ColumnType::Double};

// Columns 1 and 6 are NULL.
ByteBuffer binary_row() {
  ByteBuffer row;
  BinaryRowWriter writer(row, kTypes.size());
  writer.field(ColumnType::LongLong, bytes({1, 2, 3, 4, 5, 6, 7, 8}));
  writer.null();
  writer.field(ColumnType::DateTime, bytes({0xea, 7, 1, 31}));
  writer.field(ColumnType::NewDecimal, text_bytes("12.50"));
  writer.field(ColumnType::Tiny, bytes({0xff}));
  writer.field(ColumnType::Time, {});
  writer.null();
  writer.field(ColumnType::Double, bytes({0, 0, 0, 0, 0, 0, 0xf0, 0x3f}));
  return row;
}

TEST(BinaryRow, HasTheLayoutOfTheProtocol) {
  EXPECT_EQ(binary_row(),
            from_hex("00 0801 0102030405060708 04ea07011f 0531322e3530 ff 00 000000000000f03f"));
}

TEST(BinaryRow, GivesItsFieldsByType) {
  ByteBuffer row = binary_row();
  BinaryRowReader fields(row, kTypes);

  EXPECT_EQ(fields.next()->size(), 8u);
  EXPECT_EQ(fields.next(), std::nullopt);
  EXPECT_EQ(fields.next()->size(), 4u);
  EXPECT_EQ(fields.next(), "12.50");
  EXPECT_EQ(fields.next(), "\xff");
  EXPECT_EQ(fields.next(), "");
  EXPECT_EQ(fields.next(), std::nullopt);
  EXPECT_EQ(fields.next()->size(), 8u);
  EXPECT_TRUE(fields.ok());
  EXPECT_FALSE(fields.more());
}

TEST(BinaryRow, LosesItsHiddenTailAndTheirNullBits) {
  ByteBuffer row = binary_row();
  for (std::size_t keep = 0; keep <= kTypes.size(); ++keep) {
    ByteBuffer cut;
    ASSERT_TRUE(append_leading_binary_fields(row, kTypes, kTypes.size(), keep, cut)) << keep;

    ByteBuffer expected;
    BinaryRowWriter writer(expected, keep);
    BinaryRowReader fields(row, kTypes);
    for (std::size_t i = 0; i < keep; ++i) {
      FieldView field = fields.next();
      field ? writer.field(kTypes[i], as_bytes(*field)) : writer.null();
    }
    EXPECT_EQ(cut, expected) << keep;
  }
}

TEST(BinaryRow, IsRefusedWhereverItIsCut) {
  ByteBuffer row = binary_row();
  for (std::size_t size = 0; size < row.size(); ++size) {
    ByteBuffer cut(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(size));
    BinaryRowReader fields(cut, kTypes);
    while (fields.more()) (void)fields.next();
    EXPECT_FALSE(fields.ok()) << size;
    ByteBuffer out;
    EXPECT_FALSE(append_leading_binary_fields(cut, kTypes, kTypes.size(), kTypes.size(), out)) << size;
  }
}

TEST(ColumnDefinition, ComesBackRenamed) {
  ColumnDefinition physical;
  physical.schema = "ds0";
  physical.table = "o";
  physical.org_table = "t_order_1";
  physical.name = physical.org_name = "order_id";
  physical.collation = 63;
  physical.length = 20;
  physical.type = ColumnType::LongLong;
  physical.flags = column_flag::kNotNull | column_flag::kUnsigned;
  ByteBuffer sent;
  encode_column_definition(physical, sent);

  ColumnDefinition logical = decode_column_definition(sent).value();
  logical.schema = "sharding_db";
  logical.org_table = "t_order";
  ByteBuffer renamed;
  encode_column_definition(logical, renamed);

  ColumnDefinition received = decode_column_definition(renamed).value();
  EXPECT_EQ(received.catalog, "def");
  EXPECT_EQ(received.schema, "sharding_db");
  EXPECT_EQ(received.table, "o");
  EXPECT_EQ(received.org_table, "t_order");
  EXPECT_EQ(received.name, "order_id");
  EXPECT_EQ(received.length, 20u);
  EXPECT_EQ(received.type, ColumnType::LongLong);
  EXPECT_TRUE(received.is_unsigned() && received.is_not_null());
  EXPECT_FALSE(received.default_value.has_value());
}

TEST(ColumnDefinition, KeepsTheDefaultThatFieldListSends) {
  ColumnDefinition column;
  column.default_value = "0";
  ByteBuffer with_text;
  encode_column_definition(column, with_text);
  column.default_value = std::optional<std::string_view>();
  ByteBuffer with_null;
  encode_column_definition(column, with_null);

  EXPECT_EQ(decode_column_definition(with_text)->default_value.value(), "0");
  EXPECT_EQ(decode_column_definition(with_null)->default_value.value(), std::nullopt);
}

TEST(ColumnDefinition, IsRefusedWhereverItIsCut) {
  ColumnDefinition column;
  column.name = "c";
  ByteBuffer whole;
  encode_column_definition(column, whole);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_column_definition(ByteView(whole).first(size))) << size;
  }
}

}  // namespace
}  // namespace mallshard::wire
