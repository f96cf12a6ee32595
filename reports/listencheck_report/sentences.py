"""Differences as sentences: who refuses what another accepts, and who shows another value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Sequence

from .comparison import Comparison, Row
from .text import listing

# A fact of one case that differs in more ways than this is told by one example.
MANY = 3
# So many subjects with the same answer are named; the largest group of more is `the other 17`.
NAMED = 3

_ERROR = re.compile(r"E[A-Z0-9_]+|WSA[A-Z0-9_]+|PR_[A-Z_]+|[A-Z]+_[A-Z_]+")
# Of one subject, and of several.
_OUTCOMES = {
    "ok": ("accepts", "accept"),
    "hang": ("hangs in", "hang in"),
    "crash": ("crashes in", "crash in"),
    "blocked": ("blocks in", "block in"),
}


@dataclass(frozen=True)
class Answer:
    """One value, and the subjects that gave it."""

    subjects: str
    many: bool
    value: str
    verb: str
    """`accepts`, `refuses with EINVAL`; empty where the value is no outcome of a call."""


@dataclass(frozen=True)
class Sentence:
    case: str
    situation: str
    """The case's title with its variations."""
    fact: str
    asked: str
    """The call."""
    answers: list[Answer]
    others: int = 0
    """How many more values of this fact differ, where one stands for many."""

    @property
    def outcome(self) -> bool:
        return all(answer.verb for answer in self.answers)

    @property
    def opposed(self) -> bool:
        """One side accepts what the other does not."""
        return self.outcome and len(self.answers) == 2 and self.answers[1].value == "ok"

    def plain(self) -> str:
        if not self.outcome:
            shown = "; ".join(f"{one.value or 'nothing'} on {one.subjects}" for one in self.answers)
            told = (
                f"{self.fact} of {self.asked}: {shown}"
                if self.fact != self.asked
                else f"{self.asked}: {shown}"
            )
        elif self.opposed:
            one, other = self.answers
            told = f"{one.subjects} {one.verb} what {other.subjects} {other.verb}: {self.asked}"
        else:
            told = f"{listing(f'{one.subjects} {one.verb}' for one in self.answers)}: {self.asked}"
        more = f" (and in {self.others} more)" if self.others else ""
        return f"{self.case}: {told}: {self.situation}{more}."


def verb(value: str, clamped: bool, many: bool) -> str:
    """What a subject does that answers so; empty where the value is no outcome of a call."""
    if _ERROR.fullmatch(value):
        return f"{'refuse' if many else 'refuses'} with {value}"
    if value == "ok" and clamped:
        return "silently clamp" if many else "silently clamps"
    return _OUTCOMES[value][many] if value in _OUTCOMES else ""


def named(subjects: Sequence[str], of: int) -> str:
    """The names, or, where they are most of many, how many they are."""
    if len(subjects) <= NAMED or len(subjects) * 2 < of:
        return listing(subjects)
    return f"the other {len(subjects)}"


def sentence(row: Row, names: Sequence[str], others: int = 0) -> Sentence:
    by_value: dict[tuple[str, bool], list[str]] = {}
    for name, cell in zip(names, row.cells):
        if cell.kind != "missing":
            by_value.setdefault((cell.value, cell.clamped), []).append(name)
    obtained = sum(map(len, by_value.values()))
    plain_fact = "." not in row.fact
    where = f" ({'; '.join(row.where[:3])}{' …' if len(row.where) > 3 else ''})" if row.where else ""
    answers = [
        Answer(
            subjects=named(subjects, obtained),
            many=len(subjects) > 1,
            value=value,
            verb=verb(value, clamped, len(subjects) > 1) if plain_fact else "",
        )
        # Who stands apart is told first; of the rest, who refuses.
        for (value, clamped), subjects in sorted(
            by_value.items(), key=lambda entry: (len(entry[1]), entry[0][0] == "ok")
        )
    ]
    return Sentence(row.case, (row.title or row.case) + where, row.fact, row.call, answers, others)


def sentences(comparison: Comparison) -> list[Sentence]:
    """All differences, the most telling first: what one refuses and another accepts, listen() before other calls."""
    rows = sorted(comparison.differing_rows, key=lambda row: (_weight(row), row.area, row.case))
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        alike.setdefault((row.case, row.fact), []).append(row)
    told = []
    for group in alike.values():
        if len(group) > MANY:
            others = sum(row.count for row in group) - group[0].count
            told.append(sentence(group[0], comparison.names, others))
        else:
            told += [sentence(row, comparison.names) for row in group]
    # One call that was made twice, before and after, is told once.
    return list({one.plain(): one for one in told}.values())


def _weight(row: Row) -> tuple[int, int, int, int]:
    """Outcomes before details, which come before what a snapshot reads; refused beside accepted first."""
    kind = 0 if "." not in row.fact else 2 if row.call.startswith("snapshot") else 1
    values = {cell.value for cell in row.cells if cell.kind != "missing"}
    refused = any(_ERROR.fullmatch(value) for value in values)
    telling = 0 if "ok" in values and refused or values & {"hang", "crash"} else 1
    return (kind, 0 if row.call.startswith("listen") else 1, telling, len(values))


def summary(comparison: Comparison) -> str:
    subjects = (
        listing(comparison.names) if len(comparison.names) <= 4 else f"{len(comparison.names)} subjects"
    )
    if not comparison.compared:
        return f"{subjects} have no fact in common."
    cases = len({row.case for row in comparison.differing_rows})
    if not comparison.differing:
        return f"{subjects} agree in all {comparison.compared:,} facts that were obtained on both sides."
    return (
        f"{subjects} differ in {comparison.differing:,} of {comparison.compared:,} facts"
        f" that could be compared, in {cases:,} {'case' if cases == 1 else 'cases'}."
    )
