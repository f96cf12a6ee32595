load ../case
# id:     process.number
# matrix: family = inet unix
# matrix: number = 0 64 255 256 1023 1024 4096
# needs:  dup
# idea:   FRK-06
@test "listen() through a descriptor of a given number or above" {
  scenario <<'END'
    socket x $family stream
    bind x loopback
    dup x s at=$number
    close x
    listen s 5              -> call
    getopt s acceptconn     -> accepting
    connect c s             -> client
    poll s wait=1000        -> ready
    accept s a              -> accept
    send c text             -> sent
    recv a                  -> received
END
}

# id:     process.many
# matrix: family = inet unix
# idea:   BKL-29
@test "Many listeners of one process" {
  scenario <<'END'
    socket s1 $family stream
    bind s1 loopback
    listen s1 5             -> call1
    socket s2 $family stream
    bind s2 loopback
    listen s2 5             -> call2
    socket s3 $family stream
    bind s3 loopback
    listen s3 5             -> call3
    socket s4 $family stream
    bind s4 loopback
    listen s4 5             -> call4
    socket s5 $family stream
    bind s5 loopback
    listen s5 5             -> call5
    socket s6 $family stream
    bind s6 loopback
    listen s6 5             -> call6
    socket s7 $family stream
    bind s7 loopback
    listen s7 5             -> call7
    socket s8 $family stream
    bind s8 loopback
    listen s8 5             -> call8
    socket s9 $family stream
    bind s9 loopback
    listen s9 5             -> call9
    socket s10 $family stream
    bind s10 loopback
    listen s10 5             -> call10
    socket s11 $family stream
    bind s11 loopback
    listen s11 5             -> call11
    socket s12 $family stream
    bind s12 loopback
    listen s12 5             -> call12
    connect c s12           -> client
END
}
