#include "tests/diff/shrink.h"

#include <algorithm>

#include "tests/diff/placement.h"

namespace mallshard::test {
namespace {

std::string insert_of(const std::string& table, const std::vector<Row>& rows) {
  std::string sql = "INSERT INTO " + table + " VALUES ";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sql += i == 0 ? "(" : ", (";
    for (std::size_t c = 0; c < rows[i].size(); ++c) sql += (c == 0 ? "" : ", ") + quoted_or_null(rows[i][c]);
    sql += ")";
  }
  return sql;
}

std::string condition_of(const std::string& key, const std::vector<Row>& rows) {
  std::string list;
  for (const Row& row : rows) list += (list.empty() ? "" : ", ") + row[0].value_or("NULL");
  return key + " IN (" + list + ")";
}

// Halves, quarters, ... single rows are left out as long as the finding stays.
std::vector<Row> shrink_table(Sides& sides, const Statement& statement, const std::string& table,
                              const std::string& key) {
  std::vector<Row> rows = sides.plain().query("SELECT * FROM " + table + " ORDER BY 1").rows;
  int attempts = 80;
  for (std::size_t chunk = std::max<std::size_t>(rows.size() / 2, 1); !rows.empty(); chunk /= 2) {
    for (std::size_t at = 0; at < rows.size() && attempts > 0;) {
      --attempts;
      const std::size_t end = std::min(at + chunk, rows.size());
      const std::vector<Row> removed(rows.begin() + static_cast<std::ptrdiff_t>(at),
                                     rows.begin() + static_cast<std::ptrdiff_t>(end));
      if (!sides.run("DELETE FROM " + table + " WHERE " + condition_of(key, removed)).empty()) return rows;
      if (sides.ask(statement).verdict == Verdict::Wrong) {
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at),
                   rows.begin() + static_cast<std::ptrdiff_t>(end));
      } else {
        if (!sides.run(insert_of(table, removed)).empty()) return rows;
        at = end;
      }
    }
    if (chunk <= 1) break;
  }
  return rows;
}

}  // namespace

std::vector<std::string> shrink_rows(Sides& sides, const Statement& statement) {
  std::vector<std::string> out;
  for (const auto& [table, key] : {std::pair<std::string, std::string>{"t_order_item", "order_item_id"},
                                   std::pair<std::string, std::string>{"t_order", "order_id"}}) {
    const std::vector<Row> rows = shrink_table(sides, statement, table, key);
    if (!rows.empty()) out.push_back(insert_of(table, rows));
  }
  return out;
}

std::string describe(const Statement& statement) {
  if (!statement.prepared) return statement.sql;
  std::string out = "(prepared) " + statement.sql;
  for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
    const Parameter& parameter = statement.parameters[i];
    out += i == 0 ? "  with " : ", ";
    switch (parameter.kind) {
      case Parameter::Kind::Null:
        out += "NULL";
        break;
      case Parameter::Kind::Int:
        out += std::to_string(parameter.integer);
        break;
      case Parameter::Kind::UInt:
        out += std::to_string(static_cast<std::uint64_t>(parameter.integer));
        break;
      case Parameter::Kind::Double:
        out += std::to_string(parameter.real);
        break;
      case Parameter::Kind::Text:
        out += quoted_or_null(parameter.text);
        break;
    }
  }
  return out;
}

}  // namespace mallshard::test
