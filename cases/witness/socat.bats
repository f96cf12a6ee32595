load ../case
load agent

# id:      witness.client
# matrix:  family = inet inet6 unix
# needs:   bash
# compare: yes
@test "A listener whose client is socat" {
  agent_start
  ask socket s "$family" stream
  ask bind s loopback
  ask listen s 5
  fact call "$outcome"
  address=$(socat_address s)
  answer=$(printf 'from socat' | {
    socat -t 5 - "$address" 2>"$agent_directory/said" 3>&- 8>&- 9>&- &
    client=$!
    ask accept s a >&2
    fact accept "$outcome" >&2
    ask recv a >&2
    fact received "$(key text)" >&2
    ask send a from%20us >&2
    ask close a >&2
    wait "$client"
    echo ":$?"
  })
  fact client "$(socat_status "${answer##*:}" "$(cat "$agent_directory/said")")"
  fact answer "${answer%:*}"
}

# id:      witness.refused
# matrix:  family = inet inet6 unix
# needs:   bash
# compare: yes
@test "socat as the client of a bound socket, of a listener and of a closed listener" {
  agent_start
  ask socket s "$family" stream
  ask bind s loopback
  address=$(socat_address s)
  try() {
    status=0
    said=$(socat -u "$address" /dev/null </dev/null 2>&1 3>&-) || status=$?
    fact "$1" "$(socat_status "$status" "$said")"
  }
  try bound
  ask listen s 5
  # The listener's client must end by itself: it is accepted and closed at once.
  ask begin t accept s a
  status=0
  socat -u "$address" /dev/null </dev/null 2>"$agent_directory/said" 3>&- 8>&- 9>&- &
  client=$!
  ask await t
  fact accept "$outcome"
  ask close a
  wait "$client" || status=$?
  fact listening "$(socat_status "$status" "$(cat "$agent_directory/said")")"
  ask close s
  try closed
}

# id:      witness.listener
# matrix:  backlog = 1 5
# needs:   bash
# compare: yes
@test "A listener that is socat, and our clients" {
  agent_start
  mkfifo "$agent_directory/log"
  socat -d -d -d TCP4-LISTEN:0,bind=127.0.0.1,backlog="$backlog",fork SYSTEM:cat 2>"$agent_directory/log" 3>&- 8>&- 9>&- &
  listener=$!
  exec 7<"$agent_directory/log"
  port=
  while [ -z "$port" ] && IFS= read -r -t 20 line <&7; do
    case $line in
      *listening\ on*) port=${line##*:} ;;
    esac
  done
  ask socket c1 inet stream
  ask connect c1 127.0.0.1 "port=$port"
  fact first "$outcome"
  ask socket c2 inet stream
  ask connect c2 127.0.0.1 "port=$port"
  fact second "$outcome"
  ask send c2 echo
  ask recv c2
  fact echoed "$(key text)"
  # The children of the listener end with their connections.
  ask close c1
  ask close c2
  kill "$listener"
  wait "$listener" || true
  exec 7<&-
  ask socket c3 inet stream
  ask connect c3 127.0.0.1 "port=$port"
  fact after "$outcome"
}
