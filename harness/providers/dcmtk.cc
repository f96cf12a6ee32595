/* dcmtk.cc: the provider of a DICOM toolkit, DCMTK. Its one way to listen is ASC_initializeNetwork as an acceptor: a port and nothing
 * else. It listens at all IPv4 addresses, for as many peers as the toolkit was built for. Everything else is the system's own sockets,
 * from the POSIX provider, but listen(): what listens here, the toolkit has made. */
#include "dcmtk/config/osconfig.h"

#include "around.h"

#include "dcmtk/dcmnet/assoc.h"
#include "dcmtk/dcmnet/dulstruc.h"

#include <cerrno>
#include <csignal>
#include <map>

namespace {

std::map<descriptor, T_ASC_Network *> networks; /* what each listener belongs to; of the main thread */
struct sigaction before_toolkit;                 /* what SIGPIPE does */

int identify(char *text, size_t size) {
    return identify_around("dcmtk-" PACKAGE_VERSION, text, size);
}

/* No host is what the toolkit takes, and it means all addresses; of IPv4, as no other version can be said. */
bool can_say(const char *host, int peers, const char *type) {
    const bool all = std::strcmp(host, "-") == 0 || std::strcmp(host, "*") == 0;
    return all && peers == PEERS_ANY && (!type || std::strcmp(type, "ipv4") == 0);
}

int serve(const char *host, int port, int peers, const char *type, descriptor *out, int *result) {
    T_ASC_Network *network = nullptr;
    if (!can_say(host, peers, type))
        return UNSUPPORTED;
    errno = 0;
    const OFCondition condition = ASC_initializeNetwork(NET_ACCEPTOR, port, 30, &network);
    const int code = errno;
    *result = condition.code();
    if (condition.bad())
        return code != 0 ? code : NO_ERROR_NUMBER;
    const PRIVATE_NETWORKKEY *key = static_cast<const PRIVATE_NETWORKKEY *>(static_cast<void *>(network->network));
    *out = key->networkSpecific.TCP.listenSocket;
    networks[*out] = network;
    return 0;
}

int listen_elsewhere(descriptor s, int backlog) {
    (void)s;
    (void)backlog;
    return UNSUPPORTED;
}

/* The toolkit closes what it has made. */
int close_any(descriptor s) {
    const auto found = networks.find(s);
    if (found == networks.end())
        return posix_provider.close(s);
    T_ASC_Network *network = found->second;
    networks.erase(found);
    errno = 0;
    const OFCondition condition = ASC_dropNetwork(&network);
    return condition.good() ? 0 : errno != 0 ? errno : NO_ERROR_NUMBER;
}

int abandon(descriptor s) {
    if (networks.count(s) == 0)
        (void)posix_provider.set_option(s, "linger", 0);
    return close_any(s);
}

/* The toolkit ignores SIGPIPE from its first network on: what a case finds must not depend on who was here before. */
void reset() {
    struct sigaction now;
    if (sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_IGN)
        (void)sigaction(SIGPIPE, &before_toolkit, nullptr);
    posix_provider.reset();
}

int start(int argument_count, char **arguments) {
    const int code = posix_provider.start(argument_count, arguments);
    return code != 0 ? code : sigaction(SIGPIPE, nullptr, &before_toolkit) == 0 ? 0 : errno;
}

struct provider with_toolkit() {
    struct provider made = posix_provider;
    made.identify = identify;
    made.listen = listen_elsewhere;
    made.close = close_any;
    made.abandon = abandon;
    made.serve = serve;
    made.start = start;
    made.reset = reset;
    made.fork = nullptr; /* a copy of the toolkit's networks in a child would be closed twice */
    made.execute = nullptr;
    return made;
}

}

extern "C" const struct provider provider = with_toolkit();
