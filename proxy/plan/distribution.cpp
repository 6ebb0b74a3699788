#include "plan/distribution.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "plan/find_conditions.h"
#include "sqlparse/over_rows.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::BinaryOp;
using Mentions = std::vector<std::uint32_t>;

bool same_topology(const rule::ShardedTable& a, const rule::ShardedTable& b) {
  return &a == &b || (a.binding_group >= 0 && a.binding_group == b.binding_group);
}

// Equal values of these columns are routed alike.
bool comparable(const rule::ColumnMetadata& a, const rule::ColumnMetadata& b) {
  if (a.is_integer() && b.is_integer()) return true;
  return a.type == b.type && a.collation == b.collation;
}

class Analyst {
 public:
  Analyst(const BoundStatement& bound, Distribution& out) : bound_(bound), out_(out) {
    root_.resize(bound.mentions.size());
    std::iota(root_.begin(), root_.end(), 0U);
    for (std::uint32_t i = 0; i < bound.mentions.size(); ++i) by_node_[bound.mentions[i].node] = i;
  }

  void run() {
    for (const Block& block : bound_.blocks) {
      if (!inlined_.contains(&block)) add_universe(block);
    }
    for (std::size_t i = 0; i < out_.universes.size(); ++i) link_to_outer(out_.universes[i]);
    join_arms();
    for (const Universe& universe : out_.universes) check_anchored(universe);
    make_classes();
    find_source_groups();
  }

 private:
  [[nodiscard]] bool sharded(std::uint32_t mention) const { return bound_.mentions[mention].is_sharded(); }
  [[nodiscard]] bool any_sharded(const Mentions& mentions) const {
    return std::any_of(mentions.begin(), mentions.end(), [this](std::uint32_t m) { return sharded(m); });
  }
  [[nodiscard]] std::uint32_t find(std::uint32_t mention) const {
    while (root_[mention] != mention) mention = root_[mention];
    return mention;
  }
  void unite(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t first = find(a);
    const std::uint32_t second = find(b);
    root_[std::max(first, second)] = std::min(first, second);
  }
  void oppose(std::string reason) {
    if (out_.obstacle.empty()) out_.obstacle = std::move(reason);
  }

  // ---- one level ----

  void add_universe(const Block& block) {
    Universe universe;
    universe.block = &block;
    gather(block, universe, false);
    if (any_sharded(universe.mentions)) {
      if (block.place == Block::Place::Common) oppose("WITH over several shards");
      if (block.place == Block::Place::Derived) {
        oppose("a derived table with DISTINCT, GROUP BY, aggregates, LIMIT or UNION over several shards");
      }
    }
    unite_pairs(universe.mentions, universe.equal);
    out_.universes.push_back(std::move(universe));
  }

  void gather(const Block& block, Universe& universe, bool nullable) {
    ColumnSets local;
    Mentions here;
    if (block.from.empty()) here = block.mentions;  // INSERT, TABLE t
    for (const sqlparse::TableReference* reference : block.from) {
      const Mentions found = walk(*reference, block, universe, nullable);
      here.insert(here.end(), found.begin(), found.end());
    }
    add_conditions(block.where, block, universe, nullable, nullable ? local : universe.equal);
    if (nullable) unite_pairs(here, local);
    // A derived table's own mentions were added by its own call.
    for (const std::uint32_t mention : here) {
      if (std::find(universe.mentions.begin(), universe.mentions.end(), mention) == universe.mentions.end()) {
        universe.mentions.push_back(mention);
      }
    }
  }

  Mentions walk(const sqlparse::TableReference& reference, const Block& block, Universe& universe,
                bool nullable) {
    if (sqlparse::is<sqlparse::TableName>(&reference)) {
      const auto found = by_node_.find(&reference);
      return found == by_node_.end() ? Mentions{} : Mentions{found->second};
    }
    if (const auto* derived = as<sqlparse::DerivedTable>(&reference)) {
      return walk_derived(*derived, block, universe, nullable);
    }
    const auto* join = as<sqlparse::Join>(&reference);
    if (join == nullptr) return {};
    const bool left_outer = join->join_kind == sqlparse::JoinKind::Left;
    const bool right_outer = join->join_kind == sqlparse::JoinKind::Right;
    Mentions left = walk(*join->left, block, universe, nullable || right_outer);
    const Mentions right = walk(*join->right, block, universe, nullable || left_outer);
    if (left_outer || right_outer) {
      outer_join(*join, block, left_outer ? left : right, left_outer ? right : left);
    } else {
      inner_join(*join, block, universe, nullable, left, right);
    }
    left.insert(left.end(), right.begin(), right.end());
    return left;
  }

  Mentions walk_derived(const sqlparse::DerivedTable& derived, const Block& block, Universe& universe,
                        bool nullable) {
    for (const FromEntry& entry : block.entries) {
      if (entry.query != derived.query) continue;
      if (entry.derived == nullptr || !passes_rows(*entry.derived) || derived.lateral) return {};
      inlined_[entry.derived] = true;
      Universe inner;
      gather(*entry.derived, nullable ? inner : universe, nullable);
      Mentions mentions = entry.derived->mentions;
      for (const FromEntry& deeper : entry.derived->entries) {
        if (deeper.derived == nullptr || !inlined_.contains(deeper.derived)) continue;
        mentions.insert(mentions.end(), deeper.derived->mentions.begin(), deeper.derived->mentions.end());
      }
      return mentions;
    }
    return {};
  }

  void inner_join(const sqlparse::Join& join, const Block& block, Universe& universe, bool nullable,
                  const Mentions& left, const Mentions& right) {
    ColumnSets local;
    ColumnSets& equal = nullable ? local : universe.equal;
    add_conditions(join.on, block, universe, nullable, equal);
    add_using(join, left, right, equal);
    if (!nullable) return;
    Mentions both = left;
    both.insert(both.end(), right.begin(), right.end());
    unite_pairs(both, local);
  }

  // Each right-hand class may lean on one left-hand class: then all matches of a
  // preserved row are in its node.
  void outer_join(const sqlparse::Join& join, const Block& block, const Mentions& preserved,
                  const Mentions& optional) {
    if (!any_sharded(optional)) return;
    out_.may_combine = false;
    if (!any_sharded(preserved)) {
      oppose("an outer join that preserves the rows of a table which is not sharded, over several shards");
      return;
    }
    ColumnSets local;
    std::vector<const sqlparse::Expression*> conjuncts;
    flatten_and(join.on, conjuncts);
    for (const sqlparse::Expression* conjunct : conjuncts) add_equality(*conjunct, block, local);
    add_using(join, preserved, optional, local);
    for (const std::uint32_t inner : optional) {
      for (const std::uint32_t outer : preserved) lean(inner, outer, preserved, local);
    }
  }

  void lean(std::uint32_t inner, std::uint32_t outer, const Mentions& outers, const ColumnSets& equal) {
    if (!sharded(inner) || !sharded(outer)) return;
    for (const std::uint32_t other : outers) {
      if (sharded(other) && find(other) == find(inner)) return;  // leans on one already
    }
    if (co_located(inner, outer, equal)) unite(inner, outer);
  }

  // ---- equalities ----

  void add_conditions(const sqlparse::Expression* condition, const Block& block, Universe& universe,
                      bool nullable, ColumnSets& equal) {
    std::vector<const sqlparse::Expression*> conjuncts;
    flatten_and(condition, conjuncts);
    for (const sqlparse::Expression* conjunct : conjuncts) {
      add_equality(*conjunct, block, equal);
      if (!nullable) universe.filters.emplace_back(&block, conjunct);
    }
  }

  void add_equality(const sqlparse::Expression& condition, const Block& block, ColumnSets& equal) const {
    const auto* binary = as<sqlparse::Binary>(&condition);
    if (binary == nullptr || binary->op != BinaryOp::Equal) return;
    const auto* left_row = as<sqlparse::Row>(binary->left);
    const auto* right_row = as<sqlparse::Row>(binary->right);
    if (left_row == nullptr || right_row == nullptr) {
      add_equality(bound_.resolve(block, binary->left), bound_.resolve(block, binary->right), equal);
      return;
    }
    for (std::size_t i = 0; i < std::min(left_row->items.size(), right_row->items.size()); ++i) {
      add_equality(bound_.resolve(block, left_row->items[i]), bound_.resolve(block, right_row->items[i]),
                   equal);
    }
  }

  void add_equality(std::optional<ColumnPlace> a, std::optional<ColumnPlace> b, ColumnSets& equal) const {
    if (a && b && comparable(bound_.metadata(*a), bound_.metadata(*b))) equal.unite(*a, *b);
  }

  void add_using(const sqlparse::Join& join, const Mentions& left, const Mentions& right,
                 ColumnSets& equal) const {
    for (const sqlparse::Name& name : join.using_columns) {
      add_equality(only_column(left, name.text), only_column(right, name.text), equal);
    }
  }

  [[nodiscard]] std::optional<ColumnPlace> only_column(const Mentions& mentions,
                                                       std::string_view name) const {
    std::optional<ColumnPlace> found;
    for (const std::uint32_t mention : mentions) {
      if (bound_.mentions[mention].metadata == nullptr) return std::nullopt;
      const auto column = bound_.mentions[mention].metadata->find_column(name);
      if (!column) continue;
      if (found) return std::nullopt;
      found = ColumnPlace{mention, *column};
    }
    return found;
  }

  [[nodiscard]] std::optional<ColumnPlace> key_place(std::uint32_t mention, std::uint32_t key) const {
    const TableMention& m = bound_.mentions[mention];
    const auto column = m.metadata->find_column(m.placement.table->sharding_columns[key]);
    if (!column) return std::nullopt;
    return ColumnPlace{mention, *column};
  }

  [[nodiscard]] bool equated(std::uint32_t a, std::uint32_t b, const KeyPair& pair,
                             const ColumnSets& equal) const {
    const auto left = key_place(a, pair.left);
    const auto right = key_place(b, pair.right);
    return left && right && equal.same(*left, *right);
  }

  // Rows of a and b that these equalities bring together are in nodes of one
  // index: the whole key is equal; or they are one row (the primary key is
  // equal; other unique keys hold within a shard only, and are not made here);
  // or the tables are declared as binding and joined by their table key, which
  // is the user's word that rows of one key lie together (ARCHITECTURE.md).
  [[nodiscard]] bool co_located(std::uint32_t a, std::uint32_t b, const ColumnSets& equal) const {
    const rule::ShardedTable& first = *bound_.mentions[a].placement.table;
    const rule::ShardedTable& second = *bound_.mentions[b].placement.table;
    if (!same_topology(first, second)) return false;
    if (first.nodes.size() == 1) return true;
    const std::vector<KeyPair> pairs = key_pairs(first, second);
    bool all = !pairs.empty();
    bool table_key = false;
    bool all_of_table_key = true;
    for (const KeyPair& pair : pairs) {
      const bool is_equal = equated(a, b, pair, equal);
      all = all && is_equal;
      if (!pair.is_table) continue;
      table_key = true;
      all_of_table_key = all_of_table_key && is_equal;
    }
    if (all) return true;
    if (&first == &second) return same_row(a, b, equal);
    return table_key && all_of_table_key;
  }

  [[nodiscard]] bool same_row(std::uint32_t a, std::uint32_t b, const ColumnSets& equal) const {
    const rule::TableMetadata& table = *bound_.mentions[a].metadata;
    const rule::KeyMetadata* key = table.primary_key();
    return key != nullptr && key->identifies_rows() &&
           std::all_of(key->columns.begin(), key->columns.end(), [&](std::uint32_t column) {
             return equal.same(ColumnPlace{a, column}, ColumnPlace{b, column});
           });
  }

  void unite_pairs(const Mentions& mentions, const ColumnSets& equal) {
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      for (std::size_t j = i + 1; j < mentions.size(); ++j) {
        if (sharded(mentions[i]) && sharded(mentions[j]) && co_located(mentions[i], mentions[j], equal)) {
          unite(mentions[i], mentions[j]);
        }
      }
    }
  }

  // ---- subqueries ----

  void link_to_outer(Universe& universe) {
    const Block& block = *universe.block;
    if (block.place != Block::Place::Value || !any_sharded(universe.mentions)) return;
    out_.may_combine = false;
    add_membership(block, universe.equal);
    Mentions outers;
    for (const Block* outer = block.parent; outer != nullptr; outer = outer->parent) {
      for (const Universe& other : out_.universes) {
        if (other.block != outer && !contains(other, *outer)) continue;
        outers.insert(outers.end(), other.mentions.begin(), other.mentions.end());
        break;
      }
    }
    for (const std::uint32_t inner : universe.mentions) {
      for (const std::uint32_t outer : outers) lean(inner, outer, outers, universe.equal);
    }
  }

  [[nodiscard]] bool contains(const Universe& universe, const Block& block) const {
    return std::any_of(block.mentions.begin(), block.mentions.end(), [&](std::uint32_t m) {
      return std::find(universe.mentions.begin(), universe.mentions.end(), m) != universe.mentions.end();
    });
  }

  // `x IN (SELECT y ...)` as a condition that every row satisfies: y = x. Not
  // under NOT, where a NULL elsewhere would matter.
  void add_membership(const Block& block, ColumnSets& equal) const {
    const sqlparse::Expression* operand = nullptr;
    if (const auto* in = as<sqlparse::InSubquery>(block.predicate); in != nullptr && !in->negated) {
      operand = in->operand;
    } else if (const auto* any = as<sqlparse::Quantified>(block.predicate);
               any != nullptr && !any->all && any->op == BinaryOp::Equal) {
      operand = any->left;
    }
    if (operand == nullptr || !passes_rows(block) || !is_filter(block)) return;
    const auto* row = as<sqlparse::Row>(operand);
    for (std::size_t i = 0; i < block.select->items.size(); ++i) {
      const sqlparse::Expression* left =
          row == nullptr ? (i == 0 ? operand : nullptr) : (i < row->items.size() ? row->items[i] : nullptr);
      if (left == nullptr) return;
      add_equality(bound_.resolve(*block.parent, left), bound_.resolve(block, block.select->items[i]->value),
                   equal);
    }
  }

  [[nodiscard]] bool is_filter(const Block& block) const {
    for (const Universe& universe : out_.universes) {
      for (const auto& [scope, condition] : universe.filters) {
        if (scope == block.parent && condition == block.predicate) return true;
      }
    }
    return false;
  }

  // A subquery that does not lean on a table of the statement's own level would
  // see one shard at a time, and the statement's own rows would come repeatedly.
  void check_anchored(const Universe& universe) {
    if (universe.block->place != Block::Place::Value) return;
    for (const std::uint32_t inner : universe.mentions) {
      if (!sharded(inner)) continue;
      const bool anchored =
          std::any_of(out_.universes.begin(), out_.universes.end(), [&](const Universe& other) {
            const Block::Place place = other.block->place;
            if (place == Block::Place::Value || place == Block::Place::Common) return false;
            return std::any_of(other.mentions.begin(), other.mentions.end(),
                               [&](std::uint32_t m) { return sharded(m) && find(m) == find(inner); });
          });
      if (!anchored)
        oppose("a subquery on a sharded table that is not joined by its key, over several shards");
    }
  }

  // ---- results ----

  // Arms of a UNION run side by side in every node if their tables lie alike.
  void join_arms() {
    if (bound_.top.size() < 2) return;
    out_.may_combine = false;
    std::optional<std::uint32_t> first;
    for (const Universe& universe : out_.universes) {
      if (universe.block->place != Block::Place::Arm) continue;
      if (!any_sharded(universe.mentions)) {
        oppose("UNION of a sharded table with rows that are not sharded, over several shards");
        continue;
      }
      for (const std::uint32_t mention : universe.mentions) {
        if (!sharded(mention)) continue;
        if (!first) {
          first = mention;
        } else if (find(*first) != find(mention) &&
                   same_topology(*bound_.mentions[*first].placement.table,
                                 *bound_.mentions[mention].placement.table)) {
          if (class_size_in(universe, mention)) unite(*first, mention);
        }
        break;
      }
    }
  }

  // All sharded mentions of the arm are of one class.
  [[nodiscard]] bool class_size_in(const Universe& universe, std::uint32_t mention) const {
    return std::all_of(universe.mentions.begin(), universe.mentions.end(),
                       [&](std::uint32_t m) { return !sharded(m) || find(m) == find(mention); });
  }

  void make_classes() {
    out_.class_of.assign(bound_.mentions.size(), -1);
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) {
      if (!sharded(i)) continue;
      const std::uint32_t root = find(i);
      if (out_.class_of[root] < 0) {
        out_.class_of[root] = static_cast<std::int32_t>(out_.classes.size());
        RouteClass& route = out_.classes.emplace_back();
        route.table = bound_.mentions[root].placement.table;
        route.source_group = static_cast<std::uint32_t>(out_.classes.size() - 1);
        add_columns(bound_.mentions[root], route);
      }
      out_.class_of[i] = out_.class_of[root];
      out_.classes[static_cast<std::size_t>(out_.class_of[i])].mentions.push_back(i);
    }
    for (std::size_t c = 0; c < out_.classes.size(); ++c) add_filters(out_.classes[c]);
  }

  void add_columns(const TableMention& mention, RouteClass& route) const {
    for (const std::string& name : route.table->sharding_columns) {
      if (const auto column = mention.metadata->find_column(name)) {
        route.columns.emplace_back(mention.metadata->columns[*column]);
      } else {
        rule::ColumnMetadata unknown;  // no condition can name it
        unknown.name = name;
        route.columns.emplace_back(unknown);
      }
    }
  }

  // The universe where the class begins restricts it; arms each allow their own.
  void add_filters(RouteClass& route) {
    std::vector<ConditionProgram::Node> choices;
    for (const Universe& universe : out_.universes) {
      const bool is_owner = std::find(universe.mentions.begin(), universe.mentions.end(),
                                      route.mentions.front()) != universe.mentions.end();
      const bool is_arm =
          universe.block->place == Block::Place::Arm &&
          std::any_of(universe.mentions.begin(), universe.mentions.end(), [&](std::uint32_t m) {
            return std::find(route.mentions.begin(), route.mentions.end(), m) != route.mentions.end();
          });
      if (!is_owner && !is_arm) continue;
      std::vector<ConditionProgram::Node> all;
      for (const auto& [scope, condition] : universe.filters) {
        all.push_back(compile_condition(bound_, universe, *scope, *condition, route));
      }
      choices.push_back(route.conditions.all_of(std::move(all)));
    }
    route.conditions.set_root(choices.empty() ? route.conditions.anything()
                                              : route.conditions.any_of(std::move(choices)));
  }

  // Tables whose databases are chosen alike and joined by that key.
  void find_source_groups() {
    if (out_.universes.empty()) return;
    for (std::size_t i = 0; i < out_.classes.size(); ++i) {
      for (std::size_t j = i + 1; j < out_.classes.size(); ++j) {
        if (!joined_by_database_key(out_.classes[i], out_.classes[j])) continue;
        const std::uint32_t from = out_.classes[j].source_group;
        for (RouteClass& route : out_.classes) {
          if (route.source_group == from) route.source_group = out_.classes[i].source_group;
        }
      }
    }
  }

  [[nodiscard]] bool joined_by_database_key(const RouteClass& a, const RouteClass& b) const {
    for (const std::uint32_t left : a.mentions) {
      for (const std::uint32_t right : b.mentions) {
        const rule::Strategy& first = bound_.mentions[left].placement.table->database_strategy;
        const rule::Strategy& second = bound_.mentions[right].placement.table->database_strategy;
        if (first.is_none() || second.is_none() || first.columns.size() != second.columns.size()) continue;
        if (bound_.mentions[left].schema != bound_.mentions[right].schema) continue;
        if (first.algorithm->describe() != second.algorithm->describe()) continue;
        bool all = true;
        for (std::size_t i = 0; i < first.columns.size(); ++i) {
          const KeyPair pair{first.columns[i], second.columns[i], false};
          all = all && equated(left, right, pair, out_.universes[0].equal);
        }
        if (all) return true;
      }
    }
    return false;
  }

  const BoundStatement& bound_;
  Distribution& out_;
  std::vector<std::uint32_t> root_;
  std::unordered_map<const sqlparse::Node*, std::uint32_t> by_node_;
  std::unordered_map<const Block*, bool> inlined_;
};

void pair_strategies(const rule::Strategy& a, const rule::Strategy& b, bool is_table,
                     std::vector<KeyPair>& out) {
  for (std::size_t i = 0; i < std::min(a.columns.size(), b.columns.size()); ++i) {
    out.push_back({a.columns[i], b.columns[i], is_table});
  }
}

}  // namespace

bool passes_rows(const Block& block) {
  const sqlparse::Select* select = block.select;
  if (select == nullptr || block.query == nullptr) return false;
  if (block.query->with != nullptr || block.query->limit != nullptr || block.query->body != select)
    return false;
  if (select->has(sqlparse::SelectOption::Distinct) || !select->group_by.empty() ||
      select->having != nullptr || select->qualify != nullptr || select->procedure.present()) {
    return false;
  }
  return std::none_of(select->items.begin(), select->items.end(),
                      [](const sqlparse::SelectItem* item) { return sqlparse::calls_over_rows(*item); });
}

void flatten_and(const sqlparse::Expression* condition, std::vector<const sqlparse::Expression*>& out) {
  if (condition == nullptr) return;
  const auto* binary = as<sqlparse::Binary>(condition);
  if (binary == nullptr || binary->op != BinaryOp::And) {
    out.push_back(condition);
    return;
  }
  flatten_and(binary->left, out);
  flatten_and(binary->right, out);
}

std::vector<KeyPair> key_pairs(const rule::ShardedTable& a, const rule::ShardedTable& b) {
  std::vector<KeyPair> pairs;
  pair_strategies(a.database_strategy, b.database_strategy, false, pairs);
  pair_strategies(a.table_strategy, b.table_strategy, true, pairs);
  return pairs;
}

Result<void> distribute(const BoundStatement& bound, Distribution& out) {
  const rule::Schema* schema = bound.schema();
  for (const TableMention& mention : bound.mentions) {
    if (mention.schema != nullptr && mention.schema != schema) {
      return Error::not_supported("tables of two schemas in one statement");
    }
  }
  Analyst(bound, out).run();
  return {};
}

bool may_scatter(const Distribution& distribution) {
  return std::any_of(distribution.classes.begin(), distribution.classes.end(),
                     [](const RouteClass& route) { return route.table->nodes.size() > 1; });
}

bool covers_key(const BoundStatement& bound, const Distribution& distribution,
                const std::vector<ColumnPlace>& columns) {
  if (distribution.classes.size() != 1 || distribution.universes.empty()) return false;
  const RouteClass& route = distribution.classes[0];
  std::vector<bool> covered(route.columns.size(), false);
  for (const ColumnPlace& place : columns) {
    if (bound.mentions[place.mention].nullable) continue;  // its NULL rows come from every node
    const auto key = sharding_position(bound, distribution.universes[0], route, place);
    // Only a type whose equality is that of the routing: texts may be equal and
    // lie apart.
    if (key && bound.metadata(place).is_integer()) covered[*key] = true;
  }
  return !covered.empty() && std::all_of(covered.begin(), covered.end(), [](bool c) { return c; });
}

}  // namespace mallshard::plan
