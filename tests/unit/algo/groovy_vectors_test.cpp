// Every recorded answer of the real Groovy must be ours.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "algo/inline_expression.h"

namespace mallshard::algo {
namespace {

KeyView read_key(char kind, const std::string& value) {
  switch (kind) {
    case 'I':
      return KeyView::of_integer(static_cast<std::int32_t>(std::stol(value)));
    case 'L':
      return KeyView::of_long(std::stoll(value));
    case 'B':
      return KeyView::of_big_integer(value);
    case 'D':
      return KeyView::of_big_decimal(value);
    default:
      return KeyView::of_string(value);
  }
}

// The result, or "!" where loading or evaluating is refused.
std::string answer(const std::string& text, const KeyView& key) {
  const std::vector<std::string> columns{"id"};
  const Result<InlineExpression> compiled = InlineExpression::compile(text, columns);
  if (!compiled) return "!";
  TargetName room;
  const Result<std::string_view> value = compiled->evaluate({&key, 1}, room);
  return value ? std::string(*value) : "!";
}

TEST(GroovyVectors, AreAnsweredAsGroovyDid) {
  std::ifstream file(std::string(MALLSHARD_SOURCE_DIR) + "/tests/unit/algo/groovy_vectors.txt");
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string kind;
    std::string value;
    std::string text;
    std::string expected;
    std::getline(fields, kind, '\t');
    std::getline(fields, value, '\t');
    std::getline(fields, text, '\t');
    std::getline(fields, expected);
    EXPECT_EQ(answer(text, read_key(kind.at(0), value)), expected) << kind << " " << value << " " << text;
    ++count;
  }
  EXPECT_EQ(count, 600);
}

}  // namespace
}  // namespace mallshard::algo
