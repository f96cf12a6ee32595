load ../case
# id:     port.assigned
# matrix: family = inet inet6 mptcp mptcp6 sctp
# matrix: at = loopback any
# idea:   PT0-03 PT0-04 B80 B89
@test "The port a listener bound to port 0 gets" {
  scenario <<'END'
    socket s $family stream
    bind s $at port=0       -> bind
    sockname s              -> bound
    listen s 5              -> call
    sockname s              -> listening
    listen s 9              -> again
    sockname s              -> last
    connect c s             -> client
    peername c              -> peer
    accept s a              -> accept
    sockname a              -> accepted
END
}

# id:     port.implicit
# matrix: family = inet inet6 mptcp mptcp6 sctp
# idea:   PT0-01 PT0-02 PT0-04 PT0-07 STM-12 PT0-14 PT0-16 B90 B91
@test "The port listen() gives a socket that was never bound" {
  scenario <<'END'
    socket s $family stream
    sockname s              -> before
    listen s 5              -> call
    sockname s              -> after
    listen s 9              -> again
    sockname s              -> last
    connect c s             -> client
    peername c              -> peer
    drain s                 -> queue
END
}

# id:     port.implicit-addresses
# matrix: family = inet inet6
# idea:   PT0-07
@test "Which addresses reach a listener that was never bound" {
  scenario <<'END'
    socket s $family stream
    listen s 5                              -> call
    connect c loopback port=@s family=inet  -> loopback
    connect d other port=@s family=inet     -> other
    connect e loopback port=@s family=inet6 -> loopback6
END
}

# id:     port.implicit-bind
# matrix: family = inet inet6
# idea:   PT0-10 STM-10
@test "bind() on a socket to which listen() gave a port" {
  scenario <<'END'
    socket s $family stream
    listen s 5              -> call
    sockname s              -> before
    bind s loopback         -> bind
    sockname s              -> after
    connect c s             -> client
END
}

# id:     port.fixed
# matrix: family = inet inet6 mptcp sctp
# idea:   STM-12 PT0-03
@test "A listener bound to a chosen port" {
  scenario <<'END'
    socket s $family stream
    bind s loopback port=free -> bind
    sockname s                -> bound
    listen s 5                -> call
    sockname s                -> listening
    listen s 9                -> again
    sockname s                -> last
    connect c s               -> client
    peername c                -> peer
END
}

# id:     port.distinct
# matrix: family = inet inet6 mptcp sctp
# idea:   PT0-05
@test "The ports of several listeners bound to port 0" {
  scenario <<'END'
    socket a $family stream
    bind a loopback
    listen a 5
    socket b $family stream
    bind b loopback
    listen b 5
    socket d $family stream
    listen d 5              -> implicit
    socket e $family stream
    listen e 5              -> implicit2
    sockname a              -> first
    sockname b              -> second
    sockname d              -> third
    sockname e              -> fourth
END
}

# id:      port.distinct-reuseaddr
# matrix:  family = inet inet6
# matrix:  option = reuseaddr reuseport
# idea:    PT0-12
# compare: yes
@test "The ports of several listeners with SO_REUSEADDR bound to port 0" {
  scenario <<'END'
    socket a $family stream
    setopt a $option 1
    bind a loopback
    listen a 5
    socket b $family stream
    setopt b $option 1
    bind b loopback
    listen b 5              -> second-call
    socket d $family stream
    setopt d $option 1
    listen d 5              -> third-call
    sockname a              -> first
    sockname b              -> second
    sockname d              -> third
END
}

# id:     port.released
# matrix: family = inet inet6 mptcp sctp
# idea:   PT0-08 CLS-01
@test "The port of a listener after it was closed" {
  scenario <<'END'
    socket a $family stream
    bind a loopback port=free
    listen a 5
    socket k inet dgram
    bind k any port=@a
    socket b $family stream
    bind b @a                 -> early
    close a
    bind b loopback port=@k   -> bind
    listen b 5                -> call
    connect c b               -> client
END
}

# id:     port.released-implicit
# matrix: family = inet inet6
# idea:   PT0-08
@test "The port listen() gave, after the listener was closed" {
  scenario <<'END'
    socket a $family stream
    listen a 5
    socket k inet dgram
    bind k any port=@a
    close a
    socket b $family stream
    bind b any port=@k      -> bind
    listen b 5              -> call
    connect c b             -> client
END
}

# id:     port.deferred
# matrix: family = inet inet6
# idea:   PT0-09
@test "A port that bind() was told not to choose yet" {
  scenario <<'END'
    socket s $family stream
    setopt s no-port 1
    bind s loopback
    sockname s              -> bound
    listen s 5              -> call
    sockname s              -> after
    connect c s             -> client
END
}

# id:     port.privileged
# matrix: family = inet inet6
# needs:  root
# idea:   ERR-38 ERR-30
@test "bind() to a privileged port without the right to, then listen()" {
  scenario <<'END'
    socket s $family stream
    user 65534
    bind s loopback port=privileged -> bind
    listen s 5                      -> call
    sockname s                      -> name
END
}

# id:     port.unprivileged
# matrix: family = inet inet6
# needs:  root
# idea:   FRK-17
@test "listen() by another user than the one who called bind()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    user 65534
    listen s 5              -> call
    connect c s             -> client
END
}
