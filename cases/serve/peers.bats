load ../case
# id:      serve.peers
# matrix:  peers = -1 0 1 3 5
# needs:   serve
# compare: yes
@test "The number of clients a toolkit's Listen admits" {
  scenario <<'END'
    serve s 127.0.0.1 0 $peers -> call
    flood s asked+8 tag        -> flood
    drain s                    -> drain
END
}

# id:    serve.four-clients
# needs: serve
@test "Three peers, and four clients at once" {
  scenario <<'END'
    serve s 127.0.0.1 0 3 -> call
    flood s 4             -> flood
    drain s               -> drain
END
}

# id:    serve.four-clients-accepted
# needs: serve
@test "Three peers, and a fourth client after one was accepted" {
  scenario <<'END'
    serve s 127.0.0.1 0 3 -> call
    connect c1 s          -> client1
    connect c2 s          -> client2
    connect c3 s          -> client3
    accept s a1           -> accept
    connect c4 s          -> client4
    drain s               -> drain
END
}

# id:    serve.exchange
# needs: serve
@test "Data between a client and a toolkit's listener" {
  scenario <<'END'
    serve s * 0 any -> call
    connect c s     -> client
    accept s a      -> accept
    send c text     -> sent
    recv a          -> received
    send a back     -> answered
    recv c          -> answer
END
}

# id:     serve.peers-compared
# matrix: peers = 1 3
# needs:  serve
@test "The backlog of a toolkit's Listen and that of listen()" {
  scenario <<'END'
    serve s 127.0.0.1 0 $peers -> call
    flood s 12                 -> served
    socket l inet stream
    bind l loopback
    listen l $peers
    flood l 12                 -> listened
END
}
