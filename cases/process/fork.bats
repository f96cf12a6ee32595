load ../case
# id:      process.fork-accept
# matrix:  family = inet inet6 unix seqpacket
# waits:   yes
# idea:    FRK-01
# compare: yes
@test "A child process accepts from its parent's listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    fork p
    child p accept s a      -> accept
    child p send a text     -> sent
    recv c                  -> received
    wait p
    getopt s acceptconn     -> accepting
    connect d s             -> client
    accept s b              -> after
END
}

# id:      process.fork-listen
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    FRK-04
# compare: yes
@test "A child process calls listen() on its parent's bound socket" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    sockname s              -> before
    fork p
    child p listen s 5      -> call
    getopt s acceptconn     -> accepting
    sockname s              -> after
    connect c s             -> client
    accept s a              -> accept
    wait p
    connect d s             -> later
END
}

# id:      process.fork-unbound
# matrix:  family = inet inet6
# idea:    FRK-04 PT0-01
# compare: yes
@test "A child process calls listen() on its parent's unbound socket" {
  scenario <<'END'
    socket s $family stream
    fork p
    child p listen s 5      -> call
    child p sockname s      -> child-name
    sockname s              -> name
    wait p
    connect c s             -> client
END
}

# id:     process.fork-close
# matrix: family = inet inet6 unix
# idea:   FRK-01 CLS-10
@test "A listener that is closed in the child process" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    fork p
    child p close s         -> closed
    wait p
    accept s a              -> accept
    connect d s             -> client
END
}

# id:      process.exec
# matrix:  family = inet inet6 unix seqpacket
# idea:    FRK-03 FRK-08
# compare: yes
@test "A program that inherited a listener with a connection pending" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c text
    exec p
    child p getopt s acceptconn -> accepting
    child p accept s a          -> accept
    child p recv a              -> received
    wait p
    connect d s                 -> client
END
}

# id:     process.pass
# matrix: family = inet inet6 unix seqpacket
# idea:   FRK-07 UNX-20
@test "A listener passed over a socket, then closed by the sender" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c text
    pass s d
    close s
    getopt d acceptconn     -> accepting
    accept d a              -> accept
    recv a                  -> received
    connect e d             -> client
END
}

# id:     process.duplicate
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   FRK-06
@test "listen() on one descriptor, accept() on its duplicate" {
  scenario <<'END'
    socket s $family stream
    dup s d
    bind s loopback
    listen d 5              -> call
    getopt s acceptconn     -> accepting
    sockname d              -> name1
    sockname s              -> name2
    connect c s             -> client
    accept s a              -> accept
END
}
