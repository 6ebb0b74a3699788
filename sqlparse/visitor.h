// Walking an AST without knowing every node type.
//
//   for_each_child(node, [&](const Node& child) { ... });
//   walk(node, [&](const Node& n) { count += is<ColumnRef>(&n); return true; });
//   visit_node(node, [&](const auto& typed) { ... });     // ast_dispatch.h
//
// Children come in the order of the text, nearly: see each node's fields().
// Rows of plain values have no nodes: see ValueRow in ast_insert.h.
#pragma once

#include <type_traits>
#include <utility>

#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

// A callable that is only borrowed, never stored.
class ChildVisitor {
 public:
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, ChildVisitor>)
      ChildVisitor(F& function)  // NOLINT(google-explicit-constructor): a borrowed reference
      : object_(const_cast<void*>(static_cast<const void*>(&function))),
        call_([](void* object, const Node& node) { (*static_cast<F*>(object))(node); }) {}
  void operator()(const Node& node) const { call_(object_, node); }

 private:
  void* object_;
  void (*call_)(void*, const Node&);
};

// Calls once for each direct child node.
void visit_children(const Node& node, ChildVisitor visitor);

template <class F>
void for_each_child(const Node& node, F&& function) {
  visit_children(node, ChildVisitor(function));
}

// Depth first, parents before children; `function` returns false to leave a
// node's children out. Recursion is as deep as the AST, which the parser bounds.
template <class F>
void walk(const Node& node, F&& function) {
  if (!function(node)) return;
  auto down = [&](const Node& child) { walk(child, function); };
  visit_children(node, ChildVisitor(down));
}

}  // namespace mallshard::sqlparse
