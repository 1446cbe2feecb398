#!/bin/sh
# What the official image does at its start, as far as the tests need it: a cluster at first, then the server in the foreground.
set -eu
data=${PGDATA:-/var/lib/postgresql/data}
role=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$role}

unprivileged() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

install -d -o postgres -g postgres -m 700 "$data"
install -d -o postgres -g postgres /var/run/postgresql
[ "${1:-postgres}" != postgres ] || shift $(($# > 0))

if [ ! -s "$data/PG_VERSION" ]; then
  secret=$(mktemp)
  printf %s "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}" >"$secret"
  chown postgres "$secret"
  unprivileged initdb -D "$data" -U "$role" -A scram-sha-256 --pwfile="$secret" >/dev/null
  rm "$secret"
  echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
  if [ "$database" != postgres ]; then
    # on a socket only: no one may find a server that is about to restart
    unprivileged pg_ctl -D "$data" -o "-c listen_addresses=''" -w start
    PGPASSWORD=$POSTGRES_PASSWORD unprivileged createdb -U "$role" "$database"
    unprivileged pg_ctl -D "$data" -m fast -w stop
  fi
fi

exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D "$data" -c listen_addresses='*' "$@"
