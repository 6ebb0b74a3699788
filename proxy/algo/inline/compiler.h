// The expression inside a placeholder -> instructions. One pass: the parser
// emits as it reads, and knows for each value which kinds it can have, so that
// what can never work is refused while loading, with its position.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "algo/inline/program.h"
#include "algo/inline/scanner.h"

namespace mallshard::algo {

// Appends to `program`; both references outlive the compiler. Mistakes go to
// the scanner, and whoever calls looks at scanner.ok() in the end.
class ExpressionCompiler {
 public:
  ExpressionCompiler(Scanner& scanner, InlineProgram& program) : scanner_(scanner), program_(program) {}

  // From the current token on; leaves one value on the stack and tells the
  // kinds it can have.
  KindMask expression();
  // The value of a column, by its name.
  KindMask column(std::string_view name, std::size_t at);
  // Appends the top of the stack to the result.
  void emit_top(std::size_t at);
  void emit_literal(std::string text, std::size_t at);
  // Forgets the code (not the constants): for one constant after another.
  void restart();

 private:
  std::size_t emit(Op op, std::size_t arg, std::size_t at, std::uint8_t arguments = 0);
  void push(std::size_t at);
  void pop(std::size_t count = 1);
  void land(std::size_t instruction);
  std::size_t add_text(std::string text);
  std::size_t add_constant(const Datum& value, std::size_t at);
  KindMask push_constant(const Datum& value, std::size_t at);

  // Loosest first, as in Groovy's grammar.
  KindMask ternary();
  KindMask any_of();
  KindMask all_of();
  [[nodiscard]] std::optional<BinaryOp> operator_at(int level) const;
  KindMask binary(int level);
  KindMask emit_binary(BinaryOp op, const std::string& symbol, KindMask a, KindMask b, std::size_t at);
  KindMask signed_operand();
  KindMask negated(KindMask kinds, std::size_t at);
  KindMask power();
  KindMask operand();
  KindMask operand_or_sign();  // after ! ~ and **
  KindMask primary();
  KindMask parenthesised(std::size_t at);
  KindMask as_type();
  KindMask convert_to(Op op, Datum::Kind type, std::size_t at);
  KindMask number(bool negative);
  [[nodiscard]] std::optional<Datum> read_literal(bool negative) const;
  KindMask name();
  KindMask postfix(KindMask kinds);
  KindMask call(std::string_view owner, std::uint8_t given, KindMask receiver);
  KindMask emit_call(std::string_view owner, const std::string& name, std::uint8_t count, KindMask first,
                     std::size_t at);
  KindMask index(KindMask kinds);
  KindMask list_element();

  Scanner& scanner_;
  InlineProgram& program_;
  std::size_t depth_ = 0;  // of the stack
  int nesting_ = 0;        // of the parser
};

}  // namespace mallshard::algo
