load ../case
# id:     shutdown.accepting
# matrix: how = rd wr rdwr
# matrix: family = inet inet6 unix
# waits:  yes
# idea:   CLS-07 B100 B101 B102
@test "A listener that is shut down while another thread waits in accept()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t accept s a
    settle
    shutdown s $how         -> call
    await t wait=300        -> accept
END
}

# id:     shutdown.polling
# matrix: how = rd wr rdwr
# matrix: method = poll select epoll
# matrix: family = inet unix
# waits:  yes
# idea:   RDY-11
@test "A listener that is shut down while another thread waits for readiness" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    begin t poll s method=$method wait=300
    settle
    shutdown s $how                        -> call
    await t wait=2000                      -> woken
END
}

# id:      shutdown.duplicate
# matrix:  family = inet inet6 unix
# idea:    ACC-18 FRK-06
# compare: yes
@test "shutdown() through a duplicate of a listener" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    dup s d
    shutdown d rd                    -> call
    getopt s acceptconn              -> accepting
    accept s a                       -> accept
END
}

# id:      shutdown.child
# matrix:  family = inet unix
# idea:    ACC-18 FRK-01
# compare: yes
@test "shutdown() of a listener in a child process" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    fork p
    child p shutdown s rd            -> call
    getopt s acceptconn              -> accepting
    accept s a                       -> accept
    wait p
END
}
