// Which productions of the generating grammar a statement can be derived with:
// the grammar read backwards.
//
// Words of the grammar stand for themselves; its names, numbers, strings and
// variables for any of their kind. A production counts as reached when some
// derivation of some statement uses it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/parse/grammar.h"

namespace mallshard::sqlparse::test {

class Coverage {
 public:
  // Of the productions that this server's statements may use. The grammar must
  // outlive it.
  Coverage(const Grammar& grammar, Flavour flavour, std::uint32_t version);
  ~Coverage();
  Coverage(const Coverage&) = delete;
  Coverage& operator=(const Coverage&) = delete;

  // False when the grammar does not derive the statement.
  bool add(const std::string& sql);

  [[nodiscard]] const std::vector<bool>& reached() const noexcept;

 private:
  class Recognizer;
  std::unique_ptr<Recognizer> recognizer_;
};

}  // namespace mallshard::sqlparse::test
