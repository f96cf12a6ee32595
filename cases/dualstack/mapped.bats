load ../case
# id:      dualstack.mapped
# idea:    DUA-07 DUA-08
# compare: yes
@test "A listener on a v4-mapped address" {
  scenario <<'END'
    socket s inet6 stream
    bind s mapped                            -> bind
    sockname s                               -> name
    listen s 8                               -> call
    connect c4 s family=inet                 -> v4
    connect m mapped port=@s family=inet6    -> mapped
    connect c6 loopback port=@s family=inet6 -> v6
    accept s a                               -> accept
    drain s                                  -> queue
END
}

# id:      dualstack.mapped-v6only
# idea:    DUA-07
# compare: yes
@test "bind() to a v4-mapped address with IPV6_V6ONLY on" {
  scenario <<'END'
    socket s inet6 stream
    setopt s v6only 1
    bind s mapped         -> bind
    listen s 8            -> call
    sockname s            -> name
END
}

# id:   dualstack.mapped-client
# waits: yes
# idea: ACC-13
@test "A v4-mapped client of an IPv4 listener" {
  scenario <<'END'
    socket s inet stream
    bind s loopback
    listen s 8
    connect m mapped port=@s family=inet6 -> client
    peername m                            -> remote
    accept s a                            -> accept
    send m text                           -> sent
    recv a                                -> received
END
}

# id:   dualstack.mapped-wildcard
# waits: yes
# idea: ACC-13 DUA-01
@test "A v4-mapped client of an IPv6 wildcard listener" {
  scenario <<'END'
    socket s inet6 stream
    setopt s v6only 0
    bind s any
    listen s 8
    connect m mapped port=@s family=inet6 -> client
    accept s a                            -> accept
    peername a                            -> remote
    sockname a                            -> local
END
}
