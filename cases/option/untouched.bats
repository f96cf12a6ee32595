load ../case
# id:      option.everything
# matrix:  family = inet inet6 unix seqpacket mptcp
# matrix:  backlog = -1 0 5
# idea:    STM-36
# compare: yes
@test "All options of a socket, by number, before and after listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    getopt s everything     -> before
    listen s $backlog       -> call
    getopt s everything     -> after
    listen s 7              -> again
    getopt s everything     -> later
END
}

# id:      option.everything-failed
# matrix:  family = inet inet6 unix
# matrix:  state = connected accepted
# idea:    STM-36
# compare: yes
@test "All options of a connected socket, by number, before and after a listen() that fails" {
  scenario <<'END'
    reach s $state family=$family
    getopt s everything     -> before
    listen s 5              -> call
    getopt s everything     -> after
END
}

# id:      option.kept-timer
# matrix:  option = keepidle keepintvl keepcnt syncnt linger2 timestamp
# matrix:  family = inet inet6
# idea:    OPT-01 OPT-03
# compare: yes
@test "Timers and counters set before listen(): on the listener after it and on accepted sockets" {
  scenario <<'END'
    socket s $family stream
    setopt s $option 20
    bind s loopback
    getopt s $option        -> before
    listen s 5              -> call
    getopt s $option        -> after
    connect c s
    accept s a
    getopt a $option        -> accepted
END
}

# id:      option.made
# matrix:  family = inet inet6 unix seqpacket
# matrix:  flag = nonblock cloexec
# idea:    OPT-04
# compare: yes
@test "A flag given to socket(), before and after listen()" {
  scenario <<'END'
    socket s $family stream $flag
    bind s loopback
    getopt s $flag          -> before
    listen s 5              -> call
    getopt s $flag          -> after
END
}
