// The merger against what real servers answered (golden/*.golden, written by
// golden/generate.py): the parts of a table, merged, are the whole table.

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "merge/field_order.h"
#include "tests/unit/merge/rows.h"

namespace mallshard::merge {
namespace {

using namespace test;

struct GoldenRow {
  std::optional<std::string> value;
  std::optional<std::string> weight;
  std::string id;
  std::size_t part = 0;
};

struct GoldenCase {
  std::string name;
  bool text = false;
  bool sums = false;
  std::string pad;
  std::vector<ColumnSpec> aggregate_columns;
  std::vector<Cells> parts;
  Cells whole;
  std::vector<ColumnSpec> row_columns;
  std::vector<GoldenRow> rows;
  std::vector<std::string> ascending;
  std::vector<std::string> descending;
};

int hex_digit(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

std::optional<std::string> unescape(const std::string& field) {
  if (field == "\\N") return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] == '\\') {
      bytes += static_cast<char>(hex_digit(field[i + 2]) * 16 + hex_digit(field[i + 3]));
      i += 3;
    } else {
      bytes += field[i];
    }
  }
  return bytes;
}

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> fields(1);
  for (char c : line) {
    if (c == separator) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

// type/flags/decimals/collation
std::vector<ColumnSpec> read_columns(const std::vector<std::string>& fields) {
  std::vector<ColumnSpec> columns;
  for (std::size_t i = 1; i < fields.size(); ++i) {
    std::vector<std::string> numbers = split(fields[i], '/');
    ColumnSpec column;
    column.name = "c" + std::to_string(i);
    column.type = static_cast<ColumnType>(std::stoi(numbers[0]));
    column.flags = static_cast<std::uint16_t>(std::stoi(numbers[1]));
    column.decimals = static_cast<std::uint8_t>(std::stoi(numbers[2]));
    column.collation = static_cast<std::uint16_t>(std::stoi(numbers[3]));
    columns.push_back(column);
  }
  return columns;
}

std::vector<GoldenCase> read_cases(const std::string& file) {
  std::ifstream in(std::string(MALLSHARD_SOURCE_DIR) + "/tests/unit/merge/golden/" + file);
  std::vector<GoldenCase> cases;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> fields = split(line, '\t');
    Cells cells;
    for (std::size_t i = 1; i < fields.size(); ++i) cells.push_back(unescape(fields[i]));
    if (fields[0] == "case") {
      cases.emplace_back().name = fields[1];
      continue;
    }
    GoldenCase& last = cases.back();
    if (fields[0] == "kind") {
      last.text = fields[1] == "text";
      last.sums = fields[2] == "sums";
      last.pad = *cells[2];
    }
    if (fields[0] == "aggregate_columns") last.aggregate_columns = read_columns(fields);
    if (fields[0] == "part") last.parts.push_back(cells);
    if (fields[0] == "whole") last.whole = cells;
    if (fields[0] == "row_columns") last.row_columns = read_columns(fields);
    if (fields[0] == "row") last.rows.push_back({cells[0], cells[1], *cells[2], std::stoul(*cells[3])});
    if (fields[0] == "ascending") last.ascending.assign(fields.begin() + 1, fields.end());
    if (fields[0] == "descending") last.descending.assign(fields.begin() + 1, fields.end());
  }
  return cases;
}

using Against = std::tuple<std::string, Protocol>;
class GoldenTest : public ::testing::TestWithParam<Against> {
 protected:
  void SetUp() override {
    cases_ = read_cases(std::get<0>(GetParam()));
    ASSERT_GT(cases_.size(), 80U);
  }
  [[nodiscard]] static Protocol protocol() { return std::get<1>(GetParam()); }

  std::vector<GoldenCase> cases_;
};
INSTANTIATE_TEST_SUITE_P(Servers, GoldenTest,
                         ::testing::Combine(::testing::Values("mariadb-10.11.golden", "mysql-9.7.golden"),
                                            ::testing::Values(Protocol::Text, Protocol::Binary)));

Key weight_key(std::uint16_t column, const GoldenCase& golden) {
  return {column, false, true, golden.pad};
}

TEST_P(GoldenTest, AggregatesOfPartsAreTheServersAggregateOfTheWhole) {
  for (const GoldenCase& golden : cases_) {
    SCOPED_TRACE(golden.name);
    Feed feed{golden.aggregate_columns, {}, {}};
    for (const Cells& part : golden.parts) feed.sources.push_back({part});
    feed.spec.grouped = true;
    auto first = static_cast<std::uint16_t>(golden.sums ? 3 : 0);  // MIN's column
    auto at = [first](int column) { return static_cast<std::uint16_t>(first + column); };
    if (golden.sums) {
      feed.spec.aggregates = {{0, Function::Avg, 1, 2, {}}, {1, Function::Sum}, {2, Function::Count}};
    }
    std::optional<Key> by_min, by_max;
    if (golden.text) {
      by_min = weight_key(at(2), golden);
      by_max = weight_key(at(3), golden);
    }
    feed.spec.aggregates.push_back({at(0), Function::Min, 0, 0, by_min});
    feed.spec.aggregates.push_back({at(1), Function::Max, 0, 0, by_max});
    if (golden.text) {
      feed.spec.aggregates.push_back({at(2), Function::Min, 0, 0, by_min});
      feed.spec.aggregates.push_back({at(3), Function::Max, 0, 0, by_max});
    }
    feed.protocol = protocol();

    feed.run();
    ASSERT_FALSE(feed.error) << feed.error->message;
    ASSERT_EQ(feed.rows.size(), 1U);
    Cells merged = feed.rows[0];
    if (!golden.text) {
      EXPECT_EQ(merged, golden.whole);
      continue;
    }
    // Of texts that compare equal, servers give any.
    for (std::size_t i : {2U, 3U}) {
      EXPECT_EQ(compare_padded(as_bytes(*merged[i]), as_bytes(*golden.whole[i]), golden.pad), 0);
    }
  }
}

void expect_order(const GoldenCase& golden, bool descending, Protocol protocol) {
  const std::vector<std::string>& ids = descending ? golden.descending : golden.ascending;
  Feed feed{golden.row_columns, std::vector<std::vector<Cells>>(4), {}};
  feed.columns.pop_back();  // part
  std::map<std::string, const GoldenRow*> by_id;
  for (const GoldenRow& row : golden.rows) by_id[row.id] = &row;
  for (const std::string& id : ids) {  // (v, id) is a total order: a part comes in the whole's
    const GoldenRow& row = *by_id.at(id);
    feed.sources[row.part].push_back({row.value, row.weight, row.id});
  }
  Key key = golden.text ? weight_key(1, golden) : Key{0};
  key.descending = descending;
  feed.spec.order = {key, Key{2}};
  feed.protocol = protocol;

  feed.run();
  ASSERT_FALSE(feed.error) << feed.error->message;
  std::vector<std::string> merged;
  for (const Cells& row : feed.rows) merged.push_back(*row[2]);
  EXPECT_EQ(merged, ids);

  // The same by an in-memory sort over the parts one after the other.
  feed.spec.sort = std::move(feed.spec.order);
  feed.spec.order.clear();
  feed.run();
  merged.clear();
  for (const Cells& row : feed.rows) merged.push_back(*row[2]);
  EXPECT_EQ(merged, ids);
}

TEST_P(GoldenTest, OrderedPartsMergeIntoTheServersOrder) {
  std::size_t compared = 0;
  for (const GoldenCase& golden : cases_) {
    if (golden.rows.empty()) continue;
    SCOPED_TRACE(golden.name);
    expect_order(golden, false, protocol());
    expect_order(golden, true, protocol());
    ++compared;
  }
  EXPECT_GT(compared, 40U);
}

}  // namespace
}  // namespace mallshard::merge
