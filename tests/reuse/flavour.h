// The servers that these tests run over: MALLSHARD_FLAVOUR, or MariaDB.
#pragma once

#include <cstdlib>

#include "tests/support/world.h"

namespace mallshard::test {

inline Flavour flavour_of_environment() {
  const char* name = std::getenv("MALLSHARD_FLAVOUR");
  return name == nullptr ? Flavour::MariaDb : flavour_of(name).value_or(Flavour::MariaDb);
}

}  // namespace mallshard::test
