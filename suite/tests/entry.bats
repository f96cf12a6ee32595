# run.sh as the one entry: help, wrong usage, and where it is called from.
load common

COMMANDS='run case try shell list lint lock accept judge gate all compare table publish report test prove bench stability setup build clean'

@test "the help names every command and the exit codes" {
  run "$RUN" --help
  assert_success
  local command
  for command in $COMMANDS; do
    assert_line --regexp "^  $command  "
  done
  assert_output --partial "64 usage"
}

@test "every command has a help of its own that begins with its usage" {
  local command
  for command in $COMMANDS; do
    run "$RUN" "$command" --help
    assert_success
    assert_line --index 0 --regexp "^Usage: ./run.sh \[?$command"
  done
}

# The options that a help text on standard input speaks of.
options() { grep -oE '(^|[^a-z-])--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u; }

@test "the help of run.sh and of the program behind it speak of the same options" {
  local command
  "$RUN" build
  for command in run case try shell list accept judge gate prove; do
    diff <("$RUN" "$command" --help | options | grep -vx -e --no-install -e --help) \
      <("$REPOSITORY/harness/build/listencheck" "$command" --help | options | grep -vx -e --suite -e --bats -e --title -e --help) ||
      fail "the help of $command differs"
  done
}

@test "no help line is wider than a terminal of 130 columns" {
  local command
  for command in '' $COMMANDS; do
    run "$RUN" ${command:+"$command"} --help
    refute_output --regexp '(^|
)[^
]{131}'
  done
}

@test "an unknown command is a usage error" {
  run "$RUN" frobnicate
  assert_failure 64
  assert_output --partial "frobnicate"
}

@test "an unknown option of a run is a usage error and names it" {
  run "$RUN" --frobnicate
  assert_failure 64
  assert_output --partial "--frobnicate"
}

@test "an option without its value is a usage error" {
  run "$RUN" run --target
  assert_failure 64
}

@test "an unknown target is a usage error" {
  run "$RUN" --target no-such-target --out "$BATS_TEST_TMPDIR/out"
  assert_failure 64
  assert_output --partial "no-such-target"
  assert [ ! -e "$BATS_TEST_TMPDIR/out/results.jsonl" ]
}

@test "an unknown document is a usage error" {
  run "$RUN" --document no-such-document --out "$BATS_TEST_TMPDIR/out"
  assert_failure 64
  assert_output --partial "no-such-document"
}

@test "a pattern that no case fits runs nothing and ends with 3" {
  run "$RUN" --cases 'no.such.case' --out "$BATS_TEST_TMPDIR/out"
  assert_failure 3
  assert_output --partial "no.such.case"
}

@test "it may be called from another directory and through a link" {
  cd "$BATS_TEST_TMPDIR" || return
  ln -s "$RUN" entry
  run ./entry list documents
  assert_success
  assert_output --partial winsock
}

@test "a tree and an output directory with blanks in their names work" {
  private_tree "$BATS_TEST_TMPDIR/a tree"
  run "$BATS_TEST_TMPDIR/a tree/run.sh" --cases errors.unbound --out "$BATS_TEST_TMPDIR/the report"
  assert [ -s "$BATS_TEST_TMPDIR/the report/results.jsonl" ]
  assert [ -s "$BATS_TEST_TMPDIR/the report/index.html" ]
}

@test "an output directory that cannot be written is named before anything runs" {
  touch "$BATS_TEST_TMPDIR/file"
  run "$RUN" --cases errors.unbound --out "$BATS_TEST_TMPDIR/file/out"
  assert_failure
  assert_output --partial "$BATS_TEST_TMPDIR/file"
}
