#include "plan/choose_merge.h"

#include <algorithm>

#include "base/bytes.h"
#include "plan/select_merge.h"
#include "sqlparse/functions.h"
#include "sqlparse/over_rows.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::SelectOption;

template <class Test>
bool any_node(const sqlparse::Node& node, const Test& test) {
  if (sqlparse::is<sqlparse::Query>(&node)) return false;
  if (test(node)) return true;
  bool found = false;
  sqlparse::for_each_child(node,
                           [&](const sqlparse::Node& child) { found = found || any_node(child, test); });
  return found;
}

// UNION ALL of rows that pass through; ordered only by numbers and times, whose
// comparison does not depend on the arms' types of text.
class UnionMerge {
 public:
  UnionMerge(const sqlparse::Query& query, const BoundStatement& bound, const sqlparse::TokenView& tokens)
      : query_(query), bound_(bound), tokens_(tokens) {}

  MergeChoice choose() {
    if (!only_union_all(*query_.body)) {
      choice_.obstacle = "UNION DISTINCT, INTERSECT or EXCEPT over several shards";
      return choice_;
    }
    for (const Block* block : bound_.top) {
      if (block->select == nullptr || !passes_rows_as_arm(*block)) {
        choice_.obstacle =
            "UNION ALL of queries with aggregates, DISTINCT, ORDER BY or LIMIT over several shards";
        return choice_;
      }
      lists_.push_back(expand_select_list(bound_, *block));
    }
    for (const sqlparse::OrderItem* item : query_.order_by) {
      if (!add_key(*item)) return choice_;
    }
    return choice_;
  }

 private:
  static bool only_union_all(const sqlparse::QueryBody& body) {
    const auto* operation = as<sqlparse::SetOperation>(&body);
    if (operation == nullptr) return true;
    return operation->op == sqlparse::SetOperator::Union && operation->all &&
           only_union_all(*operation->left) && only_union_all(*operation->right);
  }

  bool passes_rows_as_arm(const Block& block) const {
    const sqlparse::Select& select = *block.select;
    if (block.query != &query_ &&
        (block.query->limit != nullptr || block.query->with != nullptr || block.query->into != nullptr)) {
      return false;
    }
    return !select.has(SelectOption::Distinct) && select.group_by.empty() && select.having == nullptr &&
           select.qualify == nullptr && !select.procedure.present() &&
           std::none_of(select.items.begin(), select.items.end(),
                        [](const sqlparse::SelectItem* item) { return sqlparse::calls_over_rows(*item); });
  }

  bool add_key(const sqlparse::OrderItem& item) {
    const std::optional<std::size_t> column = position_of(*item.value);
    if (!column)
      return refuse("ORDER BY of a UNION by something that is not a column of it, over several shards");
    for (std::size_t arm = 0; arm < lists_.size(); ++arm) {
      if (!lists_[arm].known || *column >= lists_[arm].columns.size()) {
        return refuse("ORDER BY of a UNION whose columns are not known, over several shards");
      }
      const ExpressionType type =
          type_of_output(bound_, *bound_.top[arm], lists_[arm].columns[*column], tokens_);
      const bool plain =
          !type.has_hidden_digits && (type.type == TypeClass::Integer || type.type == TypeClass::Decimal);
      if (!plain)
        return refuse("ORDER BY of a UNION by a column that is no integer or decimal, over several shards");
    }
    merge::Key key;
    key.column = static_cast<std::uint16_t>(*column);
    key.descending = item.direction == sqlparse::OrderDirection::Descending;
    choice_.spec.order.push_back(key);
    choice_.spec.columns = static_cast<std::uint16_t>(lists_[0].columns.size());
    return true;
  }

  std::optional<std::size_t> position_of(const sqlparse::Expression& value) const {
    if (const auto* literal = as<sqlparse::Literal>(&value);
        literal != nullptr && literal->literal_kind == sqlparse::LiteralKind::Integer) {
      const std::size_t ordinal = std::stoul("0" + std::string(tokens_.spelling(literal->value_token)));
      return ordinal >= 1 ? std::optional<std::size_t>(ordinal - 1) : std::nullopt;
    }
    const auto* column = as<sqlparse::ColumnRef>(&value);
    if (column == nullptr || column->table.present()) return std::nullopt;
    for (std::size_t i = 0; i < lists_[0].columns.size(); ++i) {
      if (equals_ignore_case(lists_[0].columns[i].name, column->column.text)) return i;
    }
    return std::nullopt;
  }

  bool refuse(std::string reason) {
    choice_.obstacle = std::move(reason);
    return false;
  }

  const sqlparse::Query& query_;
  const BoundStatement& bound_;
  const sqlparse::TokenView& tokens_;
  std::vector<SelectList> lists_;
  MergeChoice choice_;
};

void rewrite_limit(const sqlparse::Limit& limit, Rewrite& rewrite) {
  if (limit.offset == nullptr) return;
  rewrite.replace_by_limit_offset(limit.offset->first_token, limit.offset->last_token);
  rewrite.replace_by_limit(limit.count->first_token, limit.count->last_token);
}

}  // namespace

const sqlparse::FunctionCall* aggregate_call(const sqlparse::Expression* value) {
  const auto* call = as<sqlparse::FunctionCall>(value);
  if (call == nullptr || call->over != nullptr || call->schema.present()) return nullptr;
  return sqlparse::function_nature(call->name.text) == sqlparse::FunctionNature::Aggregate ? call : nullptr;
}

bool has_window(const sqlparse::Node& node) {
  return any_node(node, [](const sqlparse::Node& n) {
    const auto* call = as<sqlparse::FunctionCall>(&n);
    return call != nullptr && call->over != nullptr;
  });
}

bool has_aggregate(const sqlparse::Node& node) {
  return any_node(node, [](const sqlparse::Node& n) {
    const auto* call = as<sqlparse::FunctionCall>(&n);
    return call != nullptr && aggregate_call(call) != nullptr;
  });
}

LimitClause limit_clause(const sqlparse::Limit* limit) {
  LimitClause clause;
  if (limit == nullptr || limit->count == nullptr) return clause;
  clause.present = true;
  clause.count = value_ref(*limit->count);
  clause.is_parameter = sqlparse::is<sqlparse::Parameter>(limit->count);
  if (limit->offset != nullptr) {
    clause.has_offset = true;
    clause.offset = value_ref(*limit->offset);
  }
  return clause;
}

SelectMerge::SelectMerge(const sqlparse::Query& query, const Block& block, const BoundStatement& bound,
                         const Distribution& distribution, const sqlparse::TokenView& tokens,
                         Rewrite& rewrite)
    : query_(query),
      select_(*block.select),
      block_(block),
      bound_(bound),
      distribution_(distribution),
      tokens_(tokens),
      rewrite_(rewrite),
      list_(expand_select_list(bound, block)) {}

bool SelectMerge::refuse(std::string reason) {
  if (choice_.obstacle.empty()) choice_.obstacle = std::move(reason);
  return false;
}

bool SelectMerge::refuse_unknown(const sqlparse::Expression* value, ColumnClause clause, std::string reason) {
  bool known = std::all_of(block_.entries.begin(), block_.entries.end(),
                           [](const FromEntry& entry) { return entry.mention >= 0; });
  if (value != nullptr && known && block_.parent == nullptr) {
    sqlparse::walk(*value, [&](const sqlparse::Node& node) {
      const auto* column = as<sqlparse::ColumnRef>(&node);
      if (column == nullptr || choice_.error || bound_.has_column_named(block_, *column)) return true;
      choice_.error = unknown_column(tokens_.spelling(column->first_token, column->last_token), clause,
                                     tokens_.options.flavour);
      return true;
    });
  }
  return refuse(std::move(reason));
}

bool SelectMerge::check_clauses() {
  if (select_.has(SelectOption::CalcFoundRows)) return refuse("SQL_CALC_FOUND_ROWS over several shards");
  if (select_.procedure.present()) return refuse("PROCEDURE over several shards");
  if (select_.qualify != nullptr) return refuse("QUALIFY over several shards");
  if (select_.group_modifier != sqlparse::GroupModifier::None)
    return refuse("GROUP BY ... WITH ROLLUP over several shards");
  const sqlparse::Limit* limit = query_.limit;
  if (limit != nullptr && (limit->with_ties || limit->fetch_form || limit->rows_examined != nullptr)) {
    return refuse("FETCH FIRST, WITH TIES or ROWS EXAMINED over several shards");
  }
  bool window = !select_.windows.empty();
  for (const sqlparse::SelectItem* item : select_.items) window = window || has_window(*item);
  for (const sqlparse::OrderItem* item : query_.order_by) window = window || has_window(*item);
  if (window) return refuse("window functions over several shards");
  return true;
}

MergeChoice SelectMerge::choose() {
  if (!check_clauses()) return choice_;
  bool aggregates = select_.having != nullptr && has_aggregate(*select_.having);
  for (const sqlparse::SelectItem* item : select_.items) aggregates = aggregates || has_aggregate(*item);
  for (const sqlparse::OrderItem* item : query_.order_by) aggregates = aggregates || has_aggregate(*item);

  bool chosen = false;
  if (!select_.group_by.empty()) {
    chosen = choose_grouped();
  } else if (aggregates) {
    chosen = choose_scalar_aggregates();
  } else if (select_.having != nullptr) {
    chosen = refuse("HAVING without GROUP BY over several shards");
  } else if (select_.has(SelectOption::Distinct)) {
    chosen = choose_distinct();
  } else {
    chosen = choose_plain();
  }
  if (!chosen) return choice_;
  add_limit();
  if (list_.known) {
    choice_.spec.columns = static_cast<std::uint16_t>(list_.columns.size() + choice_.spec.drop_last);
  }
  return choice_;
}

bool SelectMerge::choose_plain() {
  std::vector<KeySource> sources;
  if (!order_sources(sources)) return false;
  for (const KeySource& source : sources) {
    const std::optional<merge::Key> key = key_of(source);
    if (!key) return false;
    choice_.spec.order.push_back(*key);
  }
  return true;
}

void SelectMerge::add_limit() {
  if (query_.limit == nullptr) return;
  if (limit_at_targets_) {
    rewrite_limit(*query_.limit, rewrite_);
  } else {
    rewrite_.remove(query_.limit->first_token, query_.limit->last_token);
  }
}

MergeChoice choose_merge(const sqlparse::Query& query, const BoundStatement& bound,
                         const Distribution& distribution, const sqlparse::TokenView& tokens,
                         Rewrite& rewrite) {
  if (sqlparse::is<sqlparse::SetOperation>(query.body)) {
    MergeChoice choice = UnionMerge(query, bound, tokens).choose();
    if (choice.obstacle.empty() && query.limit != nullptr) rewrite_limit(*query.limit, rewrite);
    return choice;
  }
  if (bound.top.size() != 1 || bound.top[0]->select == nullptr || query.body != bound.top[0]->select) {
    MergeChoice choice;
    choice.obstacle = "a query in parentheses, TABLE or VALUES over several shards";
    return choice;
  }
  return SelectMerge(query, *bound.top[0], bound, distribution, tokens, rewrite).choose();
}

}  // namespace mallshard::plan
