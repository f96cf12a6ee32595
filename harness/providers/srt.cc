/* srt.cc: the provider of SRT, streams over UDP that grew out of UDT. Its sockets are put into the transmission type of files, in which they
 * carry a stream of bytes. */
#include "reliable.h"

#include <srt/srt.h>

#include <algorithm>

namespace {

struct Srt {
    using Socket = SRTSOCKET;

    static constexpr SRT_SOCKOPT linger = SRTO_LINGER, reuse = SRTO_REUSEADDR, receives_waiting = SRTO_RCVSYN, sends_waiting = SRTO_SNDSYN,
                              unsent = SRTO_SNDDATA, unread = SRTO_RCVDATA;

    /* Not those of the IP header: asking for them ends the process after a bind that failed. */
    static constexpr NumberOption<SRT_SOCKOPT> numbers[] = {{"v6only", SRTO_IPV6ONLY}, {"sndbuf", SRTO_SNDBUF}, {"rcvbuf", SRTO_RCVBUF}};

    static constexpr long repeats_after = 400; /* a quarter of a second, and its share of a busy machine */
    static constexpr bool ends_on_the_second = true; /* who connects to nobody, see LATE */

    static const ErrorName error_names[];

    enum { CRITICAL = 2, LATE = 900, USUALLY_TOLD = 64 };

    /* Every socket is subscribed to one container from its beginning: who is subscribed later is not told of connections that wait. */
    static inline int container = -1;

    static void name(char *text, size_t size) {
        const uint32_t version = srt_getversion();
        std::snprintf(text, size, "srt-%u.%u.%u", version >> 16, version >> 8 & 0xff, version & 0xff);
    }

    static int start() {
        srt_setloglevel(CRITICAL);
        if (srt_startup() < 0)
            return error();
        container = srt_epoll_create();
        (void)srt_epoll_set(container, SRT_EPOLL_ENABLE_EMPTY);
        return container < 0 ? error() : 0;
    }

    static int error() {
        const int code = srt_getlasterror(nullptr);
        return code != SRT_SUCCESS ? code : NO_ERROR_NUMBER;
    }

    static void watch(Socket s) {
        const int all = static_cast<int>(SRT_EPOLL_IN | SRT_EPOLL_OUT | SRT_EPOLL_ERR);
        (void)srt_epoll_add_usock(container, s, &all);
    }

    /* The family is that of the first name. */
    static Socket make(int family) {
        const Socket made = srt_create_socket();
        const SRT_TRANSTYPE type = SRTT_FILE;
        const int in_flight = packets_in_flight;
        (void)family;
        if (made == SRT_INVALID_SOCK)
            return made;
        (void)srt_setsockopt(made, 0, SRTO_TRANSTYPE, &type, sizeof type);
        (void)srt_setsockopt(made, 0, SRTO_FC, &in_flight, sizeof in_flight);
        watch(made);
        return made;
    }

    static int bind(Socket s, const struct sockaddr *name, int length) {
        return srt_bind(s, name, length);
    }

    static int listen(Socket s, int backlog) {
        return srt_listen(s, backlog);
    }

    /* Where nobody answers srt_connect looks once a second whether that lasts too long: after one second instead of four. */
    static void be_impatient(Socket s) {
        const int late = LATE;
        (void)srt_setsockopt(s, 0, SRTO_CONNTIMEO, &late, sizeof late);
    }

    static int connect(Socket s, const struct sockaddr *name, int length) {
        be_impatient(s);
        return srt_connect(s, name, length) == SRT_ERROR ? error() : 0;
    }

    /* Of a crowd requests are dropped and sent again, and the listener takes one of them for two. answered: whether to wait for the answer,
     * then whether it came. */
    static int call(Socket s, const struct sockaddr *name, int length, bool *answered) {
        if (srt_getsockstate(s) == SRTS_INIT)
            be_impatient(s);
        if (srt_connect(s, name, length) == SRT_ERROR)
            return error();
        const Looking looking(repeats_after);
        while (*answered && srt_getsockstate(s) == SRTS_CONNECTING && broken(s) == 0)
            *answered = looking.again();
        return 0;
    }

    static bool goes_on(Socket s) {
        (void)s;
        return false; /* nobody is kept waiting */
    }

    static Socket accept(Socket s, struct sockaddr *name, int *length) {
        const Socket accepted = srt_accept(s, name, length);
        if (accepted != SRT_INVALID_SOCK)
            watch(accepted);
        return accepted;
    }

    static int close(Socket s) {
        return srt_close(s);
    }

    static int send(Socket s, const char *bytes, int count) {
        return srt_send(s, bytes, count);
    }

    static int receive(Socket s, char *bytes, int size) {
        return srt_recv(s, bytes, size);
    }

    static int sockname(Socket s, struct sockaddr *name, int *length) {
        return srt_getsockname(s, name, length);
    }

    static int peername(Socket s, struct sockaddr *name, int *length) {
        return srt_getpeername(s, name, length);
    }

    static int get(Socket s, SRT_SOCKOPT option, void *value, int *length) {
        return srt_getsockopt(s, 0, option, value, length);
    }

    static int set(Socket s, SRT_SOCKOPT option, const void *value, int length) {
        return srt_setsockopt(s, 0, option, value, length);
    }

    static Stage stage(Socket s) {
        switch (srt_getsockstate(s)) {
        case SRTS_LISTENING:
            return Stage::listening;
        case SRTS_CONNECTING:
            return Stage::connecting;
        case SRTS_CONNECTED:
            return Stage::connected;
        case SRTS_BROKEN:
        case SRTS_CLOSING:
        case SRTS_CLOSED:
        case SRTS_NONEXIST:
            return Stage::ended;
        case SRTS_INIT:
        case SRTS_OPENED:
            break;
        }
        return Stage::other;
    }

    /* Who did not wait is told by the reason of the rejection. */
    static int broken(Socket s) {
        const int reason = srt_getrejectreason(s);
        return reason == SRT_REJ_UNKNOWN ? 0 : reason == SRT_REJ_TIMEOUT ? SRT_ENOSERVER : SRT_ECONNREJ;
    }

    /* What the container tells of all sockets, at one moment. */
    class Look {
      public:
        Look() : told(USUALLY_TOLD) {
            int count = ask();
            while (count > static_cast<int>(told.size())) {
                told.resize(static_cast<size_t>(count));
                count = ask();
            }
            told.resize(static_cast<size_t>(count < 0 ? 0 : count));
            std::sort(told.begin(), told.end(), [](const SRT_EPOLL_EVENT &one, const SRT_EPOLL_EVENT &other) { return one.fd < other.fd; });
        }

        unsigned events(Socket s) const {
            const Stage now = stage(s);
            const auto of_this = static_cast<unsigned>(told_of(s));
            unsigned events = 0;
            if (of_this & SRT_EPOLL_IN)
                events |= EVENT_IN;
            if ((of_this & SRT_EPOLL_OUT) && now == Stage::connected)
                events |= EVENT_OUT;
            if (now == Stage::ended || (of_this & SRT_EPOLL_ERR))
                events |= broken(s) != 0 ? EVENT_ERR | EVENT_HUP : EVENT_IN | EVENT_HUP | EVENT_RDHUP;
            return events;
        }

      private:
        /* How many there are, which may be more than there is room for. */
        int ask() {
            return srt_epoll_uwait(container, told.data(), static_cast<int>(told.size()), 0);
        }

        int told_of(Socket s) const {
            const auto before = [](const SRT_EPOLL_EVENT &one, Socket number) { return one.fd < number; };
            const auto found = std::lower_bound(told.begin(), told.end(), s, before);
            return found != told.end() && found->fd == s ? found->events : 0;
        }

        std::vector<SRT_EPOLL_EVENT> told;
    };
};

const ErrorName Srt::error_names[] = {
    {SRT_ECONNSETUP, nullptr, "ECONNSETUP"},
    {SRT_ENOSERVER, "ETIMEDOUT", "ENOSERVER"},
    {SRT_ECONNREJ, "ECONNREFUSED", "ECONNREJ"},
    {SRT_ESOCKFAIL, nullptr, "ESOCKFAIL"},
    {SRT_ESECFAIL, nullptr, "ESECFAIL"},
    {SRT_ESCLOSED, nullptr, "ESCLOSED"},
    {SRT_ECONNFAIL, nullptr, "ECONNFAIL"},
    {SRT_ECONNLOST, "ECONNRESET", "ECONNLOST"},
    {SRT_ENOCONN, "ENOTCONN", "ENOCONN"},
    {SRT_ERESOURCE, nullptr, "ERESOURCE"},
    {SRT_ETHREAD, nullptr, "ETHREAD"},
    {SRT_ENOBUF, "ENOBUFS", "ENOBUF"},
    {SRT_ESYSOBJ, nullptr, "ESYSOBJ"},
    {SRT_EINVOP, "EOPNOTSUPP", "EINVOP"},
    {SRT_EBOUNDSOCK, nullptr, "EBOUNDSOCK"},
    {SRT_ECONNSOCK, "EISCONN", "ECONNSOCK"},
    {SRT_EINVPARAM, "EINVAL", "EINVPARAM"},
    {SRT_EINVSOCK, "EBADF", "EINVSOCK"},
    {SRT_EUNBOUNDSOCK, nullptr, "EUNBOUNDSOCK"},
    {SRT_ENOLISTEN, nullptr, "ENOLISTEN"},
    {SRT_ERDVNOSERV, nullptr, "ERDVNOSERV"},
    {SRT_ERDVUNBOUND, nullptr, "ERDVUNBOUND"},
    {SRT_EINVALMSGAPI, nullptr, "EINVALMSGAPI"},
    {SRT_EINVALBUFFERAPI, nullptr, "EINVALBUFFERAPI"},
    {SRT_EDUPLISTEN, "EADDRINUSE", "EDUPLISTEN"},
    {SRT_ELARGEMSG, "EMSGSIZE", "ELARGEMSG"},
    {SRT_EBINDCONFLICT, "EADDRINUSE", "EBINDCONFLICT"},
    {SRT_EASYNCFAIL, nullptr, "EASYNCFAIL"},
    {SRT_EASYNCSND, "EAGAIN", "EASYNCSND"},
    {SRT_EASYNCRCV, "EAGAIN", "EASYNCRCV"},
    {SRT_ETIMEOUT, nullptr, "ETIMEOUT"},
    {SRT_ECONGEST, nullptr, "ECONGEST"},
    {SRT_EPEERERR, nullptr, "EPEERERR"},
};

}

extern "C" const struct provider provider = Reliable<Srt>::table();
