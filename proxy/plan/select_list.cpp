#include "plan/select_list.h"

#include "base/bytes.h"
#include "plan/rewrite.h"

namespace mallshard::plan {
namespace {

bool merges_columns(const sqlparse::TableReference* reference) {
  const auto* join = sqlparse::as<sqlparse::Join>(reference);
  if (join == nullptr) return false;
  return join->natural || !join->using_columns.empty() || merges_columns(join->left) ||
         merges_columns(join->right);
}

class Expander {
 public:
  Expander(const BoundStatement& bound, SelectList& out) : bound_(bound), out_(out) {}

  void expand(const Block& block) {
    for (const sqlparse::SelectItem* item : block.select->items) {
      if (const auto* star = sqlparse::as<sqlparse::Star>(item->value)) {
        expand_star(block, *item, *star);
        continue;
      }
      OutputColumn& column = out_.columns.emplace_back();
      column.item = item;
      column.value = item->value;
      column.place = bound_.resolve(block, item->value);
      const auto* reference = sqlparse::as<sqlparse::ColumnRef>(item->value);
      column.name = item->alias.present()  ? item->alias.text
                    : reference != nullptr ? reference->column.text
                                           : std::string_view{};
    }
  }

 private:
  void expand_star(const Block& block, const sqlparse::SelectItem& item, const sqlparse::Star& star) {
    if (!star.table.present()) {
      for (const sqlparse::TableReference* reference : block.from) {
        if (merges_columns(reference)) out_.known = false;
      }
    }
    for (const FromEntry& entry : block.entries) {
      if (star.table.present() && !equals_ignore_case(star.table.text, entry.name)) continue;
      expand_entry(entry, item);
    }
  }

  void expand_entry(const FromEntry& entry, const sqlparse::SelectItem& item) {
    if (entry.mention >= 0) {
      const auto mention = static_cast<std::uint32_t>(entry.mention);
      const rule::TablePtr& table = bound_.mentions[mention].metadata;
      if (table == nullptr) {
        out_.known = false;
        return;
      }
      for (std::uint32_t i = 0; i < table->columns.size(); ++i) {
        if (table->columns[i].invisible) continue;
        add(entry, item, table->columns[i].name, ColumnPlace{mention, i});
      }
      return;
    }
    if (entry.derived == nullptr || entry.derived->select == nullptr || !entry.columns.empty()) {
      out_.known = false;
      return;
    }
    const SelectList inner = expand_select_list(bound_, *entry.derived);
    if (!inner.known) out_.known = false;
    for (const OutputColumn& column : inner.columns) {
      if (column.name.empty()) out_.known = false;  // its name is an expression's text
      add(entry, item, column.name, column.place);
    }
  }

  void add(const FromEntry& entry, const sqlparse::SelectItem& item, std::string_view name,
           std::optional<ColumnPlace> place) {
    OutputColumn& column = out_.columns.emplace_back();
    column.item = &item;
    column.place = place;
    column.name = name;
    append_name(entry.name, '`', column.text);
    column.text += '.';
    append_name(name, '`', column.text);
  }

  const BoundStatement& bound_;
  SelectList& out_;
};

}  // namespace

SelectList expand_select_list(const BoundStatement& bound, const Block& block) {
  SelectList list;
  if (block.select == nullptr) {
    list.known = false;
    return list;
  }
  Expander(bound, list).expand(block);
  return list;
}

ExpressionType type_of_output(const BoundStatement& bound, const Block& block, const OutputColumn& column,
                              const sqlparse::TokenView& tokens) {
  if (column.place) return type_of_column(bound.metadata(*column.place));
  if (column.value == nullptr) return {};
  return type_of(bound, block, *column.value, tokens);
}

}  // namespace mallshard::plan
