#include "algo/registry.h"

#include <array>
#include <charconv>
#include <optional>
#include <random>
#include <utility>

#include "algo/balance/random_balance.h"
#include "algo/balance/round_robin.h"
#include "algo/keygen/snowflake.h"
#include "algo/keygen/uuid.h"
#include "algo/sharding/inline_sharding.h"
#include "base/bytes.h"

namespace mallshard::algo {
namespace {

// Reads the properties of one algorithm; what is left over is unknown.
class PropertyReader {
 public:
  explicit PropertyReader(const Properties& properties) : left_(properties) {}

  std::optional<std::string> text(std::string_view name) {
    const auto found = left_.find(name);
    if (found == left_.end()) return std::nullopt;
    std::string value = std::move(found->second);
    left_.erase(found);
    return value;
  }

  template <class T>
  void number(std::string_view name, std::int64_t low, std::int64_t high, T& out) {
    const std::optional<std::string> value = text(name);
    if (!value) return;
    std::int64_t parsed = 0;
    const auto [end, code] = std::from_chars(value->data(), value->data() + value->size(), parsed);
    if (code != std::errc() || end != value->data() + value->size() || parsed < low || parsed > high) {
      return fail("'" + std::string(name) + "' is '" + *value + "'; it is a whole number from " +
                  std::to_string(low) + " to " + std::to_string(high));
    }
    out = static_cast<T>(parsed);
  }

  void fail(std::string what) {
    if (failure_.empty()) failure_ = std::move(what);
  }

  // The first mistake, unknown properties included.
  std::optional<Error> finish(std::string_view known) {
    if (failure_.empty() && !left_.empty()) {
      failure_ = "unknown property '" + left_.begin()->first + "'; known are: " + std::string(known);
    }
    if (failure_.empty()) return std::nullopt;
    return Error::unknown(failure_);
  }

 private:
  Properties left_;
  std::string failure_;
};

// "UTC", "Z", "+08:00", "-03:30" -> minutes east of Greenwich.
std::optional<int> zone_offset_minutes(std::string_view zone) {
  if (equals_ignore_case(zone, "UTC") || equals_ignore_case(zone, "GMT") || zone == "Z") return 0;
  for (const std::string_view prefix : {"UTC", "GMT"}) {
    if (zone.starts_with(prefix)) zone.remove_prefix(prefix.size());
  }
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  int hours = 0;
  int minutes = 0;
  const auto read = [](std::string_view digits, int& out) {
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return code == std::errc() && end == digits.data() + digits.size() && out >= 0;
  };
  if (!read(zone.substr(1, 2), hours) || !read(zone.substr(4, 2), minutes) || hours > 18 || minutes > 59) {
    return std::nullopt;
  }
  return (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

constexpr std::int64_t kEpochUtcMs = 1477958400000;  // 2016-11-01 00:00 UTC

Result<std::shared_ptr<KeyGenerator>> make_snowflake(const Properties& properties, const Clock& clock) {
  PropertyReader reader(properties);
  SnowflakeOptions options;
  reader.number("worker.id", 0, 1023, options.worker_id);
  reader.number("max.vibration.offset", 0, 4095, options.max_vibration_offset);
  std::int64_t tolerated = options.max_clock_back.count();
  reader.number("max.tolerate.time.difference.milliseconds", 0, 60000, tolerated);
  options.max_clock_back = std::chrono::milliseconds(tolerated);
  options.epoch_ms = local_snowflake_epoch_ms();
  if (const std::optional<std::string> zone = reader.text("epoch.time.zone")) {
    const std::optional<int> minutes = zone_offset_minutes(*zone);
    if (!minutes) {
      reader.fail("'epoch.time.zone' is '" + *zone + "'; it is UTC or an offset such as +08:00");
    } else {
      options.epoch_ms = kEpochUtcMs - std::int64_t{*minutes} * 60000;
    }
    if (properties.contains("epoch.milliseconds")) {
      reader.fail("'epoch.time.zone' and 'epoch.milliseconds' both set the epoch; keep one");
    }
  }
  reader.number("epoch.milliseconds", 0, 4102444800000, options.epoch_ms);
  if (std::optional<Error> mistake = reader.finish(
          "worker.id, max.vibration.offset, max.tolerate.time.difference.milliseconds, epoch.time.zone, "
          "epoch.milliseconds")) {
    return std::move(*mistake);
  }
  return std::shared_ptr<KeyGenerator>(std::make_shared<Snowflake>(options, clock));
}

Result<std::shared_ptr<KeyGenerator>> make_uuid(const Properties& properties, const Clock&) {
  if (std::optional<Error> mistake = PropertyReader(properties).finish("none")) return std::move(*mistake);
  return std::shared_ptr<KeyGenerator>(std::make_shared<Uuid>());
}

Result<std::shared_ptr<LoadBalancer>> make_round_robin(const Properties& properties) {
  if (std::optional<Error> mistake = PropertyReader(properties).finish("none")) return std::move(*mistake);
  return std::shared_ptr<LoadBalancer>(std::make_shared<RoundRobin>());
}

Result<std::shared_ptr<LoadBalancer>> make_random(const Properties& properties) {
  if (std::optional<Error> mistake = PropertyReader(properties).finish("none")) return std::move(*mistake);
  std::random_device device;
  return std::shared_ptr<LoadBalancer>(
      std::make_shared<RandomBalance>(std::uint64_t{device()} << 32 | device()));
}

Result<std::shared_ptr<const ShardingAlgorithm>> make_inline(const Properties& properties,
                                                             const std::vector<std::string>& columns) {
  PropertyReader reader(properties);
  const std::optional<std::string> expression = reader.text("algorithm-expression");
  if (!expression) reader.fail("'algorithm-expression' is missing");
  // Ranges always go to every target here, whatever this says.
  (void)reader.text("allow-range-query-with-inline-sharding");
  if (std::optional<Error> mistake =
          reader.finish("algorithm-expression, allow-range-query-with-inline-sharding")) {
    return std::move(*mistake);
  }
  Result<InlineExpression> compiled = InlineExpression::compile(*expression, columns);
  if (!compiled) return compiled.error();
  return std::shared_ptr<const ShardingAlgorithm>(std::make_shared<InlineSharding>(std::move(*compiled)));
}

// A type with a null `make` is known and refused for `reason`.
template <class Make>
struct Entry {
  std::string_view type;
  Make make;
  std::string_view reason;
};

using MakeKeys = Result<std::shared_ptr<KeyGenerator>> (*)(const Properties&, const Clock&);
constexpr std::array<Entry<MakeKeys>, 4> kKeyGenerators = {{
    {"SNOWFLAKE", make_snowflake, {}},
    {"UUID", make_uuid, {}},
    {"LEAF_SEGMENT", nullptr, "it needs an external Leaf service; use SNOWFLAKE"},
    {"LEAF_SNOWFLAKE", nullptr, "it needs an external Leaf service; use SNOWFLAKE"},
}};

using MakeBalancer = Result<std::shared_ptr<LoadBalancer>> (*)(const Properties&);
constexpr std::array<Entry<MakeBalancer>, 3> kLoadBalancers = {{
    {"ROUND_ROBIN", make_round_robin, {}},
    {"RANDOM", make_random, {}},
    {"WEIGHT", nullptr, "not built yet; use ROUND_ROBIN or RANDOM"},
}};

using MakeSharding = Result<std::shared_ptr<const ShardingAlgorithm>> (*)(const Properties&,
                                                                          const std::vector<std::string>&);
constexpr std::array<Entry<MakeSharding>, 10> kShardingAlgorithms = {{
    {"INLINE", make_inline, {}},
    {"MOD", nullptr, "not built yet; use INLINE"},
    {"HASH_MOD", nullptr, "not built yet; use INLINE"},
    {"VOLUME_RANGE", nullptr, "not built yet; use INLINE"},
    {"BOUNDARY_RANGE", nullptr, "not built yet; use INLINE"},
    {"AUTO_INTERVAL", nullptr, "not built yet; use INLINE"},
    {"INTERVAL", nullptr, "not built yet; use INLINE"},
    {"COMPLEX_INLINE", nullptr, "not built yet; use INLINE"},
    {"HINT_INLINE", nullptr, "not built yet; use INLINE"},
    {"CLASS_BASED", nullptr, "a Java class cannot be loaded; use INLINE"},
}};

template <class Table>
Result<const typename Table::value_type*> find(const Table& table, std::string_view type) {
  std::string known;
  for (const auto& entry : table) {
    if (equals_ignore_case(entry.type, type)) {
      if (entry.make != nullptr) return &entry;
      return Error::unknown("type '" + std::string(type) + "' is refused: " + std::string(entry.reason));
    }
    if (entry.make != nullptr) known += (known.empty() ? "" : ", ") + std::string(entry.type);
  }
  return Error::unknown("unknown type '" + std::string(type) + "'; known are: " + known);
}

}  // namespace

Result<std::shared_ptr<KeyGenerator>> make_key_generator(std::string_view type, const Properties& properties,
                                                         const Clock& clock) {
  const auto entry = find(kKeyGenerators, type);
  if (!entry) return entry.error();
  return (*entry)->make(properties, clock);
}

Result<std::shared_ptr<LoadBalancer>> make_load_balancer(std::string_view type,
                                                         const Properties& properties) {
  const auto entry = find(kLoadBalancers, type);
  if (!entry) return entry.error();
  return (*entry)->make(properties);
}

Result<std::shared_ptr<const ShardingAlgorithm>> make_sharding_algorithm(
    std::string_view type, const Properties& properties, const std::vector<std::string>& columns) {
  const auto entry = find(kShardingAlgorithms, type);
  if (!entry) return entry.error();
  return (*entry)->make(properties, columns);
}

}  // namespace mallshard::algo
