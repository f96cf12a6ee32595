load ../case
# id:     relisten.grow
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   REL-02 STM-28
@test "listen() with a larger backlog while the queue is full" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 2
    flood s 12 as=early tag     -> before
    listen s 10                 -> call
    clients early               -> kept
    flood s asked+8 as=late tag -> after
    drain s                     -> queue
END
}

# id:      relisten.grow-waiting
# matrix:  family = inet inet6
# idea:    REL-02 BKL-16
# waits:   yes
# compare: yes
@test "clients that wait for a full queue, after listen() with a larger backlog" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 2
    flood s 8 as=early                          -> before
    listen s 10                                 -> call
    clients early until=established:8 wait=3500 -> after
    drain s                                     -> queue
END
}

# id:      relisten.grow-blocked
# matrix:  family = unix seqpacket
# idea:    REL-08 UNX-04 BKL-12
# compare: yes
@test "a blocked connect() to a full queue, after listen() with a larger backlog" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s asked+8
    begin t connect c s
    settle
    await t wait=20         -> before
    listen s 4              -> call
    await t wait=1000       -> client
    drain s                 -> queue
END
}

# id:      relisten.grow-empty
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    REL-02
# compare: yes
@test "listen() with a larger backlog while nobody waits" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1              -> first
    listen s 6              -> call
    flood s asked+8         -> flood
    drain s                 -> queue
END
}

# id:     relisten.value
# matrix: family = inet inet6 unix
# matrix: backlog = min -1 0 1 limit max
# idea:   REL-05 REL-14 WIN-03
@test "a second listen() with an unusual backlog" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 3
    listen s $backlog       -> call
    flood s asked+8         -> flood
    drain s                 -> queue
END
}
