#include "algo/inline/compiler.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/bytes.h"

namespace mallshard::algo {
namespace {

using Kind = Datum::Kind;

constexpr std::size_t kMaxCode = 4096;
constexpr int kMaxNesting = 64;
constexpr std::uint8_t kMaxArguments = 8;
constexpr int kRelationLevel = 4;
constexpr int kTightestLevel = 7;

struct BinaryLevel {
  std::string_view symbol;
  BinaryOp op;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The kinds that `op` can yield for any pair of the given kinds.
KindMask combine(BinaryOp op, KindMask a, KindMask b) {
  KindMask out = 0;
  for (unsigned x = 0; x < 8; ++x) {
    for (unsigned y = 0; y < 8; ++y) {
      if ((a >> x & 1U) != 0 && (b >> y & 1U) != 0) {
        out = static_cast<KindMask>(out | result_kinds(op, static_cast<Kind>(x), static_cast<Kind>(y)));
      }
    }
  }
  return out;
}

bool op_depends_on_class(BinaryOp op) {
  switch (op) {
    case BinaryOp::Add:
    case BinaryOp::Subtract:
    case BinaryOp::Multiply:
    case BinaryOp::Power:
    case BinaryOp::Divide:
    case BinaryOp::IntDiv:
    case BinaryOp::ShiftLeft:
    case BinaryOp::ShiftRightUnsigned:
      return true;
    default:
      return false;
  }
}

std::string list_kinds(KindMask kinds) {
  std::string out;
  for (unsigned k = 0; k < 8; ++k) {
    if ((kinds >> k & 1U) == 0) continue;
    if (!out.empty()) out += " or ";
    out += kind_name(static_cast<Kind>(k));
  }
  return out;
}

std::optional<Kind> type_named(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Kind>, 9> kTypes = {
      {{"int", Kind::Integer},
       {"Integer", Kind::Integer},
       {"long", Kind::Long},
       {"Long", Kind::Long},
       {"BigInteger", Kind::BigInteger},
       {"BigDecimal", Kind::BigDecimal},
       {"double", Kind::Double},
       {"Double", Kind::Double},
       {"String", Kind::String}}};
  for (const auto& [word, kind] : kTypes) {
    if (word == name) return kind;
  }
  return std::nullopt;
}

}  // namespace

void ExpressionCompiler::emit_top(std::size_t at) {
  emit(Op::Emit, 0, at);
  pop();
}

void ExpressionCompiler::emit_literal(std::string text, std::size_t at) {
  emit(Op::Literal, add_text(std::move(text)), at);
}

void ExpressionCompiler::restart() {
  program_.code.clear();
  depth_ = 0;
}

std::size_t ExpressionCompiler::emit(Op op, std::size_t arg, std::size_t at, std::uint8_t arguments) {
  if (program_.code.size() >= kMaxCode || arg > 0xffff) scanner_.fail(at, "the expression is too long");
  program_.code.push_back(
      {op, arguments, static_cast<std::uint16_t>(arg), static_cast<std::uint32_t>(at + 1)});
  return program_.code.size() - 1;
}
void ExpressionCompiler::push(std::size_t at) {
  if (++depth_ > InlineProgram::kMaxStack) scanner_.fail(at, "the expression is nested too deeply");
}
void ExpressionCompiler::pop(std::size_t count) {
  depth_ -= std::min(depth_, count);
}
// Lets the jump at `instruction` go to the next instruction.
void ExpressionCompiler::land(std::size_t instruction) {
  program_.code[instruction].arg = static_cast<std::uint16_t>(program_.code.size());
}

std::size_t ExpressionCompiler::add_text(std::string text) {
  program_.texts.push_back(std::move(text));
  return program_.texts.size() - 1;
}
std::size_t ExpressionCompiler::add_constant(const Datum& value, std::size_t at) {
  if (program_.constants.size() >= 0xffff) scanner_.fail(at, "the expression is too long");
  program_.constants.push_back(value);
  return program_.constants.size() - 1;
}
KindMask ExpressionCompiler::push_constant(const Datum& value, std::size_t at) {
  emit(Op::Constant, add_constant(value, at), at);
  push(at);
  return mask_of(value.kind);
}

KindMask ExpressionCompiler::expression() {
  if (++nesting_ > kMaxNesting) scanner_.fail(scanner_.token().at, "the expression is nested too deeply");
  const KindMask kinds = scanner_.ok() ? ternary() : kAnyKind;
  --nesting_;
  return kinds;
}

KindMask ExpressionCompiler::ternary() {
  const KindMask condition = any_of();
  const std::size_t at = scanner_.token().at;
  if (scanner_.accept("?:")) {
    const std::size_t jump = emit(Op::JumpIfTrueKeep, 0, at);
    pop();
    const KindMask other = expression();
    land(jump);
    return static_cast<KindMask>(condition | other);
  }
  if (!scanner_.accept("?")) return condition;
  const std::size_t to_else = emit(Op::JumpIfFalse, 0, at);
  pop();
  const KindMask yes = expression();
  scanner_.expect(":");
  const std::size_t to_end = emit(Op::Jump, 0, at);
  pop();
  land(to_else);
  const KindMask no = expression();
  land(to_end);
  return static_cast<KindMask>(yes | no);
}

KindMask ExpressionCompiler::any_of() {
  KindMask kinds = all_of();
  while (scanner_.ok() && scanner_.token().is("||")) {
    const std::size_t at = scanner_.token().at;
    scanner_.advance();
    emit(Op::Truth, 0, at);
    const std::size_t jump = emit(Op::JumpIfTrueKeep, 0, at);
    pop();
    (void)all_of();
    emit(Op::Truth, 0, at);
    land(jump);
    kinds = mask_of(Kind::Boolean);
  }
  return kinds;
}

KindMask ExpressionCompiler::all_of() {
  KindMask kinds = binary(0);
  while (scanner_.ok() && scanner_.token().is("&&")) {
    const std::size_t at = scanner_.token().at;
    scanner_.advance();
    // !a || !b, negated: one kind of jump is enough.
    emit(Op::Not, 0, at);
    const std::size_t jump = emit(Op::JumpIfTrueKeep, 0, at);
    pop();
    (void)binary(0);
    emit(Op::Not, 0, at);
    land(jump);
    emit(Op::Not, 0, at);
    kinds = mask_of(Kind::Boolean);
  }
  return kinds;
}

std::optional<BinaryOp> ExpressionCompiler::operator_at(int level) const {
  static constexpr std::array<BinaryLevel, 18> kOperators = {{{"|", BinaryOp::Or},
                                                              {"^", BinaryOp::Xor},
                                                              {"&", BinaryOp::And},
                                                              {"==", BinaryOp::Equal},
                                                              {"!=", BinaryOp::NotEqual},
                                                              {"<=>", BinaryOp::Compare},
                                                              {"<", BinaryOp::Less},
                                                              {"<=", BinaryOp::LessEqual},
                                                              {">", BinaryOp::Greater},
                                                              {">=", BinaryOp::GreaterEqual},
                                                              {"<<", BinaryOp::ShiftLeft},
                                                              {">>", BinaryOp::ShiftRight},
                                                              {">>>", BinaryOp::ShiftRightUnsigned},
                                                              {"+", BinaryOp::Add},
                                                              {"-", BinaryOp::Subtract},
                                                              {"*", BinaryOp::Multiply},
                                                              {"/", BinaryOp::Divide},
                                                              {"%", BinaryOp::Modulo}}};
  // The first and one past the last operator of each level.
  static constexpr std::array<std::pair<std::size_t, std::size_t>, 8> kLevels = {
      {{0, 1}, {1, 2}, {2, 3}, {3, 6}, {6, 10}, {10, 13}, {13, 15}, {15, 18}}};
  if (scanner_.token().type != Token::Type::Symbol) return std::nullopt;
  const auto& [first, last] = kLevels[static_cast<std::size_t>(level)];
  for (std::size_t i = first; i < last; ++i) {
    if (kOperators[i].symbol == scanner_.token().text) return kOperators[i].op;
  }
  return std::nullopt;
}

KindMask ExpressionCompiler::binary(int level) {
  if (level > kTightestLevel) return signed_operand();
  KindMask kinds = binary(level + 1);
  while (scanner_.ok()) {
    if (level == kRelationLevel && scanner_.token().is_word("as")) {
      kinds = as_type();
      continue;
    }
    const std::optional<BinaryOp> op = operator_at(level);
    if (!op) return kinds;
    const std::size_t at = scanner_.token().at;
    const std::string symbol(scanner_.token().text);
    scanner_.advance();
    const KindMask right = binary(level + 1);
    kinds = emit_binary(*op, symbol, kinds, right, at);
  }
  return kinds;
}

KindMask ExpressionCompiler::emit_binary(BinaryOp op, const std::string& symbol, KindMask a, KindMask b,
                                         std::size_t at) {
  const KindMask kinds = combine(op, a, b);
  if (scanner_.ok() && kinds == 0) {
    if (op == BinaryOp::Modulo && ((a | b) & mask_of(Kind::BigDecimal)) != 0) {
      scanner_.fail(at,
                    "% does not exist for decimal numbers, and / of integers gives one; write a.intdiv(b)");
    } else {
      scanner_.fail(at, "'" + symbol + "' does not exist for " + list_kinds(a) + " and " + list_kinds(b));
    }
  }
  program_.class_matters = program_.class_matters || op_depends_on_class(op);
  emit(Op::Binary, static_cast<std::size_t>(op), at);
  pop();
  return kinds == 0 ? kAnyKind : kinds;
}

// The sign binds looser than ** and tighter than *.
KindMask ExpressionCompiler::signed_operand() {
  const std::size_t at = scanner_.token().at;
  const bool minus = scanner_.token().is("-");
  if (!minus && !scanner_.token().is("+")) return power();
  scanner_.advance();
  if (minus && scanner_.token().type == Token::Type::Number) {
    // -2147483648 is an Integer, though 2147483648 is not; but -2 ** 2 is
    // -(2 ** 2), and -5.abs() is -(5.abs()).
    const Token next = scanner_.peek();
    if (!next.is("**") && !next.is(".")) return number(true);
  }
  if (++nesting_ > kMaxNesting) scanner_.fail(at, "the expression is nested too deeply");
  const KindMask kinds = scanner_.ok() ? signed_operand() : kAnyKind;
  --nesting_;
  if (scanner_.ok() && (kinds & kNumeric) == 0)
    scanner_.fail(at, "the sign needs a number, not " + list_kinds(kinds));
  return minus ? negated(kinds, at) : kinds;
}

KindMask ExpressionCompiler::negated(KindMask kinds, std::size_t at) {
  program_.class_matters = true;
  emit(Op::Negate, 0, at);
  return static_cast<KindMask>(kinds & kNumeric);
}

KindMask ExpressionCompiler::power() {
  KindMask kinds = operand();
  while (scanner_.ok() && scanner_.token().is("**")) {
    const std::size_t at = scanner_.token().at;
    scanner_.advance();
    const KindMask right = operand_or_sign();
    kinds = emit_binary(BinaryOp::Power, "**", kinds, right, at);
  }
  return kinds;
}

KindMask ExpressionCompiler::operand() {
  if (++nesting_ > kMaxNesting) scanner_.fail(scanner_.token().at, "the expression is nested too deeply");
  const KindMask kinds = scanner_.ok() ? postfix(primary()) : kAnyKind;
  --nesting_;
  return kinds;
}

KindMask ExpressionCompiler::operand_or_sign() {
  return scanner_.token().is("-") ? signed_operand() : operand();
}

KindMask ExpressionCompiler::primary() {
  const std::size_t at = scanner_.token().at;
  if (scanner_.token().type == Token::Type::Number) return number(false);
  if (scanner_.token().type == Token::Type::Text) {
    const std::size_t text = add_text(scanner_.token().value);
    scanner_.advance();
    return push_constant(Datum::string(program_.texts[text]), at);
  }
  if (scanner_.token().type == Token::Type::Name) return name();
  if (scanner_.accept("!")) {
    (void)operand_or_sign();
    emit(Op::Not, 0, at);
    return mask_of(Kind::Boolean);
  }
  if (scanner_.accept("~")) {
    const KindMask kinds = operand_or_sign();
    if (scanner_.ok() && (kinds & kIntegral) == 0)
      scanner_.fail(at, "~ needs an integer, not " + list_kinds(kinds));
    emit(Op::Complement, 0, at);
    return static_cast<KindMask>(kinds & kIntegral);
  }
  if (scanner_.accept("(")) return parenthesised(at);
  if (scanner_.token().is("[")) return list_element();
  if (scanner_.token().is("{")) {
    scanner_.fail(at, "closures are not supported");
  } else {
    scanner_.fail(at, scanner_.unexpected());
  }
  return kAnyKind;
}

KindMask ExpressionCompiler::parenthesised(std::size_t at) {
  if (scanner_.token().type == Token::Type::Name) {
    if (const std::optional<Kind> type = type_named(scanner_.token().text)) {
      const std::size_t start = scanner_.token().at;
      scanner_.advance();
      if (scanner_.accept(")")) {
        const KindMask kinds = operand();
        if (scanner_.ok() && *type != Kind::String && (kinds & kNumeric) == 0) {
          scanner_.fail(at, "a text is not cast to a number; write toInteger() or toLong()");
        }
        return convert_to(Op::Cast, *type, at);
      }
      scanner_.rewind(start);
    }
  }
  const KindMask kinds = expression();
  scanner_.expect(")");
  return kinds;
}

KindMask ExpressionCompiler::convert_to(Op op, Kind type, std::size_t at) {
  emit(op, static_cast<std::size_t>(type), at);
  if (type == Kind::String) program_.class_matters = true;
  return mask_of(type);
}

KindMask ExpressionCompiler::as_type() {
  const std::size_t at = scanner_.token().at;
  scanner_.advance();
  const std::optional<Kind> type =
      scanner_.token().type == Token::Type::Name ? type_named(scanner_.token().text) : std::nullopt;
  if (!type) {
    scanner_.fail(scanner_.token().at,
                  "as needs one of int, long, Integer, Long, BigInteger, BigDecimal, double, String");
    return kAnyKind;
  }
  scanner_.advance();
  return convert_to(Op::Convert, *type, at);
}

KindMask ExpressionCompiler::number(bool negative) {
  const std::size_t at = scanner_.token().at;
  const std::optional<Datum> value = read_literal(negative);
  if (!value) {
    scanner_.fail(at, "'" + std::string(scanner_.token().text) + "' is not a number that is supported here");
    return kAnyKind;
  }
  scanner_.advance();
  return push_constant(*value, at);
}

// Decimal, 0x, 0b and octal integers with the suffixes L, I and G; decimals
// with G, and D for doubles.
std::optional<Datum> ExpressionCompiler::read_literal(bool negative) const {
  std::string digits;
  for (const char c : scanner_.token().text) {
    if (c != '_') digits += c;
  }
  int base = 10;
  if (digits.starts_with("0x") || digits.starts_with("0X")) base = 16;
  if (digits.starts_with("0b") || digits.starts_with("0B")) base = 2;
  char suffix = '\0';
  if (const char last = static_cast<char>(digits.back() & ~0x20); !is_digit(digits.back())) {
    const std::string_view allowed = base == 16 ? "LIG" : "LIGD";
    if (allowed.find(last) != std::string_view::npos) {
      suffix = last;
      digits.pop_back();
    }
  }
  if (base != 10) digits.erase(0, 2);
  if (base == 10 && digits.size() > 1 && digits[0] == '0' && digits.find('.') == std::string::npos) {
    base = 8;
    digits.erase(0, 1);
  }
  if (negative) digits.insert(digits.begin(), '-');
  if (digits.find('.') != std::string::npos || suffix == 'D') {
    const std::optional<Datum> decimal = parse_decimal(digits);
    if (!decimal || suffix == 'L' || suffix == 'I') return std::nullopt;
    return suffix == 'D' ? Datum::of_double(double_of(*decimal)) : *decimal;
  }
  std::int64_t small = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), small, base);
  if (code == std::errc::invalid_argument || end != digits.data() + digits.size()) return std::nullopt;
  if (code == std::errc::result_out_of_range || suffix == 'G') {
    const std::optional<Wide> wide =
        base == 10 && (suffix == 'G' || suffix == '\0') ? Wide::parse(digits) : std::nullopt;
    if (!wide) return std::nullopt;
    return Datum::big(*wide);
  }
  const bool fits = small == static_cast<std::int32_t>(small);
  if (suffix == 'I' && !fits) return std::nullopt;
  return suffix == 'L' || !fits ? Datum::of_long(small) : Datum::of_integer(small);
}

KindMask ExpressionCompiler::name() {
  const std::size_t at = scanner_.token().at;
  const std::string_view word = scanner_.token().text;
  scanner_.advance();
  if (word == "true" || word == "false") return push_constant(Datum::boolean(word == "true"), at);
  if (word == "null") return push_constant(Datum{}, at);
  if (scanner_.token().is(".") &&
      (word == "Math" || word == "Integer" || word == "Long" || word == "String")) {
    scanner_.advance();
    return call(word, 0, kAnyKind);
  }
  if (scanner_.token().is("(")) {
    scanner_.fail(at, "there is no function '" + std::string(word) + "'");
    return kAnyKind;
  }
  return column(word, at);
}

KindMask ExpressionCompiler::column(std::string_view word, std::size_t at) {
  const auto& columns = program_.columns;
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [word](const std::string& c) { return equals_ignore_case(c, word); });
  if (found == columns.end()) {
    std::string known;
    for (const std::string& c : columns) known += (known.empty() ? "" : ", ") + c;
    scanner_.fail(
        at, "unknown name '" + std::string(word) + "'" +
                (columns.empty() ? "; no column has a value here" : "; the sharding column is " + known));
    return kAnyKind;
  }
  emit(Op::Column, static_cast<std::size_t>(found - columns.begin()), at);
  push(at);
  // A number reaches Groovy as a decimal or an integer, hardly ever as a Double;
  // leaving that out finds `id / 2 % 4` while loading.
  return static_cast<KindMask>((kNumeric & ~mask_of(Kind::Double)) | mask_of(Kind::String));
}

KindMask ExpressionCompiler::postfix(KindMask kinds) {
  while (scanner_.ok()) {
    if (scanner_.token().is("?.")) {
      scanner_.fail(scanner_.token().at, "?. is not supported: a sharding value is never null");
    } else if (scanner_.accept(".")) {
      kinds = call("", 1, kinds);
    } else if (scanner_.token().is("[")) {
      kinds = index(kinds);
    } else {
      return kinds;
    }
  }
  return kinds;
}

// At the name of a method; `given` values (the receiver) are on the stack.
KindMask ExpressionCompiler::call(std::string_view owner, std::uint8_t given, KindMask receiver) {
  const std::size_t at = scanner_.token().at;
  const std::string name(scanner_.token().text);
  if (scanner_.token().type != Token::Type::Name) {
    scanner_.fail(at, scanner_.unexpected() + "; the name of a method is missing");
    return kAnyKind;
  }
  scanner_.advance();
  if (!scanner_.token().is("(")) {
    scanner_.fail(at, "there is no property '" + name + "'; a method is written with ()");
    return kAnyKind;
  }
  scanner_.advance();
  std::uint8_t count = given;
  KindMask first = receiver;
  KindMask others = kAnyKind;
  while (scanner_.ok() && !scanner_.token().is(")")) {
    const KindMask kinds = expression();
    if (count == 0) {
      first = kinds;
    } else {
      others = static_cast<KindMask>(others & kinds);
    }
    if (++count > kMaxArguments) scanner_.fail(at, "too many arguments");
    if (!scanner_.token().is(",")) break;
    scanner_.advance();
  }
  if (!scanner_.ok()) return kAnyKind;
  scanner_.expect(")");
  return emit_call(owner, name, count, first, at);
}

KindMask ExpressionCompiler::emit_call(std::string_view owner, const std::string& name, std::uint8_t count,
                                       KindMask first, std::size_t at) {
  const std::string shown = owner.empty() ? name : std::string(owner) + "." + name;
  bool named = false;
  for (std::size_t i = 0; i < methods().size(); ++i) {
    const Method& method = methods()[i];
    if (method.owner != owner || method.name != name) continue;
    named = true;
    if (count < method.min_arguments || count > method.max_arguments) continue;
    if ((first & method.first) == 0) {
      scanner_.fail(at, "'" + shown + "' does not exist for " + list_kinds(first));
      return kAnyKind;
    }
    emit(Op::Call, i, at, count);
    pop(count);
    push(at);
    program_.class_matters = program_.class_matters || method.class_matters;
    return method.result != 0 ? method.result : static_cast<KindMask>(first & method.first);
  }
  scanner_.fail(at, named ? "wrong number of arguments for '" + shown + "'"
                          : "there is no method '" + shown + "' here");
  return kAnyKind;
}

// text[i], text[a..b]
KindMask ExpressionCompiler::index(KindMask kinds) {
  const std::size_t at = scanner_.token().at;
  if ((kinds & mask_of(Kind::String)) == 0)
    scanner_.fail(at, "only a text or a list can be indexed, not " + list_kinds(kinds));
  scanner_.advance();
  (void)expression();
  if (!scanner_.accept("..")) {
    scanner_.expect("]");
    return emit_call("", "getAt", 2, kinds, at);
  }
  (void)expression();
  scanner_.expect("]");
  emit(Op::SliceTo, 0, at);
  pop(2);
  return mask_of(Kind::String);
}

// ['a', 'b', 'c'][index]
KindMask ExpressionCompiler::list_element() {
  const std::size_t at = scanner_.token().at;
  scanner_.advance();
  ConstantList list;
  list.first = static_cast<std::uint16_t>(program_.constants.size());
  KindMask kinds = 0;
  while (scanner_.ok() && !scanner_.token().is("]")) {
    const std::size_t size = program_.code.size();
    const KindMask element = primary();
    if (scanner_.ok() && (program_.code.size() != size + 1 || program_.code.back().op != Op::Constant)) {
      scanner_.fail(at, "a list of constants is needed here");
    }
    kinds = static_cast<KindMask>(kinds | element);
    program_.code.resize(std::min(program_.code.size(), size));
    pop();
    ++list.count;
    if (!scanner_.token().is(",")) break;
    scanner_.advance();
  }
  scanner_.expect("]");
  if (scanner_.ok() && !scanner_.token().is("["))
    scanner_.fail(at, "a list stands for several names; choose one with [index]");
  scanner_.advance();
  (void)expression();
  scanner_.expect("]");
  if (!scanner_.ok()) return kAnyKind;
  if (list.count == 0) scanner_.fail(at, "the list is empty");
  program_.lists.push_back(list);
  emit(Op::ListAt, program_.lists.size() - 1, at);
  return kinds;
}

}  // namespace mallshard::algo
