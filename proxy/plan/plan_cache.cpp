#include "plan/plan_cache.h"

#include <list>
#include <unordered_map>
#include <utility>

namespace mallshard::plan {

// Least recently used. Entries live in a list, newest first; the map finds them
// by hash, the text decides.
struct PlanCache::Body {
  struct Entry {
    std::uint64_t hash = 0;
    std::uint64_t structure = 0;
    std::uint64_t context = 0;
    std::string normalised;
    std::uint64_t generation = 0;  // of the metadata it was last checked against
    std::shared_ptr<const Plan> plan;
  };
  using Entries = std::list<Entry>;

  static std::uint64_t hash_of(const CacheKey& key) {
    std::uint64_t hash = key.structure ^ (key.context + 0x9e3779b97f4a7c15ULL + (key.structure << 6));
    hash ^= hash >> 32;
    return hash;
  }
  static bool matches(const Entry& entry, const CacheKey& key) {
    return entry.structure == key.structure && entry.context == key.context &&
           entry.normalised == key.normalised;
  }

  std::size_t capacity = 0;
  Entries entries;
  std::unordered_multimap<std::uint64_t, Entries::iterator> by_hash;

  std::unordered_multimap<std::uint64_t, Entries::iterator>::iterator locate(const CacheKey& key) {
    auto [begin, end] = by_hash.equal_range(hash_of(key));
    for (; begin != end; ++begin) {
      if (matches(*begin->second, key)) return begin;
    }
    return by_hash.end();
  }

  void erase(std::unordered_multimap<std::uint64_t, Entries::iterator>::iterator at) {
    entries.erase(at->second);
    by_hash.erase(at);
  }

  void drop_oldest() {
    auto [begin, end] = by_hash.equal_range(entries.back().hash);
    for (; begin != end; ++begin) {
      if (begin->second == std::prev(entries.end())) {
        erase(begin);
        return;
      }
    }
  }
};

PlanCache::PlanCache(std::size_t capacity) : body_(std::make_unique<Body>()) {
  body_->capacity = capacity;
}
PlanCache::~PlanCache() = default;

std::shared_ptr<const Plan> PlanCache::find(const CacheKey& key, const rule::MetadataView& metadata) {
  const auto found = body_->locate(key);
  if (found == body_->by_hash.end()) return nullptr;
  const Body::Entries::iterator entry = found->second;
  if (entry->generation != metadata.generation()) {
    if (!entry->plan->is_current(metadata)) {
      body_->erase(found);
      return nullptr;
    }
    entry->generation = metadata.generation();
  }
  body_->entries.splice(body_->entries.begin(), body_->entries, entry);
  return entry->plan;
}

void PlanCache::store(const CacheKey& key, std::shared_ptr<const Plan> plan,
                      const rule::MetadataView& metadata) {
  if (body_->capacity == 0 || !plan->cacheable()) return;
  if (const auto old = body_->locate(key); old != body_->by_hash.end()) body_->erase(old);
  if (body_->entries.size() >= body_->capacity) body_->drop_oldest();
  Body::Entry& entry = body_->entries.emplace_front();
  entry.hash = Body::hash_of(key);
  entry.structure = key.structure;
  entry.context = key.context;
  entry.normalised = std::string(key.normalised);
  entry.generation = metadata.generation();
  entry.plan = std::move(plan);
  body_->by_hash.emplace(entry.hash, body_->entries.begin());
}

void PlanCache::clear() {
  body_->by_hash.clear();
  body_->entries.clear();
}

std::size_t PlanCache::size() const {
  return body_->entries.size();
}

}  // namespace mallshard::plan
