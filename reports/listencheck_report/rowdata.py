"""What the page's script shows when a row is opened: traces, all facts, each clause's verdict. Every string once."""

from __future__ import annotations

import json
import re
from typing import Iterable, Optional

from . import documents as law
from .documents import Documents
from .model import DEVIATIONS
from .table import Area, Row
from .verdicts import LETTERS

_TIME = re.compile(r" us=([0-9]{1,12})$")

# How much goes in, until the page is small enough.
LEVELS = ("all", "no-quotes", "no-conforming-traces", "no-traces", "nothing")


class Strings:
    """A table of strings, each held once."""

    def __init__(self) -> None:
        self.table: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        known = self._numbers.get(text)
        if known is None:
            known = self._numbers[text] = len(self.table)
            self.table.append(text)
        return known


def encode(areas: Iterable[Area], documents: Documents, level: str) -> str:
    """JSON that is safe inside <script>."""
    if level == "nothing":
        return "null"
    strings = Strings()
    rows = [_row(row, strings, level) for area in areas for case in area.cases for row in case.rows]
    quotes: dict[str, str] = {}
    if level == "all":
        for area in areas:
            for case in area.cases:
                for row in case.rows:
                    for verdict in row.first.verdicts:
                        found: Optional[law.Clause] = law.clause(documents, verdict.clause)
                        if found is not None and verdict.clause not in quotes:
                            quotes[str(strings.number(verdict.clause))] = found.quote
    return embed({"s": strings.table, "q": quotes, "r": rows})


def _row(row: Row, strings: Strings, level: str) -> list[object]:
    instance = row.first
    facts = [strings.number(f"{label}={value}") for label, value in instance.facts.items()]
    deviates = any(verdict.verdict in DEVIATIONS for verdict in instance.verdicts)
    trace: list[int] = []
    if level in ("all", "no-quotes") or (level == "no-conforming-traces" and deviates):
        for step in instance.trace:
            reply, time = _timeless(step.reply)
            trace += [strings.number(step.request), strings.number(reply), strings.number(step.label), time]
    verdicts: list[int] = []
    letters = "".join(LETTERS[verdict.verdict] for verdict in instance.verdicts)
    for verdict in instance.verdicts:
        verdicts += [
            strings.number(verdict.clause),
            strings.number(verdict.level),
            strings.number(verdict.expect),
        ]
    return [facts, trace, letters, verdicts]


def _timeless(reply: str) -> tuple[str, int]:
    """The reply without its time, which differs in every line, and the time (-1: none)."""
    match = _TIME.search(reply)
    return (reply[: match.start()], int(match.group(1))) if match else (reply, -1)


def embed(value: object) -> str:
    """JSON for a <script> element: nothing in it can end the element, open a comment or break a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
