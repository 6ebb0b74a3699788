// Function calls: by table, aggregates, window functions.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/function_table.h"
#include "embedded/literal.h"
#include "sqlparse/functions.h"

namespace mallshard::embedded {

namespace {

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const FunctionTable::Entry* find_entry(std::string_view name) {
  for (const auto table :
       {FunctionTable::text, FunctionTable::number, FunctionTable::time, FunctionTable::session}) {
    for (const FunctionTable::Entry& entry : table()) {
      if (entry.name == name) return &entry;
    }
  }
  return nullptr;
}

}  // namespace

Typed Translator::function(const sqlparse::FunctionCall& call, Scope& scope) {
  const std::string name = to_upper(call.name.text);
  if (call.schema.present()) return refuse("stored functions");
  if (call.over != nullptr) return window(call, name, scope);
  if (one_of(name, {"COUNT", "SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT", "ANY_VALUE"}))
    return aggregate(call, name, scope);
  if (one_of(name, {"DATE_ADD", "DATE_SUB", "ADDDATE", "SUBDATE"}) && call.args.size() == 2) {
    const auto* amount = sqlparse::as<sqlparse::Interval>(call.args[1]);
    if (amount != nullptr)
      return interval(*call.args[0], *amount, name == "DATE_SUB" || name == "SUBDATE", scope);
  }
  const FunctionTable::Entry* entry = find_entry(name);
  if (entry == nullptr) {
    if (sqlparse::function_nature(name) != sqlparse::FunctionNature::Unknown) return refuse(name + "()");
    return fail({1305, "42000",
                 "FUNCTION " + context_.database + "." + std::string(call.name.text) + " does not exist"});
  }
  if (call.args.size() < entry->least || call.args.size() > entry->most) {
    return fail(
        {1582, "42000",
         "Incorrect parameter count in the call to native function '" + std::string(call.name.text) + "'"});
  }
  std::vector<Typed> args;
  for (const sqlparse::Expression* arg : call.args) args.push_back(expression(*arg, scope));
  if (error_) return {};
  Typed out = entry->translate(*this, args, call);
  return error_ ? Typed() : out;
}

Typed Translator::aggregate(const sqlparse::FunctionCall& call, std::string_view name, Scope& scope) {
  if (!scope.aggregates_allowed || scope.in_aggregate)
    return fail({1111, "HY000", "Invalid use of group function"});
  scope.has_aggregate = true;
  scope.in_aggregate = true;
  std::vector<Typed> args;
  const bool star = call.args.size() == 1 && sqlparse::is<sqlparse::Star>(call.args[0]);
  if (!star) {
    for (const sqlparse::Expression* arg : call.args) args.push_back(expression(*arg, scope));
  }
  scope.in_aggregate = false;
  if (error_) return {};
  if (name == "COUNT") {
    const Type type = int_type(21, false);
    if (star) return typed_sql("count(*)", type);
    if (args.empty() || (args.size() > 1 && !call.distinct))
      return fail({1064, "42000", "COUNT() takes one argument"});
    if (!call.distinct) return typed_sql("count(" + args[0].sql + ")", type);
    if (args.size() == 1) return typed_sql("count(DISTINCT " + ordered(as_shown(args[0])) + ")", type);
    // Several columns: one text that is equal where all of them are.
    std::string key;
    for (const Typed& arg : args) {
      key += key.empty() ? "" : ", '|', ";
      if (!arg.type.is_text()) {
        key += as_text(arg).sql;
      } else if (arg.type.is_binary_text()) {
        key += "ms_hex(" + arg.sql + ")";
      } else {
        const bool pads = arg.type.collation->order != TextOrder::NoPad;
        const std::string text = pads ? "ms_trim(" + arg.sql + ", ' ', 2)" : arg.sql;
        key += "ms_hex(ms_weight(" + text + ", '" + std::string(arg.type.collation->name) + "', 0))";
      }
    }
    return typed_sql("count(DISTINCT ms_concat(" + key + "))", type);
  }
  if (name == "GROUP_CONCAT") {
    if (!call.order_by.empty() || call.limit != nullptr || call.distinct) {
      return refuse("GROUP_CONCAT() with DISTINCT, ORDER BY or LIMIT");
    }
    const Type type = FunctionTable::merge_texts(*this, args, "group_concat");
    if (error_) return {};
    std::string value = args[0].sql;
    if (args.size() > 1) {
      value = "ms_concat(";
      for (std::size_t i = 0; i < args.size(); ++i) value += (i > 0 ? ", " : "") + args[i].sql;
      value += ")";
    }
    std::string separator = ",";
    if (call.separator != sqlparse::kNoToken)
      separator = string_value(context_.tokens, call.separator, call.separator);
    Type out = type;
    out.length = 1024 * 16;
    out.wire = wire::ColumnType::Blob;
    out.nullable = true;
    return typed_sql("ms_group_concat(" + value + ", " + sqlite_text(separator) + ")", out);
  }
  if (args.size() != 1) return fail({1064, "42000", std::string(name) + "() takes one argument"});
  const Typed& arg = args[0];
  Type type = arg.type;
  type.nullable = true;
  if (type.is_text()) {
    type.decimals = wire::kNotFixedDecimals;
    if (type.wire == wire::ColumnType::String) type.wire = wire::ColumnType::VarString;
  }
  if (name == "ANY_VALUE") return typed_sql("ms_any(" + arg.sql + ")", type);
  if (name == "MIN" || name == "MAX")
    return typed_sql((name == "MIN" ? "min(" : "max(") + ordered(arg) + ")", type);
  // SUM and AVG
  const std::string distinct = call.distinct ? "DISTINCT " : "";
  if (arg.type.kind == Kind::Null) return typed_sql("NULL", double_type(true));
  if (arg.type.is_temporal()) return refuse("SUM() and AVG() of dates and times");
  if (!arg.type.is_exact()) {
    const Typed number = as_double(arg);
    return typed_sql((name == "SUM" ? "sum(" : "avg(") + distinct + number.sql + ")", double_type(true));
  }
  if (arg.type.hidden_digits) return refuse("SUM() and AVG() of quotients; ROUND() them first");
  const unsigned scale = arg.type.kind == Kind::Decimal ? arg.type.decimals : 0;
  const unsigned precision = arg.type.precision();
  const std::string value = call.distinct ? ordered(arg) : arg.sql;
  const std::string sum = "ms_sum(" + distinct + value + ")";
  if (name == "SUM") return typed_sql(sum, decimal_type(precision + 22, scale, true));
  Typed average = typed_sql("ms_ddiv(" + sum + ", count(" + distinct + value + "), 'AVG()')",
                            decimal_type(precision + 4, scale + 4, true));
  average.type.hidden_digits = true;
  return average;
}

Typed Translator::window(const sqlparse::FunctionCall& call, std::string_view name, Scope& scope) {
  const sqlparse::WindowSpec& over = *call.over;
  if (over.only_name || over.base.present() || over.frame != nullptr)
    return refuse("named windows and frames");
  const bool ranks = one_of(name, {"ROW_NUMBER", "RANK", "DENSE_RANK"});
  const bool counts = name == "COUNT" && !call.distinct;
  if (!ranks && !counts) return refuse(std::string(name) + "() OVER");
  if (!scope.aggregates_allowed) {
    return fail(
        {3593, "HY000", "You cannot use the window function '" + to_lower(name) + "' in this context.'"});
  }
  if (scope.grouping_checked) return refuse("window functions beside GROUP BY");
  std::string argument;
  if (counts) {
    if (call.args.size() != 1) return refuse("COUNT() OVER");
    argument = sqlparse::is<sqlparse::Star>(call.args[0]) ? "*" : expression(*call.args[0], scope).sql;
  }
  std::string window;
  for (const sqlparse::Expression* part : over.partition_by) {
    window += (window.empty() ? "PARTITION BY " : ", ") + ordered(expression(*part, scope));
  }
  bool first = true;
  for (const sqlparse::OrderItem* item : over.order_by) {
    window += first ? (window.empty() ? "ORDER BY " : " ORDER BY ") : ", ";
    window += ordered(expression(*item->value, scope));
    if (item->direction == sqlparse::OrderDirection::Descending) window += " DESC";
    first = false;
  }
  if (error_) return {};
  return typed_sql(to_lower(name) + "(" + argument + ") OVER (" + window + ")", int_type(21, false, ranks));
}

}  // namespace mallshard::embedded
