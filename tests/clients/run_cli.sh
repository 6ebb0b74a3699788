#!/usr/bin/env bash
# run_cli.sh mariadb|mysql FOLDER: the flavour's command-line client shows the
# same on the proxy as on the plain server, for what people type; with TLS and
# without, and tells the client's own cipher. MySQL's is the chroot's.
set -euo pipefail
flavour=$1 folder=$2
client=(mariadb) encrypted=(--ssl) plain=(--skip-ssl)
if [ "$flavour" = mysql ]; then
  root=${MALLSHARD_CHROOT:-${TMPDIR:-/tmp}/mallshard-sid}
  client=(chroot "$root" /usr/bin/mysql) encrypted=(--ssl-mode=REQUIRED) plain=(--ssl-mode=DISABLED --get-server-public-key)
fi
# Its 9.x runs \s and its like only when it is told to.
commands=()
if "${client[@]}" --no-defaults --help | grep -q -- ' --commands'; then commands=(--commands); fi
mkdir -p "$folder"
failed=0

# What differs by nature: ids, ports, versions, the time and what was done so far.
mask() {
  sed -E -e 's/^(Connection id|Server version|TCP port|Uptime|Threads):.*/\1/' -e '/^(mysql|mariadb|.*client).* Ver /d' \
    -e 's/Connection id: +[0-9]+/Connection id/' -e 's/[0-9]+\.[0-9]+ sec/T sec/' -e '/^Protocol version/d'
}
run() {  # run PORT OPTIONS...: the statements come from the standard input
  local port=$1
  shift
  timeout 60 "${client[@]}" --no-defaults -h127.0.0.1 -P"$port" -uroot -proot "${commands[@]}" "$@" 2>&1 | mask
}
# check NAME OPTIONS...
check() {
  local name=$1 text
  shift
  text=$(cat)
  run "$PLAIN_PORT" "$@" <<<"$text" >"$folder/$name.plain" || true
  run "$PROXY_PORT" "$@" <<<"$text" >"$folder/$name.proxy" || true
  if ! diff -U3 --label "plain server" --label proxy "$folder/$name.plain" "$folder/$name.proxy"; then
    echo "FAILED: $name" >&2
    failed=1
  fi
  if ! [ -s "$folder/$name.plain" ]; then
    echo "FAILED: $name shows nothing" >&2
    failed=1
  fi
}

check statements --table --force -v app_db <<'SQL'
CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, v varchar(20), b blob);
INSERT INTO t (v) VALUES ('one'), ('zwei ä'), (NULL);
SELECT * FROM t;
select count(*) from t where v like '%i%'\G
no statement at all;
SELECT nothing FROM t;
SHOW TABLES;
DESCRIBE t;
-- a comment
/* another */ SELECT 1; SELECT 2;
# and one
DELIMITER //
CREATE PROCEDURE p(OUT x int) BEGIN SELECT 'in p'; SET x = 5; END//
CALL p(@x)//
SELECT @x//
DELIMITER ;
\W
SELECT CAST('x' AS SIGNED);
\w
SET @a = 1, NAMES utf8mb4;
SELECT @a, @@character_set_results;
use nowhere
use app_db
SELECT DATABASE();
BEGIN; INSERT INTO t (v) VALUES ('four'); ROLLBACK;
SELECT COUNT(*) FROM t;
SQL
check resets --force app_db <<'SQL'
SET @a = 1; SELECT @a;
\x
SELECT @a;
\u app_db
SELECT DATABASE();
SQL
check safe_updates --safe-updates --force app_db <<'SQL'
UPDATE t SET v = 'x';
SELECT @@sql_safe_updates, @@sql_select_limit, @@max_join_size;
UPDATE t SET v = 'x' WHERE id = 1;
SQL
check vertical --vertical --column-names --init-command "SET time_zone = '+03:00'" app_db <<'SQL'
SELECT @@time_zone AS zone, id, v FROM t ORDER BY id LIMIT 2;
SQL
check quick --quick --raw --compress app_db <<'SQL'
SELECT REPEAT('long', 20000) AS v;
SQL
check binary --binary-as-hex --table app_db <<'SQL'
INSERT INTO t (b) VALUES (X'00ff41');
SELECT b, v FROM t WHERE b IS NOT NULL;
SQL
check types --column-type-info app_db <<'SQL'
SELECT id, v, b FROM t ORDER BY id;
SQL
check status_plain "${plain[@]}" app_db <<'SQL'
\s
SHOW STATUS LIKE 'Ssl_cipher';
SHOW SESSION STATUS LIKE 'Ssl_version';
SQL

# The client's own TLS, not that of the proxy's connections to its servers.
for port in "$PLAIN_PORT" "$PROXY_PORT"; do
  run "$port" "${encrypted[@]}" app_db >"$folder/encrypted.$port" <<'SQL' || true
\s
SHOW STATUS LIKE 'Ssl_cipher';
SHOW SESSION STATUS LIKE 'Ssl_version';
SQL
  if [ "$flavour" = mariadb ] && [ "$port" = "$PLAIN_PORT" ]; then continue; fi  # it has no certificate
  cipher=$(sed -nE 's/^SSL:.*Cipher in use is ([A-Za-z0-9_-]+).*/\1/p' "$folder/encrypted.$port")
  if [ -z "$cipher" ] || ! grep -qE "^Ssl_cipher[[:space:]]+$cipher$" "$folder/encrypted.$port" ||
    ! grep -qE "^Ssl_version[[:space:]]+TLSv1\.[23]$" "$folder/encrypted.$port"; then
    echo "FAILED: the cipher '$cipher' is not the one that port $port tells of:" >&2
    cat "$folder/encrypted.$port" >&2
    failed=1
  fi
done
exit $failed
