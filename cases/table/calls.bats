load ../case
# id:      table.accepting
# matrix:  state = fresh bound bound-wildcard listening listening-implicit listening-pending listening-full listening-accepted listening-gone listening-reset listening-again listening-shut-rd pending-shut-rd fresh-shut-rd bound-shut-rd connected-shut-rd accepted-shut-rd connecting-shut-rd listening-shut-wr pending-shut-wr fresh-shut-wr bound-shut-wr connected-shut-wr accepted-shut-wr connecting-shut-wr listening-shut-rdwr pending-shut-rdwr fresh-shut-rdwr bound-shut-rdwr connected-shut-rdwr accepted-shut-rdwr connecting-shut-rdwr connecting connect-full connect-waiting connect-refused connect-refused-bound connect-failed connect-failed-collected connected connected-bound connected-pending accepted connected-unread peer-shut peer-closed at-eof accepted-peer-shut accepted-at-eof accepted-peer-closed peer-reset reset accepted-reset finished listener-closed disconnected listening-disconnected self-connected bind-failed
# matrix:  family = inet inet6 unix
# waits:   yes
# idea:    STM-01 STM-02 STM-13 STM-15
# compare: yes
# survey:  yes
@test "listen(), accept() and bind() in every state a socket can be in" {
  scenario <<'END'
    # Each call meets a socket of its own: what one call leaves behind is not the next one's state.
    reach s-listen $state family=$family
    setopt s-listen nonblock 1
    listen s-listen 5            -> listen
    reach s-accept $state family=$family
    setopt s-accept nonblock 1
    accept s-accept s-accept.new -> accept
    reach s-bind $state family=$family
    setopt s-bind nonblock 1
    bind s-bind loopback         -> bind
END
}

# id:      table.connecting
# matrix:  state = fresh bound bound-wildcard listening listening-implicit listening-pending listening-full listening-accepted listening-gone listening-reset listening-again listening-shut-rd pending-shut-rd fresh-shut-rd bound-shut-rd connected-shut-rd accepted-shut-rd connecting-shut-rd listening-shut-wr pending-shut-wr fresh-shut-wr bound-shut-wr connected-shut-wr accepted-shut-wr connecting-shut-wr listening-shut-rdwr pending-shut-rdwr fresh-shut-rdwr bound-shut-rdwr connected-shut-rdwr accepted-shut-rdwr connecting-shut-rdwr connecting connect-full connect-waiting connect-refused connect-refused-bound connect-failed connect-failed-collected connected connected-bound connected-pending accepted connected-unread peer-shut peer-closed at-eof accepted-peer-shut accepted-at-eof accepted-peer-closed peer-reset reset accepted-reset finished listener-closed disconnected listening-disconnected self-connected bind-failed
# matrix:  family = inet inet6 unix
# waits:   yes
# idea:    STM-01 STM-13
# compare: yes
# survey:  yes
@test "connect() and its undoing in every state a socket can be in" {
  scenario <<'END'
    socket other $family stream
    bind other loopback
    listen other 128
    # Each call meets a socket of its own: what one call leaves behind is not the next one's state.
    reach s-connect $state family=$family
    setopt s-connect nonblock 1
    connect s-connect other -> connect
    reach s-disconnect $state family=$family
    setopt s-disconnect nonblock 1
    disconnect s-disconnect -> disconnect
END
}

# id:      table.ending
# matrix:  state = fresh bound bound-wildcard listening listening-implicit listening-pending listening-full listening-accepted listening-gone listening-reset listening-again listening-shut-rd pending-shut-rd fresh-shut-rd bound-shut-rd connected-shut-rd accepted-shut-rd connecting-shut-rd listening-shut-wr pending-shut-wr fresh-shut-wr bound-shut-wr connected-shut-wr accepted-shut-wr connecting-shut-wr listening-shut-rdwr pending-shut-rdwr fresh-shut-rdwr bound-shut-rdwr connected-shut-rdwr accepted-shut-rdwr connecting-shut-rdwr connecting connect-full connect-waiting connect-refused connect-refused-bound connect-failed connect-failed-collected connected connected-bound connected-pending accepted connected-unread peer-shut peer-closed at-eof accepted-peer-shut accepted-at-eof accepted-peer-closed peer-reset reset accepted-reset finished listener-closed disconnected listening-disconnected self-connected bind-failed
# matrix:  family = inet inet6 unix
# waits:   yes
# idea:    STM-01 CLS-06
# compare: yes
# survey:  yes
@test "shutdown() and close() in every state a socket can be in" {
  scenario <<'END'
    # Each call meets a socket of its own: what one call leaves behind is not the next one's state.
    reach s-shutdown-rd $state family=$family
    setopt s-shutdown-rd nonblock 1
    shutdown s-shutdown-rd rd     -> shutdown-rd
    reach s-shutdown-wr $state family=$family
    setopt s-shutdown-wr nonblock 1
    shutdown s-shutdown-wr wr     -> shutdown-wr
    reach s-shutdown-rdwr $state family=$family
    setopt s-shutdown-rdwr nonblock 1
    shutdown s-shutdown-rdwr rdwr -> shutdown-rdwr
    reach s-close $state family=$family
    setopt s-close nonblock 1
    close s-close                 -> close
END
}

# id:      table.receiving
# matrix:  state = fresh bound bound-wildcard listening listening-implicit listening-pending listening-full listening-accepted listening-gone listening-reset listening-again listening-shut-rd pending-shut-rd fresh-shut-rd bound-shut-rd connected-shut-rd accepted-shut-rd connecting-shut-rd listening-shut-wr pending-shut-wr fresh-shut-wr bound-shut-wr connected-shut-wr accepted-shut-wr connecting-shut-wr listening-shut-rdwr pending-shut-rdwr fresh-shut-rdwr bound-shut-rdwr connected-shut-rdwr accepted-shut-rdwr connecting-shut-rdwr connecting connect-full connect-waiting connect-refused connect-refused-bound connect-failed connect-failed-collected connected connected-bound connected-pending accepted connected-unread peer-shut peer-closed at-eof accepted-peer-shut accepted-at-eof accepted-peer-closed peer-reset reset accepted-reset finished listener-closed disconnected listening-disconnected self-connected bind-failed
# matrix:  family = inet inet6 unix
# waits:   yes
# idea:    STM-01
# compare: yes
# survey:  yes
@test "Every way to receive in every state a socket can be in" {
  scenario <<'END'
    # Each call meets a socket of its own: what one call leaves behind is not the next one's state.
    reach s-recv $state family=$family
    setopt s-recv nonblock 1
    recv s-recv flags=dontwait                   -> recv
    reach s-recvmsg $state family=$family
    setopt s-recvmsg nonblock 1
    recv s-recvmsg method=recvmsg flags=dontwait -> recvmsg
    reach s-read $state family=$family
    setopt s-read nonblock 1
    recv s-read method=read                      -> read
    reach s-peek $state family=$family
    setopt s-peek nonblock 1
    recv s-peek flags=peek+dontwait              -> peek
END
}

# id:      table.sending
# matrix:  state = fresh bound bound-wildcard listening listening-implicit listening-pending listening-full listening-accepted listening-gone listening-reset listening-again listening-shut-rd pending-shut-rd fresh-shut-rd bound-shut-rd connected-shut-rd accepted-shut-rd connecting-shut-rd listening-shut-wr pending-shut-wr fresh-shut-wr bound-shut-wr connected-shut-wr accepted-shut-wr connecting-shut-wr listening-shut-rdwr pending-shut-rdwr fresh-shut-rdwr bound-shut-rdwr connected-shut-rdwr accepted-shut-rdwr connecting-shut-rdwr connecting connect-full connect-waiting connect-refused connect-refused-bound connect-failed connect-failed-collected connected connected-bound connected-pending accepted connected-unread peer-shut peer-closed at-eof accepted-peer-shut accepted-at-eof accepted-peer-closed peer-reset reset accepted-reset finished listener-closed disconnected listening-disconnected self-connected bind-failed
# matrix:  family = inet inet6 unix
# waits:   yes
# idea:    STM-01
# compare: yes
# survey:  yes
@test "Every way to send in every state a socket can be in" {
  scenario <<'END'
    # Each call meets a socket of its own: what one call leaves behind is not the next one's state.
    reach s-send $state family=$family
    setopt s-send nonblock 1
    send s-send text                   -> send
    reach s-sendmsg $state family=$family
    setopt s-sendmsg nonblock 1
    send s-sendmsg text method=sendmsg -> sendmsg
    reach s-write $state family=$family
    setopt s-write nonblock 1
    send s-write text method=write     -> write
END
}

# id:      table.values
# matrix:  state = fresh bound bound-wildcard listening listening-implicit listening-pending listening-full listening-accepted listening-gone listening-reset listening-again listening-shut-rd pending-shut-rd fresh-shut-rd bound-shut-rd connected-shut-rd accepted-shut-rd connecting-shut-rd listening-shut-wr pending-shut-wr fresh-shut-wr bound-shut-wr connected-shut-wr accepted-shut-wr connecting-shut-wr listening-shut-rdwr pending-shut-rdwr fresh-shut-rdwr bound-shut-rdwr connected-shut-rdwr accepted-shut-rdwr connecting-shut-rdwr connecting connect-full connect-waiting connect-refused connect-refused-bound connect-failed connect-failed-collected connected connected-bound connected-pending accepted connected-unread peer-shut peer-closed at-eof accepted-peer-shut accepted-at-eof accepted-peer-closed peer-reset reset accepted-reset finished listener-closed disconnected listening-disconnected self-connected bind-failed
# matrix:  family = inet inet6 unix
# waits:   yes
# idea:    STM-01 RDY-05
# compare: yes
# survey:  yes
@test "Options set, and all that can be read, in every state a socket can be in" {
  scenario <<'END'
    # What one option is set to does not alter what becomes of the next.
    reach s-options $state family=$family
    setopt s-options nonblock 1
    setopt s-options reuseaddr 1  -> reuseaddr
    setopt s-options linger 0     -> linger
    setopt s-options rcvbuf 20000 -> rcvbuf
    setopt s-options keepalive 1  -> keepalive
    setopt s-options v6only 1     -> v6only
    dup s-options s-options.copy  -> dup
    # These only look, the reading of the error last: it clears what it reads.
    reach s $state family=$family
    setopt s nonblock 1
    sockname s                    -> sockname
    peername s                    -> peername
    getopt s acceptconn           -> acceptconn
    getopt s type                 -> type
    poll s                        -> poll
    poll s method=select          -> select
    poll s method=epoll           -> epoll
    ioctl s inq                   -> inq
    ioctl s atmark                -> atmark
    info s                        -> state
    getopt s error                -> error
    getopt s error                -> error-again
END
}
