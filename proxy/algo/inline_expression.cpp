#include "algo/inline_expression.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "algo/inline/program.h"
#include "algo/inline/template.h"
#include "base/value.h"

namespace mallshard::algo {
namespace {

std::string describe(const KeyView& key) {
  switch (key.kind) {
    case KeyView::Kind::Null:
      return "NULL";
    case KeyView::Kind::Integer:
    case KeyView::Kind::Long:
      return std::to_string(key.integer);
    case KeyView::Kind::BigInteger:
    case KeyView::Kind::BigDecimal:
      return std::string(key.text.substr(0, 80));
    case KeyView::Kind::Double:
      return mallshard::describe(Value::of_double(key.real));
    case KeyView::Kind::String:
      return "'" + std::string(key.text.substr(0, 64)) + "'";
  }
  return {};
}

// prefix + key % modulus + suffix, without the machine: nearly every
// configuration has this shape.
std::optional<std::string_view> run_modulus(const InlineProgram& program, const KeyView& key,
                                            TargetName& out) {
  if (key.kind != KeyView::Kind::Integer && key.kind != KeyView::Kind::Long) return std::nullopt;
  constexpr std::size_t kDigits = 12;
  if (program.prefix.size() + program.suffix.size() + kDigits > out.bytes.size()) return std::nullopt;
  char* at = out.bytes.data();
  at = std::copy(program.prefix.begin(), program.prefix.end(), at);
  at = std::to_chars(at, at + kDigits, key.integer % program.modulus).ptr;
  at = std::copy(program.suffix.begin(), program.suffix.end(), at);
  return std::string_view(out.bytes.data(), static_cast<std::size_t>(at - out.bytes.data()));
}

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// Appends the cartesian product, the left-most piece varying slowest.
bool multiply_out(const std::vector<Alternatives>& pieces, std::size_t limit, std::vector<std::string>& out) {
  std::vector<std::string> names{std::string()};
  for (const Alternatives& piece : pieces) {
    if (names.size() * piece.size() > limit) return false;
    std::vector<std::string> longer;
    longer.reserve(names.size() * piece.size());
    for (const std::string& name : names) {
      for (const std::string& alternative : piece) longer.push_back(name + alternative);
    }
    names = std::move(longer);
  }
  if (out.size() + names.size() > limit) return false;
  for (std::string& name : names) out.push_back(std::move(name));
  return true;
}

}  // namespace

InlineExpression::InlineExpression(std::string text, std::shared_ptr<const InlineProgram> program)
    : text_(std::move(text)), program_(std::move(program)) {}

Result<InlineExpression> InlineExpression::compile(std::string_view text,
                                                   std::span<const std::string> columns) {
  text = trim(text);
  Result<std::shared_ptr<const InlineProgram>> program = compile_template(text, columns);
  if (!program) return program.error();
  return InlineExpression(std::string(text), *program);
}

Result<std::string_view> InlineExpression::evaluate(std::span<const KeyView> keys, TargetName& out) const {
  if (program_->modulus != 0) {
    if (const std::optional<std::string_view> name = run_modulus(*program_, keys[0], out)) return *name;
  }
  std::size_t length = 0;
  const InlineProgram::Stop stop = program_->run(keys, out.bytes.data(), out.bytes.size(), length);
  if (stop.fault == nullptr) return std::string_view(out.bytes.data(), length);
  std::string values;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    values += (i == 0 ? "" : ", ") + program_->columns[i] + " = " + describe(keys[i]);
  }
  return Error::unknown("Inline expression '" + text_ + "' fails for " + values + ": " + stop.fault +
                        " (position " + std::to_string(stop.position) + ")");
}

bool InlineExpression::depends_on_key_class() const {
  return program_->class_matters;
}

std::uint32_t InlineExpression::plain_modulus() const {
  return program_->modulus;
}

std::vector<std::string_view> split_segments(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (depth > 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '{' || c == '[' || c == '(') {
      ++depth;
    } else if (c == '}' || c == ']' || c == ')') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      out.push_back(trim(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  out.push_back(trim(text.substr(start)));
  return out;
}

Result<std::vector<std::string>> expand(std::string_view text, std::size_t limit) {
  std::vector<std::string> out;
  for (const std::string_view segment : split_segments(text)) {
    if (segment.empty())
      return Error::unknown("'" + std::string(text) + "': there is nothing between two commas");
    Result<std::vector<Alternatives>> pieces = expand_template(segment, limit);
    if (!pieces) return pieces.error();
    if (!multiply_out(*pieces, limit, out)) {
      return Error::unknown("'" + std::string(text) + "': it stands for more than " + std::to_string(limit) +
                            " names");
    }
  }
  return out;
}

}  // namespace mallshard::algo
