#!/bin/sh
# Runs the agent in a gVisor sandbox of one processor.
#
#   start.sh DIRECTORY   where `runsc` and `agent-native` are
#
# A system call goes to and fro between two processes: on one processor nobody is woken on another, a sixth less to do. And a
# sandbox of one processor has one goroutine for all segments, so they are handled one after another. Rubbish is collected late.
set -u

fail() { printf 'gvisor: %s\n' "$1" >&2; exit 125; }

[ $# -eq 1 ] || fail 'usage: start.sh DIRECTORY'
build=$1
[ -x "$build/runsc" ] || fail "no $build/runsc (make agent-gvisor)"

# Agents are numbered by the directories they are given.
number=${LISTENCHECK_DIRECTORY-$$}
number=${number##*/}
case $number in '' | *[!0-9]*) number=$$ ;; esac
processor=$((number % $(nproc)))

set -- "$build/runsc" --platform=ptrace --network=none --ignore-cgroups 'do' "$build/agent-native"
if taskset -c "$processor" true 2>/dev/null; then
  set -- taskset -c "$processor" "$@"
fi
GOGC=${GOGC-400} exec "$@"
