// SHOW REPLICA STATUS in the dialects of the servers, read into a ReplicaCheck.
#pragma once

#include <cstdint>
#include <string_view>

#include "control/health/sql_client.h"
#include "control/health/verdict.h"

namespace mallshard::control {

// SHOW ALL SLAVES STATUS (MariaDB: every named connection), SHOW REPLICA STATUS
// (MySQL from 8.0.22; 8.4 has no other), SHOW SLAVE STATUS.
[[nodiscard]] std::string_view replica_status_sql(bool mariadb, std::uint32_t version);

// Fills the fields that the status columns tell. Of several channels the ones
// that come from the server with id `primary_server_id` count; if none does (a
// chain, or 0: unknown), all. Every counted channel must run.
void read_replica_status(const SqlRows& status, std::uint64_t primary_server_id, ReplicaCheck& check);

}  // namespace mallshard::control
