load ../case
# id:     backlog.cookies
# matrix: family = inet inet6
# matrix: cookies = 0 1 2
# needs:  namespace
# idea:   BKL-24 BKL-25 B13
@test "How many connections a backlog admits with SYN cookies off, on and always" {
  scenario <<'END'
    limit syncookies $cookies
    limit max-syn-backlog 8
    socket s $family stream
    bind s loopback
    listen s 3                -> call
    flood s 12 tag            -> flood
    drain s                   -> drain
    flood s 12 as=late        -> refilled
END
}

# id:     backlog.abort
# matrix: family = inet inet6
# matrix: abort = 0 1
# needs:  namespace
# idea:   BKL-27
@test "What clients see of a full queue where overflow aborts connections" {
  scenario <<'END'
    limit abort-on-overflow $abort
    socket s $family stream
    bind s loopback
    listen s 1                     -> call
    flood s 6                      -> flood
    settle
    clients s.clients              -> after
    drain s                        -> drain
END
}

# id:      backlog.fastopen-setting
# matrix:  family = inet
# matrix:  mode = 0 3 1027
# needs:   namespace
# idea:    BKL-35 OPT-11
# compare: yes
@test "A backlog where the system offers TCP Fast Open to listeners" {
  scenario <<'END'
    limit fastopen $mode
    socket s $family stream
    bind s loopback
    listen s 3              -> call
    getopt s fastopen       -> option
    flood s 12              -> flood
    drain s                 -> drain
END
}
