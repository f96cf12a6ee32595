load ../case
# id:     errors.datagram
# matrix: family = inet inet6 unix
# idea:   ERR-12 ERR-15
@test "listen() on a datagram socket that was never bound" {
  scenario <<'END'
    socket s $family dgram
    snapshot s             -> before
    listen s 5             -> call
    snapshot s             -> after
END
}

# id:     errors.datagram-bound
# matrix: family = inet inet6 unix
# idea:   ERR-12 ERR-15
@test "listen() on a bound datagram socket" {
  scenario <<'END'
    socket s $family dgram
    bind s loopback
    snapshot s             -> before
    listen s 5             -> call
    snapshot s             -> after
    socket c $family dgram
    connect c s
    send c text            -> sent
    recv s flags=dontwait  -> received
END
}

# id:     errors.datagram-connected
# matrix: family = inet inet6 unix
# idea:   ERR-12 ERR-35
@test "listen() on a connected datagram socket" {
  scenario <<'END'
    socket t $family dgram
    bind t loopback
    socket s $family dgram
    connect s t
    snapshot s             -> before
    listen s 5             -> call
    snapshot s             -> after
    send s text            -> sent
    recv t flags=dontwait  -> received
END
}

# id:     errors.datagram-backlog
# matrix: family = inet unix
# matrix: backlog = min -1 0 max
# idea:   ERR-35
@test "listen() on a datagram socket with an unusual backlog" {
  scenario <<'END'
    socket s $family dgram
    listen s $backlog      -> call
END
}

# id:     errors.raw
# matrix: family = inet inet6
# idea:   ERR-13
@test "listen() on a raw socket" {
  scenario <<'END'
    socket s $family raw protocol=255
    snapshot s                        -> before
    listen s 5                        -> call
    snapshot s                        -> after
END
}

# id:     errors.raw-bound
# matrix: family = inet inet6
# idea:   ERR-13
@test "listen() on a bound raw socket" {
  scenario <<'END'
    socket s $family raw protocol=255
    bind s loopback
    listen s 5                        -> call
END
}

# id:     errors.connectionless
# matrix: family = netlink packet udplite icmp
# idea:   ERR-13 ERR-14 ERR-16
@test "listen() on a socket of a family without connections" {
  scenario <<'END'
    socket s $family dgram
    listen s 5             -> call
    listen s 0             -> again
END
}

# id:     errors.packet-raw
# matrix: family = netlink packet
# idea:   ERR-13 ERR-16
@test "listen() on a raw packet or netlink socket" {
  scenario <<'END'
    socket s $family raw
    listen s 5           -> call
END
}

# id:   errors.cipher
# idea: ERR-16
@test "listen() on a socket of the kernel's cipher interface" {
  scenario <<'END'
    socket s alg seqpacket
    listen s 5             -> call
END
}
