#!/bin/sh
# A PostgreSQL server for the tests of the bindings: prints its URL on a line when it is ready, and ends, with its files, when its
# standard input closes. Prints "none" and why where there is no PostgreSQL to start.
set -u
trap '' INT TERM HUP
if [ "${1:-}" != "as-owner" ]; then
  bin=""
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) $(command -v postgres >/dev/null && dirname "$(readlink -f "$(command -v postgres)")"); do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then bin=$folder; break; fi
  done
  [ -n "$bin" ] || { echo "none: initdb, pg_ctl and postgres are neither on the path nor below /usr/lib/postgresql"; exit 0; }
  home=$(mktemp -d "${TMPDIR:-/tmp}/careweave-postgres-XXXXXX") || { echo "none: no folder could be made"; exit 0; }
  if [ "$(id -u)" = 0 ]; then
    user=postgres; id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$home"; chmod 700 "$home"
    exec setpriv --reuid="$(id -u "$user")" --regid="$(id -g "$user")" --clear-groups sh "$0" as-owner "$bin" "$home"
  fi
  exec sh "$0" as-owner "$bin" "$home"
fi
bin=$2 home=$3
cd /
end() { "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$home"; }
refuse() { echo "none: $(tr '\n' ' ' <"$home/log")"; end; exit 0; }
"$bin/initdb" -D "$home/data" -U careweave -A trust -E UTF8 --no-locale --no-sync >"$home/log" 2>&1 || refuse
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  port=$((20000 + ($$ * 31 + attempt * 997) % 40000))
  printf '%s\n' "listen_addresses = '127.0.0.1'" "port = $port" "unix_socket_directories = '$home'" "max_connections = 60" \
    "timezone = 'UTC'" >"$home/data/postgresql.auto.conf"
  if "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 start >/dev/null 2>&1 </dev/null; then
    echo "postgres://careweave@127.0.0.1:$port/postgres"
    cat >/dev/null
    end
    exit 0
  fi
done
refuse
