load ../case
# id:     close.accepting
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# waits:  yes
# idea:   CLS-07 CLS-05 CLS-14 B101 B102
@test "A listener that is closed while another thread waits in accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t accept s a
    settle
    close s                 -> call
    await t wait=300        -> accept
END
}

# id:     close.accepting-client
# matrix: family = inet inet6
# idea:   CLS-07 ACC-18
# waits:  yes
@test "A client of a listener that was closed while another thread waits in accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    socket k inet dgram
    bind k any port=@s
    socket c $family stream
    begin t accept s a
    settle
    close s                                   -> call
    connect c loopback port=@k family=$family -> client
    await t wait=1000                         -> accept
END
}

# id:      close.accepting-duplicate
# matrix:  family = inet inet6 unix
# idea:    CLS-07 ACC-18
# waits:   yes
# compare: yes
@test "A client of a listener one of whose descriptors was closed while another thread waits in accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    dup s n
    begin t accept s a
    settle
    close s                 -> call
    connect c n             -> client
    await t wait=1000       -> accept
END
}

# id:     close.polling
# matrix: family = inet inet6 unix
# waits:  yes
# idea:   RDY-11
@test "A listener that is closed while another thread waits for readiness" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t poll s method=epoll wait=300
    settle
    close s                              -> call
    await t wait=2000                    -> woken
END
}
