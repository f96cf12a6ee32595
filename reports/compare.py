#!/usr/bin/env python3
"""Compares runs fact by fact: `compare.py A B … [--out DIR] [--markdown] [--csv] [--exit-code] [--all]`."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE))

from listencheck_report import compare_text, comparison, documents, load  # noqa: E402
from listencheck_report.command import DIFFERENT, NOTHING, OK, Parser, ends_in_one_line  # noqa: E402
from listencheck_report.comparison import Comparison  # noqa: E402


def parser() -> Parser:
    made = Parser(prog="compare.py", description="Compares runs fact by fact.")
    made.add_argument("results", nargs="+", help="results.jsonl, or the folder that holds it; two or more")
    made.add_argument("--out", metavar="DIR", help="write compare.html, compare.md and compare.csv there")
    made.add_argument("--markdown", action="store_true", help="print Markdown")
    made.add_argument("--csv", action="store_true", help="print CSV")
    made.add_argument("--all", action="store_true", help="also the rows that agree")
    made.add_argument("--document", metavar="ID", help="whose verdicts the page shows first")
    made.add_argument(
        "--documents",
        metavar="DIR",
        type=Path,
        default=HERE.parent / "suite" / "documents",
        help="documents to quote",
    )
    made.add_argument("--exit-code", action="store_true", help="exit 1 where they differ")
    return made


@ends_in_one_line
def main(arguments: list[str]) -> int:
    made = parser()
    options = made.parse_args(arguments)
    if len(options.results) < 2:
        made.error("expected two results or more")
    # Millions of small objects that all live to the end: looking for garbage among them takes longer than reading.
    gc.disable()
    paths = [os.path.join(path, "results.jsonl") if os.path.isdir(path) else path for path in options.results]
    runs = [load.read(path) for path in paths]
    for results in runs:
        if results.truncated:
            print(f"{results.path}: the run was cut off: {results.cut}", file=sys.stderr)
    found = comparison.compare(runs)
    if options.document and options.document not in found.documents:
        made.error(f"--document: expected one of {', '.join(found.documents)}")
    if options.markdown:
        sys.stdout.write(compare_text.markdown(found, options.all))
    if options.csv:
        sys.stdout.write(compare_text.table(found, options.all))
    if options.out and find_spec("jinja2") is None:
        print("compare.py: --out needs Jinja2 (Debian: python3-jinja2)", file=sys.stderr)
        return NOTHING
    if options.out:
        write(found, Path(options.out), paths, options)
    if not (options.markdown or options.csv or options.out):
        sys.stdout.write(compare_text.text(found))
    return DIFFERENT if options.exit_code and found.differing else OK


def write(found: Comparison, out: Path, paths: list[str], options: argparse.Namespace) -> None:
    from listencheck_report import compare_html

    claimed = [name for results in found.runs for name in results.header.gated if name in found.documents]
    document = options.document or next(iter([*claimed, *found.documents]), "")
    links = [_page(path, out) for path in paths]
    drawn = {
        "compare.html": compare_html.write(
            found, document, options.all, links, documents.read_all(options.documents)
        ),
        "compare.md": compare_text.markdown(found, options.all),
        "compare.csv": compare_text.table(found, options.all),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, text in drawn.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")


def _page(results: str, out: Path) -> str:
    """The page of its own that lies beside a results file, as seen from the comparison's."""
    page = Path(results).with_name("index.html")
    if not page.is_file():
        return ""
    try:
        return os.path.relpath(page.resolve(), out.resolve()).replace(os.sep, "/")
    except ValueError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
