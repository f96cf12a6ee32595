#!/bin/sh
# Runs a command in a fresh network namespace whose loopback interface is up.
#
#   isolate.sh COMMAND ARGUMENT…              exit 125 with one line on standard error where namespaces are not allowed
#   isolate.sh --if-allowed COMMAND ARGUMENT… run it where it is then; a namespace is set as the machine is
#   isolate.sh --check                        say whether they are allowed: exit 0 or 125
#
# The command finds the namespace it came from in LISTENCHECK_OUTER_NAMESPACE: an agent may change limits only
# where its own namespace is another one. The namespace ends with the last process in it.
set -u

settings='core/somaxconn ipv4/ip_local_port_range ipv4/ip_unprivileged_port_start ipv4/tcp_max_syn_backlog
ipv4/tcp_syncookies ipv4/tcp_abort_on_overflow ipv4/tcp_fastopen ipv6/bindv6only'

refuse() {
  printf 'isolate: %s\n' "$1" >&2
  exit 125
}

read_settings() {
  for setting in $settings; do
    read -r value 2>/dev/null <"/proc/sys/net/$setting" && printf '%s %s\n' "$setting" "$value"
  done
}

# What cannot be set here keeps the system's default.
write_setting() { { printf '%s\n' "$2" >"/proc/sys/net/$1"; } 2>/dev/null; }

if [ "${1-}" = --inside ]; then
  shift
  ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null ||
    refuse 'the loopback interface of the new namespace could not be brought up (is iproute2 installed?)'
  while read -r setting value; do
    write_setting "$setting" "$value"
  done <<END
${LISTENCHECK_SETTINGS-}
END
  # Handshakes that a full queue drops look to MPTCP like a network that drops its options: connections made later would be
  # plain TCP for an hour.
  write_setting mptcp/blackhole_timeout 0
  unset LISTENCHECK_SETTINGS
  exec "$@"
fi

if_allowed=
if [ "${1-}" = --if-allowed ]; then
  shift
  # Around it there is one already.
  [ -z "${LISTENCHECK_OUTER_NAMESPACE-}" ] || exec "$@"
  if_allowed=yes
  LISTENCHECK_SETTINGS=$(read_settings)
  export LISTENCHECK_SETTINGS
fi

[ $# -gt 0 ] || refuse 'usage: isolate.sh [--if-allowed] COMMAND ARGUMENT…'

allowed() {
  command -v unshare >/dev/null 2>&1 || { why='unshare is not installed (util-linux)'; return 1; }
  LISTENCHECK_OUTER_NAMESPACE=$(readlink /proc/self/ns/net) || { why='this system has no network namespaces'; return 1; }
  # A plain namespace needs the right to make one; a user namespace around it gives that right to anyone, where allowed.
  why='network namespaces are not allowed here'
  own_user=
  unshare --net true 2>/dev/null && return 0
  own_user=--map-root-user
  unshare --map-root-user --net true 2>/dev/null
}

if ! allowed; then
  [ -n "$if_allowed" ] || refuse "$why"
  unset LISTENCHECK_OUTER_NAMESPACE LISTENCHECK_SETTINGS
  exec "$@"
fi
[ "$1" != --check ] || exit 0
export LISTENCHECK_OUTER_NAMESPACE
exec unshare ${own_user:+"$own_user"} --net -- sh "$0" --inside "$@"
