#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the agent costs: ./run bench [NAME [ROUNDS]], or this after ./run build. Results: benchmarks/target/NAME.txt.
# NAME: pingpong connect startup kernel jmh; none: all of them, within six minutes. Needs root, as the agent does.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
readonly home java
readonly target=$home/benchmarks/target
readonly jar=${EBPFLOW_JAR:-$home/agent/dist/target/ebpflow.jar}
readonly stats=/proc/sys/kernel/bpf_stats_enabled
readonly names='pingpong connect startup kernel jmh'

die() {
    printf 'benchmarks: %s\n' "$*" >&2
    exit 1
}

for needed in "$jar" "$target/classes" "$target/libraries"; do
    [ -e "$needed" ] || die "no $needed: ./run build"
done
[ -r "$stats" ] || die "no $stats: this kernel has no BPF statistics"

former=$(cat "$stats")
child=
clean_up() {
    [ -z "$child" ] || kill "$child" 2>/dev/null || true
    # Only if it was changed: it is the machine's, not ours.
    [ "$(cat "$stats")" = "$former" ] || echo "$former" >"$stats"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# In the background, because bash runs no trap while it waits for a command in the foreground.
bench() {
    "$java" -cp "$target/classes:$target/libraries/*" io.ebpflow.benchmarks.Benchmarks "$jar" "$target" "$@" &
    child=$!
    wait "$child"
    child=
}

case ${1:-all} in
    all) selected=$names ;;
    *) selected=$1 ;;
esac
for name in $selected; do
    if [ "$name" = kernel ]; then
        echo 1 >"$stats" || die "cannot write $stats: not root"
    fi
    bench "$name" ${2:+"$2"}
    [ "$(cat "$stats")" = "$former" ] || echo "$former" >"$stats"
done
