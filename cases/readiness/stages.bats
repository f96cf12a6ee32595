load ../case
# id:     readiness.stages
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# matrix: method = poll select epoll
# idea:   RDY-01 RDY-02 RDY-03 RDY-04 RDY-05 RDY-09 B28 B63 B37
@test "Readiness of a socket from its making to an empty queue" {
  scenario <<'END'
    socket s $family stream
    poll s method=$method           -> fresh
    bind s loopback
    poll s method=$method           -> bound
    listen s 5
    poll s method=$method           -> empty
    connect c1 s
    connect c2 s
    settle
    poll s method=$method wait=1000 -> two
    accept s a
    poll s method=$method           -> one
    accept s b
    poll s method=$method           -> drained
END
}

# id:     readiness.agree
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   RDY-05
@test "All ways to ask for readiness, asked at once" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    poll s wait=1000        -> poll
    poll s method=select    -> select
    poll s method=epoll     -> epoll
END
}

# id:     readiness.woken
# matrix: family = inet inet6 unix
# matrix: method = poll select epoll
# idea:   RDY-05 ACC-03
@test "A wait for readiness that a client ends" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t poll s method=$method wait=8000
    settle
    await t wait=20                         -> before
    connect c s
    await t wait=4000                       -> woken
END
}

# id:      readiness.before-listen
# matrix:  family = inet inet6 unix
# matrix:  method = select epoll poll
# idea:    RDY-06 RDY-14 SPI-14
# compare: yes
@test "A wait for readiness begun before listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    begin t poll s method=$method wait=2000
    settle
    listen s 5                              -> call
    await t wait=200                        -> early
    connect c s
    poll s method=$method wait=1000         -> later
END
}

# id:      readiness.gone
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    RDY-10
# compare: yes
@test "Readiness after the only pending client closed" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c s
    poll s wait=1000                 -> pending
    close c
    settle
    poll s                           -> gone
    accept s a                       -> accept
    poll s                           -> after
END
}

# id:      readiness.reset
# matrix:  family = inet inet6
# idea:    RDY-10
# compare: yes
@test "Readiness after the only pending client reset its connection" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c s
    poll s wait=1000                 -> pending
    setopt c linger 0
    close c
    settle
    poll s                           -> gone
    accept s a                       -> accept
    poll s                           -> after
END
}

# id:     readiness.duplicate
# matrix: family = inet inet6 unix seqpacket
# idea:   RDY-05 FRK-06
@test "Readiness seen through a duplicate of the listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    dup s d
    poll d                  -> empty
    connect c s
    poll d wait=1000        -> pending
    accept d a              -> accept
    poll s                  -> after
END
}

# id:      readiness.data
# matrix:  family = inet unix
# idea:    RDY-09
# compare: yes
@test "Readiness of a listener when its pending client sends data" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    accept s a
    send c text
    settle
    poll s                    -> listener
    poll a wait=1000 until=in -> accepted
END
}
