# The Windows agents under Wine: where they run, what is left of them, and what is said when there is nothing to run.
load common

setup_file() {
  local tool
  for tool in wine x86_64-w64-mingw32-gcc; do
    command -v "$tool" >/dev/null || { export MISSING=$tool; return 0; }
  done
  make -s -C "$REPOSITORY/harness" all agent-winsock agent-wsp
  "$REPOSITORY/harness/conductor/wine.sh" --setup
}

setup() {
  [ -z "${MISSING-}" ] || skip "$MISSING is not installed"
  WINE=$REPOSITORY/harness/conductor/wine.sh
  AGENT=$REPOSITORY/harness/build/agent-winsock.exe
}

@test "the agent says who it is, and errors by their Berkeley names" {
  run "$WINE" "$AGENT" <<'END'
1 hello 1
2 listen none 5
3 socket s inet stream
4 listen s 5
5 bye
END
  assert_success
  assert_line --regexp '^1 ok proto=1 name=wine-[0-9.]+-ws2_32 .*errors=winsock '
  assert_line --regexp '^2 fail error=ENOTSOCK code=10038 native=WSAENOTSOCK '
  assert_line --regexp '^4 fail error=EINVAL code=10022 native=WSAEINVAL '
}

@test "reset starts Windows Sockets again after a case that cleaned up" {
  run "$WINE" "$AGENT" <<'END'
1 cleanup
2 cleanup
3 reset
4 socket s inet stream
END
  assert_line --regexp '^1 ok'
  assert_line --regexp '^2 fail error=WSANOTINITIALISED'
  assert_line --regexp '^4 ok'
}

@test "limits are changed in the agent's own network only" {
  [ "$(cat /proc/sys/net/core/somaxconn)" != 7 ] || skip "the machine's own limit is 7"
  run "$WINE" "$AGENT" <<'END'
1 hello 1
2 limit somaxconn 7
3 limits
END
  grep -q ',namespace' <<<"$output" || skip "namespaces are not allowed here"
  assert_line --regexp '^3 ok .*somaxconn=7 '
  run cat /proc/sys/net/core/somaxconn
  refute_output 7
}

@test "nothing is left when the starter is killed" {
  local name=agent-left-$$.exe starter
  cp "$AGENT" "$BATS_TEST_TMPDIR/$name"
  mkfifo "$BATS_TEST_TMPDIR/in" "$BATS_TEST_TMPDIR/out"
  "$WINE" "$BATS_TEST_TMPDIR/$name" <"$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/out" 3>&- &
  starter=$!
  exec 5>"$BATS_TEST_TMPDIR/in" 6<"$BATS_TEST_TMPDIR/out"
  echo '1 hello 1' >&5
  read -r greeting <&6
  grep -q ',namespace' <<<"$greeting" || { kill "$starter"; skip "namespaces are not allowed here"; }
  kill -KILL "$starter"
  run timeout 20 cat <&6 # ends when the last process that could write has ended
  assert_success
  run grep -lsz "^[^ ]*$name" /proc/[0-9]*/cmdline
  assert_output ""
}

@test "a provider without WSPStartup is reported as that" {
  run "$RUN" --target wsp-mswsock --out "$BATS_TEST_TMPDIR/out"
  assert_failure 3
  assert_output --partial "mswsock.dll does not implement WSPStartup"
}

@test "the model as a service provider meets the document" {
  run "$RUN" --target wsp-model --cases 'errors.*' --document wsplisten --out "$BATS_TEST_TMPDIR/out"
  assert_success
  assert_output --partial "new 0"
}

@test "an error of a service provider is the one that lpErrno points to" {
  run "$RUN" try 'socket s inet stream; listen s 5 -> call' --target wsp-layered
  assert_output --partial "native=WSAEINVAL"
}
