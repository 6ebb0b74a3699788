// User variables between a session and the servers it uses.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wire/local_result.h"
#include "wire/row_text.h"

namespace mallshard::exec {

// @`name`
[[nodiscard]] std::string user_variable_expression(std::string_view name);
// SELECT @`a`,FOUND_ROWS(),COLLATION(@`a`): the last for the first `texts` of them.
[[nodiscard]] std::string read_back_sql(const std::vector<std::string>& expressions, std::size_t texts);

// A literal that gives a user variable the same value and type again, from a
// text row's field and its column's type. `collation`: what COLLATION() says of
// it; empty: that of the column.
[[nodiscard]] std::string user_variable_literal(const wire::LocalColumn& column, const wire::FieldView& value,
                                                std::string_view collation = {});

}  // namespace mallshard::exec
