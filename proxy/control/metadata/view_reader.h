// A view's definition as its server shows it -> rule::ViewMetadata in logical
// names. Pure: asks nobody.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rule/snapshot.h"
#include "rule/table_metadata.h"

namespace mallshard::control {

// information_schema.views of one server, which prints definitions in one form
// whatever the sql_mode was: names in backticks, tables with their database,
// every selected value AS its name, columns with their table.
struct ShownView {
  std::string definition;
  std::string collation_connection;
  std::vector<std::string> columns;  // information_schema.columns: CREATE VIEW v (these)
  std::string check_option{};        // NONE, LOCAL, CASCADED
  bool updatable = false;
};

struct ViewPlace {
  const rule::Schema& schema;  // logical
  const rule::DataSource& source;
  bool mariadb = false;
  std::uint32_t server_version = 0;
};

// An actual table stands for its logical one if it is that one's first node on
// this source, which is what CREATE VIEW through the proxy names. A view over
// other nodes, other databases, or what the parser cannot read keeps its own
// meaning: it gets an obstacle.
[[nodiscard]] rule::ViewMetadata read_view(const ShownView& shown, const ViewPlace& place);

}  // namespace mallshard::control
