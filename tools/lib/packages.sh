# Sourced by the tools: installs what they need from Debian's own packages.
#
#   source "$(dirname "$0")/lib/packages.sh"
#   need_packages build test

PACKAGES_build="ca-certificates ccache cmake ninja-build g++ lld pkg-config python3 libboost-dev libyaml-cpp-dev
  default-libmysqlclient-dev libspdlog-dev libsqlite3-dev libssl-dev zlib1g-dev libzstd-dev libgtest-dev libgmock-dev libbenchmark-dev"
PACKAGES_run="ca-certificates ccache cmake ninja-build g++ lld pkg-config python3 libboost-dev libyaml-cpp-dev
  default-libmysqlclient-dev libspdlog-dev libsqlite3-dev libssl-dev zlib1g-dev libzstd-dev mariadb-client"
PACKAGES_servers="mariadb-server mariadb-client"
PACKAGES_check="clang-format-14 clang-tidy-14 python3"
PACKAGES_fuzz="clang-14 libclang-rt-14-dev"
PACKAGES_java="default-jdk-headless libmariadb-java"
PACKAGES_drivers="python3-pymysql python3-mysqldb python3-sqlalchemy python3-django php-cli php-mysql php-illuminate-database
  ruby ruby-mysql2 libdbd-mysql-perl sysbench"
PACKAGES_clients="default-jdk-headless maven python3-venv"
PACKAGES_node="nodejs npm"
PACKAGES_go="golang-go"
PACKAGES_chroot="debootstrap"
PACKAGES_bench="haproxy"

# Clones share their objects, wherever they lie.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

# need_packages GROUP...: installs the missing packages of the groups, as root
# or by sudo. Elsewhere than on Debian it says which are meant and goes on when
# the programs are there all the same.
need_packages() {
  local group name missing="" wanted="" version
  for group in "$@"; do
    name="PACKAGES_$group"
    wanted="$wanted ${!name}"
  done
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    local program lacking=""
    for program in cmake ninja g++ pkg-config python3; do
      command -v "$program" >/dev/null || lacking="$lacking $program"
    done
    echo "This is not a Debian system, so nothing is installed. The Debian 12 packages meant are:" >&2
    echo " $(echo $wanted)" >&2
    if [ -n "$lacking" ]; then
      echo "Missing here:$lacking. Install them and what corresponds to the list, then run this again." >&2
      return 1
    fi
    return 0
  fi
  for name in $wanted; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing="$missing $name"
  done
  [ -z "$missing" ] && return 0
  missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')
  local as_root=""
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing, and only root may install them (there is no sudo here):" >&2
      echo "  apt-get install $missing" >&2
      return 1
    fi
    as_root=sudo
  fi
  version=$(. /etc/os-release 2>/dev/null; echo "${PRETTY_NAME:-an unknown system}")
  echo "Installing on $version: $missing" >&2
  if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >/dev/null ||
     ! install_quietly "$as_root" $missing; then
    echo "apt-get could not install: $missing" >&2
    return 1
  fi
}

# Debian starts a server when it installs its package; ours are started by the
# tools alone, so a policy forbids that while the installation lasts.
install_quietly() {
  local as_root=$1 policy=/usr/sbin/policy-rc.d made="" status=0
  shift
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null && $as_root chmod +x $policy && made=yes
  fi
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" >/dev/null || status=$?
  [ -z "$made" ] || $as_root rm -f $policy
  return $status
}
