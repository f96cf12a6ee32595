load ../case
# id:     shutdown.listener
# matrix: how = rd wr rdwr
# matrix: family = inet inet6 unix
# idea:   CLS-06 STM-03 B100 B104
@test "shutdown() of a listener" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    sockname s                       -> before
    shutdown s $how                  -> call
    getopt s acceptconn              -> accepting
    poll s                           -> ready
    sockname s                       -> after
    accept s a                       -> accept
    socket c $family stream nonblock
    connect c s                      -> client
    settle
    poll c                           -> event
    close s                          -> close
END
}

# id:     shutdown.pending
# matrix: how = rd wr rdwr
# matrix: family = inet inet6 unix
# idea:   CLS-06
@test "Clients pending at a listener that is shut down" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 8
    flood s 3 tag           -> before
    shutdown s $how         -> call
    settle
    clients s.clients       -> after
    drain s                 -> queue
END
}

# id:     shutdown.relisten
# matrix: how = rd wr rdwr
# matrix: family = inet inet6 unix
# idea:   REL-18 CLS-06 PT0-11 B54
@test "listen() after shutdown() of a listener bound to port 0" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    sockname s              -> before
    shutdown s $how         -> shut
    sockname s              -> between
    listen s 5              -> call
    sockname s              -> after
    getopt s acceptconn     -> accepting
    connect c s             -> client
    drain s                 -> queue
END
}

# id:     shutdown.relisten-fixed
# matrix: how = rd wr rdwr
# matrix: family = inet inet6
# idea:   REL-18 CLS-06 B54
@test "listen() after shutdown() of a listener bound to a chosen port" {
  scenario <<'END'
    socket s $family stream
    bind s loopback port=free
    listen s 5
    sockname s                -> before
    shutdown s $how           -> shut
    listen s 5                -> call
    sockname s                -> after
    connect c s               -> client
    drain s                   -> queue
END
}

# id:      shutdown.relisten-pending
# matrix:  how = rd wr rdwr
# matrix:  family = inet unix
# idea:    REL-18 CLS-06
# compare: yes
@test "listen() after shutdown() of a listener with clients pending" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    flood s 3 as=early tag  -> before
    shutdown s $how         -> shut
    listen s 3              -> call
    clients early           -> after
    flood s 12 as=late tag  -> late
    drain s                 -> queue
END
}

# id:     shutdown.twice
# matrix: family = inet inet6 unix
# idea:   CLS-08
@test "shutdown() of a listener, twice" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    shutdown s rdwr         -> first
    shutdown s rdwr         -> second
    listen s 5              -> call
END
}

# id:     shutdown.earlier
# matrix: how = rd wr rdwr
# matrix: family = inet inet6 unix
# idea:   CLS-08 UNX-21
@test "shutdown() of a socket that was never connected, then listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    shutdown s $how                  -> shut
    listen s 5                       -> call
    getopt s acceptconn              -> accepting
    poll s                           -> ready
    socket c $family stream nonblock
    connect c s                      -> client
    settle
    drain s                          -> queue
END
}

# id:      shutdown.bind
# matrix:  family = inet inet6
# idea:    STM-10 PT0-10
# compare: yes
@test "bind() after shutdown() of a listener" {
  scenario <<'END'
    socket s $family stream
    listen s 5
    shutdown s rdwr
    bind s loopback         -> bind
    listen s 5              -> call
    connect c s             -> client
END
}

# id:      shutdown.connect
# matrix:  family = inet inet6 unix
# idea:    CLS-06
# compare: yes
@test "connect() after shutdown() of a listener" {
  scenario <<'END'
    socket o $family stream
    bind o loopback
    listen o 5
    socket s $family stream
    bind s loopback
    listen s 5
    shutdown s rdwr         -> shut
    connect s o             -> connect
    drain o                 -> queue
END
}

# id:      shutdown.accepted
# matrix:  how = rd wr rdwr
# matrix:  family = inet unix
# idea:    ACC-19 CLS-06
# compare: yes
@test "An accepted connection after its listener was shut down" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    connect c s
    accept s a
    shutdown s $how         -> call
    send c text             -> sent
    recv a                  -> received
    send a back             -> answered
    recv c                  -> answer
END
}
