// LOCK TABLES: each source locks its nodes of the tables, and the session keeps
// its connections. Statements then name them without an alias of ours
// (Context::tables_locked), so that what they name is what is locked.
#include <algorithm>
#include <map>
#include <utility>

#include "plan/fixed_plan.h"
#include "plan/names.h"
#include "plan/plan_parts.h"
#include "plan/rewrite.h"
#include "plan/views.h"

namespace mallshard::plan {
namespace {

std::string_view lock_words(sqlparse::TableLock lock) {
  using enum sqlparse::TableLock;
  switch (lock) {
    case Read:
      return "READ";
    case ReadLocal:
      return "READ LOCAL";
    case LowPriorityWrite:
      return "LOW_PRIORITY WRITE";
    case WriteConcurrent:
      return "WRITE CONCURRENT";
    case Write:
      break;
  }
  return "WRITE";
}

class LockPlanner {
 public:
  LockPlanner(const PlanInput& input, const sqlparse::LockTablesStatement& statement)
      : input_(input), statement_(statement) {}

  Outcome plan() {
    for (const sqlparse::LockItem* item : statement_.items) {
      if (Result<void> added = add(*item); !added) return added.error();
    }
    for (std::size_t i = 0; i < views_.size(); ++i) {  // grows: views over views
      if (Result<void> added = add_tables_of(*views_[i].table, views_[i].lock); !added) return added.error();
    }
    if (!need_.tables.empty()) return need_;
    Dispatch dispatch;
    for (auto& [source, list] : lists_) {
      Target& target = dispatch.targets.emplace_back();
      target.source = source;
      for (const Lock& each : list) {
        target.sql += target.sql.empty() ? "LOCK TABLES " : ", ";
        target.sql.append(each.table).append(" ").append(lock_words(each.lock));
      }
      if (statement_.wait.present()) {
        target.sql += ' ';
        target.sql += input_.tokens.spelling(statement_.wait.first, statement_.wait.last);
      }
    }
    dispatch.implicit_commit = true;
    dispatch.pins = held::kTableLocks;
    dispatch.one_by_one = true;
    dispatch.answer = dispatch.targets.size() > 1 ? Answer::Same : Answer::PassThrough;
    naming_->logical_schema = schema_->name;
    dispatch.naming = std::move(naming_);
    return std::make_shared<const FixedPlan>(std::move(dispatch), *input_.context.snapshot);
  }

 private:
  Result<void> add(const sqlparse::LockItem& item) {
    TableMention mention;
    mention.node = item.table;
    if (Result<void> placed = place_table(*item.table, input_.context, mention); !placed) return placed;
    if (mention.is_system) return Error::not_supported("LOCK TABLES of a system schema's table");
    if (schema_ != nullptr && schema_ != mention.schema)
      return Error::not_supported("tables of two schemas in one statement");
    schema_ = mention.schema;
    if (mention.is_sharded() || mention.is_broadcast()) return place(mention, item);
    if (!schema_->has_spread_table() || input_.context.metadata == nullptr) return place(mention, item);
    const FoundName found = find_name(*schema_, item.table->name.text, input_.context);
    if (found.need) {
      need_.tables.insert(need_.tables.end(), found.need->tables.begin(), found.need->tables.end());
      return {};
    }
    if (found.failure != nullptr) return *found.failure;
    if (found.table != nullptr && is_logical_view(*found.table, *schema_, input_.context)) {
      append(found.table->view->source, found.table->name, item);  // for SHOW CREATE
      views_.push_back({found.table, item.lock});
      return {};
    }
    return place(mention, item);
  }

  // A server locks a view's tables with it, for statements that read the view.
  Result<void> add_tables_of(const rule::TableMetadata& view, sqlparse::TableLock lock) {
    for (const std::string& name : view.view->tables) {
      const rule::Placement at = schema_->place(name);
      if (at.kind == rule::Placement::Kind::Sharded) {
        for (const rule::TableNode& node : at.table->nodes)
          append_unless_there(node.source, node.table, lock);
        add_renames(*at.table, *naming_);
        continue;
      }
      if (at.kind == rule::Placement::Kind::Broadcast) {
        for (const rule::SourceId source : all_primaries(*schema_)) append_unless_there(source, name, lock);
        continue;
      }
      const FoundName found = find_name(*schema_, name, input_.context);
      if (found.need) {
        need_.tables.insert(need_.tables.end(), found.need->tables.begin(), found.need->tables.end());
      } else if (found.failure != nullptr) {
        return *found.failure;
      } else if (found.table != nullptr && is_logical_view(*found.table, *schema_, input_.context)) {
        const bool seen = std::any_of(views_.begin(), views_.end(),
                                      [&](const View& each) { return each.table == found.table; });
        if (!seen) views_.push_back({found.table, lock});
      } else {
        append_unless_there(at.source, name, lock);
      }
    }
    return {};
  }

  Result<void> place(const TableMention& mention, const sqlparse::LockItem& item) {
    if (mention.is_sharded()) return place_nodes(mention, item);
    const std::string name(item.table->name.text);
    if (mention.is_broadcast()) {
      for (const rule::SourceId source : all_primaries(*schema_)) append(source, name, item);
    } else {
      append(mention.placement.source, name, item);
    }
    return {};
  }

  Result<void> place_nodes(const TableMention& mention, const sqlparse::LockItem& item) {
    const rule::ShardedTable& table = *mention.placement.table;
    std::map<rule::SourceId, int> nodes;
    for (const rule::TableNode& node : table.nodes) {
      if (++nodes[node.source] > 1 && mention.has_alias()) {
        return Error::not_supported(
            "LOCK TABLES " + std::string(item.table->name.text) + " AS " +
            std::string(item.table->alias.text) +
            ", of which a data source has several tables: lock it under its own name");
      }
      append(node.source, node.table, item);
    }
    add_renames(table, *naming_);
    return {};
  }

  void append(rule::SourceId source, const std::string& name, const sqlparse::LockItem& item) {
    std::string alias = item.table->alias.present() ? " AS " + quoted(item.table->alias.text, '`') : "";
    lists_[source].push_back({quoted(name, '`') + alias, item.lock});
  }

  void append_unless_there(rule::SourceId source, const std::string& name, sqlparse::TableLock lock) {
    std::vector<Lock>& list = lists_[source];
    const std::string written = quoted(name, '`');
    const bool there =
        std::any_of(list.begin(), list.end(), [&](const Lock& each) { return each.table == written; });
    if (!there) list.push_back({written, lock});
  }

  struct Lock {
    std::string table;  // as it is written
    sqlparse::TableLock lock;
  };
  struct View {
    rule::TablePtr table;
    sqlparse::TableLock lock;
  };

  const PlanInput& input_;
  const sqlparse::LockTablesStatement& statement_;
  const rule::Schema* schema_ = nullptr;
  std::vector<View> views_;
  std::map<rule::SourceId, std::vector<Lock>> lists_;  // ascending: the order in which all sessions lock
  std::shared_ptr<Naming> naming_ = std::make_shared<Naming>();
  NeedTables need_;
};

}  // namespace

Outcome plan_lock_tables(const PlanInput& input, const sqlparse::LockTablesStatement& statement) {
  return LockPlanner(input, statement).plan();
}

}  // namespace mallshard::plan
