load ../case
# id:     backlog.lengths
# matrix: family = inet unix
# matrix: backlog = 4 6 7 9 11 12 15 20 31 32 33 40 63 64 65 99 100 101 127 129 150 200 250
# idea:   BKL-01 BKL-03
@test "How many connections backlogs between the usual ones admit" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    flood s asked+3         -> flood
    drain s                 -> drain
END
}

# id:      backlog.values
# matrix:  family = inet
# matrix:  backlog = -65537 -32768 -4096 -1000 -256 -129 -128 -127 -100 -6 -5 -3 -2 300 400 499 500 511 512 513 600 700 800 900 999 1000 1001 1023 1024 1025 1500 2000 2047 2048 2049 3000 4000 limit-1 limit limit+1 limit+1000 5000 8192 10000 50000 100000 1000000 16777215 2147483646
# needs:   info
# idea:    BKL-04 BKL-06 SMX-02
# compare: yes
@test "The limit the system tells of a listener, for backlogs too long to fill" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $backlog       -> call
    info s                  -> info
END
}
