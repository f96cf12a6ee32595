// OpenJDK 17.0.15 (Debian 12) on Linux 6.18: clients of a ServerSocket whose queue is full.
//
// java.net.ServerSocket, ServerSocket(int port, int backlog): "The maximum queue length for incoming connection indications (a
// request to connect) is set to the backlog parameter. If a connection indication arrives when the queue is full, the connection is
// refused."
// Observed: the queue takes one more than the backlog, and no client is refused: those beyond wait until they time out. (The comment
// says further down that the "exact semantics are implementation specific", of the backlog, not of the refusal.)
//
//   java java-backlog-full.java      exits 1 where this is so
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

class BacklogFull {
    public static void main(String[] arguments) throws Exception {
        int backlog = 1, connected = 0, refused = 0, silent = 0;
        ServerSocket listener = new ServerSocket(0, backlog);
        Socket[] clients = new Socket[backlog + 3];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Socket();
            try {
                clients[i].connect(new java.net.InetSocketAddress("127.0.0.1", listener.getLocalPort()), 500);
                connected++;
            } catch (SocketTimeoutException e) {
                silent++;
            } catch (ConnectException e) {
                refused++;
            }
        }
        System.out.printf("new ServerSocket(0, %d), %d clients: %d connected, %d refused, %d without answer%n", backlog, clients.length, connected,
                refused, silent);
        System.exit(connected != backlog || refused == 0 ? 1 : 0);
    }
}
