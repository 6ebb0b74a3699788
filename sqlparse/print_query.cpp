// Queries and table references.
#include <string_view>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

bool PrinterRun::query_node(const Node& n) {
  switch (n.kind) {
    case NodeKind::Query:
      query(cast<Query>(n));
      return true;
    case NodeKind::Select:
      select(cast<Select>(n));
      return true;
    case NodeKind::SetOperation:
      set_operation(cast<SetOperation>(n));
      return true;
    case NodeKind::ValuesQuery:
      raw("VALUES ");
      list(cast<ValuesQuery>(n).rows);
      return true;
    case NodeKind::TableQuery:
      raw("TABLE ");
      optional(cast<TableQuery>(n).table);
      return true;
    case NodeKind::With:
      with(cast<With>(n));
      return true;
    case NodeKind::CommonTable: {
      const auto& common = cast<CommonTable>(n);
      name(common.name);
      // Not close: `RANK(` would begin a call.
      if (!common.columns.empty()) space(), names_in_parentheses(common.columns);
      word("AS");
      subquery(common.query);
      if (common.cycle.present()) space();
      range(common.cycle);
      return true;
    }
    case NodeKind::SelectItem: {
      const auto& item = cast<SelectItem>(n);
      optional(item.value);
      if (item.alias) {
        word("AS");
        name(item.alias);
      }
      return true;
    }
    case NodeKind::OrderItem: {
      const auto& item = cast<OrderItem>(n);
      optional(item.value);
      if (item.direction == OrderDirection::Ascending) raw(" ASC");
      if (item.direction == OrderDirection::Descending) raw(" DESC");
      return true;
    }
    case NodeKind::NamedWindow: {
      const auto& named = cast<NamedWindow>(n);
      name(named.name);
      word("AS");
      optional(named.spec);
      return true;
    }
    case NodeKind::Limit:
      limit(cast<Limit>(n));
      return true;
    case NodeKind::LockingClause:
      locking(cast<LockingClause>(n));
      return true;
    case NodeKind::Into:
      into(cast<Into>(n));
      return true;
    case NodeKind::TableName:
      table(cast<TableName>(n));
      return true;
    case NodeKind::Join: {
      const auto& joined = cast<Join>(n);
      const bool parentheses = joined.join_kind == JoinKind::Comma;
      if (parentheses) raw("(");
      join(joined);
      if (parentheses) raw(")");
      return true;
    }
    case NodeKind::DerivedTable: {
      const auto& derived = cast<DerivedTable>(n);
      if (derived.lateral) raw("LATERAL ");
      subquery(derived.query);
      if (derived.alias) word("AS");
      name(derived.alias);
      if (!derived.columns.empty()) {
        space();
        names_in_parentheses(derived.columns);
      }
      return true;
    }
    case NodeKind::JsonTable:
      json_table(cast<JsonTable>(n));
      return true;
    case NodeKind::JsonColumn:
      json_column(cast<JsonColumn>(n));
      return true;
    case NodeKind::OptimizerHints:
      hints(&cast<OptimizerHints>(n));
      return true;
    case NodeKind::Hint:
      hint(cast<Hint>(n));
      return true;
    case NodeKind::HintTable:
      hint_table(cast<HintTable>(n));
      return true;
    case NodeKind::IndexHint:
      index_hint(cast<IndexHint>(n));
      return true;
    default:
      return false;
  }
}

void PrinterRun::query(const Query& query) {
  if (query.with != nullptr) {
    with(*query.with);
    space();
  }
  body(query.body, false);
  list_clause("ORDER BY", query.order_by);
  if (query.limit != nullptr) {
    space();
    limit(*query.limit);
  }
  if (const auto* block = as<Select>(query.body); block != nullptr && block->procedure.present()) {
    space();
    range(block->procedure);
  }
  if (query.into != nullptr) {
    space();
    into(*query.into);
  }
  for (const LockingClause* clause : query.locking) {
    space();
    locking(*clause);
  }
}

// A query's whole body, or an operand.
void PrinterRun::body(const QueryBody* body, bool parentheses) {
  if (body == nullptr) return;
  const bool wrap = parentheses || body->kind == NodeKind::Query;
  if (wrap) raw("(");
  node(*body);
  if (wrap) raw(")");
}

void PrinterRun::set_operation(const SetOperation& operation) {
  const bool intersect = operation.op == SetOperator::Intersect;
  const auto* left = as<SetOperation>(operation.left);
  const auto* right = as<SetOperation>(operation.right);
  body(operation.left, left != nullptr && intersect && left->op != SetOperator::Intersect);
  switch (operation.op) {
    case SetOperator::Union:
      word("UNION");
      break;
    case SetOperator::Intersect:
      word("INTERSECT");
      break;
    case SetOperator::Except:
      word("EXCEPT");
      break;
  }
  if (operation.all) raw("ALL ");
  body(operation.right, right != nullptr && (intersect || right->op != SetOperator::Intersect));
}

void PrinterRun::with(const With& with) {
  raw(with.recursive ? "WITH RECURSIVE " : "WITH ");
  list(with.tables);
}

void PrinterRun::select_options(const Select& select) {
  struct OptionText {
    SelectOption option;
    std::string_view text;
  };
  static constexpr OptionText kTexts[] = {
      {SelectOption::All, "ALL "},
      {SelectOption::Distinct, "DISTINCT "},
      {SelectOption::HighPriority, "HIGH_PRIORITY "},
      {SelectOption::StraightJoin, "STRAIGHT_JOIN "},
      {SelectOption::SmallResult, "SQL_SMALL_RESULT "},
      {SelectOption::BigResult, "SQL_BIG_RESULT "},
      {SelectOption::BufferResult, "SQL_BUFFER_RESULT "},
      {SelectOption::Cache, "SQL_CACHE "},
      {SelectOption::NoCache, "SQL_NO_CACHE "},
      {SelectOption::CalcFoundRows, "SQL_CALC_FOUND_ROWS "},
  };
  for (const OptionText& each : kTexts) {
    if (select.has(each.option)) raw(each.text);
  }
}

void PrinterRun::select(const Select& select) {
  raw("SELECT ");
  hints(select.hints);
  select_options(select);
  list(select.items);
  if (select.into != nullptr) {
    space();
    into(*select.into);
  }
  list_clause("FROM", select.from);
  if (select.from_dual) raw(" FROM DUAL");
  clause("WHERE", select.where);
  switch (select.group_modifier) {
    case GroupModifier::None:
    case GroupModifier::WithRollup:
    case GroupModifier::WithCube:
      list_clause("GROUP BY", select.group_by);
      if (select.group_modifier == GroupModifier::WithRollup) raw(" WITH ROLLUP");
      if (select.group_modifier == GroupModifier::WithCube) raw(" WITH CUBE");
      break;
    case GroupModifier::Rollup:
    case GroupModifier::Cube:
      word(select.group_modifier == GroupModifier::Rollup ? "GROUP BY ROLLUP" : "GROUP BY CUBE");
      list_in_parentheses(select.group_by);
      break;
    case GroupModifier::GroupingSets:
      word("GROUP BY GROUPING SETS");
      list_in_parentheses(select.group_by);
      break;
  }
  clause("HAVING", select.having);
  list_clause("WINDOW", select.windows);
  clause("QUALIFY", select.qualify);
}

void PrinterRun::limit(const Limit& limit) {
  if (limit.fetch_form) {
    if (limit.offset != nullptr) {
      raw("OFFSET ");
      node(*limit.offset);
      raw(" ROWS ");
    }
    if (limit.count == nullptr && !limit.with_ties && limit.offset != nullptr) return;
    raw("FETCH FIRST ");
    if (limit.count != nullptr) {
      node(*limit.count);
      raw(" ");
    }
    return raw(limit.with_ties ? "ROWS WITH TIES" : "ROWS ONLY");
  }
  raw("LIMIT ");
  if (limit.comma_form && limit.offset != nullptr) {
    node(*limit.offset);
    raw(", ");
  }
  optional(limit.count);
  if (!limit.comma_form) clause("OFFSET", limit.offset);
  clause("ROWS EXAMINED", limit.rows_examined);
}

void PrinterRun::locking(const LockingClause& lock) {
  switch (lock.strength) {
    case LockStrength::Update:
      raw("FOR UPDATE");
      break;
    case LockStrength::Share:
      raw("FOR SHARE");
      break;
    case LockStrength::InShareMode:
      raw("LOCK IN SHARE MODE");
      break;
  }
  list_clause("OF", lock.of_tables);
  switch (lock.wait) {
    case LockWait::Default:
      return;
    case LockWait::NoWait:
      return raw(" NOWAIT");
    case LockWait::SkipLocked:
      return raw(" SKIP LOCKED");
    case LockWait::Wait:
      return clause("WAIT", lock.wait_seconds);
  }
}

void PrinterRun::into(const Into& into) {
  raw("INTO ");
  if (into.into_kind == IntoKind::Variables) return list(into.variables);
  raw(into.into_kind == IntoKind::Outfile ? "OUTFILE " : "DUMPFILE ");
  token(into.file_token);
  if (into.format.present()) raw(" ");
  range(into.format);
}

// PARTITION (p), FOR SYSTEM_TIME ..., FOR PORTION OF ...
void PrinterRun::table_part(const TableName& table) {
  if (!table.partitions.empty()) {
    word("PARTITION");
    names_in_parentheses(table.partitions);
  }
  if (table.system_time.present()) {
    space();
    range(table.system_time);
  }
}

// AS a USE INDEX (i)
void PrinterRun::table_alias(const TableName& table) {
  if (table.alias) {
    word("AS");
    name(table.alias);
  }
  for (const IndexHint* hint : table.index_hints) {
    space();
    index_hint(*hint);
  }
}

void PrinterRun::table(const TableName& table) {
  if (!table.database) leading_dot(table.name);
  qualified({}, table.database, table.name);
  if (table.star_suffix) raw(".*");
  table_part(table);
  table_alias(table);
  if (table.sample.present()) {
    space();
    range(table.sample);
  }
}

void PrinterRun::index_hint(const IndexHint& hint) {
  switch (hint.hint) {
    case IndexHintKind::Use:
      raw("USE INDEX ");
      break;
    case IndexHintKind::Force:
      raw("FORCE INDEX ");
      break;
    case IndexHintKind::Ignore:
      raw("IGNORE INDEX ");
      break;
  }
  switch (hint.scope) {
    case IndexHintScope::All:
      break;
    case IndexHintScope::Join:
      raw("FOR JOIN ");
      break;
    case IndexHintScope::OrderBy:
      raw("FOR ORDER BY ");
      break;
    case IndexHintScope::GroupBy:
      raw("FOR GROUP BY ");
      break;
  }
  names_in_parentheses(hint.indexes);
}

void PrinterRun::join_operand(const TableReference* table, bool right) {
  if (table == nullptr) return;
  const auto* inner = as<Join>(table);
  const bool parentheses = inner != nullptr && right && inner->join_kind != JoinKind::Comma;
  if (parentheses) raw("(");
  node(*table);
  if (parentheses) raw(")");
}

void PrinterRun::join(const Join& join) {
  if (join.join_kind == JoinKind::Comma) {
    // `(a, b, c)` is two of these; the parentheses are the caller's.
    const auto* left = as<Join>(join.left);
    if (left != nullptr && left->join_kind == JoinKind::Comma) {
      this->join(*left);
    } else {
      optional(join.left);
    }
    raw(", ");
    return optional(join.right);
  }
  join_operand(join.left, false);
  if (join.natural) raw(" NATURAL");
  switch (join.join_kind) {
    case JoinKind::Comma:
    case JoinKind::Inner:
      word("JOIN");
      break;
    case JoinKind::Cross:
      word("CROSS JOIN");
      break;
    case JoinKind::Straight:
      word("STRAIGHT_JOIN");
      break;
    case JoinKind::Left:
      word("LEFT JOIN");
      break;
    case JoinKind::Right:
      word("RIGHT JOIN");
      break;
  }
  join_operand(join.right, true);
  clause("ON", join.on);
  if (!join.using_columns.empty()) {
    word("USING");
    names_in_parentheses(join.using_columns);
  }
}

}  // namespace mallshard::sqlparse
