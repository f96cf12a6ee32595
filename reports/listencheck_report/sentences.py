"""Differences as sentences: what was asked, and who answered what."""

from __future__ import annotations

from dataclasses import dataclass

from .comparison import Comparison, Row
from .text import listing


@dataclass(frozen=True)
class Sentence:
    case: str
    situation: str
    """The case's title with its variations."""
    asked: str
    """The call, and which of its values."""
    answers: list[tuple[str, str]]
    """Value, and the subjects that gave it."""

    others: int = 0
    """How many more values of this fact differ, where one stands for many."""

    def plain(self) -> str:
        answers = "; ".join(f"{value} on {subjects}" for value, subjects in self.answers)
        more = f" (and in {self.others} more)" if self.others else ""
        return f"{self.case}: {self.situation}: {self.asked}: {answers}{more}."


# A fact of one case that differs in more ways than this is told by one example.
MANY = 3


def sentence(row: Row, names: tuple[str, ...], others: int = 0) -> Sentence:
    by_value: dict[str, list[str]] = {}
    for name, cell in zip(names, row.cells):
        if cell.kind != "missing":
            by_value.setdefault(cell.value, []).append(name)
    key = row.fact.partition(".")[2]
    where = f" ({'; '.join(row.where[:3])}{' …' if len(row.where) > 3 else ''})" if row.where else ""
    return Sentence(
        case=row.case,
        situation=(row.title or row.case) + where,
        asked=f"{row.call}, {row.fact}" if key else row.call,
        answers=[(value or "nothing", listing(subjects)) for value, subjects in by_value.items()],
        others=others,
    )


def sentences(comparison: Comparison) -> list[Sentence]:
    """All differences; the outcomes of calls stand before their details, and what a snapshot reads comes last."""
    rows = sorted(comparison.differing_rows, key=lambda row: (_weight(row), row.area, row.case))
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        alike.setdefault((row.case, row.fact), []).append(row)
    told = []
    for group in alike.values():
        if len(group) > MANY:
            told.append(
                sentence(group[0], comparison.names, sum(row.count for row in group) - group[0].count)
            )
        else:
            told += [sentence(row, comparison.names) for row in group]
    # One call that was made twice, before and after, is told once.
    return list({one.plain(): one for one in told}.values())


def _weight(row: Row) -> int:
    return 0 if "." not in row.fact else 2 if row.call.startswith("snapshot") else 1


def summary(comparison: Comparison) -> str:
    subjects = listing(comparison.names)
    if not comparison.compared:
        return f"{subjects} have no fact in common."
    cases = len({row.case for row in comparison.differing_rows})
    if not comparison.differing:
        return f"{subjects} agree in all {comparison.compared:,} facts that were obtained on both sides."
    return (
        f"{subjects} differ in {comparison.differing:,} of {comparison.compared:,} facts"
        f" that could be compared, in {cases:,} {'case' if cases == 1 else 'cases'}."
    )
