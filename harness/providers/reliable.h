/* reliable.h: the provider's members for libraries that bring streams over UDP, with sockets of their own that are numbers. A library is a
 * class of static functions; see udt.cc. */
#ifndef LISTENCHECK_PROVIDERS_RELIABLE_H
#define LISTENCHECK_PROVIDERS_RELIABLE_H

#include "crowds.h"

extern "C" {
#include "posix.h"
#include "renewal.h"
}

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

/* Each connection has memory for the packets that may be under way, a megabyte at its usual 25,600, which is cleared while the next client
 * waits. */
constexpr int packets_in_flight = 256;

enum class Stage { other, listening, connecting, connected, ended };

struct ErrorName {
    int code;
    const char *berkeley, *native; /* berkeley is null where there is none of the same meaning */
};

using Clock = std::chrono::steady_clock;

/* A wait by looking: every look takes the library's locks, so the pauses grow with what has passed. */
class Looking {
  public:
    explicit Looking(long milliseconds) : begun(Clock::now()), end(begun + std::chrono::milliseconds(milliseconds)) {
    }

    /* False when the time is over. */
    bool again() const {
        const auto now = Clock::now();
        const Clock::duration least = std::chrono::microseconds(200), most = std::chrono::milliseconds(8);
        if (now >= end)
            return false;
        std::this_thread::sleep_for(std::clamp((now - begun) / 8, least, most));
        return true;
    }

  private:
    const Clock::time_point begun, end;
};

/* An option whose value is an int, and the same with both. */
template <class Option> struct NumberOption {
    const char *name;
    Option option;
};

template <class Library> class Reliable {
  public:
    static struct provider table() {
        struct provider made = process_around();
        made.identify = identify;
        made.families = "inet inet6";
        made.caps = "";
        made.error_name = error_name;
        made.make = make;
        made.bind = bind_to;
        made.listen = listen_on;
        made.connect = connect_to;
        made.accept = accept_from;
        made.close = close_it;
        made.abandon = abandon;
        made.send = send_to;
        made.receive_from = receive_from;
        made.try_port = try_port;
        made.sockname = sockname;
        made.peername = peername;
        made.get_option = get_option;
        made.set_option = set_option;
        made.set_nonblocking = set_nonblocking;
        made.control = control;
        made.poll = poll_all;
        made.thread_wait = thread_wait;
        made.thread_interrupt = interrupt;
        made.exhaust = nullptr; /* their sockets share one descriptor */
        made.release = nullptr;
        made.limits = limits;
        made.set_limit = nullptr;
        made.start = start;
        made.renew = renew;
        made.renewed = renewal_scale;
        made.stop = stop;
        return made;
    }

  private:
    using Socket = typename Library::Socket;

    enum { PORTS_OF_THEIR_OWN = 8, WAY_OUT = 100, TURN = 20 };

    static inline Waiting waiting, connecting;
    static inline std::atomic<Clock::time_point> latest = Clock::time_point::min(); /* of the connections that were made */
    static inline std::atomic<int> made_now = 0; /* since the case began */
    static inline Crowds crowds;

    static Socket native(descriptor s) {
        return static_cast<Socket>(s);
    }

    static int result_of(int result) {
        if (result == 0)
            return 0;
        return result == -1 ? Library::error() : BAD_RESULT(result);
    }

    static int start(int argument_count, char **arguments) {
        int code = renewal_start();
        if (code == 0)
            code = posix_provider.start(argument_count, arguments);
        return code != 0 ? code : Library::start();
    }

    /* The system's limits of TCP are not theirs, those of UDP's ports are. */
    static size_t limits(struct limit *out, size_t most) {
        static const char *const shared[] = {"portlow", "porthigh", "privileged", "nofile"};
        struct limit *const end = out + posix_provider.limits(out, most);
        const auto is_of_tcp = [](const struct limit &limit) {
            return std::none_of(std::begin(shared), std::end(shared), [&](const char *name) { return std::strcmp(name, limit.name) == 0; });
        };
        return static_cast<size_t>(std::remove_if(out, end, is_of_tcp) - out);
    }

    static int identify(char *text, size_t size) {
        char name[80];
        Library::name(name, sizeof name);
        return identify_around(name, text, size);
    }

    static const char *error_name(int code, const char **name) {
        for (const ErrorName &known : Library::error_names) {
            if (known.code == code) {
                *name = known.berkeley ? known.native : nullptr;
                return known.berkeley ? known.berkeley : known.native;
            }
        }
        return posix_provider.error_name(code, name);
    }

    static int make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out) {
        const bool six = std::strcmp(family, "inet6") == 0;
        if ((!six && std::strcmp(family, "inet") != 0) || std::strcmp(type, "stream") != 0 || protocol != 0 || (flags & SOCKET_CLOEXEC))
            return UNSUPPORTED;
        const Socket made = Library::make(six ? AF_INET6 : AF_INET);
        if (made < 0)
            return Library::error();
        *out = made;
        made_now++;
        return flags & SOCKET_NONBLOCK ? set_nonblocking(*out, 1) : 0;
    }

    /* The libraries' own sockets keep a port for seconds after they are closed. */
    static int try_port(const char *family, uint16_t port) {
        const bool six = std::strcmp(family, "inet6") == 0;
        struct address address = {};
        struct native_address name;
        address.kind = six ? ADDRESS_INET6 : ADDRESS_INET;
        address.port = port;
        (void)to_name(&address, &name);
        const int probe = ::socket(six ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (probe < 0)
            return errno;
        const int code = ::bind(probe, bytes_of(&name), name.length) == 0 ? 0 : errno;
        (void)::close(probe);
        return code;
    }

    static bool to_name(const struct address *address, struct native_address *name) {
        const bool known = address->kind == ADDRESS_INET || address->kind == ADDRESS_INET6;
        return known && posix_address_to_native(AF_UNSPEC, address, name) == 0;
    }

    static struct sockaddr *bytes_of(struct native_address *name) {
        return reinterpret_cast<struct sockaddr *>(&name->storage);
    }

    static int bind_to(descriptor s, const struct address *at) {
        struct native_address name;
        if (!to_name(at, &name))
            return UNSUPPORTED;
        return result_of(Library::bind(native(s), bytes_of(&name), static_cast<int>(name.length)));
    }

    /* The call waits for whoever waits in connect. When it returns, that one is on his way out. */
    static int listen_on(descriptor s, int backlog) {
        const bool was_held = is_held(s);
        const int code = result_of(Library::listen(native(s), backlog));
        const Looking looking(WAY_OUT);
        while (was_held && is_held(s) && looking.again()) {
        }
        return code;
    }

    static bool waits(descriptor s) {
        bool flag = true;
        int length = sizeof flag;
        (void)Library::get(native(s), Library::receives_waiting, &flag, &length);
        return flag;
    }

    static int set_waits(descriptor s, bool flag) {
        const int code = result_of(Library::set(native(s), Library::receives_waiting, &flag, sizeof flag));
        return code != 0 ? code : result_of(Library::set(native(s), Library::sends_waiting, &flag, sizeof flag));
    }

    /* Each local port costs two threads that wake a hundred times a second. The many clients of a flood have one together, which these
     * libraries allow: sockets of one port are told apart by their numbers. One that is bound already keeps its own. */
    static void share_port(descriptor s, enum address_kind kind, Crowd *crowd) {
        struct address any = {};
        if (made_now <= PORTS_OF_THEIR_OWN || sockname(s, &any) == 0)
            return;
        any.kind = kind;
        any.port = crowd->needs_another_port() ? 0 : crowd->port;
        if (bind_to(s, &any) != 0) {
            any.port = 0;
            (void)bind_to(s, &any);
        }
        if (sockname(s, &any) == 0)
            crowd->port = any.port;
    }

    /* A crowd that calls at once is not heard: each has its answer before the next one calls. */
    static int call_in_turn(descriptor s, const struct address *to, struct native_address *name) {
        std::unique_lock<std::mutex> guard(crowds.lock);
        Crowd *const crowd = crowds.before(to);
        bool answered = crowd->is_listened_for();
        share_port(s, to->kind, crowd);
        guard.unlock();
        const int code = Library::call(native(s), bytes_of(name), static_cast<int>(name->length), &answered);
        guard.lock();
        crowd->unanswered = answered ? 0 : crowd->unanswered + 1;
        return code;
    }

    static int call_patiently(descriptor s, struct native_address *name) {
        connecting.enter(s);
        const int code = Library::connect(native(s), bytes_of(name), static_cast<int>(name->length));
        connecting.leave(s);
        return code;
    }

    /* The receiving threads look for new connections a hundred times a second. What is sent on one they do not know yet is lost: for a long
     * time, or for ever where it is its end. */
    static void let_connections_be_known() {
        const Clock::time_point made = latest;
        if (made != Clock::time_point::min())
            std::this_thread::sleep_until(made + std::chrono::milliseconds(TURN));
    }

    /* A connection that goes on without its caller is told by an error elsewhere, here by the state alone. */
    static int connect_to(descriptor s, const struct address *to) {
        struct native_address name;
        if (!to_name(to, &name))
            return UNSUPPORTED;
        const bool patient = waits(s);
        waiting.enter(s);
        const int code = patient ? call_patiently(s, &name) : call_in_turn(s, to, &name);
        waiting.leave(s);
        if (code == 0)
            latest = Clock::now();
        return code == 0 && !patient ? EINPROGRESS : code;
    }

    /* While somebody waits in connect a socket's options can be neither read nor set without waiting, too. */
    static bool is_held(descriptor s) {
        return connecting.holds(s) || Library::goes_on(native(s));
    }

    static int accept_from(descriptor s, unsigned flags, descriptor *out, struct address *peer) {
        struct native_address name = {};
        int length = sizeof name.storage;
        if (flags != 0)
            return UNSUPPORTED;
        waiting.enter(s);
        const Socket accepted = Library::accept(native(s), bytes_of(&name), &length);
        const int code = accepted < 0 ? Library::error() : 0;
        waiting.leave(s);
        if (code != 0)
            return code;
        name.length = static_cast<socklen_t>(length);
        posix_address_from_native(&name, peer);
        *out = accepted;
        const std::lock_guard<std::mutex> guard(crowds.lock);
        crowds.room_again();
        return 0;
    }

    static int close_it(descriptor s) {
        let_connections_be_known();
        return close_now(s);
    }

    static int close_now(descriptor s) {
        return result_of(Library::close(native(s)));
    }

    static int abandon(descriptor s) {
        const struct linger at_once = {1, 0};
        if (is_held(s))
            return 0; /* the end of the process ends it */
        (void)Library::set(native(s), Library::linger, &at_once, sizeof at_once);
        return close_now(s);
    }

    static int count_of(int result, size_t *count) {
        if (result < 0)
            return result_of(result);
        *count = static_cast<size_t>(result);
        return 0;
    }

    static bool can_say(const char *method, const char *plain, unsigned flags) {
        return std::strcmp(method, plain) == 0 && !(flags & (MESSAGE_PEEK | MESSAGE_OOB));
    }

    /* Nothing is said of a single call; the socket is made not to wait for it. */
    class Patience {
      public:
        Patience(descriptor s, unsigned flags) : socket(s), changed((flags & MESSAGE_DONTWAIT) && waits(s)) {
            if (changed)
                (void)set_waits(socket, false);
            waiting.enter(socket);
        }

        ~Patience() {
            waiting.leave(socket);
            if (changed)
                (void)set_waits(socket, true);
        }

        Patience(const Patience &) = delete;
        Patience &operator=(const Patience &) = delete;

      private:
        const descriptor socket;
        const bool changed;
    };

    static int send_to(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent) {
        if (!can_say(method, "send", flags))
            return UNSUPPORTED;
        let_connections_be_known();
        const Patience patience(s, flags);
        return count_of(Library::send(native(s), static_cast<const char *>(bytes), static_cast<int>(count)), sent);
    }

    static int receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received) {
        if (!can_say(method, "recv", flags))
            return UNSUPPORTED;
        const Patience patience(s, flags);
        return count_of(Library::receive(native(s), static_cast<char *>(bytes), static_cast<int>(size)), received);
    }

    static int name_with(int (*ask)(Socket, struct sockaddr *, int *), descriptor s, struct address *out) {
        struct native_address name = {};
        int length = sizeof name.storage;
        const int code = result_of(ask(native(s), bytes_of(&name), &length));
        name.length = static_cast<socklen_t>(length);
        if (code == 0)
            posix_address_from_native(&name, out);
        return code;
    }

    static int sockname(descriptor s, struct address *out) {
        return name_with(Library::sockname, s, out);
    }

    static int peername(descriptor s, struct address *out) {
        return name_with(Library::peername, s, out);
    }

    static int get_linger(descriptor s, long long *value) {
        struct linger linger = {0, 0};
        int length = sizeof linger;
        const int code = result_of(Library::get(native(s), Library::linger, &linger, &length));
        *value = linger.l_onoff ? linger.l_linger : -1;
        return code;
    }

    /* acceptconn and error are read off the state, which is what these libraries tell. */
    static int get_option(descriptor s, const char *name, long long *value) {
        bool flag = false;
        int number = 0, length = sizeof flag;
        if (std::strcmp(name, "acceptconn") == 0 || std::strcmp(name, "error") == 0) {
            *value = name[0] == 'a' ? Library::stage(native(s)) == Stage::listening : Library::broken(native(s));
            return 0;
        }
        if (is_held(s))
            return UNSUPPORTED;
        if (std::strcmp(name, "linger") == 0)
            return get_linger(s, value);
        for (const auto &known : Library::numbers) {
            if (std::strcmp(known.name, name) != 0)
                continue;
            length = sizeof number;
            const int code = result_of(Library::get(native(s), known.option, &number, &length));
            *value = number;
            return code;
        }
        const bool nonblock = std::strcmp(name, "nonblock") == 0;
        if (!nonblock && std::strcmp(name, "reuseaddr") != 0)
            return UNSUPPORTED;
        const int code = result_of(Library::get(native(s), nonblock ? Library::receives_waiting : Library::reuse, &flag, &length));
        *value = flag != nonblock;
        return code;
    }

    static int set_option(descriptor s, const char *name, long long value) {
        const struct linger linger = {value >= 0, value >= 0 ? static_cast<int>(value) : 0};
        const bool flag = value != 0;
        const int number = static_cast<int>(value);
        if (is_held(s))
            return UNSUPPORTED;
        if (std::strcmp(name, "linger") == 0)
            return result_of(Library::set(native(s), Library::linger, &linger, sizeof linger));
        if (std::strcmp(name, "reuseaddr") == 0)
            return result_of(Library::set(native(s), Library::reuse, &flag, sizeof flag));
        for (const auto &known : Library::numbers)
            if (std::strcmp(known.name, name) == 0)
                return result_of(Library::set(native(s), known.option, &number, sizeof number));
        return UNSUPPORTED;
    }

    static int set_nonblocking(descriptor s, int on) {
        return is_held(s) ? UNSUPPORTED : set_waits(s, on == 0);
    }

    /* They tell by options what others tell by ioctl; of connections, that is: a listener has no data. */
    static int control(descriptor s, const char *request, long long *value) {
        const bool sent = std::strcmp(request, "outq") == 0;
        int number = 0, length = sizeof number;
        if ((!sent && std::strcmp(request, "inq") != 0) || is_held(s) || Library::stage(native(s)) != Stage::connected)
            return UNSUPPORTED;
        const int code = result_of(Library::get(native(s), sent ? Library::unsent : Library::unread, &number, &length));
        *value = number;
        return code;
    }

    /* They have a call of their own that waits for many, but none sees what was there before it was asked. A request for a connection that
     * was lost among many is sent again after a while; until then nothing can be said of who waits. */
    static int poll_all(struct poll_item *items, size_t count, long milliseconds, size_t *ready) {
        const bool soon = count > 0 && milliseconds > 0 && milliseconds < Library::repeats_after;
        const long most = milliseconds < 0 ? 3600000 : soon ? Library::repeats_after : milliseconds;
        const Looking looking(most);
        do {
            const typename Library::Look look;
            *ready = 0;
            for (size_t i = 0; i < count; i++) {
                items[i].returned = look.events(native(items[i].socket)) & (items[i].asked | EVENT_ERR | EVENT_HUP | EVENT_NVAL);
                *ready += items[i].returned != 0;
            }
        } while (*ready == 0 && looking.again());
        return 0;
    }

    /* They look once a second whether a call lasts too long. Where that is the agent's second it waits a little longer, so that the answer is
     * not in doubt. */
    static int thread_wait(void *thread, long milliseconds) {
        const long more = Library::ends_on_the_second && milliseconds >= 1000 ? milliseconds / 2 : 0;
        return posix_provider.thread_wait(thread, milliseconds + more);
    }

    /* Closing wakes who waits in these libraries, and is allowed to. */
    static void interrupt(void *thread) {
        (void)thread;
        for (const descriptor s : waiting.end())
            (void)Library::close(native(s));
    }

    /* Sockets that are closed keep their threads for seconds. */
    static void renew(long scale) {
        posix_provider.stop();
        renewal_end(scale);
    }

    /* The libraries' own end waits for them. */
    static void stop() {
        posix_provider.stop();
        std::_Exit(0);
    }
};

#endif
