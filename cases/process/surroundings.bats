load ../case
# id:      process.untouched
# matrix:  family = inet inet6 unix seqpacket mptcp
# idea:    FRK-05
# compare: yes
@test "What belongs to the process, before and after listen()" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    surroundings            -> before
    listen s 5              -> call
    surroundings            -> after
    listen s 7              -> again
    surroundings            -> later
END
}

# id:      process.untouched-unbound
# matrix:  family = inet inet6
# idea:    FRK-05
# compare: yes
@test "What belongs to the process, before and after listen() on an unbound socket" {
  scenario <<'END'
    socket s $family stream
    surroundings            -> before
    listen s 5              -> call
    surroundings            -> after
END
}

# id:      process.untouched-failed
# matrix:  family = inet inet6 unix
# idea:    FRK-05 ERR-37
# compare: yes
@test "What belongs to the process, before and after a listen() that fails" {
  scenario <<'END'
    socket s $family dgram
    surroundings            -> before
    listen s 5              -> call
    listen none 5           -> none
    surroundings            -> after
END
}

# id:      process.untouched-accept
# matrix:  family = inet inet6 unix
# idea:    FRK-05
# compare: yes
@test "What belongs to the process, before and after calls on a listener" {
  scenario <<'END'
    socket s $family stream nonblock
    bind s loopback
    listen s 5
    surroundings            -> before
    accept s a              -> call
    surroundings            -> empty
    peername s              -> peer
    poll s                  -> events
    bind s loopback         -> bind
    surroundings            -> calls
    close s                 -> close
    surroundings            -> closed
END
}
