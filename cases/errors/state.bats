load ../case
# id:     errors.state
# matrix: state = fresh bound bound-wildcard listening listening-implicit listening-pending listening-full listening-accepted listening-gone listening-reset listening-again listening-shut-rd pending-shut-rd fresh-shut-rd bound-shut-rd connected-shut-rd accepted-shut-rd connecting-shut-rd listening-shut-wr pending-shut-wr fresh-shut-wr bound-shut-wr connected-shut-wr accepted-shut-wr connecting-shut-wr listening-shut-rdwr pending-shut-rdwr fresh-shut-rdwr bound-shut-rdwr connected-shut-rdwr accepted-shut-rdwr connecting-shut-rdwr connecting connect-full connect-waiting connect-refused connect-refused-bound connect-failed connect-failed-collected connected connected-bound connected-pending accepted connected-unread peer-shut peer-closed at-eof accepted-peer-shut accepted-at-eof accepted-peer-closed peer-reset reset accepted-reset finished listener-closed disconnected listening-disconnected self-connected bind-failed
# matrix: family = inet inet6 unix seqpacket mptcp sctp
# idea:   STM-01 ERR-22 ERR-23 STM-35 B57 B66
# waits:  yes
@test "listen() in every state a socket can be in" {
  scenario <<'END'
    reach s $state family=$family
    snapshot s                    -> before
    sockname s                    -> name
    listen s 5                    -> call
    snapshot s                    -> after
    sockname s                    -> named
    getopt s acceptconn           -> accepting
END
}
