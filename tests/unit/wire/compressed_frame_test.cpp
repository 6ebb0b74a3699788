#include "wire/compressed_frame.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/wire/bytes_of.h"

namespace mallshard::wire {
namespace {

void feed(CompressedReader& reader, ByteView bytes) {
  while (!bytes.empty()) {
    const MutableBytes room = reader.space();
    const std::size_t count = std::min(room.size(), bytes.size());
    std::copy_n(bytes.begin(), count, room.begin());
    reader.commit(count);
    bytes = bytes.subspan(count);
  }
}

ByteBuffer read_all(Compression algorithm, ByteView packed, std::uint8_t first) {
  CompressedReader reader(algorithm);
  feed(reader, packed);
  ByteBuffer plain;
  while (true) {
    Result<std::optional<CompressedFrame>> next = reader.next();
    EXPECT_TRUE(next) << next.error().message;
    if (!next || !next->has_value()) return plain;
    EXPECT_EQ((**next).sequence, first++);
    plain.insert(plain.end(), (**next).bytes.begin(), (**next).bytes.end());
  }
}

TEST(CompressedFrame, WhatWasPackedComesOutAgain) {
  for (const Compression algorithm : {Compression::Zlib, Compression::Zstd}) {
    for (const std::size_t size : {1UL, 49UL, 50UL, 5000UL, 262144UL, 262145UL, 3000000UL}) {
      ByteBuffer plain(size);
      for (std::size_t i = 0; i < size; ++i) plain[i] = static_cast<std::uint8_t>(i / 7 % 61);
      ByteBuffer packed;
      std::uint8_t sequence = 254;  // wraps
      encode_compressed(algorithm, plain, sequence, packed);
      EXPECT_EQ(read_all(algorithm, packed, 254), plain);
      if (size >= 5000) {
        EXPECT_LT(packed.size(), size / 2);
      }
    }
  }
}

TEST(CompressedFrame, ShortOnesGoAsTheyAre) {
  ByteBuffer packed;
  std::uint8_t sequence = 3;
  encode_compressed(Compression::Zlib, bytes({'a', 'b'}), sequence, packed);
  EXPECT_EQ(packed, bytes({2, 0, 0, 3, 0, 0, 0, 'a', 'b'}));
  EXPECT_EQ(sequence, 4);
}

TEST(CompressedFrame, WaitsForAWholeFrame) {
  CompressedReader reader(Compression::Zlib);
  feed(reader, bytes({2, 0, 0, 9, 0, 0, 0, 'a'}));
  EXPECT_FALSE(reader.peek());
  EXPECT_FALSE(reader.next().value());
  feed(reader, bytes({'b'}));
  EXPECT_EQ(reader.peek(), 9);
  EXPECT_EQ(as_text(reader.next().value()->bytes), "ab");
}

TEST(CompressedFrame, RefusesWhatDoesNotHoldWhatItSays) {
  ByteBuffer good;
  std::uint8_t sequence = 0;
  encode_compressed(Compression::Zlib, ByteBuffer(1000, 'x'), sequence, good);
  ByteBuffer longer = good, shorter = good, broken = good;
  longer[4] ^= 0x01;
  shorter[5] ^= 0x01;
  broken[10] ^= 0xFF;
  // Sixteen MiB out of eight bytes: no memory is taken for them.
  const ByteBuffer bomb = bytes({8, 0, 0, 0, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8});
  for (const ByteBuffer& bad : {longer, shorter, broken, bomb}) {
    CompressedReader reader(Compression::Zlib);
    feed(reader, bad);
    const Result<std::optional<CompressedFrame>> next = reader.next();
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, 1157);
  }
}

}  // namespace
}  // namespace mallshard::wire
