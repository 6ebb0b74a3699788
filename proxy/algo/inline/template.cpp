#include "algo/inline/template.h"

#include <utility>

#include "algo/inline/compiler.h"

namespace mallshard::algo {
namespace {

constexpr std::size_t kMaxText = 8192;

// [Literal] Column, Constant N, Modulo, Emit [Literal]
void recognise_modulus(InlineProgram& program) {
  const auto& code = program.code;
  std::size_t at = 0;
  std::string_view prefix;
  if (at < code.size() && code[at].op == Op::Literal) prefix = program.texts[code[at++].arg];
  if (code.size() < at + 4 || code[at].op != Op::Column || code[at + 1].op != Op::Constant ||
      code[at + 2].op != Op::Binary || code[at + 2].arg != static_cast<std::uint16_t>(BinaryOp::Modulo) ||
      code[at + 3].op != Op::Emit || program.columns.size() != 1) {
    return;
  }
  const Datum& divisor = program.constants[code[at + 1].arg];
  if (divisor.kind != Datum::Kind::Integer || divisor.integer <= 0) return;
  std::string_view suffix;
  if (code.size() == at + 5 && code[at + 4].op == Op::Literal) suffix = program.texts[code[at + 4].arg];
  if (code.size() > at + (suffix.empty() ? 4U : 5U)) return;
  program.modulus = static_cast<std::uint32_t>(divisor.integer);
  program.prefix = prefix;
  program.suffix = suffix;
}

// ${...}, $->{...} or $column.
void compile_placeholder(Scanner& scanner, ExpressionCompiler& compiler) {
  const std::size_t start = scanner.position();
  if (scanner.enter_braces()) {
    (void)compiler.expression();
    if (scanner.token().is("..") || scanner.token().is("..<")) {
      scanner.fail(scanner.token().at, "a range stands for several names, and one is needed");
    }
    scanner.leave_braces();
  } else {
    const std::string_view name = scanner.take_short_name();
    if (name.empty()) return scanner.fail(start, "after $ a { is missing");
    (void)compiler.column(name, start);
  }
  compiler.emit_top(start);
}

// Expands one placeholder after another; each value is a constant expression.
class Expander {
 public:
  Expander(Scanner& scanner, std::size_t limit)
      : scanner_(scanner), compiler_(scanner, program_), limit_(limit) {}

  Alternatives expand() {
    const std::size_t start = scanner_.position();
    if (!scanner_.enter_braces()) {
      scanner_.fail(start, "after $ a { is missing");
      return {};
    }
    const std::size_t inside = scanner_.token().at;
    // [a, b], then (a..b), then a..b or a single value: the first that fits.
    if (scanner_.token().is("[") && list()) return std::move(out_);
    if (!again(inside)) return {};
    if (scanner_.token().is("(") && range(true)) return std::move(out_);
    if (!again(inside)) return {};
    (void)range(false);
    return std::move(out_);
  }

 private:
  bool again(std::size_t at) {
    if (!scanner_.ok()) return false;
    out_.clear();
    scanner_.rewind(at);
    return true;
  }

  bool list() {
    scanner_.advance();
    while (scanner_.ok() && !scanner_.token().is("]")) {
      const std::size_t at = scanner_.token().at;
      if (scanner_.token().is("[")) scanner_.fail(at, "a list within a list stands for no name");
      add(constant());
      if (out_.size() > limit_) scanner_.fail(at, "the list is too long");
      if (scanner_.token().is("..") || scanner_.token().is("..<")) {
        scanner_.fail(scanner_.token().at, "a range within a list stands for no name; write ${a..b}");
      }
      if (!scanner_.accept(",")) break;
    }
    scanner_.expect("]");
    if (!scanner_.ok() || !scanner_.token().is("}")) return false;  // ['a', 'b'][1] is one value
    if (out_.empty()) scanner_.fail(scanner_.token().at, "the list is empty");
    scanner_.leave_braces();
    return scanner_.ok();
  }

  bool range(bool wrapped) {
    const std::size_t start = scanner_.token().at;
    if (wrapped) scanner_.advance();
    const Datum first = constant();
    const bool exclusive = scanner_.token().is("..<");
    if (!scanner_.ok()) return false;
    if (!exclusive && !scanner_.token().is("..")) {
      if (wrapped) return false;
      add(first);
      scanner_.leave_braces();
      return scanner_.ok();
    }
    scanner_.advance();
    const Datum last = constant();
    if (wrapped) scanner_.expect(")");
    if (!scanner_.ok()) return false;
    fill(first, last, exclusive, start);
    scanner_.leave_braces();
    return scanner_.ok();
  }

  void fill(const Datum& first, const Datum& last, bool exclusive, std::size_t at) {
    using Kind = Datum::Kind;
    const auto is_letter = [](const Datum& d) { return d.kind == Kind::String && d.text.size() == 1; };
    const auto is_whole = [](const Datum& d) { return d.kind == Kind::Integer || d.kind == Kind::Long; };
    const bool letters = is_letter(first) && is_letter(last);
    if (!letters && !(is_whole(first) && is_whole(last))) {
      return scanner_.fail(at, "a range needs two integers or two letters");
    }
    const std::int64_t begin = letters ? static_cast<unsigned char>(first.text[0]) : first.integer;
    const std::int64_t end = letters ? static_cast<unsigned char>(last.text[0]) : last.integer;
    const bool up = begin <= end;
    const std::uint64_t span = up ? static_cast<std::uint64_t>(end) - static_cast<std::uint64_t>(begin)
                                  : static_cast<std::uint64_t>(begin) - static_cast<std::uint64_t>(end);
    if (span >= limit_) {
      return scanner_.fail(at, "the range stands for more than " + std::to_string(limit_) + " names");
    }
    if (exclusive && span == 0) return scanner_.fail(at, "the range is empty");
    const auto count = static_cast<std::int64_t>(exclusive ? span : span + 1);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t value = up ? begin + i : begin - i;
      out_.push_back(letters ? std::string(1, static_cast<char>(value)) : std::to_string(value));
    }
  }

  // The value of the next expression, which has no variables. Its text lives
  // until the next placeholder.
  Datum constant() {
    compiler_.restart();
    const std::size_t at = scanner_.token().at;
    (void)compiler_.expression();
    Datum out;
    if (!scanner_.ok()) return out;
    const InlineProgram::Stop stop = program_.run_constant(scratch_, out);
    if (stop.fault != nullptr) scanner_.fail(at, stop.fault);
    return out;
  }

  void add(const Datum& value) {
    Scratch scratch;
    std::string_view text;
    if (print(value, scratch, text) == nullptr) out_.emplace_back(text);
  }

  Scanner& scanner_;
  InlineProgram program_;
  ExpressionCompiler compiler_;
  Scratch scratch_;
  std::size_t limit_;
  Alternatives out_;
};

}  // namespace

Result<std::shared_ptr<const InlineProgram>> compile_template(std::string_view text,
                                                              std::span<const std::string> columns) {
  auto program = std::make_shared<InlineProgram>();
  program->columns.assign(columns.begin(), columns.end());
  Scanner scanner(text);
  if (text.size() > kMaxText) scanner.fail(kMaxText, "the expression is too long");
  ExpressionCompiler compiler(scanner, *program);
  std::string literal;
  while (scanner.ok() && !scanner.at_end()) {
    if (!scanner.at_placeholder()) {
      scanner.take_literal(literal);
      continue;
    }
    if (!literal.empty()) compiler.emit_literal(std::exchange(literal, {}), scanner.position());
    compile_placeholder(scanner, compiler);
  }
  if (!literal.empty()) compiler.emit_literal(std::move(literal), scanner.position());
  if (!scanner.ok()) return scanner.error();
  recognise_modulus(*program);
  return std::shared_ptr<const InlineProgram>(std::move(program));
}

Result<std::vector<Alternatives>> expand_template(std::string_view text, std::size_t limit) {
  Scanner scanner(text);
  if (text.size() > kMaxText) scanner.fail(kMaxText, "the expression is too long");
  std::vector<Alternatives> pieces;
  std::string literal;
  while (scanner.ok() && !scanner.at_end()) {
    if (!scanner.at_placeholder()) {
      scanner.take_literal(literal);
      continue;
    }
    if (!literal.empty()) pieces.push_back({std::exchange(literal, {})});
    Expander expander(scanner, limit);
    pieces.push_back(expander.expand());
  }
  if (!literal.empty()) pieces.push_back({std::move(literal)});
  if (!scanner.ok()) return scanner.error();
  return pieces;
}

}  // namespace mallshard::algo
