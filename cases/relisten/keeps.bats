load ../case
# id:     relisten.keeps-queue
# matrix: family = inet inet6 unix
# matrix: backlog = 5 9 0
# idea:   REL-06 BKL-18
@test "connections that were pending when listen() was called again" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c1 s
    send c1 one
    connect c2 s
    send c2 two
    connect c3 s
    send c3 three
    listen s $backlog       -> call
    accept s a1             -> accept1
    accept s a2             -> accept2
    accept s a3             -> accept3
    recv a1                 -> first
    recv a2                 -> second
    recv a3                 -> third
    send a3 back            -> answered
    recv c3                 -> answer
END
}

# id:     relisten.keeps-name
# matrix: family = inet inet6 unix
# matrix: at = any loopback
# idea:   REL-12 PT0-03
@test "the address and port after listen() was called again" {
  scenario <<'END'
    socket s $family stream
    bind s $at
    sockname s              -> bound
    listen s 5
    sockname s              -> before
    listen s 9              -> call
    sockname s              -> after
    listen s 0              -> again
    sockname s              -> last
END
}

# id:     relisten.keeps-readiness
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   REL-12 RDY-13
@test "readiness before and after a second listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    poll s                  -> empty
    listen s 9              -> first
    poll s                  -> unchanged
    connect c s
    poll s wait=1000        -> pending
    listen s 3              -> call
    poll s                  -> after
    accept s a
    poll s                  -> accepted
    listen s 9              -> last
    poll s                  -> end
END
}

# id:      relisten.keeps-options
# matrix:  family = inet inet6 mptcp
# idea:    REL-12 STM-36
# compare: yes
@test "options before and after a second listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    setopt s keepalive 1
    setopt s rcvbuf 20000
    setopt s rcvlowat 3
    listen s 5
    getopt s rcvbuf         -> before
    listen s 9              -> call
    getopt s keepalive      -> keepalive
    getopt s rcvbuf         -> after
    getopt s rcvlowat       -> lowat
    getopt s error          -> error
    getopt s type           -> type
END
}

# id:     relisten.keeps-accepted
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   REL-06
@test "a connection accepted earlier, after listen() was called again" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    accept s a
    listen s 0              -> call
    listen s 9              -> again
    send c text             -> sent
    recv a                  -> received
    send a back             -> answered
    recv c                  -> answer
END
}
