#!/bin/sh
# Starts a Windows program under Wine: wine.sh PROGRAM [ARGUMENT…]; `wine.sh --setup` only makes the prefix it needs.
#
# There is one whole prefix, in harness/build/wine, made once; LISTENCHECK_WINEPREFIX may name another. Each program runs in
# a copy of its registry, with a wineserver, a network and processes of its own, all in namespaces that end with it: nothing
# is left behind, and LISTENCHECK_NAMESPACE=own tells an agent that it may change limits. Where namespaces are not allowed,
# it runs in the whole prefix, and its wineserver ends some seconds after it.
set -u

# The service manager and the desktop have no part in sockets, and take half a second to start.
WINEDLLOVERRIDES='mscoree=;mshtml=;winemenubuilder.exe=d'
LEAN="$WINEDLLOVERRIDES;wineboot.exe=d"
WINEDEBUG=${WINEDEBUG:--all}
export WINEDLLOVERRIDES WINEDEBUG
unset DISPLAY WAYLAND_DISPLAY

fail() {
  echo "wine.sh: $1" >&2
  exit 125
}

# In the namespaces. A tmpfs where Wine keeps its sockets holds the prefix too; it is seen here only.
if [ "${1-}" = --inside ]; then
  whole=$2
  shift 2
  ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || fail "the loopback interface could not be brought up"
  place=/tmp/.wine-$(id -u)
  mount -t tmpfs -o mode=700 listencheck "$place" || fail "no tmpfs can be mounted at $place"
  WINEPREFIX=$place/prefix
  mkdir "$WINEPREFIX" "$WINEPREFIX/dosdevices" || fail "no prefix can be made in $place"
  cp -- "$whole"/*.reg "$whole/.update-timestamp" "$WINEPREFIX/" || fail "$whole is not a Wine prefix"
  ln -s -- "$whole/drive_c" "$WINEPREFIX/drive_c"
  ln -s ../drive_c "$WINEPREFIX/dosdevices/c:"
  ln -s / "$WINEPREFIX/dosdevices/z:"
  # Wine makes a folder of its own in TMPDIR, which the end of a killed server would leave behind.
  LISTENCHECK_NAMESPACE=own LISTENCHECK_PLACE=$place WINEDLLOVERRIDES=$LEAN TMPDIR=$place
  export WINEPREFIX LISTENCHECK_NAMESPACE LISTENCHECK_PLACE WINEDLLOVERRIDES TMPDIR
  wine "$@"
  exit # with wine's own code: this shell is the first process here, and all others end with it
fi

here=$(cd -- "$(dirname -- "$0")" && pwd) || exit 125
whole=${LISTENCHECK_WINEPREFIX:-$(dirname -- "$here")/build/wine}

# Several agents may start at once: each makes a prefix in a place of its own, and the first one's rename tells the others.
make_prefix() {
  [ ! -f "$whole/system.reg" ] || return 0
  making=$whole.$$
  mkdir -p -- "$(dirname -- "$whole")" || fail "cannot make a folder for $whole"
  echo "wine.sh: making a Wine prefix in $whole, this takes some seconds" >&2
  if ! WINEPREFIX=$making wine wineboot --init >/dev/null 2>&1 || ! WINEPREFIX=$making wineserver -w; then
    rm -rf -- "$making"
    fail "wineboot failed"
  fi
  mv -T -- "$making" "$whole" 2>/dev/null || rm -rf -- "$making"
  [ -f "$whole/system.reg" ] || fail "there is no Wine prefix in $whole"
}

# The words for unshare, or nothing where namespaces are not allowed.
namespaces() {
  for user in '' --map-root-user; do
    # shellcheck disable=SC2086
    unshare $user --net --mount --pid --fork --mount-proc mount -t tmpfs listencheck "$1" 2>/dev/null || continue
    echo "$user --net --mount --pid --fork --kill-child --mount-proc"
    return
  done
}

command -v wine >/dev/null 2>&1 || fail "wine is not installed"
make_prefix
[ "${1-}" != --setup ] || exit 0
[ $# -gt 0 ] || fail "which program?"

# A program of the suite is found from everywhere.
if [ ! -e "$1" ] && [ -e "$here/../../$1" ]; then
  program=$here/../../$1
  shift
  set -- "$program" "$@"
fi

place=/tmp/.wine-$(id -u)
[ -d "$place" ] || mkdir -m 700 -- "$place" 2>/dev/null
apart=$(namespaces "$place")
if [ -n "$apart" ]; then
  # shellcheck disable=SC2086
  exec unshare $apart -- sh "$here/wine.sh" --inside "$whole" "$@"
fi
WINEPREFIX=$whole exec wine "$@"
