// Names inside SQL that a server has printed.
#pragma once

#include <string>
#include <string_view>

#include "plan/dispatch.h"

namespace mallshard::exec {

// SHOW CREATE TABLE's text, and the bracketed text of foreign key errors
// (`ds0`.`t_item0`, CONSTRAINT ... REFERENCES `t_order0` ...): renames the
// table after CREATE TABLE, REFERENCES or at the very start, and constraints;
// nothing in strings, comments, or in names of columns and keys. Quoted by `,
// by " (ANSI_QUOTES) or not at all (SQL_QUOTE_SHOW_CREATE=0).
std::string rename_ddl(std::string_view text, const plan::Naming& naming);

// SHOW CREATE VIEW's text: `t_order0` `t_order`, the alias that CREATE VIEW was
// given, becomes the logical table again.
std::string rename_view(std::string_view text, const plan::Naming& naming);

// An expression as errors print it: (`ds0`.`t_order0`.`a` - 5). Renames the
// qualifiers of columns.
std::string rename_expression(std::string_view text, const plan::Naming& naming);

// `ds0`.`t_order0`[.`status`], quoted by `; anything else comes back as it is.
// `column`: the last part is a column.
std::string rename_quoted_group(std::string_view text, bool column, const plan::Naming& naming);

}  // namespace mallshard::exec
