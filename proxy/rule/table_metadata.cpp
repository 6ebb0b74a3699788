#include "rule/table_metadata.h"

#include <algorithm>
#include <atomic>

#include "base/bytes.h"

namespace mallshard::rule {
namespace {

std::string key_of(std::string_view schema, std::string_view table) {
  std::string key;
  key.reserve(schema.size() + table.size() + 1);
  key.append(schema).push_back('\0');
  key.append(table);
  return key;
}

std::uint64_t next_generation() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace

std::string function_key(std::string_view name) {
  return to_lower(name) + "()";
}

bool is_function_key(std::string_view key) {
  return key.ends_with("()");
}

std::optional<std::uint32_t> TableMetadata::find_column(std::string_view column) const {
  for (std::uint32_t i = 0; i < columns.size(); ++i) {
    if (equals_ignore_case(columns[i].name, column)) return i;
  }
  return std::nullopt;
}

const KeyMetadata* TableMetadata::primary_key() const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [](const KeyMetadata& key) { return key.is_primary(); });
  return found == keys.end() ? nullptr : &*found;
}

TablePtr MetadataView::find(std::string_view schema, std::string_view table) const {
  const std::string key = key_of(schema, table);
  if (const auto found = tables_.find(key); found != tables_.end()) return found->second;
  const auto folded = folded_.find(to_lower(key));
  if (folded == folded_.end()) return nullptr;
  const auto found = tables_.find(folded->second);
  return found == tables_.end() ? nullptr : found->second;
}

const Error* MetadataView::failure(std::string_view schema, std::string_view table) const {
  if (failures_.empty()) return nullptr;
  const auto found = failures_.find(key_of(schema, table));
  return found == failures_.end() ? nullptr : &found->second;
}

std::vector<TablePtr> MetadataView::all(std::string_view schema) const {
  std::vector<TablePtr> out;
  for (const auto& [key, table] : tables_) {
    if (equals_ignore_case(table->schema, schema)) out.push_back(table);
  }
  std::sort(out.begin(), out.end(), [](const TablePtr& a, const TablePtr& b) { return a->name < b->name; });
  return out;
}

MetadataView MetadataView::with(std::span<const TablePtr> changed) const {
  MetadataView next = *this;
  next.generation_ = next_generation();
  for (const TablePtr& table : changed) {
    std::string key = key_of(table->schema, table->name);
    next.folded_.insert_or_assign(to_lower(key), key);
    next.failures_.erase(key);
    next.tables_.insert_or_assign(std::move(key), table);
  }
  return next;
}

MetadataView MetadataView::with(std::span<const UnreadTable> unread) const {
  MetadataView next = *this;
  next.generation_ = next_generation();
  // Whoever waited for the older ones has been told.
  constexpr std::size_t kMostFailures = 4096;
  if (next.failures_.size() + unread.size() > kMostFailures) next.failures_.clear();
  for (const UnreadTable& each : unread)
    next.failures_.insert_or_assign(key_of(each.schema, each.table), each.why);
  return next;
}

MetadataView MetadataView::without(std::string_view schema, std::string_view table) const {
  MetadataView next = *this;
  next.generation_ = next_generation();
  next.failures_.erase(key_of(schema, table));
  const TablePtr known = find(schema, table);
  if (known == nullptr) return next;
  const std::string key = key_of(known->schema, known->name);
  next.tables_.erase(key);
  if (const auto folded = next.folded_.find(to_lower(key));
      folded != next.folded_.end() && folded->second == key) {
    next.folded_.erase(folded);
  }
  return next;
}

}  // namespace mallshard::rule
