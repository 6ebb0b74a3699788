#include <gtest/gtest.h>

#include "bytes_of.h"
#include "wire/frame_reader.h"
#include "wire/frame_writer.h"

namespace mallshard::wire {
namespace {

constexpr std::size_t kMaxMessage = std::size_t{64} << 20;

void feed(FrameReader& reader, ByteView data) {
  std::size_t at = 0;
  while (at < data.size()) {
    MutableBytes room = reader.space();
    std::size_t count = std::min(room.size(), data.size() - at);
    std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(at), count, room.begin());
    reader.commit(count);
    at += count;
  }
}

TEST(FrameReader, WaitsWhenAMessageIsSplit) {
  FrameReader reader(kMaxMessage);

  feed(reader, bytes({0x02, 0x00, 0x00, 0x00, 0x0e}));
  EXPECT_FALSE(reader.next().value().has_value());

  feed(reader, bytes({0x2a}));
  EXPECT_EQ(copy(reader.next().value()->payload), bytes({0x0e, 0x2a}));
}

TEST(FrameReader, GivesPipelinedMessagesOneByOne) {
  FrameReader reader(kMaxMessage);
  feed(reader, frame(0, text_bytes("one")) + frame(0, text_bytes("two")));

  EXPECT_EQ(as_text(reader.next().value()->payload), "one");
  EXPECT_TRUE(reader.has_pending());
  EXPECT_EQ(as_text(reader.next().value()->payload), "two");
  EXPECT_FALSE(reader.has_pending());
  EXPECT_FALSE(reader.next().value().has_value());
}

TEST(FrameReader, JoinsAMessageOverSixteenMebibytes) {
  ByteBuffer payload(kMaxFramePayload + 10, 'x');
  payload.front() = 'a';
  payload.back() = 'z';
  FrameReader reader(kMaxMessage);
  feed(reader, frame(3, payload));

  std::optional<Message> message = reader.next().value();

  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(copy(message->payload), payload);
  EXPECT_EQ(message->sequence, 4);
}

TEST(FrameReader, EndsAMessageOfExactlyOneFullFrameWithTheEmptyOne) {
  ByteBuffer payload(kMaxFramePayload, 'x');
  ByteBuffer wire_bytes = frame(0, payload);
  EXPECT_EQ(wire_bytes.size(), payload.size() + 2 * kFrameHeaderSize);
  FrameReader reader(kMaxMessage);

  feed(reader, ByteBuffer(wire_bytes.begin(), wire_bytes.end() - 4));
  EXPECT_FALSE(reader.next().value().has_value());

  feed(reader, bytes({0, 0, 0, 1}));
  EXPECT_EQ(reader.next().value()->payload.size(), payload.size());
}

TEST(FrameReader, RefusesALongMessageByItsClaimAlone) {
  FrameReader reader(1000);
  feed(reader, bytes({0xe9, 0x03, 0x00, 0x00}));

  Result<std::optional<Message>> next = reader.next();

  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().code, 1153);
  EXPECT_STREQ(next.error().sqlstate, "08S01");
}

TEST(FrameReader, GrowsByWhatArrivesNotByWhatIsClaimed) {
  FrameReader reader(std::size_t{1} << 30);
  feed(reader, bytes({0xff, 0xff, 0xff, 0x00, 0x03}));
  ASSERT_FALSE(reader.next().value().has_value());

  EXPECT_LE(reader.space().size(), 64u * 1024);
}

TEST(FrameReader, ChecksTheSequenceOfACommand) {
  FrameReader reader(kMaxMessage, SequenceCheck::On);
  feed(reader, frame(1, text_bytes("late")));

  Result<std::optional<Message>> next = reader.next();

  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().code, 1156);
}

TEST(FrameReader, ExpectsTheNextNumberWithinADialogue) {
  FrameReader reader(kMaxMessage, SequenceCheck::On);
  reader.expect_sequence(1);
  feed(reader, frame(1, text_bytes("response")) + frame(2, text_bytes("more")));

  EXPECT_TRUE(reader.next());
  EXPECT_TRUE(reader.next());
}

TEST(FrameReader, SeesAGapBetweenTheFramesOfOneMessage) {
  FrameReader reader(kMaxMessage, SequenceCheck::On);
  ByteBuffer wire_bytes = frame(0, ByteBuffer(kMaxFramePayload + 1, 'x'));
  wire_bytes[kMaxFramePayload + kFrameHeaderSize + 3] = 7;
  feed(reader, wire_bytes);

  EXPECT_FALSE(reader.next());
}

// What is here of each message, joined; | at its end.
std::string pieces(FrameReader& reader) {
  std::string out;
  for (;;) {
    const Result<std::optional<MessagePiece>> next = reader.next_piece();
    if (!next) return out + "error";
    if (!next->has_value()) return out;
    out += as_text((**next).bytes);
    if ((**next).ends_message) out += '|';
  }
}

TEST(FrameReader, GivesAMessageInPiecesAsItComes) {
  const ByteBuffer file = bytes({3, 0, 0, 7, 'a', 'b', 'c', 0, 0, 0, 8});
  for (std::size_t cut = 0; cut <= file.size(); ++cut) {
    FrameReader reader(1 << 20, SequenceCheck::On);
    reader.expect_sequence(7);
    feed(reader, ByteView(file).first(cut));
    std::string seen = pieces(reader);
    feed(reader, ByteView(file).subspan(cut));
    seen += pieces(reader);
    EXPECT_EQ(seen, "abc||") << cut;
    feed(reader, bytes({1, 0, 0, 9, 'q'}));
    EXPECT_EQ((**reader.next()).sequence, 9) << "whole messages go on from there";
  }
}

TEST(FrameReader, AFullFrameOfAMessageInPiecesIsNotItsEnd) {
  FrameReader reader(1 << 20, SequenceCheck::On);                 // no limit of a message counts
  ByteBuffer file = frame(0, ByteBuffer(kMaxFramePayload, 'x'));  // with its empty second frame
  const ByteBuffer end = bytes({0, 0, 0, 2});
  file.insert(file.end(), end.begin(), end.end());
  feed(reader, file);
  const std::string seen = pieces(reader);
  EXPECT_EQ(seen.size(), kMaxFramePayload + 2);
  EXPECT_TRUE(seen.ends_with("x||"));
}

TEST(FrameReader, APieceOutOfOrderIsAnError) {
  FrameReader reader(1 << 20, SequenceCheck::On);
  reader.expect_sequence(7);
  feed(reader, bytes({1, 0, 0, 6, 'a'}));
  EXPECT_EQ(pieces(reader), "error");
}

TEST(FrameWriter, NumbersMessagesOnAndWrapsAt255) {
  ByteBuffer out;
  FrameWriter writer(out, 255);
  writer.write(text_bytes("a"));
  writer.begin().push_back('b');
  writer.finish();

  EXPECT_EQ(out, bytes({1, 0, 0, 255, 'a', 1, 0, 0, 0, 'b'}));
  EXPECT_EQ(writer.next_sequence(), 1);
}

TEST(FrameWriter, SplitsInPlaceAsItDoesByCopy) {
  for (std::size_t size : {kMaxFramePayload - 1, kMaxFramePayload, kMaxFramePayload + 1, 2 * kMaxFramePayload,
                           2 * kMaxFramePayload + 5}) {
    ByteBuffer payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i * 31 >> 3);
    ByteBuffer copied;
    FrameWriter by_copy(copied, 9);
    by_copy.write(payload);

    ByteBuffer built;
    FrameWriter in_place(built, 9);
    ByteBuffer& room = in_place.begin();
    room.insert(room.end(), payload.begin(), payload.end());
    in_place.finish();

    EXPECT_TRUE(built == copied) << size;
    EXPECT_EQ(in_place.next_sequence(), by_copy.next_sequence()) << size;
  }
}

}  // namespace
}  // namespace mallshard::wire
