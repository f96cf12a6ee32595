"""The state × call grid: what every call does in every state a socket can be in, from all cases of the area `table`.

Each case has some of the calls; the instances of one state and family are one row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import groupby
from typing import Sequence

from .model import Instance, Results
from .text import visible

AREA = "table"
# A call that only looks answers ok: the value it found is what the cell shows.
SHOWN = ("events", "value", "address", "state")


@dataclass(frozen=True)
class Grid:
    """One family of one subject: a row a state, a column a call; a cell is the observed value, '' where there is none."""

    subject: str
    family: str
    calls: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    missing: tuple[tuple[str, str], ...]


def _labels(instances: Sequence[Instance]) -> tuple[str, ...]:
    """The calls in the order of the scenario, taken from the instance that got furthest."""
    longest = max(instances, key=lambda instance: sum(bool(step.label) for step in instance.trace))
    return tuple(dict.fromkeys(step.label for step in longest.trace if step.label))


def cell(facts: dict[str, str], call: str) -> str:
    """The outcome of a call, or the value it read."""
    outcome = facts.get(call, "")
    if outcome == "ok":
        for key in SHOWN:
            value = facts.get(f"{call}.{key}")
            if value is not None:
                return value
    return outcome


def grids(results: Results) -> list[Grid]:
    """A grid a family, in the order of the matrix."""
    found = [instance for instance in results.instances if instance.area == AREA]
    families = sorted({_variable(instance, "family") for instance in found})
    made = []
    for family in families:
        mine = [instance for instance in found if _variable(instance, "family") == family]
        done = [instance for instance in mine if instance.facts]
        if not done:
            continue
        calls = tuple(
            call
            for _, members in groupby(done, key=lambda instance: instance.case)
            for call in _labels(list(members))
        )
        facts: dict[str, dict[str, str]] = {}
        for instance in done:
            facts.setdefault(_variable(instance, "state"), {}).update(instance.facts)
        rows = tuple((state, tuple(cell(known, call) for call in calls)) for state, known in facts.items())
        made.append(Grid(results.subject, family, calls, rows, _missing(mine)))
    return made


def _variable(instance: Instance, name: str) -> str:
    return dict(instance.matrix).get(name, "")


def _missing(instances: Sequence[Instance]) -> tuple[tuple[str, str], ...]:
    """The states that some case did not reach, each with the first reason."""
    reasons: dict[str, str] = {}
    for instance in instances:
        if not instance.facts:
            reasons.setdefault(_variable(instance, "state"), instance.reason or instance.status)
    return tuple(reasons.items())


def write_csv(results: Results) -> str:
    """subject, family, state, call, value: one line a cell."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(("subject", "family", "state", "call", "value"))
    for grid in grids(results):
        for state, cells in grid.rows:
            for call, value in zip(grid.calls, cells):
                writer.writerow([visible(text) for text in (grid.subject, grid.family, state, call, value)])
    return sink.getvalue()


def write_text(results: Results, families: Sequence[str] = ()) -> str:
    """Plain text for a terminal: a block a family, the names of the calls in the first line."""
    blocks = []
    for grid in grids(results):
        if families and grid.family not in families:
            continue
        table = [("state", *grid.calls)] + [(state, *cells) for state, cells in grid.rows]
        printable = [[visible(text) or "-" for text in line] for line in table]
        widths = [max(len(line[column]) for line in printable) for column in range(len(printable[0]))]
        lines = [
            "  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip() for line in printable
        ]
        lines += [f"{visible(state)}: not obtained: {visible(reason)}" for state, reason in grid.missing]
        blocks.append("\n".join([f"{visible(grid.subject)}, {visible(grid.family)}", *lines]) + "\n")
    return "\n".join(blocks)


def write_html(runs: Sequence[Results]) -> str:
    """One page: the grids of one subject, or of several side by side a family, where a cell that differs is marked."""
    # Jinja2 is needed for pages only.
    from .html import environment, squeezed

    by_family: dict[str, list[Grid]] = {}
    for results in runs:
        for grid in grids(results):
            by_family.setdefault(grid.family, []).append(grid)
    context = {
        "names": [results.subject for results in runs],
        "families": by_family,
        "differs": {family: _differing(side) for family, side in by_family.items()},
    }
    return squeezed(environment().get_template("grid.html.j2").render(context))


def _differing(side: Sequence[Grid]) -> set[tuple[str, str]]:
    """The (state, call) cells in which the subjects do not agree, among those all of them have."""
    values: dict[tuple[str, str], set[str]] = {}
    seen: dict[tuple[str, str], int] = {}
    for grid in side:
        for state, cells in grid.rows:
            for call, value in zip(grid.calls, cells):
                values.setdefault((state, call), set()).add(value)
                seen[state, call] = seen.get((state, call), 0) + 1
    return {at for at, found in values.items() if len(found) > 1 and seen[at] == len(side)}
