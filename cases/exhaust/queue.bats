load ../case
# id:     exhaust.accept
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# needs:  exhaust
# idea:   EXH-02 BKL-31 B114
@test "accept() with connections pending when no descriptor is left" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c1 s
    send c1 one
    connect c2 s
    send c2 two
    poll s wait=1000                 -> before
    exhaust
    accept s a                       -> call
    accept s a                       -> again
    poll s                           -> after
    poll c1                          -> client
    release
    accept s a                       -> accept1
    recv a flags=dontwait            -> text1
    accept s b                       -> accept2
    recv b flags=dontwait            -> text2
END
}

# id:     exhaust.queued
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# needs:  exhaust
# idea:   EXH-02 EXH-03
@test "Connections made while no descriptor is left" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    socket c1 $family stream
    socket c2 $family stream
    exhaust
    connect c1 s             -> client1
    send c1 one              -> sent1
    connect c2 s             -> client2
    send c2 two              -> sent2
    poll s                   -> ready
    release
    accept s a               -> accept1
    recv a                   -> text1
    accept s b               -> accept2
    recv b                   -> text2
END
}

# id:     exhaust.one
# matrix: family = inet inet6 unix seqpacket
# needs:  exhaust
# idea:   EXH-03 EXH-02
@test "accept() when exactly one descriptor was given back" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c1 s
    connect c2 s
    poll s wait=1000
    exhaust
    accept s a                       -> none
    release 1
    accept s a                       -> first
    accept s b                       -> second
    release 1
    accept s b                       -> third
    release
END
}

# id:     exhaust.empty
# matrix: family = inet inet6 unix
# needs:  exhaust
# idea:   EXH-02
@test "accept() on an empty queue when no descriptor is left" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    exhaust
    accept s a                       -> call
    release
    accept s a                       -> after
END
}

# id:     exhaust.refill-listen
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# needs:  exhaust
# idea:   EXH-02 BKL-15
@test "A full queue after descriptors came back and listen() was called again" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 3
    flood s 3 as=early tag           -> before
    exhaust
    accept s a                       -> full
    release
    listen s 3                       -> call
    drain s                          -> queue
    flood s asked+8 as=late          -> refilled
    drain s                          -> last
END
}

# id:     exhaust.refill-accept
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# needs:  exhaust
# idea:   EXH-02 BKL-15
@test "A full queue after descriptors came back and accept() was called" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 3
    flood s 3 as=early tag           -> before
    exhaust
    accept s a                       -> full
    release
    accept s a                       -> call
    drain s                          -> queue
    flood s asked+8 as=late          -> refilled
    drain s                          -> last
END
}

# id:      exhaust.close
# matrix:  family = inet inet6 unix
# needs:   exhaust
# idea:    EXH-02 CLS-02
# compare: yes
@test "close() of a listener with connections pending when no descriptor is left" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    flood s 3 as=early      -> before
    exhaust
    close s                 -> call
    release
    clients early           -> after
END
}
