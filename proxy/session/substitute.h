// Values in the place of `?`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/value.h"
#include "sqlparse/flavour.h"

namespace mallshard::session {

// `sql` with its parameters replaced by `literals`, in order, and its columns named
// as before; nullopt when their numbers differ.
[[nodiscard]] std::optional<std::string> substitute(std::string_view sql, const sqlparse::LexOptions& options,
                                                    std::span<const std::string> literals);

// A literal of the same type and value.
[[nodiscard]] std::string literal_of(const Value& value);

// The bytes that a user variable's literal (as SessionState keeps it) stands
// for, as text: 12, abc for _utf8mb4 x'616263' COLLATE c; nullopt for NULL.
[[nodiscard]] std::optional<std::string> text_of_literal(std::string_view literal);

}  // namespace mallshard::session
