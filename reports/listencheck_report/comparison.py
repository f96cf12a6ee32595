"""Compares runs: rows are facts, columns are subjects, and what differs is a row in which two observed values differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from . import facts, variation
from .model import Instance, Results
from .verdicts import LETTERS, worst

# A digest of a socket's state is for comparing before and after on one subject, not one subject with another.
_NOT_COMPARED = (".digest",)


@dataclass(frozen=True)
class Cell:
    """What one subject shows for one fact. kind: value, gone (crash or hang), missing (with the reason)."""

    kind: str
    value: str
    reason: str
    letters: str
    """One letter a document, `.` where it does not speak of this fact."""


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


def _rows(
    variations: list[list[Optional[Instance]]], documents: tuple[str, ...], totals: list[int]
) -> list[Row]:
    alike: dict[tuple[str, tuple[Cell, ...]], list[list[Optional[Instance]]]] = {}
    for instances in variations:
        labels = dict.fromkeys(label for one in instances if one for label in one.facts)
        for label in labels:
            if label.endswith(_NOT_COMPARED):
                continue
            cells = tuple(_cell(one, label, documents) for one in instances)
            alike.setdefault((label, cells), []).append(instances)
    rows = []
    for (label, cells), group in alike.items():
        values = {cell.value for cell in cells if cell.kind != "missing"}
        obtained = sum(cell.kind != "missing" for cell in cells)
        differs = len(values) > 1
        totals[0] += len(group) if obtained > 1 else 0
        totals[1] += len(group) if differs else 0
        totals[2] += len(group) if obtained < 2 else 0
        example = next(one for one in group[0] if one)
        known = [next(one for one in instances if one) for instances in group]
        steps = [step for step in example.trace if step.label and step.label == label.split(".", 1)[0]]
        rows.append(
            Row(
                case=example.case,
                title=example.title,
                area=example.area,
                fact=label,
                call=steps[0].request if steps and len(group) == 1 else _call(group, label),
                where=tuple(variation.folded(known)) if example.matrix else (),
                count=len(group),
                cells=cells,
                differs=differs,
            )
        )
    return rows


def _call(group: list[list[Optional[Instance]]], label: str) -> str:
    """The call that made the fact, where it is the same in all of the group; else its verb."""
    requests = {
        step.request
        for instances in group
        for one in instances
        if one
        for step in one.trace
        if step.label and step.label == label.split(".", 1)[0]
    }
    if len(requests) == 1:
        return requests.pop()
    verbs = {request.split(" ", 1)[0] for request in requests}
    return verbs.pop() if len(verbs) == 1 else label.split(".", 1)[0]


def _cell(instance: Optional[Instance], label: str, documents: tuple[str, ...]) -> Cell:
    silent = "." * len(documents)
    if instance is None:
        return Cell("missing", "not run", "this instance was not run", silent)
    letters = _letters(instance, label, documents)
    if label in instance.facts:
        return Cell("value", instance.facts[label], "", letters)
    if instance.status in ("crash", "hang"):
        return Cell("gone", instance.status, instance.reason, letters)
    if instance.status == "done":
        return Cell("missing", "–", "not recorded here: an earlier call had another outcome", letters)
    return Cell("missing", instance.status, instance.reason, letters)


def _letters(instance: Instance, label: str, documents: tuple[str, ...]) -> str:
    said: dict[str, list[str]] = {}
    for verdict in instance.verdicts:
        if label in facts.named(verdict):
            said.setdefault(verdict.document, []).append(verdict.verdict)
    return "".join(LETTERS[worst(said[document])] if document in said else "." for document in documents)
