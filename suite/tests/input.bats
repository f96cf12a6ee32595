# What malformed input gets: the file, the line, what was expected, exit 64, and nothing written over.
load common

setup() {
  TREE=$BATS_TEST_TMPDIR/tree
  OUT=$BATS_TEST_TMPDIR/out
  private_tree "$TREE"
  mkdir -p "$OUT"
  printf 'an earlier result\n' >"$OUT/results.jsonl"
}

# The run and the linter both name PLACE (FILE:LINE) and WHAT, and the earlier result is still there.
assert_malformed() {
  run "$TREE/run.sh" --cases errors.unbound --out "$OUT" "${@:3}"
  assert_failure 64
  assert_output --partial "$1"
  assert_output --partial "$2"
  run cat "$OUT/results.jsonl"
  assert_output 'an earlier result'
}

# The number of the first line of FILE that matches PATTERN.
line_of() { grep -n -m 1 -e "$2" "$1" | cut -d: -f1; }

@test "a case with a malformed statement" {
  local file=$TREE/cases/errors/unbound.bats line
  line=$(line_of "$file" '^ *listen s')
  sed -i "${line}s/\$/ -> two labels/" "$file"
  assert_malformed "cases/errors/unbound.bats:$line" expected
}

@test "a case without an id" {
  sed -i '0,/^# id:/{/^# id:/d}' "$TREE/cases/errors/unbound.bats"
  assert_malformed "cases/errors/unbound.bats:" id
}

@test "a case whose id another one has" {
  cp "$TREE/cases/errors/unbound.bats" "$TREE/cases/errors/unbound-copy.bats"
  assert_malformed "cases/errors/unbound-copy.bats:" errors.unbound
}

@test "a case with an unknown header" {
  sed -i '0,/^# id:/s/^# id:/# frob: x\n&/' "$TREE/cases/errors/unbound.bats"
  assert_malformed "cases/errors/unbound.bats:" frob
}

@test "a case whose scenario does not end" {
  local file=$TREE/cases/errors/unbound.bats
  sed -i "$(grep -n '^END$' "$file" | tail -n 1 | cut -d: -f1),\$d" "$file"
  assert_malformed "cases/errors/unbound.bats:" END
}

@test "a document with a line that is no field" {
  local line
  line=$(line_of "$TREE/suite/documents/winsock.rec" '^clause: einval-unbound')
  sed -i "${line}i this is no field" "$TREE/suite/documents/winsock.rec"
  assert_malformed "suite/documents/winsock.rec:$line" expected
}

@test "a document with a malformed condition" {
  local file=$TREE/suite/documents/winsock.rec line
  line=$(line_of "$file" '^expect: errors.unbound')
  sed -i "${line}s/\$/ = = 3/" "$file"
  assert_malformed "suite/documents/winsock.rec:$line" expected
}

@test "a document with an unknown level" {
  local file=$TREE/suite/documents/winsock.rec line
  line=$(line_of "$file" '^level:')
  sed -i "${line}s/:.*/: perhaps/" "$file"
  assert_malformed "suite/documents/winsock.rec:$line" level
}

@test "a target with an unknown field" {
  printf 'target: odd\nstart: native\nfrobnicate: yes\n' >"$TREE/suite/targets/odd.target"
  assert_malformed "suite/targets/odd.target:3" frobnicate --target odd
}

@test "a target with an unknown way to start" {
  printf 'target: odd\nstart: teleport:here\n' >"$TREE/suite/targets/odd.target"
  assert_malformed "suite/targets/odd.target:2" teleport --target odd
}

@test "a baseline with a line without a clause" {
  printf 'subject: x\n\ncase: errors.unbound[*]\nobserved: call=ok\nwhy: a reason\nsince: 2026-01\n' >"$BATS_TEST_TMPDIR/known.rec"
  assert_malformed "known.rec:3" clause --baseline "$BATS_TEST_TMPDIR/known.rec"
}

@test "a baseline line without a reason" {
  printf 'subject: x\n\ncase: errors.unbound[*]\nclause: linux/listen-unbound\nobserved: call=ok\nsince: 2026-01\n' >"$BATS_TEST_TMPDIR/known.rec"
  assert_malformed "known.rec:3" why --baseline "$BATS_TEST_TMPDIR/known.rec"
}

@test "a baseline that does not exist" {
  assert_malformed "nowhere.rec" "" --baseline "$BATS_TEST_TMPDIR/nowhere.rec"
}

@test "results that are no results" {
  run "$TREE/run.sh" judge "$OUT/results.jsonl"
  assert_failure 64
  assert_output --partial "results.jsonl:1"
  run "$TREE/run.sh" gate "$OUT/results.jsonl"
  assert_failure 64
  run "$TREE/run.sh" report "$OUT/results.jsonl" --out "$BATS_TEST_TMPDIR/page"
  assert_failure
  assert [ ! -e "$BATS_TEST_TMPDIR/page/index.html" ]
}

@test "results with one line broken in the middle" {
  "$RUN" --cases errors.unbound --quiet --out "$BATS_TEST_TMPDIR/good" || true
  sed '2s/"case"/"case/' "$BATS_TEST_TMPDIR/good/results.jsonl" >"$BATS_TEST_TMPDIR/broken.jsonl"
  run "$TREE/run.sh" judge "$BATS_TEST_TMPDIR/broken.jsonl"
  assert_failure 64
  assert_output --partial "broken.jsonl:2"
}

@test "a malformed shard, number of jobs or time scale" {
  local option
  for option in '--shard=0/2' '--shard=3/2' '--shard=x' '--jobs=0' '--jobs=many' '--time-scale=-1' '--time-scale=nan'; do
    run "$TREE/run.sh" --cases errors.unbound --out "$OUT" "$option"
    assert_failure 64
    assert_output --partial "${option%%=*}"
  done
}
