"""What a results file holds, as types. The words are those of suite/VOCABULARY.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

STATUSES = ("done", "unsupported", "inconclusive", "crash", "hang")
LEVELS = ("must", "should", "may", "open", "silent")

# The worst first: a clause's verdict is the worst of its instances.
VERDICTS = (
    "crash",
    "hang",
    "deviates",
    "falls-short",
    "inconclusive",
    "conforms",
    "open",
    "unsupported",
    "not-applicable",
)
DEVIATIONS = frozenset({"crash", "hang", "deviates"})
GATES = ("new", "changed", "known")


@dataclass(frozen=True)
class Step:
    """One request and its reply."""

    request: str
    reply: str
    label: str


@dataclass(frozen=True)
class Verdict:
    """What one clause says of one instance."""

    clause: str
    level: str
    verdict: str
    expect: str
    observed: str
    reason: str
    gate: str
    why: str

    @property
    def document(self) -> str:
        return self.clause.split("/", 1)[0]

    @property
    def anchor(self) -> str:
        return self.clause.split("/", 1)[1]


@dataclass(frozen=True)
class Instance:
    """One variation of one case, with all that was observed and judged."""

    case: str
    title: str
    area: str
    matrix: tuple[tuple[str, str], ...]
    status: str
    reason: str
    microseconds: int
    facts: dict[str, str]
    trace: tuple[Step, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def variation(self) -> str:
        return ";".join(f"{name}={value}" for name, value in self.matrix)

    @property
    def id(self) -> str:
        return f"{self.case}[{self.variation}]" if self.matrix else self.case


@dataclass(frozen=True)
class DocumentHead:
    id: str
    title: str
    clauses: int
    untestable: int


@dataclass(frozen=True)
class DocumentCount:
    id: str
    clauses: int
    verdicts: dict[str, int]
    claimed: bool


@dataclass(frozen=True)
class Change:
    """One difference between the run and the baseline."""

    kind: str
    case: str
    clause: str
    observed: str
    baseline: str
    why: str


@dataclass(frozen=True)
class Gate:
    counts: dict[str, int]
    exit: int
    changes: tuple[Change, ...]

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)


@dataclass(frozen=True)
class Header:
    suite: str
    subject: str
    target: str
    title: str
    selection: str
    start: str
    agent: dict[str, str]
    limits: dict[str, str]
    environment: dict[str, str]
    claims: tuple[str, ...]
    gated: tuple[str, ...]
    documents: tuple[DocumentHead, ...]


@dataclass(frozen=True)
class Footer:
    instances: int
    cases: int
    facts: int
    seconds: str
    smoke_failed: bool
    documents: tuple[DocumentCount, ...]
    gate: Gate


@dataclass(frozen=True)
class Results:
    """A whole file. Without a footer the run was cut off; `cut` says how it was noticed."""

    path: str
    header: Header
    instances: tuple[Instance, ...]
    footer: Optional[Footer] = None
    cut: str = ""
    cases: int = field(default=0)

    @property
    def subject(self) -> str:
        return self.header.subject

    @property
    def truncated(self) -> bool:
        return self.footer is None

    def with_status(self, *statuses: str) -> int:
        """How many instances ended so."""
        return sum(instance.status in statuses for instance in self.instances)

    @property
    def not_obtained(self) -> int:
        return self.with_status("inconclusive", "crash", "hang")

    def number(self, limit: str) -> Optional[int]:
        """A limit as a number, where the agent told one."""
        value = self.header.limits.get(limit, "")
        return int(value) if value.lstrip("-").isascii() and value.lstrip("-").isdigit() else None
