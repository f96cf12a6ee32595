load ../case
# id:     errors.connected-backlog
# matrix: family = inet unix
# matrix: backlog = min -1 0 max
# idea:   ERR-35
@test "listen() on a connected socket with an unusual backlog" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    listen c $backlog       -> call
END
}

# id:     errors.failed-bind
# matrix: family = inet inet6 mptcp sctp
# idea:   ERR-38
@test "listen() after bind() failed" {
  scenario <<'END'
    socket o $family stream
    bind o loopback
    listen o 5
    socket s $family stream
    bind s @o               -> bind
    sockname s              -> before
    listen s 5              -> call
    sockname s              -> after
    connect c s             -> client
END
}

# id:     errors.failed-bind-path
# matrix: family = unix seqpacket
# idea:   ERR-38
@test "listen() after bind() to a path in use failed" {
  scenario <<'END'
    socket o $family stream
    bind o loopback
    listen o 5
    socket s $family stream
    bind s @o               -> bind
    sockname s              -> before
    listen s 5              -> call
    bind s loopback         -> retry
    listen s 5              -> again
    connect c s             -> client
END
}

# id:     errors.failed-bind-nonlocal
# matrix: family = inet inet6
# idea:   ERR-38
@test "listen() after bind() to an address this machine does not have" {
  scenario <<'END'
    socket s $family stream
    bind s nonlocal         -> bind
    sockname s              -> before
    listen s 5              -> call
    sockname s              -> after
END
}
