// Holds what the parser says of a statement against what a live server does
// with it.
//
//   live_facts --flavour mariadb|mysql [--port N] [--show] [FILE.sql...]
//
// The class of a statement: every accepted statement of the corpus is sent by an
// account without any right. The server reads it, counts it under its class
// (performance_schema.events_statements_history, statement/sql/...) and refuses
// it, mostly. tests/parse/classes.txt says which of our kinds go with a class;
// --show prints what was seen, in that form.
//
// The tables, by two means. A refusal for want of a privilege (1142) names a
// table and what would be done to it: the parser must name that table in that
// role. Queries and DML are also carried out inside a transaction that is rolled
// back, over empty tables of the names that the corpus uses: the metadata locks
// held at its end (performance_schema.metadata_locks) must be the parser's list,
// SHARED_WRITE where it says write. A statement that the server stopped early
// is asked only for the tables that it had reached.
//
// Implicit commits. Before each other statement the account without rights
// inserts a row in a transaction; after it, it rolls back. A server commits
// before it looks at rights, so the rows that are left say which did.
//
// Needs a server whose statement history is on (LiveServer starts one).
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include "sqlparse/ast_all.h"
#include "sqlparse/statement_facts.h"
#include "tests/parse/corpus.h"
#include "tests/parse/differences.h"
#include "tests/parse/live_server.h"
#include "tests/parse/oracle.h"

namespace mallshard::sqlparse::test {
namespace {

using mallshard::test::Address;
using mallshard::test::Answer;
using mallshard::test::Client;
using mallshard::test::Row;

constexpr unsigned kNoPrivilege = 1142;
constexpr unsigned kNoTable = 1146;
const std::string kDatabase = "live";

// One statement of the corpus that this server and the parser accept.
struct Subject {
  const CorpusStatement* statement = nullptr;
  std::string sql;  // as it is sent: 1 for each parameter
  StatementFacts facts;
  StatementKind counted = StatementKind::Other;  // of the statement inside EXPLAIN
  std::set<std::string> tables;                  // schema.name
  std::map<std::string, std::set<TableRole>> roles;
  bool locks_can_be_asked = false;
};

std::string qualified(const TableName& table) {
  return (table.database ? std::string(table.database.text) : kDatabase) + "." + std::string(table.name.text);
}

bool calls_what_waits(const StatementFacts& facts) {
  static const std::set<std::string> kWaiting = {"SLEEP",
                                                 "BENCHMARK",
                                                 "GET_LOCK",
                                                 "MASTER_POS_WAIT",
                                                 "SOURCE_POS_WAIT",
                                                 "WAIT_FOR_EXECUTED_GTID_SET",
                                                 "MASTER_GTID_WAIT",
                                                 "LOAD_FILE"};
  return std::any_of(facts.functions.begin(), facts.functions.end(), [](const FunctionUse& use) {
    std::string name(use.name);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
    return kWaiting.contains(name);
  });
}

bool is_query_or_dml(StatementKind kind) {
  switch (kind) {
    case StatementKind::Select:
    case StatementKind::Values:
    case StatementKind::Table:
    case StatementKind::Insert:
    case StatementKind::Replace:
    case StatementKind::Update:
    case StatementKind::Delete:
    case StatementKind::Do:
      return true;
    default:
      return false;
  }
}

// ---- what goes with what ----

// The kind under which a server counts the statement: that of the statement
// inside EXPLAIN, ANALYZE and SET STATEMENT ... FOR.
StatementKind counted_kind(const Statement& statement) {
  const Statement* body = nullptr;
  if (const auto* explain = as<ExplainStatement>(&statement)) body = explain->body;
  if (const auto* set = as<SetForStatement>(&statement)) body = set->body;
  return body == nullptr ? statement.statement_kind : counted_kind(*body);
}

// classes.txt: a class of the server, the flavour or `both`, and our kinds.
class Classes {
 public:
  Classes() {
    const std::string path = MALLSHARD_SOURCE_DIR "/tests/parse/classes.txt";
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    for (std::string line; std::getline(file, line);) {
      if (line.empty() || line.starts_with("#")) continue;
      const std::size_t colon = line.find(": ");
      if (colon == std::string::npos) throw std::runtime_error(path + ": no colon in " + line);
      std::istringstream kinds(line.substr(colon + 2));
      for (std::string kind; std::getline(kinds, kind, ',');) {
        kind.erase(0, kind.find_first_not_of(' '));
        kinds_[line.substr(0, colon)].insert(kind);
      }
    }
  }

  [[nodiscard]] bool go_together(const std::string& server_class, StatementKind kind) const {
    const auto found = kinds_.find(server_class);
    return found != kinds_.end() && found->second.contains(std::string(statement_kind_name(kind)));
  }

 private:
  std::map<std::string, std::set<std::string>> kinds_;
};

// The roles that a privilege named in a refusal may stand for.
std::set<TableRole> roles_of_privilege(const std::string& privilege) {
  if (privilege == "SELECT, UPDATE, DELETE") return {TableRole::Read};  // a member of a MERGE table
  if (const std::size_t comma = privilege.rfind(", "); comma != std::string::npos) {
    return roles_of_privilege(privilege.substr(comma + 2));
  }
  if (privilege == "SELECT")
    return {TableRole::Read, TableRole::Write, TableRole::Described, TableRole::Locked};
  if (privilege == "DELETE HISTORY") return {TableRole::Write};
  if (privilege == "INSERT" || privilege == "UPDATE" || privilege == "DELETE") {
    return {TableRole::Write, TableRole::Altered, TableRole::Created, TableRole::Locked, TableRole::Dropped};
  }
  if (privilege == "CREATE" || privilege == "CREATE VIEW") return {TableRole::Created, TableRole::Altered};
  if (privilege == "DROP")
    return {TableRole::Dropped, TableRole::Altered, TableRole::Created, TableRole::Write};
  if (privilege == "ALTER" || privilege == "INDEX") {
    return {TableRole::Altered, TableRole::Dropped, TableRole::Created};
  }
  return {TableRole::Read,    TableRole::Write,   TableRole::Described, TableRole::Locked,
          TableRole::Altered, TableRole::Created, TableRole::Dropped};
}

// `SELECT, INSERT command denied to user 'x'@'y' for table 'db'.'t'` or `db`.`t` or 't'.
struct Refusal {
  std::string privilege;  // or several, with commas
  std::string table;      // without its database
};
std::optional<Refusal> read_refusal(const std::string& message) {
  const std::size_t command = message.find(" command denied to user ");
  const std::size_t table = message.rfind(" for table ");
  if (command == std::string::npos || table == std::string::npos) return std::nullopt;
  Refusal out;
  out.privilege = message.substr(0, command);
  std::string name = message.substr(table + 11);
  if (name.size() < 2) return std::nullopt;
  // MariaDB doubles a quote inside of a name, MySQL leaves it.
  const char quote = name.back();
  name.pop_back();
  while (!name.empty() && name.back() != quote) {
    out.table.insert(0, 1, name.back());
    name.pop_back();
    if (quote == '`' && name.ends_with("``")) {
      out.table.insert(0, 1, quote);
      name.erase(name.size() - 2);
    }
  }
  return out;
}

// ---- the check ----

class Check {
 public:
  Check(Flavour flavour, int port, bool show)
      : flavour_(flavour), show_(show), root_(root_address(port, "")) {
    if (root_.connected().is_error()) throw std::runtime_error(root_.connected().message);
    run("CREATE DATABASE IF NOT EXISTS live");
    // MariaDB has these switched off.
    run("UPDATE performance_schema.setup_consumers SET ENABLED = 'YES' WHERE NAME LIKE '%statements%'");
    run("UPDATE performance_schema.setup_instruments SET ENABLED = 'YES', TIMED = 'YES' "
        "WHERE NAME LIKE 'statement/%' OR NAME = 'wait/lock/metadata/sql/mdl'");
    run("CREATE DATABASE IF NOT EXISTS live_mark");
    run("DROP TABLE IF EXISTS live_mark.mark");
    run("CREATE TABLE live_mark.mark (id INT PRIMARY KEY) ENGINE = InnoDB");
    remake_probe();
    probe_address_ = root_address(port, kDatabase);
    probe_address_.user = "parse_probe";
    probe_address_.password = "probe";
    address_ = root_address(port, kDatabase);
  }

  int all(const std::vector<std::string>& files) {
    std::vector<CorpusStatement> statements;
    if (files.empty()) statements = load_corpus(corpus_folder());
    for (const std::string& path : files) {
      std::vector<CorpusStatement> some = load_corpus_file(path);
      std::move(some.begin(), some.end(), std::back_inserter(statements));
    }
    arenas_.reserve(statements.size());
    for (const CorpusStatement& statement : statements) add(statement);
    check_classes();
    check_commits();
    make_tables();
    check_locks();
    std::printf(
        "%zu statements: %zu classes compared; tables compared by privilege %zu, by locks %zu "
        "(%zu of them in part); implicit commits %zu of %zu; %zu known differences, %zu wrong\n",
        subjects_.size(), classes_compared_, refusals_compared_, locks_compared_, partly_, commits_seen_,
        commits_compared_, excused_, wrong_);
    // A server that keeps no history or shows no locks would agree with anything.
    const bool asked = classes_compared_ * 4 > subjects_.size() * 3 && refusals_compared_ != 0 &&
                       locks_compared_ * 3 > subjects_.size() && commits_seen_ != 0;
    if (!asked && files.empty()) std::printf("too few of them compared\n");
    return wrong_ == 0 && (asked || !files.empty()) ? 0 : 1;
  }

 private:
  static Address root_address(int port, const std::string& database) {
    Address address;
    address.port = port;
    address.database = database;
    return address;
  }

  Answer run(const std::string& sql) {
    Answer answer = root_.query(sql);
    if (answer.is_error()) throw std::runtime_error(sql + ": " + answer.message);
    return answer;
  }

  void add(const CorpusStatement& statement) {
    const std::uint32_t version = reference_version(flavour_);
    // Other character sets and bytes that are no text would be another statement
    // on this connection; settings are the lexer's matter, not the facts'.
    if (!statement.accepted_by(flavour_, version) || statement.settings != LexOptions{} ||
        !statement.fits_utf8mb3()) {
      return;
    }
    arenas_.push_back(std::make_unique<Arena>());
    const ParseOutput out = parse(statement.sql, statement.options(flavour_, version), *arenas_.back());
    if (!out.ok() || out.statement->statement_kind == StatementKind::Empty) return;
    Subject subject;
    subject.statement = &statement;
    subject.facts = statement_facts(out);
    subject.counted = counted_kind(*out.statement);
    subject.sql = statement.sql;
    for (std::size_t i = subject.facts.parameters.size(); i-- > 0;) {
      subject.sql[out.tokens.tokens[subject.facts.parameters[i]].begin] = '1';
    }
    for (const TableUse& use : subject.facts.tables) {
      if (use.table == nullptr) continue;
      subject.tables.insert(qualified(*use.table));
      subject.roles[qualified(*use.table)].insert(use.role);
    }
    subject.locks_can_be_asked =
        is_query_or_dml(subject.facts.kind) && !subject.facts.into_file && !calls_what_waits(subject.facts);
    subjects_.push_back(std::move(subject));
  }

  void blame(const Subject& subject, DifferenceKind kind, const std::string& what) {
    if (known_.contains({flavour_, kind, subject.statement->sql})) {
      ++excused_;
      return;
    }
    ++wrong_;
    std::printf("%s%s\n    %s\n", subject.statement->place().c_str(), subject.statement->sql.c_str(),
                what.c_str());
  }

  // ---- classes ----

  void check_classes() {
    constexpr std::size_t kBatch = 16;  // twice that must fit into the history
    for (std::size_t begin = 0; begin < subjects_.size(); begin += kBatch) {
      const std::size_t end = std::min(subjects_.size(), begin + kBatch);
      if (ask_classes(begin, end)) continue;
      // One of them ended its session, and with it the history of the others.
      for (std::size_t i = begin; i < end; ++i) ask_classes(i, i + 1);
    }
    if (!show_) return;
    for (const auto& [server_class, kinds] : seen_) {
      std::string line = server_class + ": ";
      for (const std::string& kind : kinds) line += (line.ends_with(": ") ? "" : ", ") + kind;
      std::printf("%s\n", line.c_str());
    }
  }

  // False when the session did not live to the end.
  bool ask_classes(std::size_t begin, std::size_t end) {
    Client probe(probe_address_);
    if (probe.connected().is_error()) {
      remake_probe();
      probe = Client(probe_address_);
      if (probe.connected().is_error()) throw std::runtime_error(probe.connected().message);
    }
    const std::string thread =
        run("SELECT THREAD_ID FROM performance_schema.threads WHERE PROCESSLIST_ID = " +
            std::to_string(probe.thread_id()))
            .rows.at(0)
            .at(0)
            .value();
    for (std::size_t i = begin; i < end; ++i) {
      const Subject& subject = subjects_[i];
      // MariaDB's loops at top level need no right and may have no end.
      const StatementKind kind = subject.facts.kind;
      if (calls_what_waits(subject.facts) || kind == StatementKind::Use || kind == StatementKind::Compound)
        continue;
      const Answer answer = probe.query_all(subject.sql).front();
      if (answer.error_code == kNoPrivilege) check_refusal(subject, answer.message);
      if (probe.reset().is_error() && end - begin > 1) return false;
    }
    const Answer history = run(
        "SELECT EVENT_NAME, SQL_TEXT FROM performance_schema.events_statements_history WHERE THREAD_ID = " +
        thread + " AND EVENT_NAME LIKE 'statement/sql/%' AND SQL_TEXT IS NOT NULL ORDER BY EVENT_ID");
    std::map<std::string, std::string> classes;
    for (const Row& row : history.rows) classes[row.at(1).value()] = row.at(0).value().substr(14);
    for (std::size_t i = begin; i < end; ++i) {
      const Subject& subject = subjects_[i];
      const auto found = classes.find(subject.sql);
      if (found == classes.end() || found->second == "error") {
        if (show_) std::printf("# not seen: %s\n", subject.statement->sql.c_str());
        continue;
      }
      ++classes_compared_;
      seen_[found->second].insert(std::string(statement_kind_name(subject.counted)));
      if (!show_ && !classes_.go_together(found->second, subject.counted)) {
        blame(subject, DifferenceKind::Class,
              "there " + found->second + ", here " + std::string(statement_kind_name(subject.counted)));
      }
    }
    return true;
  }

  // With one harmless right everywhere: without any, a database is refused
  // before a table is looked at.
  // Statements may change or expire the account's own password.
  void remake_probe() {
    run("DROP USER IF EXISTS parse_probe@'127.0.0.1'");
    run("CREATE USER parse_probe@'127.0.0.1' IDENTIFIED BY 'probe'");
    run("GRANT EXECUTE ON *.* TO parse_probe@'127.0.0.1'");
    run("GRANT INSERT ON live_mark.mark TO parse_probe@'127.0.0.1'");
  }

  void check_refusal(const Subject& subject, const std::string& message) {
    const std::optional<Refusal> refusal = read_refusal(message);
    if (!refusal) return;
    // Tables of the server's own, touched by statements that do not name them.
    static const std::set<std::string> kOwn = {"plugin", "component", "user",    "func",
                                               "proc",   "event",     "servers", "db"};
    if (kOwn.contains(refusal->table)) return;
    ++refusals_compared_;
    const std::set<TableRole> fitting = roles_of_privilege(refusal->privilege);
    bool named = false;
    for (const auto& [table, roles] : subject.roles) {
      if (!table.ends_with("." + refusal->table)) continue;
      named = true;
      if (std::any_of(roles.begin(), roles.end(), [&](TableRole role) { return fitting.contains(role); }))
        return;
    }
    blame(subject, DifferenceKind::Tables,
          (named ? "in another role than the server says: " : "a table that is not listed: ") + message);
  }

  // ---- implicit commits ----

  // For want of a right.
  static bool is_denial(unsigned code) {
    constexpr unsigned kCodes[] = {1044, 1045, 1142, 1143, 1227, 1370, 1396, 1410};
    return std::find(std::begin(kCodes), std::end(kCodes), code) != std::end(kCodes);
  }

  void check_commits() {
    std::map<std::size_t, Answer> asked;
    std::unique_ptr<Client> probe;
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      const Subject& subject = subjects_[i];
      const StatementKind kind = subject.facts.kind;
      const bool ends_it =
          subject.facts.category == StatementCategory::Transaction && !subject.facts.implicit_commit;
      if (is_query_or_dml(kind) || ends_it || kind == StatementKind::Compound ||
          calls_what_waits(subject.facts))
        continue;
      if (probe == nullptr || probe->reset().is_error()) {
        remake_probe();
        probe = std::make_unique<Client>(probe_address_);
        if (probe->connected().is_error()) throw std::runtime_error(probe->connected().message);
      }
      probe->query("BEGIN");
      if (probe->query("INSERT INTO live_mark.mark VALUES (" + std::to_string(i) + ")").is_error()) continue;
      Answer answer = probe->query_all(subject.sql).front();
      if (!probe->query("ROLLBACK").is_error()) asked.emplace(i, std::move(answer));
    }
    std::set<std::string> left;
    for (const Row& row : run("SELECT id FROM live_mark.mark").rows) left.insert(row.at(0).value());
    for (const auto& [i, answer] : asked) {
      const Subject& subject = subjects_[i];
      const bool committed = left.contains(std::to_string(i));
      // Refused for its meaning, before it was carried out; or ends no lock.
      const bool unasked = (answer.is_error() && !is_denial(answer.error_code)) ||
                           subject.facts.kind == StatementKind::UnlockTables;
      if (!committed && unasked) continue;
      ++commits_compared_;
      commits_seen_ += committed ? 1 : 0;
      if (committed != subject.facts.implicit_commit) {
        blame(subject, DifferenceKind::Commit,
              committed ? "commits there, not here" : "commits here, not there");
      }
    }
  }

  // ---- locks ----

  void make_tables() {
    std::set<std::string> names;
    for (const Subject& subject : subjects_) {
      if (subject.locks_can_be_asked) names.insert(subject.tables.begin(), subject.tables.end());
    }
    std::set<std::string> databases;
    for (const std::string& name : names) {
      const std::size_t dot = name.find('.');
      const std::string database = name.substr(0, dot), table = name.substr(dot + 1);
      static const std::set<std::string> kOwn = {"mysql", "information_schema", "performance_schema", "sys"};
      if (database.empty() || table.empty() || kOwn.contains(database)) continue;
      if (databases.insert(database).second) root_.query("CREATE DATABASE IF NOT EXISTS " + quoted(database));
      root_.query("CREATE TABLE IF NOT EXISTS " + quoted(database) + "." + quoted(table) +
                  " (a INT, b INT, c INT, d INT, e INT, id INT, name VARCHAR(10))");
    }
  }

  static std::string quoted(const std::string& name) {
    std::string out = "`";
    for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
    return out + "`";
  }

  void check_locks() {
    Client session(address_);
    std::string thread;
    for (const Subject& subject : subjects_) {
      if (!subject.locks_can_be_asked) continue;
      if (thread.empty() || session.reset().is_error()) {
        session = Client(address_);
        thread = run("SELECT THREAD_ID FROM performance_schema.threads WHERE PROCESSLIST_ID = " +
                     std::to_string(session.thread_id()))
                     .rows.at(0)
                     .at(0)
                     .value();
      }
      session.query("USE " + kDatabase);
      session.query("BEGIN");
      const Answer answer = session.query_all(subject.sql).front();
      const Answer locks = root_.query(
          "SELECT OBJECT_SCHEMA, OBJECT_NAME, MAX(LOCK_TYPE LIKE '%WRITE%') FROM "
          "performance_schema.metadata_locks "
          "WHERE OBJECT_TYPE = 'TABLE' AND OWNER_THREAD_ID = " +
          thread + " GROUP BY 1, 2");
      session.query("ROLLBACK");
      if (answer.error_code == kNoTable || locks.is_error()) continue;
      compare_locks(subject, answer, locks);
    }
  }

  void compare_locks(const Subject& subject, const Answer& answer, const Answer& locks) {
    std::set<std::string> held;
    for (const Row& row : locks.rows) {
      const std::string name = row.at(0).value() + "." + row.at(1).value();
      held.insert(name);
      const auto found = subject.roles.find(name);
      if (found == subject.roles.end()) {
        blame(subject, DifferenceKind::Tables, "a table that is not listed: " + name);
        continue;
      }
      const bool writes = found->second.contains(TableRole::Write);
      // A locking read takes the writer's lock; so do the tables of a
      // multi-table UPDATE, of which only some are written.
      const bool may_write_lock =
          writes || subject.facts.lock != StatementLock::None || subject.facts.kind == StatementKind::Update;
      const bool write_locked = row.at(2).value() == "1";
      if (write_locked ? !may_write_lock : writes) {
        blame(subject, DifferenceKind::Tables,
              name + (write_locked ? " is written there, not here" : " is written here, not there"));
      }
    }
    ++locks_compared_;
    if (answer.is_error()) {
      ++partly_;
      return;
    }
    for (const std::string& table : subject.tables) {
      const std::string database = table.substr(0, table.find('.'));
      // Those of information_schema are made for the statement and not locked.
      if (database == "information_schema" || database == "performance_schema" || held.contains(table))
        continue;
      blame(subject, DifferenceKind::Tables, "listed, but not used there: " + table);
    }
  }

  Flavour flavour_;
  bool show_;
  Client root_;
  Address probe_address_, address_;
  Classes classes_;
  std::map<Difference, std::string> known_ = known_differences();
  std::vector<Subject> subjects_;
  std::vector<std::unique_ptr<Arena>> arenas_;
  std::map<std::string, std::set<std::string>> seen_;
  std::size_t commits_compared_ = 0, commits_seen_ = 0;
  std::size_t classes_compared_ = 0, refusals_compared_ = 0, locks_compared_ = 0, partly_ = 0;
  std::size_t excused_ = 0, wrong_ = 0;
};

int run(int count, char** words) {
  Flavour flavour = Flavour::MariaDB;
  int port = 0;
  bool show = false;
  std::vector<std::string> files;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--show") {
      show = true;
    } else if (word == "--flavour" && i + 1 < count) {
      flavour = flavour_named(words[++i]);
    } else if (word == "--port" && i + 1 < count) {
      port = std::stoi(words[++i]);
    } else {
      files.push_back(word);
    }
  }
  LiveServer server(flavour, port);
  return Check(flavour, server.port(), show).all(files);
}

}  // namespace
}  // namespace mallshard::sqlparse::test

int main(int count, char** words) {
  try {
    return mallshard::sqlparse::test::run(count, words);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "live_facts: %s\n", problem.what());
    return 2;
  }
}
