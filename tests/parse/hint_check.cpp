// Holds the parser's reading of optimizer hints against a live MySQL.
//
//   hint_check [--port N] [--count N] [--seed N]     without a port a server is started
//
// Every statement of the corpus with hints, and as many made-up hints as
// --count says, are prepared there. The server warns of the first malformed
// hint of a comment and quotes the text from what it could not read on: the
// parser must stop at the same byte, or nowhere. Digests of the made-up ones
// are compared as well.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "sqlparse/ast_all.h"
#include "sqlparse/digest.h"
#include "sqlparse/parser.h"
#include "sqlparse/visitor.h"
#include "tests/parse/corpus.h"
#include "tests/parse/live_server.h"
#include "tests/support/world.h"

namespace mallshard::sqlparse::test {
namespace {

using mallshard::test::Answer;
using mallshard::test::Client;
using mallshard::test::Row;

std::string quoted(const std::string& sql) {
  std::string text = "'";
  for (const char c : sql) {
    if (c == '\'' || c == '\\') text += c;
    text += c;
  }
  return text + "'";
}

// Pieces of hints, put together at random; most are next to something that is
// well formed.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string comment() {
    std::string text;
    const bool wild = pick(3) == 0;
    for (unsigned count = 1 + pick(3); count != 0; --count) {
      text += (wild ? hint() : sound_hint()) + (pick(4) == 0 ? "" : " ");
    }
    for (unsigned count = pick(3) == 0 ? 1 + pick(2) : 0; count != 0; --count) mutate(text);
    return text;
  }

 private:
  unsigned pick(std::size_t below) { return static_cast<unsigned>(random_() % below); }
  template <std::size_t N>
  std::string one_of(const char* const (&words)[N]) {
    return words[pick(N)];
  }
  std::string word() {
    static const char* const kWords[] = {"BKA",
                                         "NO_BKA",
                                         "bnl",
                                         "NO_BNL",
                                         "HASH_JOIN",
                                         "NO_HASH_JOIN",
                                         "MERGE",
                                         "No_Merge",
                                         "DERIVED_CONDITION_PUSHDOWN",
                                         "NO_DERIVED_CONDITION_PUSHDOWN",
                                         "JOIN_FIXED_ORDER",
                                         "JOIN_ORDER",
                                         "JOIN_PREFIX",
                                         "JOIN_SUFFIX",
                                         "MRR",
                                         "NO_MRR",
                                         "NO_ICP",
                                         "NO_RANGE_OPTIMIZATION",
                                         "SKIP_SCAN",
                                         "NO_SKIP_SCAN",
                                         "INDEX_MERGE",
                                         "NO_INDEX_MERGE",
                                         "INDEX",
                                         "NO_INDEX",
                                         "JOIN_INDEX",
                                         "NO_JOIN_INDEX",
                                         "GROUP_INDEX",
                                         "NO_GROUP_INDEX",
                                         "ORDER_INDEX",
                                         "NO_ORDER_INDEX",
                                         "SEMIJOIN",
                                         "NO_SEMIJOIN",
                                         "SUBQUERY",
                                         "QB_NAME",
                                         "MAX_EXECUTION_TIME",
                                         "SET_VAR",
                                         "RESOURCE_GROUP",
                                         "FOO",
                                         "ROWID_FILTER"};
    return one_of(kWords);
  }
  std::string piece() {
    static const char* const kPieces[] = {
        "t1",         "t2",        "`t1`",        "`a``b`", "``",          "\"t1\"",
        "'t1'",       "t1@qb",     "t1@`q b`",    "@qb",    "@ qb",        "@`qb`",
        "t1 @qb",     "1",         "1a",          "16M",    "16m",         "1.5",
        ".5",         "1.",        "1.5M",        "16K1",   "t$1",         "PRIMARY",
        "FIRSTMATCH", "LOOSESCAN", "INTOEXISTS",  "x=1",    "x='1'",       "x=-1",
        "x=ON",       "x=.5",      "sql_mode=''", "merge",  "-",           "@@x",
        "#",          "0x10",      "a.b",         "\n",     "DUPSWEEDOUT", "MATERIALIZATION",
        "*",          "x = 16G",   "'a''b'",      "@'qb'",  ";",           "MAX_EXECUTION_TIME"};
    return one_of(kPieces);
  }
  std::string sound_hint() {
    static const char* const kHints[] = {"BKA(t1, t2@qb)",
                                         "NO_BNL()",
                                         "hash_join(@qb)",
                                         "MERGE(@qb t1, t2)",
                                         "JOIN_FIXED_ORDER()",
                                         "JOIN_FIXED_ORDER(@qb)",
                                         "JOIN_ORDER(t1@qb,`t 2`)",
                                         "JOIN_PREFIX(@`q b` t1)",
                                         "JOIN_SUFFIX(t1)",
                                         "MRR(t1)",
                                         "NO_ICP(t1@qb i1 , i2)",
                                         "INDEX(@qb t1 `PRIMARY`)",
                                         "SKIP_SCAN(t1 i1)",
                                         "SEMIJOIN()",
                                         "SEMIJOIN(@qb FIRSTMATCH, LOOSESCAN)",
                                         "NO_SEMIJOIN(, DUPSWEEDOUT)",
                                         "SUBQUERY(@qb INTOEXISTS)",
                                         "SUBQUERY(MATERIALIZATION)",
                                         "QB_NAME(qb)",
                                         "QB_NAME(`q b`)",
                                         "MAX_EXECUTION_TIME(1000)",
                                         "SET_VAR(sort_buffer_size = 16M)",
                                         "SET_VAR(max_execution_time=1)",
                                         "SET_VAR(a='x''y')",
                                         "SET_VAR(`a`=\"b\")",
                                         "SET_VAR(a=b)",
                                         "SET_VAR(a=.5)",
                                         "RESOURCE_GROUP(rg)",
                                         "NO_INDEX_MERGE(t1 i1)"};
    return one_of(kHints);
  }
  std::string hint() {
    std::string text = word();
    if (pick(30) == 0) return text;
    if (pick(10) == 0) text += ' ';
    text += '(';
    for (unsigned count = pick(4); count != 0; --count) {
      text += piece();
      static const char* const kBetween[] = {",", ", ", " ", ""};
      if (count != 1 || pick(12) == 0) text += one_of(kBetween);
    }
    return text + (pick(25) == 0 ? "" : ")");
  }
  void mutate(std::string& text) {
    const std::size_t at = pick(text.size() + 1);
    switch (pick(3)) {
      case 0:
        if (at < text.size()) text.erase(at, 1);
        break;
      case 1:
        text.insert(at, piece());
        break;
      default:
        text.insert(at, 1, "(),=@.`'\" "[pick(10)]);
        break;
    }
  }

  std::mt19937 random_;
};

class Check {
 public:
  explicit Check(int port) {
    mallshard::test::Address address;
    address.port = port;
    Client(address).query("CREATE DATABASE IF NOT EXISTS live");
    address.database = "live";
    client_ = std::make_unique<Client>(address);
    client_->query("SET NAMES utf8mb4");
    client_->query("SET sql_mode = ''");
    client_->query("SET max_error_count = 1024");
  }

  void statement(const std::string& sql, const std::string& place) {
    Arena arena;
    LexOptions options;
    options.server_version = kReferenceMySql;
    const ParseOutput out = parse(sql, options, arena);
    if (!out.ok()) return blame(place, sql, "not parsed: " + out.error.message);
    std::vector<std::string> here;
    std::size_t nodes = 0, marks = 0;
    walk(*out.statement, [&](const Node& node) {
      if (const auto* hints = as<OptimizerHints>(&node)) {
        ++nodes;
        if (hints->malformed()) here.push_back(sql.substr(hints->error));
      }
      return true;
    });
    for (const CommentMark& comment : out.tokens.comments) marks += comment.is_hint ? 1 : 0;
    // Behind REPLACE(...) and ON DUPLICATE KEY UPDATE the server reads hints that it never uses.
    if (marks != nodes || nodes == 0) return;
    compare(sql, place, here);
  }

  void digest(const std::string& sql) {
    const Answer answer = client_->query("SELECT STATEMENT_DIGEST_TEXT(" + quoted(sql) + ")");
    if (answer.is_error() || answer.rows.empty()) return;
    LexOptions options;
    options.server_version = kReferenceMySql;
    lex(sql, options, tokens_);
    digester_.run(tokens_);
    const std::string there = answer.rows[0][0].value_or("NULL");
    ++digests_;
    if (there != digester_.text()) {
      blame("", sql, "digest there " + there + "\n    digest here  " + std::string(digester_.text()));
    }
  }

  int end() const {
    std::printf("%zu statements compared, %zu of them malformed; %zu digests; %zu wrong\n", compared_,
                malformed_, digests_, wrong_);
    return wrong_ == 0 && malformed_ > 10 && compared_ > malformed_ ? 0 : 1;
  }

 private:
  void blame(const std::string& place, const std::string& sql, const std::string& what) {
    if (++wrong_ <= 50) std::printf("%s%s\n    %s\n", place.c_str(), sql.c_str(), what.c_str());
  }

  void compare(const std::string& sql, const std::string& place, const std::vector<std::string>& here) {
    static const std::string kNear = "Optimizer hint syntax error near '";
    client_->query("PREPARE hinted FROM " + quoted(sql));
    const Answer warnings = client_->query("SHOW WARNINGS");
    std::vector<std::string> there;
    for (const Row& row : warnings.rows) {
      const std::string message = row.at(2).value();
      if (!message.starts_with(kNear)) continue;
      const std::size_t end = message.rfind("' at line ");
      there.push_back(message.substr(kNear.size(), end - kNear.size()));
    }
    ++compared_;
    malformed_ += here.empty() ? 0 : 1;
    bool same = here.size() == there.size();
    for (std::size_t i = 0; same && i < here.size(); ++i) same = begins_alike(here[i], there[i]);
    if (same) return;
    std::string what = "there";
    for (const std::string& text : there) what += " [" + text + "]";
    what += "\n    here ";
    for (const std::string& text : here) what += " [" + text + "]";
    blame(place, sql, what);
  }

  // The server ends its text with the comment where that was all it read, and
  // writes bytes that are no text of its own as \x..
  static bool begins_alike(const std::string& here, const std::string& there) {
    if (there == "*/") return here.starts_with("*/");
    const std::size_t escape = there.find('\\');
    return here.starts_with(there.substr(0, escape));
  }

  std::unique_ptr<Client> client_;
  TokenBuffer tokens_;
  Digester digester_;
  std::size_t compared_ = 0, malformed_ = 0, digests_ = 0, wrong_ = 0;
};

int run(int port, unsigned count, unsigned seed) {
  const LiveServer server(Flavour::MySQL, port);
  Check check(server.port());
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    if (!statement.accepted_by(Flavour::MySQL, kReferenceMySql) || statement.settings != LexOptions{})
      continue;
    if (statement.sql.find("/*+") != std::string::npos) check.statement(statement.sql, statement.place());
  }
  Generator generator(seed);
  for (unsigned i = 0; i < count; ++i) {
    const std::string sql = "SELECT /*+ " + generator.comment() + " */ 1";
    check.statement(sql, "");
    check.digest(sql);
  }
  return check.end();
}

}  // namespace
}  // namespace mallshard::sqlparse::test

int main(int count, char** words) {
  try {
    int port = 0;
    unsigned generated = 3000, seed = 1;
    for (int i = 1; i + 1 < count; i += 2) {
      const std::string word = words[i];
      const int value = std::stoi(words[i + 1]);
      if (word == "--port") port = value;
      if (word == "--count") generated = static_cast<unsigned>(value);
      if (word == "--seed") seed = static_cast<unsigned>(value);
    }
    return mallshard::sqlparse::test::run(port, generated, seed);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "hint_check: %s\n", problem.what());
    return 2;
  }
}
