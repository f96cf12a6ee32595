"""What the page's script shows when a row is opened: its trace and each clause's verdict, packed small.

Every string is held once; what the rows of a case share is held with the case; the whole is deflated and written in
base64, which every current browser unpacks by itself.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Sequence

from . import documents as law
from .documents import Documents
from .model import Instance
from .table import Area, Case
from .verdicts import LETTERS

_TIME = re.compile(r" us=[0-9]{1,12}$")
_PORT = re.compile(r"\b(peerport|port)=([0-9]{1,5})(?![0-9])")

# How much goes in, until the page is small enough.
LEVELS = ("all", "no-quotes", "no-traces")


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


def encode(areas: Sequence[Area], documents: Documents, level: str) -> str:
    """The packed data of all rows."""
    strings = Strings()
    cases = [_case(case, strings, level) for area in areas for case in area.cases]
    quotes: dict[str, str] = {}
    if level == "all":
        for clause in sorted(
            {v.clause for area in areas for case in area.cases for r in case.rows for v in r.first.verdicts}
        ):
            found = law.clause(documents, clause)
            if found is not None and found.quote:
                quotes[str(strings.number(clause))] = found.quote
    return pack({"strings": strings.table, "quotes": quotes, "cases": cases})


def pack(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def unpack(text: str) -> object:
    """What the script reads, for tests."""
    return json.loads(zlib.decompress(base64.b64decode(text)).decode("utf-8"))


def _case(case: Case, strings: Strings, level: str) -> list[object]:
    """Clauses (id, level, condition), requests and labels of the case, then its rows."""
    clauses: dict[tuple[int, int, int], int] = {}
    requests: dict[int, tuple[int, int]] = {}
    rows: list[object] = []
    for row in case.rows:
        instance = row.first
        verdicts: list[object] = []
        for verdict in instance.verdicts:
            key = (
                strings.number(verdict.clause),
                strings.number(verdict.level),
                strings.number(verdict.expect),
            )
            verdicts += [clauses.setdefault(key, len(clauses)), LETTERS[verdict.verdict]]
        steps: list[int] = []
        if level != "no-traces":
            ports: dict[str, str] = {}
            for step in instance.trace:
                request = (strings.number(general(step.request, instance)), strings.number(step.label))
                number = next((key for key, known in requests.items() if known == request), len(requests))
                requests.setdefault(number, request)
                steps += [number, strings.number(timeless(step.reply, ports))]
        values = [strings.number(value) for _, value in instance.matrix]
        rows.append([verdicts, values, steps])
    names = [strings.number(name) for name, _ in case.rows[0].first.matrix]
    return [names, list(clauses), list(requests.values()), rows]


def general(request: str, instance: Instance) -> str:
    """The request as it stands in the case file: words that are values of the matrix are named."""
    names = {value: f"${name}" for name, value in reversed(instance.matrix)}
    return " ".join(names.get(word, word) for word in request.split(" "))


def timeless(reply: str, ports: dict[str, str]) -> str:
    """The reply without what differs from run to run: the time, and the port's number (as facts have it)."""

    def name(match: re.Match[str]) -> str:
        if match.group(2) == "0":
            return match.group()
        return f"{match.group(1)}={ports.setdefault(match.group(2), f'p{len(ports) + 1}')}"

    return _PORT.sub(name, _TIME.sub("", reply))


def embed(value: object) -> str:
    """JSON for a <script> element: nothing in it can end the element, open a comment or break a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
