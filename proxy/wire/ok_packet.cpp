#include "wire/ok_packet.h"

#include "wire/packet.h"
#include "wire/status.h"

namespace mallshard::wire {

Result<OkPacket> decode_ok(ByteView payload, Capabilities capabilities) {
  PacketReader in(payload);
  OkPacket ok;
  std::uint8_t header = in.u8();
  if (header != 0x00 && header != 0xFE) return Error::malformed_packet();
  ok.affected_rows = in.lenenc();
  ok.last_insert_id = in.lenenc();
  ok.status = in.u16();
  ok.warnings = in.u16();
  if (!in.at_end()) {
    ok.info = in.lenenc_text();
    if (has(capabilities, capability::kSessionTrack) && (ok.status & status::kSessionStateChanged) != 0 &&
        !in.at_end()) {
      ok.session_track = in.lenenc_bytes();
    }
  }
  if (!in.ok()) return Error::malformed_packet();
  return ok;
}

// As MySQL's net_send_ok(): without SESSION_TRACK, too, the info is a lenenc
// string, and it is left out when nothing follows and it is empty.
void encode_ok(const OkPacket& ok, Capabilities capabilities, ByteBuffer& out, OkHeader header) {
  bool with_track = has(capabilities, capability::kSessionTrack) && !ok.session_track.empty();
  std::uint16_t bits = static_cast<std::uint16_t>(ok.status & ~status::kSessionStateChanged);
  if (with_track) bits |= status::kSessionStateChanged;

  PacketWriter writer(out);
  writer.u8(static_cast<std::uint8_t>(header))
      .lenenc(ok.affected_rows)
      .lenenc(ok.last_insert_id)
      .u16(bits)
      .u16(ok.warnings);
  if (with_track || !ok.info.empty()) writer.lenenc_text(ok.info);
  if (with_track) writer.lenenc_bytes(ok.session_track);
}

std::optional<SessionChange> SessionTrackReader::next() {
  while (true) {
    if (!variables_.empty()) {
      PacketReader in(variables_);
      SessionChange change{SessionChange::Type::SystemVariable, in.lenenc_text(), in.lenenc_text()};
      variables_ = in.peek_rest();
      if (in.ok()) return change;
      variables_ = {};
    }
    if (block_.empty()) return std::nullopt;

    PacketReader in(block_);
    std::uint8_t type = in.u8();
    ByteView entry = in.lenenc_bytes();
    block_ = in.peek_rest();
    if (!in.ok()) return std::nullopt;
    if (type == static_cast<std::uint8_t>(SessionChange::Type::SystemVariable)) {
      variables_ = entry;
      continue;
    }

    PacketReader fields(entry);
    SessionChange change;
    if (type == static_cast<std::uint8_t>(SessionChange::Type::Gtids)) fields.skip(1);  // encoding, 0
    if (type <= static_cast<std::uint8_t>(SessionChange::Type::TransactionState)) {
      change.type = static_cast<SessionChange::Type>(type);
      change.value =
          change.type == SessionChange::Type::StateChange ? as_text(fields.rest()) : fields.lenenc_text();
    }
    if (fields.ok()) return change;
  }
}

namespace {

void append_entry(SessionChange::Type type, const ByteBuffer& entry, ByteBuffer& block) {
  PacketWriter(block).u8(static_cast<std::uint8_t>(type)).lenenc_bytes(entry);
}

}  // namespace

void append_session_variable(std::string_view name, std::string_view value, ByteBuffer& block) {
  ByteBuffer entry;
  PacketWriter(entry).lenenc_text(name).lenenc_text(value);
  append_entry(SessionChange::Type::SystemVariable, entry, block);
}

void append_session_schema(std::string_view schema, ByteBuffer& block) {
  ByteBuffer entry;
  PacketWriter(entry).lenenc_text(schema);
  append_entry(SessionChange::Type::Schema, entry, block);
}

void append_session_state_change(ByteBuffer& block) {
  ByteBuffer entry;
  PacketWriter(entry).text("1");  // without a length of its own, unlike the others
  append_entry(SessionChange::Type::StateChange, entry, block);
}

void append_session_gtids(std::string_view gtids, ByteBuffer& block) {
  ByteBuffer entry;
  PacketWriter(entry).u8(0).lenenc_text(gtids);
  append_entry(SessionChange::Type::Gtids, entry, block);
}

}  // namespace mallshard::wire
