#!/bin/sh
# Runs the agent in a gVisor sandbox of one processor.
#
#   start.sh DIRECTORY   where `runsc` and `agent-native` are
#
# A sandbox of one processor has one goroutine for all segments, so they are handled one after another, and its system calls cost
# less. Rubbish is collected late.
set -u

fail() { printf 'gvisor: %s\n' "$1" >&2; exit 125; }

[ $# -eq 1 ] || fail 'usage: start.sh DIRECTORY'
build=$1
[ -x "$build/runsc" ] || fail "no $build/runsc (make agent-gvisor)"

GOGC=${GOGC-400} exec "$(dirname -- "$0")/../one-processor.sh" \
  "$build/runsc" --platform=ptrace --network=none --ignore-cgroups 'do' "$build/agent-native"
