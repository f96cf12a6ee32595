load ../case
# id:     data.exchange
# matrix: family = inet inet6 unix seqpacket mptcp mptcp6 sctp sctp6
# idea:   STM-01 B65
@test "Data between a client and the accepted socket" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5              -> call
    connect c s             -> client
    accept s a              -> accept
    send c question         -> sent
    recv a                  -> received
    send a answer           -> answered
    recv c                  -> answer
    close a                 -> closed
    recv c                  -> end
END
}

# id:     data.before-accept
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   BKL-17 CLS-15
@test "Data sent before accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c early            -> sent
    settle
    accept s a              -> accept
    recv a                  -> received
    send a late             -> answered
    recv c                  -> answer
END
}

# id:      data.finished-before-accept
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    BKL-19 B94
# compare: yes
@test "A client that sent data and closed before accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c early            -> sent
    close c
    settle
    poll s wait=1000        -> ready
    accept s a              -> accept
    recv a                  -> received
    recv a                  -> end
END
}

# id:      data.half-before-accept
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    BKL-19 ERR-22
# compare: yes
@test "A client that shut down its sending side before accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c early            -> sent
    shutdown c wr
    settle
    accept s a              -> accept
    recv a                  -> received
    recv a                  -> end
    send a answer           -> answered
    recv c                  -> answer
END
}

# id:      data.closed-before-accept
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    BKL-19 RDY-10
# compare: yes
@test "A client that closed without data before accept()" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c s
    close c
    settle
    poll s wait=200                  -> ready
    accept s a                       -> accept
    recv a                           -> received
END
}

# id:     data.reset-before-accept
# matrix: family = inet inet6
# idea:   BKL-20 RDY-10 PRO-06 B61 B115
@test "A client that reset its connection before accept()" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c s
    setopt c linger 0
    close c
    settle
    poll s                           -> ready
    accept s a                       -> accept
    recv a flags=dontwait            -> received
    getopt s error                   -> error
    getopt s acceptconn              -> accepting
    connect d s                      -> client
END
}

# id:      data.reset-between
# matrix:  family = inet inet6
# idea:    BKL-21 BKL-20 B31 B32
# compare: yes
@test "The second of three pending clients reset its connection" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c1 s
    send c1 one
    connect c2 s
    connect c3 s
    send c3 three
    setopt c2 linger 0
    close c2
    settle
    drain s as=got                   -> queue
    connect c4 s                     -> client
END
}

# id:     data.reset-first
# matrix: family = inet inet6
# idea:   BKL-21 B31
@test "The first of two pending clients reset its connection" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c1 s
    connect c2 s
    send c2 two
    setopt c1 linger 0
    close c1
    settle
    poll s                           -> ready
    accept s a                       -> accept1
    recv a flags=dontwait            -> text1
    accept s b                       -> accept2
    recv b flags=dontwait            -> text2
END
}

# id:      data.reset-after-data
# matrix:  family = inet inet6
# idea:    BKL-20 CLS-15
# compare: yes
@test "A client that sent data and reset its connection before accept()" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c s
    send c text
    setopt c linger 0
    close c
    settle
    accept s a                       -> accept
    recv a flags=dontwait            -> received
END
}

# id:     data.names
# matrix: family = inet inet6 mptcp sctp
# idea:   ACC-13
@test "The addresses both ends see of one connection" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    sockname s              -> listener
    connect c s             -> client
    sockname c              -> client-name
    peername c              -> client-peer
    accept s a              -> accept
    sockname a              -> name
    peername a              -> peer
END
}

# id:      data.names-path
# matrix:  family = unix seqpacket
# idea:    ACC-13 UNX-01
# compare: yes
@test "The addresses both ends see of one AF_UNIX connection" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    sockname s              -> listener
    connect c s             -> client
    sockname c              -> client-name
    peername c              -> client-peer
    accept s a              -> accept
    sockname a              -> name
    peername a              -> peer
END
}

# id:     data.many
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   BKL-30 ACC-20
@test "Many connections one after the other" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    flood s 2 as=a          -> flood1
    drain s                 -> queue1
    flood s 2 as=b          -> flood2
    drain s                 -> queue2
    flood s 2 as=d          -> flood3
    drain s                 -> queue3
    connect c s
    accept s x              -> accept
    send c text             -> sent
    recv x                  -> received
END
}

# id:      data.peeked
# matrix:  family = inet inet6 unix seqpacket mptcp
# idea:    BKL-17
# compare: yes
@test "Data sent before accept(), looked at and then taken" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c text             -> sent
    accept s a
    poll a wait=1000 until=in
    ioctl a inq             -> waiting
    recv a flags=peek       -> peeked
    recv a                  -> received
    recv a flags=dontwait   -> nothing
END
}

# id:      data.urgent
# matrix:  family = inet inet6
# idea:    BKL-17
# waits:   yes
# compare: yes
@test "Urgent data sent before accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c u flags=oob      -> sent
    settle
    accept s a
    poll a wait=1000 until=pri  -> ready
    recv a flags=oob        -> urgent
    recv a flags=dontwait   -> nothing
END
}
