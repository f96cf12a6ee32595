# Agents that do not tell the truth (harness/tests/liars): a crash, a hang, an inconclusive or a failed smoke test, never green.
load common

# A short run with liar NAME; the exit code is 1 or 3, and nothing it answered is taken for conforming.
lies() {
  run "$RUN" --target "exec:sh '$REPOSITORY/harness/tests/liars/$1.sh'" --cases errors.unbound --cases errors.datagram --document posix \
    --time-scale "${SCALE-1}" --out "$BATS_TEST_TMPDIR/out"
  assert [ "$status" -eq 1 -o "$status" -eq 3 ]
  refute_output --partial $'\033[31m'
  refute_output --partial Traceback
}

# No run at all: the smoke test says why in one line.
fails_smoke_test() {
  lies "$1"
  assert_equal "$status" 3
  assert_output --partial "smoke test: $2"
}

# The cases that call listen() end as STATUS.
ends_as() {
  lies "$1"
  run results "$BATS_TEST_TMPDIR/out/results.jsonl" 'sorted({c["status"] for c in cases if any("listen" in step["request"] for step in c["trace"])})'
  assert_output --partial "$2"
  refute_output --partial "done"
}

@test "ok to everything" { fails_smoke_test all-ok "it did not answer unsupported to a verb that does not exist"; }

@test "unsupported to everything" { fails_smoke_test all-unsupported "it answered unsupported to everything"; }

@test "another version of the protocol" { fails_smoke_test future "it speaks another version of the protocol"; }

@test "no answer at all" { SCALE=0.2 fails_smoke_test mute "the agent did not answer in time"; }

@test "an agent that dies is a crash" { ends_as crash crash; }

@test "an agent that ends without a word is a crash" { ends_as leave crash; }

@test "an agent that ends within an answer is a crash" { ends_as half crash; }

@test "an agent that stops answering is a hang" { SCALE=0.2 ends_as hang hang; }

@test "every other liar is found out too" {
  local liar SCALE=0.2
  for liar in "$REPOSITORY"/harness/tests/liars/*.sh; do
    case $(basename "$liar" .sh) in
      liar | all-ok | all-unsupported | future | mute | crash | leave | half | hang | late | unruly-name) ;;
      *) lies "$(basename "$liar" .sh)" ;;
    esac
  done
}

# It holds each answer back until the next request comes: all are true, and that the last one never comes is said.
@test "an agent that answers late is told from one that answers in time" {
  run "$RUN" --target "exec:sh '$REPOSITORY/harness/tests/liars/late.sh'" --cases errors.unbound --time-scale 0.2 \
    --out "$BATS_TEST_TMPDIR/out"
  assert_output --partial 'late once 1'
}

@test "a name that is a path stays inside the output directory" {
  cd "$BATS_TEST_TMPDIR" || return
  private_tree tree
  rm tree/reports
  mkdir tree/reports
  ln -s "$REPOSITORY"/reports/[!o]* tree/reports/
  run tree/run.sh --target "exec:sh '$REPOSITORY/harness/tests/liars/unruly-name.sh'" --cases errors.unbound
  run find . -name results.jsonl
  assert_line --index 0 --regexp '^\./tree/reports/out/[^/]*/results.jsonl$'
  run find . -name '*<b>*'
  assert_output ""
}

@test "what an agent says is text in the page, the summary and on the terminal" {
  lies babble
  local file
  for file in index.html summary.md; do
    [ -f "$BATS_TEST_TMPDIR/out/$file" ] || continue
    run cat "$BATS_TEST_TMPDIR/out/$file"
    refute_output --partial '<script>alert(1)</script>'
  done
}
