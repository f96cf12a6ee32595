load ../case
# id:     listener.connect
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   STM-08 B62
@test "connect() on a listener" {
  scenario <<'END'
    socket o $family stream
    bind o loopback
    listen o 5
    socket s $family stream
    bind s loopback
    listen s 5
    connect s o             -> call
    getopt s acceptconn     -> accepting
    connect c s             -> client
    drain s                 -> queue
    drain o                 -> other
END
}

# id:      listener.connect-unbound
# matrix:  family = inet inet6
# idea:    STM-08
# compare: yes
@test "connect() on a listener that was never bound" {
  scenario <<'END'
    socket o $family stream
    bind o loopback
    listen o 5
    socket s $family stream
    listen s 5
    connect s o             -> call
    connect c s             -> client
END
}

# id:      listener.connect-self
# matrix:  family = inet inet6 unix seqpacket
# idea:    STM-21
# compare: yes
@test "connect() of a listener to itself" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect s s             -> call
    getopt s acceptconn     -> accepting
    connect c s             -> client
END
}

# id:      listener.disconnect
# matrix:  family = inet inet6 unix
# idea:    STM-09
# compare: yes
@test "connect() to AF_UNSPEC on a listener" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect p s
    sockname s                       -> before
    disconnect s                     -> call
    getopt s acceptconn              -> accepting
    sockname s                       -> between
    accept s a                       -> accept
    settle
    poll p                           -> pending
    listen s 5                       -> again
    sockname s                       -> after
END
}

# id:     listener.bind
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   STM-10 PT0-10
# waits:  yes
@test "bind() on a listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    sockname s              -> before
    bind s loopback         -> call
    bind s @s               -> same
    sockname s              -> after
    connect c s             -> client
    accept s a              -> accept
END
}

# id:     listener.bind-accepted
# matrix: family = inet inet6 unix
# idea:   STM-10
@test "bind() on an accepted socket" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    accept s a
    bind a loopback         -> call
END
}
