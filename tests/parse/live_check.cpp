// Holds the parser against live servers.
//
//   live_check corpus --flavour mariadb|mysql [--port N] [FILE.sql...]
//        every statement of the corpus (or of those files): accepted or refused
//        as its `== ` line says, by the server and by the parser, and refused in
//        the same words. Without a port a server is started for the time of the
//        check. With --list the known differences are shown, too.
//   live_check compare --flavour mariadb|mysql --port N [-0] FILE...
//        any statements, one a line (-0: each ended by a NUL byte), as the
//        server and the parser read them; differences shrunk and grouped.
//        --keep FOLDER writes those that differ to FOLDER/<area>.<flavour>,
//        each ended by a NUL byte: what to compare again after a change;
//        --list prints a line for each that differs, as it stands
//   live_check sort --mariadb PORT --mysql PORT [--flavour F] [--settings WORDS] FILE...
//        statements, one a line, printed under the `== ` lines they belong to,
//        read under those settings (as behind the semicolon of such a line); a
//        server that has not read one to its end, or that has no port here, is
//        not asked there (with --flavour that flavour always is: the statements
//        were made for it)
//
// Exit status 1 when something differs. Servers are asked as root/root in the
// database `live`, which is made when it is not there.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "tests/parse/compare.h"
#include "tests/parse/corpus.h"
#include "tests/parse/differences.h"
#include "tests/parse/live_server.h"

namespace mallshard::sqlparse::test {
namespace {

struct Arguments {
  std::string verb;
  Flavour flavour = Flavour::MariaDB;
  bool has_flavour = false;
  int port = 0, mariadb_port = 0, mysql_port = 0;
  bool ended_by_nul = false;
  std::string keep, settings;
  bool list = false;
  std::vector<std::string> files;
};

Arguments read_arguments(int count, char** words) {
  Arguments out;
  if (count < 2) throw std::runtime_error("corpus, compare or sort?");
  out.verb = words[1];
  for (int i = 2; i < count; ++i) {
    const std::string word = words[i];
    const auto value = [&]() -> std::string {
      if (++i == count) throw std::runtime_error(word + " needs a value");
      return words[i];
    };
    if (word == "--flavour") {
      out.flavour = flavour_named(value());
      out.has_flavour = true;
    } else if (word == "--port") {
      out.port = std::stoi(value());
    } else if (word == "--mariadb") {
      out.mariadb_port = std::stoi(value());
    } else if (word == "--mysql") {
      out.mysql_port = std::stoi(value());
    } else if (word == "--keep") {
      out.keep = value();
    } else if (word == "--settings") {
      out.settings = value();
    } else if (word == "--list") {
      out.list = true;
    } else if (word == "-0") {
      out.ended_by_nul = true;
    } else {
      out.files.push_back(word);
    }
  }
  return out;
}

std::vector<std::string> read_statements(const std::vector<std::string>& files, char end) {
  std::vector<std::string> sqls;
  for (const std::string& path : files) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    for (std::string sql; std::getline(file, sql, end);) {
      if (!sql.empty() && !(end == '\n' && sql.starts_with("# "))) sqls.push_back(sql);
    }
  }
  return sqls;
}

LexOptions options_for(const Oracle& oracle) {
  LexOptions options;
  options.flavour = oracle.flavour();
  options.server_version = oracle.server_version();
  return options;
}

// ---- corpus ----

// What differs without standing in differences.txt is wrong, and what stands
// there without differing, too.
class CorpusCheck {
 public:
  CorpusCheck(const Arguments& arguments, Oracle& oracle) : arguments_(arguments), oracle_(oracle) {}

  void check(const CorpusStatement& statement, const Verdict& verdict) {
    const std::string answer = std::to_string(verdict.error_code) + " " + verdict.message;
    if (verdict.error_code >= 2000 && verdict.error_code < 3000) {
      blame(statement, answer);
      return;
    }
    const bool there = reading_of(verdict) == Reading::Accepted;
    const bool claimed = statement.accepted_by(oracle_.flavour(), oracle_.server_version());
    if (there) ++accepted_;
    if (there != claimed) blame(statement, "the corpus says otherwise than the server: " + answer);
    const OwnReading here =
        read_here(statement.sql, statement.options(oracle_.flavour(), oracle_.server_version()));
    const bool agrees = there == (here.reading == Reading::Accepted);
    hold(statement, DifferenceKind::Accept, agrees,
         there ? "accepted there; here " + here.message : "accepted here; there " + answer);
    if (reading_of(verdict) == Reading::Refused && here.reading == Reading::Refused) {
      ++refused_;
      if (verdict.message != here.message) ++reworded_;
      hold(statement, DifferenceKind::Wording, verdict.message == here.message,
           "there " + verdict.message + "\n    here  " + here.message);
    }
  }

  // True when nothing was wrong.
  bool report(std::size_t statements) {
    if (arguments_.files.empty()) blame_what_was_not_met();
    std::printf(
        "%zu statements, %zu accepted by the server, %zu known differences, %zu wrong; "
        "%zu of %zu refusals worded otherwise\n",
        statements, accepted_, excused_, wrong_, reworded_, refused_);
    return wrong_ == 0;
  }

 private:
  void blame(const CorpusStatement& statement, const std::string& what) {
    ++wrong_;
    std::printf("%s%s\n    %s\n", statement.place().c_str(), statement.sql.c_str(), what.c_str());
  }

  void hold(const CorpusStatement& statement, DifferenceKind kind, bool agrees, const std::string& what) {
    if (agrees) return;
    const Difference difference{oracle_.flavour(), kind, statement.written};
    if (!known_.contains(difference)) {
      blame(statement, what);
      return;
    }
    met_.insert(difference);
    ++excused_;
    if (arguments_.list) {
      std::printf("%s%s\n    %s\n", statement.place().c_str(), statement.sql.c_str(), what.c_str());
    }
  }

  // Of the whole corpus.
  void blame_what_was_not_met() {
    for (const auto& [difference, reason] : known_) {
      const bool checked =
          difference.flavour == oracle_.flavour() &&
          (difference.kind == DifferenceKind::Accept || difference.kind == DifferenceKind::Wording);
      if (!checked || met_.contains(difference)) continue;
      ++wrong_;
      std::printf("%s\n    no longer a difference\n", difference.sql.c_str());
    }
  }

  const Arguments& arguments_;
  Oracle& oracle_;
  const std::map<Difference, std::string> known_ = known_differences();
  std::set<Difference> met_;
  std::size_t wrong_ = 0, accepted_ = 0, excused_ = 0, refused_ = 0, reworded_ = 0;
};

int check_corpus(const Arguments& arguments, Oracle& oracle) {
  std::vector<CorpusStatement> statements;
  if (arguments.files.empty()) {
    statements = load_corpus(corpus_folder());
  } else {
    for (const std::string& path : arguments.files) {
      std::vector<CorpusStatement> some = load_corpus_file(path);
      std::move(some.begin(), some.end(), std::back_inserter(statements));
    }
  }
  CorpusCheck check(arguments, oracle);
  for (std::size_t begin = 0, end = 0; begin < statements.size(); begin = end) {
    // A run of statements with the same settings, of those that this server is asked.
    std::vector<std::string> sqls;
    std::vector<const CorpusStatement*> asked;
    for (end = begin; end < statements.size() && statements[end].settings == statements[begin].settings;
         ++end) {
      if (!statements[end].is_asked(oracle.flavour())) continue;
      sqls.push_back(statements[end].sql);
      asked.push_back(&statements[end]);
    }
    if (asked.empty()) continue;  // of settings that it may not have
    const std::vector<Verdict> verdicts = oracle.ask(sqls, statements[begin].settings);
    for (std::size_t i = 0; i < asked.size(); ++i) check.check(*asked[i], verdicts[i]);
  }
  return check.report(statements.size()) ? 0 : 1;
}

// ---- compare ----

int compare(const Arguments& arguments, Oracle& oracle) {
  const std::vector<std::string> sqls =
      read_statements(arguments.files, arguments.ended_by_nul ? '\0' : '\n');
  Comparison comparison(oracle, options_for(oracle));
  DisagreementReport report;
  std::map<std::string, std::string> kept;
  std::size_t differences = 0, accepted_only_there = 0;
  constexpr std::size_t kBatch = 512;
  for (std::size_t at = 0; at < sqls.size(); at += kBatch) {
    const std::span batch(sqls.data() + at, std::min(kBatch, sqls.size() - at));
    for (const Disagreement& found : comparison.compare(batch)) {
      ++differences;
      if (!found.accepted_here) ++accepted_only_there;
      if (arguments.list) {
        std::printf("%s\t%s\n", found.accepted_here ? "here" : "there", found.sql.c_str());
        continue;
      }
      const std::string shrunk = comparison.shrink(found);
      report.add(shrunk, found);
      kept[area_of(shrunk)] += found.sql + '\0';
    }
  }
  report.print();
  for (const auto& [area, text] : kept) {
    const char* flavour = oracle.flavour() == Flavour::MySQL ? ".mysql" : ".mariadb";
    if (!arguments.keep.empty()) mallshard::test::write_file(arguments.keep + "/" + area + flavour, text);
  }
  const Tally& tally = comparison.tally();
  std::printf(
      "%llu statements, %llu accepted by the server; %zu differ (%zu accepted there only) in %zu forms; "
      "%llu lost\n",
      static_cast<unsigned long long>(tally.statements),
      static_cast<unsigned long long>(tally.accepted_there), differences, accepted_only_there,
      report.groups(), static_cast<unsigned long long>(tally.lost.size()));
  for (const auto& [code, count] : tally.undecided) {
    std::printf("undecided, the server stopped before the end: error %u, %llu statements\n", code,
                static_cast<unsigned long long>(count));
  }
  return differences == 0 ? 0 : 1;
}

// ---- sort ----

int sort_statements(const Arguments& arguments) {
  std::optional<Oracle> mariadb;
  std::optional<Oracle> mysql;
  if (arguments.mariadb_port != 0) mariadb.emplace(connect_oracle(arguments.mariadb_port, Flavour::MariaDB));
  if (arguments.mysql_port != 0) mysql.emplace(connect_oracle(arguments.mysql_port, Flavour::MySQL));
  const std::vector<std::string> lines = read_statements(arguments.files, '\n');
  const CorpusSettings settings = read_settings(arguments.settings);
  std::vector<std::string> sqls = lines;
  if (settings.escapes) std::transform(lines.begin(), lines.end(), sqls.begin(), resolve_escapes);
  std::vector<Verdict> by_mariadb;
  std::vector<Verdict> by_mysql;
  if (mariadb) by_mariadb = mariadb->ask(sqls, settings.options);
  if (mysql) by_mysql = mysql->ask(sqls, settings.options);
  std::map<std::string, std::vector<std::string>> groups;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < sqls.size(); ++i) {
    if (sqls[i].starts_with("== ") || !seen.insert(sqls[i]).second) continue;
    const auto clear = [&](Oracle& oracle, const Verdict& verdict) {
      return (arguments.has_flavour && arguments.flavour == oracle.flavour()) ||
             oracle.is_whole(sqls[i], verdict, settings.options);
    };
    std::string group;
    const auto say = [&](std::optional<Oracle>& oracle, const std::vector<Verdict>& verdicts,
                         const std::string& name) {
      if (oracle && reading_of(verdicts[i]) != Reading::Accepted) return;
      const bool known = oracle && clear(*oracle, verdicts[i]);
      group += (group.empty() ? "" : " ") + name + (known ? "" : "?");
    };
    say(mysql, by_mysql, "mysql");
    say(mariadb, by_mariadb, "mariadb");
    if (group.empty()) group = "neither";
    if (group == "mysql mariadb") group = "both";
    if (!arguments.settings.empty()) group += "; " + arguments.settings;
    groups[group].push_back(lines[i]);
  }
  for (const auto& [name, members] : groups) {
    std::printf("\n== %s\n", name.c_str());
    for (const std::string& sql : members) std::printf("%s\n", sql.c_str());
  }
  return 0;
}

int run(const Arguments& arguments) {
  if (arguments.verb == "sort") return sort_statements(arguments);
  if (arguments.verb != "corpus" && arguments.verb != "compare") {
    throw std::runtime_error("corpus, compare or sort, not " + arguments.verb);
  }
  LiveServer server(arguments.flavour, arguments.port);
  Oracle oracle = connect_oracle(server.port(), arguments.flavour);
  return arguments.verb == "corpus" ? check_corpus(arguments, oracle) : compare(arguments, oracle);
}

}  // namespace
}  // namespace mallshard::sqlparse::test

int main(int count, char** words) {
  using namespace mallshard::sqlparse::test;
  try {
    return run(read_arguments(count, words));
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "live_check: %s\n", problem.what());
    return 2;
  }
}
