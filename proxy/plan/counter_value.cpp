#include "plan/counter_value.h"

#include <string_view>

namespace mallshard::plan {

bool asks_for_number(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
      return true;
    case Value::Kind::Int:
    case Value::Kind::UInt:
      return value.integer == 0;
    case Value::Kind::Text:
      return !value.text.empty() && value.text.find_first_not_of('0') == std::string_view::npos;
    default:
      return false;
  }
}

bool is_left_to_server(const CounterValue& counter, const Execution& execution) {
  return counter.left || asks_for_number(read_value(counter.value, execution));
}

}  // namespace mallshard::plan
