// ANALYZE, CHECK, CHECKSUM, OPTIMIZE, REPAIR; key caches; IMPORT TABLE.
#include <cstdint>

#include "sqlparse/name_list.h"
#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

StatementKind maintenance_kind(Keyword verb, bool view) {
  switch (verb) {
    case Keyword::Check:
      return view ? StatementKind::CheckView : StatementKind::CheckTable;
    case Keyword::Checksum:
      return StatementKind::ChecksumTable;
    case Keyword::Optimize:
      return StatementKind::OptimizeTable;
    case Keyword::Repair:
      return view ? StatementKind::RepairView : StatementKind::RepairTable;
    default:
      return StatementKind::AnalyzeTable;
  }
}

}  // namespace

// ANALYZE, CHECK, CHECKSUM, OPTIMIZE, REPAIR {TABLE | VIEW}; MariaDB's ANALYZE statement
Statement* ParserRun::maintenance_statement() {
  const std::uint32_t first = at();
  const Keyword verb = current_->keyword;
  advance();
  const bool writes = verb != Keyword::Check && verb != Keyword::Checksum;
  const bool no_log = writes && (accept(Keyword::NoWriteToBinlog) || accept(Keyword::Local));
  const bool view = mariadb() && (verb == Keyword::Check || verb == Keyword::Repair) && accept(Keyword::View);
  if (!view && !accept(Keyword::Tables) && !accept(Keyword::Table)) {
    if (verb == Keyword::Analyze && mariadb() && !no_log) return explain_after(first, StatementKind::Analyze);
    return static_cast<Statement*>(fail());
  }
  auto* made = statement<TableMaintenanceStatement>(first, maintenance_kind(verb, view));
  made->no_write_to_binlog = no_log;
  maintained_tables(made);
  maintenance_options(made);
  return finish(made);
}

void ParserRun::maintained_tables(TableMaintenanceStatement* maintenance) {
  const auto mark = stack_.mark();
  NodeStack scopes;
  std::uint32_t count = 0;
  do {
    stack_.push(table_name());
    if (mariadb() && maintenance->statement_kind == StatementKind::AnalyzeTable && is(Keyword::Persistent)) {
      scopes.push(statistics_scope(count));
    }
    ++count;
  } while (accept(TokenKind::Comma));
  maintenance->tables = stack_.take<TableName>(mark, arena_);
  maintenance->scopes = scopes.take<StatisticsScope>(0, arena_);
}

// PERSISTENT FOR {ALL | COLUMNS {ALL | (names)} INDEXES {ALL | (names)}}
StatisticsScope* ParserRun::statistics_scope(std::uint32_t table) {
  auto* made = node<StatisticsScope>(at());
  made->table = table;
  advance();
  expect(Keyword::For);
  if (!accept(Keyword::All)) {
    const auto all_or = [this](NameList (ParserRun::*list)()) {
      if (accept(Keyword::All)) return;
      expect(TokenKind::LeftParen);
      const bool first_left_out = accept(TokenKind::Comma);
      if (first_left_out || !is(TokenKind::RightParen)) (this->*list)();
      expect(TokenKind::RightParen);
    };
    expect(Keyword::Columns);
    all_or(&ParserRun::names);
    expect(Keyword::Indexes);
    all_or(&ParserRun::index_name_list);
  }
  made->words = range_from(made->first_token);
  return finish(made);
}

// a, PRIMARY, b
NameList ParserRun::index_name_list() {
  NameListBuilder list;
  do {
    list.add(is(Keyword::Primary) ? any_word() : name());
  } while (accept(TokenKind::Comma));
  return list.take(arena_);
}

void ParserRun::maintenance_options(TableMaintenanceStatement* maintenance) {
  const std::uint32_t first = at();
  switch (maintenance->statement_kind) {
    case StatementKind::AnalyzeTable:
      if (mysql()) return histogram_options(maintenance);
      return;
    case StatementKind::CheckTable:
      check_words();
      break;
    case StatementKind::CheckView:
      if (accept(Keyword::For)) expect(Keyword::Upgrade);
      break;
    case StatementKind::ChecksumTable:
      if (!accept(Keyword::Quick)) accept(Keyword::Extended);
      break;
    case StatementKind::OptimizeTable:
      wait_clause();
      break;
    case StatementKind::RepairTable:
      repair_words();
      break;
    case StatementKind::RepairView:
      if (accept(Keyword::From)) expect(Keyword::Mysql);
      break;
    default:
      break;
  }
  maintenance->options = range_from(first);
}

void ParserRun::check_words() {
  while (true) {
    if (is_any(Keyword::Quick, Keyword::Fast, Keyword::Medium, Keyword::Extended, Keyword::Changed)) {
      advance();
    } else if (!accept(Keyword::For, Keyword::Upgrade)) {
      return;
    }
  }
}

void ParserRun::repair_words() {
  const bool force = mariadb() && version_ >= 110500;
  while (is_any(Keyword::Quick, Keyword::Extended, Keyword::UseFrm) || (force && is(Keyword::Force)))
    advance();
}

// UPDATE HISTOGRAM ON columns [WITH n BUCKETS] [{AUTO | MANUAL} UPDATE] | [USING DATA 'x'];
// DROP HISTOGRAM ON columns
void ParserRun::histogram_options(TableMaintenanceStatement* maintenance) {
  const std::uint32_t first = at();
  const bool update = accept(Keyword::Update);
  if (!update && !accept(Keyword::Drop)) return;
  expect(Keyword::Histogram);
  expect(Keyword::On);
  maintenance->options = range_from(first);
  maintenance->columns = names();
  if (!update) return;
  const std::uint32_t tail = at();
  if (accept(Keyword::Using)) {
    expect(Keyword::Data);
    expect(TokenKind::String);
  } else {
    if (accept(Keyword::With)) {
      small_number(at());
      expect(Keyword::Buckets);
    }
    if (accept(Keyword::Auto) || accept(Keyword::Manual)) expect(Keyword::Update);
  }
  maintenance->tail = range_from(tail);
}

// CACHE INDEX t [keys], u [keys] IN cache; LOAD INDEX INTO CACHE t [keys] [IGNORE LEAVES], ...;
// with PARTITION there is but one table. `first` is the statement's, the cursor at INDEX.
Statement* ParserRun::key_cache_statement(std::uint32_t first, StatementKind kind) {
  auto* made = statement<KeyCacheStatement>(first, kind);
  const bool load = kind == StatementKind::LoadIndex;
  expect(Keyword::Index);
  if (load) {
    expect(Keyword::Into);
    expect(Keyword::Cache);
  }
  const auto mark = stack_.mark();
  bool partitions = true;
  do {
    KeyCacheItem* item = key_cache_item(partitions);
    if (load && accept(Keyword::Ignore)) {
      expect(Keyword::Leaves);
      item->ignore_leaves = true;
      finish(item);
    }
    stack_.push(item);
    if (!item->table->partitions.empty()) break;
    partitions = false;
  } while (accept(TokenKind::Comma));
  made->items = stack_.take<KeyCacheItem>(mark, arena_);
  if (!load) {
    expect(Keyword::In);
    made->cache = is(Keyword::Default) ? any_word() : name();
  }
  return finish(made);
}

KeyCacheItem* ParserRun::key_cache_item(bool partitions) {
  auto* item = node<KeyCacheItem>(at());
  item->table = table_name();
  if (partitions && accept(Keyword::Partition)) {
    expect(TokenKind::LeftParen);
    NameListBuilder list;
    if (is(Keyword::All)) {
      list.add(any_word());
    } else {
      do {
        list.add(name());
      } while (accept(TokenKind::Comma));
    }
    item->table->partitions = list.take(arena_);
    expect(TokenKind::RightParen);
    finish(item->table);
  }
  if (accept(Keyword::Index) || accept(Keyword::Key)) {
    item->index_list = true;
    expect(TokenKind::LeftParen);
    if (!is(TokenKind::RightParen)) item->indexes = index_name_list();
    expect(TokenKind::RightParen);
  }
  return finish(item);
}

// IMPORT TABLE FROM 'file', 'file'
Statement* ParserRun::import_table_statement() {
  auto* made = statement<ImportTableStatement>(at(), StatementKind::ImportTable);
  advance();
  expect(Keyword::Table);
  expect(Keyword::From);
  NameListBuilder list;
  do {
    if (!is(TokenKind::String)) return static_cast<Statement*>(fail());
    list.add(name_or_string());
  } while (accept(TokenKind::Comma));
  made->files = list.take(arena_);
  return finish(made);
}

}  // namespace mallshard::sqlparse
