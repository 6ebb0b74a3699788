// What the body of a stored function depends on.
#pragma once

#include <string>
#include <vector>

#include "sqlparse/ast_program.h"
#include "sqlparse/parser.h"

namespace mallshard::sqlparse {

struct RoutineBody {
  std::vector<const TableName*> tables;  // that it reads, repeated
  // What in it is more than a value of its arguments, of tables that it reads
  // and of the clock: it writes, is random, asks or changes the session, or calls
  // another stored function. Empty: nothing.
  std::string obstacle;
};

// `parsed` is a CREATE FUNCTION. In doubt there is an obstacle.
[[nodiscard]] RoutineBody routine_body(const ParseOutput& parsed);

}  // namespace mallshard::sqlparse
