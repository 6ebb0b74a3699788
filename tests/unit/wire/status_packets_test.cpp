#include <gtest/gtest.h>

#include "bytes_of.h"
#include "wire/eof_packet.h"
#include "wire/err_packet.h"
#include "wire/ok_packet.h"
#include "wire/packet.h"
#include "wire/status.h"

namespace mallshard::wire {
namespace {

namespace cap = capability;
constexpr Capabilities kTracking = cap::kProtocol41 | cap::kSessionTrack;

TEST(OkPacket, ComesBackWithItsSessionChanges) {
  ByteBuffer block;
  append_session_variable("sql_mode", "ANSI", block);
  append_session_schema("sharding_db", block);
  append_session_state_change(block);
  append_session_gtids("uuid:1-5", block);
  ByteBuffer payload;
  encode_ok({300, 70000, status::kAutocommit, 2, "Records: 1", block}, kTracking, payload);

  Result<OkPacket> ok = decode_ok(payload, kTracking);

  ASSERT_TRUE(ok);
  EXPECT_EQ(ok->affected_rows, 300u);
  EXPECT_EQ(ok->last_insert_id, 70000u);
  EXPECT_EQ(ok->status, status::kAutocommit | status::kSessionStateChanged);
  EXPECT_EQ(ok->warnings, 2);
  EXPECT_EQ(ok->info, "Records: 1");
  SessionTrackReader changes(ok->session_track);
  SessionChange variable = changes.next().value();
  EXPECT_EQ(variable.name, "sql_mode");
  EXPECT_EQ(variable.value, "ANSI");
  SessionChange schema = changes.next().value();
  EXPECT_EQ(schema.type, SessionChange::Type::Schema);
  EXPECT_EQ(schema.value, "sharding_db");
  EXPECT_EQ(changes.next()->type, SessionChange::Type::StateChange);
  SessionChange gtids = changes.next().value();
  EXPECT_EQ(gtids.type, SessionChange::Type::Gtids);
  EXPECT_EQ(gtids.value, "uuid:1-5");
  EXPECT_EQ(changes.next(), std::nullopt);
}

// As the servers write it: what a client read as a length was the value.
TEST(OkPacket, TellsAStateChangeWithoutALengthOfItsOwn) {
  ByteBuffer block;
  append_session_state_change(block);

  EXPECT_EQ(block, (ByteBuffer{0x02, 0x01, '1'}));
  EXPECT_EQ(SessionTrackReader(block).next()->value, "1");
}

TEST(OkPacket, SaysNothingOfChangesToAReceiverWithoutTheTracker) {
  ByteBuffer block;
  append_session_schema("db", block);
  OkPacket ok;
  ok.status = status::kSessionStateChanged;
  ok.session_track = block;
  ByteBuffer payload;
  encode_ok(ok, cap::kProtocol41, payload);

  EXPECT_EQ(payload, bytes({0x00, 0, 0, 0, 0, 0, 0}));
}

// MySQL's net_send_ok(): lenenc with and without the tracker.
TEST(OkPacket, WritesTheInfoWithItsLength) {
  OkPacket ok;
  ok.info = "ab";
  ByteBuffer payload;
  encode_ok(ok, cap::kProtocol41, payload);

  EXPECT_EQ(payload, bytes({0x00, 0, 0, 0, 0, 0, 0, 2, 'a', 'b'}));
}

// Captured from MariaDB 10.11 after SET NAMES latin1: one entry, three variables.
TEST(SessionTrack, GivesSeveralVariablesOfOneEntryOneByOne) {
  ByteBuffer entry;
  PacketWriter(entry).lenenc_text("a").lenenc_text("1").lenenc_text("b").lenenc_text("2");
  ByteBuffer block;
  PacketWriter(block).u8(0).lenenc_bytes(entry);

  SessionTrackReader changes(block);

  EXPECT_EQ(changes.next()->name, "a");
  EXPECT_EQ(changes.next()->value, "2");
  EXPECT_EQ(changes.next(), std::nullopt);
}

TEST(SessionTrack, StopsQuietlyAtMalformedBytes) {
  for (const ByteBuffer& block :
       {bytes({0}), bytes({0, 9, 1}), bytes({1, 2, 9, 'x'}), bytes({77, 1, 1}), bytes({0, 1, 5})}) {
    SessionTrackReader changes(block);
    int count = 0;
    while (changes.next() && count < 10) ++count;
    EXPECT_LE(count, 1);
  }
}

TEST(ErrPacket, ComesBackAsItWasEncoded) {
  ByteBuffer payload;
  encode_err(Error(1146, "42S02", "Table 'a.b' doesn't exist"), cap::kProtocol41, payload);

  Error error = decode_err(payload);

  EXPECT_EQ(error.code, 1146);
  EXPECT_STREQ(error.sqlstate, "42S02");
  EXPECT_EQ(error.message, "Table 'a.b' doesn't exist");
}

TEST(ErrPacket, HasNoSqlstateBeforeTheHandshakeIsOver) {
  ByteBuffer payload;
  encode_err(Error(1040, "08004", "Too many connections"), 0, payload);

  EXPECT_EQ(payload, bytes({0xff, 0x10, 0x04}) + text_bytes("Too many connections"));
  EXPECT_EQ(decode_err(payload).message, "Too many connections");
}

TEST(ErrPacket, CutsALongMessageOnACharactersBorder) {
  std::string message(511, 'x');
  message += "\xc3\xa9 and more";
  ByteBuffer payload;
  encode_err(Error(1105, "HY000", message), cap::kProtocol41, payload);

  EXPECT_EQ(decode_err(payload).message, std::string(511, 'x'));
}

TEST(ErrPacket, IsMalformedWhenCut) {
  EXPECT_EQ(decode_err(bytes({0xff, 0x10})).code, 1835);
  EXPECT_EQ(decode_err({}).code, 1835);
}

TEST(EofPacket, IsToldFromARowByItsLength) {
  EXPECT_TRUE(is_eof(bytes({0xfe, 0, 0, 2, 0})));
  EXPECT_FALSE(is_eof(bytes({0xfe, 0, 0, 0, 1, 0, 0, 0, 0, 'x'})));
  EXPECT_FALSE(is_eof({}));
}

TEST(ResultEnd, TakesTheFormThatTheReceiverWants) {
  EofPacket end{3, status::kAutocommit};
  ByteBuffer old_form;
  ByteBuffer new_form;
  encode_result_end(end, cap::kProtocol41, old_form);
  encode_result_end(end, cap::kProtocol41 | cap::kDeprecateEof, new_form);

  EXPECT_EQ(old_form, bytes({0xfe, 3, 0, 2, 0}));
  EXPECT_EQ(new_form, bytes({0xfe, 0, 0, 2, 0, 3, 0}));
  EXPECT_EQ(decode_ok(new_form, cap::kDeprecateEof)->warnings, 3);
  EXPECT_EQ(decode_eof(old_form)->warnings, 3);
}

}  // namespace
}  // namespace mallshard::wire
