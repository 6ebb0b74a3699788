// Makes a finding small: which rows are needed for a read to answer wrongly.
#pragma once

#include <string>
#include <vector>

#include "tests/diff/session.h"

namespace mallshard::test {

// Removes rows of t_order and t_order_item from both sides as long as the
// statement still goes wrong; returns the INSERTs of what is left. The tables
// are left so.
std::vector<std::string> shrink_rows(Sides& sides, const Statement& statement);

// The statement as it can be typed, its parameters beside it.
std::string describe(const Statement& statement);

}  // namespace mallshard::test
