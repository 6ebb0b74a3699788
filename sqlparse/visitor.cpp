#include "sqlparse/visitor.h"

#include <span>
#include <type_traits>

#include "sqlparse/ast_dispatch.h"

namespace mallshard::sqlparse {

namespace {

struct ChildFields {
  const ChildVisitor& visitor;

  template <class T>
  void operator()(const char*, const T& member) const {
    if constexpr (std::is_pointer_v<T>) {
      if (member != nullptr) visitor(*member);
    } else if constexpr (requires { member.front()->kind; }) {
      for (const Node* child : member) {
        if (child != nullptr) visitor(*child);
      }
    } else if constexpr (std::is_same_v<T, std::span<const ValueRow>>) {
      for (const ValueRow& row : member) {
        if (row.nodes != nullptr) visitor(*row.nodes);
      }
    }
  }
};

}  // namespace

void visit_children(const Node& node, ChildVisitor visitor) {
  visit_node(node, [&](const auto& typed) { typed.fields(ChildFields{visitor}); });
  // fields() compares these by their text; their parts are nodes all the same.
  const ChildFields fields{visitor};
  if (const auto* type = as<DataType>(&node)) {
    fields("values", type->values);
  }
}

}  // namespace mallshard::sqlparse
