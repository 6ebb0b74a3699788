// A configuration over embedded data sources with users of every kind of
// password and with the properties that a test gives.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/support/world.h"

namespace mallshard::test {

using Properties = std::vector<std::pair<std::string, std::string>>;

// What a user of conf_with_users() logs in with.
struct Account {
  std::string user;
  std::string password;
};
// Plain text, "*...", "MS$..." and "$A$005$...", in this order.
const std::vector<Account>& accounts();

void write_conf_with_users(const std::string& folder, const Properties& properties);

}  // namespace mallshard::test
