#include "embedded/temporal.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "base/bytes.h"

namespace mallshard::embedded {

namespace {

constexpr std::int64_t kMicro = 1'000'000;
constexpr std::int64_t kDay = 86'400;

constexpr std::string_view kMonthNames[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
constexpr std::string_view kDayNames[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                          "Friday", "Saturday", "Sunday"};

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_of_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

bool is_real(const DateTime& v) {
  return v.month >= 1 && v.month <= 12 && v.day >= 1 && v.day <= days_of_month(v.year, v.month) &&
         v.hour < 24 && v.minute < 60 && v.second < 60 && v.year <= 9999;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trim_spaces(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\n'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\n'))
    text.remove_suffix(1);
  return text;
}

// Digits at text[at], at most `most`; their count, 0 when there are none.
std::size_t read_number(std::string_view text, std::size_t at, std::size_t most, int& value) {
  value = 0;
  std::size_t n = 0;
  while (n < most && at + n < text.size() && is_digit(text[at + n]))
    value = value * 10 + (text[at + n++] - '0');
  return n;
}

int full_year(int year, std::size_t digits) {
  if (digits > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

// .ffffff at text[at]; more than six digits are rounded by the seventh.
bool read_fraction(std::string_view text, std::size_t& at, std::int64_t& microseconds) {
  microseconds = 0;
  if (at >= text.size()) return true;
  if (text[at] != '.') return false;
  ++at;
  int digits = 0;
  bool round_up = false;
  for (; at < text.size() && is_digit(text[at]); ++at, ++digits) {
    if (digits < 6) microseconds = microseconds * 10 + (text[at] - '0');
    if (digits == 6) round_up = text[at] >= '5';
  }
  for (; digits < 6; ++digits) microseconds *= 10;
  if (round_up) ++microseconds;
  return at == text.size();
}

std::optional<DateTime> with_fraction(DateTime value, std::int64_t microseconds) {
  if (!is_real(value)) return std::nullopt;
  if (microseconds < kMicro) {
    value.microsecond = static_cast<int>(microseconds);
    return value;
  }
  return from_microseconds(microseconds_of(value) + microseconds);
}

// YYYYMMDD, YYMMDD, YYYYMMDDhhmmss, YYMMDDhhmmss.
std::optional<DateTime> parse_compact(std::string_view text, std::size_t digits) {
  if (digits != 6 && digits != 8 && digits != 12 && digits != 14) return std::nullopt;
  const std::size_t year_digits = digits == 8 || digits == 14 ? 4 : 2;
  DateTime value;
  std::size_t at = read_number(text, 0, year_digits, value.year);
  value.year = full_year(value.year, year_digits);
  at += read_number(text, at, 2, value.month);
  at += read_number(text, at, 2, value.day);
  if (digits > 8) {
    at += read_number(text, at, 2, value.hour);
    at += read_number(text, at, 2, value.minute);
    at += read_number(text, at, 2, value.second);
  }
  std::int64_t microseconds = 0;
  if (!read_fraction(text, at, microseconds)) return std::nullopt;
  return with_fraction(value, microseconds);
}

}  // namespace

std::int64_t days_from_date(int year, int month, int day) {
  // Counted in years that begin in March, eras of 400 years.
  const int y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

void date_from_days(std::int64_t days, DateTime& into) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  into.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  into.month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  into.year = static_cast<int>(year_of_era + era * 400 + (into.month <= 2 ? 1 : 0));
}

std::int64_t microseconds_of(const DateTime& v) {
  return ((days_from_date(v.year, v.month, v.day) * 24 + v.hour) * 60 + v.minute) * 60 * kMicro +
         v.second * kMicro + v.microsecond;
}

std::optional<DateTime> from_microseconds(std::int64_t microseconds) {
  std::int64_t seconds = microseconds / kMicro;
  std::int64_t rest = microseconds % kMicro;
  if (rest < 0) {
    rest += kMicro;
    --seconds;
  }
  std::int64_t days = seconds / kDay;
  std::int64_t of_day = seconds % kDay;
  if (of_day < 0) {
    of_day += kDay;
    --days;
  }
  if (days < -719528 || days > 2932896) return std::nullopt;  // 0000-01-01 .. 9999-12-31
  DateTime value;
  date_from_days(days, value);
  value.hour = static_cast<int>(of_day / 3600);
  value.minute = static_cast<int>(of_day / 60 % 60);
  value.second = static_cast<int>(of_day % 60);
  value.microsecond = static_cast<int>(rest);
  return value;
}

std::optional<DateTime> parse_datetime(std::string_view text) {
  text = trim_spaces(text);
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0) return std::nullopt;
  if (digits == text.size() || (text[digits] == '.' && digits >= 12)) return parse_compact(text, digits);
  if (digits > 4) return std::nullopt;

  DateTime value;
  std::array<int*, 6> parts = {&value.year, &value.month,  &value.day,
                               &value.hour, &value.minute, &value.second};
  std::size_t at = 0;
  std::size_t count = 0;
  std::size_t year_digits = 0;
  for (; count < parts.size(); ++count) {
    const std::size_t n = read_number(text, at, count == 0 ? 4 : 2, *parts[count]);
    if (n == 0) return std::nullopt;
    if (count == 0) year_digits = n;
    at += n;
    if (at == text.size()) {
      ++count;
      break;
    }
    if (count == 5) continue;
    if (is_digit(text[at])) return std::nullopt;
    if (count == 2) {
      if (text[at] != ' ' && text[at] != 'T') return std::nullopt;
      ++at;
      while (at < text.size() && text[at] == ' ') ++at;
    } else if (count < 2 ? (text[at] == '-' || text[at] == '/' || text[at] == '.' || text[at] == ':')
                         : text[at] == ':') {
      ++at;
    } else {
      return std::nullopt;
    }
  }
  if (count != 3 && count != 5 && count != 6) return std::nullopt;
  value.year = full_year(value.year, year_digits);
  std::int64_t microseconds = 0;
  if (at < text.size() && (count != 6 || !read_fraction(text, at, microseconds))) return std::nullopt;
  return with_fraction(value, microseconds);
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  text = trim_spaces(text);
  bool negative = false;
  if (!text.empty() && text[0] == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  std::size_t at = 0;
  int days = 0;
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  std::size_t n = read_number(text, 0, 3, hours);
  if (n == 0) return std::nullopt;
  at = n;
  if (at < text.size() && text[at] == ' ') {
    days = hours;
    ++at;
    n = read_number(text, at, 2, hours);
    if (n == 0) return std::nullopt;
    at += n;
  }
  if (at >= text.size() || text[at] != ':') return std::nullopt;
  n = read_number(text, ++at, 2, minutes);
  if (n == 0) return std::nullopt;
  at += n;
  std::int64_t microseconds = 0;
  if (at < text.size()) {
    if (text[at] != ':') return std::nullopt;
    n = read_number(text, ++at, 2, seconds);
    if (n == 0) return std::nullopt;
    at += n;
    if (!read_fraction(text, at, microseconds)) return std::nullopt;
  }
  if (minutes > 59 || seconds > 59) return std::nullopt;
  const std::int64_t total_hours = days * 24 + hours;
  if (total_hours > 838) return std::nullopt;
  const std::int64_t value = ((total_hours * 60 + minutes) * 60 + seconds) * kMicro + microseconds;
  return negative ? -value : value;
}

std::optional<DateTime> round_fraction(const DateTime& value, unsigned fraction) {
  std::int64_t unit = kMicro;
  for (unsigned i = 0; i < fraction; ++i) unit /= 10;
  if (unit <= 1) return value;
  const std::int64_t rest = value.microsecond % unit;
  if (rest == 0) return value;
  const std::int64_t exact = microseconds_of(value);
  return from_microseconds(rest * 2 >= unit ? exact - rest + unit : exact - rest);
}

std::string format_date(const DateTime& v) {
  char out[48];
  const int n = std::snprintf(out, sizeof out, "%04d-%02d-%02d", v.year, v.month, v.day);
  return {out, static_cast<std::size_t>(n)};
}

std::string format_datetime(const DateTime& v, unsigned fraction) {
  char out[96];
  const int n = std::snprintf(out, sizeof out, "%04d-%02d-%02d %02d:%02d:%02d.%06d", v.year, v.month, v.day,
                              v.hour, v.minute, v.second, v.microsecond);
  std::string text(out, static_cast<std::size_t>(n));
  text.resize(fraction == 0 ? 19 : 20 + fraction);
  return text;
}

std::string format_time(std::int64_t microseconds, unsigned fraction) {
  const bool negative = microseconds < 0;
  if (negative) microseconds = -microseconds;
  const std::int64_t seconds = microseconds / kMicro;
  char out[64];
  const int n =
      std::snprintf(out, sizeof out, "%s%02lld:%02lld:%02lld.%06lld", negative ? "-" : "",
                    static_cast<long long>(seconds / 3600), static_cast<long long>(seconds / 60 % 60),
                    static_cast<long long>(seconds % 60), static_cast<long long>(microseconds % kMicro));
  std::string text(out, static_cast<std::size_t>(n));
  text.resize(text.size() - (fraction == 0 ? 7 : 6 - fraction));
  return text;
}

DateTime read_datetime(std::string_view text) {
  return parse_datetime(text).value_or(DateTime{});
}

std::optional<int> zone_offset_seconds(std::string_view zone, std::int64_t unix_seconds) {
  if (equals_ignore_case(zone, "UTC")) return 0;
  if (equals_ignore_case(zone, "SYSTEM")) {
    const std::time_t when = static_cast<std::time_t>(unix_seconds);
    std::tm local{};
    localtime_r(&when, &local);
    return static_cast<int>(local.tm_gmtoff);
  }
  if (zone.size() < 5 || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  const std::size_t h = read_number(zone, 1, 2, hours);
  if (h == 0 || 1 + h >= zone.size() || zone[1 + h] != ':') return std::nullopt;
  if (read_number(zone, 2 + h, 2, minutes) != 2 || 4 + h != zone.size() || minutes > 59) return std::nullopt;
  const int seconds = (hours * 60 + minutes) * 60;
  if (zone[0] == '-' ? seconds > (13 * 60 + 59) * 60 : seconds > 14 * 3600) return std::nullopt;
  return zone[0] == '-' ? -seconds : seconds;
}

bool add_interval(DateTime& value, std::string_view unit, std::int64_t amount, bool& out_of_range) {
  out_of_range = false;
  constexpr std::int64_t kMost = 400'000'000'000;  // far past any date, far from overflow
  if (amount > kMost || amount < -kMost) {
    out_of_range = true;
    return true;
  }
  std::int64_t months = 0;
  std::int64_t seconds = 0;
  std::int64_t micros = 0;
  if (equals_ignore_case(unit, "MICROSECOND"))
    micros = amount;
  else if (equals_ignore_case(unit, "SECOND"))
    seconds = amount;
  else if (equals_ignore_case(unit, "MINUTE"))
    seconds = amount * 60;
  else if (equals_ignore_case(unit, "HOUR"))
    seconds = amount * 3600;
  else if (equals_ignore_case(unit, "DAY"))
    seconds = amount * kDay;
  else if (equals_ignore_case(unit, "WEEK"))
    seconds = amount * 7 * kDay;
  else if (equals_ignore_case(unit, "MONTH"))
    months = amount;
  else if (equals_ignore_case(unit, "QUARTER"))
    months = amount * 3;
  else if (equals_ignore_case(unit, "YEAR"))
    months = amount * 12;
  else
    return false;
  constexpr std::int64_t kMostSeconds = 400'000'000'000;  // 12 000 years
  if (seconds > kMostSeconds || seconds < -kMostSeconds) {
    out_of_range = true;
    return true;
  }
  if (months != 0) {
    const std::int64_t total = std::int64_t{value.year} * 12 + value.month - 1 + months;
    if (total < 0 || total >= 120000) {
      out_of_range = true;
      return true;
    }
    value.year = static_cast<int>(total / 12);
    value.month = static_cast<int>(total % 12) + 1;
    value.day = std::min(value.day, days_of_month(value.year, value.month));
    return true;
  }
  const std::optional<DateTime> moved = from_microseconds(microseconds_of(value) + seconds * kMicro + micros);
  out_of_range = !moved;
  if (moved) value = *moved;
  return true;
}

std::string format_by_pattern(const DateTime& v, std::string_view pattern) {
  std::string out;
  const auto number = [&out](int value, int width) {
    char digits[16];
    const int n = std::snprintf(digits, sizeof digits, "%0*d", width, value);
    out.append(digits, static_cast<std::size_t>(n));
  };
  const std::int64_t days = days_from_date(v.year, v.month, v.day);
  const int weekday = static_cast<int>(((days + 3) % 7 + 7) % 7);  // Monday is 0
  const int hour12 = v.hour % 12 == 0 ? 12 : v.hour % 12;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      out.push_back(pattern[i]);
      continue;
    }
    switch (pattern[++i]) {
      case 'Y':
        number(v.year, 4);
        break;
      case 'y':
        number(v.year % 100, 2);
        break;
      case 'm':
        number(v.month, 2);
        break;
      case 'c':
        number(v.month, 1);
        break;
      case 'M':
        out += kMonthNames[v.month - 1];
        break;
      case 'b':
        out += kMonthNames[v.month - 1].substr(0, 3);
        break;
      case 'd':
        number(v.day, 2);
        break;
      case 'e':
        number(v.day, 1);
        break;
      case 'W':
        out += kDayNames[weekday];
        break;
      case 'a':
        out += kDayNames[weekday].substr(0, 3);
        break;
      case 'w':
        number((weekday + 1) % 7, 1);
        break;
      case 'j':
        number(static_cast<int>(days - days_from_date(v.year, 1, 1)) + 1, 3);
        break;
      case 'H':
        number(v.hour, 2);
        break;
      case 'k':
        number(v.hour, 1);
        break;
      case 'h':
      case 'I':
        number(hour12, 2);
        break;
      case 'l':
        number(hour12, 1);
        break;
      case 'i':
        number(v.minute, 2);
        break;
      case 's':
      case 'S':
        number(v.second, 2);
        break;
      case 'f':
        number(v.microsecond, 6);
        break;
      case 'p':
        out += v.hour < 12 ? "AM" : "PM";
        break;
      case 'T':
        number(v.hour, 2);
        out += ':';
        number(v.minute, 2);
        out += ':';
        number(v.second, 2);
        break;
      case 'r':
        number(hour12, 2);
        out += ':';
        number(v.minute, 2);
        out += ':';
        number(v.second, 2);
        out += v.hour < 12 ? " AM" : " PM";
        break;
      default:
        out.push_back(pattern[i]);
    }
  }
  return out;
}

}  // namespace mallshard::embedded
