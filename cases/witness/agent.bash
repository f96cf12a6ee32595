# shellcheck shell=bash disable=SC2154,SC2034,SC2119,SC2120
# agent.bash: for cases in which another program than our agent is one side: starts an agent and asks it, line by line.
#
#   agent_start            starts $LISTENCHECK_AGENT (the native agent); agent_stop ends it
#   ask REQUEST…           one request of harness/PROTOCOL.md; the reply without its id is in $reply, its first word in $outcome
#   key NAME               the value of NAME= in the last reply
#   socat_status CODE TEXT what a socat that ended with CODE and said TEXT on its standard error met

agent_start() {
  local program=${LISTENCHECK_AGENT:-$listencheck_root/harness/build/agent-native}
  agent_directory=$(mktemp -d "${BATS_TEST_TMPDIR:-${TMPDIR:-/tmp}}/agent.XXXXXX")
  mkfifo "$agent_directory/requests" "$agent_directory/replies"
  # The other program must reach it: no network of its own.
  unset LISTENCHECK_ISOLATE
  # Bats waits for whoever holds its descriptor 3.
  LISTENCHECK_DIRECTORY=$agent_directory $program <"$agent_directory/requests" >"$agent_directory/replies" 3>&- &
  agent_process=$!
  exec 8>"$agent_directory/requests" 9<"$agent_directory/replies"
  agent_requests=0
  ask hello 1
}

agent_stop() {
  if [ -n "${agent_process-}" ]; then
    exec 8>&- 9<&-
    wait "$agent_process" || true
    rm -rf "$agent_directory"
    agent_process=
  fi
}

ask() {
  agent_requests=$((agent_requests + 1))
  printf '%s %s\n' "$agent_requests" "$*" >&8
  # The deadline is for a broken agent only: it ends the case.
  IFS= read -r -t 20 reply <&9 || return 1
  reply=${reply#"$agent_requests "}
  outcome=${reply%% *}
  if [ "$outcome" = fail ]; then
    outcome=$(key error)
  fi
}

key() {
  local word
  for word in $reply; do
    case $word in
      "$1="*) printf '%s\n' "${word#*=}" ;;
    esac
  done
}

# A socket s of $family (`abstract`: AF_UNIX with an abstract name), bound; $address is where it is, in socat's words.
bind_for_socat() {
  case $family in
    abstract) ask socket s unix stream && ask bind s abstract ;;
    *) ask socket s "$family" stream && ask bind s loopback ;;
  esac || return 1
  ask sockname s || return 1
  case $family in
    inet) address=TCP4:127.0.0.1:$(key port) ;;
    inet6) address="TCP6:[::1]:$(key port)" ;;
    # The agent's names are paths below its directory, abstract or not.
    unix) address=UNIX-CONNECT:$(grep -o " $agent_directory/.*" /proc/net/unix | cut -c 2- | tail -n 1) ;;
    abstract) address=ABSTRACT-CONNECT:$(grep -o "@$agent_directory/.*" /proc/net/unix | cut -c 2- | tail -n 1) ;;
  esac
}

# The same, listening with backlog $1; the outcome is listen()'s.
listen_for_socat() {
  bind_for_socat && ask listen s "$1"
}

# What a socat that only connects to $address met; $1: options of the address, if any.
socat_outcome() {
  local said status=0
  said=$(socat -u /dev/null "$address${1:+,$1}" 2>&1 3>&- 8>&- 9>&-) || status=$?
  socat_status "$status" "$said"
}

# The same as fact $1.
socat_connects() {
  fact "$1" "$(socat_outcome)"
}

# A socat that listens for $family with the options $1 and echoes; the agent's words for its address are in $target.
socat_listens() {
  local place line port='' log=$agent_directory/log
  case $family in
    inet) place=TCP4-LISTEN:0,bind=127.0.0.1 ;;
    inet6) place=TCP6-LISTEN:0,bind="[::1]" ;;
    unix) place=UNIX-LISTEN:$agent_directory/socat ;;
  esac
  mkfifo "$log"
  exec 7<>"$log"
  rm "$log"
  socat -d -d "$place,fork,$1" SYSTEM:cat 2>&7 3>&- 7>&- 8>&- 9>&- &
  listener=$!
  while [ -z "$port" ] && IFS= read -r -t 20 line <&7; do
    case $line in
      *listening\ on*) port=${line##*:} ;;
    esac
  done
  case $family in
    inet) target=(127.0.0.1 "port=$port") ;;
    inet6) target=(::1 "port=$port") ;;
    unix) target=("$agent_directory/socat") ;;
  esac
}

socat_ends() {
  kill "$listener"
  wait "$listener" || true
  exec 7<&-
}

socat_status() {
  case $1:$2 in
    0:*) echo ok ;;
    *refused*) echo ECONNREFUSED ;;
    *[Tt]imed\ out* | *in\ progress*) echo pending ;;
    *already\ in\ use*) echo EADDRINUSE ;;
    *unavailable*) echo EAGAIN ;;
    *) echo other ;;
  esac
}

teardown() {
  agent_stop
}
