load ../case
# id:     accept.interrupted
# matrix: family = inet inet6 unix seqpacket mptcp
# needs:  thread
# waits:  yes
# idea:   ACC-08
@test "A signal is caught while accept() waits" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t accept s a
    settle
    interrupt t
    await t wait=1000       -> accept
    connect c s             -> client
    accept s b              -> after
END
}

# id:     accept.interrupted-restart
# matrix: family = inet inet6 unix seqpacket mptcp
# needs:  thread
# idea:   ACC-08
@test "A signal that restarts calls is caught while accept() waits" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t accept s a
    settle
    interrupt t restart
    await t wait=20         -> waiting
    connect c s             -> client
    await t wait=1000       -> accept
END
}

# id:     accept.interrupted-timeout
# matrix: family = inet unix
# needs:  thread
# waits:  yes
# idea:   ACC-08 ACC-04
@test "A signal that restarts calls is caught while accept() waits with a time limit" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    setopt s rcvtimeo 3000
    listen s 5
    begin t accept s a
    settle
    interrupt t restart
    await t wait=1000       -> accept
    connect c s             -> client
    accept s b              -> after
END
}
