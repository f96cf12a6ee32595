load ../case
# id:     process.share
# matrix: family = inet inet6 unix seqpacket
# idea:   FRK-02
@test "A parent and its child process accept from one listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    fork p
    connect c1 s
    send c1 one
    connect c2 s
    send c2 two
    child p accept s a      -> child-accept
    child p recv a          -> child-text
    accept s b              -> accept
    recv b                  -> text
    wait p
END
}

# id:      process.owner-ends
# matrix:  family = inet inet6 unix seqpacket
# idea:    CLS-11 B98
# compare: yes
@test "Clients pending when the only process that holds the listener ends" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 8
    fork p
    flood s 3                   -> before
    child p getopt s acceptconn -> accepting
    close s                     -> closed
    clients s.clients           -> between
    wait p
    settle
    clients s.clients           -> after
END
}

# id:      process.two-children
# matrix:  family = inet unix
# idea:    FRK-04 FRK-11
# compare: yes
@test "listen() in two child processes" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    fork p
    fork q
    child p listen s 2      -> first
    child q listen s 5      -> second
    flood s 13              -> flood
    wait p
    wait q
    drain s                 -> queue
END
}

# id:      process.copied-connected
# matrix:  family = inet unix
# idea:    FRK-04 ERR-18
# compare: yes
@test "A child process calls listen() on its parent's connected socket" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    fork p
    child p listen c 5      -> call
    wait p
    send c text             -> sent
    recv a                  -> received
END
}
