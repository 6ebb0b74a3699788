// The schema that the tests of this folder plan against: the seed's rules and
// a third sharded table.
#pragma once

#include <memory>
#include <string>

#include "rule/snapshot.h"

namespace mallshard::plan::test {

struct World {
  std::shared_ptr<rule::Snapshot> snapshot;
  const rule::Schema* schema = nullptr;
  std::string ddl;
};

// Fails the process with a message if the rules do not build.
const World& world();

}  // namespace mallshard::plan::test
