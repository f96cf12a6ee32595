"""Deviations gathered for reading: one card a case, one block a set of observations, the clauses that disagree below."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Collection, Optional

from . import documents as law
from . import facts, variation
from .documents import Documents
from .model import DEVIATIONS, Instance, Results, Step, Verdict
from .verdicts import RANK

# Cards tell the news first.
_GATE_RANK = {"new": 0, "changed": 1, "known": 2, "": 3}


@dataclass(frozen=True)
class Observation:
    """One observed value and where it was observed."""

    verdict: str
    observed: str
    where: list[str]
    count: int


@dataclass(frozen=True)
class Requirement:
    """One clause that does not allow what was observed; where, if not everywhere it was."""

    clause: str
    document: str
    anchor: str
    level: str
    expect: str
    verdict: str
    gate: str
    why: str
    text: Optional[law.Clause]
    source: str
    where: list[str]


@dataclass(frozen=True)
class Block:
    calls: list[Step]
    observations: list[Observation]
    requirements: list[Requirement]
    example: Instance


@dataclass(frozen=True)
class Card:
    case: str
    title: str
    area: str
    gate: str
    verdict: str
    blocks: list[Block]
    examples: list[Instance]
    documents: list[str]
    command: str


def reproduce(results: Results, instance: Instance) -> str:
    """The command that runs this instance again."""
    words = ["./run.sh", "case", instance.case]
    for name, value in instance.matrix:
        words += ["--matrix", f"{name}={value}"]
    if results.header.target not in ("", "native"):
        words += ["--target", results.header.target]
    return " ".join(shlex.quote(word) for word in words)


def cards(results: Results, wanted: Collection[str], documents: Documents) -> list[Card]:
    """The cards of all deviations from the wanted documents: new first, then changed, then known."""
    by_case: dict[str, list[Instance]] = {}
    for instance in results.instances:
        by_case.setdefault(instance.case, []).append(instance)
    found = [
        card for group in by_case.values() if (card := _card(results, group, wanted, documents)) is not None
    ]
    return sorted(found, key=lambda card: (_GATE_RANK[card.gate], RANK[card.verdict] > 1, card.case))


Pair = tuple[Instance, Verdict]


def _card(
    results: Results, instances: list[Instance], wanted: Collection[str], documents: Documents
) -> Optional[Card]:
    by_clause: dict[tuple[str, str], list[Pair]] = {}
    for instance in instances:
        for verdict in instance.verdicts:
            if verdict.verdict in DEVIATIONS and verdict.document in wanted:
                by_clause.setdefault((verdict.clause, verdict.expect), []).append((instance, verdict))
    if not by_clause:
        return None
    # Clauses that disagree with the same facts stand together.
    together: dict[tuple[str, ...], list[list[Pair]]] = {}
    for pairs in by_clause.values():
        together.setdefault(tuple(facts.named(pairs[0][1])), []).append(pairs)
    blocks = [_block(group, documents) for group in together.values()]
    every = [requirement for block in blocks for requirement in block.requirements]
    examples = list({block.example.id: block.example for block in blocks}.values())
    return Card(
        case=instances[0].case,
        title=instances[0].title,
        area=instances[0].area,
        gate=min((requirement.gate for requirement in every), key=_GATE_RANK.__getitem__),
        verdict=min((requirement.verdict for requirement in every), key=RANK.__getitem__),
        blocks=blocks,
        examples=examples,
        documents=sorted({requirement.document for requirement in every}),
        command=reproduce(results, examples[0]),
    )


def _block(group: list[list[Pair]], documents: Documents) -> Block:
    by_value: dict[tuple[str, str], dict[str, Instance]] = {}
    for pairs in group:
        for instance, verdict in pairs:
            by_value.setdefault((verdict.verdict, verdict.observed), {})[instance.id] = instance
    everywhere = {identity for instances in by_value.values() for identity in instances}
    example, first = group[0][0]
    return Block(
        calls=facts.calls(example, facts.named(first)),
        observations=[
            Observation(verdict, observed, variation.folded(list(instances.values())), len(instances))
            for (verdict, observed), instances in by_value.items()
        ],
        requirements=[_requirement(pairs, documents, len(everywhere)) for pairs in group],
        example=example,
    )


def _requirement(pairs: list[Pair], documents: Documents, everywhere: int) -> Requirement:
    verdicts = [verdict for _, verdict in pairs]
    leading = min(verdicts, key=lambda verdict: (_GATE_RANK[verdict.gate], RANK[verdict.verdict]))
    document = documents.get(leading.document)
    source = document.source if document else ""
    return Requirement(
        clause=leading.clause,
        document=leading.document,
        anchor=leading.anchor,
        level=leading.level,
        expect=leading.expect,
        verdict=leading.verdict,
        gate=leading.gate,
        why=leading.why,
        text=law.clause(documents, leading.clause),
        source=source if source.startswith(("https://", "http://")) else "",
        where=variation.folded([instance for instance, _ in pairs]) if len(pairs) < everywhere else [],
    )
