/* around.h: for providers in C++ of libraries that run in a process of a POSIX system: the POSIX provider's process (its stream, clock,
 * threads, limits, files), without its sockets. */
#ifndef LISTENCHECK_PROVIDERS_AROUND_H
#define LISTENCHECK_PROVIDERS_AROUND_H

extern "C" {
#include "provider.h"

extern const struct provider posix_provider; /* posix.c's, renamed when linked */
}

#include <cstdio>
#include <cstring>
#include <mutex>
#include <set>
#include <vector>

/* The system is the POSIX provider's, the name is the library's. */
inline int identify_around(const char *name, char *text, size_t size) {
    char posix[200];
    const int code = posix_provider.identify(posix, sizeof posix);
    const char *os = code == 0 ? std::strstr(posix, "os=") : nullptr;
    std::snprintf(text, size, "name=%s %s", name, os ? os : "errors=posix");
    return code;
}

inline struct provider process_around() {
    struct provider made = posix_provider;
    made.caps = nullptr;
    made.make = nullptr;
    made.make_special = nullptr;
    made.bind = nullptr;
    made.listen = nullptr;
    made.connect = nullptr;
    made.disconnect = nullptr;
    made.accept = nullptr;
    made.close = nullptr;
    made.shutdown = nullptr;
    made.send = nullptr;
    made.receive_from = nullptr;
    made.sockname = nullptr;
    made.peername = nullptr;
    made.get_option = nullptr;
    made.set_option = nullptr;
    made.set_nonblocking = nullptr;
    made.poll = nullptr;
    made.poll_with = nullptr;
    made.duplicate = nullptr;
    made.pass = nullptr;
    made.control = nullptr;
    made.information = nullptr;
    made.fork = nullptr;
    made.child_exchange = nullptr;
    made.child_end = nullptr;
    made.execute = nullptr;
    return made;
}

/* The sockets some thread waits in a call of: a signal does not wake these libraries. */
class Waiting {
  public:
    void enter(descriptor s) {
        const std::lock_guard<std::mutex> guard(lock);
        inside.insert(s);
    }

    void leave(descriptor s) {
        const std::lock_guard<std::mutex> guard(lock);
        inside.erase(inside.find(s));
    }

    /* The case ends: what is still waited in is woken, and may not be closed before the next one begins. */
    std::vector<descriptor> end() {
        const std::lock_guard<std::mutex> guard(lock);
        ending = true;
        return std::vector<descriptor>(inside.begin(), inside.end());
    }

    void begin() {
        const std::lock_guard<std::mutex> guard(lock);
        ending = false;
    }

    bool holds(descriptor s) {
        const std::lock_guard<std::mutex> guard(lock);
        return inside.count(s) > 0;
    }

    bool left_inside(descriptor s) {
        const std::lock_guard<std::mutex> guard(lock);
        return ending && inside.count(s) > 0;
    }

  private:
    std::mutex lock;
    bool ending = false;
    std::multiset<descriptor> inside;
};

#endif
