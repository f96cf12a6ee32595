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
