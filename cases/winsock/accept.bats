load ../case

# id:     winsock.accept-overlapped
# matrix: family = inet inet6
# needs:  winsock
@test "AcceptEx() before the client comes" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t accept s a method=overlapped
    connect c s             -> client
    await t                 -> accept
    send c hello            -> send
    recv a                  -> received
    sockname a              -> name
END
}

# id:     winsock.accept-overlapped-pending
# matrix: family = inet inet6
# needs:  winsock
@test "AcceptEx() when clients are waiting" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    connect d s
    send c one
    send d two
    accept s a method=overlapped -> accept1
    recv a                       -> text1
    accept s b method=overlapped -> accept2
    recv b                       -> text2
END
}

# id:      winsock.accept-overlapped-closed
# matrix:  family = inet inet6
# needs:   winsock
# compare: yes
@test "closesocket() of the listener under an AcceptEx()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t accept s a method=overlapped
    settle
    close s                 -> close
    await t                 -> accept
END
}

# id:      winsock.accept-overlapped-bound
# matrix:  family = inet inet6
# needs:   winsock
# waits:   yes
# compare: yes
@test "AcceptEx() on a socket that does not listen" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    accept s a method=overlapped -> accept
END
}

# id:     winsock.condition
# matrix: family = inet inet6
# matrix: answer = accept reject defer
# needs:  winsock
@test "WSAAccept() with a condition function" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    connect c s
    poll s wait=1000 until=in
    accept s a method=condition-$answer -> accept
    settle
    poll c                  -> client
    accept s b              -> next
END
}

# id:     winsock.conditional-accept
# matrix: family = inet inet6
# needs:  winsock
@test "SO_CONDITIONAL_ACCEPT on a listener" {
  scenario <<'END'
    socket s $family stream nonblock
    setopt s conditional-accept 1 -> option
    bind s loopback
    listen s 5              -> call
    flood s 3               -> flood
    getopt s conditional-accept -> kept
END
}
