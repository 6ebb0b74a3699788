// Rows per second through a Merger, sources fed in bursts as a socket would.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>
#include <vector>

#include "merge/merger.h"
#include "wire/column_definition.h"
#include "wire/row_text.h"

namespace mallshard::merge {
namespace {

constexpr std::size_t kRowsPerSource = 20'000;

struct Source {
  std::vector<ByteBuffer> rows;
  std::size_t next = 0;
};

ByteBuffer definition(std::string_view name, wire::ColumnType type) {
  wire::ColumnDefinition column;
  column.name = name;
  column.type = type;
  ByteBuffer payload;
  wire::encode_column_definition(column, payload);
  return payload;
}

ByteBuffer text_row(const std::vector<std::string>& fields) {
  ByteBuffer row;
  wire::TextRowWriter writer(row);
  for (const std::string& field : fields) writer.field(std::string_view(field));
  return row;
}

// Four visible columns of an order and, last, a text's weight.
std::vector<Source> make_sources(std::size_t count) {
  std::vector<Source> sources(count);
  for (std::size_t i = 0; i < kRowsPerSource * count; ++i) {
    char name[32];
    std::snprintf(name, sizeof name, "customer_%09zu", i);
    std::string weight;
    for (const char* c = name; *c != 0; ++c) weight += {'\0', *c};
    sources[i * 31 % count].rows.push_back(
        text_row({std::to_string(1'000'000'000 + i), name, "2024-05-05 10:11:12", "19.99", weight}));
  }
  return sources;
}

void feed(Merger& merger, Source& source, std::size_t index) {
  for (int burst = 0; burst < 64 && source.next < source.rows.size(); ++burst) {
    benchmark::DoNotOptimize(merger.on_row(index, source.rows[source.next++]));
  }
  if (source.next == source.rows.size()) merger.on_end(index);
}

void run(benchmark::State& state, const Spec& spec) {
  std::vector<Source> sources = make_sources(static_cast<std::size_t>(state.range(0)));
  auto shared = std::make_shared<const Spec>(spec);
  std::vector<ByteBuffer> payloads = {
      definition("id", wire::ColumnType::LongLong), definition("name", wire::ColumnType::VarString),
      definition("at", wire::ColumnType::DateTime), definition("price", wire::ColumnType::NewDecimal),
      definition("w", wire::ColumnType::VarString)};
  std::vector<ByteView> views(payloads.begin(), payloads.end());
  std::size_t bytes = 0;
  for (auto _ : state) {
    Merger merger(shared, {}, sources.size(), Protocol::Text);
    for (std::size_t i = 0; i < sources.size(); ++i) {
      sources[i].next = 0;
      benchmark::DoNotOptimize(merger.on_columns(i, views));
    }
    for (Merger::Step step = merger.next(); step.kind != Merger::Step::Kind::End; step = merger.next()) {
      if (step.kind == Merger::Step::Kind::NeedSource) {
        feed(merger, sources[step.source], step.source);
      } else if (step.kind == Merger::Step::Kind::Row) {
        bytes += step.row.size();
      } else {
        state.SkipWithError("the merge failed");
        return;
      }
    }
  }
  benchmark::DoNotOptimize(bytes);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRowsPerSource * sources.size()));
}

void concatenate(benchmark::State& state) {
  run(state, {});
}

void ordered_by_integer(benchmark::State& state) {
  Spec spec;
  spec.order = {{0}};
  run(state, spec);
}

void ordered_by_integer_descending_and_time(benchmark::State& state) {
  Spec spec;
  spec.order = {{2, true}, {0}};
  run(state, spec);
}

void ordered_by_weight(benchmark::State& state) {
  Spec spec;
  spec.order = {{4, false, true, std::string("\0 ", 2)}};
  spec.drop_last = 1;
  run(state, spec);
}

void grouped_sum(benchmark::State& state) {
  Spec spec;
  spec.order = {{2}};
  spec.grouped = true;
  spec.group_keys = spec.order;
  spec.aggregates = {{3, Function::Sum}};
  spec.drop_last = 1;
  run(state, spec);
}

BENCHMARK(concatenate)->Arg(4);
BENCHMARK(ordered_by_integer)->Arg(2)->Arg(4)->Arg(16)->Arg(64);
BENCHMARK(ordered_by_integer_descending_and_time)->Arg(4);
BENCHMARK(ordered_by_weight)->Arg(4)->Arg(16);
BENCHMARK(grouped_sum)->Arg(4);

}  // namespace
}  // namespace mallshard::merge
