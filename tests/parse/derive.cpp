#include "tests/parse/derive.h"

#include <algorithm>
#include <stdexcept>

#include "sqlparse/lexer.h"

namespace mallshard::sqlparse::test {

using mallshard::test::Random;

// An unused production this many rules away draws as much as one used once.
constexpr std::uint64_t kStepsPerUse = 16;

std::string text_of(const std::vector<Piece>& pieces) {
  std::string text;
  for (const Piece& piece : pieces) {
    if (!text.empty() && !piece.glued) text += ' ';
    text += piece.text;
  }
  return text;
}

Derivation Deriver::derive(Random& random, bool curious, const std::string& rule) {
  const GrammarRule* start = grammar_.find(rule);
  if (start == nullptr) throw std::runtime_error("the grammar has no rule " + rule);
  random_ = &random;
  curious_ = curious;
  if (curious && interest_is_old_) measure_interest();
  glue_next_ = false;
  out_ = {};
  derive(start->alternatives, 0);
  return std::move(out_);
}

void Deriver::note(const Derivation& derivation) {
  for (const std::size_t production : derivation.productions) ++used_[production];
  interest_is_old_ = true;
}

// Of a bracket's or a rule's alternatives; notes each one's on the way.
std::uint64_t Deriver::interest_of(const std::vector<GrammarAlternative>& alternatives,
                                   const std::vector<std::uint64_t>& rules) {
  std::uint64_t least = UINT32_MAX;
  for (const GrammarAlternative& alternative : alternatives) {
    if (!alternative.belongs_to(flavour_, version_)) continue;
    std::uint64_t own = used_[alternative.production] * kStepsPerUse;
    for (const GrammarElement& element : alternative.elements) {
      const std::uint64_t inner = element.kind == GrammarElement::Kind::Rule
                                      ? rules[element.rule] + 1
                                      : interest_of(element.alternatives, rules);
      own = std::min(own, inner);
    }
    interest_[alternative.production] = own;
    least = std::min(least, own);
  }
  return least;
}

void Deriver::measure_interest() {
  interest_.assign(used_.size(), UINT32_MAX);
  std::vector<std::uint64_t> rules(grammar_.rules().size(), UINT32_MAX);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const std::uint64_t now = interest_of(grammar_.rules()[i].alternatives, rules);
      if (now >= rules[i]) continue;
      rules[i] = now;
      changed = true;
    }
  }
  interest_is_old_ = false;
}

bool Deriver::must_end(unsigned depth) const {
  return depth > limits_.depth || out_.pieces.size() > limits_.pieces;
}

void Deriver::derive(const std::vector<GrammarAlternative>& alternatives, unsigned depth) {
  const bool strange = random_->below(1000) < limits_.strange;
  const bool end = must_end(depth);
  unsigned lowest = UINT32_MAX;
  for (const GrammarAlternative& alternative : alternatives) {
    if (strange || alternative.belongs_to(flavour_, version_)) lowest = std::min(lowest, alternative.height);
  }
  // Nothing here is this server's: whatever stands there.
  const bool any = lowest == UINT32_MAX;
  const auto allowed = [&](const GrammarAlternative& alternative) {
    if (!any && !strange && !alternative.belongs_to(flavour_, version_)) return false;
    return !end || any || alternative.height == lowest;
  };
  if (curious_ && !end && random_->percent(70)) {
    const GrammarAlternative* rarest = nullptr;
    std::size_t ties = 0;
    for (const GrammarAlternative& alternative : alternatives) {
      if (!allowed(alternative)) continue;
      const std::uint64_t interest = interest_[alternative.production];
      if (rarest == nullptr || interest < interest_[rarest->production]) {
        rarest = &alternative;
        ties = 1;
      } else if (interest == interest_[rarest->production] && random_->below(++ties) == 0) {
        rarest = &alternative;
      }
    }
    if (rarest != nullptr) {
      derive(*rarest, depth);
      return;
    }
  }
  std::size_t total = 0;
  for (const GrammarAlternative& alternative : alternatives) {
    if (allowed(alternative)) total += alternative.weight;
  }
  std::size_t at = random_->below(std::max<std::size_t>(total, 1));
  for (const GrammarAlternative& alternative : alternatives) {
    if (!allowed(alternative)) continue;
    if (at < alternative.weight) {
      derive(alternative, depth);
      return;
    }
    at -= alternative.weight;
  }
}

void Deriver::derive(const GrammarAlternative& alternative, unsigned depth) {
  out_.productions.push_back(alternative.production);
  for (const GrammarElement& element : alternative.elements) derive(element, depth);
}

void Deriver::derive(const GrammarElement& element, unsigned depth) {
  glue_next_ = glue_next_ || element.glued;
  const bool end = must_end(depth);
  const auto write = [&](const std::string& text) {
    out_.pieces.push_back({text, glue_next_});
    glue_next_ = false;
  };
  // Whether a bracket of which nothing belongs to this server is entered.
  const auto enterable = [&] {
    return std::any_of(element.alternatives.begin(), element.alternatives.end(),
                       [&](const GrammarAlternative& one) { return one.belongs_to(flavour_, version_); }) ||
           random_->below(1000) < limits_.strange;
  };
  switch (element.kind) {
    case GrammarElement::Kind::Text:
      write(element.text);
      break;
    case GrammarElement::Kind::AnyWord:
      write(random_->pick(grammar_.words()));
      break;
    case GrammarElement::Kind::Rule:
      derive(grammar_.rules()[element.rule].alternatives, depth + 1);
      break;
    case GrammarElement::Kind::Choice:
      derive(element.alternatives, depth);
      break;
    case GrammarElement::Kind::Optional: {
      const bool draws = curious_ && std::any_of(element.alternatives.begin(), element.alternatives.end(),
                                                 [&](const GrammarAlternative& one) {
                                                   return interest_[one.production] < kStepsPerUse;
                                                 });
      if (!end && random_->percent(draws ? 70 : 40) && enterable()) derive(element.alternatives, depth);
      break;
    }
    case GrammarElement::Kind::Repeat:
      if (!enterable()) break;
      for (int i = 0; i < 4 && !must_end(depth) && random_->percent(45); ++i)
        derive(element.alternatives, depth);
      break;
    case GrammarElement::Kind::List:
      derive(element.alternatives, depth);
      for (int i = 0; i < 3 && !must_end(depth) && random_->percent(30); ++i) {
        write(",");
        derive(element.alternatives, depth);
      }
      break;
  }
}

std::vector<Piece> mutated(const std::vector<Piece>& pieces, const std::vector<Piece>& other,
                           const Grammar& grammar, Random& random) {
  static const std::vector<std::string> kOther = {
      "a",  "t", "`b`", "1", "0",  "1.5",     "1e3",   "'x'",  "x'41'",   "b'1'", "@v",  "?",   "NULL",
      "(",  ")", ",",   ".", ";",  "+",       "-",     "*",    "=",       ":=",   "->",  "->>", "||",
      "&&", "!", "{",   "}", "@@", "DEFAULT", "\"y\"", "N'z'", "_latin1", "0x1F", "<=>", ":"};
  std::vector<Piece> out = pieces;
  const int changes = random.between(1, 3);
  for (int i = 0; i < changes; ++i) {
    if (out.empty()) return out;
    const std::size_t at = random.below(out.size());
    const auto here = out.begin() + static_cast<std::ptrdiff_t>(at);
    const auto random_text = [&] {
      const unsigned kind = static_cast<unsigned>(random.below(10));
      if (kind < 5) return random.pick(grammar.words());
      return kind < 8 ? random.pick(grammar.texts()) : random.pick(kOther);
    };
    switch (random.below(9)) {
      case 0:
      case 1:
        out.erase(here);
        break;
      case 2:
        out.insert(here, *here);
        break;
      case 3:
        if (at + 1 < out.size()) std::swap(out[at].text, out[at + 1].text);
        break;
      case 4:
      case 5:
        out[at].text = random_text();
        break;
      case 6:
        out.insert(here, {random_text(), false});
        break;
      case 7:
        if (random.percent(50)) {
          out.resize(at);
        } else {
          const std::size_t end = std::min(out.size(), at + 1 + random.below(6));
          out.erase(here, out.begin() + static_cast<std::ptrdiff_t>(end));
        }
        break;
      default:
        if (!other.empty()) {
          out.resize(at);
          const std::size_t from = random.below(other.size());
          out.insert(out.end(), other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
        }
        break;
    }
  }
  return out;
}

std::vector<Piece> pieces_of(const std::string& sql, const LexOptions& options) {
  TokenBuffer tokens;
  lex(sql, options, tokens);
  std::vector<Piece> pieces;
  for (const Token& token : tokens.tokens()) {
    if (token.kind == TokenKind::End) break;
    pieces.push_back({sql.substr(token.begin, token.end - token.begin), token.adjacent && !pieces.empty()});
  }
  return pieces;
}

}  // namespace mallshard::sqlparse::test
