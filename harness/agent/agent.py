#!/usr/bin/env python3
"""A listencheck agent in Python: the worked example of harness/PROTOCOL.md for other languages.

It knows the primitive verbs only and says so by leaving `composite` out of its caps; the conductor builds the others
from these. CPython's socket.listen() turns negative backlogs into 0, so listen is called through ctypes; only listen
takes descriptors that are no socket of ours (`none`, `huge:`, `negative:`, `closed:H`). With --own-listen it is
socket.listen() itself that is asked (suite/targets/python.target): of these only a closed socket is one to Python.
"""

import contextlib
import ctypes
import errno
import inspect
import os
import platform
import re
import select
import shutil
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable
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
MAY_BLOCK = ("connect", "accept", "send", "recv", "thread", "begin")


class Refused(Exception):
    """A whole reply that stands for no call: `unsupported`, `blocked`, `fail error=usage`, `fail error=nohandle`."""


def encode(text: str) -> str:
    return "".join(c if "!" <= c <= "~" and c != "%" else f"%{ord(c) & 255:02X}" for c in text)


def reply_of(call: Callable[[], Keys | None]) -> str:
    start = time.monotonic_ns()
    try:
        outcome, keys = "ok", call() or {}
    except Refused as refusal:
        return str(refusal)
    except (KeyError, ValueError, OverflowError):
        return "fail error=usage"
    except OSError as error:
        code = error.errno or 0
        alias = {errno.EWOULDBLOCK: "EAGAIN", errno.ENOTSUP: "EOPNOTSUPP"}
        name = alias.get(code) or errno.errorcode.get(code, "unknown")
        outcome, keys = "fail", {"error": name, "code": code}
    keys["us"] = (time.monotonic_ns() - start) // 1000
    return " ".join([outcome, *(f"{key}={encode(str(value))}" for key, value in keys.items())])


def describe(s: socket.socket, name: Any) -> Keys:
    if s.family == UNIX:
        return {"family": "unix", "address": "path" if name else "unnamed"}
    address = "any" if name[0] in ANY else name[0]
    return {"family": "inet6" if s.family == INET6 else "inet", "address": address, "port": name[1]}


def number_of(flags: str) -> int:
    return sum(getattr(socket, f"MSG_{flag.upper()}") for flag in flags.split("+") if flag)


def transmit(s: socket.socket, text: str, flags: str = "") -> Keys:
    return {"bytes": s.send(text.encode("ascii"), number_of(flags))}


def receive(s: socket.socket, bytes: str = "100", flags: str = "") -> Keys:
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


def wait_ready(s: socket.socket, wait: str = "0") -> Keys:
    poll = select.poll()
    poll.register(s.fileno(), 0x2007)  # in, pri, out, rdhup
    seen = dict(poll.poll(int(wait))).get(s.fileno(), 0)
    return {"events": "+".join(word for bit, word in EVENTS if seen & bit) or "none"}


# The verbs that need nothing but one socket of ours.
VERBS: dict[str, Callable[..., Keys | None]] = {
    "shutdown": shut_down,
    "send": transmit,
    "recv": receive,
    "sockname": lambda s: describe(s, s.getsockname()),
    "peername": lambda s: describe(s, s.getpeername()),
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
        self.own_listen = own_listen
        self.listen = ctypes.CDLL(None, use_errno=True).listen
        self.handles: dict[str, socket.socket] = {}
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
        must = words[0] == "must" and len(words) > 1
        reply = self.request(words[1:] if must else words)
        self.skipping = must and not reply.startswith("ok")
        return reply

    def request(self, words: list[str]) -> str:
        """Calls that may block run in a thread; one that does not return in time stays behind until reset."""
        inner = words[{"begin": 2, "thread": 1}.get(words[0], 0) :]
        if not inner:
            return "fail error=usage"
        if words[0] not in MAY_BLOCK or self.returns_at_once(words):
            return self.execute(words)
        name = words[1] if words[0] == "begin" else f"outstanding:{len(self.tasks)}"
        self.tasks[name] = Task(lambda: self.execute(inner))
        return "ok" if words[0] == "begin" else self.reply(name, 1)

    def returns_at_once(self, words: list[str]) -> bool:
        s = self.handles.get(words[1]) if len(words) > 1 and words[0] not in ("thread", "begin") else None
        return s is not None and (not s.getblocking() or "flags=dontwait" in words)

    def reply(self, name: str, seconds: float) -> str:
        self.tasks[name].join(seconds * self.scale)
        return self.tasks[name].outcome if self.tasks[name].is_alive() else self.tasks.pop(name).outcome

    def execute(self, words: list[str]) -> str:
        options = [word for word in words[1:] if "=" in word and word[0].islower()]
        arguments = [word for word in words[1:] if word not in options]
        keys = {key.replace("-", "_"): value for key, value in (word.split("=", 1) for word in options)}
        found = VERBS.get(words[0]) or getattr(self, "do_" + words[0], None)
        option_unknown = (
            words[0].endswith("opt") and arguments[1:2] and arguments[1] not in (*OPTIONS, "nonblock")
        )
        if found is None or option_unknown or not set(keys) <= set(inspect.signature(found).parameters):
            return "unsupported"
        verb: Callable[..., Keys | None] = found
        try:
            inspect.signature(verb).bind(*arguments, **keys)
        except TypeError:
            return "fail error=usage"
        if words[0] in VERBS:
            return reply_of(lambda: verb(self.get(arguments[0]), *arguments[1:], **keys))
        return reply_of(lambda: verb(*arguments, **keys))

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
        return made

    def address(self, domain: int, word: str, port: str) -> Any:
        """What Python calls the address a word stands for."""
        if word.startswith("@"):
            name = self.get(word[1:]).getsockname()
            return name if domain == UNIX else name[:2]
        if domain != UNIX:
            number = (
                self.get(port[1:]).getsockname()[1]
                if port.startswith("@")
                else int(port.replace("free", "0"))
            )
            return WORDS.get(word, (word, word))[domain == INET6], number
        if word not in ("loopback", "any"):
            raise Refused("unsupported")
        self.directory = self.directory or tempfile.mkdtemp(prefix="listencheck-")
        self.paths += 1
        return f"{self.directory}/{self.paths}"

    def do_hello(self, version: str, time_scale: str = "1") -> Keys:
        if version != "1" or not 0 < float(time_scale) < 1e6:
            raise Refused("fail error=usage")
        self.scale, caps = float(time_scale), ["dgram", "dup", "thread", "nonblock", "must"]
        for family in FAMILIES:
            if reply_of(lambda: self.make(f"probe-{family}", family).close()).startswith("ok"):
                caps.append(family)
        self.handles.clear()
        system, release = platform.system().lower(), platform.release()
        name = f"{system}-{'.'.join(release.split('.')[:2])}-python"
        if self.own_listen:
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
        self.closed, self.gone, self.tasks = {}, {}, {}
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory = ""
        return {"open": len(handles)}

    def do_limits(self) -> Keys:
        found = {"constant": socket.SOMAXCONN}
        if os.path.exists("/proc/sys/net/core/somaxconn"):
            with open("/proc/sys/net/core/somaxconn", encoding="ascii") as file:
                found["somaxconn"] = int(file.read())
        return found

    def do_socket(self, name: str, family: str, kind: str, *flags: str, protocol: str = "0") -> None:
        self.make(name, family, kind, int(protocol)).setblocking("nonblock" not in flags)

    def do_bind(self, name: str, address: str, port: str = "0") -> None:
        s = self.get(name)
        s.bind(self.address(s.family, address, port))

    def do_listen(self, name: str, backlog: str) -> Keys:
        match = re.fullmatch(r"(-?\d+|[a-z]+)([+-]\d+)?", backlog)
        words = NUMBERS | ({"limit": self.do_limits()["somaxconn"]} if backlog.startswith("limit") else {})
        if not match or (match[1].isalpha() and match[1] not in words):
            raise Refused("fail error=usage")
        number = words[match[1]] if match[1] in words else int(match[1])
        number += int(match[2] or 0)
        if self.own_listen:
            (self.gone.get(name) or self.get(name)).listen(number)
            return {"asked": number}
        special = SPECIAL | {f"closed:{gone}": old for gone, old in self.closed.items()}
        descriptor = special[name] if name in special else self.get(name).fileno()
        if self.listen(descriptor, ctypes.c_int(number)) != 0:
            raise OSError(ctypes.get_errno(), "listen")
        return {"asked": number}

    def do_connect(self, name: str, target: str, family: str = "", port: str = "0") -> None:
        listener = self.handles.get(target)
        if name not in self.handles:
            same = (
                f
                for f, known in FAMILIES.items()
                if listener and known[:2] == (listener.family, listener.type)
            )
            self.make(name, family or next(same, "inet"))
        s = self.get(name)
        address = listener.getsockname() if listener else self.address(s.family, target, port)
        if s.family != UNIX:  # a wildcard means the loopback address of the client's family
            own = LOOPBACK[s.family == INET6]
            address = (own if address[0] in ANY + LOOPBACK else address[0], address[1])
        s.connect(address)

    def do_accept(self, listener: str, name: str) -> Keys:
        accepted, peer = self.get(listener).accept()
        self.handles[name] = accepted
        keys = describe(accepted, peer)
        names = {"address": "peer", "port": "peerport", "family": "peerfamily"}
        return {names[key]: keys[key] for key in names if key in keys}

    def do_close(self, name: str) -> None:
        s = self.get(name)
        self.closed[name], self.gone[f"closed:{name}"] = s.fileno(), s
        os.close(self.handles.pop(name).detach())

    def do_dup(self, name: str, new: str) -> None:
        self.handles[new] = self.get(name).dup()

    def do_await(self, name: str, wait: str = "1000") -> None:
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
