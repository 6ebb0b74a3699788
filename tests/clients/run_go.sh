#!/usr/bin/env bash
# run_go.sh FOLDER: builds the program of go/ in FOLDER and runs it against the
# proxy on $PROXY_PORT.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
mkdir -p "$folder"
cp "$here"/go/* "$folder"
cd "$folder"
go build -o clients .
exec ./clients
