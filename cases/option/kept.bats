load ../case
# id:     option.kept
# matrix: option = reuseaddr keepalive oobinline dontroute nodelay reuseport broadcast
# matrix: family = inet inet6
# idea:   OPT-01 OPT-03 STM-36
@test "Switches set before listen(): on the listener after it and on accepted sockets" {
  scenario <<'END'
    socket s $family stream
    setopt s $option 1
    bind s loopback
    getopt s $option        -> before
    listen s 5              -> call
    getopt s $option        -> after
    connect c s
    accept s a
    getopt a $option        -> accepted
END
}

# id:      option.kept-path
# matrix:  option = reuseaddr keepalive passcred
# matrix:  family = unix seqpacket
# idea:    OPT-01 OPT-03 UNX-14
# compare: yes
@test "Switches of an AF_UNIX socket set before listen()" {
  scenario <<'END'
    socket s $family stream
    setopt s $option 1
    bind s loopback
    getopt s $option        -> before
    listen s 5              -> call
    getopt s $option        -> after
    connect c s
    accept s a
    getopt a $option        -> accepted
END
}

# id:     option.kept-number
# matrix: option = rcvbuf sndbuf rcvlowat rcvtimeo sndtimeo linger priority mark tos ttl maxseg user-timeout
# matrix: family = inet
# idea:   OPT-01 OPT-03 OPT-09 STM-36 UNX-15
@test "Numbers set before listen(): on the listener after it and on accepted sockets" {
  scenario <<'END'
    socket s $family stream
    setopt s $option 200
    bind s loopback
    getopt s $option        -> before
    listen s 5              -> call
    getopt s $option        -> after
    connect c s
    poll s wait=1000
    accept s a
    getopt a $option        -> accepted
END
}

# id:      option.kept-number-path
# matrix:  option = rcvbuf sndbuf rcvtimeo sndtimeo linger
# matrix:  family = unix
# idea:    OPT-01 UNX-15
# compare: yes
@test "Numbers of an AF_UNIX socket set before listen()" {
  scenario <<'END'
    socket s $family stream
    setopt s $option 200
    bind s loopback
    getopt s $option        -> before
    listen s 5              -> call
    getopt s $option        -> after
    connect c s
    poll s wait=1000
    accept s a
    getopt a $option        -> accepted
END
}

# id:     option.default
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   STM-36 OPT-14 REU-14
@test "Options nobody set, before and after listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    getopt s type           -> type1
    getopt s protocol       -> protocol1
    getopt s domain         -> domain1
    getopt s rcvbuf         -> rcvbuf1
    getopt s sndbuf         -> sndbuf1
    getopt s keepalive      -> keepalive1
    getopt s reuseaddr      -> reuseaddr1
    getopt s error          -> error1
    listen s 5              -> call
    getopt s type           -> type2
    getopt s protocol       -> protocol2
    getopt s domain         -> domain2
    getopt s rcvbuf         -> rcvbuf2
    getopt s sndbuf         -> sndbuf2
    getopt s keepalive      -> keepalive2
    getopt s reuseaddr      -> reuseaddr2
    getopt s error          -> error2
    connect c s
    accept s a
    getopt a type           -> type3
    getopt a protocol       -> protocol3
    getopt a domain         -> domain3
END
}

# id:      option.unset
# matrix:  option = reuseport keepalive nodelay linger rcvlowat rcvtimeo sndtimeo oobinline priority tos ttl maxseg dontroute broadcast nonblock cloexec async
# matrix:  family = inet
# idea:    STM-36 STM-37
# compare: yes
@test "Options nobody set, one by one, before and after listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    getopt s $option        -> before
    listen s 5              -> call
    getopt s $option        -> after
    listen s 7              -> again
    getopt s $option        -> last
END
}

# id:      option.unset-path
# matrix:  option = keepalive linger rcvlowat rcvtimeo sndtimeo passcred nonblock cloexec async
# matrix:  family = unix
# idea:    STM-36 STM-37
# compare: yes
@test "Options nobody set of an AF_UNIX socket, one by one, before and after listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    getopt s $option        -> before
    listen s 5              -> call
    getopt s $option        -> after
    listen s 7              -> again
    getopt s $option        -> last
END
}

# id:     option.flags
# matrix: option = nonblock cloexec async
# matrix: family = inet inet6 unix
# idea:   OPT-04 STM-37 B111 B112
@test "Descriptor flags of a listener and of accepted sockets" {
  scenario <<'END'
    socket s $family stream
    setopt s $option 1
    bind s loopback
    listen s 5              -> call
    getopt s $option        -> after
    connect c s
    poll s wait=1000
    accept s a
    getopt a $option        -> accepted
END
}

# id:      option.later
# matrix:  option = keepalive nodelay oobinline
# matrix:  family = inet inet6
# idea:    OPT-05 OPT-02
# compare: yes
@test "Options set after listen(), on sockets accepted later" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c1 s
    settle
    setopt s $option 1      -> call
    connect c2 s
    accept s a1
    accept s a2
    getopt a1 $option       -> queued
    getopt a2 $option       -> later
END
}

# id:      option.unknown
# matrix:  family = inet inet6 unix
# idea:    STM-16
# compare: yes
@test "An option no system has, before and after listen()" {
  scenario <<'END'
    socket s $family stream
    setopt s unknown 1      -> before
    bind s loopback
    listen s 5
    setopt s unknown 1      -> call
    getopt s unknown        -> read
    getopt s acceptconn     -> accepting
    connect c s             -> client
END
}

# id:      option.error
# matrix:  family = inet inet6 unix mptcp
# idea:    OPT-13 B61
# compare: yes
@test "SO_ERROR of a listener after its clients failed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    getopt s error          -> before
    connect c s
    setopt c linger 0
    flood s asked+8
    close c
    settle
    getopt s error          -> after
    accept s a              -> accept
    getopt s error          -> last
END
}

# id:     option.kept-association
# matrix: option = rcvbuf sndbuf
# matrix: family = sctp sctp6
# idea:   OPT-01 OPT-03 PRO-01
@test "Numbers of an SCTP socket set before listen(): on the listener after it and on accepted sockets" {
  scenario <<'END'
    socket s $family stream
    setopt s $option 30000
    bind s loopback
    listen s 5              -> call
    getopt s $option        -> after
    connect c s
    accept s a
    getopt a $option        -> accepted
END
}
