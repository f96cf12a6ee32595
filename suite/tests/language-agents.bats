# The agents in other languages, as far as their runtimes are here: what they share.
load common

setup() {
  cd "$REPOSITORY" || return
}

# The replies of an agent to some requests, without times.
replies() {
  printf '%s\n' '1 hello 1' '2 must socket a inet stream' '3 socket b nonsense stream' '4 limits' '5 must socket c nonsense stream' \
    '6 socket d inet stream' '7 must socket e inet stream' '8 reset' '9 socket f inet stream' '10 bye' |
    timeout 60 "$@" | sed 's/ us=[0-9]*//; s/ open=.*//; /^1 /d; /^4 /d'
}

void_until_reset() {
  run replies "$@"
  assert_success
  assert_output "$(printf '%s\n' '2 ok' '3 unsupported' '5 unsupported' '6 unsupported skipped=yes' '7 unsupported skipped=yes' '8 ok' '9 ok' '10 ok')"
}

@test "after a request that must succeed and does not, nothing is done until reset: python" {
  void_until_reset python3 harness/agent/agent.py
}

@test "after a request that must succeed and does not, nothing is done until reset: perl" {
  command -v perl >/dev/null || skip "perl is not here"
  void_until_reset perl harness/agent/agent.pl
}

@test "after a request that must succeed and does not, nothing is done until reset: node" {
  command -v node >/dev/null || skip "node is not here"
  void_until_reset node harness/agent/agent.js
}

@test "after a request that must succeed and does not, nothing is done until reset: go" {
  command -v go >/dev/null || skip "go is not here"
  GOCACHE="$BATS_FILE_TMPDIR/go" go build -o "$BATS_TEST_TMPDIR/agent" harness/agent/agent.go
  void_until_reset "$BATS_TEST_TMPDIR/agent"
}

@test "after a request that must succeed and does not, nothing is done until reset: java" {
  command -v javac >/dev/null || skip "java is not here"
  javac -d "$BATS_TEST_TMPDIR" harness/agent/Agent.java
  void_until_reset java -cp "$BATS_TEST_TMPDIR" Agent
}

# shellcheck disable=SC2016 # expanded inside
@test "isolate.sh --if-allowed: one namespace, set as the machine is, or none" {
  inside='readlink /proc/self/ns/net; echo "${LISTENCHECK_OUTER_NAMESPACE-none}"; cat /proc/sys/net/core/somaxconn'
  run harness/conductor/isolate.sh --if-allowed harness/conductor/isolate.sh --if-allowed sh -c "$inside"
  assert_success
  assert_line --index 2 "$(cat /proc/sys/net/core/somaxconn)"
  if harness/conductor/isolate.sh --check; then
    assert_line --index 1 "$(readlink /proc/self/ns/net)"
    refute_line --index 0 "$(readlink /proc/self/ns/net)"
  else
    assert_line --index 0 "$(readlink /proc/self/ns/net)"
    assert_line --index 1 none
  fi
}
