load ../case
# id:     address.wildcard-first
# matrix: family = inet inet6
# matrix: reuseaddr = 0 1
# matrix: reuseport = 0 1
# idea:   ERR-27 DUA-05 WIN-01 B74
@test "A wildcard listener, then a specific address on its port" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr $reuseaddr
    setopt a reuseport $reuseport
    bind a any port=free
    listen a 5
    socket b $family stream
    setopt b reuseaddr $reuseaddr
    setopt b reuseport $reuseport
    bind b loopback port=@a       -> bind
    listen b 5                    -> call
END
}

# id:     address.specific-first
# matrix: family = inet inet6
# matrix: reuseaddr = 0 1
# matrix: reuseport = 0 1
# idea:   ERR-27 DUA-05
@test "A listener on a specific address, then a wildcard on its port" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr $reuseaddr
    setopt a reuseport $reuseport
    bind a loopback port=free
    listen a 5
    socket b $family stream
    setopt b reuseaddr $reuseaddr
    setopt b reuseport $reuseport
    bind b any port=@a            -> bind
    listen b 5                    -> call
END
}

# id:     address.wildcard-bound
# matrix: family = inet inet6 mptcp
# idea:   ERR-27 REU-02
@test "A wildcard and a specific address bound to one port, then both listen" {
  scenario <<'END'
    socket wild $family stream
    setopt wild reuseaddr 1
    bind wild any port=free
    socket specific $family stream
    setopt specific reuseaddr 1
    bind specific loopback port=@wild -> bind
    listen wild 5                     -> wild-listen
    snapshot specific                 -> before
    listen specific 5                 -> call
    snapshot specific                 -> after
    close wild
    listen specific 5                 -> again
    connect c specific                -> client
END
}

# id:     address.wildcard-bound-reverse
# matrix: family = inet inet6 mptcp
# idea:   ERR-27 REU-02
@test "A wildcard and a specific address bound to one port, the specific one listens first" {
  scenario <<'END'
    socket wild $family stream
    setopt wild reuseaddr 1
    bind wild any port=free
    socket specific $family stream
    setopt specific reuseaddr 1
    bind specific loopback port=@wild -> bind
    listen specific 5                 -> first
    snapshot wild                     -> before
    listen wild 5                     -> call
    snapshot wild                     -> after
END
}

# id:     address.other
# matrix: reuseaddr = 0 1
# idea:   DUA-14 B84
@test "Listeners on two addresses with one port" {
  scenario <<'END'
    socket a inet stream
    setopt a reuseaddr $reuseaddr
    bind a loopback port=free
    listen a 5
    socket b inet stream
    setopt b reuseaddr $reuseaddr
    bind b other port=@a          -> bind
    listen b 5                    -> call
    connect c a                   -> client1
    connect d b                   -> client2
    drain a                       -> queue1
    drain b                       -> queue2
END
}
