#include "plan/counter_value.h"

#include <cmath>
#include <cstdlib>
#include <string_view>

#include "base/bytes.h"

namespace mallshard::plan {

namespace {

// Stored in a column of whole numbers it is 0.
bool rounds_to_zero(double number) {
  return std::fabs(number) <= 0.5;
}

bool is_zero(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end != text.c_str() && *end == '\0' && rounds_to_zero(number);
}

}  // namespace

bool takes_generated_key(const rule::ShardedTable& table, const rule::ColumnMetadata& column) {
  return table.key_generator && equals_ignore_case(table.key_generator->column, column.name) &&
         (column.auto_increment || !column.nullable);
}

bool asks_for_number(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
      return true;
    case Value::Kind::Int:
    case Value::Kind::UInt:
      return value.integer == 0;
    case Value::Kind::Double:
      return rounds_to_zero(value.real);
    case Value::Kind::Decimal:
    case Value::Kind::Text:
    case Value::Kind::Bytes:
      return is_zero(value.text);
    default:
      return false;
  }
}

bool is_left_to_server(const CounterValue& counter, const Execution& execution) {
  return counter.left || asks_for_number(read_value(counter.value, execution));
}

}  // namespace mallshard::plan
