// Optimizer hints.
#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sqlparse/hint_scan.h"
#include "sqlparse/lexer.h"
#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

// One comment. Never fails the statement: bad() is remembered and ends the list.
class HintRun {
 public:
  HintRun(const TokenView& tokens, const CommentMark& comment, std::uint32_t first, Arena& arena,
          NodeStack& stack)
      : text_(tokens.text.substr(0, comment.end - 2)),
        options_(tokens.options),
        comment_(comment),
        first_(first),
        arena_(arena),
        stack_(stack),
        scanner_(text_, comment.begin + 3, options_) {
    advance();
  }

  OptimizerHints* run() {
    auto* made = node<OptimizerHints>();
    made->begin = comment_.begin;
    made->end = comment_.end;
    const std::size_t mark = stack_.mark();
    std::uint32_t rest = token_.begin;
    while (!is(HintTokenKind::End)) {
      Hint* read = hint();
      if (bad_ != 0) break;
      stack_.push(read);
      rest = token_.begin;
    }
    const bool empty = stack_.mark() == mark;
    made->hints = stack_.take<Hint>(mark, arena_);
    if (bad_ != 0 || empty) {
      made->error = bad_ != 0 ? bad_ : token_.begin;
      made->rest = text_.substr(rest);
      while (!made->rest.empty() && char_is_space(made->rest.back())) made->rest.remove_suffix(1);
    }
    return made;
  }

 private:
  static bool char_is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

  template <class T>
  T* node() {
    T* made = arena_.make<T>();
    made->kind = T::kKind;
    made->first_token = first_;
    made->last_token = first_;
    return made;
  }
  [[nodiscard]] bool is(HintTokenKind kind) const noexcept { return token_.kind == kind; }
  [[nodiscard]] bool is(char mark) const noexcept {
    return token_.kind == HintTokenKind::Mark && text_[token_.begin] == mark;
  }
  void advance() { token_ = scanner_.next(); }
  bool accept(char mark) {
    if (!is(mark)) return false;
    advance();
    return true;
  }
  void expect(char mark) {
    if (!accept(mark)) bad();
  }
  // The server stops behind the @ of a block's name.
  void bad() noexcept {
    if (bad_ != 0) return;
    const bool of_block =
        is(HintTokenKind::BlockName) || (is(HintTokenKind::Error) && text_[token_.begin] == '@');
    bad_ = token_.begin + (of_block ? 1 : 0);
  }

  [[nodiscard]] HintWord word() {
    HintWord made;
    made.spelling = text_.substr(token_.begin, token_.end - token_.begin);
    std::string_view name = made.spelling;
    if (is(HintTokenKind::BlockName)) {
      name.remove_prefix(1);
      while (char_is_space(name.front())) name.remove_prefix(1);
    }
    made.text = is(HintTokenKind::Text) ? plain(name, name.front()) : name;
    if (name.front() == '`' || (name.front() == '"' && !is(HintTokenKind::Text))) {
      made.text = plain(name, name.front());
    }
    advance();
    return made;
  }
  // Without its quotes, doubled ones made one.
  [[nodiscard]] std::string_view plain(std::string_view quoted, char quote) {
    const std::string_view inner = quoted.substr(1, quoted.size() - 2);
    if (inner.find(quote) == std::string_view::npos) return inner;
    std::string text;
    for (std::size_t i = 0; i < inner.size(); ++i) {
      text += inner[i];
      if (inner[i] == quote) ++i;
    }
    return arena_.copy(std::string_view(text));
  }
  HintWord expected(HintTokenKind kind) {
    if (is(kind)) return word();
    bad();
    return {};
  }

  Hint* hint();
  void tables(Hint* made);
  void one_table(Hint* made);
  void indexes(Hint* made);
  void strategies(Hint* made, HintForm form);
  void variable(Hint* made);
  HintTable* table();
  void block(Hint* made) {
    if (is(HintTokenKind::BlockName)) made->query_block = word();
  }

  std::string_view text_;
  const LexOptions& options_;
  const CommentMark& comment_;
  std::uint32_t first_;
  Arena& arena_;
  NodeStack& stack_;
  HintScanner scanner_;
  HintToken token_;
  std::uint32_t bad_ = 0;
};

Hint* HintRun::hint() {
  auto* made = node<Hint>();
  if (!is(HintTokenKind::Word) || token_.word->form == HintForm::Strategy) {
    bad();
    return made;
  }
  const HintForm form = token_.word->form;
  made->hint = token_.word->kind;
  advance();
  expect('(');
  if (bad_ != 0) return made;
  switch (form) {
    case HintForm::Tables:
      tables(made);
      break;
    case HintForm::QueryBlock:
      block(made);
      if (options_.flavour == Flavour::MariaDB) tables(made);
      break;
    case HintForm::Indexes:
      indexes(made);
      break;
    case HintForm::Semijoin:
    case HintForm::Subquery:
      block(made);
      strategies(made, form);
      break;
    case HintForm::Name:
      made->name = expected(HintTokenKind::Name);
      break;
    case HintForm::Number:
      made->value = expected(HintTokenKind::Number);
      break;
    case HintForm::Variable:
      variable(made);
      break;
    case HintForm::Strategy:
      break;
  }
  expect(')');
  return made;
}

HintTable* HintRun::table() {
  auto* made = node<HintTable>();
  made->table = expected(HintTokenKind::Name);
  if (is(HintTokenKind::BlockName)) made->query_block = word();
  return made;
}

void HintRun::tables(Hint* made) {
  if (!made->query_block) block(made);
  if (is(')')) return;
  const std::size_t mark = stack_.mark();
  do {
    stack_.push(table());
  } while (accept(','));
  made->tables = stack_.take<HintTable>(mark, arena_);
}

void HintRun::one_table(Hint* made) {
  const std::size_t mark = stack_.mark();
  block(made);
  if (made->query_block) {
    auto* only = node<HintTable>();
    only->table = expected(HintTokenKind::Name);
    stack_.push(only);
  } else {
    stack_.push(table());
  }
  made->tables = stack_.take<HintTable>(mark, arena_);
}

void HintRun::indexes(Hint* made) {
  one_table(made);
  if (bad_ != 0 || is(')')) return;
  std::vector<HintWord> names;
  do {
    names.push_back(expected(HintTokenKind::Name));
  } while (accept(','));
  made->words = arena_.copy(std::span<const HintWord>(names));
}

// MySQL's SEMIJOIN may begin with a comma.
void HintRun::strategies(Hint* made, HintForm form) {
  std::vector<HintWord> names;
  const auto one = [&] {
    const bool known = is(HintTokenKind::Word) && token_.word->form == HintForm::Strategy;
    const bool fits = known && (token_.word->word == "MATERIALIZATION" ||
                                (token_.word->word == "INTOEXISTS") == (form == HintForm::Subquery));
    if (!fits) return bad();
    names.push_back(word());
  };
  if (form == HintForm::Subquery) {
    one();
  } else if (!is(')')) {
    if (!is(',') || options_.flavour == Flavour::MariaDB) one();
    while (accept(',')) one();
  }
  made->words = arena_.copy(std::span<const HintWord>(names));
}

void HintRun::variable(Hint* made) {
  const bool named_as_hint = is(HintTokenKind::Word) && token_.word->kind == HintKind::MaxExecutionTime;
  made->name = named_as_hint ? word() : expected(HintTokenKind::Name);
  expect('=');
  switch (token_.kind) {
    case HintTokenKind::Name:
    case HintTokenKind::Text:
    case HintTokenKind::Number:
    case HintTokenKind::Decimal:
    case HintTokenKind::Scaled:
      made->value = word();
      break;
    default:
      bad();
  }
}

}  // namespace

// The hints right behind token `word`; nullptr where there is no such comment.
OptimizerHints* ParserRun::hints_behind(std::uint32_t word) {
  const std::span<const CommentMark> comments = tokens_.comments;
  const auto found = std::ranges::lower_bound(comments, word + 1, {}, &CommentMark::next_token);
  if (found == comments.end() || found->next_token != word + 1 || !found->is_hint) return nullptr;
  return HintRun(tokens_, *found, word, arena_, stack_).run();
}

}  // namespace mallshard::sqlparse
