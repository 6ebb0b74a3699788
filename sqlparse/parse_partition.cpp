// PARTITION BY, partitions, and what ALTER TABLE does with them.
#include <cstdint>
#include <string_view>

#include "sqlparse/name_list.h"
#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// At PARTITION: PARTITION BY scheme [PARTITIONS n] [SUBPARTITION BY scheme] [(definitions)]
Partitioning* ParserRun::partitioning() {
  auto* made = node<Partitioning>(at());
  advance();
  expect(Keyword::By);
  made->scheme = partition_scheme(false);
  partition_count(made->scheme, Keyword::Partitions);
  if (accept(Keyword::Subpartition)) {
    expect(Keyword::By);
    made->subscheme = partition_scheme(true);
    partition_count(made->subscheme, Keyword::Subpartitions);
  }
  const std::uint32_t definitions = at();
  if (is(TokenKind::LeftParen)) made->definitions = partition_definitions();
  if (!failed()) check_partitioning(*made, definitions);
  return finish(made);
}

PartitionScheme* ParserRun::partition_scheme(bool subpartitions) {
  auto* scheme = node<PartitionScheme>(at());
  scheme->linear = accept(Keyword::Linear);
  const Keyword method = current_->keyword;
  const bool ranged = !subpartitions && !scheme->linear;
  if (method == Keyword::Key) {
    scheme->method = PartitionMethod::Key;
    advance();
    key_algorithm(scheme);
    if (!subpartitions && is(TokenKind::LeftParen) && next_is(TokenKind::RightParen)) {
      skip(2);
    } else {
      scheme->columns = names_in_parentheses();
    }
    return finish(scheme);
  }
  if (ranged && mariadb() && method == Keyword::SystemTime) {
    system_time_scheme(scheme);
    return finish(scheme);
  }
  if (method == Keyword::Hash) {
    scheme->method = PartitionMethod::Hash;
  } else if (ranged && (method == Keyword::Range || method == Keyword::List)) {
    scheme->method = method == Keyword::Range ? PartitionMethod::Range : PartitionMethod::List;
  } else {
    return static_cast<PartitionScheme*>(fail());
  }
  advance();
  if (method != Keyword::Hash && accept(Keyword::Columns)) {
    scheme->by_columns = true;
    scheme->columns = names_in_parentheses();
  } else {
    expect(TokenKind::LeftParen);
    const bool outer_on_duplicate = in_on_duplicate_;
    if (mariadb() && method == Keyword::List) in_on_duplicate_ = true;  // VALUES(column) is read there, too
    scheme->expression = bit_expression();
    in_on_duplicate_ = outer_on_duplicate;
    if (mariadb()) check_partition_constant(scheme->expression, at());
    expect(TokenKind::RightParen);
  }
  return finish(scheme);
}

// ALGORITHM = {1 | 2}
void ParserRun::key_algorithm(PartitionScheme* scheme) {
  if (!accept(Keyword::Algorithm)) return;
  expect(TokenKind::Equal);
  scheme->algorithm = at();
  const bool number_here = is(TokenKind::Integer) || is(TokenKind::Decimal) || is(TokenKind::Float);
  const Fault fault = number_here && !at_whole_number() ? Fault::OnlyIntegers : Fault::Grammar;
  const std::uint64_t algorithm = is(TokenKind::Integer) || is(TokenKind::Hex) ? number(Hex::Yes) : 0;
  if (algorithm != 1 && algorithm != 2) fail_at(scheme->algorithm, fault);
}

// SYSTEM_TIME [INTERVAL n unit [STARTS literal] [AUTO] | LIMIT n [AUTO]]
void ParserRun::system_time_scheme(PartitionScheme* scheme) {
  scheme->method = PartitionMethod::SystemTime;
  advance();
  if (is(Keyword::Interval)) {
    scheme->interval = interval();
    if (accept(Keyword::Starts)) {
      if (!is_literal(current_->kind) && !is_any(Keyword::Timestamp, Keyword::Date, Keyword::Time)) fail();
      scheme->starts = primary();
    }
    scheme->automatic = accept(Keyword::Auto);
  } else if (accept(Keyword::Limit)) {
    if (is_number(peek())) accept(TokenKind::Plus);
    scheme->limit = at();
    if (is(TokenKind::Plus)) fail_behind();
    number(Hex::No);
    scheme->automatic = accept(Keyword::Auto);
  }
}

// PARTITIONS n, SUBPARTITIONS n
void ParserRun::partition_count(PartitionScheme* scheme, Keyword word) {
  if (!accept(word) || scheme == nullptr) return;
  scheme->count = at();
  whole_number();
  finish(scheme);
}

NodeList<PartitionDefinition> ParserRun::partition_definitions() {
  expect(TokenKind::LeftParen);
  const auto mark = stack_.mark();
  do {
    stack_.push(partition_definition());
  } while (accept(TokenKind::Comma));
  const auto definitions = stack_.take<PartitionDefinition>(mark, arena_);
  expect(TokenKind::RightParen);
  return definitions;
}

PartitionDefinition* ParserRun::partition_definition() {
  auto* made = node<PartitionDefinition>(at());
  if (!accept(Keyword::Partition) && mysql()) fail();
  if (at_function_word()) fail();
  made->name = name();
  partition_values(made);
  made->options = schema_options(kPartitionOptions, OptionCommas::Never, EngineOptions::Yes);
  if (accept(TokenKind::LeftParen)) {
    const auto mark = stack_.mark();
    do {
      stack_.push(subpartition_definition());
    } while (accept(TokenKind::Comma));
    made->subpartitions = stack_.take<PartitionDefinition>(mark, arena_);
    expect(TokenKind::RightParen);
  }
  return finish(made);
}

PartitionDefinition* ParserRun::subpartition_definition() {
  auto* made = node<PartitionDefinition>(at());
  made->subpartition = true;
  expect(Keyword::Subpartition);
  made->name = name_or_string();
  made->options = schema_options(kPartitionOptions, OptionCommas::Never, EngineOptions::No);
  return finish(made);
}

void ParserRun::partition_values(PartitionDefinition* partition) {
  if (mariadb()) {
    partition->values_kind = is(Keyword::Default)   ? PartitionValues::Default
                             : is(Keyword::History) ? PartitionValues::History
                             : is(Keyword::Current) ? PartitionValues::Current
                                                    : PartitionValues::None;
    if (partition->values_kind != PartitionValues::None) {
      advance();
      return;
    }
  }
  if (!accept(Keyword::Values)) return;
  if (accept(Keyword::In)) {
    partition->values_kind = PartitionValues::In;
    // All of them are rows, or none.
    partition->row_values = is_pair(TokenKind::LeftParen, TokenKind::LeftParen);
    partition->values = partition->row_values ? partition_rows() : partition_value_list();
    if (mariadb()) {
      for (const Expression* value : partition->values) refuse_maxvalue(value);
    }
    return;
  }
  expect(Keyword::Less);
  expect(Keyword::Than);
  if (accept(Keyword::Maxvalue)) {
    partition->values_kind = PartitionValues::LessThanMax;
    return;
  }
  partition->values_kind = PartitionValues::LessThan;
  partition->values = partition_value_list();
}

// VALUES IN has no MAXVALUE, not in a row either.
void ParserRun::refuse_maxvalue(const Expression* value) {
  if (value == nullptr) return;
  if (value->kind == NodeKind::KeywordValue) fail_at(value->first_token, Fault::MaxvalueInList);
  if (const auto* row = as<Row>(value)) {
    for (const Expression* item : row->items) refuse_maxvalue(item);
  }
}

// ((value, ...), ...); a row of one value is that value
NodeList<Expression> ParserRun::partition_rows() {
  advance();
  const auto mark = stack_.mark();
  do {
    const std::uint32_t first = at();
    const NodeList<Expression> items = partition_value_list();
    if (items.size() == 1) {
      stack_.push(items.front());
      continue;
    }
    auto* row = node<Row>(first);
    row->items = items;
    stack_.push(finish(row));
  } while (accept(TokenKind::Comma));
  const NodeList<Expression> rows = stack_.take<Expression>(mark, arena_);
  expect(TokenKind::RightParen);
  return rows;
}

// (value, ...)
NodeList<Expression> ParserRun::partition_value_list() {
  expect(TokenKind::LeftParen);
  const auto mark = stack_.mark();
  do {
    stack_.push(partition_value());
  } while (accept(TokenKind::Comma));
  const NodeList<Expression> values = stack_.take<Expression>(mark, arena_);
  expect(TokenKind::RightParen);
  return values;
}

Expression* ParserRun::partition_value() {
  if (is(Keyword::Maxvalue)) {
    auto* made = node<KeywordValue>(at());
    made->word = name_of(at());
    advance();
    return finish(made);
  }
  Expression* made = bit_expression();
  if (mariadb()) check_partition_constant(made, at());
  return made;
}

// --- ALTER TABLE ---

// At the first word of what at_standalone_action() knows.
void ParserRun::alter_partition(AlterAction* action) {
  action->alter_kind = AlterKind::Partition;
  const std::uint32_t first = at();
  const Keyword verb = current_->keyword;
  advance();
  if (verb == Keyword::SecondaryLoad || verb == Keyword::SecondaryUnload) {
    if (accept(Keyword::Partition)) names_in_parentheses();
    if (verb == Keyword::SecondaryLoad && accept(Keyword::Guided) && !accept(Keyword::On))
      expect(Keyword::Off);
    action->rest = range_from(first);
    return;
  }
  if (verb == Keyword::Convert) return convert_partition(action, first);
  if ((verb == Keyword::Discard || verb == Keyword::Import) && (mariadb() || is(Keyword::Tablespace))) {
    action->alter_kind = AlterKind::Tablespace;
    expect(Keyword::Tablespace);
    action->rest = range_from(first);
    return;
  }
  expect(Keyword::Partition);
  switch (verb) {
    case Keyword::Add:
      return alter_add_partition(action, first);
    case Keyword::Drop:
      action->if_exists = mariadb() && if_exists();
      action->rest = range_from(first);
      action->partition_names = names();
      return;
    case Keyword::Coalesce:
      local_word();
      whole_number();
      action->rest = range_from(first);
      return;
    case Keyword::Reorganize:
      local_word();
      action->rest = range_from(first);
      if (!at_name()) return;
      action->partition_names = names();
      expect(Keyword::Into);
      action->partitions = partition_definitions();
      if (!failed()) check_partitions(nullptr, action->partitions);
      return;
    case Keyword::Exchange:
      return exchange_partition(action, first);
    case Keyword::Check:
    case Keyword::Truncate:
    case Keyword::Discard:
    case Keyword::Import:
      break;
    default:
      local_word();
      break;
  }
  const bool all = accept(Keyword::All);
  action->rest = range_from(first);
  if (!all) action->partition_names = names();
  const std::uint32_t tail = at();
  if (verb == Keyword::Optimize && mariadb()) local_word();  // here as well
  if (verb == Keyword::Check) check_words();
  if (verb == Keyword::Repair) repair_words();
  if (verb == Keyword::Discard || verb == Keyword::Import) expect(Keyword::Tablespace);
  action->tail = range_from(tail);
}

// NO_WRITE_TO_BINLOG, LOCAL
void ParserRun::local_word() {
  if (!accept(Keyword::NoWriteToBinlog)) accept(Keyword::Local);
}

// ADD PARTITION [IF NOT EXISTS] [LOCAL] [PARTITIONS n | (definitions)]
void ParserRun::alter_add_partition(AlterAction* action, std::uint32_t first) {
  if (mariadb()) if_not_exists();
  local_word();
  if (accept(Keyword::Partitions)) {
    whole_number();
    action->rest = range_from(first);
    return;
  }
  action->rest = range_from(first);
  if (!is(TokenKind::LeftParen)) return;
  action->partitions = partition_definitions();
  if (!failed()) check_partitions(nullptr, action->partitions);
}

// EXCHANGE PARTITION p WITH TABLE t [{WITH | WITHOUT} VALIDATION]
void ParserRun::exchange_partition(AlterAction* action, std::uint32_t first) {
  action->alter_kind = AlterKind::ExchangePartition;
  action->rest = range_from(first);
  NameListBuilder list;
  list.add(name());
  action->partition_names = list.take(arena_);
  expect(Keyword::With);
  expect(Keyword::Table);
  action->target = table_name();
  action->tail = partition_validation();
}

// [{WITH | WITHOUT} VALIDATION]
TokenRange ParserRun::partition_validation() {
  const std::uint32_t first = at();
  if ((mysql() || version_ >= 110400) && is_any(Keyword::With, Keyword::Without)) {
    advance();
    expect(Keyword::Validation);
  }
  return range_from(first);
}

// CONVERT PARTITION p TO TABLE t, CONVERT TABLE t TO PARTITION p VALUES ...
void ParserRun::convert_partition(AlterAction* action, std::uint32_t first) {
  action->alter_kind = AlterKind::ConvertPartition;
  if (accept(Keyword::Partition)) {
    action->rest = range_from(first);
    NameListBuilder list;
    list.add(name());
    action->partition_names = list.take(arena_);
    expect(Keyword::To);
    expect(Keyword::Table);
    action->target = table_name();
    action->tail = partition_validation();
    return;
  }
  expect(Keyword::Table);
  action->rest = range_from(first);
  action->target = table_name();
  expect(Keyword::To);
  expect(Keyword::Partition);
  stack_.push(partition_definition());
  action->partitions = stack_.take<PartitionDefinition>(stack_.mark() - 1, arena_);
  if (!failed()) check_partitions(nullptr, action->partitions);
  action->tail = partition_validation();
}

}  // namespace mallshard::sqlparse
