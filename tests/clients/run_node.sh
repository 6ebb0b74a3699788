#!/usr/bin/env bash
# run_node.sh FOLDER PROGRAM...: installs what node/package.json names in FOLDER
# and runs the programs against the proxy on $PROXY_PORT, to the last.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
mkdir -p "$folder"
cp "$here"/node/* "$folder"
cd "$folder"
npm install --silent --no-audit --no-fund --no-package-lock
status=0
for program in "$@"; do node "$program" || status=1; done
exit $status
