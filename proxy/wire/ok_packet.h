// OK, and the OK that ends a result set under DEPRECATE_EOF.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/capabilities.h"

namespace mallshard::wire {

// Views point into the decoded payload.
struct OkPacket {
  std::uint64_t affected_rows = 0;
  std::uint64_t last_insert_id = 0;
  std::uint16_t status = 0;
  std::uint16_t warnings = 0;
  std::string_view info;
  // The block of session changes, without its length; see SessionTrackReader.
  ByteView session_track;
};

enum class OkHeader : std::uint8_t { Ok = 0x00, ResultEnd = 0xFE };

Result<OkPacket> decode_ok(ByteView payload, Capabilities capabilities);

// The bit SESSION_STATE_CHANGED is set exactly when `session_track` is not
// empty and the receiver has SESSION_TRACK, whatever `ok.status` says.
void encode_ok(const OkPacket& ok, Capabilities capabilities, ByteBuffer& out,
               OkHeader header = OkHeader::Ok);

struct SessionChange {
  enum class Type : std::uint8_t {
    SystemVariable = 0,              // name, value
    Schema = 1,                      // value
    StateChange = 2,                 // value "1"
    Gtids = 3,                       // value "uuid:1-5"
    TransactionCharacteristics = 4,  // value: the statements that restore it
    TransactionState = 5,            // value: eight characters, "T_______"
    Unknown = 255,
  };
  Type type = Type::Unknown;
  std::string_view name;
  std::string_view value;
};

// Iterates a block; stops quietly at malformed bytes. MariaDB puts several
// variables into one entry; they come out one by one. MariaDB reports its GTID
// as the system variable last_gtid.
class SessionTrackReader {
 public:
  explicit SessionTrackReader(ByteView block) : block_(block) {}
  std::optional<SessionChange> next();

 private:
  ByteView block_;
  ByteView variables_;  // what is left of an entry with several variables
};

// Builds a block for encode_ok.
void append_session_variable(std::string_view name, std::string_view value, ByteBuffer& block);
void append_session_schema(std::string_view schema, ByteBuffer& block);
void append_session_state_change(ByteBuffer& block);
void append_session_gtids(std::string_view gtids, ByteBuffer& block);

}  // namespace mallshard::wire
