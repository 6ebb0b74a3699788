#include "plan/gathered_write.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/unknown_column.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

// How a mention of a written table is read by the same statement.
enum class Reading : std::uint8_t {
  Beside,    // in the same FROM
  Subquery,  // as it is, by a subquery in an expression
  Copy,      // by way of a derived or common table, which holds what was before
};

Reading reading_of(const Block& block) {
  for (const Block* each = &block; each != nullptr; each = each->parent) {
    const bool apart = each->place == Block::Place::Derived || each->place == Block::Place::Common ||
                       each->place == Block::Place::Rows;  // INSERT ... SELECT reads before it writes
    if (apart) return Reading::Copy;
    if (each->place == Block::Place::Value) continue;
    return each == &block ? Reading::Beside : Reading::Subquery;
  }
  return Reading::Copy;  // a common table's block has no parent
}

class Checker {
 public:
  Checker(const PlanInput& input, const BoundStatement& bound, GatheredWrite& out)
      : input_(input), bound_(bound), out_(out) {}

  void check(std::string_view verb, bool is_multi_table) {
    for (std::uint32_t index = 0; index < bound_.mentions.size(); ++index) {
      if (!out_.writes(index)) continue;
      const TableMention& target = bound_.mentions[index];
      if (target.is_system || target.metadata == nullptr) {
        oppose("writing '" + std::string(target.node->name.text) + "' from rows of several shards");
        continue;
      }
      for (std::uint32_t other = 0; other < bound_.mentions.size(); ++other) {
        if (other != index && bound_.mentions[other].metadata == target.metadata)
          check_reading(target, other, verb, is_multi_table);
      }
    }
    for (const TableMention& mention : bound_.mentions) {
      if (mention.metadata != nullptr && mention.metadata->is_view)
        oppose("the view '" + std::string(mention.placement.name) + "' in a write over several shards");
    }
  }

  void oppose(std::string reason) {
    if (out_.obstacle.empty()) out_.obstacle = std::move(reason);
  }

 private:
  // What stands beside is read as it was: servers write such a join's rows when
  // all have been found, and it is a copy of its own here.
  void check_reading(const TableMention& target, std::uint32_t other, std::string_view verb,
                     bool is_multi_table) {
    const Reading reading = reading_of(*bound_.mentions[other].block);
    if (reading == Reading::Beside) {
      if (out_.writes(other))
        oppose("writing '" + std::string(target.placement.name) + "' twice in a join, over several shards");
      return;
    }
    const std::string name(target.visible_name);
    if (input_.context.mariadb) {
      if (!is_multi_table || verb != "DELETE" || reading == Reading::Copy || out_.error) return;
      out_.error = Error(1093, "HY000",
                         "Table '" + name + "' is specified twice, both as a target for '" +
                             std::string(verb) + "' and as a separate source for data");
      return;
    }
    if (reading == Reading::Copy || out_.error) return;
    out_.error =
        Error(1093, "HY000", "You can't specify target table '" + name + "' for update in FROM clause");
  }

  const PlanInput& input_;
  const BoundStatement& bound_;
  GatheredWrite& out_;
};

// UPDATE IGNORE: the copies judge keys, and only those that they have.
void check_ignored_keys(const BoundStatement& bound, Checker& checker, GatheredWrite& out) {
  for (WrittenMention& each : out.written) {
    const rule::TableMetadata& table = *bound.mentions[each.mention].metadata;
    for (const rule::KeyMetadata& key : table.keys) {
      if (!key.unique) continue;
      const bool generated = std::any_of(key.columns.begin(), key.columns.end(),
                                         [&](std::uint32_t at) { return table.columns[at].generated; });
      if (generated || key.has_expression) {
        checker.oppose("UPDATE IGNORE of '" + table.name + "', whose key '" + key.name +
                       "' is one of expressions, over several shards");
      }
      each.needs_all_rows =
          each.needs_all_rows || std::any_of(key.columns.begin(), key.columns.end(),
                                             [&](std::uint32_t at) { return each.changed[at]; });
    }
  }
}

// SET a = DEFAULT: temporary tables have the defaults that are literals, or the clock.
bool has_unknown_default(const rule::ColumnMetadata& column) {
  return (column.unknown_default && !column.default_now) || column.auto_increment;
}

}  // namespace

void check_written_tables(const PlanInput& input, const BoundStatement& bound, std::string_view verb,
                          bool is_multi_table, GatheredWrite& out) {
  Checker(input, bound, out).check(verb, is_multi_table);
}

const WrittenMention* GatheredWrite::find(std::uint32_t mention) const {
  const auto at = std::find_if(written.begin(), written.end(),
                               [&](const WrittenMention& each) { return each.mention == mention; });
  return at == written.end() ? nullptr : &*at;
}

GatheredWrite gathered_update(const PlanInput& input, const BoundStatement& bound,
                              const std::vector<std::uint32_t>& written) {
  const auto& statement = sqlparse::cast<sqlparse::UpdateStatement>(input.statement);
  GatheredWrite out;
  Checker checker(input, bound, out);
  for (std::size_t i = 0; i < statement.assignments.size() && i < written.size(); ++i) {
    const rule::TablePtr& table = bound.mentions[written[i]].metadata;
    if (table == nullptr) continue;
    const sqlparse::Assignment& assignment = *statement.assignments[i];
    const auto column = table->find_column(assignment.column->column.text);
    if (!column) {
      out.error =
          unknown_column(assignment.column->column.text, ColumnClause::Set, input.tokens.options.flavour);
      continue;
    }
    const auto* fallback = as<sqlparse::DefaultValue>(assignment.value);
    if (fallback == nullptr && table->columns[*column].generated && !input.context.mariadb) {
      // MariaDB says so in a strict mode only.
      out.error = Error(3105, "HY000",
                        "The value specified for generated column '" + table->columns[*column].name +
                            "' in table '" + table->name + "' is not allowed.");
    }
    if (fallback != nullptr && has_unknown_default(table->columns[*column]))
      checker.oppose("SET " + table->columns[*column].name +
                     " = DEFAULT, whose default is not a literal, over several shards");
    if (out.find(written[i]) == nullptr)
      out.written.push_back({written[i], std::vector<bool>(table->columns.size(), false)});
    for (WrittenMention& each : out.written) {
      if (each.mention == written[i]) each.changed[*column] = true;
    }
  }
  checker.check("UPDATE", statement.is_multi_table());
  out.ignore = statement.ignore;
  if (statement.ignore) check_ignored_keys(bound, checker, out);
  out.limit = statement.limit;
  out.order_by = statement.order_by;
  return out;
}

GatheredWrite gathered_delete(const PlanInput& input, const BoundStatement& bound,
                              const std::vector<std::uint32_t>& written) {
  const auto& statement = sqlparse::cast<sqlparse::DeleteStatement>(input.statement);
  GatheredWrite out;
  for (const std::uint32_t mention : written) {
    if (out.find(mention) == nullptr) out.written.push_back({mention, {}});
  }
  Checker checker(input, bound, out);
  out.ignore = statement.ignore;
  if (statement.form == sqlparse::DeleteForm::History) checker.oppose("DELETE HISTORY over several shards");
  out.returns_rows = !statement.returning.empty();
  checker.check("DELETE", statement.form != sqlparse::DeleteForm::SingleTable);
  out.limit = statement.limit;
  out.order_by = statement.order_by;
  return out;
}

}  // namespace mallshard::plan
