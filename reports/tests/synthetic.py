"""Makes results of any size that look like a run's, for tests of size, speed and looks. Same arguments, same bytes."""

from __future__ import annotations

import json
import random
import sys
from typing import Any

DOCUMENTS = {
    "linux": 63,
    "posix": 43,
    "rfc3493": 9,
    "rfc9293": 12,
    "winsock": 43,
    "wsplisten": 41,
    "lpwsplisten": 41,
    "mks": 36,
    "ldicomnet": 27,
    "freebsd": 38,
}
GATED = ("linux", "posix", "rfc3493", "rfc9293")
AREAS = (
    "accept",
    "backlog",
    "close",
    "dualstack",
    "errors",
    "exhaust",
    "options",
    "port",
    "relisten",
    "somaxconn",
    "states",
)
FAMILIES = ("inet", "inet6", "unix", "seqpacket", "mptcp", "sctp")
SNAPSHOT = {
    "acceptconn": "0",
    "events": "out+hup",
    "type": "stream",
    "domain": "inet",
    "rcvbuf": "131072",
    "sndbuf": "16384",
}
WORDS = (
    "a socket that was never bound",
    "the same backlog twice",
    "a client that has gone before accept()",
    "a listener with connections pending",
    "a descriptor that is not a socket",
)


def curve(family: str) -> list[dict[str, Any]]:
    lines = []
    words = "min -1 0 1 2 3 5 8 10 16 17 50 128 255 256 257 somaxconn 32767 32768 65535 65536 max".split()
    for word in words:
        asked = {"min": -(2**31), "max": 2**31 - 1, "somaxconn": 4096}.get(word) or int(
            word if word.lstrip("-").isdigit() else 0
        )
        held = 4097 if asked < 0 or asked > 4096 else asked + 1
        clients = min(300, asked + 8) if asked >= 0 else 300
        accepted = min(held, clients)
        believed = min(clients, accepted + (1 if family.startswith("inet") else 0))
        lines.append(
            {
                "case": "backlog.curve",
                "title": "How many connections a backlog admits",
                "area": "backlog",
                "matrix": {"family": family, "backlog": word},
                "facts": {
                    "call": "ok",
                    "call.asked": str(asked),
                    "flood": "ok",
                    "flood.clients": str(clients),
                    "flood.established": str(believed),
                    "flood.refused": "0",
                    "flood.reset": "0",
                    "flood.pending": str(clients - believed if family.startswith("inet") else 0),
                    "flood.again": str(0 if family.startswith("inet") else clients - believed),
                    "flood.other": "0",
                    "drain": "ok",
                    "drain.accepted": str(accepted),
                    "drain.order": "fifo",
                    "drain.error": "EAGAIN",
                },
            }
        )
    return lines


def cases(count: int, dice: random.Random) -> list[dict[str, Any]]:
    lines = [line for family in FAMILIES[:4] for line in curve(family)]
    number = 0
    while len(lines) < count:
        area = AREAS[number % len(AREAS)]
        topic = f"{area}.topic-{number:03d}"
        title = f"listen() on {WORDS[number % len(WORDS)]}"
        answer = dice.choice(["ok", "ok", "ok", "EINVAL", "EOPNOTSUPP", "EADDRINUSE"])
        for family in FAMILIES:
            facts = {
                "call": answer if family != "seqpacket" else dice.choice(["ok", answer]),
                "name": "ok",
                "name.port": "p1",
            }
            for side in ("before", "after") if number % 4 == 0 else ():
                facts[side] = "ok"
                facts[f"{side}.digest"] = f"{dice.getrandbits(32):08x}"
                facts.update({f"{side}.{key}": value for key, value in SNAPSHOT.items()})
            lines.append(
                {"case": topic, "title": title, "area": area, "matrix": {"family": family}, "facts": facts}
            )
        number += 1
    return lines[:count]


def trace(line: dict[str, Any], dice: random.Random) -> list[dict[str, str]]:
    family = line["matrix"]["family"]
    steps = [
        {"request": f"socket s {family} stream", "reply": f"ok us={dice.randrange(2, 40)}", "label": ""},
        {
            "request": "bind s loopback",
            "reply": f"ok family={family} address=127.0.0.1 port=p1 us={dice.randrange(2, 40)}",
            "label": "",
        },
    ]
    for label, value in line["facts"].items():
        if "." in label:
            continue
        keys = " ".join(
            f"{name.split('.', 1)[1]}={v}"
            for name, v in line["facts"].items()
            if name.startswith(label + ".")
        )
        outcome = value if value == "ok" else f"fail error={value} code=22"
        request = {
            "call": f"listen s {line['matrix'].get('backlog', 5)}",
            "name": "sockname s",
            "flood": "flood s asked+8 tag",
        }.get(label, f"snapshot s")
        steps.append(
            {
                "request": request,
                "reply": f"{outcome} {keys} us={dice.randrange(2, 400)}".replace("  ", " "),
                "label": label,
            }
        )
    return steps


def judge(
    line: dict[str, Any], clauses: dict[str, list[str]], dice: random.Random, tally: dict[str, str]
) -> list[dict[str, str]]:
    verdicts = []
    for document in sorted(clauses):
        if hash_of(document, line["case"]) % 3 == 0:
            continue
        clause = clauses[document][hash_of(line["case"], document) % len(clauses[document])]
        bad = 0.06 if document in GATED else 0.3
        steady = random.Random(clause + line["case"])
        answers = ["conforms", "open", "not-applicable", "falls-short"]
        verdict = "deviates" if steady.random() < bad else steady.choices(answers, [80, 12, 6, 1])[0]
        if line["status"] == "unsupported":
            verdict = "unsupported"
        entry = {
            "clause": clause,
            "level": "must"
            if verdict in ("deviates", "conforms")
            else "should"
            if verdict == "falls-short"
            else "open",
            "verdict": verdict,
            "expect": "call = EINVAL | EOPNOTSUPP"
            if verdict == "deviates"
            else f"call = {line['facts'].get('call', 'ok')}",
            "observed": f"call={line['facts'].get('call', '')}",
        }
        if verdict == "deviates" and document in GATED:
            entry["gate"] = "known" if steady.random() < 0.8 else "new"
            entry["why"] = "The kernel binds the socket itself." if entry["gate"] == "known" else ""
        verdicts.append(entry)
        tally[clause] = worse(tally.get(clause, verdict), verdict)
    return verdicts


def hash_of(*words: str) -> int:
    return random.Random("/".join(words)).randrange(10**6)


def worse(one: str, two: str) -> str:
    order = [
        "crash",
        "hang",
        "deviates",
        "falls-short",
        "inconclusive",
        "conforms",
        "open",
        "unsupported",
        "not-applicable",
    ]
    return min((one, two), key=order.index)


def generate(count: int, subject: str = "linux-6.18-glibc", seed: int = 1) -> list[dict[str, Any]]:
    """The lines of a results file."""
    dice = random.Random(seed)
    clauses = {
        document: [f"{document}/clause-{n:02d}-of-the-page" for n in range(number)]
        for document, number in DOCUMENTS.items()
    }
    tally: dict[str, str] = {}
    lines: list[dict[str, Any]] = [
        {
            "type": "header",
            "format": 1,
            "suite": "0.1.0",
            "subject": subject,
            "target": "native",
            "title": "The sockets of this machine",
            "start": "exec:harness/build/agent-native",
            "agent": {
                "proto": "1",
                "name": subject,
                "os": "linux/6.18.44",
                "errors": "posix",
                "caps": "inet,inet6,unix,thread,fork,composite",
            },
            "limits": {
                "somaxconn": 4096,
                "constant": 4096,
                "nofile": 1048576,
                "portlow": 32768,
                "porthigh": 60999,
            },
            "environment": {
                "machine": "x86_64",
                "date": "2026-11-21T10:00:00Z",
                "user": "root",
                "namespace": "yes",
            },
            "claims": list(GATED),
            "gated": list(GATED),
            "documents": [
                {"id": name, "title": f"The {name} page of listen", "clauses": number, "untestable": 3}
                for name, number in DOCUMENTS.items()
            ],
        }
    ]
    for line in sorted(cases(count, dice), key=lambda line: line["case"]):
        status = "unsupported" if line["matrix"]["family"] == "sctp" else "done"
        line.update(
            {
                "type": "case",
                "status": status,
                "reason": "" if status == "done" else "socket s sctp stream: unsupported",
                "us": dice.randrange(100, 9000),
            }
        )
        if status != "done":
            line["facts"] = {}
        line["trace"] = trace(line, dice)
        line["verdicts"] = judge(line, clauses, dice, tally)
        lines.append(line)
    documents = []
    for name, number in DOCUMENTS.items():
        counts = {"untestable": 3}
        for clause, verdict in sorted(tally.items()):
            if clause.startswith(name + "/"):
                counts[verdict] = counts.get(verdict, 0) + 1
        documents.append({"id": name, "clauses": number + 3, "verdicts": counts, "claimed": name in GATED})
    new = sum(v.get("gate") == "new" for line in lines[1:] for v in line["verdicts"])
    known = sum(v.get("gate") == "known" for line in lines[1:] for v in line["verdicts"])
    changes = [
        {
            "class": "new",
            "case": f"{line['case']}[family={line['matrix']['family']}]",
            "clause": v["clause"],
            "observed": v["observed"],
            "baseline": "",
            "why": "",
        }
        for line in lines[1:]
        for v in line["verdicts"]
        if v.get("gate") == "new"
    ]
    changes.append(
        {
            "class": "fixed",
            "case": "backlog.negative[family=inet6]",
            "clause": "posix/backlog-negative",
            "observed": "drain.accepted=4097",
            "baseline": "drain.accepted=1",
            "why": "",
        }
    )
    lines.append(
        {
            "type": "footer",
            "instances": count,
            "cases": len({line["case"] for line in lines[1:]}),
            "facts": sum(len(line["facts"]) for line in lines[1:]),
            "seconds": 1.2,
            "documents": documents,
            "gate": {
                "new": new,
                "changed": 0,
                "known": known,
                "fixed": 1,
                "stale": 0,
                "unsupported": 2,
                "inconclusive": 3,
                "exit": 1,
                "changes": changes,
            },
        }
    )
    return lines


def text(count: int, subject: str = "linux-6.18-glibc", seed: int = 1) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in generate(count, subject, seed))


if __name__ == "__main__":
    sys.stdout.write(text(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, *sys.argv[2:3]))
