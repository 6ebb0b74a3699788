#include "plan/excerpt.h"

#include <algorithm>
#include <span>

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

Excerpt::List list_of(const sqlparse::InList& in) {
  Excerpt::List list;
  for (const sqlparse::Expression* item : in.items) {
    sqlparse::walk(*item, [&](const sqlparse::Node& each) {
      if (const auto* parameter = sqlparse::as<sqlparse::Parameter>(&each); parameter != nullptr) {
        list.parameters.push_back(parameter->index);
      } else if (const auto* literal = sqlparse::as<sqlparse::Literal>(&each); literal != nullptr) {
        const bool string = literal->literal_kind == sqlparse::LiteralKind::String ||
                            literal->literal_kind == sqlparse::LiteralKind::NationalString;
        list.has_string = list.has_string || string;
        list.has_other = list.has_other || (!string && literal->literal_kind != sqlparse::LiteralKind::Null);
      }
      return true;
    });
  }
  return list;
}

// MySQL gives a parameter in a list the type of the column before the list, and
// compares whole numbers exactly; literals of several types it compares as DOUBLE.
bool mixes_types(const Excerpt::List& list, std::span<const Value> values) {
  bool strings = list.has_string;
  bool others = list.has_other;
  for (const std::uint32_t parameter : list.parameters) {
    if (parameter >= values.size()) continue;
    const Value::Kind kind = values[parameter].kind;
    strings = strings || kind == Value::Kind::Text;
    others = others || (kind != Value::Kind::Text && kind != Value::Kind::Null);
  }
  return strings && others;
}

}  // namespace

Excerpt excerpt_of(const sqlparse::Node& node, std::uint32_t first, std::uint32_t last) {
  Excerpt excerpt{first, last, {}, {}};
  sqlparse::walk(node, [&](const sqlparse::Node& each) {
    if (const auto* in = sqlparse::as<sqlparse::InList>(&each);
        in != nullptr && in->first_token >= first && in->first_token <= last) {
      Excerpt::List list = list_of(*in);
      if (!list.parameters.empty()) excerpt.lists.push_back(std::move(list));
    }
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
  for (const Excerpt::List& list : excerpt.lists) {
    if (mixes_types(list, execution.parameters)) return false;
  }
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
