#include "wire/packet.h"

#include <gtest/gtest.h>

#include "bytes_of.h"

namespace mallshard::wire {
namespace {

TEST(PacketReader, ReadsLittleEndianIntegersOfEveryWidth) {
  ByteBuffer data = from_hex("01 0201 030201 04030201 0807060504030201");
  PacketReader in(data);

  EXPECT_EQ(in.u8(), 0x01);
  EXPECT_EQ(in.u16(), 0x0102);
  EXPECT_EQ(in.u24(), 0x010203u);
  EXPECT_EQ(in.u32(), 0x01020304u);
  EXPECT_EQ(in.u64(), 0x0102030405060708u);
  EXPECT_TRUE(in.ok() && in.at_end());
}

TEST(PacketReader, LatchesTheFirstReadPastTheEnd) {
  ByteBuffer data = from_hex("0102");
  PacketReader in(data);

  EXPECT_EQ(in.u32(), 0u);

  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u8(), 0);
}

TEST(PacketReader, RefusesALengthBeyondThePayload) {
  ByteBuffer data = from_hex("fe ffffffffffffffff 41");
  PacketReader in(data);

  EXPECT_TRUE(in.lenenc_bytes().empty());

  EXPECT_FALSE(in.ok());
}

TEST(PacketReader, TellsNullFromTheEmptyText) {
  ByteBuffer data = from_hex("fb 00");
  PacketReader in(data);

  EXPECT_EQ(in.lenenc_text_or_null(), std::nullopt);
  EXPECT_EQ(in.lenenc_text_or_null(), "");
  EXPECT_TRUE(in.ok());
}

TEST(PacketReader, TakesNullForNoInteger) {
  ByteBuffer data = from_hex("fb");
  PacketReader in(data);

  EXPECT_EQ(in.lenenc(), 0u);
  EXPECT_FALSE(in.ok());
}

TEST(PacketReader, WantsTheNulOfATextUnlessItIsTheLastField) {
  ByteBuffer data = text_bytes("abc");
  PacketReader strict(data);
  PacketReader lenient(data);

  EXPECT_EQ(strict.nul_text(), "");
  EXPECT_FALSE(strict.ok());
  EXPECT_EQ(lenient.nul_text_or_rest(), "abc");
  EXPECT_TRUE(lenient.ok());
}

class LenencBorder : public testing::TestWithParam<std::uint64_t> {};

TEST_P(LenencBorder, ComesBackAsItWasWritten) {
  ByteBuffer data;
  PacketWriter(data).lenenc(GetParam());
  PacketReader in(data);

  EXPECT_EQ(in.lenenc(), GetParam());
  EXPECT_TRUE(in.ok() && in.at_end());
  EXPECT_EQ(data.size(), lenenc_size(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Values, LenencBorder,
                         testing::Values(0, 250, 251, 252, 0xFFFF, 0x10000, 0xFFFFFF, 0x1000000,
                                         ~std::uint64_t{0}));

}  // namespace
}  // namespace mallshard::wire
