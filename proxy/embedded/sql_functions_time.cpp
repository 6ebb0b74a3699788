// Dates and times. Arguments of Kind Date and DateTime are text that was
// checked when it was made.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/sql_functions.h"
#include "embedded/temporal.h"

namespace mallshard::embedded {

namespace {

constexpr std::int64_t kMicro = 1'000'000;

// A TIMESTAMP column's UTC text in the session's zone: (text, fraction)
void from_utc(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::int64_t utc = microseconds_of(read_datetime(call.text(0)));
  const auto local = from_microseconds(utc + std::int64_t{call.evaluation().zone_seconds} * kMicro);
  local ? call.result(std::string_view(format_datetime(*local, static_cast<unsigned>(call.integer(1)))))
        : call.null();
}

// DATETIME with this many digits: (Date or DateTime, fraction)
void with_fraction(Call& call) {
  if (call.is_null(0)) return call.null();
  const auto fraction = static_cast<unsigned>(call.integer(1));
  const auto value = round_fraction(read_datetime(call.text(0)), fraction);
  value ? call.result(std::string_view(format_datetime(*value, fraction))) : call.null();
}

// CAST(text AS DATE | DATETIME(f)): (text, fraction, or -1 for a date)
void parse(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::int64_t fraction = call.integer(1);
  std::optional<DateTime> value = parse_datetime(call.text(0));
  if (value && fraction >= 0) value = round_fraction(*value, static_cast<unsigned>(fraction));
  if (!value) {
    call.evaluation().complain(
        {1292, "22007", "Incorrect datetime value: '" + std::string(call.text(0).substr(0, 128)) + "'"});
    return call.failed() ? void() : call.null();
  }
  call.result(std::string_view(fraction < 0 ? format_date(*value)
                                            : format_datetime(*value, static_cast<unsigned>(fraction))));
}

void date_of(Call& call) {
  call.is_null(0) ? call.null() : call.result(call.text(0).substr(0, 10));
}

// x + INTERVAL n unit: (text, n, unit, fraction of the result or -1 for a date)
void add(Call& call) {
  if (call.any_null()) return call.null();
  DateTime value = read_datetime(call.text(0));
  bool out_of_range = false;
  if (!add_interval(value, call.text(2), call.integer(1), out_of_range) || out_of_range) {
    call.evaluation().complain({1441, "22008", "Datetime function: date_add_interval field overflow"});
    return call.failed() ? void() : call.null();
  }
  const std::int64_t fraction = call.integer(3);
  call.result(std::string_view(fraction < 0 ? format_date(value)
                                            : format_datetime(value, static_cast<unsigned>(fraction))));
}

// YEAR(), MONTH(), ...: (text, part)
void part(Call& call) {
  if (call.any_null()) return call.null();
  const DateTime value = read_datetime(call.text(0));
  const std::string_view name = call.text(1);
  const std::int64_t days = days_from_date(value.year, value.month, value.day);
  std::int64_t out = 0;
  if (name == "YEAR")
    out = value.year;
  else if (name == "QUARTER")
    out = (value.month + 2) / 3;
  else if (name == "MONTH")
    out = value.month;
  else if (name == "DAY")
    out = value.day;
  else if (name == "HOUR")
    out = value.hour;
  else if (name == "MINUTE")
    out = value.minute;
  else if (name == "SECOND")
    out = value.second;
  else if (name == "MICROSECOND")
    out = value.microsecond;
  else if (name == "WEEKDAY")
    out = ((days + 3) % 7 + 7) % 7;
  else if (name == "DAYOFWEEK")
    out = ((days + 4) % 7 + 7) % 7 + 1;
  else if (name == "DAYOFYEAR")
    out = days - days_from_date(value.year, 1, 1) + 1;
  else if (name == "TO_DAYS")
    out = days + 719528;
  call.result(out);
}

void format(Call& call) {
  if (call.any_null()) return call.null();
  call.result(std::string_view(format_by_pattern(read_datetime(call.text(0)), call.text(1))));
}

void date_difference(Call& call) {
  if (call.any_null()) return call.null();
  const DateTime a = read_datetime(call.text(0));
  const DateTime b = read_datetime(call.text(1));
  call.result(days_from_date(a.year, a.month, a.day) - days_from_date(b.year, b.month, b.day));
}

// TIMESTAMPDIFF: (unit, from, to), whole units
void difference(Call& call) {
  if (call.any_null()) return call.null();
  const std::string_view unit = call.text(0);
  const DateTime from = read_datetime(call.text(1));
  const DateTime to = read_datetime(call.text(2));
  const std::int64_t micros = microseconds_of(to) - microseconds_of(from);
  std::int64_t divisor = 0;
  if (unit == "MICROSECOND")
    divisor = 1;
  else if (unit == "SECOND")
    divisor = kMicro;
  else if (unit == "MINUTE")
    divisor = 60 * kMicro;
  else if (unit == "HOUR")
    divisor = 3600 * kMicro;
  else if (unit == "DAY")
    divisor = 86400 * kMicro;
  else if (unit == "WEEK")
    divisor = 7 * 86400 * kMicro;
  if (divisor != 0) return call.result(micros / divisor);
  const DateTime& early = micros < 0 ? to : from;
  const DateTime& late = micros < 0 ? from : to;
  std::int64_t months = (late.year - early.year) * 12 + late.month - early.month;
  DateTime late_rest = late;
  DateTime early_rest = early;
  late_rest.year = early_rest.year = 2000;
  late_rest.month = early_rest.month = 1;
  if (microseconds_of(late_rest) < microseconds_of(early_rest)) --months;
  if (micros < 0) months = -months;
  call.result(unit == "YEAR" ? months / 12 : unit == "QUARTER" ? months / 3 : months);
}

void unix_time(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::int64_t local = microseconds_of(read_datetime(call.text(0))) / kMicro;
  call.result(std::max<std::int64_t>(0, local - call.evaluation().zone_seconds));
}

// FROM_UNIXTIME(integer)
void from_unix_time(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::int64_t seconds = call.integer(0);
  if (seconds < 0 || seconds > 32536771199) return call.null();
  const auto value = from_microseconds((seconds + call.evaluation().zone_seconds) * kMicro);
  value ? call.result(std::string_view(format_datetime(*value, 0))) : call.null();
}

// Microseconds of Kind Time as text: (microseconds, fraction)
void time_text(Call& call) {
  if (call.is_null(0)) return call.null();
  call.result(std::string_view(format_time(call.integer(0), static_cast<unsigned>(call.integer(1)))));
}

constexpr SqlFunction kFunctions[] = {
    {"ms_from_utc", 2, from_utc},
    {"ms_datetime", 2, with_fraction},
    {"ms_parse_datetime", 2, parse},
    {"ms_date", 1, date_of},
    {"ms_date_add", 4, add},
    {"ms_date_part", 2, part},
    {"ms_date_format", 2, format},
    {"ms_datediff", 2, date_difference},
    {"ms_timestampdiff", 3, difference},
    {"ms_unix_timestamp", 1, unix_time},
    {"ms_from_unixtime", 1, from_unix_time},
    {"ms_time_text", 2, time_text},
};

}  // namespace

std::span<const SqlFunction> time_functions() {
  return kFunctions;
}

}  // namespace mallshard::embedded
