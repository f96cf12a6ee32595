load ../case
# id:      vsock.any
# matrix:  family = vsock
# idea:    PRO-08
# compare: yes
@test "A listener of virtual machines, bound to any address" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s any              -> bind
    sockname s              -> bound
    listen s 5              -> call
    sockname s              -> name
    getopt s acceptconn     -> accepting
    poll s                  -> ready
    accept s a              -> accept
    listen s 8              -> again
    listen s 0              -> zero
    bind s any              -> rebind
    peername s              -> peer
END
}

# id:      vsock.shut
# matrix:  family = vsock
# matrix:  how = rd wr rdwr
# idea:    PRO-08
# compare: yes
@test "A listener of virtual machines, shut down" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s any
    listen s 5              -> call
    shutdown s $how         -> shut
    getopt s acceptconn     -> accepting
    accept s a              -> accept
    listen s 5              -> again
END
}

# id:      vsock.bind-again
# matrix:  family = vsock
# idea:    PRO-08
# compare: yes
@test "A second listener of virtual machines on the port of one" {
  scenario <<'END'
    socket s $family stream
    bind s any
    listen s 5              -> call
    socket t $family stream
    bind t @s               -> bind
    listen t 5              -> second
    close s
    bind t @s               -> later
    listen t 5              -> last
END
}

# id:      vsock.second
# matrix:  family = vsock
# idea:    PRO-08 B120
# compare: yes
@test "Two clients of a listener of virtual machines, accepted one after the other" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5              -> call
    connect c s             -> client
    accept s a              -> accept
    connect d s             -> other
    accept s b              -> second
    send d text             -> sent
    recv b                  -> received
    getopt s acceptconn     -> accepting
END
}

# id:      vsock.full
# matrix:  family = vsock
# matrix:  backlog = 0 1 5
# idea:    PRO-08 BKL-03
# compare: yes
@test "How many connections of virtual machines a backlog admits" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s 12              -> flood
    drain s                 -> drain
END
}
