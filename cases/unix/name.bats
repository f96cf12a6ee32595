load ../case
# id:      unix.abstract
# matrix:  family = unix seqpacket
# idea:    UNX-01
# compare: yes
@test "A listener on an abstract name" {
  scenario <<'END'
    socket s $family stream
    bind s abstract         -> bind
    sockname s              -> before
    listen s 5              -> call
    sockname s              -> after
    connect c s             -> client
    accept s a              -> accept
    listen s 9              -> again
END
}

# id:     unix.autobind
# matrix: family = unix seqpacket
# idea:   UNX-01 PT0-15
@test "A listener on a name the system chose" {
  scenario <<'END'
    socket s $family stream
    bind s autobind         -> bind
    sockname s              -> before
    listen s 5              -> call
    sockname s              -> after
    connect c s             -> client
END
}

# id:     unix.unlinked
# matrix: family = unix seqpacket
# idea:   STM-28 UNX-08
@test "A listener whose path was removed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    unlink s
    listen s 7              -> call
    getopt s acceptconn     -> accepting
    sockname s              -> name
    connect d s             -> client
    accept s a              -> accept
END
}

# id:      unix.unlinked-first
# matrix:  family = unix seqpacket
# idea:    UNX-08
# compare: yes
@test "listen() on a socket whose path was removed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    unlink s
    listen s 5              -> call
    getopt s acceptconn     -> accepting
    connect d s             -> client
END
}

# id:      unix.renamed
# matrix:  family = unix seqpacket
# idea:    UNX-10
# compare: yes
@test "A listener whose path was renamed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    rename s
    connect c s             -> client
    listen s 7              -> call
    sockname s              -> name
END
}

# id:      unix.rebound
# matrix:  family = unix seqpacket
# idea:    UNX-09
# compare: yes
@test "A second listener on a path that was removed" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c old
    unlink s
    socket t $family stream
    bind t @s               -> bind
    listen t 5              -> call
    connect d t             -> client
    send d new
    accept s a              -> accept1
    accept t b              -> accept2
    recv a                  -> text1
    recv b                  -> text2
END
}

# id:   unix.wrong-type
# idea: UNX-05
@test "A client of another type at an AF_UNIX listener" {
  scenario <<'END'
    socket s unix stream
    bind s loopback
    listen s 5
    socket c seqpacket stream
    connect c s               -> seqpacket
    socket d unix dgram
    connect d s               -> datagram
    socket t seqpacket stream
    bind t loopback
    listen t 5
    socket e unix stream
    connect e t               -> stream
    drain s                   -> queue
END
}

# id:      unix.boundaries
# matrix:  family = unix seqpacket
# idea:    UNX-19
# compare: yes
@test "Message boundaries of data sent before accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    send c one
    send c two
    accept s a
    recv a                  -> first
END
}
