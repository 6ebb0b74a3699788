// The statements that one connection has prepared on its server, by SQL text,
// with the least recently used one given up first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mallshard::backend {

class StatementCache {
 public:
  explicit StatementCache(std::size_t capacity) : capacity_(capacity) {}

  // The server's id of the statement; counts as a use. Does not allocate.
  std::optional<std::uint32_t> find(std::string_view sql);
  // Answers the id that must be closed on the server, if any: the same text's
  // former one, or that of the statement given up.
  std::optional<std::uint32_t> put(std::string_view sql, std::uint32_t id);
  // The server does not know this statement any more.
  void forget(std::string_view sql);
  [[nodiscard]] std::size_t size() const { return by_sql_.size(); }

 private:
  struct Entry {
    std::string sql;
    std::uint32_t id;
  };
  std::size_t capacity_;
  std::list<Entry> by_use_;  // latest first; owns the text of by_sql_'s keys
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_sql_;
};

}  // namespace mallshard::backend
