#include "wire/reply_parser.h"

#include <gtest/gtest.h>

#include "bytes_of.h"
#include "wire/column_definition.h"
#include "wire/err_packet.h"
#include "wire/packet.h"
#include "wire/status.h"

namespace mallshard::wire {
namespace {

using Kind = ReplyEvent::Kind;

constexpr Capabilities kOld = capability::kProtocol41;
constexpr Capabilities kNew = capability::kProtocol41 | capability::kDeprecateEof | capability::kSessionTrack;

ByteBuffer ok_payload(std::uint16_t status = status::kAutocommit) {
  OkPacket ok;
  ok.affected_rows = 1;
  ok.status = status;
  ByteBuffer out;
  encode_ok(ok, kNew, out);
  return out;
}

ByteBuffer end_payload(Capabilities capabilities, std::uint16_t status = status::kAutocommit) {
  ByteBuffer out;
  encode_result_end({4, status}, capabilities, out);
  return out;
}

ByteBuffer err_payload() {
  ByteBuffer out;
  encode_err(Error(1064, "42000", "syntax"), kOld, out);
  return out;
}

ByteBuffer column_payload(std::string_view name) {
  ColumnDefinition column;
  column.name = name;
  ByteBuffer out;
  encode_column_definition(column, out);
  return out;
}

// A server's reply, framed and numbered.
class Script {
 public:
  explicit Script(Capabilities capabilities) : capabilities_(capabilities) {}

  Script& add(const ByteBuffer& payload) {
    writer_.write(payload);
    return *this;
  }
  Script& eof_unless_deprecated() {
    return has(capabilities_, capability::kDeprecateEof) ? *this : add(end_payload(kOld));
  }
  Script& columns(int count) {
    for (int i = 0; i < count; ++i) add(column_payload("c"));
    return eof_unless_deprecated();
  }
  Script& result(std::initializer_list<ByteBuffer> rows, std::uint16_t status = status::kAutocommit) {
    add(bytes({2})).columns(2);
    for (const ByteBuffer& row : rows) add(row);
    return add(end_payload(capabilities_, status));
  }
  [[nodiscard]] const ByteBuffer& data() const { return out_; }

 private:
  Capabilities capabilities_;
  ByteBuffer out_;
  FrameWriter writer_{out_, 1};
};

std::string shown(const ReplyEvent& event) {
  switch (event.kind) {
    case Kind::Ok:
      return "ok:" + std::to_string(event.ok->affected_rows);
    case Kind::Err:
      return "err:" + std::to_string(event.error->code);
    case Kind::ResultHeader:
      return "header:" + std::to_string(event.count);
    case Kind::ColumnDefinition:
      return "column";
    case Kind::ColumnsEnd:
      return "columns_end";
    case Kind::RowRun:
      return "run:" + std::to_string(event.count);
    case Kind::Row:
      return "row:" + std::string(as_text(event.bytes));
    case Kind::ResultEnd:
      return "end:" + std::to_string(event.ok->warnings);
    case Kind::PrepareOk:
      return "prepared:" + std::to_string(event.prepare.statement_id);
    case Kind::ParamDefinition:
      return "param";
    case Kind::PreparedColumn:
      return "prepared_column";
    case Kind::PrepareEnd:
      return "prepare_end";
    case Kind::LocalInfile:
      return "infile:" + std::string(as_text(event.bytes));
    case Kind::Text:
      return "text:" + std::string(as_text(event.bytes));
    case Kind::Message:
      return "message:" + std::to_string(event.count);
  }
  return "?";
}

std::vector<std::string> drain(ReplyParser& parser) {
  std::vector<std::string> events;
  while (std::optional<ReplyEvent> event = parser.next()) events.push_back(shown(*event));
  return events;
}

void feed(ReplyParser& parser, ByteView data) {
  while (!data.empty()) {
    MutableBytes room = parser.space();
    std::size_t count = std::min(room.size(), data.size());
    std::copy_n(data.begin(), count, room.begin());
    parser.commit(count);
    data = data.subspan(count);
  }
}

// All at once, and byte by byte: the events must not depend on it.
std::vector<std::string> parse(ReplyKind kind, Capabilities capabilities, const ByteBuffer& data,
                               RowMode mode = RowMode::Rows) {
  ReplyParser whole(64 * 1024, 1 << 30);
  whole.set_capabilities(capabilities);
  whole.set_row_mode(mode);
  whole.begin(kind);
  feed(whole, data);
  std::vector<std::string> events = drain(whole);
  EXPECT_TRUE(whole.is_idle() || whole.failure() || events.empty() || events.back().starts_with("infile"));

  ReplyParser dripping(64 * 1024, 1 << 30);
  dripping.set_capabilities(capabilities);
  dripping.set_row_mode(mode);
  dripping.begin(kind);
  std::vector<std::string> dripped;
  for (std::uint8_t byte : data) {
    feed(dripping, {&byte, 1});
    for (std::string& event : drain(dripping)) dripped.push_back(std::move(event));
  }
  if (mode == RowMode::Rows) {
    EXPECT_EQ(dripped, events);
  }
  EXPECT_EQ(dripping.is_idle(), whole.is_idle());
  return events;
}

using Events = std::vector<std::string>;

ByteBuffer row(std::string_view text) {
  ByteBuffer out;
  PacketWriter(out).lenenc_text(text);
  return out;
}

TEST(ReplyParser, EndsAPlainReplyWithOkErrOrEof) {
  EXPECT_EQ(parse(ReplyKind::Plain, kNew, Script(kNew).add(ok_payload()).data()), Events{"ok:1"});
  EXPECT_EQ(parse(ReplyKind::Plain, kNew, Script(kNew).add(err_payload()).data()), Events{"err:1064"});
  EXPECT_EQ(parse(ReplyKind::Plain, kOld, Script(kOld).add(end_payload(kOld)).data()), Events{"ok:0"});
}

TEST(ReplyParser, ReadsAResultInBothEofForms) {
  for (Capabilities capabilities : {kOld, kNew}) {
    Script script(capabilities);
    script.result({row("a"), row("b")});
    EXPECT_EQ(parse(ReplyKind::Query, capabilities, script.data()),
              (Events{"header:2", "column", "column", "columns_end",
                      "row:\x01"
                      "a",
                      "row:\x01"
                      "b",
                      "end:4"}));
  }
}

TEST(ReplyParser, ReadsAnEmptyResult) {
  EXPECT_EQ(parse(ReplyKind::Query, kNew, Script(kNew).result({}).data(), RowMode::Runs),
            (Events{"header:2", "column", "column", "columns_end", "end:4"}));
}

TEST(ReplyParser, GoesOnWhileThereAreMoreResults) {
  Script script(kNew);
  script.result({row("a")}, status::kMoreResults).add(ok_payload(status::kMoreResults)).result({});
  Events events = parse(ReplyKind::Query, kNew, script.data());

  EXPECT_EQ(std::count(events.begin(), events.end(), "header:2"), 2);
  EXPECT_EQ(events.back(), "end:4");
}

TEST(ReplyParser, EndsAResultWithAnErrorAmongTheRows) {
  Script script(kNew);
  script.add(bytes({1})).columns(1).add(row("a")).add(err_payload());
  for (RowMode mode : {RowMode::Rows, RowMode::Runs}) {
    Events events = parse(ReplyKind::Query, kNew, script.data(), mode);
    EXPECT_EQ(events.back(), "err:1064");
  }
}

// A row whose first field is NULL begins as LOCAL INFILE does, in another state.
TEST(ReplyParser, TakesALeadingNullForARow) {
  Script script(kNew);
  script.add(bytes({1})).columns(1).add(bytes({0xfb})).add(end_payload(kNew));

  EXPECT_EQ(parse(ReplyKind::Query, kNew, script.data()),
            (Events{"header:1", "column", "columns_end", "row:\xfb", "end:4"}));
}

TEST(ReplyParser, TellsAHugeRowFromTheEndOfRows) {
  ByteBuffer huge = bytes({0xfe}) + bytes({0, 0, 0, 1, 0, 0, 0, 0}) + ByteBuffer(0x1000000, 'x');
  for (Capabilities capabilities : {kOld, kNew}) {
    Script script(capabilities);
    script.add(bytes({1})).columns(1).add(huge).add(end_payload(capabilities));
    ReplyParser parser(64 * 1024, 1 << 30);
    parser.set_capabilities(capabilities);
    parser.set_row_mode(RowMode::Rows);
    parser.begin(ReplyKind::Query);
    feed(parser, script.data());
    std::size_t row_size = 0;
    while (std::optional<ReplyEvent> event = parser.next()) {
      if (event->kind == Kind::Row) row_size = event->bytes.size();
    }
    EXPECT_EQ(row_size, huge.size());
    EXPECT_TRUE(parser.is_idle());
  }
}

TEST(ReplyParser, RunsOfRowsAreRenumberedFramesAsTheyCame) {
  Script script(kNew);
  script.result({row("a"), row("b"), row("c")});
  ReplyParser parser(64 * 1024, 1 << 20);
  parser.set_capabilities(kNew);
  parser.begin(ReplyKind::Query);
  feed(parser, script.data());
  std::optional<ReplyEvent> event = parser.next();
  while (event && event->kind != Kind::ColumnsEnd) event = parser.next();
  parser.set_row_mode(RowMode::Runs);
  parser.set_row_sequence(254);

  event = parser.next();

  ASSERT_TRUE(event && event->kind == Kind::RowRun);
  EXPECT_EQ(event->count, 3u);
  EXPECT_EQ(copy(event->bytes), frame(254, row("a")) + frame(255, row("b")) + frame(0, row("c")));
  EXPECT_EQ(parser.row_sequence(), 1);
  EXPECT_EQ(parser.next()->kind, Kind::ResultEnd);
}

// What a forwarder writes must be the rows, whatever their size and however the
// reads fall: frames are renumbered, pieces of a huge one come as they arrive.
class ForwardedRow : public testing::TestWithParam<std::size_t> {};

TEST_P(ForwardedRow, ArrivesWholeThroughASmallBuffer) {
  constexpr std::size_t kReadSize = 1024;
  ByteBuffer big(GetParam());
  for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<std::uint8_t>(i % 250);
  Script script(kNew);
  script.add(bytes({1})).columns(1).add(row("first")).add(big).add(row("last")).add(end_payload(kNew));
  ByteBuffer expected;
  FrameWriter writer(expected, 77);
  writer.write(row("first"));
  writer.write(big);
  writer.write(row("last"));

  ReplyParser parser(kReadSize, 1 << 20);
  parser.set_capabilities(kNew);
  parser.set_row_sequence(77);
  parser.begin(ReplyKind::Query);
  ByteBuffer forwarded;
  std::uint64_t rows = 0;
  ByteView data = script.data();
  bool ended = false;
  while (!ended) {
    while (std::optional<ReplyEvent> event = parser.next()) {
      ended = ended || event->kind == Kind::ResultEnd;
      if (event->kind != Kind::RowRun) continue;
      forwarded.insert(forwarded.end(), event->bytes.begin(), event->bytes.end());
      rows += event->count;
    }
    ASSERT_FALSE(parser.failure());
    if (ended) break;
    ASSERT_FALSE(data.empty());
    MutableBytes room = parser.space();
    EXPECT_LE(room.size(), 4 * kReadSize) << "the row is never held as a whole";
    std::size_t count = std::min({room.size(), data.size(), std::size_t{700}});
    std::copy_n(data.begin(), count, room.begin());
    parser.commit(count);
    data = data.subspan(count);
  }

  EXPECT_TRUE(forwarded == expected);
  EXPECT_EQ(rows, 3u);
  EXPECT_EQ(parser.row_sequence(), writer.next_sequence());
}

INSTANTIATE_TEST_SUITE_P(Sizes, ForwardedRow,
                         testing::Values(1, 690, 1000, 1019, 1020, 1021, 1024, 5000, kMaxFramePayload - 1,
                                         kMaxFramePayload, kMaxFramePayload + 1, 2 * kMaxFramePayload));

TEST(ReplyParser, ReadsAPreparationInBothEofForms) {
  for (Capabilities capabilities : {kOld, kNew}) {
    ByteBuffer head;
    encode_prepare_ok({9, 1, 2, 0}, head);
    Script script(capabilities);
    script.add(head).columns(2).columns(1);
    EXPECT_EQ(parse(ReplyKind::Prepare, capabilities, script.data()),
              (Events{"prepared:9", "param", "param", "prepared_column", "prepare_end"}));
  }
}

TEST(ReplyParser, ReadsPreparationsThatLackAGroup) {
  for (Capabilities capabilities : {kOld, kNew}) {
    ByteBuffer params_only;
    ByteBuffer columns_only;
    ByteBuffer neither;
    encode_prepare_ok({1, 0, 1, 0}, params_only);
    encode_prepare_ok({2, 1, 0, 0}, columns_only);
    encode_prepare_ok({3, 0, 0, 0}, neither);

    EXPECT_EQ(
        parse(ReplyKind::Prepare, capabilities, Script(capabilities).add(params_only).columns(1).data()),
        (Events{"prepared:1", "param", "prepare_end"}));
    EXPECT_EQ(
        parse(ReplyKind::Prepare, capabilities, Script(capabilities).add(columns_only).columns(1).data()),
        (Events{"prepared:2", "prepared_column", "prepare_end"}));
    EXPECT_EQ(parse(ReplyKind::Prepare, capabilities, Script(capabilities).add(neither).data()),
              Events{"prepared:3"});
  }
}

TEST(ReplyParser, ReadsAFieldList) {
  for (Capabilities capabilities : {kOld, kNew}) {
    Script script(capabilities);
    script.add(column_payload("a")).add(column_payload("b")).add(end_payload(capabilities));
    EXPECT_EQ(parse(ReplyKind::FieldList, capabilities, script.data()),
              (Events{"column", "column", "end:4"}));
  }
}

TEST(ReplyParser, ReadsTheBareTextOfStatistics) {
  EXPECT_EQ(parse(ReplyKind::Text, kNew, frame(1, text_bytes("Uptime: 6"))), Events{"text:Uptime: 6"});
}

TEST(ReplyParser, StopsForTheFileOfLoadDataLocal) {
  ReplyParser parser(1024, 1 << 20);
  parser.set_capabilities(kNew);
  parser.begin(ReplyKind::Query);
  feed(parser, frame(1, bytes({0xfb}) + text_bytes("a.csv")));

  EXPECT_EQ(drain(parser), Events{"infile:a.csv"});
  EXPECT_EQ(parser.last_sequence(), 1);
  parser.resume_after_local_infile();
  feed(parser, frame(4, ok_payload()));
  EXPECT_EQ(drain(parser), Events{"ok:1"});
  EXPECT_TRUE(parser.is_idle());
}

TEST(ReplyParser, LeavesTheNextReplyInTheBuffer) {
  ReplyParser parser(1024, 1 << 20);
  parser.set_capabilities(kNew);
  parser.begin(ReplyKind::Plain);
  feed(parser, frame(1, ok_payload()) + frame(1, err_payload()));

  EXPECT_EQ(drain(parser), Events{"ok:1"});
  EXPECT_TRUE(parser.is_idle());
  EXPECT_GT(parser.pending(), 0u);
  parser.begin(ReplyKind::Plain);
  EXPECT_EQ(drain(parser), Events{"err:1064"});
}

TEST(ReplyParser, LatchesAFailureOnNonsense) {
  for (const ByteBuffer& payload :
       {bytes({0x00}), bytes({0xfc}), bytes({0xfe, 1, 2, 3}), ByteBuffer(), bytes({1, 1})}) {
    ReplyParser parser(1024, 1 << 20);
    parser.set_capabilities(kNew);
    parser.begin(ReplyKind::Query);
    feed(parser, frame(1, payload));
    EXPECT_EQ(drain(parser), Events{});
    ASSERT_TRUE(parser.failure());
    EXPECT_EQ(parser.next(), std::nullopt);
  }
}

TEST(ReplyParser, RefusesARowBeyondTheLimitOnlyWhereItMustBeHeld) {
  Script script(kNew);
  script.add(bytes({1})).columns(1).add(ByteBuffer(5000, 'x')).add(end_payload(kNew));
  for (RowMode mode : {RowMode::Rows, RowMode::Runs}) {
    ReplyParser parser(1024, 4096);
    parser.set_capabilities(kNew);
    parser.set_row_mode(mode);
    parser.begin(ReplyKind::Query);
    feed(parser, script.data());
    (void)drain(parser);
    EXPECT_EQ(parser.failure().has_value(), mode == RowMode::Rows);
  }
}

TEST(ReplyParser, HoldsNoMemoryWhenReleased) {
  ReadBuffer buffer(4096);
  EXPECT_EQ(buffer.capacity(), 0u);
  buffer.space()[0] = 1;
  buffer.commit(1);
  buffer.release_if_empty();
  EXPECT_EQ(buffer.capacity(), 4096u);
  buffer.consume(1);
  buffer.release_if_empty();
  EXPECT_EQ(buffer.capacity(), 0u);
}

}  // namespace
}  // namespace mallshard::wire
