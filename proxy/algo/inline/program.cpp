#include "algo/inline/program.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <new>
#include <type_traits>

namespace mallshard::algo {

// Its stack needs no destructors.
static_assert(std::is_trivially_destructible_v<Datum>);

struct InlineProgram::Machine {
  Machine(std::span<const KeyView> k, Scratch& s, char* to, std::size_t size)
      : keys(k), scratch(s), out(to), room(size) {}

  std::span<const KeyView> keys;
  Scratch& scratch;
  char* out;
  std::size_t room;
  std::size_t length = 0;
  std::size_t depth = 0;
  // Raw: a Datum is large, and few of them are ever used.
  alignas(Datum) std::array<std::byte, kMaxStack * sizeof(Datum)> storage;

  Datum* stack() { return reinterpret_cast<Datum*>(storage.data()); }
  Datum& below_top(std::size_t distance) { return stack()[depth - 1 - distance]; }
  Datum& top() { return below_top(0); }
  void push(const Datum& value) { new (stack() + depth++) Datum(value); }
  std::span<const Datum> last(std::size_t count) { return {stack() + depth - count, count}; }

  Fault append(std::string_view text) {
    if (text.size() > room - length) return "the name becomes too long";
    std::copy(text.begin(), text.end(), out + length);
    length += text.size();
    return nullptr;
  }
};

namespace {

Fault convert(Datum::Kind to, const Datum& from, Scratch& scratch, Datum& out) {
  switch (to) {
    case Datum::Kind::Integer:
      return to_integer(from, out);
    case Datum::Kind::Long:
      return to_long(from, out);
    case Datum::Kind::BigInteger:
      return to_big_integer(from, out);
    case Datum::Kind::BigDecimal:
      return to_big_decimal(from, out);
    case Datum::Kind::Double:
      return to_double(from, out);
    case Datum::Kind::String: {
      std::string_view text;
      if (const Fault fault = print(from, scratch, text); fault != nullptr) return fault;
      out = Datum::string(text);
      return nullptr;
    }
    default:
      return "there is no such conversion";
  }
}

Fault call(const Method& method, std::span<const Datum> arguments, Scratch& scratch, Datum& out) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if ((mask_of(arguments[i].kind) & (i == 0 ? method.first : method.others)) == 0) {
      return "the method does not exist for a value of this type";
    }
  }
  return method.call(arguments, scratch, out);
}

}  // namespace

InlineProgram::Stop InlineProgram::step_all(Machine& m) const {
  for (std::size_t at = 0; at < code.size(); ++at) {
    const Instruction& i = code[at];
    Fault fault = nullptr;
    Datum made;
    switch (i.op) {
      case Op::Literal:
        fault = m.append(texts[i.arg]);
        break;
      case Op::Emit: {
        std::string_view text;
        fault = print(m.top(), m.scratch, text);
        if (fault == nullptr) fault = m.append(text);
        --m.depth;
        break;
      }
      case Op::Constant:
        m.push(constants[i.arg]);
        break;
      case Op::Column:
        fault = from_key(m.keys[i.arg], made);
        m.push(made);
        break;
      case Op::Binary:
        fault = apply(static_cast<BinaryOp>(i.arg), m.below_top(1), m.top(), m.scratch, made);
        --m.depth;
        m.top() = made;
        break;
      case Op::Negate:
        fault = negate(m.top(), made);
        m.top() = made;
        break;
      case Op::Complement:
        fault = complement(m.top(), made);
        m.top() = made;
        break;
      case Op::Not:
        m.top() = Datum::boolean(!truth(m.top()));
        break;
      case Op::Truth:
        m.top() = Datum::boolean(truth(m.top()));
        break;
      case Op::Jump:
        at = i.arg - std::size_t{1};
        break;
      case Op::JumpIfFalse:
        if (!truth(m.top())) at = i.arg - std::size_t{1};
        --m.depth;
        break;
      case Op::JumpIfTrueKeep:
        if (truth(m.top())) {
          at = i.arg - std::size_t{1};
        } else {
          --m.depth;
        }
        break;
      case Op::Cast:
        if (m.top().kind == Datum::Kind::String && i.arg != static_cast<std::uint16_t>(Datum::Kind::String)) {
          fault = "a text is not cast to a number; write toInteger() or toLong()";
          break;
        }
        [[fallthrough]];
      case Op::Convert:
        fault = convert(static_cast<Datum::Kind>(i.arg), m.top(), m.scratch, made);
        m.top() = made;
        break;
      case Op::Call:
        fault = call(methods()[i.arg], m.last(i.argument_count), m.scratch, made);
        m.depth -= i.argument_count;
        m.push(made);
        break;
      case Op::ListAt: {
        const ConstantList& list = lists[i.arg];
        const Datum& index = m.top();
        if (index.kind != Datum::Kind::Integer && index.kind != Datum::Kind::Long) {
          fault = "an index is an integer";
          break;
        }
        const std::int64_t place = index.integer < 0 ? index.integer + list.count : index.integer;
        if (place < 0 || place >= list.count) {
          fault = "the index is outside of the list";
          break;
        }
        m.top() = constants[list.first + static_cast<std::size_t>(place)];
        break;
      }
      case Op::SliceTo:
        fault = text_slice(m.below_top(2), m.below_top(1), m.top(), made);
        m.depth -= 2;
        m.top() = made;
        break;
    }
    if (fault != nullptr) return {fault, i.position};
  }
  return {};
}

InlineProgram::Stop InlineProgram::run(std::span<const KeyView> keys, char* out, std::size_t room,
                                       std::size_t& length) const {
  assert(keys.size() == columns.size());
  Scratch scratch;
  Machine machine(keys, scratch, out, room);
  const Stop stop = step_all(machine);
  length = machine.length;
  return stop;
}

InlineProgram::Stop InlineProgram::run_constant(Scratch& scratch, Datum& out) const {
  Machine machine({}, scratch, nullptr, 0);
  const Stop stop = step_all(machine);
  if (stop.fault == nullptr) out = machine.top();
  return stop;
}

}  // namespace mallshard::algo
