"""Every case by area: instances that show the same values and verdicts share a row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Sequence

from . import facts, variation
from .model import DEVIATIONS, Instance, Results
from .verdicts import LETTERS, SIGNS, worst


@dataclass(frozen=True)
class Mark:
    """What one document says of a row."""

    letter: str
    sign: str


@dataclass(frozen=True)
class Row:
    number: int
    instances: tuple[Instance, ...]
    where: list[str]
    values: list[tuple[str, str]]
    hidden: int
    marks: list[Mark]
    note: str

    @property
    def first(self) -> Instance:
        return self.instances[0]


@dataclass(frozen=True)
class Case:
    id: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Area:
    name: str
    cases: list[Case]
    instances: int
    deviating: int
    missing: int


NO_MARK = Mark("", "")


def areas(results: Results, documents: Sequence[str]) -> list[Area]:
    """All rows; marks stand in the order of the documents."""
    found = []
    number = 0
    ordered = sorted(results.instances, key=lambda instance: instance.area)
    for name, members in groupby(ordered, key=lambda instance: instance.area):
        instances = list(members)
        cases = []
        for identity, group in groupby(instances, key=lambda instance: instance.case):
            rows = _rows(list(group), documents, number)
            number += len(rows)
            cases.append(Case(identity, rows[0].first.title, rows))
        found.append(
            Area(
                name=name,
                cases=cases,
                instances=len(instances),
                deviating=sum(_deviates(instance, results.header.gated) for instance in instances),
                missing=sum(instance.status in ("unsupported", "inconclusive") for instance in instances),
            )
        )
    return found


def _deviates(instance: Instance, gated: Sequence[str]) -> bool:
    if instance.status in DEVIATIONS:
        return True
    return any(verdict.verdict in DEVIATIONS and verdict.document in gated for verdict in instance.verdicts)


def _rows(instances: list[Instance], documents: Sequence[str], number: int) -> list[Row]:
    alike: dict[object, list[Instance]] = {}
    for instance in instances:
        shown = tuple((label, instance.facts[label]) for label in facts.main(instance))
        said = tuple((verdict.clause, verdict.verdict) for verdict in instance.verdicts)
        alike.setdefault((shown, said, instance.status, instance.reason), []).append(instance)
    rows: list[Row] = []
    for group in alike.values():
        first = group[0]
        labels = facts.main(first)
        rows.append(
            Row(
                number=number + len(rows),
                instances=tuple(group),
                where=variation.folded(group) if first.matrix else [],
                values=[(label, first.facts[label]) for label in labels],
                hidden=len(first.facts) - len(labels),
                marks=marks(first, documents),
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
