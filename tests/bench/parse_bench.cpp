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

constexpr std::int64_t kMegabyte = 1'000'000;

std::string large_insert(std::int64_t megabytes = 1) {
  std::string sql = "INSERT INTO t (a, b, c) VALUES ";
  for (int i = 0; sql.size() < static_cast<std::size_t>(megabytes * kMegabyte); ++i) {
    if (i > 0) sql += ", ";
    sql += "(" + std::to_string(i) + ", 'some text of a row', 3.14)";
  }
  return sql;
}

// `head`, then `piece` so many times, then `tail`.
std::string filled(std::string_view head, std::string_view piece, std::size_t count,
                   std::string_view tail = "") {
  std::string sql(head);
  for (std::size_t i = 0; i < count; ++i) sql += piece;
  return sql += tail;
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
  parse_text(state, large_insert(state.range(0)));
  Arena arena;
  const std::string sql = large_insert(state.range(0));
  TokenBuffer tokens;
  lex(sql, {}, tokens);
  benchmark::DoNotOptimize(parse(tokens, arena).statement);
  state.counters["arena_bytes"] = static_cast<double>(arena.reserved_bytes());
}
void large_insert_lex(benchmark::State& state) {
  lex_only(state, large_insert(state.range(0)));
}
void in_list(benchmark::State& state) {
  parse_text(state, filled("SELECT a FROM t WHERE id IN (1", ", 123456", 125'000, ")"));
}
void nested_parentheses(benchmark::State& state) {
  parse_text(state, filled(filled("SELECT ", "(", 450), "1", 1, filled("", ")", 450)));
}
void too_many_parentheses(benchmark::State& state) {
  parse_text(state, filled("SELECT ", "(", 100'000, "1"));
}
void and_chain(benchmark::State& state) {
  parse_text(state, filled("SELECT a FROM t WHERE a = 1", " AND b = 2", 100'000));
}
void or_chain(benchmark::State& state) {
  parse_text(state, filled("SELECT a FROM t WHERE a = 1", " OR b = 2", 100'000));
}
void union_chain(benchmark::State& state) {
  parse_text(state, filled("SELECT 1", " UNION ALL SELECT 1", 1500));
}
void many_joins(benchmark::State& state) {
  parse_text(state, filled("SELECT 1 FROM t", " JOIN t ON a = b", 400));
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
BENCHMARK(large_insert_lex)->Arg(1)->Arg(16)->Arg(64);
BENCHMARK(large_insert_parse)->Arg(1)->Arg(16)->Arg(64);
BENCHMARK(large_insert_key);
BENCHMARK(in_list);
BENCHMARK(nested_parentheses);
BENCHMARK(too_many_parentheses);
BENCHMARK(and_chain);
BENCHMARK(or_chain);
BENCHMARK(union_chain);
BENCHMARK(many_joins);

}  // namespace
}  // namespace mallshard::sqlparse
