load ../case
# id:     errors.unbound
# matrix: family = inet inet6 unix seqpacket mptcp mptcp6 sctp sctp6 vsock
# idea:   PT0-01 PT0-02 UNX-02 ERR-24 ERR-25 STM-35
@test "listen() on a socket that was never bound" {
  scenario <<'END'
    socket s $family stream
    snapshot s              -> before
    sockname s              -> name
    listen s 5              -> call
    sockname s              -> named
    getopt s acceptconn     -> accepting
    snapshot s              -> after
END
}

# id:     errors.unbound-reachable
# matrix: family = inet inet6 mptcp mptcp6 sctp
# idea:   PT0-01 PT0-07 B91
@test "a connection to a socket that was never bound, after listen()" {
  scenario <<'END'
    socket s $family stream
    listen s 5              -> call
    connect c s             -> client
    drain s as=got          -> queue
    sockname s              -> name
END
}

# id:      errors.unbound-then-bound
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    STM-35 REL-15 PT0-10 B76
# compare: yes
@test "listen() on an unbound socket, then bind() and listen() again" {
  scenario <<'END'
    socket s $family stream
    listen s 5              -> call
    sockname s              -> first
    bind s loopback         -> bind
    listen s 5              -> again
    sockname s              -> last
    getopt s acceptconn     -> accepting
    connect c s             -> client
END
}

# id:     errors.unbound-backlog
# matrix: family = inet inet6 unix
# matrix: backlog = -2 -1 0 1 somaxconn max min
# idea:   WIN-02 ERR-35
@test "listen() on an unbound socket with an unusual backlog" {
  scenario <<'END'
    socket s $family stream
    listen s $backlog       -> call
    getopt s acceptconn     -> accepting
END
}

# id:      errors.unbound-repeated
# matrix:  family = unix seqpacket inet
# idea:    ERR-37
# compare: yes
@test "listen() a thousand times on an unbound socket, then bind() and listen()" {
  scenario <<'END'
    socket s $family stream
    storm s 1000            -> many
    bind s loopback         -> bind
    listen s 5              -> call
    getopt s acceptconn     -> accepting
END
}
