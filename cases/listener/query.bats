load ../case
# id:     listener.peername
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   STM-11
@test "getpeername() on a listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    peername s              -> before
    listen s 5
    peername s              -> call
    connect c s
    peername s              -> pending
    accept s a
    peername s              -> accepted
END
}

# id:     listener.ioctl
# matrix: request = inq outq atmark unknown
# matrix: family = inet inet6 unix
# idea:   STM-15 STM-16
@test "ioctl() on a listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    ioctl s $request        -> bound
    listen s 5
    ioctl s $request        -> call
    connect c s
    send c text
    settle
    ioctl s $request        -> pending
    getopt s acceptconn     -> accepting
    accept s a              -> accept
END
}

# id:      listener.mtu
# matrix:  family = inet inet6
# idea:    STM-17
# compare: yes
@test "The path MTU of a listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    getopt s mtu            -> call
    connect c s
    getopt c mtu            -> client
END
}

# id:      listener.plain
# matrix:  family = inet inet6 unix seqpacket mptcp mptcp6 sctp
# idea:    STM-36 STM-37 STM-12
# compare: yes
@test "A socket before listen() and after it" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    sockname s              -> name1
    snapshot s              -> before
    listen s 5              -> call
    snapshot s              -> after
    sockname s              -> name2
END
}

# id:      listener.neighbours
# matrix:  family = inet inet6 unix seqpacket
# idea:    STM-35 STM-36
# compare: yes
@test "Other sockets when one begins to listen" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    connect p l
    settle
    socket b $family stream
    bind b loopback
    snapshot l              -> listener1
    snapshot c              -> client1
    snapshot b              -> bound1
    socket s $family stream
    bind s loopback
    listen s 9              -> call
    listen s 0              -> again
    close s
    snapshot l              -> listener2
    snapshot c              -> client2
    snapshot b              -> bound2
    send c text             -> sent
    recv a                  -> received
    listen b 5              -> bound-call
END
}

# id:     listener.before
# matrix: family = inet inet6 unix seqpacket mptcp sctp sctp6
# idea:   UNX-06
@test "A client that connects before listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    socket c $family stream
    connect c s             -> early
    listen s 5              -> call
    connect d s             -> client
    drain s                 -> queue
END
}
