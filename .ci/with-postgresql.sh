#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: a private socket in a temporary folder, nothing
# on the network, nothing left behind.  KIOSK_TEST_DATABASE tells the tests where it is.
set -euo pipefail

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$programs" ] || { echo "没有装 PostgreSQL：apt-get install postgresql"; exit 1; }

folder=$(mktemp -d)
as_owner=()
if [ "$(id -u)" -eq 0 ]; then  # it refuses to run as root
    chown postgres "$folder"
    as_owner=(setpriv --reuid postgres --regid postgres --clear-groups)
fi
chmod 755 "$folder"

stop() {
    "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT

cd "$folder"
"${as_owner[@]}" "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
"${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c full_page_writes=off" start >/dev/null
cd - >/dev/null

export KIOSK_TEST_DATABASE="postgres://postgres@/postgres?host=$folder"
"$@"
