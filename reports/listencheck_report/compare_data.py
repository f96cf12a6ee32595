"""What the comparison page's script draws: every string, row of values and row of verdicts once, and numbers for the rest.

Deflated and in base64, as the rows of the page of one subject are.
"""

from __future__ import annotations

from typing import Any, Hashable, Sequence

from . import grid
from . import documents as law
from .comparison import Comparison, Row
from .documents import Documents
from .model import Results
from .rowdata import Strings, pack
from .verdicts import LETTERS, SIGNS, worst

KINDS = {"value": "v", "gone": "g", "missing": "m"}


class Table:
    """Numbers for things that come again."""

    def __init__(self) -> None:
        self.entries: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable, entry: Any) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.entries)
            self.entries.append(entry)
        return known


def encode(comparison: Comparison, everything: bool, documents: Documents) -> str:
    strings, values, patterns, verdicts = Strings(), Table(), Table(), Table()
    areas = [
        [
            area,
            [[case, title, _rows(rows, strings, values, patterns, verdicts)] for case, title, rows in cases],
        ]
        for area, cases in comparison.by_area(everything)
    ]
    return pack(
        {
            "everything": everything,
            "signs": {LETTERS[verdict]: [sign, verdict] for verdict, sign in SIGNS.items()},
            "names": comparison.names,
            "documents": comparison.documents,
            "claims": [results.header.claims for results in comparison.runs],
            "strings": strings.table,
            "values": values.entries,
            "patterns": patterns.entries,
            "verdicts": verdicts.entries,
            "areas": areas,
            "clauses": clauses(comparison, documents),
            "grids": grids(comparison.runs),
        }
    )


def _rows(
    rows: Sequence[Row], strings: Strings, values: Table, patterns: Table, verdicts: Table
) -> list[Any]:
    """`[[fact, call, …], where, instances, pattern, verdicts]`: facts that everybody shows the same in the same places share one."""
    alike: dict[tuple[int, int, int, int], list[int]] = {}
    for row in rows:
        pattern = [
            values.number(
                (cell.kind, cell.value, cell.clamped),
                [strings.number(cell.value), KINDS[cell.kind] + "c" * cell.clamped],
            )
            for cell in row.cells
        ]
        letters = [strings.number(cell.letters) for cell in row.cells]
        silent = all(cell.letters.strip(".") == "" for cell in row.cells)
        key = (
            strings.number("; ".join(row.where)),
            row.count,
            patterns.number(tuple(pattern), pattern),
            -1 if silent else verdicts.number(tuple(letters), letters),
        )
        alike.setdefault(key, []).extend((strings.number(row.fact), strings.number(row.call)))
    return [[facts, *key] for key, facts in alike.items()]


def clauses(comparison: Comparison, documents: Documents) -> list[Any]:
    """`[clause, level, quote, letters of the subjects, cases]` for every clause that was judged somewhere."""
    levels: dict[str, str] = {}
    cases: dict[str, dict[str, None]] = {}
    found: list[dict[str, str]] = []
    for results in comparison.runs:
        said: dict[str, str] = {}
        for instance in results.instances:
            for one in instance.verdicts:
                levels[one.clause] = one.level
                cases.setdefault(one.clause, {})[instance.case] = None
                said[one.clause] = worst((one.verdict, said.get(one.clause, one.verdict)))
        found.append(said)
    order = {identity: number for number, identity in enumerate(comparison.documents)}
    made = []
    for clause in sorted(levels, key=lambda clause: (order[clause.split("/", 1)[0]], clause)):
        text = law.clause(documents, clause)
        letters = "".join(LETTERS[said[clause]] if clause in said else "." for said in found)
        made.append([clause, levels[clause], text.quote if text else "", letters, sorted(cases[clause])])
    return made


def grids(runs: Sequence[Results]) -> list[Any]:
    """`[family, states, calls, words, cells]`: for each subject the cells of every state in turn, as numbers of words."""
    by_family: dict[str, dict[int, grid.Grid]] = {}
    for number, results in enumerate(runs):
        for one in grid.grids(results):
            by_family.setdefault(one.family, {})[number] = one
    made = []
    for family, sides in by_family.items():
        states = list(dict.fromkeys(state for side in sides.values() for state, _ in side.rows))
        calls = list(dict.fromkeys(call for side in sides.values() for call in side.calls))
        words = Strings()
        words.number("")
        cells = []
        for number in range(len(runs)):
            known = _cells(sides[number]) if number in sides else {}
            cells.append([words.number(known.get((state, call), "")) for state in states for call in calls])
        made.append([family, states, calls, words.table, cells])
    return made


def _cells(side: grid.Grid) -> dict[tuple[str, str], str]:
    """What was observed: a call the agent cannot make was not."""
    return {
        (state, call): value
        for state, values in side.rows
        for call, value in zip(side.calls, values)
        if value != "unsupported"
    }
