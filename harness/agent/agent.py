#!/usr/bin/env python3
"""A listencheck agent in Python: the worked example of harness/PROTOCOL.md for other languages.

It knows the primitive verbs only and says so by leaving `composite` out of its caps; the conductor builds the others
from these. CPython's socket.listen() turns negative backlogs into 0, so listen is called through ctypes; only listen
takes descriptors that are no socket of ours (`none`, `huge:`, `negative:`, `closed:H`). With --own-listen it is
socket.listen() itself that is asked (suite/targets/python.target): of these only a closed socket is one to Python.

A run starts dozens of agents and asks hundreds of thousands of lines: it imports little, and does little beside a call.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import select
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Keys = dict[str, Any]

UNIX, INET, INET6 = socket.AF_UNIX, socket.AF_INET, socket.AF_INET6
STREAM, SEQPACKET, MPTCP = socket.SOCK_STREAM, socket.SOCK_SEQPACKET, 262
FAMILIES = {"inet": (INET, STREAM, 0), "inet6": (INET6, STREAM, 0), "unix": (UNIX, STREAM, 0)}
FAMILIES |= {"seqpacket": (UNIX, SEQPACKET, 0)}
FAMILIES |= {"mptcp": (INET, STREAM, MPTCP), "mptcp6": (INET6, STREAM, MPTCP)}
TYPES = {"stream": 0, "dgram": socket.SOCK_DGRAM, "raw": socket.SOCK_RAW, "seqpacket": SEQPACKET}
ANY, LOOPBACK, MAPPED = ("0.0.0.0", "::"), ("127.0.0.1", "::1"), ("::ffff:127.0.0.1", "::ffff:127.0.0.1")
WORDS = {"any": ANY, "loopback": LOOPBACK, "mapped": MAPPED}  # in AF_INET, in AF_INET6
WORDS |= {"other": ("127.0.0.2", "::ffff:127.0.0.2"), "nonlocal": ("192.0.2.1", "2001:db8::1")}
NUMBERS = {"somaxconn": socket.SOMAXCONN, "max": 2**31 - 1, "min": -(2**31)}
SPECIAL = {"none": -1, "huge:": 2**31 - 1, "negative:": -(2**31)}
HOW = {"rd": socket.SHUT_RD, "wr": socket.SHUT_WR, "rdwr": socket.SHUT_RDWR}
EVENTS = ((1, "in"), (4, "out"), (16, "hup"), (8, "err"), (0x2000, "rdhup"), (2, "pri"), (32, "nval"))
SIMPLE = "acceptconn error type protocol domain reuseaddr reuseport keepalive rcvbuf sndbuf oobinline".split()
OPTIONS = {name: (socket.SOL_SOCKET, getattr(socket, f"SO_{name.upper()}")) for name in SIMPLE}
OPTIONS |= {"v6only": (socket.IPPROTO_IPV6, socket.IPV6_V6ONLY), "unknown": (socket.SOL_SOCKET, 0x7FFF)}
OPTIONS |= {"nonblock": (-1, -1)}  # asked otherwise
MAY_BLOCK = ("connect", "accept", "send", "recv", "thread", "begin")
QUOTED = {byte: f"%{byte:02X}" for byte in range(256) if not 0x20 < byte < 0x7F or byte == ord("%")}
ALIASES = {errno.EWOULDBLOCK: "EAGAIN", errno.ENOTSUP: "EOPNOTSUPP"}


class Refused(Exception):
    """A whole reply that stands for no call: `unsupported`, `blocked`, `fail error=usage`, `fail error=nohandle`."""


def reply_of(call: Callable[..., Keys | None], *arguments: Any, **options: str) -> str:
    start = time.monotonic_ns()
    try:
        outcome, keys = "ok", call(*arguments, **options) or {}
    except Refused as refusal:
        return str(refusal)
    except (KeyError, ValueError, OverflowError):
        return "fail error=usage"
    except OSError as error:
        code = error.errno or 0
        outcome = f"fail error={ALIASES.get(code) or errno.errorcode.get(code, 'unknown')} code={code}"
        keys = {}
    microseconds = (time.monotonic_ns() - start) // 1000
    for key, value in keys.items():
        outcome += f" {key}={str(value).translate(QUOTED)}"
    return f"{outcome} us={microseconds}"


def takes(verb: Any, count: int) -> bool:
    """Whether so many words can be given to a verb, besides its first parameter: the agent or a socket."""
    most = verb.__code__.co_argcount - 1
    any_more = verb.__code__.co_flags & 4  # *words
    return most - len(verb.__defaults__ or ()) <= count and (count <= most or bool(any_more))


def describe(name: Any) -> Keys:
    """The keys of a socket's name: a path, or a tuple that is longer for IPv6."""
    if not isinstance(name, tuple):
        return {"family": "unix", "address": "path" if name else "unnamed"}
    address = "any" if name[0] in ANY else name[0]
    return {"family": "inet6" if len(name) > 2 else "inet", "address": address, "port": name[1]}


def system_listen() -> Callable[[int, int], None]:
    """The C library's listen()."""
    import ctypes

    listen = ctypes.CDLL(None, use_errno=True).listen

    def checked(descriptor: int, backlog: int) -> None:
        if listen(descriptor, ctypes.c_int(backlog)) != 0:
            raise OSError(ctypes.get_errno(), "listen")

    return checked


@functools.cache
def number_of(flags: str) -> int:
    names = [f"MSG_{flag.upper()}" for flag in flags.split("+") if flag]
    if not all(hasattr(socket, name) for name in names):
        raise Refused("unsupported")
    return sum(getattr(socket, name) for name in names)


def transmit(s: socket.socket, text: str, *, flags: str = "") -> Keys:
    return {"bytes": s.send(text.encode("ascii"), number_of(flags))}


def receive(s: socket.socket, *, bytes: str = "100", flags: str = "") -> Keys:
    data = s.recv(int(bytes), number_of(flags))
    return {"bytes": len(data), "text": data.decode("latin-1")}


def get_option(s: socket.socket, option: str) -> Keys:
    return {"value": int(not s.getblocking()) if option == "nonblock" else s.getsockopt(*OPTIONS[option])}


def set_option(s: socket.socket, option: str, value: str) -> None:
    if option == "nonblock":
        s.setblocking(value == "0")
    else:
        s.setsockopt(*OPTIONS[option], int(value))


def shut_down(s: socket.socket, how: str) -> None:
    s.shutdown(HOW[how])


def seen_at(s: socket.socket, wanted: int, wait: int) -> int:
    poll = select.poll()
    poll.register(s, wanted)
    seen = poll.poll(wait)
    return seen[0][1] if seen else 0


@functools.cache
def names_of(events: int) -> str:
    return "+".join(word for bit, word in EVENTS if events & bit) or "none"


def wait_ready(s: socket.socket, *, wait: str = "0") -> Keys:
    return {"events": names_of(seen_at(s, 0x2007, int(wait)))}  # in, pri, out, rdhup


# The verbs that need nothing but one socket of ours.
VERBS: dict[str, Callable[..., Keys | None]] = {
    "shutdown": shut_down,
    "send": transmit,
    "recv": receive,
    "sockname": lambda s: describe(s.getsockname()),
    "peername": lambda s: describe(s.getpeername()),
    "getopt": get_option,
    "setopt": set_option,
    "poll": wait_ready,
}


class Task(threading.Thread):
    """A request carried out in a thread, which may never end: a call that blocks cannot be called back."""

    def __init__(self, work: Callable[[], str]) -> None:
        super().__init__(daemon=True)
        self.work, self.outcome = work, "blocked"
        self.start()

    def run(self) -> None:
        self.outcome = self.work()


class Agent:
    def __init__(self, own_listen: bool) -> None:
        self.listen = None if own_listen else system_listen()
        self.handles: dict[str, socket.socket] = {}
        self.families: dict[str, str] = {}  # what the handles were made as
        self.closed: dict[str, int] = {}
        self.gone: dict[str, socket.socket] = {}
        self.tasks: dict[str, Task] = {}
        self.directory, self.paths, self.scale, self.ended, self.skipping = "", 0, 1.0, False, False

    def answer(self, line: str) -> str:
        ident, _, request = line.partition(" ")
        if not ident.isdecimal() or not ident.isascii():
            return ""
        words = request.split()
        usable = words and len(line) <= 512 and line.isascii() and line.isprintable()
        return f"{ident} {self.must(words) if usable else 'fail error=usage'}\n"

    def must(self, words: list[str]) -> str:
        """`must REQUEST`: where it does not succeed the case is void, and nothing more is done until reset."""
        if words[0] in ("reset", "bye"):
            self.skipping = False
        if self.skipping:
            return "unsupported skipped=yes"
        if words[0] != "must" or len(words) == 1:
            return self.request(words)
        reply = self.request(words[1:])
        self.skipping = not reply.startswith("ok")
        return reply

    def request(self, words: list[str]) -> str:
        """Calls that may block run in a thread; one that does not return in time stays behind until reset."""
        if words[0] not in MAY_BLOCK or self.returns_at_once(words):
            return self.execute(words)
        inner = words[{"begin": 2, "thread": 1}.get(words[0], 0) :]
        if not inner:
            return "fail error=usage"
        name = words[1] if words[0] == "begin" else f"outstanding:{len(self.tasks)}"
        self.tasks[name] = Task(lambda: self.execute(inner))
        return "ok" if words[0] == "begin" else self.reply(name, 1)

    def returns_at_once(self, words: list[str]) -> bool:
        s = self.handles.get(words[1]) if len(words) > 1 and words[0] not in ("thread", "begin") else None
        if s is None:
            return False
        if not s.getblocking() or "flags=dontwait" in words:
            return True
        # What is there already need not be waited for, where no other thread could take it.
        return words[0] in ("accept", "recv") and not self.tasks and bool(seen_at(s, select.POLLIN, 0))

    def reply(self, name: str, seconds: float) -> str:
        self.tasks[name].join(seconds * self.scale)
        return self.tasks[name].outcome if self.tasks[name].is_alive() else self.tasks.pop(name).outcome

    def execute(self, words: list[str]) -> str:
        arguments, keys = [], {}
        for word in words[1:]:
            key, equals, value = word.partition("=")
            if equals and key[:1].islower():
                keys[key.replace("-", "_")] = value
            else:
                arguments.append(word)
        of_socket = VERBS.get(words[0])
        verb: Any = of_socket or getattr(self, "do_" + words[0], None)
        if verb is None or (keys and not keys.keys() <= (verb.__kwdefaults__ or {}).keys()):
            return "unsupported"
        if words[0] in ("getopt", "setopt") and arguments[1:2] and arguments[1] not in OPTIONS:
            return "unsupported"
        if not takes(verb, len(arguments) - (of_socket is not None)):
            return "fail error=usage"
        if of_socket:
            return reply_of(self.on_socket, of_socket, *arguments, **keys)
        return reply_of(verb, *arguments, **keys)

    def on_socket(self, verb: Callable[..., Keys | None], name: str, *words: str, **keys: str) -> Keys | None:
        return verb(self.get(name), *words, **keys)

    def get(self, name: str) -> socket.socket:
        if name not in self.handles:
            raise Refused("unsupported" if ":" in name or name == "none" else "fail error=nohandle")
        return self.handles[name]

    def make(self, name: str, family: str, kind: str = "stream", protocol: int = 0) -> socket.socket:
        if family not in FAMILIES or kind not in TYPES:
            raise Refused("unsupported")
        if name in self.handles or ":" in name or name == "none":
            raise Refused("fail error=usage")
        domain, usual, own = FAMILIES[family]
        self.handles[name] = made = socket.socket(domain, TYPES[kind] or usual, protocol or own)
        self.families[name] = family
        return made

    def address(self, family: str, word: str, port: str) -> Any:
        """What Python calls the address a word stands for."""
        domain = FAMILIES[family][0]
        if word.startswith("@"):
            name = self.get(word[1:]).getsockname()
            return name if domain == UNIX else name[:2]
        if domain != UNIX:
            if port.startswith("@"):
                number = self.get(port[1:]).getsockname()[1]
            else:
                number = 0 if port == "free" else int(port)
            return WORDS.get(word, (word, word))[domain == INET6], number
        if word not in ("loopback", "any"):
            raise Refused("unsupported")
        if not self.directory:
            self.directory = f"{os.environ.get('LISTENCHECK_DIRECTORY', '/tmp')}/python-{os.getpid()}"
            os.mkdir(self.directory, 0o700)
        self.paths += 1
        return f"{self.directory}/{self.paths}"

    def do_hello(self, version: str, *, time_scale: str = "1") -> Keys:
        if version != "1" or not 0 < float(time_scale) < 1e6:
            raise Refused("fail error=usage")
        self.scale, caps = float(time_scale), ["dgram", "dup", "thread", "nonblock", "must"]
        for family in FAMILIES:
            with contextlib.suppress(OSError):
                self.make(f"probe-{family}", family).close()
                caps.append(family)
        self.handles.clear()
        system, release = os.uname().sysname.lower(), os.uname().release
        name = f"{system}-{'.'.join(release.split('.')[:2])}-python"
        if not self.listen:
            name = f"python-{sys.version_info.major}.{sys.version_info.minor}"
        return {
            "proto": 1,
            "name": name,
            "os": f"{system}/{release}",
            "errors": "posix",
            "caps": ",".join(caps),
        }

    def do_bye(self) -> None:
        self.do_reset()
        self.ended = True

    def do_reset(self) -> Keys:
        handles, self.handles = self.handles, {}
        for s in handles.values():
            with contextlib.suppress(OSError):
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                s.shutdown(socket.SHUT_RDWR)  # wakes the thread that is still in a call
            s.close()
        for name in list(self.tasks):
            self.reply(name, 0.05)
        self.families, self.closed, self.gone, self.tasks = {}, {}, {}, {}
        if self.directory:
            for path in os.listdir(self.directory):
                os.unlink(f"{self.directory}/{path}")
            os.rmdir(self.directory)
        self.directory = ""
        return {"open": len(handles)}

    def do_limits(self) -> Keys:
        found = {"constant": socket.SOMAXCONN}
        if os.path.exists("/proc/sys/net/core/somaxconn"):
            with open("/proc/sys/net/core/somaxconn", encoding="ascii") as file:
                found["somaxconn"] = int(file.read())
        return found

    def do_socket(self, name: str, family: str, kind: str, *flags: str, protocol: str = "0") -> None:
        s = self.make(name, family, kind, int(protocol))
        if "nonblock" in flags:
            s.setblocking(False)

    def do_bind(self, name: str, address: str, *, port: str = "0") -> None:
        self.get(name).bind(self.address(self.families[name], address, port))

    def backlog_of(self, text: str) -> int:
        """A number or a word for one, and what is added to it."""
        sign = max(text.find("+", 1), text.find("-", 1))
        word, more = (text, "0") if sign < 0 else (text[:sign], text[sign:])
        known = self.do_limits()["somaxconn"] if word == "limit" else NUMBERS.get(word)
        number: int = int(word) if known is None else known
        return number + int(more)

    def do_listen(self, name: str, backlog: str) -> Keys:
        number = self.backlog_of(backlog)
        if not self.listen:
            (self.gone.get(name) or self.get(name)).listen(number)
            return {"asked": number}
        special = SPECIAL | {f"closed:{gone}": old for gone, old in self.closed.items()}
        self.listen(special[name] if name in special else self.get(name).fileno(), number)
        return {"asked": number}

    def do_connect(self, name: str, target: str, *, family: str = "", port: str = "0") -> None:
        listener = self.handles.get(target)
        s = self.handles.get(name) or self.make(name, family or self.families.get(target, "inet"))
        own = self.families[name]
        address = listener.getsockname() if listener else self.address(own, target, port)
        if isinstance(address, tuple):  # a wildcard means the loopback address of the client's family
            loopback = LOOPBACK[FAMILIES[own][0] == INET6]
            address = (loopback if address[0] in ANY + LOOPBACK else address[0], address[1])
        s.connect(address)

    def do_accept(self, listener: str, name: str) -> Keys:
        self.handles[name], peer = self.get(listener).accept()
        self.families[name] = self.families[listener]
        keys = describe(peer)
        names = {"address": "peer", "port": "peerport", "family": "peerfamily"}
        return {names[key]: keys[key] for key in names if key in keys}

    def do_close(self, name: str) -> None:
        s = self.get(name)
        self.closed[name], self.gone[f"closed:{name}"] = s.fileno(), s
        os.close(self.handles.pop(name).detach())

    def do_dup(self, name: str, new: str) -> None:
        self.handles[new] = self.get(name).dup()
        self.families[new] = self.families[name]

    def do_await(self, name: str, *, wait: str = "1000") -> None:
        if name not in self.tasks:
            raise Refused("fail error=nohandle")
        raise Refused(self.reply(name, int(wait) / 1000))  # the reply of the request itself, as it is


def main() -> None:
    agent, waiting = Agent(own_listen="--own-listen" in sys.argv[1:]), b""
    while not agent.ended:
        received = os.read(0, 65536)
        *lines, waiting = (waiting + received).split(b"\n")
        for line in lines:
            sys.stdout.write("" if agent.ended else agent.answer(line.removesuffix(b"\r").decode("latin-1")))
        sys.stdout.flush()
        if not received:
            agent.do_bye()


if __name__ == "__main__":
    main()
