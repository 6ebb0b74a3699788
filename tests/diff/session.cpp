#include "tests/diff/session.h"

#include <algorithm>
#include <cstdlib>

namespace mallshard::test {
namespace {

constexpr unsigned kNotSupported = 1235;

// Which flags of a column one server itself always tells alike. Those of keys
// are lost where its optimiser chose a temporary table, NOT_NULL where it turned
// an outer join into an inner one or saw that there are no rows.
unsigned stable_flags(const Statement& statement) {
  constexpr unsigned kNotNull = 1, kPrimary = 2, kUnique = 4, kMultiple = 8, kPart = 16384;
  unsigned mask = 0xffffU & ~(kPrimary | kUnique | kMultiple | kPart);
  for (const char* join : {"binding join", "broadcast join", "join inside one source", "(join of shards)",
                           "(self-join)", "(join with a single table)", "(derived table)", "(WITH)",
                           "(view v_single_beside)", "(view of its own rows)"}) {
    if (statement.constructs.count(join) != 0) mask &= ~kNotNull;
  }
  const bool one_table_as_it_is =
      statement.order == RowOrder::Any && statement.constructs.count("UNION ALL") == 0 &&
      statement.constructs.count("gathered") == 0 && statement.constructs.count("DISTINCT") == 0 &&
      statement.constructs.count("GROUP BY") == 0 && (mask & kNotNull) != 0;
  return one_table_as_it_is ? 0xffff : mask;
}

// Where the optimizer puts a view's rows aside, columns are of the base table or
// of nothing: it does so as it sees fit.
bool has_stable_origin(const Statement& statement) {
  if (statement.constructs.count("(view)") == 0) return true;
  for (const char* construct : {"DISTINCT", "GROUP BY", "UNION ALL", "gathered", "binding join",
                                "broadcast join", "join inside one source", "(view of its own rows)"}) {
    if (statement.constructs.count(construct) != 0) return false;
  }
  return statement.order == RowOrder::Any;
}

// Writes out the generated keys: {n} becomes first + n.
std::string with_keys(const std::string& sql, std::uint64_t first) {
  std::string out;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const std::size_t end = sql[i] == '{' ? sql.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      out += sql[i];
      continue;
    }
    const auto offset = std::strtoull(sql.c_str() + i + 1, nullptr, 10);
    out += std::to_string(first + offset);
    i = end;
  }
  return out;
}

// The warnings of a write over shards come shard by shard.
void settle_warnings(const Statement& statement, Answer& answer) {
  for (Row& warning : answer.warnings) {
    const std::size_t at = warning[2] ? warning[2]->find(" at row ") : std::string::npos;
    if (statement.any_row_number && at != std::string::npos) warning[2]->resize(at);
  }
  std::sort(answer.warnings.begin(), answer.warnings.end());
}

Answer send(Client& client, const Statement& statement, const std::string& sql,
            const std::vector<Parameter>& parameters) {
  return statement.prepared ? client.execute(sql, parameters) : client.query(sql);
}

}  // namespace

Outcome Sides::ask(const Statement& statement) {
  Outcome outcome;
  Answer got = send(proxy_, statement, statement.sql, statement.parameters);
  if (got.error_code == kNotSupported) {
    outcome.verdict = Verdict::Refused;
    outcome.refusal = got.message;
    return outcome;
  }
  if (strictness_.warnings) proxy_.fetch_warnings(got);

  Comparison how;
  Answer expected;
  if (!statement.plain_sql.empty()) {
    if (!got.is_error() && got.insert_id == 0)
      outcome.problems.emplace_back("no insert id for a generated key");
    expected = plain_.query(with_keys(statement.plain_sql, got.insert_id));
    how.insert_id = false;
  } else {
    expected = send(plain_, statement, statement.sql, statement.parameters);
  }
  if (strictness_.warnings) plain_.fetch_warnings(expected);

  how.order = statement.order;
  how.keys = statement.keys;
  how.pads_spaces = statement.pads_spaces;
  how.column_metadata = strictness_.column_metadata;
  // MySQL shows a value that its optimizer put aside in an internal table with
  // that table's type: one server itself does so or not as statistics go.
  if (statement.constructs.count("(value of a subquery)") != 0) how.column_metadata = false;
  how.flags_mask = stable_flags(statement);
  how.origin = has_stable_origin(statement);
  // A server that sees LIMIT 0, or nothing to do, describes what it has not made.
  if (statement.constructs.count("LIMIT") != 0 && expected.rows.empty()) how.flags_mask = 0;
  how.info = strictness_.info;
  how.warnings = strictness_.warnings;
  how.status_mask = kInTransactionAndAutocommit;
  // Without autocommit a MySQL that saw that there was nothing to do has begun nothing.
  if (statement.constructs.count("(after a write)") != 0) how.status_mask = kAutocommit;
  if (statement.order == RowOrder::Keyed && !statement.unlimited_sql.empty()) {
    how.all_rows = send(plain_, statement, statement.unlimited_sql, statement.unlimited_parameters).rows;
  }
  if (statement.is_write) {
    settle_warnings(statement, expected);
    settle_warnings(statement, got);
    how.messages = strictness_.messages && !statement.any_error && !statement.any_row_number;
  }
  if (statement.any_error && expected.is_error() && got.is_error()) return outcome;
  if (statement.values_only) how.column_metadata = false;
  for (const std::string& line : differences(expected, got, how)) outcome.problems.push_back(line);
  if (!outcome.problems.empty()) outcome.verdict = Verdict::Wrong;
  return outcome;
}

std::string Sides::run(const std::string& sql) {
  const Answer on_proxy = proxy_.query(sql);
  if (on_proxy.is_error()) return "the proxy: " + describe(on_proxy) + ": " + sql;
  const Answer on_plain = plain_.query(sql);
  if (on_plain.is_error()) return "the plain server: " + describe(on_plain) + ": " + sql;
  return "";
}

}  // namespace mallshard::test
