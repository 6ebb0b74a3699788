// Names to positions: looked up exactly first, then without ASCII case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mallshard::rule {

class NameIndex {
 public:
  // False if the same name is there already; among names that differ only by
  // case the first one is found by a third spelling.
  bool add(std::string_view name, std::uint32_t position);

  // Does not allocate for names of up to 256 bytes.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  [[nodiscard]] bool contains(std::string_view name) const { return find(name).has_value(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Map = std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>>;

  Map exact_;
  Map folded_;  // lower case
};

}  // namespace mallshard::rule
