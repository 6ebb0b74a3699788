#include "merge/row_scanner.h"

#include <gtest/gtest.h>

#include "tests/unit/merge/rows.h"

namespace mallshard::merge {
namespace {

using namespace test;

Columns columns_of(const std::vector<ColumnSpec>& specs) {
  std::vector<ByteBuffer> payloads = definitions(specs);
  std::vector<ByteView> views(payloads.begin(), payloads.end());
  Columns columns;
  EXPECT_TRUE(columns.add(0, views));
  return columns;
}

class RowScannerInBothProtocols : public ::testing::TestWithParam<Protocol> {};
INSTANTIATE_TEST_SUITE_P(Protocols, RowScannerInBothProtocols,
                         ::testing::Values(Protocol::Text, Protocol::Binary));

TEST_P(RowScannerInBothProtocols, FindsFieldsInTheOrderAskedFor) {
  std::vector<ColumnSpec> specs = {text("a"), {"t", ColumnType::DateTime}, text("b"), text("c")};
  ByteBuffer row =
      encode(specs, {"first", "2024-01-02 03:04:05", std::string(300, 'x'), std::nullopt}, GetParam());
  const std::uint16_t wanted[] = {3, 2, 0, 2};
  RowScanner scanner(columns_of(specs), GetParam(), wanted, 3);

  FieldSpan found[4];
  std::uint32_t visible_end = 0;
  ASSERT_TRUE(scanner.scan(row, found, visible_end));
  EXPECT_TRUE(found[0].in(row.data()).is_null());
  EXPECT_EQ(found[1].in(row.data()).text(), std::string(300, 'x'));
  EXPECT_EQ(found[2].in(row.data()).text(), "first");
  EXPECT_EQ(found[3].in(row.data()).text(), std::string(300, 'x'));
  EXPECT_EQ(visible_end, GetParam() == Protocol::Text ? row.size() - 1 : row.size());
}

TEST_P(RowScannerInBothProtocols, AnEmptyTextIsNotNull) {
  std::vector<ColumnSpec> specs = {text()};
  ByteBuffer row = encode(specs, {""}, GetParam());
  const std::uint16_t wanted[] = {0};
  RowScanner scanner(columns_of(specs), GetParam(), wanted, 1);

  FieldSpan found;
  std::uint32_t visible_end = 0;
  ASSERT_TRUE(scanner.scan(row, &found, visible_end));
  EXPECT_FALSE(found.in(row.data()).is_null());
  EXPECT_EQ(found.in(row.data()).size, 0U);
}

TEST_P(RowScannerInBothProtocols, RefusesARowCutAnywhere) {
  std::vector<ColumnSpec> specs = {text("a"), {"t", ColumnType::Time, 0, 6}, integer("i"), text("b")};
  ByteBuffer row = encode(specs, {"abc", "-10:00:00.000001", "5", std::string(260, 'y')}, GetParam());
  const std::uint16_t wanted[] = {3};
  RowScanner scanner(columns_of(specs), GetParam(), wanted, 4);

  FieldSpan found;
  std::uint32_t visible_end = 0;
  EXPECT_TRUE(scanner.scan(row, &found, visible_end));
  for (std::size_t size = 0; size < row.size(); ++size) {
    ByteBuffer cut(row.begin(),
                   row.begin() + static_cast<std::ptrdiff_t>(size));  // its end is watched by ASan
    EXPECT_FALSE(scanner.scan(cut, &found, visible_end)) << size;
  }
}

TEST(RowScanner, RefusesAFieldLongerThanTheRow) {
  const std::uint16_t wanted[] = {0};
  RowScanner scanner(columns_of({text()}), Protocol::Text, wanted, 1);

  FieldSpan found;
  std::uint32_t visible_end = 0;
  const ByteBuffer huge = {0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 'x'};
  EXPECT_FALSE(scanner.scan(huge, &found, visible_end));
  const ByteBuffer no_length = {0xFF, 'x'};
  EXPECT_FALSE(scanner.scan(no_length, &found, visible_end));
}

TEST(RowScanner, RefusesATemporalLongerThanAnyIs) {
  const std::uint16_t wanted[] = {0};
  RowScanner scanner(columns_of({{"t", ColumnType::DateTime}}), Protocol::Binary, wanted, 1);

  FieldSpan found;
  std::uint32_t visible_end = 0;
  ByteBuffer row(3 + 13);
  row[2] = 13;
  EXPECT_FALSE(scanner.scan(row, &found, visible_end));
}

}  // namespace
}  // namespace mallshard::merge
