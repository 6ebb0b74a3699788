// Holds digest texts against a live MySQL: STATEMENT_DIGEST_TEXT() of every
// statement of the corpus that the server reads.
//
//   digest_check [--port N]     without a port a server is started
//
// The function refuses a statement in which the server finds fault beyond its
// syntax (error 3676): those are counted, not compared. MariaDB has no such
// function; its digests are held against performance_schema by the unit tests'
// expectations.
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>

#include "sqlparse/digest.h"
#include "sqlparse/lexer.h"
#include "tests/parse/corpus.h"
#include "tests/parse/live_server.h"
#include "tests/support/world.h"

namespace mallshard::sqlparse::test {
namespace {

using mallshard::test::Answer;
using mallshard::test::Client;

constexpr unsigned kCannotParse = 3676;  // ER_CANNOT_PARSE_FOR_DIGEST...

std::string quoted(const std::string& sql) {
  std::string text = "'";
  for (const char c : sql) {
    if (c == '\'' || c == '\\') text += c;
    text += c;
  }
  return text + "'";
}

int run(int port) {
  const LiveServer server(Flavour::MySQL, port);
  mallshard::test::Address address;
  address.port = server.port();
  Client(address).query("CREATE DATABASE IF NOT EXISTS live");
  address.database = "live";
  Client client(address);
  client.query("SET sql_mode = ''");
  std::size_t compared = 0, refused = 0, wrong = 0;
  TokenBuffer tokens;
  Digester digester;
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    if (!statement.accepted_by(Flavour::MySQL, kReferenceMySql) || !(statement.settings == LexOptions{}) ||
        !statement.fits_utf8mb3()) {
      continue;
    }
    const Answer answer = client.query("SELECT STATEMENT_DIGEST_TEXT(" + quoted(statement.sql) + ")");
    if (answer.error_code == kCannotParse) {
      ++refused;
      continue;
    }
    ++compared;
    lex(statement.sql, statement.options(Flavour::MySQL, kReferenceMySql), tokens);
    digester.run(tokens);
    const std::string expected =
        answer.has_rows && !answer.rows.empty() ? answer.rows[0][0].value_or("NULL") : answer.message;
    if (expected == digester.text()) continue;
    ++wrong;
    std::printf("%s%s\n    server %s\n    here   %s\n", statement.place().c_str(), statement.sql.c_str(),
                expected.c_str(), std::string(digester.text()).c_str());
  }
  std::printf("%zu digests compared, %zu wrong, %zu statements without one\n", compared, wrong, refused);
  return wrong == 0 && compared > 0 ? 0 : 1;
}

}  // namespace
}  // namespace mallshard::sqlparse::test

int main(int count, char** words) {
  try {
    const bool has_port = count == 3 && std::strcmp(words[1], "--port") == 0;
    return mallshard::sqlparse::test::run(has_port ? std::stoi(words[2]) : 0);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "digest_check: %s\n", problem.what());
    return 2;
  }
}
