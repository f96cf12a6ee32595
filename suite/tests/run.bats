# A run against this machine's own sockets.
load common

setup_file() {
  ONCE=$BATS_FILE_TMPDIR/once
  export ONCE
  "$BATS_TEST_DIRNAME/../../run.sh" --no-install --cases 'errors.*' --out "$ONCE" >"$BATS_FILE_TMPDIR/said" 2>&1 || true
}

# What must be the same in every run, one line a case instance.
verdicts() {
  results "$1" '"\n".join(json.dumps([c["case"], c["matrix"], c["status"], c["verdicts"]], sort_keys=True) for c in cases)'
}

assert_same_verdicts() {
  run diff <(verdicts "$1") <(verdicts "$2")
  assert_output ""
}

@test "a run leaves results, page, summary, JUnit and TAP" {
  local file
  for file in results.jsonl index.html summary.md junit.xml results.tap; do
    assert [ -s "$ONCE/$file" ]
  done
}

@test "the summary is at most 25 lines and starts with the subject" {
  run cat "$BATS_FILE_TMPDIR/said"
  assert [ "${#lines[@]}" -le 25 ]
  assert_output --regexp "$(results "$ONCE/results.jsonl" 'header["subject"]').* cases"
}

@test "the results have header, cases and footer, and the footer counts right" {
  run results "$ONCE/results.jsonl" 'footer["instances"] == len(cases) > 0'
  assert_output true
}

@test "every case line is there once, in order" {
  run results "$ONCE/results.jsonl" 'len(set((c["case"], str(c["matrix"])) for c in cases)) == len(cases) and sorted(c["case"] for c in cases) == [c["case"] for c in cases]'
  assert_output true
}

@test "a second run gives the same verdicts" {
  run "$RUN" --cases 'errors.*' --out "$BATS_TEST_TMPDIR/again"
  assert [ "$status" -le 1 ]
  assert_same_verdicts "$ONCE/results.jsonl" "$BATS_TEST_TMPDIR/again/results.jsonl"
}

@test "one agent gives what eight give" {
  run "$RUN" --cases 'errors.*' --jobs 1 --out "$BATS_TEST_TMPDIR/alone"
  assert [ "$status" -le 1 ]
  assert_same_verdicts "$ONCE/results.jsonl" "$BATS_TEST_TMPDIR/alone/results.jsonl"
}

@test "the shards together are the whole" {
  local part
  for part in 1 2 3; do
    "$RUN" --cases 'errors.*' --shard "$part/3" --quiet --out "$BATS_TEST_TMPDIR/$part" || [ $? -eq 1 ]
  done
  # shellcheck disable=SC2016
  run python3 -c '
import json, sys
def cases(path):
    lines = map(json.loads, open(path))
    return [json.dumps([c["case"], c["matrix"], c["verdicts"]]) for c in lines if c["type"] == "case"]
whole, *parts = map(cases, sys.argv[1:])
assert all(parts), "an empty shard"
assert sorted(sum(parts, [])) == sorted(whole)
' "$ONCE/results.jsonl" "$BATS_TEST_TMPDIR"/[123]/results.jsonl
  assert_success
}

@test "--document gates on another document" {
  run "$RUN" --cases errors.unbound --document winsock --out "$BATS_TEST_TMPDIR/out"
  assert_failure 1
  assert_output --partial "winsock/"
  run results "$BATS_TEST_TMPDIR/out/results.jsonl" 'header["gated"]'
  assert_output '["winsock"]'
}

@test "--quiet prints nothing when nothing is wrong" {
  run "$RUN" --cases errors.unbound --quiet --out "$BATS_TEST_TMPDIR/out"
  assert_output ""
}

@test "in a GitHub step the summary is added to the step's page" {
  printf 'before\n' >"$BATS_TEST_TMPDIR/page"
  GITHUB_STEP_SUMMARY=$BATS_TEST_TMPDIR/page run "$RUN" --cases errors.unbound --out "$BATS_TEST_TMPDIR/out"
  run cat "$BATS_TEST_TMPDIR/page"
  assert_line --index 0 before
  assert [ "${#lines[@]}" -gt 1 ]
}

@test "the recorded results can be judged and gated again, to the same end" {
  local expected
  expected=$(results "$ONCE/results.jsonl" 'footer["gate"]["exit"]')
  run "$RUN" judge "$ONCE/results.jsonl" --out "$BATS_TEST_TMPDIR/judged.jsonl"
  assert_equal "$status" "$expected"
  run "$RUN" gate "$ONCE/results.jsonl"
  assert_equal "$status" "$expected"
  assert_same_verdicts "$ONCE/results.jsonl" "$BATS_TEST_TMPDIR/judged.jsonl"
}

@test "the caller's locale and time zone change nothing" {
  run env LC_ALL=C.UTF-8 LANGUAGE=tr TZ=Asia/Tokyo "$RUN" --cases 'errors.*' --quiet --out "$BATS_TEST_TMPDIR/out"
  assert_same_verdicts "$ONCE/results.jsonl" "$BATS_TEST_TMPDIR/out/results.jsonl"
}

@test "the host's limits are the same after a run of the cases that change limits" {
  local before after
  before=$(cat /proc/sys/net/core/somaxconn /proc/sys/net/ipv4/ip_local_port_range)
  run "$RUN" --cases 'somaxconn.*' --quiet --out "$BATS_TEST_TMPDIR/out"
  after=$(cat /proc/sys/net/core/somaxconn /proc/sys/net/ipv4/ip_local_port_range)
  assert_equal "$after" "$before"
}
