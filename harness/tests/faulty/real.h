/* real.h: for libraries that are preloaded in front of the C library and break one documented behaviour of listen().
 *
 * Each source of this directory is one such library: cc -shared -fPIC -o NAME.so NAME.c, then
 * ./run.sh --target preload:NAME.so. REAL(NAME) is the function the library stands in front of. */
#ifndef LISTENCHECK_REAL_H
#define LISTENCHECK_REAL_H

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* dlsym gives a pointer to data; C has no cast from that to a function, so the bits are copied. */
#define REAL(name)                                                                                                               \
    static __typeof__(&name) real_function(void)                                                                                 \
    {                                                                                                                            \
        __typeof__(&name) function;                                                                                              \
        void *found = dlsym(RTLD_NEXT, #name);                                                                                   \
        memcpy(&function, &found, sizeof function);                                                                              \
        return function;                                                                                                         \
    }                                                                                                                            \
    struct real_needs_a_semicolon

/* For a library that stands in front of several functions: REAL_OF(poll); … real_poll()(…). */
#define REAL_OF(name)                                                                                                            \
    static __typeof__(&name) real_##name(void)                                                                                   \
    {                                                                                                                            \
        __typeof__(&name) function;                                                                                              \
        void *found = dlsym(RTLD_NEXT, #name);                                                                                   \
        memcpy(&function, &found, sizeof function);                                                                              \
        return function;                                                                                                         \
    }                                                                                                                            \
    struct real_needs_a_semicolon

static inline int integer_option(int s, int name)
{
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(s, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

static inline int is_listening(int s)
{
    return integer_option(s, SO_ACCEPTCONN) == 1;
}

/* The port a TCP socket is bound to in network order; 0 when unbound, -1 for what has no port. */
static inline int port_of(int s)
{
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    if (getsockname(s, (struct sockaddr *)&name, &size) != 0)
        return -1;
    if (name.ss_family == AF_INET)
        return ((struct sockaddr_in *)&name)->sin_port;
    if (name.ss_family == AF_INET6)
        return ((struct sockaddr_in6 *)&name)->sin6_port;
    return -1;
}

static inline int is_connected(int s)
{
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    return getpeername(s, (struct sockaddr *)&name, &size) == 0;
}

static inline int connection_waits(int s)
{
    struct pollfd item = {.fd = s, .events = POLLIN};
    return poll(&item, 1, 0) == 1 && (item.revents & POLLIN) != 0;
}

#endif
