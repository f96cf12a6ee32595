# The documents as files: GNU recutils reads them, their quotes are short, and a quote that is not in its document is found.
load common

@test "GNU recutils reads every document, clause by clause" {
  command -v recsel >/dev/null || skip "recutils is not installed"
  local file
  for file in "$REPOSITORY"/suite/documents/*.rec; do
    run recsel -e 'clause != ""' -p clause "$file"
    assert_success
    [ "$(grep -c '^clause:' <<<"$output")" -eq "$(grep -c '^clause:' "$file")" ] || fail "$file: recsel reads other clauses"
  done
}

@test "every clause has a quote of at most 25 words" {
  run python3 "$REPOSITORY/suite/tests/quotes.py" "$BATS_TEST_TMPDIR"
  assert_success
}

@test "a quote that does not stand in its document is found" {
  mkdir "$BATS_TEST_TMPDIR/text"
  {
    sed -n 's/^quote: //p' "$REPOSITORY/suite/documents/cygwin.rec" | tail -n +2
  } >"$BATS_TEST_TMPDIR/text/cygwin.txt"
  run python3 "$REPOSITORY/suite/tests/quotes.py" "$BATS_TEST_TMPDIR/text" cygwin
  assert_failure 1
  assert_line --partial "cygwin/winsock-unbound: not in the document"
  refute_output --partial "cygwin/listen-unbound"
}

@test "every quote stands in its document, where the documents are at hand" {
  [ -n "${LISTENCHECK_DOCUMENTS:-}" ] || skip "LISTENCHECK_DOCUMENTS names no directory with their text"
  run python3 "$REPOSITORY/suite/tests/quotes.py" "$LISTENCHECK_DOCUMENTS"
  assert_success
}
