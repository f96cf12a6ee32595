#!/usr/bin/env python3
"""Draws the reports of one run: `report.py RESULTS --out DIR [--only FORMAT,…] [--documents DIR]`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE))

from listencheck_report import badge, ctrf, curves, documents, grid, junit, load, markdown, tap  # noqa: E402
from listencheck_report.command import NOTHING, OK, USAGE, Parser, ends_in_one_line  # noqa: E402
from listencheck_report.documents import Documents  # noqa: E402
from listencheck_report.model import Results  # noqa: E402


def _page(results: Results, known: Documents) -> str:
    # Jinja2 is needed for pages only: the other formats are written without it.
    from listencheck_report import html

    return html.write(results, known)


def _grid(results: Results, known: Documents) -> str:
    return grid.write_html([results])


FORMATS: dict[str, tuple[str, Callable[[Results, Documents], str]]] = {
    "html": ("index.html", _page),
    "markdown": ("summary.md", markdown.write),
    "junit": ("junit.xml", lambda results, known: junit.write(results)),
    "tap": ("results.tap", lambda results, known: tap.write(results)),
    "ctrf": ("ctrf.json", lambda results, known: ctrf.write(results)),
    "badge": ("badge.json", lambda results, known: badge.write_json(results)),
    "badge-svg": ("badge.svg", lambda results, known: badge.write_svg(results)),
    "table": ("table.html", _grid),
    "table-csv": ("table.csv", lambda results, known: grid.write_csv(results)),
    "curves": ("curves.csv", lambda results, known: curves.write_csv([results])),
}


@ends_in_one_line
def main(arguments: list[str]) -> int:
    parser = Parser(prog="report.py", description="Draws the reports of one run from its results.jsonl.")
    parser.add_argument("results", help="results.jsonl")
    parser.add_argument("--out", metavar="DIR", help="where to write (default: beside the results)")
    parser.add_argument(
        "--only",
        metavar="FORMAT,…",
        default=",".join(FORMATS),
        help=f"some of: {', '.join(FORMATS)} (default: all)",
    )
    parser.add_argument(
        "--documents",
        metavar="DIR",
        type=Path,
        default=HERE.parent / "suite" / "documents",
        help="documents to quote",
    )
    options = parser.parse_args(arguments)
    wanted = [name.strip() for name in options.only.split(",") if name.strip()]
    for name in wanted:
        if name not in FORMATS:
            parser.error(f"--only: expected some of {', '.join(FORMATS)}, not {name!r}")
    results = load.read(options.results)
    known = documents.read_all(options.documents)
    if results.truncated:
        print(f"{results.path}: the run was cut off: {results.cut}", file=sys.stderr)
    if {"html", "table"} & set(wanted) and find_spec("jinja2") is None:
        print(
            "report.py: the pages need Jinja2 (Debian: python3-jinja2); --only leaves them out",
            file=sys.stderr,
        )
        return NOTHING
    out = Path(options.out) if options.out else Path(options.results).resolve().parent
    # Everything is drawn before anything is written over.
    drawn = {FORMATS[name][0]: FORMATS[name][1](results, known) for name in wanted}
    out.mkdir(parents=True, exist_ok=True)
    for name, text in drawn.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    return OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
