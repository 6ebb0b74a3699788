// An Earley recognizer. A set of items for each place between two tokens; an
// item is begun only where its first token can stand (one token of lookahead),
// so that sets stay small although the grammar's expressions are ambiguous.
#include "tests/parse/coverage.h"

#include <bitset>
#include <cctype>
#include <map>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include "sqlparse/lexer.h"

namespace mallshard::sqlparse::test {
namespace {

constexpr std::size_t kMostTerminals = 2048;
using Terminals = std::bitset<kMostTerminals>;

// A statement with more tokens is not looked at: time grows with their square.
constexpr std::size_t kMostTokens = 160;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

// What a token of the grammar's texts matches: a word itself, or a kind.
std::string terminal_of(const Token& token, std::string_view spelling) {
  if (token.kind == TokenKind::QuotedName) return "name";
  if (token.kind == TokenKind::Word) return token.keyword == Keyword::None ? "name" : upper(spelling);
  return "kind " + std::to_string(static_cast<int>(token.kind));
}

struct Symbol {
  bool terminal = false;
  std::uint32_t index = 0;
};

struct Rule {
  std::uint32_t made = 0;  // the nonterminal
  std::vector<Symbol> parts;
  std::optional<std::size_t> production;
};

struct Item {
  std::uint32_t rule = 0, dot = 0, origin = 0;
};

}  // namespace

class Coverage::Recognizer {
 public:
  Recognizer(const Grammar& grammar, Flavour flavour, std::uint32_t version) : grammar_(grammar) {
    options_.flavour = flavour;
    options_.server_version = version;
    reached_.assign(grammar.productions(), false);
    any_word_ = terminal("any word");
    for (const GrammarRule& rule : grammar.rules()) {
      (void)rule;
      by_made_.emplace_back();
    }
    for (std::size_t i = 0; i < grammar.rules().size(); ++i) {
      add_alternatives(static_cast<std::uint32_t>(i), grammar.rules()[i].alternatives, {});
      if (grammar.rules()[i].name == "statement") start_ = static_cast<std::uint32_t>(i);
    }
    find_first_sets();
  }

  bool add(const std::string& sql) {
    lex(sql, options_, tokens_);
    std::size_t count = tokens_.tokens().size() - 1;  // no End
    while (count > 0 && tokens_.tokens()[count - 1].kind == TokenKind::Semicolon) --count;
    if (count == 0 || count > kMostTokens) return false;
    matches_.clear();
    for (std::size_t i = 0; i < count; ++i) matches_.push_back(matching(tokens_.tokens()[i], sql));
    matches_.emplace_back();  // behind the last one
    sets_.assign(count + 1, Set{});
    predict(start_, 0);
    for (std::uint32_t place = 0; place <= count; ++place) {
      for (std::size_t i = 0; i < sets_[place].items.size(); ++i) step(sets_[place].items[i], place);
    }
    marked_.clear();
    return mark_nonterminal(start_, 0, static_cast<std::uint32_t>(count));
  }

  [[nodiscard]] const std::vector<bool>& reached() const noexcept { return reached_; }

 private:
  struct Set {
    std::vector<Item> items;
    std::unordered_set<std::uint64_t> known;
    std::unordered_set<std::uint32_t> predicted;
    std::unordered_map<std::uint32_t, std::vector<Item>> waiting;  // by the nonterminal behind the dot
    // Complete ones, by what they made and where that began.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> complete;
  };

  // --- the grammar, flattened ---
  std::uint32_t terminal(const std::string& text) {
    const auto [at, fresh] = terminals_.emplace(text, static_cast<std::uint32_t>(terminals_.size()));
    if (fresh && terminals_.size() > kMostTerminals)
      throw std::runtime_error("too many words in the grammar");
    return at->second;
  }

  std::uint32_t new_nonterminal() {
    by_made_.emplace_back();
    return static_cast<std::uint32_t>(by_made_.size() - 1);
  }

  void add_rule(std::uint32_t made, std::vector<Symbol> parts, std::optional<std::size_t> production) {
    by_made_[made].push_back(static_cast<std::uint32_t>(rules_.size()));
    rules_.push_back({made, std::move(parts), production});
  }

  // `tail` is put behind each of them.
  void add_alternatives(std::uint32_t made, const std::vector<GrammarAlternative>& alternatives,
                        const std::vector<Symbol>& tail) {
    for (const GrammarAlternative& alternative : alternatives) {
      if (!alternative.belongs_to(options_.flavour, options_.server_version)) continue;
      std::vector<Symbol> parts;
      for (const GrammarElement& element : alternative.elements) add_element(element, parts);
      parts.insert(parts.end(), tail.begin(), tail.end());
      add_rule(made, std::move(parts), alternative.production);
    }
  }

  void add_element(const GrammarElement& element, std::vector<Symbol>& parts) {
    switch (element.kind) {
      case GrammarElement::Kind::Text:
        return add_text(element.text, parts);
      case GrammarElement::Kind::Rule:
        parts.push_back({false, static_cast<std::uint32_t>(element.rule)});
        return;
      case GrammarElement::Kind::AnyWord:
        parts.push_back({true, any_word_});
        return;
      default:
        break;
    }
    const std::uint32_t made = new_nonterminal();
    parts.push_back({false, made});
    switch (element.kind) {
      case GrammarElement::Kind::Choice:
        return add_alternatives(made, element.alternatives, {});
      case GrammarElement::Kind::Optional:
        add_alternatives(made, element.alternatives, {});
        return add_rule(made, {}, std::nullopt);
      case GrammarElement::Kind::Repeat:
        add_alternatives(made, element.alternatives, {{false, made}});
        return add_rule(made, {}, std::nullopt);
      default: {  // List
        const std::uint32_t more = new_nonterminal();
        add_alternatives(made, element.alternatives, {{false, more}});
        std::vector<Symbol> next;
        add_text(",", next);
        next.push_back({false, made});
        add_rule(more, std::move(next), std::nullopt);
        return add_rule(more, {}, std::nullopt);
      }
    }
  }

  void add_text(const std::string& text, std::vector<Symbol>& parts) {
    lex(text, options_, tokens_);
    for (const Token& token : tokens_.tokens()) {
      if (token.kind == TokenKind::End || token.kind == TokenKind::Error)
        break;  // `@@` wants a name behind it
      const std::string_view spelling = std::string_view(text).substr(token.begin, token.end - token.begin);
      parts.push_back({true, terminal(terminal_of(token, spelling))});
    }
  }

  void find_first_sets() {
    nullable_.assign(by_made_.size(), false);
    first_.assign(by_made_.size(), Terminals{});
    rule_first_.assign(rules_.size(), Terminals{});
    rule_nullable_.assign(rules_.size(), false);
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < rules_.size(); ++i) {
        Terminals first;
        bool empty = true;
        for (const Symbol& part : rules_[i].parts) {
          if (part.terminal) {
            first.set(part.index);
          } else {
            first |= first_[part.index];
          }
          empty = !part.terminal && nullable_[part.index];
          if (!empty) break;
        }
        const std::uint32_t made = rules_[i].made;
        const Terminals all = first_[made] | first;
        changed = changed || all != first_[made] || (empty && !nullable_[made]);
        first_[made] = all;
        rule_first_[i] = first;
        rule_nullable_[i] = empty;
        if (empty) nullable_[made] = true;
      }
    }
  }

  Terminals matching(const Token& token, const std::string& sql) const {
    Terminals out;
    const std::string_view spelling = std::string_view(sql).substr(token.begin, token.end - token.begin);
    const auto set = [&](const std::string& text) {
      if (const auto at = terminals_.find(text); at != terminals_.end()) out.set(at->second);
    };
    if (token.kind == TokenKind::Word) {
      set(upper(spelling));
      if (!token.reserved) set("name");
      out.set(any_word_);
    } else {
      set(terminal_of(token, spelling));
    }
    return out;
  }

  // --- recognizing ---
  void put(Item item, std::uint32_t place) {
    Set& set = sets_[place];
    const std::uint64_t key = std::uint64_t{item.rule} << 24U | std::uint64_t{item.dot} << 12U | item.origin;
    if (set.known.insert(key).second) set.items.push_back(item);
  }

  void predict(std::uint32_t made, std::uint32_t place) {
    if (!sets_[place].predicted.insert(made).second) return;
    for (const std::uint32_t rule : by_made_[made]) {
      if (rule_nullable_[rule] || (rule_first_[rule] & matches_[place]).any()) put({rule, 0, place}, place);
    }
  }

  void step(const Item item, std::uint32_t place) {
    const Rule& rule = rules_[item.rule];
    if (item.dot == rule.parts.size()) {
      sets_[place].complete[{rule.made, item.origin}].push_back(item.rule);
      if (item.origin == place) return;  // nothing was read: see below
      const std::vector<Item> waiting = sets_[item.origin].waiting[rule.made];
      for (const Item& one : waiting) put({one.rule, one.dot + 1, one.origin}, place);
      return;
    }
    const Symbol next = rule.parts[item.dot];
    if (next.terminal) {
      if (place + 1 < sets_.size() && matches_[place][next.index]) {
        put({item.rule, item.dot + 1, item.origin}, place + 1);
      }
      return;
    }
    sets_[place].waiting[next.index].push_back(item);
    predict(next.index, place);
    if (nullable_[next.index]) put({item.rule, item.dot + 1, item.origin}, place);
  }

  // --- which productions the derivations use ---
  bool mark_nonterminal(std::uint32_t made, std::uint32_t from, std::uint32_t to) {
    const auto found = sets_[to].complete.find({made, from});
    if (found == sets_[to].complete.end()) return false;
    if (!marked_
             .insert(std::uint64_t{made} << 24U | std::uint64_t{from} << 12U | to | std::uint64_t{1} << 63U)
             .second)
      return true;
    const std::vector<std::uint32_t> rules = found->second;
    for (const std::uint32_t rule : rules) {
      if (rules_[rule].production) reached_[*rules_[rule].production] = true;
      mark_parts({rule, static_cast<std::uint32_t>(rules_[rule].parts.size()), from}, to);
    }
    return true;
  }

  void mark_parts(const Item item, std::uint32_t to) {
    if (item.dot == 0 || item.origin == to) return;  // of what is empty nothing is counted
    const std::uint64_t key = std::uint64_t{item.rule} << 36U | std::uint64_t{item.dot} << 24U |
                              std::uint64_t{item.origin} << 12U | to;
    if (!marked_.insert(key).second) return;
    const Symbol last = rules_[item.rule].parts[item.dot - 1];
    const Item before{item.rule, item.dot - 1, item.origin};
    if (last.terminal) return mark_parts(before, to - 1);
    for (std::uint32_t middle = item.origin; middle <= to; ++middle) {
      const std::uint64_t known =
          std::uint64_t{before.rule} << 24U | std::uint64_t{before.dot} << 12U | before.origin;
      if (!sets_[middle].known.contains(known)) continue;
      if (middle == to) {
        if (nullable_[last.index]) mark_parts(before, to);
      } else if (mark_nonterminal(last.index, middle, to)) {
        mark_parts(before, middle);
      }
    }
  }

  const Grammar& grammar_;
  LexOptions options_;
  TokenBuffer tokens_;
  std::map<std::string, std::uint32_t> terminals_;
  std::uint32_t any_word_ = 0, start_ = 0;
  std::vector<Rule> rules_;
  std::vector<std::vector<std::uint32_t>> by_made_;  // the rules of each nonterminal
  std::vector<bool> nullable_, rule_nullable_;
  std::vector<Terminals> first_, rule_first_;
  std::vector<Terminals> matches_;  // of each token
  std::vector<Set> sets_;
  std::unordered_set<std::uint64_t> marked_;
  std::vector<bool> reached_;
};

Coverage::Coverage(const Grammar& grammar, Flavour flavour, std::uint32_t version)
    : recognizer_(std::make_unique<Recognizer>(grammar, flavour, version)) {}
Coverage::~Coverage() = default;

bool Coverage::add(const std::string& sql) {
  return recognizer_->add(sql);
}

const std::vector<bool>& Coverage::reached() const noexcept {
  return recognizer_->reached();
}

}  // namespace mallshard::sqlparse::test
