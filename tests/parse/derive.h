// Random statements of a grammar, and statements made wrong on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/diff/random.h"
#include "tests/parse/grammar.h"

namespace mallshard::sqlparse::test {

// One token of a derivation.
struct Piece {
  std::string text;
  bool glued = false;  // to the one before
};

[[nodiscard]] std::string text_of(const std::vector<Piece>& pieces);

struct Derivation {
  std::vector<Piece> pieces;
  std::vector<std::size_t> productions;  // used, repeated
};

struct DeriveLimits {
  unsigned depth = 24;    // rules inside each other; past it the shortest way out is taken
  unsigned pieces = 120;  // tokens; likewise
  // Of a thousand choices: how many take an alternative of the other flavour
  // or of another version.
  unsigned strange = 2;
};

class Deriver {
 public:
  Deriver(const Grammar& grammar, Flavour flavour, std::uint32_t version, DeriveLimits limits = {})
      : grammar_(grammar),
        flavour_(flavour),
        version_(version),
        limits_(limits),
        used_(grammar.productions(), 0) {}

  // From the rule `statement`, or another. Choices that were taken seldom so
  // far are preferred when `curious`.
  Derivation derive(mallshard::test::Random& random, bool curious, const std::string& rule = "statement");

  // For the derivations to come.
  void set_limits(const DeriveLimits& limits) { limits_ = limits; }

  // How often each production was used by derivations of this object.
  [[nodiscard]] const std::vector<std::uint64_t>& used() const noexcept { return used_; }
  // Counts a derivation as used, which is what curiosity goes by; derive()
  // itself does not count.
  void note(const Derivation& derivation);

 private:
  void derive(const std::vector<GrammarAlternative>& alternatives, unsigned depth);
  void derive(const GrammarElement& element, unsigned depth);
  void derive(const GrammarAlternative& alternative, unsigned depth);
  [[nodiscard]] bool must_end(unsigned depth) const;
  void measure_interest();
  [[nodiscard]] std::uint64_t interest_of(const std::vector<GrammarAlternative>& alternatives,
                                          const std::vector<std::uint64_t>& rules);

  const Grammar& grammar_;
  Flavour flavour_;
  std::uint32_t version_;
  DeriveLimits limits_;
  std::vector<std::uint64_t> used_;
  // Of each production: how seldom what it leads to was used, and how many
  // rules further on that is; the least is the most interesting.
  std::vector<std::uint64_t> interest_;
  bool interest_is_old_ = true;
  mallshard::test::Random* random_ = nullptr;
  bool curious_ = false;
  bool glue_next_ = false;
  Derivation out_;
};

// One to three changes: a token left out, doubled, swapped with its neighbour,
// replaced by another of the grammar, inserted; the text cut off; the rest of
// another statement in its place.
[[nodiscard]] std::vector<Piece> mutated(const std::vector<Piece>& pieces, const std::vector<Piece>& other,
                                         const Grammar& grammar, mallshard::test::Random& random);

// A statement that was not derived, cut into pieces.
[[nodiscard]] std::vector<Piece> pieces_of(const std::string& sql, const LexOptions& options);

}  // namespace mallshard::sqlparse::test
