// Grammars as text, and random derivations of them.
//
//   name: alternative | alternative          continued on lines that begin with a space
//   # comment
//
// An alternative is a sequence of
//   WORD  "text"  'text'   written as they stand; bare signs too: = * , . ; < > + - / % ! ^ & ?
//   name                   a rule
//   [ ... ]                nothing or that;  ( ... | ... ) one of those
//   { ... }                any number of times;  {, ... } one or more, with commas between
//   ~ before an element    no white space before it
//   $word                  any keyword of the grammar, for a place where a name may stand
// and begins with marks of who accepts it and how often it is chosen:
//   @mysql  @mariadb  @mysql>=9.0  @mariadb<11.4   (none: both)
//   @5                     five times as often as an alternative without one
//
// Each alternative, also of brackets, is a production: derivations say which
// they used, so that coverage can be counted.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sqlparse/flavour.h"
#include "tests/parse/corpus.h"

namespace mallshard::sqlparse::test {

struct GrammarAlternative;

struct GrammarElement {
  enum class Kind { Text, Rule, Choice, Optional, Repeat, List, AnyWord };
  Kind kind = Kind::Text;
  bool glued = false;
  std::string text;      // Text, or the rule's name
  std::size_t rule = 0;  // index of the rule
  std::vector<GrammarAlternative> alternatives;
};

struct GrammarAlternative {
  std::vector<GrammarElement> elements;
  std::optional<VersionRange> mysql = VersionRange{}, mariadb = VersionRange{};
  unsigned weight = 1;
  std::size_t production = 0;
  unsigned height = 0;  // rules on the longest path of its shortest derivation

  [[nodiscard]] bool belongs_to(Flavour flavour, std::uint32_t version) const noexcept {
    const auto& range = flavour == Flavour::MySQL ? mysql : mariadb;
    return range.has_value() && range->contains(version);
  }
};

struct GrammarRule {
  std::string name;
  std::string place;  // file:line
  std::vector<GrammarAlternative> alternatives;
};

class Grammar {
 public:
  // Every *.bnf file of the folder. Throws std::runtime_error with file and line.
  static Grammar load(const std::string& folder);

  [[nodiscard]] const std::vector<GrammarRule>& rules() const noexcept { return rules_; }
  [[nodiscard]] const GrammarRule* find(const std::string& name) const;
  [[nodiscard]] std::size_t productions() const noexcept { return places_.size(); }
  // Which rule's a production is, with its place and text.
  [[nodiscard]] const std::string& production_name(std::size_t production) const {
    return places_[production];
  }
  // Whether a production can be used for that server at all.
  [[nodiscard]] std::vector<bool> productions_of(Flavour flavour, std::uint32_t version) const;
  // Every word that the grammar writes.
  [[nodiscard]] const std::vector<std::string>& words() const noexcept { return words_; }
  // Every piece of text, words included.
  [[nodiscard]] const std::vector<std::string>& texts() const noexcept { return texts_; }

 private:
  friend class GrammarReader;
  void resolve();

  std::vector<GrammarRule> rules_;
  std::map<std::string, std::size_t> by_name_;
  std::vector<std::string> places_;
  std::vector<std::string> words_, texts_;
};

// The folder in the source tree.
[[nodiscard]] std::string grammar_folder();

}  // namespace mallshard::sqlparse::test
