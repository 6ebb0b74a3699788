// Builds a statement's text, deciding for each constant whether it stands in
// the text or travels as a parameter.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/diff/placement.h"
#include "tests/diff/random.h"
#include "tests/support/client.h"

namespace mallshard::test {

class Writer {
 public:
  Writer(Random& random, bool prepared) : random_(random), prepared_(prepared) {}

  Writer& operator<<(const std::string& text) {
    text_ += text;
    return *this;
  }

  void number(std::int64_t value) {
    if (prepared_ && random_.percent(70)) {
      used("parameter");
      text_ += "?";
      parameters_.push_back(random_.percent(90) ? Parameter::of(value)
                                                : Parameter::of_text(std::to_string(value)));
    } else if (value < kExact && value > -kExact && random_.percent(4)) {
      // Beyond, MySQL compares as doubles or by the index, as its optimizer likes.
      used("(coerced constant)");
      text_ += random_.percent(50) ? "'" + std::to_string(value) + "'" : std::to_string(value) + ".0";
    } else {
      text_ += std::to_string(value);
    }
  }

  // A number that MySQL takes as an integer only (LIMIT).
  void count(std::int64_t value) {
    if (prepared_ && random_.percent(60)) {
      used("parameter");
      text_ += "?";
      parameters_.push_back(Parameter::of(value));
    } else {
      text_ += std::to_string(value);
    }
  }

  void string(const std::optional<std::string>& value) {
    if (prepared_ && random_.percent(70)) {
      used("parameter");
      text_ += "?";
      parameters_.push_back(value ? Parameter::of_text(*value) : Parameter::null());
    } else {
      text_ += quoted_or_null(value);
    }
  }

  void used(const std::string& construct) { constructs_.insert(construct); }

  [[nodiscard]] Random& random() { return random_; }
  [[nodiscard]] bool prepared() const { return prepared_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::vector<Parameter>& parameters() const { return parameters_; }
  [[nodiscard]] const std::set<std::string>& constructs() const { return constructs_; }

 private:
  static constexpr std::int64_t kExact = std::int64_t{1} << 53;

  Random& random_;
  bool prepared_;
  std::string text_;
  std::vector<Parameter> parameters_;
  std::set<std::string> constructs_;
};

}  // namespace mallshard::test
