load ../case

# id:     winsock.exclusive
# matrix: family = inet inet6
# matrix: first = loopback any
# needs:  winsock
@test "A second listener with SO_REUSEADDR on the address of one with SO_EXCLUSIVEADDRUSE" {
  scenario <<'END'
    socket a $family stream
    setopt a exclusive-addr-use 1 -> option
    bind a $first
    listen a 5              -> call
    socket b $family stream
    setopt b reuseaddr 1
    bind b loopback port=@a -> bind
    listen b 5              -> second
    connect c a             -> client
END
}

# id:      winsock.exclusive-second
# matrix:  family = inet inet6
# needs:   winsock
# compare: yes
@test "A second listener with SO_EXCLUSIVEADDRUSE on the address of one with SO_REUSEADDR" {
  scenario <<'END'
    socket a $family stream
    setopt a reuseaddr 1
    bind a loopback
    listen a 5              -> call
    socket b $family stream
    setopt b exclusive-addr-use 1 -> option
    bind b @a               -> bind
    listen b 5              -> second
END
}

# id:      winsock.exclusive-both
# idea:    B122
# needs:   winsock
# compare: yes
@test "SO_EXCLUSIVEADDRUSE and SO_REUSEADDR on one socket" {
  scenario <<'END'
    socket a inet stream
    setopt a exclusive-addr-use 1 -> exclusive
    setopt a reuseaddr 1    -> reuse
    getopt a exclusive-addr-use -> exclusive-now
    getopt a reuseaddr      -> reuse-now
    bind a loopback
    listen a 5              -> call
END
}
