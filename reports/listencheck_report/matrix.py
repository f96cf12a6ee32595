"""The published table: a row a platform, with what it claims and how the first documents fare on it."""

from __future__ import annotations

from typing import Sequence

from .model import Results
from .verdicts import Score, scores

# The documents the suite began with and those a kernel claims; a platform's own claims stand in the row's first cell.
COLUMNS = ("posix", "linux", "winsock", "wsplisten", "lpwsplisten", "mks", "ldicomnet")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _ratio(score: Score | None) -> str:
    """Conforming clauses of those judged; what was not obtained stands beside it."""
    if score is None or not score.judged:
        return "–"
    return f"{score.ratio} +{score.not_obtained}" if score.not_obtained else score.ratio


def row(results: Results) -> tuple[str, ...]:
    found = {score.id: score for score in scores(results)}
    claimed = ", ".join(f"{name} {_ratio(found.get(name))}" for name in results.header.claims) or "–"
    trouble = results.with_status("crash", "hang")
    return (
        f"`{results.subject}`",
        _escaped(results.header.title),
        claimed,
        *(_ratio(found.get(name)) for name in COLUMNS),
        str(results.with_status("unsupported")),
        str(trouble),
        results.header.environment.get("date", "")[:10],
    )


def write(runs: Sequence[Results]) -> str:
    """Markdown. The rows are in the order of the subjects' names."""
    head = ("subject", "what it is", "claims", *COLUMNS, "unsupported", "crash or hang", "run on")
    lines = [
        "Clauses that conform, of those judged on this platform; `+N`: clauses not obtained there. What a platform claims is gated, the",
        "other documents are for comparison. `unsupported` and `crash or hang` count instances of cases.",
        "",
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
    ]
    lines += [f"| {' | '.join(row(results))} |" for results in sorted(runs, key=lambda one: one.subject)]
    return "\n".join(lines) + "\n"
