"""Changes since the baseline, folded: the same change in several instances of a case is told once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterable

from . import variation
from .model import Change

_RANK = {"new": 0, "changed": 1, "fixed": 2, "stale": 3, "known": 4}


@dataclass(frozen=True)
class Folded:
    kind: str
    case: str
    where: list[str]
    clauses: list[str]
    observed: str
    baseline: str
    count: int
    """How many instances."""
    values: int = 1
    """How many different values are told by this one as an example."""


# A clause of a case that changed to more values than this is told by one of them.
MANY = 3


def fold(changes: Iterable[Change]) -> list[Folded]:
    """New first; then in the order of the run."""
    alike: dict[tuple[str, str, tuple[str, ...]], list[Folded]] = {}
    for one in _by_value(changes):
        alike.setdefault((one.kind, one.case, tuple(one.clauses)), []).append(one)
    found: list[Folded] = []
    for group in alike.values():
        if len(group) > MANY:
            found.append(replace(group[0], count=sum(one.count for one in group), values=len(group)))
        else:
            found += group
    return sorted(found, key=lambda one: _RANK[one.kind])


def _by_value(changes: Iterable[Change]) -> list[Folded]:
    by_value: dict[tuple[str, str, str, str], dict[str, list[str]]] = {}
    for change in changes:
        case, variations = split(change.case)
        clauses = by_value.setdefault((change.kind, case, change.observed, change.baseline), {})
        clauses.setdefault(change.clause, []).append(variations)
    found = []
    for (kind, case, observed, baseline), clauses in by_value.items():
        alike: dict[tuple[str, ...], list[str]] = {}
        for clause, instances in clauses.items():
            alike.setdefault(tuple(instances), []).append(clause)
        for instances_alike, names in alike.items():
            where = variation.folded_texts(instances_alike)
            found.append(Folded(kind, case, where, names, observed, baseline, len(instances_alike)))
    return found


def split(instance: str) -> tuple[str, str]:
    """`case[variation]` in its two parts."""
    case, bracket, rest = instance.partition("[")
    return (case, rest.removesuffix("]")) if bracket else (case, "")
