# The ways to an agent elsewhere: TCP, a serial line and ssh, each for real, in a network namespace of the test's own.
# Conditions are evaluated later, a pseudo-terminal is both read and written.
# shellcheck disable=SC2016,SC2094,SC2154
load common

setup() {
  unshare --net true 2>/dev/null || skip 'network namespaces are not allowed here'
}

# Runs the body of the function $1 in a namespace; what it started ends with it.
apart() {
  export -f "${1?}" wait_for
  export AGENT=$REPOSITORY/harness/build/agent-native CONDUCTOR=$REPOSITORY/harness/build/listencheck DIRECTORY=$BATS_TEST_TMPDIR
  timeout 120 unshare --net --pid --fork --mount-proc --kill-child bash -c "ip link set lo up && $1" 3>&-
}

# Waits for an event that only files show: $1 is a test; the bound is for a broken machine.
wait_for() {
  local end=$((SECONDS + 20))
  until eval "$1"; do
    [ "$SECONDS" -lt "$end" ] || return 1
  done
}

results_are_complete() {
  grep -q '"type":"footer"' "$BATS_TEST_TMPDIR/out/results.jsonl"
  grep -q '"case":"errors.unbound"' "$BATS_TEST_TMPDIR/out/results.jsonl"
  run grep -c '"status":"done"' "$BATS_TEST_TMPDIR/out/results.jsonl"
  [ "$output" -gt 3 ]
}

over_tcp() {
  socat -d -d TCP4-LISTEN:0,bind=127.0.0.1,fork "EXEC:$AGENT" 2>"$DIRECTORY/log" &
  wait_for 'grep -q "listening on" "$DIRECTORY/log"'
  port=$(sed -n 's/.*listening on .*:\([0-9]*\)$/\1/p' "$DIRECTORY/log")
  "$CONDUCTOR" run --target "tcp:127.0.0.1:$port" --cases errors.unbound --out "$DIRECTORY/out"
}

@test "an agent behind a TCP connection" {
  run apart over_tcp
  assert_success
  results_are_complete
}

over_a_serial_line() {
  socat "PTY,link=$DIRECTORY/ours,rawer" "PTY,link=$DIRECTORY/theirs,rawer" &
  wait_for '[ -e "$DIRECTORY/ours" ] && [ -e "$DIRECTORY/theirs" ]'
  "$AGENT" <"$DIRECTORY/theirs" >"$DIRECTORY/theirs" &
  "$CONDUCTOR" run --target "serial:$DIRECTORY/ours" --cases errors.unbound --out "$DIRECTORY/out"
}

@test "an agent at the other end of a serial line" {
  run apart over_a_serial_line
  assert_success
  results_are_complete
}

over_ssh() {
  ssh-keygen -q -t ed25519 -N '' -f "$DIRECTORY/host"
  ssh-keygen -q -t ed25519 -N '' -f "$DIRECTORY/user"
  cp "$DIRECTORY/user.pub" "$DIRECTORY/authorized"
  printf '%s\n' "HostKey $DIRECTORY/host" "AuthorizedKeysFile $DIRECTORY/authorized" 'StrictModes no' 'UsePAM no' \
    'PermitRootLogin yes' >"$DIRECTORY/sshd"
  mkdir -p /run/sshd
  socat -d -d TCP4-LISTEN:0,bind=127.0.0.1,fork "EXEC:/usr/sbin/sshd -i -f $DIRECTORY/sshd" 2>"$DIRECTORY/log" &
  wait_for 'grep -q "listening on" "$DIRECTORY/log"'
  port=$(sed -n 's/.*listening on .*:\([0-9]*\)$/\1/p' "$DIRECTORY/log" | head -n 1)
  # The conductor calls `ssh HOST COMMAND`; which port and keys belong to HOST is said as everywhere, in a configuration.
  mkdir "$DIRECTORY/bin"
  printf '#!/bin/sh\nexec %s -F "%s" "$@"\n' "$(command -v ssh)" "$DIRECTORY/config" >"$DIRECTORY/bin/ssh"
  chmod +x "$DIRECTORY/bin/ssh"
  printf '%s\n' 'Host there' '  HostName 127.0.0.1' "  Port $port" "  User $(id -un)" "  IdentityFile $DIRECTORY/user" \
    '  StrictHostKeyChecking no' "  UserKnownHostsFile $DIRECTORY/known" '  LogLevel ERROR' >"$DIRECTORY/config"
  PATH=$DIRECTORY/bin:$PATH "$CONDUCTOR" run --target "ssh:there:$AGENT" --cases errors.unbound --out "$DIRECTORY/out"
}

@test "an agent behind ssh" {
  [ -x /usr/sbin/sshd ] || skip 'openssh-server is not installed'
  [ "$(id -u)" -eq 0 ] || skip 'sshd for a login needs root'
  run apart over_ssh
  assert_success
  results_are_complete
}
