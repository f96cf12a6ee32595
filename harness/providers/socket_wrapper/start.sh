#!/bin/sh
# Starts an agent under socket_wrapper, with a directory of its own for the sockets behind the wrapped ones.
#
#   start.sh AGENT ARGUMENT…
set -u

[ $# -gt 0 ] || { printf 'socket_wrapper: usage: start.sh AGENT ARGUMENT…\n' >&2; exit 64; }

# Cases change the user, and socket_wrapper aborts where it cannot enter its directory: everyone may. The conductor removes its
# directory after the run; one made here is removed here.
if [ -n "${LISTENCHECK_DIRECTORY-}" ]; then
  chmod 0711 "$LISTENCHECK_DIRECTORY" "$(dirname -- "$LISTENCHECK_DIRECTORY")"
  base=$LISTENCHECK_DIRECTORY
else
  base=$(mktemp -d "${TMPDIR:-/tmp}/wrap.XXXXXX") || exit 125
  trap 'rm -rf "$base"' EXIT
  chmod 0711 "$base"
fi
SOCKET_WRAPPER_DIR=$base/w
mkdir -p "$SOCKET_WRAPPER_DIR" && chmod 1777 "$SOCKET_WRAPPER_DIR" || exit 125
SOCKET_WRAPPER_DEFAULT_IFACE=1
export SOCKET_WRAPPER_DIR SOCKET_WRAPPER_DEFAULT_IFACE

# Each wrapped socket is a file: on a disk, and the more on a busy one, a flood takes a hundred times as long as in memory. A mount
# in a namespace of the agent's own goes with it.
if unshare -m true 2>/dev/null; then
  # shellcheck disable=SC2016
  set -- unshare -m sh -c 'mount -t tmpfs -o mode=1777 tmpfs "$SOCKET_WRAPPER_DIR" 2>/dev/null; exec env LD_PRELOAD=libsocket_wrapper.so "$@"' sh "$@"
else
  set -- env LD_PRELOAD=libsocket_wrapper.so "$@"
fi
[ -z "${LISTENCHECK_DIRECTORY-}" ] || exec "$@"
"$@"
