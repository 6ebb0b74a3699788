// Numbers, and the functions that choose among values.
#include <algorithm>

#include "embedded/function_table.h"

namespace mallshard::embedded {

namespace {

using F = FunctionTable;
using Args = std::vector<Typed>;
using Call = sqlparse::FunctionCall;
using sqlparse::BinaryOp;

Typed if_function(Translator& t, Args& args, const Call&) {
  const Typed condition = F::as_boolean(t, args[0]);
  const Typed branches[] = {args[1], args[2]};
  const Type type = F::merge_types(t, branches);
  return F::made("CASE WHEN " + condition.sql + " THEN " + F::convert(t, args[1], type).sql + " ELSE " +
                     F::convert(t, args[2], type).sql + " END",
                 type);
}

Typed coalesce(Translator& t, Args& args, const Call&) {
  Type type = F::merge_types(t, args);
  std::string sql;
  bool nullable = true;
  for (const Typed& arg : args) {
    sql += (sql.empty() ? "" : ", ") + F::convert(t, arg, type).sql;
    nullable = nullable && arg.type.nullable;
  }
  type.nullable = nullable;
  return F::made(args.size() == 1 ? sql : "coalesce(" + sql + ")", type);
}

Typed nullif(Translator& t, Args& args, const Call&) {
  Type type = args[0].type;
  type.nullable = true;
  if (type.is_text()) type.decimals = wire::kNotFixedDecimals;
  if (type.kind == Kind::Null) return args[0];
  return F::made("CASE WHEN " + F::compare(t, BinaryOp::Equal, args[0], args[1]).sql + " THEN NULL ELSE " +
                     args[0].sql + " END",
                 type);
}

Typed isnull(Translator&, Args& args, const Call&) {
  return F::made("(" + args[0].sql + " IS NULL)", bool_type(false));
}

Typed extreme(Translator& t, Args& args, const char* function) {
  const bool nullable =
      std::any_of(args.begin(), args.end(), [](const Typed& arg) { return arg.type.nullable; });
  const bool texts =
      std::any_of(args.begin(), args.end(), [](const Typed& arg) { return arg.type.is_text(); });
  const bool others = std::any_of(args.begin(), args.end(), [](const Typed& arg) {
    return !arg.type.is_text() && arg.type.kind != Kind::Null;
  });
  if (texts && others) return F::refuse(t, "GREATEST() and LEAST() of text and other types");
  Type type = F::merge_types(t, args);
  type.nullable = nullable;
  std::string sql = std::string(function) + "(";
  for (std::size_t i = 0; i < args.size(); ++i) {
    Typed value = F::convert(t, args[i], type);
    if (type.kind == Kind::Decimal && value.type.kind == Kind::Int)
      value.sql = "CAST(" + value.sql + " AS TEXT)";
    value.type = type;
    sql += (i > 0 ? ", " : "") + (i == 0 ? F::ordered(t, value) : value.sql);
  }
  return F::made(sql + ")", type);
}
Typed greatest(Translator& t, Args& args, const Call&) {
  return extreme(t, args, "max");
}
Typed least(Translator& t, Args& args, const Call&) {
  return extreme(t, args, "min");
}

Typed abs(Translator& t, Args& args, const Call& call) {
  const Typed& value = args[0];
  if (value.type.kind == Kind::Int) {
    Type type = int_type(value.type.length, value.type.nullable, value.type.is_unsigned);
    return F::made("ms_abs(" + value.sql + (value.type.is_unsigned ? ", 1, " : ", 0, ") +
                       sqlite_text(F::source(t, call)) + ")",
                   type);
  }
  if (value.type.kind == Kind::Decimal) return F::made("ms_dabs(" + value.sql + ")", value.type);
  const Typed number = F::as_double(t, value);
  return F::made("ms_double_fn('abs', " + number.sql + ")", double_type(number.type.nullable));
}

Typed mod(Translator& t, Args& args, const Call& call) {
  return F::arithmetic(t, BinaryOp::Modulo, args[0], args[1], F::source(t, call));
}

Typed round_or_truncate(Translator& t, Args& args, bool cut) {
  const Typed& value = args[0];
  const bool known = args.size() < 2 || (args[1].constant && args[1].constant->kind == Value::Kind::Int);
  const std::int64_t digits = args.size() < 2 || !known ? 0 : args[1].constant->integer;
  const std::string count = args.size() < 2 ? "0" : F::as_integer(t, args[1]).sql;
  const std::string flag = cut ? ", 1)" : ", 0)";
  const bool nullable = value.type.nullable || (args.size() > 1 && args[1].type.nullable);
  if (value.type.kind == Kind::Int) {
    return F::made("ms_round(" + value.sql + ", " + count + flag,
                   int_type(21, nullable, value.type.is_unsigned));
  }
  if (value.type.kind == Kind::Decimal) {
    const unsigned scale = value.type.decimals;
    if (!known) return F::made("ms_round(" + value.sql + ", " + count + flag, value.type);
    const auto to = static_cast<unsigned>(std::clamp<std::int64_t>(digits, 0, scale));
    unsigned precision = value.type.precision() - (scale - to) + (!cut && (to < scale || digits < 0) ? 1 : 0);
    precision = std::max(precision, to + 1);
    return F::made("ms_round(" + value.sql + ", " + count + flag, decimal_type(precision, to, nullable));
  }
  const Typed number = F::as_double(t, value);
  return F::made("ms_round_double(" + number.sql + ", " + count + flag, double_type(nullable));
}
Typed round(Translator& t, Args& args, const Call&) {
  return round_or_truncate(t, args, false);
}
Typed truncate(Translator& t, Args& args, const Call&) {
  return round_or_truncate(t, args, true);
}

Typed whole(Translator& t, Args& args, const char* exact, const char* real) {
  const Typed& value = args[0];
  if (value.type.kind == Kind::Int) {
    return F::made(value.sql, int_type(21, value.type.nullable, value.type.is_unsigned));
  }
  if (value.type.kind == Kind::Decimal) {
    const unsigned digits = value.type.precision() - value.type.decimals;
    const Type type =
        digits < 18 ? int_type(21, value.type.nullable) : decimal_type(digits + 1, 0, value.type.nullable);
    return F::made(std::string(exact) + "(" + value.sql + ")", type);
  }
  const Typed number = F::as_double(t, value);
  return F::made("ms_double_fn('" + std::string(real) + "', " + number.sql + ")",
                 double_type(number.type.nullable));
}
Typed floor(Translator& t, Args& args, const Call&) {
  return whole(t, args, "ms_floor", "floor");
}
Typed ceiling(Translator& t, Args& args, const Call&) {
  return whole(t, args, "ms_ceil", "ceil");
}

Typed sign(Translator& t, Args& args, const Call&) {
  const Typed zero = F::constant(t, Value::of(0));
  const std::string above = F::compare(t, BinaryOp::Greater, args[0], zero).sql;
  const std::string below = F::compare(t, BinaryOp::Less, args[0], zero).sql;
  return F::made("(" + above + " - " + below + ")", int_type(21, args[0].type.nullable));
}

Typed power(Translator& t, Args& args, const Call&) {
  return F::made(
      "ms_double_fn('pow', " + F::as_double(t, args[0]).sql + ", " + F::as_double(t, args[1]).sql + ")",
      double_type(true));
}
Typed sqrt(Translator& t, Args& args, const Call&) {
  return F::made("ms_double_fn('sqrt', " + F::as_double(t, args[0]).sql + ")", double_type(true));
}

Typed random(Translator& t, Args& args, const Call&) {
  if (!args.empty()) return F::refuse(t, "RAND(seed)");
  // 53 random bits over 2^53.
  return F::made("((random() & 9007199254740991) / 9007199254740992.0)", double_type(false));
}

constexpr std::size_t kMany = 1000;
constexpr F::Entry kEntries[] = {
    {"IF", 3, 3, if_function},  {"IFNULL", 2, 2, coalesce},   {"COALESCE", 1, kMany, coalesce},
    {"NULLIF", 2, 2, nullif},   {"ISNULL", 1, 1, isnull},     {"GREATEST", 2, kMany, greatest},
    {"LEAST", 2, kMany, least}, {"ABS", 1, 1, abs},           {"MOD", 2, 2, mod},
    {"ROUND", 1, 2, round},     {"TRUNCATE", 2, 2, truncate}, {"FLOOR", 1, 1, floor},
    {"CEIL", 1, 1, ceiling},    {"CEILING", 1, 1, ceiling},   {"SIGN", 1, 1, sign},
    {"POW", 2, 2, power},       {"POWER", 2, 2, power},       {"SQRT", 1, 1, sqrt},
    {"RAND", 0, 1, random},
};

}  // namespace

std::span<const FunctionTable::Entry> FunctionTable::number() {
  return kEntries;
}

}  // namespace mallshard::embedded
