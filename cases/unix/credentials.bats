load ../case
# id:      unix.credentials
# matrix:  family = unix seqpacket
# idea:    UNX-13
# compare: yes
@test "The credentials a client sees of an AF_UNIX listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    getopt c peercred       -> client
    accept s a
    getopt a peercred       -> accepted
END
}

# id:      unix.credentials-relisten
# matrix:  family = unix seqpacket
# needs:   root
# idea:    REL-17 UNX-13
# compare: yes
@test "The credentials a client sees after another user called listen() again" {
  scenario <<'END'
    socket s $family stream
    bind s abstract
    listen s 5
    connect c1 s
    getopt c1 peercred      -> before
    user 65534
    listen s 5              -> call
    connect c2 s            -> client
    getopt c1 peercred      -> kept
    getopt c2 peercred      -> after
END
}

# id:     unix.credentials-later
# matrix: family = unix seqpacket
# needs:  root
# idea:   UNX-13
@test "The credentials a client sees after the listener changed its user" {
  scenario <<'END'
    socket s $family stream
    bind s abstract
    listen s 5
    user 65534
    connect c s             -> client
    getopt c peercred       -> seen
END
}

# id:     unix.credentials-client
# matrix: family = unix seqpacket
# needs:  root
# idea:   UNX-13
@test "The credentials the server sees of a client that changed its user before accept()" {
  scenario <<'END'
    socket s $family stream
    bind s abstract
    listen s 5
    connect c s
    user 65534
    accept s a              -> accept
    getopt a peercred       -> seen
END
}

# id:      unix.credentials-bound
# matrix:  family = unix seqpacket
# needs:   root
# idea:    UNX-13 FRK-17
# compare: yes
@test "The credentials a client sees when bind() and listen() had different users" {
  scenario <<'END'
    socket s $family stream
    bind s abstract
    user 65534
    listen s 5              -> call
    connect c s             -> client
    getopt c peercred       -> seen
END
}

# id:      unix.permission
# matrix:  family = unix seqpacket
# needs:   root
# idea:    UNX-07
# compare: yes
@test "A client that may not write to the listener's path" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    user 65534
    connect c s             -> client
    listen s 7              -> call
    drain s                 -> queue
END
}

# id:      unix.credentials-identity
# matrix:  family = unix seqpacket
# matrix:  option = peercred peercred-group peercred-process
# idea:    UNX-13
# compare: yes
@test "Group and process that each end of an AF_UNIX connection sees of the other" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    getopt s $option        -> bound
    listen s 5
    getopt s $option        -> listening
    connect c s
    getopt c $option        -> client
    accept s a
    getopt a $option        -> accepted
END
}
