load ../case

# id:     winsock.cleaned-up
# matrix: family = inet inet6
# needs:  winsock
@test "listen() on a bound socket after WSACleanup()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    cleanup                 -> cleanup
    listen s 5              -> call
    startup                 -> startup
    socket t $family stream -> socket
END
}

# id:     winsock.cleaned-up-fresh
# matrix: family = inet inet6
# needs:  winsock
@test "socket() and listen() with no WSAStartup() in force" {
  scenario <<'END'
    cleanup                 -> cleanup
    socket s $family stream -> socket
    listen none 5           -> call
END
}

# id:     winsock.cleaned-up-listening
# matrix: family = inet inet6
# needs:  winsock
@test "A second listen() and an accept() after WSACleanup()" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    cleanup                 -> cleanup
    listen s 3              -> call
    accept s a              -> accept
END
}

# id:     winsock.started-twice
# matrix: family = inet inet6
# needs:  winsock
@test "listen() after two WSAStartup() and one WSACleanup()" {
  scenario <<'END'
    startup                 -> startup
    cleanup                 -> cleanup
    socket s $family stream
    bind s loopback
    listen s 5              -> call
    connect c s             -> client
END
}

# id:      winsock.cleaned-up-twice
# needs:   winsock
# compare: yes
@test "WSACleanup() more often than WSAStartup()" {
  scenario <<'END'
    cleanup                 -> first
    cleanup                 -> second
END
}

# id:      winsock.version
# matrix:  version = 1.0 1.1 2.0 2.2 3.0
# needs:   winsock
# compare: yes
@test "listen() after WSAStartup() with different versions" {
  scenario <<'END'
    cleanup
    startup $version        -> startup
    socket s inet stream    -> socket
    bind s loopback         -> bind
    listen s 5              -> call
END
}
