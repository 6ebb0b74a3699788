#include "plan/excerpt.h"

#include <algorithm>

#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

// A literal that compares as the parameter does; false if there is none.
bool append_parameter(const Value& value, std::string& out) {
  switch (value.kind) {
    case Value::Kind::Null:
      out += "NULL";
      return true;
    case Value::Kind::Int:
      out += std::to_string(value.integer);
      return true;
    case Value::Kind::UInt:
      out += std::to_string(value.as_unsigned());
      return true;
    case Value::Kind::Decimal:
      out += value.text;
      return true;
    case Value::Kind::Text:
      // What a backslash means depends on sql_mode; no character set of a client
      // has a quote inside of a character.
      if (value.text.find_first_of(std::string_view("\\\0", 2)) != std::string::npos) return false;
      out += '\'';
      for (const char c : value.text) {
        out += c;
        if (c == '\'') out += c;
      }
      out += '\'';
      return true;
    default:
      return false;
  }
}

}  // namespace

Excerpt excerpt_of(const sqlparse::Node& node, std::uint32_t first, std::uint32_t last) {
  Excerpt excerpt{first, last, {}};
  sqlparse::walk(node, [&](const sqlparse::Node& each) {
    const auto* parameter = sqlparse::as<sqlparse::Parameter>(&each);
    if (parameter != nullptr && parameter->first_token >= first && parameter->first_token <= last)
      excerpt.parameters.push_back({parameter->first_token, parameter->index});
    return true;
  });
  std::sort(excerpt.parameters.begin(), excerpt.parameters.end(),
            [](const Excerpt::Mark& a, const Excerpt::Mark& b) { return a.token < b.token; });
  return excerpt;
}

std::pair<std::uint32_t, std::uint32_t> with_parentheses(const sqlparse::TokenView& tokens,
                                                         const sqlparse::Node& node) {
  std::uint32_t open = 0;
  std::uint32_t missing = 0;
  for (std::uint32_t token = node.first_token; token <= node.last_token; ++token) {
    const sqlparse::TokenKind kind = tokens.tokens[token].kind;
    if (kind == sqlparse::TokenKind::LeftParen) ++open;
    if (kind != sqlparse::TokenKind::RightParen) continue;
    if (open > 0) {
      --open;
    } else {
      ++missing;
    }
  }
  return {node.first_token - missing, node.last_token + open};
}

bool write_excerpt(const Rewrite& rewrite, const Execution& execution, const Excerpt& excerpt,
                   std::string& out) {
  WriteContext context;
  context.execution = &execution;
  std::uint32_t from = excerpt.first;
  for (const Excerpt::Mark& mark : excerpt.parameters) {
    if (mark.parameter >= execution.parameters.size()) return false;
    if (mark.token > from) write_tokens(rewrite, context, from, mark.token - 1, out, nullptr);
    if (!out.empty()) out += ' ';
    if (!append_parameter(execution.parameters[mark.parameter], out)) return false;
    from = mark.token + 1;
    if (from <= excerpt.last) out += ' ';
  }
  if (from <= excerpt.last) write_tokens(rewrite, context, from, excerpt.last, out, nullptr);
  return true;
}

}  // namespace mallshard::plan
