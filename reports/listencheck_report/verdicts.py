"""Verdicts counted by clause and by document, ranked, and their signs. Counts, never one percentage."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Iterable, Optional

from .model import DEVIATIONS, VERDICTS, Results
from .text import plural

RANK = {verdict: number for number, verdict in enumerate(VERDICTS)}

# One sign and one letter each; a page never tells a verdict by colour alone.
SIGNS = {
    "conforms": "✓",
    "deviates": "✗",
    "falls-short": "△",
    "open": "○",
    "not-applicable": "–",
    "unsupported": "∅",
    "crash": "✸",
    "hang": "∞",
    "inconclusive": "?",
}
LETTERS = {
    "conforms": "c",
    "deviates": "d",
    "falls-short": "f",
    "open": "o",
    "not-applicable": "n",
    "unsupported": "u",
    "crash": "x",
    "hang": "h",
    "inconclusive": "i",
}
MEANINGS = {
    "conforms": "the observed value is among those the document allows",
    "deviates": "it is not, and the document says must",
    "falls-short": "it is not, and the document says should",
    "open": "the document leaves it open; the value is shown",
    "not-applicable": "the clause does not speak of this instance",
    "unsupported": "the agent cannot make these calls",
    "crash": "the subject ended before the value was recorded",
    "hang": "the subject did not answer in time",
    "inconclusive": "the value could not be obtained",
}

# Clauses that ask for something here. What was not obtained does not hold; the rest is shown beside the count.
JUDGED = ("conforms", "falls-short", "deviates", "crash", "hang", "inconclusive")
NOT_OBTAINED = ("inconclusive", "unsupported")


def worst(verdicts: Iterable[str]) -> str:
    return min(verdicts, key=RANK.__getitem__)


@dataclass(frozen=True)
class Score:
    """One document's clauses by verdict."""

    id: str
    title: str
    clauses: int
    counts: dict[str, int]
    claimed: bool
    gated: bool

    def __getitem__(self, verdict: str) -> int:
        return self.counts.get(verdict, 0)

    @property
    def judged(self) -> int:
        return sum(self[verdict] for verdict in JUDGED)

    @property
    def conforming(self) -> int:
        return self["conforms"]

    @property
    def deviating(self) -> int:
        return sum(self[verdict] for verdict in sorted(DEVIATIONS))

    @property
    def ratio(self) -> str:
        return f"{self.conforming}/{self.judged}"

    @property
    def not_run(self) -> int:
        """Clauses that met no instance: only some cases were run, or the run was cut off."""
        return max(0, self.clauses - sum(self.counts.values())) + self["not-run"]

    @property
    def not_obtained(self) -> int:
        return self.not_run + sum(self[verdict] for verdict in NOT_OBTAINED)

    @property
    def holds(self) -> bool:
        return self.deviating == 0

    def beside(self) -> list[str]:
        """What is not in the count but belongs beside it."""
        parts = []
        for verdict, word in (
            ("open", "open"),
            ("inconclusive", "not obtained"),
            ("unsupported", "unsupported"),
            ("not-applicable", "not applicable"),
            ("untestable", "untestable"),
        ):
            if self[verdict]:
                parts.append(f"{self[verdict]} {word}")
        if self.not_run:
            parts.append(f"{self.not_run} not run")
        return parts

    def against(self) -> list[str]:
        """What keeps it from conforming."""
        parts = []
        if self["crash"]:
            parts.append(plural(self["crash"], "crash", "crashes"))
        if self["hang"]:
            parts.append(plural(self["hang"], "hang"))
        if self["deviates"]:
            parts.append(f"{self['deviates']} {'deviates' if self['deviates'] == 1 else 'deviate'}")
        if self["falls-short"]:
            parts.append(f"{self['falls-short']} {'falls' if self['falls-short'] == 1 else 'fall'} short")
        return parts


def scores(results: Results) -> list[Score]:
    """Gated documents first, then the others; each group with the closest document first."""
    header = results.header
    counted = (
        {entry.id: entry.verdicts for entry in results.footer.documents}
        if results.footer
        else _counted(results)
    )
    found = [
        Score(
            id=document.id,
            title=document.title,
            clauses=document.clauses,
            counts=counted.get(document.id, {}),
            claimed=document.id in header.claims,
            gated=document.id in header.gated,
        )
        for document in header.documents
    ]
    return sorted(found, key=lambda score: (not score.gated, _distance(score), score.id))


def closest(found: Iterable[Score]) -> Optional[Score]:
    """The document that fits best."""
    judged = [score for score in found if score.conforming]
    return min(judged, key=lambda score: (_distance(score), score.id)) if judged else None


def _distance(score: Score) -> float:
    """One minus the lower bound of Wilson's interval: one clause of one does not beat sixty of sixty-one."""
    count = score.judged
    if not count:
        return 2.0
    share, z = score.conforming / count, 1.96
    middle = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return 1.0 - (middle - spread) / (1 + z * z / count)


def _counted(results: Results) -> dict[str, dict[str, int]]:
    """The counts of a run without footer, from its verdicts."""
    clauses: dict[str, str] = {}
    for instance in results.instances:
        for entry in instance.verdicts:
            clauses[entry.clause] = worst((entry.verdict, clauses.get(entry.clause, entry.verdict)))
    counted: dict[str, dict[str, int]] = {
        document.id: ({"untestable": document.untestable} if document.untestable else {})
        for document in results.header.documents
    }
    for identity, verdict in clauses.items():
        counts = counted[identity.split("/", 1)[0]]
        counts[verdict] = counts.get(verdict, 0) + 1
    return counted
