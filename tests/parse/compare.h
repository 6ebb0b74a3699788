// The parser held against a live server: who accepts what, and the shortest
// statement that still shows a difference.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/parse/oracle.h"

namespace mallshard::sqlparse::test {

struct Disagreement {
  std::string sql;
  bool accepted_here = false;  // and refused there; else the other way round
  Verdict verdict;             // the server's
  std::string message;         // the parser's, when it refused
};

// The parser's own answer.
struct OwnReading {
  Reading reading = Reading::Accepted;
  bool too_deep = false;    // refused for its nesting, which says nothing of the grammar
  bool in_meaning = false;  // refused by a check behind the grammar
  std::string message;
};
[[nodiscard]] OwnReading read_here(const std::string& sql, const LexOptions& options);

// Counts of a comparison.
struct Tally {
  std::uint64_t statements = 0;
  std::uint64_t accepted_there = 0;
  // Refused here, while the server refused it for another reason than its
  // grammar and before it came to what is refused here: error number -> statements.
  std::map<unsigned, std::uint64_t> undecided;
  // The server, or the session, ended while it was being asked; not compared.
  // Of several connections to one server one alone has sent what it fell over.
  std::vector<std::string> lost;

  Tally& operator+=(const Tally& other);
};

class Comparison {
 public:
  // `version` of the options is the one the parser is asked for.
  Comparison(Oracle& oracle, LexOptions options) : oracle_(oracle), options_(options) {}

  // The statements that are read otherwise here than there.
  std::vector<Disagreement> compare(std::span<const std::string> sqls);

  // The shortest statement, by leaving out tokens and then by plainer names and
  // literals, that is read otherwise in the same way.
  std::string shrink(const Disagreement& found);

  void set_options(const LexOptions& options) { options_ = options; }
  [[nodiscard]] const LexOptions& options() const noexcept { return options_; }
  [[nodiscard]] const Tally& tally() const noexcept { return tally_; }
  // The counts since the last call.
  Tally take_tally() { return std::exchange(tally_, {}); }

 private:
  bool is_decided(const std::string& sql, const OwnReading& here, const Verdict& verdict);
  bool differs_alike(const std::string& sql, bool accepted_here);

  Oracle& oracle_;
  LexOptions options_;
  Tally tally_;
};

// What a statement is about, by its first words: query, schema, admin ... the
// headings of a report.
[[nodiscard]] std::string area_of(const std::string& sql);

// Disagreements by their shrunk form.
class DisagreementReport {
 public:
  void add(const std::string& shrunk, const Disagreement& found);
  [[nodiscard]] std::size_t groups() const noexcept { return groups_.size(); }
  [[nodiscard]] bool has(const std::string& shrunk) const { return groups_.contains(shrunk); }
  // To standard output, by area, the most frequent first.
  void print() const;

 private:
  struct Group {
    Disagreement first;
    std::uint64_t count = 0;
  };
  std::map<std::string, Group> groups_;
};

}  // namespace mallshard::sqlparse::test
