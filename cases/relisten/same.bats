load ../case
# id:     relisten.same
# matrix: family = inet inet6 unix seqpacket mptcp mptcp6 sctp
# idea:   REL-01 REL-16 REL-13 B50 B51 B52 B53 B55
@test "listen() a second time with the same backlog" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    snapshot s              -> before
    listen s 5              -> call
    snapshot s              -> after
    connect c s             -> client
    accept s a              -> accept
END
}

# id:     relisten.repeated
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   REL-05 REL-09
@test "listen() again and again with different backlogs" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5              -> first
    listen s 0              -> second
    listen s -1             -> third
    listen s max            -> fourth
    listen s min            -> fifth
    listen s 3              -> last
    getopt s acceptconn     -> accepting
    flood s 12              -> flood
    drain s                 -> queue
END
}

# id:      relisten.unbound
# matrix:  family = inet inet6 mptcp sctp
# idea:    REL-01 PT0-01
# compare: yes
@test "listen() a second time on a socket that was never bound" {
  scenario <<'END'
    socket s $family stream
    listen s 5              -> first
    sockname s              -> before
    listen s 7              -> call
    sockname s              -> after
    connect c s             -> client
END
}

# id:     relisten.thousand
# matrix: family = inet unix
# idea:   REL-09
@test "listen() a thousand times" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 1
    sockname s                -> before
    storm s 1000 backlogs=5,2 -> many
    sockname s                -> after
    listen s 2                -> call
    flood s 12                -> flood
    drain s                   -> queue
END
}
