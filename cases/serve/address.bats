load ../case
# id:     serve.empty
# matrix: type = none ipv4 ipv6 both
# needs:  serve
@test "A toolkit's Listen with an empty address" {
  scenario <<'END'
    serve s - 0 any $type                    -> call
    sockname s                               -> name
    connect c4 loopback port=@s family=inet  -> v4
    connect c6 loopback port=@s family=inet6 -> v6
    connect o other port=@s family=inet      -> other
END
}

# id:     serve.all
# matrix: type = none ipv4 ipv6 both
# needs:  serve
@test "A toolkit's Listen with the address *" {
  scenario <<'END'
    serve s * 0 any $type                    -> call
    sockname s                               -> name
    connect c4 loopback port=@s family=inet  -> v4
    connect c6 loopback port=@s family=inet6 -> v6
    connect o other port=@s family=inet      -> other
    drain s                                  -> queue
END
}

# id:     serve.literal
# matrix: type = none ipv4 ipv6 both
# needs:  serve
@test "A toolkit's Listen with an IPv4 address" {
  scenario <<'END'
    serve s 127.0.0.1 0 any $type            -> call
    sockname s                               -> name
    connect c4 loopback port=@s family=inet  -> v4
    connect c6 loopback port=@s family=inet6 -> v6
    connect o other port=@s family=inet      -> other
END
}

# id:    serve.literal-other
# needs: serve
@test "A toolkit's Listen with one of several IPv4 addresses" {
  scenario <<'END'
    serve s 127.0.0.2 0 any ipv4           -> call
    sockname s                             -> name
    connect c other port=@s family=inet    -> other
    connect d loopback port=@s family=inet -> loopback
END
}

# id:     serve.literal6
# matrix: type = none ipv4 ipv6 both
# needs:  serve
@test "A toolkit's Listen with an IPv6 address" {
  scenario <<'END'
    serve s ::1 0 any $type                  -> call
    sockname s                               -> name
    connect c4 loopback port=@s family=inet  -> v4
    connect c6 loopback port=@s family=inet6 -> v6
END
}

# id:     serve.bad-address
# matrix: host = 192.0.2.1 999.1.2.3 not-an-address 127.0.0 ::ffff
# needs:  serve
@test "A toolkit's Listen with an address that cannot be used" {
  scenario <<'END'
    serve s $host 0 any     -> call
    serve t 127.0.0.1 0 any -> after
END
}

# id:    serve.link-local
# needs: serve
@test "A toolkit's Listen with a link-local IPv6 address without a scope" {
  scenario <<'END'
    serve s fe80::18bd:81f:6b02:759f 0 any ipv6 -> call
END
}
