// The weight of one space in a collation, as the server computes it: what a
// shorter WEIGHT_STRING is continued with when a PAD SPACE collation compares.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "control/health/sql_client.h"
#include "rule/table_metadata.h"

namespace mallshard::control {

// Of one server. Asks about each collation once; not thread-safe.
class PadWeights {
 public:
  // Fills space_weight of the text columns of `tables`; empty for NO PAD.
  Result<void> fill(SqlClient& server, std::vector<rule::TableMetadata*>& tables);

 private:
  Result<void> ask(SqlClient& server, const std::map<std::string, std::string>& charset_of);

  std::map<std::string, std::string> known_;  // collation -> weight bytes
};

}  // namespace mallshard::control
