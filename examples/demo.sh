#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The demo: a web shop under the agent, visited for some seconds. Prints its flows as they happen, then a summary, and
# fails if the agent does not tell the causes of slow calls apart.
# Usage: examples/demo.sh [SECONDS]   (default 8, at least 5; builds what is missing; needs no terminal and no network)
set -euo pipefail

readonly seconds=${1:-8}
outer_network=''
[ "${2:-}" != --outer-network ] || outer_network=$3
PATH=$PATH:/usr/sbin:/sbin
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
agent_jar=$home/agent/dist/target/ebpflow.jar
shop_jar=$home/examples/shop/target/shop.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d "${TMPDIR:-/tmp}/ebpflow-demo.XXXXXX")
readonly home agent_jar shop_jar java work

# Few enough to look like a bad line, often enough that a demo of 5 s has one.
readonly lost_one_of=15

backend_pid='' shop_pid='' tail_pid='' view_pid='' traffic_pid='' loss_obstacle=''

say() { printf '%s\n' "$*"; }

# cause WHAT VERDICT
cause() { printf '  - %-89s %s\n' "$1" "$2"; }

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
    stop "$view_pid"
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

# ---- lost packets: in a network of the demo's own, so that no other loses any; it is gone with its last process ----

# Prints what stands in the way; nothing if packets can be lost.
obstacle() {
    local needed trial
    [ "$(id -u)" = 0 ] || { echo 'only root can make a network for it' && return; }
    for needed in unshare:util-linux ip:iproute2 nft:nftables; do
        command -v "${needed%:*}" >/dev/null ||
            { echo "${needed%:*} is missing: apt-get install ${needed#*:}" && return; }
    done
    trial=$(unshare --net sh -c 'ip link set lo up && nft add table inet shop' 2>&1) ||
        echo "no network can be made for it here: ${trial%%$'\n'*}"
}

# Begins again in a network of its own. That it is one is seen, not believed: rules are set in it.
enter_own_network() {
    if [ -n "$outer_network" ]; then
        [ "$(readlink /proc/self/ns/net)" != "$outer_network" ] || fail 'this is the network of the machine.'
        ip link set lo up
        return 0
    fi
    loss_obstacle=$(obstacle)
    [ -z "$loss_obstacle" ] || return 0
    rm -rf "$work"
    exec unshare --net "${BASH_SOURCE[0]}" "$seconds" --outer-network "$(readlink /proc/self/ns/net)"
}

lose_packets_to_price_service() {
    local port
    port=$(sed -n 's/^PRICES=.*:\([0-9]*\)$/\1/p' "$work/backend.properties")
    nft -f - <<RULES || fail 'nft cannot set the rule that loses packets.'
table inet shop {
    chain input {
        type filter hook input priority 0;
        tcp dport $port tcp flags & psh == psh numgen inc mod $lost_one_of == $((lost_one_of - 1)) drop
    }
}
RULES
}

# ---- the shop ------------------------------------------------------------------------------------------------------

start_backend() {
    "$java" -Djava.io.tmpdir="$work" -cp "$shop_jar" com.example.backend.Backend "$work/backend.properties" \
        >"$work/backend.log" 2>&1 &
    backend_pid=$!
    await_file 'The backend' "$backend_pid" "$work/backend.properties" "$work/backend.log" 20
}

# The shop's own log goes to a file: what is left on standard error are the agent's lines. The serial
# collector stops everything for as long as it works, on any machine; the heap has room to spare, so that it seldom does.
start_shop() {
    "$java" -javaagent:"$agent_jar"=flows=connect+close+retr+exchange -XX:+UseSerialGC -Xms512m -Xmx512m \
        -Djava.io.tmpdir="$work" -jar "$shop_jar" \
        "$work/backend.properties" "$work/shop.properties" >"$work/shop.log" 2>"$work/agent.log" &
    shop_pid=$!
    mkfifo "$work/lines"
    show_lines <"$work/lines" &
    view_pid=$!
    tail -n +1 -f "$work/agent.log" >"$work/lines" &
    tail_pid=$!
    await_file 'The shop' "$shop_pid" "$work/shop.properties" "$work/shop.log" 40
}

# Of hundreds of exchanges one in twenty, all else in full; slow calls, of two lines each, stand out.
show_lines() {
    local line exchanges=0 rest=0 bold='' plain=''
    [ ! -t 1 ] || { bold=$'\e[1m' && plain=$'\e[0m'; }
    while IFS= read -r line; do
        case $line in
            *'Z EXCHANGE '* | *'Z UDP '*) [ $((exchanges++ % 20)) = 0 ] || continue ;;
            *'Z SLOW '*) say '' && rest=2 ;;
        esac
        if [ "$rest" = 0 ]; then
            say "$line"
        else
            say "$bold$line$plain"
            rest=$((rest - 1))
            [ "$rest" != 0 ] || say ''
        fi
    done
}

# Drives the shop, and gives up as soon as the agent says that it cannot trace.
visit_shop() {
    "$java" -cp "$shop_jar" com.example.traffic.Traffic "$work/shop.properties" "$seconds" "${expected[@]}" \
        >"$work/traffic.log" 2>&1 &
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
enter_own_network
expected=(PRICES=peer SUPPLIER=jvm)
say "A web shop starts under the agent and is visited for $seconds s. What makes it slow, and what the agent should say:"
cause 'its price service takes 150 ms for one of the products' peer
if [ -z "$loss_obstacle" ]; then
    expected+=(PRICES=network)
    cause "one of $lost_one_of packets to that service is lost, and TCP waits 200 ms to send it again" network
else
    say "  - (lost packets are left out: $loss_obstacle)"
fi
cause 'it collects its garbage, and all of it stands still, while an answer is there to be read' jvm
say 'Its flows as they happen, one in twenty of the exchanges, and each slow call with the parts of its time:'
say ''
start_backend
[ -n "$loss_obstacle" ] || lose_packets_to_price_service
start_shop
visit_shop
visited=0
wait "$traffic_pid" || visited=$?
traffic_pid=''
stop "$tail_pid"
tail_pid=''
wait "$view_pid" || true
view_pid=''
cat "$work/traffic.log"
[ "$visited" -eq 0 ] || fail 'the shop was not served well, or the agent did not say why it was slow; see above.'
