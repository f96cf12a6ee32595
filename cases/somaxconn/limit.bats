load ../case
# id:     somaxconn.constant
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   SMX-01 SMX-11 BKL-37 B46
@test "listen() with the header's SOMAXCONN" {
  scenario <<'END'
    limits                  -> limits
    socket s $family stream
    bind s loopback
    listen s somaxconn      -> call
    getopt s acceptconn     -> accepting
    connect c s             -> client
END
}

# id:      somaxconn.beyond
# matrix:  family = inet inet6 unix
# matrix:  backlog = limit-1 limit limit+1
# idea:    SMX-02 SMX-03
# compare: yes
@test "listen() with backlogs around the system's limit" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s 12              -> flood
    drain s                 -> drain
END
}

# id:     somaxconn.clamp
# matrix: family = inet inet6 unix
# matrix: backlog = 7 8 9 16 max
# needs:  namespace
# idea:   SMX-02 SMX-03 SMX-04 SMX-06 SMX-07 SMX-13 B40 B41 B48
@test "Backlogs below, at and above a system's limit of 8" {
  scenario <<'END'
    limit somaxconn 8
    limits                  -> limits
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s 24              -> flood
    drain s                 -> drain
END
}

# id:     somaxconn.negative
# matrix: family = inet inet6 unix
# matrix: backlog = -1 -2 -8 min
# needs:  namespace
# idea:   BKL-05 BKL-07 SMX-10
@test "Negative backlogs with a system's limit of 8" {
  scenario <<'END'
    limit somaxconn 8
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s 24              -> flood
    drain s                 -> drain
END
}

# id:     somaxconn.truncation
# matrix: family = inet unix
# matrix: backlog = 256 257 32768 65536 65537 131072 16777216 -65536 -65535
# needs:  namespace
# idea:   BKL-06 ERR-41
@test "Backlogs whose low bits are small, with a system's limit of 12" {
  scenario <<'END'
    limit somaxconn 12
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s 24              -> flood
    drain s                 -> drain
END
}

# id:     somaxconn.header-above-limit
# matrix: family = inet inet6 unix
# needs:  namespace
# idea:   SMX-04 SMX-11 B44
@test "listen() with SOMAXCONN where the system's limit is 3" {
  scenario <<'END'
    limit somaxconn 3
    socket s $family stream
    bind s loopback
    listen s somaxconn      -> call
    flood s 12              -> flood
    drain s                 -> drain
END
}

# id:      somaxconn.lowered
# matrix:  family = inet inet6 unix seqpacket
# needs:   namespace
# idea:    SMX-05
# compare: yes
@test "The system's limit lowered after listen()" {
  scenario <<'END'
    limit somaxconn 64
    socket s $family stream
    bind s loopback
    listen s 12
    limit somaxconn 4
    flood s 24 as=early     -> before
    drain s                 -> before-queue
    listen s 12             -> call
    flood s 24 as=late      -> after
    drain s                 -> after-queue
END
}

# id:      somaxconn.raised
# matrix:  family = inet inet6 unix seqpacket
# needs:   namespace
# idea:    SMX-05
# compare: yes
@test "The system's limit raised after listen()" {
  scenario <<'END'
    limit somaxconn 4
    socket s $family stream
    bind s loopback
    listen s 12
    limit somaxconn 64
    flood s 24 as=early     -> before
    drain s                 -> before-queue
    listen s 12             -> call
    flood s 24 as=late      -> after
    drain s                 -> after-queue
END
}

# id:      somaxconn.zero
# matrix:  family = inet unix
# matrix:  backlog = 0 5
# needs:   namespace
# idea:    SMX-03
# compare: yes
@test "A system's limit of 0" {
  scenario <<'END'
    limit somaxconn 0
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s 12              -> flood
    drain s                 -> drain
END
}
