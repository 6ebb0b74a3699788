// LOAD DATA LOCAL. Every source is given the statement first, so that what is
// wrong with it is told before the client is asked for its file. A file that
// stays whole is then passed on as it comes, to as many servers as there are.
//
// Else its records are gathered by target; as soon as there are some of one,
// they are a LOAD DATA of their own, one after the other on the connection of
// their source, within the statement's transaction or savepoint: so one
// connection serves all tables of its source, and what is kept is bounded.
#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <utility>

#include "exec/file_load.h"
#include "exec/message_row.h"
#include "exec/replay.h"

namespace mallshard::exec {
namespace {

constexpr std::uint8_t kFileRequest = 0xFB;

// "Records: 6  Deleted: 0  Skipped: 1  Warnings: 8"
std::uint64_t number_behind(const std::string& info, std::string_view word) {
  const std::size_t at = info.find(word);
  return at == std::string::npos ? 0 : std::strtoull(info.c_str() + at + word.size(), nullptr, 10);
}

}  // namespace

void Executor::begin_file() {
  file_.reset();
  if (dispatch().load == nullptr || job_.sink != Sink::Client) return;
  file_ = std::make_unique<FileLoad>(dispatch().load, dispatch().targets.size(),
                                     settings.snapshot->props.max_allowed_packet);
}

bool Executor::in_parts() const {
  return file_ != nullptr && !file_->load->is_whole;
}

std::size_t Executor::index_of(const Leg& leg) const {
  return static_cast<std::size_t>(&leg - legs_.data());
}

// ---- opening ----

void Executor::file_asked(Leg& leg) {
  FileLoad::Way& way = file_->ways[index_of(leg)];
  backend::Connection& connection = *leg.connection;
  if (!in_parts()) {
    way.asked = true;
    finish_if_done();
    return;
  }
  connection.send_file(way.sent.bytes);
  connection.end_file();
  way.sent.bytes = {};
  effects_.wake(connection);
}

// The empty file of a leg is done.
void Executor::file_opened(Leg& leg) {
  if (failure_) return leg_done(leg);
  FileLoad::Way& way = file_->ways[index_of(leg)];
  if (!std::exchange(way.opened, true)) {
    TargetAnswer& answer = answers_[leg.targets[leg.current]];
    way.text_warnings = answer.warnings;
    if (&leg == &legs_.front()) {
      file_->warnings = answer.warnings;
      for (Diagnostic& each : answer.diagnostics) file_->told.push_back({0, std::move(each)});
    }
    answer = {};
    if (file_->load->database_charset) {
      leg.stage = Leg::Stage::Charset;
      leg.connection->start_query("SELECT @@character_set_database", {{}, wire::RowMode::Rows});
      return effects_.wake(*leg.connection);
    }
  }
  leg.stage = Leg::Stage::Idle;
  finish_if_done();
}

void Executor::ask_client() {
  if (in_parts() && file_->load->database_charset) {
    const std::string& name = file_->ways.front().charset;
    const bool alike = std::all_of(file_->ways.begin(), file_->ways.end(),
                                   [&](const FileLoad::Way& way) { return way.charset == name; });
    const load::Charset charset = load::charset_of(name);
    if (!alike || charset == load::Charset::NotAscii) {
      return fail_file(Error::not_supported(
          alike ? "LOAD DATA in a character set that does not contain ASCII into a table of several shards"
                : "LOAD DATA without CHARACTER SET into databases of different character sets"));
    }
    file_->reader.set_charset(charset);
  }
  ByteBuffer request{kFileRequest};
  const ByteView name = as_bytes(file_->load->file);
  request.insert(request.end(), name.begin(), name.end());
  file_->step = FileLoad::Step::Receiving;
  writer().payload(request);
}

// Called when a leg has got somewhere. True: the statement cannot end yet.
bool Executor::file_goes_on() {
  if (file_->step != FileLoad::Step::Opening) return file_->step == FileLoad::Step::Receiving;
  const auto waits = [this](const Leg& leg) {
    return leg.stage == Leg::Stage::Idle ||
           (leg.stage == Leg::Stage::Answering && file_->ways[index_of(leg)].asked);
  };
  for (const Leg& leg : legs_) {
    if (leg.stage != Leg::Stage::Done && !waits(leg)) return true;
  }
  if (!failure_) ask_client();
  if (!failure_) return true;
  end_file();
  return false;
}

// ---- the client's file ----

bool Executor::awaits_file() const {
  return file_ != nullptr && file_->step == FileLoad::Step::Receiving;
}

bool Executor::wants_file() const {
  if (!awaits_file()) return false;
  if (failure_) return true;
  if (in_parts()) return file_->held < FileLoad::kMost;
  return std::all_of(legs_.begin(), legs_.end(), [](const Leg& leg) {
    return leg.connection == nullptr || leg.connection->output().size() < FileLoad::kMostUnsent;
  });
}

void Executor::on_file(ByteView bytes) {
  assert(awaits_file());
  if (failure_) return;  // read, and thrown away
  if (in_parts()) {
    file_->reader.push(bytes);
    take_records();
    return start_parts();
  }
  for (Leg& leg : legs_) {
    leg.connection->send_file(bytes);
    effects_.wake(*leg.connection);
  }
}

void Executor::on_file_end() {
  assert(awaits_file());
  if (in_parts() && !failure_) {
    file_->reader.finish();
    take_records();
  }
  end_file();
  finish_if_done();
}

// Nothing comes any more: the servers are told, and what still waits is sent.
void Executor::end_file() {
  file_->step = FileLoad::Step::Ending;
  for (Leg& leg : legs_) {
    if (leg.connection == nullptr || in_parts()) continue;
    leg.connection->end_file();
    effects_.wake(*leg.connection);
  }
  if (in_parts()) start_parts();
}

// No server said so: a KILL, or (`row`) the record that was read last.
void Executor::fail_file(Error error, std::uint32_t row) {
  if (!failure_) failure_ = std::move(error);
  if (row != 0) {
    file_->refused_row = row;  // all others that are here come before it
    return;
  }
  for (FileLoad::Part& part : file_->waiting) part = {};
  if (in_parts()) return;
  for (Leg& leg : legs_) {
    if (leg.connection == nullptr) continue;
    leg.connection->end_file();
    effects_.wake(*leg.connection);
  }
}

// ---- records ----

void Executor::take_records() {
  FileLoad& file = *file_;
  for (;;) {
    const Result<bool> more = file.reader.next();
    const auto next_row = static_cast<std::uint32_t>(file.row + 1);
    if (!more) return fail_file(more.error(), next_row);
    if (!*more) return;
    const std::uint64_t row = ++file.row;
    ByteBuffer& scratch = file_scratch_;
    scratch.clear();
    const Result<plan::LoadData::Placed> placed = file.load->place(file.reader, row, scratch);
    if (!placed) return fail_file(placed.error(), next_row);
    if (!file.first_key) file.first_key = placed->generated;
    const bool everywhere = file.load->table == nullptr;
    const std::size_t first = everywhere ? 0 : placed->target;
    const std::size_t last = everywhere ? file.waiting.size() - 1 : placed->target;
    for (std::size_t t = first; t <= last; ++t) {
      FileLoad::Part& part = file.waiting[t];
      part.bytes.insert(part.bytes.end(), scratch.begin(), scratch.end());
      part.rows.push_back(static_cast<std::uint32_t>(row));
      part.ends.push_back(part.bytes.size());
      file.held += scratch.size();
    }
    file.last_target = last;
  }
}

void Executor::start_parts() {
  for (std::size_t i = 0; file_ != nullptr && phase_ == Phase::Running && i < legs_.size(); ++i) {
    if (legs_[i].stage == Leg::Stage::Idle) start_part(legs_[i]);
  }
}

// The fullest of the leg's targets: alone large enough, or to make room, or
// since no more comes.
void Executor::start_part(Leg& leg) {
  FileLoad& file = *file_;
  const bool ending = file.step == FileLoad::Step::Ending;
  if (failure_ && !file.refused_row) {
    if (ending) leg_done(leg);
    return;
  }
  const auto size = [&](std::size_t at) { return file.waiting[leg.targets[at]].bytes.size(); };
  std::size_t fullest = 0;
  for (std::size_t at = 1; at < leg.targets.size(); ++at) {
    if (size(at) > size(fullest)) fullest = at;
  }
  if (size(fullest) == 0) {
    if (ending) end_file_leg(leg);
    return;
  }
  const bool waits = size(fullest) < FileLoad::kPart && file.held < FileLoad::kMost / 2;
  if (!ending && !failure_ && waits) return;
  leg.current = fullest;
  FileLoad::Way& way = file.ways[index_of(leg)];
  way.sent = std::exchange(file.waiting[leg.targets[fullest]], {});
  way.under_way = way.sent.bytes.size();
  answers_[leg.targets[fullest]] = {};
  start_target(leg);
}

// One LOAD DATA has been answered, and its warnings are known.
void Executor::part_over(Leg& leg) {
  FileLoad& file = *file_;
  FileLoad::Way& way = file.ways[index_of(leg)];
  if (!way.opened || leg.stage == Leg::Stage::Charset) return file_opened(leg);
  if (leg.stage == Leg::Stage::ReadBack) return leg_done(leg);
  const std::uint32_t target = leg.targets[leg.current];
  const std::uint32_t first_row = way.sent.rows.empty() ? 0 : way.sent.rows.front();
  if (!failure_) note_part(answers_[target], first_row, way.text_warnings, target == 0);
  way.sent = {};
  file.held -= std::exchange(way.under_way, 0);
  if (answers_[target].error) note_refusal(*answers_[target].error, first_row);
  if (leg.broken) return leg_done(leg);
  leg.stage = Leg::Stage::Idle;
  failure_ ? start_parts() : start_part(leg);
}

// Of several, the first row's error is what one server says. An error that is
// of no row may have ended the transaction: then nothing more is tried.
void Executor::note_refusal(const Error& error, std::uint32_t first_row) {
  FileLoad& file = *file_;
  const bool tries_on = is_of_a_row(error);
  const std::uint32_t named = row_named(error.message);
  const std::uint32_t row = named != 0 ? named : first_row;
  if (!tries_on || !file.refused_row || row < *file.refused_row) failure_ = error;
  if (!tries_on) {
    file.refused_row.reset();
  } else if (!file.refused_row || row < *file.refused_row) {
    file.refused_row = row;
  }
  for (FileLoad::Part& part : file.waiting) {
    const auto end = std::lower_bound(part.rows.begin(), part.rows.end(), file.refused_row.value_or(0));
    const auto kept = static_cast<std::size_t>(end - part.rows.begin());
    if (kept == part.rows.size()) continue;
    part.rows.resize(kept);
    part.ends.resize(kept);
    part.bytes.resize(kept == 0 ? 0 : part.ends.back());
  }
}

// `repeated`: how many of its warnings the statement without rows had, too.
void Executor::note_part(TargetAnswer& answer, std::uint32_t first_row, std::uint16_t repeated,
                         bool first_target) {
  FileLoad& file = *file_;
  TargetAnswer part = std::exchange(answer, {});
  if (file.load->table == nullptr && !first_target) return;  // the first source's rows stand for all
  file.affected += part.affected_rows;
  file.records += number_behind(part.info, "Records: ");
  file.deleted += number_behind(part.info, "Deleted: ");
  file.skipped += number_behind(part.info, "Skipped: ");
  const std::uint64_t warnings = number_behind(part.info, "Warnings: ");
  file.warnings += warnings - std::min<std::uint64_t>(warnings, repeated);
  std::uint32_t row = first_row;
  for (std::size_t i = repeated; i < part.diagnostics.size(); ++i) {
    Diagnostic& each = part.diagnostics[i];
    // One that names no row comes behind those of the row that it is of.
    if (const std::uint32_t named = row_named(each.message); named != 0) row = named;
    file.told.push_back({row, std::move(each)});
  }
  if (file.told.size() < 16 * most_diagnostics()) return;
  sort_told();
}

void Executor::sort_told() {
  auto& told = file_->told;
  std::stable_sort(told.begin(), told.end(),
                   [](const FileLoad::Told& a, const FileLoad::Told& b) { return a.row < b.row; });
  if (told.size() > most_diagnostics()) told.resize(most_diagnostics());
}

// User variables hold what the last record's leg left there.
void Executor::end_file_leg(Leg& leg) {
  const auto& targets = leg.targets;
  const bool has_last = std::find(targets.begin(), targets.end(), file_->last_target) != targets.end();
  if (job_.read_back.empty() || !has_last || std::exchange(file_->read_back, true)) return leg_done(leg);
  start_read_back(leg);
}

// The parts' answers become one.
void Executor::sum_parts() {
  FileLoad& file = *file_;
  sort_told();
  for (TargetAnswer& answer : answers_) answer = {};
  TargetAnswer& answer = answers_.front();
  answer.affected_rows = file.affected;
  answer.warnings = static_cast<std::uint16_t>(std::min<std::uint64_t>(file.warnings, UINT16_MAX));
  answer.info = "Records: " + std::to_string(file.records) + "  Deleted: " + std::to_string(file.deleted) +
                "  Skipped: " + std::to_string(file.skipped) + "  Warnings: " + std::to_string(file.warnings);
  for (FileLoad::Told& each : file.told) answer.diagnostics.push_back(std::move(each.diagnostic));
}

// ---- rows in messages ----

// The row of a part, as the file counts it; 0: the message names none.
std::uint32_t Executor::row_named(const std::string& message) {
  if (const MessageRow named = row_in(message); named.row != 0) return named.row;
  return message.starts_with("Row ")
             ? static_cast<std::uint32_t>(std::strtoul(message.c_str() + 4, nullptr, 10))
             : 0;
}

// "Row 2 was truncated", "... at row 2".
void Executor::number_part_rows(const Leg& leg, std::string& message) const {
  const std::vector<std::uint32_t>& rows = file_->ways[index_of(leg)].sent.rows;
  const std::uint32_t row = row_named(message);
  if (row == 0 || row > rows.size()) return;
  const std::string shown = std::to_string(rows[row - 1]);
  if (const MessageRow named = row_in(message); named.row != 0) {
    message.replace(named.digits, std::string::npos, shown);
    return;
  }
  message.replace(4, message.find_first_not_of("0123456789", 4) - 4, shown);
}

}  // namespace mallshard::exec
