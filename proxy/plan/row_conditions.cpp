#include "plan/row_conditions.h"

#include <algorithm>
#include <unordered_map>

#include "plan/distribution.h"
#include "plan/match_against.h"
#include "plan/session_value.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::BinaryOp;
using Conditions = std::vector<const sqlparse::Expression*>;

// A mention as seen from some place in the FROM clause around it.
struct Seen {
  std::uint32_t mention = 0;
  bool nullable = false;
};

class Collector {
 public:
  Collector(const BoundStatement& bound, std::vector<Conditions>& out) : out_(out) {
    for (std::uint32_t i = 0; i < bound.mentions.size(); ++i) by_node_[bound.mentions[i].node] = i;
  }

  void add(const Block& block) {
    std::vector<Seen> all;
    for (const sqlparse::TableReference* reference : block.from) {
      const std::vector<Seen> seen = walk(*reference);
      all.insert(all.end(), seen.begin(), seen.end());
    }
    give(block.where, all);
  }

 private:
  std::vector<Seen> walk(const sqlparse::TableReference& reference) {
    if (const auto found = by_node_.find(&reference); found != by_node_.end())
      return {{found->second, false}};
    const auto* join = as<sqlparse::Join>(&reference);
    if (join == nullptr) return {};
    std::vector<Seen> left = walk(*join->left);
    std::vector<Seen> right = walk(*join->right);
    const bool left_outer = join->join_kind == sqlparse::JoinKind::Left;
    const bool right_outer = join->join_kind == sqlparse::JoinKind::Right;
    if (!left_outer) give(join->on, left);
    if (!right_outer) give(join->on, right);
    for (Seen& each : left) each.nullable = each.nullable || right_outer;
    for (Seen& each : right) each.nullable = each.nullable || left_outer;
    left.insert(left.end(), right.begin(), right.end());
    return left;
  }

  void give(const sqlparse::Expression* condition, const std::vector<Seen>& seen) {
    Conditions conjuncts;
    flatten_and(condition, conjuncts);
    for (const Seen& each : seen) {
      if (each.nullable) continue;
      out_[each.mention].insert(out_[each.mention].end(), conjuncts.begin(), conjuncts.end());
    }
  }

  std::vector<Conditions>& out_;
  std::unordered_map<const sqlparse::Node*, std::uint32_t> by_node_;
};

// Whether `query` is a derived table on the optional side of an outer join in `from`.
bool is_optional(const sqlparse::TableReference& reference, const sqlparse::Query* query, bool nullable) {
  if (const auto* derived = as<sqlparse::DerivedTable>(&reference))
    return nullable && derived->query == query;
  const auto* join = as<sqlparse::Join>(&reference);
  if (join == nullptr) return false;
  return is_optional(*join->left, query, nullable || join->join_kind == sqlparse::JoinKind::Right) ||
         is_optional(*join->right, query, nullable || join->join_kind == sqlparse::JoinKind::Left);
}

bool is_comparison(BinaryOp op) {
  return op <= BinaryOp::And || (op >= BinaryOp::Equal && op <= BinaryOp::GreaterEqual);
}

bool is_allowed(const sqlparse::Node& node) {
  switch (node.kind) {
    case sqlparse::NodeKind::Literal:
    case sqlparse::NodeKind::Parameter:
    case sqlparse::NodeKind::InList:
    case sqlparse::NodeKind::Between:
    case sqlparse::NodeKind::Like:
    case sqlparse::NodeKind::Row:
    case sqlparse::NodeKind::Collate:
    case sqlparse::NodeKind::MatchAgainst:
      return true;
    case sqlparse::NodeKind::Binary:
      return is_comparison(sqlparse::cast<sqlparse::Binary>(node).op);
    case sqlparse::NodeKind::Unary: {
      const auto& unary = sqlparse::cast<sqlparse::Unary>(node);
      if (unary.op == sqlparse::UnaryOp::Not || unary.op == sqlparse::UnaryOp::Bang) return true;
      const bool sign = unary.op == sqlparse::UnaryOp::Minus || unary.op == sqlparse::UnaryOp::Plus;
      return sign && sqlparse::is<sqlparse::Literal>(unary.operand);
    }
    case sqlparse::NodeKind::IsTest:
      return sqlparse::cast<sqlparse::IsTest>(node).test <= sqlparse::IsTestKind::Unknown;
    default:
      return false;
  }
}

}  // namespace

std::vector<Conditions> row_conditions(const BoundStatement& bound) {
  std::vector<Conditions> out(bound.mentions.size());
  Collector collector(bound, out);
  for (const Block& block : bound.blocks) collector.add(block);
  return out;
}

bool is_nullable_above(const BoundStatement& bound, std::uint32_t mention) {
  if (bound.mentions[mention].nullable) return true;
  for (const Block* block = bound.mentions[mention].block; block != nullptr; block = block->parent) {
    if (block->place != Block::Place::Derived || block->parent == nullptr) return false;
    const bool optional = std::any_of(
        block->parent->from.begin(), block->parent->from.end(),
        [&](const sqlparse::TableReference* from) { return is_optional(*from, block->query, false); });
    if (optional) return true;
  }
  return false;
}

bool is_local_to(const BoundStatement& bound, std::uint32_t mention, const sqlparse::Expression& condition) {
  const Block& block = *bound.mentions[mention].block;
  bool local = matches_row_by_row(block, condition);
  bool names_column = false;
  sqlparse::walk(condition, [&](const sqlparse::Node& node) {
    if (!local) return false;
    if (const auto* column = as<sqlparse::ColumnRef>(&node)) {
      const std::optional<ColumnPlace> place = bound.resolve(block, *column);
      local = place && place->mention == mention;
      names_column = true;
      return false;
    }
    if (session_value(node)) return false;
    local = is_allowed(node);
    return local;
  });
  return local && names_column;
}

}  // namespace mallshard::plan
