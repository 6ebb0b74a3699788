// USE and COM_INIT_DB: the session's logical database.
#include "base/bytes.h"
#include "rule/snapshot.h"
#include "session/body.h"

namespace mallshard::session {

// A database that the user may not use is denied in the same words whether it
// exists or not.
Result<const rule::Schema*> Session::Body::find_schema(std::string_view name) const {
  const rule::Schema* schema = snapshot_->find_schema(name);
  const bool allowed =
      user_ != nullptr && user_->may_use(schema != nullptr ? std::string_view(schema->name) : name);
  if (!allowed) {
    return Error(1044, "42000",
                 "Access denied for user '" + user_name_ + "'@'" + peer_ + "' to database '" +
                     std::string(name) + "'");
  }
  if (schema == nullptr) return Error::unknown_database(name);
  return schema;
}

void Session::Body::use(std::string_view name) {
  Result<const rule::Schema*> schema = find_schema(name);
  if (!schema) return fail(schema.error());
  schema_ = *schema;
  row_count_ = 0;
  wire::OkPacket packet;
  ByteBuffer track;
  if (wire::has(view_.capabilities, wire::capability::kSessionTrack)) {
    wire::append_session_schema(schema_->name, track);
    packet.session_track = track;
  }
  writer().ok(packet);
  statement_over();
}

}  // namespace mallshard::session
