# shellcheck shell=bash
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

# The address of handle $1 in socat's words, for the family $family.
socat_address() {
  ask sockname "$1" || return 1
  case $family in
    inet) printf 'TCP4:127.0.0.1:%s\n' "$(key port)" ;;
    inet6) printf 'TCP6:[::1]:%s\n' "$(key port)" ;;
    unix) printf 'UNIX-CONNECT:%s\n' "$(echo "$agent_directory"/*/* "$agent_directory"/* | tr ' ' '\n' | while read -r path; do [ ! -S "$path" ] || echo "$path"; done | head -n 1)" ;;
  esac
}

socat_status() {
  case $1:$2 in
    0:*) echo ok ;;
    *refused*) echo ECONNREFUSED ;;
    *[Tt]imed\ out*) echo pending ;;
    *unavailable*) echo EAGAIN ;;
    *) echo other ;;
  esac
}

teardown() {
  agent_stop
}
