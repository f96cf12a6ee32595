load ../case
# id:     process.thread
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# needs:  thread
# idea:   FRK-05 FRK-15 STM-30 WIN-12
@test "bind(), listen() and accept() in three threads" {
  scenario <<'END'
    socket s $family stream
    thread bind s loopback  -> bind
    thread listen s 5       -> call
    connect c s             -> client
    thread accept s a       -> accept
    send c text             -> sent
    recv a                  -> received
END
}

# id:     process.storm
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   FRK-11 REL-09
@test "Eight threads call listen() on one socket" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    sockname s                         -> before
    storm s 500 threads=8 backlogs=3,6 -> storm
    sockname s                         -> after
    listen s 4                         -> call
    flood s asked+8                    -> flood
    drain s                            -> queue
END
}

# id:     process.storm-first
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   FRK-11
@test "Eight threads call listen() on a socket that does not listen yet" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    storm s 50 threads=8    -> storm
    getopt s acceptconn     -> accepting
    connect c s             -> client
    accept s a              -> accept
END
}

# id:      process.storm-unbound
# matrix:  family = inet inet6 unix
# idea:    FRK-11 PT0-01
# compare: yes
@test "Eight threads call listen() on a socket that was never bound" {
  scenario <<'END'
    socket s $family stream
    storm s 50 threads=8    -> storm
    sockname s              -> name
    listen s 5              -> call
    sockname s              -> after
END
}

# id:     process.storm-connected
# matrix: family = inet unix
# idea:   FRK-11 ERR-37
@test "Eight threads call listen() on a connected socket" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    storm c 50 threads=8    -> storm
    send c text             -> sent
    recv a                  -> received
END
}

# id:     process.storm-pending
# matrix: family = inet unix
# idea:   FRK-11 REL-06
@test "Eight threads call listen() while connections are pending" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 8
    flood s 6 tag                      -> before
    storm s 200 threads=8 backlogs=8,9 -> storm
    clients s.clients                  -> after
    drain s                            -> queue
END
}

# id:      process.waiting
# matrix:  family = inet unix
# idea:    FRK-10
# compare: yes
@test "listen() in a thread while others wait in accept() and poll()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t1 accept s a
    begin t2 poll s wait=2000
    settle
    thread listen s 7         -> call
    connect c s               -> client
    await t1 wait=1000        -> accept
END
}
