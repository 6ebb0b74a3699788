// Columns that a statement's conditions make equal: closed under transitivity.
#pragma once

#include <cstddef>
#include <vector>

#include "plan/bind.h"

namespace mallshard::plan {

class ColumnSets {
 public:
  void unite(ColumnPlace a, ColumnPlace b) {
    const std::size_t first = find_or_add(a);
    const std::size_t second = find_or_add(b);
    const std::size_t from = members_[second].set;
    const std::size_t to = members_[first].set;
    if (from == to) return;
    for (Member& member : members_) {
      if (member.set == from) member.set = to;
    }
  }

  [[nodiscard]] bool same(ColumnPlace a, ColumnPlace b) const {
    if (a == b) return true;
    const Member* first = find(a);
    const Member* second = find(b);
    return first != nullptr && second != nullptr && first->set == second->set;
  }

 private:
  struct Member {
    ColumnPlace place;
    std::size_t set;
  };

  [[nodiscard]] const Member* find(ColumnPlace place) const {
    for (const Member& member : members_) {
      if (member.place == place) return &member;
    }
    return nullptr;
  }

  std::size_t find_or_add(ColumnPlace place) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (members_[i].place == place) return i;
    }
    members_.push_back({place, members_.size()});
    return members_.size() - 1;
  }

  std::vector<Member> members_;
};

}  // namespace mallshard::plan
