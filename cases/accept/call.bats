load ../case
# id:     accept.blocked
# matrix: family = inet inet6 unix seqpacket mptcp sctp sctp6
# idea:   ACC-03 B69 B103
@test "accept() that waits until a client connects" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t accept s a
    settle
    await t wait=20         -> before
    connect c s             -> client
    await t wait=1000       -> accept
    send c text             -> sent
    recv a                  -> received
END
}

# id:     accept.empty
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   ACC-03 B124
@test "accept() on a non-blocking listener without clients" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    accept s a                       -> call
    connect c s                      -> client
    poll s wait=1000                 -> ready
    accept s a                       -> accept
    accept s b                       -> again
END
}

# id:     accept.timeout
# matrix: family = inet unix
# waits:  yes
# idea:   ACC-04
@test "accept() with a time limit for receiving" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    setopt s rcvtimeo 20
    listen s 5
    accept s a              -> call
    connect c s
    accept s b              -> accept
    getopt b rcvtimeo       -> inherited
END
}

# id:     accept.fresh
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   ACC-01 B125
@test "accept() on a socket that does not listen" {
  scenario <<'END'
    socket s $family stream
    accept s a              -> fresh
    bind s loopback
    accept s a              -> bound
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l x
    accept c a              -> client
    accept x a              -> accepted
END
}

# id:     accept.before-listen
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   ACC-02
@test "accept() that failed before listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    accept s a              -> early
    listen s 5              -> call
    connect c s             -> client
    accept s a              -> accept
END
}

# id:     accept.datagram
# matrix: family = inet inet6 unix
# idea:   ACC-01
@test "accept() on a datagram socket" {
  scenario <<'END'
    socket s $family dgram
    bind s loopback
    accept s a             -> call
END
}

# id:     accept.notsocket
# matrix: kind = file: dir: null: pipe-read: epoll: eventfd:
# idea:   ACC-01
@test "accept() on a descriptor that is not a socket" {
  scenario <<'END'
    accept $kind a -> call
END
}

# id:     accept.bad-descriptor
# matrix: number = none huge: negative: path-only:
# idea:   ACC-01 ERR-10
@test "accept() on a number that is no descriptor" {
  scenario <<'END'
    accept $number a -> call
END
}

# id:     accept.closed
# matrix: family = inet inet6 unix
# idea:   ACC-01 CLS-05
@test "accept() on a listener's descriptor that was closed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    close s
    accept closed:s a       -> call
END
}

# id:     accept.bad-flags
# matrix: family = inet inet6 unix seqpacket
# idea:   ACC-07
# waits:  yes
@test "accept() with flags that do not exist" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    poll s wait=1000         -> ready
    accept s a flags=invalid -> call
    poll s                   -> after
    accept s b               -> accept
END
}

# id:     accept.flags
# matrix: family = inet unix
# matrix: flags = nonblock cloexec nonblock+cloexec
# idea:   ACC-07
@test "Flags of accept() on the accepted socket" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    accept s a flags=$flags -> accept
    getopt a nonblock       -> nonblock
    getopt a cloexec        -> cloexec
END
}

# id:     accept.two-waiting
# matrix: family = inet inet6 unix seqpacket
# idea:   ACC-09 ACC-11
@test "Two threads wait in accept(), then two clients connect" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t1 accept s a
    begin t2 accept s b
    settle
    connect c s             -> client1
    connect d s             -> client2
    await t1 wait=1000      -> accept1
    await t2 wait=1000      -> accept2
END
}

# id:     accept.nonblocking-later
# matrix: family = inet unix
# idea:   ACC-12
@test "A listener made non-blocking while accept() waits" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t accept s a
    settle
    setopt s nonblock 1
    await t wait=20         -> before
    accept s b              -> second
    connect c s
    await t wait=1000       -> accept
END
}

# id:     accept.after-error
# matrix: family = inet unix
# idea:   ACC-15 B126
@test "accept() after errors of accept()" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    accept s a                       -> first
    accept s a flags=invalid         -> second
    accept none a                    -> third
    getopt s acceptconn              -> accepting
    connect c s
    poll s wait=1000
    accept s a                       -> accept
END
}
