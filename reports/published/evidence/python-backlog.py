# Python 3.11 (Debian 12) on Linux 6.18: how many clients a backlog of 1 lets wait, and what the others are told.
#
# Python Library Reference, socket.listen: backlog "specifies the number of unaccepted connections that the system will allow
# before refusing new connections."
# Observed: one more than that number is allowed, and no client is ever refused: those beyond wait (connect() times out). The
# method hands the number to listen(2), and Linux does so.
#
#   python3 python-backlog.py      exits 1 where this is so
import socket
import sys

BACKLOG = 1
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(BACKLOG)
clients, told = [], {"connected": 0, "refused": 0, "no answer": 0}
for _ in range(BACKLOG + 3):
    client = socket.socket()
    client.settimeout(0.5)
    clients.append(client)
    try:
        client.connect(listener.getsockname())
        told["connected"] += 1
    except ConnectionRefusedError:
        told["refused"] += 1
    except TimeoutError:
        told["no answer"] += 1
print(f"listen({BACKLOG}), {len(clients)} clients:", ", ".join(f"{count} {what}" for what, count in told.items()))
sys.exit(told["connected"] != BACKLOG or told["refused"] == 0)
