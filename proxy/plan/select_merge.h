// The working state of choose_merge(): shared by merge_order.cpp,
// merge_group.cpp and merge_distinct.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/choose_merge.h"
#include "plan/select_list.h"
#include "plan/unknown_column.h"

namespace mallshard::plan {

class SelectMerge {
 public:
  SelectMerge(const sqlparse::Query& query, const Block& block, const BoundStatement& bound,
              const Distribution& distribution, const sqlparse::TokenView& tokens, Rewrite& rewrite);

  [[nodiscard]] MergeChoice choose();

 private:
  enum class Clause : std::uint8_t { Order, Group };

  // An expression that rows are ordered or grouped by.
  struct KeySource {
    const sqlparse::Expression* value = nullptr;  // null: a star's column
    std::optional<std::uint16_t> output;          // the same value in the select list
    ExpressionType type;
    std::optional<ColumnPlace> place;
    std::uint32_t first = 0;  // tokens that spell it, unless `text` does
    std::uint32_t last = 0;
    std::string text;
    std::uint32_t written_first = 0;  // as it stands in its clause (an ordinal, an alias)
    std::uint32_t written_last = 0;
    bool descending = false;
    Clause clause = Clause::Order;
  };

  // Each returns false once the statement is refused.
  bool refuse(std::string reason);
  // The same, unless `value` names a column that no table has: 1054 in `clause`.
  bool refuse_unknown(const sqlparse::Expression* value, ColumnClause clause, std::string reason);
  bool check_clauses();
  bool choose_plain();
  bool choose_grouped();
  bool choose_scalar_aggregates();
  bool choose_distinct();
  void add_limit();

  // merge_order.cpp
  std::optional<KeySource> source_of(const sqlparse::OrderItem& item, Clause clause);
  std::optional<KeySource> source_of_output(std::uint16_t column);
  std::optional<KeySource> source_of_name(const sqlparse::ColumnRef& column, Clause clause);
  [[nodiscard]] std::optional<std::uint16_t> find_output(const sqlparse::Expression& value) const;
  [[nodiscard]] bool names_an_alias(const sqlparse::Expression& value) const;
  bool same_source(const KeySource& a, const KeySource& b) const;
  std::optional<merge::Key> key_of(const KeySource& source);
  bool order_sources(std::vector<KeySource>& out);
  std::optional<std::uint16_t> add_hidden(const KeySource& source, std::string_view before,
                                          std::string_view after);
  std::optional<std::uint16_t> add_hidden(std::string before, std::uint32_t first, std::uint32_t last,
                                          std::string after);
  std::optional<std::uint16_t> next_hidden();

  // merge_group.cpp
  bool group_sources(std::vector<KeySource>& out);
  bool choose_items(const std::vector<KeySource>& keys);
  bool depends_on_keys(const sqlparse::Node& node, const std::vector<KeySource>& keys) const;
  bool add_aggregate(std::uint16_t column, const sqlparse::FunctionCall& call);
  bool sort_by_aggregates(const std::vector<KeySource>& order, const std::vector<KeySource>& keys);
  [[nodiscard]] bool key_covers(const std::vector<KeySource>& keys) const;
  [[nodiscard]] bool distinct_is_covered(const sqlparse::FunctionCall& call,
                                         const std::vector<KeySource>& keys) const;

  const sqlparse::Query& query_;
  const sqlparse::Select& select_;
  const Block& block_;
  const BoundStatement& bound_;
  const Distribution& distribution_;
  const sqlparse::TokenView& tokens_;
  Rewrite& rewrite_;
  SelectList list_;
  MergeChoice choice_;
  std::vector<KeySource> group_keys_;
  bool limit_at_targets_ = true;
};

// An aggregate call of this level, not over a window.
[[nodiscard]] const sqlparse::FunctionCall* aggregate_call(const sqlparse::Expression* value);
[[nodiscard]] bool has_window(const sqlparse::Node& node);
[[nodiscard]] bool has_aggregate(const sqlparse::Node& node);

}  // namespace mallshard::plan
