#include "plan/stored_function.h"

namespace mallshard::plan {
namespace {

std::string name_of(const BoundStatement::Call& call) {
  return "stored function '" + std::string(call.node->name.text) + "'";
}

const rule::FunctionMetadata* function_of(const BoundStatement::Call& call) {
  return call.metadata == nullptr ? nullptr : call.metadata->function.get();
}

}  // namespace

std::string scatter_call_obstacle(const BoundStatement& bound) {
  for (const BoundStatement::Call& call : bound.calls) {
    const rule::FunctionMetadata* function = function_of(call);
    if (function == nullptr) continue;  // the shards say that it does not exist, or know it as built in
    if (!function->obstacle.empty()) return name_of(call) + ", which " + function->obstacle;
    if (function->home_tables) return name_of(call) + ", which reads tables of one data source";
  }
  return {};
}

std::string gather_call_obstacle(const BoundStatement& bound, rule::SourceId source, bool writes) {
  for (const BoundStatement::Call& call : bound.calls) {
    const rule::FunctionMetadata* function = function_of(call);
    if (function == nullptr) return "the function " + std::string(call.node->name.text);
    if (!function->obstacle.empty()) return name_of(call) + ", which " + function->obstacle;
    if (call.schema != bound.schema() || call.schema->default_source != source)
      return name_of(call) + ", which lies on another data source";
    if (writes && function->reads_tables) return name_of(call) + ", which reads tables, in a write";
  }
  return {};
}

std::string transaction_call_obstacle(const BoundStatement& bound) {
  for (const BoundStatement::Call& call : bound.calls) {
    const rule::FunctionMetadata* function = function_of(call);
    if (function != nullptr && function->reads_tables)
      return name_of(call) + ", which reads tables, beside rows of several shards in a transaction";
  }
  return {};
}

}  // namespace mallshard::plan
