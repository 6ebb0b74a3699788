// Statements on the server itself: FLUSH, RESET, PURGE, plugins, CLONE, HELP, ...
#include <cstdint>
#include <string_view>

#include "sqlparse/parser_run.h"
#include "sqlparse/visitor.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

// MariaDB's tables that come as plugins are flushed by name.
constexpr std::string_view kFlushableTables[] = {
    "client_statistics", "index_statistics", "table_statistics", "user_statistics", "user_variables",
};

// The first one, or null.
const Node* query_in(const Node* node) {
  const Node* found = nullptr;
  if (node == nullptr) return nullptr;
  walk(*node, [&found](const Node& each) {
    if (found == nullptr && is<Query>(&each)) found = &each;
    return found == nullptr;
  });
  return found;
}

}  // namespace

// A statement of kind `kind` whose words end here.
ServerStatement* ParserRun::server_statement(std::uint32_t first, StatementKind kind) {
  auto* made = statement<ServerStatement>(first, kind);
  made->words = range_from(first);
  return finish(made);
}

// FLUSH TABLES t1, t2 ... names tables; everything else is a list of options.
Statement* ParserRun::flush_statement() {
  const std::uint32_t first = at();
  advance();
  const bool no_log = accept(Keyword::NoWriteToBinlog) || accept(Keyword::Local);
  if (is_any(Keyword::Table, Keyword::Tables)) {
    advance();
    return flush_tables(first, no_log);
  }
  ServerStatement* made = server_statement(first, StatementKind::Flush);
  const auto mark = stack_.mark();
  do {
    if (!(mysql() ? mysql_flush_option() : mariadb_flush_option())) fail();
  } while (accept(TokenKind::Comma));
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  return finish(made);
}

// After TABLE[S]: [t1, t2] [WITH READ LOCK | FOR EXPORT]
Statement* ParserRun::flush_tables(std::uint32_t first, bool no_log) {
  const bool named = at_name() || is(TokenKind::Dot);
  TableMaintenanceStatement* tables = nullptr;
  if (named) {
    tables = statement<TableMaintenanceStatement>(first, StatementKind::Flush);
    tables->no_write_to_binlog = no_log;
    tables->tables = table_names();
  }
  const std::uint32_t options = at();
  if (accept(Keyword::With)) {
    expect(Keyword::Read);
    expect(Keyword::Lock);
    if (mariadb() && accept(Keyword::And)) {
      expect(Keyword::Disable);
      expect(Keyword::Checkpoint);
    }
  } else if (!named && is_pair(Keyword::For, Keyword::Export)) {
    fail_at(at(), Fault::NoTables);
  } else if (named && accept(Keyword::For)) {
    expect(Keyword::Export);
  }
  if (!named) return server_statement(first, StatementKind::Flush);
  tables->options = range_from(options);
  return finish(tables);
}

// {ERROR | ENGINE | GENERAL | SLOW | BINARY} LOGS, which both servers flush.
bool ParserRun::flush_log_option() {
  const std::uint32_t first = at();
  if (is_pair(Keyword::Error, Keyword::Logs) || is_pair(Keyword::Engine, Keyword::Logs) ||
      is_pair(Keyword::General, Keyword::Logs) || is_pair(Keyword::Slow, Keyword::Logs)) {
    skip(2);
  } else if (!accept(Keyword::Logs) && !accept(Keyword::Privileges) && !accept(Keyword::Status) &&
             !accept(Keyword::UserResources)) {
    return false;
  }
  clause(first, [] {});
  return true;
}

bool ParserRun::mysql_flush_option() {
  if (flush_log_option()) return true;
  const std::uint32_t first = at();
  if (accept(Keyword::Relay, Keyword::Logs)) {
    clause(first, [this] {
      if (!accept(Keyword::For)) return;
      expect(Keyword::Channel);
      expect(TokenKind::String);
    });
    return true;
  }
  const bool old =
      (version_ < 80400 && accept(Keyword::Hosts)) ||
      (version_ < 80000 && (accept(Keyword::DesKeyFile) || accept(Keyword::Query, Keyword::Cache)));
  if (!old && !accept(Keyword::Binary, Keyword::Logs) && !accept(Keyword::OptimizerCosts)) return false;
  clause(first, [] {});
  return true;
}

bool ParserRun::mariadb_flush_option() {
  if (flush_log_option()) return true;
  const std::uint32_t first = at();
  if (accept(Keyword::Binary, Keyword::Logs)) {
    clause(first, [this] {
      if (!accept(Keyword::DeleteDomainId)) return;
      expect(TokenKind::Equal);
      server_ids(HexNumber::Refused);
    });
    return true;
  }
  if (accept(Keyword::Relay, Keyword::Logs)) {
    clause(first, [this] {
      accept(TokenKind::String);
      if (!accept(Keyword::For)) return;
      expect(Keyword::Channel);
      expect(TokenKind::String);
    });
    return true;
  }
  if (accept_replica()) {
    clause(first, [this] { accept(TokenKind::String); });
    return true;
  }
  const bool status = version_ >= 110500 &&
                      (accept(Keyword::Session, Keyword::Status) || accept(Keyword::Global, Keyword::Status));
  const bool known = status || accept(Keyword::Query, Keyword::Cache) || accept(Keyword::Hosts) ||
                     accept(Keyword::Master) || accept(Keyword::DesKeyFile) || accept(Keyword::Ssl) ||
                     accept(Keyword::Threads) || accept_flushable_table();
  if (known) clause(first, [] {});
  return known;
}

bool ParserRun::accept_flushable_table() {
  for (const std::string_view table : kFlushableTables) {
    const bool quoted = is(TokenKind::QuotedName) && same_word(name_of(at()).text, table);
    if (!quoted && !is_word(table)) continue;
    advance();
    return true;
  }
  return false;
}

// --- RESET, PURGE ---

Statement* ParserRun::reset_statement() {
  const std::uint32_t first = at();
  advance();
  ServerStatement* made = server_statement(first, StatementKind::Reset);
  const auto mark = stack_.mark();
  if (mysql() && version_ >= 80000 && is(Keyword::Persist)) {
    const std::uint32_t persist = at();
    advance();
    clause(persist, [this] { persisted_variable(); });
  } else {
    do {
      reset_option();
    } while (accept(TokenKind::Comma));
  }
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  return finish(made);
}

// [[IF EXISTS] [component.]name]
void ParserRun::persisted_variable() {
  if (at_end()) return;
  if_exists();
  if (is(Keyword::Default) || (is_word("default") && next_is(TokenKind::Dot))) {
    advance();
    expect(TokenKind::Dot);
  } else {
    name();
    if (!accept(TokenKind::Dot)) return;
  }
  name();
}

void ParserRun::reset_option() {
  const std::uint32_t first = at();
  if (accept_replica()) {
    clause(first, [this] {
      if (mariadb()) accept(TokenKind::String);
      accept(Keyword::All);
      if (!accept(Keyword::For)) return;
      expect(Keyword::Channel);
      expect(TokenKind::String);
    });
    return;
  }
  const bool logs = mysql() && version_ >= 80200 &&
                    accept_words({Keyword::Binary, Keyword::Logs, Keyword::And, Keyword::Gtids});
  if (logs || ((mariadb() || version_ < 80400) && accept(Keyword::Master))) {
    clause(first, [this] {
      if (!accept(Keyword::To)) return;
      if (mysql()) return whole_number();
      number(HexNumber::Allowed);
    });
    return;
  }
  if ((mysql() && version_ >= 80000) || !accept(Keyword::Query, Keyword::Cache)) fail();
  clause(first, [] {});
}

// PURGE {BINARY | MASTER} LOGS {TO 'log' | BEFORE expression}
Statement* ParserRun::purge_statement() {
  const std::uint32_t first = at();
  advance();
  const bool old = (mariadb() || version_ < 80400) && accept(Keyword::Master);
  if (!old) expect(Keyword::Binary);
  expect(Keyword::Logs);
  ServerStatement* made = server_statement(first, StatementKind::PurgeLogs);
  const std::uint32_t what = at();
  if (accept(Keyword::To)) {
    clause(what, [this] { expect(TokenKind::String); });
    made->clauses = stack_.take<AdminClause>(stack_.mark() - 1, arena_);
  } else {
    expect(Keyword::Before);
    const std::uint32_t moment = at();
    Expression* value = expression();
    if (mysql() && query_in(value) != nullptr) fail_at(moment);
    stack_.push(value);
    made->values = stack_.take<Expression>(stack_.mark() - 1, arena_);
  }
  return finish(made);
}

// --- plugins and components ---

Statement* ParserRun::install_statement() {
  const std::uint32_t first = at();
  advance();
  if (mysql() && version_ >= 80000 && accept(Keyword::Component)) return install_component(first);
  if (mariadb() && accept(Keyword::Soname)) {
    expect(TokenKind::String);
    return server_statement(first, StatementKind::Install);
  }
  expect(Keyword::Plugin);
  if (mariadb()) if_not_exists();
  const Name plugin = name();
  expect(Keyword::Soname);
  expect(TokenKind::String);
  ServerStatement* made = server_statement(first, StatementKind::Install);
  made->name = plugin;
  return made;
}

// After COMPONENT: 'urn', ... [SET [GLOBAL | PERSIST] variable = value, ...]
Statement* ParserRun::install_component(std::uint32_t first) {
  do {
    expect(TokenKind::String);
  } while (accept(TokenKind::Comma));
  ServerStatement* made = server_statement(first, StatementKind::Install);
  if (version_ < 80033 || !accept(Keyword::Set)) return made;
  const auto mark = stack_.mark();
  do {
    const bool scoped = !next_is(TokenKind::Equal) && !next_is(TokenKind::Assign) && !next_is(TokenKind::Dot);
    if (scoped && !accept(Keyword::Global)) expect(Keyword::Persist);
    assigned_variable_name();
    if (!accept(TokenKind::Equal)) expect(TokenKind::Assign);
    // Of the words that SET takes for values, ON alone.
    const bool word = is_any(Keyword::All, Keyword::Binary, Keyword::Row, Keyword::System, Keyword::Default);
    Expression* value = word ? expression() : set_value();
    if (const Node* query = query_in(value)) fail_at(query->first_token - 1, Fault::Meaning);
    stack_.push(value);
  } while (accept(TokenKind::Comma));
  made->values = stack_.take<Expression>(mark, arena_);
  return finish(made);
}

Statement* ParserRun::uninstall_statement() {
  const std::uint32_t first = at();
  advance();
  if (mysql() && version_ >= 80000 && accept(Keyword::Component)) {
    do {
      expect(TokenKind::String);
    } while (accept(TokenKind::Comma));
    return server_statement(first, StatementKind::Uninstall);
  }
  if (mariadb() && accept(Keyword::Soname)) {
    if_exists();
    expect(TokenKind::String);
    return server_statement(first, StatementKind::Uninstall);
  }
  expect(Keyword::Plugin);
  if (mariadb()) if_exists();
  const Name plugin = name();
  ServerStatement* made = server_statement(first, StatementKind::Uninstall);
  made->name = plugin;
  return made;
}

// --- single statements ---

// BINLOG 'base64'; MariaDB: BINLOG @a, @b
Statement* ParserRun::binlog_statement() {
  const std::uint32_t first = at();
  advance();
  if (mysql() || is(TokenKind::String)) {
    expect(TokenKind::String);
    return server_statement(first, StatementKind::Binlog);
  }
  ServerStatement* made = server_statement(first, StatementKind::Binlog);
  const auto mark = stack_.mark();
  stack_.push(plain_user_variable());
  expect(TokenKind::Comma);
  stack_.push(plain_user_variable());
  made->values = stack_.take<Expression>(mark, arena_);
  return finish(made);
}

// CLONE LOCAL DATA DIRECTORY [=] 'd'
// CLONE INSTANCE FROM account:port IDENTIFIED BY 'x' [DATA DIRECTORY [=] 'd'] [REQUIRE [NO] SSL]
Statement* ParserRun::clone_statement() {
  const std::uint32_t first = at();
  advance();
  const auto directory = [this] {
    if (!accept(TokenKind::Equal)) accept(TokenKind::Assign);
    expect(TokenKind::String);
  };
  if (accept(Keyword::Local)) {
    expect(Keyword::Data);
    expect(Keyword::Directory);
    directory();
    return server_statement(first, StatementKind::Clone);
  }
  expect(Keyword::Instance);
  expect(Keyword::From);
  ServerStatement* made = server_statement(first, StatementKind::Clone);
  made->account = account(AccountRule::User);
  if (!current_->adjacent || !peek().adjacent) fail();  // no space on either side of the colon
  expect(TokenKind::Colon);
  number(HexNumber::Allowed);
  const auto mark = stack_.mark();
  const std::uint32_t identified = at();
  expect(Keyword::Identified);
  expect(Keyword::By);
  clause(
      identified, [this] { expect(TokenKind::String); }, Secrecy::Secret);
  const std::uint32_t data = at();
  if (accept(Keyword::Data)) {
    expect(Keyword::Directory);
    clause(data, directory);
  }
  const std::uint32_t require = at();
  if (accept(Keyword::Require)) {
    clause(require, [this] {
      accept(Keyword::No);
      expect(Keyword::Ssl);
    });
  }
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  return finish(made);
}

Statement* ParserRun::help_statement() {
  const std::uint32_t first = at();
  advance();
  const Name topic = name_or_string();
  ServerStatement* made = server_statement(first, StatementKind::Help);
  made->name = topic;
  return made;
}

// MariaDB: SHUTDOWN [WAIT FOR ALL {SLAVES | REPLICAS}]
Statement* ParserRun::shutdown_statement() {
  const std::uint32_t first = at();
  advance();
  if (mariadb() && accept(Keyword::Wait)) {
    expect(Keyword::For);
    expect(Keyword::All);
    if (!accept_replicas()) fail();
  }
  return server_statement(first, StatementKind::Shutdown);
}

Statement* ParserRun::restart_statement() {
  const std::uint32_t first = at();
  advance();
  return server_statement(first, StatementKind::Restart);
}

// MariaDB: BACKUP {STAGE name | LOCK table | UNLOCK}
Statement* ParserRun::backup_statement() {
  const std::uint32_t first = at();
  advance();
  if (accept(Keyword::Unlock)) return server_statement(first, StatementKind::Backup);
  const bool stage = accept(Keyword::Stage);
  if (!stage) expect(Keyword::Lock);
  ServerStatement* made = server_statement(first, StatementKind::Backup);
  if (stage) {
    made->name = name();
  } else {
    made->table = table_name();
  }
  return finish(made);
}

// At INSTANCE.
Statement* ParserRun::alter_instance(std::uint32_t first) {
  advance();
  const auto one_of = [this](std::string_view left, std::string_view right) {
    // A string names it as well as a word.
    const Name given = is(TokenKind::String) || at_name() ? name_or_string() : (fail(), Name{});
    if (!failed_ && !same_word(given.text, left) && !same_word(given.text, right)) fail_at(given.token);
  };
  if (accept(Keyword::Rotate)) {
    one_of("innodb", version_ >= 80016 ? "binlog" : "innodb");
    expect(Keyword::Master);
    expect(Keyword::Key);
  } else if (accept(Keyword::Enable) || accept(Keyword::Disable)) {
    if (is(TokenKind::String)) fail();
    one_of("innodb", "innodb");
    if (is(TokenKind::String)) fail();
    one_of("redo_log", "redo_log");
  } else {
    expect(Keyword::Reload);
    if (!accept(Keyword::Keyring)) {
      expect(Keyword::Tls);
      if (accept(Keyword::For)) {
        expect(Keyword::Channel);
        name();
      }
      if (accept(Keyword::No)) {
        expect(Keyword::Rollback);
        expect(Keyword::On);
        expect(Keyword::Error);
      }
    }
  }
  return server_statement(first, StatementKind::AlterInstance);
}

}  // namespace mallshard::sqlparse
