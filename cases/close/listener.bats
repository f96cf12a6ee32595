load ../case
# id:     close.empty
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   CLS-01
@test "A client of a listener that is closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s             -> before
    accept s a
    close s                 -> call
    socket e $family stream
    connect e a             -> after
END
}

# id:     close.pending
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   CLS-02 UNX-11 B92 B93 B95 B97 B98 B99 B96
@test "Clients pending at a listener that is closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 8
    flood s 4               -> before
    close s                 -> call
    settle
    clients s.clients       -> after
END
}

# id:     close.pending-one
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   CLS-02 UNX-11 B92
@test "What a client pending at a closed listener sees" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    close s
    poll c wait=1000 until=hup -> event
    recv c flags=dontwait      -> first
    recv c flags=dontwait      -> second
    send c text flags=nosignal -> sent
END
}

# id:     close.pending-data
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   CLS-15 UNX-11 UNX-12
@test "A client that sent data before the listener was closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c text
    settle
    close s
    poll c wait=1000 until=hup -> event
    recv c flags=dontwait      -> received
END
}

# id:      close.accepted
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    ACC-19 CLS-13
# compare: yes
@test "An accepted connection after the listener was closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    accept s a
    close s                 -> call
    send c text             -> sent
    recv a                  -> received
    send a back             -> answered
    recv c                  -> answer
END
}

# id:     close.duplicate
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   CLS-10 FRK-06 ACC-18
@test "A listener one of whose two descriptors is closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    dup s d
    close s                 -> call
    getopt d acceptconn     -> accepting
    accept d a              -> accept
    connect e d             -> client
    send c text             -> sent
    recv a                  -> received
END
}

# id:     close.child
# matrix: family = inet inet6 unix seqpacket
# waits:  yes
# idea:   CLS-10 FRK-01
@test "A listener that is closed here while a child process holds it" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    dup s n
    fork p
    close s                     -> call
    child p getopt s acceptconn -> accepting
    connect c n                 -> client
    child p accept s a          -> accept
    child p send a text         -> sent
    recv c                      -> received
    wait p
END
}

# id:     close.lingering
# matrix: family = inet inet6
# matrix: linger = 0 1
# idea:   CLS-09
# waits:  yes
@test "close() of a listener with SO_LINGER set" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    setopt s linger $linger
    listen s 5
    flood s 3               -> before
    close s                 -> call
    settle
    clients s.clients       -> after
END
}

# id:     close.bound-again
# matrix: family = inet inet6
# matrix: at = loopback any
# idea:   CLS-01 CLS-12
@test "The port of a listener that was closed without a client, bound at once by another socket" {
  scenario <<'END'
    socket a $family stream
    bind a loopback port=free
    listen a 5
    close a
    socket b $family stream
    bind b $at port=@a        -> bind
    listen b 5                -> call
    connect c b               -> client
END
}

# id:      close.again
# matrix:  family = inet inet6
# idea:    CLS-02 CLS-12
# compare: yes
@test "A new listener on the port of one that was closed with clients pending" {
  scenario <<'END'
    socket s $family stream
    setopt s reuseaddr 1
    bind s loopback port=free
    listen s 5
    flood s 3 as=early        -> before
    socket k inet dgram
    bind k any port=@s
    close s
    socket t $family stream
    setopt t reuseaddr 1
    bind t loopback port=@k   -> bind
    listen t 5                -> call
    drain t                   -> empty
    flood t 2 as=late         -> late
    drain t                   -> queue
END
}

# id:     close.large
# matrix: family = inet unix
# idea:   CLS-02 B35
@test "close() of a listener with many connections pending" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 250
    flood s 200             -> before
    close s                 -> call
    settle
    clients s.clients       -> after
END
}

# id:     close.aborted
# matrix: family = inet inet6
# idea:   CLS-09
@test "A client of a listener that was closed with SO_LINGER on and no time" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    setopt s linger 0
    listen s 5
    connect c s             -> before
    accept s a
    close s                 -> call
    socket e $family stream
    connect e a             -> after
END
}
