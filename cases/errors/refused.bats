load ../case
# id:     errors.refused
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   STM-18 B60
@test "listen() after a blocking connect() was refused" {
  scenario <<'END'
    socket n $family stream
    bind n loopback
    socket s $family stream
    connect s n             -> connect
    sockname s              -> before
    listen s 5              -> call
    sockname s              -> after
    getopt s acceptconn     -> accepting
END
}

# id:      errors.refused-reachable
# matrix:  family = inet inet6 mptcp sctp
# idea:    STM-18
# compare: yes
@test "a connection to a socket that listens after its connect() was refused" {
  scenario <<'END'
    socket n $family stream
    bind n loopback
    socket s $family stream
    connect s n             -> connect
    listen s 5              -> call
    connect c s             -> client
    drain s                 -> queue
END
}

# id:     errors.refused-bound
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   STM-18
@test "listen() on a bound socket after its connect() was refused" {
  scenario <<'END'
    socket n $family stream
    bind n loopback
    socket s $family stream
    bind s loopback
    sockname s              -> before
    connect s n             -> connect
    listen s 5              -> call
    sockname s              -> after
    connect c s             -> client
    drain s                 -> queue
END
}

# id:     errors.refused-nonblocking
# matrix: family = inet inet6 mptcp sctp
# idea:   STM-19 WIN-04 B60
@test "listen() after a non-blocking connect() was refused" {
  scenario <<'END'
    socket n $family stream
    bind n loopback
    socket s $family stream nonblock
    connect s n                      -> start
    poll s wait=1000 until=hup       -> event
    listen s 5                       -> call
    getopt s error                   -> error
    listen s 5                       -> collected
    connect s n                      -> repeated
    listen s 5                       -> last
END
}

# id:     errors.refused-twice
# matrix: family = inet inet6
# idea:   STM-18
@test "listen() after connect() was refused twice" {
  scenario <<'END'
    socket n $family stream
    bind n loopback
    socket s $family stream
    connect s n             -> first
    connect s n             -> second
    listen s 5              -> call
END
}

# id:      errors.disconnected
# matrix:  family = inet inet6 mptcp sctp
# idea:    STM-22
# compare: yes
@test "listen() after a connected socket was disconnected" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect s l
    accept l a
    disconnect s            -> disconnect
    sockname s              -> before
    listen s 5              -> call
    sockname s              -> after
    getopt s acceptconn     -> accepting
    connect c s             -> client
END
}

# id:      errors.self-connected
# matrix:  family = inet inet6
# idea:    STM-20
# waits:   yes
# compare: yes
@test "listen() on a socket connected to itself" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    connect s s             -> connect
    listen s 5              -> call
    send s text             -> sent
    poll s wait=1000 until=in
    recv s flags=dontwait   -> received
END
}
