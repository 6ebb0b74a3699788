#!/usr/bin/env bash
# sysbench.sh MODE: one second of each kind of work, prepared (auto) or as text
# (disable), on sbtest1 in the default source and sbtest2, which sysbench.yaml
# shards. It must end without an error; its numbers are not shown, they are random.
set -euo pipefail
mode=$1
command -v sysbench >/dev/null || { echo "sysbench is not installed" >&2; exit 77; }
# One thread for transactions over both sources: two that wait for each other on
# different servers find out by innodb_lock_wait_timeout alone, which is 50 s.
run() {
  local threads=4
  [ "$1" != oltp_read_write ] || threads=1
  sysbench "$1" --mysql-host=127.0.0.1 --mysql-port="$DB_PORT" --mysql-user=root --mysql-password=root \
    --mysql-db=sharding_db --db-ps-mode="$mode" --tables=2 --table-size=500 --auto_inc=off --threads=$threads --time=1 \
    --mysql-ignore-errors=1213,1020,1205 "$2" 2>&1
}
said=$(run oltp_read_write prepare) || { echo "$said"; exit 1; }
grep -c "Creating a secondary index" <<<"$said"
for test in oltp_read_write oltp_point_select oltp_update_index; do
  echo "== $test"
  said=$(run $test run) || { echo "$said"; exit 1; }
  if grep -iE "FATAL|error[^s:]" <<<"$said"; then exit 1; fi
  grep -q "General statistics" <<<"$said" && echo "ran"
done
mysql --no-defaults -h127.0.0.1 -P"$DB_PORT" -uroot -proot -N sharding_db \
  -e "SELECT COUNT(*) >= 500, COUNT(*) = COUNT(DISTINCT id), MIN(k) > 0 FROM sbtest2" 2>&1
run oltp_read_write cleanup | grep -c Dropping
echo "the end"
