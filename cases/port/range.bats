load ../case
# id:      port.shared-last
# matrix:  family = inet inet6
# needs:   namespace
# idea:    PT0-12 PT0-13 PT0-06
# compare: yes
@test "Two sockets with SO_REUSEADDR where the system's range holds one port" {
  scenario <<'END'
    limit port-range 25000-25000
    socket a $family stream
    setopt a reuseaddr 1
    bind a any                   -> bind1
    socket b $family stream
    setopt b reuseaddr 1
    bind b any                   -> bind2
    listen a 5                   -> first
    listen b 5                   -> call
END
}

# id:     port.range
# matrix: family = inet inet6
# needs:  namespace
# idea:   PT0-04
@test "The ports of listeners where the system's range is narrow" {
  scenario <<'END'
    limit port-range 21000-21031
    socket a $family stream
    bind a loopback
    listen a 5
    sockname a                   -> bound
    socket b $family stream
    listen b 5
    sockname b                   -> implicit
END
}

# id:     port.exhausted
# matrix: family = inet inet6
# needs:  namespace
# idea:   PT0-06 ERR-29 EXH-07 STM-35
@test "listen() on unbound sockets until the system's range of ports is used up" {
  scenario <<'END'
    limit port-range 22000-22001
    socket a $family stream
    listen a 5                   -> first
    socket b $family stream
    listen b 5                   -> second
    socket d $family stream
    snapshot d                   -> before
    listen d 5                   -> call
    snapshot d                   -> after
    listen d 5                   -> repeated
    close a
    listen d 5                   -> again
    sockname d                   -> name
    limit port-range 22100-22199
    connect c d                  -> client
END
}

# id:     port.exhausted-bind
# matrix: family = inet inet6
# needs:  namespace
# idea:   PT0-06
@test "bind() to port 0 when the system's range of ports is used up, then listen()" {
  scenario <<'END'
    limit port-range 23000-23001
    socket a $family stream
    bind a any                   -> first
    listen a 5
    socket b $family stream
    bind b any                   -> second
    listen b 5
    socket d $family stream
    bind d any                   -> bind
    listen d 5                   -> call
    close b
    listen d 5                   -> again
END
}

# id:      port.exhausted-relisten
# matrix:  family = inet inet6
# needs:   namespace
# idea:    PT0-06 REL-12
# compare: yes
@test "A second listen() when the system's range of ports is used up" {
  scenario <<'END'
    limit port-range 24000-24001
    socket a $family stream
    listen a 5
    sockname a                   -> before
    socket b $family stream
    listen b 5
    listen a 9                   -> call
    sockname a                   -> after
END
}
