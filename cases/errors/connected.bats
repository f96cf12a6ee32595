load ../case
# id:     errors.connected
# matrix: side = client accepted bound
# matrix: family = inet inet6 unix seqpacket mptcp mptcp6 sctp
# idea:   ERR-18 ERR-19 ERR-21 STM-35 B51 B56 B58
@test "listen() on a connected socket" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect client l
    accept l client.peer
    connect accepted.peer l
    accept l accepted
    socket bound $family stream
    bind bound loopback
    connect bound l
    accept l bound.peer
    snapshot $side              -> before
    listen $side 5              -> call
    snapshot $side              -> after
    getopt $side acceptconn     -> accepting
    send $side there            -> sent
    recv $side.peer             -> received
    send $side.peer back        -> answered
    recv $side                  -> answer
END
}

# id:     errors.connected-repeated
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   ERR-37
@test "listen() twice on a connected socket" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    listen c 5              -> call
    listen c 0              -> again
    storm c 100             -> many
    send c text             -> sent
    recv a                  -> received
END
}

# id:     errors.connected-half
# matrix: how = rd wr rdwr
# matrix: family = inet inet6 unix
# idea:   ERR-22 ERR-23
@test "listen() on a connected socket after shutdown() of one side or both" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    shutdown c $how
    settle
    snapshot c              -> before
    listen c 5              -> call
    snapshot c              -> after
END
}

# id:      errors.connected-peer-closed
# matrix:  family = inet inet6 unix seqpacket mptcp sctp
# idea:    ERR-22 STM-25
# compare: yes
@test "listen() on a socket whose peer has closed, before and after the end was read" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    close a
    poll c wait=1000 until=in -> event
    listen c 5                -> call
    recv c                    -> end
    snapshot c                -> before
    listen c 5                -> again
    snapshot c                -> after
END
}

# id:      errors.connected-reset
# matrix:  family = inet inet6
# idea:    ERR-22 STM-26
# compare: yes
@test "listen() on a socket whose peer has reset the connection" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    setopt a linger 0
    close a
    poll c wait=1000 until=hup -> event
    listen c 5                 -> call
    recv c flags=dontwait      -> error
    listen c 5                 -> again
END
}

# id:      errors.connected-accepted-reset
# matrix:  family = inet inet6
# idea:    STM-26
# compare: yes
@test "listen() on an accepted socket whose client has reset the connection" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    setopt c linger 0
    close c
    poll a wait=1000 until=hup -> event
    listen a 5                 -> call
    close a                    -> closed
    connect d l                -> client
END
}

# id:     errors.connected-both-ends
# matrix: family = inet inet6 unix seqpacket
# idea:   ERR-18 ERR-19
@test "listen() on both ends of one connection" {
  scenario <<'END'
    socket l $family stream
    bind l loopback
    listen l 5
    connect c l
    accept l a
    listen a 5              -> accepted
    listen c 5              -> client
    getopt l acceptconn     -> listener
    connect d l             -> next
END
}
