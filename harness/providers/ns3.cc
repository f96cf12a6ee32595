/* ns3.cc: the provider of ns-3's sockets: objects in a simulated node, whose time passes only when the agent lets it. Nothing waits there, and
 * what happens is told by callbacks; they are kept here until they are asked for. */
#include "around.h"

#include <ns3/core-module.h>
#include <ns3/internet-module.h>
#include <ns3/network-module.h>

#include <cerrno>
#include <deque>
#include <map>

namespace {

using namespace ns3;

struct Made {
    Ptr<Socket> socket;
    bool six = false, listening = false, connected = false;
    bool refused = false, ended = false, broken = false; /* what the callbacks told */
    std::deque<std::pair<Ptr<Socket>, Address>> pending;
};

constexpr int ERRNO_FIRST = 1000, REFUSED = 2000, BROKEN = 2001, ENDED = 2002; /* what is told by callbacks has no number */
constexpr long TURN = 2, AWAITED = 20;                                         /* milliseconds */

Ptr<Node> node;
std::map<descriptor, Made> sockets; /* numbers are never given twice */
std::map<Socket *, descriptor> numbers;
descriptor next_number;

Made *find(descriptor s) {
    const auto found = sockets.find(s);
    return found == sockets.end() ? nullptr : &found->second;
}

Made *find(const Ptr<Socket> &socket) {
    const auto found = numbers.find(PeekPointer(socket));
    return found == numbers.end() ? nullptr : find(found->second);
}

/* What the callbacks told of a connection's failure; its end before it was there is one, too. */
int failure_of(const Made &made) {
    return made.refused ? REFUSED : made.broken ? BROKEN : made.ended && !made.connected ? ENDED : 0;
}

void pass(long milliseconds) {
    Simulator::Stop(MilliSeconds(static_cast<uint64_t>(milliseconds)));
    Simulator::Run();
}

const struct {
    Socket::SocketErrno number;
    const char *berkeley, *native;
} names[] = {
    {Socket::ERROR_ISCONN, "EISCONN", "ERROR_ISCONN"},
    {Socket::ERROR_NOTCONN, "ENOTCONN", "ERROR_NOTCONN"},
    {Socket::ERROR_MSGSIZE, "EMSGSIZE", "ERROR_MSGSIZE"},
    {Socket::ERROR_AGAIN, "EAGAIN", "ERROR_AGAIN"},
    {Socket::ERROR_SHUTDOWN, "ESHUTDOWN", "ERROR_SHUTDOWN"},
    {Socket::ERROR_OPNOTSUPP, "EOPNOTSUPP", "ERROR_OPNOTSUPP"},
    {Socket::ERROR_AFNOSUPPORT, "EAFNOSUPPORT", "ERROR_AFNOSUPPORT"},
    {Socket::ERROR_INVAL, "EINVAL", "ERROR_INVAL"},
    {Socket::ERROR_BADF, "EBADF", "ERROR_BADF"},
    {Socket::ERROR_NOROUTETOHOST, "EHOSTUNREACH", "ERROR_NOROUTETOHOST"},
    {Socket::ERROR_NODEV, "ENODEV", "ERROR_NODEV"},
    {Socket::ERROR_ADDRNOTAVAIL, "EADDRNOTAVAIL", "ERROR_ADDRNOTAVAIL"},
    {Socket::ERROR_ADDRINUSE, "EADDRINUSE", "ERROR_ADDRINUSE"},
};

const char *name_of_error(int code, const char **native) {
    for (const auto &known : names) {
        if (ERRNO_FIRST + static_cast<int>(known.number) == code) {
            *native = known.native;
            return known.berkeley;
        }
    }
    *native = code == REFUSED ? "connectionFailed" : code == BROKEN ? "errorClose" : nullptr;
    if (*native)
        return code == REFUSED ? "ECONNREFUSED" : "ECONNRESET";
    if (code == ENDED)
        return "normalClose";
    return posix_provider.error_name(code, native);
}

int error_of(const Ptr<Socket> &socket) {
    const Socket::SocketErrno number = socket->GetErrno();
    return number == Socket::ERROR_NOTERROR ? NO_ERROR_NUMBER : ERRNO_FIRST + static_cast<int>(number);
}

int result_of(const Ptr<Socket> &socket, int result) {
    return result == 0 ? 0 : result == -1 ? error_of(socket) : BAD_RESULT(result);
}

void told_connected(Ptr<Socket> socket) {
    if (Made *made = find(socket))
        made->connected = true;
}

void told_failed(Ptr<Socket> socket) {
    if (Made *made = find(socket))
        made->refused = true;
}

void told_ended(Ptr<Socket> socket) {
    if (Made *made = find(socket))
        made->ended = true;
}

void told_broken(Ptr<Socket> socket) {
    if (Made *made = find(socket))
        made->broken = true;
}

void told_state(descriptor number, TcpSocket::TcpStates_t before, TcpSocket::TcpStates_t now) {
    (void)before;
    if (Made *made = find(number))
        made->listening = now == TcpSocket::LISTEN;
}

bool told_request(Ptr<Socket> listener, const Address &from) {
    (void)listener;
    (void)from;
    return true;
}

descriptor adopt(const Ptr<Socket> &socket, bool six);

/* Whoever is accepted may be told of its end before anybody asks for it. */
void told_accepted(const Ptr<Socket> &listener, Ptr<Socket> socket, const Address &from) {
    Made *made = find(listener);
    if (!made)
        return;
    const bool six = made->six;
    made->pending.emplace_back(socket, from);
    find(adopt(socket, six))->connected = true;
}

descriptor adopt(const Ptr<Socket> &socket, bool six) {
    const descriptor number = next_number++;
    Made &made = sockets[number];
    made.socket = socket;
    made.six = six;
    numbers[PeekPointer(socket)] = number;
    (void)socket->TraceConnectWithoutContext("State", MakeBoundCallback(&told_state, number));
    socket->SetConnectCallback(MakeCallback(&told_connected), MakeCallback(&told_failed));
    socket->SetCloseCallbacks(MakeCallback(&told_ended), MakeCallback(&told_broken));
    return number;
}

int make(const char *family, const char *type, int protocol, unsigned flags, descriptor *out) {
    const bool six = std::strcmp(family, "inet6") == 0, stream = std::strcmp(type, "stream") == 0;
    if ((!six && std::strcmp(family, "inet") != 0) || (!stream && std::strcmp(type, "dgram") != 0) || protocol != 0 || (flags & SOCKET_CLOEXEC))
        return UNSUPPORTED;
    const Ptr<Socket> socket = Socket::CreateSocket(node, stream ? TcpSocketFactory::GetTypeId() : UdpSocketFactory::GetTypeId());
    *out = adopt(socket, six);
    return 0;
}

bool to_native(const struct address *address, Address *native) {
    if (address->kind == ADDRESS_INET) {
        *native = InetSocketAddress(Ipv4Address::Deserialize(address->ip), address->port);
        return true;
    }
    if (address->kind != ADDRESS_INET6)
        return false;
    *native = Inet6SocketAddress(Ipv6Address::Deserialize(address->ip), address->port);
    return true;
}

void from_native(const Address &native, struct address *address) {
    std::memset(address, 0, sizeof *address);
    address->kind = ADDRESS_NONE;
    if (InetSocketAddress::IsMatchingType(native)) {
        const InetSocketAddress four = InetSocketAddress::ConvertFrom(native);
        address->kind = ADDRESS_INET;
        address->port = four.GetPort();
        four.GetIpv4().Serialize(address->ip);
    } else if (Inet6SocketAddress::IsMatchingType(native)) {
        const Inet6SocketAddress six = Inet6SocketAddress::ConvertFrom(native);
        address->kind = ADDRESS_INET6;
        address->port = six.GetPort();
        six.GetIpv6().Serialize(address->ip);
    }
}

int bind_to(descriptor s, const struct address *at) {
    Made *made = find(s);
    Address native;
    if (!made || !to_native(at, &native))
        return UNSUPPORTED;
    return result_of(made->socket, made->socket->Bind(native));
}

/* There is no backlog to hand on. The callback that is told of a new connection does not say which listener it belongs to: it is bound to
 * its own. */
int listen_on(descriptor s, int backlog) {
    Made *made = find(s);
    (void)backlog;
    if (!made)
        return UNSUPPORTED;
    const Ptr<Socket> socket = made->socket;
    const int result = socket->Listen();
    if (result == 0) {
        Callback<void, Ptr<Socket>, const Address &> created([socket](Ptr<Socket> child, const Address &from) { told_accepted(socket, child, from); });
        socket->SetAcceptCallback(MakeCallback(&told_request), created);
    }
    return result_of(socket, result);
}

/* The answer of this node needs no time but its turn. */
int connect_to(descriptor s, const struct address *to) {
    Made *made = find(s);
    Address native;
    if (!made || !to_native(to, &native))
        return UNSUPPORTED;
    const int result = made->socket->Connect(native);
    if (result != 0)
        return result_of(made->socket, result);
    pass(AWAITED);
    made = find(s);
    return made->connected ? 0 : failure_of(*made) != 0 ? failure_of(*made) : EINPROGRESS;
}

int accept_from(descriptor s, unsigned flags, descriptor *out, struct address *peer) {
    Made *made = find(s);
    if (!made || flags != 0 || !made->listening)
        return UNSUPPORTED;
    pass(TURN);
    if (made->pending.empty())
        return EAGAIN;
    const auto [socket, from] = made->pending.front();
    made->pending.pop_front();
    from_native(from, peer);
    *out = numbers[PeekPointer(socket)];
    return 0;
}

int close_it(descriptor s) {
    Made *made = find(s);
    if (!made)
        return UNSUPPORTED;
    const Ptr<Socket> socket = made->socket;
    const int result = socket->Close();
    pass(TURN);
    const int code = result_of(socket, result);
    numbers.erase(PeekPointer(socket));
    sockets.erase(s);
    return code;
}

int shut_down(descriptor s, const char *how) {
    Made *made = find(s);
    if (!made)
        return UNSUPPORTED;
    int result = 0;
    if (std::strcmp(how, "wr") != 0)
        result = made->socket->ShutdownRecv();
    if (result == 0 && std::strcmp(how, "rd") != 0)
        result = made->socket->ShutdownSend();
    pass(TURN);
    return result_of(made->socket, result);
}

int send_to(descriptor s, const void *bytes, size_t count, const char *method, unsigned flags, size_t *sent) {
    Made *made = find(s);
    if (!made || std::strcmp(method, "send") != 0 || (flags & (MESSAGE_PEEK | MESSAGE_OOB)))
        return UNSUPPORTED;
    const int result = made->socket->Send(static_cast<const uint8_t *>(bytes), static_cast<uint32_t>(count), 0);
    if (result < 0)
        return result_of(made->socket, result);
    *sent = static_cast<size_t>(result);
    pass(TURN);
    return 0;
}

/* Recv gives nothing where there is nothing yet, and where there never will be; the callbacks tell which. */
int receive_from(descriptor s, void *bytes, size_t size, const char *method, unsigned flags, size_t *received) {
    Made *made = find(s);
    if (!made || std::strcmp(method, "recv") != 0 || (flags & (MESSAGE_PEEK | MESSAGE_OOB)))
        return UNSUPPORTED;
    pass(TURN);
    const Ptr<Packet> packet = made->socket->Recv(static_cast<uint32_t>(size), 0);
    if (packet && packet->GetSize() > 0) {
        *received = packet->CopyData(static_cast<uint8_t *>(bytes), static_cast<uint32_t>(size));
        return 0;
    }
    *received = 0;
    if (made->broken)
        return BROKEN;
    if (made->ended)
        return 0;
    return made->socket->GetErrno() == Socket::ERROR_NOTERROR ? EAGAIN : error_of(made->socket);
}

int name_with(int (Socket::*ask)(Address &) const, descriptor s, struct address *out) {
    const Made *made = find(s);
    Address native;
    if (!made)
        return UNSUPPORTED;
    const int result = (PeekPointer(made->socket)->*ask)(native);
    if (result == 0)
        from_native(native, out);
    return result_of(made->socket, result);
}

int sockname(descriptor s, struct address *out) {
    return name_with(&Socket::GetSockName, s, out);
}

int peername(descriptor s, struct address *out) {
    return name_with(&Socket::GetPeerName, s, out);
}

/* That it listens is what the trace of the socket's state says. */
int get_option(descriptor s, const char *name, long long *value) {
    const Made *made = find(s);
    if (!made)
        return UNSUPPORTED;
    if (std::strcmp(name, "error") == 0)
        *value = failure_of(*made);
    else if (std::strcmp(name, "acceptconn") == 0)
        *value = made->listening;
    else if (std::strcmp(name, "nonblock") == 0)
        *value = 1;
    else
        return UNSUPPORTED;
    return 0;
}

int set_nonblocking(descriptor s, int on) {
    return find(s) && on ? 0 : UNSUPPORTED;
}

unsigned look(const Made &made) {
    unsigned events = 0;
    if (made.listening)
        return made.pending.empty() ? 0U : static_cast<unsigned>(EVENT_IN);
    if (failure_of(made) != 0)
        return EVENT_ERR | EVENT_HUP;
    if (made.connected && made.socket->GetRxAvailable() > 0)
        events |= EVENT_IN;
    if (made.ended)
        events |= EVENT_IN | EVENT_RDHUP;
    if (made.connected && made.socket->GetTxAvailable() > 0)
        events |= EVENT_OUT;
    return events;
}

int poll_all(struct poll_item *items, size_t count, long milliseconds, size_t *ready) {
    const Time end = Simulator::Now() + MilliSeconds(static_cast<uint64_t>(milliseconds < 0 ? 3600000 : milliseconds));
    for (;;) {
        *ready = 0;
        for (size_t i = 0; i < count; i++) {
            const Made *made = find(items[i].socket);
            items[i].returned = made ? look(*made) & (items[i].asked | EVENT_ERR | EVENT_HUP) : static_cast<unsigned>(EVENT_NVAL);
            *ready += items[i].returned != 0;
        }
        if (*ready > 0 || Simulator::Now() >= end)
            return 0;
        pass(1);
    }
}

uint64_t microseconds() {
    return static_cast<uint64_t>(Simulator::Now().GetMicroSeconds());
}

void begin() {
    node = CreateObject<Node>();
    InternetStackHelper().Install(node);
}

int start(int argument_count, char **arguments) {
    const int code = posix_provider.start(argument_count, arguments);
    begin();
    return code;
}

void reset() {
    sockets.clear();
    numbers.clear();
    node = nullptr;
    Simulator::Destroy();
    begin();
    posix_provider.reset();
}

int identify(char *text, size_t size) {
    return identify_around("ns3-3.37", text, size);
}

struct provider simulated() {
    struct provider made = process_around();
    made.identify = identify;
    made.families = "inet inet6";
    made.caps = "";
    made.error_name = name_of_error;
    made.microseconds = microseconds;
    made.make = make;
    made.bind = bind_to;
    made.listen = listen_on;
    made.connect = connect_to;
    made.accept = accept_from;
    made.close = close_it;
    made.abandon = close_it;
    made.shutdown = shut_down;
    made.send = send_to;
    made.receive_from = receive_from;
    made.sockname = sockname;
    made.peername = peername;
    made.get_option = get_option;
    made.set_nonblocking = set_nonblocking;
    made.poll = poll_all;
    made.limits = nullptr;
    made.set_limit = nullptr;
    made.configure = nullptr;
    made.exhaust = nullptr;
    made.release = nullptr;
    made.user = nullptr;
    made.thread_start = nullptr;
    made.thread_wait = nullptr;
    made.thread_interrupt = nullptr;
    made.start = start;
    made.reset = reset;
    return made;
}

}

extern "C" const struct provider provider = simulated();
