// The values of literals in an AST.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "sqlparse/ast_expression.h"
#include "sqlparse/token.h"

namespace mallshard::embedded {

// Strings are the bytes as written, Hex and Bit are Value::Kind::Bytes, an
// integer too big for 64 bits is a Decimal, DATE'..' and its like are
// Temporal, checked. TRUE is 1.
Result<Value> literal_value(const sqlparse::Literal& literal, const sqlparse::TokenView& tokens);
// A literal, perhaps with a sign before it; nullopt for any other expression.
Result<std::optional<Value>> constant_value(const sqlparse::Expression& expression,
                                            const sqlparse::TokenView& tokens);
// The value of string tokens first..last, joined.
std::string string_value(const sqlparse::TokenView& tokens, std::uint32_t first, std::uint32_t last);

}  // namespace mallshard::embedded
