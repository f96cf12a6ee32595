/* udt.cc: the provider of UDT, streams over UDP. */
#include "reliable.h"

#include <condition_variable>
#include <map>
#include <udt/udt.h>

namespace {

struct Udt {
    using Socket = UDTSOCKET;

    static constexpr UDTOpt linger = UDT_LINGER, reuse = UDT_REUSEADDR, receives_waiting = UDT_RCVSYN, sends_waiting = UDT_SNDSYN,
                              unsent = UDT_SNDDATA, unread = UDT_RCVDATA;

    static constexpr NumberOption<UDTOpt> numbers[] = {{"sndbuf", UDT_SNDBUF}, {"rcvbuf", UDT_RCVBUF}};

    static constexpr long repeats_after = 400; /* a quarter of a second, and its share of a busy machine */
    static constexpr bool ends_on_the_second = false; /* who connects to nobody waits three */

    /* Connections UDT makes in the background end the process by an exception, or are said to be there when they were turned away. So a
     * client that is not to wait has a thread that waits for it. */
    struct Attempt {
        bool done = false;
        int code = 0;
    };

    static inline std::mutex lock;
    static inline std::condition_variable changed;
    static inline std::map<UDTSOCKET, Attempt> attempts;

    static const ErrorName error_names[];

    /* The library does not tell its version; the package does. */
    static void name(char *text, size_t size) {
        std::snprintf(text, size, "udt-4.11");
    }

    static int start() {
        return UDT::startup() == 0 ? 0 : error();
    }

    static int error() {
        const int code = UDT::getlasterror().getErrorCode();
        return code != 0 ? code : NO_ERROR_NUMBER;
    }

    static Socket make(int family) {
        const Socket made = UDT::socket(family, SOCK_STREAM, 0);
        const int in_flight = packets_in_flight;
        if (made != UDT::INVALID_SOCK)
            (void)UDT::setsockopt(made, 0, UDT_FC, &in_flight, sizeof in_flight);
        return made;
    }

    static int bind(Socket s, const struct sockaddr *name, int length) {
        return UDT::bind(s, name, length);
    }

    static int listen(Socket s, int backlog) {
        return UDT::listen(s, backlog);
    }

    static int connect(Socket s, const struct sockaddr *name, int length) {
        return UDT::connect(s, name, length) == UDT::ERROR ? error() : 0;
    }

    static void set_waits(Socket s, bool waits) {
        (void)UDT::setsockopt(s, 0, UDT_RCVSYN, &waits, sizeof waits);
    }

    static void attempt(Socket s, struct sockaddr_storage name, int length) {
        set_waits(s, true);
        const int code = connect(s, reinterpret_cast<struct sockaddr *>(&name), length);
        set_waits(s, false);
        const std::lock_guard<std::mutex> guard(lock);
        attempts[s] = {true, code};
        changed.notify_all();
    }

    /* What is wrong with the call itself (5000 and above) is said at once; the rest is seen later. answered: whether to wait for the answer,
     * then whether it came. */
    static int call(Socket s, const struct sockaddr *name, int length, bool *answered) {
        struct sockaddr_storage copy = {};
        std::memcpy(&copy, name, static_cast<size_t>(length));
        std::unique_lock<std::mutex> guard(lock);
        attempts[s] = {};
        std::thread(attempt, s, copy, length).detach();
        const auto patience = std::chrono::milliseconds(*answered ? repeats_after : 0);
        *answered = changed.wait_for(guard, patience, [s] { return attempts[s].done; });
        return attempts[s].code >= 5000 ? attempts[s].code : 0;
    }

    static bool goes_on(Socket s) {
        const std::lock_guard<std::mutex> guard(lock);
        const auto found = attempts.find(s);
        return found != attempts.end() && !found->second.done;
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

    static int broken(Socket s) {
        const std::lock_guard<std::mutex> guard(lock);
        const auto found = attempts.find(s);
        if (found != attempts.end() && found->second.code != 0)
            return found->second.code;
        return stage(s) == Stage::ended ? UDT::ERRORINFO::ECONNLOST : 0;
    }

    struct Look {
        unsigned events(Socket s) const {
            const Stage now = stage(s);
            if (broken(s) != 0)
                return EVENT_ERR | EVENT_HUP;
            if ((now != Stage::listening && now != Stage::connected) || goes_on(s))
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
