load ../case
# id:      address.odd
# matrix:  at = 224.0.0.1 255.255.255.255 127.255.255.255 0.1.2.3
# idea:    DUA-13
# compare: yes
@test "A listener on an address that is no host's" {
  scenario <<'END'
    socket s inet stream
    bind s $at           -> bind
    listen s 5           -> call
    sockname s           -> name
END
}

# id:    address.freebind-added
# needs: namespace
# idea:  DUA-12
@test "A listener on an address that is added later" {
  scenario <<'END'
    socket s inet stream
    setopt s freebind 1
    bind s 198.51.100.9      -> bind
    listen s 5               -> call
    address add 198.51.100.9
    connect c s              -> client
    drain s                  -> queue
END
}

# id:     address.specific
# matrix: family = inet mptcp
# idea:   PT0-07 DUA-14
@test "Which addresses reach a listener bound to one of them" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5              -> call
    connect c s             -> client
    connect d other port=@s -> other
    drain s                 -> queue
END
}

# id:     address.nonlocal-system
# matrix: family = inet inet6
# needs:  namespace
# idea:   DUA-12
@test "A listener on an address this machine does not have, where the system allows it" {
  scenario <<'END'
    limit ip-nonlocal 1
    socket s $family stream
    bind s nonlocal         -> bind
    listen s 5              -> call
    getopt s acceptconn     -> accepting
END
}

# id:     address.beside-connecting
# matrix: family = inet inet6
# idea:   REU-04
@test "listen() on an address from which another socket is connecting" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 1
    flood l asked+8
    socket s $family stream nonblock
    setopt s reuseaddr 1
    bind s loopback
    connect s l                      -> start
    socket t $family stream
    setopt t reuseaddr 1
    bind t @s                        -> bind
    listen t 5                       -> call
    connect c t                      -> client
END
}

# id:     address.reuseport-later
# matrix: family = inet inet6
# idea:   REU-08
@test "SO_REUSEPORT set on a listener, then a second socket" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    listen a 5
    setopt a reuseport 1    -> option
    socket b $family stream
    setopt b reuseport 1
    bind b @a               -> bind
    listen b 5              -> call
END
}

# id:      address.distribution
# matrix:  family = inet inet6
# idea:    REU-06 BKL-33
# compare: yes
@test "Clients of two SO_REUSEPORT listeners" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseport 1
    bind a loopback
    socket b $family stream
    setopt b reuseport 1
    bind b @a
    listen a 64
    listen b 64
    flood a 60              -> flood
    poll a                  -> first
    poll b                  -> second
    drain a as=one          -> _
    drain b as=two          -> _
    clients a.clients       -> after
END
}

# id:      address.wildcard
# matrix:  family = inet inet6 mptcp sctp
# idea:    PT0-07 DUA-01
# compare: yes
@test "Which addresses reach a wildcard listener" {
  scenario <<'END'
    socket s $family stream
    bind s any
    listen s 8                              -> call
    connect c loopback port=@s family=inet  -> loopback
    connect d other port=@s family=inet     -> other
    connect e loopback port=@s family=inet6 -> loopback6
    drain s                                 -> queue
END
}
