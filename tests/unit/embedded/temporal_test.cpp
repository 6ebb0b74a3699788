#include "embedded/temporal.h"

#include <gtest/gtest.h>

namespace mallshard::embedded {
namespace {

std::string read(std::string_view text) {
  const auto value = parse_datetime(text);
  return value ? format_datetime(*value, 6) : "none";
}

TEST(Temporal, ReadsDatesInMySqlsForms) {
  EXPECT_EQ(read("2026-01-31"), "2026-01-31 00:00:00.000000");
  EXPECT_EQ(read("2026-1-2 3:4:5"), "2026-01-02 03:04:05.000000");
  EXPECT_EQ(read("20260131101112"), "2026-01-31 10:11:12.000000");
  EXPECT_EQ(read("2026-01-31T10:11:12.5"), "2026-01-31 10:11:12.500000");
  EXPECT_EQ(read("70-01-01"), "1970-01-01 00:00:00.000000");
  EXPECT_EQ(read("69-01-01"), "2069-01-01 00:00:00.000000");
}

TEST(Temporal, RefusesDaysThatAreNone) {
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "0000-00-00", "abc", "",
                           "2026-01-31 25:00:00", "2026-01-31x", "2026-01-31 10:00:00 x"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
  EXPECT_EQ(read("2024-02-29"), "2024-02-29 00:00:00.000000");
}

TEST(Temporal, RoundsFractionsAndCarriesOver) {
  EXPECT_EQ(format_datetime(*round_fraction(*parse_datetime("2025-12-31 23:59:59.6"), 0), 0),
            "2026-01-01 00:00:00");
  EXPECT_EQ(format_datetime(*round_fraction(*parse_datetime("2025-12-31 10:00:00.12345"), 3), 3),
            "2025-12-31 10:00:00.123");
  EXPECT_EQ(round_fraction(*parse_datetime("9999-12-31 23:59:59.9"), 0), std::nullopt);
}

TEST(Temporal, DaysAndDatesAreInverse) {
  for (std::int64_t day = -719528; day <= 2932896; day += 997) {
    DateTime value;
    date_from_days(day, value);
    ASSERT_EQ(days_from_date(value.year, value.month, value.day), day);
  }
}

TEST(Temporal, AddsMonthsWithinTheCalendar) {
  DateTime value = *parse_datetime("2024-01-31");
  bool out_of_range = false;
  EXPECT_TRUE(add_interval(value, "month", 1, out_of_range));
  EXPECT_EQ(format_date(value), "2024-02-29");
  EXPECT_TRUE(add_interval(value, "YEAR", 10000, out_of_range));
  EXPECT_TRUE(out_of_range);
  EXPECT_FALSE(add_interval(value, "FORTNIGHT", 1, out_of_range));
}

TEST(Temporal, TimesGoBelowZero) {
  EXPECT_EQ(format_time(*parse_time("-1:02:03.5"), 1), "-01:02:03.5");
  EXPECT_EQ(format_time(*parse_time("2 10:00:00"), 0), "58:00:00");
  EXPECT_EQ(parse_time("839:00:00"), std::nullopt);
  EXPECT_EQ(parse_time("10:61:00"), std::nullopt);
}

TEST(Temporal, KnowsZonesByOffset) {
  EXPECT_EQ(zone_offset_seconds("+08:00", 0), 8 * 3600);
  EXPECT_EQ(zone_offset_seconds("-5:30", 0), -(5 * 3600 + 1800));
  EXPECT_EQ(zone_offset_seconds("+14:01", 0), std::nullopt);
  EXPECT_EQ(zone_offset_seconds("Europe/Berlin", 0), std::nullopt);
}

}  // namespace
}  // namespace mallshard::embedded
