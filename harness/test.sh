# shellcheck shell=sh disable=SC2154
# The command `test` of run.sh: every test of the suite itself, and one closing line that counts them.

command_test() {
  need build agents reports tests
  build
  [ $# -gt 0 ] || set -- lint unit sanitize compilers prove reports suite records shell
  passed=0 failed=0 skipped=0
  for part in "$@"; do
    case $part in
      lint | unit | sanitize | compilers | prove | reports | suite | records | shell) "test_$part" ;;
      *) fail 64 "test: no part named $part; see ./run.sh test --help" ;;
    esac
  done
  closing="$passed passed, $failed failed"
  [ "$skipped" -eq 0 ] || closing="$closing, $skipped skipped"
  printf '%s\n' "$closing"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# Adds to the totals and says how a part went: PART PASSED FAILED SKIPPED
tally() {
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  printf '%-10s %s ok, %s not ok%s\n' "$1" "$2" "$3" "$([ "$4" -eq 0 ] || printf ', %s skipped' "$4")"
}

skip() {
  printf '# skipped: %s: %s\n' "$1" "$2"
  tally "$1" 0 0 1
}

# One command as one test: its output is shown only when it fails.
single() {
  part=$1
  shift
  if "$@" >"$scratch/$part.log" 2>&1; then
    return 0
  fi
  printf '# not ok: %s: %s\n' "$part" "$*"
  sed 's/^/#   /' "$scratch/$part.log"
  return 1
}

# A command that prints TAP: every line counts, and a failure without a line counts too.
counted() {
  part=$1
  shift
  "$@" >"$scratch/$part.tap" 2>&1
  status=$?
  good=$(grep -c '^ok' "$scratch/$part.tap")
  bad=$(grep -c '^not ok' "$scratch/$part.tap")
  left=$(grep -ci '^ok.*# *skip' "$scratch/$part.tap")
  sed -n 's/^ok[ 0-9-]*\(.*\)# *[Ss][Kk][Ii][Pp][^ ]*/# skipped: \1:/p' "$scratch/$part.tap"
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    bad=1
    sed 's/^/#   /' "$scratch/$part.tap" | tail -n 40
  elif [ "$bad" -gt 0 ]; then
    grep -v '^ok' "$scratch/$part.tap" | sed 's/^not ok/# not ok/; s/^[^#]/#   &/'
  elif [ "$good" -eq 0 ]; then
    bad=1
    printf '# not ok: %s ran nothing\n' "$part"
  fi
  tally "$part" $((good - left)) "$bad" "$left"
}

test_lint() {
  if single lint "$binary" lint; then tally lint 1 0 0; else tally lint 0 1 0; fi
}

test_unit() { counted unit "$make" -C "$root/harness" -s test; }

test_sanitize() { counted sanitize "$make" -C "$root/harness" -s test-sanitize; }

# The compiler that did not build the tree must accept it without a warning too.
test_compilers() {
  for candidate in gcc clang; do
    have "$candidate" || { skip compilers "$candidate is not installed"; continue; }
    if single compilers "$make" -C "$root/harness" -s -j2 all tests CC="$candidate" BUILD="build/$candidate"; then
      tally compilers 1 0 0
    else
      tally compilers 0 1 0
    fi
  done
}

# Every check can fail, and does when it should: models and their faults.
test_prove() {
  if single prove "$binary" prove --out "$scratch/proof.json"; then tally prove 1 0 0; else tally prove 0 1 0; fi
}

test_reports() {
  (cd "$root/reports" && "$python" -m pytest -q -p no:cacheprovider -rs --tb=short --junitxml="$scratch/reports.xml") \
    >"$scratch/reports.log" 2>&1
  status=$?
  counts=$(sed -n 's/.*<testsuite [^>]*errors="\([0-9]*\)" failures="\([0-9]*\)" skipped="\([0-9]*\)" tests="\([0-9]*\)".*/\1 \2 \3 \4/p' "$scratch/reports.xml" 2>/dev/null | head -n 1)
  grep '^SKIPPED' "$scratch/reports.log" | sed 's/^/# skipped: /'
  # shellcheck disable=SC2086
  set -- ${counts:-1 0 0 1}
  [ "$status" -eq 0 ] || sed 's/^/#   /' "$scratch/reports.log" | tail -n 60
  tally reports $(($4 - $1 - $2 - $3)) $(($1 + $2)) "$3"
}

test_suite() { counted suite bats --formatter tap --recursive "$root/suite/tests"; }

test_records() {
  have recfix || { skip records "recfix is not installed"; return; }
  good=0 bad=0
  for file in "$root"/suite/*.rec "$root"/suite/*/*.rec "$root"/suite/targets/*.target "$root"/cases/*.rec; do
    [ -f "$file" ] || continue
    if single records recfix --check "$file"; then good=$((good + 1)); else bad=$((bad + 1)); fi
  done
  tally records "$good" "$bad" 0
}

test_shell() {
  have shellcheck || { skip shell "shellcheck is not installed"; return; }
  good=0 bad=0
  for file in "$root/run.sh" "$root/.ci/run" "$root"/harness/*/*.sh "$root"/suite/tests/*.bash "$root"/suite/tests/*.bats; do
    [ -f "$file" ] || continue
    if single shell shellcheck "$file"; then good=$((good + 1)); else bad=$((bad + 1)); fi
  done
  tally shell "$good" "$bad" 0
}
