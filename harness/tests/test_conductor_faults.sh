#!/bin/sh
# Agents that go wrong in the middle of a run: what the conductor makes of each, and that nothing stays behind. The agent below is
# honest until it is asked to listen on the handle `s` with a backlog of 5; then it does what LIE says.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
export TMPDIR="$scratch/tmp" LC_ALL=C
mkdir "$TMPDIR" "$scratch/tree" "$scratch/tree/suite" "$scratch/tree/suite/documents" "$scratch/tree/cases" "$scratch/tree/cases/a"

cat >"$scratch/agent" <<'END'
#!/bin/sh
asked=no
caps=inet,composite
[ "$LIE" != renewing ] || caps=$caps,renew
while read -r id verb handle rest; do
  [ "$LIE" != renewing ] || echo "$verb $handle" >>"$SEEN"
  case $verb in
    hello) echo "$id ok proto=1 name=toy os=toy/1 errors=posix caps=$caps" ;;
    limits) echo "$id ok somaxconn=5" ;;
    bye) exit 0 ;;
    listen)
      [ "$handle" != t ] || asked=yes
      if [ "$handle" = s ] && [ "$rest" = 5 ] && [ ! -e "$ONCE" ]; then
        [ -z "$ONCE" ] || : >"$ONCE"
        case $LIE in
          crash) kill -SEGV $$ ;;
          leave) exit 0 ;;
          hang) while :; do read -r id verb rest; done ;;
          babble) echo "what a nice day" ;;
          wrong-id) echo "$((id + 1)) ok" ;;
          twice) echo "$id ok"; echo "$id ok" ;;
          malformed) echo "$id perhaps" ;;
          honest | untidy | renewing) echo "$id ok asked=5" ;;
          long) awk -v id="$id" 'BEGIN { printf "%s ok x=", id; for (i = 0; i < 600; i++) printf "x"; print "" }' ;;
        esac
      else
        echo "$id ok asked=5"
      fi
      ;;
    close) case $handle in *-missing) echo "$id fail error=nohandle code=0" ;; *) echo "$id ok" ;; esac ;;
    reset)
      [ "$LIE$asked" != untidyyes ] || exit 9
      echo "$id ok"
      ;;
    socket | bind | sockname) echo "$id ok" ;;
    *) echo "$id unsupported" ;;
  esac
done
END
chmod +x "$scratch/agent"

cat >"$scratch/tree/cases/a/b.bats" <<'END'
load ../case
# id: a.good
# matrix: n = 1 2 3 4 5 6
@test "before" {
  scenario <<'X'
    socket t inet stream
    listen t $n -> call
X
}
# id: a.bad
@test "the one that goes wrong" {
  scenario <<'X'
    socket s inet stream
    sockname s -> name
    listen s 5 -> call
    sockname s -> again
X
}
END
{
  printf '%s: x\n' document title publisher version source read interface | sed 's/^document: x/document: doc/; s/^read: x/read: 2026-01-01/'
  printf '\nclause: one\nlevel: must\nquote: q\nwhere: w\nexpect: a.bad call = ok\n'
  printf '\nclause: two\nlevel: must\nquote: q\nwhere: w\nexpect: a.good[*] call = ok\n'
} >"$scratch/tree/suite/documents/doc.rec"

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
    grep -o "\"reason\":\"[^\"][^\"]*\"" "$scratch/results/results.jsonl" | sed "s/^/#   /"
  fi
}

run() { # LIE ARGUMENT…
  lies=$1
  scale=1
  # Nobody but this one is waited for in vain.
  [ "$lies" != hang ] || scale=0.2
  shift
  LIE=$lies ONCE=${ONCE-} SEEN=${SEEN-} "$LISTENCHECK" run --suite "$scratch/tree" --target "exec:$scratch/agent" --document doc \
    --time-scale "$scale" --out "$scratch/results" "$@" >"$scratch/out" 2>"$scratch/err"
  code=$?
}
in_results() { grep -q -- "$1" "$scratch/results/results.jsonl"; }
nothing_left() { [ -z "$(ls -A "$TMPDIR")" ]; }

for lie in crash:crash leave:crash hang:hang babble:inconclusive wrong-id:inconclusive twice:inconclusive \
  malformed:inconclusive long:inconclusive; do
  status=${lie#*:}
  run "${lie%:*}"
  wanted=1
  [ "$status" != inconclusive ] || wanted=3
  check "${lie%:*}: exit $wanted" [ "$code" -eq "$wanted" ]
  check "${lie%:*}: the case is $status" in_results "\"case\":\"a.bad\".*\"status\":\"$status\""
  # The second of two answers comes where that of some later request is expected.
  blamed='listen s 5'
  [ "${lie%:*}" != twice ] || blamed='[a-z][a-z 5]*'
  check "${lie%:*}: the line to blame is named" in_results "\"reason\":\"$blamed: "
  # What a dead agent said before stands; of one that talks nonsense nothing is believed.
  facts='{"name":"ok"}'
  [ "$status" != inconclusive ] || facts='{}'
  check "${lie%:*}: the facts are $facts" in_results "\"case\":\"a.bad\".*\"facts\":$facts"
  check "${lie%:*}: the other cases are done" [ "$(grep -c '"case":"a.good".*"status":"done"' "$scratch/results/results.jsonl")" -eq 6 ]
  check "${lie%:*}: there is a footer" in_results '^{"type":"footer"'
  check "${lie%:*}: nothing is left" nothing_left
done

run honest
check 'honest: exit 0' [ "$code" -eq 0 ]

mkdir "$scratch/tree/suite/targets"
printf 'target: toy\ntitle: a toy\nstart: exec:%s/agent\nfresh: yes\n' "$scratch" >"$scratch/tree/suite/targets/toy.target"
run untidy --target toy
check 'an agent for each case is not asked to tidy up' [ "$code" -eq 0 ]
check 'an agent for each case: all are done' [ "$(grep -c '"status":"done"' "$scratch/results/results.jsonl")" -eq 7 ]
check 'an agent for each case: nothing is left' nothing_left
SEEN=$scratch/seen run renewing --target toy
check 'an agent that renews itself for each case: all are done' [ "$(grep -c '"status":"done"' "$scratch/results/results.jsonl")" -eq 7 ]
check 'an agent that renews itself is asked to, seven times and in the smoke test' \
  [ "$(grep -c reset "$scratch/seen")" -eq $((7 + $(grep -c hello "$scratch/seen"))) ]
check 'an agent that renews itself is not given a case before' awk '/^hello|^reset/ { free = 1 } /^socket [st]/ { if (!free) exit 1; free = 0 }' "$scratch/seen"
run hang --target toy
check 'an agent for each case: the line that hangs is named' in_results '"case":"a.bad".*"reason":"listen s 5: no answer'
check 'an agent for each case: the others are done' [ "$(grep -c '"case":"a.good".*"status":"done"' "$scratch/results/results.jsonl")" -eq 6 ]

ONCE=$scratch/once run crash
check 'crash that does not come again: never green' [ "$code" -eq 1 ]
check 'crash that does not come again: said' in_results 'not again when run alone'

ONCE=$scratch/twice run hang
check 'late once, in time when asked alone: a busy machine' [ "$code" -eq 0 ]
check 'late once, in time when asked alone: said' grep -q 'late once 1' "$scratch/out"

cp "$scratch/results/results.jsonl" "$scratch/before"
printf '# id: x\n' >"$scratch/tree/cases/a/c.bats"
run honest
check 'malformed case: exit 64' [ "$code" -eq 64 ]
check 'malformed case: where and what' grep -q "^cases/a/c.bats:1: 'x' is not a case id, expected area.topic" "$scratch/err"
check 'malformed case: earlier results are kept' cmp -s "$scratch/before" "$scratch/results/results.jsonl"
rm "$scratch/tree/cases/a/c.bats"
run honest --target exec:false
check 'no agent: exit 3' [ "$code" -eq 3 ]
check 'no agent: earlier results are kept' cmp -s "$scratch/before" "$scratch/results/results.jsonl"
check 'no agent: one short message' [ "$(wc -l <"$scratch/err")" -eq 1 ]
run honest --cases nothing.here
check 'no case: exit 3, the pattern is named' grep -q 'nothing.here' "$scratch/err"
run honest --target magic:x
check 'unknown target: exit 64' [ "$code" -eq 64 ]
run honest --document nowhere
check 'unknown document: exit 64' [ "$code" -eq 64 ]
check 'unknown document: earlier results are kept' cmp -s "$scratch/before" "$scratch/results/results.jsonl"

# Ended while an agent hangs: the pipe tells when the first case is recorded; no waiting for a clock.
ended() { # SIGNAL WANTED
  mkfifo "$scratch/told" 2>/dev/null
  # What a shell starts in the background ignores SIGINT, and what nohup starts SIGHUP; a terminal's does not meet that.
  LIE=hang ONCE='' python3 -c 'import os, signal, sys
for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(name, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$LISTENCHECK" run --suite "$scratch/tree" --target "exec:exec 3<>'$scratch/told'; echo >&3; exec $scratch/agent" --document doc \
    --time-scale 100 --out "$scratch/results" >"$scratch/out" 2>"$scratch/err" &
  runner=$!
  read -r _ <"$scratch/told"
  while ! in_results '"case":"a.good"' 2>/dev/null; do kill -0 "$runner" 2>/dev/null || break; done
  kill -"$1" "$runner"
  wait "$runner"
  code=$?
  # The janitor of a killed run works on its own: it is done when the directory is gone.
  tries=0
  while ! nothing_left && [ "$tries" -lt 2000 ]; do tries=$((tries + 1)); done
}
for signal in INT:130 TERM:143 HUP:129 KILL:137; do
  rm -f "$scratch/results/results.jsonl"
  ended "${signal%:*}"
  check "SIG${signal%:*}: exit ${signal#*:}" [ "$code" -eq "${signal#*:}" ]
  check "SIG${signal%:*}: what was recorded can be read" in_results '^{"type":"header"'
  check "SIG${signal%:*}: truncated" [ "$(grep -c '"type":"footer"' "$scratch/results/results.jsonl")" -eq 0 ]
  check "SIG${signal%:*}: nothing is left" nothing_left
  check "SIG${signal%:*}: no agent is left" [ -z "$(grep -ls "$scratch/[a]gent" /proc/[0-9]*/cmdline)" ]
done
echo "1..$number"
