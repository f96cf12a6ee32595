# One question at a time: case, try, shell, list, and the case files under Bats.
load common

@test "case prints each call with its result, what the documents say, and the verdicts" {
  run "$RUN" case 'errors.unbound[family=inet]'
  assert_output --partial "listen s 5"
  assert_output --partial "winsock/einval-unbound"
  assert_output --partial "The socket has not been bound"
  assert_output --partial "deviates"
}

@test "case with an unknown id is a usage error" {
  run "$RUN" case no.such
  assert_failure 64
  assert_output --partial "no.such"
}

@test "try performs a few calls" {
  run "$RUN" try 'socket s inet stream; listen s 5 -> r; sockname s'
  assert_success
  assert_output --partial "listen s 5"
  assert_output --partial "family=inet"
}

@test "try says where a statement is malformed" {
  run "$RUN" try 'socket s inet stream; listen s 5 ->'
  assert_failure 64
  assert_output --partial "->"
}

@test "try shows an unknown verb as unsupported" {
  run "$RUN" try 'frobnicate s -> r'
  assert_output --partial "unsupported"
}

@test "shell answers verbs from its input and ends at its end" {
  run "$RUN" shell <<<$'socket s inet stream\nlisten s 5\nhelp'
  assert_success
  assert_output --partial "ok"
  assert_output --partial "socket"
}

@test "list knows cases, clauses, documents, targets and verbs" {
  run "$RUN" list cases
  assert_success
  assert_line --regexp '^errors\.unbound '
  run "$RUN" list clauses winsock
  assert_success
  assert_output --partial "winsock/einval-unbound"
  run "$RUN" list documents
  assert_line --regexp '^posix '
  run "$RUN" list targets
  assert_line --regexp '^native '
  run "$RUN" list verbs
  assert_line --regexp '^listen'
}

@test "list with a filter shows less" {
  run "$RUN" list cases 'errors.*'
  assert_success
  local line
  for line in "${lines[@]}"; do
    [[ $line == errors.* ]]
  done
}

@test "list of something unknown is a usage error" {
  run "$RUN" list frobnications
  assert_failure 64
}

@test "a case file runs under Bats" {
  run bats "$REPOSITORY/cases/errors/unbound.bats"
  assert_success
  assert_output --regexp 'ok 1 |✓'
}

@test "lint finds nothing wrong with this tree" {
  # Bats puts its inner programs first in PATH, where lint would find them for the outer one.
  PATH=${PATH//"$BATS_LIBEXEC:"/} run "$RUN" lint
  assert_success
}
