// The one table of algorithms by type name. To add one: its file in sharding/,
// keygen/ or balance/, and its line in registry.cpp.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "algo/balance/load_balancer.h"
#include "algo/keygen/key_generator.h"
#include "algo/sharding/sharding_algorithm.h"
#include "base/clock.h"
#include "base/result.h"

namespace mallshard::algo {

// As written in the configuration: "worker.id" -> "3".
using Properties = std::map<std::string, std::string, std::less<>>;

// An Error's message says what is wrong and what would be right, for the line
// of the configuration that asked. Type names compare without case. `clock`
// must outlive the generator.
Result<std::shared_ptr<KeyGenerator>> make_key_generator(std::string_view type, const Properties& properties,
                                                         const Clock& clock);
Result<std::shared_ptr<LoadBalancer>> make_load_balancer(std::string_view type, const Properties& properties);
// `columns`: the sharding columns of the strategy, in order.
Result<std::shared_ptr<const ShardingAlgorithm>> make_sharding_algorithm(
    std::string_view type, const Properties& properties, const std::vector<std::string>& columns);

}  // namespace mallshard::algo
