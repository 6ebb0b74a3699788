#!/usr/bin/env bash
# run_dump.sh mariadb|mysql FOLDER: what the flavour's dump program reads of the
# logical schema through the proxy on $PROXY_PORT loads back through it: with
# locks, in one transaction, with neither. MySQL's programs are the chroot's.
set -euo pipefail
flavour=$1 folder=$2
dump=(mariadb-dump) client=(mariadb)
if [ "$flavour" = mysql ]; then
  root=${MALLSHARD_CHROOT:-${TMPDIR:-/tmp}/mallshard-sid}
  dump=(chroot "$root" /usr/bin/mysqldump) client=(chroot "$root" /usr/bin/mysql)
fi
purged=()  # the positions of one server's binlog say nothing about several
if "${dump[@]}" --help | grep -q -- --set-gtid-purged; then purged=(--set-gtid-purged=OFF); fi
mkdir -p "$folder"
login=(--no-defaults -h127.0.0.1 -P"$PROXY_PORT" -uroot -proot)
sql() { "${client[@]}" "${login[@]}" -N sharding_db "$@"; }

sql <<'SQL'
CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, status varchar(50) DEFAULT NULL);
CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100) DEFAULT NULL);
CREATE TABLE s_single (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, v varchar(20), b blob, d datetime(3), j decimal(9,3));
INSERT INTO t_order VALUES (1, 1, 'a'), (2, 1, 'it''s'), (3, 2, NULL), (4, 2, 'tab	and
line'), (5, 3, 'größer');
INSERT INTO t_config VALUES ('k', 'v'), ('l', NULL);
INSERT INTO s_single VALUES (1, 'one', X'00FF5C27', '2024-02-29 12:34:56.789', -1.5), (7, NULL, NULL, NULL, NULL);
CREATE VIEW v_order AS SELECT order_id, status FROM t_order WHERE user_id < 3;
SQL
contents() {
  sql -e "SELECT * FROM t_order ORDER BY order_id; SELECT * FROM t_config ORDER BY config_key;
          SELECT id, v, HEX(b), d, j FROM s_single ORDER BY id; SELECT * FROM v_order ORDER BY order_id"
}
contents >"$folder/before"

run=0
for options in "" --single-transaction "--skip-lock-tables --skip-extended-insert" "--complete-insert --hex-blob"; do
  run=$((run + 1))
  # shellcheck disable=SC2086  # words
  "${dump[@]}" "${login[@]}" "${purged[@]}" $options --order-by-primary sharding_db >"$folder/dump$run.sql"
  for name in t_order0 t_order1 t_order__; do
    if grep -q "$name" "$folder/dump$run.sql"; then
      echo "the dump with '$options' names the actual table $name" >&2
      exit 1
    fi
  done
  sql -e "DROP VIEW v_order; DROP TABLE t_order, t_config, s_single"
  sql <"$folder/dump$run.sql"
  contents >"$folder/after$run"
  diff "$folder/before" "$folder/after$run" || { echo "the dump with '$options' does not load back" >&2; exit 1; }
  # Over what is there, as a restore does it, too.
  sql <"$folder/dump$run.sql"
  contents | diff "$folder/before" - || { echo "the dump with '$options' does not load twice" >&2; exit 1; }
done
shards=$(sql -e "SELECT COUNT(*) FROM t_order WHERE user_id = 1 AND order_id = 2")
[ "$shards" = 1 ] || { echo "rows were not routed by their keys" >&2; exit 1; }
