#!/usr/bin/env bash
# run_maven.sh PROJECT FOLDER [-Dname=value...]: builds the Maven project beside
# this file in FOLDER and runs its main class against the proxy on $PROXY_PORT.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$1 folder=$2
shift 2
mkdir -p "$folder"
cp -r "$here/$project/." "$folder"
cd "$folder"
exec mvn -q -B "$@" compile exec:java
