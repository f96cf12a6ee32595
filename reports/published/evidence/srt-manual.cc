/* SRT 1.5.1 (Debian 12, libsrt-openssl-dev 1.5.1-1+deb12u2): six places where it does otherwise than its API documentation (docs/API).
 *
 * - srt_listen on a connected socket gives SRT_ECONNSOCK (5002), "The socket is already connected."
 *   Observed: SRT_EUNBOUNDSOCK (5005), "srt_bind has not yet been called on that socket", also when it has been.
 * - SRT_EUNBOUNDSOCK: "srt_listen, which cannot work with an implicitly bound socket".
 *   Observed: it works, after an srt_connect that timed out.
 * - srt_listen on a listener that was closed gives SRT_EINVSOCK, "Socket u indicates no valid SRT socket."
 *   Observed: 0, for some seconds. srt_accept gives SRT_ESCLOSED, which is for a listener closed "while the function was
 *   blocking the call", not SRT_EINVSOCK.
 * - srt_getpeername "Retrieves the remote address to which the socket is connected".
 *   Observed: in a client it succeeds and gives no address.
 * - SRTO_REUSEADDR: "it will not disallow another socket to reuse its address".
 *   Observed: it does.
 * - srt_close: "all shared system resources (such as listener port) should be released after this function exits".
 *   Observed: the port is not.
 *
 *   g++ -o srt-manual srt-manual.cc -lsrt
 *   ./srt-manual
 *
 * exits 1 where this is so, 0 where it is as documented. */
#include <arpa/inet.h>
#include <cstdio>
#include <srt/srt.h>
#include <unistd.h>

static struct sockaddr_in address;

static int code_of(int result) {
    return result == SRT_ERROR ? srt_getlasterror(nullptr) : 0;
}

static int bind_to(SRTSOCKET s, in_addr_t host, in_port_t port) {
    int length = sizeof address;
    address.sin_family = AF_INET;
    address.sin_port = port;
    address.sin_addr.s_addr = htonl(host);
    const int code = code_of(srt_bind(s, reinterpret_cast<struct sockaddr *>(&address), sizeof address));
    srt_getsockname(s, reinterpret_cast<struct sockaddr *>(&address), &length);
    return code;
}

static SRTSOCKET bound(bool reuse) {
    SRTSOCKET made = srt_create_socket();
    srt_setsockopt(made, 0, SRTO_REUSEADDR, &reuse, sizeof reuse);
    bind_to(made, INADDR_LOOPBACK, 0);
    return made;
}

static int check(const char *what, int code, int documented) {
    std::printf("%s: %d (documented: %d)\n", what, code, documented);
    return code != documented;
}

int main() {
    struct sockaddr_in peer = {};
    int length = sizeof peer, wrong = 0;
    srt_setloglevel(2);
    srt_startup();

    SRTSOCKET client = bound(true), listener = bound(true);
    srt_listen(listener, 5);
    srt_connect(client, reinterpret_cast<struct sockaddr *>(&address), sizeof address);
    wrong += check("srt_listen on a bound and connected socket", code_of(srt_listen(client, 5)), SRT_ECONNSOCK);
    wrong += check("srt_getpeername in a client", code_of(srt_getpeername(client, reinterpret_cast<struct sockaddr *>(&peer), &length)), 0);
    wrong += check("  and the port it gives", ntohs(peer.sin_port), ntohs(address.sin_port));

    const in_port_t port = address.sin_port;
    srt_close(listener);
    wrong += check("srt_listen on a listener that was closed", code_of(srt_listen(listener, 5)), SRT_EINVSOCK);
    wrong += check("srt_accept at a listener that was closed", code_of(srt_accept(listener, nullptr, nullptr)), SRT_EINVSOCK);
    wrong += check("srt_bind to its port, on all addresses", bind_to(srt_create_socket(), INADDR_ANY, port), 0);

    SRTSOCKET lonely = srt_create_socket();
    (void)bound(true);
    srt_connect(lonely, reinterpret_cast<struct sockaddr *>(&address), sizeof address);
    wrong += check("srt_listen on a socket that srt_connect bound", code_of(srt_listen(lonely, 5)), SRT_EUNBOUNDSOCK);

    (void)bound(false);
    wrong += check("srt_bind to the address of one with SRTO_REUSEADDR off", bind_to(srt_create_socket(), INADDR_LOOPBACK, address.sin_port), 0);
    std::fflush(stdout);
    _exit(wrong > 0 ? 1 : 0); /* srt_cleanup() would wait for what is closed */
}
