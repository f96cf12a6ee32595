load ../case
# id:      option.memory
# matrix:  family = inet unix
# matrix:  option = acceptconn type
# matrix:  room = 0 1 3 4 8 whole more negative
# idea:    STM-03
# compare: yes
@test "An option of a listener read with more and less room for it" {
  scenario <<'END'
    socket s $family stream
    bind s loopback
    listen s 5
    fill s $option $room    -> call
END
}
