"""Compares runs: rows are facts, columns are subjects, and what differs is a row in which two observed values differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Iterable, Optional, Sequence, Tuple

from . import facts, variation
from .model import Instance, Results
from .verdicts import LETTERS, RANK, worst

# A digest of a socket's state is for comparing before and after on one subject, not one subject with another.
_NOT_COMPARED = (".digest",)


@dataclass(frozen=True)
class Cell:
    """What one subject shows for one fact. kind: value, gone (crash or hang), missing (with the reason)."""

    kind: str
    value: str
    reason: str
    letters: str
    """One letter a document, the worst of the row's instances; `.` where it does not speak of this fact."""
    clamped: bool = False
    """A backlog out of range was taken, and fewer connections were held than came."""

    @property
    def shown(self) -> tuple[str, str]:
        """What makes rows differ; the reason why a value is missing does not."""
        return (self.kind, self.value)


@dataclass(frozen=True)
class Row:
    case: str
    title: str
    area: str
    fact: str
    call: str
    where: tuple[str, ...]
    count: int
    cells: tuple[Cell, ...]
    differs: bool


@dataclass(frozen=True)
class Comparison:
    runs: tuple[Results, ...]
    names: tuple[str, ...]
    documents: tuple[str, ...]
    rows: tuple[Row, ...]
    compared: int
    differing: int
    one_sided: int

    @property
    def differing_rows(self) -> list[Row]:
        return [row for row in self.rows if row.differs]

    def by_area(self, everything: bool) -> list[tuple[str, list[tuple[str, str, list[Row]]]]]:
        """Rows to show, by area and case."""
        areas: dict[str, dict[tuple[str, str], list[Row]]] = {}
        for row in self.rows:
            if row.differs or everything:
                areas.setdefault(row.area, {}).setdefault((row.case, row.title), []).append(row)
        return [
            (area, [(case, title, rows) for (case, title), rows in cases.items()])
            for area, cases in sorted(areas.items())
        ]


def compare(runs: Sequence[Results]) -> Comparison:
    documents = tuple(dict.fromkeys(head.id for results in runs for head in results.header.documents))
    by_case: dict[str, dict[str, list[Optional[Instance]]]] = {}
    for column, results in enumerate(runs):
        for instance in results.instances:
            variations = by_case.setdefault(instance.case, {})
            variations.setdefault(instance.variation, [None] * len(runs))[column] = instance
    rows: list[Row] = []
    totals = [0, 0, 0]
    for case in sorted(by_case):
        rows += _rows(list(by_case[case].values()), documents, totals)
    return Comparison(tuple(runs), _names(runs), documents, tuple(rows), totals[0], totals[1], totals[2])


def _names(runs: Sequence[Results]) -> tuple[str, ...]:
    """The subjects, told apart where one was run twice."""
    names: list[str] = []
    for results in runs:
        name, number = results.subject, 1
        while name in names:
            number += 1
            name = f"{results.subject} ({number})"
        names.append(name)
    return tuple(names)


def distances(comparison: Comparison) -> dict[tuple[int, int], tuple[int, int]]:
    """For each pair of subjects: in how many facts they differ, and how many both of them gave."""
    patterns: Counter[tuple[Optional[str], ...]] = Counter()
    for row in comparison.rows:
        patterns[tuple(None if cell.kind == "missing" else cell.value for cell in row.cells)] += row.count
    found = {}
    for one, other in combinations(range(len(comparison.runs)), 2):
        differing = compared = 0
        for values, count in patterns.items():
            if values[one] is not None and values[other] is not None:
                compared += count
                differing += count * (values[one] != values[other])
        found[one, other] = (differing, compared)
    return found


class _Seen:
    """One instance of one subject, with what the rows of its facts need told once."""

    def __init__(self, instance: Instance, documents: tuple[str, ...]) -> None:
        self.instance = instance
        self.requests = {step.label: step.request for step in instance.trace if step.label}
        said: dict[str, dict[str, list[str]]] = {}
        for verdict in instance.verdicts:
            for label in facts.named(verdict):
                said.setdefault(label, {}).setdefault(verdict.document, []).append(verdict.verdict)
        self._letters = {
            label: "".join(LETTERS[worst(by[document])] if document in by else "." for document in documents)
            for label, by in said.items()
        }

    def cell(self, label: str, silent: str) -> Cell:
        instance = self.instance
        letters = self._letters.get(label, silent)
        if instance.facts.get(label) == "unsupported":
            return Cell("missing", "unsupported", "the agent cannot make this call", letters)
        if label in instance.facts:
            return Cell("value", instance.facts[label], "", letters, self._clamped(label))
        if instance.status in ("crash", "hang"):
            return Cell("gone", instance.status, instance.reason, letters)
        if instance.status == "done":
            return Cell("missing", "–", "not recorded here: an earlier call had another outcome", letters)
        return Cell("missing", instance.status, instance.reason, letters)

    def _clamped(self, label: str) -> bool:
        words = self.requests.get(label, "").split(" ")
        if words[0] != "listen" or self.instance.facts[label] != "ok" or len(words) < 3:
            return False
        if not (words[2].startswith(("-", "limit+")) or words[2] in ("min", "max")):
            return False
        counted = {
            ending: [
                int(value)
                for name, value in self.instance.facts.items()
                if name.endswith(ending) and value.isdecimal()
            ]
            for ending in (".accepted", ".clients")
        }
        return bool(counted[".accepted"]) and max(counted[".accepted"]) < max(counted[".clients"], default=0)


# A fact's label, and what each subject shows for it.
_Key = Tuple[str, Tuple[Tuple[str, str], ...]]


def _rows(
    variations: list[list[Optional[Instance]]], documents: tuple[str, ...], totals: list[int]
) -> list[Row]:
    """The facts of one case. Variations in which every subject shows the same as elsewhere share a row."""
    silent = "." * len(documents)
    absent = Cell("missing", "not run", "this instance was not run", silent)
    alike: dict[_Key, list[list[Optional[_Seen]]]] = {}
    drawn: dict[_Key, tuple[Cell, ...]] = {}
    for instances in variations:
        seen = [_Seen(one, documents) if one else None for one in instances]
        for label in dict.fromkeys(label for one in instances if one for label in one.facts):
            if label.endswith(_NOT_COMPARED):
                continue
            cells = tuple(one.cell(label, silent) if one else absent for one in seen)
            key = (label, tuple(cell.shown for cell in cells))
            alike.setdefault(key, []).append(seen)
            drawn[key] = tuple(map(_merged, drawn[key], cells)) if key in drawn else cells
    rows = []
    for key, group in alike.items():
        label, cells = key[0], drawn[key]
        values = {cell.value for cell in cells if cell.kind != "missing"}
        obtained = sum(cell.kind != "missing" for cell in cells)
        differs = len(values) > 1
        totals[0] += len(group) if obtained > 1 else 0
        totals[1] += len(group) if differs else 0
        totals[2] += len(group) if obtained < 2 else 0
        known = [next(one for one in seen if one).instance for seen in group]
        rows.append(
            Row(
                case=known[0].case,
                title=known[0].title,
                area=known[0].area,
                fact=label,
                call=_call((one for seen in group for one in seen if one), label),
                where=tuple(variation.folded(known)) if known[0].matrix else (),
                count=len(group),
                cells=cells,
                differs=differs,
            )
        )
    return rows


def _call(group: Iterable[_Seen], label: str) -> str:
    """The call that made the fact, where it is the same in all of the group; else its verb."""
    requests = {request for one in group if (request := one.requests.get(label.split(".", 1)[0]))}
    if len(requests) == 1:
        return requests.pop()
    verbs = {request.split(" ", 1)[0] for request in requests}
    return verbs.pop() if len(verbs) == 1 else label.split(".", 1)[0]


def _merged(one: Cell, other: Cell) -> Cell:
    letters, clamped = _worse(one.letters, other.letters), one.clamped or other.clamped
    return (
        one
        if (letters, clamped) == (one.letters, one.clamped)
        else replace(one, letters=letters, clamped=clamped)
    )


_RANK = {letter: number for number, letter in enumerate([*(LETTERS[verdict] for verdict in RANK), "."])}


@lru_cache(maxsize=None)
def _worse(one: str, other: str) -> str:
    return "".join(min(pair, key=_RANK.__getitem__) for pair in zip(one, other))
