// Dates and times, and what a session knows of itself.
#include "base/bytes.h"
#include "embedded/function_table.h"
#include "embedded/server.h"
#include "embedded/temporal.h"
#include "sqlparse/ast_expression.h"

namespace mallshard::embedded {

namespace {

using F = FunctionTable;
using Args = std::vector<Typed>;
using Call = sqlparse::FunctionCall;

Typed clock(Translator& t, Args& args, bool utc) {
  std::int64_t fraction = 0;
  if (!args.empty()) {
    if (!args[0].constant || args[0].constant->kind != Value::Kind::Int)
      return F::refuse(t, "NOW() of an expression");
    fraction = args[0].constant->integer;
    if (fraction < 0 || fraction > 6) {
      return F::fail(
          t, {1426, "42000",
              "Too-big precision " + std::to_string(fraction) + " specified for 'now'. Maximum is 6."});
    }
  }
  const TranslationContext& context = F::context(t);
  const std::int64_t zone = utc ? 0 : std::int64_t{context.evaluation->zone_seconds} * 1'000'000;
  const DateTime now = from_microseconds(context.now_utc_microseconds + zone).value_or(DateTime{});
  const auto digits = static_cast<unsigned>(fraction);
  return F::made("'" + format_datetime(now, digits) + "'", datetime_type(digits, false));
}

Typed now(Translator& t, Args& args, const Call&) {
  return clock(t, args, false);
}
Typed utc_timestamp(Translator& t, Args& args, const Call&) {
  return clock(t, args, true);
}
Typed curdate(Translator& t, Args&, const Call&) {
  Args none;
  const Typed time = clock(t, none, false);
  return F::made("ms_date(" + time.sql + ")", date_type(false));
}
Typed utc_date(Translator& t, Args&, const Call&) {
  Args none;
  return F::made("ms_date(" + clock(t, none, true).sql + ")", date_type(false));
}

Typed date(Translator& t, Args& args, const Call&) {
  return F::made("ms_date(" + F::as_datetime(t, args[0]).sql + ")", date_type(true));
}

Typed part(Translator& t, const Typed& value, std::string name, std::uint32_t length) {
  if (name == "DAYOFMONTH") name = "DAY";
  Type type = int_type(length, true);
  if (name == "YEAR") {
    type = int_type(4, true, true);
    type.wire = wire::ColumnType::Year;
  }
  return F::made("ms_date_part(" + F::as_datetime(t, value).sql + ", '" + name + "')", type);
}
Typed named_part(Translator& t, Args& args, const Call& call) {
  const std::string name = to_upper(call.name.text);
  return part(t, args[0], name, name == "DAYOFYEAR" ? 4 : name == "TO_DAYS" || name == "MICROSECOND" ? 7 : 3);
}
Typed extract(Translator& t, Args& args, const Call& call) {
  const std::string unit = to_upper(call.word.text);
  for (const std::string_view known :
       {"YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "MICROSECOND"}) {
    if (unit != known) continue;
    Typed out = part(t, args[0], unit, unit == "YEAR" ? 5 : 3);
    if (unit == "YEAR") out.type = int_type(5, true);
    return out;
  }
  return F::refuse(t, "EXTRACT(" + unit + ")");
}

Typed date_format(Translator& t, Args& args, const Call&) {
  const Typed pattern = F::as_text(t, args[1]);
  if (!args[1].constant) return F::refuse(t, "DATE_FORMAT() with a computed format");
  for (const char unsure : {'U', 'u', 'V', 'v', 'X', 'x', 'D'}) {
    if (args[1].constant->text.find(std::string("%") + unsure) != std::string::npos) {
      return F::refuse(t, std::string("DATE_FORMAT()'s %") + unsure);
    }
  }
  return F::made(
      "ms_date_format(" + F::as_datetime(t, args[0]).sql + ", " + pattern.sql + ")",
      text_type(pattern.type.length * 10, *F::context(t).connection_collation, Coercibility::Literal, true));
}

Typed datediff(Translator& t, Args& args, const Call&) {
  return F::made(
      "ms_datediff(" + F::as_datetime(t, args[0]).sql + ", " + F::as_datetime(t, args[1]).sql + ")",
      int_type(9, true));
}

Typed timestampdiff(Translator& t, Args& args, const Call& call) {
  std::string unit = to_upper(call.word.text);
  if (unit.starts_with("SQL_TSI_")) unit = unit.substr(8);
  return F::made("ms_timestampdiff('" + unit + "', " + F::as_datetime(t, args[0]).sql + ", " +
                     F::as_datetime(t, args[1]).sql + ")",
                 int_type(21, true));
}

Typed unix_timestamp(Translator& t, Args& args, const Call&) {
  if (args.empty()) {
    return F::made(std::to_string(F::context(t).now_utc_microseconds / 1'000'000), int_type(21, false));
  }
  const Typed value = F::as_datetime(t, args[0]);
  if (value.type.decimals > 0) return F::refuse(t, "UNIX_TIMESTAMP() with fractions of a second");
  return F::made("ms_unix_timestamp(" + value.sql + ")", int_type(21, true));
}

Typed from_unixtime(Translator& t, Args& args, const Call&) {
  if (args[0].type.kind != Kind::Int) return F::refuse(t, "FROM_UNIXTIME() of this type");
  return F::made("ms_from_unixtime(" + args[0].sql + ")", datetime_type(0, true));
}

constexpr F::Entry kTime[] = {
    {"NOW", 0, 1, now},
    {"CURRENT_TIMESTAMP", 0, 1, now},
    {"LOCALTIME", 0, 1, now},
    {"LOCALTIMESTAMP", 0, 1, now},
    {"UTC_TIMESTAMP", 0, 1, utc_timestamp},
    {"CURDATE", 0, 0, curdate},
    {"CURRENT_DATE", 0, 0, curdate},
    {"UTC_DATE", 0, 0, utc_date},
    {"DATE", 1, 1, date},
    {"YEAR", 1, 1, named_part},
    {"QUARTER", 1, 1, named_part},
    {"MONTH", 1, 1, named_part},
    {"DAY", 1, 1, named_part},
    {"DAYOFMONTH", 1, 1, named_part},
    {"DAYOFWEEK", 1, 1, named_part},
    {"DAYOFYEAR", 1, 1, named_part},
    {"WEEKDAY", 1, 1, named_part},
    {"HOUR", 1, 1, named_part},
    {"MINUTE", 1, 1, named_part},
    {"SECOND", 1, 1, named_part},
    {"MICROSECOND", 1, 1, named_part},
    {"TO_DAYS", 1, 1, named_part},
    {"EXTRACT", 1, 1, extract},
    {"DATE_FORMAT", 2, 2, date_format},
    {"DATEDIFF", 2, 2, datediff},
    {"TIMESTAMPDIFF", 2, 2, timestampdiff},
    {"UNIX_TIMESTAMP", 0, 1, unix_timestamp},
    {"FROM_UNIXTIME", 1, 1, from_unixtime},
};

// ---- the session ----

Type system_text(std::size_t characters, bool nullable) {
  return text_type(static_cast<std::uint32_t>(characters), *default_text_collation("utf8mb3"),
                   Coercibility::System, nullable);
}

Typed version(Translator&, Args&, const Call&) {
  return F::made(sqlite_text(kServerVersion), system_text(kServerVersion.size(), false));
}
Typed database(Translator& t, Args&, const Call&) {
  const std::string& name = F::context(t).current_database;
  return F::made(name.empty() ? "NULL" : sqlite_text(name), system_text(64, true));
}
Typed user(Translator& t, Args&, const Call&) {
  return F::made(sqlite_text(F::context(t).user), system_text(288, true));
}
Typed current_user(Translator& t, Args&, const Call&) {
  const std::string& user = F::context(t).user;
  return F::made(sqlite_text(user.substr(0, user.find('@')) + "@%"), system_text(288, true));
}
Typed connection_id(Translator& t, Args&, const Call&) {
  return F::made(std::to_string(F::context(t).connection_id), int_type(21, false, true));
}
Typed last_insert_id(Translator& t, Args& args, const Call&) {
  if (!args.empty()) return F::refuse(t, "LAST_INSERT_ID(expression)");
  Typed out = F::constant(t, Value::of_unsigned(F::context(t).last_insert_id));
  return F::made(out.sql, int_type(21, false, true));
}
Typed row_count(Translator& t, Args&, const Call&) {
  return F::made("(" + std::to_string(F::context(t).row_count) + ")", int_type(21, false));
}
Typed found_rows(Translator& t, Args&, const Call&) {
  return F::made(std::to_string(F::context(t).found_rows), int_type(21, false));
}

constexpr F::Entry kSession[] = {
    {"VERSION", 0, 0, version},
    {"DATABASE", 0, 0, database},
    {"SCHEMA", 0, 0, database},
    {"USER", 0, 0, user},
    {"SESSION_USER", 0, 0, user},
    {"SYSTEM_USER", 0, 0, user},
    {"CURRENT_USER", 0, 0, current_user},
    {"CONNECTION_ID", 0, 0, connection_id},
    {"LAST_INSERT_ID", 0, 1, last_insert_id},
    {"ROW_COUNT", 0, 0, row_count},
    {"FOUND_ROWS", 0, 0, found_rows},
};

}  // namespace

std::span<const FunctionTable::Entry> FunctionTable::time() {
  return kTime;
}
std::span<const FunctionTable::Entry> FunctionTable::session() {
  return kSession;
}

}  // namespace mallshard::embedded
