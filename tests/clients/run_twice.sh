#!/usr/bin/env bash
# run_twice.sh FOLDER COMMAND...: runs a program that prints what its driver
# shows it, first on the plain server, then on the proxy (DB_PORT, and DB_IS
# plain or proxy); both must end well and print the same. 77 from the program
# means that its driver is not installed: the test is skipped.
set -euo pipefail
folder=$1
shift
mkdir -p "$folder"
if ! command -v "$1" >/dev/null; then
  echo "SKIPPED: $1 is not installed (tools/lib/packages.sh names the packages of the drivers)"
  exit 77
fi
export DB_PORT DB_IS PYTHONHASHSEED=0  # sets print in one order
failed=0
for DB_IS in plain proxy; do
  if [ $DB_IS = plain ]; then DB_PORT=$PLAIN_PORT; else DB_PORT=$PROXY_PORT; fi
  status=0
  timeout 200 "$@" >"$folder/$DB_IS.txt" 2>"$folder/$DB_IS.err" || status=$?
  if [ $status = 77 ]; then
    echo "SKIPPED: $(tail -1 "$folder/$DB_IS.err")"
    exit 77
  fi
  if [ $status != 0 ] || [ "$(tail -1 "$folder/$DB_IS.txt")" != "the end" ]; then
    echo "the program does not come to its end on the $DB_IS side (status $status); its last lines:"
    tail -5 "$folder/$DB_IS.txt"
    tail -25 "$folder/$DB_IS.err"
    failed=1
  fi
done
# Only what went to the standard output is compared.
diff -U4 --label "plain server" --label proxy "$folder/plain.txt" "$folder/proxy.txt" || failed=1
[ $failed = 0 ] || exit 1
echo "equal: $(grep -c '^== ' "$folder/plain.txt") checks, $(wc -l <"$folder/plain.txt") lines"
