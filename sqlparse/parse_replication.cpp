// CHANGE REPLICATION SOURCE / FILTER, CHANGE MASTER, START and STOP of
// replicas and of group replication.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

enum class OptionValue : std::uint8_t {
  Text,
  Password,
  Number,    // 0x10 too
  Position,  // no 0x10
  Period,    // 1, 1.5, 1e3
  Switch,    // 0 or 1
  TextOrNull,
  AccountOrNull,
  ServerIds,
  KeyCheck,
  AssignGtids,
  UseGtid,
  Truth,
};

constexpr std::uint32_t kAlways = 0;
constexpr std::uint32_t kForever = 0xffffffff;

struct ReplicationOption {
  Keyword word;
  OptionValue value;
  std::uint32_t from = kAlways;    // version
  std::uint32_t until = kForever;  // first version without
};

constexpr ReplicationOption kMySqlOptions[] = {
    {Keyword::SourceHost, OptionValue::Text, 80023},
    {Keyword::NetworkNamespace, OptionValue::Text, 80022},
    {Keyword::SourceBind, OptionValue::Text, 80023},
    {Keyword::SourceUser, OptionValue::Text, 80023},
    {Keyword::SourcePassword, OptionValue::Password, 80023},
    {Keyword::SourcePort, OptionValue::Number, 80023},
    {Keyword::SourceConnectRetry, OptionValue::Number, 80023},
    {Keyword::SourceRetryCount, OptionValue::Number, 80023},
    {Keyword::SourceDelay, OptionValue::Number, 80023},
    {Keyword::SourceSsl, OptionValue::Number, 80023},
    {Keyword::SourceSslCa, OptionValue::Text, 80023},
    {Keyword::SourceSslCapath, OptionValue::Text, 80023},
    {Keyword::SourceTlsVersion, OptionValue::Text, 80023},
    {Keyword::SourceTlsCiphersuites, OptionValue::TextOrNull, 80023},
    {Keyword::SourceSslCert, OptionValue::Text, 80023},
    {Keyword::SourceSslCipher, OptionValue::Text, 80023},
    {Keyword::SourceSslKey, OptionValue::Text, 80023},
    {Keyword::SourceSslVerifyServerCert, OptionValue::Number, 80023},
    {Keyword::SourceSslCrl, OptionValue::Text, 80023},
    {Keyword::SourceSslCrlpath, OptionValue::Text, 80023},
    {Keyword::SourcePublicKeyPath, OptionValue::Text, 80023},
    {Keyword::GetSourcePublicKey, OptionValue::Number, 80023},
    {Keyword::SourceHeartbeatPeriod, OptionValue::Period, 80023},
    {Keyword::IgnoreServerIds, OptionValue::ServerIds},
    {Keyword::SourceCompressionAlgorithms, OptionValue::Text, 80023},
    {Keyword::SourceZstdCompressionLevel, OptionValue::Number, 80023},
    {Keyword::SourceAutoPosition, OptionValue::Number, 80023},
    {Keyword::PrivilegeChecksUser, OptionValue::AccountOrNull, 80018},
    {Keyword::RequireRowFormat, OptionValue::Number, 80019},
    {Keyword::RequireTablePrimaryKeyCheck, OptionValue::KeyCheck, 80020},
    {Keyword::SourceConnectionAutoFailover, OptionValue::Switch, 80022},
    {Keyword::AssignGtidsToAnonymousTransactions, OptionValue::AssignGtids, 80023},
    {Keyword::GtidOnly, OptionValue::Switch, 80027},
    {Keyword::SourceLogFile, OptionValue::Text, 80023},
    {Keyword::SourceLogPos, OptionValue::Position, 80023},
    {Keyword::RelayLogFile, OptionValue::Text},
    {Keyword::RelayLogPos, OptionValue::Number},
    {Keyword::MasterHost, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterBind, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterUser, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterPassword, OptionValue::Password, kAlways, 80400},
    {Keyword::MasterPort, OptionValue::Number, kAlways, 80400},
    {Keyword::MasterConnectRetry, OptionValue::Number, kAlways, 80400},
    {Keyword::MasterDelay, OptionValue::Number, kAlways, 80400},
    {Keyword::MasterSsl, OptionValue::Number, kAlways, 80400},
    {Keyword::MasterSslCa, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterSslCapath, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterSslCert, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterSslCipher, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterSslKey, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterSslVerifyServerCert, OptionValue::Number, kAlways, 80400},
    {Keyword::MasterSslCrl, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterSslCrlpath, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterHeartbeatPeriod, OptionValue::Period, kAlways, 80400},
    {Keyword::MasterLogFile, OptionValue::Text, kAlways, 80400},
    {Keyword::MasterLogPos, OptionValue::Position, kAlways, 80400},
};

constexpr ReplicationOption kMariaDbOptions[] = {
    {Keyword::MasterHost, OptionValue::Text},
    {Keyword::MasterUser, OptionValue::Text},
    {Keyword::MasterPassword, OptionValue::Password},
    {Keyword::MasterPort, OptionValue::Number},
    {Keyword::MasterConnectRetry, OptionValue::Number},
    {Keyword::MasterDelay, OptionValue::Number},
    {Keyword::MasterSsl, OptionValue::Number},
    {Keyword::MasterSslCa, OptionValue::Text},
    {Keyword::MasterSslCapath, OptionValue::Text},
    {Keyword::MasterSslCert, OptionValue::Text},
    {Keyword::MasterSslCipher, OptionValue::Text},
    {Keyword::MasterSslKey, OptionValue::Text},
    {Keyword::MasterSslVerifyServerCert, OptionValue::Number},
    {Keyword::MasterSslCrl, OptionValue::Text},
    {Keyword::MasterSslCrlpath, OptionValue::Text},
    {Keyword::MasterHeartbeatPeriod, OptionValue::Period},
    {Keyword::IgnoreServerIds, OptionValue::ServerIds},
    {Keyword::DoDomainIds, OptionValue::ServerIds},
    {Keyword::IgnoreDomainIds, OptionValue::ServerIds},
    {Keyword::MasterLogFile, OptionValue::Text},
    {Keyword::MasterLogPos, OptionValue::Position},
    {Keyword::RelayLogFile, OptionValue::Text},
    {Keyword::RelayLogPos, OptionValue::Number},
    {Keyword::MasterUseGtid, OptionValue::UseGtid},
    {Keyword::MasterDemoteToSlave, OptionValue::Truth, 101000},
    {Keyword::MasterDemoteToReplica, OptionValue::Truth, 101000},
};

template <std::size_t N>
const ReplicationOption* find_option(const ReplicationOption (&rows)[N], Keyword word,
                                     std::uint32_t version) {
  for (const ReplicationOption& row : rows) {
    if (row.word == word && version >= row.from && version < row.until) return &row;
  }
  return nullptr;
}

// The coordinates that UNTIL shares with CHANGE.
bool is_log_position(Keyword word) noexcept {
  switch (word) {
    case Keyword::SourceLogFile:
    case Keyword::SourceLogPos:
    case Keyword::MasterLogFile:
    case Keyword::MasterLogPos:
    case Keyword::RelayLogFile:
    case Keyword::RelayLogPos:
      return true;
    default:
      return false;
  }
}

}  // namespace

// NAME = value
void ParserRun::replication_option() {
  const ReplicationOption* row = mysql() ? find_option(kMySqlOptions, current_->keyword, version_)
                                         : find_option(kMariaDbOptions, current_->keyword, version_);
  if (row == nullptr) {
    fail();
    return;
  }
  const std::uint32_t first = at();
  advance();
  clause(
      first,
      [this, row] {
        expect(TokenKind::Equal);
        switch (row->value) {
          case OptionValue::Text:
          case OptionValue::Password:
            return expect(TokenKind::String);
          case OptionValue::Number:
            return number(HexNumber::Allowed);
          case OptionValue::Position:
            return number(HexNumber::Refused);
          case OptionValue::Period:
            return number(HexNumber::Refused);
          case OptionValue::Switch:
            return zero_or_one();
          case OptionValue::TextOrNull:
            if (!accept(Keyword::Null)) expect(TokenKind::String);
            return;
          case OptionValue::AccountOrNull:
            if (is(Keyword::CurrentUser)) fail();
            if (!accept(Keyword::Null)) account(AccountRule::User);
            return;
          case OptionValue::ServerIds:
            return server_ids(HexNumber::Allowed);
          case OptionValue::KeyCheck:
            if (!accept(Keyword::Stream) && !accept(Keyword::On) && !accept(Keyword::Off)) {
              expect(Keyword::Generate);
            }
            return;
          case OptionValue::AssignGtids:
            if (!accept(Keyword::Off) && !accept(Keyword::Local)) expect(TokenKind::String);
            return;
          case OptionValue::UseGtid:
            if (!accept(Keyword::CurrentPos) && !accept(Keyword::SlavePos) && !accept(Keyword::ReplicaPos)) {
              expect(Keyword::No);
            }
            return;
          case OptionValue::Truth:
            if (!accept(Keyword::True) && !accept(Keyword::False)) number(HexNumber::Allowed);
            return;
        }
      },
      row->value == OptionValue::Password ? Secrecy::Secret : Secrecy::Open);
}

void ParserRun::zero_or_one() {
  std::string_view digits = spelling(at());
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  if (!is(TokenKind::Integer) || (digits != "0" && digits != "1")) {
    fail();
    return;
  }
  advance();
}

// (), (1, 2), (, 1)
void ParserRun::server_ids(HexNumber hex) {
  expect(TokenKind::LeftParen);
  const auto id = [this, hex] { number(hex); };
  if (!is(TokenKind::RightParen)) {
    if (!is(TokenKind::Comma)) id();
    while (accept(TokenKind::Comma)) id();
  }
  expect(TokenKind::RightParen);
}

// [FOR CHANNEL 'c']
void ParserRun::channel() {
  const std::uint32_t first = at();
  if (!accept(Keyword::For)) return;
  expect(Keyword::Channel);
  clause(first, [this] { expect(TokenKind::String); });
}

Statement* ParserRun::change_statement() {
  auto* made = statement<ServerStatement>(at(), StatementKind::ChangeReplication);
  advance();
  const bool filter = mysql() && accept(Keyword::Replication, Keyword::Filter);
  if (!filter) {
    const bool source = mysql() && version_ >= 80023 && accept(Keyword::Replication, Keyword::Source);
    if (!source) {
      if (mysql() && version_ >= 80400) return static_cast<Statement*>(fail());
      expect(Keyword::Master);
      if (mariadb()) accept(TokenKind::String);
    }
    expect(Keyword::To);
  }
  made->words = range_from(made->first_token);
  const auto mark = stack_.mark();
  do {
    if (filter) {
      replication_filter();
    } else {
      replication_option();
    }
  } while (accept(TokenKind::Comma));
  channel();
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  return finish(made);
}

// REPLICATE_DO_DB = (a, b), REPLICATE_REWRITE_DB = ((a, b)), ...
void ParserRun::replication_filter() {
  const std::uint32_t first = at();
  const Keyword word = current_->keyword;
  if (!is_any(Keyword::ReplicateDoDb, Keyword::ReplicateIgnoreDb, Keyword::ReplicateDoTable,
              Keyword::ReplicateIgnoreTable, Keyword::ReplicateWildDoTable, Keyword::ReplicateWildIgnoreTable,
              Keyword::ReplicateRewriteDb)) {
    fail();
  }
  advance();
  clause(first, [this, word] {
    expect(TokenKind::Equal);
    expect(TokenKind::LeftParen);
    if (accept(TokenKind::RightParen)) return;
    do {
      switch (word) {
        case Keyword::ReplicateDoDb:
        case Keyword::ReplicateIgnoreDb:
          name();
          break;
        case Keyword::ReplicateDoTable:
        case Keyword::ReplicateIgnoreTable:
          name();
          expect(TokenKind::Dot);
          name();
          break;
        case Keyword::ReplicateWildDoTable:
        case Keyword::ReplicateWildIgnoreTable:
          expect(TokenKind::String);
          break;
        default:  // REPLICATE_REWRITE_DB
          expect(TokenKind::LeftParen);
          name();
          expect(TokenKind::Comma);
          name();
          expect(TokenKind::RightParen);
          break;
      }
    } while (accept(TokenKind::Comma));
    expect(TokenKind::RightParen);
  });
}

// START {SLAVE | REPLICA | ALL SLAVES | GROUP_REPLICATION} ...; TRANSACTION is elsewhere.
Statement* ParserRun::start_replica() {
  auto* made = statement<ServerStatement>(at(), StatementKind::StartReplica);
  advance();
  const auto mark = stack_.mark();
  if (mysql() && accept(Keyword::GroupReplication)) {
    made->words = range_from(made->first_token);
    if (is_any(Keyword::User, Keyword::Password, Keyword::DefaultAuth)) {
      do {
        if (!is_any(Keyword::User, Keyword::Password, Keyword::DefaultAuth)) fail();
        connection_option(current_->keyword);
      } while (accept(TokenKind::Comma));
    }
    made->clauses = stack_.take<AdminClause>(mark, arena_);
    return finish(made);
  }
  const bool all = replica_words(made);
  replica_threads();
  if (mariadb()) {
    if (!all) {
      channel();
      replica_until();
    }
  } else {
    replica_until();
    connection_option(Keyword::User);
    connection_option(Keyword::Password);
    connection_option(Keyword::DefaultAuth);
    connection_option(Keyword::PluginDir);
    channel();
  }
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  return finish(made);
}

Statement* ParserRun::stop_replica() {
  auto* made = statement<ServerStatement>(at(), StatementKind::StopReplica);
  advance();
  if (mysql() && accept(Keyword::GroupReplication)) {
    made->words = range_from(made->first_token);
    return finish(made);
  }
  const auto mark = stack_.mark();
  const bool all = replica_words(made);
  replica_threads();
  if (!all) channel();
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  return finish(made);
}

// {SLAVE | REPLICA} [MariaDB: 'connection'], MariaDB: ALL {SLAVES | REPLICAS}: true
bool ParserRun::replica_words(ServerStatement* made) {
  const bool all = mariadb() && accept(Keyword::All);
  if (all) {
    if (!accept_replicas()) fail();
  } else {
    if (!accept_replica()) fail();
    if (mariadb()) accept(TokenKind::String);
  }
  made->words = range_from(made->first_token);
  return all;
}

// SQL_THREAD, IO_THREAD; MariaDB allows nothing between the commas.
void ParserRun::replica_threads() {
  const std::uint32_t first = at();
  const auto thread = [this] {
    return accept(Keyword::SqlThread) || accept(Keyword::RelayThread) || accept(Keyword::IoThread);
  };
  const bool some = thread();
  if (mysql() && !some) return;
  while (accept(TokenKind::Comma)) {
    if (!thread() && mysql()) fail();
  }
  if (first != at()) clause(first, [] {});
}

void ParserRun::replica_until() {
  const std::uint32_t first = at();
  if (!accept(Keyword::Until)) return;
  if (mysql() && accept(Keyword::SqlAfterMtsGaps)) return clause(first, [] {});
  const bool gtids =
      mysql() ? is_any(Keyword::SqlBeforeGtids, Keyword::SqlAfterGtids)
              : is(Keyword::MasterGtidPos) ||
                    (version_ >= 110300 && is_any(Keyword::SqlBeforeGtids, Keyword::SqlAfterGtids));
  clause(first, [this, gtids] {
    if (gtids) {
      advance();
      expect(TokenKind::Equal);
      expect(TokenKind::String);
      return;
    }
    const auto mark = stack_.mark();
    do {
      if (!is_log_position(current_->keyword)) fail();
      replication_option();
    } while (accept(TokenKind::Comma));
    (void)stack_.take<AdminClause>(mark, arena_);  // their tokens are in this clause
  });
}

// [USER = 'x']
void ParserRun::connection_option(Keyword word) {
  const std::uint32_t first = at();
  if (!accept(word)) return;
  clause(
      first,
      [this] {
        expect(TokenKind::Equal);
        expect(TokenKind::String);
      },
      word == Keyword::Password ? Secrecy::Secret : Secrecy::Open);
}

}  // namespace mallshard::sqlparse
