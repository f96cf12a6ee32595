# The baseline: known deviations, what the gate makes of them, and accept.
load common

setup_file() {
  printf 'subject: any\n' >"$BATS_FILE_TMPDIR/empty.rec"
  "$BATS_TEST_DIRNAME/../../run.sh" --no-install --quiet --cases errors.unbound --document winsock --baseline "$BATS_FILE_TMPDIR/empty.rec" \
    --out "$BATS_FILE_TMPDIR/run" || true
}

setup() {
  RESULTS=$BATS_FILE_TMPDIR/run/results.jsonl
  KNOWN=$BATS_TEST_TMPDIR/known.rec
}

@test "accept refuses new lines without a reason and writes nothing" {
  run "$RUN" accept "$RESULTS" --document winsock --baseline "$BATS_FILE_TMPDIR/empty.rec" --out "$KNOWN"
  assert_failure
  assert_output --partial "reason"
  assert [ ! -e "$KNOWN" ]
}

@test "accept with a reason makes the gate pass" {
  run "$RUN" gate "$RESULTS" --document winsock --baseline "$BATS_FILE_TMPDIR/empty.rec"
  assert_failure 1
  run "$RUN" accept "$RESULTS" --document winsock --baseline "$BATS_FILE_TMPDIR/empty.rec" --out "$KNOWN" --reason "Linux binds by itself"
  assert_success
  run "$RUN" gate "$RESULTS" --document winsock --baseline "$KNOWN" --strict
  assert_success
}

@test "a known deviation that shows another value is changed: exit 1" {
  "$RUN" accept "$RESULTS" --document winsock --baseline "$BATS_FILE_TMPDIR/empty.rec" --out "$KNOWN" --reason "Linux binds by itself"
  sed -i 's/^observed: .*/observed: call=EFAULT/' "$KNOWN"
  run "$RUN" gate "$RESULTS" --document winsock --baseline "$KNOWN"
  assert_failure 1
  assert_output --partial "changed"
}

@test "a known deviation that went away is fixed: exit 2 with --strict, else 0" {
  "$RUN" accept "$RESULTS" --document winsock --baseline "$BATS_FILE_TMPDIR/empty.rec" --out "$KNOWN" --reason "Linux binds by itself"
  printf '\ncase: errors.unbound[family=inet]\nclause: rfc9293/passive-open-unbound\nobserved: call=EINVAL\nwhy: was so once\nsince: 2020-01-01\n' >>"$KNOWN"
  run "$RUN" gate "$RESULTS" --document winsock --document rfc9293 --baseline "$KNOWN"
  assert_success
  assert_output --partial "fixed"
  run "$RUN" gate "$RESULTS" --document winsock --document rfc9293 --baseline "$KNOWN" --strict
  assert_failure 2
}

@test "a run without a baseline calls every deviation new" {
  run results "$RESULTS" 'footer["gate"]["new"] > 0 and footer["gate"]["known"] == 0'
  assert_output true
}
