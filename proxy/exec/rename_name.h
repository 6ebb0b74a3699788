// One name, or one dotted group of names, from physical to logical.
#pragma once

#include <string>
#include <string_view>

#include "plan/dispatch.h"

namespace mallshard::exec {

// What is not known comes back as it is; names compare byte by byte. A schema
// is replaced whenever Naming::logical_schema is set. The groups are unquoted:
// ds0.t_order0.status; a name with a dot of its own is taken for a group.
std::string rename_schema(std::string_view name, const plan::Naming& naming);
std::string rename_table(std::string_view name, const plan::Naming& naming);
std::string rename_qualified_table(std::string_view name, const plan::Naming& naming);  // [schema.]table
std::string rename_qualified_column(std::string_view name,
                                    const plan::Naming& naming);                // [[schema.]table.]column
std::string rename_routine(std::string_view name, const plan::Naming& naming);  // [schema.]routine
// MySQL since 8.0.19 says [table.]key.
std::string rename_key(std::string_view name, const plan::Naming& naming);
// Names that the servers made from the table's: t_order0_ibfk_1, t_order0_chk_2,
// and MariaDB's `t_order0.status`.
std::string rename_constraint(std::string_view name, const plan::Naming& naming);

}  // namespace mallshard::exec
