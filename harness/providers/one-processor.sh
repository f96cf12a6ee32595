#!/bin/sh
# Runs a command on one processor, where that can be asked for.
#
#   one-processor.sh COMMAND…
#
# Where a system call goes to and fro between two processes nobody is woken on another processor then: a sixth to a fifth less to do.
# Agents are numbered by the directories they are given, so they spread over the processors.
set -u

number=${LISTENCHECK_DIRECTORY-$$}
number=${number##*/}
case $number in '' | *[!0-9]*) number=$$ ;; esac
processor=$((number % $(nproc)))
if taskset -c "$processor" true 2>/dev/null; then
  exec taskset -c "$processor" "$@"
fi
exec "$@"
