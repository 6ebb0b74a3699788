// LAST_INSERT_ID() of a session whose statements run on many connections. Where
// the OK packet cannot tell (plan::Numbers), the statement runs on a connection
// that has the session's own value, and the server is asked behind it. A
// connection's value is known as long as only what is seen here changes it.
#include <cstdlib>

#include "exec/executor.h"
#include "exec/file_load.h"
#include "exec/gathering.h"

namespace mallshard::exec {

using plan::Numbers;

// Of one statement on one server: the first leg's.
bool Executor::asks_insert_id(const Leg& leg) const {
  const Numbers numbers = dispatch().numbers;
  // With CLIENT_FOUND_ROWS a row that was there counts as one that was inserted.
  const bool asks = numbers == Numbers::Asked || (numbers == Numbers::MadeIfInserted && settings.found_rows);
  return asks && job_.sink == Sink::Client && !gathering_ && !in_parts() && &leg == &legs_.front();
}

bool Executor::reads_insert_id(const Leg& leg) const {
  if (asks_insert_id(leg)) return !leg.broken;
  return failure_ && dispatch().numbers == Numbers::MadeForSome && job_.sink == Sink::Client && !gathering_ &&
         &leg == &legs_.front() && !leg.broken && answers_[leg.targets[leg.current]].error.has_value();
}

std::uint64_t Executor::counted_insert_id(const wire::OkPacket& ok) const {
  switch (dispatch().numbers) {
    case Numbers::Given:
    case Numbers::Asked:
      return 0;
    case Numbers::MadeIfInserted:
      return settings.found_rows || ok.affected_rows != 1 ? 0 : ok.last_insert_id;
    default:
      return ok.last_insert_id;
  }
}

// An OK tells the number of the last row that was given one.
std::uint64_t Executor::given_insert_id() const {
  std::uint32_t row = 0;
  std::uint64_t number = answers_.front().last_insert_id;
  for (std::size_t t = 0; t < answers_.size(); ++t) {
    const std::vector<std::uint32_t>& rows = dispatch().targets[t].rows;
    if (rows.empty() || rows.back() < row) continue;
    row = rows.back();
    number = answers_[t].last_insert_id;
  }
  return number;
}

// What stands in front of a statement that the server will be asked behind; empty:
// the connection has the session's value.
std::string Executor::settle_insert_id(const Leg& leg) const {
  if (leg.current != 0) return {};
  const bool may_leave_some = dispatch().numbers == Numbers::MadeForSome && job_.sink == Sink::Client &&
                              !gathering_ && !leg.connection->insert_id();
  if (!asks_insert_id(leg) && !may_leave_some) return {};
  if (leg.connection->insert_id() == settings.insert_id) return {};
  leg.connection->note_insert_id(settings.insert_id);
  return "SET last_insert_id=" + std::to_string(settings.insert_id);
}

void Executor::note_insert_id(const Leg& leg, const wire::OkPacket& ok) const {
  if (ok.last_insert_id == 0 || dispatch().numbers == Numbers::Given) return;
  const bool made =
      !gathering_ && (dispatch().numbers == Numbers::Made || dispatch().numbers == Numbers::MadeForSome);
  if (dispatch().numbers == Numbers::MadeIfInserted && counted_insert_id(ok) == 0) return;
  leg.connection->note_insert_id(made ? std::optional(ok.last_insert_id) : std::nullopt);
}

// Behind the read-back. After an error of a statement that did not begin with the
// session's value, the connection's may be another session's: unless it changed.
void Executor::take_insert_id() {
  if (!insert_id_asked_ || outcome_.read_back.size() != job_.read_back.size()) return;
  const std::uint64_t now = std::strtoull(outcome_.read_back.back().c_str(), nullptr, 10);
  outcome_.read_back.pop_back();
  const Leg& leg = legs_.front();
  leg.connection->note_insert_id(now);
  insert_id_read_ = true;
  if (asks_insert_id(leg) || (insert_id_before_ && *insert_id_before_ != now)) outcome_.asked_insert_id = now;
}

// At the end: what may have changed it without being seen.
void Executor::forget_insert_id(const Leg& leg) const {
  if (insert_id_read_ && &leg == &legs_.front()) return;
  // LAST_INSERT_ID(expression) is read back, too.
  const bool is_read =
      &leg == &legs_.front() && !gathering_ && job_.read_back.size() == outcome_.read_back.size();
  for (std::size_t i = 0; is_read && i < job_.read_back.size(); ++i) {
    if (job_.read_back[i] != "LAST_INSERT_ID()") continue;
    return leg.connection->note_insert_id(std::strtoull(outcome_.read_back[i].c_str(), nullptr, 10));
  }
  const Numbers numbers = dispatch().numbers;
  const bool fails = failure_ && (numbers == Numbers::MadeForSome || numbers == Numbers::Asked ||
                                  numbers == Numbers::MadeIfInserted);
  const bool unseen = job_.sink == Sink::Capture || !job_.read_back.empty() || numbers == Numbers::Asked;
  if (fails || unseen) leg.connection->note_insert_id(std::nullopt);
}

}  // namespace mallshard::exec
