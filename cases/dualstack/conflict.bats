load ../case
# id:     dualstack.conflict-v6-first
# matrix: v6only = 0 1
# matrix: reuseaddr = 0 1
# matrix: reuseport = 0 1
# idea:   DUA-05 DUA-06 ERR-28 REU-11 DUA-04 B110 B86
@test "An IPv6 wildcard listener, then IPv4 on the same port" {
  scenario <<'END'
    socket a inet6 stream
    setopt a v6only $v6only
    setopt a reuseaddr $reuseaddr
    setopt a reuseport $reuseport
    bind a any port=free
    listen a 8
    socket b inet stream
    setopt b reuseaddr $reuseaddr
    setopt b reuseport $reuseport
    bind b any port=@a                      -> bind
    snapshot b                              -> before
    listen b 8                              -> call
    snapshot b                              -> after
    connect c loopback port=@a family=inet  -> v4
    connect d loopback port=@a family=inet6 -> v6
END
}

# id:     dualstack.conflict-v4-first
# matrix: v6only = 0 1
# matrix: reuseaddr = 0 1
# matrix: reuseport = 0 1
# idea:   DUA-05 DUA-06 DUA-04 B110
@test "An IPv4 wildcard listener, then IPv6 on the same port" {
  scenario <<'END'
    socket a inet stream
    setopt a reuseaddr $reuseaddr
    setopt a reuseport $reuseport
    bind a any port=free
    listen a 8
    socket b inet6 stream
    setopt b v6only $v6only
    setopt b reuseaddr $reuseaddr
    setopt b reuseport $reuseport
    bind b any port=@a                      -> bind
    snapshot b                              -> before
    listen b 8                              -> call
    snapshot b                              -> after
    connect c loopback port=@a family=inet  -> v4
    connect d loopback port=@a family=inet6 -> v6
END
}

# id:     dualstack.conflict-both-bound
# matrix: v6only = 0 1
# matrix: reuseaddr = 0 1
# idea:   DUA-06 ERR-28
@test "IPv4 and IPv6 bound to one port, then both listen" {
  scenario <<'END'
    socket a inet6 stream
    setopt a v6only $v6only
    setopt a reuseaddr $reuseaddr
    bind a any port=free
    socket b inet stream
    setopt b reuseaddr $reuseaddr
    bind b any port=@a            -> bind
    listen a 8                    -> first
    listen b 8                    -> call
    close a
    listen b 8                    -> again
END
}

# id:     dualstack.conflict-specific
# matrix: v6only = 0 1
# matrix: reuseaddr = 0 1
# idea:   DUA-05 DUA-06
@test "An IPv6 wildcard listener, then the IPv4 loopback address on its port" {
  scenario <<'END'
    socket a inet6 stream
    setopt a v6only $v6only
    setopt a reuseaddr $reuseaddr
    bind a any port=free
    listen a 8
    socket b inet stream
    setopt b reuseaddr $reuseaddr
    bind b loopback port=@a                -> bind
    listen b 8                             -> call
    connect c loopback port=@a family=inet -> v4
END
}
