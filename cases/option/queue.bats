load ../case
# id:     option.deferred
# matrix: family = inet inet6
# waits:  yes
# idea:   OPT-10 BKL-35
@test "A client without data at a listener with TCP_DEFER_ACCEPT" {
  scenario <<'END'
    socket s $family stream nonblock
    setopt s defer-accept 2
    bind s loopback
    getopt s defer-accept            -> before
    listen s 5                       -> call
    getopt s defer-accept            -> after
    connect c s                      -> client
    settle
    poll s                           -> silent
    accept s a                       -> early
    send c text                      -> sent
    poll s wait=1000                 -> ready
    accept s b                       -> accept
    recv b                           -> received
END
}

# id:      option.fastopen
# matrix:  family = inet inet6
# idea:    OPT-11 BKL-35 B127 B128
# compare: yes
@test "TCP_FASTOPEN set before bind(), before listen() or after it" {
  scenario <<'END'
    socket s $family stream
    setopt s fastopen 5     -> fresh
    bind s loopback
    setopt s fastopen 6     -> bound
    listen s 3              -> call
    getopt s fastopen       -> kept
    setopt s fastopen 7     -> listening
    getopt s fastopen       -> value
    listen s 3              -> again
    getopt s fastopen       -> last
    flood s asked+8         -> flood
END
}

# id:      option.congestion
# matrix:  option = quickack congestion
# matrix:  family = inet
# idea:    OPT-12
# compare: yes
@test "Rarer options of a listener" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    getopt s $option        -> before
    listen s 5
    getopt s $option        -> after
    connect c s
    accept s a
    getopt a $option        -> accepted
END
}
