// The methods that inline expressions may call: one row each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "algo/inline/datum.h"

namespace mallshard::algo {

struct Method {
  std::string_view owner;  // "Math"; empty: a method of the receiver, arguments[0]
  std::string_view name;
  std::uint8_t min_arguments;  // the receiver counts
  std::uint8_t max_arguments;
  KindMask first;      // kinds of the first argument (the receiver)
  KindMask others;     // kinds of the further ones
  KindMask result;     // 0: as the first argument
  bool class_matters;  // the result differs between classes of an equal number
  Fault (*call)(std::span<const Datum> arguments, Scratch& scratch, Datum& out);
};

std::span<const Method> methods();

// text[begin..end]: both ends included, negative from the end.
Fault text_slice(const Datum& text, const Datum& begin, const Datum& end, Datum& out);

}  // namespace mallshard::algo
