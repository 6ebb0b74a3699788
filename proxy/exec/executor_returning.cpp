// RETURNING of a write with several targets, or of a gathered one (MariaDB): one
// server answers with rows or with an error, so that no row goes to the client
// before the statement has succeeded on all servers and is committed, if nobody
// else commits it. Held back in memory, within gather.max.rows and .bytes.
#include <algorithm>
#include <cassert>

#include "exec/executor.h"

namespace mallshard::exec {

bool Executor::holds_rows() const {
  if (!dispatch().returns_rows || (job_.sink != Sink::Client && job_.sink != Sink::Store)) return false;
  return dispatch().answer == plan::Answer::Sum || dispatch().answer == plan::Answer::Same ||
         write_back_pending();
}

void Executor::hold_row(TargetAnswer& answer, ByteView row) {
  const bool counted = dispatch().answer != plan::Answer::Same || &answer == &answers_.front();
  if (!counted) return;  // of a broadcast table, which all sources return
  if (may_hold("held back until it has succeeded on several data sources", row.size()))
    answer.rows.emplace_back(row.begin(), row.end());
}

// Counts a row that is to be kept until the statement's end; false: it has failed.
bool Executor::may_hold(std::string_view why, std::size_t bytes) {
  const rule::Props& props = settings.snapshot->props;
  ++held_rows_;
  held_bytes_ += bytes + sizeof(ByteBuffer);
  const bool rows = held_rows_ > props.gather_max_rows;
  if (!rows && held_bytes_ <= props.gather_max_bytes) return true;
  failure_ = Error(1104, "42000",
                   "The statement returns more than " +
                       std::to_string(rows ? props.gather_max_rows : props.gather_max_bytes) +
                       (rows ? " rows" : " bytes") + ", which are " + std::string(why) +
                       ": narrow it with conditions, or raise " +
                       (rows ? "gather.max.rows" : "gather.max.bytes") + " in server.yaml");
  return false;
}

// Rows of INSERT come in its order, which is known where a target returned all of
// its rows or none. To be asked before the statement is committed.
void Executor::check_returned(std::span<const TargetAnswer> answers, std::span<const plan::Target> targets) {
  if (failure_ || answers.size() < 2) return;
  assert(answers.size() == targets.size());
  for (std::size_t t = 0; t < answers.size(); ++t) {
    const std::size_t given = targets[t].rows.size();
    if (given == 0 || answers[t].rows.empty() || answers[t].rows.size() == given) continue;
    failure_ = Error::not_supported(
        "INSERT IGNORE ... RETURNING over several shards that leaves out some of the rows of one");
    return;
  }
}

void Executor::reply_returned(std::span<const TargetAnswer> answers, std::span<const plan::Target> targets) {
  struct Place {
    std::uint32_t row;  // of the client's statement
    const ByteBuffer* payload;
  };
  std::vector<Place> places;
  const std::vector<ByteBuffer>* columns = nullptr;
  for (std::size_t t = 0; t < answers.size(); ++t) {
    const TargetAnswer& answer = answers[t];
    if (columns == nullptr && !answer.columns.empty()) columns = &answer.columns;
    const bool numbered = answer.rows.size() == targets[t].rows.size();
    for (std::size_t i = 0; i < answer.rows.size(); ++i) {
      places.push_back({numbered ? targets[t].rows[i] : 0, &answer.rows[i]});
    }
  }
  if (columns == nullptr) return send_error(Error::unknown("no data source answered RETURNING with rows"));
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& a, const Place& b) { return a.row < b.row; });
  ClientWriter out = writer();
  out.column_count(columns->size());
  for (const ByteBuffer& column : *columns) write_column(column);
  out.columns_end();
  for (const Place& place : places) out.row(*place.payload);
  out.result_end(outcome_.warnings);
  outcome_.had_rows = bytes_sent_ = true;
  outcome_.rows = places.size();
}

}  // namespace mallshard::exec
