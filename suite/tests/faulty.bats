# A library in front of the C library breaks one documented behaviour: the run ends with 1 and names the case and the clause.
load common

setup_file() {
  # Nothing is new without the library, so that what is new is the library's doing.
  "$BATS_TEST_DIRNAME/../../run.sh" --no-install --quiet --cases 'errors.*' --cases 'relisten.*' --cases 'backlog.*' \
    --out "$BATS_FILE_TMPDIR/sound"
}

# The run with library NAME over cases PATTERN is caught by CASE as a breach of CLAUSE.
caught() {
  local library
  library=$(faulty "$1")
  run "$RUN" --target "preload:$library" --cases "$2" --out "$BATS_TEST_TMPDIR/out"
  assert_failure 1
  assert_output --partial "$3"
  assert_output --partial "$4"
  run results "$BATS_TEST_TMPDIR/out/results.jsonl" \
    "sorted({v['clause'] for c in cases for v in c['verdicts'] if v.get('gate') in ('new', 'changed') and c['case'] == '$3'})"
  assert_output --partial "\"$4\""
}

@test "listen() on an unbound socket refused" {
  caught unbound-refused errors.unbound errors.unbound linux/listen-unbound
}
