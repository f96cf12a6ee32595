#!/bin/sh
# Runs a command in a fresh network namespace whose loopback interface is up.
#
#   isolate.sh COMMAND ARGUMENT…   exit 125 with one line on standard error where namespaces are not allowed
#   isolate.sh --check             say whether they are allowed: exit 0 or 125
#
# The command finds the namespace it came from in LISTENCHECK_OUTER_NAMESPACE: an agent may change limits only
# where its own namespace is another one. The namespace ends with the last process in it.
set -u

refuse() {
  printf 'isolate: %s\n' "$1" >&2
  exit 125
}

if [ "${1-}" = --inside ]; then
  shift
  ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null ||
    refuse 'the loopback interface of the new namespace could not be brought up (is iproute2 installed?)'
  exec "$@"
fi

[ $# -gt 0 ] || refuse 'usage: isolate.sh COMMAND ARGUMENT…'
command -v unshare >/dev/null 2>&1 || refuse 'unshare is not installed (util-linux)'

LISTENCHECK_OUTER_NAMESPACE=$(readlink /proc/self/ns/net) || refuse 'this system has no network namespaces'
export LISTENCHECK_OUTER_NAMESPACE

# A plain namespace needs the right to make one; a user namespace around it gives that right to anyone, where allowed.
if unshare --net true 2>/dev/null; then
  own_user=
elif unshare --map-root-user --net true 2>/dev/null; then
  own_user=--map-root-user
else
  refuse 'network namespaces are not allowed here'
fi
[ "$1" != --check ] || exit 0
exec unshare $own_user --net -- sh "$0" --inside "$@"
