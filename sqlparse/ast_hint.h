// Optimizer hints: the comment right behind SELECT, INSERT, REPLACE, UPDATE or
// DELETE. Their words are no tokens of the statement: the nodes' token indexes
// are those of that first word, and what they say are views into the text.
//
// A server reads hints from the first to the first that is malformed, warns of
// that one (1064, "Optimizer hint syntax error") and passes over the rest; the
// statement is carried out all the same.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

enum class HintKind : std::uint8_t {
  // clang-format off
  None,
  // tables
  Bka, NoBka, Bnl, NoBnl, HashJoin, NoHashJoin, Merge, NoMerge,
  DerivedConditionPushdown, NoDerivedConditionPushdown,
  SplitMaterialized, NoSplitMaterialized,  // MariaDB
  JoinFixedOrder, JoinOrder, JoinPrefix, JoinSuffix,
  // a table and its indexes
  Mrr, NoMrr, NoIcp, NoRangeOptimization, SkipScan, NoSkipScan, IndexMerge, NoIndexMerge,
  Index, NoIndex, JoinIndex, NoJoinIndex, GroupIndex, NoGroupIndex, OrderIndex, NoOrderIndex,
  RowidFilter, NoRowidFilter,  // MariaDB
  // query blocks
  Semijoin, NoSemijoin, Subquery, QbName,
  // the statement
  MaxExecutionTime, SetVar, ResourceGroup,
  // clang-format on
};

// `BKA`, `NO_BKA`, ...; empty for None.
[[nodiscard]] std::string_view hint_kind_name(HintKind kind) noexcept;

// A name or value: what it means, quotes removed, and the bytes that spell it.
// Both may be views into the statement's text.
struct HintWord {
  std::string_view text;
  std::string_view spelling;

  explicit operator bool() const noexcept { return !spelling.empty(); }
};

// t1 or t1@block
struct HintTable : Node {
  static constexpr NodeKind kKind = NodeKind::HintTable;
  HintWord table;  // the alias, where the table has one
  HintWord query_block;
  template <class F>
  void fields(F&& f) const {
    f("table", table);
    f("query_block", query_block);
  }
};

struct Hint : Node {
  static constexpr NodeKind kKind = NodeKind::Hint;
  HintKind hint = HintKind::None;
  HintWord query_block;             // NAME(@block ...)
  NodeList<HintTable> tables;       // exactly one where indexes may follow
  std::span<const HintWord> words;  // indexes; strategies of SEMIJOIN and SUBQUERY
  HintWord name;                    // QB_NAME, RESOURCE_GROUP; the variable of SET_VAR
  HintWord value;                   // MAX_EXECUTION_TIME: digits; SET_VAR: any
  template <class F>
  void fields(F&& f) const {
    f("hint", hint);
    f("query_block", query_block);
    f("tables", tables);
    f("words", words);
    f("name", name);
    f("value", value);
  }
};

struct OptimizerHints : Node {
  static constexpr NodeKind kKind = NodeKind::OptimizerHints;
  NodeList<Hint> hints;  // up to the first malformed one
  // From the first malformed hint to the end of the comment: what the server
  // passes over. Empty when there is none, or when the comment is empty, which
  // is malformed too.
  std::string_view rest;
  std::uint32_t begin = 0;  // of the comment in the statement's text
  std::uint32_t end = 0;
  std::uint32_t error = 0;  // offset of what cannot be read in `rest`; 0: nothing
  [[nodiscard]] bool malformed() const noexcept { return error != 0; }
  template <class F>
  void fields(F&& f) const {
    f("hints", hints);
    f("rest", rest);
  }
};

}  // namespace mallshard::sqlparse
