#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The demo: a web shop under the agent, visited for some seconds. Prints its flows as they happen, then a summary.
# Usage: examples/demo.sh [SECONDS]   (default 8; builds what is missing; needs no terminal and no network)
set -euo pipefail

readonly seconds=${1:-8}
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
agent_jar=$home/agent/dist/target/ebpflow.jar
shop_jar=$home/examples/shop/target/shop.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d "${TMPDIR:-/tmp}/ebpflow-demo.XXXXXX")
readonly home agent_jar shop_jar java work

backend_pid='' shop_pid='' tail_pid='' traffic_pid=''

say() { printf '%s\n' "$*"; }

fail() {
    printf 'demo: %s\n' "$*" >&2
    exit 1
}

# stop PID: asks, waits 5 s at most, then ends it.
stop() {
    [ -n "$1" ] || return 0
    kill "$1" 2>/dev/null || true
    for _ in $(seq 50); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

clean_up() {
    stop "$traffic_pid"
    stop "$tail_pid"
    stop "$shop_pid"
    stop "$backend_pid"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# await_file NAME PID FILE LOG SECONDS: NAME writes FILE once it is ready.
await_file() {
    local outcome="was not ready within $5 s"
    for _ in $(seq $(($5 * 10))); do
        [ -e "$3" ] && return 0
        kill -0 "$2" 2>/dev/null || { outcome='ended before it was ready' && break; }
        sleep 0.1
    done
    tail -n 20 "$4" >&2
    fail "$1 $outcome; the end of its log is above."
}

require_java() {
    "$java" -version >/dev/null 2>&1 || fail "no Java at \"$java\": install a JDK (17 or later), or set JAVA_HOME."
}

build() {
    [ -f "$agent_jar" ] && [ -f "$shop_jar" ] && return 0
    command -v mvn >/dev/null || fail 'Maven is needed to build the agent: "./run build" installs it or says how.'
    say 'Building the agent and the shop ...'
    (cd "$home" && timeout 900 mvn -B -q -DskipTests -pl agent/dist,examples/shop -am package) ||
        fail 'the build failed; its messages are above.'
}

start_backend() {
    "$java" -Djava.io.tmpdir="$work" -cp "$shop_jar" com.example.backend.Backend "$work/backend.properties" \
        >"$work/backend.log" 2>&1 &
    backend_pid=$!
    await_file 'The backend' "$backend_pid" "$work/backend.properties" "$work/backend.log" 20
}

# The shop's own log goes to a file: what is left on standard error are the agent's lines.
start_shop() {
    "$java" -javaagent:"$agent_jar"=flows=all -Djava.io.tmpdir="$work" -jar "$shop_jar" \
        "$work/backend.properties" "$work/shop.properties" >"$work/shop.log" 2>"$work/agent.log" &
    shop_pid=$!
    tail -n +1 -f "$work/agent.log" &
    tail_pid=$!
    await_file 'The shop' "$shop_pid" "$work/shop.properties" "$work/shop.log" 40
}

# Drives the shop, and gives up as soon as the agent says that it cannot trace.
visit_shop() {
    "$java" -cp "$shop_jar" com.example.traffic.Traffic "$work/shop.properties" "$seconds" >"$work/traffic.log" 2>&1 &
    traffic_pid=$!
    for _ in $(seq $(((seconds + 40) * 5))); do
        kill -0 "$traffic_pid" 2>/dev/null || return 0
        if grep -Eq '(^|[^A-Za-z])ERROR([^A-Za-z]|$)' "$work/agent.log"; then
            fail 'the agent cannot trace this JVM: its line above says why and what to do ("./run doctor" says more).'
        fi
        sleep 0.2
    done
    fail "the shop was not visited within $((seconds + 40)) s."
}

require_java
build
say "A web shop starts under the agent and is visited for $seconds s. Its flows, as they happen:"
say ''
start_backend
start_shop
visit_shop
visited=0
wait "$traffic_pid" || visited=$?
traffic_pid=''
stop "$tail_pid"
tail_pid=''
cat "$work/traffic.log"
[ "$visited" -eq 0 ] || fail 'the flows of the shop were not shown; the reason is above.'
