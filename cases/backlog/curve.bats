load ../case
# id:     backlog.curve
# matrix: family = inet inet6 unix seqpacket
# matrix: backlog = min -1 0 1 2 3 5 8 10 16 17 50 128 255 256 257 somaxconn limit 32767 32768 65535 65536 max
# idea:   BKL-01 BKL-03 BKL-04 BKL-05 BKL-06 BKL-10 BKL-18 SMX-01 SMX-02 SMX-09 BKL-09 SPI-10 B1 B7 B19 B24 B38 B2 B3 B5 B6 B10 B14 B15 B21 B22 B33 B34 B11 B49 B123
@test "How many connections a backlog admits" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s asked+8 tag     -> flood
    drain s                 -> drain
END
}

# id:      backlog.curve-multipath
# matrix:  family = mptcp mptcp6
# matrix:  backlog = -1 0 1 5 65536 max
# idea:    BKL-03 PRO-07
# compare: yes
@test "How many connections a backlog admits under MPTCP" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s asked+8 tag     -> flood
    drain s                 -> drain
END
}

# id:     backlog.curve-sctp
# matrix: family = sctp sctp6
# matrix: backlog = -1 0 1 5
# idea:   BKL-03 PRO-01 PRO-02
@test "How many connections a backlog admits under SCTP" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s 12              -> flood
    drain s                 -> drain
END
}

# id:     backlog.system-limit
# matrix: family = inet unix
# idea:   SMX-03 BKL-34 EXH-09 B25 B45 B26
@test "A queue filled to the system's limit" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s limit          -> call
    flood s limit tag       -> flood
    drain s                 -> drain
END
}

# id:     backlog.monotone
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   BKL-08
@test "Larger backlogs do not admit fewer connections" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    listen a 0              -> zero-call
    flood a 20              -> zero
    drain a                 -> zero-queue
    socket b $family stream
    bind b loopback
    listen b 1
    flood b 20              -> one
    drain b                 -> one-queue
    socket d $family stream
    bind d loopback
    listen d 4
    flood d 20              -> four
    drain d                 -> four-queue
    socket e $family stream
    bind e loopback
    listen e 9
    flood e 20              -> nine
    drain e                 -> nine-queue
    socket f $family stream
    bind f loopback
    listen f 16
    flood f 20              -> sixteen
    drain f                 -> sixteen-queue
END
}

# id:     backlog.negative
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# matrix: backlog = -1 -2 min
# idea:   BKL-05 SMX-10 B12
@test "Negative backlogs beside a backlog of 0" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    listen a 0              -> zero-call
    flood a 24              -> zero
    drain a                 -> zero-queue
    socket b $family stream
    bind b loopback
    listen b $backlog       -> call
    flood b 24              -> negative
    drain b                 -> negative-queue
END
}

# id:     backlog.above-limit
# matrix: family = inet inet6 unix
# matrix: backlog = 9 16 max
# needs:  namespace
# idea:   SMX-02 SMX-03
@test "Backlogs above a system's limit of 8, beside the limit itself" {
  scenario <<'END'
    limit somaxconn 8
    socket a $family stream
    bind a loopback
    listen a 8              -> limit-call
    flood a 24              -> limit
    drain a                 -> limit-queue
    socket b $family stream
    bind b loopback
    listen b $backlog       -> call
    flood b 24              -> above
    drain b                 -> above-queue
END
}

# id:     backlog.immediate
# matrix: family = inet inet6 unix
# matrix: backlog = 0 1 5
# idea:   BKL-02 UNX-18 B20 B4 B8 B9 B109
@test "A connection made before accept() was ever called" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    connect c s             -> client
    send c text             -> sent
    accept s a              -> accept
    recv a                  -> received
END
}
