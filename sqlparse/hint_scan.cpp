#include "sqlparse/hint_scan.h"

#include <algorithm>
#include <iterator>

#include "sqlparse/char_class.h"
#include "sqlparse/lexer.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

constexpr std::uint32_t kMaria0 = 120000;
constexpr std::uint32_t kMaria1 = 120100;
constexpr std::uint32_t kMaria2 = 120200;

// In the order of the words.
constexpr HintWordSyntax kHintWords[] = {
    {"BKA", HintKind::Bka, HintForm::Tables, 50707, kMaria0},
    {"BNL", HintKind::Bnl, HintForm::Tables, 50707, kMaria0},
    {"DERIVED_CONDITION_PUSHDOWN", HintKind::DerivedConditionPushdown, HintForm::Tables, 80022, kMaria1},
    {"DUPSWEEDOUT", HintKind::None, HintForm::Strategy, 50707, kMaria0},
    {"FIRSTMATCH", HintKind::None, HintForm::Strategy, 50707, kMaria0},
    {"GROUP_INDEX", HintKind::GroupIndex, HintForm::Indexes, 80020, kMaria1},
    {"HASH_JOIN", HintKind::HashJoin, HintForm::Tables, 80018, 0},
    {"INDEX", HintKind::Index, HintForm::Indexes, 80020, kMaria1},
    {"INDEX_MERGE", HintKind::IndexMerge, HintForm::Indexes, 80001, kMaria2},
    {"INTOEXISTS", HintKind::None, HintForm::Strategy, 50707, kMaria0},
    {"JOIN_FIXED_ORDER", HintKind::JoinFixedOrder, HintForm::QueryBlock, 80001, kMaria0},
    {"JOIN_INDEX", HintKind::JoinIndex, HintForm::Indexes, 80020, kMaria1},
    {"JOIN_ORDER", HintKind::JoinOrder, HintForm::Tables, 80001, kMaria0},
    {"JOIN_PREFIX", HintKind::JoinPrefix, HintForm::Tables, 80001, kMaria0},
    {"JOIN_SUFFIX", HintKind::JoinSuffix, HintForm::Tables, 80001, kMaria0},
    {"LOOSESCAN", HintKind::None, HintForm::Strategy, 50707, kMaria0},
    {"MATERIALIZATION", HintKind::None, HintForm::Strategy, 50707, kMaria0},
    {"MAX_EXECUTION_TIME", HintKind::MaxExecutionTime, HintForm::Number, 50707, kMaria0},
    {"MERGE", HintKind::Merge, HintForm::Tables, 80001, kMaria1},
    {"MRR", HintKind::Mrr, HintForm::Indexes, 50707, kMaria0},
    {"NO_BKA", HintKind::NoBka, HintForm::Tables, 50707, kMaria0},
    {"NO_BNL", HintKind::NoBnl, HintForm::Tables, 50707, kMaria0},
    {"NO_DERIVED_CONDITION_PUSHDOWN", HintKind::NoDerivedConditionPushdown, HintForm::Tables, 80022, kMaria1},
    {"NO_GROUP_INDEX", HintKind::NoGroupIndex, HintForm::Indexes, 80020, kMaria1},
    {"NO_HASH_JOIN", HintKind::NoHashJoin, HintForm::Tables, 80018, 0},
    {"NO_ICP", HintKind::NoIcp, HintForm::Indexes, 50707, kMaria0},
    {"NO_INDEX", HintKind::NoIndex, HintForm::Indexes, 80020, kMaria1},
    {"NO_INDEX_MERGE", HintKind::NoIndexMerge, HintForm::Indexes, 80001, kMaria2},
    {"NO_JOIN_INDEX", HintKind::NoJoinIndex, HintForm::Indexes, 80020, kMaria1},
    {"NO_MERGE", HintKind::NoMerge, HintForm::Tables, 80001, kMaria1},
    {"NO_MRR", HintKind::NoMrr, HintForm::Indexes, 50707, kMaria0},
    {"NO_ORDER_INDEX", HintKind::NoOrderIndex, HintForm::Indexes, 80020, kMaria1},
    {"NO_RANGE_OPTIMIZATION", HintKind::NoRangeOptimization, HintForm::Indexes, 50707, kMaria0},
    {"NO_ROWID_FILTER", HintKind::NoRowidFilter, HintForm::Indexes, 0, kMaria2},
    {"NO_SEMIJOIN", HintKind::NoSemijoin, HintForm::Semijoin, 50707, kMaria0},
    {"NO_SKIP_SCAN", HintKind::NoSkipScan, HintForm::Indexes, 80013, 0},
    {"NO_SPLIT_MATERIALIZED", HintKind::NoSplitMaterialized, HintForm::Tables, 0, kMaria1},
    {"ORDER_INDEX", HintKind::OrderIndex, HintForm::Indexes, 80020, kMaria1},
    {"QB_NAME", HintKind::QbName, HintForm::Name, 50707, kMaria0},
    {"RESOURCE_GROUP", HintKind::ResourceGroup, HintForm::Name, 80003, 0},
    {"ROWID_FILTER", HintKind::RowidFilter, HintForm::Indexes, 0, kMaria2},
    {"SEMIJOIN", HintKind::Semijoin, HintForm::Semijoin, 50707, kMaria0},
    {"SET_VAR", HintKind::SetVar, HintForm::Variable, 80003, 0},
    {"SKIP_SCAN", HintKind::SkipScan, HintForm::Indexes, 80013, 0},
    {"SPLIT_MATERIALIZED", HintKind::SplitMaterialized, HintForm::Tables, 0, kMaria1},
    {"SUBQUERY", HintKind::Subquery, HintForm::Subquery, 50707, kMaria0},
};
static_assert(std::ranges::is_sorted(kHintWords, {}, &HintWordSyntax::word));

char upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

const HintWordSyntax* find_hint_word(std::string_view word, const LexOptions& options) noexcept {
  const auto less = [](std::string_view known, std::string_view wanted) {
    return std::ranges::lexicographical_compare(known, wanted,
                                                [](char a, char b) { return upper(a) < upper(b); });
  };
  const auto* found = std::ranges::lower_bound(kHintWords, word, less, &HintWordSyntax::word);
  if (found == std::end(kHintWords) || less(word, found->word)) return nullptr;
  const std::uint32_t from = options.flavour == Flavour::MySQL ? found->mysql_from : found->mariadb_from;
  return from != 0 && options.server_version >= from ? found : nullptr;
}

std::string_view hint_kind_name(HintKind kind) noexcept {
  if (kind == HintKind::None) return {};
  const auto* found = std::ranges::find(kHintWords, kind, &HintWordSyntax::kind);
  return found == std::end(kHintWords) ? std::string_view{} : found->word;
}

bool HintScanner::at_space() const noexcept {
  const char c = peek();
  return char_class_of(c) == CharClass::Space || (options_.charset == CharsetClass::SpaceA0 && c == '\xa0') ||
         (options_.charset == CharsetClass::SpaceFF && c == '\xff');
}

bool HintScanner::at_name_byte() const noexcept {
  return at_ < text_.size() && is_name_byte(peek()) && !at_space();
}

void HintScanner::skip_name() {
  while (at_name_byte()) {
    const std::string_view rest = text_.substr(at_);
    at_ += has_double_bytes(options_.charset) ? character_length(rest, options_.charset) : 1U;
  }
}

bool HintScanner::quotes_name(char quote) const noexcept {
  return quote == '`' || (quote == '"' && (options_.ansi_quotes || options_.flavour == Flavour::MariaDB));
}

HintToken HintScanner::next() {
  const std::uint32_t from = at_;
  while (at_ < text_.size() && at_space()) ++at_;
  const HintToken token = scan(at_ != from);
  last_ = token.kind;
  last_mark_ = token.kind == HintTokenKind::Mark ? text_[token.begin] : '\0';
  return token;
}

HintToken HintScanner::scan(bool spaced) {
  const std::uint32_t from = at_;
  if (at_ >= text_.size()) return made(HintTokenKind::End, from);
  const char c = peek();
  const bool mysql = options_.flavour == Flavour::MySQL;
  if (is_digit(c)) return number(from);
  if (at_name_byte()) return word(from);
  if (c == '`' || c == '"' || (c == '\'' && mysql)) return quoted(from);
  if (c == '@') {
    // MySQL takes `t@block` and `(@block` for one, with nothing in between.
    const bool here = !mysql || last_mark_ == '(' || (last_ == HintTokenKind::Name && !spaced);
    if (here) return block_name(from);
  }
  if (c == '.' && mysql) return fraction(from);
  ++at_;
  return made(HintTokenKind::Mark, from);
}

HintToken HintScanner::block_name(std::uint32_t from) {
  ++at_;
  if (options_.flavour == Flavour::MariaDB) {
    while (at_ < text_.size() && at_space()) ++at_;
  }
  const std::uint32_t name = at_;
  const char c = peek();
  if (at_name_byte()) {
    skip_name();
    return made(HintTokenKind::BlockName, from);
  }
  if (c == '`' || c == '"') {
    if (quoted(name).kind == HintTokenKind::Name) return made(HintTokenKind::BlockName, from);
  }
  return made(HintTokenKind::Error, from);
}

HintToken HintScanner::number(std::uint32_t from) {
  while (is_digit(peek())) ++at_;
  const bool mysql = options_.flavour == Flavour::MySQL;
  if (mysql && peek() == '.') return fraction(from);
  if (!at_name_byte()) return made(HintTokenKind::Number, from);
  const char scale = peek();
  if (mysql && (scale == 'K' || scale == 'M' || scale == 'G')) {
    ++at_;
    if (!at_name_byte()) return made(HintTokenKind::Scaled, from);
  }
  skip_name();
  return made(HintTokenKind::Name, from);
}

// At the dot.
HintToken HintScanner::fraction(std::uint32_t from) {
  ++at_;
  if (!is_digit(peek())) return made(HintTokenKind::Error, from);
  while (is_digit(peek())) ++at_;
  return made(at_name_byte() ? HintTokenKind::Error : HintTokenKind::Decimal, from);
}

HintToken HintScanner::word(std::uint32_t from) {
  skip_name();
  HintToken token = made(HintTokenKind::Name, from);
  token.word = find_hint_word(text_.substr(from, at_ - from), options_);
  if (token.word != nullptr) token.kind = HintTokenKind::Word;
  return token;
}

// At the opening quote. Backslashes are ordinary here.
HintToken HintScanner::quoted(std::uint32_t from) {
  const char quote = peek();
  const bool is_name = quotes_name(quote);
  ++at_;
  while (at_ < text_.size()) {
    if (peek() == quote) {
      if (peek(1) == quote && at_ + 1 < text_.size()) {
        at_ += 2;
        continue;
      }
      if (at_ == from + 1) return made(HintTokenKind::Error, from);
      ++at_;
      return made(is_name ? HintTokenKind::Name : HintTokenKind::Text, from);
    }
    at_ += has_double_bytes(options_.charset) ? character_length(text_.substr(at_), options_.charset) : 1U;
  }
  return made(HintTokenKind::Error, from);
}

}  // namespace mallshard::sqlparse
