/* UDT 4.11 (Debian 12, libudt0 4.11+dfsg1): five places where it does otherwise than its manual.
 *
 * - listen.htm: listen on a connected socket gives ECONNSOCK (5002), "u is already connected".
 *   Observed: EUNBOUNDSOCK (5005), "u is not bound", although the socket has an address.
 * - bind.htm: bind on a bound socket gives EBOUNDSOCK (5001), "u has already been bound to certain address".
 *   Observed: EINVOP (5000).
 * - accept.htm: "An accept call retrieves the first connection in the queue".
 *   Observed: the last (the queue is a set ordered by number, and numbers are given out downwards).
 * - connect.htm: "the connection request was rejected by the peer" is ECONNREJ.
 *   Observed: a client that does not wait (UDT_RCVSYN false), turned away by a full queue, comes to be in the state
 *   CONNECTED (5).
 * - connect.htm: "When connect fails, the UDT socket can still be used to connect again."
 *   Observed: after one that found nobody, ECONNSOCK (5002).
 *
 *   g++ -o udt-manual udt-manual.cc -ludt
 *   ./udt-manual
 *
 * exits 1 where this is so, 0 where it is as documented. */
#include <arpa/inet.h>
#include <cstdio>
#include <ctime>
#include <unistd.h>
#include <udt/udt.h>

static struct sockaddr_in address;

static UDTSOCKET listener(int backlog) {
    UDTSOCKET made = UDT::socket(AF_INET, SOCK_STREAM, 0);
    int length = sizeof address;
    address.sin_family = AF_INET;
    address.sin_port = 0;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    UDT::bind(made, reinterpret_cast<struct sockaddr *>(&address), sizeof address);
    UDT::getsockname(made, reinterpret_cast<struct sockaddr *>(&address), &length);
    UDT::listen(made, backlog);
    return made;
}

static UDTSOCKET client(bool waits) {
    UDTSOCKET made = UDT::socket(AF_INET, SOCK_STREAM, 0);
    UDT::setsockopt(made, 0, UDT_RCVSYN, &waits, sizeof waits);
    int result = UDT::connect(made, reinterpret_cast<struct sockaddr *>(&address), sizeof address);
    std::printf("  a client%s: %d, error %d\n", waits ? "" : " that does not wait", result, result == 0 ? 0 : UDT::getlasterror().getErrorCode());
    return made;
}

int main() {
    char byte = 0;
    int wrong = 0, code;
    UDT::startup();
    UDTSOCKET many = listener(8), one = client(true);
    code = UDT::listen(one, 5) == 0 ? 0 : UDT::getlasterror().getErrorCode();
    std::printf("listen on a connected socket: %d (the manual: 5002)\n", code);
    wrong += code != 5002;
    code = UDT::bind(many, reinterpret_cast<struct sockaddr *>(&address), sizeof address) == 0 ? 0 : UDT::getlasterror().getErrorCode();
    std::printf("bind on a bound socket: %d (the manual: 5001)\n", code);
    wrong += code != 5001;
    UDT::send(one, "1", 1, 0);
    UDTSOCKET two = client(true), three = client(true);
    UDT::send(two, "2", 1, 0);
    UDT::send(three, "3", 1, 0);
    UDTSOCKET accepted = UDT::accept(many, nullptr, nullptr);
    UDT::recv(accepted, &byte, 1, 0);
    std::printf("accept of three clients gives that of client %c first (the manual: 1)\n", byte);
    wrong += byte != '1';
    (void)listener(1);
    (void)client(true);
    (void)client(true);
    UDTSOCKET turned_away = client(false);
    const struct timespec pause = {2, 0};
    nanosleep(&pause, nullptr);
    std::printf("a client that a full queue turned away is, after 2 seconds, in state %d (CONNECTED is %d)\n", UDT::getsockstate(turned_away),
                CONNECTED);
    wrong += UDT::getsockstate(turned_away) == CONNECTED;
    UDTSOCKET lonely = UDT::socket(AF_INET, SOCK_STREAM, 0), silent = UDT::socket(AF_INET, SOCK_STREAM, 0);
    int length = sizeof address;
    address.sin_port = 0;
    UDT::bind(silent, reinterpret_cast<struct sockaddr *>(&address), sizeof address);
    UDT::getsockname(silent, reinterpret_cast<struct sockaddr *>(&address), &length);
    UDT::connect(lonely, reinterpret_cast<struct sockaddr *>(&address), sizeof address);
    code = UDT::connect(lonely, reinterpret_cast<struct sockaddr *>(&address), sizeof address) == 0 ? 0 : UDT::getlasterror().getErrorCode();
    std::printf("connect again after a connect that found nobody: %d (1001 is: nobody again)\n", code);
    wrong += code == 5002;
    std::fflush(stdout);
    _exit(wrong > 0 ? 1 : 0); /* cleanup() would wait for the unsent */
}
