/* ns-3 3.37 (Debian 12, libns3-dev 3.37-2): three places where its sockets do otherwise than their documentation.
 *
 * - Socket::SetConnectCallback: connectionFailed "is invoked when the connection request initiated by the user is
 *   unsuccessfully completed".
 *   Observed: where a socket is bound that does not listen, normalClose is invoked instead, "when the peer closes the connection
 *   gracefully" (SetCloseCallbacks).
 * - Socket::SetAcceptCallback: "If the user does not explicitly specify this callback, all incoming connections will be refused."
 *   Observed: they are accepted.
 * - Socket::GetPeerName: "Get the peer address of a connected socket", "0 if success, -1 otherwise".
 *   Observed: of a listener it is 0, and the address 0.0.0.0.
 *
 *   g++ -std=c++17 -o ns3-sockets ns3-sockets.cc -lns3-internet -lns3-network -lns3-core
 *   ./ns3-sockets
 *
 * exits 1 where this is so, 0 where it is as documented. */
#include <cstdio>
#include <ns3/core-module.h>
#include <ns3/internet-module.h>
#include <ns3/network-module.h>

using namespace ns3;

static bool succeeded, failed, ended;

static void connection_succeeded(Ptr<Socket>) {
    succeeded = true;
}

static void connection_failed(Ptr<Socket>) {
    failed = true;
}

static void normal_close(Ptr<Socket>) {
    ended = true;
}

static Ptr<Socket> make(Ptr<Node> node) {
    Ptr<Socket> made = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
    made->SetConnectCallback(MakeCallback(&connection_succeeded), MakeCallback(&connection_failed));
    made->SetCloseCallbacks(MakeCallback(&normal_close), MakeCallback(&normal_close));
    return made;
}

static void connect(Ptr<Socket> client, const Address &address) {
    succeeded = failed = ended = false;
    client->Connect(address);
    Simulator::Stop(Seconds(60));
    Simulator::Run();
}

int main() {
    Address address, peer;
    int wrong = 0;
    Ptr<Node> node = CreateObject<Node>();
    InternetStackHelper().Install(node);
    Ptr<Socket> listener = make(node), client = make(node), other = make(node);
    listener->Bind(InetSocketAddress(Ipv4Address::GetLoopback(), 0));
    listener->GetSockName(address);

    connect(client, address);
    std::printf("a client of a socket that is only bound: connectionFailed %d (documented: 1), normalClose %d (documented: 0)\n", failed, ended);
    wrong += !failed;

    listener->Listen();
    const int result = listener->GetPeerName(peer);
    std::printf("GetPeerName of a listener: %d (documented: -1)\n", result);
    wrong += result != -1;

    connect(other, address);
    std::printf("a client of a listener without an accept callback: connectionSucceeded %d (documented: 0)\n", succeeded);
    wrong += succeeded;
    Simulator::Destroy();
    return wrong > 0 ? 1 : 0;
}
