load ../case
# id:     relisten.duplicate
# matrix: family = inet inet6 unix seqpacket
# idea:   REL-10 FRK-06
@test "a second listen() through a duplicate of the descriptor" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    dup s d
    listen d 6              -> call
    flood s 16              -> flood
    drain d                 -> queue
    close d
    getopt s acceptconn     -> accepting
    connect c s             -> client
END
}

# id:      relisten.child
# matrix:  family = inet inet6 unix seqpacket
# idea:    REL-11 FRK-04
# compare: yes
@test "a second listen() in a child process" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    fork p
    child p listen s 6      -> call
    flood s 16              -> flood
    wait p
    drain s                 -> queue
    connect c s             -> client
END
}

# id:      relisten.executed
# matrix:  family = inet inet6 unix
# idea:    FRK-03 FRK-08 SPI-08 B113
# compare: yes
@test "a second listen() by a program that inherited the descriptor" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    sockname s                  -> before
    connect c s
    exec p
    child p getopt s acceptconn -> inherited
    child p listen s 6          -> call
    child p sockname s          -> after
    child p accept s a          -> accept
    flood s 16                  -> flood
    wait p
    drain s                     -> queue
END
}

# id:      relisten.passed
# matrix:  family = inet inet6 unix seqpacket
# idea:    REL-10 FRK-07 UNX-20
# compare: yes
@test "a second listen() through a descriptor passed over a socket" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    pass s d
    listen d 6              -> call
    flood s 16              -> flood
    close s
    drain d                 -> queue
    connect c d             -> client
    accept d a              -> accept
END
}

# id:      relisten.thread
# matrix:  family = inet inet6 unix seqpacket
# idea:    REL-12 FRK-05
# compare: yes
@test "a second listen() in another thread" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    thread listen s 6       -> call
    flood s 16              -> flood
    drain s                 -> queue
END
}

# id:     relisten.accepting
# matrix: family = inet inet6 unix
# matrix: backlog = 0 2 9
# idea:   REL-07 STM-27
@test "a second listen() while another thread waits in accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 2
    begin t accept s a
    settle
    listen s $backlog       -> call
    await t wait=20         -> before
    connect c s             -> client
    await t wait=1000       -> accept
    send c text             -> sent
    recv a                  -> received
END
}

# id:      relisten.polling
# matrix:  family = inet inet6 unix
# matrix:  method = poll select epoll
# idea:    RDY-13 RDY-14
# compare: yes
@test "a second listen() while another thread waits in poll()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 2
    begin t poll s method=$method wait=2000
    settle
    listen s 9                              -> call
    await t wait=20                         -> before
    connect c s                             -> client
    await t wait=1000                       -> woken
END
}
