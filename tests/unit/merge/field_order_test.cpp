#include "merge/field_order.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/unit/merge/rows.h"

namespace mallshard::merge {
namespace {

using namespace test;

// Every value maps to a greater number than the one before it.
void expect_ascending(std::uint64_t (*order)(std::string_view), const std::vector<std::string>& values) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    EXPECT_LT(order(values[i - 1]), order(values[i])) << values[i - 1] << " before " << values[i];
  }
}

void expect_ascending_binary(const ColumnSpec& column, std::uint64_t (*order)(ByteView),
                             const std::vector<std::string>& values) {
  std::vector<std::uint64_t> numbers;
  for (const std::string& value : values) {
    ByteBuffer row = encode({column}, {value}, Protocol::Binary);
    wire::PacketReader in(ByteView(row).subspan(2));
    numbers.push_back(order(wire::read_binary_field(in, column.type)));
  }
  for (std::size_t i = 1; i < values.size(); ++i) {
    EXPECT_LT(numbers[i - 1], numbers[i]) << values[i - 1] << " before " << values[i];
  }
}

const std::vector<std::string> kSigned = {
    "-9223372036854775808", "-9223372036854775807", "-10", "-9", "-1", "0", "1", "9", "10",
    "9223372036854775807"};
const std::vector<std::string> kTimes = {"-838:59:59.000000", "-100:00:00.000000", "-24:00:00.000000",
                                         "-00:00:01.000000",  "-00:00:00.000001",  "00:00:00.000000",
                                         "00:00:00.000001",   "00:59:59.999999",   "23:00:00.000000",
                                         "99:59:59.000000",   "100:00:00.000000",  "838:59:59.000000"};
const std::vector<std::string> kMoments = {"0000-00-00 00:00:00.000000", "0000-01-01 00:00:00.000000",
                                           "1999-12-31 23:59:59.999999", "2000-01-01 00:00:00.000000",
                                           "2000-01-01 00:00:00.000001", "2000-01-01 00:01:00.000000",
                                           "2000-01-02 00:00:00.000000", "9999-12-31 23:59:59.999999"};

TEST(FieldOrder, OrdersTextNumbers) {
  expect_ascending(order_text_signed, kSigned);
  expect_ascending(order_text_unsigned,
                   {"0", "1", "0000000002", "9223372036854775808", "18446744073709551615"});
  expect_ascending(order_text_real,
                   {"-1e300", "-1.5", "-1e-300", "0", "1e-300", "0.1", "1", "1e15", "1.7e308"});
}

TEST(FieldOrder, TakesMinusZeroForZero) {
  EXPECT_EQ(order_text_real("-0"), order_text_real("0"));
  EXPECT_EQ(order_double(-0.0), order_double(0.0));
}

TEST(FieldOrder, OrdersTemporalText) {
  expect_ascending(order_text_time, kTimes);
  expect_ascending(order_text_datetime, kMoments);
  EXPECT_EQ(order_text_datetime("2024-02-29"), order_text_datetime("2024-02-29 00:00:00.0"));
  EXPECT_EQ(order_text_datetime("2024-02-29 01:02:03.5"), order_text_datetime("2024-02-29 01:02:03.500000"));
}

TEST(FieldOrder, OrdersBinaryValues) {
  expect_ascending_binary(integer(), order_binary_signed, kSigned);
  expect_ascending_binary({"c", ColumnType::Tiny}, order_binary_signed, {"-128", "-1", "0", "127"});
  expect_ascending_binary({"c", ColumnType::Tiny, wire::column_flag::kUnsigned}, order_binary_unsigned,
                          {"0", "127", "128", "255"});
  expect_ascending_binary({"c", ColumnType::Time, 0, 6}, order_binary_time, kTimes);
  expect_ascending_binary({"c", ColumnType::DateTime, 0, 6}, order_binary_datetime, kMoments);
  expect_ascending_binary({"c", ColumnType::Double, 0, 31}, order_binary_double,
                          {"-1e300", "-1", "0", "1e-9", "2"});
  expect_ascending_binary({"c", ColumnType::Float, 0, 31}, order_binary_float,
                          {"-1e30", "-1", "0", "1e-9", "2"});
}

TEST(FieldOrder, OrdersBitsAsNumbers) {
  EXPECT_LT(order_bit(as_bytes("\x7f")), order_bit(as_bytes("\x80")));
  EXPECT_EQ(order_bit(as_bytes(std::string_view("\0\x01", 2))), order_bit(as_bytes("\x01")));
}

TEST(FieldOrder, DecimalPrefixNeverContradictsTheOrder) {
  const std::vector<std::string> values = {"-99999999999999999999.99999",
                                           "-100000000000000.00000",
                                           "-2.00000",
                                           "-1.99999",
                                           "-0.00001",
                                           "0.00000",
                                           "0.00001",
                                           "0.09999",
                                           "0.10000",
                                           "1.99999",
                                           "2.00000",
                                           "99999999999999999999.99999"};
  for (std::size_t i = 1; i < values.size(); ++i) {
    EXPECT_LE(decimal_prefix(values[i - 1], 5), decimal_prefix(values[i], 5)) << values[i];
  }
  EXPECT_LT(decimal_prefix("9.5", 1), decimal_prefix("10.5", 1));
}

TEST(FieldOrder, ContinuesTheShorterOneWithThePad) {
  auto compare = [](std::string_view a, std::string_view b, std::string_view pad) {
    return compare_padded(as_bytes(a), as_bytes(b), pad);
  };
  EXPECT_EQ(compare("a", "a  ", " "), 0);
  EXPECT_GT(compare("a", "a\t", " "), 0);
  EXPECT_LT(compare("a\t", "a", " "), 0);
  EXPECT_LT(compare("a", "a  ", ""), 0);
  EXPECT_LT(compare("a", "a !", " "), 0);
  EXPECT_EQ(compare("", "", " "), 0);
  EXPECT_EQ(compare("ab", "ab\x02\x09\x02\x09", "\x02\x09"), 0);
}

TEST(FieldOrder, BytesPrefixAgreesWithThePaddedOrder) {
  EXPECT_EQ(bytes_prefix(as_bytes("a"), " "), bytes_prefix(as_bytes("a   "), " "));
  EXPECT_LT(bytes_prefix(as_bytes("a\t"), " "), bytes_prefix(as_bytes("a"), " "));
  EXPECT_LE(bytes_prefix(as_bytes("a"), ""), bytes_prefix(as_bytes("aa"), ""));
  EXPECT_EQ(bytes_prefix(as_bytes("12345678"), ""), bytes_prefix(as_bytes("123456789"), ""));
}

TEST(FieldOrder, TakesAnyBytes) {
  for (std::string_view bytes : {"", "-", ".", "abc", "99999999999999999999999999", ":::", "1-"}) {
    (void)order_text_signed(bytes);
    (void)order_text_unsigned(bytes);
    (void)order_text_real(bytes);
    (void)order_text_datetime(bytes);
    (void)order_text_time(bytes);
    (void)order_binary_signed(as_bytes(bytes));
    (void)order_binary_datetime(as_bytes(bytes));
    (void)order_binary_time(as_bytes(bytes));
    (void)decimal_prefix(bytes, 4);
  }
}

}  // namespace
}  // namespace mallshard::merge
