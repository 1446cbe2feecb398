#!/usr/bin/env bash
# Gives the tests a Docker engine and a PostgreSQL image, so that Testcontainers does here what it does on a developer's machine.
#
# Why not simply pull an image: the machines that check this project are bare Debian 12 without an engine, and reach Debian's mirrors but no
# image registry. So the engine is Debian's docker.io, and the image is made from Debian's own postgresql-15. It goes by the name that the
# tests ask for by default, and keeps what Testcontainers relies on: the variables POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB, port
# 5432, pg_isready inside.
#
# Run as root; what is there already is left alone. Prints the environment for the tests on stdout, its progress on stderr:
#   eval "$(.ci/docker-postgres.sh)"
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
image=${TEST_POSTGRES_IMAGE:-postgres:15-bookworm}
state=/var/tmp/prefect-orm-ci
export DOCKER_HOST=${DOCKER_HOST:-unix:///var/run/docker.sock}

say() { echo "docker-postgres: $*" >&2; }

# A step that is silent unless it fails.
quietly() {
  local log=$state/$1.log
  shift
  "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; say "failed: $*"; return 1; }
}

install_engine() {
  command -v dockerd >/dev/null && command -v debootstrap >/dev/null && return
  say "installing Debian's Docker engine"
  quietly apt-update apt-get update
  quietly apt-install env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends docker.io iptables debootstrap
}

start_engine() {
  docker info >/dev/null 2>&1 && return
  say "starting dockerd"
  # a session of its own and none of our streams: whoever waits for our output must not wait for the engine
  setsid dockerd --pidfile "$state/dockerd.pid" </dev/null >"$state/dockerd.log" 2>&1 &
  local _
  for _ in $(seq 120); do
    docker info >/dev/null 2>&1 && return
    sleep 0.5
  done
  tail -n 40 "$state/dockerd.log" >&2
  say "dockerd does not answer"
  return 1
}

# The mirror that this machine's own packages come from.
debian_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 == "bookworm" { print $1; exit }'
}

build_image() {
  docker image inspect "$image" >/dev/null 2>&1 && return
  say "building $image from Debian's postgresql-15"
  local root=$state/root
  rm -rf "$root"
  quietly debootstrap debootstrap --variant=minbase --include=postgresql-15 bookworm "$root" "$(debian_mirror)"
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/doc/* "$root"/var/lib/postgresql/15
  install -m 755 "$here/postgres-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
  tar -C "$root" -c . | quietly import docker import \
    --change 'ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8' \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' --change 'EXPOSE 5432' - "$image"
  rm -rf "$root"
}

mkdir -p "$state"
install_engine
start_engine
build_image

echo "export DOCKER_HOST=$DOCKER_HOST"
echo "export TEST_POSTGRES_IMAGE=$image"
# Testcontainers' own cleaner is an image too; the tests stop their containers themselves
echo "export TESTCONTAINERS_RYUK_DISABLED=true"
# the engine runs on this very machine
echo "export TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1"
