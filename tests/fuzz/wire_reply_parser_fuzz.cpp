// ReplyParser: the events do not depend on how the bytes were cut into reads,
// and forwarded runs hold the same rows as rows read one by one. First byte:
// kind of reply and capabilities.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "wire/reply_parser.h"

namespace mallshard {

namespace {

using Kind = wire::ReplyEvent::Kind;

struct Outcome {
  std::vector<int> kinds;  // without rows
  ByteBuffer rows;         // forwarded frames, or the rows' payloads
  std::uint64_t row_count = 0;
  bool failed = false;
  bool operator==(const Outcome&) const = default;
};

Outcome parse(ByteView data, wire::ReplyKind kind, wire::Capabilities capabilities, wire::RowMode mode,
              std::size_t piece) {
  wire::ReplyParser parser(128, 1 << 16);
  parser.set_capabilities(capabilities);
  parser.set_row_mode(mode);
  parser.begin(kind);
  Outcome outcome;
  while (true) {
    while (std::optional<wire::ReplyEvent> event = parser.next()) {
      if (event->kind == Kind::Row || event->kind == Kind::RowRun) {
        outcome.rows.insert(outcome.rows.end(), event->bytes.begin(), event->bytes.end());
        outcome.row_count += event->count;
      } else {
        outcome.kinds.push_back(static_cast<int>(event->kind));
      }
      if (event->kind == Kind::LocalInfile) parser.resume_after_local_infile();
    }
    outcome.failed = parser.failure().has_value();
    if (outcome.failed || parser.is_idle() || data.empty()) return outcome;
    MutableBytes room = parser.space();
    std::size_t count = std::min({room.size(), data.size(), piece});
    std::copy_n(data.begin(), count, room.begin());
    parser.commit(count);
    data = data.subspan(count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 1) return 0;
  auto kind = static_cast<wire::ReplyKind>((bytes[0] & 7) % 6);
  wire::Capabilities capabilities = (bytes[0] & 8) != 0 ? wire::capability::kDeprecateEof : 0;
  if ((bytes[0] & 16) != 0) capabilities |= wire::capability::kSessionTrack;
  ByteView data{bytes + 1, size - 1};

  Outcome rows = parse(data, kind, capabilities, wire::RowMode::Rows, size);
  if (parse(data, kind, capabilities, wire::RowMode::Rows, 1) != rows) std::abort();
  Outcome runs = parse(data, kind, capabilities, wire::RowMode::Runs, size);
  Outcome dripped = parse(data, kind, capabilities, wire::RowMode::Runs, 3);
  // An unfinished frame may be forwarded in part, by how much had arrived.
  if (runs.kinds != dripped.kinds || runs.row_count != dripped.row_count || runs.failed != dripped.failed)
    std::abort();
  if (!rows.failed && !runs.failed && rows.row_count != runs.row_count) std::abort();
  return 0;
}

}  // namespace mallshard
