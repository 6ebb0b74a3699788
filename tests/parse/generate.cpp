// Random statements of the grammar (tests/parse/grammar), as they are and made
// wrong on purpose, read by a live server and by the parser.
//
//   generate --flavour mariadb|mysql [--port N] [--count N] [--seed N]
//            [--mutate PERCENT] [--rule NAME] [--groups N] [--connections N]
//        compares N statements (20000 by default), most of them mutated; prints
//        the differences, shrunk and grouped, and stops after so many groups.
//        Without a port a server is started for the time of the run.
//   generate --print --flavour F [--count N] [--seed N] [--mutate PERCENT] [--rule NAME]
//        prints statements and asks nobody
//   generate --refused --flavour F --port N [--count N]
//        derivations, not mutated, that the server refuses: faults of the grammar
//   generate --cover --flavour F --port N [--seed N] [--times N] [--count N]
//        a small set of accepted statements that uses every production at least
//        so many times; what is not reached by that many tries goes to standard
//        error
//
// Exit status 1 when something differs.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/parse/compare.h"
#include "tests/parse/corpus.h"
#include "tests/parse/derive.h"
#include "tests/parse/differences.h"
#include "tests/parse/live_server.h"

namespace mallshard::sqlparse::test {
namespace {

using mallshard::test::Random;

struct Arguments {
  Flavour flavour = Flavour::MariaDB;
  int port = 0;
  std::uint64_t count = 20000, seed = 1;
  unsigned mutate = 60;
  unsigned times = 3;
  unsigned connections = 2;
  std::size_t groups = 200;
  std::string rule = "statement";
  enum class Verb { Compare, Print, Refused, Cover } verb = Verb::Compare;
};

Arguments read_arguments(int count, char** words) {
  Arguments out;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto value = [&]() -> std::string {
      if (++i == count) throw std::runtime_error(word + " needs a value");
      return words[i];
    };
    if (word == "--flavour") {
      out.flavour = flavour_named(value());
    } else if (word == "--port") {
      out.port = std::stoi(value());
    } else if (word == "--count") {
      out.count = std::stoull(value());
    } else if (word == "--seed") {
      out.seed = std::stoull(value());
    } else if (word == "--mutate") {
      out.mutate = static_cast<unsigned>(std::stoul(value()));
    } else if (word == "--times") {
      out.times = static_cast<unsigned>(std::stoul(value()));
    } else if (word == "--connections") {
      out.connections = static_cast<unsigned>(std::stoul(value()));
    } else if (word == "--groups") {
      out.groups = std::stoul(value());
    } else if (word == "--rule") {
      out.rule = value();
    } else if (word == "--print") {
      out.verb = Arguments::Verb::Print;
    } else if (word == "--refused") {
      out.verb = Arguments::Verb::Refused;
    } else if (word == "--cover") {
      out.verb = Arguments::Verb::Cover;
    } else {
      throw std::runtime_error("unknown argument " + word);
    }
  }
  return out;
}

LexOptions options_of(const Arguments& arguments) {
  LexOptions options;
  options.flavour = arguments.flavour;
  options.server_version = reference_version(arguments.flavour);
  return options;
}

// What some of the statements are read under.
LexOptions random_settings(LexOptions options, Random& random) {
  if (!random.percent(20)) return options;
  options.ansi_quotes = random.percent(40);
  options.pipes_as_concat = random.percent(40);
  options.no_backslash_escapes = random.percent(40);
  options.ignore_space = random.percent(40);
  options.high_not_precedence = random.percent(40);
  return options;
}

// Most statements are short: a fault is seen where nothing stands around it.
DeriveLimits random_limits(Random& random, unsigned strange) {
  const auto depth = static_cast<unsigned>(random.between(2, random.percent(20) ? 16 : 7));
  return {.depth = depth, .pieces = depth * 6, .strange = strange};
}

// ---- compare ----

class Shared {
 public:
  std::mutex mutex;
  DisagreementReport report;
  std::uint64_t statements = 0, accepted = 0, lost = 0, differences = 0;
  std::map<unsigned, std::uint64_t> undecided;
  std::atomic<std::uint64_t> next_batch{0};
  std::atomic<bool> enough{false};
};

constexpr std::uint64_t kBatch = 256;

// Each batch has a seed of its own, so that a run is the same whatever thread
// takes which.
std::vector<std::string> make_batch(const Arguments& arguments, const Grammar& grammar,
                                    const std::vector<std::string>& corpus, std::uint64_t batch,
                                    std::uint64_t size, LexOptions& settings) {
  Random random(arguments.seed * 0x9e3779b97f4a7c15ULL + batch);
  settings = random_settings(settings, random);
  Deriver deriver(grammar, settings.flavour, settings.server_version);
  std::vector<std::string> sqls;
  std::vector<Piece> last;
  const auto derived = [&] {
    deriver.set_limits(random_limits(random, 2));
    return deriver.derive(random, false, arguments.rule).pieces;
  };
  while (sqls.size() < size) {
    std::vector<Piece> pieces =
        !corpus.empty() && random.percent(20) ? pieces_of(random.pick(corpus), settings) : derived();
    std::vector<Piece> made =
        random.percent(arguments.mutate) ? mutated(pieces, last, grammar, random) : pieces;
    last = std::move(pieces);
    std::string sql = text_of(made);
    if (sql.find('\0') == std::string::npos) sqls.push_back(std::move(sql));
  }
  return sqls;
}

void compare_batches(const Arguments& arguments, const Grammar& grammar,
                     const std::vector<std::string>& corpus, int port,
                     const std::map<Difference, std::string>& known, Shared& shared) {
  Oracle oracle = connect_oracle(port, arguments.flavour);
  Comparison comparison(oracle, options_of(arguments));
  const std::uint64_t batches = (arguments.count + kBatch - 1) / kBatch;
  std::uint64_t differences = 0;
  for (std::uint64_t batch = shared.next_batch++; batch < batches && !shared.enough;
       batch = shared.next_batch++) {
    LexOptions settings = options_of(arguments);
    const std::uint64_t size = std::min(kBatch, arguments.count - batch * kBatch);
    const std::vector<std::string> sqls = make_batch(arguments, grammar, corpus, batch, size, settings);
    comparison.set_options(settings);
    for (const Disagreement& found : comparison.compare(sqls)) {
      ++differences;
      const std::string shrunk = comparison.shrink(found);
      if (known.contains({arguments.flavour, DifferenceKind::Accept, shrunk})) continue;
      const std::scoped_lock lock(shared.mutex);
      shared.report.add(shrunk, found);
      if (shared.report.groups() >= arguments.groups) shared.enough = true;
    }
  }
  const std::scoped_lock lock(shared.mutex);
  const Tally& tally = comparison.tally();
  shared.statements += tally.statements;
  shared.accepted += tally.accepted_there;
  shared.lost += tally.lost;
  shared.differences += differences;
  for (const std::string& sql : tally.lost_with) std::printf("lost with %s\n", sql.c_str());
  for (const auto& [code, count] : tally.undecided) shared.undecided[code] += count;
}

int compare(const Arguments& arguments, const Grammar& grammar, int port) {
  std::vector<std::string> corpus;
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    if (arguments.rule == "statement" && statement.settings == LexOptions{}) corpus.push_back(statement.sql);
  }
  const std::map<Difference, std::string> known = known_differences();
  Shared shared;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  std::exception_ptr problem;
  for (unsigned i = 0; i < std::max(1U, arguments.connections); ++i) {
    threads.emplace_back([&] {
      try {
        compare_batches(arguments, grammar, corpus, port, known, shared);
      } catch (...) {
        const std::scoped_lock lock(shared.mutex);
        problem = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (problem) std::rethrow_exception(problem);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  shared.report.print();
  std::printf(
      "%llu statements in %.1f s, %llu accepted by the server; %llu differ in %zu forms%s; %llu lost\n",
      static_cast<unsigned long long>(shared.statements), seconds,
      static_cast<unsigned long long>(shared.accepted), static_cast<unsigned long long>(shared.differences),
      shared.report.groups(), shared.enough ? " (stopped)" : "",
      static_cast<unsigned long long>(shared.lost));
  for (const auto& [code, count] : shared.undecided) {
    std::printf("undecided, the server stopped before the end: error %u, %llu statements\n", code,
                static_cast<unsigned long long>(count));
  }
  return shared.report.groups() == 0 ? 0 : 1;
}

// ---- the grammar itself ----

int print(const Arguments& arguments, const Grammar& grammar) {
  Random random(arguments.seed);
  Deriver deriver(grammar, arguments.flavour, reference_version(arguments.flavour));
  std::vector<Piece> last;
  for (std::uint64_t i = 0; i < arguments.count; ++i) {
    deriver.set_limits(random_limits(random, 0));
    std::vector<Piece> pieces = deriver.derive(random, false, arguments.rule).pieces;
    const bool change = random.percent(arguments.mutate);
    std::printf("%s\n", text_of(change ? mutated(pieces, last, grammar, random) : pieces).c_str());
    last = std::move(pieces);
  }
  return 0;
}

int show_refused(const Arguments& arguments, const Grammar& grammar, Oracle& oracle) {
  Random random(arguments.seed);
  Deriver deriver(grammar, arguments.flavour, reference_version(arguments.flavour));
  std::vector<std::string> sqls;
  std::vector<Derivation> derivations;
  for (std::uint64_t i = 0; i < arguments.count; ++i) {
    deriver.set_limits(random_limits(random, 0));
    derivations.push_back(deriver.derive(random, true, arguments.rule));
    deriver.note(derivations.back());
    sqls.push_back(text_of(derivations.back().pieces));
  }
  const std::vector<Verdict> verdicts = oracle.ask(sqls, options_of(arguments));
  // The production that is blamed: the one most often in what is refused.
  std::vector<std::uint64_t> used(grammar.productions()), refused(grammar.productions());
  std::map<std::size_t, std::size_t> example;
  std::size_t count = 0;
  for (std::size_t i = 0; i < sqls.size(); ++i) {
    const bool bad = reading_of(verdicts[i]) != Reading::Accepted;
    count += bad ? 1 : 0;
    const std::set<std::size_t> once(derivations[i].productions.begin(), derivations[i].productions.end());
    for (const std::size_t production : once) {
      ++used[production];
      if (bad) ++refused[production];
      if (bad && (!example.contains(production) || sqls[example[production]].size() > sqls[i].size())) {
        example[production] = i;
      }
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (refused[i] < 2 || refused[i] * 10 < used[i] * 9) continue;
    std::printf("%llu of %llu  %s\n    %s\n    %s\n", static_cast<unsigned long long>(refused[i]),
                static_cast<unsigned long long>(used[i]), grammar.production_name(i).c_str(),
                sqls[example[i]].substr(0, 400).c_str(), verdicts[example[i]].message.c_str());
  }
  std::printf("%zu of %zu derivations are refused\n", count, sqls.size());
  return 0;
}

int cover(const Arguments& arguments, const Grammar& grammar, Oracle& oracle) {
  Random random(arguments.seed);
  const std::uint32_t version = reference_version(arguments.flavour);
  Deriver deriver(grammar, arguments.flavour, version);
  const std::vector<bool> possible = grammar.productions_of(arguments.flavour, version);
  std::vector<std::uint64_t> kept(grammar.productions());
  for (std::uint64_t i = 0; i < arguments.count; ++i) {
    deriver.set_limits(random_limits(random, 0));
    // Window functions and the like are read inside a SELECT alone.
    const bool query = arguments.rule == "statement" && random.percent(30);
    const Derivation derivation = deriver.derive(random, true, query ? "select_statement" : arguments.rule);
    const bool wanted =
        std::any_of(derivation.productions.begin(), derivation.productions.end(),
                    [&](std::size_t production) { return kept[production] < arguments.times; });
    if (!wanted) continue;
    deriver.note(derivation);
    const std::string sql = text_of(derivation.pieces);
    if (reading_of(oracle.ask(sql)) != Reading::Accepted) continue;
    for (const std::size_t production :
         std::set<std::size_t>(derivation.productions.begin(), derivation.productions.end())) {
      ++kept[production];
    }
    std::printf("%s\n", sql.c_str());
  }
  std::size_t reached = 0, all = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (!possible[i]) continue;
    ++all;
    if (kept[i] != 0) {
      ++reached;
    } else {
      std::fprintf(stderr, "not reached: %s\n", grammar.production_name(i).c_str());
    }
  }
  std::fprintf(stderr, "%zu of %zu productions reached\n", reached, all);
  return 0;
}

int run(const Arguments& arguments) {
  const Grammar grammar = Grammar::load(grammar_folder());
  if (arguments.verb == Arguments::Verb::Print) return print(arguments, grammar);
  LiveServer server(arguments.flavour, arguments.port);
  if (arguments.verb == Arguments::Verb::Compare) return compare(arguments, grammar, server.port());
  Oracle oracle = connect_oracle(server.port(), arguments.flavour);
  if (arguments.verb == Arguments::Verb::Refused) return show_refused(arguments, grammar, oracle);
  return cover(arguments, grammar, oracle);
}

}  // namespace
}  // namespace mallshard::sqlparse::test

int main(int count, char** words) {
  using namespace mallshard::sqlparse::test;
  try {
    return run(read_arguments(count, words));
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "generate: %s\n", problem.what());
    return 2;
  }
}
