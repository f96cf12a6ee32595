load ../case
load agent

# A start of Bats costs more than all that one of these asks: each goes through its families by itself.

# id:      witness.client
# needs:   bash
# idea:    ACC-01 UNX-01
# compare: yes
@test "A listener whose client is socat" {
  agent_start
  for family in inet inet6 unix abstract; do
    listen_for_socat 5
    fact "$family.call" "$outcome"
    answer=$(printf 'from socat' | {
      socat -t 5 - "$address" 2>"$agent_directory/said" 3>&- 8>&- 9>&- &
      client=$!
      ask accept s a >&2
      fact "$family.accept" "$outcome" >&2
      fact "$family.peer" "$(key peer)" >&2
      ask recv a >&2
      fact "$family.received" "$(key text)" >&2
      ask send a from%20us >&2
      ask close a >&2
      wait "$client"
      echo ":$?"
    })
    fact "$family.client" "$(socat_status "${answer##*:}" "$(cat "$agent_directory/said")")"
    fact "$family.answer" "${answer%:*}"
    # The agent of the subshell counted further than this one.
    agent_requests=$((agent_requests + 4))
    ask reset
  done
}

# id:      witness.refused
# needs:   bash
# compare: yes
@test "socat as the client of a bound socket, of a listener and of a closed listener" {
  agent_start
  for family in inet inet6 unix abstract; do
    bind_for_socat
    socat_connects "$family.bound"
    ask listen s 5
    # The listener's client must end by itself: it is accepted and closed at once.
    ask begin t accept s a
    status=0
    socat -u "$address" /dev/null </dev/null 2>"$agent_directory/said" 3>&- 8>&- 9>&- &
    client=$!
    ask await t
    fact "$family.accept" "$outcome"
    ask close a
    wait "$client" || status=$?
    fact "$family.listening" "$(socat_status "$status" "$(cat "$agent_directory/said")")"
    ask close s
    socat_connects "$family.closed"
    ask reset
  done
}

# id:      witness.full
# needs:   bash
# idea:    BKL-03 BKL-11 UNX-03
# compare: yes
@test "How many of six socats a listener with backlog 1 admits, one after the other" {
  agent_start
  for family in inet inet6 unix; do
    listen_for_socat 1
    admitted=0 last=ok
    while [ "$admitted" -lt 6 ] && [ "$last" = ok ]; do
      last=$(socat_outcome connect-timeout=0.1)
      [ "$last" != ok ] || admitted=$((admitted + 1))
    done
    fact "$family.admitted" "$admitted"
    fact "$family.next" "$last"
    ask drain s
    fact "$family.accepted" "$(key accepted)"
    socat_connects "$family.after"
    ask reset
  done
}

# id:      witness.dual
# needs:   bash
# idea:    DUA-01 DUA-02
# compare: yes
@test "socats of both families at an IPv6 wildcard listener" {
  agent_start
  for only in 0 1; do
    ask socket s inet6 stream
    ask setopt s v6only "$only"
    ask bind s any
    ask listen s 5
    fact "v6only$only.call" "$outcome"
    ask sockname s
    port=$(key port)
    for address in "TCP4:127.0.0.1:$port" "TCP6:[::1]:$port"; do
      socat_connects "v6only$only.$(echo "${address%%:*}" | tr TCP tcp)"
    done
    ask setopt s nonblock 1
    ask accept s first
    fact "v6only$only.first" "$outcome"
    fact "v6only$only.peer" "$(key peer)"
    ask accept s second
    fact "v6only$only.second" "$outcome"
    ask reset
  done
}

# id:      witness.taken
# needs:   bash
# idea:    REU-01 B82 B85
# compare: yes
@test "socat as a second listener on the address of ours" {
  agent_start
  for family in inet inet6; do
    listen_for_socat 5
    # It would wait for a client had it got the address: 2 s are for that alone.
    case $family in
      inet) place=TCP4-LISTEN:${address##*:},bind=127.0.0.1 ;;
      inet6) place=TCP6-LISTEN:${address##*:},bind="[::1]" ;;
    esac
    status=0
    said=$(timeout 2 socat -u "$place" /dev/null </dev/null 2>&1 3>&-) || status=$?
    fact "$family.second" "$(socat_status "$status" "$said")"
    socat_connects "$family.client"
    ask reset
  done
}

# id:      witness.listener
# needs:   bash
# compare: yes
@test "A listener that is socat, and our clients" {
  agent_start
  for family in inet inet6 unix; do
    socat_listens backlog=5
    ask connect c1 "${target[@]}" "family=$family"
    fact "$family.first" "$outcome"
    ask connect c2 "${target[@]}" "family=$family"
    fact "$family.second" "$outcome"
    ask send c2 echo
    ask recv c2
    fact "$family.echoed" "$(key text)"
    # The children of the listener end with their connections.
    ask close c1
    ask close c2
    socat_ends
    ask connect c3 "${target[@]}" "family=$family"
    fact "$family.after" "$outcome"
    ask reset
  done
}

# id:      witness.listener-full
# needs:   bash
# idea:    BKL-11 UNX-03
# compare: yes
@test "A socat that serves one client and listens with backlog 1, and our clients" {
  agent_start
  for family in inet inet6 unix; do
    socat_listens backlog=1,max-children=1
    ask connect served "${target[@]}" "family=$family"
    # Once it answers, its listener waits for the child to end.
    ask send served echo
    ask recv served
    fact "$family.served" "$(key text)"
    for number in 1 2 3 4; do
      ask socket "c$number" "$family" stream nonblock
      ask connect "c$number" "${target[@]}"
      tried=$outcome
      if [ "$tried" = EINPROGRESS ]; then
        ask poll "c$number" wait=60
        tried=poll:$(key events)
      fi
      fact "$family.client$number" "$tried"
    done
    socat_ends
    ask reset
  done
}
