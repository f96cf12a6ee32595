load ../case
# id:     errors.connecting
# matrix: family = inet inet6 mptcp sctp
# idea:   ERR-20 B64
@test "listen() while a non-blocking connect() is in progress" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 1
    flood l asked+8
    socket s $family stream nonblock
    connect s l                      -> start
    snapshot s                       -> before
    listen s 5                       -> call
    snapshot s                       -> after
END
}

# id:     errors.connecting-bound
# matrix: family = inet inet6
# idea:   ERR-20
@test "listen() on a bound socket while a non-blocking connect() is in progress" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 1
    flood l asked+8
    socket s $family stream nonblock
    bind s loopback
    sockname s                       -> name
    connect s l                      -> start
    listen s 5                       -> call
    sockname s                       -> named
END
}

# id:     errors.connecting-blocked
# matrix: family = inet inet6 unix seqpacket
# idea:   ERR-20 STM-23
# waits:  yes
@test "listen() while a blocking connect() of another thread waits" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 1
    flood l asked+8
    socket s $family stream
    begin t connect s l
    settle
    listen s 5              -> call
    getopt s acceptconn     -> accepting
END
}

# id:     errors.connecting-then-connected
# matrix: family = inet inet6
# idea:   ERR-20 BKL-26
# waits:  yes
@test "a connect() in progress, listen(), then room in the queue" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 1
    flood l 2
    socket s $family stream nonblock
    connect s l                      -> start
    listen s 5                       -> call
    drain l as=first
    poll s wait=3500                 -> event
    getopt s error                   -> error
    accept l a                       -> accept
END
}

# id:     errors.connecting-shut
# matrix: how = rd wr rdwr
# matrix: family = inet inet6
# idea:   STM-23 B62
@test "listen() on a connecting socket after shutdown()" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 1
    flood l asked+8
    socket s $family stream nonblock
    connect s l                      -> start
    shutdown s $how                  -> shut
    listen s 5                       -> call
END
}
