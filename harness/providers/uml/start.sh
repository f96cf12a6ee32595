#!/bin/sh
# Boots a User-Mode Linux guest whose first process runs the agent; the protocol goes over the guest's first serial line.
#
#   start.sh DIRECTORY   where the static `init` and `agent-native`, and `relay`, are
#
# The guest's root is the host's, read-only. LISTENCHECK_UML names another kernel, LISTENCHECK_UML_MODULES its modules.
set -u

fail() { printf 'uml: %s\n' "$1" >&2; exit 125; }

[ $# -eq 1 ] || fail 'usage: start.sh DIRECTORY'
build=$(CDPATH='' cd -- "$1" && pwd -P) || exit 125
kernel=${LISTENCHECK_UML-linux.uml}
command -v "$kernel" >/dev/null || fail "no $kernel (user-mode-linux)"

# The kernel's command line knows no blanks: the guest finds the programs under a path of our own.
made=
if [ -n "${LISTENCHECK_DIRECTORY-}" ]; then
  base=$LISTENCHECK_DIRECTORY
else
  base=$(mktemp -d "${TMPDIR:-/tmp}/uml.XXXXXX") || exit 125
  made=$base
fi
ln -sfn "$build" "$base/uml" || exit 125

# Paths of the modules that a module needs, and itself, in the order of loading.
modules=${LISTENCHECK_UML_MODULES-$(printf '%s\n' /usr/lib/uml/modules/* | tail -n 1)}
loads=
for wanted in crypto/hmac net/ipv6/ipv6 net/sctp/sctp net/vmw_vsock/vsock_loopback; do
  paths=$(awk -v wanted="kernel/$wanted.ko:" '$1 == wanted { for (i = NF; i > 1; i--) print $i; print substr($1, 1, length($1) - 1) }' \
    "$modules/modules.dep" 2>/dev/null)
  for path in $paths; do
    loads=$loads${loads:+:}$modules/$path
  done
done

# What a start would spend its time on, and no case asks for: measuring how RAID is reckoned fastest, measuring a processor's
# loop for short delays, 256 pairs of old-style terminals.
hurry='initcall_blacklist=raid6_select_algo lpj=40000000 pty.legacy_count=0'

# shellcheck disable=SC2086 # several words
set -- "$(dirname -- "$0")/../one-processor.sh" "$build/relay" "$kernel" mem=128M root=/dev/root rootfstype=hostfs ro quiet $hurry "init=$base/uml/init" "UML_AGENT=$base/uml/agent-native" \
  "UML_MODULES=$loads" "uml_dir=$base" "LISTENCHECK_SUBJECT=${LISTENCHECK_SUBJECT-linux-uml}" "LISTENCHECK_PACE=${LISTENCHECK_PACE-0}" LISTENCHECK_OUTER_NAMESPACE=host \
  ssl0=fd:0,fd:1 con0=null,fd:2 con=null

[ -n "$made" ] || exec "$@"
trap 'rm -rf "$made"' EXIT
"$@"
