load ../case
# id:     backlog.order
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   BKL-18 B26
@test "The order in which pending connections are accepted" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 8
    connect c1 s
    send c1 one
    connect c2 s
    send c2 two
    connect c3 s
    send c3 three
    connect c4 s
    send c4 four
    accept s a1             -> accept1
    accept s a2             -> accept2
    accept s a3             -> accept3
    accept s a4             -> accept4
    recv a1                 -> first
    recv a2                 -> second
    recv a3                 -> third
    recv a4                 -> fourth
END
}

# id:     backlog.order-many
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   BKL-18
@test "The order of many pending connections" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 60
    flood s 50 tag          -> flood
    drain s                 -> queue
END
}

# id:     backlog.order-interleaved
# matrix: family = inet inet6 unix seqpacket
# idea:   BKL-18
@test "The order when some are accepted while others arrive" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c1 s
    send c1 one
    connect c2 s
    send c2 two
    accept s a1
    connect c3 s
    send c3 three
    accept s a2
    accept s a3
    recv a1                 -> first
    recv a2                 -> second
    recv a3                 -> third
END
}

# id:     backlog.order-data
# matrix: family = inet inet6 unix seqpacket
# idea:   BKL-18
@test "The order when later clients are the first to send" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c1 s
    connect c2 s
    connect c3 s
    send c3 three
    settle
    send c2 two
    settle
    send c1 one
    accept s a1
    accept s a2
    accept s a3
    recv a1                 -> first
    recv a2                 -> second
    recv a3                 -> third
END
}
