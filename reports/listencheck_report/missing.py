"""What was not obtained, and why: instances, verdicts and clauses that say neither yes nor no."""

from __future__ import annotations

from dataclasses import dataclass

from . import variation
from .documents import Documents
from .model import Instance, Results


# A reason with more cases than this names them without their variations: the table of cases has them.
FEW = 6


@dataclass(frozen=True)
class Lack:
    """One reason and everything that is missing for it."""

    status: str
    reason: str
    count: int
    cases: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Untestable:
    document: str
    count: int
    clauses: list[tuple[str, str, str]]


_RANK = {"crash": 0, "hang": 1, "inconclusive": 2, "unsupported": 3}


def lacks(results: Results) -> list[Lack]:
    """Instances without (all of) their facts, by reason; the most serious and the most frequent first."""
    grouped: dict[tuple[str, str], list[Instance]] = {}
    for instance in results.instances:
        if instance.status != "done":
            grouped.setdefault((instance.status, instance.reason), []).append(instance)
            continue
        for verdict in instance.verdicts:
            if verdict.verdict in ("inconclusive", "unsupported"):
                members = grouped.setdefault((verdict.verdict, verdict.reason or verdict.why), [])
                if instance not in members[-1:]:
                    members.append(instance)
    found = []
    for (status, reason), members in grouped.items():
        by_case: dict[str, list[Instance]] = {}
        for instance in members:
            by_case.setdefault(instance.case, []).append(instance)
        cases = [
            (case, variation.folded(group) if group[0].matrix else [])
            for case, group in sorted(by_case.items())
        ]
        found.append(Lack(status, reason or "no reason given", len(members), cases))
    return sorted(found, key=lambda lack: (_RANK[lack.status], -lack.count, lack.reason))


def untestable(results: Results, documents: Documents) -> list[Untestable]:
    """Clauses that cannot be observed from outside, with the reason the document's file gives."""
    found = []
    for head in results.header.documents:
        document = documents.get(head.id)
        clauses = [
            (clause.id, clause.quote, clause.untestable)
            for clause in (document.clauses.values() if document else ())
            if clause.untestable
        ]
        count = head.untestable or len(clauses)
        if count:
            found.append(Untestable(head.id, count, clauses))
    return found
