// Any text as an inline expression, evaluated for keys of every class: no
// crash, no endless loop, the same answer twice, and never a name beyond its room.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "algo/inline_expression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mallshard;
  using algo::KeyView;
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)algo::expand(text, 1000);
  const std::vector<std::string> columns{"id"};
  const Result<algo::InlineExpression> compiled = algo::InlineExpression::compile(text, columns);
  if (!compiled) {
    if (compiled.error().message.empty()) std::abort();
    return 0;
  }
  const std::array<KeyView, 9> keys = {KeyView::of_integer(5),
                                       KeyView::of_integer(std::numeric_limits<std::int32_t>::min()),
                                       KeyView::of_long(std::numeric_limits<std::int64_t>::min()),
                                       KeyView::of_big_integer("18446744073709551615"),
                                       KeyView::of_big_decimal("-12.50"),
                                       KeyView::of_double(-0.0),
                                       KeyView::of_string("2026-11-20"),
                                       KeyView::of_string("a\xC3\xA9\xF0\x9F\x98\x80\xFF"),
                                       KeyView::null()};
  for (const KeyView& key : keys) {
    algo::TargetName first_room;
    algo::TargetName second_room;
    const Result<std::string_view> first = compiled->evaluate({&key, 1}, first_room);
    const Result<std::string_view> second = compiled->evaluate({&key, 1}, second_room);
    if (first.has_value() != second.has_value()) std::abort();
    if (!first) continue;
    if (*first != *second || first->size() > first_room.bytes.size()) std::abort();
  }
  return 0;
}
