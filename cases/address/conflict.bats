load ../case
# id:     address.plain
# matrix: family = inet inet6 mptcp sctp
# idea:   REU-01 B82 B83
@test "Two sockets for one address and port" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    socket b $family stream
    bind b @a               -> bind
    listen a 5              -> first
    listen b 5              -> call
    sockname b              -> name
    connect c a             -> client
    drain a                 -> queue
END
}

# id:     address.plain-path
# matrix: family = unix seqpacket
# idea:   REU-01
@test "Two sockets for one path" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    socket b $family stream
    bind b @a               -> bind
    listen a 5              -> first
    listen b 5              -> call
    connect c a             -> client
    drain a                 -> queue
END
}

# id:     address.listening
# matrix: family = inet inet6
# matrix: reuseaddr = 0 1
# idea:   REU-01 REU-02 PT0-12 B121
@test "bind() to the address and port of a listener" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr $reuseaddr
    bind a loopback
    listen a 5
    socket b $family stream
    setopt b reuseaddr $reuseaddr
    bind b @a                     -> bind
    listen b 5                    -> call
END
}

# id:     address.reuseaddr
# matrix: family = inet inet6
# matrix: first = 0 1
# matrix: second = 0 1
# idea:   ERR-26 REU-02 REU-03 PT0-14 SPI-11 B70 B71 B73 B77 B78 B79 B81 B72 B75 B88 B121
@test "Two sockets with SO_REUSEADDR bound to one address and port, then both listen" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr $first
    bind a loopback
    socket b $family stream
    setopt b reuseaddr $second
    bind b @a                  -> bind
    listen a 5                 -> listen1
    snapshot b                 -> before
    listen b 5                 -> call
    snapshot b                 -> after
    getopt b acceptconn        -> accepting
    listen a 7                 -> relisten
    connect c a                -> client
    drain a                    -> queue
END
}

# id:     address.reuseaddr-released
# matrix: family = inet inet6 mptcp
# idea:   REU-02 B74 B76
@test "A socket whose listen() failed for an address in use, after the other listener closed" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr 1
    bind a loopback
    socket b $family stream
    setopt b reuseaddr 1
    bind b @a
    listen a 5
    listen b 5              -> call
    listen b 5              -> repeated
    sockname b              -> name
    close a
    listen b 5              -> again
    sockname b              -> after
    connect c b             -> client
    drain b                 -> queue
END
}

# id:      address.reuseaddr-toggled
# matrix:  family = inet inet6
# idea:    REU-05
# compare: yes
@test "SO_REUSEADDR taken back between bind() and listen()" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr 1
    bind a loopback
    socket b $family stream
    setopt b reuseaddr 1
    bind b @a
    setopt a reuseaddr 0
    setopt b reuseaddr 0
    listen a 5              -> first
    listen b 5              -> call
END
}

# id:     address.reuseport
# matrix: family = inet inet6
# matrix: first = 0 1
# matrix: second = 0 1
# idea:   REU-06 REU-10 REU-12 REU-13 BKL-33
@test "Two sockets with SO_REUSEPORT for one address and port" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseport $first
    bind a loopback
    socket b $family stream
    setopt b reuseport $second
    bind b @a                  -> bind
    listen a 5                 -> listen1
    listen b 5                 -> call
    sockname a                 -> name1
    sockname b                 -> name2
END
}

# id:     address.reuseport-closed
# matrix: family = inet inet6
# idea:   REU-09 B129
@test "New clients after one of two SO_REUSEPORT listeners closed" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseport 1
    bind a loopback
    socket b $family stream
    setopt b reuseport 1
    bind b @a
    listen a 20
    listen b 20
    close a
    flood b 16              -> flood
    drain b                 -> queue
END
}

# id:     address.reuseport-pending
# matrix: family = inet inet6
# idea:   CLS-16 B129
@test "Clients pending at one of two SO_REUSEPORT listeners when it closes" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseport 1
    bind a loopback
    listen a 20
    flood a 6 as=early      -> before
    socket b $family stream
    setopt b reuseport 1
    bind b @a
    listen b 20             -> call
    close a
    clients early           -> after
    connect c b             -> client
    drain b                 -> queue
END
}

# id:     address.reuseport-user
# matrix: family = inet inet6
# needs:  root
# idea:   REU-07 PT0-13
@test "A second SO_REUSEPORT listener of another user" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseport 1
    bind a loopback
    listen a 5
    user 65534
    socket b $family stream
    setopt b reuseport 1
    bind b @a               -> bind
    listen b 5              -> call
END
}
