# shellcheck shell=bash
# What the tests of the suite share. They use it as a user does: through run.sh, in a private copy where they change something.

bats_load_library bats-support 2>/dev/null || load /usr/lib/bats/bats-support/load.bash
bats_load_library bats-assert 2>/dev/null || load /usr/lib/bats/bats-assert/load.bash

REPOSITORY=$(cd "$BATS_TEST_DIRNAME/../.." && pwd -P)
RUN=$REPOSITORY/run.sh
LISTENCHECK_NO_INSTALL=1
PYTHON=/usr/bin/python3
[ -x "$PYTHON" ] || PYTHON=python3
export REPOSITORY RUN LISTENCHECK_NO_INSTALL PYTHON
unset GITHUB_STEP_SUMMARY

# A private copy of the data with the real harness, at $1: what the tests may change.
private_tree() {
  mkdir -p "$1"
  cp "$REPOSITORY/run.sh" "$1/"
  cp -r "$REPOSITORY/cases" "$REPOSITORY/suite" "$1/"
  rm -rf "$1/suite/tests"
  ln -s "$REPOSITORY/harness" "$1/harness"
  ln -s "$REPOSITORY/reports" "$1/reports"
}

# The programs this library's tests need in front of the C library: NAME of harness/tests/faulty, prints the path.
faulty() {
  local library=$BATS_FILE_TMPDIR/$1.so
  [ -f "$library" ] || "${CC:-cc}" -std=c11 -Wall -Wextra -Werror -shared -fPIC -o "$library" \
    "$REPOSITORY/harness/tests/faulty/$1.c" -ldl
  printf '%s\n' "$library"
}

# Reads a results file with python: an expression over `header`, `cases` (a list) and `footer` (None when there is none).
results() {
  python3 - "$@" <<'END'
import json
import sys

lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
header = lines[0]
cases = [line for line in lines if line["type"] == "case"]
footer = lines[-1] if lines[-1]["type"] == "footer" else None
value = eval(sys.argv[2])
print(value if isinstance(value, str) else json.dumps(value, sort_keys=True))
END
}
