# Every target one after the other: what ran, what could not, and one exit code for all.
load common

# A private tree with one area of cases, as every target runs all of them, and with nothing claimed, as the other areas are not asked.
setup() {
  TREE=$BATS_TEST_TMPDIR/tree
  private_tree "$TREE"
  rm "$TREE/reports"
  mkdir "$TREE/reports"
  cp -r "$REPOSITORY"/reports/*.py "$REPOSITORY/reports/listencheck_report" "$TREE/reports/"
  find "$TREE/cases" -mindepth 2 -name '*.bats' ! -path '*/relisten/*' -delete
  sed -i '/^claims:/d' "$TREE/suite/targets/native.target"
}

@test "two targets are run, each with its page, and compared" {
  sed -e 's/^target:.*/target: twin/' -e 's/^title:.*/title: The same again/' "$TREE/suite/targets/native.target" >"$TREE/suite/targets/twin.target"
  sed -i 's/^environment:.*/& LISTENCHECK_SUBJECT=twin/' "$TREE/suite/targets/twin.target"
  run "$TREE/run.sh" all native twin
  assert_line --regexp '^native: exit 0, [0-9]+ s'
  assert_line --regexp '^twin: exit 0, [0-9]+ s'
  assert [ -s "$TREE/reports/out/twin/index.html" ]
  assert [ -s "$TREE/reports/out/comparison/compare.html" ]
  assert_success
}

@test "a target that is not set up is named with what it needs, and is no failure of the others" {
  printf '%s\n' 'target: absent' 'title: Not there' 'start: exec:nothing-of-this-name' 'package: nothing' 'requires: nothing-of-this-name' \
    >"$TREE/suite/targets/absent.target"
  run "$TREE/run.sh" all absent native
  assert_success
  assert_line --partial 'absent: not run, nothing-of-this-name is missing (Debian: nothing)'
}

@test "a target that is set up but fails is told, with its reason, and the exit code says so" {
  printf '%s\n' 'target: broken' 'title: Dies at once' 'start: exec:exit 9' >"$TREE/suite/targets/broken.target"
  run "$TREE/run.sh" all broken native
  assert_failure 3
  assert_line --regexp '^broken: exit 3'
}

@test "one that is known to be unable to start is told and not counted" {
  printf '%s\n' 'target: broken' 'title: Dies at once' 'start: exec:exit 9' 'unavailable: it is a stub' >"$TREE/suite/targets/broken.target"
  run "$TREE/run.sh" all broken native
  assert_success
  assert_line 'broken: not run, as known: it is a stub'
}
