#include "backend/statement_cache.h"

namespace mallshard::backend {

std::optional<std::uint32_t> StatementCache::find(std::string_view sql) {
  auto at = by_sql_.find(sql);
  if (at == by_sql_.end()) return std::nullopt;
  by_use_.splice(by_use_.begin(), by_use_, at->second);
  return at->second->id;
}

std::optional<std::uint32_t> StatementCache::put(std::string_view sql, std::uint32_t id) {
  if (auto at = by_sql_.find(sql); at != by_sql_.end()) {
    std::uint32_t former = at->second->id;
    at->second->id = id;
    by_use_.splice(by_use_.begin(), by_use_, at->second);
    return former;
  }
  std::optional<std::uint32_t> closed;
  if (by_sql_.size() >= capacity_) {
    closed = by_use_.back().id;
    by_sql_.erase(by_use_.back().sql);
    by_use_.pop_back();
  }
  by_use_.push_front({std::string(sql), id});
  by_sql_.emplace(by_use_.front().sql, by_use_.begin());
  return closed;
}

void StatementCache::forget(std::string_view sql) {
  auto at = by_sql_.find(sql);
  if (at == by_sql_.end()) return;
  auto entry = at->second;
  by_sql_.erase(at);
  by_use_.erase(entry);
}

}  // namespace mallshard::backend
