// What a server answered, whole, as plain values: so that the answers of two
// servers can be compared, and a difference can be read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mallshard::test {

struct Column {
  std::string name, org_name, table, org_table, schema;
  unsigned type = 0;  // MYSQL_TYPE_*
  std::uint64_t length = 0;
  unsigned decimals = 0;
  unsigned flags = 0;  // NOT_NULL_FLAG, ...
  unsigned charset = 0;
};

using Row = std::vector<std::optional<std::string>>;

// One of: an error (error_code != 0), a result set (has_rows), an OK.
struct Answer {
  unsigned error_code = 0;
  std::string sqlstate, message;

  bool has_rows = false;
  std::vector<Column> columns;
  std::vector<Row> rows;

  std::uint64_t affected_rows = 0;
  std::uint64_t insert_id = 0;
  std::string info;
  unsigned warning_count = 0;
  std::vector<Row> warnings;  // level, code, message; filled on request
  unsigned status = 0;        // SERVER_STATUS_* of the last OK or EOF

  [[nodiscard]] bool is_error() const { return error_code != 0; }
};

// How the rows of two answers are held against each other.
enum class RowOrder {
  Total,  // the same rows in the same order
  Any,    // the same multiset of rows
  Keyed,  // sorted by the key columns: equal keys may stand in any order
};

// What is compared; everything, unless switched off with a reason.
// Bits of Answer::status that tell of the session.
inline constexpr unsigned kAutocommit = 2;
inline constexpr unsigned kInTransactionAndAutocommit = 1 | kAutocommit;

struct Comparison {
  RowOrder order = RowOrder::Total;
  // RowOrder::Keyed: positions of the sort keys in the row. Rows of equal keys
  // at the end of a LIMITed answer may differ in the other columns (MySQL may
  // choose any); `all_rows` then holds the same query's rows without its LIMIT.
  std::vector<std::size_t> keys;
  std::optional<std::vector<Row>> all_rows;

  bool column_metadata = true;   // types, lengths, decimals, flags, charsets, origin; names always
  bool origin = true;            // table, org_table and schema
  bool name_case = true;         // upper and lower case of the columns' names
  unsigned flags_mask = 0xffff;  // of the columns' flags
  bool insert_id = true;
  bool info = true;
  bool warnings = true;
  bool messages = false;      // the text of errors (their codes and states always)
  unsigned status_mask = 0;   // bits of Answer::status to compare
  bool pads_spaces = false;   // trailing blanks of a value do not count (groups under PAD SPACE)
  double relative_error = 0;  // of DOUBLE and FLOAT columns; 0: the same digits
};

// One line per difference, empty when the answers agree.
std::vector<std::string> differences(const Answer& expected, const Answer& got, const Comparison& how = {});

std::string describe(const Row& row);
// At most `row_limit` rows are shown.
std::string describe(const Answer& answer, std::size_t row_limit = 8);

}  // namespace mallshard::test
