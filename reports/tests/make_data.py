"""Writes data/results.jsonl by hand: every verdict and status once, and strings meant to break out of each format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

HOSTILE = "<script>alert(1)</script> ]]> </pre> \x1b[31mred\x1b[0m \x00 a|b `c` # SKIP \u2028 \u202e -- ${x} *x* @you &amp; \ud800 é"


def verdict(
    clause: str,
    level: str,
    word: str,
    expect: str,
    observed: str,
    gate: str = "",
    why: str = "",
    reason: str = "",
) -> dict[str, str]:
    entry = {"clause": clause, "level": level, "verdict": word, "expect": expect, "observed": observed}
    if reason:
        entry["reason"] = reason
    if gate:
        entry["gate"] = gate
    if why or gate:
        entry["why"] = why
    return entry


def case(
    identity: str, matrix: dict[str, str], facts: dict[str, str], verdicts: list[dict[str, str]], **more: Any
) -> dict[str, Any]:
    line = {
        "type": "case",
        "case": identity,
        "title": "listen() on a socket that was never bound",
        "area": identity.split(".")[0],
        "matrix": matrix,
        "status": "done",
        "reason": "",
        "us": 321,
        "facts": facts,
        "trace": [
            {"request": "socket s inet stream", "reply": "ok us=11", "label": ""},
            {"request": "listen s 5", "reply": "ok asked=5 us=3", "label": "call"},
        ],
        "verdicts": verdicts,
    }
    line.update(more)
    return line


def curve(
    family: str, word: str, asked: int, clients: int, accepted: int, believed: int, refused: int, pending: int
) -> dict[str, Any]:
    facts = {
        "call": "ok",
        "call.asked": str(asked),
        "flood.clients": str(clients),
        "flood.established": str(believed),
        "flood.refused": str(refused),
        "flood.reset": "0",
        "flood.pending": str(pending),
        "drain.accepted": str(accepted),
    }
    short = "conforms" if accepted >= asked else "falls-short"
    said = verdict(
        "stone/queue",
        "should",
        short,
        "drain.accepted >= call.asked",
        f"drain.accepted={accepted} call.asked={asked}",
    )
    return case(
        "backlog.curve",
        {"family": family, "backlog": word},
        facts,
        [said],
        title="How many connections a backlog admits",
    )


def lines() -> list[dict[str, Any]]:
    unbound = "call = EINVAL"
    return [
        {
            "type": "header",
            "format": 1,
            "suite": "0.1.0",
            "subject": "mill-1.0",
            "target": "exec:./agent 'x'",
            "title": "A mill",
            "start": "exec:./agent 'x'",
            "agent": {
                "proto": "1",
                "name": "mill-1.0",
                "os": HOSTILE,
                "errors": "posix",
                "caps": "inet,inet6",
            },
            "limits": {"somaxconn": 128, "nofile": 1024},
            "environment": {"machine": "x86_64", "date": "2026-11-21T10:00:00Z", "user": "root"},
            "claims": ["stone"],
            "gated": ["stone"],
            "documents": [
                {"id": "stone", "title": "The stone tablet of listen", "clauses": 4, "untestable": 1},
                {"id": "sand", "title": "Written in sand", "clauses": 2, "untestable": 0},
            ],
        },
        curve("inet", "-1", -1, 300, 300, 300, 0, 0),
        curve("inet", "0", 0, 8, 1, 2, 0, 6),
        curve("inet", "5", 5, 13, 6, 7, 0, 6),
        curve("inet", "max", 2**31 - 1, 300, 129, 130, 170, 0),
        curve("unix", "0", 0, 8, 1, 1, 7, 0),
        curve("unix", "5", 5, 13, 4, 4, 9, 0),
        case(
            "errors.deadly",
            {"family": "inet"},
            {},
            [verdict("stone/survives", "must", "crash", "call = ok", "crash", "new")],
            status="crash",
            reason="the agent ended with signal 11",
        ),
        case(
            "errors.deadly",
            {"family": "inet6"},
            {},
            [
                verdict(
                    "stone/survives",
                    "must",
                    "hang",
                    "call = ok",
                    "hang",
                    "known",
                    "It has always slept here.",
                )
            ],
            status="hang",
            reason="no answer in 2 s",
        ),
        case("errors.deadly", {"family": "unix"}, {}, [], status="crash", reason=HOSTILE),
        case("errors.free", {}, {"call": HOSTILE, HOSTILE: "x"}, [], title=HOSTILE),
        case(
            "errors.lost",
            {"family": "inet"},
            {},
            [],
            status="inconclusive",
            reason="bind s loopback: EADDRINUSE | twice",
        ),
        case(
            "errors.unbound",
            {"family": "inet"},
            {"call": "ok", "name.port": "p1"},
            [
                verdict(
                    "stone/einval",
                    "must",
                    "deviates",
                    unbound,
                    "call=ok",
                    "known",
                    "It binds by itself; <i>always</i> did.",
                ),
                verdict("sand/anything", "open", "open", "call", "call=ok"),
                verdict("sand/must-not", "must", "conforms", "call = ok", "call=ok"),
            ],
        ),
        case(
            "errors.unbound",
            {"family": "inet6"},
            {"call": HOSTILE},
            [
                verdict(
                    "stone/einval",
                    "must",
                    "deviates",
                    unbound,
                    f"call={HOSTILE}",
                    "changed",
                    "It binds by itself.",
                ),
                verdict("sand/must-not", "must", "deviates", "call = ok", f"call={HOSTILE}"),
            ],
            trace=[{"request": f"listen s {HOSTILE}", "reply": HOSTILE, "label": "call"}],
        ),
        case(
            "errors.unbound",
            {"family": "seqpacket"},
            {"call": "EINVAL"},
            [
                verdict("stone/einval", "must", "conforms", unbound, "call=EINVAL"),
                verdict("sand/must-not", "must", "deviates", "call = ok", "call=EINVAL"),
            ],
        ),
        case(
            "errors.unbound",
            {"family": "sctp"},
            {},
            [verdict("stone/einval", "must", "unsupported", unbound, "", reason="socket s sctp stream")],
            status="unsupported",
            reason="socket s sctp stream",
        ),
        case(
            "errors.unbound",
            {"family": "unix"},
            {"call": "EINVAL"},
            [
                verdict("stone/einval", "must", "inconclusive", unbound, "", reason="name was not recorded"),
                verdict("sand/must-not", "must", "not-applicable", "call = ok", ""),
            ],
        ),
        {
            "type": "footer",
            "instances": 16,
            "cases": 5,
            "facts": 55,
            "seconds": 1.25,
            "documents": [
                {
                    "id": "stone",
                    "clauses": 4,
                    "verdicts": {"crash": 1, "deviates": 1, "falls-short": 1, "untestable": 1},
                    "claimed": True,
                },
                {"id": "sand", "clauses": 2, "verdicts": {"deviates": 1, "open": 1}, "claimed": False},
            ],
            "gate": {
                "new": 1,
                "changed": 1,
                "known": 2,
                "fixed": 1,
                "stale": 1,
                "unsupported": 1,
                "inconclusive": 1,
                "exit": 1,
                "changes": [
                    {
                        "class": "new",
                        "case": "errors.deadly[family=inet]",
                        "clause": "stone/survives",
                        "observed": "crash",
                        "baseline": "",
                        "why": "",
                    },
                    {
                        "class": "changed",
                        "case": "errors.unbound[family=inet6]",
                        "clause": "stone/einval",
                        "observed": f"call={HOSTILE}",
                        "baseline": "call=ok",
                        "why": "",
                    },
                    {
                        "class": "fixed",
                        "case": "errors.unbound[family=seqpacket]",
                        "clause": "stone/einval",
                        "observed": "call=EINVAL",
                        "baseline": "call=ok",
                        "why": "",
                    },
                    {
                        "class": "stale",
                        "case": "errors.gone[*]",
                        "clause": "stone/einval",
                        "observed": "",
                        "baseline": "call=ok",
                        "why": "",
                    },
                ],
            },
        },
    ]


def other_lines() -> list[dict[str, Any]]:
    """A second subject that differs in some facts, lacks some and was not asked others."""
    changed = []
    for line in lines():
        matrix = line.get("matrix", {})
        if line["type"] == "header":
            line.update(subject="brook-2.1", target="native", title="A brook")
        if (
            line["type"] == "case"
            and line["case"] == "errors.unbound"
            and matrix["family"] in ("inet", "inet6")
        ):
            line["facts"] = {"call": "EINVAL", "name.port": "0"}
            line["verdicts"] = [verdict("stone/einval", "must", "conforms", "call = EINVAL", "call=EINVAL")]
        if line["type"] == "case" and line["case"] == "backlog.curve" and matrix["backlog"] == "5":
            line["facts"]["drain.accepted"] = "5"
        if line["type"] == "case" and line["case"] == "errors.free":
            continue
        changed.append(line)
    return changed


def text(made: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(line) + "\n" for line in made)


if __name__ == "__main__":
    (HERE / "data" / "results.jsonl").write_text(text(lines()), encoding="utf-8")
    (HERE / "data" / "other.jsonl").write_text(text(other_lines()), encoding="utf-8")
