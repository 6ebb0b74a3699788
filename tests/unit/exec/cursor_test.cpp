#include "exec/cursor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "exec/client_view.h"
#include "tests/unit/exec/fake_effects.h"
#include "wire/frame_writer.h"

namespace mallshard::exec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Cursors : public ::testing::TestWithParam<bool> {
 protected:
  Cursors() {
    if (GetParam()) view_.capabilities = wire::capability::kDeprecateEof;
    view_.autocommit = false;
    view_.cursor = &cursor_;
  }

  void give_head() {
    out().column_count(1);
    out().column({});
    out().columns_end();
  }
  void give_row(std::size_t size, char fill) {
    const std::string payload(size, fill);
    out().row(as_bytes(payload));
  }
  ClientWriter out() { return {effects_, view_}; }

  // The packets that the client has got, each by its first byte and its size;
  // their numbers must go up from 1.
  std::vector<std::string> sent() {
    const ByteBuffer bytes = effects_.take_output();
    std::vector<std::string> packets;
    std::uint8_t sequence = 0;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t size = bytes[at] | static_cast<std::size_t>(bytes[at + 1]) << 8 |
                               static_cast<std::size_t>(bytes[at + 2]) << 16;
      EXPECT_EQ(bytes[at + 3], static_cast<std::uint8_t>(++sequence));
      const std::uint8_t* payload = bytes.data() + at + wire::kFrameHeaderSize;
      const bool end = size > 0 && payload[0] == 0xfe && size < 9;
      if (end) {
        packets.push_back("end " + std::to_string(payload[3]));  // the low byte of its status, either form
      } else if (size > 0 && payload[0] == 0xff) {
        packets.emplace_back("error");
      } else {
        packets.push_back(size < 60 ? std::string(1, static_cast<char>(payload[0])) : "large");
      }
      at += wire::kFrameHeaderSize + size;
    }
    return packets;
  }
  std::vector<std::string> fetch(std::uint32_t count) {
    view_.sequence = 1;
    out().fetched(cursor_, count);
    return sent();
  }

  FakeWorld world_;
  FakeEffects effects_{world_};
  ClientView view_;
  Cursor cursor_;
};

TEST_P(Cursors, KeepTheRowsUntilTheyAreFetchedAndCloseBehindTheLast) {
  give_head();
  for (const char fill : {'a', 'b', 'c'}) give_row(5, fill);
  out().result_end(0);

  EXPECT_THAT(sent(), ElementsAre("\x01", "\x03", "end 64"));
  EXPECT_TRUE(cursor_.open);
  EXPECT_THAT(fetch(2), ElementsAre("a", "b", "end 64"));
  EXPECT_THAT(fetch(1), ElementsAre("c", "end 64"));
  EXPECT_THAT(fetch(1), ElementsAre("end 128"));
  EXPECT_FALSE(cursor_.open);
}

TEST_P(Cursors, AreOpenOverAnEmptyResult) {
  give_head();
  out().result_end(0);

  EXPECT_THAT(sent(), ElementsAre("\x01", "\x03", "end 64"));
  EXPECT_THAT(fetch(10), ElementsAre("end 128"));
}

TEST_P(Cursors, GiveWayToPlainRowsWhenTheResultGrowsTooLarge) {
  give_head();
  give_row(5, 'a');
  EXPECT_THAT(sent(), IsEmpty());
  give_row(Cursor::kMostBytes / 2, 'b');
  give_row(Cursor::kMostBytes / 2, 'c');
  give_row(5, 'd');
  out().result_end(0);

  const auto packets = sent();
  if (GetParam()) {
    EXPECT_THAT(packets, ElementsAre("\x01", "\x03", "a", "large", "large", "d", "end 0"));
  } else {
    EXPECT_THAT(packets, ElementsAre("\x01", "\x03", "end 0", "a", "large", "large", "d", "end 0"));
  }
  EXPECT_FALSE(cursor_.open);
}

// What the session's other cursors hold is taken from its bound.
TEST_P(Cursors, GiveWayWhenOthersHoldWhatThereIs) {
  cursor_.most = 10;
  give_head();
  give_row(5, 'a');
  give_row(5, 'b');
  out().result_end(0);

  const auto packets = sent();
  EXPECT_EQ(std::count(packets.begin(), packets.end(), "a"), 1);
  EXPECT_EQ(packets.back(), "end 0");
  EXPECT_FALSE(cursor_.open);
}

TEST_P(Cursors, SendNothingBeforeTheErrorOfAResultThatBreaksOff) {
  give_head();
  give_row(5, 'a');
  out().error(Error(1317, "70100", "Query execution was interrupted"));

  EXPECT_THAT(sent(), ElementsAre("error"));
  EXPECT_FALSE(cursor_.open);
}

TEST_P(Cursors, FetchARowOfSeveralFramesWhole) {
  give_head();
  cursor_.rows.reserve(Cursor::kMostBytes * 2);
  // As a server sends it: a full frame and the rest.
  wire::FrameWriter writer(cursor_.rows, view_.sequence);
  writer.write(ByteBuffer(wire::kMaxFramePayload + 3, 'x'));
  writer.write(ByteBuffer(3, 'y'));
  out().result_end(0);
  sent();

  EXPECT_THAT(fetch(1), ElementsAre("large", "x", "end 64"));
  EXPECT_THAT(fetch(9), ElementsAre("y", "end 128"));
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutEof, Cursors, ::testing::Bool());

}  // namespace
}  // namespace mallshard::exec
