#include "plan/gather.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "plan/inserted_table.h"
#include "plan/row_writer.h"

namespace mallshard::plan {
namespace {

class Asker {
 public:
  Asker(const Gather& gather, const Execution& execution) : gather_(gather), execution_(execution) {}

  Result<void> fill(const GatheredMention& mention, GatherTable& out) const {
    out = mention.table;
    const bool has_source =
        !mention.routes.empty() || mention.source != rule::kNoSource || !mention.questions.empty();
    if (!out.fill.empty() || !has_source) return {};  // staged rows come from the statement
    Result<std::string> wanted = rows_wanted(mention);
    if (!wanted) return wanted.error();
    std::string rest = mention.alias + *wanted;
    if (!mention.lock_unless_read_committed || !execution_.read_committed) rest += mention.lock;
    if (mention.lock_wait) {
      [[maybe_unused]] const bool written =
          write_excerpt(gather_.excerpts, execution_, *mention.lock_wait, rest);
      assert(written);  // the grammar takes no parameter there
    }
    for (const GatheredMention::Question& question : mention.questions) {
      Target& target = out.targets.emplace_back();
      target.source = question.source;
      target.sql = question.select + rest;
    }
    if (!mention.questions.empty()) return {};
    if (mention.routes.empty()) {
      add_target(mention, mention.source, mention.name, 0, rest, out);
      return {};
    }
    std::optional<rule::NodeSet> nodes;
    for (const RoutedClass& route : mention.routes) {
      rule::NodeSet set;
      if (Result<void> done = route.conditions.evaluate(*route.table, route.columns, execution_, set); !done)
        return done;
      if (nodes) {
        nodes->intersect(set);
      } else {
        nodes = std::move(set);
      }
    }
    const rule::ShardedTable& table = *mention.routes.front().table;
    nodes->for_each([&](std::uint32_t node) {
      add_target(mention, table.nodes[node].source, quoted(table.nodes[node].table, '`'), node, rest, out);
    });
    std::stable_sort(out.targets.begin(), out.targets.end(),
                     [](const Target& a, const Target& b) { return a.source < b.source; });
    if (mention.lock.empty() && !mention.limit) ask_together(out.targets);
    return {};
  }

 private:
  // The tables of one source in one question. All its columns are of types that
  // a UNION of them has, too.
  static void ask_together(std::vector<Target>& targets) {
    constexpr std::size_t kMost = 64;
    std::vector<Target> together;
    std::size_t arms = 0;
    for (Target& target : targets) {
      if (!together.empty() && together.back().source == target.source && arms < kMost) {
        together.back().sql += " UNION ALL " + target.sql;
        ++arms;
      } else {
        together.push_back(std::move(target));
        arms = 1;
      }
    }
    targets = std::move(together);
  }

  static void add_target(const GatheredMention& mention, rule::SourceId source, const std::string& name,
                         std::uint32_t node, const std::string& rest, GatherTable& out) {
    Target& target = out.targets.emplace_back();
    target.source = source;
    const std::string number = mention.numbered ? std::to_string(node) + ", " : "";
    target.sql = "SELECT " + number + mention.select_list + " FROM " + name + rest;
  }

  [[nodiscard]] Result<std::string> rows_wanted(const GatheredMention& mention) const {
    std::string text;
    bool all = true;
    for (std::size_t i = 0; i < mention.conditions.size(); ++i) {
      std::string one;
      if (!write_excerpt(gather_.excerpts, execution_, mention.conditions[i], one)) {
        if (i < mention.asked_once)
          return Error::not_supported("MATCH ... AGAINST with such a parameter over several shards");
        all = false;  // it holds a parameter that has no literal
        continue;
      }
      text += (text.empty() ? " WHERE (" : " AND (") + one + ")";
    }
    std::string limit;
    if (all && mention.limit && write_excerpt(gather_.excerpts, execution_, *mention.limit, limit))
      text += ' ' + limit;
    return text;
  }

  const Gather& gather_;
  const Execution& execution_;
};

}  // namespace

Result<void> Gather::fill(const Execution& execution, std::span<const std::uint32_t> parameter_tokens,
                          bool prepared, Dispatch& out) const {
  if (error) return *error;
  if (execution.in_transaction && !transaction_obstacle.empty())
    return Error::not_supported(transaction_obstacle);
  const Asker asker(*this, execution);
  for (const GatheredMention& mention : mentions) {
    const auto otherwise = execution.in_transaction ? GatheredMention::When::OutOfTransaction
                                                    : GatheredMention::When::InTransaction;
    if (mention.when == otherwise) continue;
    if (Result<void> done = asker.fill(mention, out.gathers.emplace_back()); !done) return done;
  }
  write_target(execution, parameter_tokens, execution.in_transaction ? inside : outside, prepared, out);
  if (written != nullptr) out.write_back = write_rows_back(written);
  if (inserted != nullptr) {
    Result<std::shared_ptr<WriteBack>> back = insert_rows_back(inserted, excerpts, execution);
    if (!back) return back.error();
    out.write_back = std::move(*back);
    out.answer = Answer::Sum;
    out.insert_ignore = inserted->ignore;
  }
  return {};
}

Result<void> Gather::prepare(const Execution& execution, std::span<const std::uint32_t> parameter_tokens,
                             Dispatch& out) const {
  if (error) return *error;
  for (const GatheredMention& mention : mentions) {
    if (mention.when == GatheredMention::When::InTransaction) continue;
    out.gathers.push_back(mention.table);
    out.gathers.back().fill.clear();
  }
  write_target(execution, parameter_tokens, outside, true, out);
  return {};
}

void Gather::write_target(const Execution& execution, std::span<const std::uint32_t> parameter_tokens,
                          const Rewrite& text, bool prepared, Dispatch& out) const {
  WriteContext context;
  context.execution = &execution;
  context.parameter_tokens = parameter_tokens;
  out.targets.resize(1);
  Target& target = out.targets.front();
  target.source = source;
  target.sql.clear();
  target.parameters.clear();
  write_statement(text, context, target.sql, prepared ? &target.parameters : nullptr);
  out.access = access;
  out.answer = Answer::PassThrough;
  out.naming = naming;
  out.returns_rows = returns_rows;
}

}  // namespace mallshard::plan
