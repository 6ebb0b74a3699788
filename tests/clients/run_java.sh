#!/usr/bin/env bash
# run_java.sh mariadb|VERSION FOLDER: builds the checks in FOLDER and runs them
# against the proxy on $PROXY_PORT, with Debian's MariaDB Connector/J or with
# that version of MySQL Connector/J and HikariCP (Maven).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=$1 folder=$2
mkdir -p "$folder"
sources=$here/java/src/main/java/mallshard/clients
if [ "$version" = mariadb ]; then
  javac -encoding UTF-8 -d "$folder" "$sources/Checks.java" "$sources/WithDriverManager.java"
  exec java -cp "$folder:/usr/share/java/mariadb-java-client.jar" mallshard.clients.WithDriverManager
fi
# Connector/J had another name before 8.0.31.
case $version in
  8.0.17) coordinates=(-Dconnector.group=mysql -Dconnector.artifact=mysql-connector-java) ;;
  *) coordinates=() ;;
esac
exec "$here/run_maven.sh" java "$folder" -Dconnector.version="$version" "${coordinates[@]}"
