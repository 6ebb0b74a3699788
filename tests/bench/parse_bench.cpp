// What one statement costs the front end: parse to AST, and lex to plan key.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "sqlparse/lexer.h"
#include "sqlparse/parser.h"
#include "sqlparse/plan_key.h"
#include "sqlparse/statement_facts.h"

namespace mallshard::sqlparse {
namespace {

constexpr std::string_view kPoint = "SELECT col FROM t WHERE id = 1";
constexpr std::string_view kFourColumns =
    "SELECT id, name, email, created_at FROM users WHERE status = 'active' ORDER BY created_at DESC LIMIT 20";
constexpr std::string_view kInsert = "INSERT INTO users VALUES (1, 'name', 'email')";
constexpr std::string_view kFourTableJoin =
    "SELECT o.id, u.name, p.title, c.label FROM orders o JOIN users u ON o.user_id = u.id "
    "JOIN products p ON o.product_id = p.id JOIN categories c ON p.category_id = c.id "
    "WHERE o.status = 'paid' AND u.country = 'DE' ORDER BY o.created_at DESC LIMIT 50";
constexpr std::string_view kGrouped =
    "SELECT u.id, u.name, COUNT(o.id) AS orders, SUM(o.total) AS total FROM users u "
    "LEFT JOIN orders o ON u.id = o.user_id WHERE u.created_at > '2024-01-01' GROUP BY u.id, u.name "
    "HAVING COUNT(o.id) > 5 ORDER BY total DESC LIMIT 10 OFFSET 20";

std::string large_insert() {
  std::string sql = "INSERT INTO t (a, b, c) VALUES ";
  for (int i = 0; sql.size() < 1'000'000; ++i) {
    if (i > 0) sql += ", ";
    sql += "(" + std::to_string(i) + ", 'some text of a row', 3.14)";
  }
  return sql;
}

void parse_text(benchmark::State& state, std::string_view sql) {
  const LexOptions options;
  TokenBuffer tokens;
  Arena arena;
  for (auto _ : state) {
    arena.reset();
    lex(sql, options, tokens);
    const ParseOutput out = parse(tokens, arena);
    benchmark::DoNotOptimize(out.statement);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * sql.size()));
}

void lex_only(benchmark::State& state, std::string_view sql) {
  const LexOptions options;
  TokenBuffer tokens;
  for (auto _ : state) {
    lex(sql, options, tokens);
    benchmark::DoNotOptimize(tokens.tokens().data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * sql.size()));
}

void plan_key(benchmark::State& state, std::string_view sql) {
  const LexOptions options;
  TokenBuffer tokens;
  PlanKey key;
  for (auto _ : state) {
    lex(sql, options, tokens);
    build_plan_key(tokens, key);
    benchmark::DoNotOptimize(key.hash);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * sql.size()));
}

void facts(benchmark::State& state, std::string_view sql) {
  Arena arena;
  const ParseOutput out = parse(sql, {}, arena);
  for (auto _ : state) {
    const StatementFacts made = statement_facts(out);
    benchmark::DoNotOptimize(made.write_reasons);
  }
}

void large_insert_parse(benchmark::State& state) {
  parse_text(state, large_insert());
}
void large_insert_key(benchmark::State& state) {
  plan_key(state, large_insert());
}

BENCHMARK_CAPTURE(parse_text, point_select, kPoint);
BENCHMARK_CAPTURE(parse_text, four_columns, kFourColumns);
BENCHMARK_CAPTURE(parse_text, insert, kInsert);
BENCHMARK_CAPTURE(parse_text, four_table_join, kFourTableJoin);
BENCHMARK_CAPTURE(parse_text, grouped, kGrouped);
BENCHMARK_CAPTURE(lex_only, point_select, kPoint);
BENCHMARK_CAPTURE(lex_only, four_table_join, kFourTableJoin);
BENCHMARK_CAPTURE(plan_key, point_select, kPoint);
BENCHMARK_CAPTURE(plan_key, four_columns, kFourColumns);
BENCHMARK_CAPTURE(plan_key, insert, kInsert);
BENCHMARK_CAPTURE(plan_key, four_table_join, kFourTableJoin);
BENCHMARK_CAPTURE(plan_key, grouped, kGrouped);
BENCHMARK_CAPTURE(facts, point_select, kPoint);
BENCHMARK_CAPTURE(facts, grouped, kGrouped);
BENCHMARK(large_insert_parse);
BENCHMARK(large_insert_key);

}  // namespace
}  // namespace mallshard::sqlparse
