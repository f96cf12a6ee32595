load ../case
# id:   dualstack.default
# idea: DUA-01 PT0-02
@test "An IPv6 wildcard listener with the system's own setting" {
  scenario <<'END'
    socket s inet6 stream
    getopt s v6only          -> option
    bind s any
    listen s 8               -> call
    sockname s               -> name
    getopt s v6only          -> after
    connect c4 s family=inet -> v4
    connect c6 s             -> v6
    drain s                  -> queue
END
}

# id:     dualstack.both
# matrix: family = inet6 mptcp6
# idea:   DUA-01 ACC-13
# waits:  yes
@test "An IPv6 wildcard listener with IPV6_V6ONLY off" {
  scenario <<'END'
    socket s $family stream
    setopt s v6only 0
    bind s any
    listen s 8               -> call
    connect c4 s family=inet -> v4
    accept s a4              -> accept4
    sockname a4              -> local4
    peername a4              -> remote4
    send c4 four             -> sent4
    recv a4                  -> received4
    send a4 back             -> answered4
    recv c4                  -> answer4
    connect c6 s             -> v6
    accept s a6              -> accept6
    sockname a6              -> local6
    send c6 six              -> sent6
    recv a6                  -> received6
END
}

# id:     dualstack.v6only
# matrix: family = inet6 mptcp6
# idea:   DUA-02
@test "An IPv6 wildcard listener with IPV6_V6ONLY on" {
  scenario <<'END'
    socket s $family stream
    setopt s v6only 1
    bind s any
    listen s 8                            -> call
    getopt s v6only                       -> option
    connect c4 s family=inet              -> v4
    connect m mapped port=@s family=inet6 -> mapped
    connect c6 s                          -> v6
    drain s                               -> queue
END
}

# id:     dualstack.implicit
# matrix: v6only = 0 1
# idea:   PT0-02 DUA-01 DUA-02
@test "An IPv6 socket that was never bound, after listen()" {
  scenario <<'END'
    socket s inet6 stream
    setopt s v6only $v6only
    listen s 8               -> call
    sockname s               -> name
    connect c4 s family=inet -> v4
    connect c6 s             -> v6
    drain s                  -> queue
END
}

# id:   dualstack.loopback
# idea: DUA-02
@test "A listener on the IPv6 loopback address" {
  scenario <<'END'
    socket s inet6 stream
    bind s loopback
    listen s 8               -> call
    connect c4 s family=inet -> v4
    connect c6 s             -> v6
    drain s                  -> queue
END
}

# id:     dualstack.late
# matrix: value = 0 1
# idea:   DUA-03 OPT-06
@test "IPV6_V6ONLY set after bind() or after listen()" {
  scenario <<'END'
    socket s inet6 stream
    setopt s v6only 0
    bind s any
    setopt s v6only $value   -> bound
    listen s 8               -> call
    setopt s v6only $value   -> listening
    getopt s v6only          -> option
    getopt s acceptconn      -> accepting
    connect c4 s family=inet -> v4
    connect c6 s             -> v6
END
}

# id:     dualstack.system-default
# matrix: value = 0 1
# needs:  namespace
# idea:   DUA-01
@test "A system whose IPV6_V6ONLY is on from the start" {
  scenario <<'END'
    limit v6only-default $value
    socket s inet6 stream
    getopt s v6only             -> option
    bind s any
    listen s 8                  -> call
    connect c4 s family=inet    -> v4
    connect c6 s                -> v6
END
}
