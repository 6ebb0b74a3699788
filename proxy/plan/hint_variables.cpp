#include "plan/hint_variables.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "sqlparse/ast_hint.h"

namespace mallshard::plan {
namespace {

using Words = std::span<const std::string_view>;

// They decide how a server works, not what it answers.
constexpr std::string_view kHow[] = {"big_tables",
                                     "bulk_insert_buffer_size",
                                     "end_markers_in_json",
                                     "eq_range_index_dive_limit",
                                     "histogram_generation_max_mem_size",
                                     "innodb_lock_wait_timeout",
                                     "internal_tmp_mem_storage_engine",
                                     "join_buffer_size",
                                     "lock_wait_timeout",
                                     "max_error_count",
                                     "max_execution_time",
                                     "max_heap_table_size",
                                     "max_length_for_sort_data",
                                     "max_seeks_for_key",
                                     "optimizer_max_subgraph_pairs",
                                     "optimizer_prune_level",
                                     "optimizer_search_depth",
                                     "optimizer_switch",
                                     "parser_max_mem_size",
                                     "query_alloc_block_size",
                                     "query_prealloc_size",
                                     "range_alloc_block_size",
                                     "range_optimizer_max_mem_size",
                                     "read_buffer_size",
                                     "read_rnd_buffer_size",
                                     "select_into_buffer_size",
                                     "set_operations_buffer_size",
                                     "sort_buffer_size",
                                     "sql_big_selects",
                                     "sql_buffer_result",
                                     "tmp_table_size",
                                     "use_secondary_engine"};

// They change what becomes of a row, on each server alike.
constexpr std::string_view kOfARow[] = {"default_week_format", "foreign_key_checks", "sql_mode",
                                        "sql_safe_updates",    "time_zone",          "timestamp",
                                        "unique_checks"};

// They change what becomes of all rows: the finishing statement's matter.
constexpr std::string_view kOfTheResult[] = {"group_concat_max_len", "sql_select_limit"};

// The first variable that a hint sets and neither list has.
std::string other_variable(const sqlparse::StatementFacts& facts, Words also) {
  const auto has = [](Words words, std::string_view name) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return equals_ignore_case(word, name); });
  };
  for (const sqlparse::SystemVariableUse& use : facts.system_variables_assigned) {
    if (!sqlparse::is<sqlparse::Hint>(use.node) || has(kHow, use.name) || has(also, use.name)) continue;
    return "SET_VAR(" + std::string(use.name) + ")";
  }
  return {};
}

}  // namespace

std::string scatter_hint_obstacle(const sqlparse::StatementFacts& facts) {
  const std::string variable = other_variable(facts, kOfARow);
  return variable.empty() ? variable : variable + " over several shards";
}

std::string gather_hint_obstacle(const sqlparse::StatementFacts& facts) {
  return other_variable(facts, kOfTheResult);
}

}  // namespace mallshard::plan
