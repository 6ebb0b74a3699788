#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "bytes_of.h"
#include "wire/binary_value.h"
#include "wire/packet.h"
#include "wire/row_binary.h"
#include "wire/stmt_execute.h"

namespace mallshard::wire {
namespace {

std::string printed_double(double value) {
  ByteBuffer out;
  append_double(value, out);
  return std::string(as_text(out));
}

std::string printed_float(float value) {
  ByteBuffer out;
  append_float(value, out);
  return std::string(as_text(out));
}

std::string printed(const ValueFormat& format, const ByteBuffer& field) {
  ByteBuffer out;
  Result<void> result = append_binary_as_text(format, field, out);
  return result ? std::string(as_text(out)) : "error";
}

// The texts are what MariaDB 10.11 and MySQL 9.7 print.
TEST(Double, PrintsAsTheServersDo) {
  EXPECT_EQ(printed_double(1e15), "1e15");
  EXPECT_EQ(printed_double(1e14), "100000000000000");
  EXPECT_EQ(printed_double(123456789012345678e0), "1.2345678901234568e17");
  EXPECT_EQ(printed_double(1e-15), "0.000000000000001");
  EXPECT_EQ(printed_double(1e-16), "1e-16");
  EXPECT_EQ(printed_double(0.1), "0.1");
  EXPECT_EQ(printed_double(1.5e-20), "1.5e-20");
  EXPECT_EQ(printed_double(-2.5e300), "-2.5e300");
  EXPECT_EQ(printed_double(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(printed_double(100), "100");
  EXPECT_EQ(printed_double(0), "0");
  EXPECT_EQ(printed_double(1.7976931348623157e308), "1.7976931348623157e308");
  EXPECT_EQ(printed_double(5e-324), "5e-324");
  EXPECT_EQ(printed_double(123456.789), "123456.789");
  EXPECT_EQ(printed_double(999999999999999.9), "999999999999999.9");
  EXPECT_EQ(printed_double(12345e-19), "0.0000000000000012345");
}

TEST(Float, PrintsSixDigitsAsTheServersDo) {
  EXPECT_EQ(printed_float(1.1F), "1.1");
  EXPECT_EQ(printed_float(123456789.0F), "123457000");
  EXPECT_EQ(printed_float(1e-10F), "0.0000000001");
  EXPECT_EQ(printed_float(3.4e38F), "3.4e38");
  EXPECT_EQ(printed_float(1234567.0F), "1234570");
  EXPECT_EQ(printed_float(999999.5F), "1000000");
  EXPECT_EQ(printed_float(1e15F), "1e15");
  EXPECT_EQ(printed_float(0.000123456789F), "0.000123457");
}

TEST(BinaryValue, PrintsFixedDecimalsOfFloatingColumns) {
  ByteBuffer field;
  PacketWriter(field).u64(std::bit_cast<std::uint64_t>(-3.0));

  EXPECT_EQ(printed({ColumnType::Double, false, 4}, field), "-3.0000");
}

TEST(BinaryValue, PrintsIntegersBySign) {
  EXPECT_EQ(printed({ColumnType::Tiny, false}, bytes({0xff})), "-1");
  EXPECT_EQ(printed({ColumnType::Tiny, true}, bytes({0xff})), "255");
  EXPECT_EQ(printed({ColumnType::Int24, false}, bytes({0, 0, 0x80, 0xff})), "-8388608");
  EXPECT_EQ(printed({ColumnType::LongLong, true}, ByteBuffer(8, 0xff)), "18446744073709551615");
  EXPECT_EQ(printed({ColumnType::LongLong, false}, bytes({0, 0, 0, 0, 0, 0, 0, 0x80})),
            "-9223372036854775808");
  EXPECT_EQ(printed({ColumnType::Year, true}, bytes({0, 0})), "0000");
}

TEST(BinaryValue, PrintsTemporalValuesOfEveryLength) {
  EXPECT_EQ(printed({ColumnType::Date}, {}), "0000-00-00");
  EXPECT_EQ(printed({ColumnType::Date}, bytes({0xea, 7, 1, 31})), "2026-01-31");
  EXPECT_EQ(printed({ColumnType::DateTime, false, 0}, bytes({0xea, 7, 1, 31})), "2026-01-31 00:00:00");
  EXPECT_EQ(printed({ColumnType::DateTime, false, 3}, bytes({0xea, 7, 1, 31, 9, 8, 7, 0x20, 0xa1, 7, 0})),
            "2026-01-31 09:08:07.500");
  EXPECT_EQ(printed({ColumnType::DateTime, false, 6}, {}), "0000-00-00 00:00:00.000000");
  EXPECT_EQ(printed({ColumnType::Time, false, 0}, {}), "00:00:00");
  EXPECT_EQ(printed({ColumnType::Time, false, 0}, bytes({1, 34, 0, 0, 0, 22, 59, 59})), "-838:59:59");
}

TEST(BinaryValue, RefusesAFieldOfAnotherWidth) {
  EXPECT_EQ(printed({ColumnType::Long}, bytes({1, 2})), "error");
  EXPECT_EQ(printed({ColumnType::DateTime}, bytes({1, 2, 3})), "error");
  EXPECT_EQ(printed({ColumnType::Time}, bytes({1, 2, 3})), "error");
}

struct RoundTrip {
  ValueFormat format;
  std::string text;
};
class BinaryRoundTrip : public testing::TestWithParam<RoundTrip> {};

TEST_P(BinaryRoundTrip, GivesTheSameText) {
  const auto& [format, text] = GetParam();
  ByteBuffer encoded;
  ASSERT_TRUE(append_text_as_binary(format, text, encoded));

  PacketReader in(encoded);
  ByteView field = read_binary_field(in, format.type);
  EXPECT_TRUE(in.ok() && in.at_end());
  EXPECT_EQ(printed(format, copy(field)), text);
}

INSTANTIATE_TEST_SUITE_P(
    Values, BinaryRoundTrip,
    testing::Values(RoundTrip{{ColumnType::Tiny, false}, "-128"},
                    RoundTrip{{ColumnType::Short, true}, "65535"},
                    RoundTrip{{ColumnType::Long, false}, "-2147483648"},
                    RoundTrip{{ColumnType::Year, true}, "2026"},
                    RoundTrip{{ColumnType::LongLong, true}, "18446744073709551615"},
                    RoundTrip{{ColumnType::Double}, "1.5e-20"}, RoundTrip{{ColumnType::Float}, "1.1"},
                    RoundTrip{{ColumnType::NewDecimal}, "-12.50"}, RoundTrip{{ColumnType::VarString}, "text"},
                    RoundTrip{{ColumnType::Date}, "2026-01-31"}, RoundTrip{{ColumnType::Date}, "0000-00-00"},
                    RoundTrip{{ColumnType::DateTime, false, 6}, "2026-01-31 10:00:00.000001"},
                    RoundTrip{{ColumnType::DateTime, false, 0}, "2026-01-31 00:00:00"},
                    RoundTrip{{ColumnType::Time, false, 0}, "-838:59:59"},
                    RoundTrip{{ColumnType::Time, false, 3}, "00:00:00.500"}));

TEST(BinaryValue, RefusesTextThatIsNoSuchValue) {
  ByteBuffer out;
  for (const RoundTrip& wrong :
       {RoundTrip{{ColumnType::Tiny, false}, "128"}, RoundTrip{{ColumnType::Tiny, true}, "-1"},
        RoundTrip{{ColumnType::Long}, "1x"}, RoundTrip{{ColumnType::Long}, ""},
        RoundTrip{{ColumnType::Double}, "abc"}, RoundTrip{{ColumnType::Date}, "2026-1"},
        RoundTrip{{ColumnType::DateTime}, "2026-01-31 10:00"}, RoundTrip{{ColumnType::Time}, "839:00:00"},
        RoundTrip{{ColumnType::Time}, "10:00:00.1234567"}}) {
    Result<void> result = append_text_as_binary(wrong.format, wrong.text, out);
    ASSERT_FALSE(result) << wrong.text;
    EXPECT_EQ(result.error().code, 1366);
  }
}

// ---- COM_STMT_EXECUTE ----

ByteBuffer encoded(std::span<const Param> params) {
  ByteBuffer out;
  encode_stmt_execute(7, kCursorReadOnly, params, out);
  return out;
}

TEST(StmtExecute, ComesBackAsItWasEncoded) {
  ByteBuffer date = bytes({0xea, 7, 1, 31});
  std::vector<Param> sent = {Param::integer(-5), Param::null({ColumnType::String, false}),
                             Param::text("abc"), Param::view({ColumnType::Date, false}, date),
                             Param::real(2.5),   Param::unsigned_integer(~std::uint64_t{0})};
  ByteBuffer payload = encoded(sent);

  StmtExecute head = decode_stmt_execute_head(payload).value();
  std::vector<ParamType> types;
  std::vector<Param> params;
  ASSERT_TRUE(decode_stmt_execute_params(payload, sent.size(), types, {}, params));

  EXPECT_EQ(head.statement_id, 7u);
  EXPECT_EQ(head.flags, kCursorReadOnly);
  ASSERT_EQ(params.size(), sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    EXPECT_EQ(params[i].is_null(), sent[i].is_null()) << i;
    EXPECT_EQ(params[i].type(), sent[i].type()) << i;
    EXPECT_EQ(copy(params[i].raw()), copy(sent[i].raw())) << i;
  }
  EXPECT_EQ(encoded(params), payload);
}

TEST(StmtExecute, HasTheLayoutOfTheProtocol) {
  std::vector<Param> params = {Param::null({ColumnType::VarString, false}), Param::text("ab")};
  EXPECT_EQ(encoded(params), from_hex("17 07000000 01 01000000 01 01 fd00 fd00 02 6162"));
  EXPECT_EQ(encoded({}), from_hex("17 07000000 01 01000000"));
}

TEST(StmtExecute, RemembersTheTypesOfTheFirstExecution) {
  std::vector<ParamType> types;
  std::vector<Param> params;
  ByteBuffer first = from_hex("17 01000000 00 01000000 00 01 0800 0500000000000000");
  ASSERT_TRUE(decode_stmt_execute_params(first, 1, types, {}, params));

  ByteBuffer second = from_hex("17 01000000 00 01000000 00 00 0600000000000000");
  ASSERT_TRUE(decode_stmt_execute_params(second, 1, types, {}, params));

  EXPECT_EQ(to_value(params[0]), Value::of(6));
}

TEST(StmtExecute, RefusesAFirstExecutionWithoutTypes) {
  std::vector<ParamType> types;
  std::vector<Param> params;
  ByteBuffer payload = from_hex("17 01000000 00 01000000 00 00 0600000000000000");

  Result<void> result = decode_stmt_execute_params(payload, 1, types, {}, params);

  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, 1210);
}

TEST(StmtExecute, TakesLongDataInPlaceOfAValue) {
  std::vector<ParamType> types;
  std::vector<Param> params;
  std::vector<std::optional<std::string>> long_data = {std::nullopt, std::string("long")};
  // One value only for two parameters: 5, (long data).
  ByteBuffer payload = from_hex("17 01000000 00 01000000 00 01 0800 fc00 0500000000000000");

  ASSERT_TRUE(decode_stmt_execute_params(payload, 2, types, long_data, params));

  EXPECT_EQ(to_value(params[0]), Value::of(5));
  EXPECT_EQ(as_text(params[1].raw()), "long");
}

// Both servers; a parameter of another type was taken for a string once.
TEST(StmtExecute, RefusesLongDataOfANumber) {
  std::vector<ParamType> types;
  std::vector<Param> params;
  std::vector<std::optional<std::string>> long_data = {std::string("number?")};

  Result<void> result =
      decode_stmt_execute_params(from_hex("17 01000000 00 01000000 00 01 0800"), 1, types, long_data, params);

  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, 1210);
}

TEST(StmtExecute, IsRefusedWhereverItIsCut) {
  std::vector<Param> sent = {Param::integer(1), Param::text("abc"), Param::real(1)};
  ByteBuffer whole = encoded(sent);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ByteBuffer cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    std::vector<ParamType> types;
    std::vector<Param> params;
    EXPECT_FALSE(decode_stmt_execute_params(cut, sent.size(), types, {}, params)) << size;
    EXPECT_TRUE(params.empty());
  }
}

TEST(StmtExecute, RefusesATemporalValueThatIsTooLong) {
  std::vector<ParamType> types;
  std::vector<Param> params;
  ByteBuffer payload = from_hex("17 01000000 00 01000000 00 01 0c00 0d") + ByteBuffer(13, 1);

  EXPECT_FALSE(decode_stmt_execute_params(payload, 1, types, {}, params));
}

// mysql2 sends every number as DOUBLE, PDO everything as text.
TEST(Param, BecomesTheValueThatTheClientMeant) {
  EXPECT_EQ(to_value(Param::real(5)), Value::of_double(5));
  EXPECT_EQ(to_value(Param::text("5")), Value::of_text("5"));
  EXPECT_EQ(to_value(Param::view({ColumnType::Short, false}, bytes({0xff, 0xff}))), Value::of(-1));
  EXPECT_EQ(to_value(Param::view({ColumnType::Short, true}, bytes({0xff, 0xff}))), Value::of_unsigned(65535));
  EXPECT_EQ(to_value(Param::view({ColumnType::NewDecimal, false}, as_bytes("1.50"))), Value::decimal("1.50"));
  EXPECT_EQ(to_value(Param::view({ColumnType::Blob, false}, as_bytes("x"))), Value::of_bytes("x"));
  EXPECT_EQ(to_value(Param::view({ColumnType::Date, false}, bytes({0xea, 7, 1, 31}))),
            Value::temporal("2026-01-31"));
  EXPECT_EQ(to_value(Param::null()), Value::null());
  EXPECT_EQ(to_value(Param::view({ColumnType::Long, false}, bytes({1}))), Value::opaque());
}

TEST(Param, IsMadeOfAValue) {
  for (const Value& value :
       {Value::of(-3), Value::of_unsigned(std::numeric_limits<std::uint64_t>::max()), Value::of_double(0.5),
        Value::decimal("1.5"), Value::of_text("a"), Value::of_bytes("b"), Value::null()}) {
    EXPECT_EQ(to_value(to_param(value)), value) << describe(value);
  }
}

TEST(StmtLongData, NamesStatementAndParameter) {
  ByteBuffer payload = from_hex("18 05000000 0200 6162");

  StmtLongData chunk = decode_stmt_long_data(payload).value();

  EXPECT_EQ(chunk.statement_id, 5u);
  EXPECT_EQ(chunk.param, 2);
  EXPECT_EQ(as_text(chunk.data), "ab");
  EXPECT_FALSE(decode_stmt_long_data(ByteView(payload).first(6)));
}

}  // namespace
}  // namespace mallshard::wire
