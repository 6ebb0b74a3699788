#include "tests/support/answer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace mallshard::test {
namespace {

constexpr unsigned kTypeFloat = 4;
constexpr unsigned kTypeDouble = 5;

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      static const char* const digits = "0123456789abcdef";
      out += "\\x";
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string to_lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return text;
}

std::string without_padding(const std::string& text) {
  const std::size_t last = text.find_last_not_of(' ');
  return last == std::string::npos ? "" : text.substr(0, last + 1);
}

std::vector<Row> without_padding(std::vector<Row> rows) {
  for (Row& row : rows) {
    for (std::optional<std::string>& cell : row) {
      if (cell) cell = without_padding(*cell);
    }
  }
  return rows;
}

class Differ {
 public:
  Differ(const Answer& expected, const Answer& got, const Comparison& how)
      : expected_(expected), got_(got), how_(how) {}

  std::vector<std::string> run() {
    if (expected_.is_error() || got_.is_error()) {
      compare_errors();
      return std::move(lines_);
    }
    differ("a result set", expected_.has_rows ? 1 : 0, got_.has_rows ? 1 : 0);
    if (expected_.has_rows && got_.has_rows) {
      compare_columns();
      compare_rows();
    } else if (!expected_.has_rows && !got_.has_rows) {
      differ("affected rows", expected_.affected_rows, got_.affected_rows);
      if (how_.insert_id) differ("insert id", expected_.insert_id, got_.insert_id);
      if (how_.info) differ("info", expected_.info, got_.info);
    }
    if (how_.warnings) compare_warnings();
    differ("status", expected_.status & how_.status_mask, got_.status & how_.status_mask);
    return std::move(lines_);
  }

 private:
  void differ(const std::string& what, const std::string& expected, const std::string& got) {
    if (expected != got) lines_.push_back(what + ": expected " + quoted(expected) + ", got " + quoted(got));
  }
  void differ(const std::string& what, std::uint64_t expected, std::uint64_t got) {
    if (expected != got) {
      lines_.push_back(what + ": expected " + std::to_string(expected) + ", got " + std::to_string(got));
    }
  }

  void compare_errors() {
    if (expected_.error_code != got_.error_code) {
      lines_.push_back("error: expected " + describe(expected_, 2) + ", got " + describe(got_, 2));
      return;
    }
    differ("sqlstate", expected_.sqlstate, got_.sqlstate);
    if (how_.messages) differ("message", expected_.message, got_.message);
  }

  void compare_columns() {
    differ("number of columns", expected_.columns.size(), got_.columns.size());
    for (std::size_t i = 0; i < std::min(expected_.columns.size(), got_.columns.size()); ++i) {
      const Column& e = expected_.columns[i];
      const Column& g = got_.columns[i];
      const std::string at = "column " + std::to_string(i + 1) + " ";
      differ(at + "name", how_.name_case ? e.name : to_lower(e.name),
             how_.name_case ? g.name : to_lower(g.name));
      if (!how_.column_metadata) continue;
      differ(at + "org_name", e.org_name, g.org_name);
      if (how_.origin) differ(at + "table", e.table, g.table);
      if (how_.origin) differ(at + "org_table", e.org_table, g.org_table);
      if (how_.origin) differ(at + "schema", e.schema, g.schema);
      differ(at + "type", e.type, g.type);
      differ(at + "length", e.length, g.length);
      differ(at + "decimals", e.decimals, g.decimals);
      differ(at + "flags", e.flags & how_.flags_mask, g.flags & how_.flags_mask);
      differ(at + "charset", e.charset, g.charset);
    }
  }

  bool equal_cells(std::size_t column, const std::optional<std::string>& a,
                   const std::optional<std::string>& b) const {
    if (a == b) return true;
    if (!a || !b) return false;
    if (how_.pads_spaces && without_padding(*a) == without_padding(*b)) return true;
    if (how_.relative_error <= 0 || column >= expected_.columns.size()) return false;
    const unsigned type = expected_.columns[column].type;
    if (type != kTypeFloat && type != kTypeDouble) return false;
    const double x = std::strtod(a->c_str(), nullptr);
    const double y = std::strtod(b->c_str(), nullptr);
    return std::fabs(x - y) <= how_.relative_error * std::max(std::fabs(x), std::fabs(y));
  }

  bool equal_rows(const Row& a, const Row& b) const {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!equal_cells(i, a[i], b[i])) return false;
    }
    return true;
  }

  Row key_of(const Row& row) const {
    Row key;
    for (const std::size_t position : how_.keys) {
      if (position < row.size()) key.push_back(row[position]);
    }
    return key;
  }

  void compare_rows() {
    differ("number of rows", expected_.rows.size(), got_.rows.size());
    if (expected_.rows.size() != got_.rows.size()) {
      lines_.push_back("  expected " + test::describe(expected_, 12));
      lines_.push_back("  got      " + test::describe(got_, 12));
      return;
    }
    if (how_.order == RowOrder::Any) {
      compare_sorted(expected_.rows, got_.rows, "as a multiset, ");
    } else if (how_.order == RowOrder::Total) {
      for (std::size_t i = 0; i < got_.rows.size(); ++i) compare_row(i, expected_.rows[i], got_.rows[i], "");
    } else {
      compare_keyed();
    }
  }

  void compare_row(std::size_t index, const Row& expected, const Row& got, const std::string& how) {
    if (row_lines_ >= 4 || equal_rows(expected, got)) return;
    ++row_lines_;
    lines_.push_back(how + "row " + std::to_string(index + 1) + ": expected " + test::describe(expected) +
                     ", got " + test::describe(got));
  }

  void compare_sorted(std::vector<Row> expected, std::vector<Row> got, const std::string& how) {
    if (how_.pads_spaces) {
      expected = without_padding(std::move(expected));
      got = without_padding(std::move(got));
    }
    std::sort(expected.begin(), expected.end());
    std::sort(got.begin(), got.end());
    for (std::size_t i = 0; i < got.size(); ++i) compare_row(i, expected[i], got[i], how);
  }

  // The keys must come in the same order; within one key the rows must be the
  // same multiset, or, where LIMIT cut the group, rows of the uncut answer.
  void compare_keyed() {
    for (std::size_t i = 0; i < got_.rows.size(); ++i) {
      compare_row(i, key_of(expected_.rows[i]), key_of(got_.rows[i]), "sort keys of ");
    }
    if (row_lines_ != 0) return;
    if (!how_.all_rows) {
      compare_sorted(expected_.rows, got_.rows, "as a multiset, ");
      return;
    }
    std::map<Row, int> available;
    for (const Row& row : *how_.all_rows) ++available[row];
    for (std::size_t i = 0; i < got_.rows.size(); ++i) {
      if (--available[got_.rows[i]] < 0 && row_lines_ < 4) {
        ++row_lines_;
        lines_.push_back("row " + std::to_string(i + 1) +
                         " is none of the table's, or comes twice: " + test::describe(got_.rows[i]));
      }
    }
  }

  void compare_warnings() {
    differ("warning count", expected_.warning_count, got_.warning_count);
    const std::size_t count = std::max(expected_.warnings.size(), got_.warnings.size());
    const std::size_t before = lines_.size();
    for (std::size_t i = 0; i < count && lines_.size() < before + 3; ++i) {
      differ("warning " + std::to_string(i + 1),
             i < expected_.warnings.size() ? test::describe(expected_.warnings[i]) : "none",
             i < got_.warnings.size() ? test::describe(got_.warnings[i]) : "none");
    }
  }

  const Answer& expected_;
  const Answer& got_;
  const Comparison& how_;
  std::vector<std::string> lines_;
  int row_lines_ = 0;
};

}  // namespace

std::vector<std::string> differences(const Answer& expected, const Answer& got, const Comparison& how) {
  return Differ(expected, got, how).run();
}

std::string describe(const Row& row) {
  std::string out = "(";
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i != 0) out += ", ";
    out += row[i] ? quoted(row[i]->size() > 80 ? row[i]->substr(0, 80) + "..." : *row[i]) : "NULL";
  }
  return out + ")";
}

std::string describe(const Answer& answer, std::size_t row_limit) {
  if (answer.is_error()) {
    return "error " + std::to_string(answer.error_code) + " (" + answer.sqlstate + "): " + answer.message;
  }
  if (!answer.has_rows) {
    return "OK, " + std::to_string(answer.affected_rows) + " rows affected, insert id " +
           std::to_string(answer.insert_id) + (answer.info.empty() ? "" : ", " + quoted(answer.info));
  }
  std::string out = std::to_string(answer.rows.size()) + " rows";
  for (std::size_t i = 0; i < std::min(row_limit, answer.rows.size()); ++i)
    out += " " + describe(answer.rows[i]);
  if (answer.rows.size() > row_limit) out += " ...";
  return out;
}

}  // namespace mallshard::test
