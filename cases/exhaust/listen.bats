load ../case
# id:     exhaust.listen
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# needs:  exhaust
# idea:   EXH-01
@test "listen() when no descriptor is left" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    exhaust
    listen s 5              -> call
    getopt s acceptconn     -> accepting
    release
    connect c s             -> client
    accept s a              -> accept
END
}

# id:     exhaust.listen-unbound
# matrix: family = inet inet6 unix
# needs:  exhaust
# idea:   EXH-01
@test "listen() on a socket that was never bound when no descriptor is left" {
  scenario <<'END'
    socket s $family stream
    exhaust
    listen s 5              -> call
    sockname s              -> name
    release
END
}

# id:     exhaust.relisten
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# needs:  exhaust
# idea:   EXH-01 EXH-02
@test "A second listen() when no descriptor is left" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s 2 as=early tag  -> before
    exhaust
    listen s 4              -> call
    release
    clients early           -> after
    flood s 12 as=late      -> late
    drain s                 -> queue
END
}

# id:    exhaust.errors
# needs: exhaust
# idea:  EXH-01 ERR-35
@test "listen() on unsuitable descriptors when no descriptor is left" {
  scenario <<'END'
    socket s inet stream
    bind s loopback
    listen s 5
    connect c s
    socket d inet dgram
    exhaust
    listen c 5           -> connected
    listen d 5           -> datagram
    listen none 5        -> none
    release
END
}
