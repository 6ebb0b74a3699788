// Key caches and table files; ANALYZE, CHECK, ... TABLE are in ast_admin.h.
#pragma once

#include "sqlparse/ast_ddl.h"

namespace mallshard::sqlparse {

// t PARTITION (p0, p1) INDEX (k1, k2) [IGNORE LEAVES]; PARTITION (ALL) is a
// name list with the word ALL.
struct KeyCacheItem : Node {
  static constexpr NodeKind kKind = NodeKind::KeyCacheItem;
  TableName* table = nullptr;  // with its partitions
  bool index_list = false;     // INDEX () may be empty
  bool ignore_leaves = false;  // LOAD INDEX only
  NameList indexes;            // PRIMARY is a name here
  template <class F>
  void fields(F&& f) const {
    f("table", table);
    f("index_list", index_list);
    f("indexes", indexes);
    f("ignore_leaves", ignore_leaves);
  }
};

// CACHE INDEX items IN cache, LOAD INDEX INTO CACHE items
struct KeyCacheStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::KeyCacheStatement;
  NodeList<KeyCacheItem> items;
  Name cache;
  template <class F>
  void fields(F&& f) const {
    f("items", items);
    f("cache", cache);
  }
};

// MySQL: IMPORT TABLE FROM 'file', 'file'
struct ImportTableStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::ImportTableStatement;
  NameList files;
  template <class F>
  void fields(F&& f) const {
    f("files", files);
  }
};

}  // namespace mallshard::sqlparse
