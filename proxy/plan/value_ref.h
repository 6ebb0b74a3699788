// A value that a statement names, and how to read it from one execution: on a
// plan-cache hit the literals have other texts, but the same token indexes.
#pragma once

#include <cstdint>
#include <optional>

#include "base/value.h"
#include "plan/planner.h"
#include "sqlparse/ast_expression.h"

namespace mallshard::plan {

struct ValueRef {
  enum class Kind : std::uint8_t {
    Literal,    // tokens first..last
    Parameter,  // the client's `parameter`-th
    Session,    // LAST_INSERT_ID() and its like: SessionValue(`parameter`)
    Generated,  // the key that the proxy makes for the row
    Opaque,     // anything else: known to the server alone
  };
  Kind kind = Kind::Opaque;
  bool negative = false;
  sqlparse::LiteralKind literal = sqlparse::LiteralKind::Null;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t parameter = 0;

  [[nodiscard]] bool is_known() const { return kind <= Kind::Session; }
  friend bool operator==(const ValueRef&, const ValueRef&) = default;
};

// A literal, a signed number or a parameter; Opaque for everything else, and
// for strings with an introducer (their character set is another).
[[nodiscard]] ValueRef value_ref(const sqlparse::Expression& expression);

// Opaque values stay Opaque; so does a parameter that was not sent.
[[nodiscard]] Value read_value(const ValueRef& ref, const Execution& execution);

// The value of LIMIT: a non-negative integer. A parameter may be a string that
// begins with one, or NULL, which is 0; to MariaDB any number. Null if it is none.
[[nodiscard]] std::optional<std::uint64_t> read_count(const ValueRef& ref, const Execution& execution,
                                                      bool mariadb);

}  // namespace mallshard::plan
