load ../case
# id:     listener.send
# matrix: method = send sendto sendmsg write writev
# matrix: family = inet inet6 unix
# waits:  yes
# idea:   STM-13
@test "Sending on a listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    send s text method=$method -> call
    getopt s acceptconn        -> accepting
    connect c s                -> client
END
}

# id:     listener.send-pending
# matrix: family = inet inet6 unix seqpacket
# waits:  yes
# idea:   STM-13
@test "Sending on a listener with a client pending" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send s text             -> call
    settle
    poll c                  -> client
    accept s a              -> accept
END
}

# id:     listener.receive
# matrix: method = recv recvfrom recvmsg read readv
# matrix: family = inet inet6 unix
# idea:   STM-13
@test "Receiving on a listener" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    recv s method=$method            -> call
    getopt s acceptconn              -> accepting
    connect c s                      -> client
END
}

# id:      listener.receive-blocking
# matrix:  family = inet inet6 unix seqpacket
# waits:   yes
# idea:    STM-13
# compare: yes
@test "Receiving on a blocking listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t recv s
    await t wait=1000       -> call
END
}

# id:     listener.receive-flags
# matrix: flags = peek oob dontwait peek+dontwait
# matrix: family = inet unix
# idea:   STM-14
@test "Receiving on a listener with flags" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c s
    send c text
    settle
    recv s flags=$flags              -> call
    accept s a                       -> accept
    recv a                           -> received
END
}

# id:      listener.receive-nothing
# matrix:  family = inet unix
# idea:    STM-14
# compare: yes
@test "Receiving no bytes on a listener" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    recv s bytes=0                   -> call
END
}
