#include "plan/gather.h"

#include <algorithm>
#include <utility>

#include "plan/row_writer.h"

namespace mallshard::plan {
namespace {

// A literal that compares as the parameter does; false if there is none.
bool append_parameter(const Value& value, std::string& out) {
  switch (value.kind) {
    case Value::Kind::Null:
      out += "NULL";
      return true;
    case Value::Kind::Int:
      out += std::to_string(value.integer);
      return true;
    case Value::Kind::UInt:
      out += std::to_string(value.as_unsigned());
      return true;
    case Value::Kind::Decimal:
      out += value.text;
      return true;
    case Value::Kind::Text:
      // What a backslash means depends on sql_mode; no character set of a client
      // has a quote inside of a character.
      if (value.text.find_first_of(std::string_view("\\\0", 2)) != std::string::npos) return false;
      out += '\'';
      for (const char c : value.text) {
        out += c;
        if (c == '\'') out += c;
      }
      out += '\'';
      return true;
    default:
      return false;
  }
}

class Asker {
 public:
  Asker(const Gather& gather, const Execution& execution) : gather_(gather), execution_(execution) {
    context_.execution = &execution;
  }

  Result<void> fill(const GatheredMention& mention, GatherTable& out) const {
    out = mention.table;
    if (!out.fill.empty()) return {};
    std::string rest = mention.alias + where(mention) + mention.lock;
    if (mention.lock_wait) write(*mention.lock_wait, rest);
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
    return {};
  }

 private:
  static void add_target(const GatheredMention& mention, rule::SourceId source, const std::string& name,
                         std::uint32_t node, const std::string& rest, GatherTable& out) {
    Target& target = out.targets.emplace_back();
    target.source = source;
    const std::string number = mention.numbered ? std::to_string(node) + ", " : "";
    target.sql = "SELECT " + number + mention.select_list + " FROM " + name + rest;
  }

  [[nodiscard]] std::string where(const GatheredMention& mention) const {
    std::string text;
    for (const Excerpt& condition : mention.conditions) {
      std::string one;
      if (!write(condition, one)) continue;
      text += (text.empty() ? " WHERE (" : " AND (") + one + ")";
    }
    return text;
  }

  // False: it holds a parameter that has no literal.
  bool write(const Excerpt& excerpt, std::string& out) const {
    std::uint32_t from = excerpt.first;
    for (const Excerpt::Mark& mark : excerpt.parameters) {
      if (mark.parameter >= execution_.parameters.size()) return false;
      if (mark.token > from) write_tokens(gather_.excerpts, context_, from, mark.token - 1, out, nullptr);
      if (!out.empty()) out += ' ';
      if (!append_parameter(execution_.parameters[mark.parameter], out)) return false;
      from = mark.token + 1;
      if (from <= excerpt.last) out += ' ';
    }
    if (from <= excerpt.last) write_tokens(gather_.excerpts, context_, from, excerpt.last, out, nullptr);
    return true;
  }

  const Gather& gather_;
  const Execution& execution_;
  WriteContext context_;
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
  WriteContext context;
  context.execution = &execution;
  context.parameter_tokens = parameter_tokens;
  out.targets.resize(1);
  Target& target = out.targets.front();
  target.source = source;
  target.sql.clear();
  target.parameters.clear();
  write_statement(execution.in_transaction ? inside : outside, context, target.sql,
                  prepared ? &target.parameters : nullptr);
  out.access = access;
  out.answer = Answer::PassThrough;
  out.naming = naming;
  out.returns_rows = written == nullptr;
  if (written != nullptr) out.write_back = write_rows_back(written);
  return {};
}

}  // namespace mallshard::plan
