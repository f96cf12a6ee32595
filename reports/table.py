#!/usr/bin/env python3
"""Prints what every call does in every state: `table.py RESULTS… [--family F,…] [--csv] [--html FILE]`."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE))

from listencheck_report import grid, load  # noqa: E402
from listencheck_report.command import NOTHING, OK, Parser, ends_in_one_line  # noqa: E402


@ends_in_one_line
def main(arguments: list[str]) -> int:
    parser = Parser(
        prog="table.py",
        description="Prints the state × call table of results: rows states, columns calls, cells what was observed.",
    )
    parser.add_argument(
        "results", nargs="+", help="results.jsonl of runs that held the cases of the area table"
    )
    parser.add_argument("--family", metavar="F,…", default="", help="these families only")
    parser.add_argument(
        "--csv", action="store_true", help="one line a cell: subject, family, state, call, value"
    )
    parser.add_argument(
        "--html", metavar="FILE", help="write a page; several results stand side by side in it"
    )
    options = parser.parse_args(arguments)
    runs = [load.read(path) for path in options.results]
    if not any(grid.grids(results) for results in runs):
        print(f"table.py: no instance of the area {grid.AREA} in these results", file=sys.stderr)
        return NOTHING
    if options.html:
        Path(options.html).write_text(grid.write_html(runs), encoding="utf-8", newline="\n")
        return OK
    families = [name for name in options.family.split(",") if name]
    for results in runs:
        sys.stdout.write(grid.write_csv(results) if options.csv else grid.write_text(results, families))
    return OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
