load ../case
# id:      backlog.refill
# matrix:  family = inet inet6 unix
# matrix:  most = 1 2 4
# idea:    BKL-14 BKL-15 B16 B67
# compare: yes
@test "New clients after some of a full queue were accepted" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 3
    flood s 8 as=early tag  -> full
    drain s most=$most      -> first
    flood s 8 as=late tag   -> refilled
    drain s                 -> rest
END
}

# id:     backlog.refill-cycles
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   BKL-15 BKL-30 B27 B117
@test "A queue that is filled and emptied several times" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 2
    flood s asked+8 as=one   -> flood1
    drain s                  -> queue1
    flood s asked+8 as=two   -> flood2
    drain s                  -> queue2
    flood s asked+8 as=three -> flood3
    drain s                  -> queue3
    flood s asked+8 as=four  -> flood4
    drain s                  -> queue4
END
}

# id:      backlog.refill-departed
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    BKL-19 BKL-22 B30 B36 B94
# compare: yes
@test "Room for new clients after pending ones have gone" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 2
    connect c1 s
    connect c2 s
    connect c3 s            -> third
    close c1
    close c2
    settle
    flood s 6               -> late
    drain s                 -> queue
    flood s 6 as=last       -> refilled
END
}

# id:      backlog.refill-reset
# matrix:  family = inet inet6
# idea:    BKL-20 BKL-22 B31
# compare: yes
@test "Room for new clients after pending ones have reset their connections" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 2
    connect c1 s
    connect c2 s
    connect c3 s            -> third
    setopt c1 linger 0
    setopt c2 linger 0
    close c1
    close c2
    settle
    flood s 6               -> late
    drain s                 -> queue
    flood s 6 as=last       -> refilled
END
}
