/* UDT 4.11 (Debian 12, libudt0 4.11+dfsg1): clients that do not wait for the answer and are closed soon after.
 *
 * connect.htm: "When UDT_RCVSYN is set to false, the connect call will return immediately and perform the actual connection
 * setup at background."
 * Observed: the whole process ends: a thread of the library throws CUDTException, and nobody catches it. It depends on time:
 * about two runs of three.
 *
 *   g++ -o udt-connect-abort udt-connect-abort.cc -ludt
 *   ./udt-connect-abort
 *
 * ends by SIGABRT where this is so; exits 0 where it is not. */
#include <arpa/inet.h>
#include <cstdio>
#include <ctime>
#include <udt/udt.h>
#include <unistd.h>
#include <vector>

static void rest(long milliseconds) {
    const struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&pause, nullptr);
}

int main() {
    const bool waits = false;
    const struct linger at_once = {1, 0};
    UDT::startup();
    for (long round = 0; round < 6; round++) {
        struct sockaddr_in address = {};
        int length = sizeof address;
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        UDTSOCKET listener = UDT::socket(AF_INET, SOCK_STREAM, 0);
        UDT::bind(listener, reinterpret_cast<struct sockaddr *>(&address), sizeof address);
        UDT::getsockname(listener, reinterpret_cast<struct sockaddr *>(&address), &length);
        UDT::listen(listener, 2);
        std::vector<UDTSOCKET> clients;
        for (int i = 0; i < 12; i++) {
            UDTSOCKET client = UDT::socket(AF_INET, SOCK_STREAM, 0);
            UDT::setsockopt(client, 0, UDT_RCVSYN, &waits, sizeof waits);
            UDT::connect(client, reinterpret_cast<struct sockaddr *>(&address), sizeof address);
            clients.push_back(client);
        }
        rest(round * 2);
        for (UDTSOCKET client : clients) {
            UDT::send(client, "x", 1, 0);
            UDT::setsockopt(client, 0, UDT_LINGER, &at_once, sizeof at_once);
            UDT::close(client);
        }
        UDT::close(listener);
        rest(100);
    }
    rest(2000);
    std::puts("the process lives");
    std::fflush(stdout);
    _exit(0);
}
