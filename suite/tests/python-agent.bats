# The Python agent, the worked example of harness/ADAPTERS.md, and the small agent of its tutorial.
load common

CASES=(--cases errors.unbound --cases 'errors.refused*' --cases errors.bad-descriptor --cases accept.fresh --cases accept.empty
  --cases accept.before-listen --cases relisten.same --cases backlog.monotone --cases close.empty)

# Facts of two results files that are in both, and different. What a fallback of primitives cannot tell is no difference.
disagreements() {
  python3 - "$@" <<'END'
import json
import sys


def facts(path):
    cases = [json.loads(line) for line in open(path, encoding="utf-8")]
    done = [case for case in cases if case["type"] == "case" and case["status"] == "done"]
    return {
        (case["case"], *sorted(case["matrix"].items()), label): value
        for case in done
        for label, value in case["facts"].items()
        if value not in ("unsupported", "unknown") and not label.endswith("digest")
    }


one, other = map(facts, sys.argv[1:3])
common = sorted(one.keys() & other.keys(), key=str)
assert len(common) > int(sys.argv[3]), f"only {len(common)} facts to compare"
for key in common:
    if one[key] != other[key]:
        print(*key, one[key], other[key])
END
}

# The nth block of code in the tutorial that begins with this comment.
tutorial_agent() {
  awk -v name="$1" '/^```python$/ { getline; inside = ($0 == "# " name) } /^```$/ { inside = 0 } inside' \
    "$REPOSITORY/harness/ADAPTERS.md"
}

@test "the Python agent sees what the native agent sees" {
  "$RUN" "${CASES[@]}" --quiet --out "$BATS_TEST_TMPDIR/native" || [ $? -eq 1 ]
  cd "$REPOSITORY"
  run "$RUN" --target 'exec:python3 harness/agent/agent.py' "${CASES[@]}" --out "$BATS_TEST_TMPDIR/python"
  assert_success
  run disagreements "$BATS_TEST_TMPDIR/native/results.jsonl" "$BATS_TEST_TMPDIR/python/results.jsonl" 200
  assert_success
  assert_output ""
}

@test "the Python agent says what it cannot do, and nothing crashes or hangs" {
  cd "$REPOSITORY"
  run "$RUN" --target 'exec:python3 harness/agent/agent.py' --cases 'errors.*' --out "$BATS_TEST_TMPDIR/out"
  assert_success
  run results "$BATS_TEST_TMPDIR/out/results.jsonl" 'sorted({c["status"] for c in cases} - {"done", "unsupported", "inconclusive"})'
  assert_output "[]"
  run results "$BATS_TEST_TMPDIR/out/results.jsonl" 'sum(c["status"] == "done" for c in cases) > 100'
  assert_output true
}

@test "the tutorial's first agents fail the smoke test with the messages it shows" {
  local step message
  for step in one two three; do
    tutorial_agent "step $step" >"$BATS_TEST_TMPDIR/$step.py"
    assert [ -s "$BATS_TEST_TMPDIR/$step.py" ]
    run "$RUN" --target "exec:python3 $BATS_TEST_TMPDIR/$step.py" --cases errors.unbound --out "$BATS_TEST_TMPDIR/out"
    assert_failure 3
    message=$(sed -n 's/.*did not pass the smoke test: //p' <<<"$output")
    assert [ -n "$message" ]
    run grep -cF -- "$message" "$REPOSITORY/harness/ADAPTERS.md"
    assert_success
  done
}

@test "the tutorial's agent runs" {
  tutorial_agent "mine.py" >"$BATS_TEST_TMPDIR/mine.py"
  run "$RUN" --target "exec:python3 $BATS_TEST_TMPDIR/mine.py" --cases 'errors.unbound*' --out "$BATS_TEST_TMPDIR/out"
  assert_success
  assert_output --partial "mine-1.0"
  run results "$BATS_TEST_TMPDIR/out/results.jsonl" '[c["facts"]["call"] for c in cases if c["case"] == "errors.unbound" and c["matrix"]["family"] == "inet"]'
  assert_output '["ok"]'
}
