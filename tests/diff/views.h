// Reads of tables become reads of views over them.
#pragma once

#include <string>
#include <vector>

#include "tests/diff/random.h"
#include "tests/diff/statement.h"

namespace mallshard::test {

// DROP and CREATE of the views; after schema_statements().
std::vector<std::string> view_statements();

// Puts a view that shows the same rows in the place of some tables of a read;
// leaves statements alone that write, lock, or name no table of the seed.
void read_through_views(Random& random, Statement& statement);

// A write of one sharded table becomes one of a view that shows all of it.
void write_through_views(Random& random, Statement& statement);

}  // namespace mallshard::test
