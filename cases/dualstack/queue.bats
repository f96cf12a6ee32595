load ../case
# id:   dualstack.queue
# idea: BKL-32
@test "One queue for the clients of both families" {
  scenario <<'END'
    socket s inet6 stream
    setopt s v6only 0
    bind s any
    listen s 4
    flood s 3 family=inet as=four  -> v4
    flood s 10 family=inet6 as=six -> v6
    drain s                        -> queue
    flood s 10 family=inet as=last -> refilled
END
}

# id:    dualstack.queue-order
# idea:  BKL-18 BKL-32
# waits: yes
@test "The order in which clients of both families are accepted" {
  scenario <<'END'
    socket s inet6 stream
    setopt s v6only 0
    bind s any
    listen s 8
    connect c1 s family=inet  -> client
    send c1 one               -> _
    connect c2 s family=inet6
    send c2 two
    connect c3 s family=inet  -> _
    send c3 three             -> _
    accept s a1               -> accept1
    accept s a2               -> accept2
    accept s a3               -> accept3
    recv a1                   -> first
    recv a2                   -> second
    recv a3                   -> third
END
}

# id:      dualstack.queue-relisten
# matrix:  backlog = 0 9
# idea:    BKL-32 REL-06
# compare: yes
@test "listen() again on a listener for both families" {
  scenario <<'END'
    socket s inet6 stream
    setopt s v6only 0
    bind s any
    listen s 3
    connect c4 s family=inet
    connect c6 s family=inet6
    listen s $backlog             -> call
    getopt s v6only               -> option
    flood s 6 family=inet as=late -> late
    drain s                       -> queue
END
}
