// From one kind of value to another, the types that several values share, and
// arithmetic.
#include <algorithm>

#include "embedded/translator.h"

namespace mallshard::embedded {

using sqlparse::BinaryOp;

namespace {

std::string_view double_operator(BinaryOp op) {
  switch (op) {
    case BinaryOp::Add:
      return "'+'";
    case BinaryOp::Subtract:
      return "'-'";
    case BinaryOp::Multiply:
      return "'*'";
    case BinaryOp::Divide:
      return "'/'";
    default:
      return "'%'";
  }
}

unsigned integer_digits(const Type& type) {
  const unsigned scale = type.kind == Kind::Decimal ? type.decimals : 0;
  return type.precision() > scale ? type.precision() - scale : 0;
}

}  // namespace

Typed Translator::as_text(Typed value) {
  if (error_) return {};
  const Type& type = value.type;
  Type text = text_type(type.length, *context_.connection_collation, Coercibility::Numeric, type.nullable);
  switch (type.kind) {
    case Kind::Text:
      return value;
    case Kind::Null:
      text.coercibility = Coercibility::Ignorable;
      text.length = 0;
      return typed_sql("NULL", text);
    case Kind::Int:
      if (value.column != nullptr && value.column->column != nullptr && value.column->column->zerofill) {
        return refuse("ZEROFILL columns in text functions");
      }
      return typed_sql("CAST(" + value.sql + " AS TEXT)", text);
    case Kind::Decimal:
      return typed_sql("ms_scale(" + value.sql + ", " + std::to_string(type.decimals) + ")", text);
    case Kind::Double:
      return typed_sql((type.wire == wire::ColumnType::Float ? "ms_float_to_text(" : "ms_double_to_text(") +
                           value.sql + ")",
                       text);
    case Kind::Date:
    case Kind::DateTime:
      return typed_sql(value.sql, text);
    case Kind::Time:
      return typed_sql("ms_time_text(" + value.sql + ", " + std::to_string(type.decimals) + ")", text);
  }
  return value;
}

Typed Translator::as_double(Typed value) {
  if (error_) return {};
  switch (value.type.kind) {
    case Kind::Double:
      value.type.wire = wire::ColumnType::Double;
      return value;
    case Kind::Null:
      return typed_sql("NULL", double_type(true));
    case Kind::Int:
    case Kind::Decimal:
      return typed_sql("ms_exact_to_double(" + value.sql + ")", double_type(value.type.nullable));
    case Kind::Text:
      return typed_sql("ms_text_to_double(" + value.sql + ")", double_type(value.type.nullable));
    default:
      return refuse("dates and times as numbers");
  }
}

Typed Translator::as_exact(Typed value) {
  if (error_ || value.type.is_exact()) return value;
  if (value.type.kind == Kind::Null) return typed_sql("NULL", int_type(1, true));
  return refuse("this argument of another type than a number");
}

Typed Translator::as_integer(Typed value) {
  if (error_) return {};
  switch (value.type.kind) {
    case Kind::Int:
      return value;
    case Kind::Null:
      return typed_sql("NULL", int_type(1, true));
    case Kind::Decimal:
    case Kind::Double:
      return typed_sql("ms_number_to_int(" + value.sql + ", 0)", int_type(21, value.type.nullable));
    case Kind::Text:
      return typed_sql("ms_text_to_int(" + value.sql + ", 0)", int_type(21, value.type.nullable));
    default:
      return refuse("dates and times as numbers");
  }
}

Typed Translator::as_boolean(Typed value) {
  if (error_) return {};
  switch (value.type.kind) {
    case Kind::Text:
      return typed_sql("ms_text_to_double(" + value.sql + ")", value.type);
    case Kind::Date:
    case Kind::DateTime:
    case Kind::Time:
      return refuse("dates and times as conditions");
    default:
      return value;
  }
}

Typed Translator::as_datetime(Typed value) {
  if (error_) return {};
  switch (value.type.kind) {
    case Kind::Date:
    case Kind::DateTime:
      return value;
    case Kind::Null:
      return typed_sql("NULL", datetime_type(0, true));
    case Kind::Text:
      return typed_sql("ms_parse_datetime(" + value.sql + ", 6)", datetime_type(6, true));
    default:
      return refuse("this argument of another type than a date");
  }
}

Typed Translator::as_shown(Typed value) {
  if (value.type.kind == Kind::Decimal && value.column == nullptr && !value.constant) {
    value.sql = "ms_scale(" + value.sql + ", " + std::to_string(value.type.decimals) + ")";
    value.type.hidden_digits = false;
  }
  return value;
}

std::string Translator::ordered(const Typed& value) const {
  const Type& type = value.type;
  if (type.kind == Kind::Decimal || (type.kind == Kind::Int && type.is_unsigned))
    return value.sql + " COLLATE MS_NUMBER";
  if (type.is_text() && type.collation->sqlite != "BINARY")
    return value.sql + " COLLATE " + std::string(type.collation->sqlite);
  return value.sql;
}

bool Translator::merge_collations(Type& into, const Type& other, std::string_view operation) {
  if (!other.is_text() || other.coercibility == Coercibility::Ignorable) return true;
  if (!into.is_text() || into.coercibility == Coercibility::Ignorable) {
    into.collation = other.collation;
    into.coercibility = other.coercibility;
    return true;
  }
  const auto take_other = [&] {
    into.collation = other.collation;
    into.coercibility = other.coercibility;
    return true;
  };
  if (into.collation == other.collation) {
    into.coercibility = std::min(into.coercibility, other.coercibility);
    return true;
  }
  if (into.coercibility != other.coercibility) {
    return other.coercibility < into.coercibility ? take_other() : true;
  }
  if (into.collation->order == TextOrder::Binary) return true;
  if (other.collation->order == TextOrder::Binary) return take_other();
  if (into.coercibility != Coercibility::Explicit) {
    // The wider character set, and within one set the _bin collation, wins.
    if (into.collation->charset != other.collation->charset) {
      return other.collation->max_bytes > into.collation->max_bytes ? take_other() : true;
    }
    if (into.collation->order != TextOrder::General) return true;
    if (other.collation->order != TextOrder::General) return take_other();
  }
  const auto describe = [](const Type& type) {
    return "(" + std::string(type.collation->name) +
           (type.coercibility == Coercibility::Explicit ? ",EXPLICIT)" : ",IMPLICIT)");
  };
  fail({1267, "HY000",
        "Illegal mix of collations " + describe(into) + " and " + describe(other) + " for operation '" +
            std::string(operation) + "'"});
  return false;
}

Type Translator::merge_types(std::span<const Typed> values) {
  Type out = null_type();
  bool nullable = false;
  bool hidden_digits = false;
  bool first = true;
  for (const Typed& value : values) {
    hidden_digits = hidden_digits || value.type.hidden_digits;
    const Type& type = value.type;
    nullable = nullable || type.nullable;
    if (type.kind == Kind::Null) {
      nullable = true;
      continue;
    }
    if (first) {
      out = type;
      first = false;
      continue;
    }
    if (out.kind == type.kind && out.kind == Kind::Int) {
      const bool mixed = out.is_unsigned != type.is_unsigned;
      const bool same_wire = out.wire == type.wire && !mixed;
      out.length = std::max(out.length, type.length);
      if (mixed && (out.precision() > 19 || type.precision() > 19)) {
        out = decimal_type(20, 0, true);
      } else {
        out.is_unsigned = out.is_unsigned && type.is_unsigned;
        if (!same_wire) out.wire = wire::ColumnType::LongLong;
      }
    } else if (out.is_exact() && type.is_exact()) {
      const unsigned scale = std::max(out.kind == Kind::Decimal ? out.decimals : 0,
                                      type.kind == Kind::Decimal ? type.decimals : 0);
      const unsigned digits = std::max(integer_digits(out), integer_digits(type));
      out = decimal_type(digits + scale, scale, true, out.is_unsigned && type.is_unsigned);
    } else if ((out.is_exact() || out.kind == Kind::Double) &&
               (type.is_exact() || type.kind == Kind::Double)) {
      out = double_type(true);
    } else if (out.kind == type.kind && out.is_temporal()) {
      out.decimals = std::max(out.decimals, type.decimals);
      out.length = std::max(out.length, type.length);
      if (out.wire != type.wire) out.wire = wire::ColumnType::DateTime;
    } else if ((out.kind == Kind::Date || out.kind == Kind::DateTime) &&
               (type.kind == Kind::Date || type.kind == Kind::DateTime)) {
      out = datetime_type(std::max(out.decimals, type.decimals), true);
    } else {
      const Typed left = as_text(typed_sql("NULL", out));
      const Typed right = as_text(typed_sql("NULL", type));
      Type text = left.type;
      if (!merge_collations(text, right.type, "case")) return out;
      text.length = std::max(left.type.length, right.type.length);
      text.wire = left.type.wire == wire::ColumnType::Blob || right.type.wire == wire::ColumnType::Blob
                      ? wire::ColumnType::Blob
                      : wire::ColumnType::VarString;
      text.decimals = wire::kNotFixedDecimals;
      out = text;
    }
  }
  out.nullable = nullable;
  out.hidden_digits = hidden_digits && out.kind == Kind::Decimal;
  if (out.is_text()) {
    out.decimals = wire::kNotFixedDecimals;
    if (out.wire == wire::ColumnType::String) out.wire = wire::ColumnType::VarString;
    if (out.coercibility == Coercibility::Numeric) out.coercibility = Coercibility::Literal;
  }
  return out;
}

Typed Translator::convert(Typed value, const Type& to) {
  if (error_ || value.type.kind == Kind::Null) return value;
  const Kind from = value.type.kind;
  if (to.kind == Kind::Text) {
    Typed text = as_text(std::move(value));
    const bool binary = to.collation->order == TextOrder::Binary;
    if (binary && !text.type.is_binary_text()) text.sql = "ms_to_bytes(" + text.sql + ")";
    if (!binary && text.type.is_binary_text()) text.sql = "ms_to_text(" + text.sql + ")";
    return text;
  }
  if (to.kind == Kind::Double && from != Kind::Double) return as_double(std::move(value));
  if (to.kind == Kind::Decimal && from == Kind::Int) {
    value.sql = "ms_scale(" + value.sql + ", " + std::to_string(to.decimals) + ")";
  } else if (to.kind == Kind::Decimal && from == Kind::Decimal && value.type.decimals != to.decimals) {
    value.sql = "ms_scale(" + value.sql + ", " + std::to_string(to.decimals) + ")";
  } else if (to.kind == Kind::DateTime && (from == Kind::Date || value.type.decimals != to.decimals)) {
    value.sql = "ms_datetime(" + value.sql + ", " + std::to_string(to.decimals) + ")";
  } else if (from != to.kind) {
    return refuse("converting this value");
  }
  return value;
}

Typed Translator::arithmetic(BinaryOp op, Typed left, Typed right, std::string_view text) {
  const bool hidden_digits = op == BinaryOp::Divide || left.type.hidden_digits || right.type.hidden_digits;
  Typed out = calculate(op, std::move(left), std::move(right), text);
  out.type.hidden_digits = hidden_digits && out.type.kind == Kind::Decimal;
  return out;
}

Typed Translator::calculate(BinaryOp op, Typed left, Typed right, std::string_view text) {
  if (error_) return {};
  if (left.type.is_temporal() || right.type.is_temporal()) return refuse("arithmetic on dates and times");
  const bool nullable = left.type.nullable || right.type.nullable;
  if (left.type.kind == Kind::Null || right.type.kind == Kind::Null) {
    const bool exact = (left.type.is_exact() || left.type.kind == Kind::Null) &&
                       (right.type.is_exact() || right.type.kind == Kind::Null);
    return typed_sql("NULL", !exact                   ? double_type(true)
                             : op == BinaryOp::Divide ? decimal_type(8, 4, true)
                                                      : int_type(21, true));
  }
  const std::string words = sqlite_text(text);
  if (!left.type.is_exact() || !right.type.is_exact()) {
    if (op == BinaryOp::IntegerDivide) return refuse("DIV of numbers that are not exact");
    const bool may_divide_by_zero = op == BinaryOp::Divide || op == BinaryOp::Modulo;
    return typed_sql("ms_double(" + as_double(std::move(left)).sql + ", " + std::string(double_operator(op)) +
                         ", " + as_double(std::move(right)).sql + ", " + words + ")",
                     double_type(nullable || may_divide_by_zero));
  }
  const Type& a = left.type;
  const Type& b = right.type;
  const bool integers = a.kind == Kind::Int && b.kind == Kind::Int;
  const bool is_unsigned = a.is_unsigned || b.is_unsigned;
  const unsigned scale_a = a.kind == Kind::Decimal ? a.decimals : 0;
  const unsigned scale_b = b.kind == Kind::Decimal ? b.decimals : 0;
  const std::string operands = "(" + left.sql + ", " + right.sql;
  const std::string integer_tail = std::string(is_unsigned ? ", 1, " : ", 0, ") + words + ")";
  const unsigned sign = is_unsigned ? 0 : 1;
  switch (op) {
    case BinaryOp::Add:
    case BinaryOp::Subtract: {
      const bool add = op == BinaryOp::Add;
      if (integers) {
        return typed_sql((add ? "ms_add" : "ms_sub") + operands + integer_tail,
                         int_type(std::max(a.precision(), b.precision()) + 1 + sign, nullable, is_unsigned));
      }
      const unsigned scale = std::max(scale_a, scale_b);
      return typed_sql(
          (add ? "ms_dadd" : "ms_dsub") + operands + ", " + words + ")",
          decimal_type(std::max(integer_digits(a), integer_digits(b)) + 1 + scale, scale, nullable));
    }
    case BinaryOp::Multiply:
      if (integers) {
        return typed_sql("ms_mul" + operands + integer_tail,
                         int_type(a.precision() + b.precision() + sign, nullable, is_unsigned));
      }
      return typed_sql("ms_dmul" + operands + ", " + words + ")",
                       decimal_type(a.precision() + b.precision(), scale_a + scale_b, nullable));
    case BinaryOp::Divide:
      return typed_sql("ms_ddiv" + operands + ", " + words + ")",
                       decimal_type(a.precision() + scale_b + 4, scale_a + 4, true));
    case BinaryOp::IntegerDivide: {
      const unsigned length = a.kind == Kind::Int ? a.length : integer_digits(a) + scale_b + 1;
      return typed_sql("ms_idiv" + operands + integer_tail, int_type(length, true, is_unsigned));
    }
    default:
      break;
  }
  if (integers) {
    return typed_sql("ms_imod" + operands + ")", int_type(std::max(a.length, b.length), true, a.is_unsigned));
  }
  return typed_sql("ms_dmod" + operands + ")",
                   decimal_type(std::max(a.precision(), b.precision()), std::max(scale_a, scale_b), true));
}

Typed Translator::bits(BinaryOp op, Typed left, Typed right) {
  if (left.type.is_binary_text() && right.type.is_binary_text())
    return refuse("bit operations on binary strings");
  left = as_exact(std::move(left));
  right = as_exact(std::move(right));
  if (error_) return {};
  const char* sign = op == BinaryOp::BitOr       ? "'|'"
                     : op == BinaryOp::BitAnd    ? "'&'"
                     : op == BinaryOp::BitXor    ? "'^'"
                     : op == BinaryOp::ShiftLeft ? "'<'"
                                                 : "'>'";
  return typed_sql("ms_bits(" + std::string(sign) + ", " + left.sql + ", " + right.sql + ")",
                   int_type(21, left.type.nullable || right.type.nullable, true));
}

Typed Translator::interval(const sqlparse::Expression& date, const sqlparse::Interval& node, bool subtract,
                           Scope& scope) {
  const Typed value = expression(date, scope);
  Typed amount = expression(*node.amount, scope);
  if (error_) return {};
  const std::string unit(node.unit.text);
  if (unit.find('_') != std::string::npos) return refuse("INTERVAL " + unit);
  amount = as_integer(std::move(amount));
  const bool of_time =
      sqlparse::TokenView(context_.tokens).spelling(node.unit.token).size() > 0 &&
      (unit.size() >= 4 && (unit[0] == 'H' || unit[0] == 'h' || unit[0] == 'S' || unit[0] == 's' ||
                            ((unit[0] == 'M' || unit[0] == 'm') && (unit[1] == 'I' || unit[1] == 'i'))));
  const bool micro =
      unit.size() > 6 && (unit[1] == 'I' || unit[1] == 'i') && (unit[2] == 'C' || unit[2] == 'c');
  if (value.type.is_text()) return refuse("adding an INTERVAL to a text");
  const Typed start = as_datetime(value);
  if (error_) return {};
  const bool stays_date = start.type.kind == Kind::Date && !of_time;
  const unsigned fraction = micro ? 6u : start.type.kind == Kind::DateTime ? start.type.decimals : 0u;
  Typed out;
  out.type = stays_date ? date_type(true) : datetime_type(fraction, true);
  out.sql = "ms_date_add(" + start.sql + ", " + (subtract ? "-(" + amount.sql + ")" : amount.sql) + ", " +
            sqlite_text(unit) + ", " + (stays_date ? "-1" : std::to_string(fraction)) + ")";
  return out;
}

}  // namespace mallshard::embedded
