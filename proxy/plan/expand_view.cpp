#include "plan/expand_view.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/distribution.h"
#include "sqlparse/over_rows.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

constexpr int kMostLevels = 64;
// Keeps a derived table's ORDER BY where a server would leave it out.
constexpr std::string_view kAllRows = " LIMIT 18446744073709551615";

// Depth first with what encloses a node.
class Finder {
 public:
  Finder(const sqlparse::TableName& wanted, MentionPlace& out) : wanted_(wanted), out_(out) {}

  void look(const sqlparse::Node& node, MentionPlace place) {
    if (&node == &wanted_) {
      out_ = place;
      return;
    }
    if (const auto* query = as<sqlparse::Query>(&node)) {
      place.query = query;
      place.select = nullptr;
    } else if (const auto* select = as<sqlparse::Select>(&node)) {
      place.select = select;
    } else if (const auto* table = as<sqlparse::TableQuery>(&node)) {
      place.table_query = table;
    }
    const bool keeps_top =
        node.kind == sqlparse::NodeKind::SelectStatement ||
        node.kind == sqlparse::NodeKind::ExplainStatement || sqlparse::is<sqlparse::Query>(&node) ||
        sqlparse::is<sqlparse::Select>(&node) || sqlparse::is<sqlparse::Join>(&node) ||
        sqlparse::is<sqlparse::SetOperation>(&node) || sqlparse::is<sqlparse::TableQuery>(&node);
    place.at_top = place.at_top && keeps_top;
    sqlparse::for_each_child(node, [&](const sqlparse::Node& child) { look(child, place); });
  }

 private:
  const sqlparse::TableName& wanted_;
  MentionPlace& out_;
};

// The rows of the query come in the order in which its one table gives them.
bool keeps_order(const sqlparse::TableName& table, const MentionPlace& place) {
  if (place.query == nullptr || !place.query->order_by.empty()) return false;
  if (place.table_query != nullptr) return place.query->body == place.table_query;
  const sqlparse::Select* select = place.select;
  return select != nullptr && place.query->body == select && select->from.size() == 1 &&
         select->from[0] == &table && select->group_by.empty() && select->having == nullptr &&
         !select->has(sqlparse::SelectOption::Distinct) &&
         std::none_of(select->items.begin(), select->items.end(),
                      [](const sqlparse::SelectItem* item) { return sqlparse::calls_over_rows(*item); });
}

}  // namespace

bool keeps_view_columns(const sqlparse::TableName& table, const MentionPlace& place, bool simple) {
  const sqlparse::Select* select = place.select;
  if (select == nullptr) return simple;
  if (!select->group_by.empty() || select->has(sqlparse::SelectOption::Distinct)) return false;
  const bool alone = select->from.size() == 1 && select->from[0] == &table;
  return place.query->order_by.empty() || (alone && simple);
}

namespace {

std::string lifted(const ViewOrder& order, std::string_view visible) {
  std::string text;
  for (const auto& [column, descending] : order.columns) {
    text += text.empty() ? " ORDER BY " : ", ";
    text += quoted(visible, '`') + '.' + quoted(column, '`') + (descending ? " DESC" : "");
  }
  return text;
}

}  // namespace

Error invalid_view(const rule::TableMetadata& view) {
  return {1356, "HY000",
          "View '" + view.schema + "." + view.name +
              "' references invalid table(s) or column(s) or function(s) or definer/invoker of view lack "
              "rights to use them"};
}

MentionPlace place_of(const sqlparse::Statement& statement, const sqlparse::TableName& table) {
  MentionPlace place;
  MentionPlace top;
  top.at_top = true;
  Finder(table, place).look(statement, top);
  return place;
}

namespace {

// MySQL takes a table in parentheses of its own, but no derived table.
void open_parentheses(std::uint32_t first, std::uint32_t last, const sqlparse::TokenView& tokens,
                      std::vector<ViewSplice>& splices) {
  while (first > 0 && last + 1 < tokens.tokens.size() && tokens.spelling(first - 1) == "(" &&
         tokens.spelling(last + 1) == ")") {
    --first;
    ++last;
    splices.push_back({first, first, false, " "});
    splices.push_back({last, last, false, " "});
  }
}

}  // namespace

void splice_mention(const sqlparse::TableName& table, const MentionPlace& place,
                    const sqlparse::TokenView& tokens, const ViewText& text,
                    std::vector<ViewSplice>& splices) {
  const std::uint32_t first = table.database.present() ? table.database.token : table.name.token;
  const bool keeps = text.order.any && keeps_order(table, place);
  std::string derived = "(" + text.query;
  if (keeps && text.order.lost) derived += kAllRows;
  derived += ")";
  const std::string_view visible = table.alias.present() ? table.alias.text : table.name.text;
  if (!table.alias.present()) derived += " AS " + std::string(tokens.spelling(table.name.token));
  const std::string order = keeps && !text.order.lost ? lifted(text.order, visible) : "";
  if (place.table_query != nullptr) {
    splices.push_back(
        {place.table_query->first_token, table.name.token, false, "SELECT * FROM " + derived + order});
    return;
  }
  splices.push_back({first, table.name.token, false, std::move(derived)});
  open_parentheses(first, table.alias.present() ? table.alias.token : table.name.token, tokens, splices);
  if (!order.empty())
    splices.push_back({place.query->last_body_token, place.query->last_body_token, true, order});
}

// One definition that is being read.
struct ViewExpander::Level {
  const rule::TableMetadata& view;
  const rule::Schema& schema;
  std::string_view lock;
  sqlparse::Arena arena;
  sqlparse::ParseOutput parsed;
  std::vector<ViewSplice> splices;
  bool one_table = true;
  std::vector<std::pair<std::string_view, rule::TablePtr>> mentions;  // by the name columns are called by
};

// A column that the definition names has gone. (Definitions name the table of
// each column; a name that stands for several tables may be any of them.)
bool ViewExpander::has_lost_column(const Level& level) {
  bool lost = false;
  sqlparse::walk(*level.parsed.statement, [&](const sqlparse::Node& node) {
    const auto* column = as<sqlparse::ColumnRef>(&node);
    if (column == nullptr || !column->table.present()) return true;
    bool named = false;
    bool found = false;
    for (const auto& [name, table] : level.mentions) {
      if (name != column->table.text) continue;
      named = true;
      found = found || table->columns.empty() || table->find_column(column->column.text).has_value();
    }
    lost = lost || (named && !found);
    return true;
  });
  return lost;
}

void ViewExpander::note(const rule::TablePtr& table) {
  if (std::find(tables_.begin(), tables_.end(), table) == tables_.end()) tables_.push_back(table);
}

void ViewExpander::ask_for(const NeedTables& more) {
  need_.tables.insert(need_.tables.end(), more.tables.begin(), more.tables.end());
}

bool ViewExpander::replaces(const rule::TableMetadata& table, const rule::Schema& schema) const {
  if (table.view == nullptr) return false;
  return (all_ && table.view->obstacle.empty()) || is_logical_view(table, schema, context_);
}

Result<void> ViewExpander::place_table(Level& level, const sqlparse::TableName& table) {
  if (is_system_schema(table.database.text)) return {};
  const FoundName found = find_name(level.schema, table.name.text, context_);
  if (found.need) {
    ask_for(*found.need);
    return invalid_view(level.view);
  }
  if (found.failure != nullptr) return *found.failure;
  if (found.table == nullptr) return invalid_view(level.view);
  note(found.table);
  level.mentions.emplace_back(table.alias.present() ? table.alias.text : table.name.text, found.table);
  if (!replaces(*found.table, level.schema)) return {};
  Result<ViewText> text = expand(*found.table, level.schema, level.lock);
  if (!text) return text.error();
  level.one_table = level.one_table && text->one_table;
  splice_mention(table, place_of(*level.parsed.statement, table), level.parsed.tokens, *text, level.splices);
  return {};
}

Result<void> ViewExpander::place_tables(Level& level) {
  const sqlparse::StatementFacts facts = sqlparse::statement_facts(level.parsed);
  std::optional<Error> error;  // after all of them have been asked for
  for (const sqlparse::TableUse& use : facts.tables) {
    if (Result<void> placed = place_table(level, *use.table); !placed && !error) error = placed.error();
  }
  if (error) return *error;
  return {};
}

Result<ViewText> ViewExpander::expand(const rule::TableMetadata& view, const rule::Schema& schema,
                                      std::string_view lock) {
  const std::string name = "view '" + view.name + "'";
  if (!view.view->obstacle.empty()) return Error::not_supported(name + ": " + view.view->obstacle);
  if (depth_ >= kMostLevels)
    return Error(1462, "HY000", "`" + schema.name + "`.`" + view.name + "` contains view recursion");
  Level level{view, schema, lock, sqlparse::Arena(), {}, {}, true, {}};
  level.parsed = sqlparse::parse(view.view->definition, definition_options(client_), level.arena);
  const auto* statement = as<sqlparse::SelectStatement>(level.parsed.statement);
  if (statement == nullptr) return invalid_view(view);
  if (!lock.empty() && !sqlparse::is<sqlparse::Select>(statement->query->body))
    return Error::not_supported("locking rows through " + name + ", which is no single SELECT");
  const auto* select = as<sqlparse::Select>(statement->query->body);
  level.one_table =
      select != nullptr && select->from.size() == 1 && sqlparse::is<sqlparse::TableName>(select->from[0]);
  ++depth_;
  const Result<void> placed = place_tables(level);
  --depth_;
  if (!placed) return placed.error();
  if (has_lost_column(level)) return invalid_view(view);

  const bool same = context_.connection_collation.empty() || view.view->collation_connection.empty() ||
                    equals_ignore_case(context_.connection_collation, view.view->collation_connection);
  std::vector<ViewSplice>& splices = level.splices;
  const std::string obstacle = adapt_definition(level.parsed, client_, same, splices);
  if (!obstacle.empty()) return Error::not_supported(name + " with " + obstacle);
  sort_splices(splices);
  ViewText out;
  splice_tokens(level.parsed.tokens, splices, out.query);
  // With the order of the views below.
  sqlparse::Arena arena;
  const sqlparse::ParseOutput made = sqlparse::parse(out.query, client_, arena);
  const auto* query = as<sqlparse::SelectStatement>(made.statement);
  if (query == nullptr) return invalid_view(view);
  out.order = order_of(*query->query, made.tokens);
  out.one_table = level.one_table;
  if (!lock.empty()) out.query += ' ' + std::string(lock);
  return out;
}

}  // namespace mallshard::plan
