load ../case
# id:      readiness.methods
# matrix:  family = inet inet6 unix seqpacket mptcp
# matrix:  method = poll normal ppoll select pselect epoll epoll-again epoll-edge
# idea:    RDY-01 RDY-05 RDY-08
# compare: yes
@test "A listener asked in every way" {
  scenario <<'END'
    socket s $family stream
    poll s method=$method          -> fresh
    bind s loopback
    poll s method=$method          -> bound
    listen s 5
    poll s method=$method          -> empty
    connect c s
    connect d s
    poll s wait=1000
    poll s method=$method          -> two
    accept s a
    poll s method=$method          -> one
    poll a method=$method          -> accepted
    accept s b
    poll s method=$method          -> none
    shutdown s rd                  -> shutdown
    poll s method=$method          -> ended
END
}
