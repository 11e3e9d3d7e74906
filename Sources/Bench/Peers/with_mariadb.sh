#!/bin/sh
# with_mariadb.sh COMMAND...
#
# Runs a command while a MariaDB server of its own is there, with a table `users` of ten rows;
# LOOPWALK_BENCH_MYSQL has its URL. Where none is installed the command runs without.
set -eu

if ! command -v mariadbd >/dev/null || ! command -v mariadb-install-db >/dev/null; then
    echo "select50 is skipped: mariadb-server is not installed" >&2
    exec "$@"
fi

folder=$(mktemp -d /tmp/loopwalk-mariadb-XXXXXX)
server=
end() {
    [ -z "$server" ] || { kill "$server" && wait "$server" || true; } 2>/dev/null
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT TERM

user=
[ "$(id -u)" != 0 ] || user=--user=root
mariadb-install-db --no-defaults $user --datadir="$folder/data" \
    --auth-root-authentication-method=normal --skip-test-db >"$folder/install.log" 2>&1
cat >"$folder/init.sql" <<SQL
CREATE DATABASE bench;
CREATE TABLE bench.users (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), age INT);
INSERT INTO bench.users (name, age) VALUES ('ann', 31), ('bob', 32), ('cat', 33), ('dan', 34),
    ('eve', 35), ('fay', 36), ('gus', 37), ('hal', 38), ('ivy', 39), ('jon', 40);
CREATE USER 'bench'@'127.0.0.1' IDENTIFIED BY 'bench';
GRANT ALL ON bench.* TO 'bench'@'127.0.0.1';
SQL
# A port that is free now: the process's number tells it from another such server's.
port=$((20000 + $$ % 10000))
mariadbd --no-defaults $user --datadir="$folder/data" --bind-address=127.0.0.1 --port="$port" \
    --socket="$folder/s.sock" --pid-file="$folder/pid" --init-file="$folder/init.sql" \
    --skip-name-resolve --max-connections=200 --innodb-buffer-pool-size=64M \
    >"$folder/log" 2>&1 &
server=$!
tries=0
until [ -S "$folder/s.sock" ] && grep -q "ready for connections" "$folder/log"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
        echo "the server did not start:" >&2
        tail -n 5 "$folder/log" >&2
        exit 1
    fi
    sleep 0.1
done

LOOPWALK_BENCH_MYSQL="mysql://bench:bench@127.0.0.1:$port/bench" "$@"
