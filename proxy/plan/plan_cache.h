// The plans of one core by structure (DESIGN decision 5). Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "plan/planner.h"

namespace mallshard::plan {

// What besides the text's structure tells plans apart.
struct CacheKey {
  std::uint64_t structure = 0;  // sqlparse's hash of the token stream
  std::string_view normalised;  // compared on a hit: a hash alone is no proof
  std::uint64_t context = 0;  // hash of database, sql_mode bits, charset, rights, snapshot version, prepared
};

class PlanCache {
 public:
  explicit PlanCache(std::size_t capacity = 4096);
  ~PlanCache();
  PlanCache(const PlanCache&) = delete;
  PlanCache& operator=(const PlanCache&) = delete;

  // Null on a miss, or when the metadata the plan was made with has changed.
  [[nodiscard]] std::shared_ptr<const Plan> find(const CacheKey& key, const rule::MetadataView& metadata);
  void store(const CacheKey& key, std::shared_ptr<const Plan> plan, const rule::MetadataView& metadata);
  void clear();
  [[nodiscard]] std::size_t size() const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::plan
