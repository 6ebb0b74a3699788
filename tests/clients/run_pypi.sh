#!/usr/bin/env bash
# run_pypi.sh FOLDER REQUIREMENT PROGRAM: the program of python/ with that package
# in an environment of its own, on the plain server and on the proxy (run_twice.sh).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 requirement=$2 program=$3
mkdir -p "$folder"
[ -x "$folder/venv/bin/python" ] || /usr/bin/python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$requirement"
exec "$here/run_twice.sh" "$folder" "$folder/venv/bin/python" "$here/python/$program"
