#include "sqlparse/equality.h"

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sqlparse/ast_dispatch.h"
#include "sqlparse/value_rows.h"

namespace mallshard::sqlparse {

namespace {

// AND and OR are associative: their chains are shown flat, whatever tree the
// parser or a writer's parentheses gave them.
bool is_chain(const Node* node, BinaryOp op) {
  const auto* binary = as<Binary>(node);
  return binary != nullptr && binary->op == op && (op == BinaryOp::And || op == BinaryOp::Or);
}

class Dumper {
 public:
  explicit Dumper(const TokenView& tokens) : tokens_(tokens) {}

  void node(const Node& n) {
    if (const auto* binary = as<Binary>(&n); binary != nullptr && is_chain(binary, binary->op)) {
      chain(*binary);
      return;
    }
    text_ += '(';
    text_ += std::to_string(static_cast<unsigned>(n.kind));
    visit_node(n, [this](const auto& typed) {
      if constexpr (std::is_base_of_v<Statement, std::remove_cvref_t<decltype(typed)>>) {
        text_ += ' ';
        text_ += statement_kind_name(typed.statement_kind);
      }
      typed.fields([this](const char* label, const auto& member) { this->field(label, member); });
    });
    text_ += ')';
  }

  std::string take() { return std::move(text_); }

 private:
  void chain(const Binary& top) {
    text_ += top.op == BinaryOp::And ? "(and" : "(or";
    std::vector<const Node*> pending{&top};
    while (!pending.empty()) {
      const Node* next = pending.back();
      pending.pop_back();
      if (is_chain(next, top.op)) {
        const auto& binary = cast<Binary>(*next);
        pending.push_back(binary.right);
        pending.push_back(binary.left);
      } else if (next != nullptr) {
        text_ += ' ';
        node(*next);
      }
    }
    text_ += ')';
  }

  void begin(const char* label) {
    text_ += ' ';
    text_ += label;
    text_ += '=';
  }

  void field(const char* label, const Name& name) {
    if (!name) return;
    begin(label);
    text_ += name.text;
  }
  void field(const char* label, const TokenRange& range) {
    if (!range.present()) return;
    begin(label);
    for (std::uint32_t i = range.first; i <= range.last; ++i) {
      if (i != range.first) text_ += ' ';
      text_ += tokens_.spelling(i);
    }
  }
  void field(const char* label, const NameList& names) {
    if (names.empty()) return;
    begin(label);
    for (const Name& name : names) {
      text_ += name.text;
      text_ += ',';
    }
  }
  void field(const char* label, std::string_view text) {
    if (text.empty()) return;
    begin(label);
    text_ += text;
  }
  void field(const char* label, const HintWord& word) {
    if (!word) return;
    begin(label);
    text_ += word.text;
  }
  void field(const char* label, std::span<const HintWord> words) {
    for (const HintWord& word : words) field(label, word);
  }
  void field(const char* label, const std::span<const ValueRow>& rows) {
    if (rows.empty()) return;
    begin(label);
    text_ += '[';
    ValueRowReader reader(rows, tokens_);
    while (const Row* row = reader.next()) node(*row);
    text_ += ']';
  }
  void field(const char* label, Keyword keyword) {
    begin(label);
    text_ += keyword_text(keyword);
  }
  template <class T>
  void field(const char* label, const T& member) {
    if constexpr (std::is_pointer_v<T>) {
      if (member == nullptr) return;
      begin(label);
      node(*member);
    } else if constexpr (std::is_enum_v<T>) {
      number(label, static_cast<unsigned>(member));
    } else if constexpr (std::is_integral_v<T>) {
      number(label, static_cast<unsigned>(member));
    } else {
      if (member.empty()) return;
      begin(label);
      text_ += '[';
      for (const Node* child : member) node(*child);
      text_ += ']';
    }
  }
  void number(const char* label, unsigned value) {
    if (value == 0) return;
    begin(label);
    text_ += std::to_string(value);
  }

  const TokenView& tokens_;
  std::string text_;
};

}  // namespace

std::string dump(const Node& node, const TokenView& tokens) {
  Dumper dumper(tokens);
  dumper.node(node);
  return dumper.take();
}

bool structurally_equal(const Node& left, const TokenView& left_tokens, const Node& right,
                        const TokenView& right_tokens) {
  return dump(left, left_tokens) == dump(right, right_tokens);
}

}  // namespace mallshard::sqlparse
