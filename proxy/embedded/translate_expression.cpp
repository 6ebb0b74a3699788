// Expressions: dispatch by node, literals, columns, variables, CASE, CAST.
#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "embedded/decimal.h"
#include "embedded/literal.h"
#include "embedded/temporal.h"
#include "embedded/translator.h"
#include "embedded/variables.h"

namespace mallshard::embedded {

using sqlparse::BinaryOp;
using sqlparse::NodeKind;
using sqlparse::UnaryOp;

Typed Translator::fail(Error error) {
  if (!error_) error_ = std::move(error);
  return {};
}

std::string_view Translator::source(const sqlparse::Node& node) const {
  if (!node.has_span()) return {};
  return context_.tokens.spelling(node.first_token, node.last_token);
}

Typed Translator::expression(const sqlparse::Expression& expression, Scope& scope) {
  if (error_) return {};
  const std::size_t mark = scope.ungrouped.size();
  Typed value = dispatch(expression, scope);
  // An expression that is grouped by covers the columns inside it.
  if (scope.grouping_checked && !scope.in_aggregate && scope.group_keys.contains(value.sql)) {
    scope.ungrouped.resize(mark);
  }
  return value;
}

Typed Translator::dispatch(const sqlparse::Expression& node, Scope& scope) {
  using sqlparse::cast;
  switch (node.kind) {
    case NodeKind::Literal: {
      const auto& literal = cast<sqlparse::Literal>(node);
      Result<Value> value = literal_value(literal, context_.tokens);
      if (!value) return fail(value.error());
      Typed typed = constant(*value);
      if (literal.literal_kind == sqlparse::LiteralKind::True ||
          literal.literal_kind == sqlparse::LiteralKind::False) {
        typed.type.length = 1;
      }
      return typed;
    }
    case NodeKind::Parameter: {
      const auto index = cast<sqlparse::Parameter>(node).index;
      if (context_.preparing) return {};
      if (index >= context_.parameters.size()) {
        return fail({1210, "HY000", "Incorrect arguments to EXECUTE"});
      }
      return constant(context_.parameters[index]);
    }
    case NodeKind::ColumnRef:
      return column(cast<sqlparse::ColumnRef>(node), scope);
    case NodeKind::UserVariable:
      return user_variable(cast<sqlparse::UserVariable>(node));
    case NodeKind::SystemVariable:
      return system_variable(cast<sqlparse::SystemVariable>(node));
    case NodeKind::Unary:
      return unary(cast<sqlparse::Unary>(node), scope);
    case NodeKind::Binary:
      return binary(cast<sqlparse::Binary>(node), scope);
    case NodeKind::Between:
      return between(cast<sqlparse::Between>(node), scope);
    case NodeKind::InList:
      return in_list(cast<sqlparse::InList>(node), scope);
    case NodeKind::InSubquery:
      return in_subquery(cast<sqlparse::InSubquery>(node), scope);
    case NodeKind::Like:
      return like(cast<sqlparse::Like>(node), scope);
    case NodeKind::IsTest:
      return is_test(cast<sqlparse::IsTest>(node), scope);
    case NodeKind::Case:
      return case_of(cast<sqlparse::Case>(node), scope);
    case NodeKind::Cast:
      return cast_to(cast<sqlparse::Cast>(node), scope);
    case NodeKind::ConvertUsing: {
      const auto& convert_using = cast<sqlparse::ConvertUsing>(node);
      const TextCollation* collation = default_text_collation(convert_using.charset.text);
      if (collation == nullptr) return refuse("CONVERT USING " + std::string(convert_using.charset.text));
      Typed value = as_text(expression(*convert_using.operand, scope));
      if (collation->order == TextOrder::Binary) {
        value.sql = "ms_to_bytes(" + value.sql + ")";
      } else if (value.type.is_binary_text()) {
        value.sql = "ms_to_text(" + value.sql + ")";
      }
      value.type = text_type(value.type.length, *collation, Coercibility::Implicit, true);
      value.constant.reset();
      return value;
    }
    case NodeKind::Collate:
      return collate(cast<sqlparse::Collate>(node), scope);
    case NodeKind::Subquery:
      return scalar_subquery(*cast<sqlparse::Subquery>(node).query, scope);
    case NodeKind::Exists: {
      const TranslatedQuery query = query_in(*cast<sqlparse::Exists>(node).query, &scope);
      return typed_sql("EXISTS (" + query.sql + ")", bool_type(false));
    }
    case NodeKind::ValuesColumn: {
      const auto& values = cast<sqlparse::ValuesColumn>(node);
      if (values_scope_ == nullptr) return refuse("VALUES() outside of ON DUPLICATE KEY UPDATE");
      return column(*values.column, *values_scope_);
    }
    case NodeKind::FunctionCall:
      return function(cast<sqlparse::FunctionCall>(node), scope);
    case NodeKind::Row:
      return fail({1241, "21000", "Operand should contain 1 column(s)"});
    case NodeKind::Quantified:
      return refuse("ANY and ALL");
    case NodeKind::MatchAgainst:
      return refuse("MATCH ... AGAINST");
    case NodeKind::AssignVariable:
      return refuse("@variable := value");
    default:
      return refuse("'" + std::string(source(node)) + "'");
  }
}

Typed Translator::constant(const Value& value) {
  Typed out;
  out.constant = value;
  switch (value.kind) {
    case Value::Kind::Null:
    case Value::Kind::Opaque:
      return out;
    case Value::Kind::Int: {
      out.sql = value.integer == INT64_MIN ? "(-9223372036854775807-1)" : std::to_string(value.integer);
      const auto digits = static_cast<std::uint32_t>(std::to_string(value.integer).size());
      out.type = int_type(value.integer < 0 ? digits : digits + 1, false);
      if (value.integer < 0) out.sql = "(" + out.sql + ")";
      return out;
    }
    case Value::Kind::UInt: {
      const std::string digits = std::to_string(value.as_unsigned());
      out.sql = value.integer >= 0 ? digits : "'" + digits + "'";
      out.type = int_type(static_cast<std::uint32_t>(digits.size()), false, true);
      return out;
    }
    case Value::Kind::Double: {
      char digits[64];
      const auto end =
          std::to_chars(digits, digits + sizeof digits, value.real, std::chars_format::scientific).ptr;
      out.sql = "(" + std::string(digits, end) + ")";
      out.type = double_type(false);
      return out;
    }
    case Value::Kind::Decimal: {
      const std::optional<Decimal> number = Decimal::parse(value.text);
      if (!number) return fail({1264, "22003", "Out of range value '" + value.text.substr(0, 80) + "'"});
      const unsigned digits = std::max(number->integer_digits(), 1u);
      out.sql = "'" + number->text() + "'";
      out.type = decimal_type(digits + number->scale(), number->scale(), false);
      return out;
    }
    case Value::Kind::Text:
      if (!is_utf8(value.text)) {
        return fail(
            {3854, "HY000", "Cannot convert string to the connection's character set: it is not valid"});
      }
      out.sql = sqlite_text(value.text);
      out.type = text_type(static_cast<std::uint32_t>(count_characters(value.text)),
                           *context_.connection_collation, Coercibility::Literal, false);
      if (out.type.is_binary_text()) out.sql = sqlite_bytes(value.text);
      return out;
    case Value::Kind::Bytes:
      out.sql = sqlite_bytes(value.text);
      out.type = bytes_type(static_cast<std::uint32_t>(value.text.size()), Coercibility::Literal, false);
      return out;
    case Value::Kind::Temporal: {
      const bool is_time =
          value.text.find(':') != std::string::npos && value.text.find('-', 1) == std::string::npos;
      if (is_time) {
        out.sql = std::to_string(parse_time(value.text).value_or(0));
        out.type = time_type(value.text.find('.') == std::string::npos ? 0 : 6, false);
      } else {
        const std::size_t size = value.text.size();
        out.sql = "'" + value.text + "'";
        out.type = size == 10 ? date_type(false)
                              : datetime_type(static_cast<unsigned>(size > 20 ? size - 20 : 0), false);
      }
      return out;
    }
  }
  return out;
}

const Scope::Item* Translator::find_item(const sqlparse::ColumnRef& reference, const Scope& scope) const {
  if (reference.table.present()) return nullptr;
  for (const Scope::Item& item : scope.items) {
    if (equals_ignore_case(item.alias, reference.column.text)) return &item;
  }
  return nullptr;
}

const ScopeColumn* Translator::find_column(const sqlparse::ColumnRef& reference, Scope& scope,
                                           bool& ambiguous) {
  const ScopeColumn* found = nullptr;
  if (!reference.table.present()) {
    for (const ScopeColumn& candidate : scope.merged) {
      if (equals_ignore_case(candidate.name, reference.column.text)) return &candidate;
    }
  }
  for (const ScopeTable& table : scope.tables) {
    if (reference.table.present() && table.alias != reference.table.text) continue;
    if (reference.database.present() && table.schema != reference.database.text) continue;
    for (const ScopeColumn& candidate : table.columns) {
      if (!equals_ignore_case(candidate.name, reference.column.text)) continue;
      if (found != nullptr) ambiguous = true;
      found = &candidate;
    }
  }
  return found;
}

Typed Translator::column(const sqlparse::ColumnRef& reference, Scope& scope) {
  for (Scope* level = &scope; level != nullptr; level = level->outer) {
    bool ambiguous = false;
    const Scope::Item* item =
        level->items_visible && !level->in_aggregate ? find_item(reference, *level) : nullptr;
    const ScopeColumn* found = find_column(reference, *level, ambiguous);
    if (ambiguous) {
      return fail(
          {1052, "23000", "Column '" + std::string(source(reference)) + "' in " + clause_ + " is ambiguous"});
    }
    // HAVING sees the select list and what is grouped by, ORDER BY the tables first.
    const bool having = clause_ == "having clause" && level == &scope;
    if (item != nullptr && (having || found == nullptr)) return item->value;
    if (found == nullptr) continue;
    if (having && !level->in_aggregate && !level->group_keys.contains(found->sql)) continue;
    if (level->grouping_checked && !level->in_aggregate) level->ungrouped.push_back(found);
    Typed value = typed_sql(found->sql, found->type);
    value.column = found;
    return value;
  }
  std::string name;
  if (reference.database.present()) name += std::string(reference.database.text) + ".";
  if (reference.table.present()) name += std::string(reference.table.text) + ".";
  return fail({1054, "42S22",
               "Unknown column '" + name + std::string(reference.column.text) + "' in '" + clause_ + "'"});
}

Typed Translator::unary(const sqlparse::Unary& node, Scope& scope) {
  Typed value = expression(*node.operand, scope);
  if (error_) return {};
  switch (node.op) {
    case UnaryOp::Plus:
      return value;
    case UnaryOp::Not:
    case UnaryOp::Bang: {
      const Typed condition = as_boolean(std::move(value));
      return typed_sql("(NOT " + condition.sql + ")", bool_type(condition.type.nullable));
    }
    case UnaryOp::BitNot:
      return bits(BinaryOp::BitXor, std::move(value), constant(Value::of_unsigned(UINT64_MAX)));
    case UnaryOp::Binary: {
      Typed text = as_text(std::move(value));
      if (!text.type.is_binary_text()) text.sql = "ms_to_bytes(" + text.sql + ")";
      text.type = bytes_type(text.type.length * text.type.collation->max_bytes, Coercibility::Implicit,
                             text.type.nullable);
      text.constant.reset();
      text.column = nullptr;
      return text;
    }
    case UnaryOp::Minus:
      break;
  }
  if (value.constant) {
    Result<std::optional<Value>> folded = constant_value(node, context_.tokens);
    if (!folded) return fail(folded.error());
    if (*folded) return constant(**folded);
  }
  if (value.type.kind == Kind::Null) return value;
  if (value.type.is_temporal()) return refuse("arithmetic on dates and times");
  Typed out;
  if (value.type.kind == Kind::Int) {
    out.sql = "ms_neg(" + value.sql + ", " + sqlite_text(source(node)) + ")";
    out.type = int_type(value.type.length, value.type.nullable);
  } else if (value.type.kind == Kind::Decimal) {
    out.sql = "ms_dneg(" + value.sql + ")";
    out.type = value.type;
    out.type.is_unsigned = false;
  } else {
    out.sql = "ms_double_fn('neg', " + as_double(value).sql + ")";
    out.type = double_type(value.type.nullable);
  }
  return out;
}

Typed Translator::binary(const sqlparse::Binary& node, Scope& scope) {
  const auto* left_row = sqlparse::as<sqlparse::Row>(node.left);
  const auto* right_row = sqlparse::as<sqlparse::Row>(node.right);
  if (left_row != nullptr && right_row != nullptr) return compare_rows(node.op, *left_row, *right_row, scope);
  if (node.op == BinaryOp::Add || node.op == BinaryOp::Subtract) {
    const bool subtract = node.op == BinaryOp::Subtract;
    if (const auto* after = sqlparse::as<sqlparse::Interval>(node.right))
      return interval(*node.left, *after, subtract, scope);
    if (const auto* before = sqlparse::as<sqlparse::Interval>(node.left))
      return interval(*node.right, *before, false, scope);
  }
  Typed left = expression(*node.left, scope);
  Typed right = expression(*node.right, scope);
  if (error_) return {};
  switch (node.op) {
    case BinaryOp::Or:
    case BinaryOp::Xor:
    case BinaryOp::And:
      return logical(node.op, std::move(left), std::move(right));
    case BinaryOp::Equal:
    case BinaryOp::NullSafeEqual:
    case BinaryOp::NotEqual:
    case BinaryOp::Less:
    case BinaryOp::LessEqual:
    case BinaryOp::Greater:
    case BinaryOp::GreaterEqual:
      return compare(node.op, left, right);
    case BinaryOp::Add:
    case BinaryOp::Subtract:
    case BinaryOp::Multiply:
    case BinaryOp::Divide:
    case BinaryOp::IntegerDivide:
    case BinaryOp::Modulo:
      return arithmetic(node.op, std::move(left), std::move(right), source(node));
    case BinaryOp::BitOr:
    case BinaryOp::BitAnd:
    case BinaryOp::BitXor:
    case BinaryOp::ShiftLeft:
    case BinaryOp::ShiftRight:
      return bits(node.op, std::move(left), std::move(right));
    case BinaryOp::Concat: {
      left = as_text(std::move(left));
      right = as_text(std::move(right));
      Typed out;
      out.type = left.type;
      if (!merge_collations(out.type, right.type, "concat")) return {};
      out.type.length = left.type.length + right.type.length;
      out.type.nullable = left.type.nullable || right.type.nullable;
      out.sql = "ms_concat(" + left.sql + ", " + right.sql + ")";
      return out;
    }
    default:
      return refuse("'" + std::string(source(node)) + "'");
  }
}

Typed Translator::case_of(const sqlparse::Case& node, Scope& scope) {
  std::vector<Typed> values;
  std::vector<std::string> conditions;
  std::optional<Typed> operand;
  if (node.operand != nullptr) operand = expression(*node.operand, scope);
  for (const sqlparse::CaseBranch* branch : node.branches) {
    Typed when = expression(*branch->when, scope);
    when = operand ? compare(BinaryOp::Equal, *operand, when) : as_boolean(std::move(when));
    conditions.push_back(when.sql);
    values.push_back(expression(*branch->then, scope));
  }
  if (node.otherwise != nullptr) values.push_back(expression(*node.otherwise, scope));
  if (error_) return {};
  Typed out;
  out.type = merge_types(values);
  if (node.otherwise == nullptr) out.type.nullable = true;
  out.sql = "CASE";
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    out.sql += " WHEN " + conditions[i] + " THEN " + convert(values[i], out.type).sql;
  }
  if (node.otherwise != nullptr) out.sql += " ELSE " + convert(values.back(), out.type).sql;
  out.sql += " END";
  return out;
}

Typed Translator::cast_to(const sqlparse::Cast& node, Scope& scope) {
  if (node.time_zone != nullptr) return refuse("AT TIME ZONE");
  Typed value = expression(*node.operand, scope);
  if (error_) return {};
  const sqlparse::TokenView& tokens = context_.tokens;
  const std::string type = to_upper(tokens.spelling(node.type.first));
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t token = node.type.first; token <= node.type.last; ++token) {
    if (tokens.tokens[token].kind != sqlparse::TokenKind::Integer) continue;
    std::uint32_t number = 0;
    const std::string_view digits = tokens.spelling(token);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    numbers.push_back(number);
  }
  const std::uint32_t first_word_end = node.type.first;
  Typed out;
  if (type == "SIGNED" || type == "UNSIGNED" || type == "INTEGER" || type == "INT") {
    const bool is_unsigned = type == "UNSIGNED";
    if (value.type.is_temporal()) return refuse("casting dates and times to integers");
    const std::string flag = is_unsigned ? ", 1)" : ", 0)";
    out.sql = (value.type.is_text() ? "ms_text_to_int(" : "ms_number_to_int(") + value.sql + flag;
    out.type = int_type(21, value.type.nullable, is_unsigned);
    return out;
  }
  if (type == "DECIMAL" || type == "DEC") {
    const std::uint32_t precision = numbers.empty() ? 10 : numbers[0];
    const std::uint32_t scale = numbers.size() > 1 ? numbers[1] : 0;
    if (precision > 65 || scale > 30 || scale > precision || precision == 0) {
      return fail(
          {1427, "42000", "For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '')."});
    }
    if (value.type.is_temporal()) return refuse("casting dates and times to DECIMAL");
    out.sql = "ms_to_decimal(" + value.sql + ", " + std::to_string(precision) + ", " + std::to_string(scale) +
              (value.type.is_text() ? ", 1)" : ", 0)");
    out.type = decimal_type(precision, scale, value.type.nullable);
    return out;
  }
  if (type == "CHAR" || type == "NCHAR" || type == "BINARY") {
    if (node.type.last > first_word_end + 3) return refuse("CAST AS CHAR with a character set");
    if (numbers.empty() && node.type.last > first_word_end)
      return refuse("CAST AS CHAR with a character set");
    out = as_text(std::move(value));
    const bool was_binary = out.type.is_binary_text();
    out.constant.reset();
    out.column = nullptr;
    if (type == "BINARY") {
      if (!was_binary) out.sql = "ms_to_bytes(" + out.sql + ")";
      out.type = bytes_type(out.type.length * out.type.collation->max_bytes, Coercibility::Implicit,
                            out.type.nullable);
      if (!numbers.empty()) return refuse("CAST AS BINARY(n)");
      return out;
    }
    if (was_binary) out.sql = "ms_to_text(" + out.sql + ")";
    if (!numbers.empty()) out.sql = "ms_left(" + out.sql + ", " + std::to_string(numbers[0]) + ")";
    out.type = text_type(numbers.empty() ? out.type.length : numbers[0], *context_.connection_collation,
                         Coercibility::Implicit, true);
    return out;
  }
  if (type == "DATE" || type == "DATETIME") {
    const bool is_date = type == "DATE";
    const std::uint32_t fraction = numbers.empty() ? 0 : numbers[0];
    if (value.type.is_text()) {
      out.sql = "ms_parse_datetime(" + value.sql + ", " + (is_date ? "-1" : std::to_string(fraction)) + ")";
    } else if (value.type.kind == Kind::Date || value.type.kind == Kind::DateTime) {
      out.sql = is_date ? "ms_date(" + value.sql + ")"
                        : "ms_datetime(" + value.sql + ", " + std::to_string(fraction) + ")";
    } else if (value.type.kind != Kind::Null) {
      return refuse("casting this value to " + type);
    }
    out.type = is_date ? date_type(true) : datetime_type(fraction, true);
    return out;
  }
  if (type == "DOUBLE" || type == "REAL") {
    out = as_double(std::move(value));
    return out;
  }
  return refuse("CAST AS " + std::string(tokens.spelling(node.type.first, node.type.last)));
}

Typed Translator::collate(const sqlparse::Collate& node, Scope& scope) {
  Typed value = as_text(expression(*node.operand, scope));
  if (error_) return {};
  const TextCollation* collation = find_text_collation(node.collation.text);
  if (collation == nullptr) return refuse("COLLATE " + std::string(node.collation.text));
  if (collation->charset != value.type.collation->charset) {
    // A literal may be of either UTF-8; everything else keeps its character set.
    const bool literal =
        value.type.coercibility == Coercibility::Literal && value.type.collation->order != TextOrder::Binary;
    if (!literal || collation->charset != context_.connection_collation->charset) {
      return fail({1253, "42000",
                   "COLLATION '" + std::string(collation->name) + "' is not valid for CHARACTER SET '" +
                       std::string(value.type.collation->charset) + "'"});
    }
  }
  value.type.collation = collation;
  value.type.coercibility = Coercibility::Explicit;
  value.type.decimals = wire::kNotFixedDecimals;
  value.column = nullptr;
  return value;
}

Typed Translator::system_variable(const sqlparse::SystemVariable& node) {
  Result<VariableValue> value = context_.variables->read(node.scope, node.name.text);
  if (!value) return fail(value.error());
  Typed out = constant(value->value);
  out.constant.reset();
  out.type.nullable = true;
  if (value->value.kind == Value::Kind::Text) {
    out.type.coercibility = Coercibility::System;
    out.type.length = 21845;
    out.type.wire = wire::ColumnType::VarString;
  } else {
    out.type = int_type(value->is_boolean ? 1 : 21, true, value->is_unsigned);
  }
  return out;
}

Typed Translator::user_variable(const sqlparse::UserVariable& node) {
  const auto found = context_.user_variables->find(to_lower(node.name.text));
  if (found == context_.user_variables->end()) return constant(Value::null());
  Typed out = constant(found->second);
  out.constant.reset();
  out.type.nullable = true;
  if (out.type.is_text()) {
    out.type.coercibility = Coercibility::Implicit;
  } else if (out.type.kind == Kind::Int) {
    out.type.length = 20;
  }
  return out;
}

Typed Translator::scalar_subquery(const sqlparse::Query& node, Scope& scope) {
  const TranslatedQuery query = query_in(node, &scope);
  if (error_) return {};
  if (query.columns.size() != 1) return fail({1241, "21000", "Operand should contain 1 column(s)"});
  Typed out;
  // SQLite would take the first of several rows; MySQL refuses them.
  out.sql = query.single_row
                ? "(" + query.sql + ")"
                : "(SELECT CASE WHEN count(*) > 1 THEN ms_too_many_rows() ELSE ms_any(c1) END FROM "
                  "(SELECT * FROM (" +
                      query.sql + ") LIMIT 2))";
  out.type = query.columns[0].type;
  out.type.nullable = true;
  return out;
}

}  // namespace mallshard::embedded
