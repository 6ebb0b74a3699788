#include "tests/parse/grammar.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

namespace mallshard::sqlparse::test {
namespace {

constexpr unsigned kEndless = 1'000'000;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

unsigned height_of(const GrammarElement& element, const std::vector<unsigned>& rule_heights) {
  if (element.kind == GrammarElement::Kind::Rule) return rule_heights[element.rule] + 1;
  if (element.kind != GrammarElement::Kind::Choice && element.kind != GrammarElement::Kind::List) return 0;
  unsigned least = kEndless;
  for (const GrammarAlternative& alternative : element.alternatives)
    least = std::min(least, alternative.height);
  return least;
}

// Heights of the alternatives inside, then of this one.
void measure(GrammarAlternative& alternative, const std::vector<unsigned>& rule_heights) {
  alternative.height = 0;
  for (GrammarElement& element : alternative.elements) {
    for (GrammarAlternative& inner : element.alternatives) measure(inner, rule_heights);
    alternative.height = std::min(kEndless, std::max(alternative.height, height_of(element, rule_heights)));
  }
}

}  // namespace

// Reads one rule's text: elements up to the closing sign of the bracket.
class GrammarReader {
 public:
  explicit GrammarReader(Grammar& grammar) : grammar_(grammar) {}

  void read_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    const std::string name = std::filesystem::path(path).filename();
    std::string text;  // of the rule at hand
    unsigned number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      if (line.starts_with("#")) continue;
      const bool goes_on = line.empty() || line[0] == ' ';
      if (!goes_on) {
        finish(text);
        place_ = name + ":" + std::to_string(number);
      }
      text += line + "\n";
    }
    finish(text);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw std::runtime_error(place_ + ": " + what + " before `" + text_.substr(at_, 30) + "`");
  }

  void finish(std::string& text) {
    text_ = std::move(text);
    text.clear();
    at_ = 0;
    skip_space();
    if (at_ == text_.size()) return;
    GrammarRule rule;
    while (at_ < text_.size() && is_name(text_[at_])) rule.name += text_[at_++];
    if (rule.name.empty() || at_ == text_.size() || text_[at_] != ':') refuse("not `name:`");
    ++at_;
    rule_name_ = rule.name;
    rule.place = place_;
    rule.alternatives = alternatives('\0');
    if (!grammar_.by_name_.emplace(rule.name, grammar_.rules_.size()).second)
      refuse("a second rule " + rule.name);
    grammar_.rules_.push_back(std::move(rule));
  }

  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  std::vector<GrammarAlternative> alternatives(char end) {
    std::vector<GrammarAlternative> all;
    while (true) {
      all.push_back(alternative(end));
      if (at_ < text_.size() && text_[at_] == '|') {
        ++at_;
        continue;
      }
      if (end == '\0') {
        if (at_ != text_.size()) refuse("a bracket that was not opened");
        return all;
      }
      if (at_ == text_.size()) refuse("an open bracket");
      ++at_;
      return all;
    }
  }

  GrammarAlternative alternative(char end) {
    GrammarAlternative out;
    out.production = grammar_.places_.size();
    grammar_.places_.emplace_back();
    skip_space();
    const std::size_t begin = at_;
    marks(out);
    while (true) {
      skip_space();
      if (at_ == text_.size() || text_[at_] == '|' || (end != '\0' && text_[at_] == end)) break;
      out.elements.push_back(element());
    }
    std::string shown = text_.substr(begin, at_ - begin);
    while (!shown.empty() && std::isspace(static_cast<unsigned char>(shown.back())) != 0) shown.pop_back();
    grammar_.places_[out.production] = place_ + " " + rule_name_ + ": " + shown;
    return out;
  }

  // @mysql>=9.0 @5
  void marks(GrammarAlternative& out) {
    bool named = false;
    for (skip_space(); at_ < text_.size() && text_[at_] == '@'; skip_space()) {
      std::string mark;
      for (++at_; at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) == 0; ++at_) {
        mark += text_[at_];
      }
      if (!mark.empty() && std::isdigit(static_cast<unsigned char>(mark[0])) != 0) {
        out.weight = static_cast<unsigned>(std::stoul(mark));
        continue;
      }
      if (!named) out.mysql = out.mariadb = std::nullopt;
      named = true;
      const auto [flavour, range] = read_server_range(mark);
      (flavour == Flavour::MySQL ? out.mysql : out.mariadb) = range;
    }
  }

  GrammarElement element() {
    GrammarElement out;
    if (text_[at_] == '~') {
      out.glued = true;
      ++at_;
    }
    if (at_ == text_.size()) refuse("~ alone");
    const char first = text_[at_];
    if (first == '"' || first == '\'') {
      const std::size_t close = text_.find(first, at_ + 1);
      if (close == std::string::npos) refuse("an open quote");
      out.text = text_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
    } else if (first == '[') {
      out.kind = GrammarElement::Kind::Optional;
      ++at_;
      out.alternatives = alternatives(']');
    } else if (first == '(') {
      out.kind = GrammarElement::Kind::Choice;
      ++at_;
      out.alternatives = alternatives(')');
    } else if (first == '{') {
      const bool list = text_.compare(at_, 2, "{,") == 0;
      out.kind = list ? GrammarElement::Kind::List : GrammarElement::Kind::Repeat;
      at_ += list ? 2 : 1;
      out.alternatives = alternatives('}');
    } else if (first == '$') {
      if (text_.compare(at_, 5, "$word") != 0) refuse("unknown $");
      out.kind = GrammarElement::Kind::AnyWord;
      at_ += 5;
    } else if (first >= 'a' && first <= 'z') {
      out.kind = GrammarElement::Kind::Rule;
      while (at_ < text_.size() && is_name(text_[at_])) out.text += text_[at_++];
    } else if (is_word(first)) {
      while (at_ < text_.size() && is_word(text_[at_])) out.text += text_[at_++];
    } else if (std::string_view("=*,.;<>+-/%!^&?:").find(first) != std::string_view::npos) {
      while (at_ < text_.size() && std::string_view("=<>!&:").find(text_[at_]) != std::string_view::npos) {
        out.text += text_[at_++];
      }
      if (out.text.empty()) out.text = text_[at_++];
    } else {
      refuse("what is this");
    }
    return out;
  }

  Grammar& grammar_;
  std::string text_, place_, rule_name_;
  std::size_t at_ = 0;
};

Grammar Grammar::load(const std::string& folder) {
  Grammar grammar;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".bnf") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  GrammarReader reader(grammar);
  for (const std::string& path : paths) reader.read_file(path);
  grammar.resolve();
  return grammar;
}

void Grammar::resolve() {
  std::set<std::string> words, texts;
  const auto visit = [&](std::vector<GrammarAlternative>& alternatives, const std::string& place,
                         const auto& self) -> void {
    for (GrammarAlternative& alternative : alternatives) {
      for (GrammarElement& element : alternative.elements) {
        if (element.kind == GrammarElement::Kind::Rule) {
          const auto found = by_name_.find(element.text);
          if (found == by_name_.end())
            throw std::runtime_error(place + ": no rule is called " + element.text);
          element.rule = found->second;
        }
        if (element.kind == GrammarElement::Kind::Text) {
          texts.insert(element.text);
          if (std::isupper(static_cast<unsigned char>(element.text[0])) != 0 &&
              std::all_of(element.text.begin(), element.text.end(), is_word)) {
            words.insert(element.text);
          }
        }
        self(element.alternatives, place, self);
      }
    }
  };
  for (GrammarRule& rule : rules_) visit(rule.alternatives, rule.place, visit);
  words_.assign(words.begin(), words.end());
  texts_.assign(texts.begin(), texts.end());
  // The least heights, from below: a rule's is that of its lowest alternative.
  std::vector<unsigned> heights(rules_.size(), kEndless);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      for (GrammarAlternative& alternative : rules_[i].alternatives) {
        measure(alternative, heights);
        if (alternative.height < heights[i]) {
          heights[i] = alternative.height;
          changed = true;
        }
      }
    }
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (heights[i] == kEndless)
      throw std::runtime_error(rules_[i].place + ": " + rules_[i].name + " never ends");
  }
}

const GrammarRule* Grammar::find(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &rules_[found->second];
}

std::vector<bool> Grammar::productions_of(Flavour flavour, std::uint32_t version) const {
  std::vector<bool> possible(places_.size(), false);
  std::vector<bool> seen(rules_.size(), false);
  const auto visit = [&](const std::vector<GrammarAlternative>& alternatives, const auto& self) -> void {
    for (const GrammarAlternative& alternative : alternatives) {
      if (!alternative.belongs_to(flavour, version)) continue;
      possible[alternative.production] = true;
      for (const GrammarElement& element : alternative.elements) {
        self(element.alternatives, self);
        if (element.kind != GrammarElement::Kind::Rule || seen[element.rule]) continue;
        seen[element.rule] = true;
        self(rules_[element.rule].alternatives, self);
      }
    }
  };
  if (const GrammarRule* start = find("statement")) visit(start->alternatives, visit);
  return possible;
}

std::string grammar_folder() {
  return MALLSHARD_SOURCE_DIR "/tests/parse/grammar";
}

}  // namespace mallshard::sqlparse::test
