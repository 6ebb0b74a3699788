#include "plan/find_conditions.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::BinaryOp;
using Node = ConditionProgram::Node;

BinaryOp mirrored(BinaryOp op) {
  switch (op) {
    case BinaryOp::Less:
      return BinaryOp::Greater;
    case BinaryOp::LessEqual:
      return BinaryOp::GreaterEqual;
    case BinaryOp::Greater:
      return BinaryOp::Less;
    case BinaryOp::GreaterEqual:
      return BinaryOp::LessEqual;
    default:
      return op;
  }
}

bool is_comparison(BinaryOp op) {
  return op >= BinaryOp::Equal && op <= BinaryOp::GreaterEqual;
}

class Compiler {
 public:
  Compiler(const BoundStatement& bound, const Universe& universe, const Block& scope, RouteClass& route)
      : bound_(bound), universe_(universe), scope_(scope), route_(route), program_(route.conditions) {}

  Node compile(const sqlparse::Expression& condition) {
    if (const auto* binary = as<sqlparse::Binary>(&condition)) return compile_binary(*binary);
    if (const auto* in = as<sqlparse::InList>(&condition)) return compile_in(*in);
    if (const auto* between = as<sqlparse::Between>(&condition)) return compile_between(*between);
    return program_.truth(value_ref(condition));
  }

 private:
  std::optional<std::uint32_t> key_of(const sqlparse::Expression* expression) const {
    const std::optional<ColumnPlace> place = bound_.resolve(scope_, expression);
    if (!place) return std::nullopt;
    return sharding_position(bound_, universe_, route_, *place);
  }

  Node compile_binary(const sqlparse::Binary& binary) {
    if (binary.op == BinaryOp::And) return program_.all_of({compile(*binary.left), compile(*binary.right)});
    if (binary.op == BinaryOp::Or) return program_.any_of({compile(*binary.left), compile(*binary.right)});
    if (!is_comparison(binary.op)) return program_.anything();
    return compile_comparison(binary.op, binary.left, binary.right);
  }

  Node compile_comparison(BinaryOp op, const sqlparse::Expression* left, const sqlparse::Expression* right) {
    const auto* left_row = as<sqlparse::Row>(left);
    const auto* right_row = as<sqlparse::Row>(right);
    if (left_row != nullptr && right_row != nullptr) {
      return op == BinaryOp::Equal ? compile_rows(*left_row, *right_row) : program_.anything();
    }
    if (const auto key = key_of(left)) return compile_leaf(op, *key, value_ref(*right));
    if (const auto key = key_of(right)) return compile_leaf(mirrored(op), *key, value_ref(*left));
    if (op == BinaryOp::Equal) return program_.equal_constants(value_ref(*left), value_ref(*right));
    return program_.anything();
  }

  Node compile_leaf(BinaryOp op, std::uint32_t key, const ValueRef& value) {
    switch (op) {
      case BinaryOp::Equal:
        return program_.compare(key, Comparison::Equal, {value});
      case BinaryOp::NullSafeEqual:
        return program_.compare(key, Comparison::NullSafe, {value});
      case BinaryOp::Less:
      case BinaryOp::LessEqual:
        return program_.range(key, ValueRef{}, true, value, op == BinaryOp::LessEqual);
      case BinaryOp::Greater:
      case BinaryOp::GreaterEqual:
        return program_.range(key, value, op == BinaryOp::GreaterEqual, ValueRef{}, true);
      default:
        return program_.anything();
    }
  }

  Node compile_rows(const sqlparse::Row& left, const sqlparse::Row& right) {
    if (left.items.size() != right.items.size()) return program_.anything();
    std::vector<Node> parts;
    for (std::size_t i = 0; i < left.items.size(); ++i) {
      parts.push_back(compile_comparison(BinaryOp::Equal, left.items[i], right.items[i]));
    }
    return program_.all_of(std::move(parts));
  }

  Node compile_in(const sqlparse::InList& in) {
    if (in.negated) return program_.anything();
    if (const auto* row = as<sqlparse::Row>(in.operand)) {
      std::vector<Node> choices;
      for (const sqlparse::Expression* item : in.items) {
        const auto* values = as<sqlparse::Row>(item);
        if (values == nullptr) return program_.anything();
        choices.push_back(compile_rows(*row, *values));
      }
      return choices.empty() ? program_.anything() : program_.any_of(std::move(choices));
    }
    const auto key = key_of(in.operand);
    if (!key) return program_.anything();
    std::vector<ValueRef> values;
    values.reserve(in.items.size());
    for (const sqlparse::Expression* item : in.items) values.push_back(value_ref(*item));
    return program_.compare(*key, Comparison::Equal, std::move(values));
  }

  Node compile_between(const sqlparse::Between& between) {
    if (between.negated) return program_.anything();
    const auto key = key_of(between.operand);
    if (!key) return program_.anything();
    return program_.range(*key, value_ref(*between.low), true, value_ref(*between.high), true);
  }

  const BoundStatement& bound_;
  const Universe& universe_;
  const Block& scope_;
  RouteClass& route_;
  ConditionProgram& program_;
};

}  // namespace

std::optional<std::uint32_t> sharding_position(const BoundStatement& bound, const Universe& universe,
                                               const RouteClass& route, ColumnPlace place) {
  for (const std::uint32_t index : route.mentions) {
    const TableMention& mention = bound.mentions[index];
    const rule::ShardedTable& table = *mention.placement.table;
    const std::vector<KeyPair> pairs = key_pairs(table, *route.table);
    for (std::uint32_t key = 0; key < table.sharding_columns.size(); ++key) {
      const std::optional<std::uint32_t> column = mention.metadata->find_column(table.sharding_columns[key]);
      if (!column || !universe.equal.same(place, ColumnPlace{index, *column})) continue;
      if (&table == route.table) return key;
      for (const KeyPair& pair : pairs) {
        if (pair.left == key) return pair.right;
      }
    }
  }
  return std::nullopt;
}

ConditionProgram::Node compile_condition(const BoundStatement& bound, const Universe& universe,
                                         const Block& scope, const sqlparse::Expression& condition,
                                         RouteClass& route) {
  return Compiler(bound, universe, scope, route).compile(condition);
}

}  // namespace mallshard::plan
