#include <gtest/gtest.h>

#include "control/health/replica_status.h"

namespace mallshard::control {
namespace {

SqlRows mysql_status(std::vector<SqlRow> rows) {
  return {{"Source_Server_Id", "Replica_IO_Running", "Replica_SQL_Running", "Seconds_Behind_Source",
           "Last_SQL_Error"},
          std::move(rows)};
}

SqlRows mariadb_status(std::vector<SqlRow> rows) {
  return {{"Master_Server_Id", "Slave_IO_Running", "Slave_SQL_Running", "Seconds_Behind_Master",
           "Last_SQL_Error"},
          std::move(rows)};
}

TEST(ReplicaStatus, AsksEachServerInItsOwnWords) {
  EXPECT_EQ(replica_status_sql(true, 101119), "SHOW ALL SLAVES STATUS");
  EXPECT_EQ(replica_status_sql(false, 50744), "SHOW SLAVE STATUS");
  EXPECT_EQ(replica_status_sql(false, 80400), "SHOW REPLICA STATUS");
}

TEST(ReplicaStatus, ReadsBothSpellings) {
  for (const SqlRows& rows :
       {mysql_status({{"1", "Yes", "Yes", "3", ""}}), mariadb_status({{"1", "Yes", "Yes", "3", ""}})}) {
    ReplicaCheck check;
    read_replica_status(rows, 1, check);

    EXPECT_TRUE(check.is_replica && check.io_running && check.sql_running);
    EXPECT_EQ(check.seconds_behind, std::chrono::milliseconds(3000));
  }
}

TEST(ReplicaStatus, AConnectingThreadDoesNotRun) {
  ReplicaCheck check;

  read_replica_status(mysql_status({{"1", "Connecting", "Yes", std::nullopt, ""}}), 1, check);

  EXPECT_TRUE(check.is_replica);
  EXPECT_FALSE(check.io_running);
  EXPECT_FALSE(check.seconds_behind.has_value());
}

TEST(ReplicaStatus, OfSeveralChannelsTheOneFromThePrimaryCounts) {
  ReplicaCheck check;

  read_replica_status(
      mariadb_status({{"1", "Yes", "Yes", "0", ""}, {"9", "No", "No", std::nullopt, "broken"}}), 1, check);

  EXPECT_TRUE(check.io_running && check.sql_running);
  EXPECT_EQ(check.seconds_behind, std::chrono::milliseconds(0));
  EXPECT_EQ(check.last_error, "");
}

TEST(ReplicaStatus, WithoutAChannelFromThePrimaryAllMustRun) {
  ReplicaCheck check;

  read_replica_status(
      mariadb_status({{"8", "Yes", "Yes", "1", ""}, {"9", "Yes", "No", std::nullopt, "broken"}}), 1, check);

  EXPECT_TRUE(check.io_running);
  EXPECT_FALSE(check.sql_running);
  EXPECT_EQ(check.last_error, "broken");
}

TEST(ReplicaStatus, NoRowsMeansNoReplica) {
  ReplicaCheck check;

  read_replica_status(mysql_status({}), 1, check);

  EXPECT_FALSE(check.is_replica);
}

}  // namespace
}  // namespace mallshard::control
