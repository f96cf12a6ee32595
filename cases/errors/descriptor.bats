load ../case
# id:     errors.notsocket
# matrix: kind = file: dir: null: tty: fifo: pipe-read: pipe-write: epoll: eventfd: timerfd: signalfd: memfd: inotify: fanotify: pidfd: userfaultfd: io-uring: bpf: perf: shm: mqueue:
# idea:   ERR-06 ERR-07 ERR-08 ERR-09 ERR-11 B58
@test "listen() on a descriptor that is not a socket" {
  scenario <<'END'
    listen $kind 5 -> call
END
}

# id:     errors.notsocket-backlog
# matrix: kind = file: null: pipe-read:
# matrix: backlog = min -1 0 max
# idea:   ERR-35
@test "listen() on a descriptor that is not a socket, with an unusual backlog" {
  scenario <<'END'
    listen $kind $backlog -> call
END
}

# id:   errors.path-only
# idea: ERR-10
@test "listen() on a descriptor that only names a file" {
  scenario <<'END'
    listen path-only: 5 -> call
END
}

# id:     errors.bad-descriptor
# matrix: number = none huge: negative: limit:
# idea:   ERR-01 ERR-02 ERR-04
@test "listen() on a number that is no descriptor" {
  scenario <<'END'
    listen $number 5 -> call
END
}

# id:     errors.bad-descriptor-backlog
# matrix: number = none limit:
# matrix: backlog = min -1 0 max
# idea:   ERR-35
@test "listen() on a number that is no descriptor, with an unusual backlog" {
  scenario <<'END'
    listen $number $backlog -> call
END
}

# id:   errors.pair
# idea: ERR-17 UNX-22
@test "listen() on one end of a socket pair" {
  scenario <<'END'
    listen pair: 5 -> call
END
}

# id:     errors.closed
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   ERR-03
@test "listen() on a descriptor that was closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    close s
    listen closed:s 5       -> call
END
}

# id:     errors.closed-listener
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   ERR-03
@test "listen() on a descriptor that was a listener and is closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    close s
    listen closed:s 5       -> call
    listen closed:s 0       -> again
END
}

# id:      errors.closed-reused
# matrix:  family = inet inet6 unix
# idea:    CLS-17 SPI-09 B116
# compare: yes
@test "a descriptor's number after it went to another socket" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    close s
    socket t $family stream
    bind t loopback
    getopt closed:s acceptconn -> before
    listen closed:s 5          -> call
    getopt t acceptconn        -> after
    connect c t                -> client
END
}
