load ../case
# id:     option.acceptconn
# matrix: family = inet inet6 unix seqpacket mptcp mptcp6 sctp
# idea:   STM-03 STM-04 B59
@test "SO_ACCEPTCONN from a fresh socket to a listener's" {
  scenario <<'END'
    socket s $family stream
    getopt s acceptconn     -> fresh
    bind s loopback
    getopt s acceptconn     -> bound
    listen s 5
    getopt s acceptconn     -> listening
    connect c s
    accept s a
    getopt s acceptconn     -> after
    getopt c acceptconn     -> client
    getopt a acceptconn     -> accepted
END
}

# id:     option.acceptconn-datagram
# matrix: family = inet inet6 unix
# idea:   STM-04
@test "SO_ACCEPTCONN of a datagram socket" {
  scenario <<'END'
    socket s $family dgram
    getopt s acceptconn    -> fresh
    bind s loopback
    listen s 5             -> call
    getopt s acceptconn    -> after
END
}

# id:     option.acceptconn-set
# matrix: value = 0 1
# matrix: family = inet inet6 unix
# idea:   STM-05
@test "SO_ACCEPTCONN set by the caller" {
  scenario <<'END'
    socket s $family stream
    setopt s acceptconn $value -> fresh
    getopt s acceptconn        -> fresh-value
    bind s loopback
    listen s 5
    connect c s
    setopt s acceptconn $value -> listening
    getopt s acceptconn        -> listening-value
    accept s a                 -> accept
END
}

# id:     option.acceptconn-shut
# matrix: how = rd wr rdwr
# matrix: family = inet unix
# idea:   STM-03
@test "SO_ACCEPTCONN after shutdown() and a second listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    shutdown s $how         -> shut
    getopt s acceptconn     -> after
    listen s 5              -> call
    getopt s acceptconn     -> again
END
}
