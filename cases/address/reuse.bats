load ../case
# id:     address.live-connection
# matrix: family = inet inet6
# matrix: first = 0 1
# matrix: second = 0 1
# idea:   REU-04 CLS-12 B87
@test "The port of a closed listener while an accepted connection lives" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr $first
    bind a loopback port=free
    listen a 5
    connect c a
    accept a x
    socket b $family stream
    setopt b reuseaddr $second
    close a
    bind b loopback port=@x    -> bind
    listen b 5                 -> call
    connect d b                -> client
    send c text                -> sent
    recv x                     -> received
END
}

# id:      address.finished-connection
# matrix:  family = inet inet6
# matrix:  reuseaddr = 0 1
# idea:    REU-04 CLS-12
# compare: yes
@test "The port of a closed listener whose connection was ended by the listening side" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr $reuseaddr
    bind a loopback port=free
    listen a 5
    socket k inet dgram
    bind k any port=@a
    connect c a
    accept a x
    close x
    recv c                        -> end
    close c
    close a
    settle
    socket b $family stream
    setopt b reuseaddr $reuseaddr
    bind b loopback port=@k       -> bind
    listen b 5                    -> call
END
}

# id:      address.failed-listen-client
# matrix:  family = inet inet6
# idea:    B74 STM-35
# compare: yes
@test "A socket whose listen() failed for an address in use, used as a client" {
  scenario <<'END'
    socket o $family stream
    bind o loopback
    listen o 5
    socket a $family stream
    setopt a reuseaddr 1
    bind a loopback
    socket b $family stream
    setopt b reuseaddr 1
    bind b @a
    listen a 5
    listen b 5              -> call
    connect b o             -> connect
    listen b 5              -> again
END
}

# id:     address.nonlocal
# matrix: family = inet inet6
# idea:   DUA-12
@test "A listener on an address this machine does not have" {
  scenario <<'END'
    socket s $family stream
    setopt s freebind 1
    bind s nonlocal         -> bind
    listen s 5              -> call
    sockname s              -> name
END
}

# id:    address.added
# needs: namespace
# idea:  DUA-10
@test "A wildcard listener and an address added after listen()" {
  scenario <<'END'
    socket s inet stream
    bind s any
    listen s 5
    address add 198.51.100.7
    connect c 198.51.100.7 port=@s family=inet -> client
    drain s                                    -> queue
END
}

# id:      address.removed
# needs:   namespace
# idea:    DUA-11
# compare: yes
@test "A listener whose address is removed and added again" {
  scenario <<'END'
    address add 198.51.100.8
    socket s inet stream
    bind s 198.51.100.8
    listen s 5
    connect c s                 -> before
    address remove 198.51.100.8
    getopt s acceptconn         -> accepting
    listen s 5                  -> call
    address add 198.51.100.8
    connect d s                 -> after
    drain s                     -> queue
END
}

# id:      address.interface
# needs:   namespace
# idea:    DUA-11
# compare: yes
@test "A wildcard listener while the interface is taken down and up again" {
  scenario <<'END'
    socket s inet stream
    bind s any
    interface down
    listen s 5           -> call
    getopt s acceptconn  -> accepting
    interface up
    connect c s          -> client
    listen s 7           -> again
END
}
