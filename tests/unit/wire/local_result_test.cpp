#include "wire/local_result.h"

#include <gtest/gtest.h>

#include "bytes_of.h"
#include "wire/reply_parser.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"
#include "wire/status.h"

namespace mallshard::wire {
namespace {

using Kind = ReplyEvent::Kind;

LocalResult sample() {
  LocalResult result;
  result.columns = {LocalColumn::integer("id"), LocalColumn::text("name")};
  result.rows = {{"1", "one"}, {"-2", std::nullopt}};
  result.warnings = 1;
  return result;
}

struct Received {
  std::vector<std::string> kinds;
  std::vector<ByteBuffer> rows;
  std::uint16_t warnings = 0;
  bool complete = false;
};

Received receive(const ByteBuffer& data, Capabilities capabilities) {
  ReplyParser parser(1 << 16, 1 << 20);
  parser.set_capabilities(capabilities);
  parser.set_row_mode(RowMode::Rows);
  parser.begin(ReplyKind::Query);
  MutableBytes room = parser.space();
  std::copy(data.begin(), data.end(), room.begin());
  parser.commit(data.size());
  Received received;
  while (std::optional<ReplyEvent> event = parser.next()) {
    if (event->kind == Kind::Row) received.rows.push_back(copy(event->bytes));
    if (event->kind == Kind::ResultEnd) received.warnings = event->ok->warnings;
  }
  received.complete = parser.is_idle() && parser.pending() == 0;
  return received;
}

TEST(LocalResult, IsAWholeReplyForEveryKindOfReceiver) {
  for (Capabilities capabilities :
       {capability::kProtocol41, capability::kProtocol41 | capability::kDeprecateEof}) {
    for (RowFormat format : {RowFormat::Text, RowFormat::Binary}) {
      ByteBuffer out;
      FrameWriter writer(out, 1);
      ASSERT_TRUE(write_local_result(sample(), format, capabilities, status::kAutocommit, writer));

      Received received = receive(out, capabilities);

      EXPECT_TRUE(received.complete);
      EXPECT_EQ(received.rows.size(), 2u);
      EXPECT_EQ(received.warnings, 1);
    }
  }
}

TEST(LocalResult, NumbersItsFramesOnFromTheWritersSequence) {
  ByteBuffer out;
  FrameWriter writer(out, 1);
  ASSERT_TRUE(write_local_result(sample(), RowFormat::Text, capability::kProtocol41, 0, writer));

  // Header, two columns, EOF, two rows, EOF.
  EXPECT_EQ(writer.next_sequence(), 8);
}

TEST(LocalResult, WritesBinaryRowsWithNullBitsAndTypedValues) {
  ByteBuffer out;
  FrameWriter writer(out, 1);
  ASSERT_TRUE(write_local_result(sample(), RowFormat::Binary, capability::kDeprecateEof, 0, writer));

  Received received = receive(out, capability::kDeprecateEof);

  EXPECT_EQ(received.rows[0], from_hex("00 00 0100000000000000 036f6e65"));
  EXPECT_EQ(received.rows[1], from_hex("00 08 feffffffffffffff"));
}

TEST(LocalResult, LeavesNothingBehindWhenAValueDoesNotFitItsColumn) {
  LocalResult result = sample();
  result.rows[1][0] = "not a number";
  ByteBuffer out = bytes({1, 2, 3});
  FrameWriter writer(out, 5);

  Result<void> written = write_local_result(result, RowFormat::Binary, 0, 0, writer);

  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, 1366);
  EXPECT_EQ(out, bytes({1, 2, 3}));
  EXPECT_EQ(writer.next_sequence(), 5);
}

TEST(LocalResult, RefusesARowOfAnotherWidth) {
  LocalResult result = sample();
  result.rows[0].pop_back();
  ByteBuffer out;
  FrameWriter writer(out, 1);

  EXPECT_FALSE(write_local_result(result, RowFormat::Text, 0, 0, writer));
  EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace mallshard::wire
