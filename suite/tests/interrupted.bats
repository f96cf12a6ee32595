# Ctrl-C and death in the middle of a run: what was recorded stays readable, nothing stays behind.
load common

setup() {
  OUT=$BATS_TEST_TMPDIR/out
  export TMPDIR=$BATS_TEST_TMPDIR/tmp
  export HANGS_TELL=$BATS_TEST_TMPDIR/hangs
  export TEST_MARK=$BATS_TEST_TMPDIR
  mkdir "$TMPDIR"
  mkfifo "$HANGS_TELL" "$BATS_TEST_TMPDIR/never"
  exec 7<>"$BATS_TEST_TMPDIR/never" 8<>"$HANGS_TELL"
}

# The processes of this test's run: those that were given its mark.
left_behind() { grep -lzxF "RUN_MARK=$TEST_MARK" /proc/[0-9]*/environ 2>/dev/null || true; }

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

# Starts a run whose agent gets stuck in a call, and returns when it is. $RUNNING is the run.
start_stuck_run() {
  local library
  library=$(faulty hangs)
  RUN_MARK=$TEST_MARK env --default-signal=INT,QUIT setsid "$RUN" --cases 'errors.*' --jobs 1 --time-scale 5 --target "preload:$library" --out "$OUT" \
    >"$BATS_TEST_TMPDIR/said" 2>&1 7>&- 8>&- &
  RUNNING=$!
  read -r -n 1 -t 60 -u 8
}

# The conductor is the one child of run.sh; its janitor is its own child and looks the same.
conductor() { cat "/proc/$RUNNING/task/$RUNNING/children"; }

assert_truncated_but_readable() {
  run results "$OUT/results.jsonl" 'header["type"] == "header" and footer is None and len(cases) > 0'
  assert_output true
}

@test "Ctrl-C ends the run: readable results without a footer, no process, no directory" {
  start_stuck_run
  kill -s INT -- "-$RUNNING"
  ended=0
  wait "$RUNNING" || ended=$?
  assert [ "$ended" -ne 0 ]
  assert_truncated_but_readable
  until_empty left_behind
  until_empty ls "$TMPDIR"
}

@test "TERM to run.sh alone ends the run and its agents" {
  start_stuck_run
  kill -s TERM $RUNNING
  ended=0
  wait "$RUNNING" || ended=$?
  assert [ "$ended" -ne 0 ]
  assert_truncated_but_readable
  until_empty left_behind
  until_empty ls "$TMPDIR"
}

@test "a conductor that is killed leaves readable results and nothing else" {
  start_stuck_run
  # shellcheck disable=SC2046
  kill -s KILL $(conductor)
  ended=0
  wait "$RUNNING" || ended=$?
  assert [ "$ended" -ne 0 ]
  assert_truncated_but_readable
  until_empty left_behind
  until_empty ls "$TMPDIR"
}
