// Comparisons and logic: which kind two values are compared as, and under
// which collation.
#include "embedded/decimal.h"
#include "embedded/temporal.h"
#include "embedded/translator.h"

namespace mallshard::embedded {

using sqlparse::BinaryOp;

namespace {

std::string_view sqlite_operator(BinaryOp op) {
  switch (op) {
    case BinaryOp::Equal:
      return "=";
    case BinaryOp::NullSafeEqual:
      return "IS";
    case BinaryOp::NotEqual:
      return "<>";
    case BinaryOp::Less:
      return "<";
    case BinaryOp::LessEqual:
      return "<=";
    case BinaryOp::Greater:
      return ">";
    default:
      return ">=";
  }
}

bool is_numeric(Kind kind) {
  return kind == Kind::Int || kind == Kind::Decimal || kind == Kind::Double;
}

std::string trim_text(const std::string& text) {
  constexpr std::string_view kSpaces = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::string exact_text(const Typed& value) {
  return value.type.kind == Kind::Int ? "CAST(" + value.sql + " AS TEXT)" : value.sql;
}

}  // namespace

bool Translator::adapt_constant(Typed& value, const Typed& other) {
  if (!value.constant || value.constant->kind != Value::Kind::Text) return false;
  const std::string& text = value.constant->text;
  if (other.type.kind == Kind::Int && other.column != nullptr) {
    // MySQL converts the constant to the column's type. Where the text is a
    // number that is an exact comparison; else both become DOUBLE.
    const std::string digits = trim_text(text);
    const std::optional<Decimal> number = Decimal::parse(digits);
    if (!number) return false;
    const bool whole = Decimal::compare(*number, number->truncated(0)) == 0;
    if (const auto integer = number->to_int64(); whole && integer) {
      value = constant(Value::of(*integer));
    } else {
      value = constant(Value::decimal(number->text()));
    }
    return true;
  }
  if (other.type.kind == Kind::Date || other.type.kind == Kind::DateTime) {
    const std::optional<DateTime> parsed = parse_datetime(text);
    if (!parsed) {
      const char* name = other.type.kind == Kind::Date ? "DATE" : "DATETIME";
      fail({1525, "HY000", std::string("Incorrect ") + name + " value: '" + text.substr(0, 128) + "'"});
      return true;
    }
    value.sql = "'" + format_datetime(*parsed, 6) + "'";
    value.type = datetime_type(6, false);
    return true;
  }
  if (other.type.kind == Kind::Time) {
    const std::optional<std::int64_t> parsed = parse_time(text);
    if (!parsed) {
      fail({1525, "HY000", "Incorrect TIME value: '" + text.substr(0, 128) + "'"});
      return true;
    }
    value.sql = std::to_string(*parsed);
    value.type = time_type(6, false);
    return true;
  }
  return false;
}

bool Translator::comparable(Typed& left, Typed& right, std::string& collate) {
  collate.clear();
  if (left.type.kind == Kind::Null || right.type.kind == Kind::Null) return true;
  if (left.type.is_text() != right.type.is_text()) {
    Typed& text = left.type.is_text() ? left : right;
    Typed& other = left.type.is_text() ? right : left;
    adapt_constant(text, other);
    if (error_) return false;
  }
  if (left.type.is_text() && right.type.is_text()) {
    Type type = left.type;
    if (!merge_collations(type, right.type, "=")) return false;
    const bool binary = type.collation->order == TextOrder::Binary;
    for (Typed* side : {&left, &right}) {
      if (binary && !side->type.is_binary_text()) side->sql = "ms_to_bytes(" + side->sql + ")";
      if (!binary && side->type.is_binary_text()) side->sql = "ms_to_text(" + side->sql + ")";
    }
    if (!binary) collate = type.collation->sqlite;
    return true;
  }
  if (is_numeric(left.type.kind) && is_numeric(right.type.kind)) {
    if (left.type.kind == Kind::Double || right.type.kind == Kind::Double) {
      left = as_double(std::move(left));
      right = as_double(std::move(right));
      return true;
    }
    const bool integers = left.type.kind == Kind::Int && right.type.kind == Kind::Int;
    if (integers && !left.type.is_unsigned && !right.type.is_unsigned) return true;
    collate = "MS_NUMBER";
    // Unsigned values past 2^63 are digits, which SQLite sorts behind every
    // INTEGER: right as they are.
    if (integers) return true;
    left.sql = exact_text(left);
    right.sql = exact_text(right);
    return true;
  }
  const auto is_day = [](const Typed& v) {
    return v.type.kind == Kind::Date || v.type.kind == Kind::DateTime;
  };
  if (is_day(left) && is_day(right)) {
    if (left.type.kind == right.type.kind && left.type.decimals == right.type.decimals) return true;
    left.sql = "ms_datetime(" + left.sql + ", 6)";
    right.sql = "ms_datetime(" + right.sql + ", 6)";
    return true;
  }
  if (left.type.kind == Kind::Time && right.type.kind == Kind::Time) return true;
  if (left.type.is_temporal() || right.type.is_temporal()) {
    refuse("this comparison with a date or time");
    return false;
  }
  left = as_double(std::move(left));  // a number and a text
  right = as_double(std::move(right));
  return !error_;
}

Typed Translator::compare(BinaryOp op, const Typed& left_in, const Typed& right_in) {
  if (error_) return {};
  Typed left = left_in;
  Typed right = right_in;
  std::string collate;
  if (!comparable(left, right, collate)) return {};
  Typed out;
  const bool null_safe = op == BinaryOp::NullSafeEqual;
  out.type = bool_type(!null_safe && (left_in.type.nullable || right_in.type.nullable));
  out.sql = "(" + left.sql + (collate.empty() ? "" : " COLLATE " + collate) + " " +
            std::string(sqlite_operator(op)) + " " + right.sql + ")";
  return out;
}

Typed Translator::compare_rows(BinaryOp op, const sqlparse::Row& left, const sqlparse::Row& right,
                               Scope& scope) {
  if (left.items.size() != right.items.size()) {
    return fail(
        {1241, "21000", "Operand should contain " + std::to_string(left.items.size()) + " column(s)"});
  }
  if (op != BinaryOp::Equal && op != BinaryOp::NotEqual && op != BinaryOp::NullSafeEqual) {
    return refuse("ordering comparisons of rows");
  }
  Typed out;
  out.sql = "(";
  bool nullable = false;
  for (std::size_t i = 0; i < left.items.size(); ++i) {
    const Typed part = compare(op == BinaryOp::NotEqual ? BinaryOp::NotEqual : op,
                               expression(*left.items[i], scope), expression(*right.items[i], scope));
    nullable = nullable || part.type.nullable;
    if (i > 0) out.sql += op == BinaryOp::NotEqual ? " OR " : " AND ";
    out.sql += part.sql;
  }
  out.sql += ")";
  out.type = bool_type(nullable);
  return out;
}

Typed Translator::between(const sqlparse::Between& node, Scope& scope) {
  const Typed operand = expression(*node.operand, scope);
  const Typed low = compare(BinaryOp::GreaterEqual, operand, expression(*node.low, scope));
  const Typed high = compare(BinaryOp::LessEqual, operand, expression(*node.high, scope));
  Typed out;
  out.sql = (node.negated ? "(NOT (" : "((") + low.sql + " AND " + high.sql + "))";
  out.type = bool_type(low.type.nullable || high.type.nullable);
  return out;
}

Typed Translator::in_list(const sqlparse::InList& node, Scope& scope) {
  Typed out;
  out.type = bool_type(false);
  std::vector<std::string> tests;
  if (const auto* row = sqlparse::as<sqlparse::Row>(node.operand)) {
    for (const sqlparse::Expression* item : node.items) {
      const auto* other = sqlparse::as<sqlparse::Row>(item);
      if (other == nullptr)
        return fail(
            {1241, "21000", "Operand should contain " + std::to_string(row->items.size()) + " column(s)"});
      const Typed test = compare_rows(BinaryOp::Equal, *row, *other, scope);
      out.type.nullable = out.type.nullable || test.type.nullable;
      tests.push_back(test.sql);
    }
  } else {
    const Typed operand = expression(*node.operand, scope);
    if (error_) return {};
    out.type.nullable = operand.type.nullable;
    // Items that compare under one left side and collation share one IN.
    std::map<std::pair<std::string, std::string>, std::string> lists;
    for (const sqlparse::Expression* item : node.items) {
      Typed left = operand;
      Typed right = expression(*item, scope);
      out.type.nullable = out.type.nullable || right.type.nullable;
      std::string collate;
      if (error_ || !comparable(left, right, collate)) return {};
      std::string& list = lists[{left.sql, collate}];
      if (!list.empty()) list += ", ";
      list += right.sql;
    }
    for (const auto& [key, list] : lists) {
      tests.push_back("(" + key.first + (key.second.empty() ? "" : " COLLATE " + key.second) + " IN (" +
                      list + "))");
    }
  }
  // Halved, so that SQLite's limit on an expression's depth is far away.
  while (tests.size() > 1) {
    std::vector<std::string> halved;
    for (std::size_t i = 0; i < tests.size(); i += 2) {
      halved.push_back(i + 1 < tests.size() ? "(" + tests[i] + " OR " + tests[i + 1] + ")" : tests[i]);
    }
    tests = std::move(halved);
  }
  out.sql = tests.empty() ? "0" : tests[0];
  if (node.negated) out.sql = "(NOT " + out.sql + ")";
  return out;
}

Typed Translator::in_subquery(const sqlparse::InSubquery& node, Scope& scope) {
  const TranslatedQuery query = query_in(*node.query, &scope);
  if (error_) return {};
  if (sqlparse::is<sqlparse::Row>(node.operand)) return refuse("(a, b) IN (SELECT ...)");
  if (query.columns.size() != 1) return fail({1241, "21000", "Operand should contain 1 column(s)"});
  Typed left = expression(*node.operand, scope);
  Typed right = typed_sql("c1", query.columns[0].type);
  const bool nullable = left.type.nullable || right.type.nullable;
  std::string collate;
  if (error_ || !comparable(left, right, collate)) return {};
  Typed out;
  out.type = bool_type(nullable);
  out.sql = "(" + left.sql + (collate.empty() ? "" : " COLLATE " + collate) +
            (node.negated ? " NOT IN " : " IN ") + "(SELECT " + right.sql + " FROM (" + query.sql + ")))";
  return out;
}

Typed Translator::like(const sqlparse::Like& node, Scope& scope) {
  Typed text = as_text(expression(*node.operand, scope));
  Typed pattern = as_text(expression(*node.pattern, scope));
  if (error_) return {};
  Type type = text.type;
  if (!merge_collations(type, pattern.type, "like")) return {};
  std::string escape = context_.tokens.options.no_backslash_escapes ? "''" : "'\\'";
  if (node.escape != nullptr) {
    const Typed given = expression(*node.escape, scope);
    if (!given.constant || given.constant->kind != Value::Kind::Text ||
        count_characters(given.constant->text) > 1) {
      return fail({1210, "HY000", "Incorrect arguments to ESCAPE"});
    }
    escape = given.sql;
  }
  if (text.type.kind == Kind::Null || pattern.type.kind == Kind::Null) return {};
  Typed out;
  out.type = bool_type(text.type.nullable || pattern.type.nullable);
  out.sql = std::string(node.negated ? "(NOT " : "(") + "ms_like(" + text.sql + ", " + pattern.sql + ", " +
            escape + ", " + std::to_string(static_cast<int>(type.collation->order)) + "))";
  return out;
}

Typed Translator::is_test(const sqlparse::IsTest& node, Scope& scope) {
  using sqlparse::IsTestKind;
  Typed value = expression(*node.operand, scope);
  if (error_) return {};
  Typed out;
  out.type = bool_type(false);
  switch (node.test) {
    case IsTestKind::Null:
      out.sql = "(" + value.sql + (node.negated ? " IS NOT NULL)" : " IS NULL)");
      return out;
    case IsTestKind::Unknown:
      out.sql = "(" + as_boolean(std::move(value)).sql + (node.negated ? " IS NOT NULL)" : " IS NULL)");
      return out;
    case IsTestKind::True:
    case IsTestKind::False: {
      const std::string condition = as_boolean(std::move(value)).sql;
      const bool wanted = node.test == IsTestKind::True;
      // The condition made 0, 1 or NULL first, whatever number it is.
      out.sql =
          "((NOT NOT " + condition + ")" + (node.negated ? " IS NOT " : " IS ") + (wanted ? "1)" : "0)");
      return out;
    }
    default:
      return refuse("IS JSON");
  }
}

Typed Translator::logical(BinaryOp op, Typed left, Typed right) {
  left = as_boolean(std::move(left));
  right = as_boolean(std::move(right));
  Typed out;
  out.type = bool_type(left.type.nullable || right.type.nullable);
  if (op == BinaryOp::Xor) {
    out.sql = "((NOT " + left.sql + ") <> (NOT " + right.sql + "))";
  } else {
    out.sql = "(" + left.sql + (op == BinaryOp::And ? " AND " : " OR ") + right.sql + ")";
  }
  return out;
}

}  // namespace mallshard::embedded
