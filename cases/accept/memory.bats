load ../case
# id:     accept.memory
# matrix: family = inet inet6 unix seqpacket mptcp
# matrix: room = none 0 1 2 8 whole more
# idea:   ACC-13
@test "accept() with more and less room for the client's address" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    poll s wait=1000
    fill s accept $room     -> call
END
}

# id:     accept.memory-negative
# matrix: family = inet inet6 unix seqpacket
# idea:   ACC-13
@test "accept() with a negative room for the client's address" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c s
    poll s wait=1000
    fill s accept negative  -> call
    poll s                  -> after
    accept s a              -> accept
END
}

# id:      accept.number
# matrix:  family = inet inet6 unix
# idea:    ACC-13
# compare: yes
@test "The number of an accepted socket when a lower one is free" {
  scenario <<'END'
    socket x $family dgram
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    poll s wait=1000
    close x
    accept s a              -> accept
    getopt closed:x type    -> lowest
END
}
