# Many runs compared: what changes from run to run is told, and what does not is not.
load common

setup() { cd "$BATS_TEST_TMPDIR" || exit 1; }

# An agent that is another one for every conductor but the first.
# shellcheck disable=SC2016
fickle() {
  printf '%s\n' '#!/bin/sh' '[ -f owner ] || echo "$PPID" >owner' \
    '[ "$(cat owner)" = "$PPID" ] || { LD_PRELOAD=$1 && export LD_PRELOAD; }' 'exec "$2"' >fickle.sh
}

@test "runs that agree are counted, also under load" {
  run "$RUN" stability --runs 2 --loaded 1 --cases errors.unbound
  assert_success
  assert_line --regexp '^3 runs, 1 of them with every core loaded: [1-9][0-9]* verdicts, [1-9][0-9]* facts each$'
  assert_line 'verdicts that changed: 0'
}

@test "a verdict that changes is named, with its instance, and ends in 1" {
  fickle
  run "$RUN" stability --runs 2 --loaded 0 --jobs 1 --cases 'errors.unbound' \
    --target "exec:exec sh $PWD/fickle.sh $(faulty unbound-refused) $REPOSITORY/harness/build/agent-native"
  assert_equal "$status" 1
  assert_line --regexp '1 × errors\.unbound\[family=inet\] .*: .* → '
  refute_line 'facts that changed: 0'
}

@test "one run is nothing to compare" {
  run "$RUN" stability --runs 1 --loaded 0
  assert_equal "$status" 64
}
