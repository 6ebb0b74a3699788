// USE and COM_INIT_DB: the session's logical database.
#include "base/bytes.h"
#include "plan/bind.h"
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

Result<void> Session::Body::choose_database(std::string_view name) {
  // Only this one has no case.
  const std::string_view system =
      equals_ignore_case(name, "information_schema") ? "information_schema" : plan::system_schema(name);
  if (!system.empty() && snapshot_->find_schema(name) == nullptr) {
    const bool allowed = system == "information_schema" || (user_ != nullptr && user_->may_use(system));
    if (!allowed) return find_schema(name).error();
    schema_ = nullptr;
    system_database_ = system;
    return {};
  }
  Result<const rule::Schema*> schema = find_schema(name);
  if (!schema) return schema.error();
  schema_ = *schema;
  system_database_ = {};
  return {};
}

void Session::Body::use(std::string_view name) {
  if (name.empty()) return fail(Error::no_database());
  if (Result<void> chosen = choose_database(name); !chosen) return fail(chosen.error());
  row_count_ = 0;
  ByteBuffer track;
  tracking_.schema_changed(database(), track);
  // As COM_PING, COM_INIT_DB is no statement to MySQL.
  const bool keeps = !env_.mariadb && command_ == wire::CommandCode::InitDb;
  ok_of_change(std::move(track), keeps ? warning_count_ : std::uint16_t{0});
  statement_over();
}

}  // namespace mallshard::session
