#include "plan/updatable_view.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/excerpt.h"
#include "sqlparse/functions.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using Check = rule::ViewMetadata::Check;

constexpr int kMostLevels = 64;

std::string both(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return a + " AND " + b;
}

class Reader {
 public:
  Reader(const rule::Schema& schema, const Context& context, const sqlparse::LexOptions& client,
         ViewExpander& notes)
      : schema_(schema), context_(context), client_(client), notes_(notes) {}

  Result<UpdatableView> read(const rule::TableMetadata& view) {
    const rule::ViewMetadata& meaning = *view.view;
    name_ = "view '" + view.name + "'";
    if (!meaning.obstacle.empty()) return Error::not_supported(name_ + ": " + meaning.obstacle);
    parsed_ = sqlparse::parse(meaning.definition, definition_options(client_), arena_);
    const auto* statement = as<sqlparse::SelectStatement>(parsed_.statement);
    if (statement == nullptr) return invalid_view(view);
    const auto* select = as<sqlparse::Select>(statement->query->body);
    const auto* from =
        select != nullptr && select->from.size() == 1 ? as<sqlparse::TableName>(select->from[0]) : nullptr;
    out_.is_single = from != nullptr || select == nullptr;
    if (from != nullptr) out_.reads_itself = reads_itself(*from);
    if (from == nullptr || !meaning.mergeable) return std::move(out_);
    if (Result<void> below = read_below(view, *from); !below) return below.error();
    if (out_.table == nullptr) return std::move(out_);
    visible_ = from->alias.present() ? from->alias.text : from->name.text;
    if (Result<void> done = splice(view, *from); !done) return done.error();
    for (const sqlparse::SelectItem* item : select->items) {
      UpdatableView::Column column;
      column.name = std::string(item->alias.text);
      const auto* plain = as<sqlparse::ColumnRef>(item->value);
      if (plain != nullptr) column.base = below(plain->column.text)->base;
      column.text = text_of(item->first_token, item->last_value_token);
      if (column.base.empty()) column.text = "(" + column.text + ")";
      columns_.push_back(std::move(column));
    }
    std::string own;
    if (select->where != nullptr) {
      const auto [first, last] = with_parentheses(parsed_.tokens, *select->where);
      own = "(" + text_of(first, last) + ")";
    }
    // MySQL checks what the views below ask for in any case.
    if (meaning.check == Check::Cascaded) out_.check = out_.condition;
    if (meaning.check == Check::None && context_.mariadb) out_.check.clear();
    if (meaning.check != Check::None) out_.check = both(out_.check, own);
    out_.condition = both(out_.condition, own);
    out_.columns = std::move(columns_);
    return std::move(out_);
  }

 private:
  // What the one table of its FROM is: a table, or a view that is read first.
  Result<void> read_below(const rule::TableMetadata& view, const sqlparse::TableName& from) {
    const FoundName found = find_name(schema_, from.name.text, context_);
    if (found.need) notes_.ask_for(*found.need);
    if (found.failure != nullptr) return *found.failure;
    if (found.table == nullptr) return invalid_view(view);
    notes_.note(found.table);
    if (found.table->view == nullptr && !found.table->is_view) {
      out_.table = found.table;
      for (const rule::ColumnMetadata& each : found.table->columns) {
        const std::string text = UpdatableView::kTable + quoted(each.name, '`');
        out_.columns.push_back({each.name, each.name, text});
      }
      return {};
    }
    if (found.table->view == nullptr || ++depth_ > kMostLevels) return invalid_view(view);
    Reader below(schema_, context_, client_, notes_);
    below.depth_ = depth_;
    const bool reads = out_.reads_itself;
    Result<UpdatableView> read = below.read(*found.table);
    if (!read) return read.error();
    out_ = std::move(*read);
    out_.reads_itself = out_.reads_itself || reads;
    return {};
  }

  [[nodiscard]] const UpdatableView::Column* below(std::string_view name) const {
    const auto at = std::find_if(out_.columns.begin(), out_.columns.end(),
                                 [&](const auto& each) { return equals_ignore_case(each.name, name); });
    return at == out_.columns.end() ? nullptr : &*at;
  }

  [[nodiscard]] bool reads_itself(const sqlparse::TableName& from) const {
    bool found = false;
    sqlparse::walk(*parsed_.statement, [&](const sqlparse::Node& node) {
      const auto* table = as<sqlparse::TableName>(&node);
      found = found || (table != nullptr && table != &from && table->name.text == from.name.text);
      return true;
    });
    return found;
  }

  // Everything that changes in the definition, whatever part of it is used.
  Result<void> splice(const rule::TableMetadata& view, const sqlparse::TableName& from) {
    const rule::ViewMetadata& meaning = *view.view;
    const bool same = context_.connection_collation.empty() || meaning.collation_connection.empty() ||
                      equals_ignore_case(context_.connection_collation, meaning.collation_connection);
    const std::string obstacle = adapt_definition(parsed_, client_, same, splices_);
    if (!obstacle.empty()) return Error::not_supported(name_ + " with " + obstacle);
    std::string problem;
    bool lost = false;
    sqlparse::walk(*parsed_.statement, [&](const sqlparse::Node& node) {
      if (const auto* table = as<sqlparse::TableName>(&node); table != nullptr && table != &from) {
        const std::string_view name = table->alias.present() ? table->alias.text : table->name.text;
        const FoundName inner = find_name(schema_, table->name.text, context_);
        if (inner.table == nullptr || inner.table->is_view || name == visible_)
          problem = "a subquery on '" + std::string(table->name.text) + "'";
      }
      const auto* column = as<sqlparse::ColumnRef>(&node);
      if (column == nullptr || !column->table.present() || column->table.text != visible_) return true;
      const UpdatableView::Column* known = below(column->column.text);
      lost = lost || known == nullptr;
      if (known != nullptr) splices_.push_back({column->first_token, column->last_token, false, known->text});
      return true;
    });
    if (lost) return invalid_view(view);
    if (!problem.empty()) return Error::not_supported("writing through " + name_ + " with " + problem);
    sort_splices(splices_);
    return {};
  }

  [[nodiscard]] std::string text_of(std::uint32_t first, std::uint32_t last) const {
    const sqlparse::TokenView& tokens = parsed_.tokens;
    std::string out;
    std::size_t from = tokens.tokens[first].begin;
    for (const ViewSplice& each : splices_) {
      if (each.first < first || each.last > last) continue;
      out.append(tokens.text.substr(from, tokens.tokens[each.first].begin - from));
      out += each.text;
      from = tokens.tokens[each.last].end;
    }
    out.append(tokens.text.substr(from, tokens.tokens[last].end - from));
    return out;
  }

  const rule::Schema& schema_;
  const Context& context_;
  const sqlparse::LexOptions& client_;
  ViewExpander& notes_;
  int depth_ = 0;
  std::string name_;
  sqlparse::Arena arena_;
  sqlparse::ParseOutput parsed_;
  std::string_view visible_;
  std::vector<ViewSplice> splices_;
  std::vector<UpdatableView::Column> columns_;
  UpdatableView out_;  // of the level below, until it is of this one
};

}  // namespace

Result<UpdatableView> updatable_view(const rule::TableMetadata& view, const rule::Schema& schema,
                                     const Context& context, const sqlparse::LexOptions& client,
                                     ViewExpander& notes) {
  return Reader(schema, context, client, notes).read(view);
}

std::string with_table(std::string_view text, std::string_view qualifier) {
  std::string out;
  for (const char c : text) {
    if (c == UpdatableView::kTable) {
      out += qualifier;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace mallshard::plan
