// ORDER BY over several targets: every key becomes a column that merge can
// compare, appended behind the client's columns where it is not among them.
#include <algorithm>

#include "base/bytes.h"
#include "plan/select_merge.h"
#include "plan/text_weight.h"
#include "sqlparse/equality.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {

using sqlparse::as;

std::optional<SelectMerge::KeySource> SelectMerge::source_of_output(std::uint16_t column) {
  const OutputColumn& output = list_.columns[column];
  KeySource source;
  source.value = output.value;
  source.output = column;
  source.type = type_of_output(bound_, block_, output, tokens_);
  source.place = output.place;
  if (output.value == nullptr) {
    source.text = output.text;
  } else {
    source.first = output.item->first_token;
    source.last = output.item->last_value_token;
  }
  return source;
}

// An unqualified name. ORDER BY looks among the aliases first, GROUP BY among
// the columns of the tables.
std::optional<SelectMerge::KeySource> SelectMerge::source_of_name(const sqlparse::ColumnRef& column,
                                                                  Clause clause) {
  const std::optional<ColumnPlace> place = bound_.resolve(block_, column);
  std::optional<std::uint16_t> alias;
  std::optional<std::uint16_t> same_column;
  for (std::size_t i = 0; i < list_.columns.size(); ++i) {
    const OutputColumn& output = list_.columns[i];
    const auto position = static_cast<std::uint16_t>(i);
    const bool is_alias = output.value != nullptr && output.item->alias.present();
    if (is_alias && !column.table.present() && equals_ignore_case(output.name, column.column.text) &&
        !alias) {
      alias = position;
    }
    if (place && output.place == place && !same_column) same_column = position;
  }
  if (clause == Clause::Group && place && alias && list_.columns[*alias].place != place) {
    refuse("GROUP BY of a name that is both a column and another column's alias, over several shards");
    return std::nullopt;
  }
  if (alias) return source_of_output(*alias);
  KeySource source;
  source.value = &column;
  source.output = same_column;
  source.place = place;
  source.first = column.first_token;
  source.last = column.last_token;
  if (place) source.type = type_of_column(bound_.metadata(*place));
  return source;
}

std::optional<std::uint16_t> SelectMerge::find_output(const sqlparse::Expression& value) const {
  for (std::size_t i = 0; i < list_.columns.size(); ++i) {
    const sqlparse::Expression* output = list_.columns[i].value;
    if (output != nullptr && sqlparse::structurally_equal(*output, tokens_, value, tokens_)) {
      return static_cast<std::uint16_t>(i);
    }
  }
  return std::nullopt;
}

// An alias inside an expression of ORDER BY cannot move to the select list.
bool SelectMerge::names_an_alias(const sqlparse::Expression& value) const {
  bool found = false;
  sqlparse::walk(value, [&](const sqlparse::Node& node) {
    const auto* column = as<sqlparse::ColumnRef>(&node);
    if (column == nullptr || column->table.present()) return true;
    for (const OutputColumn& output : list_.columns) {
      const bool is_alias = output.value != nullptr && output.item->alias.present();
      if (is_alias && equals_ignore_case(output.name, column->column.text)) found = true;
    }
    return true;
  });
  return found;
}

std::optional<SelectMerge::KeySource> SelectMerge::source_of(const sqlparse::OrderItem& item, Clause clause) {
  std::optional<KeySource> source;
  const auto* literal = as<sqlparse::Literal>(item.value);
  if (literal != nullptr && literal->literal_kind == sqlparse::LiteralKind::Integer) {
    const std::uint64_t ordinal = std::stoull("0" + std::string(tokens_.spelling(literal->value_token)));
    if (!list_.known || ordinal == 0 || ordinal > list_.columns.size()) {
      refuse("ORDER BY or GROUP BY of a column number that cannot be resolved, over several shards");
      return std::nullopt;
    }
    source = source_of_output(static_cast<std::uint16_t>(ordinal - 1));
  } else if (const auto* column = as<sqlparse::ColumnRef>(item.value)) {
    source = source_of_name(*column, clause);
    if (!source) return std::nullopt;
  } else {
    if (names_an_alias(*item.value)) {
      refuse("an expression of an alias in ORDER BY or GROUP BY, over several shards");
      return std::nullopt;
    }
    KeySource own;
    own.value = item.value;
    own.output = find_output(*item.value);
    own.type = type_of(bound_, block_, *item.value, tokens_);
    // The item's span is without its direction; parentheses around stay out.
    own.first = item.value->first_token;
    own.last = item.value->last_token;
    source = own;
  }
  source->clause = clause;
  source->written_first = item.first_token;
  source->written_last = item.last_token;
  source->descending = item.direction == sqlparse::OrderDirection::Descending;
  return source;
}

bool SelectMerge::same_source(const KeySource& a, const KeySource& b) const {
  if (a.place && b.place) return *a.place == *b.place;
  if (a.output && b.output) return *a.output == *b.output;
  return a.value != nullptr && b.value != nullptr &&
         sqlparse::structurally_equal(*a.value, tokens_, *b.value, tokens_);
}

bool SelectMerge::order_sources(std::vector<KeySource>& out) {
  for (const sqlparse::OrderItem* item : query_.order_by) {
    const auto* literal = as<sqlparse::Literal>(item->value);
    if (literal != nullptr && literal->literal_kind != sqlparse::LiteralKind::Integer) continue;  // NULL, 'x'
    const std::optional<KeySource> source = source_of(*item, Clause::Order);
    if (!source) return false;
    const bool repeated = std::any_of(out.begin(), out.end(),
                                      [&](const KeySource& known) { return same_source(known, *source); });
    if (!repeated) out.push_back(*source);
  }
  return true;
}

std::optional<std::uint16_t> SelectMerge::next_hidden() {
  if (!list_.known) {
    refuse("ORDER BY or GROUP BY beside a * whose columns are not known, over several shards");
    return std::nullopt;
  }
  const std::size_t column = list_.columns.size() + choice_.spec.drop_last;
  ++choice_.spec.drop_last;
  return static_cast<std::uint16_t>(column);
}

std::optional<std::uint16_t> SelectMerge::add_hidden(std::string before, std::uint32_t first,
                                                     std::uint32_t last, std::string after) {
  const std::optional<std::uint16_t> column = next_hidden();
  if (column)
    rewrite_.insert_copy_after(select_.last_item_token, ", " + before, first, last, std::move(after));
  return column;
}

std::optional<std::uint16_t> SelectMerge::add_hidden(const KeySource& source, std::string_view before,
                                                     std::string_view after) {
  if (source.text.empty())
    return add_hidden(std::string(before), source.first, source.last, std::string(after));
  const std::optional<std::uint16_t> column = next_hidden();
  if (column) {
    rewrite_.insert_after(select_.last_item_token,
                          ", " + std::string(before) + source.text + std::string(after));
  }
  return column;
}

std::optional<merge::Key> SelectMerge::key_of(const KeySource& source) {
  merge::Key key;
  key.descending = source.descending;
  std::optional<std::uint16_t> column;
  switch (source.type.type) {
    case TypeClass::Integer:
    case TypeClass::Decimal:
    case TypeClass::Double:
    case TypeClass::Temporal:
    case TypeClass::Null:
      column = source.output ? source.output : add_hidden(source, "", "");
      break;
    case TypeClass::Bytes:
      key.weight = true;
      column = source.output ? source.output : add_hidden(source, "", "");
      break;
    case TypeClass::Float:
      column = add_hidden(source, "(", ") + 0e0");
      break;
    case TypeClass::Number:
    case TypeClass::Bit:
      column = add_hidden(source, "(", ") + 0");
      break;
    // Local times repeat when clocks are put back; the instant does not.
    case TypeClass::Timestamp:
      column = add_hidden(source, "UNIX_TIMESTAMP(", ")");
      break;
    case TypeClass::Text: {
      std::optional<std::string> pad = weight_pad(source.type.collation, source.type.space_weight);
      if (!pad) {
        refuse("ordering by the collation " + source.type.collation + " over several shards");
        return std::nullopt;
      }
      key.weight = true;
      key.pad = std::move(*pad);
      column = add_hidden(source, "WEIGHT_STRING(", ")");
      break;
    }
    case TypeClass::Unknown:
      refuse_unknown(source.value,
                     source.clause == Clause::Group ? ColumnClause::GroupBy : ColumnClause::OrderBy,
                     "ordering or grouping by an expression whose type MallShard does not know, over several "
                     "shards");
      return std::nullopt;
  }
  if (!column) return std::nullopt;
  key.column = *column;
  if (source.output && !list_.known) {
    refuse("ORDER BY or GROUP BY beside a * whose columns are not known, over several shards");
    return std::nullopt;
  }
  return key;
}

}  // namespace mallshard::plan
