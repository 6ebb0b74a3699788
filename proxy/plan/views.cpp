#include "plan/views.h"

#include <algorithm>
#include <utility>

#include "plan/expand_view.h"
#include "plan/names.h"
#include "plan/view_text.h"
#include "plan/write_view.h"
#include "sqlparse/lexer.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::NodeKind;

constexpr int kMostLevels = 64;  // of views over views

// The plan of an expanded statement (or, without splices, of one whose names
// might become views). The client's tokens are spliced anew for each execution:
// its literals may have other lengths.
class ViewPlan final : public Plan {
 public:
  ViewPlan(std::shared_ptr<const Plan> inner, std::vector<ViewSplice> splices,
           std::vector<rule::TablePtr> tables, std::string views, std::string written, bool cacheable)
      : inner_(std::move(inner)),
        written_(std::move(written)),
        splices_(std::move(splices)),
        tables_(std::move(tables)),
        views_(std::move(views)),
        cacheable_(cacheable) {}

  [[nodiscard]] Result<void> instantiate(const Execution& execution, Dispatch& out) const override {
    if (splices_.empty()) return inner_->instantiate(execution, out);
    const Expanded expanded(*this, execution);
    Result<void> made = inner_->instantiate(expanded.execution, out);
    constexpr std::uint16_t kNoDefault = 1364;
    if (!made && made.error().code == kNoDefault && !written_.empty()) return no_default(written_);
    return made;
  }
  [[nodiscard]] Result<void> representative(const Execution& execution, Dispatch& out) const override {
    if (splices_.empty()) return inner_->representative(execution, out);
    const Expanded expanded(*this, execution);
    return inner_->representative(expanded.execution, out);
  }
  [[nodiscard]] Explanation explain(const Execution& execution) const override {
    if (splices_.empty()) return inner_->explain(execution);
    const Expanded expanded(*this, execution);
    Explanation steps = inner_->explain(expanded.execution);
    steps.insert(steps.begin(), {"views", {}, views_});
    return steps;
  }
  [[nodiscard]] bool cacheable() const override { return cacheable_ && inner_->cacheable(); }
  [[nodiscard]] bool is_current(const rule::MetadataView& metadata) const override {
    return all_current(tables_, metadata) && inner_->is_current(metadata);
  }

 private:
  // One execution of the expanded statement; dispatches keep nothing of it.
  struct Expanded {
    Expanded(const ViewPlan& plan, const Execution& client) : execution(client) {
      const sqlparse::TokenView view = client.tokens->view();
      splice_tokens(view, plan.splices_, text);
      sqlparse::lex(text, view.options, tokens);
      execution.sql = text;
      execution.tokens = &tokens;
    }
    std::string text;
    sqlparse::TokenBuffer tokens;
    Execution execution;
  };

  const std::shared_ptr<const Plan> inner_;
  const std::string written_;  // `schema.view`; empty: none
  const std::vector<ViewSplice> splices_;
  const std::vector<rule::TablePtr> tables_;
  const std::string views_;
  const bool cacheable_;
};

bool takes_derived_tables(const sqlparse::Statement& statement) {
  if (const auto* explain = as<sqlparse::ExplainStatement>(&statement))
    return explain->body != nullptr && takes_derived_tables(*explain->body);
  switch (statement.kind) {
    case NodeKind::SelectStatement:
    case NodeKind::InsertStatement:
    case NodeKind::UpdateStatement:
    case NodeKind::DeleteStatement:
    case NodeKind::DoStatement:
    case NodeKind::SetStatement:
    case NodeKind::CreateTableStatement:
      return true;
    default:
      return false;
  }
}

// These look after names of their own.
bool is_of_objects(const sqlparse::Statement& statement) {
  switch (statement.kind) {
    case NodeKind::AlterTableStatement:
    case NodeKind::DropTableStatement:
    case NodeKind::TruncateStatement:
    case NodeKind::RenameTableStatement:
    case NodeKind::CreateIndexStatement:
    case NodeKind::DropIndexStatement:
    case NodeKind::CreateViewStatement:
    case NodeKind::DropViewStatement:
    case NodeKind::DatabaseStatement:
    case NodeKind::ShowStatement:
    case NodeKind::DescribeStatement:
    case NodeKind::LockTablesStatement:
      return true;
    default:
      return false;
  }
}

// A mention of a name without a rule.
struct Candidate {
  const sqlparse::TableUse* use = nullptr;
  const rule::Schema* schema = nullptr;
  rule::TablePtr table;  // null: not known to exist
};

class ViewPlanner {
 public:
  explicit ViewPlanner(const PlanInput& input) : input_(input) {}

  std::optional<Outcome> plan() {
    if (input_.context.metadata == nullptr) return std::nullopt;
    find_candidates();
    if (candidates_.empty()) return std::nullopt;
    if (!need_.tables.empty()) return need_;
    if (is_of_objects(input_.statement)) return std::nullopt;
    if (unread_ != nullptr) return *unread_;  // it may be a view over shards
    return make();
  }

 private:
  void find_candidates() {
    for (const sqlparse::TableUse& use : input_.facts.tables) {
      TableMention mention;
      mention.node = use.table;
      const Result<const rule::Schema*> schema = schema_of(use.table->database, input_.context);
      if (!schema || *schema == nullptr || !(*schema)->has_spread_table()) continue;
      const rule::Placement at = (*schema)->place(use.table->name.text);
      if (at.kind == rule::Placement::Kind::Sharded || at.kind == rule::Placement::Kind::Broadcast) {
        beside_rules_ = beside_rules_ || at.kind == rule::Placement::Kind::Sharded;
        with_rule_.push_back({(*schema)->name, std::string(at.name)});
        continue;
      }
      FoundName found = find_name(**schema, use.table->name.text, input_.context);
      if (found.need)
        need_.tables.insert(need_.tables.end(), found.need->tables.begin(), found.need->tables.end());
      if (found.failure != nullptr) unread_ = found.failure;
      candidates_.push_back({&use, *schema, std::move(found.table)});
    }
    if (need_.tables.empty() || !beside_rules_) return;
    // All at once: a statement is planned anew only one time.
    for (TableName& table : with_rule_) {
      if (input_.context.metadata->find(table.schema, table.table) == nullptr)
        need_.tables.push_back(std::move(table));
    }
  }

  // ---- which of them are replaced ----

  [[nodiscard]] bool is_logical(const Candidate& each) const {
    return each.table != nullptr && is_logical_view(*each.table, *each.schema, input_.context);
  }

  Outcome make() {
    const bool any_logical = std::any_of(candidates_.begin(), candidates_.end(),
                                         [this](const Candidate& c) { return is_logical(c); });
    // Beside rows of several shards a view of one source is read through its
    // definition, too: a transaction's own rows may have to be gathered.
    const bool all = (any_logical || beside_rules_) && takes_derived_tables(input_.statement);
    expander_.emplace(input_.context, input_.tokens.options, all);
    bool cacheable = true;
    for (const Candidate& each : candidates_) {
      if (each.table == nullptr) {
        cacheable = false;  // it may come to be, as a view
        continue;
      }
      expander_->note(each.table);
      if (!expander_->replaces(*each.table, *each.schema)) continue;
      if (Result<void> done = replace(each); !done) {
        if (!expander_->need().tables.empty() && !input_.context.tables_loaded) return expander_->need();
        return done.error();
      }
    }
    if (!splices_.empty()) keep_names();
    sort_splices(splices_);
    Outcome inner = splices_.empty() ? plan_statement(input_) : plan_expanded();
    if (auto* made = std::get_if<std::shared_ptr<const Plan>>(&inner)) {
      std::string names;
      for (const std::string& name : naming_.views) names += (names.empty() ? "" : ", ") + name;
      return std::make_shared<const ViewPlan>(std::move(*made), std::move(splices_), expander_->tables(),
                                              std::move(names), naming_.written_view, cacheable);
    }
    return inner;
  }

  // Select items keep the client's text as their names.
  void keep_names() {
    std::vector<ViewSplice> names;
    for (const sqlparse::SelectItem* item : items_named_by_text(input_.statement)) {
      const bool changed = std::any_of(splices_.begin(), splices_.end(), [&](const ViewSplice& each) {
        return each.last >= item->first_token && each.last <= item->last_value_token;
      });
      if (!changed) continue;
      ViewSplice& name = names.emplace_back();
      name.first = name.last = item->last_value_token;
      name.insert = name.names = true;
      name.name_first = item->first_token;
    }
    splices_.insert(splices_.end(), names.begin(), names.end());
  }

  Result<void> replace(const Candidate& each) {
    const sqlparse::TableName& table = *each.use->table;
    const std::string name = "view '" + each.table->name + "' over sharded tables";
    if (each.use->role == sqlparse::TableRole::Created) {
      if (each.table->view->source == each.schema->default_source) return {};  // which says so
      return Error(1050, "42S01", "Table '" + each.table->name + "' already exists");
    }
    if (each.use->role == sqlparse::TableRole::Write) {
      return is_logical(each) ? write(each) : Result<void>();
    }
    if (!takes_derived_tables(input_.statement)) {
      return Error::not_supported(
          std::string(sqlparse::statement_kind_name(input_.statement.statement_kind)) + " of " + name);
    }
    if (!table.partitions.empty() || !table.index_hints.empty() || table.system_time.present() ||
        table.sample.present()) {
      return Error::not_supported("PARTITION, index hints and the like on " + name);
    }
    const MentionPlace place = place_of(input_.statement, table);
    Result<std::string> lock = lock_of(place, table, name);
    if (!lock) return lock.error();
    const Result<ViewText> text = expander_->expand(*each.table, *each.schema, *lock);
    if (!text) return text.error();
    splice_mention(table, place, input_.tokens, *text, splices_);
    if (std::find(naming_.views.begin(), naming_.views.end(), each.table->name) == naming_.views.end())
      naming_.views.push_back(each.table->name);
    if (place.at_top && !input_.context.mariadb) {
      naming_.view_columns.push_back(
          {std::string(table.alias.present() ? table.alias.text : table.name.text), each.table->name,
           each.table->view->mergeable,
           input_.context.prepared ||
               keeps_view_columns(table, place, each.table->view->mergeable && text->one_table)});
    }
    return {};
  }

  Result<void> write(const Candidate& each) {
    Result<ViewWrite> made = write_view(input_, *each.use->table, *each.table, *each.schema, *expander_);
    if (!made) return made.error();
    splices_.insert(splices_.end(), made->splices.begin(), made->splices.end());
    naming_.views.push_back(each.table->name);
    naming_.written_view = std::move(made->view);
    check_ = std::move(made->check);
    return {};
  }

  // A derived table does not take the lock of the query around it.
  Result<std::string> lock_of(const MentionPlace& place, const sqlparse::TableName& table,
                              const std::string& name) const {
    if (place.query == nullptr) return std::string{};
    for (const sqlparse::LockingClause* clause : place.query->locking) {
      if (!clause->of_tables.empty()) {
        const std::string_view visible = table.alias.present() ? table.alias.text : table.name.text;
        for (const sqlparse::TableName* of : clause->of_tables) {
          if (of->name.text == visible) return Error::not_supported("FOR UPDATE OF " + name);
        }
        continue;
      }
      return std::string(input_.tokens.spelling(clause->first_token, clause->last_token));
    }
    return std::string{};
  }

  Outcome plan_expanded() {
    std::string text;
    splice_tokens(input_.tokens, splices_, text);
    sqlparse::TokenBuffer tokens;
    sqlparse::lex(text, input_.tokens.options, tokens);
    sqlparse::Arena arena;
    const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
    if (!parsed.ok()) {
      return Error::not_supported("a definition in this place, of view '" + naming_.views.front() +
                                  "': " + parsed.error.message);
    }
    Context context = input_.context;
    context.views = &naming_;
    if (!check_.condition.empty()) context.view_check = &check_;
    return plan_statement(
        {*parsed.statement, tokens.view(), context, sqlparse::statement_facts(parsed), tokens});
  }

  const PlanInput& input_;
  std::optional<ViewExpander> expander_;
  std::vector<Candidate> candidates_;
  std::vector<TableName> with_rule_;
  const Error* unread_ = nullptr;  // why one of them is not known
  bool beside_rules_ = false;
  NeedTables need_;
  std::vector<ViewSplice> splices_;
  Naming naming_;
  ViewCheck check_;  // what rows that it writes must satisfy
};

bool reaches_shards(const rule::TableMetadata& table, const rule::Schema& schema, const Context& context,
                    int depth) {
  if (table.view == nullptr || depth > kMostLevels) return false;
  if (table.view->spread || table.view->source != schema.default_source) return true;
  return std::any_of(table.view->tables.begin(), table.view->tables.end(), [&](const std::string& name) {
    const rule::TablePtr next = context.metadata->find(schema.name, name);
    return next != nullptr && reaches_shards(*next, schema, context, depth + 1);
  });
}

}  // namespace

FoundName find_name(const rule::Schema& schema, std::string_view name, const Context& context) {
  FoundName found;
  if (context.metadata != nullptr) found.table = context.metadata->find(schema.name, name);
  if (found.table != nullptr) return found;
  if (!context.tables_loaded) {
    found.need = NeedTables{{{schema.name, std::string(name)}}};
  } else if (context.metadata != nullptr) {
    found.failure = context.metadata->failure(schema.name, name);
  }
  return found;
}

bool is_logical_view(const rule::TableMetadata& table, const rule::Schema& schema, const Context& context) {
  return reaches_shards(table, schema, context, 0);
}

std::optional<Outcome> plan_views(const PlanInput& input) {
  return ViewPlanner(input).plan();
}

}  // namespace mallshard::plan
