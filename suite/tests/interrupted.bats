# Ctrl-C and death in the middle of a run: what was recorded stays readable, nothing stays behind.
load common

setup() {
  OUT=$BATS_TEST_TMPDIR/out
  export TMPDIR=$BATS_TEST_TMPDIR/tmp
  export HANGS_TELL=$BATS_TEST_TMPDIR/hangs
  export TEST_MARK=$BATS_TEST_TMPDIR
  mkdir "$TMPDIR"
  mkfifo "$HANGS_TELL" "$BATS_TEST_TMPDIR/never"
  exec 7<>"$BATS_TEST_TMPDIR/never"
}

# The processes of this test's run: those that were given its mark.
left_behind() {
  local file
  for file in /proc/[0-9]*/environ; do
    [ "$file" != "/proc/$BASHPID/environ" ] || continue
    tr '\0' '\n' <"$file" 2>/dev/null | grep -qxF "RUN_MARK=$TEST_MARK" && printf '%s\n' "$file"
  done
  return 0
}

# Waits, at most ten seconds, until COMMAND prints nothing.
until_empty() {
  local i
  for ((i = 0; i < 200; i++)); do
    [ -n "$("$@")" ] || return 0
    read -r -t 0.05 -u 7 || true
  done
  "$@"
  return 1
}

# Starts a run whose agent gets stuck in a call, and returns when it is. $! is the run.
start_stuck_run() {
  RUN_MARK=$TEST_MARK setsid "$RUN" --cases 'errors.*' --jobs 1 --time-scale 1000 --target "preload:$(faulty hangs)" --out "$OUT" \
    >"$BATS_TEST_TMPDIR/said" 2>&1 7>&- &
  read -r -n 1 <"$HANGS_TELL"
}

conductor() {
  local file
  for file in /proc/[0-9]*/exe; do
    [ "$(readlink "$file")" = "$REPOSITORY/harness/build/listencheck" ] || continue
    tr '\0' '\n' <"${file%exe}environ" 2>/dev/null | grep -qxF "RUN_MARK=$TEST_MARK" && basename "${file%/exe}"
  done
}

assert_truncated_but_readable() {
  run results "$OUT/results.jsonl" 'header["type"] == "header" and footer is None and len(cases) > 0'
  assert_output true
}

@test "Ctrl-C ends the run: readable results without a footer, no process, no directory" {
  start_stuck_run
  kill -s INT -- "-$!"
  run wait $!
  assert_failure
  assert_truncated_but_readable
  until_empty left_behind
  until_empty ls "$TMPDIR"
}

@test "TERM to run.sh alone ends the run and its agents" {
  start_stuck_run
  kill -s TERM $!
  run wait $!
  assert_failure
  assert_truncated_but_readable
  until_empty left_behind
  until_empty ls "$TMPDIR"
}

@test "a conductor that is killed leaves readable results and nothing else" {
  start_stuck_run
  # shellcheck disable=SC2046
  kill -s KILL $(conductor)
  run wait $!
  assert_failure
  assert_truncated_but_readable
  until_empty left_behind
  until_empty ls "$TMPDIR"
}
