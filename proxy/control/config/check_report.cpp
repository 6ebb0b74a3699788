#include "control/config/load.h"

namespace mallshard::control {
namespace {

void describe(const rule::Snapshot& snapshot, std::string& out) {
  for (const rule::Schema& schema : snapshot.schemas) {
    out += "schema " + schema.name + ": " + std::to_string(schema.sources.size()) + " data sources in " +
           std::to_string(schema.groups.size()) + " groups, " + std::to_string(schema.tables.size()) +
           " sharded tables, " + std::to_string(schema.broadcast_tables.size()) + " broadcast tables\n";
    for (const rule::ShardedTable& table : schema.tables) {
      out += "  " + table.name + ": " + std::to_string(table.nodes.size()) + " nodes";
      if (!table.database_strategy.is_none()) {
        out += ", data source by " + std::string(table.database_strategy.algorithm->describe());
      }
      if (!table.table_strategy.is_none()) {
        out += ", table by " + std::string(table.table_strategy.algorithm->describe());
      }
      out += "\n";
    }
  }
}

}  // namespace

CheckReport check_report(const std::string& directory) {
  const SystemClock clock;
  const LoadedConfig loaded = load(directory, clock);
  CheckReport report;
  for (const ConfigLine& line : loaded.mistakes) report.text += line.text() + "\n";
  for (const ConfigLine& line : loaded.notes) report.text += "note: " + line.text() + "\n";
  if (loaded.snapshot == nullptr) {
    report.exit_code = 1;
    const std::size_t count = loaded.mistakes.size();
    report.text += std::to_string(count) + (count == 1 ? " mistake\n" : " mistakes\n");
    return report;
  }
  report.snapshot = loaded.snapshot;
  describe(*loaded.snapshot, report.text);
  report.text += "the configuration is in order\n";
  return report;
}

}  // namespace mallshard::control
