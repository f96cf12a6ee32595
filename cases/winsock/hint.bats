load ../case

# id:     winsock.hint
# matrix: family = inet inet6
# matrix: hint = -1 -199 -200 -201 -250
# needs:  winsock
# idea:   B123
@test "listen() with SOMAXCONN_HINT(N), which is -N" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s $hint          -> call
    flood s 300             -> flood
END
}
