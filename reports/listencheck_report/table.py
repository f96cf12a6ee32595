"""Every case by area: instances that show the same values and verdicts share a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Sequence

from . import facts, variation
from .model import DEVIATIONS, Instance, Results
from .verdicts import LETTERS, RANK, SIGNS, worst


@dataclass(frozen=True)
class Mark:
    """What one document says of a row."""

    letter: str
    sign: str


@dataclass(frozen=True)
class Others:
    """What the documents say that have no column: by verdict, the worst first; the named, and how many more."""

    letter: str
    sign: str
    names: list[str]
    count: int


@dataclass(frozen=True)
class Row:
    number: int
    instances: tuple[Instance, ...]
    where: list[str]
    values: list[tuple[str, str]]
    marks: list[Mark]
    others: list[Others]
    note: str

    @property
    def first(self) -> Instance:
        return self.instances[0]


@dataclass(frozen=True)
class Case:
    id: str
    title: str
    common: list[tuple[str, str]]
    """Values that all rows share; a row shows the others."""
    rows: list[Row]


@dataclass(frozen=True)
class Area:
    name: str
    cases: list[Case]
    instances: int
    deviating: int
    unsupported: int
    not_obtained: int


NO_MARK = Mark("", "")
# So many of the documents that disagree are named in a row.
NAMED = 3


def areas(results: Results, documents: Sequence[str]) -> list[Area]:
    """All rows; marks stand in the order of the documents, which are those with a column."""
    found = []
    number = 0
    ordered = sorted(results.instances, key=lambda instance: instance.area)
    for name, members in groupby(ordered, key=lambda instance: instance.area):
        instances = list(members)
        cases = []
        for identity, group in groupby(instances, key=lambda instance: instance.case):
            rows = _rows(list(group), documents, number)
            number += len(rows)
            cases.append(_case(identity, rows))
        found.append(
            Area(
                name=name,
                cases=cases,
                instances=len(instances),
                deviating=sum(_deviates(instance, results.header.gated) for instance in instances),
                unsupported=sum(instance.status == "unsupported" for instance in instances),
                not_obtained=sum(
                    instance.status in ("inconclusive", "crash", "hang") for instance in instances
                ),
            )
        )
    return found


def _deviates(instance: Instance, gated: Sequence[str]) -> bool:
    if instance.status in DEVIATIONS:
        return True
    return any(verdict.verdict in DEVIATIONS and verdict.document in gated for verdict in instance.verdicts)


def _case(identity: str, rows: list[Row]) -> Case:
    told = [row for row in rows if row.values]
    common = (
        [pair for pair in told[0].values if all(pair in row.values for row in told)] if len(told) > 1 else []
    )
    if common:
        rows = [replace(row, values=[pair for pair in row.values if pair not in common]) for row in rows]
    return Case(identity, rows[0].first.title, common, rows)


def _rows(instances: list[Instance], documents: Sequence[str], number: int) -> list[Row]:
    alike: dict[object, list[Instance]] = {}
    for instance in instances:
        shown = tuple((label, instance.facts[label]) for label in facts.main(instance))
        said = tuple((verdict.clause, verdict.verdict) for verdict in instance.verdicts)
        alike.setdefault((shown, said, instance.status, instance.reason), []).append(instance)
    rows: list[Row] = []
    for group in alike.values():
        first = group[0]
        rows.append(
            Row(
                number=number + len(rows),
                instances=tuple(group),
                where=variation.folded(group) if first.matrix else [],
                values=[(label, first.facts[label]) for label in facts.main(first)],
                marks=marks(first, documents),
                others=others(first, documents),
                note="" if first.status == "done" else f"{first.status}: {first.reason or 'no reason given'}",
            )
        )
    return rows


def marks(instance: Instance, documents: Sequence[str]) -> list[Mark]:
    said: dict[str, list[str]] = {}
    for verdict in instance.verdicts:
        said.setdefault(verdict.document, []).append(verdict.verdict)
    answers = [worst(said[document]) if document in said else "" for document in documents]
    return [Mark(LETTERS[answer], SIGNS[answer]) if answer else NO_MARK for answer in answers]


def others(instance: Instance, documents: Sequence[str]) -> list[Others]:
    said: dict[str, list[str]] = {}
    for verdict in instance.verdicts:
        if verdict.document not in documents:
            said.setdefault(verdict.document, []).append(verdict.verdict)
    by_verdict: dict[str, list[str]] = {}
    for document, verdicts in said.items():
        by_verdict.setdefault(worst(verdicts), []).append(document)
    return [
        Others(LETTERS[answer], SIGNS[answer], names[:NAMED] if answer in DEVIATIONS else [], len(names))
        for answer, names in sorted(by_verdict.items(), key=lambda entry: RANK[entry[0]])
    ]
