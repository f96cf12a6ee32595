/* decisions.h: everything on which documents and implementations differ, as one table.
 *
 * A decision has a name, a value it has unless a document says otherwise, the values it may take, and a meaning. The machine
 * (machine.h) asks the decisions; documents.c gives each document's, the rows of faults/ change single ones. A value is a word
 * of WORDS, an error name, or a number. What no decision covers can be changed for one call in one state by an override,
 * written CALL@CONDITION=RESULT, e.g. `accept@fresh=EOPNOTSUPP` or `poll@listening+pending=none`. */
#ifndef LISTENCHECK_MODEL_DECISIONS_H
#define LISTENCHECK_MODEL_DECISIONS_H

#include <stdbool.h>
#include <stddef.h>

#define MODEL_WORDS(X)                                                                                               \
    X(no) X(yes) X(ok) X(same) X(none) X(autobind) X(updates) X(keeps) X(grows) X(shrinks) X(adds) X(kept) X(reset)   \
    X(eof) X(lost) X(maximum) X(zero) X(one) X(two) X(hint) X(magnitude) X(nobody) X(clamp) X(wraps_8) X(wraps_16)    \
    X(somaxconn) X(unlimited) X(exact) X(plus_one) X(minus_one) X(half_more) X(double) X(ignore) X(refuse)            \
    X(establish) X(refuse_all) X(waits) X(inactive) X(always) X(never) X(new_one) X(both) X(bind) X(listen) X(connect) \
    X(group) X(absent) X(any) X(unlisten) X(nothing) X(delivered) X(skipped) X(fifo) X(lifo) X(dissolves)             \
    X(loopback) X(outside) X(release) X(state) X(ever) X(bound) X(inherited) X(poisons) X(unlistens) X(forgets)       \
    X(unbinds) X(drops) X(swaps) X(posix) X(winsock) X(converts) X(holds) X(first) X(half) X(mapped) X(plain) \
    X(crash) X(random) X(own) X(wildcard) X(half_more_and_one)

enum word {
    WORD_START = 1000,
#define MODEL_WORD_CONSTANT(name) WORD_##name,
    MODEL_WORDS(MODEL_WORD_CONSTANT)
#undef MODEL_WORD_CONSTANT
    WORD_LIMIT,
    NUMBER_START = 1000000 /* the number n is stored as NUMBER_START + n */
};

/* identifier (its name has - for _), value where no document speaks, values allowed, what it decides */
#define MODEL_DECISIONS(X)                                                                                           \
    /* the system */                                                                                                 \
    X(errors, "posix", "posix winsock", "names of errors: as they are, or with the prefix WSA")                       \
    X(somaxconn, "128", "number", "the system's limit of a backlog, at the start")                                    \
    X(constant, "4096", "number", "the constant SOMAXCONN of the header")                                             \
    X(descriptors, "1024", "number", "how many descriptors a process may have")                                       \
    X(port_low, "32768", "number", "first port of the range for automatic ports")                                     \
    X(port_high, "60999", "number", "last port of that range")                                                        \
    /* only with errors=winsock */                                                                                    \
    X(not_started, "WSANOTINITIALISED", "error ok", "any call after the last WSACleanup()")                           \
    X(started_twice, "yes", "yes no", "WSACleanup() must be called as often as WSAStartup()")                         \
    X(exclusive, "EACCES", "error ok", "bind() to the address of a socket with SO_EXCLUSIVEADDRUSE")                  \
    X(exclusive_both, "EINVAL", "error ok", "SO_EXCLUSIVEADDRUSE and SO_REUSEADDR on one socket")                     \
    X(conditional_accept, "yes", "yes no", "SO_CONDITIONAL_ACCEPT makes clients wait for accept()")                   \
    X(condition_accept, "ok", "ok error", "WSAAccept() whose condition function accepts")                             \
    X(condition_reject, "ECONNREFUSED", "error ok", "WSAAccept() whose condition function rejects")                   \
    X(condition_defer, "WSATRY_AGAIN", "error ok", "WSAAccept() whose condition function defers")                     \
    X(overlapped, "waits", "waits error", "AcceptEx() before a client has come")                                      \
    /* descriptors */                                                                                                \
    X(bad_descriptor, "EBADF", "error", "any call on what is no descriptor")                                          \
    X(closed_descriptor, "same", "same error", "any call on a number that was closed, where it differs")              \
    X(not_socket, "ENOTSOCK", "error ok", "any call on a descriptor that is no socket")                               \
    X(path_only, "EBADF", "error", "any call on a descriptor opened for its path only")                               \
    X(dup_shares, "yes", "yes no", "a duplicate is the same socket")                                                  \
    X(fork_shares, "yes", "yes no", "a child process has the same sockets")                                           \
    X(pass_shares, "yes", "yes no", "a descriptor that was passed is the same socket")                                \
    X(close_one_ends, "no", "no yes", "closing one of several descriptors ends the socket")                           \
    /* listen: errors */                                                                                             \
    X(unbound, "autobind", "autobind ok error", "listen() on an unbound TCP socket")                                  \
    X(unbound_unix, "EINVAL", "ok error", "listen() on an unbound AF_UNIX socket")                                    \
    X(listen_connected, "EINVAL", "error ok nothing", "listen() on a connected socket")                               \
    X(listen_accepted, "same", "same error ok nothing", "listen() on an accepted socket, where it differs")           \
    X(listen_connected_unix, "same", "same error ok nothing", "listen() on a connected AF_UNIX socket, where it differs") \
    X(listen_half_closed, "same", "same error ok nothing", "listen() on a connected socket shut one way, where it differs") \
    X(listen_connecting, "EINVAL", "error ok nothing", "listen() while a connect is under way")                       \
    X(listen_failed, "EINVAL", "error ok nothing", "listen() after a connect failed and before it was collected")     \
    X(listen_refused, "ok", "error ok", "listen() after a blocking connect was refused")                              \
    X(listen_reset, "EINVAL", "error ok nothing", "listen() on a connection that was reset or ended")                 \
    X(listen_datagram, "EOPNOTSUPP", "error ok nothing", "listen() on a datagram socket")                             \
    X(listen_raw, "same", "same error ok nothing", "listen() on a raw or other socket, where it differs")             \
    X(listen_datagram_unix, "same", "same error ok nothing", "listen() on an AF_UNIX datagram socket, where it differs") \
    X(listen_seqpacket, "ok", "ok error", "listen() on a SOCK_SEQPACKET socket")                                      \
    X(listen_exhausted, "ok", "ok error", "listen() when no descriptor is left")                                      \
    X(listen_succeeds, "ok", "ok error nothing", "listen() where nothing is wrong")                                   \
    X(listen_privilege, "ok", "ok error", "listen() by a user without privilege")                                     \
    X(failing_listen, "nothing", "nothing unbinds unlistens forgets drops poisons listen", "what a failing listen() does to the socket") \
    X(in_thread, "ok", "ok error", "listen() called by another thread than the first")                         \
    X(in_child, "ok", "ok error", "listen() called by a child process")                                               \
    /* listen: again */                                                                                              \
    X(relisten, "ok", "ok error", "listen() on a listening socket")                                                   \
    X(relisten_unix, "same", "same ok error", "the same for AF_UNIX, where it differs")                               \
    X(relisten_backlog, "updates", "updates keeps grows shrinks adds", "what a second listen() does to the backlog")  \
    X(relisten_unix_backlog, "same", "same updates keeps grows shrinks", "the same for AF_UNIX, where it differs")    \
    X(relisten_zero, "same", "same nobody keeps unlisten error", "a second listen() with backlog 0, where it differs") \
    X(relisten_excess, "kept", "kept reset eof lost refuse", "pending connections beyond a smaller backlog")          \
    X(relisten_within, "kept", "kept reset lost", "pending connections within it")                                    \
    X(relisten_order, "kept", "kept swaps", "the order of pending connections over a second listen()")                \
    X(relisten_wakes, "yes", "yes no", "blocked AF_UNIX clients get in when a second listen() makes room")            \
    X(relisten_retry, "yes", "yes no", "waiting TCP clients get in when a second listen() makes room")                \
    X(relisten_port, "kept", "kept random", "the port over a second listen()")                                        \
    X(relisten_credentials, "updates", "updates keeps", "credentials shown to later clients after a second listen()") \
    X(relisten_options, "kept", "kept forgets", "options over a second listen()")                                     \
    X(relisten_many, "ok", "ok error", "the tenth listen() on one socket")                                            \
    X(relisten_accept, "kept", "kept error", "an accept blocked during a second listen()")                            \
    X(relisten_after_unlink, "ok", "ok error", "listen() on an AF_UNIX listener whose path was removed")              \
    /* listen: the backlog */                                                                                        \
    X(backlog, "exact", "exact ignore", "whether the backlog is looked at; ignored it is backlog_ignored")            \
    X(backlog_ignored, "5", "number", "the backlog of an implementation that ignores it")                             \
    X(backlog_negative, "maximum", "maximum zero one hint magnitude nobody error", "a negative backlog")              \
    X(backlog_least, "same", "same maximum zero one nobody error", "INT_MIN, where it differs from other negatives")  \
    X(backlog_zero, "same", "same one two maximum hint nobody error", "backlog 0")                                         \
    X(backlog_one, "same", "same two nobody error", "backlog 1")                                                      \
    X(backlog_over, "clamp", "clamp error wraps-8 wraps-16 zero one nobody", "a backlog above the limit")             \
    X(backlog_huge, "same", "same clamp error zero nobody", "INT_MAX, where it differs")                              \
    X(backlog_constant, "same", "same error one nobody", "backlog SOMAXCONN, where it differs")                       \
    X(backlog_most, "somaxconn", "somaxconn unlimited number", "the limit of a backlog")                              \
    X(backlog_most_unix, "same", "same somaxconn unlimited number", "the same for AF_UNIX, where it differs")         \
    X(backlog_limit_read, "listen", "listen always", "when the limit is read: at listen(), or at every arrival")      \
    X(backlog_drift, "none", "none shrinks", "larger backlogs above 8 give shorter queues")                           \
    X(queue_length, "plus-one", "exact plus-one minus-one half-more half-more-and-one double half unlimited number",     \
      "how long the queue is for a backlog")                                                                         \
    X(queue_length_unix, "same", "same exact plus-one minus-one half-more double half unlimited number", "the same for AF_UNIX, where it differs") \
    X(sctp_zero, "nobody", "nobody same one", "backlog 0 on an SCTP socket")                                              \
    /* arrival of a connection */                                                                                    \
    X(full, "ignore", "ignore refuse reset establish refuse-all lost", "a TCP client that finds the queue full")      \
    X(full_unix, "EAGAIN", "error establish", "a non-blocking AF_UNIX client that finds the queue full")              \
    X(full_unix_waits, "waits", "waits ever error", "a blocking AF_UNIX client that finds the queue full")                 \
    X(full_retry, "yes", "yes no", "a client that was ignored tries again")                                           \
    X(full_data, "kept", "kept lost", "data of a client that had to wait")                                            \
    X(full_abort, "ignore", "ignore reset", "the same when the limit abort-on-overflow is set")                       \
    X(before_listen, "refuse", "refuse ignore establish", "a client of a bound socket that does not listen")          \
    X(before_accept, "establish", "establish ignore refuse", "a client before the first accept()")                    \
    X(first_client, "establish", "establish refuse ignore", "the first client of a listener")                         \
    X(slot_after_accept, "release", "release holds", "the place in the queue after accept()")                         \
    X(slot_after_abort, "holds", "release holds", "the place in the queue after the client reset")                    \
    X(slot_after_abort_accept, "release", "release holds", "the same, after such a connection was accepted")          \
    X(delivery, "own", "own any", "which listener gets a connection")                                                 \
    X(specific_address, "yes", "yes no", "a listener on one address is not reached through others")                   \
    X(data_before_accept, "kept", "kept lost", "data sent before accept()")                                           \
    X(end_before_accept, "kept", "kept lost skipped", "a client that closed before accept()")                         \
    X(defer_accept, "yes", "yes no", "TCP_DEFER_ACCEPT keeps a silent client from accept()")                          \
    /* accept */                                                                                                     \
    X(accept_order, "fifo", "fifo lifo swaps", "which pending connection accept() takes")                             \
    X(accept_empty, "EAGAIN", "error crash", "a non-blocking accept() with nothing pending")                          \
    X(accept_blocks, "yes", "yes no", "a blocking accept() waits")                                                    \
    X(accept_wakes, "yes", "yes no", "a blocked accept() is woken by a connection")                                   \
    X(accept_timeout, "yes", "yes no", "SO_RCVTIMEO bounds accept()")                                                 \
    X(accept_not_listening, "EINVAL", "error", "accept() on a socket that does not listen")                           \
    X(accept_datagram, "EOPNOTSUPP", "error", "accept() on a datagram socket")                                        \
    X(accept_seqpacket, "ok", "ok error", "accept() on a SOCK_SEQPACKET listener")                                    \
    X(accept_exhausted, "EMFILE", "error", "accept() when no descriptor is left")                                     \
    X(accept_exhausted_queue, "kept", "kept lost reset", "the pending connection in that case")                       \
    X(accept_flags, "EINVAL", "error ok", "accept() with an unknown flag")                                            \
    X(accept_flags_queue, "kept", "kept lost", "the pending connection in that case")                                 \
    X(accept_aborted, "delivered", "delivered skipped error", "accept() of a connection its client reset")            \
    X(accept_reset_others, "no", "no yes", "a client's reset loses the others that wait")                             \
    X(accept_nonblock, "no", "no yes", "an accepted socket inherits O_NONBLOCK and O_ASYNC")                          \
    X(accept_cloexec, "no", "no yes", "an accepted socket inherits FD_CLOEXEC")                                       \
    X(accept_flag_effect, "yes", "yes no", "accept4() flags take effect")                                             \
    X(accept_listener, "kept", "kept unlistens", "the listener after accept()")                                       \
    X(accept_peer, "kept", "kept swaps none", "the peer's name accept() gives")                                       \
    X(accept_name, "first", "first any", "the local name of an accepted socket of a wildcard listener")               \
    X(accept_signal, "state", "state never always half", "a signal ends accept(): without SA_RESTART or with a time limit, never, always, only without") \
    X(accept_number, "first", "first random", "the number accept() gives is the lowest free one")                     \
    X(leaks, "no", "no listen ever always", "a descriptor is lost by: nothing, a listen(), a listen() that fails, an accept() that fails") \
    X(fill_length, "same", "same zero", "the length an address is said to have: its own, or none")                    \
    X(fill_beyond, "kept", "kept lost", "the memory behind an address")                                               \
    X(fill_padding, "zero", "zero random", "the bytes of an address that mean nothing")                               \
    X(fill_short, "ok", "ok error", "too little room for an address")                                                 \
    X(fill_none, "ok", "ok error", "accept() without room for an address")                                            \
    X(fill_negative, "EINVAL", "error ok", "a negative room for an address")                                          \
    X(fill_option, "ok", "ok error", "too little room for an option")                                                 \
    X(accept_many, "ok", "ok error", "the hundredth accept() of one listener")                                        \
    X(mapped_peer, "mapped", "mapped plain", "names of a connection of an IPv6 listener with an IPv4 peer")                          \
    /* close, shutdown, disconnect */                                                                                \
    X(close_pending, "reset", "reset eof kept", "clients in the queue when the listener is closed")                   \
    X(close_pending_unix, "same", "same reset eof kept", "the same for AF_UNIX, where it differs")                    \
    X(close_waiting, "kept", "kept refuse", "clients beyond the queue when the listener is closed")                   \
    X(close_waiting_unix, "refuse", "refuse kept", "AF_UNIX clients blocked in connect() when the listener is closed") \
    X(close_children, "kept", "kept reset", "accepted connections when the listener is closed")                       \
    X(close_port, "release", "release holds", "the port when the listener is closed")                                 \
    X(close_wakes, "no", "no error", "an accept() blocked when the descriptor is closed")                             \
    X(closed_listener, "refuse", "refuse ignore establish", "a client of a listener that was closed")                 \
    X(exit_listener, "release", "release holds", "a listener whose only process ended")                               \
    X(shutdown_listener, "unlisten", "unlisten nothing error", "shutdown() for reading of a listener")                \
    X(shutdown_listener_write, "nothing", "unlisten nothing error", "shutdown() for writing of a listener")           \
    X(shutdown_listener_both, "same", "same unlisten nothing error", "shutdown() both ways, where it differs from reading") \
    X(shutdown_unix, "nothing", "nothing error unlisten", "shutdown() of an AF_UNIX listener")                        \
    X(shutdown_pending, "reset", "reset kept eof", "clients in the queue when shutdown() ends listening")             \
    X(shutdown_unconnected, "ENOTCONN", "error ok", "shutdown() of a socket that is not connected")                   \
    X(shutdown_wakes, "EINVAL", "error no", "an accept() blocked when shutdown() ends listening")                     \
    X(shutdown_port, "release", "release kept", "an automatic port when listening ends without close")                \
    X(shutdown_name, "kept", "kept unbinds", "an explicit port when listening ends without close")                    \
    X(listen_after_shutdown, "ok", "ok error nothing", "listen() after shutdown() ended listening")                   \
    X(listen_after_shutdown_fresh, "ok", "ok error", "listen() on a bound socket after a shutdown() that failed")     \
    X(disconnect_listener, "dissolves", "dissolves nothing error", "connect() to AF_UNSPEC on a listener")            \
    X(disconnect_connected, "ok", "ok error", "connect() to AF_UNSPEC on a connected socket")                         \
    /* other calls on a listener */                                                                                  \
    X(connect_listener, "EISCONN", "error converts", "connect() on a listener")                                       \
    X(connect_listener_unix, "EINVAL", "error", "connect() on an AF_UNIX listener")                                   \
    X(send_listener, "EPIPE", "error ok", "send() on a TCP listener")                                                 \
    X(send_listener_unix, "ENOTCONN", "error ok", "send() on an AF_UNIX listener")                                    \
    X(send_signal, "yes", "yes no", "EPIPE comes with SIGPIPE")                                                       \
    X(receive_listener, "ENOTCONN", "error ok", "recv() on a TCP listener")                                           \
    X(receive_listener_unix, "EINVAL", "error ok", "recv() on an AF_UNIX stream listener")                            \
    X(bind_listener, "EINVAL", "error ok", "bind() of a listener or of any bound socket")                             \
    X(peer_listener, "ENOTCONN", "error ok", "getpeername() of a listener")                                           \
    X(inquire_listener, "EINVAL", "error ok", "ioctl FIONREAD on a listener")                                         \
    X(error_listener, "zero", "zero holds", "SO_ERROR of a listener after its clients failed")                        \
    X(connect_failed, "ECONNREFUSED", "error", "connect() where nobody listens")                                      \
    X(connect_unheard, "same", "same error", "the same, where it differs from a client that is refused")               \
    X(connect_failed_unix, "ECONNREFUSED", "error", "AF_UNIX connect() where nobody listens")                         \
    X(connect_missing_path, "ENOENT", "error", "AF_UNIX connect() to a path that is not there")                       \
    X(connect_wrong_type, "EPROTOTYPE", "error", "AF_UNIX connect() to a socket of another type")                     \
    X(path_permission, "EACCES", "error ok", "AF_UNIX connect() by a user who may not write to the path")              \
    X(connect_collects, "yes", "yes no", "a second connect() collects a failure, after which listen() succeeds")      \
    X(dead_connection, "reset", "reset eof", "what a client sees of a reset")                                         \
    /* addresses and ports */                                                                                        \
    X(in_use, "EADDRINUSE", "error ok", "bind() to an address in use")                                                   \
    X(in_use_listen, "EADDRINUSE", "error ok nothing", "listen() on an address another socket listens on")            \
    X(in_use_at, "both", "both bind listen never wildcard", "which call looks; bind() not where one address is the wildcard")                                              \
    X(in_use_specific, "yes", "yes no", "a wildcard and a specific address are in each other's way")                  \
    X(in_use_other, "no", "no yes", "two different specific addresses are in each other's way")                       \
    X(in_use_failed, "autobind", "autobind poisons", "the socket after a bind() that failed")                         \
    X(reuseaddr, "inactive", "inactive always never new-one", "SO_REUSEADDR lets bind() share: unless one listens, always, never, if the new one has it") \
    X(reuseport, "group", "group absent never any new-one", "SO_REUSEPORT: all must have it, does not exist, no effect, one suffices") \
    X(reuseport_user, "same", "same any", "who may join a SO_REUSEPORT group")                                        \
    X(reuseport_close, "release", "release holds", "the place of a member in the group when it closes")                 \
    X(reuseport_share, "random", "random first", "how connections are spread over the group")                         \
    X(bind_unix_in_use, "EADDRINUSE", "error ok", "AF_UNIX bind() to a path that exists")                             \
    X(privileged, "EACCES", "error ok", "bind() to a privileged port without privilege")                              \
    X(nonlocal, "EADDRNOTAVAIL", "error ok", "bind() to an address the machine does not have")                        \
    X(port_at, "bind", "bind listen", "when port 0 is replaced")                                                      \
    X(autobind_address, "any", "any loopback", "the address listen() gives an unbound socket")                        \
    X(autobind_port, "same", "same outside zero first", "the port it gives: in the range, outside, 0 shown, always the same") \
    X(listen_address, "kept", "kept any", "the address over the first listen()")                                      \
    X(listen_port, "kept", "kept random", "the port over the first listen()")                                         \
    X(ports_exhausted, "EADDRINUSE", "error", "listen() on an unbound socket when no port is left")                   \
    X(ports_exhausted_bind, "EADDRINUSE", "error", "bind() to port 0 when no port is left")                           \
    X(v6only_default, "0", "number", "IPV6_V6ONLY of a new socket")                                                   \
    X(v6only_setting, "yes", "yes no", "a change of the system's setting reaches new sockets")                        \
    X(v6only_after_bind, "EINVAL", "error ok", "setting IPV6_V6ONLY after bind()")                                    \
    X(v6only_effect, "yes", "yes no", "IPV6_V6ONLY keeps IPv4 clients out")                                           \
    X(dual, "yes", "yes no", "an IPv6 wildcard listener without IPV6_V6ONLY takes IPv4 clients")                      \
    X(families_share, "yes", "yes no", "a dual IPv6 listener and an IPv4 one are in each other's way")                \
    X(v6only_shares, "no", "no yes", "an IPv6-only listener and an IPv4 one are in each other's way")                 \
    /* options and what the system tells */                                                                          \
    X(acceptconn, "state", "state none ever bound any", "SO_ACCEPTCONN")                                              \
    X(acceptconn_unix, "same", "same none", "the same for AF_UNIX, where it differs")                                 \
    X(acceptconn_child, "none", "none inherited", "SO_ACCEPTCONN of an accepted socket")                              \
    X(acceptconn_set, "ENOPROTOOPT", "error ok unlisten", "setting SO_ACCEPTCONN")                                    \
    X(unknown_option, "ENOPROTOOPT", "error ok", "an option nobody knows")                                            \
    X(unknown_option_effect, "nothing", "nothing unlistens", "what it does to a listener")                            \
    X(listen_options, "kept", "kept forgets", "options over the first listen()")                                      \
    X(credentials_at, "listen", "listen bind connect", "whose credentials a client of an AF_UNIX listener sees")      \
    X(readiness, "yes", "yes no", "a waiting poll() is woken by a connection")                                        \
    X(readiness_count, "state", "state first", "a listener stays readable while connections wait, or for the first only") \
    /* a toolkit's listen */                                                                                         \
    X(serve_empty, "loopback", "loopback any error", "no host: one address of the machine, or all")                   \
    X(serve_star, "any", "any loopback error", "host *")                                                              \
    X(serve_default, "4", "number", "IP version of the three-argument form: 4, 6, 46 both")                           \
    X(serve_none, "4", "number error", "IP version of type none")                                                     \
    X(serve_4, "4", "number error", "IP version of type ipv4")                                                        \
    X(serve_6, "6", "number error", "IP version of type ipv6")                                                        \
    X(serve_both, "46", "number error", "IP version of type both")                                                    \
    X(serve_failure, "always", "always never zero", "the result of a failure is positive, negative, or 0")            \
    X(serve_success, "zero", "zero one", "the result of a success")                                                   \
    X(serve_peers, "same", "same ignore one", "what becomes of the number of peers")                                  \
    X(serve_listens, "yes", "yes no", "the socket listens when the call returns")                                     \
    X(serve_port, "same", "same random zero", "the port asked for")                                                   \
    X(serve_nonlocal, "EADDRNOTAVAIL", "error ok", "a host address the machine does not have")

struct decisions {
#define MODEL_DECISION_MEMBER(name, usual, allowed, meaning) int name;
    MODEL_DECISIONS(MODEL_DECISION_MEMBER)
#undef MODEL_DECISION_MEMBER
    size_t override_count;
    struct override {
        char call[32];
        char condition[48];
        int result; /* an error, a word, or a number */
    } overrides[12];
};

/* One row of the table above, for printing and for tests. */
struct decision_row {
    const char *identifier;
    const char *usual;
    const char *allowed;
    const char *meaning;
};

size_t decision_count(void);
const struct decision_row *decision_row(size_t index);

/* Set every decision to its usual value. */
void decisions_start(struct decisions *decisions);

/* Apply blank-separated `name=value` and `call@condition=result` words. On a mistake return false with the word in mistake. */
bool decisions_change(struct decisions *decisions, const char *changes, char *mistake, size_t size);

static inline bool is_error(int value)
{
    return value > 0 && value < WORD_START;
}

static inline bool is_number(int value)
{
    return value > NUMBER_START / 2;
}

static inline int number_of(int value)
{
    return value - NUMBER_START;
}

/* The value a text stands for: a word, an error name, a number, or events such as in+hup; 0 when it is none of them. */
int decision_value(const char *text);

#endif
