// A compiled inline expression: a stack machine without loops. Every jump goes
// forward, so an evaluation takes at most as many steps as there are
// instructions.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "algo/inline/datum.h"
#include "algo/inline/methods.h"

namespace mallshard::algo {

enum class Op : std::uint8_t {
  Literal,   // append texts[arg] to the result
  Emit,      // pop, append its toString() to the result
  Constant,  // push constants[arg]
  Column,    // push key arg
  Binary,    // pop two, push BinaryOp(arg) of them
  Negate,
  Complement,
  Not,
  Truth,           // replace the top by its truth
  Jump,            // to arg
  JumpIfFalse,     // pop; to arg if it is not true
  JumpIfTrueKeep,  // to arg if the top is true, else pop it
  Convert,         // to the kind Datum::Kind(arg), as `as` does
  Cast,            // the same, but never from text to a number
  Call,            // methods()[arg] over its arguments, the receiver first
  ListAt,          // pop an index, push that element of lists[arg]
  SliceTo,         // pop end, begin, text: push text[begin..end]
};

struct Instruction {
  Op op;
  std::uint8_t argument_count = 0;  // Call
  std::uint16_t arg = 0;
  std::uint32_t position = 0;  // in the source text, from 1
};

struct ConstantList {
  std::uint16_t first = 0;  // in constants
  std::uint16_t count = 0;
};

class InlineProgram {
 public:
  static constexpr std::size_t kMaxStack = 32;

  std::vector<Instruction> code;
  std::vector<Datum> constants;   // texts of theirs live in `texts`
  std::deque<std::string> texts;  // a deque: views into them stay valid
  std::vector<ConstantList> lists;
  std::vector<std::string> columns;
  bool class_matters = false;

  // The shape `prefix ${column % modulus} suffix`; modulus 0: another shape.
  std::uint32_t modulus = 0;
  std::string_view prefix;
  std::string_view suffix;

  // Where and why an evaluation stopped.
  struct Stop {
    Fault fault = nullptr;
    std::uint32_t position = 0;
  };

  // The text of all Literal and Emit instructions into out[0..room); `length`
  // tells how much.
  Stop run(std::span<const KeyView> keys, char* out, std::size_t room, std::size_t& length) const;
  // The value of a program without Emit, left on the stack.
  Stop run_constant(Scratch& scratch, Datum& out) const;

 private:
  struct Machine;
  Stop step_all(Machine& machine) const;
};

}  // namespace mallshard::algo
