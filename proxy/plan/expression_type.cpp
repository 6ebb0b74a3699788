#include "plan/expression_type.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::BinaryOp;

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view candidate) { return equals_ignore_case(candidate, name); });
}

constexpr std::array<std::string_view, 39> kIntegerFunctions{
    "count",        "length",     "char_length",  "character_length",
    "octet_length", "bit_length", "year",         "month",
    "day",          "dayofmonth", "dayofweek",    "dayofyear",
    "hour",         "minute",     "second",       "microsecond",
    "week",         "weekofyear", "weekday",      "yearweek",
    "quarter",      "datediff",   "to_days",      "instr",
    "locate",       "position",   "strcmp",       "sign",
    "ascii",        "ord",        "crc32",        "field",
    "find_in_set",  "isnull",     "bit_count",    "time_to_sec",
    "period_diff",  "interval",   "timestampdiff"};
constexpr std::array<std::string_view, 16> kDoubleFunctions{"sqrt", "pow",   "power", "exp",    "ln",  "log",
                                                            "log2", "log10", "sin",   "cos",    "tan", "atan",
                                                            "asin", "acos",  "rand",  "radians"};
constexpr std::array<std::string_view, 16> kTextFunctions{
    "upper", "lower",  "ucase",     "lcase", "trim",    "ltrim",   "rtrim",  "left",
    "right", "substr", "substring", "mid",   "reverse", "replace", "concat", "repeat"};
constexpr std::array<std::string_view, 4> kSameAsArgument{"abs", "round", "truncate", "any_value"};
constexpr std::array<std::string_view, 4> kToInteger{"floor", "ceil", "ceiling", "mod"};
constexpr std::array<std::string_view, 4> kChoices{"ifnull", "coalesce", "greatest", "least"};

class Inference {
 public:
  Inference(const BoundStatement& bound, const Block& block, const sqlparse::TokenView& tokens)
      : bound_(bound), block_(block), tokens_(tokens) {}

  ExpressionType of(const sqlparse::Expression* expression) const {
    if (expression == nullptr) return {};
    if (const auto* column = as<sqlparse::ColumnRef>(expression)) {
      const auto place = bound_.resolve(block_, *column);
      return place ? type_of_column(bound_.metadata(*place)) : ExpressionType{};
    }
    if (const auto* literal = as<sqlparse::Literal>(expression)) return of_literal(*literal);
    if (const auto* unary = as<sqlparse::Unary>(expression)) return of_unary(*unary);
    if (const auto* binary = as<sqlparse::Binary>(expression)) return of_binary(*binary);
    if (const auto* call = as<sqlparse::FunctionCall>(expression)) return of_call(*call);
    if (const auto* choice = as<sqlparse::Case>(expression)) return of_case(*choice);
    if (const auto* conversion = as<sqlparse::Cast>(expression)) return of_cast(*conversion);
    switch (expression->kind) {
      case sqlparse::NodeKind::IsTest:
      case sqlparse::NodeKind::Like:
      case sqlparse::NodeKind::InList:
      case sqlparse::NodeKind::InSubquery:
      case sqlparse::NodeKind::Between:
      case sqlparse::NodeKind::Exists:
        return {TypeClass::Integer, {}, {}, false};
      default:
        return {};
    }
  }

 private:
  static ExpressionType of_literal(const sqlparse::Literal& literal) {
    switch (literal.literal_kind) {
      case sqlparse::LiteralKind::Null:
        return {TypeClass::Null, {}, {}, false};
      case sqlparse::LiteralKind::True:
      case sqlparse::LiteralKind::False:
      case sqlparse::LiteralKind::Integer:
        return {TypeClass::Integer, {}, {}, false};
      case sqlparse::LiteralKind::Decimal:
        return {TypeClass::Decimal, {}, {}, false};
      case sqlparse::LiteralKind::Float:
        return {TypeClass::Double, {}, {}, false};
      case sqlparse::LiteralKind::Date:
      case sqlparse::LiteralKind::Time:
      case sqlparse::LiteralKind::Timestamp:
        return {TypeClass::Temporal, {}, {}, false};
      default:
        return {};
    }
  }

  ExpressionType of_unary(const sqlparse::Unary& unary) const {
    switch (unary.op) {
      case sqlparse::UnaryOp::Plus:
      case sqlparse::UnaryOp::Minus:
        return numeric(of(unary.operand));
      case sqlparse::UnaryOp::Binary:
        return {TypeClass::Bytes, {}, {}, false};
      default:
        return {TypeClass::Integer, {}, {}, false};
    }
  }

  // The number that an operand of arithmetic becomes.
  static ExpressionType numeric(ExpressionType type) {
    switch (type.type) {
      case TypeClass::Integer:
      case TypeClass::Decimal:
      case TypeClass::Null:
        return type;
      case TypeClass::Number:
        return {TypeClass::Integer, {}, {}, false};
      case TypeClass::Float:
      case TypeClass::Double:
      case TypeClass::Text:
        return {TypeClass::Double, {}, {}, false};
      default:
        return {};
    }
  }

  static ExpressionType wider(ExpressionType a, ExpressionType b) {
    if (a.type == TypeClass::Unknown || b.type == TypeClass::Unknown) return {};
    for (const TypeClass type : {TypeClass::Double, TypeClass::Decimal, TypeClass::Integer}) {
      if (a.type == type || b.type == type) return {type, {}, {}, a.has_hidden_digits || b.has_hidden_digits};
    }
    return a;
  }

  ExpressionType of_binary(const sqlparse::Binary& binary) const {
    switch (binary.op) {
      case BinaryOp::Add:
      case BinaryOp::Subtract:
      case BinaryOp::Multiply:
      case BinaryOp::Modulo:
        return wider(numeric(of(binary.left)), numeric(of(binary.right)));
      case BinaryOp::Divide: {
        ExpressionType type = wider(numeric(of(binary.left)), numeric(of(binary.right)));
        if (type.type == TypeClass::Integer) type.type = TypeClass::Decimal;
        type.has_hidden_digits = true;
        return type;
      }
      case BinaryOp::Concat:
      case BinaryOp::JsonExtract:
      case BinaryOp::JsonExtractUnquote:
        return {};
      default:
        return {TypeClass::Integer, {}, {}, false};
    }
  }

  ExpressionType of_call(const sqlparse::FunctionCall& call) const {
    if (call.schema.present() || call.over != nullptr) return {};
    const std::string_view name = call.name.text;
    if (is_one_of(kIntegerFunctions, name)) return {TypeClass::Integer, {}, {}, false};
    if (is_one_of(kDoubleFunctions, name)) return {TypeClass::Double, {}, {}, false};
    if (is_one_of(kTextFunctions, name)) return of_text_function(call);
    if (call.args.empty()) return {};
    const ExpressionType first = of(call.args[0]);
    if (equals_ignore_case(name, "sum") || equals_ignore_case(name, "avg")) {
      ExpressionType type = numeric(first);
      if (type.type == TypeClass::Integer) type.type = TypeClass::Decimal;
      type.has_hidden_digits = type.has_hidden_digits || equals_ignore_case(name, "avg");
      return type;
    }
    if (equals_ignore_case(name, "min") || equals_ignore_case(name, "max")) return first;
    if (is_one_of(kSameAsArgument, name))
      return equals_ignore_case(name, "any_value") ? first : numeric(first);
    if (is_one_of(kToInteger, name)) return numeric(first);
    if (equals_ignore_case(name, "date")) return {TypeClass::Temporal, {}, {}, false};
    if (equals_ignore_case(name, "if") && call.args.size() == 3)
      return common(of(call.args[1]), of(call.args[2]));
    if (equals_ignore_case(name, "nullif")) return first;
    if (is_one_of(kChoices, name)) {
      ExpressionType type = first;
      for (std::size_t i = 1; i < call.args.size(); ++i) type = common(type, of(call.args[i]));
      return type;
    }
    return {};
  }

  // The collation of its one text column; literals and numbers yield to it.
  ExpressionType of_text_function(const sqlparse::FunctionCall& call) const {
    ExpressionType result;
    for (const sqlparse::Expression* argument : call.args) {
      const auto* literal = as<sqlparse::Literal>(argument);
      if (literal != nullptr && literal->introducer_token == sqlparse::kNoToken) continue;
      const ExpressionType type = of(argument);
      if (type.type == TypeClass::Integer || type.type == TypeClass::Decimal) continue;
      if (type.type != TypeClass::Text) return {};
      if (result.type == TypeClass::Text && result.collation != type.collation) return {};
      result = type;
    }
    return result;
  }

  static ExpressionType common(const ExpressionType& a, const ExpressionType& b) {
    if (a.type == TypeClass::Null) return b;
    if (b.type == TypeClass::Null) return a;
    if (a.type == b.type) {
      if (a.collation != b.collation) return {};
      ExpressionType type = a;
      type.has_hidden_digits = a.has_hidden_digits || b.has_hidden_digits;
      return type;
    }
    const auto is_number = [](TypeClass t) {
      return t == TypeClass::Integer || t == TypeClass::Decimal || t == TypeClass::Double;
    };
    return is_number(a.type) && is_number(b.type) ? wider(a, b) : ExpressionType{};
  }

  ExpressionType of_case(const sqlparse::Case& choice) const {
    ExpressionType type{TypeClass::Null, {}, {}, false};
    for (const sqlparse::CaseBranch* branch : choice.branches) type = common(type, of(branch->then));
    if (choice.otherwise != nullptr) type = common(type, of(choice.otherwise));
    return type;
  }

  ExpressionType of_cast(const sqlparse::Cast& conversion) const {
    if (!conversion.type.present()) return {};
    const std::string_view word = tokens_.spelling(conversion.type.first);
    constexpr std::array<std::string_view, 4> kIntegers{"signed", "unsigned", "int", "integer"};
    constexpr std::array<std::string_view, 3> kTemporals{"date", "datetime", "time"};
    constexpr std::array<std::string_view, 2> kDoubles{"double", "real"};
    if (is_one_of(kIntegers, word)) return {TypeClass::Integer, {}, {}, false};
    if (is_one_of(kTemporals, word)) return {TypeClass::Temporal, {}, {}, false};
    if (is_one_of(kDoubles, word)) return {TypeClass::Double, {}, {}, false};
    if (equals_ignore_case(word, "decimal")) return {TypeClass::Decimal, {}, {}, false};
    if (equals_ignore_case(word, "binary")) return {TypeClass::Bytes, {}, {}, false};
    return {};
  }

  const BoundStatement& bound_;
  const Block& block_;
  const sqlparse::TokenView& tokens_;
};

}  // namespace

ExpressionType type_of_column(const rule::ColumnMetadata& column) {
  using rule::ColumnType;
  switch (column.type) {
    case ColumnType::TinyInt:
    case ColumnType::SmallInt:
    case ColumnType::MediumInt:
    case ColumnType::Int:
    case ColumnType::BigInt:
    case ColumnType::Year:
      return {TypeClass::Integer, {}, {}, false};
    case ColumnType::Bit:
      return {TypeClass::Bit, {}, {}, false};
    case ColumnType::Decimal:
      return {TypeClass::Decimal, {}, {}, false};
    case ColumnType::Float:
      return {TypeClass::Float, {}, {}, false};
    case ColumnType::Double:
      return {TypeClass::Double, {}, {}, false};
    case ColumnType::Date:
    case ColumnType::Time:
    case ColumnType::DateTime:
      return {TypeClass::Temporal, {}, {}, false};
    case ColumnType::Timestamp:
      return {TypeClass::Timestamp, {}, {}, false};
    case ColumnType::Char:
    case ColumnType::VarChar:
    case ColumnType::TinyText:
    case ColumnType::Text:
    case ColumnType::MediumText:
    case ColumnType::LongText:
      return {TypeClass::Text, column.collation, column.space_weight, false};
    case ColumnType::Enum:
    case ColumnType::Set:
      return {TypeClass::Number, column.collation, column.space_weight, false};
    case ColumnType::Binary:
    case ColumnType::VarBinary:
    case ColumnType::TinyBlob:
    case ColumnType::Blob:
    case ColumnType::MediumBlob:
    case ColumnType::LongBlob:
      return {TypeClass::Bytes, {}, {}, false};
    default:
      return {};
  }
}

ExpressionType type_of(const BoundStatement& bound, const Block& block,
                       const sqlparse::Expression& expression, const sqlparse::TokenView& tokens) {
  return Inference(bound, block, tokens).of(&expression);
}

}  // namespace mallshard::plan
