#!/bin/sh
# The commands on a small tree with the native agent: what they print, write, refuse, and how they exit.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
tree="$scratch/a tree"
mkdir -p "$scratch/tmp" "$tree/suite/documents" "$tree/suite/baselines" "$tree/suite/targets" "$tree/cases/first" "$tree/cases/second"
export TMPDIR="$scratch/tmp" LISTENCHECK_ROOT="$tree"
unset LISTENCHECK_RESULT_FILE LD_PRELOAD
root=$(dirname "$0")/../..
cp "$root/cases/case.bash" "$tree/cases/"

cat >"$tree/cases/first/listen.bats" <<'END'
load ../case
# id:     first.listen
# matrix: family = inet unix
# matrix: backlog = 0 5
@test "listen() on a bound socket (of several families)" {
  scenario <<'X'
    socket s $family stream
    bind s loopback
    listen s $backlog -> call
X
}
END
cat >"$tree/cases/second/closed.bats" <<'END'
load ../case
# id: second.closed
@test "listen() on a closed socket" {
  scenario <<'X'
    socket s inet stream
    close s
    listen closed:s 5 -> call
X
}
END
{
  printf '%s: x\n' document title publisher version source read interface | sed 's/^document: x/document: doc/; s/^read: x/read: 2026-01-01/'
  printf '\nclause: works\nlevel: must\nquote: returns zero\nwhere: here\nexpect: first.listen[*] call = ok\n'
  printf '\nclause: wrong\nlevel: must\nquote: returns EINVAL\nwhere: there\nexpect: second.closed call = EINVAL\n'
} >"$tree/suite/documents/doc.rec"
printf 'target: native\nstart: native\nclaims: doc\n' >"$tree/suite/targets/native.target"

number=0
check() { # NAME CONDITION…
  number=$((number + 1))
  name=$1
  shift
  if "$@"; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    sed 's/^/#   /' "$scratch/out" "$scratch/err"
  fi
}
run() {
  "$LISTENCHECK" "$@" >"$scratch/out" 2>"$scratch/err"
  code=$?
}
printed() { grep -q -- "$1" "$scratch/out"; }
said() { grep -q -- "$1" "$scratch/err"; }
lines() { grep -c -- "$1" "$scratch/r/results.jsonl"; }

LISTENCHECK_RESULT_FILE="$scratch/where" run run --out "$scratch/r"
check 'run: a new deviation exits 1' [ "$code" -eq 1 ]
check 'run: the deviation is named' printed 'new *second.closed  doc/wrong  call=EBADF'
check 'run: where the results are' [ "$(cat "$scratch/where")" = "$scratch/r/results.jsonl" ]
check 'run: at most 25 lines' [ "$(wc -l <"$scratch/out")" -le 25 ]
check 'run: header first, footer last' [ "$(sed -n '1s/^{"type":"\([a-z]*\).*/\1/p; $s/^{"type":"\([a-z]*\).*/\1/p' "$scratch/r/results.jsonl" | tr '\n' ' ')" = 'header footer ' ]
check 'run: in the order of cases and matrix' [ "$(sed -n 's/.*"case":"\([^"]*\)","title.*"matrix":{\([^}]*\)}.*/\1\2/p' "$scratch/r/results.jsonl" | tr -d '\n')" = \
  'first.listen"family":"inet","backlog":"0"first.listen"family":"inet","backlog":"5"first.listen"family":"unix","backlog":"0"first.listen"family":"unix","backlog":"5"second.closed' ]
check 'run: nothing is left' [ -z "$(ls -A "$TMPDIR")" ]

run accept "$scratch/r/results.jsonl"
check 'accept: refuses a new line without a reason' [ "$code" -ne 0 ]
run accept "$scratch/r/results.jsonl" --reason 'the descriptor is not open'
check 'accept: with a reason' [ "$code" -eq 0 ]
run run --out "$scratch/r" --quiet
check 'run: a known deviation exits 0' [ "$code" -eq 0 ]
check 'run: --quiet prints nothing' [ ! -s "$scratch/out" ]
run gate "$scratch/r/results.jsonl"
check 'gate: as the run' [ "$code" -eq 0 ]
run judge "$scratch/r/results.jsonl" --out "$scratch/judged"
check 'judge: the same verdicts' sh -c "grep -o '\"verdicts\":.*' '$scratch/r/results.jsonl' | cmp -s - /dev/fd/3 3<<X
\$(grep -o '\"verdicts\":.*' '$scratch/judged')
X"

run run --out "$scratch/r" --shard 1/2 --quiet
first=$(lines '"type":"case"')
check 'shard: says so' [ "$(lines '"selection":"--shard 1/2"')" -eq 1 ]
run run --out "$scratch/r" --shard 2/2 --quiet
check 'shard: both together are everything' [ $((first + $(lines '"type":"case"'))) -eq 5 ]
run run --out "$scratch/r" --cases 'f*.listen' --quiet
check 'cases: a glob' [ "$(lines '"type":"case"')" -eq 4 ]
run run --out "$scratch/r" --cases second --quiet
check 'cases: an area' [ "$(lines '"type":"case"')" -eq 1 ]
for bad in '--shard 3/2' '--shard x' '--jobs 0' '--time-scale -1' '--bogus' '--target' 'stray'; do
  # shellcheck disable=SC2086
  run run --out "$scratch/r" $bad
  check "refused: $bad" [ "$code" -eq 64 ]
done

# The caller's environment reaches the agent; locale and time zone are fixed; LD_PRELOAD is the agent's alone.
cat >"$scratch/agent" <<END
#!/bin/sh
printf '%s %s %s %s\n' "\$COLOUR" "\$LC_ALL" "\$TZ" "\$LD_PRELOAD" >"$scratch/environment"
[ -d "\$LISTENCHECK_DIRECTORY" ] && echo directory >>"$scratch/environment"
exec "$AGENT_NATIVE"
END
chmod +x "$scratch/agent"
COLOUR=red LC_ALL=de_DE TZ=Asia/Tokyo run run --target "exec:$scratch/agent" --document doc --out "$scratch/r" --quiet
check 'environment: the caller reaches the agent' [ "$(tr '\n' '|' <"$scratch/environment")" = 'red C UTC |directory|' ]

run case first.listen --matrix family=unix --matrix backlog=5
check 'case: exit 0' [ "$code" -eq 0 ]
check 'case: the calls' printed 'listen s 5 *-> call'
check 'case: one instance' [ "$(grep -c '^first.listen' "$scratch/out")" -eq 1 ]
check 'case: the clause and its quote' printed '"returns zero"'
run case 'first.listen[family=inet;backlog=0]'
check 'case: an instance by its name' [ "$(grep -c '^first.listen\[family=inet;backlog=0\]' "$scratch/out")" -eq 1 ]
rm "$tree/suite/baselines/"*
run case second.closed
check 'case: a new deviation exits 1' [ "$code" -eq 1 ]
run case no.such
check 'case: unknown id' [ "$code" -eq 64 ]
run try 'socket s inet stream; listen s 5 -> r'
check 'try: prints the reply' printed 'listen s 5 *-> r *ok asked=5'
run try 'socket s inet stream -> NO'
check 'try: malformed' [ "$code" -eq 64 ]
printf 'socket s inet stream\nlisten s 5\nnonsense\n!2\nquit\n' | "$LISTENCHECK" shell >"$scratch/out" 2>"$scratch/err"
check 'shell: replies, and a line again' [ "$(grep -c 'ok asked=5' "$scratch/out")" -eq 2 ]
check 'shell: an unknown verb goes on' printed unsupported

run list cases
check 'list cases' printed 'first.listen *4  listen() on a bound socket'
run list clauses doc
check 'list clauses' printed 'doc/wrong'
run list verbs listen
check 'list verbs' printed 'listen H BACKLOG'
run list nonsense
check 'list: unknown' [ "$code" -eq 64 ]
for command in run case try shell list lint lock judge gate accept; do
  run "$command" --help
  check "$command --help" [ "$code" -eq 0 ]
done
run nonsense
check 'unknown command' [ "$code" -eq 64 ]

run lock
run lint
check 'lint: a sound tree' [ "$code" -eq 0 ]
wrong() { # NAME WHAT SAYS: appends WHAT to a case file
  cp "$tree/cases/second/closed.bats" "$scratch/kept"
  printf '%b' "$2" >>"$tree/cases/second/closed.bats"
  run lock
  run lint --no-bats
  check "lint: $1" printed "$3"
  cp "$scratch/kept" "$tree/cases/second/closed.bats"
}
body() { printf '# id: second.more\\n# compare: yes\\n@test "t" {\\n  scenario <<'"'X'"'\\n%s\\nX\\n}\\n' "$1"; }
wrong 'a verb that is none' "$(body 'socks s inet stream -> a')" "the verb 'socks'"
wrong 'a handle that is not there yet' "$(body 'listen s 5 -> a')" "the handle 's' does not exist yet"
wrong 'too few arguments' "$(body 'socket s inet -> a')" 'wrong number of arguments'
wrong 'an option of another verb' "$(body 'socket s inet stream wait=5 -> a')" "the option 'wait=5'"
wrong 'a capability that is none' "# needs: magic\\n$(body 'socket s inet stream -> a')" "the capability 'magic'"
wrong 'an id in the wrong directory' "# id: third.x\\n# compare: yes\\n@test \"u\" {\\n  scenario <<'X'\\nsettle -> a\\nX\\n}\\n" "the id 'third.x' does not belong here"
wrong 'a case of no use' "# id: second.idle\\n@test \"u\" {\\n  scenario <<'X'\\nsettle -> a\\nX\\n}\\n" "no clause judges or shows a fact of 'second.idle'"
printf '\nclause: lost\nlevel: must\nquote: q\nwhere: w\nexpect: first.listen[*] recall = ok\nexpect: first.none call = ok\n' >>"$tree/suite/documents/doc.rec"
run lint --no-bats
check 'lint: a label that is none' printed "'recall' is neither a label"
check 'lint: a case that is none' printed "no instance of a case is meant by 'first.none'"
printf 'target: slow\nstart: native\nwaits: first.* first.listen[family=none]\n' >"$tree/suite/targets/slow.target"
run lint --no-bats
check 'lint: a pattern of waits that fits nothing' printed 'suite/targets/slow.target: pattern 2 of waits (first.listen) fits no instance'
rm "$tree/suite/targets/slow.target"

ideas() { # NAME IDEAS REASONS SAYS
  printf '%b' "$2" >"$tree/suite/ideas.rec"
  printf '%b' "$3" >"$tree/cases/NOT-TESTED.md"
  run lint --no-bats
  check "lint: $1" printed "$4"
}
sed -i 's/^# id: second.closed$/&\n# idea: ERR-01 B1/' "$tree/cases/second/closed.bats"
run lock
run lint --no-bats
check 'lint: ideas without their list' printed 'suite/ideas.rec: '
area='area: ERR\ntitle: t\nlast: 2\n\n' bug='bug: B1\nreport: r\nunmodelled: why\n'
ideas 'an idea nobody asks' "$area$bug" '' "suite/ideas.rec:1: no case names 'ERR-02'"
ideas 'an idea that is not in the list' "$bug" '' "the idea 'ERR-01' is not in suite/ideas.rec"
ideas 'a reason for what is not in the list' "$area$bug" '| ERR-02 BKL-77 |\n' "cases/NOT-TESTED.md: the idea 'BKL-77' is not in suite/ideas.rec"
ideas 'asked and said not to be' "$area$bug" '| ERR-02 ERR-01 |\n' "a case names 'ERR-01', and cases/NOT-TESTED.md says that none does"
ideas 'a report no fault stands for' "$area$bug\nbug: B9999\nreport: r\n" 'ERR-02 B9999\n' "no fault stands for 'B9999'"
ideas 'a report with a fault and a reason' "$area$bug" 'ERR-02\n' "a fault stands for 'B1', which is said to be unmodelled"
ideas 'a report twice' "$area$bug\n$bug" 'ERR-02\n' "'B1' is there twice"
ideas 'an area without its last' 'area: ERR\ntitle: t\n' '' "an area needs 'title:' and 'last:'"
ideas 'a record that is neither' 'thing: x\n' '' "a record needs 'area:', or 'bug:' and 'report:'"
printf '%b' "$area"'bug: B1\nreport: r\n' >"$tree/suite/ideas.rec"
echo ERR-02 >"$tree/cases/NOT-TESTED.md"
sed -i '/^clause: lost/,$d' "$tree/suite/documents/doc.rec"
run lint --no-bats
check 'lint: every idea asked or reasoned about' [ "$code" -eq 0 ]
sed -i '/^# idea: ERR-01 B1$/d' "$tree/cases/second/closed.bats"
rm "$tree/suite/ideas.rec" "$tree/cases/NOT-TESTED.md"
run lock
printf 'x\n' >>"$tree/suite/cases.lock"
run lint --no-bats
check 'lint: a lock that does not fit' printed '^suite/cases.lock: does not fit'

if command -v bats >/dev/null 2>&1; then
  export LISTENCHECK_PROGRAM="$LISTENCHECK"
  sed -i '/^clause: lost/,$d' "$tree/suite/documents/doc.rec"
  bats --tap "$tree/cases/first/listen.bats" >"$scratch/out" 2>"$scratch/err"
  check 'bats: a case that conforms passes' [ "$?" -eq 0 ]
  bats --tap "$tree/cases/second/closed.bats" >"$scratch/out" 2>"$scratch/err"
  check 'bats: a new deviation fails' [ "$?" -ne 0 ]
  check 'bats: shows the document' printed 'returns EINVAL'
  cat >"$tree/cases/second/bash.bats" <<'END'
load ../case
# id:      second.bash
# matrix:  kind = red blue
# needs:   bash
# compare: yes
@test "A test [with a body] of its own" {
  [ "$kind" != blue ] || skip 'no blue'
  fact colour "$kind"
  fact agent "$([ -x "$LISTENCHECK_AGENT" ] && echo there)"
}
END
  run run --cases second.bash --out "$scratch/r" --quiet
  check 'bats body: facts are recorded' [ "$(lines '"status":"done".*"facts":{"colour":"red","agent":"there"}')" -eq 1 ]
  check 'bats body: a skip is unsupported' [ "$(lines '"status":"unsupported","reason":"skipped: *no blue"')" -eq 1 ]
  run lock
  run lint
  check 'bats body: read alike' [ "$code" -eq 0 ]
  bats --tap "$tree/cases/second/bash.bats" >"$scratch/out" 2>"$scratch/err"
  check 'bats body: by hand with the first values' printed '^ok 1'
fi
echo "1..$number"
