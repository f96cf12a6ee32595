load ../case
# id:     backlog.own
# matrix: family = inet inet6 unix seqpacket
# idea:   BKL-29 B68
@test "Two listeners, each with a queue of its own" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    listen a 1
    socket b $family stream
    bind b loopback
    listen b 5
    flood a 6               -> first
    connect c b             -> client
    flood b 13              -> second
    drain b                 -> second-queue
    drain a                 -> first-queue
END
}

# id:      backlog.own-relisten
# matrix:  family = inet inet6 unix
# idea:    BKL-29
# compare: yes
@test "listen() again on one of two listeners" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    listen a 2
    socket b $family stream
    bind b loopback
    listen b 2
    snapshot b              -> before
    listen a 9              -> call
    snapshot b              -> after
    flood b 12              -> other
    flood a 12              -> own
END
}

# id:      backlog.own-delivery
# matrix:  family = inet inet6 unix seqpacket
# idea:    BKL-29 B68
# compare: yes
@test "Clients of several listeners" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    listen a 5
    socket b $family stream
    bind b loopback
    listen b 5
    connect c1 a
    send c1 first
    connect c2 b
    send c2 second
    poll a wait=1000        -> ready1
    poll b wait=1000        -> ready2
    accept b x              -> accept2
    accept a y              -> accept1
    recv x                  -> text2
    recv y                  -> text1
END
}

# id:     backlog.accepted-apart
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   BKL-14 BKL-30
@test "Accepted connections do not fill the queue" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    connect c1 s
    accept s a1
    connect c2 s
    accept s a2
    connect c3 s
    accept s a3
    connect c4 s
    accept s a4
    flood s asked+8         -> flood
    drain s                 -> queue
END
}

# id:     backlog.information
# matrix: family = inet inet6
# idea:   STM-06 STM-07 SMX-08 SMX-14 B42 B43 B47
# needs:  info
@test "What the system tells of the queue" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    info s                  -> bound
    listen s 7
    info s                  -> empty
    connect c1 s
    connect c2 s
    settle
    info s                  -> two
    accept s a
    info s                  -> one
    listen s 3
    info s                  -> smaller
    listen s max
    info s                  -> larger
END
}
