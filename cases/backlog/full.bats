load ../case
# id:     backlog.full
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   BKL-11 UNX-03 B17 B18 B23 B29 B105 B106 B39 B49
@test "What a non-blocking client sees of a full queue" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s 4                        -> flood
    socket c $family stream nonblock
    connect c s                      -> client
    settle
    poll c                           -> event
    getopt c error                   -> error
    peername c                       -> peer
END
}

# id:     backlog.full-repeated
# matrix: family = inet inet6 unix seqpacket
# idea:   UNX-03 BKL-11 B107 B108
@test "A non-blocking client that tries a full queue twice" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s asked+8                  -> flood
    socket c $family stream nonblock
    connect c s                      -> first
    connect c s                      -> second
END
}

# id:     backlog.full-blocking
# matrix: family = inet inet6 unix seqpacket
# idea:   BKL-12 UNX-04 B18
# waits:  yes
@test "A blocking client that meets a full queue" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s asked+8         -> flood
    begin t connect c s
    settle
    await t wait=50         -> client
END
}

# id:      backlog.zero-blocking
# matrix:  family = inet inet6 unix
# idea:    BKL-01 BKL-12 B11
# waits:   yes
# compare: yes
@test "Two blocking clients of a listener with backlog 0, one after the other" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 0              -> call
    begin first connect c s
    settle
    await first wait=50     -> first
    begin second connect d s
    settle
    await second wait=50    -> second
    accept s a              -> accept
END
}

# id:      backlog.full-released
# matrix:  family = unix seqpacket
# idea:    BKL-12 UNX-04 B119
# compare: yes
@test "A blocked client after one connection was accepted" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s asked+8         -> flood
    begin t connect c s
    settle
    await t wait=20         -> before
    accept s a              -> accept
    await t wait=1000       -> client
    accept s b              -> next
END
}

# id:     backlog.full-retransmitted
# matrix: family = inet inet6
# idea:   BKL-16 BKL-26 OPT-10
# waits:  yes
@test "Clients that wait for a full queue, after all its connections were accepted" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s 4 as=early                          -> flood
    drain s as=first                            -> queue
    clients early until=established:4 wait=8000 -> after
    drain s as=second                           -> rest
END
}

# id:      backlog.full-blocking-accepted
# matrix:  family = inet inet6
# waits:   yes
# idea:    BKL-12 B18
# compare: yes
@test "A blocking client at a full queue, after its connections were accepted" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s 2               -> flood
    begin t connect c s
    settle
    drain s as=first        -> queue
    await t wait=8000       -> client
    accept s b              -> next
    send c text             -> sent
    recv b                  -> received
END
}

# id:      backlog.full-closed
# matrix:  family = unix seqpacket
# idea:    UNX-04 UNX-11
# compare: yes
@test "A blocked client when the listener is closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s asked+8         -> flood
    begin t connect c s
    settle
    close s
    await t wait=1000       -> client
END
}

# id:     backlog.full-timeout
# matrix: family = unix seqpacket inet
# waits:  yes
# idea:   UNX-04 BKL-13
@test "A blocked client with a time limit of its own" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s asked+8         -> flood
    socket c $family stream
    setopt c sndtimeo 30
    connect c s             -> client
END
}

# id:     backlog.full-readiness
# matrix: family = inet inet6 unix seqpacket
# idea:   RDY-17
@test "Readiness of the listener while more clients wait than its queue holds" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s 6               -> flood
    poll s                  -> full
    drain s                 -> queue
    poll s                  -> empty
END
}
