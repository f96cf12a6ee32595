load ../case
# id:     address.memory
# matrix: family = inet inet6 unix seqpacket mptcp
# matrix: room = 0 1 2 8 whole more
# idea:   STM-11
@test "getsockname() of a listener with more and less room for the address" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    fill s sockname $room   -> call
END
}

# id:     address.memory-negative
# matrix: family = inet inet6 unix
# idea:   STM-11
@test "getsockname() of a listener with a negative room for the address" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    fill s sockname negative -> call
END
}

# id:      address.memory-peer
# matrix:  family = inet inet6 unix
# matrix:  room = 0 2 8 whole more negative
# idea:    STM-11
# compare: yes
@test "getpeername() of an accepted socket with more and less room for the address" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    accept s a
    fill a peername $room   -> call
    fill a sockname $room   -> own
END
}
