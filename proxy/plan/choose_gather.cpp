#include "plan/choose_gather.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/bytes.h"
#include "plan/explain.h"
#include "plan/find_conditions.h"
#include "plan/gather_obstacle.h"
#include "plan/gather_text.h"
#include "plan/information_schema_gather.h"
#include "plan/match_against.h"
#include "plan/row_conditions.h"
#include "plan/stored_function.h"
#include "plan/temporary_table.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

class Chooser {
 public:
  Chooser(const PlanInput& input, const BoundStatement& bound, const Distribution& distribution,
          rule::SourceId pinned, const GatheredWrite* write)
      : input_(input), bound_(bound), distribution_(distribution), pinned_(pinned), write_(write) {}

  GatherChoice choose() {
    std::string obstacle = gather_obstacle(input_, bound_);
    if (obstacle.empty() && write_ != nullptr) obstacle = write_->obstacle;
    if (!obstacle.empty()) return {nullptr, std::move(obstacle)};
    if (write_ != nullptr && write_->error) {
      gather_.error = write_->error;
      return {std::make_shared<const Gather>(std::move(gather_)), {}};
    }

    if (std::optional<Error> reopened = reopened_table()) {
      gather_.error = std::move(reopened);
      return {std::make_shared<const Gather>(std::move(gather_)), {}};
    }

    find_wanted_columns();
    conditions_ = row_conditions(bound_);
    random_ = std::any_of(input_.facts.functions.begin(), input_.facts.functions.end(),
                          [](const auto& use) { return use.nature == sqlparse::FunctionNature::Random; });
    if (random_ && input_.context.view_check != nullptr)
      return {nullptr, "WITH CHECK OPTION beside RAND() and its like"};
    const Result<rule::SourceId> home = home_source(input_.context, bound_.schema());
    if (pinned_ == rule::kNoSource && !home) return {nullptr, std::string(construct_of(home.error()))};
    gather_.source = pinned_ != rule::kNoSource ? pinned_ : *home;
    if (std::string call = gather_call_obstacle(bound_, gather_.source, write_ != nullptr); !call.empty())
      return {nullptr, std::move(call)};
    gather_.transaction_obstacle = transaction_call_obstacle(bound_);
    gather_.access = common_parts(input_).access;
    system_ = gather_system_mentions(input_, bound_, gather_.source);
    if (!system_.obstacle.empty()) return {nullptr, std::move(system_.obstacle)};
    std::move(system_.mentions.begin(), system_.mentions.end(), std::back_inserter(gather_.mentions));
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) asked_.push_back(ask_for(i));
    if (!find_matches()) return {nullptr, "the relevance of MATCH ... AGAINST"};
    find_shared_tables();
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) {
      const TableMention& mention = bound_.mentions[i];
      if (mention.is_system) continue;
      if (mention.metadata->is_view && write_ == nullptr) {
        gather_.transaction_obstacle = "the view '" + std::string(mention.placement.name) +
                                       "' beside rows of several shards in a transaction";
        continue;
      }
      if (Result<void> added = add_mention(i); !added)
        return {nullptr, std::string(construct_of(added.error()))};
    }
    next_number_ = static_cast<std::uint32_t>(bound_.mentions.size());
    gather_.returns_rows = common_parts(input_).returns_rows;
    if (write_ == nullptr) {
      if (Result<void> added = add_text(false, gather_.outside); !added)
        return {nullptr, std::string(construct_of(added.error()))};
    }
    if (Result<void> added = add_text(true, gather_.inside); !added)
      return {nullptr, std::string(construct_of(added.error()))};
    if (write_ != nullptr) {
      if (write_->insert) {
        into_staging(*write_->insert);
      } else {
        gather_.written = std::make_shared<const std::vector<WrittenTable>>(std::move(written_));
      }
      gather_.outside = gather_.inside;
      gather_.returns_rows = write_->returns_rows;
    }
    for (const std::uint32_t token : bound_.database_tokens) gather_.excerpts.remove(token, token + 1);
    name_system_tables(bound_, gather_.excerpts);
    rewrite_session_values(input_.statement, gather_.excerpts);
    gather_.excerpts.sort();
    gather_.naming = naming();
    return {std::make_shared<const Gather>(std::move(gather_)), {}};
  }

 private:
  // MySQL opens a session's temporary table once for a statement.
  [[nodiscard]] std::optional<Error> reopened_table() const {
    if (input_.context.mariadb) return std::nullopt;
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) {
      const TableMention& first = bound_.mentions[i];
      if (first.metadata == nullptr || !first.metadata->is_temporary) continue;
      for (std::uint32_t j = i + 1; j < bound_.mentions.size(); ++j) {
        if (bound_.mentions[j].metadata == first.metadata)
          return Error(1137, "HY000", "Can't reopen table: '" + std::string(first.visible_name) + "'");
      }
    }
    return std::nullopt;
  }

  // ---- columns ----

  void find_wanted_columns() {
    wanted_.resize(bound_.mentions.size());
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      if (bound_.mentions[i].metadata != nullptr)
        wanted_[i].resize(bound_.mentions[i].metadata->columns.size());
    }
    // By name alone, in every table that has such a column: never too few, and
    // an ambiguous name stays so.
    sqlparse::walk(input_.statement, [&](const sqlparse::Node& node) {
      if (const auto* column = as<sqlparse::ColumnRef>(&node)) want(column->column.text);
      if (const auto* join = as<sqlparse::Join>(&node)) {
        for (const sqlparse::Name& name : join->using_columns) want(name.text);
      }
      return true;
    });
    if (write_ != nullptr && write_->returns_rows) want_returned();
    for (const Block& block : bound_.blocks) {
      const bool natural =
          std::any_of(block.from.begin(), block.from.end(),
                      [](const sqlparse::TableReference* reference) { return has_natural_join(*reference); });
      const bool is_table_query = block.select == nullptr && block.from.empty();
      if (natural || is_table_query) want_all(block, {});
      if (block.select == nullptr) continue;
      for (const sqlparse::SelectItem* item : block.select->items) {
        if (const auto* star = as<sqlparse::Star>(item->value)) want_all(block, star->table);
      }
    }
  }

  void want_returned() {
    const auto& statement = sqlparse::cast<sqlparse::DeleteStatement>(input_.statement);
    for (const sqlparse::SelectItem* item : statement.returning) {
      if (const auto* star = as<sqlparse::Star>(item->value)) want_all(*bound_.top[0], star->table);
    }
  }

  static bool has_natural_join(const sqlparse::TableReference& reference) {
    const auto* join = as<sqlparse::Join>(&reference);
    return join != nullptr &&
           (join->natural || has_natural_join(*join->left) || has_natural_join(*join->right));
  }

  void want(std::string_view name) {
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      if (bound_.mentions[i].metadata == nullptr) continue;
      if (const auto column = bound_.mentions[i].metadata->find_column(name)) wanted_[i][*column] = true;
    }
  }

  void want_all(const Block& block, const sqlparse::Name& table) {
    for (const std::uint32_t i : block.mentions) {
      const TableMention& mention = bound_.mentions[i];
      if (mention.metadata == nullptr) continue;
      if (table.present() && !equals_ignore_case(table.text, mention.visible_name)) continue;
      for (std::size_t c = 0; c < wanted_[i].size(); ++c) {
        if (!mention.metadata->columns[c].invisible) wanted_[i][c] = true;
      }
    }
  }

  // ---- one mention ----

  // What is asked of the base table: all but the columns.
  [[nodiscard]] GatheredMention ask_for(std::uint32_t index) const {
    const TableMention& mention = bound_.mentions[index];
    GatheredMention out;
    if (mention.is_system) return out;
    out.alias = selection_of(*mention.node) + " AS " + quoted(mention.visible_name, '`');
    for (const sqlparse::IndexHint* hint : mention.node->index_hints) {
      out.alias += " " + std::string(input_.tokens.spelling(hint->first_token, hint->last_token));
    }
    add_lock(mention, out);
    // As servers lock what a write reads, and what it may change.
    if (write_ != nullptr && out.lock.empty()) {
      out.lock = write_->writes(index) ? " FOR UPDATE" : " LOCK IN SHARE MODE";
      out.lock_unless_read_committed = !write_->writes(index) && reads_without_locks();
    }
    const bool needs_all = needs_all_rows(index);
    if (!random_ && !needs_all) add_conditions(index, out);
    if (write_ != nullptr && write_->limit != nullptr && !needs_all && has_own_rows(out)) add_limit(out);
    if (mention.is_sharded() && needs_all) {
      out.routes.push_back(routed(route_of(index)));
    } else if (mention.is_sharded()) {
      add_routes(index, out);
    } else {
      if (write_ == nullptr) out.when = GatheredMention::When::InTransaction;
      const bool single = mention.placement.kind == rule::Placement::Kind::Single;
      out.source = single ? mention.placement.source : gather_.source;
      out.name = quoted(mention.placement.name, '`');
    }
    return out;
  }

  // Under READ COMMITTED, InnoDB does so for these alone.
  [[nodiscard]] bool reads_without_locks() const {
    const auto* update = sqlparse::as<sqlparse::UpdateStatement>(&input_.statement);
    return update != nullptr ? !update->is_multi_table()
                             : sqlparse::is<sqlparse::InsertStatement>(&input_.statement);
  }

  // PARTITION (...) and FOR SYSTEM_TIME: what of the table is meant.
  [[nodiscard]] std::string selection_of(const sqlparse::TableName& table) const {
    std::string text;
    if (const auto range = partition_range(table))
      text += " " + std::string(input_.tokens.spelling(range->first, range->second));
    if (table.system_time.present())
      text += " " + std::string(input_.tokens.spelling(table.system_time.first, table.system_time.last));
    return text;
  }

  [[nodiscard]] bool needs_all_rows(std::uint32_t index) const {
    const WrittenMention* written = write_ == nullptr ? nullptr : write_->find(index);
    return written != nullptr && written->needs_all_rows;
  }

  // Mentions of one table that all want every row of it are asked for once.
  void find_shared_tables() {
    std::vector<std::uint32_t> first(bound_.mentions.size());
    for (std::uint32_t i = 0; i < first.size(); ++i) {
      first[i] = i;
      if (!wants_all_rows(i)) continue;
      for (std::uint32_t j = 0; j < i; ++j) {
        const bool same = first[j] == j && wants_all_rows(j) &&
                          bound_.mentions[i].metadata == bound_.mentions[j].metadata &&
                          asked_[i].lock == asked_[j].lock;
        if (!same) continue;
        first[i] = j;
        for (std::size_t c = 0; c < wanted_[i].size(); ++c) wanted_[j][c] = wanted_[j][c] || wanted_[i][c];
        break;
      }
    }
    for (std::uint32_t i = 0; i < first.size(); ++i) {
      if (first[i] != i) wanted_[i] = wanted_[first[i]];
    }
    shared_ = std::move(first);
  }

  [[nodiscard]] bool wants_all_rows(std::uint32_t index) const {
    const GatheredMention& asked = asked_[index];
    return !bound_.mentions[index].is_system && bound_.mentions[index].node->index_hints.empty() &&
           selection_of(*bound_.mentions[index].node).empty() && asked.conditions.empty() &&
           !asked.lock_wait &&
           std::all_of(asked.routes.begin(), asked.routes.end(),
                       [](const RoutedClass& route) { return route.conditions.is_unconditional(); });
  }

  Result<void> add_mention(std::uint32_t index) {
    const TableMention& mention = bound_.mentions[index];
    const bool is_copy = shared_[index] != index;
    if (is_copy && input_.context.mariadb) return {};  // which opens the first one again
    const std::string name = temporary_name(index);
    if (write_ != nullptr && write_->writes(index)) return add_written(index, name);
    Result<TemporaryTable> made = temporary_table(*mention.metadata, wanted_[index], name);
    if (!made) return made.error();
    std::string fill;
    if (is_copy) fill = fill_from(*mention.metadata, *made, name, temporary_name(shared_[index]));
    GatheredMention& out = add_table(mention, name, std::move(*made), std::move(asked_[index]));
    out.table.fill = std::move(fill);
    return {};
  }

  Result<void> add_written(std::uint32_t index, const std::string& name) {
    // A row must not leave them (1748); a row that is deleted does not.
    const bool stays = !sqlparse::is<sqlparse::DeleteStatement>(&input_.statement);
    if (stays && !bound_.mentions[index].node->partitions.empty())
      return Error::not_supported("PARTITION of a table that is written, over several shards");
    if (write_->insert) {
      GatherTable& staging = gather_.mentions.emplace_back().table;
      staging = write_->insert->staging;
      add_check(staging.create);
      return {};
    }
    const TableMention& mention = bound_.mentions[index];
    StagingInput input{*mention.metadata, index, wanted_[index], write_->find(index)->changed, nullptr, {}};
    if (mention.is_sharded()) {
      input.table = mention.placement.table;
    } else if (mention.is_broadcast()) {
      input.sources = all_primaries(*mention.schema);
    } else {
      input.sources = {mention.placement.source};
    }
    input.ignore = write_->ignore;
    input.hides_columns = write_->returns_rows;
    input.mariadb = input_.context.mariadb;
    input.server_version = input_.context.server_version;
    if (mention.is_sharded() && !input.changed.empty()) {
      for (const rule::KeyMetadata* key :
           scattered_keys(*input_.context.snapshot, *mention.placement.table, *mention.metadata)) {
        const bool changes = std::any_of(key->columns.begin(), key->columns.end(),
                                         [&](std::uint32_t at) { return input.changed[at]; });
        if (!changes) continue;
        if (write_->ignore)
          return Error::not_supported("UPDATE IGNORE of a key that is checked over all shards");
        input.checked_keys.push_back(key);
      }
    }
    if (write_->ignore && write_->limit != nullptr)
      input.refusal = "IGNORE with LIMIT over several shards where a constraint refuses a row";
    if (write_->ignore && bound_.top[0]->mentions.size() > 1)
      input.refusal = "IGNORE of several tables over several shards where a constraint refuses a row";
    Result<Staging> staging = stage_table(std::move(input));
    if (!staging) return staging.error();
    add_check(staging->table.create);
    GatheredMention& out = add_table(mention, name, std::move(staging->table), std::move(asked_[index]));
    if (needs_all_rows(index)) {
      out.table.no_relax = "UPDATE IGNORE of a key of '" + mention.metadata->name +
                           "', whose rows on several shards share the values of a unique key";
    }
    out.numbered = true;
    gather_.mentions.emplace_back().table = std::move(staging->snapshot);
    written_.push_back(std::move(staging->written));
    return {};
  }

  // A constraint lets NULL pass, WITH CHECK OPTION does not.
  void add_check(std::string& create) const {
    const ViewCheck* check = input_.context.view_check;
    if (check == nullptr || sqlparse::is<sqlparse::DeleteStatement>(&input_.statement)) return;
    create.insert(create.rfind(") ENGINE="),
                  ", CONSTRAINT " + quoted(kViewCheck, '`') + " CHECK ((" + check->condition + ") IS TRUE)");
  }

  GatheredMention& add_table(const TableMention& mention, const std::string& name, TemporaryTable made,
                             GatheredMention asked) {
    GatheredMention& out = gather_.mentions.emplace_back(std::move(asked));
    out.table.access = gather_.access;
    out.table.logical_table = std::string(mention.placement.name);
    out.table.name = quoted(name, '`');
    out.table.create = std::move(made.create);
    out.table.insert = std::move(made.insert);
    out.table.forms = std::move(made.forms);
    out.table.relax = std::move(made.relax);
    out.select_list = std::move(made.select_list);
    return out;
  }

  void add_conditions(std::uint32_t index, GatheredMention& out) const {
    for (const sqlparse::Expression* condition : conditions_[index]) {
      if (!is_local_to(bound_, index, *condition)) continue;
      const auto [first, last] = with_parentheses(input_.tokens, *condition);
      Excerpt excerpt = excerpt_of(*condition, first, last);
      if (count_matches(*condition) == 0) {
        out.conditions.push_back(std::move(excerpt));
      } else {
        out.conditions.insert(out.conditions.begin(), std::move(excerpt));
        ++out.asked_once;
      }
    }
  }

  // Copies have no full-text index: the base tables must have been asked with
  // every MATCH. False: they cannot be.
  bool find_matches() {
    std::size_t left = count_matches(input_.statement);
    for (std::uint32_t i = 0; left > 0 && !random_ && i < bound_.mentions.size(); ++i) {
      if (bound_.mentions[i].is_system) continue;
      for (const sqlparse::Expression* condition : conditions_[i]) {
        const std::size_t count = count_matches(*condition);
        if (count == 0 || !is_local_to(bound_, i, *condition)) continue;
        const auto [first, last] = with_parentheses(input_.tokens, *condition);
        answered_.push_back({i, first, last});
        left -= count;
      }
    }
    return left == 0;
  }

  // The statement is about one table, and no condition stays behind.
  [[nodiscard]] bool has_own_rows(const GatheredMention& asked) const {
    return bound_.mentions.size() == 1 && bound_.blocks.size() == 1 && !random_ &&
           asked.conditions.size() == conditions_[0].size();
  }

  // Its first rows in the statement's order are among those of each node.
  // (SELECT takes a number in ORDER BY for a column; DELETE does not.)
  void add_limit(GatheredMention& out) const {
    std::uint32_t first = write_->limit->first_token;
    for (const sqlparse::OrderItem* item : write_->order_by) {
      if (!sqlparse::is<sqlparse::ColumnRef>(item->value)) return;
    }
    constexpr std::uint32_t kWords = 2;  // ORDER BY
    if (!write_->order_by.empty()) first = write_->order_by.front()->first_token - kWords;
    out.limit = excerpt_of(input_.statement, first, write_->limit->last_token);
  }

  // The nodes that can hold a row of this mention: by what every row of the
  // statement satisfies, unless the mention may be missing from such a row, and
  // by the conditions that stand beside it.
  void add_routes(std::uint32_t index, GatheredMention& out) const {
    if (!is_nullable_above(bound_, index)) {
      for (const Universe& universe : distribution_.universes) {
        if (std::find(universe.mentions.begin(), universe.mentions.end(), index) == universe.mentions.end())
          continue;
        RouteClass route = route_of(index);
        std::vector<ConditionProgram::Node> all;
        for (const auto& [scope, condition] : universe.filters)
          all.push_back(compile_condition(bound_, universe, *scope, *condition, route));
        route.conditions.set_root(route.conditions.all_of(std::move(all)));
        out.routes.push_back(routed(std::move(route)));
      }
    }
    RouteClass route = route_of(index);
    const Universe alone;
    std::vector<ConditionProgram::Node> all;
    for (const sqlparse::Expression* condition : conditions_[index])
      all.push_back(compile_condition(bound_, alone, *bound_.mentions[index].block, *condition, route));
    route.conditions.set_root(route.conditions.all_of(std::move(all)));
    if (out.routes.empty() || !route.conditions.is_unconditional())
      out.routes.push_back(routed(std::move(route)));
  }

  [[nodiscard]] RouteClass route_of(std::uint32_t index) const {
    const TableMention& mention = bound_.mentions[index];
    RouteClass route;
    route.table = mention.placement.table;
    route.mentions = {index};
    for (const std::string& name : route.table->sharding_columns) {
      const auto column = mention.metadata->find_column(name);
      rule::ColumnMetadata unknown;  // no condition can name it
      unknown.name = name;
      route.columns.emplace_back(column ? mention.metadata->columns[*column] : unknown);
    }
    return route;
  }

  static RoutedClass routed(RouteClass route) {
    return {route.table, std::move(route.columns), std::move(route.conditions), 0};
  }

  // ---- locks ----

  static void add_lock(const TableMention& mention, GatheredMention& out) {
    if (mention.block->query == nullptr) return;
    for (const sqlparse::LockingClause* clause : mention.block->query->locking) {
      const bool named = std::any_of(clause->of_tables.begin(), clause->of_tables.end(),
                                     [&](const sqlparse::TableName* table) {
                                       return equals_ignore_case(table->name.text, mention.visible_name);
                                     });
      if (clause->of_tables.empty() || named) return spell(*clause, out);
    }
  }

  static void spell(const sqlparse::LockingClause& clause, GatheredMention& out) {
    out.lock = " FOR UPDATE";
    if (clause.strength == sqlparse::LockStrength::Share) out.lock = " FOR SHARE";
    if (clause.strength == sqlparse::LockStrength::InShareMode) out.lock = " LOCK IN SHARE MODE";
    switch (clause.wait) {
      case sqlparse::LockWait::Default:
        break;
      case sqlparse::LockWait::NoWait:
        out.lock += " NOWAIT";
        break;
      case sqlparse::LockWait::SkipLocked:
        out.lock += " SKIP LOCKED";
        break;
      case sqlparse::LockWait::Wait:
        out.lock += " WAIT ";
        out.lock_wait = {clause.wait_seconds->first_token, clause.wait_seconds->last_token, {}, {}};
        break;
    }
  }

  // ---- the statement itself ----

  // The text in or out of a transaction (a write's is one), and the copies of tables that it needs.
  Result<void> add_text(bool in_transaction, Rewrite& out) {
    GatheredText text =
        gathered_text(input_, bound_, shared_, answered_, in_transaction, system_.instead, next_number_);
    if (text.obstacle.empty() && !text.copies.empty() && random_)
      text.obstacle = "a common table that is mentioned twice, beside RAND() and its like";
    if (text.obstacle.empty() && !text.copies.empty() && assigns_variables(input_.statement))
      text.obstacle = "a common table that is mentioned twice, in a statement that assigns user variables";
    const bool reopens = std::any_of(text.copies.begin(), text.copies.end(), [&](const auto& copy) {
      return bound_.mentions[copy.mention].metadata->is_temporary;
    });
    if (text.obstacle.empty() && reopens && !input_.context.mariadb)
      text.obstacle = "a common table that is mentioned twice, of a TEMPORARY one";
    if (!text.obstacle.empty()) return Error::not_supported(text.obstacle);
    out = std::move(text.rewrite);
    for (const GatheredText::Copy& copy : text.copies) {
      const TableMention& mention = bound_.mentions[copy.mention];
      const std::string name = temporary_name(copy.number);
      Result<TemporaryTable> made = temporary_table(*mention.metadata, wanted_[copy.mention], name);
      if (!made) return made.error();
      const std::string fill = fill_from(*mention.metadata, *made, name, temporary_name(copy.mention));
      GatheredMention& added = add_table(mention, name, std::move(*made), {});
      added.table.fill = fill;
      added.when =
          in_transaction ? GatheredMention::When::InTransaction : GatheredMention::When::OutOfTransaction;
      if (write_ != nullptr) added.when = GatheredMention::When::Always;
      renames_.push_back({name, std::string(mention.placement.name)});
    }
    renames_.insert(renames_.end(), text.common_names.begin(), text.common_names.end());
    return {};
  }

  void into_staging(const StagedInsert& insert) {
    gather_.inserted = insert.inserted;
    if (insert.without) gather_.inside.cut(insert.without->first, insert.without->second);
    if (!insert.columns.empty())
      gather_.inside.insert_after(bound_.mentions[0].node->name.token, insert.columns);
    if (!insert.more_columns.empty()) {
      const auto& statement = sqlparse::cast<sqlparse::InsertStatement>(input_.statement);
      if (insert.columns.empty())
        gather_.inside.insert_after(statement.columns_close - 1, insert.more_columns);
      gather_.inside.insert_after(insert.last_item_token, insert.more_items);
    }
    gather_.inside.sort();
  }

  [[nodiscard]] std::shared_ptr<const Naming> naming() const {
    auto naming = std::make_shared<Naming>();
    if (const std::shared_ptr<const Naming> own = naming_of(bound_)) *naming = *own;
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) {
      const TableMention& mention = bound_.mentions[i];
      if (!mention.is_system)
        naming->tables.push_back({temporary_name(i), std::string(mention.placement.name)});
    }
    naming->tables.insert(naming->tables.end(), system_.names.begin(), system_.names.end());
    naming->tables.insert(naming->tables.end(), renames_.begin(), renames_.end());
    return naming;
  }

  const PlanInput& input_;
  const BoundStatement& bound_;
  const Distribution& distribution_;
  rule::SourceId pinned_;
  const GatheredWrite* write_;
  std::vector<WrittenTable> written_;
  Gather gather_;
  SystemMentions system_;
  std::vector<std::vector<bool>> wanted_;
  std::vector<std::vector<const sqlparse::Expression*>> conditions_;
  std::vector<GatheredMention> asked_;  // by mention
  std::vector<AnsweredCondition> answered_;
  std::vector<std::uint32_t> shared_;  // by mention: the first that wants the same rows, or itself
  bool random_ = false;
  std::uint32_t next_number_ = 0;
  std::vector<Rename> renames_;  // of copies
};

}  // namespace

GatherChoice choose_gather(const PlanInput& input, const BoundStatement& bound,
                           const Distribution& distribution, rule::SourceId pinned,
                           const GatheredWrite* write) {
  return Chooser(input, bound, distribution, pinned, write).choose();
}

}  // namespace mallshard::plan
