#include "plan/match_against.h"

#include <algorithm>
#include <vector>

#include "plan/distribution.h"
#include "sqlparse/over_rows.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::MatchAgainst;

// Rows that match in natural language come by relevance unless something else
// orders them. A search that is expanded reads the rows that matched first.
bool is_told_by_the_row(const Block& block, const MatchAgainst& match) {
  switch (match.mode) {
    case sqlparse::MatchMode::Boolean:
      return true;
    case sqlparse::MatchMode::Default:
    case sqlparse::MatchMode::NaturalLanguage:
      break;
    default:
      return false;
  }
  if (block.query != nullptr && !block.query->order_by.empty()) return true;
  if (block.select == nullptr) return block.query == nullptr;
  return !block.select->group_by.empty() ||
         std::any_of(block.select->items.begin(), block.select->items.end(),
                     [](const sqlparse::SelectItem* item) { return sqlparse::calls_over_rows(*item); });
}

void add_joins(const sqlparse::TableReference& reference, std::vector<const sqlparse::Expression*>& out) {
  const auto* join = as<sqlparse::Join>(&reference);
  if (join == nullptr) return;
  flatten_and(join->on, out);
  add_joins(*join->left, out);
  add_joins(*join->right, out);
}

}  // namespace

std::size_t count_matches(const sqlparse::Node& node) {
  std::size_t count = 0;
  sqlparse::walk(node, [&](const sqlparse::Node& each) {
    count += sqlparse::is<MatchAgainst>(&each) ? 1 : 0;
    return true;
  });
  return count;
}

bool matches_row_by_row(const Block& block, const sqlparse::Expression& condition) {
  if (const auto* match = as<MatchAgainst>(&condition)) return is_told_by_the_row(block, *match);
  if (const auto* binary = as<sqlparse::Binary>(&condition);
      binary != nullptr && binary->op <= sqlparse::BinaryOp::And) {
    return matches_row_by_row(block, *binary->left) && matches_row_by_row(block, *binary->right);
  }
  if (const auto* unary = as<sqlparse::Unary>(&condition);
      unary != nullptr && (unary->op == sqlparse::UnaryOp::Not || unary->op == sqlparse::UnaryOp::Bang)) {
    return matches_row_by_row(block, *unary->operand);
  }
  return count_matches(condition) == 0;
}

std::string scatter_match_obstacle(const sqlparse::Statement& statement, const BoundStatement& bound) {
  const std::size_t all = count_matches(statement);
  if (all == 0) return {};
  std::size_t fine = 0;
  for (const Block& block : bound.blocks) {
    std::vector<const sqlparse::Expression*> conditions;
    flatten_and(block.where, conditions);
    for (const sqlparse::TableReference* reference : block.from) add_joins(*reference, conditions);
    for (const sqlparse::Expression* condition : conditions) {
      if (matches_row_by_row(block, *condition)) fine += count_matches(*condition);
    }
  }
  return fine >= all ? std::string() : "the relevance of MATCH ... AGAINST over several shards";
}

}  // namespace mallshard::plan
