// Holds tests/parse/lexer_table.txt against live servers.
//
//   lexer_table_check --flavour mariadb|mysql [--port N]   every answer is the server's;
//                                                 without a port a server is started
//   lexer_table_check accept --mariadb N --mysql N   writes answers and tokens anew
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include "sqlparse/lexer.h"
#include "tests/parse/lexer_table.h"
#include "tests/parse/live_server.h"
#include "tests/support/world.h"

namespace mallshard::sqlparse::test {
namespace {

using mallshard::test::Answer;
using mallshard::test::Client;

std::string mode_of(const LexOptions& options) {
  std::string modes;
  const auto add = [&modes](bool is_set, const char* name) {
    if (is_set) modes += (modes.empty() ? "" : ",") + std::string(name);
  };
  add(options.ansi_quotes, "ANSI_QUOTES");
  add(options.pipes_as_concat, "PIPES_AS_CONCAT");
  add(options.no_backslash_escapes, "NO_BACKSLASH_ESCAPES");
  add(options.ignore_space, "IGNORE_SPACE");
  add(options.high_not_precedence, "HIGH_NOT_PRECEDENCE");
  return modes;
}

// Empty: the server does not have the character set.
std::string ask(Client& client, const LexerRow& row) {
  client.query("SET SESSION sql_mode = '" + mode_of(row.options) + "', @v = 7, @`x y` = 8");
  if (client.query("SET NAMES " + row.charset).is_error()) return "";
  client.query("SET character_set_results = NULL");
  const Answer answer = client.query(row.sql);
  client.query("SET NAMES utf8mb4");
  if (answer.error_code == 1064) return near_of(answer.message);
  if (answer.is_error()) return std::to_string(answer.error_code);
  if (!answer.has_rows || answer.rows.empty()) return "OK";
  const std::string value =
      answer.rows[0][0].has_value() ? "\"" + escaped(*answer.rows[0][0]) + "\"" : "NULL";
  return value + " as \"" + escaped(answer.columns[0].name) + "\"";
}

std::string tokens_of(const LexerRow& row, Flavour flavour) {
  TokenBuffer tokens;
  lex(row.sql, row.options_for(flavour), tokens);
  return show_tokens(tokens);
}

Client connect(int port) {
  mallshard::test::Address address;
  address.port = port;
  Client(address).query("CREATE DATABASE IF NOT EXISTS live");
  address.database = "live";
  return Client(address);
}

int check(Flavour flavour, int port) {
  const LiveServer server(flavour, port);
  Client client = connect(server.port());
  std::size_t wrong = 0, asked = 0;
  for (const std::string& path : {lexer_table_path(), syntax_errors_path()}) {
    for (const LexerRow& row : load_lexer_table(path)) {
      const std::string answer = ask(client, row);
      if (!answer.empty()) ++asked;
      if (answer == row.answer[index_of(flavour)]) continue;
      ++wrong;
      std::printf("%s:%u: %s\n    expected %s\n    answered %s\n", path.c_str(), row.line,
                  escaped(row.sql).c_str(), row.answer[index_of(flavour)].c_str(), answer.c_str());
    }
  }
  std::printf("%zu rows asked, %zu wrong\n", asked, wrong);
  return wrong == 0 ? 0 : 1;
}

int accept(int mariadb_port, int mysql_port) {
  Client mariadb = connect(mariadb_port), mysql = connect(mysql_port);
  for (const std::string& path : {lexer_table_path(), syntax_errors_path()}) {
    std::vector<LexerRow> rows = load_lexer_table(path);
    for (LexerRow& row : rows) {
      if (path == lexer_table_path()) {
        row.tokens = {tokens_of(row, Flavour::MySQL), tokens_of(row, Flavour::MariaDB)};
      }
      row.answer = {ask(mysql, row), ask(mariadb, row)};
    }
    save_lexer_table(path, rows);
  }
  return 0;
}

int run(int count, char** words) {
  bool writes = false;
  Flavour flavour = Flavour::MariaDB;
  int port = 0, mariadb_port = 0, mysql_port = 0;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "accept") {
      writes = true;
      continue;
    }
    if (++i == count) throw std::runtime_error(word + " needs a value");
    const std::string value = words[i];
    if (word == "--flavour") {
      flavour = value == "mysql" ? Flavour::MySQL : Flavour::MariaDB;
    } else if (word == "--port") {
      port = std::stoi(value);
    } else if (word == "--mariadb") {
      mariadb_port = std::stoi(value);
    } else if (word == "--mysql") {
      mysql_port = std::stoi(value);
    } else {
      throw std::runtime_error("unknown option " + word);
    }
  }
  return writes ? accept(mariadb_port, mysql_port) : check(flavour, port);
}

}  // namespace
}  // namespace mallshard::sqlparse::test

int main(int count, char** words) {
  try {
    return mallshard::sqlparse::test::run(count, words);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "lexer_table_check: %s\n", problem.what());
    return 2;
  }
}
