// SHOW.
#include <cstdint>
#include <string_view>

#include "sqlparse/parser_run.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

// What of FULL, EXTENDED, STORAGE and a scope may stand before the words.
struct ShowModifiers {
  bool full = false;
  bool extended = false;
  bool storage = false;
  bool scope = false;
};

ShowModifiers modifiers_of(ShowKind kind, Flavour flavour) noexcept {
  const bool mysql = flavour == Flavour::MySQL;
  switch (kind) {
    case ShowKind::Tables:
    case ShowKind::Columns:
      return {.full = true, .extended = mysql};
    case ShowKind::Triggers:
    case ShowKind::ProcessList:
      return {.full = true};
    case ShowKind::Indexes:
      return {.extended = mysql};
    case ShowKind::Engines:
      return {.storage = true};
    case ShowKind::Variables:
    case ShowKind::Status:
      return {.scope = true};
    default:
      return {};
  }
}

// MariaDB's plugins that show a table of their own.
constexpr std::string_view kPluginTables[] = {
    "client_statistics", "index_statistics", "table_statistics", "user_statistics", "user_variables",
};

}  // namespace

Statement* ParserRun::show_statement() {
  auto* show = statement<ShowStatement>(at(), StatementKind::Show);
  advance();
  const std::uint32_t words = at();
  show_modifiers(show);
  const std::uint32_t kind = at();
  show->show_kind = show_kind(show);
  show->words = range_from(words);
  const ShowModifiers allowed = modifiers_of(show->show_kind, flavour_);
  if ((show->full && !allowed.full) || (show->extended && !allowed.extended) ||
      (show->storage && !allowed.storage) || (show->scope != VariableScope::None && !allowed.scope)) {
    fail_at(kind);
  }
  show_object(show);
  return finish(show);
}

void ParserRun::show_modifiers(ShowStatement* show) {
  if (is_any(Keyword::Global, Keyword::Session, Keyword::Local)) {
    show->scope = variable_scope();
    return;
  }
  show->storage = accept(Keyword::Storage);
  show->extended = mysql() && accept(Keyword::Extended);
  show->full = accept(Keyword::Full);
}

// The words that name what is shown; leaves the cursor behind them.
ShowKind ParserRun::show_kind(ShowStatement* show) {
  const Keyword next = peek().keyword;
  const auto one = [this](ShowKind kind) {
    advance();
    return kind;
  };
  const auto two = [this](ShowKind kind) {
    skip(2);
    return kind;
  };
  switch (current_->keyword) {
    case Keyword::Databases:
    case Keyword::Schemas:
      return one(ShowKind::Databases);
    case Keyword::Tables:
      return one(ShowKind::Tables);
    case Keyword::Table:
      if (next == Keyword::Status) return two(ShowKind::TableStatus);
      break;
    case Keyword::Open:
      if (next == Keyword::Tables) return two(ShowKind::OpenTables);
      break;
    case Keyword::Columns:
    case Keyword::Fields:
      return one(ShowKind::Columns);
    case Keyword::Index:
    case Keyword::Indexes:
    case Keyword::Keys:
      return one(ShowKind::Indexes);
    case Keyword::Triggers:
      return one(ShowKind::Triggers);
    case Keyword::Events:
      return one(ShowKind::Events);
    case Keyword::Create:
      advance();
      return show_create();
    case Keyword::Variables:
      return one(ShowKind::Variables);
    case Keyword::Status:
      return one(ShowKind::Status);
    case Keyword::Character:
    case Keyword::Char:
      if (next == Keyword::Set) return two(ShowKind::CharacterSets);
      break;
    case Keyword::Charset:
      return one(ShowKind::CharacterSets);
    case Keyword::Collation:
      return one(ShowKind::Collations);
    case Keyword::Engines:
      return one(ShowKind::Engines);
    case Keyword::Engine:
      advance();
      return show_engine(show);
    case Keyword::Warnings:
      return one(ShowKind::Warnings);
    case Keyword::Errors:
      return one(ShowKind::Errors);
    case Keyword::Count:
      return show_count();
    case Keyword::Processlist:
      return one(ShowKind::ProcessList);
    case Keyword::Privileges:
      return one(ShowKind::Privileges);
    case Keyword::Plugins:
      advance();
      if (mariadb()) accept(Keyword::Soname);
      return ShowKind::Plugins;
    case Keyword::Grants:
      return one(ShowKind::Grants);
    case Keyword::Profile:
      return one(ShowKind::Profile);
    case Keyword::Profiles:
      return one(ShowKind::Profiles);
    default:
      return show_program_or_replication(next);
  }
  fail_behind();
  return ShowKind::Other;
}

ShowKind ParserRun::show_program_or_replication(Keyword next) {
  switch (current_->keyword) {
    case Keyword::Procedure:
    case Keyword::Function: {
      const bool function = is(Keyword::Function);
      if (next != Keyword::Status && next != Keyword::Code) break;
      skip(2);
      if (next == Keyword::Status) return function ? ShowKind::FunctionStatus : ShowKind::ProcedureStatus;
      return function ? ShowKind::FunctionCode : ShowKind::ProcedureCode;
    }
    case Keyword::Library:
      if (mysql() && reserved(*current_) && next == Keyword::Status) {
        skip(2);
        return ShowKind::LibraryStatus;
      }
      break;
    case Keyword::Package: {
      if (!mariadb()) break;
      advance();
      const bool body = accept(Keyword::Body);
      if (body && accept(Keyword::Code)) return ShowKind::PackageBodyCode;
      expect(Keyword::Status);
      return ShowKind::PackageStatus;
    }
    default:
      return show_replication(next);
  }
  if (is_any(Keyword::Procedure, Keyword::Function)) right_here();
  fail();
  return ShowKind::Other;
}

ShowKind ParserRun::show_replication(Keyword next) {
  const bool old_words = mariadb() || version_ < 80400;
  const auto take = [this](std::uint32_t words, ShowKind kind) {
    skip(words);
    return kind;
  };
  switch (current_->keyword) {
    case Keyword::Binary:
      if (next == Keyword::Logs) return take(2, ShowKind::BinaryLogs);
      if (mysql() && version_ >= 80200 && next == Keyword::Log && peek(2).keyword == Keyword::Status)
        return take(3, ShowKind::BinaryLogStatus);
      break;
    case Keyword::Master:
      if (old_words && next == Keyword::Logs) return take(2, ShowKind::BinaryLogs);
      if (old_words && next == Keyword::Status) return take(2, ShowKind::BinaryLogStatus);
      break;
    case Keyword::Binlog:
      if (next == Keyword::Events) return take(2, ShowKind::BinlogEvents);
      if (mariadb() && next == Keyword::Status) return take(2, ShowKind::BinaryLogStatus);
      break;
    case Keyword::Relaylog:
      advance();
      if (mariadb()) accept(TokenKind::String);
      expect(Keyword::Events);
      return ShowKind::RelaylogEvents;
    case Keyword::Slave:
    case Keyword::Replica:
      if (!at_replica()) break;
      advance();
      if (is(Keyword::Hosts) && old_words && tokens_.tokens[before()].keyword == Keyword::Slave)
        return take(1, ShowKind::Replicas);
      if (mariadb() && accept(Keyword::Hosts)) return ShowKind::Replicas;
      if (mariadb()) accept(TokenKind::String);
      expect(Keyword::Status);
      return ShowKind::ReplicaStatus;
    case Keyword::All:
      if (!mariadb()) break;
      advance();
      if (!accept_replicas()) fail();
      expect(Keyword::Status);
      return ShowKind::ReplicaStatus;
    case Keyword::Replicas:
      if (mysql() && version_ >= 80022) return take(1, ShowKind::Replicas);
      break;
    default:
      return show_mariadb_other();
  }
  if (is_any(Keyword::Binary, Keyword::Binlog) || (old_words && is(Keyword::Master))) right_here();
  fail();
  return ShowKind::Other;
}

// EXPLAIN and ANALYZE of another connection, AUTHORS, the plugins' own tables.
ShowKind ParserRun::show_mariadb_other() {
  if (mariadb()) {
    if (accept(Keyword::Explain) || accept(Keyword::Desc) || accept(Keyword::Describe) ||
        accept(Keyword::Analyze)) {
      return ShowKind::Explain;
    }
    if (accept(Keyword::Authors) || accept(Keyword::Contributors)) return ShowKind::Credits;
    for (const std::string_view table : kPluginTables) {
      const bool quoted = is(TokenKind::QuotedName) && same_word(name_of(at()).text, table);
      if (!quoted && !is_word(table)) continue;
      advance();
      return ShowKind::Statistics;
    }
  }
  fail();
  return ShowKind::Other;
}

// COUNT(*) WARNINGS | ERRORS
ShowKind ParserRun::show_count() {
  advance();
  if (!current_->adjacent && !tokens_.options.ignore_space) fail_at(before());
  expect(TokenKind::LeftParen);
  expect(TokenKind::Star);
  expect(TokenKind::RightParen);
  if (accept(Keyword::Warnings)) return ShowKind::CountWarnings;
  expect(Keyword::Errors);
  return ShowKind::CountErrors;
}

// After CREATE.
ShowKind ParserRun::show_create() {
  const Keyword word = current_->keyword;
  const bool reserved_word = reserved(*current_);
  const std::uint32_t word_at = at();
  advance();
  switch (word) {
    case Keyword::Table:
      return ShowKind::CreateTable;
    case Keyword::View:
      return ShowKind::CreateView;
    case Keyword::Database:
    case Keyword::Schema:
      return ShowKind::CreateDatabase;
    case Keyword::Procedure:
      return ShowKind::CreateProcedure;
    case Keyword::Function:
      return ShowKind::CreateFunction;
    case Keyword::Trigger:
      return ShowKind::CreateTrigger;
    case Keyword::Event:
      return ShowKind::CreateEvent;
    case Keyword::User:
      return ShowKind::CreateUser;
    case Keyword::Sequence:
      if (mariadb()) return ShowKind::CreateSequence;
      break;
    case Keyword::Server:
      if (mariadb() && version_ >= 110800) return ShowKind::CreateServer;
      break;
    case Keyword::Package:
      if (!mariadb()) break;
      if (is(Keyword::Body) && peek().kind != TokenKind::Dot && peek().kind != TokenKind::End &&
          peek().kind != TokenKind::Semicolon) {
        advance();
      }
      return ShowKind::CreatePackage;
    case Keyword::Library:
      if (mysql() && reserved_word) return ShowKind::CreateLibrary;
      break;
    case Keyword::Masking:
      if (mysql() && version_ >= 90700 && accept(Keyword::Policy)) return ShowKind::CreateMaskingPolicy;
      break;
    default:
      break;
  }
  fail_at(word_at);
  return ShowKind::Other;
}

// After ENGINE: name STATUS | LOGS | MUTEX
ShowKind ParserRun::show_engine(ShowStatement* show) {
  show->object = is(Keyword::All) ? any_word() : name_or_string();
  if (accept(Keyword::Status)) return ShowKind::EngineStatus;
  if (accept(Keyword::Mutex)) return ShowKind::EngineMutex;
  expect(Keyword::Logs);
  return ShowKind::EngineLogs;
}

// The object and the clauses, by kind.
void ParserRun::show_object(ShowStatement* show) {
  switch (show->show_kind) {
    case ShowKind::CreateTable:
    case ShowKind::CreateView:
    case ShowKind::CreateSequence:
      show->table = table_name();
      return;
    case ShowKind::Columns:
      show_table(show);
      return show_filter(show);
    case ShowKind::Indexes:
      show_table(show);
      if (is(Keyword::Like)) fail();
      return show_filter(show);
    case ShowKind::CreateDatabase:
      show->if_not_exists = if_not_exists();
      show->object = name();
      return;
    case ShowKind::CreateServer:
    case ShowKind::CreateMaskingPolicy:
      show->object = name_or_string();
      return;
    case ShowKind::CreateProcedure:
    case ShowKind::CreateFunction:
    case ShowKind::CreateTrigger:
    case ShowKind::CreateEvent:
    case ShowKind::CreatePackage:
    case ShowKind::CreateLibrary:
    case ShowKind::ProcedureCode:
    case ShowKind::FunctionCode:
    case ShowKind::PackageBodyCode:
      return program_name(show->schema, show->object);
    case ShowKind::Tables:
    case ShowKind::TableStatus:
    case ShowKind::OpenTables:
    case ShowKind::Triggers:
    case ShowKind::Events:
      if (accept(Keyword::From) || accept(Keyword::In)) show->database = name();
      return show_filter(show);
    case ShowKind::Databases:
    case ShowKind::Variables:
    case ShowKind::Status:
    case ShowKind::CharacterSets:
    case ShowKind::Collations:
    case ShowKind::ProcedureStatus:
    case ShowKind::FunctionStatus:
    case ShowKind::PackageStatus:
    case ShowKind::LibraryStatus:
    case ShowKind::Other:
      return show_filter(show);
    case ShowKind::Statistics:
      if (is(Keyword::Like)) fail();
      return show_filter(show);
    default:
      return show_rest(show);
  }
}

// {FROM | IN} [db.]t [{FROM | IN} db]
void ParserRun::show_table(ShowStatement* show) {
  if (!accept(Keyword::From)) expect(Keyword::In);
  show->table = table_name();
  if (show->table != nullptr && (accept(Keyword::From) || accept(Keyword::In))) {
    show->table->database = name();
    finish(show->table);
  }
}

// What has clauses of its own.
void ParserRun::show_rest(ShowStatement* show) {
  const std::uint32_t first = at();
  switch (show->show_kind) {
    case ShowKind::Warnings:
    case ShowKind::Errors:
      if (is(Keyword::Limit)) show->limit = limit_clause();
      return;
    case ShowKind::Grants:
      if (accept(Keyword::For)) {
        account(AccountRule::UserOrRole);
        if (mysql() && version_ >= 80000 && accept(Keyword::Using)) account_list(AccountRule::User);
      }
      break;
    case ShowKind::CreateUser:
      if (mysql() || !at_end()) account(AccountRule::User);
      break;
    case ShowKind::Plugins:
      if (tokens_.tokens[before()].keyword != Keyword::Soname) return;
      if (!accept(TokenKind::String)) return show_filter(show);
      break;
    case ShowKind::Profile:
      show_profile();
      break;
    case ShowKind::BinlogEvents:
    case ShowKind::RelaylogEvents:
      if (accept(Keyword::In)) expect(TokenKind::String);
      if (accept(Keyword::From)) number(HexNumber::Refused);
      if (is(Keyword::Limit)) limit_clause();
      if (show->show_kind == ShowKind::RelaylogEvents) show_channel();
      break;
    case ShowKind::ReplicaStatus: {
      const bool all = tokens_.tokens[show->words.first].keyword == Keyword::All;
      if (!all) show_channel();
      break;
    }
    case ShowKind::Explain:
      if (accept(Keyword::Format)) {
        expect(TokenKind::Equal);
        name_or_string();
      }
      expect(Keyword::For);
      show->where = nullptr;
      if (at_merged_word()) fail();
      expression();
      break;
    default:
      return;
  }
  show->rest = range_from(first);
}

// [CPU | BLOCK IO | ..., ...] [FOR QUERY n] [LIMIT ...]
void ParserRun::show_profile() {
  const auto type = [this] {
    if (accept(Keyword::Block)) {
      expect(Keyword::Io);
    } else if (accept(Keyword::Context)) {
      expect(Keyword::Switches);
    } else if (accept(Keyword::Page)) {
      expect(Keyword::Faults);
    } else if (!accept(Keyword::Cpu) && !accept(Keyword::Memory) && !accept(Keyword::Ipc) &&
               !accept(Keyword::Swaps) && !accept(Keyword::Source)) {
      expect(Keyword::All);
    }
  };
  if (!at_end() && !is_any(Keyword::For, Keyword::Limit)) {
    do {
      type();
    } while (accept(TokenKind::Comma));
  }
  if (accept(Keyword::For)) {
    expect(Keyword::Query);
    small_integer();
  }
  if (is(Keyword::Limit)) limit_clause();
}

void ParserRun::show_channel() {
  if (!accept(Keyword::For)) return;
  expect(Keyword::Channel);
  expect(TokenKind::String);
}

// LIKE 'pattern', WHERE condition
void ParserRun::show_filter(ShowStatement* show) {
  if (accept(Keyword::Like)) {
    if (!is(TokenKind::String)) fail();
    if (next_is(TokenKind::String)) fail_behind();
    show->like = literal();
  } else if (accept(Keyword::Where)) {
    show->where = expression();
  }
}

}  // namespace mallshard::sqlparse
