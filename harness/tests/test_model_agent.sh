#!/bin/sh
# The agent of the models as a program: time that passes only by waiting, children that share the machine, the same answers every time,
# and faults that do what they say.
agent=${BUILD:?}/agent-model
conductor=${LISTENCHECK:?}
number=0
export LC_ALL=C

# check TITLE WANTED SEEN
check() {
  number=$((number + 1))
  if [ "$2" = "$3" ]; then
    printf 'ok %s - %s\n' "$number" "$1"
  else
    printf 'not ok %s - %s\n#   seen:   %s\n#   wanted: %s\n' "$number" "$1" "$3" "$2"
  fi
}

# ask CHOICE REQUEST…: the replies without their numbers, times and ports, `;` after each
ask() {
  choice=$1
  shift
  {
    id=0
    for request; do
      id=$((id + 1))
      printf '%s %s\n' "$id" "$request"
    done
    printf '999 bye\n'
  } | "$agent" "$choice" 2>&1 | sed -e '/^999 /d' -e 's/^[0-9]* //' -e 's/ us=[0-9]*//' -e 's/ port=[1-9][0-9]*//' -e 's/ peerport=[0-9]*//' | tr '\n' ';'
}

begun=$(date +%s)
check 'an hour of waiting passes at once' 'ok;ok asked=5;ok;blocked;ok;' \
  "$(ask model:rfc3493 'socket s inet stream' 'listen s 5' 'begin t accept s a' 'await t wait=3600000' 'reset' | sed 's/ open=1//')"
check 'in less than ten seconds' yes "$([ $(($(date +%s) - begun)) -lt 10 ] && echo yes)"

check 'a client that waits gets in a second after there is room' 'events=none events=out' \
  "$(ask model:rfc3493 'socket s inet stream nonblock' 'bind s loopback' 'listen s 0' 'connect c s' 'socket d inet stream nonblock' \
    'connect d s' 'accept s a' 'poll d wait=900' 'poll d wait=200' | tr ';' '\n' | sed -n 's/^ok \(events=.*\)/\1/p' | paste -s -d ' ' -)"

check 'a child process has the same listener' 'ok;ok asked=5;ok;ok value=1;ok;ok value=0;ok;' \
  "$(ask model:rfc3493 'socket s inet stream' 'listen s 5' 'fork p' 'child p getopt s acceptconn' 'child p shutdown s rd' 'getopt s acceptconn' \
    'wait p')"
check 'and so has a fresh image of the agent' 'ok;ok asked=5;ok;ok;ok value=1;ok;' \
  "$(ask model:rfc3493 'socket s inet stream' 'listen s 5' 'exec p' 'close s' 'child p getopt s acceptconn' 'wait p')"

check 'a listener ends with its last process' 'ECONNREFUSED' \
  "$(ask model:rfc3493 'socket s inet stream' 'bind s loopback' 'socket t inet stream' 'bind t loopback' 'listen s 5' 'fork p' 'close s' \
    'wait p' 'connect c t' | tr ';' '\n' | sed -n 's/.*error=\([A-Z]*\).*/\1/p')"

check 'errors of Winsock keep their own names beside' 'fail error=EINVAL code=22 native=WSAEINVAL asked=5' \
  "$(ask model:winsock 'socket s inet stream' 'listen s 5' | tr ';' '\n' | sed -n 2p)"

check 'a fault changes what it says' 'fail error=EINVAL code=22 asked=5' \
  "$(ask fault:unbound-refused 'socket s inet stream' 'listen s 5' | tr ';' '\n' | sed -n 2p)"
check 'a fault that crashes ends the agent' 'ok;' "$(ask fault:listen-crash-datagram 'socket s inet dgram' 'settle' 'listen s 5' | cut -d';' -f1);"

check 'what is neither a model nor a fault is refused' 'agent-model: there is no model frobnicate' "$("$agent" model:frobnicate 2>&1 </dev/null)"
check 'and so is nothing' 1 "$("$agent" >/dev/null 2>&1 </dev/null; echo $?)"

one=$(ask model:posix 'hello 1' 'limits' 'socket s inet6 stream' 'listen s 5' 'flood s 9 tag' 'drain s' 'snapshot s' 'storm s 50 threads=4' 'sockname s')
two=$(ask model:posix 'hello 1' 'limits' 'socket s inet6 stream' 'listen s 5' 'flood s 9 tag' 'drain s' 'snapshot s' 'storm s 50 threads=4' 'sockname s')
check 'the same questions give the same answers' "$one" "$two"

check 'prove says what is missing' 1 "$("$conductor" prove --fault none --cases errors.unbound --jobs 1 >/dev/null 2>&1; echo $?)"
check 'prove runs one fault against one case' 1 \
  "$("$conductor" prove --fault unbound-refused --cases errors.unbound --jobs 1 2>&1 | grep -c 'faults   1 of 1 caught, 1 by a case meant to')"
echo "1..$number"
