// User variables between a session and the servers it uses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/local_result.h"
#include "wire/row_text.h"

namespace mallshard::exec {

// @`name`
[[nodiscard]] std::string user_variable_expression(std::string_view name);
// SELECT @`a`,FOUND_ROWS()
[[nodiscard]] std::string read_back_sql(const std::vector<std::string>& expressions);

// A literal that gives a user variable the same value and type again, from a
// text row's field and its column's type.
[[nodiscard]] std::string user_variable_literal(const wire::LocalColumn& column,
                                                const wire::FieldView& value);

}  // namespace mallshard::exec
