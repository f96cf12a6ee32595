/* udt.cc: the provider of UDT, streams over UDP. */
#include "reliable.h"

#include <udt/udt.h>

namespace {

struct Udt {
    using Socket = UDTSOCKET;

    static constexpr UDTOpt linger = UDT_LINGER, reuse = UDT_REUSEADDR, receives_waiting = UDT_RCVSYN, sends_waiting = UDT_SNDSYN;

    static constexpr NumberOption<UDTOpt> numbers[] = {{"sndbuf", UDT_SNDBUF}, {"rcvbuf", UDT_RCVBUF}};

    /* Connections made in the background end the process by an exception, or are said to be there when they were turned away. An answer of
     * this machine comes at once, so clients wait for it. */
    static constexpr bool connects_in_background = false;
    static constexpr long repeats_after = 0; /* none is under way */

    static const ErrorName error_names[];

    /* The library does not tell its version; the package does. */
    static void name(char *text, size_t size) {
        std::snprintf(text, size, "udt-4.11");
    }

    static int start() {
        return UDT::startup() == 0 ? 0 : error();
    }

    static void begin() {}

    static int error() {
        const int code = UDT::getlasterror().getErrorCode();
        return code != 0 ? code : NO_ERROR_NUMBER;
    }

    static Socket make(int family) {
        return UDT::socket(family, SOCK_STREAM, 0);
    }

    static int bind(Socket s, const struct sockaddr *name, int length) {
        return UDT::bind(s, name, length);
    }

    static int listen(Socket s, int backlog) {
        return UDT::listen(s, backlog);
    }

    static int connect(Socket s, const struct sockaddr *name, int length) {
        return UDT::connect(s, name, length);
    }

    static Socket accept(Socket s, struct sockaddr *name, int *length) {
        return UDT::accept(s, name, length);
    }

    static int close(Socket s) {
        return UDT::close(s);
    }

    static int send(Socket s, const char *bytes, int count) {
        return UDT::send(s, bytes, count, 0);
    }

    static int receive(Socket s, char *bytes, int size) {
        return UDT::recv(s, bytes, size, 0);
    }

    static int sockname(Socket s, struct sockaddr *name, int *length) {
        return UDT::getsockname(s, name, length);
    }

    static int peername(Socket s, struct sockaddr *name, int *length) {
        return UDT::getpeername(s, name, length);
    }

    static int get(Socket s, UDTOpt option, void *value, int *length) {
        return UDT::getsockopt(s, 0, option, value, length);
    }

    static int set(Socket s, UDTOpt option, const void *value, int length) {
        return UDT::setsockopt(s, 0, option, value, length);
    }

    static Stage stage(Socket s) {
        switch (UDT::getsockstate(s)) {
        case LISTENING:
            return Stage::listening;
        case CONNECTING:
            return Stage::connecting;
        case CONNECTED:
            return Stage::connected;
        case BROKEN:
        case CLOSING:
        case CLOSED:
        case NONEXIST:
            return Stage::ended;
        case INIT:
        case OPENED:
            break;
        }
        return Stage::other;
    }

    /* Why, is told to nobody who did not wait. */
    static int broken(Socket s) {
        return stage(s) == Stage::ended ? UDT::ERRORINFO::ECONNFAIL : 0;
    }

    struct Look {
        unsigned events(Socket s) const {
            const Stage now = stage(s);
            if (now == Stage::ended)
                return EVENT_ERR | EVENT_HUP;
            if (now != Stage::listening && now != Stage::connected)
                return 0;
            const std::vector<UDTSOCKET> asked = {s};
            std::vector<UDTSOCKET> reads, writes;
            (void)UDT::selectEx(asked, &reads, &writes, nullptr, 0);
            unsigned events = 0;
            if (!reads.empty())
                events |= EVENT_IN;
            if (!writes.empty() && now != Stage::listening)
                events |= EVENT_OUT;
            return events;
        }
    };
};

const ErrorName Udt::error_names[] = {
    {1000, nullptr, "ECONNSETUP"},    {1001, "ETIMEDOUT", "ENOSERVER"}, {1002, "ECONNREFUSED", "ECONNREJ"}, {1003, nullptr, "ESOCKFAIL"},
    {1004, nullptr, "ESECFAIL"},      {2000, nullptr, "ECONNFAIL"},     {2001, "ECONNRESET", "ECONNLOST"},  {2002, "ENOTCONN", "ENOCONN"},
    {3000, nullptr, "ERESOURCE"},     {3001, nullptr, "ETHREAD"},       {3002, "ENOBUFS", "ENOBUF"},        {5000, "EOPNOTSUPP", "EINVOP"},
    {5001, nullptr, "EBOUNDSOCK"},    {5002, "EISCONN", "ECONNSOCK"},   {5003, "EINVAL", "EINVPARAM"},      {5004, "EBADF", "EINVSOCK"},
    {5005, nullptr, "EUNBOUNDSOCK"},  {5006, nullptr, "ENOLISTEN"},     {5007, nullptr, "ERDVNOSERV"},      {5008, nullptr, "ERDVUNBOUND"},
    {5011, "EADDRINUSE", "EDUPLISTEN"}, {6000, nullptr, "EASYNCFAIL"},  {6001, "EAGAIN", "EASYNCSND"},      {6002, "EAGAIN", "EASYNCRCV"},
    {6003, nullptr, "ETIMEOUT"},      {7000, nullptr, "EPEERERR"},
};

}

extern "C" const struct provider provider = Reliable<Udt>::table();
