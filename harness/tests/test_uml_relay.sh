#!/bin/sh
# The relay to a guest's serial line: nothing before the guest is ready, a bounded number of bytes unanswered, all of it in the end.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/relay.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
"${CC:-cc}" -std=c11 -o "$work/relay" "$here/../providers/uml/relay.c" || { echo 'not ok relay: it does not build'; exit 1; }

result() { if [ "$1" = "$2" ]; then echo "ok relay: $3"; else echo "not ok relay: $3 (found: $1)"; fi; }

# A guest of 200 requests that says so when a request is there before it is ready, and counts what comes before it answers.
cat >"$work/guest.py" <<'PYTHON'
import os
import select
import sys

early = select.select([0], [], [], 0.05)[0]
os.write(1, b"boot messages\nready\n")
answered, most, waiting = 0, 0, b""
while answered < 200:
    while select.select([0], [], [], 0.01)[0]:
        more = os.read(0, 4096)
        if not more:
            sys.exit("the requests ended before all were answered")
        waiting += more
    most = max(most, len(waiting))
    for line in waiting.splitlines():
        answered += 1
        os.write(1, line.split()[0] + b" ok\n")
    waiting = b""
ended = os.read(0, 1) == b""
os.write(2, b"early %d, at most %s, ended %d\n" % (bool(early), b"1500" if most <= 1500 else b"%d" % most, ended))
PYTHON

number=1
while [ "$number" -le 200 ]; do
  echo "$number socket s$number inet stream nonblock cloexec"
  number=$((number + 1))
done >"$work/requests"

"$work/relay" python3 "$work/guest.py" <"$work/requests" >"$work/answers" 2>"$work/seen"
result "$?" 0 "it ends as the guest does"
result "$(cat "$work/seen")" "early 0, at most 1500, ended 1" "nothing is early, little is under way, the end comes last"
result "$(sed 's/ ok$//' "$work/answers" | tr '\n' ' ')" "$(sed 's/ .*//' "$work/requests" | tr '\n' ' ')" "every answer arrives, in order"

"$work/relay" "$work/no-such-guest" </dev/null >/dev/null 2>&1
result "$?" 127 "a guest that cannot be started"
