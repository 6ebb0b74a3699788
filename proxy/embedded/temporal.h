// Dates and times as MySQL reads, checks and prints them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mallshard::embedded {

struct DateTime {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int microsecond = 0;
  friend bool operator==(const DateTime&, const DateTime&) = default;
};

// Days since 1970-01-01 in the proleptic Gregorian calendar.
std::int64_t days_from_date(int year, int month, int day);
void date_from_days(std::int64_t days, DateTime& into);
// Microseconds since 1970-01-01 00:00:00, without a time zone.
std::int64_t microseconds_of(const DateTime& value);
// nullopt outside of the years 0 to 9999.
std::optional<DateTime> from_microseconds(std::int64_t microseconds);

// What is written as a date or datetime: 2026-1-31, 2026-01-31T10:00:00.5,
// 20260131, 20260131100000, two-digit years. nullopt when it is none, has
// something behind it, or names no day of the calendar (0000-00-00 and days
// and months of zero included).
std::optional<DateTime> parse_datetime(std::string_view text);
// [-][h]hh:mm[:ss[.ffffff]], or "d hh:mm:ss"; microseconds.
std::optional<std::int64_t> parse_time(std::string_view text);

// Rounds half up to `fraction` digits of a second; nullopt past the year 9999.
std::optional<DateTime> round_fraction(const DateTime& value, unsigned fraction);

std::string format_date(const DateTime& value);
std::string format_datetime(const DateTime& value, unsigned fraction);
std::string format_time(std::int64_t microseconds, unsigned fraction);

// What the two formats above gave back; the text is trusted.
DateTime read_datetime(std::string_view text);

// `+08:00`, `-5:30`, `SYSTEM`, `UTC`: seconds east of UTC now (SYSTEM follows
// the machine's zone); nullopt for a name that is not known here.
std::optional<int> zone_offset_seconds(std::string_view zone, std::int64_t unix_seconds);

// The interval units of MySQL that are one number: false when `unit` is none.
bool add_interval(DateTime& value, std::string_view unit, std::int64_t amount, bool& out_of_range);

// DATE_FORMAT.
std::string format_by_pattern(const DateTime& value, std::string_view pattern);

}  // namespace mallshard::embedded
