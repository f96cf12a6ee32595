load ../case
# id:     serve.port-zero
# matrix: host = - * 127.0.0.1
# needs:  serve
@test "A toolkit's Listen with port 0" {
  scenario <<'END'
    serve s $host 0 any -> call
    sockname s          -> name
    serve t $host 0 any -> second
    sockname t          -> other
    connect c s         -> client
END
}

# id:     serve.port
# matrix: host = * 127.0.0.1
# needs:  serve
@test "A toolkit's Listen with a chosen port, then a second one with the same" {
  scenario <<'END'
    socket f inet stream
    bind f any port=free
    sockname f           -> free
    serve q $host @f any -> busy
    close f
    socket g inet stream
    bind g any port=free
    close g
    serve s $host @g any -> call
    sockname s           -> name
    connect c s          -> client
    serve t $host @s any -> second
END
}

# id:    serve.forms
# needs: serve
@test "The three- and the four-argument form of a toolkit's Listen" {
  scenario <<'END'
    serve s * 0 any                          -> three
    serve t * 0 any ipv4                     -> four
    sockname s                               -> name3
    sockname t                               -> name4
    getopt s acceptconn                      -> accepting3
    getopt t acceptconn                      -> accepting4
    connect a4 loopback port=@s family=inet  -> v4-three
    connect a6 loopback port=@s family=inet6 -> v6-three
    connect b4 loopback port=@t family=inet  -> v4-four
    connect b6 loopback port=@t family=inet6 -> v6-four
END
}
