load ../case
# id:     relisten.shrink
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# matrix: backlog = 0 1 3
# idea:   REL-04 REL-06
@test "listen() with a backlog smaller than the number of pending connections" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 8
    flood s 8 as=early tag  -> before
    listen s $backlog       -> call
    clients early           -> after
    flood s asked+8 as=late -> late
    drain s                 -> queue
    flood s asked+8 as=last -> refilled
END
}

# id:     relisten.shrink-clients
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   REL-04 REL-06 BKL-17
@test "each pending client after listen() with a smaller backlog" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 8
    connect c1 s
    connect c2 s
    connect c3 s
    connect c4 s
    send c1 one
    send c2 two
    send c3 three
    send c4 four
    listen s 1                  -> call
    settle
    poll c1                     -> first
    poll c2                     -> second
    poll c3                     -> third
    poll c4                     -> fourth
    send c4 more flags=nosignal -> sent
    accept s a1                 -> accept1
    accept s a2                 -> accept2
    recv a1 flags=dontwait      -> text1
    recv a2 flags=dontwait      -> text2
    drain s as=rest             -> queue
END
}

# id:     relisten.shrink-fewer
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   REL-03
@test "listen() with a smaller backlog while fewer connections than that are pending" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 8
    flood s 2 as=early tag  -> before
    listen s 4              -> call
    clients early           -> after
    flood s asked+8 as=late -> late
    drain s                 -> queue
END
}

# id:     relisten.shrink-empty
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   REL-03
@test "listen() with a smaller backlog while nobody waits" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 12
    listen s 3              -> call
    flood s 16              -> flood
    drain s                 -> queue
END
}

# id:     relisten.shrink-grow
# matrix: family = inet inet6 unix seqpacket
# idea:   REL-04
@test "listen() with a smaller, then with the first backlog again" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 6
    flood s 6 as=early tag  -> before
    listen s 1              -> smaller
    listen s 6              -> call
    clients early           -> after
    flood s 8 as=late       -> late
    drain s                 -> queue
END
}

# id:      relisten.negative-pending
# matrix:  family = inet inet6 unix
# matrix:  backlog = -1 min
# idea:    REL-05
# compare: yes
@test "listen() with a negative backlog while connections are pending" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 4
    flood s 4 as=early tag  -> before
    listen s $backlog       -> call
    clients early           -> after
    flood s 24 as=late      -> late
    drain s                 -> queue
END
}
