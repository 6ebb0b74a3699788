// Queries: SELECT, UNION, ORDER BY, LIMIT, WITH.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/translator.h"
#include "sqlparse/select_names.h"
#include "sqlparse/visitor.h"

namespace mallshard::embedded {

namespace {

using sqlparse::NodeKind;

bool is_aggregate(const sqlparse::FunctionCall& call) {
  if (call.over != nullptr) return false;
  for (const std::string_view name : {"COUNT", "SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT", "ANY_VALUE"}) {
    if (equals_ignore_case(call.name.text, name)) return !equals_ignore_case(name, "ANY_VALUE");
  }
  return false;
}

// Outside of subqueries.
bool has_aggregate(const sqlparse::Node& root) {
  bool found = false;
  sqlparse::walk(root, [&](const sqlparse::Node& node) {
    if (const auto* call = sqlparse::as<sqlparse::FunctionCall>(&node)) found = found || is_aggregate(*call);
    return node.kind != NodeKind::Query && !found;
  });
  return found;
}

std::optional<std::int64_t> ordinal(const sqlparse::Expression& expression,
                                    const sqlparse::TokenView& tokens) {
  const auto* literal = sqlparse::as<sqlparse::Literal>(&expression);
  if (literal == nullptr || literal->literal_kind != sqlparse::LiteralKind::Integer) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : tokens.spelling(literal->value_token).substr(0, 9))
    value = value * 10 + (digit - '0');
  return value;
}

ResultColumn result_column(std::string name, const Typed& value) {
  ResultColumn out;
  out.name = std::move(name);
  out.type = value.type;
  if (value.column != nullptr) {
    out.schema = value.column->schema;
    out.table = value.column->table;
    out.org_table = value.column->org_table;
    out.org_name = value.column->org_name;
    out.flags = value.column->flags;
    out.materialized = value.column->materialized;
  }
  return out;
}

}  // namespace

TranslatedQuery Translator::query(const sqlparse::Query& node, Scope* outer) {
  TranslatedQuery out = query_in(node, outer);
  out.locking = locking_;
  return out;
}

TranslatedQuery Translator::query_in(const sqlparse::Query& node, Scope* outer) {
  TranslatedQuery out;
  if (error_) return out;
  const std::size_t common_before = common_tables_.size();
  if (node.into != nullptr) refuse("SELECT ... INTO");
  for (const sqlparse::LockingClause* locking : node.locking) {
    if (locking->wait != sqlparse::LockWait::Default) refuse("NOWAIT and SKIP LOCKED");
    locking_ = true;
  }
  if (node.with != nullptr) {
    if (node.with->recursive) refuse("WITH RECURSIVE");
    for (const sqlparse::CommonTable* table : node.with->tables) {
      TranslatedQuery query = query_in(*table->query, outer);
      common_tables_.push_back({std::string(table->name.text), "", std::move(query), table->columns});
    }
  }
  if (error_) return out;
  const std::string clause = clause_;
  Body main = body(*node.body, &node, outer);
  clause_ = clause;
  common_tables_.erase(common_tables_.begin() + static_cast<std::ptrdiff_t>(common_before),
                       common_tables_.end());
  out.sql = std::move(main.sql);
  out.columns = std::move(main.columns);
  const std::string limit_sql = limit(node.limit);
  out.single_row = main.single_row || limit_sql == " LIMIT 1";
  out.sql += limit_sql;
  return out;
}

Translator::Body Translator::body(const sqlparse::QueryBody& node, const sqlparse::Query* owner,
                                  Scope* outer) {
  if (error_) return {};
  if (const auto* select_node = sqlparse::as<sqlparse::Select>(&node))
    return select(*select_node, owner, outer);
  if (const auto* inner = sqlparse::as<sqlparse::Query>(&node)) {
    TranslatedQuery query = query_in(*inner, outer);
    if (owner != nullptr && !owner->order_by.empty()) {
      refuse("ORDER BY behind a query in parentheses");
      return {};
    }
    Body out;
    out.sql = "SELECT * FROM (" + query.sql + ")";
    out.columns = std::move(query.columns);
    return out;
  }
  Body out;
  if (const auto* operation = sqlparse::as<sqlparse::SetOperation>(&node)) {
    out = set_operation(*operation, outer);
  } else {
    refuse("VALUES and TABLE statements");
  }
  if (error_ || owner == nullptr || owner->order_by.empty()) return out;
  // ORDER BY of a union: by position or name of a column only.
  std::string order;
  for (const sqlparse::OrderItem* item : owner->order_by) {
    std::size_t position = static_cast<std::size_t>(ordinal(*item->value, context_.tokens).value_or(0));
    if (const auto* reference = sqlparse::as<sqlparse::ColumnRef>(item->value);
        reference != nullptr && !reference->table.present()) {
      for (std::size_t i = 0; i < out.columns.size() && position == 0; ++i) {
        if (equals_ignore_case(out.columns[i].name, reference->column.text)) position = i + 1;
      }
      if (position == 0) {
        fail({1054, "42S22",
              "Unknown column '" + std::string(reference->column.text) + "' in 'order clause'"});
        return {};
      }
    }
    if (position == 0 || position > out.columns.size()) {
      refuse("ORDER BY an expression behind UNION");
      return {};
    }
    Typed column = typed_sql(std::to_string(position), out.columns[position - 1].type);
    order += (order.empty() ? " ORDER BY " : ", ") + ordered(column);
    if (item->direction == sqlparse::OrderDirection::Descending) order += " DESC";
  }
  out.sql += order;
  return out;
}

Translator::Body Translator::set_operation(const sqlparse::SetOperation& node, Scope* outer) {
  struct Arm {
    std::string_view op;
    Body body;
  };
  // The left spine, flat: SQLite's compound operators associate to the left too.
  std::vector<const sqlparse::SetOperation*> spine = {&node};
  while (const auto* left = sqlparse::as<sqlparse::SetOperation>(spine.back()->left)) spine.push_back(left);
  std::vector<Arm> arms;
  arms.push_back({"", body(*spine.back()->left, nullptr, outer)});
  for (auto operation = spine.rbegin(); operation != spine.rend(); ++operation) {
    const sqlparse::SetOperation& current = **operation;
    std::string_view op = " UNION ";
    if (current.op == sqlparse::SetOperator::Union && current.all) op = " UNION ALL ";
    if (current.op == sqlparse::SetOperator::Intersect) op = " INTERSECT ";
    if (current.op == sqlparse::SetOperator::Except) op = " EXCEPT ";
    if (current.op != sqlparse::SetOperator::Union && current.all) {
      refuse("INTERSECT ALL and EXCEPT ALL");
      return {};
    }
    arms.push_back({op, body(*current.right, nullptr, outer)});
    if (error_) return {};
  }
  const std::size_t width = arms[0].body.columns.size();
  Body out;
  out.compound = true;
  for (const Arm& arm : arms) {
    if (arm.body.columns.size() != width) {
      fail({1222, "21000", "The used SELECT statements have a different number of columns"});
      return {};
    }
  }
  for (std::size_t i = 0; i < width; ++i) {
    std::vector<Typed> values;
    for (const Arm& arm : arms) {
      values.push_back(typed_sql("c" + std::to_string(i + 1), arm.body.columns[i].type));
    }
    ResultColumn column;
    column.name = arms[0].body.columns[i].name;
    column.type = merge_types(values);
    column.type.hidden_digits = false;
    if (!column.type.nullable) column.flags = wire::column_flag::kNotNull;
    column.materialized = true;
    if (column.type.is_text()) column.type.decimals = 0;
    out.columns.push_back(std::move(column));
  }
  // UNION keeps the first of equal rows, which SQLite's does not: the arms up to
  // the last UNION are one UNION ALL under a DISTINCT.
  std::size_t last_distinct = 0;
  bool only_unions = true;
  for (std::size_t i = 1; i < arms.size(); ++i) {
    if (arms[i].op == " UNION ") last_distinct = i;
    only_unions = only_unions && arms[i].op.starts_with(" UNION");
  }
  std::string distinct_names;
  for (std::size_t i = 0; i < width; ++i) {
    const std::string name = "c" + std::to_string(i + 1);
    distinct_names += (i > 0 ? ", " : "") + ordered(typed_sql(name, out.columns[i].type)) + " AS " + name;
  }
  for (std::size_t n = 0; n < arms.size(); ++n) {
    const Arm& arm = arms[n];
    out.sql += only_unions && n > 0 ? std::string_view(" UNION ALL ") : arm.op;
    out.sql += "SELECT ";
    for (std::size_t i = 0; i < width; ++i) {
      const std::string name = "c" + std::to_string(i + 1);
      Typed value = convert(typed_sql(name, arm.body.columns[i].type), out.columns[i].type);
      if (value.sql == name) value = as_shown(std::move(value));
      value.type = out.columns[i].type;
      out.sql += (i > 0 ? ", " : "") + ordered(value) + " AS " + name;
    }
    out.sql += " FROM (" + arm.body.sql + ")";
    if (only_unions && n > 0 && n == last_distinct)
      out.sql = "SELECT DISTINCT " + distinct_names + " FROM (" + out.sql + ")";
  }
  return out;
}

void Translator::star(const sqlparse::Star& node, Scope& scope) {
  const auto add = [&](const ScopeColumn& column) {
    Typed value = typed_sql(column.sql, column.type);
    value.column = &column;
    if (scope.grouping_checked) scope.ungrouped.push_back(&column);
    scope.items.push_back({column.name, std::move(value), node.first_token});
  };
  bool any = false;
  if (!node.table.present()) {
    for (const ScopeColumn& column : scope.merged) add(column);
  }
  for (const ScopeTable& table : scope.tables) {
    if (node.table.present() && table.alias != node.table.text) continue;
    if (node.database.present() && table.schema != node.database.text) continue;
    any = true;
    for (const ScopeColumn& column : table.columns) {
      if (node.table.present() || column.in_star) add(column);
    }
  }
  if (any) return;
  if (node.table.present()) {
    fail({1051, "42S02", "Unknown table '" + std::string(node.table.text) + "'"});
  } else {
    fail({1096, "HY000", "No tables used"});
  }
}

bool Translator::covers_primary_key(const ScopeColumn& column, const Scope& scope) const {
  if (scope.group_keys.contains(column.sql)) return true;
  for (const ScopeTable& table : scope.tables) {
    const bool owns = std::any_of(table.columns.begin(), table.columns.end(),
                                  [&](const ScopeColumn& c) { return &c == &column || c.sql == column.sql; });
    if (!owns || table.table == nullptr) continue;
    for (const Key& key : table.table->keys) {
      if (!key.unique) continue;
      const bool covered = std::all_of(key.parts.begin(), key.parts.end(), [&](const KeyPart& part) {
        return table.table->columns[part.column].not_null() &&
               scope.group_keys.contains(table.columns[part.column].sql);
      });
      if (covered) return true;
    }
  }
  return false;
}

void Translator::check_grouping(const sqlparse::Select& select, Scope& scope, std::size_t item,
                                std::string_view clause) {
  if (!scope.grouping_checked) return;
  for (const ScopeColumn* column : scope.ungrouped) {
    if (covers_primary_key(*column, scope)) continue;
    const std::string name = context_.database + "." + column->table + "." + column->name;
    if (select.group_by.empty()) {
      fail({1140, "42000",
            "In aggregated query without GROUP BY, expression #" + std::to_string(item) + " of " +
                std::string(clause) + " contains nonaggregated column '" + name +
                "'; this is incompatible with sql_mode=only_full_group_by"});
    } else {
      fail({1055, "42000",
            "Expression #" + std::to_string(item) + " of " + std::string(clause) +
                " is not in GROUP BY clause and contains nonaggregated column '" + name +
                "' which is not functionally dependent on columns in GROUP BY clause; this is incompatible "
                "with "
                "sql_mode=only_full_group_by"});
    }
  }
  scope.ungrouped.clear();
}

void Translator::select_items(const sqlparse::Select& node, Scope& scope) {
  clause_ = "field list";
  for (std::size_t i = 0; i < node.items.size() && !error_; ++i) {
    const sqlparse::SelectItem& item = *node.items[i];
    if (const auto* all = sqlparse::as<sqlparse::Star>(item.value)) {
      star(*all, scope);
    } else {
      Typed value = expression(*item.value, scope);
      const auto* reference = sqlparse::as<sqlparse::ColumnRef>(item.value);
      std::string alias(item.alias.present()   ? item.alias.text
                        : reference != nullptr ? reference->column.text
                                               : "");
      scope.items.push_back({std::move(alias), std::move(value), item.first_token});
    }
    check_grouping(node, scope, i + 1, "SELECT list");
  }
}

std::string Translator::group_by(const sqlparse::Select& node, Scope& scope) {
  std::string sql;
  clause_ = "group statement";
  for (const sqlparse::OrderItem* item : node.group_by) {
    const sqlparse::Expression* value = item->value;
    if (const auto position = ordinal(*value, context_.tokens)) {
      const auto index = static_cast<std::size_t>(*position);
      if (*position < 1 || index > node.items.size()) {
        fail({1054, "42S22", "Unknown column '" + std::to_string(*position) + "' in 'group statement'"});
        return {};
      }
      value = node.items[index - 1]->value;
    } else if (const auto* reference = sqlparse::as<sqlparse::ColumnRef>(value);
               reference != nullptr && !reference->table.present()) {
      // A column of FROM comes before an alias of the select list.
      bool ambiguous = false;
      if (find_column(*reference, scope, ambiguous) == nullptr) {
        for (const sqlparse::SelectItem* candidate : node.items) {
          if (candidate->alias.present() && equals_ignore_case(candidate->alias.text, reference->column.text))
            value = candidate->value;
        }
      }
    }
    if (sqlparse::is<sqlparse::Star>(value)) {
      refuse("GROUP BY the position of *");
      return {};
    }
    if (has_aggregate(*value)) {
      fail({1056, "42000", "Can't group on '" + std::string(source(*value)) + "'"});
      return {};
    }
    const Typed key = expression(*value, scope);
    if (error_) return {};
    scope.group_keys.insert(key.sql);
    // A bare integer would be a position for SQLite.
    const std::string grouped =
        key.constant || key.sql.find_first_not_of("0123456789()-+ ") == std::string::npos
            ? "coalesce(" + key.sql + ", NULL)"
            : ordered(as_shown(key));
    sql += (sql.empty() ? " GROUP BY " : ", ") + grouped;
    if (item->direction != sqlparse::OrderDirection::Default) refuse("GROUP BY ... ASC or DESC");
  }
  return sql;
}

std::string Translator::order_item(const sqlparse::OrderItem& item, Scope& scope, bool after_distinct) {
  const std::string direction = item.direction == sqlparse::OrderDirection::Descending ? " DESC" : "";
  const auto by_position = [&](std::size_t index) {
    Typed column = typed_sql(std::to_string(index + 1), scope.items[index].value.type);
    return ordered(column) + direction;
  };
  if (const auto position = ordinal(*item.value, context_.tokens)) {
    if (*position < 1 || static_cast<std::size_t>(*position) > scope.items.size()) {
      fail({1054, "42S22", "Unknown column '" + std::to_string(*position) + "' in 'order clause'"});
      return {};
    }
    return by_position(static_cast<std::size_t>(*position) - 1);
  }
  if (const auto* reference = sqlparse::as<sqlparse::ColumnRef>(item.value)) {
    // The select list comes before the columns of FROM.
    if (const Scope::Item* found = find_item(*reference, scope)) {
      return by_position(static_cast<std::size_t>(found - scope.items.data()));
    }
  }
  const Typed value = expression(*item.value, scope);
  if (error_) return {};
  for (std::size_t i = 0; i < scope.items.size(); ++i) {
    if (scope.items[i].value.sql == value.sql) return by_position(i);
  }
  if (after_distinct) {
    refuse("ORDER BY something else than selected columns under DISTINCT");
    return {};
  }
  // A constant orders nothing; a bare integer would be a position for SQLite.
  if (value.constant || value.sql.find_first_not_of("0123456789()-+ ") == std::string::npos) {
    return "coalesce(" + value.sql + ", NULL)";
  }
  return ordered(value) + direction;
}

std::string Translator::order_by(sqlparse::NodeList<sqlparse::OrderItem> items, Scope& scope) {
  std::string sql;
  clause_ = "order clause";
  for (const sqlparse::OrderItem* item : items) {
    sql += (sql.empty() ? " ORDER BY " : ", ") + order_item(*item, scope, false);
    if (error_) return {};
  }
  return sql;
}

Translator::Body Translator::select(const sqlparse::Select& node, const sqlparse::Query* owner,
                                    Scope* outer) {
  using sqlparse::SelectOption;
  Body out;
  if (node.has(SelectOption::CalcFoundRows)) refuse("SQL_CALC_FOUND_ROWS");
  if (node.group_modifier != sqlparse::GroupModifier::None) refuse("WITH ROLLUP");
  if (!node.windows.empty() || node.qualify != nullptr || node.procedure.present())
    refuse("WINDOW, QUALIFY and PROCEDURE");
  if (error_) return out;

  Scope scope;
  scope.outer = outer;
  const std::string from_sql = from(node.from, scope);
  std::string where;
  if (node.where != nullptr && !error_) where = condition(*node.where, scope, "where clause");
  if (error_) return out;

  bool grouped = !node.group_by.empty();
  for (const sqlparse::SelectItem* item : node.items) grouped = grouped || has_aggregate(*item);
  if (node.having != nullptr) grouped = grouped || has_aggregate(*node.having);
  if (owner != nullptr) {
    for (const sqlparse::OrderItem* item : owner->order_by) grouped = grouped || has_aggregate(*item);
  }
  const std::string group_sql = group_by(node, scope);
  scope.aggregates_allowed = true;
  scope.grouping_checked = grouped && context_.only_full_group_by;
  select_items(node, scope);
  if (error_) return out;

  const bool distinct = node.has(SelectOption::Distinct);
  for (std::size_t i = 0, n = 0; i < node.items.size(); ++i) {
    const bool is_star = sqlparse::is<sqlparse::Star>(node.items[i]->value);
    do {
      const std::string name =
          is_star ? scope.items[n].alias : sqlparse::display_name(*node.items[i], context_.tokens);
      out.columns.push_back(result_column(name, scope.items[n].value));
      const auto* call = sqlparse::as<sqlparse::FunctionCall>(node.items[i]->value);
      if (!node.group_by.empty() && call != nullptr && is_aggregate(*call) &&
          !equals_ignore_case(call->name.text, "AVG")) {
        out.columns.back().materialized = true;
        if (out.columns.back().type.is_text()) out.columns.back().type.decimals = 0;
      }
      if (distinct || grouped) out.columns.back().type.hidden_digits = false;
      ++n;
    } while (is_star && n < scope.items.size() && scope.items[n].token == node.items[i]->value->first_token);
  }

  scope.items_visible = true;
  std::string having;
  if (node.having != nullptr) {
    having = condition(*node.having, scope, "having clause");
    check_grouping(node, scope, 1, "HAVING clause");
    if (error_) return out;
    if (!grouped) {  // without groups HAVING filters rows
      where = where.empty() ? having : where + " AND " + having;
      having.clear();
    }
  }
  std::string order;
  if (owner != nullptr && !owner->order_by.empty()) {
    clause_ = "order clause";
    for (std::size_t i = 0; i < owner->order_by.size(); ++i) {
      order += (order.empty() ? " ORDER BY " : ", ") + order_item(*owner->order_by[i], scope, distinct);
      check_grouping(node, scope, i + 1, "ORDER BY clause");
      if (error_) return out;
    }
    // One row is in any order.
    if (grouped && node.group_by.empty()) order.clear();
  }

  out.sql = distinct ? "SELECT DISTINCT " : "SELECT ";
  for (std::size_t i = 0; i < scope.items.size(); ++i) {
    Typed value = scope.items[i].value;
    if (distinct || grouped) value = as_shown(std::move(value));
    // Which spelling stands for a group that a collation made: the first row's.
    if (grouped && value.type.is_text() && !value.constant && scope.group_keys.contains(value.sql)) {
      value.sql = "ms_any(" + value.sql + ")";
    }
    out.sql +=
        (i > 0 ? ", " : "") + (distinct ? ordered(value) : value.sql) + " AS c" + std::to_string(i + 1);
  }
  if (!from_sql.empty()) out.sql += " FROM " + from_sql;
  if (!where.empty()) out.sql += " WHERE " + where;
  out.sql += group_sql;
  if (!having.empty()) out.sql += " HAVING " + having;
  out.sql += order;
  out.single_row = (grouped && node.group_by.empty()) || from_sql.empty();
  return out;
}

std::string Translator::limit(const sqlparse::Limit* node) {
  if (node == nullptr || error_) return {};
  if (node->fetch_form || node->with_ties || node->rows_examined != nullptr) {
    refuse("FETCH FIRST and ROWS EXAMINED");
    return {};
  }
  Scope none;
  const auto number = [&](const sqlparse::Expression& expression_node) -> std::string {
    const Typed value = expression(expression_node, none);
    if (error_ || context_.preparing) return "1";
    if (value.constant && value.constant->kind == Value::Kind::Int && value.constant->integer >= 0) {
      return std::to_string(value.constant->integer);
    }
    // 18446744073709551615: all rows
    if (value.constant && value.constant->kind == Value::Kind::UInt) return "9223372036854775807";
    fail({1210, "HY000", "Incorrect arguments to LIMIT"});
    return {};
  };
  std::string sql = " LIMIT " + number(*node->count);
  if (node->offset != nullptr) sql += " OFFSET " + number(*node->offset);
  return sql;
}

}  // namespace mallshard::embedded
