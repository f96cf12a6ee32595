# A library in front of the C library breaks one documented behaviour: the run ends with 1 and names the case and the clause.
load common

# The run with library NAME is caught by CASE as a breach of CLAUSE, which shows VALUE. Without the library it is not.
caught() {
  local library
  library=$(faulty "$1")
  run "$RUN" --target "preload:$library" --cases "$2" --out "$BATS_TEST_TMPDIR/out"
  assert_failure 1
  assert_line --regexp "^  (new|changed) +$2(\\[.*)? +"
  run results "$BATS_TEST_TMPDIR/out/results.jsonl" \
    "'\\n'.join(v['clause'] + ' ' + v['observed'] for c in cases for v in c['verdicts'] if v.get('gate') in ('new', 'changed'))"
  assert_line --regexp "^$3 .*$4"
}

@test "without a library the same cases show nothing new" {
  local options=() case
  while read -r case; do
    options+=(--cases "$case")
  done < <(sed -n 's/^@test.*{ caught [^ ]* \([^ ]*\) .*/\1/p' "$BATS_TEST_FILENAME")
  assert [ "${#options[@]}" -gt 10 ]
  run "$RUN" "${options[@]}" --out "$BATS_TEST_TMPDIR/out"
  assert_success
}

@test "listen() on an unbound socket is refused" { caught unbound-refused errors.unbound-reachable linux/listen-unbound call=EINVAL; }

@test "listen() on a connected socket claims success" { caught connected-accepted errors.connected posix/einval-connected call=ok; }

@test "listen() on a datagram socket claims success" { caught datagram-accepted errors.datagram linux/eopnotsupp call=ok; }

@test "listen() on what is no socket gives another error" { caught not-socket-confused errors.notsocket linux/enotsock call=EBADF; }

@test "a second listen() fails" { caught second-refused unix.unlinked linux/unix-unlinked call=EINVAL; }

@test "a second listen() drops the queue" { caught queue-dropped relisten.keeps-queue rfc9293/passive-open-unaffected accept1=blocked; }

@test "the backlog is ignored" { caught backlog-ignored backlog.curve linux/backlog-maximum flood.established=; }

@test "a negative backlog is refused" { caught negative-refused backlog.negative posix/backlog-negative call=EINVAL; }

@test "listen() changes the port" { caught port-changed address.wildcard-bound linux/eaddrinuse-port call=ok; }

@test "SO_ACCEPTCONN does not tell" { caught acceptconn-wrong option.acceptconn linux/acceptconn listening.value=0; }

@test "accept() hands out the youngest first" { caught order-reversed backlog.order linux/accept-first first.text=four; }

@test "listen() ends the process" { caught dies errors.datagram linux/eopnotsupp crash; }

@test "listen() never returns" {
  local library
  library=$(faulty hangs)
  run "$RUN" --target "preload:$library" --cases errors.datagram --time-scale 0.2 --out "$BATS_TEST_TMPDIR/out"
  assert_failure 1
  run results "$BATS_TEST_TMPDIR/out/results.jsonl" 'sorted({c["status"] for c in cases})'
  assert_output --partial hang
}

@test "the caller's environment reaches a preloaded library" {
  local library
  library=$(faulty steered)
  run "$RUN" try 'socket s inet stream; listen s 5 -> r' --target "preload:$library"
  assert_output --partial "ok asked=5"
  STEERED_ERROR=5 run "$RUN" try 'socket s inet stream; listen s 5 -> r' --target "preload:$library"
  assert_output --partial "error=EIO"
}

# The values of FIELD in EXPECTED.rec, one line a record.
expected() { sed -n "s/^$1: //p" "$REPOSITORY/harness/tests/faulty/EXPECTED.rec"; }

@test "every library has a line that says what it is caught by, and the other way round" {
  assert_equal "$(expected fault | sort)" "$(cd "$REPOSITORY/harness/tests/faulty" && printf '%s\n' *.c | sed 's/\.c$//' | sort)"
}

# Does library NAME turn CLAUSE in CASE? The programs are called directly: how run.sh passes a target on is tested above.
turns() {
  local program=$REPOSITORY/harness/build/listencheck out=$BATS_TEST_TMPDIR/$1 library
  library=$(faulty "$1")
  if [ "$3" = changed ]; then
    [ -d "$BATS_TEST_TMPDIR/sound/$2" ] || "$program" run --quiet --cases "$2" --out "$BATS_TEST_TMPDIR/sound/$2"
    "$program" run --quiet --cases "$2" --out "$out/faulty" --target "preload:$library"
    ! "$PYTHON" "$REPOSITORY/reports/compare.py" --exit-code "$BATS_TEST_TMPDIR/sound/$2" "$out/faulty" >"$out/said"
    return
  fi
  "$program" run --quiet --cases "$2" --out "$out/faulty" --target "preload:$library"
  grep -q "\"clause\":\"$3\"[^}]*\"gate\":\"\(new\|changed\)\"" "$out/faulty/results.jsonl"
}

@test "every library is caught by the case and the clause it is expected to be caught by" {
  local fault case clause missed=
  while read -r fault case clause; do
    [ "$case" = none ] || turns "$fault" "$case" "$clause" || missed="$missed $fault"
  done < <(paste -d ' ' <(expected fault) <(expected case) <(expected clause))
  assert_equal "$missed" ""
}
