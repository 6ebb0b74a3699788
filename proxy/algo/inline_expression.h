// ShardingSphere's inline expressions: the Groovy subset that its 4.x users
// write in algorithmExpression and actualDataNodes.
//
//   auto compiled = InlineExpression::compile("t_order${order_id % 2}", {"order_id"});
//   if (!compiled) report(compiled.error());            // names the position
//   TargetName name;
//   Result<std::string_view> target = compiled->evaluate(key, name);   // "t_order1"
//
// The language: literals (int, long, decimal, string), the sharding columns,
// + - * / % ** << >> >>> & | ^ ~ ! && || comparisons, ?: and the elvis
// operator, parentheses, casts and `as`, s[i], and the methods listed in
// conf/README.md. Semantics are Groovy 2.4's: integer widths and
// their overflow, the sign of %, decimal division, Java's hashCode and
// toString. No loops, no closures, no I/O; every operation is bounded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "algo/key_view.h"
#include "base/result.h"

namespace mallshard::algo {

// Room for one target name. An identifier of MySQL is at most 64 characters;
// a longer result of an expression is an error, never cut.
struct TargetName {
  std::array<char, 256> bytes;
};

class InlineProgram;

// Immutable after compile(); safe to share between threads.
class InlineExpression {
 public:
  // `columns` are the names that may stand for a value, in the order of the
  // keys given to evaluate(); compared without case, as column names are. An
  // Error (1105) names the position and, where one exists, the remedy.
  static Result<InlineExpression> compile(std::string_view text, std::span<const std::string> columns);

  // The target's name for these keys, as a view into `out` (or into static
  // text of this object). Allocates only to make an Error. `keys` has one entry
  // for each of `columns`.
  [[nodiscard]] Result<std::string_view> evaluate(std::span<const KeyView> keys, TargetName& out) const;

  [[nodiscard]] const std::string& text() const { return text_; }

  // True if the result can differ between Java classes of an equal number (it
  // hashes, prints or divides its input): then every representation is asked.
  [[nodiscard]] bool depends_on_key_class() const;

  // N if the expression is literal text around exactly one `column % N`, 0
  // otherwise: its whole set of results is then known.
  [[nodiscard]] std::uint32_t plain_modulus() const;

 private:
  InlineExpression(std::string text, std::shared_ptr<const InlineProgram> program);

  std::string text_;
  std::shared_ptr<const InlineProgram> program_;
};

// The names that actualDataNodes stands for: segments separated by commas, and
// in each the cartesian product of its placeholders, the left-most varying
// slowest. "ds${0..1}.t_${['a', 'b']}" gives ds0.t_a ds0.t_b ds1.t_a ds1.t_b.
// At most `limit` names, so that a typing error cannot fill the memory.
Result<std::vector<std::string>> expand(std::string_view text, std::size_t limit = 65536);

// The segments between top-level commas, trimmed; commas inside ${} do not count.
std::vector<std::string_view> split_segments(std::string_view text);

}  // namespace mallshard::algo
