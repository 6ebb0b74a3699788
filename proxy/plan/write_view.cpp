#include "plan/write_view.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/bytes.h"
#include "plan/updatable_view.h"
#include "sqlparse/functions.h"
#include "sqlparse/value_rows.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::Keyword;

const sqlparse::Statement& body_of(const sqlparse::Statement& statement) {
  const auto* explain = as<sqlparse::ExplainStatement>(&statement);
  return explain != nullptr ? *explain->body : statement;
}

class Writer {
 public:
  Writer(const PlanInput& input, const sqlparse::TableName& table, const rule::TableMetadata& view,
         const rule::Schema& schema, ViewExpander& notes)
      : input_(input),
        statement_(body_of(input.statement)),
        update_(as<sqlparse::UpdateStatement>(&statement_)),
        erase_(as<sqlparse::DeleteStatement>(&statement_)),
        insert_(as<sqlparse::InsertStatement>(&statement_)),
        table_(table),
        view_(view),
        schema_(schema),
        notes_(notes) {}

  Result<ViewWrite> write() {
    if (Result<void> done = check_form(); !done) return done.error();
    Result<UpdatableView> meaning =
        updatable_view(view_, schema_, input_.context, input_.tokens.options, notes_);
    if (!meaning) return meaning.error();
    meaning_ = std::move(*meaning);
    if (Result<void> done = check_updatable(); !done) return done.error();
    if (Result<void> done = bind_statement(); !done) return done.error();
    name_table();
    if (insert_ != nullptr) {
      if (Result<void> done = give_columns(); !done) return done.error();
    }
    if (Result<void> done = replace_columns(); !done) return done.error();
    if (insert_ == nullptr) add_condition();
    if (Result<void> done = add_check(); !done) return done.error();
    out_.view = schema_.name + "." + view_.name;
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool mariadb() const { return input_.context.mariadb; }
  [[nodiscard]] std::string name() const { return "writing through view '" + view_.name + "' "; }
  [[nodiscard]] std::string_view verb() const {
    if (update_ != nullptr) return "UPDATE";
    return erase_ != nullptr ? "DELETE" : "INSERT";
  }

  // ---- what is refused ----

  Result<void> check_form() const {
    const bool several = (update_ != nullptr && update_->is_multi_table()) ||
                         (erase_ != nullptr && erase_->form != sqlparse::DeleteForm::SingleTable);
    if (several) return Error::not_supported(name() + "in a statement of several tables");
    const bool returns = (erase_ != nullptr && !erase_->returning.empty()) ||
                         (insert_ != nullptr && !insert_->returning.empty());
    if (returns) return Error::not_supported(name() + "with RETURNING");
    if (insert_ != nullptr && insert_->row_alias.present())
      return Error::not_supported(name() + "with a row alias");
    return {};
  }

  Result<void> check_updatable() const {
    // MySQL takes new rows where it does not change those that are there.
    const bool itself = meaning_.reads_itself && (mariadb() || insert_ == nullptr);
    const bool not_updatable = (!view_.view->updatable && !meaning_.reads_itself) || itself;
    const std::string visible(table_.alias.present() ? table_.alias.text : table_.name.text);
    if (!not_updatable && !meaning_.is_single) {
      if (erase_ != nullptr)
        return Error(1395, "HY000",
                     "Can not delete from join view '" + schema_.name + "." + view_.name + "'");
      return Error::not_supported(name() + "of several tables");
    }
    if (!not_updatable && meaning_.table != nullptr) return {};
    const std::string target = "The target table " + visible + " of the " + std::string(verb()) + " is not ";
    if (insert_ != nullptr) return Error(1471, "HY000", target + "insertable-into");
    return Error(1288, "HY000", target + "updatable");
  }

  Result<void> bind_statement() {
    std::optional<BindProblem> problem = bind(statement_, input_.context, bound_);
    if (!problem) problem = load_metadata(input_.context, bound_);
    if (problem) {
      if (const auto* need = std::get_if<NeedTables>(&*problem)) notes_.ask_for(*need);
      const auto* error = std::get_if<Error>(&*problem);
      return error != nullptr ? *error : invalid_view(view_);
    }
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) {
      if (bound_.mentions[i].node == &table_) own_ = i;
    }
    return mariadb() ? Result<void>() : check_reading();
  }

  // MySQL's rule against reading what is written: by the view's own name, or another.
  Result<void> check_reading() const {
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) {
      const TableMention& other = bound_.mentions[i];
      if (i == own_ || other.metadata == nullptr || is_copied(*other.block)) continue;
      const std::string visible(bound_.mentions[own_].visible_name);
      if (other.metadata->name == view_.name)
        return Error(1093, "HY000",
                     "You can't specify target table '" + visible + "' for update in FROM clause");
      if (other.metadata != meaning_.table && !reads_written(*other.metadata)) continue;
      const std::string& shown = other.metadata == meaning_.table ? view_.name : other.metadata->name;
      return Error(1443, "HY000",
                   "The definition of table '" + shown + "' prevents operation " + std::string(verb()) +
                       " on table '" + visible + "'.");
    }
    return {};
  }

  [[nodiscard]] bool reads_written(const rule::TableMetadata& table) const {
    if (table.view == nullptr || !table.view->mergeable) return false;
    const auto& names = table.view->tables;
    return std::find(names.begin(), names.end(), meaning_.table->name) != names.end();
  }

  static bool is_copied(const Block& block) {
    for (const Block* each = &block; each != nullptr; each = each->parent) {
      if (each->place == Block::Place::Derived || each->place == Block::Place::Common ||
          each->place == Block::Place::Rows)
        return true;
    }
    return false;
  }

  // ---- the table ----

  void name_table() {
    const std::uint32_t first = table_.database.present() ? table_.database.token : table_.name.token;
    std::string text = quoted(schema_.name, '`') + "." + quoted(meaning_.table->name, '`');
    // Only UPDATE takes an alias on all servers.
    if (update_ != nullptr && !table_.alias.present())
      text += " AS " + std::string(input_.tokens.spelling(table_.name.token));
    if (update_ != nullptr) {
      const std::string_view visible = table_.alias.present() ? table_.alias.text : table_.name.text;
      qualifier_ = quoted(visible, '`') + ".";
    } else {
      qualifier_ = quoted(meaning_.table->name, '`') + ".";
    }
    const std::uint32_t last =
        update_ == nullptr && table_.alias.present() ? table_.alias.token : table_.name.token;
    out_.splices.push_back({first, last, false, std::move(text)});
    after_table_ = last;
  }

  // ---- columns ----

  [[nodiscard]] const UpdatableView::Column* find(std::string_view column) const {
    const auto at = std::find_if(meaning_.columns.begin(), meaning_.columns.end(),
                                 [&](const auto& each) { return equals_ignore_case(each.name, column); });
    return at == meaning_.columns.end() ? nullptr : &*at;
  }

  [[nodiscard]] Error not_insertable() const {
    return {1471, "HY000", "The target table " + view_.name + " of the INSERT is not insertable-into"};
  }

  // An INSERT without a list gives all columns of the view.
  Result<void> give_columns() {
    std::vector<const UpdatableView::Column*> given;
    const bool has_list = insert_->has_columns || !insert_->set.empty();
    for (const sqlparse::ColumnRef* each : insert_->columns) given.push_back(find(each->column.text));
    for (const sqlparse::Assignment* each : insert_->set) given.push_back(find(each->column->column.text));
    if (!has_list) {
      for (const UpdatableView::Column& each : meaning_.columns) given.push_back(&each);
    }
    const auto all_known = [](const auto& columns) {
      std::set<std::string_view> names;
      return std::all_of(columns.begin(), columns.end(), [&](const UpdatableView::Column* each) {
        return !each->base.empty() && names.insert(each->base).second;
      });
    };
    std::vector<const UpdatableView::Column*> whole;
    for (const UpdatableView::Column& each : meaning_.columns) whole.push_back(&each);
    const bool unknown = std::find(given.begin(), given.end(), nullptr) != given.end();
    if (unknown) return {};  // replace_columns() says so
    if (mariadb() ? !all_known(given) : !all_known(whole)) {
      const auto expression =
          std::find_if(given.begin(), given.end(), [](const auto* each) { return each->base.empty(); });
      return mariadb() || expression == given.end() ? not_insertable() : not_updatable(**expression);
    }
    if (has_list) return {};
    sqlparse::ValueRowReader reader(insert_->rows, input_.tokens);
    const sqlparse::Row* row = insert_->rows.empty() ? nullptr : reader.next();
    if (row != nullptr && row->items.empty()) return {};  // VALUES (): defaults
    std::string list;
    for (const UpdatableView::Column* each : given)
      list += (list.empty() ? " (" : ", ") + quoted(each->base, '`');
    out_.splices.push_back({after_table_, after_table_, true, list + ")"});
    return {};
  }

  static Error not_updatable(const UpdatableView::Column& column) {
    return {1348, "HY000", "Column '" + column.name + "' is not updatable"};
  }

  // Columns that are given a value; VALUES(column) is such a one's name.
  [[nodiscard]] std::set<const sqlparse::Node*> written_references() const {
    std::set<const sqlparse::Node*> out;
    sqlparse::walk(statement_, [&](const sqlparse::Node& node) {
      if (const auto* assignment = as<sqlparse::Assignment>(&node)) out.insert(assignment->column);
      if (const auto* values = as<sqlparse::ValuesColumn>(&node)) out.insert(values->column);
      return true;
    });
    if (insert_ != nullptr) out.insert(insert_->columns.begin(), insert_->columns.end());
    return out;
  }

  Result<void> replace_columns() {
    const std::set<const sqlparse::Node*> written = written_references();
    std::optional<Error> error;
    sqlparse::walk(statement_, [&](const sqlparse::Node& node) {
      const auto* column = as<sqlparse::ColumnRef>(&node);
      if (column == nullptr || error) return !error;
      if (Result<void> done = replace(*column, written.contains(column)); !done) error = done.error();
      return true;
    });
    if (error) return *error;
    return {};
  }

  Result<void> replace(const sqlparse::ColumnRef& column, bool is_written) {
    const Block& block = block_of(column);
    const auto place = bound_.resolve(block, column);
    if (place && place->mention != own_) return {};
    const UpdatableView::Column* known = find(column.column.text);
    if (!place || known == nullptr) return check_unknown(block, column, is_written);
    if (is_written && known->base.empty()) return not_updatable(*known);
    if (is_written) written_.insert(known->base);
    if (!is_written && insert_ == nullptr && update_ == nullptr && hides_table(block))
      return Error::not_supported(name() + "with a subquery on table '" + meaning_.table->name + "'");
    std::string text = is_written ? quoted(known->base, '`') : with_table(known->text, qualifier_);
    out_.splices.push_back({column.first_token, column.last_token, false, std::move(text)});
    return {};
  }

  // A name that the view lacks must not find the table's column.
  Result<void> check_unknown(const Block& block, const sqlparse::ColumnRef& column, bool is_written) const {
    const std::string_view visible = bound_.mentions[own_].visible_name;
    if (column.table.present() && !equals_ignore_case(column.table.text, visible) &&
        !equals_ignore_case(column.table.text, meaning_.table->name))
      return {};
    const bool at_top = &block == bound_.top[0];
    if (!column.table.present() && !at_top && !meaning_.table->find_column(column.column.text)) return {};
    for (const Block* each = &block; each != nullptr && !column.table.present(); each = each->parent) {
      const bool known = each != bound_.top[0] &&
                         (bound_.has_column_named(*each, column) || is_alias(*each, column.column.text));
      if (known) return {};
    }
    std::string shown(column.column.text);
    if (column.table.present()) shown = std::string(column.table.text) + "." + shown;
    return Error(1054, "42S22", "Unknown column '" + shown + "' in '" + clause_of(column, is_written) + "'");
  }

  static bool is_alias(const Block& block, std::string_view name) {
    return block.select != nullptr &&
           std::any_of(block.select->items.begin(), block.select->items.end(),
                       [&](const auto* item) { return equals_ignore_case(item->alias.text, name); });
  }

  // As the servers call the place.
  [[nodiscard]] std::string clause_of(const sqlparse::ColumnRef& column, bool is_written) const {
    const auto behind = [&](const auto& list) {
      return !list.empty() && column.first_token >= list.front()->first_token &&
             column.first_token <= list.back()->last_token;
    };
    if (update_ != nullptr && (is_written || behind(update_->assignments)))
      return mariadb() ? "SET" : "field list";
    if (insert_ != nullptr) {
      if (!mariadb()) return "field list";
      return behind(insert_->on_duplicate) ? "UPDATE" : "INSERT INTO";
    }
    if (behind(update_ != nullptr ? update_->order_by : erase_->order_by))
      return mariadb() ? "ORDER BY" : "order clause";
    return mariadb() ? "FROM" : "where clause";
  }

  [[nodiscard]] const Block& block_of(const sqlparse::Node& node) const {
    const Block* found = bound_.top[0];
    std::uint32_t size = sqlparse::kNoToken;
    for (const Block& each : bound_.blocks) {
      const sqlparse::Node* range = each.select;
      if (range == nullptr || node.first_token < range->first_token || node.last_token > range->last_token)
        range = each.query;
      if (range == nullptr || node.first_token < range->first_token || node.last_token > range->last_token)
        continue;
      if (range->last_token - range->first_token >= size) continue;
      size = range->last_token - range->first_token;
      found = &each;
    }
    return *found;
  }

  // The table's own name, which stands for the view's there, means another one.
  [[nodiscard]] bool hides_table(const Block& block) const {
    for (const Block* each = &block; each != nullptr && each != bound_.top[0]; each = each->parent) {
      for (const FromEntry& entry : each->entries) {
        if (equals_ignore_case(entry.name, meaning_.table->name)) return true;
      }
    }
    return false;
  }

  // ---- the view's condition ----

  void add_condition() {
    if (meaning_.condition.empty()) return;
    const std::string condition = with_table(meaning_.condition, qualifier_);
    const sqlparse::Expression* where = update_ != nullptr ? update_->where : erase_->where;
    const auto& order = update_ != nullptr ? update_->order_by : erase_->order_by;
    const sqlparse::Limit* limit = update_ != nullptr ? update_->limit : erase_->limit;
    constexpr std::uint32_t kWords = 2;  // ORDER BY
    std::uint32_t end = static_cast<std::uint32_t>(input_.tokens.tokens.size()) - 2;
    if (!order.empty()) {
      end = order.front()->first_token - kWords - 1;
    } else if (limit != nullptr) {
      end = limit->first_token - 1;
    }
    while (input_.tokens.tokens[end].kind == sqlparse::TokenKind::Semicolon) --end;
    if (where == nullptr) {
      out_.splices.push_back({end, end, true, " WHERE " + condition});
      return;
    }
    std::uint32_t word = where->first_token - 1;
    while (input_.tokens.tokens[word].keyword != Keyword::Where) --word;
    out_.splices.push_back({word, word, true, " " + condition + " AND ("});
    out_.splices.push_back({end, end, true, ")"});
  }

  Result<void> add_check() {
    if (meaning_.check.empty() || erase_ != nullptr) return {};
    const std::string condition = with_table(meaning_.check, "");
    sqlparse::Arena arena;
    const std::string query = "SELECT " + condition;
    const sqlparse::ParseOutput parsed = sqlparse::parse(query, input_.tokens.options, arena);
    if (!parsed.ok()) return invalid_view(view_);
    bool plain = true;
    std::vector<std::string> columns;
    sqlparse::walk(*parsed.statement, [&](const sqlparse::Node& node) {
      if (const auto* column = as<sqlparse::ColumnRef>(&node)) columns.emplace_back(column->column.text);
      const auto* call = as<sqlparse::FunctionCall>(&node);
      plain =
          plain && !sqlparse::is<sqlparse::Subquery>(&node) && !sqlparse::is<sqlparse::InSubquery>(&node) &&
          !sqlparse::is<sqlparse::Exists>(&node) && !sqlparse::is<sqlparse::Quantified>(&node) &&
          (call == nullptr || sqlparse::function_nature(call->name.text) == sqlparse::FunctionNature::Pure);
      return true;
    });
    const bool touched =
        insert_ != nullptr || std::any_of(columns.begin(), columns.end(),
                                          [&](const auto& each) { return written_.contains(each); });
    if (!touched && plain) return {};
    if (!plain)
      return Error::not_supported(name() + "WITH CHECK OPTION of a condition with subqueries or functions");
    if ((update_ != nullptr && update_->ignore) || (insert_ != nullptr && insert_->ignore))
      return Error::not_supported(name() + "WITH CHECK OPTION and IGNORE");
    out_.check = {condition, std::move(columns)};
    return {};
  }

  const PlanInput& input_;
  const sqlparse::Statement& statement_;
  const sqlparse::UpdateStatement* update_;
  const sqlparse::DeleteStatement* erase_;
  const sqlparse::InsertStatement* insert_;
  const sqlparse::TableName& table_;
  const rule::TableMetadata& view_;
  const rule::Schema& schema_;
  ViewExpander& notes_;
  UpdatableView meaning_;
  BoundStatement bound_;
  std::uint32_t own_ = 0;  // the view's mention
  std::string qualifier_;
  std::uint32_t after_table_ = 0;
  std::set<std::string, std::less<>> written_;  // columns of the table
  ViewWrite out_;
};

}  // namespace

Error no_default(const std::string& view) {
  return {1423, "HY000", "Field of view '" + view + "' underlying table doesn't have a default value"};
}

Result<ViewWrite> write_view(const PlanInput& input, const sqlparse::TableName& table,
                             const rule::TableMetadata& view, const rule::Schema& schema,
                             ViewExpander& notes) {
  return Writer(input, table, view, schema, notes).write();
}

}  // namespace mallshard::plan
