"""The published table: a row a platform, with what it claims and how the first documents fare on it."""

from __future__ import annotations

from typing import Sequence

from .model import Results
from .verdicts import Score, scores

# The documents the suite began with and those a kernel claims; a platform's own claims stand in the row's first cell.
BEGINS, ENDS = "<!-- platforms -->", "<!-- end of platforms -->"
COLUMNS = ("posix", "linux", "winsock", "wsplisten", "lpwsplisten", "mks", "ldicomnet")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _ratio(score: Score | None) -> str:
    """Conforming clauses of those judged; what was not obtained stands beside it."""
    if score is None or not score.judged:
        return "–"
    return f"{score.ratio} +{score.not_obtained}" if score.not_obtained else score.ratio


def _claimed(results: Results, found: dict[str, Score]) -> str:
    return ", ".join(f"{name} {_ratio(found.get(name))}" for name in results.header.claims) or "–"


def brief(runs: Sequence[Results]) -> str:
    """The table of the README: what each platform is and claims."""
    lines = [
        "| subject | what it is | what it claims: clauses that conform, of those judged |",
        "| --- | --- | --- |",
    ]
    for results in sorted(runs, key=lambda one: one.subject):
        found = {score.id: score for score in scores(results)}
        title = _escaped(results.header.title)
        lines.append(f"| `{results.subject}` | {title} | {_claimed(results, found)} |")
    return "\n".join(lines) + "\n"


def put(table: str, page: str) -> str:
    """The page with the table between its two marks; as it is where it has none."""
    before, begins, rest = page.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    return f"{before}{begins}\n\n{table}\n{ends}{after}" if begins and ends else page


def row(results: Results) -> tuple[str, ...]:
    found = {score.id: score for score in scores(results)}
    claimed = _claimed(results, found)
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
