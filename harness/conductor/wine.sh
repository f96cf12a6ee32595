#!/bin/sh
# Starts a Windows program under Wine in a prefix of our own, which is made first where it is missing: wine.sh PROGRAM [ARGUMENT…].
# `wine.sh --setup` only makes it. WINEPREFIX may name another one.
set -u
here=$(cd -- "$(dirname -- "$0")" && pwd) || exit 125
WINEPREFIX=${WINEPREFIX:-$(dirname -- "$here")/build/wine}
WINEDEBUG=${WINEDEBUG:--all}
WINEDLLOVERRIDES=${WINEDLLOVERRIDES:-mscoree=;mshtml=;winemenubuilder.exe=d}
export WINEPREFIX WINEDEBUG WINEDLLOVERRIDES
unset DISPLAY WAYLAND_DISPLAY

fail() {
  echo "wine.sh: $1" >&2
  exit 125
}

# Several agents may start at once: one makes the prefix, in a place of its own, and the rename tells all the others.
make_prefix() {
  [ ! -f "$WINEPREFIX/system.reg" ] || return 0
  making=$WINEPREFIX.$$
  mkdir -p -- "$(dirname -- "$WINEPREFIX")" || fail "cannot make a folder for $WINEPREFIX"
  echo "wine.sh: making a Wine prefix in $WINEPREFIX, this takes some seconds" >&2
  if ! WINEPREFIX=$making wine wineboot --init >/dev/null 2>&1 || ! WINEPREFIX=$making wineserver -w; then
    rm -rf -- "$making"
    fail "wineboot failed"
  fi
  mv -T -- "$making" "$WINEPREFIX" 2>/dev/null || rm -rf -- "$making"
  [ -f "$WINEPREFIX/system.reg" ] || fail "there is no Wine prefix in $WINEPREFIX"
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
exec wine "$@"
