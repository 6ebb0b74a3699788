// Random statements of the grammar (tests/parse/grammar), as they are and made
// wrong on purpose, read by a live server and by the parser.
//
//   generate --flavour mariadb|mysql [--port N [--restart-command CMD]]
//            [--restart-every N] [--count N] [--seed N] [--mutate PERCENT]
//            [--rule NAME] [--groups N] [--connections N]
//        compares N statements (20000 by default), most of them mutated; prints
//        the differences, shrunk and grouped, and stops after so many groups.
//        Without a port a server is started for the time of the run. It, or
//        the one of the restart command, is started again when it falls over a
//        statement (counted as lost, and listed) and after so many statements
//        (200000 by default): servers grow with what they have prepared.
//   generate --print --flavour F [--count N] [--seed N] [--mutate PERCENT] [--rule NAME]
//        prints statements and asks nobody
//   generate --refused --flavour F --port N [--count N]
//        derivations, not mutated, that the server refuses: faults of the grammar
//   generate --cover --flavour F --port N [--seed N] [--times N] [--count N]
//        a small set of accepted statements that uses every production at least
//        so many times; what is not reached by that many tries goes to standard
//        error
//   generate --coverage --flavour F
//        how many productions the statements of tests/parse/corpus reach that
//        this server accepts (coverage.h); lists the others, asks nobody
//
// Exit status 1 when something differs.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/parse/compare.h"
#include "tests/parse/corpus.h"
#include "tests/parse/coverage.h"
#include "tests/parse/derive.h"
#include "tests/parse/differences.h"
#include "tests/parse/live_server.h"

namespace mallshard::sqlparse::test {
namespace {

using mallshard::test::Random;

struct Arguments {
  Flavour flavour = Flavour::MariaDB;
  int port = 0;
  std::string restart_command;
  std::uint64_t count = 20000, seed = 1, restart_every = 200000;
  unsigned mutate = 60;
  unsigned times = 3;
  unsigned connections = 2;
  std::size_t groups = 200;
  std::string rule = "statement";
  enum class Verb { Compare, Print, Refused, Cover, Coverage } verb = Verb::Compare;
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
    } else if (word == "--restart-command") {
      out.restart_command = value();
    } else if (word == "--restart-every") {
      out.restart_every = std::max<std::uint64_t>(std::stoull(value()), 1);
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
    } else if (word == "--coverage") {
      out.verb = Arguments::Verb::Coverage;
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

// Asked while a server fell over something: once more, when nobody else asks.
struct Suspect {
  std::string sql;
  LexOptions settings;
  std::uint64_t batch;
};

// What the connections of a run find together.
class Findings {
 public:
  explicit Findings(std::size_t most_groups) : most_groups_(most_groups) {}

  void add(const Tally& tally) {
    const std::scoped_lock lock(mutex_);
    tally_ += tally;
  }
  void add(const std::string& shrunk, const Disagreement& found) {
    const std::scoped_lock lock(mutex_);
    report_.add(shrunk, found);
  }
  void count_difference() { ++differences_; }
  void suspect(const std::vector<std::string>& sqls, const LexOptions& settings, std::uint64_t batch) {
    const std::scoped_lock lock(mutex_);
    for (const std::string& sql : sqls) suspects_.push_back({sql, settings, batch});
  }
  void fail(std::exception_ptr problem) {
    const std::scoped_lock lock(mutex_);
    problem_ = std::move(problem);
  }

  // The batches up to that one; nullopt when they are all taken, or enough is found.
  std::optional<std::uint64_t> take_batch(std::uint64_t end) {
    const std::scoped_lock lock(mutex_);
    if (next_batch_ >= end || problem_ || is_enough()) return std::nullopt;
    return next_batch_++;
  }

  // For one thread, when the others are done:
  std::vector<Suspect> take_suspects() { return std::exchange(suspects_, {}); }
  [[nodiscard]] bool is_enough() const { return report_.groups() >= most_groups_; }
  [[nodiscard]] std::size_t groups() const { return report_.groups(); }
  [[nodiscard]] std::uint64_t next_batch() const { return next_batch_; }
  void rethrow() const {
    if (problem_) std::rethrow_exception(problem_);
  }
  void lose(const Suspect& suspect) { lost_.push_back(suspect); }
  [[nodiscard]] std::size_t lost() const { return lost_.size(); }
  void print(double seconds, std::uint64_t seed) const;

 private:
  std::mutex mutex_;
  std::size_t most_groups_;
  DisagreementReport report_;
  Tally tally_;
  std::atomic<std::uint64_t> differences_{0};
  std::uint64_t next_batch_ = 0;
  std::vector<Suspect> suspects_, lost_;
  std::exception_ptr problem_;
};

void Findings::print(double seconds, std::uint64_t seed) const {
  report_.print();
  for (const Suspect& lost : lost_) {
    std::printf("the server was lost (seed %llu, batch %llu) with %s\n",
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(lost.batch),
                lost.sql.c_str());
  }
  std::uint64_t undecided = 0;
  std::string codes;
  for (const auto& [code, count] : tally_.undecided) {
    undecided += count;
    codes += " " + std::to_string(code) + " (" + std::to_string(count) + ")";
  }
  if (undecided != 0) {
    std::printf("%llu refused here, while the server stopped before their end with error%s\n",
                static_cast<unsigned long long>(undecided), codes.c_str());
  }
  std::printf(
      "%llu statements in %.1f s, %llu accepted by the server; %llu differ, %zu forms of it unexplained%s; "
      "%zu lost\n",
      static_cast<unsigned long long>(tally_.statements), seconds,
      static_cast<unsigned long long>(tally_.accepted_there), static_cast<unsigned long long>(differences_),
      report_.groups(), is_enough() ? " (stopped)" : "", lost_.size());
}

constexpr std::uint64_t kBatch = 256;

// Each batch has a seed of its own, so that a run is the same whatever thread
// takes which.
std::vector<std::string> make_batch(const Arguments& arguments, const Grammar& grammar,
                                    const std::vector<std::string>& corpus, std::uint64_t batch,
                                    std::uint64_t size, LexOptions& settings) {
  // Both are mixed first: sums of the two would give runs of neighbouring seeds
  // the same numbers, a few places apart.
  Random random(Random(arguments.seed).next() ^ Random(~batch).next());
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

struct Run {
  const Arguments& arguments;
  const Grammar& grammar;
  std::vector<std::string> corpus;
  std::map<Difference, std::string> known;
  Findings findings;

  void note(Comparison& comparison, const std::vector<Disagreement>& all) {
    for (const Disagreement& found : all) {
      findings.count_difference();
      const std::string shrunk = comparison.shrink(found);
      if (!known.contains({arguments.flavour, DifferenceKind::Accept, shrunk})) findings.add(shrunk, found);
    }
  }
};

void compare_batches(Run& run, int port, std::uint64_t end) {
  Oracle oracle = connect_oracle(port, run.arguments.flavour);
  Comparison comparison(oracle, options_of(run.arguments));
  while (const std::optional<std::uint64_t> batch = run.findings.take_batch(end)) {
    LexOptions settings = options_of(run.arguments);
    const std::uint64_t size = std::min(kBatch, run.arguments.count - *batch * kBatch);
    const std::vector<std::string> sqls =
        make_batch(run.arguments, run.grammar, run.corpus, *batch, size, settings);
    comparison.set_options(settings);
    run.note(comparison, comparison.compare(sqls));
    Tally tally = comparison.take_tally();
    tally.statements -= tally.lost.size();
    run.findings.suspect(tally.lost, settings, *batch);
    run.findings.add(tally);
  }
}

void ask_again(Run& run, int port) {
  const std::vector<Suspect> suspects = run.findings.take_suspects();
  if (suspects.empty()) return;
  Oracle oracle = connect_oracle(port, run.arguments.flavour);
  Comparison comparison(oracle, options_of(run.arguments));
  for (const Suspect& suspect : suspects) {
    comparison.set_options(suspect.settings);
    run.note(comparison, comparison.compare(std::span(&suspect.sql, 1)));
    const Tally tally = comparison.take_tally();
    run.findings.add(tally);
    if (!tally.lost.empty()) run.findings.lose(suspect);
  }
}

int compare(const Arguments& arguments, const Grammar& grammar, LiveServer& server) {
  Run run{arguments, grammar, {}, known_differences(), Findings(arguments.groups)};
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    if (arguments.rule == "statement" && statement.settings == LexOptions{})
      run.corpus.push_back(statement.sql);
  }
  const auto begin = std::chrono::steady_clock::now();
  const std::uint64_t batches = (arguments.count + kBatch - 1) / kBatch;
  const std::uint64_t round = server.can_restart() ? (arguments.restart_every + kBatch - 1) / kBatch
                                                   : std::max<std::uint64_t>(batches, 1);
  for (std::uint64_t done = 0; done < batches && !run.findings.is_enough();
       done = run.findings.next_batch()) {
    if (done != 0) {
      server.restart();
      std::fprintf(stderr, "%llu statements, %zu unexplained forms, %zu lost\n",
                   static_cast<unsigned long long>(done * kBatch), run.findings.groups(),
                   run.findings.lost());
    }
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(1U, arguments.connections); ++i) {
      threads.emplace_back([&] {
        try {
          compare_batches(run, server.port(), std::min(done + round, batches));
        } catch (...) {
          run.findings.fail(std::current_exception());
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    run.findings.rethrow();
    ask_again(run, server.port());
  }
  run.findings.print(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
                     arguments.seed);
  return run.findings.groups() == 0 ? 0 : 1;
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

// ---- coverage ----

int coverage(const Arguments& arguments, const Grammar& grammar) {
  const std::uint32_t version = reference_version(arguments.flavour);
  Coverage coverage(grammar, arguments.flavour, version);
  std::size_t statements = 0, derived = 0;
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    const bool plain = statement.settings == LexOptions{};
    if (!plain || !statement.accepted_by(arguments.flavour, version)) continue;
    ++statements;
    if (coverage.add(statement.sql)) ++derived;
  }
  const std::vector<bool> possible = grammar.productions_of(arguments.flavour, version);
  std::size_t reached = 0, all = 0;
  for (std::size_t i = 0; i < possible.size(); ++i) {
    if (!possible[i]) continue;
    ++all;
    if (coverage.reached()[i]) {
      ++reached;
    } else {
      std::printf("not reached: %s\n", grammar.production_name(i).c_str());
    }
  }
  std::printf("%zu of %zu productions reached (%.2f %%), by %zu of %zu statements that the grammar derives\n",
              reached, all, 100.0 * static_cast<double>(reached) / static_cast<double>(all), derived,
              statements);
  return reached == all ? 0 : 1;
}

int run(const Arguments& arguments) {
  const Grammar grammar = Grammar::load(grammar_folder());
  if (arguments.verb == Arguments::Verb::Print) return print(arguments, grammar);
  if (arguments.verb == Arguments::Verb::Coverage) return coverage(arguments, grammar);
  LiveServer server(arguments.flavour, arguments.port, arguments.restart_command);
  if (arguments.verb == Arguments::Verb::Compare) return compare(arguments, grammar, server);
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
